-- Whether a lawsuit was heard behind closed doors: it is counted, and never told of (N-GEN-5).
ALTER TABLE notices.party_fact ADD COLUMN closed bool NOT NULL DEFAULT false;
