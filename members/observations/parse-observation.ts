import type { DateOnly } from '../../core/clock.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { parseDecimal } from '../../text/numbers.ts';
import { findIndicator, indicators, partLabels } from './indicators.ts';
import type { Indicator, IndicatorCode } from './indicators.ts';
import { periodOf, sumOf } from './observation.ts';
import type { ObservationDraft, ObservationPart } from './observation.ts';
import { longestLine, readPhrases, tooLongToRead, trimWords, words } from '../statistics/phrase-reader.ts';
import type { PhraseReader } from '../statistics/phrase-reader.ts';
import { takeTime } from '../statistics/take-time.ts';
import type { TakenTime } from '../statistics/take-time.ts';
import { takeUnit, unitKinds } from '../statistics/take-unit.ts';
import type { TakenUnit } from '../statistics/take-unit.ts';
import { matchUnits } from '../units/units.ts';
import type { Unit } from '../units/units.ts';

/** What a figure still needs before it can be kept. */
export type MissingPiece = 'indicator' | 'value' | 'unit' | 'time' | 'source';

/** What a typed line '/solieu nhap …' came to. */
export type ObservationReading =
  | { kind: 'draft'; draft: ObservationDraft; unitName: string }
  | { kind: 'which-unit'; draft: ObservationDraft; typed: string; candidates: Unit[] }
  /** The unit is not known; `candidates` are units whose name begins the typed one. */
  | { kind: 'new-unit'; draft: ObservationDraft; typed: string; candidates: Unit[] }
  | { kind: 'wrong-sum'; parts: number[]; sum: number; value: number }
  /** Two numbers that are no whole with its parts. */
  | { kind: 'several-figures' }
  | { kind: 'missing'; pieces: MissingPiece[] }
  | { kind: 'unknown-words'; words: string[] };

export interface ObservationContext {
  units: readonly Unit[];
  today: DateOnly;
  ownUnitIds: readonly string[];
}

const sourceMark = /(?<![\p{L}\p{N}])(?:nguon(?: so lieu)?|theo nguon|can cu)(?: ?[:=-]| (?:la )?)/u;
const lateSource =
  /(?<![\p{L}\p{N}])theo (?=(?:bao cao|bai|thong bao|ket luan|van ban|tin|so lieu|bien ban|nghi quyet))/u;

const fillers = new Set(
  (
    'nhap so lieu co hien la tong cong so luong duoc voi gom trong do nguoi dong chi d c to chuc the tam cua o tai toan ' +
    'thuoc va cho dat muc den ngay nay nhu sau da xet truong hop'
  ).split(' '),
);

/**
 * Reads one line of entry, in any order: indicator, unit, value (with its parts: '70 = 28 … + 42 …', '70, trong đó 28 …
 * và 42 …', '22/23'), time and source. Parts must make the whole; what is missing is named.
 */
