-- The register through time: a unit may be followed by several; a list is a dated copy beside those before it; what
-- happens between two lists has its day. Any stock is computed as of any date, any flow over any period, from dates.
CREATE TABLE org_unit_successor (
  unit_id uuid NOT NULL REFERENCES org_unit (id) ON DELETE CASCADE,
  successor_id uuid NOT NULL REFERENCES org_unit (id) ON DELETE CASCADE,
  place integer NOT NULL,            -- order in which they are named
  PRIMARY KEY (unit_id, successor_id)
);
INSERT INTO org_unit_successor (unit_id, successor_id, place)
  SELECT id, successor_id, 0 FROM org_unit WHERE successor_id IS NOT NULL;
ALTER TABLE org_unit DROP COLUMN successor_id;

-- A row of member is one person as one list has them, and holds until a later list says otherwise.
ALTER TABLE member ADD COLUMN person_id uuid;   -- the same in all rows of one person; opaque
ALTER TABLE member ADD COLUMN holds_from date;  -- null: as far back as its own dates tell
ALTER TABLE member ADD COLUMN holds_until date; -- the day of the list that no longer says so; null: at present
ALTER TABLE member ADD COLUMN absent_on date;   -- the day of the list before, if that did not have the person
ALTER TABLE member ADD COLUMN badges jsonb NOT NULL DEFAULT '[]'; -- levels in years, as the list gives them
UPDATE member SET person_id = id;
UPDATE member SET badges = b.levels
  FROM (SELECT member_id, jsonb_agg(level ORDER BY level) AS levels FROM member_event WHERE kind = 'badge' GROUP BY member_id) b
  WHERE b.member_id = member.id;
ALTER TABLE member ALTER COLUMN person_id SET NOT NULL;
ALTER TABLE member ALTER COLUMN name DROP NOT NULL; -- taken away from rows of the past when their time is over
CREATE INDEX member_present ON member (unit_id) WHERE holds_until IS NULL;
CREATE INDEX member_person ON member (person_id);
DROP INDEX member_unit;

ALTER TABLE import_batch ADD COLUMN joined_count integer NOT NULL DEFAULT 0;
ALTER TABLE import_batch ADD COLUMN left_count integer NOT NULL DEFAULT 0;
ALTER TABLE import_batch ADD COLUMN changed_count integer NOT NULL DEFAULT 0;

DROP TABLE member_event;
CREATE TABLE member_event (
  id uuid PRIMARY KEY,
  kind text NOT NULL,                -- admit | confirm | transfer_in | transfer_out | transfer | badge | card_issue | ...
  happened_on date NOT NULL,
  unit_id uuid NOT NULL REFERENCES org_unit (id), -- where it counts; of a transfer inside the register the unit left
  to_unit_id uuid REFERENCES org_unit (id),       -- only of a transfer inside the register
  level integer,                     -- of a badge: years
  person_id uuid,                    -- null: a count; who leaves the Party is only ever a count
  count integer NOT NULL DEFAULT 1,
  source text,                       -- what it is taken from, in the words of whoever entered it, or the file
  import_id uuid,                    -- the import that brought it; null: entered by command
  entered_by uuid,
  entered_at timestamptz NOT NULL,
  is_demo boolean NOT NULL DEFAULT false
);
CREATE INDEX member_event_unit ON member_event (unit_id, kind, happened_on);
CREATE INDEX member_event_person ON member_event (person_id) WHERE person_id IS NOT NULL;

-- Another stamp with every change, in its transaction, so that what is held in memory is read again. Stamps, not
-- numbers: a store put back from a copy must not come to a number that a process has seen.
CREATE TABLE register_version (
  id integer PRIMARY KEY CHECK (id = 1),
  persons text NOT NULL,             -- lists, events of persons, units
  counts text NOT NULL               -- events without a person
);
INSERT INTO register_version (id, persons, counts) VALUES (1, '', '');

-- Days on which offices do not work, and days off work that are worked, by year: probation counts working days.
CREATE TABLE holiday (
  day date PRIMARY KEY,
  is_working boolean NOT NULL,       -- false: a day off; true: a Saturday or Sunday worked in exchange
  name text NOT NULL
);
