-- What a meeting is beside a date and a room, and the way from a plan to locked minutes.
ALTER TABLE meeting
  ADD COLUMN ends_on date,                              -- last day of a meeting of several days
  ADD COLUMN session_no integer,                        -- 'Hội nghị lần thứ 19'
  ADD COLUMN is_extended boolean NOT NULL DEFAULT false,
  ADD COLUMN is_online boolean NOT NULL DEFAULT false,
  ADD COLUMN topic text NOT NULL DEFAULT '',
  ADD COLUMN participants jsonb NOT NULL DEFAULT '[]',  -- [{capacity, name, position, body}]
  ADD COLUMN revision integer NOT NULL DEFAULT 0;       -- goes up with every change
-- NOT VALID: rows of earlier releases stay as they are, every row written from now on is checked.
ALTER TABLE meeting
  ADD CONSTRAINT meeting_status CHECK (status IN ('planned', 'draft', 'waiting', 'approved', 'cancelled')) NOT VALID,
  ADD CONSTRAINT meeting_days CHECK (ends_on IS NULL OR ends_on >= held_on) NOT VALID;
CREATE INDEX meeting_held ON meeting (held_on);

-- Who of the exempt and of those elsewhere for a while came all the same, and how many of each count were full members.
ALTER TABLE attendance
  ADD COLUMN exempt_present integer NOT NULL DEFAULT 0,
  ADD COLUMN temporary_out_present integer NOT NULL DEFAULT 0,
  ADD COLUMN present_official integer,                  -- null: not told
  ADD COLUMN present_probationary integer,
  ADD COLUMN absent_with_reason_official integer;
-- An attendance that does not add up is not stored, whoever writes it.
ALTER TABLE attendance
  ADD CONSTRAINT attendance_counts CHECK (
    least(total, official, probationary, exempt, temporary_in, temporary_out, present, absent_with_reason,
          absent_without_reason, exempt_present, temporary_out_present, present_official, present_probationary,
          absent_with_reason_official) >= 0) NOT VALID,
  ADD CONSTRAINT attendance_membership CHECK (
    (official IS NULL AND probationary IS NULL) OR coalesce(official, 0) + coalesce(probationary, 0) = total) NOT VALID,
  ADD CONSTRAINT attendance_sum CHECK (
    total - (exempt - exempt_present) - (temporary_out - temporary_out_present) + temporary_in
      = present + absent_with_reason + absent_without_reason) NOT VALID,
  ADD CONSTRAINT attendance_parts CHECK (
    exempt_present <= exempt AND temporary_out_present <= temporary_out AND exempt + temporary_out <= total
    AND coalesce(absent_with_reason_official, 0) <= absent_with_reason
    AND coalesce(present_official, 0) <= coalesce(official, total)
    AND coalesce(present_probationary, 0) <= coalesce(probationary, total)
    AND coalesce(present_official, 0) + coalesce(present_probationary, 0) <= present
    AND (present_official IS NULL OR present_probationary IS NULL
         OR present_official + present_probationary + temporary_in >= present)) NOT VALID;

-- How a vote was counted: the rule as it was, its arithmetic, and who confirmed the base.
ALTER TABLE vote
  ADD COLUMN body text,                                 -- delegate-congress | members | committee; null: earlier releases
  ADD COLUMN matter text NOT NULL DEFAULT 'resolution', -- resolution | admission | confirmation | removal | expulsion | dissolution
  ADD COLUMN stage text,                                -- propose | decide, where the rule knows two
  ADD COLUMN rule_id text,
  ADD COLUMN rule_from date,
  ADD COLUMN terms jsonb NOT NULL DEFAULT '[]',         -- [{term, value}]: what the base starts from, then what is taken off
  ADD COLUMN needed integer,
  ADD COLUMN confirmed_by uuid,                         -- the account that confirmed the base
  ADD COLUMN confirmed_at timestamptz;
