import { fold, oneLine } from '../../text/normalise.ts';
import { sentences } from '../../text/sentences.ts';

/** What became of one sentence between two texts. */
export type Difference =
  | { how: 'kept'; before: string; after: string }
  | { how: 'changed'; before: string; after: string; dropped: string[]; added: string[] }
  | { how: 'dropped'; before: string }
  | { how: 'added'; after: string };

/** Sentences that share this much of their words are one sentence, changed. */
const sameSentence = 0.4;

/** The sentences of two texts side by side, in the order of the newer one; dropped ones where they stood. */
export function differencesOf(before: string, after: string): Difference[] {
  const [old, young] = [before, after].map((text) => sentences(text).map((one) => oneLine(one.text)));
  const pairs = aligned(old!, young!, (a, b) => keyOf(unnumbered(a)) === keyOf(unnumbered(b)));
  const found: Difference[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const flush = (): void => {
    found.push(...matched(gone, come));
    gone = [];
    come = [];
  };
  for (const [a, b] of pairs) {
    if (a !== null && b !== null) {
      flush();
      found.push({ how: 'kept', before: a, after: b });
    } else if (a !== null) gone.push(a);
    else if (b !== null) come.push(b);
  }
  flush();
  return found;
}

/** Between two kept sentences: what was reworded, and what came or went. */
function matched(gone: readonly string[], come: readonly string[]): Difference[] {
  const pairs = aligned(gone, come, (a, b) => likeness(a, b) >= sameSentence);
  return pairs.flatMap(([a, b]): Difference[] => {
    if (a !== null && b !== null) return [{ how: 'changed', before: a, after: b, ...wordChanges(a, b) }];
    return a !== null ? [{ how: 'dropped', before: a }] : b !== null ? [{ how: 'added', after: b }] : [];
  });
}

/** Runs of words that only one of two sentences has. */
function wordChanges(before: string, after: string): { dropped: string[]; added: string[] } {
  const dropped: string[] = [];
  const added: string[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const flush = (): void => {
    if (gone.length > 0) dropped.push(trimmed(gone.join(' ')));
    if (come.length > 0) added.push(trimmed(come.join(' ')));
    gone = [];
    come = [];
  };
  for (const [a, b] of aligned(
    unnumbered(before).split(' '),
    unnumbered(after).split(' '),
    (x, y) => keyOf(x) === keyOf(y),
  )) {
    if (a !== null && b !== null) flush();
    else if (a !== null) gone.push(a);
    else if (b !== null) come.push(b);
  }
  flush();
  return { dropped: dropped.filter(Boolean), added: added.filter(Boolean) };
}

const trimmed = (text: string): string => text.replace(/^[\s"“”.,;:]+|[\s"“”.,;:]+$/gu, '');

/** The longest common subsequence of two lists, with what stands between. */
function aligned(
  a: readonly string[],
  b: readonly string[],
  isSame: (x: string, y: string) => boolean,
): [string | null, string | null][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Int32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i]![j] = isSame(a[i]!, b[j]!)
        ? lengths[i + 1]![j + 1]! + 1
        : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const found: [string | null, string | null][] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (isSame(a[i]!, b[j]!) && lengths[i]![j] === lengths[i + 1]![j + 1]! + 1)
      found.push([a[i++]!, b[j++]!]);
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) found.push([a[i++]!, null]);
    else found.push([null, b[j++]!]);
  }
  while (i < a.length) found.push([a[i++]!, null]);
  while (j < b.length) found.push([null, b[j++]!]);
  return found;
}

/** Another number in front of the same words is no change of them. */
const unnumbered = (text: string): string =>
  text.replace(/^[\s"“]*(?:Điều \d+[a-zđ]?\.|\d{1,3}(?:\.\d{1,3})*[.)]|\p{Ll}\)|[-–+])\s*(?=\S)/u, '');

/** Marks and quotation signs are no difference; words with their marks of tone are. */
const keyOf = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/["“”.,;:()]+/gu, '')
    .trim();

function likeness(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => new Set(fold(text).match(/[\p{L}\d]+/gu) ?? []));
  const shared = [...x!].filter((word) => y!.has(word)).length;
  return shared / Math.max(1, x!.size + y!.size - shared);
}
