import { fold } from '../../text/normalise.ts';
import type { Question } from '../question/analyse.ts';
import { asksForWholeList } from './complete-list.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { PreparedUnit } from '../evidence/prepare.ts';
import { valuesOf, valueTypes } from '../evidence/holds.ts';
import { cellsIn } from '../evidence/table-rows.ts';
import { bestValues } from '../evidence/values.ts';
import type { Quote } from '../types.ts';

/** A quotation before the status of its document is looked up; `isTrimmed` where a person's private reason was left out. */
export type Slice = Omit<Quote, 'status' | 'partStatus' | 'then'> & { isTrimmed: boolean };

/** A quotation's limit in characters; a list is quoted to its last item, however long. */
const longestSentences = 900;

/** Units that lean on the sentence before them. */
const leaning =
  /^["“'(]?(?:toan|trong do|theo do|tuy nhien|dong thoi|ngoai ra|dieu nay|do la|cac (?:don vi|dong chi|noi dung) (?:nay|do|tren)|nhung|cung|viec nay|qua do|nho do|tu do|con|hoi nghi nay|doan|ong|ba)(?!\p{L})/u;

/**
 * A reason of health or family given for one person. The document stays the source for it; a chat does not repeat it
 * (domain rule: people are never profiled by such facts).
 */
const privateReason =
  /[,;]?\s*(?:(?:và|do|vì|với)\s+)?(?:(?:vì|do)\s+)?(?:lý do|điều kiện|tình trạng|hoàn cảnh)?\s*(?:sức khỏe|sức khoẻ|bệnh tật|bệnh tình|gia đình|hoàn cảnh gia đình)(?=\s*(?:cá nhân|riêng|không (?:tốt|bảo đảm|đảm bảo)|yếu|khó khăn)?\s*[.;,)]|\s*$)/u;
const aboutOnePerson = /(?<!\p{L})(?:đồng chí|ông|bà|anh|chị)\s+\p{Lu}\p{Ll}*\s+\p{Lu}/u;

/** A lead-in that forbids, denies or excepts what its items name. */
export const deniesItems = (lead: string): boolean =>
  /(?<!\p{L})(?:không|chưa|cấm|nghiêm cấm|trừ|ngoại trừ|miễn|hạn chế|khong|chua|cam)(?!\p{L})[^.]*:\s*$/iu.test(
    lead,
  );

/** `slice` up to where it gives a person's private reason; whole where it gives none. */
export function withoutPrivateReason(slice: string): string {
  const reason = aboutOnePerson.test(slice) ? privateReason.exec(slice) : null;
  return reason && reason.index > 0 ? slice.slice(0, reason.index) : slice;
}

/**
 * The verbatim slice that answers: the unit, with its lead-in and items where it is part of a list, with the sentence
 * before where it leans on that. At most three sentences, lists excepted.
 */
export function quoteOf(question: Question, evidence: Evidence): Slice {
  const { passage, unit } = evidence.ranked;
  let [from, to] = sliceOf(question, evidence);
  const text = passage.passage.text;
  const kept = withoutPrivateReason(text.slice(from, to));
  const isTrimmed = kept.length < to - from;
  to = from + kept.length;
  if (to <= from) [from, to] = [unit.from, unit.to];
  // The figures of a row were chosen by their columns.
  const isCells =
    unit.kind === 'row' &&
    evidence.values.every(([a, b]) =>
      cellsIn(unit.text, unit.from).some((cell) => cell.from === a && cell.to === b),
    );
  const emphasis = (isCells ? evidence.values : bestValues(question, text, evidence.values))
    .filter(([a, b]) => a >= from && b <= to)
    .map(([a, b]) => [a - from, b - from] as const);
  return {
    passage: passage.passage,
    text: text.slice(from, to),
    charFrom: passage.passage.charFrom + from,
    charTo: passage.passage.charFrom + to,
    emphasis,
    isTrimmed,
  };
}

/**
 * The lead-in of an item that is quoted without it, where the lead-in alone states what is asked: "Phạt tiền từ … đến
 * … đối với một trong các hành vi sau đây:" stands once above many acts. Null where the slice says it itself.
 */
export function statingLead(question: Question, evidence: Evidence, slice: Slice): Slice | null {
  const { passage, unit } = evidence.ranked;
  const lead = passage.units[unit.lead ?? -1];
  if (!lead || unit.kind === 'row' || !valueTypes.has(question.type)) return null;
  const { charFrom, text } = passage.passage;
  if (charFrom + lead.from >= slice.charFrom || slice.emphasis.length > 0) return null;
  const stated = valuesOf(question, lead);
  if (stated.length === 0) return null;
  return {
    passage: passage.passage,
    text: text.slice(lead.from, lead.to),
    charFrom: charFrom + lead.from,
    charTo: charFrom + lead.to,
    emphasis: stated.map(([a, b]) => [a - lead.from, b - lead.from] as const),
    isTrimmed: false,
  };
}

function sliceOf(question: Question, evidence: Evidence): [number, number] {
  const { passage, unit, index, beside } = evidence.ranked;
  const { units } = passage;
  if (beside !== undefined) {
    const other = units[beside] as PreparedUnit;
    return [Math.min(unit.from, other.from), Math.max(unit.to, other.to)];
  }
  if (unit.items.length > 0) {
    const items = unit.items.map((item) => units[item] as PreparedUnit);
    return [unit.from, items.at(-1)?.to ?? unit.to];
  }
  const lead = unit.lead === null ? undefined : units[unit.lead];
  if (lead && unit.kind !== 'row') {
    const items = lead.items.map((item) => units[item] as PreparedUnit);
    if (asksForWholeList(question, evidence) && !question.types.includes('number'))
      return [lead.from, items.at(-1)?.to ?? unit.to];
    // The whole item; with its lead-in where nothing stands between.
    const line = units.filter((other) => other.line === unit.line);
    const to = line.at(-1)?.to ?? unit.to;
    // "… không được:" turns the item into its opposite: never without it.
    const leads = lead.line === unit.line - 1 || deniesItems(lead.text);
    const from = leads ? lead.from : (line[0]?.from ?? unit.from);
    if (to - from <= longestSentences) return [from, to];
    return [unit.from, unit.to];
  }
  if (unit.kind === 'row') {
    // With the heads only where no other row stands between: a figure of a row that was not asked for misleads.
    const isFirst =
      unit.lead !== null && units.slice(unit.lead + 1, index).every(({ kind }) => kind === 'heading');
    const head = isFirst ? units[unit.lead ?? -1] : undefined;
    return head && unit.to - head.from <= longestSentences ? [head.from, unit.to] : [unit.from, unit.to];
  }
  if (question.wantsList && !valueTypes.has(question.type)) {
    // What is listed may go on in the sentences that follow.
    let to = unit.to;
    for (const next of units.slice(index + 1, index + 3)) {
      if (next.line !== unit.line || next.to - unit.from > longestSentences) break;
      to = next.to;
    }
    return [unit.from, to];
  }
  const previous = units[index - 1];
  const isShort = unit.sequence.length <= 12;
  const leans = leaning.test(fold(unit.text)) || isShort;
  if (
    previous &&
    previous.line === unit.line &&
    leans &&
    previous.kind !== 'heading' &&
    unit.to - previous.from <= longestSentences
  ) {
    return [previous.from, unit.to];
  }
  return [unit.from, unit.to];
}
