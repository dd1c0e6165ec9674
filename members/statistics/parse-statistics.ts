import type { DateOnly } from '../../core/clock.ts';
import { fold } from '../../text/normalise.ts';
import { matchUnits } from '../units/units.ts';
import type { Unit } from '../units/units.ts';
import { fillers, purpose, takeChatter, takeIdleTerms } from './chatter.ts';
import { asksTwoCounts, canStandAside } from './aside.ts';
import { applyTimes } from './apply-times.ts';
import { correctTyping } from './correct-typing.ts';
import type { Correction } from './correct-typing.ts';
import { meanings } from './meanings.ts';
import type { Meaning } from './meanings.ts';
import { longestLine, readPhrases, tooLongToRead, trimWords, words } from './phrase-reader.ts';
import { plainWords, withYears } from './plain-words.ts';
import type { PhraseReader } from './phrase-reader.ts';
import { isCountOnly, needsPeriod, plainQuery, statisticsQuerySchema } from './statistics-query.ts';
import type { PersonDimension, StatisticsQuery } from './statistics-query.ts';
import { addBareWords, takeFilter, takeSplits } from './take-details.ts';
import type { TakenSplit } from './take-details.ts';
import { takeLevelWord } from './take-levels.ts';
import { cells, grassroots, takeBadge, takeMeasure } from './take-measure.ts';
import type { Ambiguity, TakenBadge, TakenMeasure } from './take-measure.ts';
import { takeRanking } from './take-ranking.ts';
import { spanPeriod, takeTimes, takeTrend } from './take-time.ts';
import type { TakenTime } from './take-time.ts';
import { takeNamedUnit, takeUnit, untilOtherWords } from './take-unit.ts';
import type { TakenUnit } from './take-unit.ts';

/** What a typed question about counts came to. Nothing is guessed: what is not understood is named. */
export type StatisticsReading =
  /** `corrections`: slips of typing that were put right, to be shown. */
  | { kind: 'query'; query: StatisticsQuery; corrections?: Correction[] }
  /** A query if some words were slips of typing, which they need not be: to be asked. */
  | { kind: 'meant'; query: StatisticsQuery; corrections: Correction[] }
  /** Several units bear the name; the query lacks only its unit. */
  | { kind: 'which-unit'; typed: string; candidates: Unit[]; query: StatisticsQuery }
  /** Words with several readings, each as a query. */
  | { kind: 'which-meaning'; about: Ambiguity; meanings: Meaning[] }
  | { kind: 'unknown-unit'; typed: string }
  | { kind: 'unknown-words'; words: string[] }
  /** A query if these words, which nobody understood, are left aside: to be asked. */
  | { kind: 'aside'; words: string[]; query: StatisticsQuery }
  /** A table has two splits at most. */
  | { kind: 'too-many-splits' }
  | { kind: 'future'; asOf: DateOnly };

export interface StatisticsContext {
  /** Units that the viewer may see. */
  units: readonly Unit[];
  today: DateOnly;
  /** The unit meant where none is named; null: all that the viewer may see. */
  ownUnitIds: readonly string[];
}

