-- What only one process may do at a time: work off a chat, poll with a token. A process that dies leaves its claims;
-- they hold until `until`.
CREATE TABLE claim (
  name text PRIMARY KEY,             -- 'lane:' + lane, or 'poll:' + the token's public part
  owner text NOT NULL,               -- one running process
  until timestamptz NOT NULL
);
CREATE INDEX claim_owner ON claim (owner);
-- Chats in which nothing arrives any more: blocked, left or deleted. Whoever writes again afterwards is back.
CREATE TABLE chat_gone (
  lane text PRIMARY KEY,
  gone_at timestamptz NOT NULL
);
-- Every message of the assistant's own accord, for retention.
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;
