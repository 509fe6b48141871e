-- Under this name wherever it is kept.
CREATE SCHEMA IF NOT EXISTS pantry;
CREATE TABLE pantry.shelf (
    jar    uuid    PRIMARY KEY,
    beans  bigint  NOT NULL,
    puts   bigint  NOT NULL,
    closed boolean NOT NULL DEFAULT false
);
