-- Whether a case concerns a state secret, privacy or minors: it is counted, and never told of (N-GEN-5).
ALTER TABLE notices.case_fact ADD COLUMN non_public bool NOT NULL DEFAULT false;
