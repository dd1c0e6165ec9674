import { fold } from '../../text/normalise.ts';
import { isAllCaps } from '../structure/markers.ts';
import { findAlike, isRubbish, isStamp, portalStamp } from './lookalike.ts';
import type { LineHint, Paragraph } from '../types.ts';

/*
 * The paragraphs of a head as the lines that a person sees: cells of a letterhead table one by one, two columns that
 * share a line apart, without stamps, rules and what recognition makes of them.
 */

/** A line of the head; `index` is that of its paragraph. */
export interface HeadLine {
  text: string;
  index: number;
  hint?: LineHint;
  /** True for what was cut out as the national title, the motto or the name of the Party. */
  isMotto?: boolean;
  /** True for a cell of a table. */
  isCell?: boolean;
}

const mottoes: readonly string[] = [
  'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'Độc lập - Tự do - Hạnh phúc',
  'ĐẢNG CỘNG SẢN VIỆT NAM',
  'SOCIALIST REPUBLIC OF VIET NAM',
  'Independence - Freedom - Happiness',
  'COMMUNIST PARTY OF VIET NAM',
];

/** Lines of the first `count` paragraphs. */
export function headLines(paragraphs: readonly Paragraph[], count: number): HeadLine[] {
  const lines: HeadLine[] = [];
  const registered = registryLines(paragraphs.slice(0, count));
  for (const [index, paragraph] of paragraphs.slice(0, count).entries()) {
    if (registered.has(index)) continue;
    const hint = paragraph.hint === undefined ? {} : { hint: paragraph.hint };
    const cells = paragraph.hint === 'row' ? letterheadCells(paragraph.text) : null;
    if (cells) {
      for (const cell of cells) lines.push(...parts(cell, index).map((line) => ({ ...line, isCell: true })));
      continue;
    }
    if (paragraph.hint === 'row') lines.push({ text: paragraph.text, index, ...hint });
    else if (paragraph.text.length > 200) lines.push({ text: paragraph.text, index, ...hint });
    else {
      const text = withoutRubbish(besideStamp(paragraph.text));
      if (!isStamp(text) && !isRubbish(text))
        lines.push(...parts(text, index).map((line) => ({ ...line, ...hint })));
    }
  }
  return lines;
}

/** 'CÔNG VĂN ĐẾN', 'ĐẾN', and the lines under it with number, day and addressee that the registry writes. */
const registryName = /^\W*(?:(?:cong van|van ban)\s*)?[dđ]en\W*$/u;
const registryField = /^\W*(?:so|n?gay|gio|chuyen|luu ho so so)\W{0,3}[\d\s/.,:…-]*$/u;

/**
 * Indices of the lines of a registry's stamp: its name, and within four lines of it a bare number and a day in figures,
 * which a head of its own never has without type, body or place.
 */
function registryLines(paragraphs: readonly Paragraph[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [index, { text }] of paragraphs.entries()) {
    const folded = fold(text.slice(0, 40));
    // A number line and a day in figures under one another, where the name of the stamp was not read.
    const isPair =
      /^\W*so\W{0,3}\d+\W*$/u.test(folded) &&
      /^\W*n?gay\W{0,3}\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\W*$/u.test(
        fold((paragraphs[index + 1]?.text ?? '').slice(0, 60)),
      );
    if (isPair) found.add(index).add(index + 1);
    if (text.length > 40 || !registryName.test(folded)) continue;
    found.add(index);
    for (let near = Math.max(0, index - 4); near <= index + 4; near++) {
      const other = paragraphs[near]?.text ?? '';
      if (other.length <= 40 && registryField.test(fold(other))) found.add(near);
    }
  }
  return found;
}

/** A stamp may stand before the type on one line: 'ĐẾN Ngày: 12/4 QUYẾT ĐỊNH' is 'QUYẾT ĐỊNH'. */
function besideStamp(text: string): string {
  // The portal's stamp beside the subject: only what the stamp says is dropped.
  const portal = text.length <= 300 ? findAlike(text, portalStamp, 4) : null;
  if (portal !== null && portal.from >= 20) return text.slice(0, portal.from).trim();
  const placeAndDate =
    /^.{8,}?\s(\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){0,3},\s*ngày\s.{0,14}tháng\s.{0,14}năm.*)$/u.exec(text)?.[1];
  if (placeAndDate !== undefined && isStamp(text)) return placeAndDate;
  const tail = /^.*[\d.…:_|]\s*((?:\p{Lu}{2,}\s+){1,3}\p{Lu}{2,})$/u.exec(text)?.[1];
  if (tail === undefined) return text;
  const before = text.slice(0, -tail.length);
  return /[\d.…]{3}/u.test(before) && /ngay|gio|[đd]en|so/u.test(fold(before)) && !/n[aă]m/iu.test(before)
    ? tail
    : text;
}

/** Rules, quotation marks and single letters of stamps around the words of a line. */
export const withoutRubbish = (text: string): string =>
  text
    .replace(/^(?:[^\p{L}\p{N}(“"[+*|–-]+|[*|_—–-]{2,})+\s*/u, '')
    .replace(/^(?:\p{L}\s+)?[`'"¬ˆ^_—|~‘’•·:;.,°«»]+\s*(?=\p{L}{2})/u, '')
    .replace(/(?:\s*[`¬ˆ^_—|~‘‹›°«»*]+)+\s*$/u, '')
    .replace(/\s[:;.'’]$/u, '')
    // A capital that stood a little apart: 'Ủ Y BAN NHÂN DÂN'.
    .replace(/(?<!\p{L})([ỦUỤƯ])\s([YỶ])(?=\s\p{Lu}{2})/gu, '$1$2')
    .trim();

/** The cells of a row, where they look like a letterhead or closing: a motto, number, place and date or recipients. */
function letterheadCells(row: string): string[] | null {
  const cells = row
    .split('|')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  const isHead = cells.some(
    (cell) =>
      mottoes.some((motto) => findAlike(cell, motto) !== null) ||
      /^S[ốôóo]\s*:?\s*[\d.…]/iu.test(cell) ||
      /ngày\s.{0,12}tháng\s.{0,12}năm/iu.test(cell),
  );
  return isHead && cells.length <= 3 ? cells : null;
}

/** What stands before, in and after the mottoes of a line. */
function parts(text: string, index: number): HeadLine[] {
  if (text.length <= 160) {
    for (const motto of mottoes) {
      const found = findAlike(text, motto, motto.length > 25 ? 5 : 6);
      if (!found) continue;
      const printed = text.slice(found.from, found.to);
      // 'Căn cứ Điều lệ Đảng Cộng sản Việt Nam' names the Party in a sentence; a head sets the name in capitals.
      if (isAllCaps(motto) && !isAllCaps(printed)) continue;
      const before = text.slice(0, found.from).trim();
      const after = text.slice(found.to).trim();
      if (/[.,;]$/u.test(after) && after.length > 60) continue;
      return [
        ...(isWords(before) ? parts(withoutRubbish(before), index) : []),
        { text: printed, index, isMotto: true },
        ...(isWords(after) ? parts(withoutRubbish(after), index) : []),
      ];
    }
  }
  return [{ text, index }];
}

const isWords = (text: string): boolean => (text.match(/\p{L}/gu)?.length ?? 0) >= 2;