/** What may stand before a unit's name. */
const connectives = /^(?:o|tai|cua|thuoc|trong|ben|don vi)\s+/u;
const sums = words('tong cong|tong so|tat ca|ca thay|het thay|gop lai|cong lai|cong don|luy ke');
const startsWithOther = /^\s*(?:thong ke |hoi )?so voi(?!\p{L})/u;
/** Phrases whose words must not be dropped one by one. */
const idle = words('tinh hinh|phan tich');
/** 'Nhiều hay ít hơn' asks for the difference, whichever way it goes. */
const eitherWay = words(
  '(?:nhieu|it|dong|cao|thap|tang|giam|hon|kem)(?: hon)? ?(?:,|/|hay|hoac) ?(?:la )?(?:nhieu|it|dong|cao|thap|tang|giam|kem)(?= hon)',
);
const planned = words(
  '(?:theo )?(?:du kien|ke hoach|muc tieu|chi tieu|du bao|uoc tinh|phan dau)(?: (?:la|se))?|se|sap toi',
);
/** Before a unit that was taken: 'trên địa bàn', 'tính cả'. Not where it is denied. */
const roundUnit = words(
  '(?<!(?:khong|chua|chang|cha|ko|tru|ngoai) )(?:(?:o |tai )?tren dia ban(?: cua)?|tinh(?: (?:chung|tren|ca|gop|rieng))*)(?= \\|)',
);
/** 'Kể cả dự bị' counts them too; it is no count of them alone. */
const including = words(
  '(?:tinh|ke|gom|gop|cong)(?: (?:luon|ca|them|chung))+ (?:(?:cac |so )?(?:dang vien|dv|dong chi|nguoi) )?(?!dang vien|dv|nguoi|dong chi|tinh|nuoc|thay|nhung|theo|o|ben|trong|tai|tu|den|toi|bao nhieu|may)\\p{L}+(?: \\p{L}+)?',
);
const comparing =
  /(?<!\p{L})(?:so sanh|so voi|(?<=(?:\d|nay|ngoai|truoc|nam) )so(?= (?:nam|quy|thang|cung ky|dau nam|cuoi nam|6 thang|9 thang))|doi chieu|doi voi nhau|hon kem|chenh(?: lech| nhau)?|(?:ben|don vi|noi|cho) nao(?= (?:co )?(?:nhieu|dong|it)(?! nhat))|(?:nhieu|dong|it|cao|thap) hon(?! \d)|hon(?! ?\d))(?!\p{L})/u;

/**
 * Reads `/thongke …` or a plain question, with or without diacritics: measure, filter, splits, units and times in any
 * order. `isCommand`: a unit may also be named by its words in another order, or without 'chi bộ' before it.
 */
export function parseStatistics(
  typed: string,
  context: StatisticsContext,
  options: { isCommand: boolean },
): StatisticsReading {
  if (typed.length > longestLine) return { kind: 'unknown-words', words: tooLongToRead(typed) };
  const text = withYears(plainWords(typed), context.today);
  const reading = parsePlain(text, context, options);
  if (reading.kind !== 'unknown-words' && reading.kind !== 'unknown-unit') return reading;
  const unread = reading.kind === 'unknown-words' ? reading.words : [reading.typed];
  for (const { text: corrected, corrections, isCertain } of correctTyping(text, unread, context.units)) {
    const second = parsePlain(corrected, context, options);
    if (second.kind === 'query')
      return isCertain ? { ...second, corrections } : { kind: 'meant', query: second.query, corrections };
    if (['which-unit', 'which-meaning', 'future'].includes(second.kind)) return second;
  }
  if (reading.kind !== 'unknown-words' || !canStandAside(text, reading.words)) return reading;
  const rest = parsePlain(text, context, { ...options, leavesAside: true });
  return rest.kind === 'query' ? { kind: 'aside', words: reading.words, query: rest.query } : reading;
}

