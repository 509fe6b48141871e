-- What a changed calendar moves (R-CAL-7): which periods run between which days, and what has been looked through.

-- Since which version of the calendar a year's arrangement holds, and the paper that publishes it.
ALTER TABLE log.holiday_year
    ADD COLUMN since        int  NOT NULL DEFAULT 0,
    ADD COLUMN notice       text NOT NULL DEFAULT '',
    ADD COLUMN published_on text NOT NULL DEFAULT '';

-- The periods that run, each with the days between which the calendar decides about it.
CREATE TABLE log.running_period (
    stream    uuid   NOT NULL,
    clock     text   NOT NULL,         -- which it is among those of its stream
    kind      text   NOT NULL,         -- the kind of aggregate
    version   bigint NOT NULL,         -- the stream's, when it was told last
    position  bigint NOT NULL,         -- the log's, likewise
    calendar  bigint NOT NULL,         -- the version it was counted with
    first_day text   NOT NULL,
    last_day  text   NOT NULL,
    PRIMARY KEY (stream, clock)
);
CREATE INDEX running_period_by_position ON log.running_period (position);

-- Of each kind: up to which position all that runs has been compared with which version of the calendar.
CREATE TABLE log.recounted (
    kind     text   PRIMARY KEY,
    calendar bigint NOT NULL,
    position bigint NOT NULL
);
