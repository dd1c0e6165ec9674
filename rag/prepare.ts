import { expandTyped } from './analyse.ts';
import { factsOf, type Fact } from './facts.ts';
import type { CorpusStatistics, Hit, Passage } from './types.ts';
import { unitsOf, type Unit } from './units.ts';
import { bigrams, syllables } from '../text/syllables.ts';

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
export function termsOf(text: string): Terms {
  const found = syllables(expandTyped(text).expanded);
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
  const cache = new Map<string, Omit<PreparedPassage, 'hit' | 'rank'>>();
  return (hit, rank) => {
    const { passage } = hit;
    let prepared = cache.get(passage.id);
    if (!prepared || prepared.passage.text !== passage.text) {
      prepared = preparePassage(passage);
      if (cache.size >= limit) cache.delete(cache.keys().next().value as string);
      cache.set(passage.id, prepared);
    }
    return { ...prepared, hit, rank };
  };
}

function preparePassage(passage: Passage): Omit<PreparedPassage, 'hit' | 'rank'> {
  const facts = factsOf(passage.text, 'evidence');
  const context = contextText(passage);
  return {
    passage,
    units: unitsOf(passage.text, passage.kind).map((unit) => ({
      ...unit,
      ...termsOf(unit.text),
      facts: facts.filter((fact) => fact.from < unit.to && unit.from < fact.to),
    })),
    context: termsOf(context),
    contextFacts: factsOf(context, 'evidence'),
    body: termsOf(passage.text),
  };
}

/** Rarity of terms in the store: `ln(1 + (N - n + 0.5) / (n + 0.5))`, the weight BM25 gives them. */
export interface Rarity {
  of(term: string): number;
  isKnown(term: string): boolean;
}

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
      const others = Math.max(0, statistics.passageCount - count);
      return Math.log(1 + (others + 0.5) / (count + 0.5));
    },
    isKnown: (term) => frequency(term) > 0,
  };
}
