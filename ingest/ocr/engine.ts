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
