-- What was shown of an answer, what people say of it, which answers the office has approved, and its own words.
ALTER TABLE answer ADD COLUMN shown jsonb NOT NULL DEFAULT '{}';   -- lead and computed sentence, as they were shown
ALTER TABLE citation
  ADD COLUMN char_from integer,                                    -- place of the quotation in the document text
  ADD COLUMN char_to integer,
  ADD COLUMN emphasis jsonb NOT NULL DEFAULT '[]';                 -- ranges inside the quotation

ALTER TABLE feedback
  ADD COLUMN remark text,                                          -- one line of the person's own
  ADD COLUMN decision text,                                        -- question | done; null: waits for an admin
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN decided_by uuid;
CREATE INDEX feedback_open ON feedback (at) WHERE decision IS NULL;

-- An answer that an admin vouches for, given again to the same question as long as its sources say what they said.
CREATE TABLE curated_answer (
  id uuid PRIMARY KEY,
  question text NOT NULL,
  question_key text NOT NULL,        -- the words that count, folded: what a later question is matched by
  lead text NOT NULL,
  computed text,
  approved_by uuid,
  approved_by_name text NOT NULL,
  approved_at timestamptz NOT NULL,
  withdrawn_reason text,             -- by-admin | again | removed | changed; null: in use
  withdrawn_at timestamptz,          -- null beside a reason: with the removal of its source
  withdrawn_by uuid,
  used_count integer NOT NULL DEFAULT 0
);
CREATE INDEX curated_answer_key ON curated_answer (question_key) WHERE withdrawn_reason IS NULL;
CREATE TABLE curated_citation (
  curated_id uuid NOT NULL REFERENCES curated_answer (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  document_id uuid NOT NULL,
  chunk_id uuid NOT NULL,
  quote text NOT NULL,
  char_from integer NOT NULL,
  char_to integer NOT NULL,
  emphasis jsonb NOT NULL DEFAULT '[]',
  standing text NOT NULL,            -- how the source stood when it was approved; another standing withdraws the answer
  PRIMARY KEY (curated_id, ordinal)
);
CREATE INDEX curated_citation_document ON curated_citation (document_id);

-- Abbreviations and terms of the office.
CREATE TABLE glossary_entry (
  id uuid PRIMARY KEY,
  term text NOT NULL,
  term_key text NOT NULL UNIQUE,     -- folded
  expansion text,                    -- written out; searched beside the term
  meaning text,                      -- explained
  changed_by uuid,
  changed_at timestamptz NOT NULL
);
