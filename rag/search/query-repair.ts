import { cleanText, fold } from '../../text/normalise.ts';
import { syllables, type Syllable } from '../../text/syllables.ts';
import { readKeys } from '../../text/telex.ts';
import { oneEditFrom } from '../../text/typo.ts';
import type { CorpusStatistics } from '../types.ts';

/** What must be known of the words of a store to repair a question; the lexical index is one. */
export interface KnownWords {
  /** In how many passages a folded word, or a pair of neighbours, occurs. */
  frequency(word: string, next?: string): number;
  /** The accented forms of a folded word, itself included. */
  variantsOf(folded: string): readonly string[];
}

/** A word of a question that is searched as something else. */
export interface Repair {
  /** Place among the words of the question. */
  place: number;
  /** What is searched instead or beside, accented as far as it is known, best first; never empty. */
  readings: readonly string[];
  /** Whether no passage has the word as typed, so that nothing is lost when a reading takes its place. */
  isUnknown: boolean;
  /** Whether the word was left in the keys of Telex or VNI; otherwise a slip is supposed. */
  isKeys: boolean;
}

/** The words of a store by its statistics alone; of their accents nothing is known. */
export const knownBy = (statistics: CorpusStatistics): KnownWords => ({
  frequency: (word, next) => statistics.passageFrequency(next === undefined ? word : `${word}_${next}`),
  variantsOf: (folded) => [folded],
});

/** How many readings of one word are searched. */
const mostReadings = 2;
/** A second reading that is this much less likely is not searched. */
const leastShare = 0.1;
/** No more words of one question are looked at closely, so that a text in another language costs little. */
const mostRepairs = 8;
/** A foreign or an invented word is longer than any syllable; a slip in it is not looked for beyond this length. */
const longestWord = 16;

/**
 * The words of a question that are no words of the store, read as what was meant: first as the keys of Telex or VNI,
 * then as one slip of typing away from a word that the store knows beside the neighbours. A word that the store knows
 * is repaired only where it knows it beside neither neighbour. Symbols, shortened words and words with digits are
 * left alone; of known words also names.
 */
export function repairsOf(text: string, known: KnownWords): Repair[] {
  const clean = cleanText(text);
  const words = syllables(clean);
  // A slip is asked of every word that may be meant; a page that somebody pasted is no question with one.
  if (words.length > mostWords) return [];
  const folded = words.map((word) => word.folded);
  const isUnknown = folded.map((word) => known.frequency(word) === 0);
  if (!isUnknown.includes(true) && !folded.some((_, place) => isLonely(folded, place, known))) return [];
  const isShouted = clean === clean.toUpperCase();
  const isOpen = words.map((word) => mayBeRepaired(clean, word, isShouted));
  const keys = words.map(({ exact }, place) => (isUnknown[place] && isOpen[place] ? readKeys(exact) : null));
  // Neighbours left in keys count as what they mean, so that a whole question in Telex is read.
  const meant = folded.map((word, place) => (keys[place] === null ? word : fold(keys[place]!)));
  const repairs: Repair[] = [];
  for (const [place, word] of words.entries()) {
    if (!isOpen[place] || repairs.length === mostRepairs) continue;
    const key = keys[place];
    if (key != null && (words.length === 1 || isBesideKnown(meant, place, known))) {
      repairs.push({ place, readings: [key], isUnknown: true, isKeys: true });
      continue;
    }
    if (!isUnknown[place] && (isName(clean, word, place) || !isLonely(meant, place, known))) continue;
    const readings = slipsOf(meant, place, known);
    if (readings.length > 0) {
      repairs.push({
        place,
        readings: readings.map((reading) => accented(word.exact, known.variantsOf(reading))),
        isUnknown: isUnknown[place]!,
        isKeys: false,
      });
    }
  }
  return repairs;
}

/**
 * A question with the words left in Telex or VNI keys written out, for everything that reads it. Slips stay: what an
 * invented word may have been meant for is searched, but must not be taken for what was asked.
 */
export function withoutKeys(text: string, statistics: CorpusStatistics): string {
  const repairs = repairsOf(text, knownBy(statistics)).filter(({ isKeys }) => isKeys);
  return repairs.length === 0 ? text : repairedText(text, repairs);
}

