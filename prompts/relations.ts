import { formatDate } from '../text/calendar.ts';
import { documentName, listOf } from './answers.ts';

/* How documents stand to each other, told in answer to a question. */

/** One other document of a relation, as it is told. */
export interface OtherWords {
  name: string;
  isKept: boolean;
  parts: readonly string[];
  from: string | null;
  isUnconfirmed: boolean;
}

/** By kind: what the named document does, and what is done to it. */
const does: Readonly<Record<string, readonly [out: string, incoming: string]>> = {
  replaces: ['thay thế', 'được thay thế bởi'],
  repeals: ['bãi bỏ', 'bị bãi bỏ bởi'],
  amends: ['sửa đổi, bổ sung', 'được sửa đổi, bổ sung bởi'],
  suspends: ['tạm ngưng hiệu lực', 'bị tạm ngưng hiệu lực bởi'],
  implements: ['thực hiện', 'được thực hiện bởi'],
  continues: ['tiếp tục thực hiện', 'được tiếp tục thực hiện bởi'],
  details: ['cụ thể hóa, hướng dẫn', 'được cụ thể hóa, hướng dẫn bởi'],
  based_on: ['căn cứ vào', 'là căn cứ của'],
};

/** 'Quy định 12-QĐ/TU ngày 01/6/2023 (Điều 5), từ ngày 01/7/2023' */
const otherText = ({ name, isKept, parts, from, isUnconfirmed }: OtherWords): string =>
  name +
  (parts.length > 0 ? ` (${listOf(parts)})` : '') +
  (from ? `, từ ngày ${formatDate(from)}` : '') +
  (isKept ? '' : ' (chưa có trong kho)') +
  (isUnconfirmed ? ' (theo nội dung văn bản, chưa được xác nhận)' : '');

/** 'Quy định 08-QĐ/TU ngày 12/3/2019 được thay thế bởi Quy định 12-QĐ/TU …' */
export function relationsLead(
  subject: string,
  kind: string,
  direction: 'in' | 'out',
  others: readonly OtherWords[],
): string {
  const verb = does[kind]?.[direction === 'in' ? 1 : 0] ?? 'liên quan đến';
  const [only] = others;
  if (only && others.length === 1) return `${subject} ${verb} ${otherText(only)}.`;
  return [`${subject} ${verb}:`, ...others.map((other) => `- ${otherText(other)}`)].join('\n');
}

/** A document that is only named: '08-QĐ/TU ngày 12/3/2019'. */
export const namedOnly = (symbol: string, issuedOn: string | null): string =>
  issuedOn ? `${symbol} ngày ${formatDate(issuedOn)}` : symbol;

export const notKeptItself = (name: string): string =>
  `${name} chưa có trong kho; theo văn bản khác trong kho:`;

/** No kept document stands in the asked relation. */
export const noRelation = (subject: string, kind: string, direction: 'in' | 'out'): string =>
  direction === 'in'
    ? `Kho chưa có văn bản nào cho thấy ${subject} ${does[kind]?.[1] ?? 'liên quan đến'} văn bản khác.`
    : `${subject} không nêu ${does[kind]?.[0] ?? 'liên quan đến'} văn bản nào.`;
export const missingRelation = 'văn bản được hỏi';

export const relationYes = (subject: string, kind: string, other: string): string =>
  `Có. ${subject} ${does[kind]?.[0] ?? 'liên quan đến'} ${other}.`;
export const relationNo = (subject: string, kind: string, other: string): string =>
  `Không thấy trong kho: ${subject} không nêu việc ${does[kind]?.[0] ?? 'liên quan đến'} ${other}.`;

/** Whether a document, or a part of it, holds; `state` is a status line. */
export const forceLead = (subject: string, day: string, isToday: boolean, state: string): string =>
  `${isToday ? 'Hôm nay, ngày' : 'Tại ngày'} ${formatDate(day)}, ${subject}: ${state}.`;
export const forceNow = (state: string): string => `Hôm nay: ${state}.`;
export const unknown = 'chưa rõ hiệu lực';
export const stillOpen =
  'Kho chưa có văn bản nào thay thế, bãi bỏ hoặc quy định ngày hết hiệu lực của văn bản này.';
export const startsOn = (subject: string, day: string, isStated: boolean): string =>
  isStated
    ? `${subject} có hiệu lực từ ngày ${formatDate(day)}.`
    : `${subject} được ban hành ngày ${formatDate(day)}; văn bản không nêu ngày có hiệu lực riêng.`;
export const ownLastDay = (subject: string, day: string): string =>
  `${subject} có hiệu lực đến hết ngày ${formatDate(day)}, theo chính văn bản.`;
export const endedOn = (subject: string, day: string): string =>
  `${subject} hết hiệu lực từ ngày ${formatDate(day)}.`;

/** A document that holds still, and the day from which another one ends it. */
export const endsFrom = (subject: string, day: string, kind: string, other: string): string =>
  `${subject} hết hiệu lực từ ngày ${formatDate(day)}, ${does[kind]?.[1] ?? 'được thay thế bởi'} ${other}.`;

/** '1. 01-QĐ/TU ngày … → 2. …': each step with what did it. */
export const chainLead = (subject: string): string => `Quá trình thay thế của ${subject} theo kho:`;
export const chainHead = ['Văn bản', 'Ngày ban hành', 'Tình trạng'] as const;
export const relatedLead = (subject: string): string => `Văn bản liên quan với ${subject} theo kho:`;
export const relatedLine = (kind: string, direction: 'in' | 'out', others: readonly OtherWords[]): string => {
  const verb = does[kind]?.[direction === 'in' ? 1 : 0] ?? kind;
  return `- ${verb.charAt(0).toUpperCase()}${verb.slice(1)}: ${others.map(otherText).join('; ')}`;
};

/** How a question over two documents leads from the named one to the other; `kind` null: it refers to it. */
export const hopLead = (
  first: string,
  kind: string | null,
  direction: 'in' | 'out',
  second: string,
): string =>
  `${first} ${kind === null ? 'dẫn chiếu tới' : (does[kind]?.[direction === 'in' ? 1 : 0] ?? 'liên quan đến')} ${second}.`;
export const hopNotKept = (first: string, kind: string, second: string): string =>
  `${first} ${does[kind]?.[0] ?? 'liên quan đến'} ${second}, nhưng văn bản này chưa có trong kho.`;
export const thatIs = (name: string): string => `Đó là ${name}:`;

/** Where a quotation sends its reader; `document` null: in the same one. */
export const referredTo = (label: string, document: string | null): string =>
  `đoạn này dẫn chiếu tới ${[label, document].filter(Boolean).join(' ')}, trích ở dưới.`;
export const referredUnkept = (name: string): string => `Đoạn này dẫn chiếu tới ${name}, chưa có trong kho.`;

export const dayText = formatDate;
export { documentName };
