const steps: readonly (readonly [number, string])[] = [
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];
const values: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

/** 14 as 'XIV'; what has no such letters here (below 1, from 400 on) in digits. */
export function toRoman(count: number): string {
  if (!(count > 0 && count < 400)) return String(count);
  let rest = count;
  let letters = '';
  for (const [size, letter] of steps) {
    while (rest >= size) {
      letters += letter;
      rest -= size;
    }
  }
  return letters;
}

/** 'xiv' or 'XIV' as 14; null where a letter is none of I, V, X, L and C. */
export function fromRoman(letters: string): number | null {
  const digits = [...letters.toLowerCase()].map((letter) => values[letter]);
  let sum = 0;
  for (const [at, digit] of digits.entries()) {
    if (digit === undefined) return null;
    sum += digit < (digits[at + 1] ?? 0) ? -digit : digit;
  }
  return sum > 0 ? sum : null;
}
