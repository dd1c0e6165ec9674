import type { DateOnly } from '../../core/clock.ts';
import { findPeriods } from '../../text/dates.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { findUnitMention, matchUnits } from '../units/units.ts';
import type { Unit } from '../units/units.ts';
import { countOnlyKinds, personKinds } from './event.ts';
import type { EventDraft } from './event-store.ts';
import { findBadgeLevel, findEventKind } from './event-words.ts';

/** What a typed line says of an event; the first thing that is missing is asked for. */
export type EventLine =
  | { kind: 'draft'; draft: EventDraft; source: string | null }
  /** Of one member by name; the register says in which unit. `unitIds`: units that the line names, to tell bearers apart. */
  | {
      kind: 'person';
      name: string;
      unitIds: readonly string[];
      event: Pick<EventDraft, 'kind' | 'happenedOn' | 'level' | 'toUnitId'>;
      source: string | null;
    }
  | { kind: 'counted-only' }
  | { kind: 'missing'; what: 'kind' | 'count' | 'day' | 'unit' | 'level' | 'target' }
  | { kind: 'future'; day: DateOnly }
  | { kind: 'which-unit'; typed: string; units: Unit[]; draft: EventDraft; source: string | null };

/**
 * Reads '/biendong' in any order: 'kết nạp 3 chi bộ thôn Đông 15/6/2026 nguồn: QĐ 12'. A count of
 * members, or the name of one whom the register has.
 * Without a number it is asked for; a day must be a whole day, not a month. `ownUnits` serve where no unit is named.
 */
export function parseEventLine(
  text: string,
  context: { units: readonly Unit[]; today: DateOnly; ownUnitIds: readonly string[] },
): EventLine {
  let line = cleanText(text);
  let source: string | null = null;
  const said = /[,;]?\s*(?:nguồn|nguon|theo)\s*:?\s+(.+)$/iu.exec(line);
  if (said && /^[,;]?\s*(?:nguồn|nguon)/iu.test(said[0])) {
    source = (said[1] ?? '').trim();
    line = line.slice(0, said.index);
  }
  const found = findEventKind(line);
  if (!found) return { kind: 'missing', what: 'kind' };
  const { kind } = found;
  line = blank(line, found.from, found.to);
  let level: number | null = null;
  if (kind === 'badge') {
    level = findBadgeLevel(line);
    if (level === null) return { kind: 'missing', what: 'level' };
    const at = /(?<!\d)(\d{2})(?!\d)(?:\s*(?:năm|nam)(?:\s*(?:tuổi|tuoi)\s*(?:đảng|dang))?)?/iu.exec(
      line.replace(/(?<!\d)(\d{2})(?!\d)/gu, (digits) => (Number(digits) === level ? digits : '  ')),
    );
    if (at) line = blank(line, at.index, at.index + at[0].length);
  }
  const [period] = findPeriods(line, context.today);
  if (!period) return { kind: 'missing', what: 'day' };
  if (period.from !== period.to) return { kind: 'missing', what: 'day' };
  if (period.from > context.today) return { kind: 'future', day: period.from };
  line = blank(line, period.span.from, period.span.to);

  const { targets, rest } = takeUnits(line, context.units, kind === 'transfer' ? 2 : 1);
  const [first, second] = targets;
  const amount = /(?<![\p{L}\d])(\d{1,3}(?:\.\d{3})+|\d+)(?![\p{L}\d])/u.exec(rest);
  const count = amount ? Number((amount[1] ?? '').replace(/\./gu, '')) : 0;
  if (count < 1) {
    const name = nameIn(rest);
    if (name === null) return { kind: 'missing', what: 'count' };
    if (countOnlyKinds.has(kind)) return { kind: 'counted-only' };
    if (!personKinds.has(kind)) return { kind: 'missing', what: 'count' };
    // Of a move inside, the unit that stands last is where to.
    const target = kind === 'transfer' ? targets.at(-1) : undefined;
    if (kind === 'transfer' && target?.length !== 1) return { kind: 'missing', what: 'target' };
    const toUnitId = target?.[0]?.id ?? null;
    const others = kind === 'transfer' ? targets.slice(0, -1) : targets;
    return {
      kind: 'person',
      name,
      unitIds: others.flat().map((each) => each.id),
      event: { kind, happenedOn: period.from, level, toUnitId },
      source,
    };
  }
  const [own] = context.ownUnitIds;
  const candidates = first ?? matchUnits(context.units, wordsOf(rest));
  const unit =
    candidates.length === 1
      ? candidates[0]
      : // A name that is not understood must not come to mean one's own unit.
        candidates.length === 0 && wordsOf(rest) === '' && context.ownUnitIds.length === 1
        ? context.units.find((each) => each.id === own)
        : undefined;
  if (kind === 'transfer' && second?.length !== 1) return { kind: 'missing', what: 'target' };
  const draft: EventDraft = {
    kind,
    happenedOn: period.from,
    unitId: unit?.id ?? '',
    toUnitId: kind === 'transfer' ? (second?.[0]?.id ?? null) : null,
    level,
    personId: null,
    count,
  };
  if (unit) return { kind: 'draft', draft, source };
  if (candidates.length > 1)
    return { kind: 'which-unit', typed: wordsOf(rest), units: candidates, draft, source };
  return { kind: 'missing', what: 'unit' };
}

