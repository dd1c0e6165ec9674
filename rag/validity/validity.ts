import type { DateOnly } from '../../core/clock.ts';
import { titleKey, titleKeyOf } from '../../text/document-titles.ts';
import { fold } from '../../text/normalise.ts';
import { rangesOfPart, type PlacedSection } from './document-parts.ts';
import { howOf, isEnd, sourceOf, startOf, statusOn } from './status.ts';
import type { AimedChange, DatedDocument, Replacement } from './status.ts';
import type { DocumentChange, DocumentStatus, PartStatus } from '../types.ts';

/** A change as the store keeps it, its source by id. */
export type StoredChange = Omit<Replacement, 'source'> & { sourceId: string };

/** A part of a document that a change touches, as a range of its text. */
interface ChangedRange {
  part: string;
  from: number;
  to: number;
  change: Replacement;
}

/**
 * What holds, from the heads of all kept documents and what they say about each other. Targets are found here, when
 * asked, never stored: a relation to a document that is not kept yet finds it once it is there, in any order of arrival.
 * Looking up a status costs as much as the document has changes, whatever the size of the store.
 */
export class Validity<D extends DatedDocument = DatedDocument> {
  readonly #documents: ReadonlyMap<string, D>;
  readonly #aimed = new Map<string, AimedChange[]>();
  readonly #versions = new Map<string, DatedDocument[]>();
  readonly #ranges = new Map<string, ChangedRange[]>();

