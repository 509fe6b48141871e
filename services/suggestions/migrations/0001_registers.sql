-- What the service looks up itself. All of it can be dropped and filled again from the events.

-- A legal day as it stands in messages; in this collation earlier days come first.
CREATE DOMAIN suggestions.day AS text COLLATE "C" CHECK (VALUE ~ '^\d{4}-\d{2}-\d{2}$');

-- The periods that run now, for the reminders.
CREATE TABLE suggestions.open_clock (
    suggestion    uuid   NOT NULL,
    addressee     bigint NOT NULL,
    due           suggestions.day NOT NULL,
    registered_on suggestions.day NOT NULL,   -- when the receipt was typed in
    PRIMARY KEY (suggestion, addressee)
);
CREATE INDEX open_clock_by_due ON suggestions.open_clock (due);

-- The last reminder of each addressee.
CREATE TABLE suggestions.reminder (
    suggestion  uuid   NOT NULL,
    addressee   bigint NOT NULL,
    due         suggestions.day NOT NULL,     -- as it stood then
    days_before int    NOT NULL,
    PRIMARY KEY (suggestion, addressee)
);

-- What places have adopted for letters without any limit (the directory's setting default_reply_months).
CREATE TABLE suggestions.reply_months (
    setting  uuid   NOT NULL,
    entry    bigint NOT NULL,
    area     text   NOT NULL,
    from_day suggestions.day NOT NULL,
    months   bigint NOT NULL,
    PRIMARY KEY (setting, entry)
);
CREATE INDEX reply_months_by_area ON suggestions.reply_months (area, from_day);
