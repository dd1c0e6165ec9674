import { syllables } from '../../text/syllables.ts';
import type { Question } from '../question/analyse.ts';
import type { Terms } from '../question/terms.ts';
import { blockOf } from './evidence.ts';
import type { RankedUnit } from './rank-units.ts';
import { usualShare } from './usual-rarity.ts';

/*
 * What becomes of the single words of a question. A word that stands neither in the candidate nor in its heading weighs
 * by how rare it is in texts at large, because in a small store all words are about as rare. Where the question has
 * diacritics a word is there only with them: 'voi' is not 'với'.
 */

/** A word of the question that says what it is about. */
interface AskedWord {
  folded: string;
  exact: string;
  /** Rarity in texts at large, 0 to 1. */
  rarity: number;
  /** Capitalised, and not as the first word of a sentence. */
  isName: boolean;
}

/** What of the question's words is open; shares, 0 to 1. */
export interface OpenWords {
  /** By rarity, neither in the candidate nor in what it stands under. */
  usualOpen: number;
  /** The same of names, counted. */
  namesOpen: number;
}

const rarest = -Math.log(2e-5);

/** Looks at the candidates for one question word by word. */
export function openWordsOf(question: Question): (ranked: RankedUnit) => OpenWords {
  const asked = askedWords(question);
  const names = asked.filter(({ isName }) => isName);
  const total = asked.reduce((sum, { rarity }) => sum + rarity, 0) || 1;
  const has = (terms: Terms, { exact, folded }: AskedWord): boolean =>
    question.hasDiacritics ? terms.exactWords.has(exact) : terms.words.has(folded);
  return (ranked) => {
    const { context } = ranked.passage;
    const block = blockOf(ranked);
    const isOpen = (word: AskedWord): boolean =>
      !block.some((unit) => has(unit, word)) && !has(context, word);
    const open = asked.filter(isOpen);
    return {
      usualOpen: open.reduce((sum, { rarity }) => sum + rarity, 0) / total,
      namesOpen: names.length === 0 ? 0 : names.filter(isOpen).length / names.length,
    };
  };
}

function askedWords(question: Question): AskedWord[] {
  const content = new Set(question.content);
  const found = new Map<string, AskedWord>();
  for (const [at, { folded, exact, from, to }] of syllables(question.expanded).entries()) {
    const key = question.hasDiacritics ? exact : folded;
    if (!content.has(folded) || found.has(key)) continue;
    found.set(key, {
      folded,
      exact,
      rarity: Math.min(1, -Math.log(usualShare(folded)) / rarest),
      isName: at > 0 && /^\p{Lu}/u.test(question.expanded.slice(from, to)),
    });
  }
  return [...found.values()];
}
