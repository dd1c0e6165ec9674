import { fold } from '../../text/normalise.ts';
import type { Question, QuestionType } from '../question/analyse.ts';
import { findPlaces } from '../question/places.ts';
import type { Fact, FactKind } from '../question/facts.ts';
import { beginsWithUnit } from './measure-units.ts';
import { namesIn } from './names.ts';

/** A piece of evidence text with its facts; offsets of both count in the passage that it stands in. */
export interface Evidence {
  text: string;
  from: number;
  facts: readonly Fact[];
}

const factKinds: Partial<Record<QuestionType, readonly FactKind[]>> = {
  number: ['number', 'ratio', 'percent', 'money'],
  percent: ['percent'],
  money: ['money'],
  duration: ['duration'],
  date: ['date', 'month', 'year', 'quarter'],
  symbol: ['symbol'],
};

/** Types of which an answer must hold a value that can be pointed at. */
export const valueTypes: ReadonlySet<QuestionType> = new Set([
  'number',
  'percent',
  'money',
  'duration',
  'date',
  'symbol',
  'person',
]);

/**
 * The values of the asked type in `evidence` that the question did not bring itself, as ranges in the passage. Empty
 * for types whose answer is no single value.
 */
export function valuesOf(
  question: Question,
  { text, from, facts }: Evidence,
  type = question.type,
): [number, number][] {
  if (type === 'person') return namesIn(text, question).map(([a, b]) => [from + a, from + b]);
  const kinds = factKinds[type];
  if (!kinds) return [];
  const asked = new Set(question.facts.map((fact) => fact.key));
  const numbered = from + (itemNumber.exec(text)?.[0].length ?? 0);
  const isMeasured = magnitude.test(question.frame);
  const found = facts.filter((fact) => {
    // The number of a clause or item counts nothing.
    if (asked.has(fact.key) || fact.to <= numbered) return false;
    if (isMeasured && fact.kind === 'number' && !isMeasure(text, fact.from - from, fact.to - from))
      return false;
    if (isMultipleOfPay(text.slice(fact.to - from)))
      return type === 'money' || (kinds.includes(fact.kind) && question.counted.words[0] !== 'lan');
    if (kinds.includes(fact.kind)) return true;
    // "Bao nhiêu năm" is a number to the question and a duration to the text; so are ages and prices.
    return type === 'number' && fact.kind === 'duration' && isCountOfTime(question, fact);
  });
  const unique = new Map(
    found.map((fact) => [`${fact.from}-${fact.to}`, [fact.from, fact.to] as [number, number]]),
  );
  return [...unique.values()];
}

/** What is told in units of measure. */
const magnitude =
  /(?<!\p{L})(?:toc do|van toc|khoang cach|cu ly|chieu (?:dai|rong|cao|sau)|(?<!(?:trinh|che|muc|tien|bi|thai) )do (?:cao|sau|doc|dai|rong)|dien tich|trong (?:luong|tai)|khoi luong|tai trong|cong suat|nhiet do|the tich|dung tich)(?!\p{L})/u;

/** 'hai mét', '50'; the 'một' of 'đường một chiều' measures nothing. */
const isMeasure = (text: string, from: number, to: number): boolean =>
  /\d/u.test(text.slice(from, to)) || beginsWithUnit(text.slice(to));

/** "0,6 lần mức lương cơ sở", "70% mức lương tối thiểu vùng": money, told as a multiple. */
const isMultipleOfPay = (after: string): boolean =>
  /^\s*(?:lần\s+)?(?:của\s+)?(?:mức\s+|tháng\s+)?(?:lương|tiền lương|phụ cấp|trợ cấp)(?!\p{L})/iu.test(after);

const itemNumber = /^\s*\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,4})\s*[.)](?!\d)\s*/u;

const isCountOfTime = (question: Question, fact: Fact): boolean =>
  question.focus.some((word) => fact.key.endsWith(`:${word}`));

const patterns: Partial<Record<QuestionType, RegExp>> = {
  reason: /(?<!\p{L})(?:vì|do|bởi|nhờ|nguyên nhân|lý do|nên|nhằm|để|theo nguyện vọng|xuất phát)(?!\p{L})/iu,
  definition: /(?<!\p{L})(?:là|được hiểu là|nghĩa là|gọi là|về)(?!\p{L})/iu,
};

