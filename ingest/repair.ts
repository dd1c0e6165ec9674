import { cleanText } from '../text/normalise.ts';
import { isAllCaps, startsUnit } from './structure/markers.ts';
import { joinSplitSyllables } from './syllable-shape.ts';
import type { DocumentPage, Paragraph, ParsedFile, SourceLine } from './types.ts';

/** The repaired text of a document: what is stored, and what every offset counts in. */
export interface RepairedText {
  text: string;
  pages: DocumentPage[];
  paragraphs: Paragraph[];
}

/**
 * Makes the text that is stored. Spaces become ordinary, wrapped lines become paragraphs, a sentence that a page break
 * cut is completed on the page where it begins, and lines without a letter or digit go. Nothing else is lost. Paragraphs
 * stand a blank line apart, rows of a table one below the other.
 */
export function repairText(file: ParsedFile): RepairedText {
  const isPdf = file.hasPages;
  const pages = file.pages.map((page) => {
    const lines = page.map(cleanLine).filter((line) => /[\p{L}\p{N}]/u.test(line.text));
    const joined = isPdf ? lines : joinWrapped(lines);
    return isPdf ? joined.map((line) => ({ ...line, text: joinSplitSyllables(line.text) })) : joined;
  });
  joinBrokenSentences(pages);
  return assemble(pages.map(withoutLoneNumbers));
}

const cleanLine = (line: SourceLine): SourceLine => ({
  ...line,
  text: cleanText(line.text)
    .replace(/\s+/gu, ' ')
    // Leaders of forms and of contents pages: their length says nothing.
    .replace(/\.{6,}/gu, '……')
    .replace(/…{3,}/gu, '……')
    .replace(/_{6,}/gu, '_____')
    .trim(),
});

/** Final punctuation, also inside closing quotes and brackets. */
const isFinished = (text: string): boolean => /[.!?;:…]["”’»)\]]*$/u.test(text);
const startsLower = (text: string): boolean => /^["“(]?\p{Ll}/u.test(text);

/**
 * Text files wrapped at a column (converted from PDF or typed so): most lines have nearly the same length and the
 * following ones go on in lower case. Only then are neighbouring lines one paragraph.
 */
function joinWrapped(lines: readonly SourceLine[]): SourceLine[] {
  const followers = lines.filter((line, index) => index > 0 && !line.isSeparate && !line.hint);
  const goingOn = followers.filter((line) => startsLower(line.text) && !startsUnit(line.text)).length;
  if (followers.length < 5 || goingOn < followers.length * 0.3) return [...lines];
  const lengths = lines.map((line) => line.text.length).sort((a, b) => a - b);
  const width = lengths[Math.floor(lengths.length * 0.85)] ?? 0;
  const joined: SourceLine[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    const above = last && (last.text.split('\n').at(-1) ?? '');
    const isWrapped =
      last !== undefined &&
      above !== undefined &&
      !line.isSeparate &&
      !line.hint &&
      !last.hint &&
      !startsUnit(line.text) &&
      !isAllCaps(above) &&
      lengthOfLast.get(last)! > width * 0.75;
    if (isWrapped) {
      last.text += ` ${line.text}`;
      lengthOfLast.set(last, line.text.length);
    } else {
      const copy = { ...line };
      lengthOfLast.set(copy, line.text.length);
      joined.push(copy);
    }
  }
  return joined;
}

/** Length of the last source line inside a joined paragraph. */
const lengthOfLast = new WeakMap<SourceLine, number>();

/** Completes cut sentences: across pages, and across the blank lines that a conversion left at page joins. */
function joinBrokenSentences(pages: SourceLine[][]): void {
  let last: SourceLine | undefined;
  let lastPage = 0;
  for (const [pageIndex, page] of pages.entries()) {
    for (let index = 0; index < page.length; index++) {
      const line = page[index] as SourceLine;
      if (last && isCutBefore(last, line, pageIndex !== lastPage)) {
        const end = pageIndex === lastPage ? line.text.length : endOfSentence(line.text);
        last.text += ` ${line.text.slice(0, end).trim()}`;
        const rest = line.text.slice(end).trim();
        last.isOpen = false;
        if (rest === '') {
          page.splice(index, 1);
          index -= 1;
          last.isOpen = line.isOpen === true;
          continue;
        }
        page[index] = { ...line, text: rest, hint: 'plain' };
      }
      last = page[index];
      lastPage = pageIndex;
    }
  }
}

function isCutBefore(last: SourceLine, line: SourceLine, isNewPage: boolean): boolean {
  if (last.hint === 'row' || last.hint === 'heading' || line.hint === 'row' || line.hint === 'heading')
    return false;
  if (isFinished(last.text) || isAllCaps(last.text) || startsUnit(line.text)) return false;
  // A list line may end without punctuation; a sentence that goes on in lower case is the sign.
  if (startsLower(line.text)) return last.text.length >= 40 || (isNewPage && last.isOpen === true);
  return isNewPage && last.isOpen === true && !isAllCaps(line.text);
}

function endOfSentence(text: string): number {
  const match = /[.!?;…]["”’»)\]]*(?=\s+["“(\-–]?[\p{Lu}\d])/u.exec(text);
  return match ? match.index + match[0].length : text.length;
}

/**
 * A number alone on a line is a page number where such lines count upwards, and a counter of the web page (readers,
 * comments) where it is the only one. Columns of figures stay.
 */
function withoutLoneNumbers(page: readonly SourceLine[]): SourceLine[] {
  const isLone = (line: SourceLine): boolean =>
    line.hint === undefined && /^[-–\s]*\d{1,5}[-–\s]*$/u.test(line.text);
  const numbers = page.filter(isLone).map((line) => Number(line.text.replace(/\D/gu, '')));
  const rising = numbers.every((value, index) => index === 0 || value === (numbers[index - 1] ?? 0) + 1);
  return rising ? page.filter((line) => !isLone(line)) : [...page];
}

function assemble(pages: readonly SourceLine[][]): RepairedText {
  const result: RepairedText = { text: '', pages: [], paragraphs: [] };
  for (const [index, page] of pages.entries()) {
    const pageNo = index + 1;
    const charFrom = result.text.length;
    let text = '';
    let above: SourceLine | undefined;
    for (const line of page) {
      if (above) text += above.hint === 'row' && line.hint === 'row' && !line.isTableStart ? '\n' : '\n\n';
      const from = charFrom + text.length;
      text += line.text;
      result.paragraphs.push({
        text: line.text,
        from,
        to: from + line.text.length,
        pageNo,
        ...(line.hint ? { hint: line.hint } : {}),
        ...(line.level === undefined ? {} : { level: line.level }),
        ...(line.isHead ? { isHead: true } : {}),
        ...(line.isTableStart ? { isTableStart: true } : {}),
      });
      above = line;
    }
    const isLast = index === pages.length - 1;
    // A blank line also between pages: without one the last heading would run into the next paragraph.
    if (text !== '' && !isLast) text += '\n';
    result.pages.push({ pageNo, charFrom, text });
    result.text += isLast ? text : `${text}\n`;
  }
  return result;
}