/** Reads a line as it stands. */
function parsePlain(
  text: string,
  context: StatisticsContext,
  options: { isCommand: boolean; leavesAside?: boolean },
): StatisticsReading {
  const reader = readPhrases(text);
  const { today } = context;
  const isComparison = comparing.test(reader.rest());
  if (isComparison)
    reader.take(
      words(
        '(?<!quy |thang |ngay |ky )(?:hai|2)(?= (?:nam|quy|thang|ky|thoi diem|don vi|chi bo|dang bo|xa|phuong)(?!\\p{L}))',
      ),
    );
  reader.take(idle);
  if (isComparison) {
    reader.take(eitherWay);
    reader.take(words('(?:coi|xem|thu)(?= (?:ben|don vi|noi|cho) nao)'));
  }
  const named = takeNamedUnit(reader, context.units, isComparison);
  const ranking = takeRanking(reader);
  const badge = takeBadge(reader);
  let unit: TakenUnit =
    named ?? takeUnit(reader, context.units, options.isCommand ? 'any-order' : 'in-order', isComparison);
  const otherUnit = isComparison && unit.kind === 'found' ? takeOther(reader, context.units) : null;
  let trend = takeTrend(reader, today);
  const times = takeTimes(reader, today);
  // 'so với năm 2024 thì năm 2025 …': what is asked about stands second.
  if (isComparison && startsWithOther.test(fold(reader.text))) times.reverse();
  // What is planned for days to come is answered by that, whatever the word for it.
  if (times.some((time) => (time.period && !time.isUntil ? time.period.from : time.asOf) > today))
    reader.take(planned);
  if (unit.kind === 'found' && !isComparison) while (reader.take(roundUnit)) continue;
  const besides = including.exec(reader.rest());
  if (besides)
    return {
      kind: 'unknown-words',
      words: [reader.text.slice(besides.index, besides.index + besides[0].length)],
    };
  const taken = takeMeasure(reader, isComparison);
  // 'tăng hay giảm so với năm trước': two stocks, not what happened in between.
  if (taken.measure === 'changes' && isComparison) taken.measure = 'members';
  else if (isComparison)
    reader.take(words('tang ?(?:/|,|hay|hoac)? ?giam|(?:tang|giam)(?: (?:duoc|bao nhieu|may))?'));
  if (taken.measure === 'admit')
    reader.take(words('moi(?! (?:chi bo|dang bo|don vi|to |to$|co quan|nguoi|nam|thang|quy|xa|phuong))'));
  if (taken.measure === 'organisations')
    reader.take(words('(?:chia|tach|phan)? ?(?:ra )?(?:theo|tung) (?:tung )?(?:cap|loai|loai hinh)'));
  const isSum = sums.test(reader.rest());
  takeChatter(reader);
  const measured = measureOf(taken, badge, times);
  // 'Tổng cộng 3 năm qua kết nạp': one number, not one a year.
  if (trend?.isSpanOnly && trend.span && isSum && needsPeriod(measured.measure) && times.length === 0) {
    times.push({ asOf: today, period: spanPeriod(trend.span), isUntil: false, typed: '' });
    trend = null;
  }
  const isPeople = !['organisations', 'ratings', 'changes'].includes(measured.measure);
  const details = isPeople ? takeFilter(reader) : { filter: {}, ambiguity: null };
  const split = isPeople
    ? takeSplits(reader)
    : { splits: [], typed: new Map<TakenSplit, string>(), ambiguity: null };
  const { filter } = details;
  if (isPeople) addBareWords(reader, filter);
  // Whoever is confirmed was on probation, and whoever is admitted is: said with the event, it is no filter.
  if (measured.measure === 'confirm' || (measured.measure === 'admit' && filter.standing === 'probationary'))
    delete filter.standing;
  if (badge?.isSplit && !split.splits.includes('badge')) split.splits.push('badge');
  if (badge?.level != null) filter.badge = badge.level;
  else if (badge?.as === 'held' || (badge?.as === 'open' && measured.measure === 'members'))
    split.splits.push('badge');
  const ambiguities = [measured.ambiguity, details.ambiguity, split.ambiguity].filter(
    (each) => each !== null,
  );
  const [ambiguity = null] = ambiguities;
  const levelWord = ambiguity === 'level' ? takeLevelWord(reader) : null;
  reader.take(words('so sanh|so voi|so(?= \\|)|doi chieu(?: voi)?'));
  // The same span of another year, where two are compared; alone it says of which year it is not.
  if (isComparison) reader.take(words('cung ky'));
  if (isComparison) reader.take(words('chenh(?: lech| nhau)*(?: giua)?'));
  if (isComparison)
    reader.take(
      words('(?:ben |noi |don vi )?nao (?:co )?(?:nhieu|it|dong|cao|thap)|(?:nhieu|it|dong|cao|thap) hon'),
    );
  if (isComparison) reader.take(words('hon(?: (?:bao nhieu|bn|may|kem))*'));

  takeIdleTerms(reader);
  const unread = leftoverWords(reader);
  if (unit.kind === 'none' && options.isCommand && unread.length === 1 && unread[0]) {
    const named = unread[0].replace(connectives, '');
    // One syllable alone stands in too many names, and folded in too many words.
    const units = named.includes(' ') ? matchUnits(context.units, named, 'in-order') : [];
    if (units.length > 0) {
      unit = { kind: 'found', units, typed: named, to: 0 };
      unread.length = 0;
    }
  }
  if (unit.kind === 'unknown') {
    const { from } = unit;
    const run = reader.leftovers().find((each) => each.to > from);
    const name = run ? reader.text.slice(Math.max(run.from, from), run.to) : '';
    if (trimWords(name, fillers) !== '')
      return { kind: 'unknown-unit', typed: trimWords(untilOtherWords(name), fillers, 'end') };
  }
  if (unread.length > 0 && options.leavesAside !== true) return { kind: 'unknown-words', words: unread };
  // Two counts asked in one line are not the count of those who are both.
  if (asksTwoCounts(text, Object.keys(filter).length)) return { kind: 'unknown-words', words: [] };
  if (split.splits.length > 2) return { kind: 'too-many-splits' };

  const query = {
    ...plainQuery(today),
    measure: measured.measure,
    levels: measured.levels,
    filter,
    ...splitsOf(split.splits, measured.measure),
    ...(ranking && { dimension: 'unit' as const, split: 'none' as const, ...ranking }),
  };
  if (split.splits.includes('grassroots') && query.dimension === 'unit') query.levels = [...grassroots];
  const unitSplit = split.typed.get('unit');
  if (unitSplit !== undefined && query.dimension === 'unit' && ranking === null) {
    const named = fold(unitSplit);
    if (/(?<!\p{L})chi bo truc thuoc$/u.test(named)) query.levels = ['cell'];
    else if (/(?<!\p{L})(?:tung|moi|cac) chi bo$/u.test(named)) query.levels = [...cells];
  }
  const { late, unused } = applyTimes(query, times, trend, {
    today,
    isComparison,
    hasOtherUnit: otherUnit !== null,
  });
  if (late !== null) return { kind: 'future', asOf: late };
  if (unit.kind === 'own' && !unit.isAnySize && context.ownUnitIds.length === 0)
    return { kind: 'unknown-unit', typed: unit.typed };
  const needs = needsPeriod(query.measure) && query.period === null ? 'period' : null;
  const isOpen = needs !== null && ambiguity !== null && ambiguity !== 'transfer';
  const lost = [...unused, ...unusedSplits(query, split.typed)];
  if (lost.length > 0) return { kind: 'unknown-words', words: lost };
  if (ambiguities.length > 1 || isOpen || (isComparison && otherUnit === null && !hasSides(query)))
    return { kind: 'unknown-words', words: [] };
  return withUnits(query, unit, otherUnit, context, {
    ambiguity: ambiguity ?? needs,
    levels: levelWord,
  });
}

