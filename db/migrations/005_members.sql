-- The working copy of the member register, and figures that reports state. The official member database stays the
-- register of record (294-QĐ/TW, 6.2.1): what is here came from one file on one day.
CREATE TABLE import_batch (
  id uuid PRIMARY KEY,
  unit_id uuid REFERENCES org_unit (id), -- the unit whose members, with all below, the list replaces; null: all
  file_name text NOT NULL,
  listed_on date NOT NULL,               -- the day of the list: what 'theo danh sách nhập ngày' names
  imported_at timestamptz NOT NULL,
  imported_by uuid,                      -- null: on the office's own machine
  fields jsonb NOT NULL,                 -- which fields the list had; a count by a field it lacks is 'chưa rõ'
  kept_count integer NOT NULL,
  rejected_count integer NOT NULL,
  is_demo boolean NOT NULL DEFAULT false
);

-- No more than the minimal register needs. Dates are as exact as the list: 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'.
CREATE TABLE member (
  id uuid PRIMARY KEY,
  batch_id uuid NOT NULL REFERENCES import_batch (id),
  unit_id uuid NOT NULL REFERENCES org_unit (id),
  name text NOT NULL,
  sex text,                              -- female | male
  birth_date text,
  admission_decision_date text,
  admission_ceremony_date text,
  confirmation_date text,
  standing text NOT NULL,                -- official | probationary | unknown: what holds where confirmation_date is empty
  status text NOT NULL,                  -- active | exempt | temporary_out | temporary_in | left; never why
  left_date text,
  occupation_group text,
  schooling text,
  professional_level text,
  theory_level text,
  is_ethnic_minority boolean,            -- a flag only; which people is never kept
  party_age_correction_months integer NOT NULL DEFAULT 0
);
CREATE INDEX member_unit ON member (unit_id);
CREATE INDEX member_batch ON member (batch_id);

-- Badges received, as the list gives them; later also what happens between two lists.
CREATE TABLE member_event (
  id uuid PRIMARY KEY,
  member_id uuid NOT NULL REFERENCES member (id) ON DELETE CASCADE,
  kind text NOT NULL,                    -- badge
  level integer,                         -- 30, 40, 45, ... years
  happened_on text
);
CREATE INDEX member_event_member ON member_event (member_id);

-- A figure with its unit, its time and its source; never overwritten, only followed by another that supersedes it.
CREATE TABLE observation (
  id uuid PRIMARY KEY,
  indicator text NOT NULL,
  qualifier text,                        -- level of a badge: '40'
  unit_id uuid NOT NULL REFERENCES org_unit (id),
  period_type text,                      -- day | month | quarter | half | nine_months | year | term
  period_from date,
  period_to date,
  as_of date,
  value double precision NOT NULL,
  value_unit text NOT NULL,              -- person | organisation | percent | card | badge
  denominator double precision,
  breakdown jsonb NOT NULL DEFAULT '[]', -- [{label, value}], adds up to the value
  source_document_id uuid REFERENCES document (id) ON DELETE SET NULL,
  source text NOT NULL,
  source_sentence text,
  entered_by uuid,
  entered_at timestamptz NOT NULL,
  status text NOT NULL,                  -- draft | approved
  supersedes_id uuid REFERENCES observation (id),
  is_demo boolean NOT NULL DEFAULT false
);
CREATE INDEX observation_lookup ON observation (indicator, unit_id);