/** Times that are no calendar date: "sáng thứ Hai hằng tuần", "mùng 8 tháng Giêng", "tuần thứ hai của tháng 11". */
const looseTime =
  /(?<!\p{L})(?:thứ\s(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|(?:hằng|hàng)\s(?:ngày|tuần|tháng|quý|năm)|mỗi\s(?:ngày|tuần|tháng|quý|năm)|(?:đầu|cuối|giữa)\s(?:tuần|tháng|quý|năm)|tuần\s(?:đầu|cuối|thứ)|mùng\s\d|\d{1,2}\s?giờ)(?!\p{L})/iu;
/** "trước ngày 20 hằng tháng": a day of every month or quarter. */
const recurringDay =
  /(?<!\p{L})ngày\s\d{1,2}(?:\s(?:của\s)?tháng\s(?:cuối|đầu|sau|thứ))?\s(?:(?:hằng|hàng|mỗi|của mỗi|cuối|đầu)\s)+(?:tháng|quý|năm)(?!\p{L})/iu;
/** "ba tháng một lần", "mỗi tháng họp một lần". */
const recurrence =
  /(?<!\p{L})(?:(?:một|hai|ba|bốn|sáu|\d+)\s(?:ngày|tuần|tháng|quý|năm)\s(?:họp\s)?(?:một|hai|\d+)\slần|(?:mỗi|hằng|hàng)\s(?:ngày|tuần|tháng|quý|năm))(?!\p{L})/iu;
/** "một tháng một lần", "tăng gấp 3 lần", "mỗi quý": how many times; 'lần thứ ba' and 'lần đầu' only say which. */
export const saysHowOften = (text: string): boolean =>
  /(?<![\p{L}\p{N}])(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|vài|nhiều)\s+(?:\(\d+\)\s+)?lần(?!\p{L}|\s+(?:thứ|đầu))/iu.test(
    text,
  ) || recurrence.test(text);
/** Who acts may be a body or an office as well as a person. */
const bodies =
  /(?<!\p{L})(?:ban|văn phòng|ủy ban|uỷ ban|hội đồng|thường trực|bí thư|chủ tịch|chánh|trưởng|giám đốc|bộ trưởng|thủ tướng|tòa án|viện|cơ quan|chi bộ|đảng ủy|cấp ủy|sở|phòng|công an|người đứng đầu)(?!\p{L})/iu;
/** "khi nào" also asks for a condition. */
const condition = /(?<!\p{L})(?:khi|nếu|trong trường hợp|sau khi|trước khi|với điều kiện)(?!\p{L})/iu;

/** How surely `evidence` holds what the type asks for: 1 yes, 0 no, 0.5 where the type does not say. */
export function holdsType(question: Question, evidence: Evidence, type = question.type): number {
  if (valueTypes.has(type)) {
    if (valuesOf(question, evidence, type).length > 0) return 1;
    if (type === 'duration' && recurrence.test(evidence.text)) return 1;
    if (type === 'number' && question.counted.words[0] === 'lan' && recurrence.test(evidence.text)) return 1;
    if (type === 'date' && recurringDay.test(evidence.text)) return 1;
    if (type === 'person' && mayBeBody(question) && bodies.test(evidence.text)) return 0.6;
    if (type === 'date' && !/(?<!\p{L})(?:ngay|nam|thang) (?:nao|may|bao nhieu)/u.test(question.frame)) {
      if (looseTime.test(evidence.text)) return 1;
      return condition.test(evidence.text) ? 0.8 : 0;
    }
    // A small number may be spelled out or stand for itself ("một", "duy nhất"); a measure does not.
    return type === 'number' &&
      !magnitude.test(question.frame) &&
      /(?<!\p{L})(?:mot|hai|ba|duy nhat|ca hai)(?!\p{L})/u.test(fold(evidence.text))
      ? 0.3
      : 0;
  }
  if (type === 'place') {
    const folded = fold(evidence.text);
    const isNamed = findPlaces(evidence.text).some(
      (place) => !question.slots.some((slot) => slot.key === place.key),
    );
    return isNamed || /(?<!\p{L})(?:tại|ở|đến|từ|thuộc|gần)\s+(?:\p{Ll}+\s){0,2}\p{Lu}/u.test(evidence.text)
      ? 1
      : /(?<!\p{L})(?:tai|o)\s/u.test(folded)
        ? 0.5
        : 0;
  }
  const pattern = patterns[type];
  if (pattern) return pattern.test(evidence.text) ? 1 : 0;
  if (type === 'list')
    return evidence.text.endsWith(':') || (evidence.text.match(/[,;]/gu)?.length ?? 0) >= 2 ? 1 : 0;
  return 0.5;
}

/** "Ai quyết định …" may be answered by a body; "… là ai" and "ai chủ trì" want a name. */
const mayBeBody = (question: Question): boolean =>
  /(?<!\p{L})ai (?:se |phai |duoc |co )?(?:quyet dinh|tham quyen|quyen|ban hanh|phe duyet|cap|chiu trach nhiem|trach nhiem|thuc hien|giai quyet|xem xet|bau|bo nhiem|huong dan|to chuc|kiem tra|giam sat|theo doi|tong hop|xu ly|thi hanh|ky)(?!\p{L})|(?<!\p{L})(?:do|boi|trinh|giao|gui) ai(?!\p{L})|(?<!\p{L})noi nhan .*(?<!\p{L})ai(?!\p{L})/u.test(
    question.frame,
  );
