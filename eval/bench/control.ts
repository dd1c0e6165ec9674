import { randomNumbers } from '../random.ts';
import { processorMs } from '../statistics.ts';

/** Seconds of processor time that a fixed piece of work takes: sorting, hashing words, adding through arrays. Says how fast a machine is now. */
export function controlSeconds(): number {
  const from = processorMs();
  const random = randomNumbers(1);
  const numbers = Float64Array.from({ length: 1_500_000 }, random);
  numbers.sort();
  const words = new Map<string, number>();
  for (let n = 0; n < 800_000; n++) {
    const word = `w${Math.floor(random() * 60_000)}`;
    words.set(word, (words.get(word) ?? 0) + 1);
  }
  let sum = 0;
  for (let round = 0; round < 20; round++) for (let n = 0; n < numbers.length; n += 3) sum += numbers[n]!;
  // The result is used, so that nothing of the work may be left out.
  return sum > 0 && words.size > 0 ? (processorMs() - from) / 1000 : 0;
}
