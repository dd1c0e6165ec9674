import { foldedSyllables } from '../../text/syllables.ts';

/*
 * MinHash (Broder 1997) over runs of three folded syllables, with bands for looking candidates up (Leskovec, Rajaraman,
 * Ullman, Mining of Massive Datasets, chapter 3). Folding takes the tone slips of optical recognition away; a run of
 * three is what template text shares and other text does not.
 */

/** The words of a document in 512 bytes: enough to estimate how many runs of words two documents share. */
export interface Sketch {
  /** Distinct runs of three syllables. */
  shingleCount: number;
  minima: Uint32Array;
}

const minimaCount = 128;
const shingleLength = 3;
/**
 * 16 bands of 2 minima: copies that share half of their runs meet in a band with 99 %, those that share a third (two
 * poor scans of one paper) with 84 %, unrelated documents (5 %) with 4 %.
 */
const bandCount = 16;
const bandWidth = 2;

/** The sketch of a text; a text of fewer than three syllables counts as one run. */
export function sketchOf(text: string): Sketch {
  const shingles = shinglesOf(foldedSyllables(text));
  const minima = new Uint32Array(minimaCount).fill(0xffffffff);
  for (const shingle of shingles) {
    for (let i = 0; i < minimaCount; i++) {
      const value = mix(shingle ^ (seeds[i] as number));
      if (value < (minima[i] as number)) minima[i] = value;
    }
  }
  return { shingleCount: shingles.size, minima };
}

/** Estimated share of the runs of two texts that both have (Jaccard), 0 to 1; the standard error is 0.04 at most. */
export function similarityOf(a: Sketch, b: Sketch): number {
  if (a.shingleCount === 0 || b.shingleCount === 0) return 0;
  let same = 0;
  for (let i = 0; i < minimaCount; i++) if (a.minima[i] === b.minima[i]) same += 1;
  return same / minimaCount;
}

/** Signed 32-bit keys of the bands; none for a text without words. */
export function bandsOf({ shingleCount, minima }: Sketch): number[] {
  if (shingleCount === 0) return [];
  return Array.from({ length: bandCount }, (_, band) => {
    let key = mix(band + 1);
    for (let i = 0; i < bandWidth; i++) key = mix(key ^ (minima[band * bandWidth + i] as number));
    return key | 0;
  });
}

/** Little-endian, as stored. */
export function packMinima(minima: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(minima.length * 4);
  const view = new DataView(bytes.buffer);
  minima.forEach((value, i) => view.setUint32(i * 4, value, true));
  return bytes;
}

/** The reverse of `packMinima`. */
export function unpackMinima(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getUint32(i * 4, true));
}

function shinglesOf(words: readonly string[]): Set<number> {
  const hashes = words.map(hashOf);
  const shingles = new Set<number>();
  const length = Math.min(shingleLength, hashes.length);
  for (let at = 0; length > 0 && at + length <= hashes.length; at++) {
    let key = 0;
    for (let i = 0; i < length; i++) key = mix(key ^ (hashes[at + i] as number)) + i;
    shingles.add(key >>> 0);
  }
  return shingles;
}

/** FNV-1a over UTF-16 units. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The 32-bit finaliser of MurmurHash3: every bit of the result depends on every bit of `value`. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Fixed, because stored sketches are compared with those of later versions of the program. */
const seeds = Uint32Array.from({ length: minimaCount }, (_, i) => mix(Math.imul(i + 1, 0x9e3779b1)));