/** What a question was read as by the search, for explanations. */
export function searchedAs(text: string, statistics: CorpusStatistics): string {
  const repairs = repairsOf(text, knownBy(statistics)).filter(({ isUnknown }) => isUnknown);
  return repairs.length === 0 ? text : repairedText(text, repairs);
}

/** The question with its repaired words in their places; unchanged where nothing was repaired. */
export function repairedText(text: string, repairs: readonly Repair[]): string {
  const clean = cleanText(text);
  if (repairs.length === 0) return clean;
  const words = syllables(clean);
  let read = '';
  let end = 0;
  for (const { place, readings } of repairs) {
    const { from, to } = words[place]!;
    const first = clean.slice(from, from + 1);
    const reading = readings[0]!;
    read += clean.slice(end, from);
    read += first === first.toLowerCase() ? reading : reading[0]!.toUpperCase() + reading.slice(1);
    end = to;
  }
  return read + clean.slice(end);
}

const isBesideKnown = (words: readonly string[], place: number, known: KnownWords): boolean =>
  (place > 0 && known.frequency(words[place - 1]!, words[place]) > 0) ||
  (place + 1 < words.length && known.frequency(words[place]!, words[place + 1]) > 0);

/** Whether a word has neighbours and is known beside none of them. */
const isLonely = (words: readonly string[], place: number, known: KnownWords): boolean =>
  words.length > 1 && !isBesideKnown(words, place, known);

/** Words of letters that stand alone; in a question that is not all in capitals not those in capitals. */
function mayBeRepaired(clean: string, { from, to }: Syllable, isShouted: boolean): boolean {
  const printed = clean.slice(from, to);
  if (printed.length > longestWord) return false;
  if (/[\p{L}\p{N}][/\-_.@&]$/u.test(clean.slice(Math.max(0, from - 2), from))) return false;
  if (/^[/\-_.@&][\p{L}\p{N}]/u.test(clean.slice(to, to + 2))) return false;
  return isShouted || printed.length === 1 || printed !== printed.toUpperCase();
}

const isName = (clean: string, { from }: Syllable, place: number): boolean =>
  place > 0 && clean[from] !== clean[from]!.toLowerCase();

/** Words of the longest question that is repaired. */
const mostWords = 300;

/**
 * The known words one slip away, by how likely they stand between the neighbours: how often beside each, given how
 * common they are.
 */
function slipsOf(words: readonly string[], place: number, known: KnownWords): string[] {
  const word = words[place]!;
  if (!/^[a-z]{2,}$/u.test(word)) return [];
  const before = words[place - 1];
  const after = words[place + 1];
  const found: { word: string; likely: number }[] = [];
  for (const other of oneEditFrom(word)) {
    if (other.length < 2) continue;
    const alone = known.frequency(other);
    if (alone === 0) continue;
    const left = before === undefined ? 0 : known.frequency(before, other);
    const right = after === undefined ? 0 : known.frequency(other, after);
    if (left + right === 0) continue;
    found.push({ word: other, likely: ((left + unseen) * (right + unseen)) / (alone + 1) });
  }
  found.sort((x, y) => y.likely - x.likely);
  return found
    .slice(0, mostReadings)
    .filter(({ likely }) => likely >= leastShare * found[0]!.likely)
    .map((one) => one.word);
}

/** What a pair that no passage has counts beside those that some have. */
const unseen = 0.2;

/** The form whose marks are most like those typed; without marks typed, the bare one. */
function accented(typed: string, variants: readonly string[]): string {
  const marks = marksOf(typed);
  let best = variants[0] ?? typed;
  let least = Infinity;
  for (const variant of variants) {
    const own = marksOf(variant);
    const shared = own.filter((mark) => marks.includes(mark)).length;
    const difference = own.length + marks.length - 2 * shared;
    if (difference < least) [best, least] = [variant, difference];
  }
  return best;
}

const marksOf = (word: string): string[] => word.normalize('NFD').match(/[\p{M}đ]/gu) ?? [];
