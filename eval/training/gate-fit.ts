/* A logistic whose weights may not contradict what their features mean, pulled to zero; solved by Newton's method. */

export interface Case {
  x: readonly number[];
  isRight: boolean;
  /** Cases of one kind that are asked in one way: each has an offset of its own while the weights are learned. */
  group: string;
  weight: number;
}

/** What a feature may say: 1 for the answer, -1 against it. */
export type Sign = 1 | -1;

const logistic = (sum: number): number => 1 / (1 + Math.exp(-sum));

export const score = (weights: readonly number[], x: readonly number[]): number =>
  x.reduce((sum, value, i) => sum + value * (weights[i] as number), 0);

/**
 * The weights of the features. An offset for each group takes up how likely answers are in it, so that weights are
 * learned from what differs within a group. `pull` is the weight of the squares of the standardised weights beside a
 * thousand cases.
 */
export function fitSigned(
  cases: readonly Case[],
  signs: readonly Sign[],
  pull: number,
  rounds = 25,
): number[] {
  const size = signs.length;
  const total = cases.reduce((sum, one) => sum + one.weight, 0);
  const mean = (of: (one: Case) => number): number =>
    cases.reduce((sum, one) => sum + one.weight * of(one), 0) / total;
  const means = signs.map((_, j) => mean(({ x }) => x[j] as number));
  const spreads = signs.map((_, j) => {
    const spread = Math.sqrt(mean(({ x }) => ((x[j] as number) - (means[j] as number)) ** 2));
    return spread > 1e-9 ? spread : 1;
  });
  const groups = [...new Set(cases.map(({ group }) => group))];
  const width = size + groups.length;
  const rows = cases.map(({ x, group }) => [
    ...x.map((value, j) => (signs[j] as number) * ((value - (means[j] as number)) / (spreads[j] as number))),
    ...groups.map((one) => (one === group ? 1 : 0)),
  ]);
  const fitted = new Float64Array(width);
  for (let round = 0; round < rounds; round++) {
    const gradient = new Float64Array(width);
    const hessian = Array.from({ length: width }, () => new Float64Array(width));
    for (let j = 0; j < width; j++) {
      gradient[j] = j < size ? pull * fitted[j]! : 0;
      hessian[j]![j] = j < size ? pull : 1e-6;
    }
    for (const [i, row] of rows.entries()) {
      const one = cases[i] as Case;
      const weight = (one.weight / total) * 1000;
      const p = logistic(row.reduce((sum, value, j) => sum + value * fitted[j]!, 0));
      const error = weight * (p - Number(one.isRight));
      const curve = weight * p * (1 - p);
      for (let j = 0; j < width; j++) {
        const value = row[j]!;
        if (value === 0) continue;
        gradient[j]! += error * value;
        for (let k = 0; k < width; k++) hessian[j]![k]! += curve * value * row[k]!;
      }
    }
    descend(fitted, gradient, hessian, size);
  }
  return signs.map((sign, j) => (sign * fitted[j]!) / (spreads[j] as number));
}

/** One Newton step with the first `bounded` values kept at 0 or above: coordinate after coordinate. */
function descend(
  fitted: Float64Array,
  gradient: Float64Array,
  hessian: readonly Float64Array[],
  bounded: number,
): void {
  const step = new Float64Array(fitted.length);
  for (let pass = 0; pass < 200; pass++) {
    let moved = 0;
    for (let j = 0; j < fitted.length; j++) {
      const line = hessian[j]!;
      let slope = gradient[j]!;
      for (let k = 0; k < step.length; k++) slope += line[k]! * step[k]!;
      const wanted = step[j]! - slope / line[j]!;
      const next = j < bounded ? Math.max(wanted, -fitted[j]!) : wanted;
      moved = Math.max(moved, Math.abs(next - step[j]!));
      step[j] = next;
    }
    if (moved < 1e-9) break;
  }
  for (let j = 0; j < fitted.length; j++) fitted[j]! += step[j]!;
}

/** The offset with which as many of the cases count as answered as are. */
export function fitOffset(cases: readonly Case[], weights: readonly number[]): number {
  const scored = cases.map((one) => ({ ...one, sum: score(weights, one.x) }));
  let [low, high] = [-30, 30];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    const excess = scored.reduce(
      (sum, one) => sum + one.weight * (logistic(one.sum + middle) - Number(one.isRight)),
      0,
    );
    if (excess > 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
