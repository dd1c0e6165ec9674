import { maySee } from './passage-store.ts';
import { queryTerms, readQuery } from './query.ts';
import { DocumentDirectory } from './resolver.ts';
import { readDocumentRequest } from './resolver-request.ts';
import { tellingTerms } from './retriever-candidates.ts';
import { candidatesOf, nearnessGains } from './retriever-fusion.ts';
import { rank } from './retriever-ranking.ts';
import { isCurrent } from '../validity/status.ts';
import { Validity, type StoredChange } from '../validity/validity.ts';
import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { DenseHit } from './embedding-search.ts';
import type { Candidate, LexicalIndex, WeightedTerm } from './lexical-index.ts';
import type { IndexedDocument } from './passage-store.ts';
import type { Ranked } from './retriever-ranking.ts';
import type { Resolution } from './resolver.ts';
import type { PlacedSection } from '../validity/document-parts.ts';
import type { PlacedChunk } from '../validity/validity-store.ts';
import type { DocumentStatus, DocumentSummary, PartStatus, SearchFilter } from '../types.ts';

/** How many passages the index hands over for the second look, or twice what is asked for. */
const candidateCount = 150;
/** How many more are taken from documents that the question names. */
const namedCount = 50;
/** What a passage gains by being in a document that the question names by its symbol. */
const namedWeight = 0.2;

/** How many viewers' corpora are kept at once; each costs some bytes for a passage and a directory of its documents. */
const mostViews = 16;

/** The least share of a matter that a passage must say for its document to be about it. */
const leastCoverage = 0.6;

const none: ReadonlySet<string> = new Set();

/** Where the sections and the chunks of a document stand in its text. */
interface Places {
  sections: readonly PlacedSection[];
  chunks: readonly PlacedChunk[];
}

/** A ranked passage, before its text is loaded. */
export interface Found {
  id: string;
  documentId: string;
  score: number;
  signals: Readonly<Record<string, number>>;
}

/** A search inside one corpus: who asks has been settled by `Corpus.seenBy`. */
export type CorpusFilter = Omit<SearchFilter, 'viewer'>;

/**
 * Everything a search needs, at one moment: the index and what is known of each document. Nothing in here asks who may
 * see what: `seenBy` gives each viewer a corpus of their own, in which what they may not see does not exist.
 */
export class Corpus {
  readonly index: LexicalIndex;
  readonly documents: ReadonlyMap<string, IndexedDocument>;
  /** The same by place in the index, as far as they were asked for. */
  readonly #placed: IndexedDocument[] = [];
  readonly #directory: DocumentDirectory;
  readonly #validity: Validity<IndexedDocument>;
  readonly #changes: readonly StoredChange[];
  /** The different circles that documents are meant for. */
  readonly #circles: readonly Pick<IndexedDocument, 'scope' | 'scopeUnitIds'>[];
  readonly #places = new Map<string, Places>();
  /** The corpora of viewers by the circles that they see, the last used behind. */
  readonly #views = new Map<string, Corpus>();
  #ended: { day: DateOnly; ids: ReadonlySet<string> } | undefined;

  /** @param changes what kept documents say that ends or changes others */
  constructor(index: LexicalIndex, documents: readonly IndexedDocument[], changes: readonly StoredChange[]) {
    this.index = index;
    this.documents = new Map(documents.map((document) => [document.id, document]));
    const circleOf = ({ scope, scopeUnitIds }: IndexedDocument): string =>
      `${scope} ${scopeUnitIds.join(' ')}`;
    this.#circles = [...new Map(documents.map((document) => [circleOf(document), document])).values()];
    this.#directory = new DocumentDirectory(documents);
    this.#changes = changes;
    this.#validity = new Validity(documents, changes);
  }

