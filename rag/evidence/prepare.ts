import { factsOf, type Fact } from '../question/facts.ts';
import { columnsOfContext } from './table-rows.ts';
import { termsOf, union, type Terms } from '../question/terms.ts';
import type { CorpusStatistics, Hit, Passage } from '../types.ts';
import { unitsOf, type Unit } from './units.ts';

/** A unit with everything that ranking and the evidence check read. */
export interface PreparedUnit extends Unit, Terms {
  facts: readonly Fact[];
}

/** A hit cut into units. */
export interface PreparedPassage {
  hit: Hit;
  passage: Passage;
  rank: number;
  units: readonly PreparedUnit[];
  /** Heading, context line and title: what the passage stands under. */
  context: Terms;
  contextFacts: readonly Fact[];
  /** The whole passage text. */
  body: Terms;
}

/** The line under which a passage stands: context line and title where they add to each other. */
export function contextText(passage: Passage): string {
  const { document } = passage;
  return [
    passage.context,
    passage.heading,
    document.title,
    document.symbol ?? '',
    document.issuedOn ?? '',
    document.issuer ?? '',
  ]
    .filter(Boolean)
    .join('\n');
}

/** Keeps the last `limit` prepared passages; a stored passage never changes under its id. */
export function createPreparer(limit = 512): (hit: Hit, rank: number) => PreparedPassage {
  const passages = createCache<Prepared>(limit);
  const contexts = createCache<Pick<Prepared, 'context' | 'contextFacts'>>(limit);
  return (hit, rank) => {
    const { passage } = hit;
    const known = passages.get(passage.id);
    if (known && known.passage.text === passage.text) return atRank(known, hit, rank);
    const head = contextText(passage);
    const context = contexts.get(head) ?? prepareContext(head);
    contexts.set(head, context);
    const prepared = preparePassage(passage, context);
    passages.set(passage.id, prepared);
    return atRank(prepared, hit, rank);
  };
}

function createCache<Value>(limit: number): {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
} {
  const entries = new Map<string, Value>();
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.delete(key);
      if (entries.size >= limit) entries.delete(entries.keys().next().value as string);
      entries.set(key, value);
    },
  };
}

/** Without spreading, which would read the facts. */
const atRank = (prepared: Prepared, hit: Hit, rank: number): PreparedPassage => ({
  hit,
  rank,
  passage: prepared.passage,
  units: prepared.units,
  context: prepared.context,
  get contextFacts() {
    return prepared.contextFacts;
  },
  body: prepared.body,
});

function prepareContext(head: string): Pick<Prepared, 'context' | 'contextFacts'> {
  let facts: readonly Fact[] | undefined;
  return {
    context: termsOf(head),
    get contextFacts() {
      return (facts ??= factsOf(head, 'evidence'));
    },
  };
}

type Prepared = Omit<PreparedPassage, 'hit' | 'rank'>;

function preparePassage(passage: Passage, context: Pick<Prepared, 'context' | 'contextFacts'>): Prepared {
  const columns = passage.kind === 'table' ? columnsOfContext(passage.context) : null;
  const units = unitsOf(passage.text, passage.kind, columns).map(prepareUnit);
  return {
    passage,
    units,
    context: context.context,
    get contextFacts() {
      return context.contextFacts;
    },
    body: union(units),
  };
}

/** Terms now, facts when first asked for: most units of a hit are never looked at closely. */
function prepareUnit(unit: Unit): PreparedUnit {
  const terms = termsOf(unit.text);
  let facts: readonly Fact[] | undefined;
  return {
    ...unit,
    sequence: terms.sequence,
    words: terms.words,
    get pairs() {
      return terms.pairs;
    },
    get exactPairs() {
      return terms.exactPairs;
    },
    get exactWords() {
      return terms.exactWords;
    },
    get facts() {
      return (facts ??= factsOf(unit.text, 'evidence').map((fact) => ({
        ...fact,
        from: fact.from + unit.from,
        to: fact.to + unit.from,
      })));
    },
  };
}

/** Rarity of terms in the store: `ln(1 + (N - n + 0.5) / (n + 0.5))`, the weight BM25 gives them. */
export interface Rarity {
  of(term: string): number;
  isKnown(term: string): boolean;
}

/**
 * A store of a few passages says little about rarity: every word of its one document would be common, every other
 * word unknown. It is counted as this many passages.
 */
const smallestStore = 200;

/** Reads rarities from the index, once per term of a question. */
export function rarityOf(statistics: CorpusStatistics): Rarity {
  const known = new Map<string, number>();
  const frequency = (term: string): number => {
    let count = known.get(term);
    if (count === undefined) known.set(term, (count = statistics.passageFrequency(term)));
    return count;
  };
  return {
    of: (term) => {
      const count = frequency(term);
      const others = Math.max(0, Math.max(statistics.passageCount, smallestStore) - count);
      return Math.log(1 + (others + 0.5) / (count + 0.5));
    },
    isKnown: (term) => frequency(term) > 0,
  };
}
