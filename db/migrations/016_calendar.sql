-- Meetings arranged for a day to come, how often units have to meet, days off, and what people are reminded of.

-- What becomes a meeting when it is logged; until then nothing counts it as one.
CREATE TABLE planned_meeting (
  id uuid PRIMARY KEY,
  unit_id uuid NOT NULL REFERENCES org_unit (id) ON DELETE CASCADE,
  kind text NOT NULL,                -- as meeting.kind
  topic text NOT NULL DEFAULT '',
  session_no integer,
  is_extended boolean NOT NULL DEFAULT false,
  is_online boolean NOT NULL DEFAULT false,
  planned_on date NOT NULL,
  ends_on date,                      -- last day of several
  starts_at text,                    -- 'HH:MM'
  ends_at text,
  place text NOT NULL DEFAULT '',
  chair text NOT NULL DEFAULT '',
  minute_taker text NOT NULL DEFAULT '',
  guests text NOT NULL DEFAULT '',
  participants jsonb NOT NULL DEFAULT '[]', -- [{capacity, name, position, body}]: co-chairs, a visiting team
  agenda jsonb NOT NULL DEFAULT '[]',     -- lines
  materials jsonb NOT NULL DEFAULT '[]',  -- [{label, documentId}]: documents of the store, or papers that are only named
  moved_from date,                   -- the day before it was moved last
  cancelled_at timestamptz,
  meeting_id uuid REFERENCES meeting (id) ON DELETE SET NULL, -- what was logged of it
  revision integer NOT NULL DEFAULT 0,    -- goes up with every change; who saves over an older one is told
  created_by uuid,
  created_at timestamptz NOT NULL,
  updated_by uuid,
  updated_at timestamptz NOT NULL
);
CREATE INDEX planned_meeting_day ON planned_meeting (planned_on);
CREATE INDEX planned_meeting_unit ON planned_meeting (unit_id, planned_on);

-- Where an office differs from the rules that the program ships (meetings/calendar/cadence.ts). The latest that is in
-- force on a day counts; a row of a unit goes before one of a level, one of a level before the shipped rule.
CREATE TABLE cadence_change (
  id uuid PRIMARY KEY,
  unit_id uuid REFERENCES org_unit (id) ON DELETE CASCADE,
  level text,                        -- as org_unit.level; null with unit_id, or for every unit that the rule is about
  requirement text NOT NULL,         -- regular | thematic | committee | conference
  times integer NOT NULL,            -- 0: the rule does not apply
  period text NOT NULL,              -- month | quarter | half | year
  rule_ref text NOT NULL DEFAULT '',
  effective_from date NOT NULL,
  set_by uuid,
  set_at timestamptz NOT NULL
);

-- Days that an office works or does not work, against the shipped list of days off.
CREATE TABLE day_off_change (
  day date PRIMARY KEY,
  name text NOT NULL DEFAULT '',
  is_off boolean NOT NULL,           -- false: a working day, as when a Saturday is worked in exchange
  set_by uuid,
  set_at timestamptz NOT NULL
);

-- How one account wants to be reminded; without a row, as the program ships.
CREATE TABLE reminder_setting (
  account_id uuid PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  is_on boolean NOT NULL,
  digest_at text NOT NULL,           -- 'HH:MM'
  quiet_from text NOT NULL,
  quiet_to text NOT NULL,
  on_days_off boolean NOT NULL,
  muted jsonb NOT NULL,              -- topics that are left out
  updated_at timestamptz NOT NULL
);

-- What was put into a message to whom, written in the transaction of the outbox row: nothing is told twice, and
-- nothing that was not committed counts as told.
CREATE TABLE reminder_told (
  account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  item_key text NOT NULL,
  told_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, item_key)
);
-- The day's digest of an account was computed, whether or not there was anything to say.
CREATE TABLE reminder_round (
  account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  day date NOT NULL,
  PRIMARY KEY (account_id, day)
);
