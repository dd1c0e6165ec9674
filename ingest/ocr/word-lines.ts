import { fold } from '../../text/normalise.ts';
import { layOutPages, type PdfRun } from '../parsers/pdf-layout.ts';
import type { SourceLine } from '../types.ts';
import type { RawLine, RawWord } from './engine.ts';

/*
 * Words that were read from a picture go the same way as the runs of a text layer, so that letterheads in two columns,
 * tables and wrapped lines are understood by the same rules. What a text layer states and a picture does not, base line
 * and letter height, is estimated here for whole lines: the box of a word depends on its letters.
 */

/** A line of words in pixels of the level picture, with its estimated base line and letter height. */
interface MeasuredLine {
  words: RawWord[];
  baseline: number;
  height: number;
}

/** Paragraphs, heads and rows of one page from the words on it. */
export function linesOfWords(lines: readonly RawLine[], width: number, height: number): SourceLine[] {
  const measured = inRows(evenHeights(lines.map(measure)));
  const runs: PdfRun[] = measured.flatMap((line) => {
    const column = nationalColumn(line.words);
    return line.words.map((word, index) => ({
      // Every word stands apart, however narrow the gap was.
      text: `${word.text} `,
      x: word.x0,
      y: height - line.baseline,
      width: word.x1 - word.x0,
      height: line.height,
      ...(index === column ? { startsColumn: true } : {}),
    }));
  });
  return layOutPages([{ width, runs }])[0] ?? [];
}

/**
 * Where the right column of a letterhead begins in a line that holds both: at the name of the state or of the Party, or
 * at the motto. The columns may stand nearer to each other than words of a spaced line. -1 where there is none.
 */
function nationalColumn(words: readonly RawWord[]): number {
  return words.findIndex((word, index) => {
    const before = words[index - 1];
    if (!before || word.x0 - before.x1 < 0.35 * (word.y1 - word.y0)) return false;
    const ahead = words
      .slice(index, index + 4)
      .map(({ text }) => text)
      .join(' ');
    // In running text the name of the state does not stand in capitals, nor the motto with its dashes.
    const isName =
      ahead === ahead.toUpperCase() && /^(?:cong hoa xa hoi|dang cong san viet)/u.test(fold(ahead));
    return isName || /^doc lap [-–—]+ ?tu/u.test(fold(ahead));
  });
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Letters without a descender end on the base line; most words of a line have one letter that does not hang below. */
function measure({ words }: RawLine): MeasuredLine {
  const plain = words.filter((word) => /[\p{L}\p{N}]/u.test(word.text));
  const measured = plain.length > 0 ? plain : words;
  const sitting = measured.filter((word) => !/[gjpqyạậặẹệịọộợụựỵ,;()]/u.test(word.text));
  const baseline = median((sitting.length > 0 ? sitting : measured).map((word) => word.y1));
  return {
    words: [...words],
    baseline,
    height: Math.max(4, median(measured.map((word) => word.y1 - word.y0))),
  };
}

/** Lines of nearly the usual height have it: their boxes differ by the marks that happen to stand in them. */
function evenHeights(lines: readonly MeasuredLine[]): MeasuredLine[] {
  const usual = median(lines.filter((line) => line.words.length >= 4).map((line) => line.height));
  if (usual === 0) return [...lines];
  return lines.map((line) =>
    line.height > 0.65 * usual && line.height < 1.5 * usual ? { ...line, height: usual } : line,
  );
}

/** How many pieces must stand side by side for a table row; two are a letterhead, which the layout knows. */
const fewestCells = 2;

/**
 * Puts lines that stand beside one another in one row on the same base line, left before right. The engine reads blocks
 * one after the other, which tears the rows of a table apart.
 */
function inRows(lines: readonly MeasuredLine[]): MeasuredLine[] {
  const rows: MeasuredLine[][] = [];
  for (const line of [...lines].sort((a, b) => a.baseline - b.baseline)) {
    const row = rows.at(-1);
    const first = row?.[0];
    const reach = first ? 0.5 * Math.min(first.height, line.height) : 0;
    if (row && first && line.baseline - first.baseline < reach && !row.some((other) => overlaps(other, line)))
      row.push(line);
    else rows.push([line]);
  }
  return rows.flatMap((row) => {
    if (row.length < fewestCells) return row;
    const baseline = median(row.map((line) => line.baseline));
    const height = median(row.map((line) => line.height));
    return [...row].sort((a, b) => leftOf(a) - leftOf(b)).map((line) => ({ ...line, baseline, height }));
  });
}

const leftOf = (line: MeasuredLine): number => Math.min(...line.words.map((word) => word.x0));
const rightOf = (line: MeasuredLine): number => Math.max(...line.words.map((word) => word.x1));
const overlaps = (a: MeasuredLine, b: MeasuredLine): boolean =>
  leftOf(a) < rightOf(b) - 2 && leftOf(b) < rightOf(a) - 2;
