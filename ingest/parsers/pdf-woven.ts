import type { PlacedLetter } from '../ocr/pdf-letters.ts';
import type { PdfRun } from './pdf-layout.ts';

/*
 * Writers that take some letters of a line from a second font (LibreOffice where the first has no 'Ỉ' or 'ở') draw the
 * line once for each font: first 'T NH  Y', then 'Ỉ' and 'Ủ' into its gaps. A run does not say where in it the gaps are,
 * so such lines are put together from the places of the single letters.
 */

/** Neighbours on one baseline, in the order of the file, with the extent of what they draw along it. */
interface BaselineGroup {
  /** Indices into the runs of the page, [from, to). */
  from: number;
  to: number;
  first: PdfRun;
  height: number;
}

/** A line has a hundred runs and a page a hundred lines; a hostile one must not keep the reader busy. */
const mostRuns = 2000;
const mostGroups = 500;
/** In heights of the letters: what still counts as one baseline, and how far a run fills a gap inexactly. */
const baselineSlack = 0.1;
const gapSlack = 0.3;
/** Distance between letters of two words, in heights; as in the layout of lines. */
const spaceGap = 0.13;
/** Share of the letters that may lie on the one before them; where more do, the line was drawn twice. */
const mostCovered = 0.1;

/** True where some run fills a gap within or between runs that were drawn before it on the same baseline. */
export function hasWovenLines(runs: readonly PdfRun[]): boolean {
  return baselineGroups(runs).some((group) => isWoven(runs, group));
}

/**
 * The runs of a page with its woven lines in reading order, word by word. `letters`: every letter of the page with its
 * place. A line whose letters are not the same in both stays as it is.
 */
export function unweave(runs: readonly PdfRun[], letters: readonly PlacedLetter[]): PdfRun[] {
  const ordered: PdfRun[] = [];
  let done = 0;
  const woven = baselineGroups(runs).filter((group) => isWoven(runs, group));
  for (const group of woven.slice(0, mostGroups)) {
    const inOrder = inReadingOrder(runs.slice(group.from, group.to), group, letters);
    if (!inOrder) continue;
    ordered.push(...runs.slice(done, group.from), ...inOrder);
    done = group.to;
  }
  return [...ordered, ...runs.slice(done)];
}

const isBlank = (text: string): boolean => text.trim() === '';

function baselineGroups(runs: readonly PdfRun[]): BaselineGroup[] {
  const groups: BaselineGroup[] = [];
  let group: BaselineGroup | undefined;
  for (const [index, run] of runs.entries()) {
    if (isBlank(run.text)) continue;
    const height = run.height || 10;
    const isNeighbour =
      group !== undefined &&
      Math.abs(run.y - group.first.y) < baselineSlack * height &&
      Math.abs((run.unturned?.angle ?? 0) - (group.first.unturned?.angle ?? 0)) < 0.01;
    if (group && isNeighbour) {
      group.to = index + 1;
      group.height = Math.max(group.height, height);
    } else {
      group = { from: index, to: index + 1, first: run, height };
      groups.push(group);
    }
  }
  return groups.filter(({ from, to }) => to - from > 1 && to - from <= mostRuns);
}

function isWoven(runs: readonly PdfRun[], { from, to, height }: BaselineGroup): boolean {
  const slack = gapSlack * height;
  const before: PdfRun[] = [];
  let right = Number.NEGATIVE_INFINITY;
  for (const run of runs.slice(from, to)) {
    if (isBlank(run.text)) continue;
    const end = run.x + run.width;
    // Drawn later, and yet it stands inside an earlier run, between two of them, or right before one.
    const fills = before.some(
      ({ x, width }) =>
        (run.x > x && run.x < x + width + slack && end < right + slack) ||
        (run.x < x && Math.abs(end - x) < slack),
    );
    if (fills && (run.x + end) / 2 < right) return true;
    before.push(run);
    right = Math.max(right, end);
  }
  return false;
}

