-- A link that nobody uses ends after the time that the office sets.
ALTER TABLE identity ADD COLUMN used_at timestamptz;
-- The most that anybody is allowed in one chat, whoever they are.
CREATE TABLE chat_role (
  lane text PRIMARY KEY,
  role text NOT NULL,
  set_by uuid,
  set_at timestamptz NOT NULL
);
