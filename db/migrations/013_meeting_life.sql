-- What a meeting is beside a date and a room, and the way from a plan to locked minutes.
ALTER TABLE meeting
  ADD COLUMN ends_on date,                              -- last day of a meeting of several days
  ADD COLUMN session_no integer,                        -- 'Hội nghị lần thứ 19'
  ADD COLUMN is_extended boolean NOT NULL DEFAULT false,
  ADD COLUMN is_online boolean NOT NULL DEFAULT false,
  ADD COLUMN topic text NOT NULL DEFAULT '',
  ADD COLUMN participants jsonb NOT NULL DEFAULT '[]',  -- [{capacity, name, position, body}]
  ADD COLUMN revision integer NOT NULL DEFAULT 0;       -- goes up with every change
-- status is one of: planned | draft | waiting | approved | cancelled
