import type { DateOnly } from '../../core/clock.ts';
import { addDays, findDates, findPeriods, type Period } from '../../text/dates.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { parseDecimal } from '../../text/numbers.ts';
import { sentences } from '../../text/sentences.ts';
import { findSymbols } from '../../text/symbols.ts';
import { findUnitMention, type Unit } from '../units/units.ts';
import { indicators, partLabels, type Indicator, type IndicatorCode } from './indicators.ts';
import { periodOf, sumOf, type ObservationDraft, type ObservationPart } from './observation.ts';

/*
 * Figures that a report states, suggested to a person with the sentence of each: never kept without somebody's word. A
 * number belongs to what the sentence says it counts: an act before it ('kết nạp 73'), a thing right behind it ('70 tổ
 * chức cơ sở đảng'), or a thing before it with a verb between ('tổng số đảng viên là 3.193'). Any other number is left.
 */

/** A figure of a report, as an observation without its source. */
export interface FoundFigure extends Omit<ObservationDraft, 'source' | 'unitId' | 'newUnitName'> {
  /** The sentence as it stands in the report. */
  sentence: string;
  /** Units that the sentence names; empty where it names none. */
  units: readonly Unit[];
}

/** What is known of the report beside its text. */
export interface ReportContext {
  units: readonly Unit[];
  /** Day of the report; a stock without a day of its own holds on it, and dates without a year are read by it. */
  issuedOn: DateOnly | null;
  today: DateOnly;
}

/** A place in a sentence where something countable is named. */
interface Mention {
  indicator: Indicator;
  qualifier: string | null;
  from: number;
  to: number;
}

interface NumberAt {
  value: number;
  denominator: number | null;
  isPercent: boolean;
  from: number;
  to: number;
}

const number = String.raw`\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?`;
const numbers = new RegExp(`(?<![\\p{L}\\p{N}.,/-])(${number})(?:/(\\d+))?( ?%)?(?![\\p{L}\\p{N}/-])`, 'gu');
/** Numbers that name something: 'khóa 8', 'lần thứ 19', 'Nghị quyết 29', 'khuyết 02', '40 năm tuổi Đảng', '4 tốt'. */
const namedBefore =
  /(?:thu|khoa|so|lan|dieu|khoan|muc|nghi quyet|chi thi|quy dinh|ket luan|ke hoach|de an|khuyet|thieu|trung uong|nhiem ky|giai doan)\s*$/u;
const namedAfter = /^\s*(?:nam tuoi|nam|thang|tot|tuoi|gio|phut|ngay|dieu|khoa|lan|trieu|ty|dong(?! chi))/u;
/** Limits that a rule sets count nothing either: 'từ 3 đảng viên chính thức trở lên', 'không quá 7'. */
const limitBefore =
  /(?:tu|duoi|tren|hon|qua|chua du|khong du|it nhat|nhieu nhat|toi thieu|toi da|moi|neu co)\s*$/u;
