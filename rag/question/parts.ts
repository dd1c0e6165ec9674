import { fold } from '../../text/normalise.ts';
import { changeOverTime, moreOfTwo } from '../computing/amounts-compared.ts';
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
  /** 'difference' where the question compares amounts, 'average' where it divides one by another. */
  operation: 'none' | 'difference' | 'average';
}

const sameAgain = /^(?:\p{L}+\s){1,3}(?:đó|này|ấy)(?!\p{L})/iu;
const anchors = new Set<Slot['kind']>(['date', 'month', 'year', 'period', 'place', 'name', 'symbol']);
const connector = /\s(?:so voi|voi|va|hay|hoac)\s|\s*;\s*/gu;
const entityStart = /(?:^|[\s(])(?:cua|o|giua|trong|tai|so sanh|cho|voi|theo)\s|:\s*|^/gu;
const entityEnd =
  /[:?;]|\s(?:ben nao|noi nao|don vi nao|dang bo nao|chi bo nao|hon kem|hon nhau|chenh|thi|la bao nhieu|co bao nhieu|bao nhieu|la ai|ai|khac nhau|nhu the nao|the nao)(?!\p{L})|$/u;
const compares =
  /(?<!\p{L})(?:so sanh|so voi|chenh(?: lech)?|hon kem|hon nhau|nhieu hon|it hon|cao hon|thap hon|hon bao nhieu|kem bao nhieu|tang bao nhieu|giam bao nhieu|nhieu .{2,40}? hon)(?!\p{L})/u;
const averages = /(?<!\p{L})(?:binh quan|trung binh) (?:moi|mot|cua moi|cho moi)(?!\p{L})/u;
/** Words of comparing that belong to no entity. */
const comparing =
  /(?<!\p{L})(?:so sanh|hay so sanh|so(?= so)|(?:thi )?ben nao (?:nhieu|it|cao|thap) hon|(?:ben|noi|don vi) nao (?:nhieu|it) hon|(?:va )?(?:hon|kem|hon kem)(?: nhau)? bao nhieu|hon kem(?: nhau)?(?: bao nhieu)?|chenh(?: lech)?(?: nhau)?(?: la)?(?: bao nhieu)?|nhieu hon|it hon|giua|khac nhau(?: nhu the nao| the nao)?)(?!\p{L})/gu;

/**
 * Splits a question that names several entities of one kind ("… bài 10/2023 với … Nghệ An 2020"), told apart by
 * dates, places, names or symbols, or by an open comparison. Null where it is about one.
 */
export function splitQuestion(question: Question): Comparison | null {
  return (
    changeOverTime(question) ??
    moreOfTwo(question) ??
    twoAsksOfDocument(question) ??
    splitAtConnector(question)
  );
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
    const left = alignedStart(folded, widestLeft, at, after, marks);
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
    // "so với quy định": what is compared with need not be an entity of its own.
    const isOpen = isComparison && !match[0].includes('so voi');
    if (!isToldApart && !isOpen) continue;
    if (to - after < 3 || at - left < 3) continue;
    const entities = [text.slice(left, at), text.slice(after, to)].map((entity) =>
      entity.replace(/^(?:trong|ở|tại|của|o|tai|cua)\s+/iu, '').trim(),
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
): number {
  const head = /^\p{L}+/u.exec(folded.slice(after))?.[0];
  if (head === undefined || prepositions.has(head)) return left;
  const place = folded
    .slice(left, at)
    .search(new RegExp(String.raw`(?<![\p{L}\p{N}])${head}(?![\p{L}\p{N}])`, 'u'));
  if (place <= 0) return left;
  const start = left + place;
  return marks.some((slot) => slot.from >= start && slot.to <= at) ? start : left;
}

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
  if (isBounded) return widest;
  const leftWords = text.slice(left, at).trim().split(/\s+/u);
  const right = text.slice(after, widest);
  const rightWords = right.trim().split(/\s+/u);
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
  const more = /(?<!\p{L})nhieu(?=\s.{2,40}?\s(hon)(?!\p{L}))/u.exec(folded);
  for (const match of [...folded.matchAll(comparing)].reverse())
    kept = `${kept.slice(0, match.index)} ${kept.slice(match.index + match[0].length)}`;
  if (more) {
    // "bên nào có nhiều chi bộ hơn" asks each how many it has.
    const many = question.hasDiacritics ? 'bao nhiêu' : 'bao nhieu';
    const at = fold(kept).search(/(?<!\p{L})nhieu\s/u);
    if (at >= 0)
      kept = `${kept.slice(0, at)}${many}${kept.slice(at + 5).replace(/\s(?:hơn|hon)(?!\p{L})/iu, '')}`;
  }
  kept = kept
    .replace(/\s*[:?;]+\s*/gu, ' ')
    .replace(/\s+,/gu, ',')
    .replace(/\s+/gu, ' ')
    .replace(/[\s,]+(?:và|va|thì|thi)?\s*$/u, '')
    .trim();
  const isAmount = /(?<!\p{L})(?:so|tong so|so luong|ty le|ti le)\s/u.test(fold(kept));
  const asks = /(?<!\p{L})(?:bao nhieu|nao|ai|gi|may)(?!\p{L})/u.test(fold(kept));
  return isAmount && !asks ? `${kept} ${amount(question)}` : kept;
}
