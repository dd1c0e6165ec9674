import type { DateOnly } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { raiseCorpusVersion } from '../../rag/chunk-store.ts';
import type { NewRelation, RelationKind } from '../types.ts';
import { viewerParams, visibleDocument } from '../../db/visible-documents.ts';

/* The table `document_relation`: what documents say about others, and what an admin thinks of it. */

/** More rows in one statement make the embedded database hold its single connection for too long. */
const rowsPerInsert = 100;

/** Kinds that change what holds; the others only link documents and need nobody's word. */
export const validityKinds: readonly RelationKind[] = ['replaces', 'amends', 'repeals', 'suspends'];

/** Who vouches for relations as they are stored; null: nobody yet. */
export type Confirmation = { by: string | null; at: Date } | null;

/** Stores the relations of a document, in the transaction that stores the document itself. */
export async function insertRelations(
  t: Queryable,
  sourceId: string,
  relations: readonly NewRelation[],
  confirmation: Confirmation,
): Promise<void> {
  for (let from = 0; from < relations.length; from += rowsPerInsert) {
    const batch = relations.slice(from, from + rowsPerInsert);
    await t.query(
      `INSERT INTO document_relation (id, source_id, kind, target_symbol, target_symbol_key, target_issued_on,
                                      effective_on, effective_until, sentence, target_parts, target_title,
                                      confirmed_at, confirmed_by)
       SELECT id, $1::uuid, kind, target_symbol, target_symbol_key, NULLIF(target_issued_on, '')::date,
              NULLIF(effective_on, '')::date, NULLIF(effective_until, '')::date, sentence, target_parts::jsonb,
              NULLIF(target_title, ''), $12::timestamptz, $13::uuid
       FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                   $10::text[], $11::text[])
         AS row (id, kind, target_symbol, target_symbol_key, target_issued_on, effective_on, effective_until,
                 sentence, target_parts, target_title)`,
      [
        sourceId,
        batch.map(() => newId()),
        batch.map((relation) => relation.kind),
        batch.map((relation) => relation.targetSymbol),
        batch.map((relation) => relation.targetSymbolKey),
        batch.map((relation) => relation.targetIssuedOn ?? ''),
        batch.map((relation) => relation.effectiveOn ?? ''),
        batch.map((relation) => relation.effectiveUntil ?? ''),
        batch.map((relation) => relation.sentence),
        batch.map((relation) => JSON.stringify(relation.targetParts)),
        batch.map((relation) => relation.targetTitle ?? ''),
        confirmation?.at.toISOString() ?? null,
        confirmation?.by ?? null,
      ],
    );
  }
}

/** A relation that changes what holds and that nobody has confirmed or rejected. */
export interface RelationToConfirm {
  id: string;
  kind: RelationKind;
  /** As people cite it; the title where the target is named without a symbol. */
  targetSymbol: string;
  targetIssuedOn: DateOnly | null;
  /** 'Điều 5', 'khoản 2 Điều 7'; empty: the whole document. */
  targetParts: string[];
  targetTitle: string | null;
  /** From when; null where the sentence names no day and the document has none either. */
  effectiveOn: DateOnly | null;
  effectiveUntil: DateOnly | null;
  /** The sentence that states it. */
  sentence: string;
  source: { id: string; symbol: string | null; title: string; issuedOn: DateOnly | null };
  /** Kept and visible documents of the target's symbol and, where the sentence names it, date; empty: not kept yet. */
  targets: { id: string; symbol: string | null; title: string; issuedOn: DateOnly | null }[];
}

/**
 * Relations of visible signed documents that wait for an admin's word, newest document first; of one document where
 * `documentId` is given. They count until then, labelled as unconfirmed.
 */
export async function listRelationsToConfirm(
  db: Queryable,
  viewer: Viewer,
  documentId?: string,
): Promise<RelationToConfirm[]> {
  const { rows } = await db.query<{
    id: string;
    kind: RelationKind;
    target_symbol: string;
    target_issued_on: DateOnly | null;
    target_parts: string[];
    target_title: string | null;
    effective_on: DateOnly | null;
    effective_until: DateOnly | null;
    sentence: string;
    source_id: string;
    source_symbol: string | null;
    source_title: string;
    source_issued_on: DateOnly | null;
    targets: RelationToConfirm['targets'] | null;
  }>(
    `SELECT r.id, r.kind, r.target_symbol, r.target_issued_on, r.target_parts, r.target_title, r.effective_on,
            r.effective_until, r.sentence, d.id AS source_id, d.symbol AS source_symbol, d.title AS source_title,
            d.issued_on AS source_issued_on,
            (SELECT jsonb_agg(jsonb_build_object('id', o.id, 'symbol', o.symbol, 'title', o.title,
                                                 'issuedOn', to_char(o.issued_on, 'YYYY-MM-DD'))
                              ORDER BY o.issued_on, o.id)
             FROM document o
             WHERE ${visibleDocument('o')} AND r.target_symbol_key <> '' AND o.symbol_key = r.target_symbol_key AND o.id <> d.id
               AND (r.target_issued_on IS NULL OR o.issued_on IS NULL OR o.issued_on = r.target_issued_on)) AS targets
     FROM document_relation r JOIN document d ON d.id = r.source_id
     WHERE ${visibleDocument()} AND d.kind = 'signed' AND r.kind = ANY($4::text[])
       AND r.confirmed_at IS NULL AND r.rejected_at IS NULL AND ($5::uuid IS NULL OR d.id = $5::uuid)
     ORDER BY d.ingested_at DESC, d.id, r.kind DESC, r.target_symbol, r.id`,
    [...viewerParams(viewer), [...validityKinds], documentId ?? null],
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    targetSymbol: row.target_symbol,
    targetIssuedOn: row.target_issued_on,
    targetParts: row.target_parts,
    targetTitle: row.target_title,
    effectiveOn: row.effective_on,
    effectiveUntil: row.effective_until,
    sentence: row.sentence,
    source: {
      id: row.source_id,
      symbol: row.source_symbol,
      title: row.source_title,
      issuedOn: row.source_issued_on,
    },
    targets: row.targets ?? [],
  }));
}

/**
 * An admin says that the relation is as it was read; from then on it counts without a label. Also takes a rejection
 * back. False where there is no such relation. The caller checks the permission and writes the audit event.
 */
export async function confirmRelation(
  t: Queryable,
  id: string,
  by: string | null,
  now: Date,
): Promise<boolean> {
  return decide(t, id, 'confirmed', by, now);
}

/** An admin says that the relation was misread: it has no effect from then on. Otherwise as `confirmRelation`. */
export async function rejectRelation(
  t: Queryable,
  id: string,
  by: string | null,
  now: Date,
): Promise<boolean> {
  return decide(t, id, 'rejected', by, now);
}

async function decide(
  t: Queryable,
  id: string,
  decision: 'confirmed' | 'rejected',
  by: string | null,
  now: Date,
): Promise<boolean> {
  const other = decision === 'confirmed' ? 'rejected' : 'confirmed';
  const { affected } = await t.query(
    `UPDATE document_relation
     SET ${decision}_at = $2::timestamptz, ${decision}_by = $3::uuid, ${other}_at = NULL, ${other}_by = NULL
     WHERE id = $1::uuid`,
    [id, now.toISOString(), by],
  );
  // What holds has changed, so the statuses that every process keeps in memory are read anew.
  if (affected > 0) await raiseCorpusVersion(t);
  return affected > 0;
}
