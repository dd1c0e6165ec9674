-- Work that outlives a request and a crash, files on their way into the store, and what one document is to another copy.

-- One queue for everything that is done later: a claim holds a lease, a failed attempt waits and is tried again.
CREATE TABLE job (
  id uuid PRIMARY KEY,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,                -- read-file | ...
  key text,                          -- what the job is about, for looking it up: the SHA-256 of a file
  payload jsonb NOT NULL,
  state text NOT NULL,               -- waiting | running | done | failed | dead | cancelled
  progress_done integer,
  progress_total integer,
  failure text,                      -- error code of the last failed attempt
  reason text,                       -- the sentence for people, where the failure has one
  attempts integer NOT NULL DEFAULT 0,
  run_after timestamptz NOT NULL,
  lease_owner text,
  lease_until timestamptz,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  reported_at timestamptz            -- when its end was handed to whoever waits for it
);
CREATE INDEX job_due ON job (kind, run_after, seq) WHERE state IN ('waiting', 'running');
CREATE INDEX job_key ON job (key, kind);
CREATE INDEX job_unreported ON job (kind, seq) WHERE finished_at IS NOT NULL AND reported_at IS NULL;

-- Scanned pages of a file that is being read, so that a crash costs one page. Gone once the file is stored or dropped.
CREATE TABLE scanned_page (
  file_sha256 text NOT NULL,
  page_no integer NOT NULL,
  page jsonb NOT NULL,               -- ScannedPage of ingest/types.ts
  read_at timestamptz NOT NULL,
  PRIMARY KEY (file_sha256, page_no)
);

-- null, or {"rotation", "confidence", "words": [[from, to, confidence, x0, y0, x1, y1], ...]} for a page read from its picture.
ALTER TABLE page ADD COLUMN scan jsonb;

-- The document that this one is a later version of, and the first day on which this one counts.
ALTER TABLE document ADD COLUMN version_of uuid REFERENCES document (id) ON DELETE SET NULL;
ALTER TABLE document ADD COLUMN version_from date;
CREATE INDEX document_version ON document (version_of) WHERE version_of IS NOT NULL;
CREATE INDEX document_text ON document (text_sha256);
-- A hash index: a subject may be longer than an ordinary index takes.
CREATE INDEX document_subject ON document USING hash (subject);

-- MinHash sketch of a document's words, and its bands: two documents that share a band may be copies of each other.
CREATE TABLE document_sketch (
  document_id uuid PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
  shingle_count integer NOT NULL,    -- distinct shingles
  minima bytea NOT NULL,             -- unsigned 32-bit little-endian
  is_scan boolean NOT NULL           -- some of its pages were read from their pictures
);
CREATE TABLE document_sketch_band (
  hash integer NOT NULL,
  is_unsure boolean NOT NULL,        -- symbol or date are missing or may be misread: the words alone say what it is a copy of
  issued_on date,
  document_id uuid NOT NULL REFERENCES document (id) ON DELETE CASCADE
);
CREATE INDEX document_sketch_band_hash ON document_sketch_band (hash, is_unsure, issued_on);
CREATE INDEX document_sketch_band_document ON document_sketch_band (document_id);
