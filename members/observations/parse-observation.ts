import type { DateOnly } from '../../core/clock.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { fillers } from './fillers.ts';
import { findIndicator } from './indicators.ts';
import type { Indicator } from './indicators.ts';
import { periodOf, sumOf } from './observation.ts';
import type { ObservationDraft } from './observation.ts';
import { takeAmount, takeGrowth } from './take-amount.ts';
import { takeSeats, withSeats } from './take-seats.ts';
import { readPhrases, trimWords, words } from '../statistics/phrase-reader.ts';
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
