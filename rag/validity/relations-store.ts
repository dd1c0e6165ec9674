import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable, SqlValue } from '../../db/database.ts';
import { viewerParams, visibleDocument } from '../../db/visible-documents.ts';
import { titleKey, titleKeyOf } from '../../text/document-titles.ts';
import { matchesMention, type SymbolMention } from '../../text/symbols.ts';
import { parted, type RelatedDocument } from './document-relations.ts';
import { documentColumns, toSummary, type DocumentRow } from '../search/passage-store.ts';
import type { DocumentRelation, RelationKind } from '../types.ts';

/** What a document says of others and what others say of it, rejected relations left out. */
export async function loadRelations(
  db: Queryable,
  viewer: Viewer,
  document: RelatedDocument,
): Promise<{ says: readonly DocumentRelation[]; isSaid: readonly DocumentRelation[] }> {
  const { symbolKey } = document;
  const relations = await selectRelations(
    db,
    viewer,
    `(d.id = $4 OR (r.target_symbol_key IN ($5, $6) AND r.target_symbol_key <> '')
      OR (r.target_symbol_key = '' AND r.target_title = ANY($7::text[])))`,
    [
      document.id,
      symbolKey ?? '',
      symbolKey === null ? '' : symbolKey.slice(0, symbolKey.lastIndexOf('|') + 1),
      await titlesOf(db, document),
    ],
  );
  return parted(document, relations);
}

/** What each of these documents says that it changes of others: replaces, repeals, amends, suspends. */
export const loadSaidChanges = (
  db: Queryable,
  viewer: Viewer,
  documentIds: readonly string[],
): Promise<DocumentRelation[]> =>
  selectRelations(
    db,
    viewer,
    `d.id = ANY($4::uuid[]) AND r.kind IN ('replaces', 'repeals', 'amends', 'suspends')`,
    [documentIds],
  );

/** What visible documents say of a document that is named by symbol and need not be kept. */
export async function loadRelationsNaming(
  db: Queryable,
  viewer: Viewer,
  mention: SymbolMention,
): Promise<DocumentRelation[]> {
  const relations = await selectRelations(
    db,
    viewer,
    `split_part(split_part(r.target_symbol_key, '|', 1), '/', 1) = $4`,
    [mention.number],
  );
  return relations.filter((relation) => isNamed(relation, mention));
}

/** Whether a relation aims at the document that a mention names. */
export const isNamed = (
  { targetSymbolKey, targetIssuedOn }: Pick<DocumentRelation, 'targetSymbolKey' | 'targetIssuedOn'>,
  mention: SymbolMention,
): boolean =>
  matchesMention(mention, targetSymbolKey, targetIssuedOn) &&
  (mention.issuedOn === null || targetIssuedOn === null || mention.issuedOn === targetIssuedOn);

/** The spellings in which documents cite this one by its title; there are few titles in all. */
async function titlesOf(db: Queryable, { typeName, subject, title }: RelatedDocument): Promise<string[]> {
  const own =
    typeName === undefined || title === undefined
      ? null
      : titleKeyOf({ typeName, subject: subject ?? null, title });
  if (!own) return [];
  const { rows } = await db.query<{ target_title: string }>(
    `SELECT DISTINCT target_title FROM document_relation
     WHERE target_symbol_key = '' AND target_title IS NOT NULL AND rejected_at IS NULL`,
  );
  return rows.map((row) => row.target_title).filter((cited) => titleKey(cited)?.words === own.words);
}

/** Relations of visible documents for a condition whose parameters start at $4, newest document first. */
async function selectRelations(
  db: Queryable,
  viewer: Viewer,
  condition: string,
  params: readonly SqlValue[],
): Promise<DocumentRelation[]> {
  const { rows } = await db.query<
    DocumentRow & {
      relation_kind: RelationKind;
      target_symbol: string;
      target_symbol_key: string;
      target_title: string | null;
      target_issued_on: DateOnly | null;
      target_parts: string[];
      relation_effective_on: DateOnly | null;
      sentence: string;
      is_confirmed: boolean;
    }
  >(
    `SELECT ${documentColumns}, r.kind AS relation_kind, r.target_symbol, r.target_symbol_key, r.target_title,
            r.target_issued_on, r.target_parts, r.effective_on AS relation_effective_on, r.sentence,
            r.confirmed_at IS NOT NULL AS is_confirmed
     FROM document_relation r JOIN document d ON d.id = r.source_id
     WHERE ${visibleDocument()} AND r.rejected_at IS NULL AND ${condition}
     ORDER BY d.issued_on DESC NULLS LAST, d.id, r.id`,
    [...viewerParams(viewer), ...params],
  );
  return rows.map((row) => ({
    source: toSummary(row),
    kind: row.relation_kind,
    targetSymbol: row.target_symbol,
    targetSymbolKey: row.target_symbol_key,
    targetTitle: row.target_title,
    targetIssuedOn: row.target_issued_on,
    targetParts: row.target_parts,
    effectiveOn: row.relation_effective_on,
    sentence: row.sentence,
    isConfirmed: row.is_confirmed,
  }));
}
