-- Issued notices of which no paper can be made, and what the service that type-sets says of them. No event: it goes with the
-- next paper that is made.
CREATE TABLE notices.unprintable (
    notice  uuid PRIMARY KEY,
    problem text NOT NULL
);
