import type { GreyPicture } from './picture.ts';

/*
 * Photographs of a page: light falls on it unevenly and the desk shows around it. One level of grey for the whole
 * picture then parts light from shade instead of ink from paper, so each place is held against the paper around it.
 */

/** Pixels of a square within which the paper has one brightness; larger than a letter is thick. */
const square = 16;
/** Squares darker than this share of the usual paper are the desk. */
const deskShare = 0.45;
/** How much the light must differ within the page before anything is changed: clean scans stay as they are. */
const evenEnough = 1.18;

/** The picture with even light and a white surrounding; the same picture where it was even already. */
export function evenLight(picture: GreyPicture): GreyPicture {
  const across = Math.ceil(picture.width / square);
  const down = Math.ceil(picture.height / square);
  const paper = smooth(brightest(picture, across, down), across, down);
  const sorted = Float32Array.from(paper).sort();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 255;
  const usual = at(0.75);
  const page = sorted.filter((value) => value >= deskShare * usual);
  const darkest = page[Math.floor(0.05 * page.length)] ?? usual;
  if (usual / Math.max(1, darkest) < evenEnough && page.length === sorted.length) return picture;
  const data = new Uint8Array(picture.data.length);
  for (let y = 0; y < picture.height; y++) {
    // Between the middles of four squares the brightness goes over evenly.
    const fy = Math.max(0, Math.min(down - 1.001, y / square - 0.5));
    const row = Math.floor(fy);
    const partY = fy - row;
    const below = Math.min(down - 1, row + 1);
    for (let x = 0; x < picture.width; x++) {
      const fx = Math.max(0, Math.min(across - 1.001, x / square - 0.5));
      const column = Math.floor(fx);
      const partX = fx - column;
      const right = Math.min(across - 1, column + 1);
      const level =
        ((paper[row * across + column] as number) * (1 - partX) +
          (paper[row * across + right] as number) * partX) *
          (1 - partY) +
        ((paper[below * across + column] as number) * (1 - partX) +
          (paper[below * across + right] as number) * partX) *
          partY;
      const index = y * picture.width + x;
      data[index] =
        level < deskShare * usual
          ? 255
          : Math.min(255, ((picture.data[index] as number) * 245) / Math.max(1, level));
    }
  }
  return { ...picture, data };
}

/** The brightness of each square: of its brighter pixels, so that ink does not count. */
function brightest(picture: GreyPicture, across: number, down: number): Float32Array {
  const levels = new Float32Array(across * down);
  const counts = new Uint16Array(256);
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      counts.fill(0);
      let total = 0;
      const lastY = Math.min(picture.height, (row + 1) * square);
      const lastX = Math.min(picture.width, (column + 1) * square);
      for (let y = row * square; y < lastY; y++) {
        for (let x = column * square; x < lastX; x++) {
          const value = picture.data[y * picture.width + x] as number;
          counts[value] = (counts[value] as number) + 1;
          total += 1;
        }
      }
      let level = 255;
      for (let seen = 0; level > 0; level--) {
        seen += counts[level] as number;
        if (seen >= 0.15 * total) break;
      }
      levels[row * across + column] = level;
    }
  }
  return levels;
}

/** The brightest of the nine squares around, then their mean: headings and thick rules do not darken the paper. */
function smooth(levels: Float32Array, across: number, down: number): Float32Array {
  const around = (from: Float32Array, join: (values: number[]) => number): Float32Array => {
    const result = new Float32Array(from.length);
    for (let row = 0; row < down; row++) {
      for (let column = 0; column < across; column++) {
        const values: number[] = [];
        for (let y = Math.max(0, row - 1); y <= Math.min(down - 1, row + 1); y++)
          for (let x = Math.max(0, column - 1); x <= Math.min(across - 1, column + 1); x++)
            values.push(from[y * across + x] as number);
        result[row * across + column] = join(values);
      }
    }
    return result;
  };
  const dilated = around(levels, (values) => Math.max(...values));
  return around(dilated, (values) => values.reduce((sum, value) => sum + value, 0) / values.length);
}
