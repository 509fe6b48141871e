-- The read models of lawsuits, hearings and suggestions, and of those who appear in them. All of it can be dropped and
-- filled again from the events.

-- Every entry of a lawsuit, hearing or suggestion as it was told.
CREATE TABLE portal.entry (
    kind        text   NOT NULL,                -- Lawsuit, Hearing, Suggestion
    id          uuid   NOT NULL,
    entry       bigint NOT NULL,
    event       text   NOT NULL,
    occurred_on portal.day NOT NULL,
    recorded_at bigint NOT NULL,
    account     text   NOT NULL,
    actor       text   NOT NULL,
    payload     bytea  NOT NULL,
    PRIMARY KEY (id, entry)
);

-- Their periods, each as the last event about it left it.
CREATE TABLE portal.term (
    kind        text    NOT NULL,
    id          uuid    NOT NULL,
    name        text    NOT NULL,
    instance    bigint  NOT NULL,               -- of a lawsuit; else 0
    party       bigint  NOT NULL,               -- whose it is; 0: the instance's own
    rule        text    NOT NULL,
    due         portal.day,
    ended_on    portal.day,
    ended       text    NOT NULL,
    working     boolean NOT NULL,
    provisional boolean NOT NULL,
    deadline    bytea   NOT NULL,
    PRIMARY KEY (id, name, instance, party)
);
CREATE INDEX term_running ON portal.term (due) WHERE ended_on IS NULL;

CREATE TABLE portal.lawsuit (
    id            uuid PRIMARY KEY,
    version       bigint  NOT NULL,
    number        text    NOT NULL,             -- of the latest instance that has one
    number_keys   text[]  NOT NULL,             -- of all instances, brackets and widths made alike
    stage         text    NOT NULL,
    is_open       boolean NOT NULL,
    instance      text    NOT NULL,             -- the latest: First, Second
    court         text    NOT NULL,
    plaintiffs    text    NOT NULL,
    defendants    text    NOT NULL,
    organ_ids     uuid[]  NOT NULL,
    cause         text    NOT NULL,
    act           text    NOT NULL,
    docketed_on   portal.day,                   -- of the first instance
    registered_on portal.day NOT NULL,
    effective_on  portal.day,
    reconsidered  uuid,                         -- the reconsideration case it follows
    is_lost       boolean NOT NULL,             -- a result that stands is a loss for one of the organs
    outcome       text    NOT NULL,             -- codes of the results that stand
    changed_at    bigint  NOT NULL,
    words         text    NOT NULL,
    grams         text[]  NOT NULL,
    summary       bytea   NOT NULL
);
CREATE INDEX lawsuit_by_number ON portal.lawsuit USING gin (number_keys);
CREATE INDEX lawsuit_by_docketed ON portal.lawsuit ((coalesce(docketed_on, registered_on)) DESC, id DESC) WHERE stage <> 'Struck';
CREATE INDEX lawsuit_by_change ON portal.lawsuit (changed_at DESC, id DESC) WHERE stage <> 'Struck';
CREATE INDEX lawsuit_by_stage ON portal.lawsuit (stage, id);
CREATE INDEX lawsuit_open ON portal.lawsuit (id) WHERE is_open;
CREATE INDEX lawsuit_by_organ ON portal.lawsuit USING gin (organ_ids);
CREATE INDEX lawsuit_by_case ON portal.lawsuit (reconsidered);
CREATE INDEX lawsuit_by_grams ON portal.lawsuit USING gin (grams);

-- A duty to appear, and what an instance came to for an organ: each whole, as the last event about it left it.
CREATE TABLE portal.duty (
    lawsuit   uuid   NOT NULL,
    instance  bigint NOT NULL,
    defendant bigint NOT NULL,
    ordinal   bigint NOT NULL,
    duty      bytea  NOT NULL,
    PRIMARY KEY (lawsuit, instance, defendant, ordinal)
);
CREATE TABLE portal.result (
    lawsuit   uuid   NOT NULL,
    instance  bigint NOT NULL,
    defendant bigint NOT NULL,
    result    bytea  NOT NULL,
    PRIMARY KEY (lawsuit, instance, defendant)
);

