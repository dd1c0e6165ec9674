/**
 * Shares in tenths of a percent that add up to exactly 1000 (largest remainder); all zero where nothing is counted.
 * Equal counts may differ by one tenth: the first gets it.
 */
export function largestRemainder(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counts.map(() => 0);
  // In whole numbers: a quotient of binary fractions could round a remainder the wrong way.
  const shares = counts.map((count) => Math.floor((count * 1000) / total));
  const missing = 1000 - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = counts
    .map((count, index) => ({ index, remainder: (count * 1000) % total }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}
