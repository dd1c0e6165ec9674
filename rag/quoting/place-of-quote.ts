import type { Quote } from '../types.ts';

/** Number or letter that the quotation itself begins with: '2. …', 'a) …'. */
const ownMark = /^\s*(?:(\d{1,3})\.\s|([a-zđ])\)\s)/u;

/**
 * The place of a quotation for people. A short article is one passage; where the quotation is one of its numbered
 * clauses or points, the locator of the passage is narrowed to it: 'Điều 3' to 'Điều 3, khoản 2', 'mục II' to
 * 'mục II.2', 'Điều 3, khoản 2' to 'Điều 3, khoản 2, điểm a'. The page stays at the end.
 */
export function placeOfQuote({ text, passage }: Pick<Quote, 'text' | 'passage'>): string {
  const { locator } = passage;
  const mark = ownMark.exec(text);
  // A quotation from the beginning of its passage is the passage's own number.
  if (!mark || text.trimStart() === passage.text.trimStart().slice(0, text.trimStart().length))
    return locator;
  const [, number, letter] = mark;
  const pageAt = locator.search(/, tr\. /u);
  const place = pageAt < 0 ? locator : locator.slice(0, pageAt);
  const page = pageAt < 0 ? '' : locator.slice(pageAt);
  if (number !== undefined && /(?:^|, )Điều \d+[a-zđ]?$/u.test(place))
    return `${place}, khoản ${number}${page}`;
  if (number !== undefined && /(?:^|, )mục [IVXLC]+$/u.test(place)) return `${place}.${number}${page}`;
  if (letter !== undefined && /(?:khoản|mục) [\dIVXLC.]+$/u.test(place))
    return `${place}, điểm ${letter}${page}`;
  return locator;
}
