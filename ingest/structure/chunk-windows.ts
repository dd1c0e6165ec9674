import { sentences } from '../../text/sentences.ts';
import type { Paragraph } from '../types.ts';
import type { ChunkSource, Unit } from './chunks.ts';

/** A unit up to this many letters stays whole; a longer one becomes windows of about `windowLength`. */
export const wholeLength = 1500;
/** Letters of a window, about. */
export const windowLength = 1000;

/** A slice of the text with the paragraphs it lies in. */
export interface Piece {
  from: number;
  to: number;
  firstParagraph: number;
  lastParagraph: number;
  isLater: boolean;
}

/** The whole unit, or windows at paragraph and sentence ends; one sentence without an end is cut at a space. */
export function windows(unit: Unit, { paragraphs }: ChunkSource): Piece[] {
  const first = paragraphs[unit.from];
  const last = paragraphs[unit.to - 1];
  if (!first || !last) return [];
  if (last.to - first.from <= wholeLength + 300) {
    return [
      {
        from: first.from,
        to: last.to,
        firstParagraph: unit.from,
        lastParagraph: unit.to - 1,
        isLater: false,
      },
    ];
  }
  const spans = paragraphs
    .slice(unit.from, unit.to)
    .flatMap((paragraph, offset) =>
      spansOf(paragraph).map((span) => ({ ...span, paragraph: unit.from + offset })),
    );
  const pieces: Piece[] = [];
  for (const span of spans) {
    const open = pieces.at(-1);
    if (open && span.to - open.from <= windowLength) {
      open.to = span.to;
      open.lastParagraph = span.paragraph;
    } else {
      pieces.push({
        from: span.from,
        to: span.to,
        firstParagraph: span.paragraph,
        lastParagraph: span.paragraph,
        isLater: pieces.length > 0,
      });
    }
  }
  return pieces;
}

function spansOf({ text, from }: Paragraph): { from: number; to: number }[] {
  if (text.length <= windowLength) return [{ from, to: from + text.length }];
  return sentences(text).flatMap((sentence) => {
    const pieces: { from: number; to: number }[] = [];
    let start = sentence.from;
    while (sentence.to - start > windowLength) {
      const part = text.slice(start, start + windowLength);
      const at = Math.max(part.lastIndexOf('; '), part.lastIndexOf(', '));
      const cut = at > windowLength / 3 ? at + 1 : part.lastIndexOf(' ');
      const end = cut > 0 ? start + cut : start + windowLength;
      pieces.push({ from: from + start, to: from + end });
      start = end;
      while (text.charAt(start) === ' ') start += 1;
    }
    pieces.push({ from: from + start, to: from + sentence.to });
    return pieces;
  });
}
