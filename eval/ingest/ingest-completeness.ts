import type { ReadDocument, Section } from '../../ingest/types.ts';

/*
 * Is everything that a document numbers a section? Counted with patterns of its own over the plain lines of the text,
 * on purpose simpler than the structure code: what both miss in the same way would otherwise never be seen.
 */

/** Kinds of numbered units that a reader sees at the beginning of a line. */
export type CountedKind = 'article' | 'chapter' | 'roman' | 'number' | 'decimal' | 'point';

/** One line that opens with a number or letter of its own. */
export interface CountedLine {
  kind: CountedKind;
  /** '5', '9.3.2', 'II', 'a'. */
  number: string;
  /** Offset of the line in the document's text. */
  at: number;
  line: string;
}

/** What comparing lines with sections gives. Lists hold lines as printed, shortened, for people to look up. */
export interface Completeness {
  /** Lines that open a unit, by kind. */
  counted: Record<CountedKind, number>;
  /** Lines without a section of that number that begins there. */
  missing: string[];
  /** Lines where two sections of that number begin. */
  doubled: string[];
  /** Sections that come before one that begins earlier in the text. */
  outOfOrder: string[];
  /** Sections without a chunk, or whose chunk has no place in words. */
  withoutLocator: string[];
  /** Articles, and decimals below one head, where a number is left out: the line may be swallowed by the one above. */
  gaps: string[];
  /** Lines inside the quoted text of another law; they must be no sections. */
  quoted: number;
  /** Quoted lines that are sections all the same. */
  quotedAsSections: string[];
  /** Letters and digits of the text in no chunk. */
  uncovered: number;
}

const patterns: readonly (readonly [CountedKind, RegExp])[] = [
  ['article', /^Điều (\d+[a-zđ]?)(?:[.:]|$)/iu],
  ['chapter', /^(?:Chương|Phần thứ|Phần|Mục) ([IVXLC]+|\d+)(?:[.:]|$|\s*$)/iu],
  // '10.000 m2' at the beginning of a line is a figure.
  ['decimal', /^(?!\d{1,3}(?:\.\d{3})+\s+\p{Ll})(\d{1,3}(?:\.\d{1,3})+)(?:[.)]\s*|\s+)[\p{L}(]/u],
  ['number', /^(\d{1,3})[.)]\s+[\p{Lu}“"]/u],
  ['roman', /^([IVX]+)\s?[.-]\s*\p{Lu}/u],
  ['point', /^([a-zđ])\)\s/u],
];

/** An amended text is taken for closed at the latest after so many lines: a stray “ must not hide the rest. */
const longestQuote = 150;

/** Every line that opens a unit, in order, and how many stand inside the quoted text of another law. */
export function countLines(text: string): { own: CountedLine[]; quoted: CountedLine[] } {
  const own: CountedLine[] = [];
  const quoted: CountedLine[] = [];
  const lines = text.split('\n');
  let at = 0;
  let open = 0;
  let openFor = 0;
  for (const line of lines) {
    // A line of a table of contents names a unit that stands elsewhere.
    const isContents = /(?:\.{3,}|…)\s*\d{1,4}$/u.test(line);
    const found = (isContents ? [] : patterns)
      .map(([kind, pattern]) => ({ kind, number: pattern.exec(line)?.[1] }))
      .find(({ number }) => number !== undefined);
    if (found?.number !== undefined)
      (open > 0 && !line.startsWith('|') ? quoted : own).push({
        kind: found.kind,
        number: found.number,
        at,
        line: line.slice(0, 60),
      });
    // An amended text opens its own line, or follows 'như sau:'; any other mark is a word in quotation marks.
    const opening = open > 0 ? 0 : line.search(/^“|:\s*“/u);
    if (open > 0 || opening >= 0) open += balanceOf(line.slice(opening));
    openFor = open > 0 ? openFor + 1 : 0;
    if (open < 0 || openFor > longestQuote) open = 0;
    at += line.length + 1;
  }
  return { own, quoted };
}

const balanceOf = (line: string): number =>
  (line.match(/“/gu)?.length ?? 0) - (line.match(/”/gu)?.length ?? 0);

/** Holds the sections and chunks of a read document against its lines. */
export function measureCompleteness(
  document: Pick<ReadDocument, 'text' | 'sections' | 'chunks'>,
): Completeness {
  const { text, sections, chunks } = document;
  const { own, quoted } = countLines(text);
  const startingAt = new Map<number, Section[]>();
  for (const section of sections) {
    const list = startingAt.get(section.charFrom) ?? [];
    list.push(section);
    startingAt.set(section.charFrom, list);
  }
  const carries = (section: Section, number: string): boolean =>
    (section.label.split(' ').at(-1) ?? '').toLowerCase() === number.toLowerCase();
  const sectionsOf = ({ at, number }: CountedLine): Section[] =>
    (startingAt.get(at) ?? []).filter((section) => carries(section, number));
  const counted: Record<CountedKind, number> = {
    article: 0,
    chapter: 0,
    roman: 0,
    number: 0,
    decimal: 0,
    point: 0,
  };
  for (const { kind } of own) counted[kind] += 1;
  return {
    counted,
    missing: own.filter((line) => sectionsOf(line).length === 0).map(({ line }) => line),
    doubled: own.filter((line) => sectionsOf(line).length > 1).map(({ line }) => line),
    outOfOrder: sections
      .filter((section, index) => section.charFrom < (sections[index - 1]?.charFrom ?? 0))
      .map(({ label }) => label),
    withoutLocator: own
      .filter(({ at }) => !chunks.some((chunk) => chunk.charFrom <= at && chunk.charTo > at && chunk.locator))
      .map(({ line }) => line),
    gaps: findGaps(own),
    quoted: quoted.length,
    quotedAsSections: quoted.filter((line) => sectionsOf(line).length > 0).map(({ line }) => line),
    uncovered: countUncovered(text, chunks),
  };
}

/** Articles must count on from the one before, or begin again with 1; decimals likewise below the same head. */
function findGaps(lines: readonly CountedLine[]): string[] {
  const gaps: string[] = [];
  let article = 0;
  const decimals = new Map<string, number>();
  for (const { kind, number, line } of lines) {
    if (kind === 'article') {
      const value = Number.parseInt(number, 10);
      if (value !== article && value !== article + 1 && value !== 1) gaps.push(line);
      article = value;
      decimals.clear();
    } else if (kind === 'decimal') {
      const parts = number.split('.');
      const head = parts.slice(0, -1).join('.');
      const value = Number(parts.at(-1));
      const before = decimals.get(head) ?? 0;
      if (value !== before + 1 && value !== 1) gaps.push(line);
      decimals.set(head, value);
    }
  }
  return gaps;
}

function countUncovered(text: string, chunks: readonly { charFrom: number; charTo: number }[]): number {
  const covered = new Uint8Array(text.length);
  for (const { charFrom, charTo } of chunks) covered.fill(1, charFrom, charTo);
  let count = 0;
  for (const match of text.matchAll(/[\p{L}\p{N}]/gu)) if (!covered[match.index]) count += 1;
  return count;
}