  /**
   * The corpus of what `viewer` may see: counts, rarities, names and what documents end others are those of a store that
   * never had the rest. Viewers who see the same circles share one; made at the first question, in milliseconds.
   */
  seenBy(viewer: Viewer): Corpus {
    const seen = this.#circles.map((circle) => maySee(viewer, circle));
    if (!seen.includes(false)) return this;
    const key = seen.map(Number).join('');
    const known = this.#views.get(key);
    if (known) {
      this.#views.delete(key);
      this.#views.set(key, known);
      return known;
    }
    const isSeen = (id: string): boolean => {
      const document = this.documents.get(id);
      return document !== undefined && maySee(viewer, document);
    };
    const view = new Corpus(
      this.index.only(isSeen),
      [...this.documents.values()].filter(({ id }) => isSeen(id)),
      this.#changes.filter(({ sourceId }) => isSeen(sourceId)),
    );
    for (const id of view.partlyChanged) {
      const places = this.#places.get(id);
      if (places) view.place(id, places);
    }
    if (this.#views.size >= mostViews) this.#views.delete(this.#views.keys().next().value as string);
    this.#views.set(key, view);
    return view;
  }

  /** Documents of which parts may have been changed: `place` wants their sections and chunks before the first search. */
  get partlyChanged(): readonly string[] {
    return this.#validity.partlyChanged;
  }

  /** Tells where the sections and chunks of a partly changed document stand. */
  place(documentId: string, places: Places): void {
    this.#validity.placeSections(documentId, places.sections);
    this.#places.set(documentId, places);
  }

  /**
   * The best `k` passages for `text`, best first. Every part of the filter is applied inside the search.
   * @param near what a search by meaning found under the same filter, best first
   */
  search(text: string, filter: CorpusFilter, k: number, near: readonly DenseHit[] = []): Found[] {
    const query = readQuery(text, this.index);
    const terms = queryTerms(query);
    const isAllowed = this.allowed(filter);
    const ended = this.endedPassages(filter);
    const within = filter.documentIds;
    const candidates = this.#candidates(terms, Math.max(candidateCount, 2 * k), isAllowed, ended, within);
    const named = this.#namedIds(text);
    if (named.size > 0) {
      const known = new Set(candidates.map((candidate) => candidate.id));
      const inNamed = within ? within.filter((id) => named.has(id)) : [...named];
      for (const candidate of this.index.search(terms, namedCount, isAllowed, ended, inNamed)) {
        if (!known.has(candidate.id)) candidates.push(candidate);
      }
    }
    if (named.size === 0 && near.length === 0)
      return rank(this.index, query, candidates, undefined, k).map((one) => toFound(one, 0));
    const known = new Set(candidates.map((candidate) => candidate.id));
    const joining = near.filter(
      ({ id, documentId }) => !known.has(id) && isAllowed(documentId) && !ended.has(id),
    );
    const all = [...candidates, ...candidatesOf(this.index, joining)];
    const gains = nearnessGains(near);
    const nearness = new Map(near.map(({ id, score }) => [id, score]));
    return rank(this.index, query, all)
      .map((one) => {
        const found = toFound(one, named.has(one.candidate.documentId) ? 1 : 0);
        const dense = nearness.get(found.id);
        if (dense === undefined) return found;
        const score = found.score + (gains.get(found.id) ?? 0);
        return { ...found, score, signals: { ...found.signals, dense } };
      })
      .sort((x, y) => y.score - x.score)
      .slice(0, k);
  }

  /** Whether a document may be found under `filter`: chosen, and current on the day. */
  allowed(filter: CorpusFilter): (documentId: string, place?: number) => boolean {
    const chosen = filter.documentIds && new Set(filter.documentIds);
    return (id, place) => {
      const document = place === undefined ? this.documents.get(id) : this.#documentAt(place, id);
      if (!document || (chosen && !chosen.has(id))) return false;
      return filter.asOf === undefined || isCurrent(this.#validity.status(document, filter.asOf));
    };
  }

  /** The documents that a question names by symbol or title, or asks for as the newest. */
  resolve(text: string): Resolution {
    const directory = this.#directory;
    const weigh = (word: string, next: string): number => this.index.inverseFrequency(word, next);
    const describe = (): Resolution['described'] => {
      const request = readDocumentRequest(text);
      return request && directory.described(request, weigh, (matter, among) => this.#withText(matter, among));
    };
    // Each part is looked up when it is first read: most questions are asked for their symbols alone.
    let named: Resolution['named'] | undefined;
    let titled: Resolution['titled'] | undefined;
    let described: Resolution['described'] | undefined;
    return {
      get named() {
        return (named ??= directory.named(text));
      },
      get titled() {
        return (titled ??= directory.titled(text, weigh));
      },
      get described() {
        return described === undefined ? (described = describe()) : described;
      },
      get latest() {
        return latestOf(this.described);
      },
    };
  }

  /** The status of a document on a day, by what these documents say; 'unclear' where it is none of them. */
  status(documentId: string, day: DateOnly): DocumentStatus {
    const document = this.documents.get(documentId);
    return document ? this.#validity.status(document, day) : { state: 'unclear' };
  }

  /** From when to when a document holds by its own words; null where there is none. */
  terms(documentId: string): { effectiveOn: DateOnly | null; expiresOn: DateOnly | null } | null {
    const document = this.documents.get(documentId);
    return document ? { effectiveOn: document.effectiveOn, expiresOn: document.expiresOn ?? null } : null;
  }

  /** What has happened by a day to the parts of a document that a slice of its text stands in. */
  partsAt(documentId: string, from: number, to: number, day: DateOnly): PartStatus[] {
    return this.#validity.partsAt(documentId, from, to, day);
  }

  /** Passages that lie wholly in a part of their document that has ended by the day of the filter. */
  endedPassages({ asOf }: CorpusFilter): ReadonlySet<string> {
    if (asOf === undefined) return none;
    if (this.#ended?.day === asOf) return this.#ended.ids;
    const ids = new Set(
      this.#validity
        .endedIn(asOf)
        .flatMap((documentId) =>
          (this.#places.get(documentId)?.chunks ?? [])
            .filter(({ charFrom, charTo }) => this.#validity.isEndedAt(documentId, charFrom, charTo, asOf))
            .map(({ id }) => id),
        ),
    );
    this.#ended = { day: asOf, ids };
    return ids;
  }

  #candidates(
    terms: readonly WeightedTerm[],
    count: number,
    isAllowed: (documentId: string, place?: number) => boolean,
    ended: ReadonlySet<string>,
    within: readonly string[] | undefined,
  ): Candidate[] {
    const { index } = this;
    const telling = tellingTerms(terms, index.passageCount, ({ word, next }) => index.frequency(word, next));
    if (telling.length < terms.length) {
      const candidates = index.search(telling, count, isAllowed, ended, within);
      if (candidates.length === count) return candidates;
    }
    return index.search(terms, count, isAllowed, ended, within);
  }

  #documentAt(place: number, id: string): IndexedDocument | undefined {
    const known = this.#placed[place];
    if (known) return known;
    const document = this.documents.get(id);
    if (document) this.#placed[place] = document;
    return document;
  }

  #namedIds(text: string): Set<string> {
    const named = this.#directory.named(text);
    return new Set(named.flatMap(({ documents }) => documents.map((document) => document.id)));
  }

  /** Documents with a passage that says most of what the best one says of a matter. */
  #withText(matter: string, among: readonly DocumentSummary[]): DocumentSummary[] {
    if (among.length === 0) return [];
    const hits = this.search(matter, { documentIds: among.map(({ id }) => id) }, 50);
    const best = hits[0]?.signals['coverage'] ?? 0;
    if (best < leastCoverage) return [];
    const ids = new Set(
      hits.filter((hit) => hit.signals['coverage']! >= best * 0.8).map((hit) => hit.documentId),
    );
    return among.filter(({ id }) => ids.has(id));
  }
}

function latestOf(described: Resolution['described']): Resolution['latest'] {
  if (!described?.request.isNewest) return null;
  return {
    typeName: described.request.typeName,
    documents: described.documents.filter(({ issuedOn }) => issuedOn !== null),
  };
}

const toFound = ({ candidate, score, signals }: Ranked, isNamed: 0 | 1): Found => ({
  id: candidate.id,
  documentId: candidate.documentId,
  score: score + namedWeight * isNamed,
  signals: { ...signals, bm25: candidate.score, named: isNamed },
});
