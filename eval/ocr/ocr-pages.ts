import { tilt, type GreyPicture } from '../../ingest/ocr/picture.ts';

/** Wear that a page gets on its way through printer and scanner. */
export interface Wear {
  /** Degrees, clockwise. */
  skew: number;
  /** Grain, blur, specks and paler ink. */
  hasNoise: boolean;
}

/** A worn copy of a clean page; the same seed wears it in the same way. */
export function wearPage(picture: GreyPicture, { skew, hasNoise }: Wear, seed: number): GreyPicture {
  const worn = skew === 0 ? picture : tilt(picture, skew).picture;
  return hasNoise ? addNoise(worn, seed) : worn;
}

/** Numbers from 0 to 1 that repeat with the seed (mulberry32). */
function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Deviation of the grain in grey levels, ink and paper after scanning, share of specks. */
const grain = 14;
const inkLevel = 45;
const paperLevel = 238;
const specks = 0.0006;

function addNoise({ data, width, height }: GreyPicture, seed: number): GreyPicture {
  const random = randomSource(seed + 1);
  const noisy = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      // A cross of five pixels blurs about as much as the lens of a flat-bed scanner.
      const left = x > 0 ? (data[at - 1] as number) : 255;
      const right = x < width - 1 ? (data[at + 1] as number) : 255;
      const up = y > 0 ? (data[at - width] as number) : 255;
      const down = y < height - 1 ? (data[at + width] as number) : 255;
      const soft = (4 * (data[at] as number) + left + right + up + down) / 8;
      const toned = inkLevel + (soft / 255) * (paperLevel - inkLevel);
      // The sum of three even numbers is close enough to a bell curve.
      const deviation = (random() + random() + random() - 1.5) * 2 * grain;
      const isSpeck = random() < specks;
      noisy[at] = Math.max(0, Math.min(255, isSpeck ? (random() < 0.5 ? 30 : 250) : toned + deviation));
    }
  }
  return { data: noisy, width, height };
}
