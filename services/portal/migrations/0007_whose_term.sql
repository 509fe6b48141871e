-- Whose a period of a lawsuit is: an officer is told of what his organ owes. Only the events tell it, so they are read again.
ALTER TABLE portal.term ADD organ uuid;         -- the organ that is sued; none: an instance's own, or an addressee's, whose
                                                -- organ stands in portal.addressee
CREATE INDEX term_of_organ ON portal.term (organ, due) WHERE ended_on IS NULL;

DELETE FROM portal.entry WHERE kind IN ('Lawsuit', 'Hearing');
DELETE FROM portal.term WHERE kind IN ('Lawsuit', 'Hearing');
DELETE FROM portal.lawsuit;
DELETE FROM portal.duty;
DELETE FROM portal.result;
DELETE FROM portal.hearing;
UPDATE log.reader SET epoch = 0, position = 0, last = '' WHERE name = 'lawsuits';
