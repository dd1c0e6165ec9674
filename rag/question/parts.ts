import { fold } from '../../text/normalise.ts';
import { amountHead, changeOverTime, moreOfTwo } from '../computing/amounts-compared.ts';
import type { Question, Slot } from './analyse.ts';

/** One entity of a question about several: its own question, and what tells it from the others. */
export interface Part {
  question: string;
  /** The entity as typed: "bài tháng 10/2023". */
  entity: string;
}

/** A question about several entities, one sub-question each. */
export interface Comparison {
  parts: readonly Part[];
  /**
   * 'difference' where the question compares amounts, 'average' where it divides one by another, 'meaning' where it asks
   * how two things differ without an amount.
   */
  operation: 'none' | 'difference' | 'average' | 'meaning';
}

const sameAgain = /^(?:\p{L}+\s){1,3}(?:đó|này|ấy)(?!\p{L})/iu;
const anchors = new Set<Slot['kind']>(['date', 'month', 'year', 'period', 'place', 'name', 'symbol']);
const connector = /\s(?:so voi|voi|va|hay|hoac)\s|\s*;\s*/gu;
const entityStart = /(?:^|[\s(])(?:cua|o|giua|trong|tai|so sanh|cho|voi|theo)\s|:\s*|^/gu;
const entityEnd = new RegExp(
  String.raw`[:?;]|\s(?:ben nao|noi nao|don vi nao|dang bo nao|chi bo nao|hon kem|hon nhau|chenh|thi|la bao nhieu|co bao nhieu|bao nhieu|la ai|ai|(?:co )?(?:khac|khac biet|giong|bang) (?:nhau|gi)|nhu the nao|the nao)(?!\p{L})|$`,
  'u',
);
/** What can be more or less: 'đông hơn', 'dài hơn'. */
const graded = '(?:nhieu|it|dong|cao|thap|lon|nho|dai|ngan|som|muon|nhanh|cham|nang|nhe)';
/** "khác nhau ở chỗ nào", "có bằng nhau không", "giống nhau thế nào". */
const alike = String.raw`(?:co )?(?:khac(?: biet)?|giong|bang)(?: nhau| gi)(?: (?:o )?(?:cho|diem) nao| nhu the nao| the nao| ra sao| gi)?(?: hay)?(?: khong| chua)?`;
const compares = new RegExp(
  String.raw`(?<!\p{L})(?:so sanh|so voi|chenh(?: lech)?|hon kem|hon nhau|${graded} hon|hon bao nhieu|kem bao nhieu|tang bao nhieu|giam bao nhieu|(?:nhieu|dong|it) .{2,40}? hon|(?:khac|khac biet|giong|bang) nhau|khac gi(?: nhau)?)(?!\p{L})`,
  'u',
);
const averages = /(?<!\p{L})(?:binh quan|trung binh) (?:moi|mot|cua moi|cho moi)(?!\p{L})/u;
/** Words of comparing that belong to no entity. */
const comparing = new RegExp(
  String.raw`(?<!\p{L})(?:so sanh|hay so sanh|so(?= so)|(?:thi )?(?:ben|noi|don vi|cai|loai) nao ${graded} hon|(?:va )?(?:hon|kem|hon kem)(?: nhau)? bao nhieu|hon kem(?: nhau)?(?: bao nhieu)?|chenh(?: lech)?(?: nhau)?(?: la)?(?: bao nhieu)?|${graded} hon|giua(?! (?:nam|thang|nhiem|ky))|${alike})(?!\p{L})`,
  'gu',
);

/**
 * Splits a question that names several entities of one kind ("… bài 10/2023 với … Nghệ An 2020"), told apart by
 * dates, places, names or symbols, or by an open comparison. Null where it is about one.
 */
export function splitQuestion(question: Question): Comparison | null {
  return (
    changeOverTime(question) ??
    moreOfTwo(question) ??
    twoAsksOfDocument(question) ??
    differsFrom(question) ??
    splitAtConnector(question)
  );
}

/** "Đường một chiều khác gì đường hai chiều?": what differs stands on both sides of the verb. */
function differsFrom(question: Question): Comparison | null {
  const text = question.text.replace(/[\s?.!]+$/u, '');
  const match =
    /^(.{3,60}?)\s+(?:có\s+|co\s+)?(?:khác|khac)(?:\s+(?:biệt|biet))?\s+(?:gì\s+(?:so\s+)?(?:với\s+)?|gi\s+(?:so\s+)?(?:voi\s+)?|với\s+|voi\s+)(?!nhau|nhau)(.{3,60}?)(?:\s+(?:như thế nào|thế nào|ở (?:chỗ|điểm) nào|ra sao|nhu the nao|the nao|o (?:cho|diem) nao|ra sao|không|khong))?$/iu.exec(
      text,
    );
  const [left, right] = [match?.[1]?.trim(), match?.[2]?.trim()];
  if (!left || !right || /(?<!\p{L})(?:nào|gì|ai|bao nhiêu|mấy|nao|gi)(?!\p{L})/iu.test(`${left} ${right}`))
    return null;
  const parts = [left, right].map((entity) => ({ entity, question: partQuestion(question, entity) }));
  return { parts, operation: 'meaning' };
}

/** "Kế hoạch 55-KH/TU ban hành ngày nào và ai ký?": both are asked of the document named in the first. */
function twoAsksOfDocument(question: Question): Comparison | null {
  const { text } = question;
  const symbols = question.slots.filter(({ kind }) => kind === 'symbol');
  const [symbol] = symbols;
  const match =
    /^(.*?)(?:\s+va|,)\s+((?:do )?(?:ai|ngay nao|khi nao|nguoi nao|co quan nao|gui)(?!\p{L})[^?]{2,24})[\s?.!]*$/u.exec(
      fold(text),
    );
  if (!symbol || symbols.length > 1 || !match) return null;
  const [first = '', second = ''] = [match[1], match[2]];
  if (symbol.to > first.length || !/(?<!\p{L})(?:ai|nao|gi|bao nhieu|may)(?!\p{L})/u.test(first)) return null;
  const at = fold(text).lastIndexOf(second);
  const left = text.slice(0, first.length).trim();
  const right = text.slice(at, at + second.length).trim();
  return {
    operation: 'none',
    parts: [
      { entity: left, question: left },
      { entity: right, question: `${right} ${text.slice(symbol.from, symbol.to)}` },
    ],
  };
}

function splitAtConnector(question: Question): Comparison | null {
  const { text } = question;
  const folded = fold(text);
  const isComparison = compares.test(folded);
  const marks = question.slots.filter((slot) => anchors.has(slot.kind));
  for (const match of folded.matchAll(connector)) {
    const at = match.index;
    const after = at + match[0].length;
    // "… và đồng chí đó đề nghị gì": goes on about the same.
    if (sameAgain.test(text.slice(after))) continue;
    const widestLeft = leftEntity(folded, at, marks, isComparison, after);
    if (widestLeft === null) continue;
    // "so với quy định": what is compared with need not be an entity of its own.
    const isOpen = isComparison && !match[0].includes('so voi');
    const left = alignedStart(folded, widestLeft, at, after, marks, isOpen);
    const inside = (from: number, end: number): Slot[] =>
      marks.filter((slot) => slot.from >= from && slot.to <= end);
    const leftMarks = inside(left, at);
    const ending = entityEnd.exec(folded.slice(after));
    const widest = after + (ending?.index ?? 0);
    const isBounded = (ending?.[0] ?? '') !== '';
    const to = rightEnd(text, { left, at, after, widest, isBounded }, leftMarks, inside(after, widest));
    const rightMarks = inside(after, to);
    const isToldApart =
      leftMarks.length > 0 &&
      rightMarks.length > 0 &&
      !rightMarks.every((slot) => leftMarks.some((other) => other.key === slot.key)) &&
      (leftMarks.some((slot) => slot.kind === 'symbol')
        ? rightMarks.some((slot) => slot.kind === 'symbol')
        : true);
    if (!isToldApart && !isOpen) continue;
    if (to - after < 3 || at - left < 3) continue;
    const entities = [text.slice(left, at), text.slice(after, to)].map((entity) =>
      entity.replace(/^(?:trong|ở|tại|của|o(?! to\s)|tai|cua)\s+/iu, '').trim(),
    );
    const isHead = folded.slice(0, left).replace(comparing, '').trim() === '';
    const before = isHead ? leadingAmount(text.slice(left, at)) : text.slice(0, left);
    const rest = text.slice(to);
    return {
      parts: entities.map((entity, i) => ({
        entity,
        question: partQuestion(question, `${isHead && i === 0 ? '' : before} ${entity} ${rest}`),
      })),
      operation: averages.test(folded) ? 'average' : isComparison ? 'difference' : 'none',
    };
  }
  return null;
}

/** In the spelling of the question: asks for the amount. */
const amount = (question: Question): string => (question.hasDiacritics ? 'là bao nhiêu' : 'la bao nhieu');

/** Where the entity before a connector begins: after the preposition that precedes its first mark. */
function leftEntity(
  folded: string,
  end: number,
  marks: readonly Slot[],
  isComparison: boolean,
  after: number,
): number | null {
  const before = marks.filter((slot) => slot.to <= end);
  // What it is compared with tells which of its marks the entity is known by: a name beside a name, a year by a year.
  const kind = marks.find((slot) => slot.from >= after)?.kind;
  const alike = before.findLast((slot) => slot.kind === kind);
  const first = isComparison ? (alike ?? before[0] ?? null) : (before.at(-1) ?? null);
  if (first === null && !isComparison) return null;
  const limit = first?.from ?? end;
  let start: number | null = null;
  for (const match of folded.slice(0, limit).matchAll(entityStart)) start = match.index + match[0].length;
  return start;
}

/** Entities of one shape begin alike: "6 tháng … huyện A và huyện B" are two districts in the same months. */
function alignedStart(
  folded: string,
  left: number,
  at: number,
  after: number,
  marks: readonly Slot[],
  isOpen: boolean,
): number {
  const head = /^\p{L}+/u.exec(folded.slice(after))?.[0];
  if (head === undefined) return left;
  const time = timeWords.exec(folded.slice(after));
  if (prepositions.has(head) && !time) return left;
  // "cuối năm 2025 và giữa năm 2026": two times of one thing.
  const sameShape = time ? timeWords.source.slice(1) : String.raw`${head}(?![\p{L}\p{N}])`;
  const place = folded.slice(left, at).search(new RegExp(String.raw`(?<![\p{L}\p{N}])${sameShape}`, 'u'));
  if (place <= 0) return left;
  const start = left + place;
  const isMarked = marks.some((slot) => slot.from >= start && slot.to <= at);
  // "Tốc độ tối đa và tối thiểu": the shorter second one leans on what stands before the first.
  return isMarked || (isOpen && start > left) ? start : left;
}

/** How a time begins that is compared with another one. */
const timeWords =
  /^(?:(?:dau|giua|cuoi|het) nam|(?:quy|thang|nam)(?= (?:\d|[iv]+(?!\p{L})))|\d+ thang (?:dau|cuoi))(?!\p{L})/u;

const prepositions = new Set([
  'cua',
  'o',
  'tai',
  'trong',
  'cho',
  'voi',
  'theo',
  'nam',
  'thang',
  'quy',
  'ngay',
]);

/** Entities of one shape end alike: as many words where they begin alike, after the mark where the first does. */
function rightEnd(
  text: string,
  {
    left,
    at,
    after,
    widest,
    isBounded,
  }: { left: number; at: number; after: number; widest: number; isBounded: boolean },
  leftMarks: readonly Slot[],
  rightMarks: readonly Slot[],
): number {
  const last = leftMarks.at(-1);
  const [first] = rightMarks;
  if (last && first && /^\)?\s*$/u.test(text.slice(last.to, at))) {
    let end = first.to;
    for (const slot of rightMarks) if (slot.from >= end && slot.from - end <= 6) end = slot.to;
    return text[end] === ')' ? end + 1 : end;
  }
  const leftWords = text.slice(left, at).trim().split(/\s+/u);
  const right = text.slice(after, widest);
  const rightWords = right.trim().split(/\s+/u);
  if (isBounded) {
    // "… tối đa và tối thiểu trên cao tốc chênh nhau": where both are stands once, behind the second.
    const isAlike = fold(leftWords[0] ?? '') === fold(rightWords[0] ?? '');
    const where = right.search(/\s(?:trên|trong|tại|ở|theo|của|cho|tren|tai|o|cua)\s/iu);
    return isAlike && where > 0 && right.slice(0, where).trim().split(/\s+/u).length === leftWords.length
      ? after + where
      : widest;
  }
  if (fold(leftWords[0] ?? '') !== fold(rightWords[0] ?? '') || rightWords.length <= leftWords.length)
    return widest;
  const cut = new RegExp(String.raw`^\s*(?:\S+\s+){${leftWords.length - 1}}\S+`, 'u').exec(right);
  return after + (cut?.[0].length ?? right.length);
}

