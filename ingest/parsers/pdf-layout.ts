import { cleanText } from '../../text/normalise.ts';
import { startsUnit } from '../structure/markers.ts';
import type { SourceLine } from '../types.ts';

/*
 * From placed runs of letters to paragraphs. Pure geometry and the marks that open a paragraph; the words themselves
 * are repaired afterwards.
 *
 *   runs --gaps--> visual lines --running heads and page numbers out--> columns side by side --> paragraphs
 */

/** A run of letters as the text layer holds it; the origin is the lower left corner, units are points. */
export interface PdfRun {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** True where the run is known to open a column, however near the run before it stands. */
  startsColumn?: boolean;
  /** Where it begins and how it is turned in units of the page, before the page itself is turned for showing. */
  unturned?: { x: number; y: number; angle: number };
}

/** The runs of one page in the order of the file. */
export interface PdfPage {
  width: number;
  runs: readonly PdfRun[];
}

interface VisualLine {
  text: string;
  x: number;
  right: number;
  y: number;
  height: number;
  isRow: boolean;
}

/** Paragraphs of every page, without running heads, page numbers and line wraps. */
export function layOutPages(pages: readonly PdfPage[]): SourceLine[][] {
  const lines = withoutRunningLines(pages.map((page) => toLines(page.runs)));
  return lines.map((page, index) => toParagraphs(inReadingOrder(page, pages[index]?.width ?? 0)));
}

/** A gap this many times the letter height separates columns; smaller ones are spaces. */
const columnGap = 1.8;
const spaceGap = 0.13;

function toLines(runs: readonly PdfRun[]): VisualLine[] {
  const lines: VisualLine[] = [];
  let segments: VisualLine[] = [];
  let y = Number.NaN;
  const flush = (): void => {
    const filled = segments
      .map((segment) => ({ ...segment, text: cleanText(segment.text).replace(/ {2,}/gu, ' ').trim() }))
      .filter((segment) => segment.text !== '');
    if (filled.length >= 3) lines.push(asRow(filled));
    else lines.push(...filled);
    segments = [];
  };
  for (const run of runs) {
    if (run.text.trim() === '') {
      // A wide blank run is how some writers make columns; the next run then shows the gap by itself.
      const last = segments.at(-1);
      if (last && run.text !== '' && run.width < columnGap * last.height && isSameLine(run.y, y, last.height))
        last.text += ' ';
      continue;
    }
    const height = run.height || 10;
    if (segments.length > 0 && !isSameLine(run.y, y, height)) flush();
    const last = segments.at(-1);
    const gap = last ? run.x - last.right : 0;
    if (last && !run.startsColumn && gap < columnGap * height && gap > -columnGap * height) {
      last.text += `${gap > spaceGap * height ? ' ' : ''}${run.text}`;
      last.right = Math.max(last.right, run.x + run.width);
      last.height = Math.max(last.height, height);
    } else
      segments.push({ text: run.text, x: run.x, right: run.x + run.width, y: run.y, height, isRow: false });
    // Raised and lowered signs keep the line of the letters before them.
    if (segments.length === 1 && segments[0]?.text === run.text) y = run.y;
  }
  flush();
  return lines;
}

const isSameLine = (a: number, b: number, height: number): boolean => Math.abs(a - b) < 0.45 * height;

function asRow(cells: readonly VisualLine[]): VisualLine {
  const sorted = [...cells].sort((a, b) => a.x - b.x);
  return {
    text: `| ${sorted.map((cell) => cell.text.replace(/\|/gu, '/')).join(' | ')} |`,
    x: sorted[0]?.x ?? 0,
    right: Math.max(...sorted.map((cell) => cell.right)),
    y: sorted[0]?.y ?? 0,
    height: Math.max(...sorted.map((cell) => cell.height)),
    isRow: true,
  };
}

/** How many lines at the top and bottom of a page may be running ones. */
const margin = 3;

