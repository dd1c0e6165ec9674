import { cleanText, oneLine } from '../../text/normalise.ts';

/** '1. …', '2) …', 'a) …', '- …', '+ …' at the beginning of an item. */
const mark = /^\s*(?:(?:\d{1,2}|\p{Ll})\s*[.)](?!\d)|[-–+*•])\s+/u;
/** ' 2. ' inside one line, behind the end of another item. */
const inlineMark = /(?:^|[\s:;.])\(?(\d{1,2})\s*[.)]\s+(?=\p{L})/gu;

/**
 * The items of a pasted list, in order: one a line, else behind '1.', '2.' within a line, else between semicolons.
 * Marks, and full stops at the end, are left out.
 */
export function splitItems(text: string): string[] {
  const clean = cleanText(text);
  const lines = clean.split('\n').filter((line) => line.trim() !== '');
  const pieces = lines.length > 1 ? lines : (splitNumbered(clean) ?? clean.split(';'));
  return pieces.map(tidyItem).filter((item) => item !== '');
}

/** '1. … 2. … 3. …' in one line; null where the numbers do not count up from 1. */
function splitNumbered(line: string): string[] | null {
  const marks = [...line.matchAll(inlineMark)];
  if (marks.length < 2 || marks.some((match, i) => Number(match[1]) !== i + 1)) return null;
  if (line.slice(0, marks[0]?.index).trim() !== '') return null;
  return marks.map((match, i) => line.slice(match.index + match[0].length, marks[i + 1]?.index));
}

const tidyItem = (item: string): string =>
  oneLine(item.replace(mark, '')).replace(/(?:\s*[;,]|(?<!\.)\.(?:\/\.)?|\s*\.\/\.)\s*$/u, '');