const aroundName =
  /(?<![\p{L}\d])(?:đồng chí|dong chi|đ\/c|d\/c|đảng viên|dang vien|cho|tại|tai|ở|của|cua|thuộc|thuoc|ngày|ngay|từ|tu|đến|den|sang|về|ve|vào|vao|là|la|được|duoc|ghi|nhận|nhan|sinh hoạt|sinh hoat|đảng|dang)(?![\p{L}\d])/giu;

/** The name of a person that is left of a line: two to six words of letters; null where something else is. */
function nameIn(rest: string): string | null {
  const left = rest
    .replace(aroundName, ' ')
    .replace(/[\s,;:.()]+/gu, ' ')
    .trim();
  const words = left.split(' ');
  return words.length >= 2 && words.length <= 6 && words.every((word) => /^\p{L}+$/u.test(word))
    ? left
    : null;
}

/** Whole names of units in a line, in order, and the line without them. */
function takeUnits(line: string, units: readonly Unit[], most: number): { targets: Unit[][]; rest: string } {
  const found: { units: Unit[]; from: number }[] = [];
  let rest = line;
  while (found.length < most) {
    const mention = findUnitMention(units, rest);
    if (!mention) break;
    found.push({ units: mention.units, from: mention.from });
    rest = blank(rest, mention.from, mention.to);
  }
  return { targets: found.sort((a, b) => a.from - b.from).map((each) => each.units), rest };
}

const people =
  /(?<![\p{L}\d])(?:dong chi|d\/c|dang vien|nguoi|so luong|quan chung(?: uu tu)?)(?![\p{L}\d])/gu;
const leadIn = '(?:cho|tai|o|ngay|cua|thuoc|den|di|tu|ve|trong|vao|la)';
const atEnds = new RegExp(`^(?:${leadIn}\\s+)+|(?:(?:^|\\s+)${leadIn})+$`, 'gu');

/** What is left of a line that could name a unit; 'đồng chí' goes as a whole, because a hamlet may be called Đông. */
const wordsOf = (rest: string): string =>
  fold(rest)
    .replace(/(?<![\p{L}\d])\d+(?:\.\d{3})*(?![\p{L}\d])/u, ' ')
    .replace(people, ' ')
    .replace(/[\s,;:()]+/gu, ' ')
    .trim()
    .replace(atEnds, '')
    .trim();

/** The line with spaces in place of what is read, so that places stay what they are. */
const blank = (line: string, from: number, to: number): string =>
  line.slice(0, from) + ' '.repeat(to - from) + line.slice(to);
