import { shippedWordVectors } from '../../rag/search/word-vectors-file.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { randomNumbers } from '../random.ts';

/*
 * Embedding models of known quality, for want of a real one. 'words' are the word vectors that the program ships: a real
 * model, though a small one. 'oracle' knows which text answers which question and is made to err: its vectors hold those
 * of 'words' and a part of their own, in which a question points to its text as clearly as `sureness` says, more or less
 * from question to question. So its errors are partly those of words, as those of real models are.
 */

export type Embed = (text: string) => Float32Array;

/** The word vectors, in `dimensions` of 128 times a whole number: the whole text, then its parts in turn. */
export function wordEmbedder(dimensions = 128): Embed {
  const vectors = shippedWordVectors();
  const parts = Math.max(1, Math.round(dimensions / vectors.dimensions));
  const embed = (words: readonly string[]): Float32Array => vectors.embed([{ words, weight: 1 }]);
  return (text) => {
    const words = foldedSyllables(text);
    if (parts === 1) return embed(words);
    const vector = new Float32Array(parts * vectors.dimensions);
    vector.set(embed(words));
    const size = Math.max(20, Math.ceil(words.length / (parts - 1)));
    for (let part = 1; part < parts; part++) {
      const from = (part - 1) * size;
      // A short text has no later parts: they say what the whole does.
      const slice = from < words.length ? words.slice(from, from + size) : words;
      vector.set(embed(slice), part * vectors.dimensions);
    }
    return vector;
  };
}

/** Length of the part that is the oracle's own. */
const ownDimensions = 256;

/**
 * @param answerOf the text that answers a question, as the model gets it; undefined for any other text
 * @param sureness 0: nothing known beyond words; 1: the answer stands out for almost every question
 */
export function oracleEmbedder(answerOf: (text: string) => string | undefined, sureness: number): Embed {
  const words = wordEmbedder();
  return (text) => {
    const answer = answerOf(text);
    const own = direction(answer ?? text, 1);
    if (answer !== undefined) {
      const luck = gaussians(seedOf(text), 1)[0]!;
      const strength = Math.max(0, sureness * (1 + 0.6 * luck));
      const noise = direction(text, 2);
      for (let k = 0; k < own.length; k++) own[k] = strength * own[k]! + noise[k]!;
      const length = Math.hypot(...own);
      for (let k = 0; k < own.length; k++) own[k]! /= length;
    }
    const known = words(text);
    const vector = new Float32Array(known.length + own.length);
    vector.set(known);
    vector.set(own, known.length);
    return vector;
  };
}

/** A direction that a text and a number always have, and that no other has anything to do with. */
function direction(text: string, number: number): Float32Array {
  const values = gaussians(seedOf(text) + number, ownDimensions);
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

/** Normally distributed numbers (Box and Muller). */
export function gaussians(seed: number, count: number): number[] {
  const random = randomNumbers(seed);
  return Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

/** FNV-1a. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
