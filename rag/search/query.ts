import { expandAbbreviations } from '../../text/abbreviations.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import { repairedText, repairsOf } from './query-repair.ts';
import type { WeightedTerm } from './lexical-index.ts';
import type { KnownWords } from './query-repair.ts';

/** A word of the question as it counts in the search. */
export interface QueryWord {
  /** Lower case with its accents. */
  exact: string;
  folded: string;
  /** 1 for what is asked about, less for the words of asking. */
  weight: number;
  /** Whether it belongs to a turn of phrase that asks. */
  isAsking: boolean;
}

/** A question made ready for the search; nothing of it is lost, only weighted. */
export interface Query {
  text: string;
  words: readonly QueryWord[];
  /** Each reading of each abbreviation and of each mistyped word, as words; searched beside the words as typed. */
  expansions: readonly (readonly QueryWord[])[];
  /**
   * Whether most words carry diacritics, as in ordinary Vietnamese: then a bare word is meant bare ('ban', not
   * 'bản'). In a question typed without or with few diacritics only the accented words say anything about accents.
   */
  isAccented: boolean;
  /** With abbreviations written out and mistyped words repaired, for explanations. */
  expandedText: string;
}

/** Adjacent pairs say more than their words. */
export const pairWeight = 1.5;
/** How much the words of asking count beside the words of the matter. */
const scaffoldWeight = 0.5;
/** How much the readings of a mistyped word count that do not take its place, all together. */
const slipWeight = 0.5;

/**
 * Reads a question: words with their weights, abbreviations in all their readings. Pure, and the same for any
 * spelling: 'BTV la gi' and 'Btv là gì?' differ only in `exact`.
 * @param known the words of the store, by which mistyped ones are repaired; none are without it
 */
export function readQuery(text: string, known?: KnownWords): Query {
  const typed = cleanText(text);
  const repairs = known ? repairsOf(typed, known) : [];
  // What no passage has gives its place to what was meant; what some have stays, and what may be meant is added.
  const clean = repairedText(
    typed,
    repairs.filter(({ isUnknown }) => isUnknown),
  );
  const found = syllables(clean);
  const scaffold = scaffoldMask(found.map((word) => word.folded));
  const words = found.map(({ exact, folded }, index) => ({
    exact,
    folded,
    weight: scaffold[index] ? scaffoldWeight : 1,
    isAsking: scaffold[index] ?? false,
  }));
  const expansions: QueryWord[][] = [];
  let expandedText = '';
  let end = 0;
  for (const { from, to, expansions: readings } of expandAbbreviations(clean).alternatives) {
    if (!looksShortened(clean.slice(from, to))) continue;
    expandedText += clean.slice(end, from) + readings.join(' / ');
    end = to;
    for (const reading of readings) {
      const weight = 1 / readings.length;
      expansions.push(
        syllables(reading).map(({ exact, folded }) => ({ exact, folded, weight, isAsking: false })),
      );
    }
  }
  for (const { place, readings, isUnknown } of repairs) {
    const others = isUnknown ? readings.slice(1) : readings;
    for (const reading of others) {
      const weight = slipWeight / others.length;
      const meant = { exact: reading, folded: fold(reading), weight, isAsking: false };
      const beside = [words[place - 1], meant, words[place + 1]].filter((word) => word !== undefined);
      expansions.push(beside.map((word) => ({ ...word, weight: Math.min(word.weight, weight) })));
    }
  }
  return {
    text: clean,
    words,
    expansions,
    isAccented: words.filter((word) => word.exact !== word.folded).length * 2 >= Math.max(1, words.length),
    expandedText: expandedText + clean.slice(end),
  };
}

/** The terms of a query for the lexical index: every word, and every pair of neighbours at the lesser weight. */
export function queryTerms(query: Query): WeightedTerm[] {
  return [query.words, ...query.expansions].flatMap(termsOf);
}

function termsOf(words: readonly QueryWord[]): WeightedTerm[] {
  const terms: WeightedTerm[] = [];
  for (const [index, { folded, weight }] of words.entries()) {
    terms.push({ word: folded, weight });
    const next = words[index + 1];
    if (next) {
      terms.push({ word: folded, next: next.folded, weight: pairWeight * Math.min(weight, next.weight) });
    }
  }
  return terms;
}

/**
 * An abbreviation that could be read as a syllable must be in capitals: 'từ' and 'tu' are words, 'TU' is tỉnh ủy.
 * Those without a vowel ('btv', 'nq') are never words.
 */
function looksShortened(printed: string): boolean {
  if (!/[aeiouy]/u.test(fold(printed))) return true;
  return printed === printed.toUpperCase();
}

/** Turns of phrase that ask without saying about what, folded. */
const scaffoldPhrases: readonly (readonly string[])[] = `
duoc quy dinh nhu the nao|duoc quy dinh ra sao|quy dinh nhu the nao|quy dinh ra sao|duoc hieu nhu the nao
duoc hieu la gi|duoc hieu|duoc thuc hien nhu the nao|duoc thuc hien ra sao|thuc hien nhu the nao|nhu the nao
the nao la|the nao|ra sao|la gi|la ai|la bao nhieu|bao nhieu|bao lau|la bao lau|khi nao|tu khi nao|o dau|tai sao
vi sao|gom nhung gi|bao gom nhung gi|gom nhung|bao gom nhung|gom cac|gom|co phai|phai khong|hay khong|duoc khong
duoc hay khong|co bi|co duoc|theo quy dinh cua phap luat|theo quy dinh phap luat|theo quy dinh|theo phap luat
quy dinh ve|quy dinh cua phap luat ve|hien nay|hien hanh|nhung|nao|gi|ai|may|thi|a|vay|cho hoi|xin hoi
toi muon hoi|cho toi hoi|cho biet|xin cho biet|hay cho biet|duoc quy dinh|duoc quy dinh tai dau
bi xu ly nhu the nao|bi xu phat nhu the nao|nhu nao|khong`
  .trim()
  .split(/[|\n]/u)
  .map((phrase) => phrase.split(' '))
  .sort((x, y) => y.length - x.length);
/** The same by their first word, longest first. */
const phrasesFrom = new Map(
  scaffoldPhrases.map(([first = '']) => [first, scaffoldPhrases.filter(([other]) => other === first)]),
);

/** Which words only ask; a question made of nothing else is left as it is. */
export function scaffoldMask(folded: readonly string[]): boolean[] {
  const mask = askingWords(folded);
  return mask.every(Boolean) ? folded.map(() => false) : mask;
}

/** Which words belong to a turn of phrase that asks, longest phrases first. */
export function askingWords(folded: readonly string[]): boolean[] {
  const mask = folded.map(() => false);
  for (let at = 0; at < folded.length; at++) {
    const phrase = phrasesFrom
      .get(folded[at]!)
      ?.find((words) => words.every((word, offset) => folded[at + offset] === word));
    if (!phrase) continue;
    // "không" asks only at the end; elsewhere it denies.
    if (phrase.length === 1 && phrase[0] === 'khong' && at !== folded.length - 1) continue;
    mask.fill(true, at, at + phrase.length);
    at += phrase.length - 1;
  }
  return mask;
}
