import type { ScanReading } from '../types.ts';

/*
 * Both limits are chosen, not measured: confidence is what the engine says of itself, and no words below and above them
 * have been counted for being right. A mark too many costs a look at the picture, a mark too few may cost a wrong number,
 * so 0.7 is meant to take in every word that the engine doubts without marking whole lines of ordinary print. The mean of
 * a page moves less than a word does: one below 0.8 has many doubtful words, not a few, so its limit lies higher.
 */

/** A word below this confidence has to be compared with the picture. */
export const lowWordConfidence = 0.7;
/** A page below this mean confidence is listed to whoever takes the document in. */
export const lowPageConfidence = 0.8;

/** A place on a page as fractions of its width and height, origin in the upper left corner of the page as filed. */
export interface PlaceOnPage {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** A word of a page that was read from its picture; offsets count UTF-16 units in the document text. */
export interface ReadWord {
  from: number;
  to: number;
  confidence: number;
  box: PlaceOnPage;
}

/** A page that was read from its picture. `words` is empty where they were not asked for. */
export interface ReadPage {
  pageNo: number;
  /** Degrees that the page is turned clockwise to stand upright. */
  rotation: 0 | 90 | 180 | 270;
  confidence: number;
  words: readonly ReadWord[];
}

/** What the pages say about the text [from, to); null where none of it was read from a picture. */
export function readingOf(
  range: { from: number; to: number },
  pages: readonly ReadPage[],
): ScanReading | null {
  let pageNo: number | null = null;
  let pageCount = 0;
  let letters = 0;
  let weighed = 0;
  const unsure: [number, number][] = [];
  for (const page of pages) {
    const words = wordsWithin(range, page);
    if (words.length === 0) continue;
    pageNo ??= page.pageNo;
    pageCount += 1;
    for (const word of words) {
      const length = word.to - word.from;
      letters += length;
      weighed += length * word.confidence;
      if (word.confidence < lowWordConfidence) unsure.push([word.from, word.to]);
    }
  }
  return pageNo === null || letters === 0
    ? null
    : { pageNo, pageCount, confidence: weighed / letters, unsure };
}

/** The words of a page that lie in the text [from, to), wholly or in part. */
export const wordsWithin = (range: { from: number; to: number }, page: ReadPage): readonly ReadWord[] =>
  page.words.filter((word) => word.from < range.to && word.to > range.from);

/** Whether one of the unsure words of the stretch holds a digit. `text` starts at `from` in the document. */
export const hasUnsureNumber = (reading: ScanReading, text: string, from: number): boolean =>
  reading.unsure.some(([a, b]) => /\p{N}/u.test(text.slice(Math.max(0, a - from), Math.max(0, b - from))));

/** The box on the upright page of a place on the page as filed. */
export function uprightBox(box: PlaceOnPage, rotation: ReadPage['rotation']): PlaceOnPage {
  const { x0, y0, x1, y1 } = box;
  switch (rotation) {
    case 0:
      return box;
    case 90:
      return { x0: 1 - y1, y0: x0, x1: 1 - y0, y1: x1 };
    case 180:
      return { x0: 1 - x1, y0: 1 - y1, x1: 1 - x0, y1: 1 - y0 };
    case 270:
      return { x0: y0, y0: 1 - x1, x1: y1, y1: 1 - x0 };
  }
}

/** The place on the page as filed of a box on the upright page. */
const filedBox = (box: PlaceOnPage, rotation: ReadPage['rotation']): PlaceOnPage =>
  uprightBox(box, ((360 - rotation) % 360) as ReadPage['rotation']);

/** One box a line, on the upright page and in reading order, around the words of the text [from, to). */
export function linesOf(range: { from: number; to: number }, page: ReadPage): PlaceOnPage[] {
  const lines: PlaceOnPage[] = [];
  for (const word of wordsWithin(range, page)) {
    const box = uprightBox(word.box, page.rotation);
    const last = lines.at(-1);
    const middle = (box.y0 + box.y1) / 2;
    const isSameLine = last && middle > last.y0 && middle < last.y1 && box.x0 >= last.x0;
    if (isSameLine) lines[lines.length - 1] = around([last, box]);
    else lines.push(box);
  }
  return lines;
}

/** Room around cut-out lines, as a share of the height of the page: about a line above and below. */
const cutMargin = 0.012;

/** Room left and right of them, and the least width of a cut, as shares of the width of the page. */
const sideMargin = 0.03;
const leastCutWidth = 0.7;

/**
 * The part of the page as filed that holds the lines of the text [from, to), without the margins of the page, so that
 * they are larger on a phone; null where none of it lies on the page.
 */
export function cutFor(range: { from: number; to: number }, page: ReadPage): PlaceOnPage | null {
  const lines = linesOf(range, page);
  if (lines.length === 0) return null;
  const { x0, x1, y0, y1 } = around(lines);
  // Short lines are not blown up: they get what stands beside them.
  const spare = Math.max(sideMargin, (leastCutWidth - (x1 - x0)) / 2);
  const left = Math.min(Math.max(0, x0 - spare), 1 - leastCutWidth);
  const cut = {
    x0: left,
    x1: Math.min(1, Math.max(x1 + spare, left + leastCutWidth)),
    y0: Math.max(0, y0 - cutMargin),
    y1: Math.min(1, y1 + cutMargin),
  };
  return filedBox(cut, page.rotation);
}

/** The smallest box that holds all of `boxes`. */
const around = (boxes: readonly PlaceOnPage[]): PlaceOnPage => ({
  x0: Math.min(...boxes.map((box) => box.x0)),
  y0: Math.min(...boxes.map((box) => box.y0)),
  x1: Math.max(...boxes.map((box) => box.x1)),
  y1: Math.max(...boxes.map((box) => box.y1)),
});
