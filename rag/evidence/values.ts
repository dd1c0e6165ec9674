import { fold } from '../../text/normalise.ts';
import type { Question } from '../question/analyse.ts';

/** Words that count without saying what: "mấy cái", "bao nhiêu người". */
export const classifiers: ReadonlySet<string> = new Set([
  'cai',
  'con',
  'chiec',
  'nguoi',
  'dong',
  'chi',
  'd',
  'c',
  'lan',
  'so',
  'luong',
  'tong',
]);

type Range = [number, number];

/**
 * Of the values in `text`, those that stand with the asked noun: "63 tổ chức cơ sở đảng", "chi bộ cơ sở là 42". All
 * of them where none is nearer than the others and they are few.
 */
export function bestValues(question: Question, text: string, values: readonly Range[]): Range[] {
  if (values.length <= 1) return [...values];
  const named = values.map((range) => around(text, range).after.slice(0, 5));
  const scored = values.map((range, i) => ({
    range,
    near: nearness(question, text, range) + (isSingledOut(question, named, i) ? singledOut : 0),
  }));
  const best = Math.max(...scored.map(({ near }) => near));
  if (best <= 0) return values.length <= 2 ? [...values] : [];
  return scored.filter(({ near }) => near >= best - 1e-9).map(({ range }) => range);
}

/** "61 đảng viên, trong đó 27 đảng viên nữ": of values of one noun, the one with a word of the question beside it. */
function isSingledOut(question: Question, named: readonly (readonly string[])[], at: number): boolean {
  const [head] = question.counted.words;
  const own = named[at] ?? [];
  if (head === undefined || own[0] !== head) return false;
  const rivals = named.filter((words, i) => i !== at && words[0] === head);
  return question.counted.words.some(
    (word) => own.includes(word) && rivals.length > 0 && rivals.every((words) => !words.includes(word)),
  );
}
const singledOut = 0.5;

/**
 * How surely a value is the asked one: the asked noun stands right after it or before it in its clause, and the words
 * that touch it are words of the question ("Khá 21,3%" and not "Tốt 74,5%").
 */
export function nearness(question: Question, text: string, range: readonly [number, number]): number {
  const nouns = question.counted.words.length > 0 ? question.counted.words : question.focus;
  const wanted = new Set(nouns.length > 0 ? nouns : question.content);
  const matter = new Set(question.content);
  const { after, before, inside } = around(text, range);
  const count = (list: readonly string[], set: ReadonlySet<string>): number =>
    new Set(list.filter((word) => set.has(word))).size;
  const noun =
    Math.max(count([...inside, ...after], wanted), 0.8 * count(before.slice(-14), wanted)) /
    Math.max(1, wanted.size);
  const clause = 0.05 * Math.min(6, count(before.slice(-14), matter));
  return noun + clause + touching(label(text, range[0]), matter) + touching(after.slice(0, 4), matter);
}

/** What names a value right before it: the words since the last mark, without those that only join. */
function label(text: string, from: number): string[] {
  const run = /[^,;:.()]*$/u.exec(text.slice(Math.max(0, from - 60), from))?.[0] ?? '';
  return (fold(run).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !joining.has(word)).slice(-4);
}

const joining = new Set(
  'la co dat chiem duoc khoang tren hon hien con gom cho voi da va trong do'.split(' '),
);

/** From -0.4, where none of the words that touch the value is asked about, to 0.4; 0 where nothing touches it. */
const touching = (words: readonly string[], matter: ReadonlySet<string>): number =>
  words.length === 0 ? 0 : 0.8 * (words.filter((word) => matter.has(word)).length / words.length - 0.5);

/**
 * True where one of the values stands in one clause with the head of the counted noun: a number elsewhere in the
 * sentence counts something else.
 */
export function isAttached(question: Question, text: string, values: readonly Range[]): boolean {
  const head = question.counted.words.slice(0, 2).filter((word) => !classifiers.has(word));
  if (head.length === 0) return true;
  return values.some((range) => {
    const { after, before, inside } = around(text, range);
    const near = new Set([...inside, ...after, ...before.slice(-24)]);
    return head.some((word) => near.has(word));
  });
}

function around(
  text: string,
  [from, to]: readonly [number, number],
): { after: string[]; before: string[]; inside: string[] } {
  const words = (part: string): string[] => fold(part).match(/[\p{L}\p{N}]+/gu) ?? [];
  return {
    after: words(/^(?:[^,;.:()]|[.,](?=\d))*/u.exec(text.slice(to, to + 80))?.[0] ?? '').slice(0, 8),
    before: words(clauseBefore(text.slice(Math.max(0, from - 160), from))),
    inside: words(text.slice(from, to)),
  };
}

/** What stands before a value in its clause; inside a bracket nothing from outside it. */
function clauseBefore(text: string): string {
  const clause = /(?:[^,;.]|[.,](?=\d))*$/u.exec(text)?.[0] ?? '';
  const open = clause.lastIndexOf('(');
  return open > clause.lastIndexOf(')') ? clause.slice(open + 1) : clause;
}