  constructor(documents: readonly D[], changes: readonly StoredChange[]) {
    this.#documents = new Map(documents.map((document) => [document.id, document]));
    for (const document of documents)
      if (document.versionOf) append(this.#versions, document.versionOf, document);
    const names = new Names(documents, changes);
    for (const { sourceId, ...rest } of changes) {
      const source = this.#documents.get(sourceId);
      // A draft or a news item announces, it does not replace.
      if (source?.kind !== 'signed') continue;
      const change: Replacement = { ...rest, source };
      for (const { id, aim } of targetsOf(change, names)) append(this.#aimed, id, { change, aim });
    }
  }

  /**
   * Documents of which parts may have been changed; what needs their sections. Also those that a change may or may not
   * mean: among fewer documents it may be clear.
   */
  get partlyChanged(): string[] {
    return [...this.#aimed]
      .filter(([, aimed]) => aimed.some(({ change }) => (change.targetParts ?? []).length > 0))
      .map(([id]) => id);
  }

  /** Tells where the sections of a document stand, so that changes of its parts find their text. */
  placeSections(documentId: string, sections: readonly PlacedSection[]): void {
    const ranges: ChangedRange[] = [];
    for (const { change, aim } of this.#aimed.get(documentId) ?? []) {
      if (aim !== 'this') continue;
      for (const part of change.targetParts ?? [])
        for (const [from, to] of rangesOfPart(part, sections)) ranges.push({ part, from, to, change });
    }
    if (ranges.length > 0) this.#ranges.set(documentId, ranges);
  }

  /** The status on a day, with what holds at the end of the chain where the document was replaced. */
  status(document: DatedDocument, day: DateOnly): DocumentStatus {
    const status = this.#own(document, day);
    if (status.state !== 'replaced') return status;
    const now = this.#endOfChain(status.by.documentId, day, new Set([document.id]));
    return now === undefined ? status : { ...status, now };
  }

  /** What has happened by a day to the parts of a document that a slice of its text lies in. */
  partsAt(documentId: string, from: number, to: number, day: DateOnly): PartStatus[] {
    return (this.#ranges.get(documentId) ?? [])
      .filter((range) => range.from < to && range.to > from && this.#counts(range.change, day))
      .map(({ part, change }) => ({
        part,
        how: howOf(change),
        by: sourceOf(change.source),
        from: startOf(change),
        ...(change.isConfirmed === false && { isUnconfirmed: true as const }),
      }));
  }

  /** Whether a slice of a document lies wholly in a part that has ended by a day. */
  isEndedAt(documentId: string, from: number, to: number, day: DateOnly): boolean {
    return (this.#ranges.get(documentId) ?? []).some(
      (range) =>
        range.from <= from &&
        range.to >= to &&
        range.change.kind !== 'amends' &&
        this.#counts(range.change, day),
    );
  }

  /** Documents with a part that has ended by a day. */
  endedIn(day: DateOnly): string[] {
    return [...this.#ranges]
      .filter(([, ranges]) =>
        ranges.some(({ change }) => change.kind !== 'amends' && this.#counts(change, day)),
      )
      .map(([id]) => id);
  }

  #own(document: DatedDocument, day: DateOnly): DocumentStatus {
    const aimed = (this.#aimed.get(document.id) ?? []).filter(({ change }) => this.#speaks(change, day));
    return statusOn(document, aimed, this.#versions.get(document.id) ?? [], day);
  }

  #counts(change: Replacement, day: DateOnly): boolean {
    if ((startOf(change) ?? day) > day || !this.#speaks(change, day)) return false;
    return isEnd(change) || change.kind === 'amends' || (change.effectiveUntil ?? day) >= day;
  }

  /** An earlier version of a document has been corrected: from then on the later one speaks for it. */
  #speaks({ source }: Replacement, day: DateOnly): boolean {
    return !(this.#versions.get(source.id) ?? []).some(
      ({ versionFrom, issuedOn }) => (versionFrom ?? issuedOn ?? day) <= day,
    );
  }

  /** What holds in place of a document: undefined where it is that document itself, null where nothing kept does. */
  #endOfChain(id: string, day: DateOnly, seen: Set<string>): DocumentChange['by'] | undefined {
    const document = this.#documents.get(id);
    if (!document || seen.has(id)) return undefined;
    seen.add(id);
    const status = this.#own(document, day);
    if (status.state === 'expired' || (status.state === 'replaced' && status.how === 'repealed')) return null;
    if (status.state !== 'replaced') return seen.size > 2 ? sourceOf(document) : undefined;
    const next = this.#endOfChain(status.by.documentId, day, seen);
    return next === undefined ? status.by : next;
  }
}

const firstWord = (words: string): string => words.split(' ', 1)[0] ?? '';

/** Kept documents by everything they are cited by. */
class Names {
  readonly #byKey = new Map<string, DatedDocument[]>();
  readonly #byNumber = new Map<string, DatedDocument[]>();
  readonly #byTitle = new Map<string, { document: DatedDocument; year: number | null }[]>();

  constructor(documents: readonly DatedDocument[], changes: readonly StoredChange[]) {
    // Few documents are cited by title, and nearly all of those are laws: only their likes are keyed.
    const cited = new Set(
      changes.flatMap(({ targetTitle }) => firstWord((targetTitle && titleKey(targetTitle)?.words) || '')),
    );
    for (const document of documents) {
      const { symbolKey } = document;
      if (symbolKey !== null) {
        append(this.#byKey, symbolKey, document);
        append(this.#byNumber, symbolKey.slice(0, symbolKey.lastIndexOf('|') + 1), document);
      }
      if (document.typeName === undefined || !cited.has(firstWord(fold(document.typeName)))) continue;
      const key = titleKeyOf({
        typeName: document.typeName,
        subject: document.subject ?? null,
        title: document.title,
      });
      if (key) append(this.#byTitle, key.words, { document, year: key.year });
    }
  }

  candidates({ targetSymbolKey, targetTitle, source }: Replacement): readonly DatedDocument[] {
    if (targetSymbolKey.endsWith('|')) {
      // 'Quy định số 603': whoever leaves the issuer out means a document of their own house.
      const issuer = source.symbolKey?.slice(source.symbolKey.lastIndexOf('|') + 1) ?? '';
      return (this.#byNumber.get(targetSymbolKey) ?? []).filter(
        ({ symbolKey }) => issuer !== '' && symbolKey === `${targetSymbolKey}${issuer}`,
      );
    }
    if (targetSymbolKey !== '') return this.#byKey.get(targetSymbolKey) ?? [];
    const key = targetTitle ? titleKey(targetTitle) : null;
    if (!key) return [];
    return (this.#byTitle.get(key.words) ?? [])
      .filter(({ document, year }) => {
        const own = year ?? (document.issuedOn === null ? null : Number(document.issuedOn.slice(0, 4)));
        return key.year === null || own === null || own === key.year;
      })
      .map(({ document }) => document);
  }
}

/**
 * The kept documents that a change may mean. Numbering restarts with every term, so a symbol alone may mean several:
 * the date that the relation names tells them apart, then which of them is older than the document that speaks.
 */
function targetsOf(change: Replacement, names: Names): { id: string; aim: 'this' | 'unclear' }[] {
  const { source, targetIssuedOn } = change;
  const candidates = names.candidates(change).filter(({ id }) => id !== source.id);
  const dated =
    targetIssuedOn === null ? [] : candidates.filter(({ issuedOn }) => issuedOn === targetIssuedOn);
  if (dated.length > 0) return dated.map(({ id }) => ({ id, aim: 'this' }));
  const possible = candidates.filter(
    ({ kind, issuedOn }) =>
      kind === 'signed' &&
      (targetIssuedOn === null || issuedOn === null) &&
      (source.issuedOn === null || issuedOn === null || issuedOn <= source.issuedOn),
  );
  // Versions of one document are one target.
  const roots = new Set(possible.map(({ id, versionOf }) => versionOf ?? id));
  return possible.map(({ id }) => ({ id, aim: roots.size > 1 ? 'unclear' : 'this' }));
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
