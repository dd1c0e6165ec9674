import { randomNumbers } from '../random.ts';
import { embedBag } from './word-vectors-learn.ts';
import { BagBuilder } from './word-vectors-pairs.ts';
import type { Rows } from './word-vectors-learn.ts';
import type { NumberedTexts } from './word-vectors-texts.ts';

/** MRR@10 over texts kept aside. */
export interface CheckFigures {
  /** A heading finds its body. */
  heading: number;
  /** A piece of a body, some of its words left out, finds the rest of its text. */
  piece: number;
}

/** Bodies of fewer words are left out: there is no rest. */
const leastWords = 40;

/** How well the rows find, among the texts kept aside, what belongs together. Same texts, same pieces, always. */
export function checkRows(texts: NumberedTexts, kept: Int32Array, rows: Rows): CheckFigures {
  const random = randomNumbers(7);
  const usable = kept.filter(
    (t) => texts.start[t + 1]! - texts.textFrom[t]! >= leastWords && texts.textFrom[t]! > texts.start[t]!,
  );
  const headings: Float32Array[] = [];
  const bodies: Float32Array[] = [];
  const pieces: Float32Array[] = [];
  const rests: Float32Array[] = [];
  const embed = (ranges: readonly [from: number, to: number, leftOut: number][]): Float32Array => {
    const builder = new BagBuilder(texts, random);
    for (const range of ranges) builder.add(...range);
    const vector = new Float32Array(rows.dimensions);
    embedBag(rows, builder.bag(), vector);
    return vector;
  };
  for (const t of usable) {
    const [from, body, end] = [texts.start[t]!, texts.textFrom[t]!, texts.start[t + 1]!];
    const start = body + Math.floor(random() * (end - body - 12));
    headings.push(embed([[from, body, 0]]));
    bodies.push(embed([[body, end, 0]]));
    pieces.push(embed([[start, start + 12, 0.3]]));
    rests.push(
      embed([
        [from, body, 0],
        [body, start, 0],
        [start + 12, end, 0],
      ]),
    );
  }
  return { heading: meanReciprocalRank(headings, bodies), piece: meanReciprocalRank(pieces, rests) };
}

function meanReciprocalRank(questions: readonly Float32Array[], answers: readonly Float32Array[]): number {
  const near = (x: Float32Array, y: Float32Array): number => {
    let sum = 0;
    for (let k = 0; k < x.length; k++) sum += x[k]! * y[k]!;
    return sum;
  };
  let total = 0;
  questions.forEach((question, right) => {
    const score = near(question, answers[right]!);
    let before = 0;
    for (const answer of answers) if (near(question, answer) > score && ++before >= 10) break;
    if (before < 10) total += 1 / (before + 1);
  });
  return Number((total / Math.max(1, questions.length)).toFixed(4));
}
