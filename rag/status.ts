import type { DateOnly } from '../core/clock.ts';
import type { DocumentStatus, DocumentSummary } from './types.ts';

/** What a status needs to know of a document. */
export interface DatedDocument {
  id: string;
  symbol: string | null;
  symbolKey: string | null;
  title: string;
  kind: DocumentSummary['kind'];
  issuedOn: DateOnly | null;
  effectiveOn: DateOnly | null;
}

/** A kept document saying that it replaces or repeals, as a whole, the document with a symbol. */
export interface Replacement {
  source: DatedDocument;
  targetSymbolKey: string;
  targetIssuedOn: DateOnly | null;
  /** From when; null where the relation names no day, then the source's own dates count. */
  effectiveOn: DateOnly | null;
}

/**
 * What the kept documents say about `document` on `day`, and no more than that: 'in-force' means that no kept
 * document replaces or repeals it. `replacements` are those aimed at its symbol; `namesakes` all kept documents of
 * that symbol, itself included, because numbering restarts every term and a symbol alone may mean several.
 *
 * News items, drafts and undated documents are 'unclear': they never had a force that could end.
 */
export function documentStatus(
  document: DatedDocument,
  replacements: readonly Replacement[],
  namesakes: readonly DatedDocument[],
  day: DateOnly,
): DocumentStatus {
  if (document.kind !== 'signed') return { state: 'unclear' };
  let isAmbiguous = false;
  let found: { source: DatedDocument; from: DateOnly | null } | undefined;
  for (const replacement of replacements) {
    const aim = aimOf(replacement, document, namesakes);
    if (aim === 'other') continue;
    const from = startOf(replacement);
    if (from !== null && from > day) continue;
    if (aim === 'unclear') isAmbiguous = true;
    // The first replacement ended it; a later one repeats what had already happened.
    else if (!found || (from ?? '') < (found.from ?? '')) found = { source: replacement.source, from };
  }
  if (found) {
    const { id, symbol, title } = found.source;
    return { state: 'replaced', by: { documentId: id, symbol, title }, from: found.from };
  }
  const start = document.effectiveOn ?? document.issuedOn;
  if (start === null || isAmbiguous) return { state: 'unclear' };
  return start > day ? { state: 'not-yet', from: start } : { state: 'in-force' };
}

/** Whether a search as of a day may show the document: not yet in force and replaced ones are left out. */
export const isCurrent = (status: DocumentStatus): boolean =>
  status.state === 'in-force' || status.state === 'unclear';

const startOf = (replacement: Replacement): DateOnly | null =>
  replacement.effectiveOn ?? replacement.source.effectiveOn ?? replacement.source.issuedOn;

/** Whether a replacement means this document, another one of the same symbol, or cannot be told. */
function aimOf(
  replacement: Replacement,
  document: DatedDocument,
  namesakes: readonly DatedDocument[],
): 'this' | 'other' | 'unclear' {
  const { source, targetIssuedOn } = replacement;
  // A draft or a news item announces, it does not replace.
  if (source.id === document.id || source.kind !== 'signed') return 'other';
  if (targetIssuedOn !== null && document.issuedOn !== null) {
    return targetIssuedOn === document.issuedOn ? 'this' : 'other';
  }
  const mayBeTarget = (candidate: DatedDocument): boolean =>
    candidate.id !== source.id &&
    candidate.kind === 'signed' &&
    (source.issuedOn === null || candidate.issuedOn === null || candidate.issuedOn <= source.issuedOn);
  if (!mayBeTarget(document)) return 'other';
  return namesakes.filter(mayBeTarget).length > 1 ? 'unclear' : 'this';
}
