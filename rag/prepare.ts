import { shortened, type Shortened } from './analyse.ts';
import { factsOf, type Fact } from './facts.ts';
import type { CorpusStatistics, Hit, Passage } from './types.ts';
import { unitsOf, type Unit } from './units.ts';
import { bigrams, syllables, type Syllable } from '../text/syllables.ts';

/** Words and neighbouring pairs of a piece of text, folded, abbreviations written out. */
export interface Terms {
  sequence: readonly string[];
  words: ReadonlySet<string>;
  pairs: ReadonlySet<string>;
  exactPairs: ReadonlySet<string>;
}

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

/** Terms of `text` after abbreviations are written out. */
export const termsOf = (text: string): Terms => collect(expandedSyllables(text));

/** Syllables with every abbreviation replaced by those of its readings, at the place of the abbreviation. */
function expandedSyllables(text: string): Syllable[] {
  const mentions = shortened(text);
  const found: Syllable[] = [];
  let next = 0;
  for (const word of syllables(text)) {
    while (mentions[next] && (mentions[next] as Shortened).to <= word.from) next += 1;
    const mention = mentions[next];
    if (!mention || word.from < mention.from) found.push(word);
    else if (word.from === mention.from)
      for (const { exact, folded } of syllables(mention.reading))
        found.push({ exact, folded, from: mention.from, to: mention.to });
  }
  return found;
}

function collect(found: readonly Syllable[]): Terms {
  const sequence = found.map((word) => word.folded);
  return {
    sequence,
    words: new Set(sequence),
    pairs: new Set(bigrams(sequence)),
    exactPairs: new Set(bigrams(found.map((word) => word.exact))),
  };
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
    if (known && known.passage.text === passage.text) return { ...known, hit, rank };
    const head = contextText(passage);
    const context = contexts.get(head) ?? { context: termsOf(head), contextFacts: factsOf(head, 'evidence') };
    contexts.set(head, context);
    const prepared = preparePassage(passage, context);
    passages.set(passage.id, prepared);
    return { ...prepared, hit, rank };
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

type Prepared = Omit<PreparedPassage, 'hit' | 'rank'>;

function preparePassage(passage: Passage, context: Pick<Prepared, 'context' | 'contextFacts'>): Prepared {
  const facts = factsOf(passage.text, 'evidence');
  const found = expandedSyllables(passage.text);
  let at = 0;
  const within = (unit: Unit): Syllable[] => {
    while (at < found.length && (found[at] as Syllable).from < unit.from) at += 1;
    const from = at;
    while (at < found.length && (found[at] as Syllable).to <= unit.to) at += 1;
    return found.slice(from, at);
  };
  return {
    passage,
    units: unitsOf(passage.text, passage.kind).map((unit) => ({
      ...unit,
      ...collect(within(unit)),
      facts: facts.filter((fact) => fact.from < unit.to && unit.from < fact.to),
    })),
    ...context,
    body: collect(found),
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
