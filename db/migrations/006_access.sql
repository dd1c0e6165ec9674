-- Wrong pairing codes, so that nobody can try them all. Rows older than the window are removed as new ones come.
CREATE TABLE pairing_attempt (
  id uuid PRIMARY KEY,
  channel text NOT NULL,
  sender_id text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX pairing_attempt_at ON pairing_attempt (at);
