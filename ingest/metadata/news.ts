import { findDates } from '../../text/dates.ts';
import { fold } from '../../text/normalise.ts';
import { sentences } from '../../text/sentences.ts';
import type { Paragraph } from '../types.ts';

/** A press item as far as its layout tells it. */
export interface NewsItem {
  headline: string;
  /** How many opening paragraphs the headline takes: 0 where the item has none of its own. */
  headlineParagraphs: number;
  issuedOn: string | null;
  /** 'MM/YYYY' where the day is not given. */
  issuedIn: string | null;
  isYearInferred: boolean;
  isDateFromFile: boolean;
  place: string | null;
  /** The paper or site. */
  press: string | null;
}

const dateTimeLine =
  /^(?:(?:thứ\s+[\p{L}\d]+|chủ nhật)\s*[,-]?\s*)?(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:\s*[,|-]?\s*\d{1,2}[:h]\d{2}.{0,20})?$/iu;
const pressMark =
  /^\(\s*([\p{L}][\p{L}\d]*(?:\.[\p{L}\d]+)*(?:\.vn|\.com|\.net)?|[\p{L}]{2,12})\s*\)\s*[-–.]/u;
const webAddress = /https?:\/\/(?:www\.)?([\p{L}\d.-]+)/u;
/** Written by the crawler that kept the page: 'date 2023-10 …'. */
const crawlerDate = /^\s*date:?\s+(\d{4})-(\d{2})(?:-(\d{2}))?(?=\s|$)/iu;
const opening =
  /^(?:\([^)]{2,30}\)\s*[-–]?\s*)?(?:(?:sáng|chiều|tối|trưa|trong (?:các )?ngày|vào|ngày|hôm nay|mới đây)\s*,?\s*)+(?:\(?\d{1,2}[/.-]\d{1,2}|\d{1,2}\s+tháng)/iu;

const signs: readonly RegExp[] = [
  /(?:^|[.\s(])Ảnh\s*:/mu,
  /^(?:Nguồn(?: bài viết| tin)?|Theo)\s*:?\s*(?:$|https?:)/imu,
  /https?:\/\//u,
  /^(?:Tin liên quan|Các tin khác|Tin khác|Ý kiến bạn đọc|Bình luận|Chia sẻ|Tags?|Từ khóa)\s*:?$/imu,
  /phát biểu (?:tại|kết luận|chỉ đạo|tiếp thu)/iu,
  /(?:đồng )?chủ trì (?:hội nghị|buổi|cuộc|phiên)/iu,
  /(?:cho biết|nhấn mạnh|ghi nhận|biểu dương|đánh giá cao)/iu,
  /quang cảnh (?:buổi|hội nghị|cuộc)/iu,
];

/**
 * True for a press item: no head of an office document, and a dateline, caption, address or the reporting words of the
 * press. Two signs are needed, because minutes and speeches have some of them too.
 */
export function isNews(paragraphs: readonly Paragraph[], fields: Readonly<Record<string, string>>): boolean {
  const text = paragraphs.map((paragraph) => paragraph.text).join('\n');
  const first = paragraphs.slice(0, 5).map((paragraph) => paragraph.text);
  let found = signs.filter((sign) => sign.test(text)).length;
  if (first.some((line) => dateTimeLine.test(line))) found += 2;
  if (first.some((line) => pressMark.test(line))) found += 2;
  if (first.some((line) => opening.test(line) || crawlerDate.test(line))) found += 1;
  if (fields['site'] !== undefined) found += 1;
  return found >= 2;
}

/** Reads headline, date, place and paper of a press item. */
export function readNews(
  paragraphs: readonly Paragraph[],
  fields: Readonly<Record<string, string>>,
): NewsItem {
  const dates = readDates(paragraphs, fields);
  const { headline, headlineParagraphs } = readHeadline(paragraphs, fields);
  return {
    headline,
    headlineParagraphs,
    ...dates,
    place: readPlace(paragraphs),
    press: readPress(paragraphs, fields),
  };
}

function readHeadline(
  paragraphs: readonly Paragraph[],
  fields: Readonly<Record<string, string>>,
): Pick<NewsItem, 'headline' | 'headlineParagraphs'> {
  // Contact lines and breadcrumbs may stand above; the headline is then the line over the date.
  const dated = paragraphs.slice(0, 8).findIndex(({ text }) => dateTimeLine.test(text));
  const above = paragraphs[dated - 1]?.text ?? '';
  if (dated > 1 && above.length >= 20 && above.length <= 250 && !/[;:|]$/u.test(above)) {
    return { headline: above, headlineParagraphs: dated };
  }
  const first = paragraphs[0]?.text ?? '';
  const isHeadline =
    first.length <= 220 &&
    !/[.;,:]$/u.test(first) &&
    !opening.test(first) &&
    !dateTimeLine.test(first) &&
    !crawlerDate.test(first) &&
    paragraphs.length > 1;
  if (isHeadline) return { headline: first, headlineParagraphs: 1 };
  const title = fields['title'];
  if (title) return { headline: title, headlineParagraphs: 0 };
  const sentence = (sentences(first)[0]?.text ?? first).replace(crawlerDate, '').trim();
  return { headline: shorten(sentence, 140), headlineParagraphs: 0 };
}

/** `text` cut at a word to at most `length` letters. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length).replace(/\s+\S*$/u, '');
  return `${cut.replace(/[\s,;:.–-]+$/u, '')}…`;
}

type Dates = Pick<NewsItem, 'issuedOn' | 'issuedIn' | 'isYearInferred' | 'isDateFromFile'>;

function readDates(paragraphs: readonly Paragraph[], fields: Readonly<Record<string, string>>): Dates {
  const none: Dates = { issuedOn: null, issuedIn: null, isYearInferred: false, isDateFromFile: false };
  for (const { text } of paragraphs.slice(0, 10)) {
    // 'Thứ 6, 21/03/2025' would read as the 6th and the 21st.
    const date = dateTimeLine.test(text) ? findDates(text).at(-1)?.date : undefined;
    if (date) return { ...none, issuedOn: date };
  }
  const inFile = /(\d{4})-(\d{2})-(\d{2})/u.exec(fields['date'] ?? '')?.[0];
  if (inFile) return { ...none, issuedOn: inFile, isDateFromFile: true };
  const crawler = crawlerDate.exec(paragraphs[0]?.text ?? '');
  if (crawler?.[3]) return { ...none, issuedOn: crawler.slice(1, 4).join('-'), isDateFromFile: true };
  if (crawler) return { ...none, issuedIn: `${crawler[2]}/${crawler[1]}`, isDateFromFile: true };
  for (const { text } of paragraphs.slice(0, 6)) {
    const mention = findDates(text)[0];
    if (!mention || mention.from > 60) continue;
    if (mention.date) return { ...none, issuedOn: mention.date };
    const year = inferYear(paragraphs, mention.month, mention.day);
    if (year === null) continue;
    const date = findDates(`${mention.day}/${mention.month}/${year}`)[0]?.date;
    if (date) return { ...none, issuedOn: date, isYearInferred: true };
  }
  return none;
}

/**
 * The year of a dateline that names none: the year that the opening speaks of, otherwise the latest year of a full date
 * in the item. Years of terms ('nhiệm kỳ 2015 - 2020') and of plans ('đến năm 2030') say nothing about today.
 */
function inferYear(paragraphs: readonly Paragraph[], month: number, day: number): number | null {
  const count = (texts: readonly string[]): Map<number, number> => {
    const years = new Map<number, number>();
    for (const text of texts)
      for (const match of fold(text).matchAll(
        /(?<!den |so voi |tu |truoc |giai doan )nam ((?:19|20)\d{2})(?!\s*[-–]\s*\d)/gu,
      ))
        years.set(Number(match[1]), (years.get(Number(match[1])) ?? 0) + 1);
    return years;
  };
  const commonest = (years: Map<number, number>): number | null =>
    [...years].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? null;
  const inOpening = commonest(count(paragraphs.slice(0, 3).map((paragraph) => paragraph.text)));
  if (inOpening !== null) return inOpening;
  const whole = paragraphs.map((paragraph) => paragraph.text);
  const full = whole
    .flatMap((text) => findDates(text))
    .filter((mention) => mention.date !== null && mention.year !== null);
  // A date shortly after the dateline is what the item announces; one long past is its history.
  const near = full
    .map((mention) => mention.year as number)
    .sort((a, b) => b - a)
    .find((year) =>
      full.some((mention) => mention.year === year && Math.abs(mention.month - month) <= 6 && day > 0),
    );
  return near ?? commonest(count(whole));
}

function readPlace(paragraphs: readonly Paragraph[]): string | null {
  for (const { text } of paragraphs.slice(0, 5)) {
    const match =
      /^(?:\([^)]*\)\s*[-–]\s*)?(\p{Lu}[\p{L}]*(?:\s\p{Lu}[\p{L}]*){0,3}),\s+(?:ngày|sáng|chiều)\s+\d/u.exec(
        text,
      );
    if (match && !/^(?:Sáng|Chiều|Tối|Ngày|Hôm|Thứ)/u.test(match[1] ?? '')) return match[1] ?? null;
  }
  return null;
}

function readPress(
  paragraphs: readonly Paragraph[],
  fields: Readonly<Record<string, string>>,
): string | null {
  for (const { text } of paragraphs.slice(0, 6)) {
    const mark = pressMark.exec(text)?.[1];
    if (mark) return mark;
  }
  for (const { text } of paragraphs.slice(0, 6)) {
    const paper = /^(Báo\s\p{Lu}[\p{L}]*(?:\s\p{Lu}[\p{L}]*){0,3}|TTXVN|VOV|VTV|VTC)\s*[-–—]\s/u.exec(
      text,
    )?.[1];
    if (paper) return paper;
  }
  if (fields['site']) return fields['site'];
  for (const { text } of paragraphs.slice(-8)) {
    const named = /^(?:Nguồn(?: bài viết| tin)?|Theo)\s*:\s*(?!https?:)(\p{Lu}[^.;:|]{2,60})$/u.exec(
      text,
    )?.[1];
    if (named) return named.trim();
  }
  for (const { text } of paragraphs.slice(-8)) {
    const host = webAddress.exec(text)?.[1];
    if (host) return host;
  }
  return null;
}
