import { describe, expect, it } from 'vitest';
import {
  cutFor,
  hasUnsureNumber,
  linesOf,
  readingOf,
  uprightBox,
  type ReadPage,
} from '../../rag/quoting/scan-reading.ts';

const word = (from: number, to: number, confidence: number, box: [number, number, number, number]) => ({
  from,
  to,
  confidence,
  box: { x0: box[0], y0: box[1], x1: box[2], y1: box[3] },
});
/** 'Tổng số 817 tổ chức' in two lines. */
const page: ReadPage = {
  pageNo: 3,
  rotation: 0,
  confidence: 0.8,
  words: [
    word(0, 4, 0.95, [0.1, 0.2, 0.2, 0.22]),
    word(5, 7, 0.95, [0.21, 0.2, 0.25, 0.22]),
    word(8, 11, 0.5, [0.26, 0.201, 0.3, 0.221]),
    word(12, 14, 0.9, [0.1, 0.24, 0.15, 0.26]),
  ],
};

describe('a stretch of a scanned page', () => {
  it('is as sure as its words, and names those that are not', () => {
    const text = 'Tổng số 817';
    const reading = readingOf({ from: 0, to: 11 }, [page]);
    expect(reading).toMatchObject({ pageNo: 3, pageCount: 1, unsure: [[8, 11]] });
    expect(reading?.confidence).toBeCloseTo((4 * 0.95 + 2 * 0.95 + 3 * 0.5) / 9);
    expect(reading && hasUnsureNumber(reading, text, 0)).toBe(true);
    expect(readingOf({ from: 100, to: 110 }, [page])).toBeNull();
  });

  it('lies on the picture as one box a line, cut out without the margins of the page', () => {
    expect(linesOf({ from: 0, to: 14 }, page)).toHaveLength(2);
    expect(cutFor({ from: 0, to: 4 }, page)).toEqual({
      x0: 0,
      x1: expect.closeTo(0.7),
      y0: expect.closeTo(0.188),
      y1: expect.closeTo(0.232),
    });
    const full: ReadPage = { ...page, words: [word(0, 9, 1, [0.15, 0.2, 0.9, 0.22])] };
    expect(cutFor({ from: 0, to: 9 }, full)).toMatchObject({
      x0: expect.closeTo(0.12),
      x1: expect.closeTo(0.93),
    });
    expect(cutFor({ from: 50, to: 60 }, page)).toBeNull();
  });

  it('is cut out of the page as filed where that has to be turned', () => {
    // Filed on its side: what is the upper edge for the reader is the left edge of the file.
    const turned: ReadPage = { ...page, rotation: 90, words: [word(0, 4, 1, [0.2, 0.5, 0.22, 0.8])] };
    expect(linesOf({ from: 0, to: 4 }, turned)).toEqual([
      { x0: expect.closeTo(0.2), x1: expect.closeTo(0.5), y0: 0.2, y1: 0.22 },
    ]);
    expect(cutFor({ from: 0, to: 4 }, turned)).toEqual({
      x0: expect.closeTo(0.188),
      x1: expect.closeTo(0.232),
      y0: expect.closeTo(0.3),
      y1: expect.closeTo(1),
    });
  });

  it.each([0, 90, 180, 270] as const)('turned by %i degrees and back is where it was', (rotation) => {
    const box = { x0: 0.1, y0: 0.2, x1: 0.3, y1: 0.4 };
    const back = ((360 - rotation) % 360) as typeof rotation;
    const there = uprightBox(uprightBox(box, rotation), back);
    for (const side of ['x0', 'y0', 'x1', 'y1'] as const) expect(there[side]).toBeCloseTo(box[side]);
  });
});
