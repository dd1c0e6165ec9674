-- Documents and the chunks that retrieval reads. A document is known by (number, type, issuer, date), never by its symbol alone.
CREATE TABLE document (
  id uuid PRIMARY KEY,
  symbol text,                       -- as printed, cleaned: '294-QĐ/TW', '111/2022/NĐ-CP'; null where there is none
  symbol_key text,                   -- canonical key of text/symbols: '294|QD|TW'
  number integer,
  type_code text,                    -- 'QĐ', 'KL', 'NĐ', ...
  type_name text NOT NULL,           -- 'Quy định' or 'Quyết định' for QĐ; 'Bài báo' for a news item
  issuer_code text,
  issuer text,                       -- the body itself: 'Bộ Chính trị'
  title text NOT NULL,               -- what people call it: type and subject, or the headline
  subject text,                      -- trích yếu
  issued_on date,
  effective_on date,
  place text,
  signer text,
  authority_line text,               -- 'T/M BAN CHẤP HÀNH'
  recipients jsonb NOT NULL DEFAULT '[]',
  kind text NOT NULL,                -- signed | draft | news | other: a news item has less authority than a signed document
  scope text NOT NULL,               -- public | internal | units
  scope_unit_ids jsonb NOT NULL DEFAULT '[]',
  file_name text NOT NULL,
  file_sha256 text NOT NULL,
  text_sha256 text NOT NULL,
  media_type text NOT NULL,
  page_count integer NOT NULL,
  has_pages boolean NOT NULL,        -- false for formats without pages (.txt, .docx): locators then name no page
  warnings jsonb NOT NULL DEFAULT '[]',
  ingested_by uuid,
  ingested_at timestamptz NOT NULL,
  is_demo boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX document_file ON document (file_sha256);
CREATE INDEX document_symbol ON document (symbol_key);

-- kind: replaces | amends | repeals | implements | continues | details | based_on
CREATE TABLE document_relation (
  id uuid PRIMARY KEY,
  source_id uuid NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  kind text NOT NULL,
  target_symbol text NOT NULL,
  target_symbol_key text NOT NULL,
  target_issued_on date,
  effective_on date,
  sentence text NOT NULL
);
CREATE INDEX document_relation_target ON document_relation (target_symbol_key);

-- The text of a page. Offsets count UTF-16 units in the whole document text: pages joined by one line break.
CREATE TABLE page (
  document_id uuid NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  page_no integer NOT NULL,
  char_from integer NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (document_id, page_no)
);

CREATE TABLE section (
  document_id uuid NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  parent_ordinal integer,
  level text NOT NULL,               -- part | chapter | heading | article | clause | point | item | annex | table | recipients | signature
  label text NOT NULL,               -- 'Điều 9', 'khoản 2', 'II', '9.3.2'
  heading text NOT NULL,
  char_from integer NOT NULL,
  char_to integer NOT NULL,
  PRIMARY KEY (document_id, ordinal)
);

CREATE TABLE chunk (
  id uuid PRIMARY KEY,
  document_id uuid NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  section_ordinal integer,
  kind text NOT NULL,                -- clause | list | table | paragraph | heading | recipients | signature
  text text NOT NULL,                -- verbatim slice of the document text
  context text NOT NULL,             -- rule-made line: type, symbol, date, issuer, heading path
  heading text NOT NULL,             -- nearest heading, '' where there is none
  locator text NOT NULL,             -- 'Điều 9, khoản 9.3, tr. 12'
  page_from integer NOT NULL,
  page_to integer NOT NULL,
  char_from integer NOT NULL,
  char_to integer NOT NULL
);
CREATE INDEX chunk_document ON chunk (document_id, ordinal);

-- Raised by every change of chunks or documents; an in-process index compares it before a query.
CREATE TABLE corpus_version (
  id integer PRIMARY KEY,
  version bigint NOT NULL
);
INSERT INTO corpus_version (id, version) VALUES (1, 0);

CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE chunk_embedding (
  chunk_id uuid PRIMARY KEY REFERENCES chunk (id) ON DELETE CASCADE,
  model text NOT NULL,
  dimensions integer NOT NULL,
  embedding vector NOT NULL
);
