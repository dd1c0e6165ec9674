-- Vectors of passages in sets, one for each model, form of text and dimension: one set serves while the next is made
-- beside it. Vectors are derived, so those of before are made anew.
DROP TABLE chunk_embedding;
CREATE TABLE embedding_set (
  id integer PRIMARY KEY,            -- a small number, because the name of its index holds it
  model text NOT NULL,
  form text NOT NULL,                -- how a passage is put into words for the model: 'plain/1'
  dimensions integer NOT NULL,
  state text NOT NULL,               -- filling | serving | retired
  started_at timestamptz NOT NULL,
  serving_since timestamptz,
  index_failure text,                -- why an index could not be made; searches are exact then
  UNIQUE (model, form, dimensions)
);
CREATE UNIQUE INDEX embedding_set_serving ON embedding_set (state) WHERE state = 'serving';
CREATE TABLE chunk_embedding (
  chunk_id uuid NOT NULL REFERENCES chunk (id) ON DELETE CASCADE,
  set_id integer NOT NULL REFERENCES embedding_set (id),
  document_id uuid NOT NULL,         -- that of the chunk, so that a search needs no third table
  embedding vector,                  -- of length 1; null: the model takes no vector of this text
  PRIMARY KEY (chunk_id, set_id)
);
CREATE INDEX chunk_embedding_document ON chunk_embedding (document_id, set_id);
CREATE INDEX chunk_embedding_set ON chunk_embedding (set_id);
