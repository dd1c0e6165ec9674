import { inkThreshold, shrink, turn, type GreyPicture } from './picture.ts';

/*
 * How a page must be turned to be read. Lines of text make the sums of ink along them rise and fall; across them the
 * sums are even. What stands above the small letters (ascenders and the marks of Vietnamese) outweighs what hangs below.
 */

/** How a page lies: quarters clockwise to upright, then the slant of its lines in degrees, clockwise positive. */
export interface Posture {
  rotation: 0 | 90 | 180 | 270;
  slant: number;
}

/** Pixels on the longer side of the copy that is measured: enough for lines of small print, few enough to be quick. */
const copySide = 1200;
const steepest = 8;

/** Finds out how a page lies. A page without text counts as upright. */
export function findPosture(picture: GreyPicture): Posture {
  const factor = Math.max(1, Math.ceil(Math.max(picture.width, picture.height) / copySide));
  const copy = shrink(picture, factor);
  const lying = slantOf(copy);
  const standing = slantOf(turn(copy, 90));
  const isSideways = standing.contrast > 1.25 * lying.contrast;
  const slant = isSideways ? standing.angle : lying.angle;
  const upright = isSideways ? turn(copy, 90) : copy;
  const balance = topHeaviness(upright, slant);
  const quarter = isSideways ? 90 : 0;
  // Turning by half a circle leaves the slant as it is.
  const rotation = (balance < 0 ? quarter + 180 : quarter) as Posture['rotation'];
  return { rotation, slant };
}

/**
 * Dark pixels as points, thinned out to a bounded number. What is longer than a letter in either direction is a rule, a
 * frame or the shadow of the scanner's lid, and says nothing about the lines.
 */
function inkPoints(picture: GreyPicture): { xs: Float32Array; ys: Float32Array } {
  const { data, width, height } = picture;
  const { level, ink, paper } = inkThreshold(picture);
  if (paper - ink < 25) return { xs: new Float32Array(0), ys: new Float32Array(0) };
  const longest = Math.round(Math.max(width, height) / 22);
  const isLetter = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    let run = 0;
    for (let x = 0, at = y * width; x <= width; x++, at++) {
      if (x < width && (data[at] as number) < level) run += 1;
      else {
        if (run > 0 && run < longest) isLetter.fill(1, at - run, at);
        run = 0;
      }
    }
  }
  const xs: number[] = [];
  const ys: number[] = [];
  for (let x = 0; x < width; x++) {
    let run = 0;
    for (let y = 0; y <= height; y++) {
      if (y < height && (data[y * width + x] as number) < level) {
        run += 1;
        continue;
      }
      for (let row = y - run; run < longest && row < y; row++) {
        if (!isLetter[row * width + x]) continue;
        xs.push(x);
        ys.push(row);
      }
      run = 0;
    }
  }
  const step = Math.max(1, Math.ceil(xs.length / 60_000));
  const count = Math.floor(xs.length / step);
  const thinX = new Float32Array(count);
  const thinY = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    thinX[index] = xs[index * step] as number;
    thinY[index] = ys[index * step] as number;
  }
  return { xs: thinX, ys: thinY };
}

/** The angle at which rows of ink stand out most, and how much they do. */
function slantOf(picture: GreyPicture): { angle: number; contrast: number } {
  const { xs, ys } = inkPoints(picture);
  if (xs.length < 200) return { angle: 0, contrast: 0 };
  const measure = (degrees: number): number => rowContrast(xs, ys, picture, degrees);
  let angle = 0;
  let contrast = measure(0);
  const tryAt = (degrees: number): void => {
    const found = measure(degrees);
    if (found > contrast) {
      contrast = found;
      angle = degrees;
    }
  };
  for (let degrees = -steepest; degrees <= steepest; degrees += 0.5) tryAt(degrees);
  const coarse = angle;
  for (let step = -4; step <= 4; step++) tryAt(coarse + step * 0.1);
  return { angle: Math.abs(angle) < 0.15 ? 0 : angle, contrast };
}

/** Sum of squared differences of neighbouring row sums, per point: high where lines of text lie along the rows. */
function rowContrast(xs: Float32Array, ys: Float32Array, picture: GreyPicture, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const shift = Math.ceil(picture.width * Math.tan((steepest * Math.PI) / 180)) + 1;
  const rows = new Float32Array(picture.height + 2 * shift + 2);
  for (let index = 0; index < xs.length; index++) {
    const row = Math.round((ys[index] as number) - slope * (xs[index] as number)) + shift;
    if (row >= 0 && row < rows.length) rows[row] = (rows[row] as number) + 1;
  }
  let sum = 0;
  for (let row = 1; row < rows.length; row++) {
    const difference = (rows[row] as number) - (rows[row - 1] as number);
    sum += difference * difference;
  }
  return sum / xs.length;
}

/**
 * Weighs, line by line, the ink above the small letters against the ink below them: from 1 (all above, upright) to -1
 * (upside down). Lines are the hills of the row sums, their bodies the rows with at least half of the peak.
 */
function topHeaviness(picture: GreyPicture, slant: number): number {
  const { xs, ys } = inkPoints(picture);
  if (xs.length < 200) return 0;
  const slope = Math.tan((slant * Math.PI) / 180);
  const shift = Math.ceil(Math.abs(slope) * picture.width) + 1;
  const rows = new Float32Array(picture.height + 2 * shift + 2);
  for (let index = 0; index < xs.length; index++) {
    const row = Math.round((ys[index] as number) - slope * (xs[index] as number)) + shift;
    if (row >= 0 && row < rows.length) rows[row] = (rows[row] as number) + 1;
  }
  const peakOfAll = rows.reduce((most, value) => Math.max(most, value), 0);
  let above = 0;
  let below = 0;
  let start = -1;
  for (let row = 0; row <= rows.length; row++) {
    const isInk = row < rows.length && (rows[row] as number) > 0.02 * peakOfAll;
    if (isInk && start < 0) start = row;
    if (isInk || start < 0) continue;
    const hill = rows.subarray(start, row);
    start = -1;
    const peak = hill.reduce((most, value) => Math.max(most, value), 0);
    if (hill.length < 6 || hill.length > 90 || peak < 0.15 * peakOfAll) continue;
    const first = hill.findIndex((value) => value >= peak / 2);
    let last = hill.length - 1;
    while ((hill[last] as number) < peak / 2) last -= 1;
    for (let at = 0; at < first; at++) above += hill[at] as number;
    for (let at = last + 1; at < hill.length; at++) below += hill[at] as number;
  }
  return above + below === 0 ? 0 : (above - below) / (above + below);
}
