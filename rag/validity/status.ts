import type { DateOnly } from '../../core/clock.ts';
import type {
  DocumentChange,
  DocumentStatus,
  DocumentSummary,
  RelationKind,
  StatusSource,
} from '../types.ts';

/** What a status needs to know of a document. */
export interface DatedDocument {
  id: string;
  symbol: string | null;
  symbolKey: string | null;
  title: string;
  kind: DocumentSummary['kind'];
  issuedOn: DateOnly | null;
  effectiveOn: DateOnly | null;
  /** The last day that the document gives itself; absent or null: none. */
  expiresOn?: DateOnly | null;
  typeName?: string;
  subject?: string | null;
  /** The document that this one is a later version of, and from when it counts. */
  versionOf?: string | null;
  versionFrom?: DateOnly | null;
}

/** A kept document saying that it changes what holds of another one, as a whole or in parts. */
export interface Replacement {
  source: DatedDocument;
  /** Default 'replaces'. */
  kind?: 'replaces' | 'repeals' | 'amends' | 'suspends';
  targetSymbolKey: string;
  targetIssuedOn: DateOnly | null;
  /** Title of a target that is named without a symbol. */
  targetTitle?: string | null;
  /** 'Điều 5', 'khoản 2 Điều 7'; absent or empty: the whole document. */
  targetParts?: readonly string[];
  /** From when; null where the relation names no day, then the source's own dates count. */
  effectiveOn: DateOnly | null;
  /** The last day of a suspension. */
  effectiveUntil?: DateOnly | null;
  /** False while no admin has said that it was read right. Default true. */
  isConfirmed?: boolean;
}

/** A day after all that documents name: what the kept documents say will have happened in the end. */
export const lastOfDays: DateOnly = '9999-12-31';

/** The kinds of relation that change what holds; the others only say where a document comes from. */
export const isChange = (kind: RelationKind): kind is NonNullable<Replacement['kind']> =>
  kind === 'replaces' || kind === 'repeals' || kind === 'amends' || kind === 'suspends';

/** A change that a document is the target of, and how surely. */
export interface AimedChange {
  change: Replacement;
  /** 'unclear': the relation could mean several kept documents. */
  aim: 'this' | 'unclear';
}

/** From when a change holds; null where nothing tells. */
export const startOf = ({ effectiveOn, source }: Replacement): DateOnly | null =>
  effectiveOn ?? source.effectiveOn ?? source.issuedOn;

/**
 * What the kept documents say about `document` on `day`, and no more than that: 'in-force' means that no kept
 * document ends it. A document replaced by one that was itself repealed later stays replaced: nothing revives it.
 *
 * News items, drafts and undated documents are 'unclear': they never had a force that could end. A later version of
 * the same document ends an earlier one of any kind.
 *
 * @param changes those aimed at it, of every day
 * @param versions kept later versions of it
 */
export function statusOn(
  document: DatedDocument,
  changes: readonly AimedChange[],
  versions: readonly DatedDocument[],
  day: DateOnly,
): DocumentStatus {
  const version = newestVersion(versions, day);
  if (version) return version;
  if (document.kind !== 'signed') return { state: 'unclear' };
  const begun = changes.filter(({ change }) => (startOf(change) ?? day) <= day);
  const whole = begun.filter(({ change }) => (change.targetParts ?? []).length === 0);
  const ended = firstEnd(whole, document.expiresOn ?? null);
  if (ended) return ended;
  if (document.expiresOn && document.expiresOn < day) return { state: 'expired', on: document.expiresOn };
  const start = document.effectiveOn ?? document.issuedOn;
  const isAmbiguous = whole.some(({ change, aim }) => aim === 'unclear' && isEnd(change));
  if (start === null || isAmbiguous) return { state: 'unclear' };
  if (start > day) return { state: 'not-yet', from: start };
  const suspended = whole.find(({ change, aim }) => aim === 'this' && isSuspensionOn(change, day));
  if (suspended) {
    const { change } = suspended;
    return {
      state: 'suspended',
      by: sourceOf(change.source),
      from: startOf(change),
      until: change.effectiveUntil ?? null,
      ...unconfirmed(change),
    };
  }
  const partial = begun.filter(({ change, aim }) => aim === 'this' && changesPart(change, day)).map(asChange);
  return partial.length === 0 ? { state: 'in-force' } : { state: 'in-force', changes: merged(partial) };
}

