import type { GreyPicture } from './picture.ts';

/** How the picture is to be looked at: a page with a layout, one block of lines, one line, words anywhere. */
export type ReadingMode = 'page' | 'block' | 'line' | 'scattered';

/** A word as the engine read it; pixels of the given picture, confidence from 0 to 1. */
export interface RawWord {
  text: string;
  confidence: number;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Words of one line, left to right, in the engine's order of lines. */
export interface RawLine {
  words: RawWord[];
}

/** What reads letters from a picture. One picture at a time. */
export interface OcrEngine {
  /** With version: 'tesseract.js 7.0.0 vie'. */
  name: string;
  /** Reads a picture of upright, level lines. `signal` ends the work; the call then throws the signal's reason. */
  read(picture: GreyPicture, mode: ReadingMode, dpi: number, signal?: AbortSignal): Promise<RawLine[]>;
  close(): Promise<void>;
}

/** Tesseract's numbers of the modes. */
export const segmentation: Readonly<Record<ReadingMode, number>> = {
  page: 3,
  block: 6,
  line: 7,
  scattered: 11,
};

/** The picture as a portable grey map: no compression to pay for, and every build of Tesseract reads it. */
export function asGreyMap(picture: GreyPicture): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${picture.width} ${picture.height}\n255\n`), picture.data]);
}

/**
 * The words of the table that Tesseract writes. Columns: level page block paragraph line word left top width height
 * confidence text. Level 5 is a word.
 */
export function parseTable(table: string): RawLine[] {
  const lines: RawLine[] = [];
  let place = '';
  for (const row of table.split('\n')) {
    const cells = row.split('\t');
    if (cells[0] !== '5') continue;
    const [left = 0, top = 0, width = 0, height = 0] = cells.slice(6, 10).map(Number);
    const text = (cells[11] ?? '').trim();
    if (text === '') continue;
    const here = cells.slice(1, 5).join('.');
    if (here !== place) lines.push({ words: [] });
    place = here;
    lines.at(-1)?.words.push({
      text,
      confidence: Math.max(0, Number(cells[10])) / 100,
      x0: left,
      y0: top,
      x1: left + width,
      y1: top + height,
    });
  }
  return lines;
}
