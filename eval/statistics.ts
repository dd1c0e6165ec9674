/** The value below which `share` of the values lie; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Probability that a positive scores above a negative, ties half. */
export function auroc(positives: readonly number[], negatives: readonly number[]): number {
  if (positives.length === 0 || negatives.length === 0) return 0;
  const all = [
    ...positives.map((value) => ({ value, isPositive: true })),
    ...negatives.map((value) => ({ value, isPositive: false })),
  ];
  all.sort((a, b) => a.value - b.value);
  let rankSum = 0;
  for (let i = 0; i < all.length;) {
    let j = i;
    while (j < all.length && all[j]?.value === all[i]?.value) j++;
    const rank = (i + j + 1) / 2;
    for (let k = i; k < j; k++) if (all[k]?.isPositive) rankSum += rank;
    i = j;
  }
  const n = positives.length;
  return (rankSum - (n * (n + 1)) / 2) / (n * negatives.length);
}

/** Share of negatives below the score that keeps `kept` (default 95 %) of the positives. */
export function rejectedAtKept(
  positives: readonly number[],
  negatives: readonly number[],
  kept = 0.95,
): number {
  if (positives.length === 0 || negatives.length === 0) return 0;
  const sorted = [...positives].sort((a, b) => a - b);
  const threshold = sorted[Math.floor((1 - kept) * sorted.length)] ?? 0;
  return negatives.filter((value) => value < threshold).length / negatives.length;
}

/** `count` of the values, as far apart as possible, in their order; all where there are no more. */
export const evenly = <T>(values: readonly T[], count: number): T[] =>
  count >= values.length
    ? [...values]
    : Array.from({ length: count }, (_, n) => values[Math.floor((n * values.length) / count)]!);

/** Processor time of this process with its threads so far. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