const limitAfter = /^[^.;,]{0,40}tro (?:len|xuong)(?!\p{L})/u;
/** Between an act and its number: 'kết nạp mới được 1.513', 'tiêu chuẩn chính trị đối với 394'. */
const afterAct =
  /^(?!\s*,\s*$)(?:[\s,:(]|cho|duoc|moi|doi voi|la|them|gom|co|dang vien|quan chung(?: uu tu)?|vao dang|tong so)*$/u;
/** Between a thing and its number, without another number: 'tổng số đảng viên toàn Đảng bộ tỉnh lên'. */
const afterThing = /(?:^|\s)(?:la|co|len|dat|gom|duoc|con|:)\s*$|:\s*$/u;
const peopleNext = /^\s*(?:dong chi|nguoi|dang vien|d\/c|uy vien)/u;
const farthest = 90;
const seats = new Set<IndicatorCode>([
  'committee_members',
  'standing_members',
  'inspection_members',
  'full_time_members',
]);
/** A level of a badge in a list: 'Huy hiệu 40 năm tuổi Đảng cho 01, 30 năm tuổi Đảng cho 07'. */
const badgeLevel = /(?<![\p{L}\p{N}])(\d{2}) nam tuoi dang(?!\p{L})/gu;
const badges = indicators.find(({ code }) => code === 'badges') as Indicator;
const travel = new RegExp(
  `(?<!\\p{L})(${number}) (?:luot )?(?:dang vien|dong chi|can bo)[^.;\\d]{0,60}(?:o|ra|di) nuoc ngoai`,
  'u',
);
const growth = new RegExp(`(tang|giam) (${number}) ?% so voi (?:cuoi )?(?:nam )?((?:19|20)\\d{2})`, 'u');
const staffed = new RegExp(
  `(${number}) (?:nguoi|dong chi)[^.;\\d]{0,40}bien che[^.;\\d]{0,20}(${number})(?: (?:cong chuc|bien che|nguoi))?(?: va (${number}) hop dong)?`,
  'u',
);
/** '39 đảng bộ, 24 chi bộ' behind a number of grassroots organisations. */
const kindsOfOrgs = new RegExp(
  `(${number}) dang bo(?: co so)?(?! bo phan|\\s+co )(?:,| va|;)\\s*(${number}) chi bo(?! truc)`,
  'u',
);
/** 'trong 39 đảng bộ có 11 đảng bộ bộ phận, 419 chi bộ': cells under committees. */
const cellsOfCommittees =
  /trong (?:so )?\d+ dang bo(?: co so)?(?: nay)? co [^.;]*?(\d[\d.]*) chi bo(?! co so)/u;

/** Every figure that the report states and that can be named, in the order of the text. */
export function findFigures(text: string, context: ReportContext): FoundFigure[] {
  const clean = cleanText(text);
  const found: FoundFigure[] = [];
  const times = reportTimes(clean, context);
  for (const sentence of sentences(clean)) {
    const read = readSentence(sentence.text);
    if (read.length === 0) continue;
    const units = findUnitMention(context.units, sentence.text)?.units ?? [];
    for (const figure of read)
      found.push({ ...figure, ...times(figure.indicator, sentence), sentence: sentence.text, units });
  }
  return withoutRepetition(found);
}

type Read = Omit<FoundFigure, 'sentence' | 'units' | 'period' | 'asOf'>;

function readSentence(sentence: string): Read[] {
  const folded = fold(sentence);
  const masked = maskNames(sentence, folded);
  const mentions = mentionsIn(masked);
  const placed = specialFigures(masked, mentions);
  const left = placed.reduce((text, { span }) => blank(text, span.from, span.to), masked);
  const rating = ratingOf(left, mentions);
  if (rating) return [...placed.map(({ figure }) => figure), rating];
  for (const at of numbersIn(left)) {
    const mention = at.isPercent ? null : countedBy(left, at, mentions);
    if (!mention) continue;
    const { indicator, qualifier } = mention;
    const more = { qualifier, denominator: at.denominator };
    placed.push({ figure: figureOf(indicator.code, indicator.unit, at.value, more), span: at });
  }
  return withParts(placed.sort((a, b) => a.span.from - b.span.from).map(({ figure }) => figure));
}

const figureOf = (
  indicator: IndicatorCode,
  valueUnit: ObservationDraft['valueUnit'],
  value: number,
  more: Partial<Read> = {},
): Read => ({ indicator, valueUnit, value, qualifier: null, denominator: null, breakdown: [], ...more });

/** Symbols, days and periods hold numbers that count nothing. */
function maskNames(sentence: string, folded: string): string {
  let masked = folded;
  for (const { from, to } of findSymbols(sentence)) masked = blank(masked, from, to);
  for (const { from, to } of findDates(sentence)) masked = blank(masked, from, to);
  // 'năm tuổi Đảng' and 'so với năm 2010' are read as they stand.
  for (const period of findPeriods(sentence, '9999-12-31')) {
    const { from, to } = period.span;
    if (!/so voi (?:cuoi )?(?:nam )?$/u.test(folded.slice(0, from))) masked = blank(masked, from, to);
  }
  return masked;
}

const blank = (text: string, from: number, to: number): string =>
  text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);

