/*
 * The checksum that PostgreSQL keeps in every page of a table or index, computed as it does
 * (src/include/storage/checksum_impl.h): 32 sums side by side of FNV-1a with a shift, two rounds of zeros, and the
 * number of the page mixed in, so that a page at the wrong place is found too. PGlite's initdb switches it on.
 */

/** Bytes of a page. */
export const pageBytes = 8192;

const sumCount = 32;
const prime = 16_777_619;
const startSums = Int32Array.from([
  0x5b1f36e9, 0xb8525960, 0x02ab50aa, 0x1de66d2a, 0x79ff467a, 0x9bb9f8a3, 0x217e7cd2, 0x83e13d2c, 0xf8d4474f,
  0xe39eb970, 0x42c6ae16, 0x993216fa, 0x7b093b5d, 0x98daff3c, 0xf718902a, 0x0b1c9cdb, 0xe58f764b, 0x187636bc,
  0x5d7b3bb1, 0xe73de7de, 0x92bec979, 0xcca6c0b2, 0x304a0979, 0x85aa43d4, 0x783125bb, 0x6ca8eaa2, 0xe407eac6,
  0x4b5cfc3e, 0x9fbf8c76, 0x15ca20be, 0xf2ca9fd3, 0x959bd756,
]);

/** Pages of a buffer as words of 4 bytes; a copy where the buffer does not begin at a multiple of 4. */
export function wordsOf(bytes: Buffer): Int32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(new Uint8Array(bytes));
  return new Int32Array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / 4));
}

const sums = new Int32Array(sumCount);
/** The word that holds the checksum, in its lower half, among the flags of the page. */
const checksumWord = 2;
const pageWords = pageBytes / 4;
const zeroRounds = 2;

/** Whether the page that begins at the word `from` is what PostgreSQL wrote as page `number` of its relation. */
export function isPageWhole(words: Int32Array, from: number, number: number): boolean {
  const held = words[from + checksumWord] as number;
  if (words[from + 3] === 0 && held === 0 && isZero(words, from)) return true;
  words[from + checksumWord] = held & 0xffff0000;
  sums.set(startSums);
  for (let row = 0; row < pageWords; row += sumCount)
    for (let at = 0; at < sumCount; at++) {
      const mixed = (sums[at] as number) ^ (words[from + row + at] as number);
      sums[at] = Math.imul(mixed, prime) ^ (mixed >>> 17);
    }
  words[from + checksumWord] = held;
  let sum = 0;
  for (let at = 0; at < sumCount; at++) {
    let one = sums[at] as number;
    for (let round = 0; round < zeroRounds; round++) one = Math.imul(one, prime) ^ (one >>> 17);
    sum ^= one;
  }
  return (((sum ^ number) >>> 0) % 65_535) + 1 === (held & 0xffff);
}

/** A page that was set aside and never filled is all zeros and has no checksum. */
function isZero(words: Int32Array, from: number): boolean {
  for (let word = 0; word < pageWords; word++) if (words[from + word] !== 0) return false;
  return true;
}

/** Where in the log the page was last changed (its `pd_lsn`, upper half first). Exact up to 2^53, 8 PB of log. */
export const lsnOf = (words: Int32Array, from: number): number =>
  ((words[from] as number) >>> 0) * 2 ** 32 + ((words[from + 1] as number) >>> 0);
