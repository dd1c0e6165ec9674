-- What follows from a meeting: tasks with their way to the end, proposals with what was answered, drafts, comments on
-- congress papers, personnel items by role only, congress dates, and which unit has planned for which directive.

-- A task of a meeting belongs to the unit of the meeting; one given outside a meeting names its unit and day itself.
ALTER TABLE task
  ALTER COLUMN meeting_id DROP NOT NULL,
  ADD COLUMN unit_id uuid REFERENCES org_unit (id) ON DELETE CASCADE,
  ADD COLUMN opened_on date,
  ADD COLUMN kind text NOT NULL DEFAULT 'assignment',     -- assignment | commitment | revision
  ADD COLUMN lead_key text NOT NULL DEFAULT '',           -- the lead in folded syllables, to be found by
  ADD COLUMN lead_unit_id uuid REFERENCES org_unit (id) ON DELETE SET NULL,  -- the unit that leads, where the name is one of ours
  ADD COLUMN basis_keys jsonb NOT NULL DEFAULT '[]',      -- keys of text/symbols: '34|CT|TU'
  ADD COLUMN result text NOT NULL DEFAULT '',
  ADD COLUMN cancelled_at timestamptz,
  ADD COLUMN closed_in uuid REFERENCES meeting (id) ON DELETE SET NULL,  -- the meeting that ticked it off
  ADD COLUMN proposal_id uuid,
  ADD COLUMN created_by uuid,
  ADD COLUMN revision integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT task_of_meeting_or_unit
    CHECK (meeting_id IS NOT NULL OR (unit_id IS NOT NULL AND opened_on IS NOT NULL));
CREATE INDEX task_due ON task (due_on) WHERE done_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX task_lead_unit ON task (lead_unit_id);
UPDATE task SET lead_key = btrim(regexp_replace(translate(lower(lead),
  'àáâãèéêìíîòóôõùúûýăđĕĩĭŏũŭŷơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ',
  'aaaaeeeiiioooouuuyadeiiouuyouaaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyy'),
  '[^a-z0-9]+', ' ', 'g'));
-- Symbols stored before keys were: '034-CT/TU', '111/2022/NĐ-CP', '749/QĐ-TTg'.
UPDATE task SET basis_keys = (
  SELECT jsonb_agg(regexp_replace(regexp_replace(regexp_replace(folded,
           '^0*([0-9]+)-([^/]+)/(.+)$', '\1|\2|\3'),
           '^0*([0-9]+/[0-9]{4})/([A-Z]+)-(.+)$', '\1|\2|\3'),
           '^0*([0-9]+)/([A-Z]+)-(.+)$', '\1|\2|\3'))
  FROM (SELECT upper(translate(symbol, 'ĐđÂâĂăÊêÔôƠơƯư', 'DdAaAaEeOoOoUu')) AS folded
        FROM jsonb_array_elements_text(basis) AS symbol) AS symbols)
WHERE basis <> '[]'::jsonb;

CREATE TABLE proposal (
  id uuid PRIMARY KEY,
  meeting_id uuid REFERENCES meeting (id) ON DELETE CASCADE,
  unit_id uuid REFERENCES org_unit (id) ON DELETE CASCADE,      -- where there is no meeting
  raised_on date,                             -- where there is no meeting
  ordinal integer NOT NULL,
  content text NOT NULL,
  proposer text NOT NULL DEFAULT '',
  addressee text NOT NULL DEFAULT '',
  status text NOT NULL,                       -- raised | opinion | directed-unknown | directed | answered | declined | withdrawn
  opinion text NOT NULL DEFAULT '',           -- of the competent body
  opinion_by text NOT NULL DEFAULT '',
  directive text NOT NULL DEFAULT '',         -- '' with 'directed-unknown': given, but its content is not in the store
  directive_by text NOT NULL DEFAULT '',
  directive_on date,
  reply text NOT NULL DEFAULT '',
  reply_by text NOT NULL DEFAULT '',
  replied_on date,
  basis jsonb NOT NULL DEFAULT '[]',
  basis_keys jsonb NOT NULL DEFAULT '[]',
  created_by uuid,
  created_at timestamptz NOT NULL,
  revision integer NOT NULL DEFAULT 0,
  CHECK (meeting_id IS NOT NULL OR (unit_id IS NOT NULL AND raised_on IS NOT NULL))
);
CREATE INDEX proposal_meeting ON proposal (meeting_id);
ALTER TABLE task ADD FOREIGN KEY (proposal_id) REFERENCES proposal (id) ON DELETE SET NULL;

