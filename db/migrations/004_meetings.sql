-- Meetings, what they decided and what follows from it. Votes are counts; nobody's opinion or vote is a row.
CREATE TABLE meeting (
  id uuid PRIMARY KEY,
  unit_id uuid NOT NULL REFERENCES org_unit (id),
  kind text NOT NULL,                -- regular | thematic | committee | executive | standing | review | working | congress | other
  title text NOT NULL DEFAULT '',    -- '' : made from kind and unit
  held_on date NOT NULL,
  starts_at text,                    -- 'HH:MM'
  ends_at text,
  place text NOT NULL DEFAULT '',
  chair text NOT NULL DEFAULT '',
  minute_taker text NOT NULL DEFAULT '',
  guests text NOT NULL DEFAULT '',
  status text NOT NULL,              -- draft | approved
  created_by uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  is_demo boolean NOT NULL DEFAULT false
);
CREATE INDEX meeting_unit ON meeting (unit_id, held_on);

-- One row a meeting; absent altogether until it has been taken.
CREATE TABLE attendance (
  meeting_id uuid PRIMARY KEY REFERENCES meeting (id) ON DELETE CASCADE,
  total integer NOT NULL,            -- members of the unit
  official integer,                  -- full members, if given
  probationary integer,
  exempt integer NOT NULL,           -- exempt from activities and absent
  temporary_in integer NOT NULL,
  temporary_out integer NOT NULL,
  present integer NOT NULL,
  absent_with_reason integer NOT NULL,
  absent_without_reason integer NOT NULL
);

CREATE TABLE agenda_item (
  meeting_id uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  title text NOT NULL,
  discussion text NOT NULL DEFAULT '',
  PRIMARY KEY (meeting_id, ordinal)
);

-- A conclusion of the chair. A task grows out of it when it names who does something.
CREATE TABLE decision (
  id uuid PRIMARY KEY,
  meeting_id uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  text text NOT NULL,
  basis jsonb NOT NULL DEFAULT '[]', -- symbols of documents that it names
  UNIQUE (meeting_id, ordinal)
);
CREATE TABLE task (
  id uuid PRIMARY KEY,
  meeting_id uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
  decision_id uuid REFERENCES decision (id) ON DELETE CASCADE,
  content text NOT NULL,
  lead text NOT NULL DEFAULT '',     -- '' : nobody was named
  cooperating jsonb NOT NULL DEFAULT '[]',
  due_on date,                       -- null: no date was set; never invented
  basis jsonb NOT NULL DEFAULT '[]',
  done_at timestamptz
);
CREATE INDEX task_meeting ON task (meeting_id);

CREATE TABLE vote (
  id uuid PRIMARY KEY,
  meeting_id uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  subject text NOT NULL,
  base integer NOT NULL,             -- members who count, after every subtraction
  threshold text NOT NULL,           -- more-than-half | two-thirds
  in_favour integer NOT NULL,
  against integer NOT NULL,
  other integer NOT NULL,
  is_passed boolean NOT NULL,
  rule_ref text NOT NULL,            -- the rule and its item, as it was on the day
  UNIQUE (meeting_id, ordinal)
);
