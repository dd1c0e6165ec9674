import { foldedSyllables } from '../../text/syllables.ts';
import type { Question } from '../question/analyse.ts';
import type { PreparedPassage, Rarity } from './prepare.ts';
import type { Weighing } from './rank-units.ts';

/*
 * What the confidence sees of each passage that was found, worked out from the texts alone. The scores of the search
 * take no part: their scale changes with every change of its ranking.
 */

/** How a passage fits a question; shares of the question's mass, 0 to 1. */
export interface PassageLook {
  /** BM25 over words and pairs as a share of what the question could reach, unknown words included. */
  lexical: number;
  /** Three words in a row, and two words in order within four. */
  triples: number;
  loosePairs: number;
  /** The longest run of the question's words that stands in the passage as it is asked. */
  run: number;
  /** The best stretch of forty words. */
  window: number;
  /** How much of the question its heading says, and how much of the heading the question says. */
  headingCovered: number;
  headingSaid: number;
  /** The pairs of the question that it has. */
  pairs: ReadonlySet<string>;
}

const saturation = 1.2;
const usualLength = 200;
const windowWords = 40;
const looseDistance = 4;

/** Reads the passages found for one question. */
export function lookAtPassages(
  question: Question,
  passages: readonly PreparedPassage[],
  weighing: Weighing,
  rarity: Rarity,
): ReadonlyMap<PreparedPassage, PassageLook> {
  const asked = prepare(question, weighing, rarity);
  return new Map(passages.map((passage) => [passage, look(asked, passage, weighing, rarity)]));
}

interface Asked {
  words: readonly string[];
  /** Where each word stands in the question. */
  places: ReadonlyMap<string, readonly number[]>;
  rarities: readonly number[];
  total: number;
  /** Mass of the three words from a place on, and of a word and a later one near it. */
  tripleTotal: number;
  looseTotal: number;
}

function prepare({ words }: Question, weighing: Weighing, rarity: Rarity): Asked {
  const places = new Map<string, number[]>();
  for (const [at, word] of words.entries()) places.set(word, [...(places.get(word) ?? []), at]);
  const rarities = words.map((word) => (weighing.words.has(word) ? rarity.of(word) : 0.3 * rarity.of(word)));
  const mass = (at: number): number => rarities[at] ?? 0;
  let tripleTotal = 0;
  let looseTotal = 0;
  for (const at of words.keys()) {
    if (at + 2 < words.length) tripleTotal += mass(at) + mass(at + 1) + mass(at + 2);
    for (let next = at + 1; next < Math.min(words.length, at + looseDistance); next++)
      looseTotal += mass(at) * mass(next);
  }
  return {
    words,
    places,
    rarities,
    total: rarities.reduce((sum, one) => sum + one, 0) || 1,
    tripleTotal: tripleTotal || 1,
    looseTotal: looseTotal || 1,
  };
}

function look(
  asked: Asked,
  passage: PreparedPassage,
  { words, wordSum, pairs, pairSum }: Weighing,
  rarity: Rarity,
): PassageLook {
  const heading = foldedSyllables(passage.passage.heading || passage.passage.document.title);
  const sequence = [...heading, ...passage.body.sequence];
  const counts = new Map<string, number>();
  const found = new Set<string>();
  const triples = new Set<number>();
  const loose = new Set<number>();
  /** Places in the question of the last words of the passage. */
  const recent: (readonly number[])[] = [];
  let runs = new Map<number, number>();
  let lengths = new Map<number, number>();
  let run = 0;
  for (const [at, word] of sequence.entries()) {
    const places = asked.places.get(word) ?? none;
    recent.push(places);
    if (recent.length > looseDistance) recent.shift();
    if (places.length === 0) {
      if (runs.size > 0) {
        runs = new Map();
        lengths = new Map();
      }
      continue;
    }
    if (words.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const pair = `${sequence[at - 1] ?? ''}_${word}`;
    if (pairs.has(pair)) {
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
      found.add(pair);
    }
    const nextRuns = new Map<number, number>();
    const nextLengths = new Map<number, number>();
    for (const place of places) {
      const mass = (runs.get(place - 1) ?? 0) + (asked.rarities[place] as number);
      const length = (lengths.get(place - 1) ?? 0) + 1;
      nextRuns.set(place, mass);
      nextLengths.set(place, length);
      if (length > 1 && mass > run) run = mass;
      if (length > 2) triples.add(place - 2);
      for (const earlier of recent.slice(0, -1))
        for (const other of earlier)
          if (other < place && place - other < looseDistance) loose.add(other * 1000 + place);
    }
    runs = nextRuns;
    lengths = nextLengths;
  }
  const length = saturation * (0.25 + (0.75 * sequence.length) / usualLength);
  let reached = 0;
  for (const weights of [words, pairs])
    for (const [term, weight] of weights) {
      const count = counts.get(term) ?? 0;
      if (count > 0) reached += (weight * count * (1 + saturation)) / (count + length);
    }
  const mass = (at: number): number => asked.rarities[at] ?? 0;
  const headingWords = [...new Set(heading)];
  const headingMass = headingWords.reduce((sum, word) => sum + rarity.of(word), 0);
  const said = headingWords.filter((word) => asked.places.has(word));
  return {
    lexical: reached / (wordSum + pairSum),
    triples:
      [...triples].reduce((sum, at) => sum + mass(at) + mass(at + 1) + mass(at + 2), 0) / asked.tripleTotal,
    loosePairs:
      [...loose].reduce((sum, both) => sum + mass(Math.floor(both / 1000)) * mass(both % 1000), 0) /
      asked.looseTotal,
    run: run / asked.total,
    window: bestWindow(sequence, words) / wordSum,
    headingCovered: headingWords.reduce((sum, word) => sum + (words.get(word) ?? 0), 0) / wordSum,
    headingSaid: headingMass === 0 ? 0 : said.reduce((sum, word) => sum + rarity.of(word), 0) / headingMass,
    pairs: found,
  };
}

const none: readonly number[] = [];

/** The most mass of distinct words of the question in a stretch of `windowWords`. */
function bestWindow(sequence: readonly string[], words: ReadonlyMap<string, number>): number {
  const inside = new Map<string, number>();
  let mass = 0;
  let best = 0;
  for (const [at, word] of sequence.entries()) {
    const weight = words.get(word);
    if (weight !== undefined) {
      const count = inside.get(word) ?? 0;
      if (count === 0) mass += weight;
      inside.set(word, count + 1);
    }
    const gone = sequence[at - windowWords];
    const left = gone === undefined ? undefined : words.get(gone);
    if (gone !== undefined && left !== undefined) {
      const count = (inside.get(gone) ?? 1) - 1;
      inside.set(gone, count);
      if (count === 0) mass -= left;
    }
    if (mass > best) best = mass;
  }
  return best;
}
