import { syllables } from '../text/syllables.ts';
import { cleanText, fold } from '../text/normalise.ts';
import { randomNumbers } from './random.ts';

/* The ways in which the same question is typed: what `capuy eval retrieval` asks beside the question as written. */

/** Each word keeps its diacritics or loses them, half of them on average; the same for the same seed. */
export function halfAccented(text: string, seed: number): string {
  const random = randomNumbers(seed);
  return cleanText(text).replace(/[\p{L}\p{M}]+/gu, (word) => (random() < 0.5 ? fold(word) : word));
}

/**
 * One edit in the word that the fewest passages have, of those with three letters or more: a letter left out,
 * doubled, replaced by one that lies beside it, or two changed about. Without diacritics the text stays without.
 */
export function withTypo(text: string, frequency: (folded: string) => number, seed: number): string {
  const random = randomNumbers(seed);
  const clean = cleanText(text);
  const words = syllables(clean).filter(({ folded }) => /^\p{L}{3,}$/u.test(folded) && frequency(folded) > 0);
  if (words.length === 0) return clean;
  const rarest = words.reduce((best, word) =>
    frequency(word.folded) < frequency(best.folded) ? word : best,
  );
  const letters = [...clean.slice(rarest.from, rarest.to)];
  const at = Math.floor(random() * letters.length);
  const kind = Math.floor(random() * 4);
  if (kind === 0) letters.splice(at, 1);
  else if (kind === 1) letters.splice(at, 0, letters[at]!);
  else if (kind === 2) letters[at] = beside(letters[at]!, random);
  else {
    const first = Math.min(at, letters.length - 2);
    [letters[first], letters[first + 1]] = [letters[first + 1]!, letters[first]!];
  }
  return clean.slice(0, rarest.from) + letters.join('') + clean.slice(rarest.to);
}

/**
 * One or two accented words, by chance, as their Telex keys ('quyết' as 'quyeets'): what is left where the input
 * method was off or slow. Text without an accented word stays as it is.
 */
export function withTelex(text: string, seed: number): string {
  const random = randomNumbers(seed);
  const clean = cleanText(text);
  const words = syllables(clean).filter(({ exact, folded }) => exact !== folded && /^\p{L}+$/u.test(exact));
  const count = Math.min(words.length, random() < 0.5 ? 1 : 2);
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(Math.floor(random() * words.length));
  let typed = '';
  let end = 0;
  for (const [place, { from, to }] of words.entries()) {
    if (!chosen.has(place)) continue;
    typed += clean.slice(end, from) + telexKeys(clean.slice(from, to));
    end = to;
  }
  return typed + clean.slice(end);
}

const markKeys: Readonly<Record<string, string>> = { '\u0306': 'w', '\u031b': 'w' };
const toneKeys: Readonly<Record<string, string>> = {
  '\u0301': 's',
  '\u0300': 'f',
  '\u0309': 'r',
  '\u0303': 'x',
  '\u0323': 'j',
};

/** Each mark after its letter, the tone at the end of the word. */
function telexKeys(word: string): string {
  let keys = '';
  let tone = '';
  for (const part of word.normalize('NFD')) {
    tone += toneKeys[part] ?? '';
    if (part === '\u0302') keys += keys.at(-1)!.toLowerCase();
    else if (part === 'đ' || part === 'Đ') keys += part === 'đ' ? 'dd' : 'Dd';
    else keys += part in toneKeys ? '' : (markKeys[part] ?? part);
  }
  return keys + tone;
}

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

function beside(letter: string, random: () => number): string {
  const plain = fold(letter);
  const row = rows.find((keys) => keys.includes(plain));
  if (!row) return letter;
  const at = row.indexOf(plain);
  const near = [row[at - 1], row[at + 1]].filter((key) => key !== undefined);
  return near[Math.floor(random() * near.length)] ?? letter;
}
