-- Since when a changed letter takes the place of one: what was due of that one stays in its period for those who looked before.
ALTER TABLE notices.suggestion_fact ADD COLUMN replaced_on notices.day;
