-- What models used, and which of their wordings may be given again.
CREATE TABLE model_usage (
  day date NOT NULL,
  role text NOT NULL,                -- of who asked; '' for work in the background
  purpose text NOT NULL,             -- what it was asked for: 'answer', 'read-message', …; '' where not told
  kind text NOT NULL,                -- chat | embedding | transcription | rerank
  model text NOT NULL,
  calls bigint NOT NULL,
  estimated_calls bigint NOT NULL,   -- calls whose use the endpoint did not tell
  prompt_tokens bigint NOT NULL,
  completion_tokens bigint NOT NULL,
  cost_micros bigint NOT NULL,       -- millionths of the unit that prices are given in: whole numbers add up
  PRIMARY KEY (day, role, purpose, kind, model)
);

-- The wording of an answer, by what it was made of. Its words stand in the answer, and go with it.
CREATE TABLE worded_answer (
  answer_id uuid PRIMARY KEY REFERENCES answer (id) ON DELETE CASCADE,
  filter_key text NOT NULL,          -- whose view the documents were searched in
  evidence_key text NOT NULL,        -- the quotations, how they hold, the day asked about, model and instructions
  shape text NOT NULL,               -- kind of the question and everything that it names
  question text NOT NULL,
  question_key text NOT NULL,        -- its words, folded
  vector jsonb,                      -- of the question, where there was an embedding model
  worded_at timestamptz NOT NULL
);
CREATE INDEX worded_answer_evidence ON worded_answer (evidence_key, filter_key);
