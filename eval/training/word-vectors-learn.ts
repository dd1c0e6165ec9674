import { drawPairs } from './word-vectors-pairs.ts';
import type { Bag, TextPair } from './word-vectors-pairs.ts';
import type { NumberedTexts } from './word-vectors-texts.ts';

/** How the rows are learned. */
export interface LearningPlan {
  dimensions: number;
  steps: number;
  /** Pairs a step: each is told apart from all others of the step. */
  batch: number;
  rate: number;
  /** Divides the cosines before the softmax; lower looks harder at the nearest counterexamples. */
  temperature: number;
}

/** The rows while they are learned, behind each other. */
export interface Rows {
  dimensions: number;
  values: Float32Array;
}

/** Gradients below this share hardly move anything and are most of the work. */
const leastGradient = 5e-5;

/**
 * Learns rows so that each piece of a text is nearer to the other piece of the same text than to those of all others
 * (InfoNCE in both directions), with AdaGrad a row. The same seed of `random` gives the same rows on one machine.
 *
 * @param chosen the texts to learn from
 * @param report called every 100 steps with the mean loss since the last call
 */
export function learnRows(
  texts: NumberedTexts,
  chosen: Int32Array,
  plan: LearningPlan,
  random: () => number,
  report: (step: number, loss: number, rows: Rows) => void,
): Rows {
  const { dimensions, steps, batch } = plan;
  const rows: Rows = { dimensions, values: new Float32Array(texts.rowCount * dimensions) };
  // Rare words begin longer, as in any weighting by rarity.
  for (let row = 0; row < texts.rowCount; row++) {
    const scale = texts.rarity[row]! / Math.sqrt(dimensions) / 10;
    for (let k = 0; k < dimensions; k++) {
      rows.values[row * dimensions + k] = scale * (random() + random() + random() - 1.5) * 2;
    }
  }
  const moved = new Float32Array(texts.rowCount);
  const left = new Side(batch, dimensions);
  const right = new Side(batch, dimensions);
  let loss = 0;
  let counted = 0;
  for (let step = 0; step < steps; step++) {
    const pairs = drawPairs(texts, chosen, batch, random);
    pairs.forEach((pair, at) => {
      left.embed(rows, at, pair.left);
      right.embed(rows, at, pair.right);
    });
    loss += compare(pairs, left, right, plan.temperature);
    counted += batch;
    const rate = plan.rate * (1 - (0.9 * step) / steps);
    pairs.forEach((pair, at) => left.descend(rows, moved, at, pair.left, rate));
    pairs.forEach((pair, at) => right.descend(rows, moved, at, pair.right, rate));
    if ((step + 1) % 100 === 0) {
      report(step + 1, loss / counted, rows);
      loss = 0;
      counted = 0;
    }
  }
  return rows;
}

/** The vectors of one side of a batch with their gradients. */
class Side {
  readonly vectors: Float32Array;
  readonly gradients: Float32Array;
  readonly #lengths: Float32Array;
  readonly #dimensions: number;

  constructor(batch: number, dimensions: number) {
    this.#dimensions = dimensions;
    this.vectors = new Float32Array(batch * dimensions);
    this.gradients = new Float32Array(batch * dimensions);
    this.#lengths = new Float32Array(batch);
  }

  embed(rows: Rows, at: number, bag: Bag): void {
    const dimensions = this.#dimensions;
    const vector = this.vectors.subarray(at * dimensions, (at + 1) * dimensions);
    this.#lengths[at] = embedBag(rows, bag, vector);
  }

  /** Moves the rows of a bag against the gradient of its vector. */
  descend(rows: Rows, moved: Float32Array, at: number, bag: Bag, rate: number): void {
    const dimensions = this.#dimensions;
    const base = at * dimensions;
    const { vectors, gradients } = this;
    let along = 0;
    for (let k = 0; k < dimensions; k++) along += gradients[base + k]! * vectors[base + k]!;
    // Of the gradient only what turns the vector counts: its length is always 1.
    let square = 0;
    const length = this.#lengths[at]!;
    for (let k = 0; k < dimensions; k++) {
      const turn = (gradients[base + k]! - along * vectors[base + k]!) / length;
      gradients[base + k] = turn;
      square += turn * turn;
    }
    const { values } = rows;
    for (let i = 0; i < bag.rows.length; i++) {
      const row = bag.rows[i]!;
      const weight = 1 + Math.log(bag.counts[i]!);
      moved[row]! += (square * weight * weight) / dimensions;
      const pace = (rate * weight) / Math.sqrt(moved[row]! + 1e-12);
      const from = row * dimensions;
      for (let k = 0; k < dimensions; k++) values[from + k]! -= pace * gradients[base + k]!;
    }
  }
}

