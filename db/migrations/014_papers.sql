-- Papers of meetings that were issued: their numbers, the words that were locked, and what was added later.

-- What a unit prints in its headings and numbers, and when its terms begin. Absent: what the units above have, then the
-- defaults in meetings/papers/numbering.ts.
CREATE TABLE paper_setting (
  unit_id uuid PRIMARY KEY REFERENCES org_unit (id) ON DELETE CASCADE,
  issuer text,                       -- 'CB', 'ĐUK': behind the stroke of a symbol
  place_name text,                   -- 'Sông Lam': before the date
  updated_by uuid,
  updated_at timestamptz NOT NULL
);
CREATE TABLE paper_term (
  unit_id uuid NOT NULL REFERENCES org_unit (id) ON DELETE CASCADE,
  starts_on date NOT NULL,
  name text NOT NULL,                -- '2025-2030'
  PRIMARY KEY (unit_id, starts_on)
);

-- The next number of a series. It only ever goes up, so a number that was given is never given again.
CREATE TABLE paper_counter (
  unit_id uuid NOT NULL REFERENCES org_unit (id) ON DELETE CASCADE,
  term text NOT NULL,
  type_code text NOT NULL,           -- BB | KL | NQ | TB | GM
  next integer NOT NULL CHECK (next > last_given),
  last_given integer NOT NULL DEFAULT 0,
  PRIMARY KEY (unit_id, term, type_code)
);

-- A paper that was issued, with its words as they were printed. No row: the paper is still made anew from the meeting.
CREATE TABLE paper (
  id uuid PRIMARY KEY,
  unit_id uuid NOT NULL REFERENCES org_unit (id) ON DELETE CASCADE,
  meeting_id uuid REFERENCES meeting (id) ON DELETE CASCADE,
  plan_id uuid,                      -- planned_meeting: an invitation comes before its meeting
  kind text NOT NULL,                -- minutes | conclusion | resolution | notice | invitation
  type_code text NOT NULL,
  term text NOT NULL,
  number integer NOT NULL,
  symbol text NOT NULL,
  issued_on date NOT NULL,
  content jsonb NOT NULL,            -- papers/paper.ts, 'Paper'
  confirmed_by_name text NOT NULL,   -- the chair who agreed, as the minutes name him
  recorded_by uuid,                  -- the account that recorded it
  recorded_at timestamptz NOT NULL,
  UNIQUE (unit_id, term, type_code, number)
);
CREATE UNIQUE INDEX paper_of_meeting ON paper (meeting_id, kind) WHERE meeting_id IS NOT NULL;
CREATE UNIQUE INDEX paper_of_plan ON paper (plan_id, kind) WHERE plan_id IS NOT NULL;

-- What was added to locked minutes, dated; the minutes themselves stay as they are.
CREATE TABLE paper_addendum (
  id uuid PRIMARY KEY,
  paper_id uuid NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  dated date NOT NULL,
  text text NOT NULL,
  confirmed_by_name text NOT NULL,
  recorded_by uuid,
  recorded_at timestamptz NOT NULL,
  UNIQUE (paper_id, ordinal)
);
