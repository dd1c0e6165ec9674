import { titleKey, titleKeyOf } from '../../text/document-titles.ts';
import type { DocumentRelation, DocumentSummary } from '../types.ts';

/** What of a document tells whether a relation aims at it; type and title where it may be cited without a symbol. */
export type RelatedDocument = Pick<DocumentSummary, 'id' | 'symbolKey' | 'issuedOn'> &
  Partial<Pick<DocumentSummary, 'typeName' | 'subject' | 'title'>>;

/**
 * Whether a relation may mean a document. One that names no date, or is held against an undated document, means any
 * older document of the symbol; a number without an issuer one of the speaker's own house; a title any document of
 * that title and year.
 */
export function aimsAt(relation: DocumentRelation, document: RelatedDocument): boolean {
  const { source, targetSymbolKey: key, targetIssuedOn } = relation;
  const { id, symbolKey, issuedOn } = document;
  if (source.id === id) return false;
  if (key === '') return isTitled(relation, document);
  const house = source.symbolKey?.slice(source.symbolKey.lastIndexOf('|') + 1) ?? '';
  const wanted = key.endsWith('|') && house !== '' ? `${key}${house}` : key;
  if (wanted !== symbolKey) return false;
  if (targetIssuedOn !== null && issuedOn !== null) return targetIssuedOn === issuedOn;
  return issuedOn === null || source.issuedOn === null || issuedOn <= source.issuedOn;
}

function isTitled({ targetTitle }: DocumentRelation, document: RelatedDocument): boolean {
  const { typeName, subject = null, title, issuedOn } = document;
  if (targetTitle === null || typeName === undefined || title === undefined) return false;
  const wanted = titleKey(targetTitle);
  const own = titleKeyOf({ typeName, subject, title });
  if (!wanted || own?.words !== wanted.words) return false;
  const year = own.year ?? (issuedOn === null ? null : Number(issuedOn.slice(0, 4)));
  return wanted.year === null || year === null || year === wanted.year;
}

/** Parts relations into those that a document states and those whose target it is. */
export function parted(
  document: RelatedDocument,
  relations: readonly DocumentRelation[],
): { says: DocumentRelation[]; isSaid: DocumentRelation[] } {
  return {
    says: relations.filter(({ source }) => source.id === document.id),
    isSaid: relations.filter((relation) => aimsAt(relation, document)),
  };
}

/** The kept documents that a relation may aim at, those of its date alone where there are some. */
export function targetsAmong<D extends DocumentSummary>(
  relation: DocumentRelation,
  documents: readonly D[],
): D[] {
  const possible = documents.filter((document) => aimsAt(relation, document));
  const dated = possible.filter(
    ({ issuedOn }) => relation.targetIssuedOn !== null && issuedOn === relation.targetIssuedOn,
  );
  return dated.length > 0 ? dated : possible;
}

/** Copies of one document (the scan beside the Word file) state the same: each statement once. */
export function withoutCopies(relations: readonly DocumentRelation[]): DocumentRelation[] {
  const seen = new Set<string>();
  return relations.filter(({ source, kind, targetSymbolKey, targetTitle, targetParts }) => {
    const from = source.symbolKey ? `${source.symbolKey} ${source.issuedOn ?? ''}` : source.id;
    const key = [from, kind, targetSymbolKey || (targetTitle ?? ''), ...targetParts].join(' ');
    return !seen.has(key) && seen.add(key);
  });
}
