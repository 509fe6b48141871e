-- Who may come in. None of this is an event: it is the portal's own and no figure rests on it.
-- Instants are microseconds since 1970-01-01T00:00Z.

CREATE TABLE portal.account (
    name        text PRIMARY KEY,
    person      text    NOT NULL,
    roles       text[]  NOT NULL,
    password    text    NOT NULL,               -- argon2id, in PHC form
    must_change boolean NOT NULL,
    closed      boolean NOT NULL DEFAULT false,
    made_at     bigint  NOT NULL
);

CREATE TABLE portal.session (
    key      bytea PRIMARY KEY,                 -- SHA-256 of what the browser holds
    account  text    NOT NULL REFERENCES portal.account (name),
    csrf     text    NOT NULL,
    begun_at bigint  NOT NULL,
    seen_at  bigint  NOT NULL,
    ended    boolean NOT NULL DEFAULT false,
    position bigint  NOT NULL DEFAULT 0         -- the last position in the reconsideration log this person has written
);
CREATE INDEX session_by_account ON portal.session (account);

CREATE TABLE portal.failed_sign_in (
    kind     text   NOT NULL,                   -- account, address
    whose    text   NOT NULL,
    failures int    NOT NULL,
    last_at  bigint NOT NULL,
    PRIMARY KEY (kind, whose)
);

-- What is being written and not yet saved. No list of cases and no figure reads it.
CREATE TABLE portal.draft (
    command_id uuid PRIMARY KEY,
    account    text   NOT NULL,
    form       text   NOT NULL,                 -- the address of the form
    title      text   NOT NULL,
    entered    text   NOT NULL,                 -- as the browser sent it
    state      text   NOT NULL,                 -- Draft, Waiting, Refused, Sent
    command    bytea,                           -- of what waits: the very message that is sent again
    said       text   NOT NULL DEFAULT '',      -- why it was refused, or what became of it
    kept_at    bigint NOT NULL
);
CREATE INDEX draft_by_account ON portal.draft (account, kept_at);
CREATE INDEX draft_waiting ON portal.draft (kept_at) WHERE state = 'Waiting';
