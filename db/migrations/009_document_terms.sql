-- What a document says of itself besides its particulars.
ALTER TABLE document
  ADD COLUMN term text,                                 -- the term of office that it is about: '2025-2030'
  ADD COLUMN is_copy boolean NOT NULL DEFAULT false;    -- a certified copy: number and date are those of the original