/** A letter on the baseline of a group: where it begins and ends along it, counted from the first run. */
interface LineLetter {
  text: string;
  from: number;
  to: number;
}

function inReadingOrder(
  runs: readonly PdfRun[],
  { first, height }: BaselineGroup,
  letters: readonly PlacedLetter[],
): PdfRun[] | null {
  const start = first.unturned ?? { x: first.x, y: first.y, angle: 0 };
  const [cos, sin] = [Math.cos(start.angle), Math.sin(start.angle)];
  const along = (x: number, y: number): number => (x - start.x) * cos + (y - start.y) * sin;
  const drawn = runs.filter(({ text }) => !isBlank(text));
  const leftEnd = Math.min(...drawn.map(({ x }) => x - first.x)) - 0.1 * height;
  const rightEnd = Math.max(...drawn.map(({ x, width }) => x + width - first.x)) + 0.1 * height;
  const line: LineLetter[] = [];
  for (const { text, x, y, left, right, bottom, top } of letters) {
    const across = (y - start.y) * cos - (x - start.x) * sin;
    const from = along(x, y);
    if (Math.abs(across) > baselineSlack * height) continue;
    const corners = [along(left, bottom), along(right, bottom), along(left, top), along(right, top)];
    const to = Math.max(from, ...corners);
    // The next cell of a table may begin where this one ends.
    const middle = (from + to) / 2;
    if (middle >= leftEnd && middle <= rightEnd) line.push({ text, from, to });
  }
  const sorted = sortLetters(line);
  if (lettersOf(sorted) !== lettersOf(drawn) || isDrawnTwice(sorted)) return null;
  return wordsOf(sorted, height).map(({ text, from, to }) => {
    const at = first.x + from;
    const middle = at + (to - from) / 2;
    const source = drawn.find(
      (run) => run.text.includes(text[0] ?? '') && run.x <= middle && middle <= run.x + run.width,
    );
    return {
      text,
      x: at,
      y: first.y,
      width: to - from,
      height: isBlank(text) ? 0 : (source?.height ?? height),
      unturned: { x: start.x + from * cos, y: start.y + from * sin, angle: start.angle },
    };
  });
}

/** By the middle of the letters, for the layers drift apart by half a point; signs without width stay behind theirs. */
function sortLetters(line: readonly LineLetter[]): LineLetter[] {
  const units: LineLetter[][] = [];
  for (const letter of line) {
    const last = units.at(-1);
    if (last && /^\p{M}/u.test(letter.text)) last.push(letter);
    else units.push([letter]);
  }
  const middle = ([letter]: readonly LineLetter[]): number => (letter ? letter.from + letter.to : 0);
  return units.sort((a, b) => middle(a) - middle(b)).flat();
}

/** Which letters these are, whatever their order; joined signs and kinds of hyphens count alike. */
const lettersOf = (parts: readonly { text: string }[]): string =>
  [...parts.map(({ text }) => text).join('')]
    .flatMap((letter) => [...letter.normalize('NFKD').replace(/[\s\u00ad\u2010\u2011-]+/gu, '')])
    .sort()
    .join('');

function isDrawnTwice(line: readonly LineLetter[]): boolean {
  const letters = line.filter(({ text }) => !isBlank(text) && !/^\p{M}/u.test(text));
  const covered = letters.filter(({ from, to }, index) => {
    const before = letters[index - 1];
    return before !== undefined && before.to - from > 0.5 * (to - from);
  });
  return covered.length > mostCovered * letters.length;
}

/** Words and the blanks between them that the file draws. */
function wordsOf(line: readonly LineLetter[], height: number): LineLetter[] {
  const words: LineLetter[] = [];
  for (const letter of line) {
    const last = words.at(-1);
    const isSameWord =
      last !== undefined &&
      !isBlank(last.text) &&
      !isBlank(letter.text) &&
      letter.from - last.to <= spaceGap * height;
    if (isSameWord) {
      last.text += letter.text;
      last.to = Math.max(last.to, letter.to);
    } else words.push({ ...letter });
  }
  return words;
}