-- A draft that a meeting adopted, and who makes it ready for signature.
CREATE TABLE adopted_draft (
  id uuid PRIMARY KEY,
  meeting_id uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  title text NOT NULL,
  finisher text NOT NULL DEFAULT '',
  signer text NOT NULL DEFAULT '',
  due_on date,
  issued_symbol text NOT NULL DEFAULT '',     -- known once it is issued
  issued_key text NOT NULL DEFAULT '',
  revision integer NOT NULL DEFAULT 0,
  UNIQUE (meeting_id, ordinal)
);

-- What a meeting agreed about a post. No person's name and no reason has a column here.
CREATE TABLE personnel_item (
  id uuid PRIMARY KEY,
  meeting_id uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  content text NOT NULL,
  UNIQUE (meeting_id, ordinal)
);

-- A comment on a section of congress papers and what became of it. From a body, never from a person.
CREATE TABLE paper_comment (
  id uuid PRIMARY KEY,
  meeting_id uuid NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  section text NOT NULL DEFAULT '',
  content text NOT NULL,
  body text NOT NULL DEFAULT '',
  status text NOT NULL,                       -- open | accepted | partly | explained
  resolution text NOT NULL DEFAULT '',
  resolved_on date,
  revision integer NOT NULL DEFAULT 0,
  UNIQUE (meeting_id, ordinal)
);

-- The days that were agreed for a congress. The congress itself is a meeting.
CREATE TABLE congress_date (
  id uuid PRIMARY KEY,
  unit_id uuid NOT NULL REFERENCES org_unit (id) ON DELETE CASCADE,
  meeting_id uuid REFERENCES meeting (id) ON DELETE SET NULL,  -- where it was agreed
  name text NOT NULL,                         -- 'lần thứ XX'
  term text NOT NULL DEFAULT '',              -- '2020-2025'
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  place text NOT NULL DEFAULT '',
  revision integer NOT NULL DEFAULT 0,
  UNIQUE (unit_id, name, term)
);

-- A plan that somebody entered; plans that the store holds say themselves what they carry out.
CREATE TABLE plan_entry (
  id uuid PRIMARY KEY,
  unit_id uuid NOT NULL REFERENCES org_unit (id) ON DELETE CASCADE,
  directive text NOT NULL,
  directive_key text NOT NULL,
  plan text NOT NULL,                         -- '87-KH/ĐUK', or a title
  plan_key text NOT NULL DEFAULT '',
  issued_on date,
  UNIQUE (unit_id, directive_key, plan)
);
CREATE INDEX plan_entry_directive ON plan_entry (directive_key);

-- Who changed what, when and from what.
CREATE TABLE follow_up_event (
  id uuid PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY,    -- the order of changes of one instant
  task_id uuid REFERENCES task (id) ON DELETE CASCADE,
  proposal_id uuid REFERENCES proposal (id) ON DELETE CASCADE,
  comment_id uuid REFERENCES paper_comment (id) ON DELETE CASCADE,
  draft_id uuid REFERENCES adopted_draft (id) ON DELETE CASCADE,
  kind text NOT NULL,                         -- created | done | reopened | re-dated | handed-over | cancelled | edited | ...
  before text NOT NULL DEFAULT '',
  after text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  account_id uuid,
  at timestamptz NOT NULL
);
CREATE INDEX follow_up_event_task ON follow_up_event (task_id);
CREATE INDEX follow_up_event_proposal ON follow_up_event (proposal_id);
CREATE INDEX follow_up_event_comment ON follow_up_event (comment_id);
