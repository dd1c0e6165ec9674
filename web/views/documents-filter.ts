import type { DocumentStatus, DocumentSummary } from '../../rag/types.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { findLooseSymbols, matchesMention } from '../../text/symbols.ts';

/* Which lines of the ledger are shown, and in which order. Pure: the caller has read what the viewer may see. */

/** States that the ledger can be narrowed to; 'changed' are those in force of which parts read differently now. */
export const ledgerStates = [
  'in-force',
  'changed',
  'replaced',
  'expired',
  'suspended',
  'not-yet',
  'unclear',
] as const;
type LedgerState = (typeof ledgerStates)[number];

/** What the ledger is sorted by; a dash in front turns it round. */
export const ledgerOrders = ['-ngay', 'ngay', 'so', '-so', 'ten', '-ten', 'coquan', '-coquan'] as const;
export type LedgerOrder = (typeof ledgerOrders)[number];

/** What a person narrows the ledger to; '' and null do not narrow. */
interface LedgerFilter {
  words: string;
  type: string;
  issuer: string;
  year: number | null;
}

/** Where a document belongs in the filter by status. */
export const ledgerStateOf = (status: DocumentStatus): LedgerState =>
  status.state === 'in-force' && (status.changes ?? []).length > 0 ? 'changed' : status.state;

/**
 * The documents that a filter keeps. A symbol in any spelling means documents of that symbol; other words must all be
 * there, with or without diacritics, as whole syllables or, the last one, as the beginning of one.
 */
export function filterLedger(
  documents: readonly DocumentSummary[],
  { words, type, issuer, year }: LedgerFilter,
): DocumentSummary[] {
  const matches = wordFilter(words);
  return documents.filter(
    (document) =>
      (type === '' || document.typeName === type) &&
      (issuer === '' || document.issuer === issuer) &&
      (year === null || document.issuedOn?.slice(0, 4) === String(year)) &&
      matches(document),
  );
}

function wordFilter(words: string): (document: DocumentSummary) => boolean {
  const mentions = findLooseSymbols(words);
  if (mentions.length > 0)
    return ({ symbolKey, issuedOn }) =>
      symbolKey !== null && mentions.some((mention) => matchesMention(mention, symbolKey, issuedOn));
  const wanted = foldedSyllables(words);
  if (wanted.length === 0) return () => true;
  const last = wanted[wanted.length - 1] as string;
  const whole = wanted.slice(0, -1);
  return (document) => {
    const held = new Set(
      foldedSyllables(
        [document.symbol, document.typeName, document.title, document.subject, document.issuer]
          .filter(Boolean)
          .join(' '),
      ),
    );
    return (
      whole.every((syllable) => held.has(syllable)) && [...held].some((syllable) => syllable.startsWith(last))
    );
  };
}

const collator = new Intl.Collator('vi', { numeric: true, sensitivity: 'base' });

/** The documents in an order; those without what they are sorted by come last, the newest first among equals. */
export function sortLedger(documents: readonly DocumentSummary[], order: LedgerOrder): DocumentSummary[] {
  const isDown = order.startsWith('-');
  const key = {
    ngay: ({ issuedOn }: DocumentSummary) => issuedOn,
    so: ({ symbol }: DocumentSummary) => symbol,
    ten: ({ title }: DocumentSummary) => title,
    coquan: ({ issuer }: DocumentSummary) => issuer,
  }[order.replace('-', '') as 'ngay' | 'so' | 'ten' | 'coquan'];
  const newestFirst = (a: DocumentSummary, b: DocumentSummary): number =>
    (b.issuedOn ?? '').localeCompare(a.issuedOn ?? '');
  return [...documents].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === null || y === null) return x === y ? newestFirst(a, b) : x === null ? 1 : -1;
    return (isDown ? -1 : 1) * collator.compare(x, y) || newestFirst(a, b);
  });
}
