import { AlignmentType, Paragraph, TextRun } from 'docx';
import { runsOf, type Run } from '../paper.ts';

/* Measures, words and lines of which the parts of a paper are made. */

/** Millimetres as twentieths of a point. */
export const mm = (millimetres: number): number => Math.round(millimetres * 56.693);
/** Points as half points. */
export const half = (points: number): number => Math.round(points * 2);
/** Capitals carry two marks each ('Ổ', 'Ộ'); lines set closer than this touch. In 240ths of a line. */
export const lineOfCapitals = 276;

export const alignments = {
  justify: AlignmentType.JUSTIFIED,
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
} as const;

const toRun = (run: Run, options: { size?: number; isBold?: boolean; isItalic?: boolean } = {}): TextRun =>
  new TextRun({
    text: run.text,
    ...(run.isBold || options.isBold ? { bold: true } : {}),
    ...(run.isItalic || options.isItalic ? { italics: true } : {}),
    ...(options.size ? { size: half(options.size) } : {}),
  });

/** Runs of a text with its line breaks. */
export function runs(
  text: string,
  options: { size?: number; isBold?: boolean; isItalic?: boolean } = {},
): TextRun[] {
  return runsOf(text).flatMap((line, i) => [
    ...(i > 0 ? [new TextRun({ break: 1 })] : []),
    ...line.map((run) => toRun(run, options)),
  ]);
}

interface Centred {
  size?: number;
  isBold?: boolean;
  isItalic?: boolean;
  before?: number;
  after?: number;
  keepNext?: boolean;
}
/** A line in the middle; `before` and `after` in points. */
export const centred = (text: string, options: Centred = {}): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: {
      line: lineOfCapitals,
      before: mm((options.before ?? 0) / 2.835),
      after: mm((options.after ?? 0) / 2.835),
    },
    ...(options.keepNext ? { keepNext: true, keepLines: true } : {}),
    children: runs(text, options),
  });

/** A narrow empty line. */
export const spacer = (): Paragraph => new Paragraph({ spacing: { after: 0, line: 120 }, children: [] });

/** Air above signatures, bound to them. */
export const gapAbove = (): Paragraph =>
  new Paragraph({ keepNext: true, spacing: { after: 0, line: 200 }, children: [] });
