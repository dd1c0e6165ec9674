import { fold } from '../../text/normalise.ts';
import { editDistanceAtMostOne } from '../../text/similarity.ts';

/** Most units that are offered for one name. */
const most = 4;

/**
 * Units whose name `text` may be with a slip of the finger in it, or with more words around it: every word of one but
 * one is in the other, give or take a letter. Nearest first; only offered, never taken.
 */
export function unitsNear<U extends { name: string }>(units: readonly U[], text: string): U[] {
  const typed = wordsOf(text);
  if (typed.length === 0) return [];
  const scored = units.map((unit) => {
    const own = wordsOf(unit.name);
    const missing = own.filter((word) => !typed.some((each) => isNear(each, word))).length;
    const extra = typed.filter((word) => !own.some((each) => isNear(word, each))).length;
    return { unit, missing, extra, score: missing * 2 + extra };
  });
  return scored
    .filter(({ unit, missing }) => missing === 0 || (missing === 1 && wordsOf(unit.name).length > 2))
    .sort((a, b) => a.score - b.score)
    .slice(0, most)
    .map(({ unit }) => unit);
}

/**
 * Words of `text` that stand in no unit's name, where they are two and more: not the unit's, though the rest names it
 * ('Chi bộ Tổng hợp chuẩn bị đại hội'). '' where there are none.
 */
export function wordsBeside(units: readonly { name: string }[], text: string): string {
  if (units.length === 0) return '';
  const known = new Set(units.flatMap((unit) => wordsOf(unit.name)));
  const typed = [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)];
  const isOther = ([word]: RegExpMatchArray): boolean =>
    word.length > 1 && !common.has(fold(word)) && ![...known].some((own) => isNear(own, fold(word)));
  const others = typed.filter(isOther);
  const [first] = others;
  return first && others.length > 1 ? text.slice(first.index) : '';
}

/** Whether each of the words is one of the unit's name with a slip in it. */
export function isSlipOf(unit: { name: string }, words: string): boolean {
  const own = wordsOf(unit.name);
  const typed = fold(words).match(/[\p{L}\p{N}]+/gu) ?? [];
  return typed.length > 0 && typed.every((word) => own.some((each) => isSlip(word, each)));
}
/** Whether one is the other with a letter too many, too few, wrong or out of its place. */
export const isSlip = (a: string, b: string): boolean =>
  isNear(a, b) || (a.length === b.length && [...a].sort().join('') === [...b].sort().join(''));

const isNear = (a: string, b: string): boolean =>
  a === b || (Math.min(a.length, b.length) >= 3 && editDistanceAtMostOne(a, b));

const common = new Set('chi bo dang uy co so truc thuoc'.split(' '));
/** Words that tell one unit from another. */
const wordsOf = (text: string): string[] =>
  (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !common.has(word));
