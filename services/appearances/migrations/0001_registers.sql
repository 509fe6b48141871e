-- What the service looks up before it decides, and what its timers look at. All of it can be dropped and filled again from
-- the events.

-- A legal day as it stands in messages; in this collation earlier days come first.
CREATE DOMAIN appearances.day AS text COLLATE "C" CHECK (VALUE ~ '^\d{4}-\d{2}-\d{2}$');

CREATE TABLE appearances.open_clock (
    lawsuit       uuid   NOT NULL,
    name          text   NOT NULL,
    instance      bigint NOT NULL,
    party         bigint NOT NULL,              -- 0: the instance's one clock of this name
    due           appearances.day NOT NULL,
    registered_on appearances.day NOT NULL,     -- when what it is counted from was typed in
    PRIMARY KEY (lawsuit, name, instance, party)
);
CREATE INDEX open_clock_by_due ON appearances.open_clock (name, due);

-- The directory, as far as it is asked here: names of organs and courts, posts, adopted settings. Each entry goes by the
-- number of the event that made it.

CREATE TABLE appearances.organ_name (
    organ      uuid   NOT NULL,
    entry      bigint NOT NULL,
    name       text   NOT NULL,
    short_name text   NOT NULL,                 -- empty: none
    from_day   appearances.day NOT NULL,
    PRIMARY KEY (organ, entry)
);
CREATE INDEX organ_name_by_name ON appearances.organ_name (name);

CREATE TABLE appearances.court_name (
    court    uuid   NOT NULL,
    entry    bigint NOT NULL,
    code     text   NOT NULL,
    name     text   NOT NULL,
    from_day appearances.day NOT NULL,
    PRIMARY KEY (court, entry)
);
CREATE INDEX court_name_by_name ON appearances.court_name (name);

CREATE TABLE appearances.official (
    id   uuid PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE appearances.post (
    official uuid   NOT NULL,
    entry    bigint NOT NULL,
    organ    uuid   NOT NULL,
    post     text   NOT NULL,
    level    text   NOT NULL,
    from_day appearances.day NOT NULL,
    to_day   appearances.day,                   -- the last day in the post
    PRIMARY KEY (official, entry)
);

CREATE TABLE appearances.setting (
    id       uuid   NOT NULL,
    entry    bigint NOT NULL,
    area     text   NOT NULL,
    name     text   NOT NULL,
    value    text   NOT NULL,
    from_day appearances.day NOT NULL,
    PRIMARY KEY (id, entry)
);
CREATE INDEX setting_by_name ON appearances.setting (area, name);
