-- The periods that run now. It can be dropped and filled again from the events.

-- A legal day as it stands in messages; in this collation earlier days come first.
CREATE DOMAIN reconsideration.day AS text COLLATE "C" CHECK (VALUE ~ '^\d{4}-\d{2}-\d{2}$');

CREATE TABLE reconsideration.open_clock (
    case_id       uuid   NOT NULL,
    name          text   NOT NULL,
    person        bigint NOT NULL,              -- 0: the case's one clock of this name
    due           reconsideration.day NOT NULL,
    registered_on reconsideration.day NOT NULL, -- when what it is counted from was typed in
    PRIMARY KEY (case_id, name, person)
);
CREATE INDEX open_clock_by_due ON reconsideration.open_clock (name, due);
