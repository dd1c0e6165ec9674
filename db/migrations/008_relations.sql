-- Validity: what a relation touches, who has confirmed it, and until when a document itself says that it holds.
ALTER TABLE document_relation
  ADD COLUMN target_parts jsonb NOT NULL DEFAULT '[]',  -- 'Điều 5', 'khoản 2 Điều 7', 'Phụ lục I'; empty: the whole document
  ADD COLUMN target_title text,                         -- a target named without a symbol: 'Luật Giao thông đường bộ năm 2008'
  ADD COLUMN effective_until date,                      -- last day of a suspension; null: without an end
  ADD COLUMN confirmed_at timestamptz,
  ADD COLUMN confirmed_by uuid,                         -- null with a time: confirmed from the command line
  ADD COLUMN rejected_at timestamptz,
  ADD COLUMN rejected_by uuid;
CREATE INDEX document_relation_source ON document_relation (source_id);

ALTER TABLE document ADD COLUMN expires_on date;        -- last day that the document gives itself