function mentionsIn(folded: string): Mention[] {
  const found: Mention[] = [];
  const taken = (from: number, to: number) => found.some((each) => from < each.to && to > each.from);
  for (const match of folded.matchAll(badgeLevel))
    found.push({
      indicator: badges,
      qualifier: match[1] ?? null,
      from: match.index,
      to: match.index + match[0].length,
    });
  for (const indicator of indicators)
    for (const match of folded.matchAll(new RegExp(indicator.pattern.source, 'gu'))) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (!taken(from, to)) found.push({ indicator, qualifier: match[1] ?? null, from, to });
    }
  return found.sort((a, b) => a.from - b.from);
}

function numbersIn(folded: string): NumberAt[] {
  return [...folded.matchAll(numbers)].flatMap((match) => {
    const [from, to] = [match.index, match.index + match[0].length];
    const value = parseDecimal(match[1] ?? '');
    const [before, after] = [folded.slice(0, from), folded.slice(to)];
    const isName = namedBefore.test(before) || namedAfter.test(after);
    if (value === null || isName || limitBefore.test(before) || limitAfter.test(after)) return [];
    const denominator = match[2] === undefined ? null : Number(match[2]);
    return [{ value, denominator, isPercent: match[3] !== undefined, from, to }];
  });
}

/** What a number counts, or null. */
function countedBy(folded: string, at: NumberAt, mentions: readonly Mention[]): Mention | null {
  const before = mentions.filter(
    (each) => each.to <= at.from && !/[.;]/u.test(folded.slice(each.to, at.from)),
  );
  const act = before.findLast(({ indicator }) => indicator.kind === 'flow');
  if (act && act.to >= (before.at(-1)?.from ?? 0) && afterAct.test(folded.slice(act.to, at.from))) return act;
  const behind = mentions.find((each) => each.from >= at.to && /^\s*$/u.test(folded.slice(at.to, each.from)));
  if (behind && behind.indicator.kind === 'stock') return behind;
  const nearest = before.at(-1);
  if (!nearest || nearest.indicator.kind === 'flow' || at.from - nearest.to > farthest) return null;
  const gap = folded.slice(nearest.to, at.from);
  if (/\d/u.test(gap)) return null;
  const isPeople = nearest.indicator.unit === 'person';
  const isSeat = seats.has(nearest.indicator.code);
  const isCounted = peopleNext.test(folded.slice(at.to));
  // 'chi bộ cơ sở là 42': a verb between; '22/23', '07 đồng chí': seats say it by what follows.
  if (isSeat) return isCounted || at.denominator !== null ? nearest : null;
  if (afterThing.test(gap) && (isPeople ? isCounted || /^\s*(?:[.,;)]|$)/u.test(folded.slice(at.to)) : true))
    return nearest;
  return null;
}

/** Figures whose wording carries the number inside. */
function specialFigures(
  folded: string,
  mentions: readonly Mention[],
): { figure: Read; span: { from: number; to: number } }[] {
  const found: { figure: Read; span: { from: number; to: number } }[] = [];
  const add = (match: RegExpExecArray | null, figures: readonly (Read | null)[]): void => {
    for (const figure of figures)
      if (match && figure)
        found.push({ figure, span: { from: match.index, to: match.index + match[0].length } });
  };
  const count = (text: string | undefined): number => parseDecimal(text ?? '') ?? 0;
  const abroad = travel.exec(folded);
  add(abroad, [figureOf('travel_approved', 'person', count(abroad?.[1]))]);
  const grown = growth.exec(folded);
  if (grown && mentions.some(({ indicator }) => indicator.code === 'members'))
    add(grown, [
      figureOf(grown[1] === 'giam' ? 'members_decline' : 'members_growth', 'percent', count(grown[2]), {
        qualifier: grown[3] ?? null,
      }),
    ]);
  const staff = staffed.exec(folded);
  add(staff, [
    figureOf('staff', 'person', count(staff?.[1]), { denominator: count(staff?.[2]) + count(staff?.[3]) }),
  ]);
  const cells = cellsOfCommittees.exec(folded);
  if (cells) {
    const from = cells.index + cells[0].lastIndexOf(cells[1] ?? '');
    found.push({
      figure: figureOf('cells', 'organisation', count(cells[1])),
      span: { from, to: from + (cells[1] ?? '').length },
    });
  }
  const kinds = kindsOfOrgs.exec(folded);
  if (kinds && mentions.some(({ indicator }) => indicator.code === 'grassroots_orgs'))
    add(kinds, [
      figureOf('grassroots_committees', 'organisation', count(kinds[1])),
      figureOf('grassroots_cells', 'organisation', count(kinds[2])),
    ]);
  return found;
}

