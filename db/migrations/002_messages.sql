-- What came in, what goes out, and what a chat is in the middle of.
CREATE TABLE inbox (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL UNIQUE,          -- channel:account:event-id; a second delivery conflicts here
  lane text NOT NULL,                -- one chat; messages of a lane are handled one after another
  event jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  done_at timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  failure text                       -- error code of the last failed attempt
);
CREATE INDEX inbox_open ON inbox (lane, seq) WHERE done_at IS NULL;
CREATE INDEX inbox_lane ON inbox (lane, seq);

CREATE TABLE outbox (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL UNIQUE,          -- inbox key + ordinal of the reply
  lane text NOT NULL,
  address jsonb NOT NULL,
  reply_to text,
  blocks jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  parts_sent integer NOT NULL DEFAULT 0,
  sending_at timestamptz,            -- set just before a part leaves; without a receipt the delivery is unknown
  sent_at timestamptz,
  receipt jsonb,
  failure text
);
CREATE INDEX outbox_open ON outbox (lane, seq) WHERE sent_at IS NULL;
CREATE INDEX outbox_lane ON outbox (lane, seq);

-- What a button or a number stands for; actions never travel over a channel.
CREATE TABLE action_key (
  key text PRIMARY KEY,
  lane text NOT NULL,
  account_id uuid,                   -- who may press; null: anyone in the chat
  action text NOT NULL,
  label text NOT NULL,
  position integer NOT NULL,         -- 1-based, for channels without buttons
  group_key text NOT NULL,           -- the choices block it belongs to
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX action_key_lane ON action_key (lane, created_at);

CREATE TABLE wizard_state (
  lane text PRIMARY KEY,
  account_id uuid NOT NULL,
  feature text NOT NULL,
  version integer NOT NULL,
  state jsonb NOT NULL,
  updated_at timestamptz NOT NULL
);

-- The conversation, for follow-up questions and 'nguồn', 'vì sao'.
CREATE TABLE conversation_turn (
  id uuid PRIMARY KEY,
  lane text NOT NULL,
  account_id uuid NOT NULL,
  question text NOT NULL,
  understood jsonb NOT NULL,         -- slots that a follow-up inherits
  asked_at timestamptz NOT NULL
);
CREATE INDEX conversation_turn_lane ON conversation_turn (lane, asked_at);
CREATE TABLE answer (
  id uuid PRIMARY KEY,
  turn_id uuid NOT NULL REFERENCES conversation_turn (id) ON DELETE CASCADE,
  outcome text NOT NULL,
  explanation jsonb NOT NULL,        -- query, filters, candidates, decision, prompt version, model
  created_at timestamptz NOT NULL
);
CREATE TABLE citation (
  answer_id uuid NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  chunk_id uuid NOT NULL,
  quote text NOT NULL,
  PRIMARY KEY (answer_id, ordinal)
);
CREATE TABLE feedback (
  answer_id uuid NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
  account_id uuid NOT NULL,
  verdict text NOT NULL,             -- right | wrong | incomplete
  at timestamptz NOT NULL,
  PRIMARY KEY (answer_id, account_id)
);
