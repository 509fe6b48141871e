-- The periods that rest on a year not yet announced are found without looking through all others (R-CAL-7).
CREATE INDEX clock_provisional ON portal.clock (due, case_id) WHERE provisional AND ended_on IS NULL;
CREATE INDEX term_provisional ON portal.term (due, id) WHERE provisional AND ended_on IS NULL;