/** 'Tốt: 80,8%, Khá: 17,73%': shares by level; a level that is not named stays out, whatever is missing to 100. */
function ratingOf(folded: string, mentions: readonly Mention[]): Read | null {
  const rating = mentions.find(({ indicator }) => indicator.code === 'meeting_rating');
  if (!rating) return null;
  const parts: ObservationPart[] = [];
  let isPercent = false;
  for (const at of numbersIn(folded).filter(({ from }) => from >= rating.to)) {
    const label = partLabels.find(([, pattern]) =>
      new RegExp(`${pattern.source}\\s*(?::|la|dat|chiem)?\\s*$`, 'u').test(folded.slice(0, at.from)),
    );
    if (!label) continue;
    isPercent ||= at.isPercent;
    parts.push({ label: label[0], value: at.value });
  }
  if (parts.length < 2) return null;
  return figureOf('meeting_rating', isPercent ? 'percent' : 'organisation', sumOf(parts), {
    breakdown: parts,
  });
}

/** Where the parts of a whole stand beside it and make it, they are its breakdown too. */
function withParts(read: readonly Read[]): Read[] {
  return read.map((figure) => {
    const codes = indicators.find(({ code }) => code === figure.indicator)?.parts;
    if (!codes) return figure;
    const parts = codes.flatMap((code) => {
      const part = read.find((each) => each.indicator === code);
      return part ? [{ label: code, value: part.value }] : [];
    });
    return parts.length === codes.length && sumOf(parts) === figure.value
      ? { ...figure, breakdown: parts }
      : figure;
  });
}

/** When a figure of a sentence holds: by the sentence, else by the day and the period of the report. */
function reportTimes(
  clean: string,
  { issuedOn, today }: ReportContext,
): (
  indicator: IndicatorCode,
  sentence: { from: number; to: number },
) => Pick<FoundFigure, 'period' | 'asOf'> {
  const periods = findPeriods(clean, issuedOn ?? today);
  // A review may be held some days before its period is over; what has not come yet is a plan.
  const latest = addDays(issuedOn ?? today, 20);
  const over = periods.filter(({ to }) => to <= latest);
  const whole = mostNamed(over.filter(({ kind }) => reviewed.has(kind)));
  return (indicator, { from, to }) => {
    const { kind } = indicators.find(({ code }) => code === indicator) as Indicator;
    const own = over.filter(({ span, kind: of }) => span.from >= from && span.to <= to && of !== 'term');
    if (kind === 'stock') {
      const until = own.find(({ span }) =>
        /(?:den|toi)\s*(?:het\s*)?$/u.test(fold(clean.slice(from, span.from))),
      );
      return { period: null, asOf: until?.to ?? issuedOn };
    }
    const spoken = own.find(({ kind: of }) => of !== 'day') ?? whole;
    return { period: spoken ? periodOf(spoken) : null, asOf: null };
  };
}

/** Periods that reviews are about. */
const reviewed = new Set<Period['kind']>(['quarter', 'half', 'nine-months', 'year']);

/** The period that a report names most often, the first of several. */
function mostNamed(periods: readonly Period[]): Period | null {
  const times = (period: Period) =>
    periods.filter(({ from, to }) => from === period.from && to === period.to).length;
  return periods.reduce<Period | null>(
    (best, each) => (best && times(best) >= times(each) ? best : each),
    null,
  );
}

/** The same figure said twice counts once; the fuller saying stays. */
function withoutRepetition(found: readonly FoundFigure[]): FoundFigure[] {
  const kept: FoundFigure[] = [];
  for (const figure of found) {
    const same = kept.findIndex(
      (each) =>
        each.indicator === figure.indicator &&
        each.qualifier === figure.qualifier &&
        each.value === figure.value,
    );
    if (same < 0) kept.push(figure);
    else if (figure.breakdown.length > (kept[same]?.breakdown.length ?? 0)) kept[same] = figure;
  }
  return kept;
}