CREATE TABLE portal.hearing (
    id         uuid PRIMARY KEY,
    version    bigint  NOT NULL,
    lawsuit    uuid    NOT NULL,
    instance   bigint  NOT NULL,
    state      text    NOT NULL,                -- Scheduled, Held, Cancelled, Struck
    day        portal.day NOT NULL,
    time       text    NOT NULL,
    room       text    NOT NULL,
    court      uuid,
    court_name text    NOT NULL,
    number     text    NOT NULL,
    organ_ids  uuid[]  NOT NULL,
    defendants text    NOT NULL,
    statuses   text    NOT NULL,                -- of each defendant once it was held: Appeared, OnlyStaff
    observed   bigint  NOT NULL,                -- how many units came to listen
    plan       bytea   NOT NULL,                -- as it was planned last
    held       bytea   NOT NULL,                -- who came; empty: not held
    changed_at bigint  NOT NULL
);
CREATE INDEX hearing_by_day ON portal.hearing (day, time, id) WHERE state <> 'Struck';
CREATE INDEX hearing_by_lawsuit ON portal.hearing (lawsuit);
CREATE INDEX hearing_by_court ON portal.hearing (court, day);
CREATE INDEX hearing_by_organ ON portal.hearing USING gin (organ_ids);

CREATE TABLE portal.suggestion (
    id           uuid PRIMARY KEY,
    version      bigint  NOT NULL,
    kind         text    NOT NULL,
    number       text    NOT NULL,
    number_key   text COLLATE "C" NOT NULL,
    title        text    NOT NULL,
    issuer       uuid,
    issuer_name  text    NOT NULL,
    issued_on    portal.day NOT NULL,
    urgent       boolean NOT NULL,
    stage        text    NOT NULL,              -- Open, Concluded, Struck
    organs       text    NOT NULL,
    organ_ids    uuid[]  NOT NULL,
    lawsuit      uuid,
    reconsidered uuid,
    changed_at   bigint  NOT NULL,
    words        text    NOT NULL,
    grams        text[]  NOT NULL
);
CREATE INDEX suggestion_by_number ON portal.suggestion (number_key);
CREATE INDEX suggestion_by_issue ON portal.suggestion (issued_on DESC, id DESC) WHERE stage <> 'Struck';
CREATE INDEX suggestion_by_issuer ON portal.suggestion (issuer, issued_on DESC, id DESC);
CREATE INDEX suggestion_by_organ ON portal.suggestion USING gin (organ_ids);
CREATE INDEX suggestion_by_lawsuit ON portal.suggestion (lawsuit);
CREATE INDEX suggestion_by_grams ON portal.suggestion USING gin (grams);

CREATE TABLE portal.addressee (
    suggestion uuid   NOT NULL,
    number     bigint NOT NULL,
    organ      uuid,
    name       text   NOT NULL,
    stage      text   NOT NULL,
    standing   bytea  NOT NULL,
    PRIMARY KEY (suggestion, number)
);

-- Courts and procuratorates; their names stand beside those of organs.
CREATE TABLE portal.judicial_organ (
    id        uuid PRIMARY KEY,
    code      text COLLATE "C" NOT NULL,
    kind      text NOT NULL,                    -- Court, Procuratorate
    level     text NOT NULL,
    area      text NOT NULL,
    since     portal.day NOT NULL,
    until     portal.day,
    successor uuid
);

-- What an organ followed, and what follows it.
ALTER TABLE portal.organ ADD credit_code text NOT NULL DEFAULT '', ADD successor uuid, ADD predecessors uuid[] NOT NULL DEFAULT '{}';

CREATE TABLE portal.official (
    id   uuid PRIMARY KEY,
    name text NOT NULL
);
CREATE TABLE portal.post (
    official     uuid   NOT NULL,
    entry        bigint NOT NULL,
    organ        uuid   NOT NULL,
    post         text   NOT NULL,
    level        text   NOT NULL,
    from_day     portal.day NOT NULL,
    to_day       portal.day,
    in_charge_of text   NOT NULL,
    basis        text   NOT NULL,
    PRIMARY KEY (official, entry)
);
CREATE INDEX post_by_organ ON portal.post (organ);
