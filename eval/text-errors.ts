/*
 * How far a read text is from the true one: characters, words, numbers.
 */

/** One form for comparing: NFC, one kind of quotation mark and dash, leaders of any length alike, single spaces. */
export const comparable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[“”„]/gu, '"')
    .replace(/[‘’]/gu, "'")
    .replace(/[–—]/gu, '-')
    .replace(/(?:\.{3,}|…+|_{3,})/gu, '…')
    .replace(/\s*\|\s*/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();

/** Least number of insertions, deletions and replacements that make `read` of `truth`. */
export function editDistance<T>(truth: readonly T[], read: readonly T[]): number {
  let above = Int32Array.from({ length: read.length + 1 }, (_, index) => index);
  for (let row = 1; row <= truth.length; row++) {
    const current = new Int32Array(read.length + 1);
    current[0] = row;
    for (let column = 1; column <= read.length; column++) {
      const replaced = (above[column - 1] as number) + (truth[row - 1] === read[column - 1] ? 0 : 1);
      current[column] = Math.min(
        replaced,
        (above[column] as number) + 1,
        (current[column - 1] as number) + 1,
      );
    }
    above = current;
  }
  return above[read.length] as number;
}

/** Numbers with the signs inside them: '3.193', '15/4/2024', '10.4.3'. */
export const numbersOf = (text: string): string[] => text.match(/\d+(?:[.,/-]\d+)*/gu) ?? [];

/** Numbers of the truth that were not read, and numbers that were read and do not exist. */
export function compareNumbers(
  truth: string,
  read: string,
): { total: number; lost: string[]; invented: string[] } {
  const left = new Map<string, number>();
  for (const number of numbersOf(read)) left.set(number, (left.get(number) ?? 0) + 1);
  const wanted = numbersOf(truth);
  const lost = wanted.filter((number) => {
    const count = left.get(number) ?? 0;
    left.set(number, count - 1);
    return count <= 0;
  });
  const invented = [...left].flatMap(([number, count]) =>
    Array.from({ length: Math.max(0, count) }, () => number),
  );
  return { total: wanted.length, lost, invented };
}

/** Share of the words of the truth that were read, wherever they stand: layout cannot spoil it. */
export function wordRecall(truth: readonly string[], read: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of read) left.set(word, (left.get(word) ?? 0) + 1);
  const found = truth.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  });
  return truth.length === 0 ? 1 : found.length / truth.length;
}
