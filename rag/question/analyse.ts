import { fold, normalise, oneLine } from '../../text/normalise.ts';
import { bigrams, syllables, type Syllable } from '../../text/syllables.ts';
import { countedOf, focusOf, predicateOf, type Phrase } from './counted.ts';
import { factsOf, type Fact } from './facts.ts';
import { findPlaces } from './places.ts';
import { asksForList, typesOf, type QuestionType } from './question-type.ts';
import { blankOtherReadings, isFrameWord } from './question-words.ts';
import { expandTyped } from './shortened.ts';
import { slotsOf, type Slot } from './slots.ts';

export type { QuestionType, Slot };

/** A question taken apart. Offsets refer to `text`. */
export interface Question {
  /** Clean, one line, one tone placement. */
  text: string;
  /** `expanded` folded, words that diacritics rule out as question words blanked; same length as `expanded`. */
  frame: string;
  /** For the search: as typed, abbreviations that only look like words put in capitals. */
  searchText: string;
  /** With abbreviations written out. */
  expanded: string;
  hasDiacritics: boolean;
  /** Folded syllables of `expanded`, in order. */
  words: readonly string[];
  /** Distinct words that say what is asked about. */
  content: readonly string[];
  /** Distinct neighbouring pairs 'a_b', without those of two frame words. */
  pairs: readonly string[];
  /** The same pairs in exact spelling; empty where the question has no diacritics. */
  exactPairs: ReadonlySet<string>;
  type: QuestionType;
  types: readonly QuestionType[];
  wantsList: boolean;
  /** Folded noun that the asked value counts or names. */
  focus: readonly string[];
  /** Folded words of the noun phrase that is counted, modifiers included; `label` as typed. */
  counted: Phrase;
  /** Folded words of the decision that a yes-no question asks about. */
  predicate: Phrase;
  slots: readonly Slot[];
  /** Canonical facts that the question itself states. */
  facts: readonly Fact[];
}

/** Takes a question apart. Pure; knows nothing of any store. */
export function analyseQuestion(question: string): Question {
  const text = oneLine(normalise(question));
  const folded = fold(text);
  const hasDiacritics = folded !== text.toLowerCase();
  const { expanded, searchText } = expandTyped(text);
  const frame = hasDiacritics ? blankOtherReadings(expanded) : fold(expanded);
  const all = syllables(expanded);
  const words = all.map((word) => word.folded);
  const isFrame = (word: Syllable): boolean => isFrameWord(word, hasDiacritics);
  const types = typesOf(frame);
  const facts = factsOf(text);
  const pairs = all.slice(1).map((word, i) => [all[i] as Syllable, word] as const);
  return {
    text,
    frame,
    searchText: withPlaceNames(searchText),
    expanded,
    hasDiacritics,
    words,
    content: [...new Set(all.filter((word) => !isFrame(word)).map((word) => word.folded))],
    pairs: [
      ...new Set(
        pairs.filter(([a, b]) => !(isFrame(a) && isFrame(b))).map(([a, b]) => `${a.folded}_${b.folded}`),
      ),
    ],
    exactPairs: new Set(hasDiacritics ? bigrams(all.map((word) => word.exact)) : []),
    type: types[0] as QuestionType,
    types,
    wantsList: asksForList(frame, types),
    focus: focusOf(frame),
    counted: countedOf(expanded, frame, isFrame),
    predicate: types.includes('yes-no') ? predicateOf(frame, expanded) : { words: [], label: '' },
    slots: slotsOf(text, facts, hasDiacritics),
    facts,
  };
}

/** "tỉnh NA" is searched as "tỉnh Nghệ An". */
function withPlaceNames(text: string): string {
  let named = text;
  for (const { name, from, to } of findPlaces(text).reverse())
    if (text.slice(from, to) === text.slice(from, to).toUpperCase())
      named = named.slice(0, from) + name + named.slice(to);
  return named;
}