export function parseObservation(typed: string, context: ObservationContext): ObservationReading {
  const { line, source } = splitSource(typed);
  const reader = readPhrases(line);
  // Before the time: the year of 'so với năm 2010' is not the figure's own.
  const growth = takeGrowth(reader);
  let time = takeTime(reader, context.today);
  let sourceText = source;
  if (source !== null && time === null) {
    // 'nguồn: …, đến 31/10/2023': the time may stand last.
    const tail = /[,;]\s*(?=(?:tính |tinh )?(?:đến|den|tới|toi|tại|tai)\s[^,;]*$)/iu.exec(source);
    if (tail) {
      time = takeTime(readPhrases(source.slice(tail.index + 1)), context.today);
      if (time) sourceText = source.slice(0, tail.index).trim();
    }
  }
  const unit = takeUnit(reader, context.units);
  // Before the indicator: 'khuyết 02 chuyên trách' would name another one.
  const seats = takeSeats(reader);
  const mention = findIndicator(reader.rest());
  if (mention) reader.cut(mention.from, mention.to);
  const named = growth && mention?.indicator.code === 'members' ? growth.named : mention;
  const amount =
    growth?.named === named ? growth.amount : withSeats(takeAmount(reader, named?.indicator ?? null), seats);
  // 'kết nạp … được 12 đảng viên': the noun after the number says nothing more.
  while (named && amount && reader.take(countedNoun));

  const longer = unit.kind === 'found' ? takeRestOfName(reader, unit) : null;
  const left = leftoverRuns(reader);
  const newUnit = longer ?? (unit.kind === 'found' || unit.kind === 'own' ? null : takeNewUnit(left));
  const own = context.ownUnitIds.length === 1 ? context.ownUnitIds[0] : undefined;
  const hasUnit = unit.kind === 'found' || newUnit !== null || own !== undefined;

  const pieces: MissingPiece[] = [];
  if (!named) pieces.push('indicator');
  if (!amount) pieces.push('value');
  if (amount?.parts.length === 1) return { kind: 'several-figures' };
  if (amount && amount.parts.length > 0 && sumOf(amount.parts) !== amount.value)
    return {
      kind: 'wrong-sum',
      parts: amount.parts.map((part) => part.value),
      sum: sumOf(amount.parts),
      value: amount.value,
    };
  if (!hasUnit) pieces.push('unit');
  if (!time) pieces.push('time');
  if (!sourceText) pieces.push('source');
  if (left.length > 0 && named && amount) return { kind: 'unknown-words', words: left };
  if (!named || !amount || !time || !sourceText || !hasUnit) return { kind: 'missing', pieces };

  const found = unit.kind === 'found' ? unit.units : context.units.filter((each) => each.id === own);
  const isNew = newUnit !== null;
  const only = !isNew && found.length === 1 ? found[0] : undefined;
  const draft: ObservationDraft = {
    indicator: named.indicator.code,
    qualifier: named.qualifier,
    unitId: only?.id ?? null,
    newUnitName: isNew ? newUnit : null,
    ...timeOf(time, named.indicator),
    value: amount.value,
    valueUnit: amount.isPercent
      ? 'percent'
      : named.indicator.unit === 'percent'
        ? 'organisation'
        : named.indicator.unit,
    denominator: amount.denominator,
    breakdown: amount.parts,
    source: sourceText,
  };
  if (isNew)
    return {
      kind: 'new-unit',
      draft,
      typed: newUnit,
      candidates: unit.kind === 'found' ? unit.units : matchUnits(context.units, newUnit),
    };
  if (!only)
    return { kind: 'which-unit', draft, typed: unit.kind === 'found' ? unit.typed : '', candidates: found };
  return { kind: 'draft', draft, unitName: only.name };
}

const countedNoun = words('(?:dang vien|dv|quan chung(?: uu tu)?|qcut)(?: moi| du bi)?');