/** Takes out page numbers and lines that stand at the edge of at least three pages and of a third of all. */
function withoutRunningLines(pages: readonly VisualLine[][]): VisualLine[][] {
  const shape = (line: VisualLine): string => line.text.replace(/\d+/gu, '#').toLowerCase();
  const edges = pages.map((page) => {
    const byHeight = [...page].sort((a, b) => b.y - a.y);
    return new Set([...byHeight.slice(0, margin), ...byHeight.slice(-margin)]);
  });
  const counts = new Map<string, number>();
  for (const edge of edges)
    for (const key of new Set([...edge].map(shape))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return pages.map((page, index) =>
    page.filter((line) => {
      if (!edges[index]?.has(line)) return true;
      if (/^(?:[-–—\s]*|(?:trang|page)\s*)\d{1,4}(?:\s*[-–—/]\s*\d{0,4})?\s*[-–—]?$/iu.test(line.text))
        return false;
      const count = counts.get(shape(line)) ?? 0;
      return pages.length < 3 || count < Math.max(3, pages.length / 3) || startsUnit(line.text);
    }),
  );
}

/**
 * Letterhead and closing block stand side by side: the left column is read before the right one. Only lines within
 * such a block are moved, and only where writers went row by row.
 */
function inReadingOrder(lines: readonly VisualLine[], width: number): VisualLine[] {
  const closing = lines.findIndex((line) => /^N[oơ]i\s*nhận/iu.test(line.text));
  const middle = width * 0.45;
  if (closing >= 0) {
    const rest = lines.slice(closing);
    const left = rest.filter((line) => line.x < middle);
    const right = rest.filter((line) => line.x >= middle);
    // The right column may begin above the recipients; what was read before them stays before.
    return [...inReadingOrder(lines.slice(0, closing), width), ...left, ...right];
  }
  let end = -1;
  for (const [index, line] of lines.slice(0, 14).entries()) {
    const next = lines[index + 1];
    if (next && isSameLine(line.y, next.y, line.height) && !line.isRow) end = index + 1;
    if (line.x < middle && line.right > width * 0.8 && !next) break;
  }
  if (end < 0) return [...lines];
  const head = lines.slice(0, end + 1);
  if (!head.some((line) => isLetterheadLine(line.text))) return [...lines];
  const isLeft = (line: VisualLine): boolean => (line.x + line.right) / 2 < width / 2;
  return [...head.filter(isLeft), ...head.filter((line) => !isLeft(line)), ...lines.slice(end + 1)];
}

/** The name of the state or of the Party, in running text written small, or the label of the symbol. */
const isLetterheadLine = (text: string): boolean =>
  /CỘNG H[OÒÓ][ÀA]? XÃ|ĐẢNG CỘNG SẢN/u.test(text) ||
  /^(?:CỘNG H[OÒÓ][ÀA]? XÃ|ĐẢNG CỘNG SẢN|SỐ\s*:?)/iu.test(text);

/** Joins wrapped lines: the line above reaches the right edge, the gap is ordinary and nothing opens a paragraph. */
function toParagraphs(lines: readonly VisualLine[]): SourceLine[] {
  const leading = ordinaryLeading(lines);
  const edge = rightEdge(lines);
  const paragraphs: SourceLine[] = [];
  let above: VisualLine | undefined;
  for (const line of lines) {
    const last = paragraphs.at(-1);
    if (above && last && isWrapped(above, line, leading, edge)) {
      // A symbol broken at its hyphen ('TT-' | 'BGDĐT') has no space inside.
      const glue = /[\p{Lu}\d]-$/u.test(last.text) && /^\p{Lu}/u.test(line.text) ? '' : ' ';
      last.text += glue + line.text;
    } else {
      const gap = above ? above.y - line.y : 0;
      paragraphs.push({
        text: line.text,
        ...(line.isRow ? { hint: 'row' as const } : {}),
        ...(gap > leading * 1.35 ? { isSeparate: true } : {}),
      });
    }
    above = line;
  }
  const last = paragraphs.at(-1);
  if (last && above && !above.isRow && isFull(above, 0, edge)) last.isOpen = true;
  return paragraphs;
}

function isWrapped(above: VisualLine, line: VisualLine, leading: number, edge: number): boolean {
  if (above.isRow || line.isRow) return false;
  const gap = above.y - line.y;
  if (gap <= 0 || gap > leading * 1.35) return false;
  if (Math.abs(above.height - line.height) > 0.15 * above.height) return false;
  if (startsUnit(line.text)) return false;
  if (Math.abs(line.x - above.x) > 8 * line.height) return false;
  const indent = line.x - above.x;
  const firstWord = /^\S+/u.exec(line.text)?.[0].length ?? 0;
  const letterWidth = (line.right - line.x) / Math.max(1, line.text.length);
  if (!isFull(above, firstWord * letterWidth, edge)) return false;
  // An indented line after a finished sentence opens a paragraph even where no extra space stands above it.
  return !(indent > 1.2 * line.height && /[.;:!?…]["”]?$/u.test(above.text));
}

/** True where the first word of the next line would not have fitted any more. */
const isFull = (line: VisualLine, nextWord: number, edge: number): boolean =>
  line.right + Math.max(nextWord, 0.5 * line.height) + 0.25 * line.height > edge - 0.6 * line.height;

/** The commonest distance between neighbouring lines. */
function ordinaryLeading(lines: readonly VisualLine[]): number {
  const counts = new Map<number, number>();
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    const gap = next ? line.y - next.y : 0;
    if (gap > 0.7 * line.height && gap < 2.6 * line.height) {
      const key = Math.round(gap);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  let best = 0;
  for (const [gap, count] of counts) {
    // Neighbouring values belong together: line distances come rounded either way.
    const total = count + (counts.get(gap + 1) ?? 0) * 0.5 + (counts.get(gap - 1) ?? 0) * 0.5;
    const bestTotal =
      (counts.get(best) ?? 0) + (counts.get(best + 1) ?? 0) * 0.5 + (counts.get(best - 1) ?? 0) * 0.5;
    if (total > bestTotal) best = gap;
  }
  return best || 1.3 * (lines[0]?.height ?? 12);
}

/** Where full lines end: the right edge that at least every tenth line reaches. */
function rightEdge(lines: readonly VisualLine[]): number {
  const rights = lines.filter((line) => !line.isRow).map((line) => line.right);
  if (rights.length === 0) return 0;
  const sorted = rights.sort((a, b) => b - a);
  return sorted[Math.floor(sorted.length / 10)] ?? 0;
}
