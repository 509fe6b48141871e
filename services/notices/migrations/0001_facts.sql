-- Facts of all services, each from and to a position of its log. All of it can be dropped and filled again from the events.

-- A legal day as it stands in messages; in this collation earlier days come first.
CREATE DOMAIN notices.day AS text COLLATE "C" CHECK (VALUE ~ '^\d{4}-\d{2}-\d{2}$');

-- What other services told, as far as facts are made of it.
CREATE TABLE notices.told (
    stream   uuid   NOT NULL,
    version  bigint NOT NULL,
    position bigint NOT NULL,
    event    text   NOT NULL,
    on_day   text   NOT NULL,
    area     text   NOT NULL,
    payload  bytea  NOT NULL,
    PRIMARY KEY (stream, version)
);

CREATE TABLE notices.case_fact (
    stream       uuid   NOT NULL,
    key          text   NOT NULL,
    since        bigint NOT NULL,        -- the position from which it holds
    until        bigint,                 -- the position from which another holds in its place
    digest       uuid   NOT NULL,        -- of all that follows
    area         text   COLLATE "C" NOT NULL,
    number       text   NOT NULL,
    organs       uuid[] NOT NULL,
    organ_names  text[] NOT NULL,
    title        text   NOT NULL,
    matter       text   NOT NULL,
    received_on  notices.day,
    accepted_on  notices.day,
    concluded_on notices.day,
    conclusion   text   NOT NULL,
    outcomes     text[] NOT NULL,
    withdrawal   text   NOT NULL,
    changes_act  bool   NOT NULL,
    resolved_by  text   NOT NULL,
    resolved_on  notices.day,
    paper        text   NOT NULL,
    names        text[] NOT NULL,
    sources      text   NOT NULL,
    PRIMARY KEY (stream, key, since)
);
CREATE INDEX case_fact_by_receipt ON notices.case_fact (received_on);
CREATE INDEX case_fact_by_acceptance ON notices.case_fact (accepted_on);
CREATE INDEX case_fact_by_conclusion ON notices.case_fact (concluded_on);

CREATE TABLE notices.suit_fact (
    stream            uuid   NOT NULL,
    key               text   NOT NULL,
    since             bigint NOT NULL,
    until             bigint,
    digest            uuid   NOT NULL,
    area              text   COLLATE "C" NOT NULL,
    number            text   NOT NULL,
    organs            uuid[] NOT NULL,
    organ_names       text[] NOT NULL,
    instance_kind     text   NOT NULL,
    court             uuid,
    title             text   NOT NULL,
    public_interest   bool   NOT NULL,
    compensation_only bool   NOT NULL,
    docketed_on       notices.day,
    sources           text   NOT NULL,
    PRIMARY KEY (stream, key, since)
);
CREATE INDEX suit_fact_by_docketing ON notices.suit_fact (docketed_on);

CREATE TABLE notices.party_fact (
    stream             uuid   NOT NULL,
    key                text   NOT NULL,
    since              bigint NOT NULL,
    until              bigint,
    digest             uuid   NOT NULL,
    area               text   COLLATE "C" NOT NULL,
    number             text   NOT NULL,
    organs             uuid[] NOT NULL,
    organ_names        text[] NOT NULL,
    instance_kind      text   NOT NULL,
    role               text   NOT NULL,
    organ_kind         text   NOT NULL,
    defendants         int    NOT NULL,
    court              uuid,
    title              text   NOT NULL,
    public_interest    bool   NOT NULL,
    compensation_only  bool   NOT NULL,
    first_heard_on     notices.day,
    attendances        text   NOT NULL,  -- what its attendance at each hearing amounted to, as JSON
    principal_expected bool   NOT NULL,
    judged_on          notices.day,
    code               text   NOT NULL,
    holding            text[] NOT NULL,
    holding_for_others text[] NOT NULL,
    names              text[] NOT NULL,
    sources            text   NOT NULL,
    PRIMARY KEY (stream, key, since)
);
CREATE INDEX party_fact_by_hearing ON notices.party_fact (first_heard_on);
CREATE INDEX party_fact_by_judgment ON notices.party_fact (judged_on);