function splitSource(typed: string): { line: string; source: string | null } {
  const text = cleanText(typed);
  const folded = fold(text);
  const mark = sourceMark.exec(folded) ?? lateSource.exec(folded);
  if (!mark) return { line: text, source: null };
  const source = oneLine(text.slice(mark.index + mark[0].length)).replace(/^[:\s-]+/u, '');
  return { line: text.slice(0, mark.index).replace(/[\s,;(]+$/u, ''), source: source || null };
}

/** A stock holds on a day; a flow keeps its period where one was named. */
export function timeOf(time: TakenTime, indicator: Indicator): Pick<ObservationDraft, 'period' | 'asOf'> {
  const { period } = time;
  if (!period || indicator.kind === 'stock') return { period: null, asOf: time.asOf };
  return { period: periodOf(period), asOf: null };
}

interface Amount {
  value: number;
  isPercent: boolean;
  denominator: number | null;
  parts: ObservationPart[];
}

const growthWords =
  /(?<!\p{L})(tang|giam)\s*:?\s*(\d+(?:,\d+)?) ?% so voi (?:cuoi )?(?:nam )?((?:19|20)\d{2})(?!\d)/u;

/** 'tăng 61,07% so với năm 2010' of the members: a share with the year it is measured against. */
function takeGrowth(
  reader: PhraseReader,
): { named: { indicator: Indicator; qualifier: string | null }; amount: Amount } | null {
  const match = growthWords.exec(reader.rest());
  const code = match?.[1] === 'giam' ? 'members_decline' : 'members_growth';
  const indicator = indicators.find((each) => each.code === code);
  if (!match || !indicator) return null;
  reader.cut(match.index, match.index + match[0].length);
  const amount = { value: parseDecimal(match[2] ?? '') ?? 0, isPercent: true, denominator: null, parts: [] };
  return { named: { indicator, qualifier: match[3] ?? null }, amount };
}

interface Seats {
  vacant: number | null;
  allotted: number | null;
}

const holders = String.raw`(?:\s*(?:dong chi|d\/c|nguoi|uy vien|bien che|chi tieu|cong chuc|vien chuc|hop dong(?: lao dong)?))*`;
const vacantSeats = new RegExp(
  String.raw`[(,;]?\s*(?<!\p{L})(?:con )?(?:khuyet|thieu)\s*:?\s*(\d{1,3})(?!\d)${holders}(?: chuyen trach)?\s*\)?`,
  'u',
);
const allottedSeats = new RegExp(
  String.raw`(?<!\p{L})giao(?: la)?\s*:?\s*(\d{1,4})(?!\d)${holders}(?:\s*(?:va|\+)\s*(\d{1,4})(?!\d)${holders})?`,
  'u',
);

/** 'khuyết 1', 'được giao 18 công chức và 02 hợp đồng' behind a number: how many places there are beside those taken. */
function takeSeats(reader: PhraseReader): Seats {
  const behindNumber = (pattern: RegExp): RegExpExecArray | null => {
    const rest = reader.rest();
    const match = pattern.exec(rest);
    if (!match || !/\d/u.test(rest.slice(0, match.index))) return null;
    reader.cut(match.index, match.index + match[0].length);
    return match;
  };
  const vacant = behindNumber(vacantSeats);
  const allotted = behindNumber(allottedSeats);
  return {
    vacant: vacant ? Number(vacant[1]) : null,
    allotted: allotted ? Number(allotted[1]) + Number(allotted[2] ?? 0) : null,
  };
}

/** A count with its places as denominator, as '22/23' has it; null where the two contradict each other. */
function withSeats(amount: Amount | null, { vacant, allotted }: Seats): Amount | null {
  if (!amount || (vacant === null && allotted === null)) return amount;
  const denominator = allotted ?? amount.value + (vacant ?? 0);
  const isConsistent =
    (amount.denominator === null || amount.denominator === denominator) &&
    (allotted === null || vacant === null || amount.value + vacant === allotted);
  return isConsistent && amount.parts.length === 0 ? { ...amount, denominator } : null;
}

const numberPattern =
  /(?<![\p{L}\p{N}.,/])(\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)( ?%)?(?![\p{L}\p{N}])/gu;
const partsAhead = /=|:|\(|(?<!\p{L})(?:trong do|gom|bao gom|chia ra|cu the)(?!\p{L})/u;

function takeAmount(reader: PhraseReader, indicator: Indicator | null): Amount | null {
  const ratio = /(?<![\p{L}\p{N}.,/])(\d+) ?(?:\/|tren(?: tong so)?) ?(\d+)(?![\p{L}\p{N}/])/u.exec(
    reader.rest(),
  );
  if (ratio) {
    reader.cut(ratio.index, ratio.index + ratio[0].length);
    return { value: Number(ratio[1]), isPercent: false, denominator: Number(ratio[2]), parts: [] };
  }
  const rest = reader.rest();
  const numbers = [...rest.matchAll(numberPattern)].map((match) => ({
    value: parseDecimal(match[1] ?? '') ?? 0,
    isPercent: match[2] !== undefined,
    from: match.index,
    to: match.index + match[0].length,
  }));
  const first = numbers[0];
  const last = numbers.at(-1);
  if (!first || !last) return null;
  const isPercent = numbers.some((number) => number.isPercent);
  const equals = rest.indexOf('=');
  // '28 + 42 = 70': the whole stands on the right.
  const isTotalLast =
    equals >= 0 && numbers.length > 2 && numbers.at(-2) !== undefined && (numbers.at(-2)?.to ?? 0) <= equals;
  const isSumOnly =
    equals < 0 &&
    !partsAhead.test(rest.slice(first.to, numbers[1]?.from)) &&
    /\+/u.test(rest.slice(first.to, numbers[1]?.from ?? first.to));
  // 'Tốt 80,8%, khá 17,73%': shares by level, whatever is missing to 100.
  const isShares =
    indicator?.code === 'meeting_rating' &&
    equals < 0 &&
    numbers.length > 1 &&
    numbers.every((number) => number.isPercent);
  const total = isTotalLast ? last : isSumOnly || isShares ? null : first;
  const partNumbers = numbers.filter((number) => number !== total);
  const parts = partNumbers.map((number, index) => {
    const before =
      total === first
        ? index === 0
          ? first.to
          : (partNumbers[index - 1]?.to ?? 0)
        : (partNumbers[index - 1]?.to ?? 0);
    const after = partNumbers[index + 1]?.from ?? (isTotalLast ? equals : rest.length);
    return { number, label: takeLabel(reader, number, before, after) };
  });
  for (const number of numbers) reader.cut(number.from, number.to);
  const labelled = parts.map(({ number, label }, index) => ({
    label: label ?? indicator?.parts?.[index] ?? String(index + 1),
    value: number.value,
  }));
  return {
    value: total ? total.value : sumOf(labelled),
    isPercent,
    denominator: null,
    parts: labelled,
  };
}

/**
 * The label of a part: what stands after its number up to the next separator ('28 đảng bộ cơ sở + …'), or else before
 * it ('đảng bộ cơ sở là 28'). Known labels are preferred; then the words as typed.
 */
function takeLabel(
  reader: PhraseReader,
  number: { from: number; to: number },
  before: number,
  after: number,
): string | null {
  const rest = reader.rest();
  const stop = /[+;,()|=]|(?<!\p{L})va(?!\p{L})/u;
  const ahead = rest.slice(number.to, after);
  const aheadEnd = number.to + (stop.exec(ahead)?.index ?? ahead.length);
  const behind = rest.slice(before, number.from).replace(/[:\s]+$/u, '');
  const lastStop = [...behind.matchAll(/[+;,()|=:]|(?<!\p{L})(?:va|trong do|gom)(?!\p{L})/gu)].at(-1);
  const behindStart = before + (lastStop ? lastStop.index + lastStop[0].length : 0);
  for (const [from, to] of [
    [number.to, aheadEnd],
    [behindStart, number.from],
  ] as const) {
    const known = knownLabel(rest.slice(from, to));
    if (!known) continue;
    reader.cut(from + known.from, from + known.to);
    return known.label;
  }
  // Words after the number that begin a unit's name belong to the unit, not to the part.
  const typed = trimWords(reader.text.slice(number.to, aheadEnd), fillers);
  const isUnitName = new RegExp(`^(?:${unitKinds})(?!\\p{L})`, 'u').test(fold(typed));
  if (typed === '' || isUnitName) return null;
  reader.cut(number.to, aheadEnd);
  return typed;
}

function knownLabel(folded: string): { label: string; from: number; to: number } | null {
  const candidates = [
    ...indicators.map((indicator) => [indicator.code as string, indicator.pattern] as const),
    ...partLabels,
  ];
  let best: { label: string; from: number; to: number } | null = null;
  for (const [label, pattern] of candidates) {
    const match = pattern.exec(folded);
    if (!match) continue;
    const found = { label, from: match.index, to: match.index + match[0].length };
    if (!best || found.from < best.from || (found.from === best.from && found.to > best.to)) best = found;
  }
  return best;
}

function leftoverRuns(reader: PhraseReader): string[] {
  return reader
    .leftovers()
    .map((run) => trimRun(run.text))
    .filter((text) => text !== '');
}

/** A run without fillers at its ends; the 'chi' of 'chi bộ' is none, though that of 'đồng chí' is. */
function trimRun(text: string): string {
  const kind = unitKind.exec(fold(text));
  return kind && trimWords(text.slice(0, kind.index), fillers) === ''
    ? trimWords(text.slice(kind.index), fillers, 'end')
    : trimWords(text, fillers);
}

/**
 * Words that go on directly after a known name ('Đảng bộ Khối CCQ tỉnh | Bắc Hà') make it another unit's name. Takes
 * them out and gives the whole name; null where the name ends where the known one does.
 */
function takeRestOfName(reader: PhraseReader, unit: Extract<TakenUnit, { kind: 'found' }>): string | null {
  const run = reader.leftovers().find((each) => each.from >= unit.to);
  if (!run || reader.text.slice(unit.to, run.from).trim() !== '') return null;
  const rest = trimWords(run.text, fillers, 'end');
  if (rest === '' || trimWords(rest, fillers) !== rest) return null;
  reader.cut(run.from, run.to);
  return oneLine(`${unit.typed} ${rest}`);
}

const unitKind = words(unitKinds);

/** The leftover run that reads like a unit's name, taken out of `left`; a single run is taken as one. */
function takeNewUnit(left: string[]): string | null {
  const at = left.findIndex((text) => unitKind.exec(fold(text))?.index === 0);
  const index = at >= 0 ? at : left.length === 1 && (left[0]?.length ?? 0) > 3 ? 0 : -1;
  if (index < 0) return null;
  return oneLine(left.splice(index, 1)[0] ?? '') || null;
}

/** A question for figures that were reported: '/solieu tccsd …'. */
export type ObservationQuery =
  | {
      kind: 'query';
      indicator: IndicatorCode | null;
      qualifier: string | null;
      /** Empty: of every unit the viewer may see. */
      unitIds: string[];
      time: TakenTime | null;
    }
  | { kind: 'unknown-words'; words: string[] };

/** Reads which figures are asked for: indicator, unit and time, in any order and each optional. */
export function parseObservationQuery(typed: string, context: ObservationContext): ObservationQuery {
  if (typed.length > longestLine) return { kind: 'unknown-words', words: tooLongToRead(typed) };
  const reader = readPhrases(typed.replace(/\?\s*$/u, ''));
  const time = takeTime(reader, context.today);
  const unit = takeUnit(reader, context.units);
  const named = findIndicator(reader.rest());
  if (named) reader.cut(named.from, named.to);
  let unitIds = unit.kind === 'found' ? unit.units.map((each) => each.id) : [];
  if (unit.kind === 'own') unitIds = [...context.ownUnitIds];
  const left = reader
    .leftovers()
    .map((run) => trimWords(run.text, queryFillers))
    .filter((text) => text !== '');
  if (unitIds.length === 0 && left.length === 1 && left[0]) {
    const found = matchUnits(context.units, left[0]);
    if (found.length > 0) {
      unitIds = found.map((each) => each.id);
      left.length = 0;
    }
  }
  if (left.length > 0) return { kind: 'unknown-words', words: left };
  return {
    kind: 'query',
    indicator: named?.indicator.code ?? null,
    qualifier: named?.qualifier ?? null,
    unitIds,
    time,
  };
}

const queryFillers = new Set([
  ...fillers,
  ...'bao nhieu bn may xem hoi la hien nay truc thuoc ve'.split(' '),
]);
