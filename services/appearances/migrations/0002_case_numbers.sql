-- The courts' numbers that lawsuits bear, so that one that is entered twice is noticed.
CREATE TABLE appearances.case_number (
    lawsuit  uuid   NOT NULL,
    instance bigint NOT NULL,
    number   text   NOT NULL,                   -- normalised
    PRIMARY KEY (lawsuit, instance)
);
CREATE INDEX case_number_by_number ON appearances.case_number (number);