/** Splits that were understood but stand nowhere in the query: to leave them out would answer another question. */
const unusedSplits = (query: StatisticsQuery, typed: ReadonlyMap<TakenSplit, string>): string[] =>
  [...typed]
    .filter(([split]) => {
      const dimension = split === 'grassroots' ? 'unit' : split;
      return query.dimension !== dimension && query.split !== dimension;
    })
    .map(([, words]) => words);

/** Whether the answer sets anything side by side. */
const hasSides = ({ compare, trend, top, dimension, levels }: StatisticsQuery): boolean =>
  compare !== null ||
  trend !== null ||
  top !== null ||
  !['none', 'level'].includes(dimension) ||
  (levels?.length ?? 0) > 1;

/** The second unit of a comparison. */
function takeOther(
  reader: PhraseReader,
  units: readonly Unit[],
): Extract<TakenUnit, { kind: 'found' }> | null {
  const other = takeUnit(reader, units, 'in-order', true);
  return other.kind === 'found' ? other : null;
}

/** A badge is a measure of its own where it was awarded, and a detail of members where they have it. */
function measureOf(taken: TakenMeasure, badge: TakenBadge | null, times: readonly TakenTime[]): TakenMeasure {
  if (taken.measure !== 'members' || badge === null || badge.as === 'held' || badge.as === 'split')
    return taken;
  const isPeriod = times.some((time) => time.period !== null && !time.isUntil);
  if (badge.as === 'awarded' || isPeriod) return { measure: 'badge', levels: null, ambiguity: null };
  return { ...taken, ambiguity: times.length === 0 ? 'badge' : null };
}

