-- The event log of one service: what happened, in order, for ever.

-- The lock and the allocator in one row. Whoever appends moves it first, and so holds it for one batch and one commit:
-- positions are gapless and their order is the order of commits. A reader that has seen position n has seen everything up
-- to n.
CREATE TABLE log.head (
    position bigint NOT NULL,          -- of the last event; 0: none yet
    root     bytea  NOT NULL           -- binds all events up to position
) WITH (fillfactor = 10);              -- room for updates in place
INSERT INTO log.head VALUES (0, sha256('songli'));

CREATE TABLE log.event (
    position bigint PRIMARY KEY,
    stream   uuid   NOT NULL,
    version  bigint NOT NULL,          -- 1, 2, 3 … in the stream
    root     bytea  NOT NULL,          -- sha256(root before || sha256(envelope))
    envelope bytea  NOT NULL,          -- the bytes that are hashed, published and replayed
    UNIQUE (stream, version)
);

-- Commands that were accepted, kept for good: the same id again gets the same reply. Refusals are not kept.
CREATE TABLE log.command (
    id       uuid   PRIMARY KEY,
    request  bytea  NOT NULL,          -- sha256 of what was asked
    position bigint NOT NULL,          -- the log's position after it
    version  bigint NOT NULL           -- the stream's version after it
);

-- A log restored from a backup goes on under a new epoch, and says from where.
CREATE TABLE log.epoch (
    epoch    int         PRIMARY KEY,
    after    bigint      NOT NULL,     -- the last position it shares with the epoch before it
    began_at timestamptz NOT NULL DEFAULT now(),
    reason   text        NOT NULL
);
INSERT INTO log.epoch (epoch, after, reason) VALUES (1, 0, 'founded');

-- How far each reader in this database has come in each log: its own service's, or another's.
CREATE TABLE log.reader (
    name     text   NOT NULL,
    log      text   NOT NULL,
    epoch    int    NOT NULL,
    position bigint NOT NULL,
    last     bytea  NOT NULL,          -- sha256 of the event there, so that another event in its place is noticed
    PRIMARY KEY (name, log)
) WITH (fillfactor = 50);

-- The last day each timer has dealt with, and what the read models had seen by then.
CREATE TABLE log.timer (
    name text   PRIMARY KEY,
    day  text   NOT NULL,
    seen bigint NOT NULL
);

CREATE FUNCTION log.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events and commands are never changed or removed (%.%)', TG_TABLE_SCHEMA, TG_TABLE_NAME;
END $$;
CREATE TRIGGER event_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON log.event
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
CREATE TRIGGER command_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON log.command
    FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();

-- The holiday arrangements as the directory announced them, in the form in which they are shipped.
CREATE TABLE log.holiday_year (
    year     int  PRIMARY KEY,
    revision int  NOT NULL,
    days     text NOT NULL
);
