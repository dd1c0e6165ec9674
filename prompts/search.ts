import { formatDate } from '../text/dates.ts';

/** What `capuy search` prints. */

export const searchUsage = `Cách dùng: npx capuy search "câu hỏi" [--k 10] [--as-of NGÀY] [--json]\n`;

export const unreadableDate = (typed: string): string =>
  `Không đọc được ngày “${typed}”. Ví dụ: 20/4/2024 hoặc 2024-04-20.\n`;

export const unreadableCount = (typed: string): string =>
  `Số đoạn “${typed}” không dùng được; cần một số nguyên từ 1 đến 1000.\n`;

export const nothingFound = 'Không tìm thấy đoạn nào có các từ được hỏi.\n';

/** One found passage: score, document, place and the first lines of its text. */
export const foundPassage = (
  place: number,
  score: number,
  document: { symbol: string | null; title: string; issuedOn: string | null },
  locator: string,
  text: string,
): string => {
  const name = document.symbol ?? document.title;
  const dated = document.issuedOn === null ? name : `${name} ngày ${formatDate(document.issuedOn)}`;
  const flat = text.replace(/\s+/gu, ' ');
  const shown = flat.length <= 300 ? flat : `${flat.slice(0, 299).trimEnd()}…`;
  return `${place}. ${dated}${locator === '' ? '' : `, ${locator}`}  [${score.toFixed(3)}]\n   ${shown}\n`;
};
