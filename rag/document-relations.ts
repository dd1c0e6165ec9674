import type { DocumentRelation, DocumentSummary } from './types.ts';

/**
 * Parts relations into those that a document states and those whose target it is. A relation that names no date, or
 * is held against an undated document, means any document of the symbol.
 */
export function parted(
  document: Pick<DocumentSummary, 'id' | 'symbolKey' | 'issuedOn'>,
  relations: readonly DocumentRelation[],
): { says: DocumentRelation[]; isSaid: DocumentRelation[] } {
  const { id, symbolKey, issuedOn } = document;
  const isMeant = ({ source, targetSymbolKey, targetIssuedOn }: DocumentRelation): boolean =>
    source.id !== id &&
    targetSymbolKey !== '' &&
    targetSymbolKey === symbolKey &&
    (targetIssuedOn === null || issuedOn === null || targetIssuedOn === issuedOn);
  return {
    says: relations.filter(({ source }) => source.id === id),
    isSaid: relations.filter(isMeant),
  };
}
