-- When a lawsuit was registered of which nobody said when it was docketed: it is told among what is left out.
ALTER TABLE notices.suit_fact ADD COLUMN known_on notices.day;
CREATE INDEX suit_fact_by_registration ON notices.suit_fact (known_on) WHERE known_on IS NOT NULL;
