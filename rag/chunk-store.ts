import { newId } from '../core/ids.ts';
import type { Queryable } from '../db/database.ts';
import { forgetAnswersFrom } from './kept/answer-store.ts';
import type { NewChunk } from './types.ts';

/** More rows in one statement make PGlite hold its single connection for too long. */
const rowsPerInsert = 100;

/**
 * Stores the chunks of a document, in the transaction that stores the document itself, and raises the corpus version
 * so that every in-process index takes them up before its next search. Returns the new ids in the order of `chunks`.
 */
export async function saveChunks(
  t: Queryable,
  documentId: string,
  chunks: readonly NewChunk[],
): Promise<string[]> {
  const ids = chunks.map(() => newId());
  for (let from = 0; from < chunks.length; from += rowsPerInsert) {
    const batch = chunks.slice(from, from + rowsPerInsert);
    await t.query(
      `INSERT INTO chunk (id, document_id, ordinal, section_ordinal, kind, text, context, heading, locator,
                          page_from, page_to, char_from, char_to)
       SELECT id, $1::uuid, ordinal, NULLIF(section_ordinal, -1), kind, text, context, heading, locator,
              page_from, page_to, char_from, char_to
       FROM unnest($2::uuid[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                   $10::integer[], $11::integer[], $12::integer[], $13::integer[])
         AS row (id, ordinal, section_ordinal, kind, text, context, heading, locator, page_from, page_to, char_from,
                 char_to)`,
      [
        documentId,
        ids.slice(from, from + rowsPerInsert),
        batch.map((chunk) => chunk.ordinal),
        batch.map((chunk) => chunk.sectionOrdinal ?? -1),
        batch.map((chunk) => chunk.kind),
        batch.map((chunk) => chunk.text),
        batch.map((chunk) => chunk.context),
        batch.map((chunk) => chunk.heading),
        batch.map((chunk) => chunk.locator),
        batch.map((chunk) => chunk.pageFrom),
        batch.map((chunk) => chunk.pageTo),
        batch.map((chunk) => chunk.charFrom),
        batch.map((chunk) => chunk.charTo),
      ],
    );
  }
  await raiseCorpusVersion(t);
  return ids;
}

/**
 * Removes the chunks of a document with every kept answer that quotes them, and raises the corpus version. Call it
 * before deleting the document row.
 */
export async function deleteChunks(t: Queryable, documentId: string): Promise<void> {
  await forgetAnswersFrom(t, documentId);
  await t.query('DELETE FROM chunk WHERE document_id = $1', [documentId]);
  await raiseCorpusVersion(t);
}

/**
 * Tells every process that what can be found has changed. `saveChunks` and `deleteChunks` do it themselves; call it
 * where a document's scope, title or relations change and its chunks do not.
 */
export async function raiseCorpusVersion(t: Queryable): Promise<void> {
  await t.query('UPDATE corpus_version SET version = version + 1 WHERE id = 1');
}

/** The present corpus version; one short statement, asked before every search. */
export async function readCorpusVersion(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ version: number }>('SELECT version FROM corpus_version WHERE id = 1');
  return Number(rows[0]?.version ?? 0);
}
