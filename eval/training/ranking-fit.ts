/** The candidates of one question: row `n` of `values` are the features of candidate `n`. */
export interface Candidates {
  count: number;
  values: Float32Array;
  isRight: Uint8Array;
  /** How much the question counts. */
  weight: number;
}

/**
 * Listwise logistic regression: raises the summed chance of the right candidates of each question among all of its
 * candidates, by Newton's method. `features` are the columns that take part, the rest gets 0; `pull` holds the
 * standardised weights to zero. Questions without a right candidate, or with nothing else, say nothing. Deterministic.
 */
export function fitListwise(
  examples: readonly Candidates[],
  columns: number,
  features: readonly number[],
  pull: number,
  rounds = 30,
): Float64Array {
  const size = features.length;
  const lists = examples.filter(({ isRight }) => isRight.includes(1) && isRight.includes(0));
  const spread = spreads(lists, columns, features);
  const total = lists.reduce((sum, { weight }) => sum + weight, 0);
  const weights = new Float64Array(size);
  const standard = lists.map(({ values, count }) => {
    const rows = new Float64Array(count * size);
    for (let n = 0; n < count; n++) {
      for (let f = 0; f < size; f++) rows[n * size + f] = values[n * columns + features[f]!]! / spread[f]!;
    }
    return rows;
  });
  let loss = Infinity;
  let step: Float64Array = new Float64Array(size);
  let share = 1;
  for (let round = 0; round < rounds; round++) {
    const gradient = Float64Array.from(weights, (weight) => 2 * pull * weight);
    const hessian = new Float64Array(size * size);
    for (let f = 0; f < size; f++) hessian[f * size + f] = 2 * pull;
    let now = weights.reduce((sum, weight) => sum + pull * weight ** 2, 0);
    for (const [at, { count, isRight, weight }] of lists.entries()) {
      now += addList(standard[at]!, count, isRight, weight / total, weights, gradient, hessian);
    }
    if (now > loss) {
      // The step overshot: half of it is taken back until the loss falls.
      share /= 2;
      for (let f = 0; f < size; f++) weights[f]! += share * step[f]!;
      if (share < 1e-3) break;
      continue;
    }
    if (loss - now < 1e-5) break;
    loss = now;
    step = solve(hessian, gradient, size);
    share = 1;
    for (let f = 0; f < size; f++) weights[f]! -= step[f]!;
  }
  const result = new Float64Array(columns);
  for (let f = 0; f < size; f++) result[features[f]!] = weights[f]! / spread[f]!;
  return result;
}

/** Standard deviation of each feature within its question, because only differences within one matter. */
function spreads(lists: readonly Candidates[], columns: number, features: readonly number[]): Float64Array {
  const sums = new Float64Array(features.length);
  let rows = 0;
  for (const { values, count } of lists) {
    rows += count;
    for (let f = 0; f < features.length; f++) {
      let mean = 0;
      for (let n = 0; n < count; n++) mean += values[n * columns + features[f]!]! / count;
      for (let n = 0; n < count; n++) sums[f]! += (values[n * columns + features[f]!]! - mean) ** 2;
    }
  }
  return sums.map((sum) => Math.sqrt(sum / Math.max(1, rows)) || 1);
}

/** Adds slope and curvature of one question's loss, the mean -ln of the chance of its right ones; returns it. */
function addList(
  rows: Float64Array,
  count: number,
  isRight: Uint8Array,
  weight: number,
  weights: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  const size = weights.length;
  const chance = new Float64Array(count);
  let top = -Infinity;
  for (let n = 0; n < count; n++) {
    let score = 0;
    for (let f = 0; f < size; f++) score += weights[f]! * rows[n * size + f]!;
    chance[n] = score;
    top = Math.max(top, chance[n]!);
  }
  let sum = 0;
  let right = 0;
  for (let n = 0; n < count; n++) {
    chance[n] = Math.exp(chance[n]! - top);
    sum += chance[n]!;
    if (isRight[n]) right += 1;
  }
  let loss = 0;
  for (let n = 0; n < count; n++) if (isRight[n]) loss -= Math.log(chance[n]! / sum) / right;
  const mean = new Float64Array(size);
  for (let n = 0; n < count; n++) {
    chance[n]! /= sum;
    const pull = chance[n]! - (isRight[n] ? 1 / right : 0);
    for (let f = 0; f < size; f++) {
      mean[f]! += chance[n]! * rows[n * size + f]!;
      gradient[f]! += weight * pull * rows[n * size + f]!;
    }
  }
  for (let n = 0; n < count; n++) {
    const factor = weight * chance[n]!;
    // Most candidates have next to no chance and bend nothing.
    if (chance[n]! < 1e-3) continue;
    for (let f = 0; f < size; f++) {
      const first = factor * (rows[n * size + f]! - mean[f]!);
      for (let g = f; g < size; g++) hessian[f * size + g]! += first * (rows[n * size + g]! - mean[g]!);
    }
  }
  return weight * loss;
}

/** Solves `matrix` x = `right` for a symmetric positive matrix of which the upper half is given (Cholesky). */
function solve(matrix: Float64Array, right: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[column * size + row]!;
      for (let k = 0; k < column; k++) sum -= lower[row * size + k]! * lower[column * size + k]!;
      lower[row * size + column] =
        row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[column * size + column]!;
    }
  }
  const x = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) x[row]! -= lower[row * size + k]! * x[k]!;
    x[row]! /= lower[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) x[row]! -= lower[k * size + row]! * x[k]!;
    x[row]! /= lower[row * size + row]!;
  }
  return x;
}