ALTER TABLE vote
  ADD CONSTRAINT vote_threshold CHECK (threshold IN ('more-than-half', 'two-thirds')) NOT VALID,
  ADD CONSTRAINT vote_counts CHECK (
    base > 0 AND least(in_favour, against, other) >= 0 AND in_favour + against + other <= base) NOT VALID,
  ADD CONSTRAINT vote_result CHECK (
    is_passed = CASE threshold WHEN 'two-thirds' THEN 3 * in_favour >= 2 * base ELSE 2 * in_favour > base END) NOT VALID;

-- Every change of a meeting with what stood there before and after; the secretary of its unit may read it.
CREATE TABLE meeting_change (
  id uuid PRIMARY KEY,
  meeting_id uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
  revision integer NOT NULL,         -- that the change made
  at timestamptz NOT NULL,
  account_id uuid,                   -- null: the system itself
  action text NOT NULL,              -- logged | edited | cancelled | restored | undone | sent | approved | ...
  parts jsonb NOT NULL,              -- [{part, before, after}], only what differs
  undoes uuid,                       -- the change that this one took back
  UNIQUE (meeting_id, revision)
);

-- The meeting that a person is working on: what '/diemdanh', '/ketluan' and '/sua' speak of.
CREATE TABLE meeting_focus (
  account_id uuid PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  meeting_id uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
  at timestamptz NOT NULL
);

-- By which criteria the cells of a unit and below rate their meetings, from a year on.
CREATE TABLE rating_criteria (
  id uuid PRIMARY KEY,
  unit_id uuid REFERENCES org_unit (id) ON DELETE CASCADE,  -- null: every unit
  year integer NOT NULL,
  name text NOT NULL,
  source text NOT NULL DEFAULT '',
  items jsonb NOT NULL,              -- [{text, points, isRequired, check}]
  levels jsonb NOT NULL,             -- [{level, from, needsRequired}], best first; empty: met or not, without points
  updated_by uuid,
  updated_at timestamptz NOT NULL,
  UNIQUE NULLS NOT DISTINCT (unit_id, year)
);

-- The rating of one meeting, or of a month of which no meeting is stored.
CREATE TABLE meeting_rating (
  id uuid PRIMARY KEY,
  unit_id uuid NOT NULL REFERENCES org_unit (id) ON DELETE CASCADE,
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  meeting_id uuid UNIQUE REFERENCES meeting (id) ON DELETE CASCADE,
  level text NOT NULL CHECK (level IN ('good', 'fair', 'average', 'weak')),
  score numeric CHECK (score >= 0),
  criteria_name text NOT NULL DEFAULT '',
  sheet jsonb NOT NULL DEFAULT '[]', -- [{text, points, score}] as they were on the day
  rated_by uuid,
  rated_at timestamptz NOT NULL,
  revision integer NOT NULL DEFAULT 0
);
CREATE INDEX meeting_rating_unit ON meeting_rating (unit_id, month);
CREATE UNIQUE INDEX meeting_rating_bare ON meeting_rating (unit_id, month) WHERE meeting_id IS NULL;

-- How many cells of a unit reached each level in a quarter, as counts or as shares. A level that was not told stays empty.
CREATE TABLE rating_quarter (
  unit_id uuid NOT NULL REFERENCES org_unit (id) ON DELETE CASCADE,
  year integer NOT NULL,
  quarter integer NOT NULL CHECK (quarter BETWEEN 1 AND 4),
  measure text NOT NULL CHECK (measure IN ('count', 'share')),
  good numeric CHECK (good >= 0),
  fair numeric CHECK (fair >= 0),
  average numeric CHECK (average >= 0),
  weak numeric CHECK (weak >= 0),
  total integer CHECK (total >= 0),  -- cells rated, where it was told
  source text NOT NULL DEFAULT '',
  entered_by uuid,
  entered_at timestamptz NOT NULL,
  revision integer NOT NULL DEFAULT 0,
  PRIMARY KEY (unit_id, year, quarter, measure),
  CHECK (measure = 'count' OR coalesce(good, 0) + coalesce(fair, 0) + coalesce(average, 0) + coalesce(weak, 0) <= 100.5)
);
