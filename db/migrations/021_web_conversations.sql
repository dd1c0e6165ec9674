-- Several conversations of one person on the web page; each is a lane of its own. What was said so far stands in 'main'.
CREATE TABLE web_conversation (
  lane text PRIMARY KEY,
  account_id uuid NOT NULL,
  chat text NOT NULL,                -- 'main', or the id that the page chose
  title text,                        -- given by the person; null: its first words stand for it
  created_at timestamptz NOT NULL
);
CREATE INDEX web_conversation_account ON web_conversation (account_id);
INSERT INTO web_conversation (lane, account_id, chat, created_at)
  SELECT lane, substr(lane, 10)::uuid, 'main', min(received_at) FROM inbox
  WHERE lane ~ '^web:main:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' GROUP BY lane;

-- By what people recognise their own sessions.
ALTER TABLE web_session ADD COLUMN device text; -- browser and system, 'Firefox · Windows'
ALTER TABLE web_session ADD COLUMN seen_at timestamptz; -- to the hour