/** "số đảng viên …" at the head of a comparison belongs to every part. */
const leadingAmount = (entity: string): string => {
  const pattern = /^(?:tong so|so luong|so|ty le|ti le)\s+\p{L}+\s+\p{L}+(?:\s+co so(?: dang)?)?(?=\s)/u;
  return entity.slice(0, pattern.exec(fold(entity))?.[0].length ?? 0);
};

/** One entity's question, without the words of comparing; it asks for an amount where they alone did. */
function partQuestion(question: Question, raw: string): string {
  const folded = fold(raw);
  let kept = raw;
  // Not folded: 'đồng' is no 'đông'.
  const more = /(?<!\p{L})(?:nhiều|đông|ít|nhieu|dong|it)(?=\s.{2,40}?\s(?:hơn|hon)(?!\p{L}))/u.exec(raw);
  for (const match of [...folded.matchAll(comparing)].reverse())
    kept = `${kept.slice(0, match.index)} ${kept.slice(match.index + match[0].length)}`;
  if (more) {
    // "bên nào có nhiều chi bộ hơn" asks each how many it has.
    const many = question.hasDiacritics ? 'bao nhiêu' : 'bao nhieu';
    const at = kept.search(new RegExp(String.raw`(?<!\p{L})${more[0]}\s`, 'u'));
    if (at >= 0)
      kept = `${kept.slice(0, at)}${many}${kept.slice(at + more[0].length).replace(/\s(?:hơn|hon)(?!\p{L})/iu, '')}`;
  }
  kept = kept
    .replace(
      /(?<!\p{L})(?:thì\s+|thi\s+)?(?:bên|nơi|đơn vị|ben|noi|don vi) (?:nào|nao)(?:\s+(?:có|co))?(?!\p{L})/iu,
      ' ',
    )
    .replace(/\s*[:?;]+\s*/gu, ' ')
    .replace(/\s+,/gu, ',')
    .replace(/\s+/gu, ' ')
    .replace(/[\s,]+(?:và|va|thì|thi)?\s*$/u, '')
    .trim();
  const isAmount =
    amountHead.test(kept) || /(?<!\p{L})(?:so|tong so|so luong|ty le|ti le)\s/u.test(fold(kept));
  const asks = /(?<!\p{L})(?:bao nhieu|nao|ai|gi|may)(?!\p{L})/u.test(fold(kept));
  return isAmount && !asks ? `${kept} ${amount(question)}` : kept;
}
