-- What is still open is found without looking through what is done.
CREATE INDEX hearing_scheduled ON portal.hearing (day, time, id) WHERE state = 'Scheduled';
CREATE INDEX addressee_not_received ON portal.addressee (suggestion, number) WHERE stage = 'NotReceived';
CREATE INDEX suggestion_open ON portal.suggestion (id) WHERE stage = 'Open';

-- The next reply that is due; none: nobody owes one.
ALTER TABLE portal.suggestion ADD due portal.day;
UPDATE portal.suggestion s
SET due = (SELECT min(t.due) FROM portal.term t WHERE t.id = s.id AND t.ended_on IS NULL);
CREATE INDEX suggestion_by_due ON portal.suggestion (due, issued_on DESC, id DESC) WHERE stage <> 'Struck';