/** Whether a search as of a day may show the document: what has not begun and what has ended is left out. */
export const isCurrent = (status: DocumentStatus): boolean =>
  status.state === 'in-force' || status.state === 'unclear';

/** Whether it ends its target for good. */
export const isEnd = ({ kind = 'replaces' }: Replacement): boolean =>
  kind === 'replaces' || kind === 'repeals';

const isSuspensionOn = ({ kind, effectiveUntil }: Replacement, day: DateOnly): boolean =>
  kind === 'suspends' && (effectiveUntil == null || effectiveUntil >= day);

/** Amendments, and every change of parts, as far as it still lasts on the day. */
const changesPart = (change: Replacement, day: DateOnly): boolean =>
  change.kind === 'amends' ||
  ((change.targetParts ?? []).length > 0 && (isEnd(change) || isSuspensionOn(change, day)));

/** The end that came first; a later one repeats what had already happened. */
function firstEnd(whole: readonly AimedChange[], expiresOn: DateOnly | null): DocumentStatus | null {
  const ends = whole
    .filter(({ change, aim }) => aim === 'this' && isEnd(change))
    .map(({ change }) => change)
    .filter((change) => expiresOn === null || (startOf(change) ?? '') <= expiresOn)
    .sort(
      (a, b) =>
        (startOf(a) ?? '').localeCompare(startOf(b) ?? '') ||
        Number(b.isConfirmed ?? true) - Number(a.isConfirmed ?? true) ||
        Number(a.kind === 'repeals') - Number(b.kind === 'repeals'),
    );
  const [first] = ends;
  if (!first) return null;
  return {
    state: 'replaced',
    by: sourceOf(first.source),
    from: startOf(first),
    ...(first.kind === 'repeals' && { how: 'repealed' as const }),
    ...unconfirmed(first),
  };
}

function newestVersion(versions: readonly DatedDocument[], day: DateOnly): DocumentStatus | null {
  const begun = versions
    .map((version) => ({ version, from: version.versionFrom ?? version.issuedOn }))
    .filter(({ from }) => (from ?? day) <= day)
    .sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''));
  const newest = begun.at(-1);
  if (!newest) return null;
  return { state: 'replaced', by: sourceOf(newest.version), from: begun[0]?.from ?? null, how: 'version' };
}

export const sourceOf = ({ id, symbol, title }: DatedDocument): StatusSource => ({
  documentId: id,
  symbol,
  title,
});

const unconfirmed = ({ isConfirmed = true }: Replacement): { isUnconfirmed?: true } =>
  isConfirmed ? {} : { isUnconfirmed: true };

const asChange = ({ change }: AimedChange): DocumentChange => ({
  how: howOf(change),
  parts: [...(change.targetParts ?? [])],
  by: sourceOf(change.source),
  from: startOf(change),
  ...unconfirmed(change),
});

/** What happens to a part: 'replaced', 'repealed', 'amended' or 'suspended'. */
export function howOf({ kind = 'replaces' }: Replacement): DocumentChange['how'] {
  if (kind === 'amends') return 'amended';
  return kind === 'suspends' ? 'suspended' : kind === 'repeals' ? 'repealed' : 'replaced';
}

const byWeight: readonly DocumentChange['how'][] = ['replaced', 'repealed', 'suspended', 'amended'];

/**
 * One line for each document and kind of change, in order of time, what ends something first. Copies of one document (the
 * scan beside the Word file) carry the same symbol and say the same from the same day: that is one change, and it is
 * confirmed once it is in either of them.
 */
function merged(changes: readonly DocumentChange[]): DocumentChange[] {
  const found = new Map<string, DocumentChange>();
  const inOrder = [...changes].sort(
    (a, b) =>
      (a.from ?? '').localeCompare(b.from ?? '') ||
      byWeight.indexOf(a.how) - byWeight.indexOf(b.how) ||
      // Relations have no order of their own.
      a.parts.join().localeCompare(b.parts.join(), 'vi', { numeric: true }),
  );
  for (const change of inOrder) {
    const key = `${change.how} ${change.by?.symbol ?? change.by?.documentId ?? ''} ${change.from ?? ''}`;
    const known = found.get(key);
    if (!known) {
      found.set(key, { ...change });
      continue;
    }
    const isCopy = known.by?.documentId !== change.by?.documentId;
    if (isCopy && !change.isUnconfirmed && known.parts.every((part) => change.parts.includes(part)))
      delete known.isUnconfirmed;
    known.parts = [...new Set([...known.parts, ...change.parts])];
  }
  return [...found.values()];
}
