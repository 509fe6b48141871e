-- The directory's read models. All of it can be dropped and filled again from the events.

-- A legal day as it stands in messages; in this collation earlier days come first.
CREATE DOMAIN directory.day AS text COLLATE "C" CHECK (VALUE ~ '^\d{4}-\d{2}-\d{2}$');

CREATE TABLE directory.organ (
    id           uuid PRIMARY KEY,
    code         text COLLATE "C" NOT NULL,
    kind         text NOT NULL,
    area         text COLLATE "C" NOT NULL,
    credit_code  text NOT NULL,             -- empty: not known
    since        directory.day NOT NULL,
    predecessors uuid[] NOT NULL,
    until        directory.day,             -- the first day on which it no longer stands
    successor    uuid
);
CREATE INDEX organ_by_code ON directory.organ (code);

CREATE TABLE directory.organ_name (
    organ      uuid   NOT NULL,
    entry      bigint NOT NULL,             -- the number of the event that entered it
    name       text   NOT NULL,
    short_name text   NOT NULL,             -- empty: none
    from_day   directory.day NOT NULL,
    PRIMARY KEY (organ, entry)
);

CREATE TABLE directory.official (
    id   uuid PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE directory.post (
    official     uuid   NOT NULL,
    entry        bigint NOT NULL,
    organ        uuid   NOT NULL,
    post         text   NOT NULL,
    level        text   NOT NULL,
    from_day     directory.day NOT NULL,
    to_day       directory.day,             -- the last day in the post
    in_charge_of text   NOT NULL,           -- empty: nothing in particular
    PRIMARY KEY (official, entry)
);
CREATE INDEX post_by_organ ON directory.post (organ);

CREATE TABLE directory.judicial_organ (
    id        uuid PRIMARY KEY,
    code      text COLLATE "C" NOT NULL,
    kind      text NOT NULL,
    level     text NOT NULL,
    area      text NOT NULL,
    since     directory.day NOT NULL,
    until     directory.day,
    successor uuid
);
CREATE INDEX judicial_organ_by_code ON directory.judicial_organ (code);

CREATE TABLE directory.judicial_organ_name (
    organ    uuid   NOT NULL,
    entry    bigint NOT NULL,
    name     text   NOT NULL,
    from_day directory.day NOT NULL,
    PRIMARY KEY (organ, entry)
);

CREATE TABLE directory.holiday_year (
    id           uuid   NOT NULL,
    year         int    NOT NULL,
    revision     bigint NOT NULL,           -- 1 as announced, counted up with each amendment
    published_on directory.day NOT NULL,
    notice       text   NOT NULL,
    PRIMARY KEY (id, revision)
);

CREATE TABLE directory.holiday (
    id       uuid   NOT NULL,
    revision bigint NOT NULL,
    day      directory.day NOT NULL,
    kind     text   NOT NULL,               -- holiday, makeup_workday
    name     text   NOT NULL,
    PRIMARY KEY (id, revision, day)
);

CREATE TABLE directory.setting (
    id       uuid   NOT NULL,
    entry    bigint NOT NULL,
    area     text   NOT NULL,
    name     text   NOT NULL,
    value    text   NOT NULL,
    from_day directory.day NOT NULL,
    basis    text   NOT NULL,
    PRIMARY KEY (id, entry)
);
CREATE INDEX setting_by_name ON directory.setting (area, name);