/** Writes the vector of a bag at length 1 into `vector`; returns the length that it had. */
export function embedBag(rows: Rows, bag: Bag, vector: Float32Array): number {
  const { dimensions, values } = rows;
  vector.fill(0);
  const places = bag.rows.map((row) => row * dimensions);
  const weights = bag.counts.map((count) => 1 + Math.log(count));
  addAll(vector, 0, values, places, weights, places.length, dimensions);
  let square = 0;
  for (let k = 0; k < dimensions; k++) square += vector[k]! * vector[k]!;
  const length = Math.sqrt(square) + 1e-6;
  for (let k = 0; k < dimensions; k++) vector[k]! /= length;
  return length;
}

/** Sets the gradients of both sides; returns the summed loss of the left one. */
function compare(pairs: readonly TextPair[], left: Side, right: Side, temperature: number): number {
  const size = pairs.length;
  const dimensions = left.vectors.length / size;
  const scores = new Float32Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      scores[i * size + j] =
        i !== j && pairs[i]!.text === pairs[j]!.text
          ? -1e9
          : dot(left.vectors, i * dimensions, right.vectors, j * dimensions, dimensions) / temperature;
    }
  }
  const shares = new Float32Array(size * size);
  let loss = 0;
  const addShares = (direction: number, from: number, stride: number): number => {
    let most = -Infinity;
    for (let n = 0; n < size; n++) most = Math.max(most, scores[from + n * stride]!);
    let sum = 0;
    for (let n = 0; n < size; n++) sum += Math.exp(scores[from + n * stride]! - most);
    for (let n = 0; n < size; n++) {
      shares[from + n * stride]! += (0.5 * Math.exp(scores[from + n * stride]! - most)) / sum;
    }
    shares[direction * size + direction]! -= 0.5;
    return most + Math.log(sum) - scores[direction * size + direction]!;
  };
  for (let i = 0; i < size; i++) loss += addShares(i, i * size, 1);
  for (let j = 0; j < size; j++) addShares(j, j, size);
  const places = new Int32Array(size);
  const factors = new Float64Array(size);
  const gather = (to: Float32Array, at: number, from: Float32Array, first: number, stride: number): void => {
    let count = 0;
    for (let n = 0; n < size; n++) {
      const share = shares[first + n * stride]!;
      if (Math.abs(share) < leastGradient) continue;
      places[count] = n * dimensions;
      factors[count++] = share / temperature;
    }
    addAll(to, at * dimensions, from, places, factors, count, dimensions);
  };
  left.gradients.fill(0);
  right.gradients.fill(0);
  for (let i = 0; i < size; i++) gather(left.gradients, i, right.vectors, i * size, 1);
  for (let j = 0; j < size; j++) gather(right.gradients, j, left.vectors, j, size);
  return loss;
}

function dot(x: Float32Array, xFrom: number, y: Float32Array, yFrom: number, length: number): number {
  // Four sums, so that an addition need not wait for the one before.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < length; k += 4) {
    a += x[xFrom + k]! * y[yFrom + k]!;
    b += x[xFrom + k + 1]! * y[yFrom + k + 1]!;
    c += x[xFrom + k + 2]! * y[yFrom + k + 2]!;
    d += x[xFrom + k + 3]! * y[yFrom + k + 3]!;
  }
  return a + b + c + d;
}

/** Adds `factors` times the rows of `from` that begin at `places` to the one of `to` at `toFrom`. */
function addAll(
  to: Float32Array,
  toFrom: number,
  from: Float32Array,
  places: ArrayLike<number>,
  factors: ArrayLike<number>,
  count: number,
  length: number,
): void {
  let at = 0;
  // Four at a time: reading and writing the sum takes as long as adding a row.
  for (; at + 4 <= count; at += 4) {
    const a = factors[at]!;
    const b = factors[at + 1]!;
    const c = factors[at + 2]!;
    const d = factors[at + 3]!;
    const i = places[at]!;
    const j = places[at + 1]!;
    const l = places[at + 2]!;
    const m = places[at + 3]!;
    for (let k = 0; k < length; k++) {
      to[toFrom + k]! += a * from[i + k]! + b * from[j + k]! + c * from[l + k]! + d * from[m + k]!;
    }
  }
  for (; at < count; at++) {
    const factor = factors[at]!;
    const place = places[at]!;
    for (let k = 0; k < length; k++) to[toFrom + k]! += factor * from[place + k]!;
  }
}