function splitsOf(
  splits: readonly TakenSplit[],
  measure: StatisticsQuery['measure'],
): Pick<StatisticsQuery, 'dimension' | 'split'> {
  if (measure === 'organisations') return { dimension: 'level', split: 'none' };
  const named = splits.map((each) => (each === 'grassroots' ? 'unit' : each));
  const isUnitSplit = named.includes('unit');
  const [first, second] = named.filter((each): each is PersonDimension => each !== 'unit');
  if (isCountOnly(measure)) return { dimension: isUnitSplit ? 'unit' : 'none', split: 'none' };
  // 'theo giới tính và chi bộ': one bar a unit, whichever was said first.
  return isUnitSplit
    ? { dimension: 'unit', split: first ?? 'none' }
    : { dimension: first ?? 'none', split: second ?? 'none' };
}

/** Settles units and readings: a query, or the question which of them is meant. */
function withUnits(
  query: StatisticsQuery,
  unit: TakenUnit,
  other: Extract<TakenUnit, { kind: 'found' }> | null,
  context: StatisticsContext,
  open: { ambiguity: Ambiguity | null; levels: ReturnType<typeof takeLevelWord> },
): StatisticsReading {
  const own = context.units.filter((each) => context.ownUnitIds.includes(each.id));
  let candidates: readonly (Unit | null)[] =
    unit.kind === 'found' ? unit.units : own.length > 0 ? own : [null];
  const [otherUnit] = other?.units ?? [];
  if (other !== null && unit.kind === 'found' && otherUnit) {
    const [firstUnit] = unit.units;
    if (other.units.length > 1 && unit.units.length > 1) return { kind: 'unknown-unit', typed: other.typed };
    // Whichever is chosen stands first; the side that is certain is kept.
    const besides = (side: Unit | undefined): StatisticsQuery =>
      side ? { ...query, compare: { with: 'unit', unitId: side.id } } : query;
    if (other.units.length > 1)
      return { kind: 'which-unit', typed: other.typed, candidates: other.units, query: besides(firstUnit) };
    // Units in the order in which they were named.
    const isSwapped = other.to < unit.to;
    const second = isSwapped ? firstUnit : otherUnit;
    if (unit.units.length > 1 && isSwapped)
      return { kind: 'which-unit', typed: unit.typed, candidates: unit.units, query: besides(otherUnit) };
    if (isSwapped) candidates = [otherUnit];
    if (second) query.compare = { with: 'unit', unitId: second.id };
  }
  const { ambiguity } = open;
  if (ambiguity !== null) {
    const offered = candidates.flatMap((each) =>
      meanings(
        ambiguity,
        { ...query, unitId: each?.id ?? null },
        { today: context.today, levels: open.levels },
      ).map((meaning) => ({ ...meaning, unit: candidates.length > 1 ? each : null })),
    );
    return { kind: 'which-meaning', about: ambiguity, meanings: offered };
  }
  const valid = statisticsQuerySchema.safeParse(query);
  // Words that are understood one by one but make no question together.
  if (!valid.success) return { kind: 'unknown-words', words: [] };
  const [only] = candidates;
  if (candidates.length > 1)
    return {
      kind: 'which-unit',
      typed: unit.kind === 'found' ? unit.typed : '',
      candidates: candidates.filter((each) => each !== null),
      query,
    };
  return { kind: 'query', query: { ...query, unitId: only?.id ?? null } };
}

/** Runs of words nobody took, without fillers at their ends. */
function leftoverWords(reader: PhraseReader): string[] {
  return (
    reader
      .leftovers()
      // Words that are idle one by one and name a time together: 'ngày qua'.
      .map((run) => (timeOfFillers.test(fold(run.text)) ? run.text : trimWords(run.text, fillers)))
      .filter((text) => text !== '')
  );
}

const timeOfFillers = words('(?:ngay|hom) (?:nay|qua|vua|roi|vua qua|vua roi|truoc)');

/** Words by which a question asks a document, not the register: a source, or a document symbol. */
const documentCue =
  /(?<!\p{L})(?:theo (?:bao cao|bai|tai lieu|van ban|ket luan|nghi quyet|chi thi|quy dinh|quyet dinh|huong dan|ke hoach|thong bao|so lieu (?:cua|trong))|bai (?:bao|viet)|tai lieu|van ban|bao cao|trong (?:ket luan|nghi quyet|chi thi|ke hoach))(?!\p{L})|\d+\s*-\s*\p{L}+\s*\/\s*\p{L}+/u;

/** True where a plain sentence points to a document. */
export const asksADocument = (text: string): boolean => documentCue.test(fold(text).replace(purpose, ''));
