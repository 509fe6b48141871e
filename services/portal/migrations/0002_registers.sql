-- The portal's read models. All of it can be dropped and filled again from the events.

-- A legal day as it stands in messages; in this collation earlier days come first.
CREATE DOMAIN portal.day AS text COLLATE "C" CHECK (VALUE ~ '^\d{4}-\d{2}-\d{2}$');

CREATE TABLE portal.case_entry (
    case_id     uuid   NOT NULL,
    entry       bigint NOT NULL,                -- the event's number in the stream
    event       text   NOT NULL,
    occurred_on portal.day NOT NULL,
    recorded_at bigint NOT NULL,
    account     text   NOT NULL,
    actor       text   NOT NULL,
    payload     bytea  NOT NULL,
    PRIMARY KEY (case_id, entry)
);

-- One line of the ledger: what the entries that stand come to.
CREATE TABLE portal.case_file (
    id              uuid PRIMARY KEY,
    version         bigint  NOT NULL,
    number          text    NOT NULL,
    number_key      text COLLATE "C" NOT NULL,  -- brackets and widths made alike
    stage           text    NOT NULL,
    is_open         boolean NOT NULL,
    procedure       text    NOT NULL,
    received_on     portal.day NOT NULL,
    accepted_on     portal.day,
    decided_on      portal.day,
    decision_number text    NOT NULL,
    outcome         text    NOT NULL,
    applicants      text    NOT NULL,
    respondents     text    NOT NULL,
    respondent_ids  uuid[]  NOT NULL,
    act_kind        text    NOT NULL,
    act             text    NOT NULL,
    handlers        text[]  NOT NULL,
    handler_names   text    NOT NULL,
    acknowledged    boolean NOT NULL,
    registered_by   text    NOT NULL,
    changed_at      bigint  NOT NULL,
    words           text    NOT NULL,           -- what search looks at, made alike
    grams           text[]  NOT NULL
);
CREATE INDEX case_file_by_number ON portal.case_file (number_key);
-- The ledger counts and orders by these without looking at the lines themselves.
CREATE INDEX case_file_by_received ON portal.case_file (received_on DESC, id DESC) WHERE stage <> 'Struck';
CREATE INDEX case_file_by_change ON portal.case_file (changed_at DESC, id DESC) WHERE stage <> 'Struck';
CREATE INDEX case_file_by_stage ON portal.case_file (stage, received_on DESC, id DESC);
CREATE INDEX case_file_by_act ON portal.case_file (act_kind, received_on DESC, id DESC) WHERE stage <> 'Struck';
CREATE INDEX case_file_by_respondent ON portal.case_file USING gin (respondent_ids);
CREATE INDEX case_file_open ON portal.case_file (received_on DESC, id DESC) WHERE is_open;
CREATE INDEX case_file_by_handler ON portal.case_file USING gin (handlers);
CREATE INDEX case_file_by_grams ON portal.case_file USING gin (grams);

CREATE TABLE portal.clock (
    case_id     uuid    NOT NULL,
    name        text    NOT NULL,
    party       bigint  NOT NULL,               -- 0: the case's one clock of this name
    rule        text    NOT NULL,
    start       portal.day NOT NULL,
    due         portal.day,                     -- none while paused
    ended_on    portal.day,
    ended       text    NOT NULL,               -- empty: it runs
    working     boolean NOT NULL,               -- counted in working days
    provisional boolean NOT NULL,
    deadline    bytea   NOT NULL,
    PRIMARY KEY (case_id, name, party)
);
CREATE INDEX clock_running ON portal.clock (due) WHERE ended_on IS NULL;

CREATE TABLE portal.organ (
    id    uuid PRIMARY KEY,
    code  text COLLATE "C" NOT NULL,
    kind  text NOT NULL,
    area  text NOT NULL,
    since portal.day NOT NULL,
    until portal.day
);

CREATE TABLE portal.organ_name (
    organ      uuid   NOT NULL,
    entry      bigint NOT NULL,
    name       text   NOT NULL,
    short_name text   NOT NULL,
    from_day   portal.day NOT NULL,
    PRIMARY KEY (organ, entry)
);