CREATE TABLE notices.hearing_fact (
    stream             uuid   NOT NULL,
    key                text   NOT NULL,
    since              bigint NOT NULL,
    until              bigint,
    digest             uuid   NOT NULL,
    area               text   COLLATE "C" NOT NULL,
    number             text   NOT NULL,
    organs             uuid[] NOT NULL,
    organ_names        text[] NOT NULL,
    instance_kind      text   NOT NULL,
    organ_kind         text   NOT NULL,
    defendants         int    NOT NULL,
    court              uuid,
    held_on            notices.day,
    notice             text   NOT NULL,
    status             text   NOT NULL,
    level              text   NOT NULL,
    official           text   NOT NULL,
    represented_status text   NOT NULL,
    represented_level  text   NOT NULL,
    sources            text   NOT NULL,
    PRIMARY KEY (stream, key, since)
);
CREATE INDEX hearing_fact_by_day ON notices.hearing_fact (held_on);

CREATE TABLE notices.chain_fact (
    stream             uuid   NOT NULL,
    key                text   NOT NULL,
    since              bigint NOT NULL,
    until              bigint,
    digest             uuid   NOT NULL,
    area               text   COLLATE "C" NOT NULL,
    number             text   NOT NULL,
    organs             uuid[] NOT NULL,
    organ_names        text[] NOT NULL,
    role               text   NOT NULL,
    organ_kind         text   NOT NULL,
    defendants         int    NOT NULL,
    court              uuid,
    public_interest    bool   NOT NULL,
    compensation_only  bool   NOT NULL,
    effective_on       notices.day,
    replaced_on        notices.day,
    code               text   NOT NULL,
    holding            text[] NOT NULL,
    holding_for_others text[] NOT NULL,
    sources            text   NOT NULL,
    PRIMARY KEY (stream, key, since)
);
CREATE INDEX chain_fact_by_effect ON notices.chain_fact (effective_on);

CREATE TABLE notices.suggestion_fact (
    stream          uuid   NOT NULL,
    key             text   NOT NULL,
    since           bigint NOT NULL,
    until           bigint,
    digest          uuid   NOT NULL,
    area            text   COLLATE "C" NOT NULL,
    number          text   NOT NULL,
    organs          uuid[] NOT NULL,
    organ_names     text[] NOT NULL,
    title           text   NOT NULL,
    issuer          uuid,
    due_on          notices.day,
    original_due_on notices.day,
    replied_on      notices.day,
    withdrawn_on    notices.day,
    sources         text   NOT NULL,
    PRIMARY KEY (stream, key, since)
);
CREATE INDEX suggestion_fact_by_due_day ON notices.suggestion_fact (due_on);
CREATE INDEX suggestion_fact_by_first_due_day ON notices.suggestion_fact (original_due_on);

-- Organs as the directory names them.
CREATE TABLE notices.organ (
    id    uuid PRIMARY KEY,
    code  text COLLATE "C" NOT NULL,
    kind  text NOT NULL,
    area  text COLLATE "C" NOT NULL,
    since notices.day NOT NULL,
    until notices.day,                   -- the first day on which it no longer stands
    successor uuid
);
CREATE TABLE notices.organ_name (
    organ      uuid   NOT NULL,
    entry      bigint NOT NULL,
    name       text   NOT NULL,
    short_name text   NOT NULL,
    from_day   notices.day NOT NULL,
    PRIMARY KEY (organ, entry)
);

-- Settings as places adopted them.
CREATE TABLE notices.setting (
    stream   uuid   NOT NULL,
    entry    bigint NOT NULL,
    area     text   NOT NULL,
    name     text   NOT NULL,
    value    text   NOT NULL,
    from_day notices.day NOT NULL,
    basis    text   NOT NULL,
    PRIMARY KEY (stream, entry)
);

-- The notices themselves, a line each.
CREATE TABLE notices.notice (
    id          uuid PRIMARY KEY,
    kind        text NOT NULL,
    period      text COLLATE "C" NOT NULL,
    area        text NOT NULL,
    ordinal     int  NOT NULL,
    stage       text NOT NULL,
    number      text NOT NULL DEFAULT '',       -- empty: not issued
    issued_on   text NOT NULL DEFAULT '',
    has_paper   bool NOT NULL DEFAULT false,
    offered     bool NOT NULL DEFAULT false,    -- a restatement is
    restates    uuid,
    restated_by uuid
);
