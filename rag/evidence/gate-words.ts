import { fold } from '../../text/normalise.ts';
import { syllables, type Syllable } from '../../text/syllables.ts';
import type { Question } from '../question/analyse.ts';
import type { Terms } from '../question/terms.ts';
import type { PreparedPassage } from './prepare.ts';
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

/**
 * Words that say how or to whom one speaks, or that a rule says in other words or not at all: duty, 'already', bounds
 * ('muộn nhất' is 'không quá', 'trước ngày'), now. Their absence says nothing about a candidate.
 */
const manner = new Set(
  (
    'phải cần nên rồi chưa không nhất muộn chậm sớm đang hiện nay lâu cho biết xin vui lòng tôi mình em anh chị bác cháu ơi nhé ' +
    'đi lại cứ thôi hay hoặc với nếu hả hở vậy thế ta người thật đúng ạ nhiều ít tối đa thiểu xem giúp hộ muốn'
  ).split(' '),
);
const mannerFolded = new Set([...manner].map(fold));

/** Whether a word of the question only says in what manner it is asked. */
export const isManner = ({ exact, folded }: Syllable, hasDiacritics: boolean): boolean =>
  hasDiacritics ? manner.has(exact) : mannerFolded.has(folded);

/** What a paragraph leaves unsaid because the one beside it has said it weighs half. */
const besideShare = 0.5;

/** Looks at the candidates for one question word by word; `passages` are those found. */
export function openWordsOf(
  question: Question,
  passages: readonly PreparedPassage[],
): (ranked: RankedUnit) => OpenWords {
  const asked = askedWords(question);
  const names = asked.filter(({ isName }) => isName);
  const total = asked.reduce((sum, { rarity }) => sum + rarity, 0) || 1;
  const has = (terms: Terms, { exact, folded }: AskedWord): boolean =>
    question.hasDiacritics ? terms.exactWords.has(exact) : terms.words.has(folded);
  return (ranked) => {
    const { passage } = ranked;
    const block = blockOf(ranked);
    const near = [passage, ...besideOf(passage, passages)];
    const openness = (word: AskedWord): number => {
      if (has(passage.context, word) || block.some((unit) => has(unit, word))) return 0;
      return near.some(({ body }) => has(body, word)) ? besideShare : 1;
    };
    const sumOf = (words: readonly AskedWord[], weightOf: (word: AskedWord) => number): number =>
      words.reduce((sum, word) => sum + weightOf(word) * openness(word), 0);
    return {
      usualOpen: sumOf(asked, ({ rarity }) => rarity) / total,
      namesOpen: names.length === 0 ? 0 : sumOf(names, () => 1) / names.length,
    };
  };
}

/** The passages found that stand right before or after this one in its document. */
export const besideOf = (
  { passage }: PreparedPassage,
  found: readonly PreparedPassage[],
): PreparedPassage[] =>
  found.filter(
    (other) =>
      other.passage.document.id === passage.document.id &&
      Math.abs(other.passage.ordinal - passage.ordinal) === 1,
  );

function askedWords(question: Question): AskedWord[] {
  const content = new Set(question.content);
  const found = new Map<string, AskedWord>();
  for (const [at, word] of syllables(question.expanded).entries()) {
    const { folded, exact, from, to } = word;
    const key = question.hasDiacritics ? exact : folded;
    if (!content.has(folded) || found.has(key) || isManner(word, question.hasDiacritics)) continue;
    found.set(key, {
      folded,
      exact,
      rarity: Math.min(1, -Math.log(usualShare(folded)) / rarest),
      isName: at > 0 && /^\p{Lu}/u.test(question.expanded.slice(from, to)),
    });
  }
  return [...found.values()];
}
