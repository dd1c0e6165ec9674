-- How much of the messages that are taken in a minute is used up, where several processes count together. What a crash
-- of the server forgets here only lets somebody write a little more: the table needs no log.
CREATE UNLOGGED TABLE message_rate (
  name text PRIMARY KEY,             -- 'all', or channel:sender
  busy_until timestamptz NOT NULL,   -- each message moves it on by its share of a minute
  told_at timestamptz                -- when its sender was last told to wait
);
