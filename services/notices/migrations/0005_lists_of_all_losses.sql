-- What became effective is listed as a loss too, unless it was heard behind closed doors (N-Q-1, N-GEN-5).
ALTER TABLE notices.chain_fact ADD COLUMN title text NOT NULL DEFAULT '', ADD COLUMN closed bool NOT NULL DEFAULT false;
UPDATE notices.chain_fact AS chain SET title = party.title, closed = party.closed FROM notices.party_fact AS party
WHERE party.stream = chain.stream AND party.key = chain.key AND party.until IS NULL;
