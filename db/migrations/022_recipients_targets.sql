-- Who gets the papers of a meeting; empty: as the template says.
ALTER TABLE meeting ADD COLUMN recipients jsonb NOT NULL DEFAULT '[]';

-- Targets that a meeting set, of a unit itself ('18 new members in 2026') or of each unit below it ('each grassroots
-- committee has a model cell'), with what every unit has reached.
CREATE TABLE target (
  id uuid PRIMARY KEY,
  unit_id uuid NOT NULL REFERENCES org_unit (id) ON DELETE CASCADE,
  meeting_id uuid REFERENCES meeting (id) ON DELETE SET NULL,
  content text NOT NULL,
  amount numeric CHECK (amount >= 0),   -- null: not a number
  measure text NOT NULL DEFAULT '',     -- '%', 'đảng viên'
  of_level text CHECK (of_level IN ('upper_grassroots', 'grassroots_org', 'grassroots_committee', 'cell')), -- null: of the unit itself
  period text NOT NULL DEFAULT '',      -- as told: '2026', 'nhiệm kỳ 2025-2030'
  starts_on date,
  ends_on date,
  set_on date NOT NULL,
  revision integer NOT NULL DEFAULT 0,
  cancelled_at timestamptz,
  created_by uuid REFERENCES account (id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX target_unit ON target (unit_id, ends_on);

CREATE TABLE target_result (
  target_id uuid NOT NULL REFERENCES target (id) ON DELETE CASCADE,
  unit_id uuid NOT NULL REFERENCES org_unit (id) ON DELETE CASCADE,
  amount numeric CHECK (amount >= 0),
  result text NOT NULL,                 -- as told
  is_reached boolean NOT NULL,
  as_of date NOT NULL,
  recorded_by uuid REFERENCES account (id) ON DELETE SET NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (target_id, unit_id)
);
