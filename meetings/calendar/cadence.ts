import type { DateOnly } from '../../core/clock.ts';
import { addDays, addMonths, dateParts, makeDate, daysInMonth } from '../../text/dates.ts';
import type { MeetingKind } from '../meeting.ts';

/*
 * How often units have to meet, as data with the rule it rests on and the day from which it holds, and what the logged
 * meetings say about it. The reminders, the calendar of a year and the compliance table all ask here.
 */

/** What is asked of a unit, whatever its level calls the meeting. */
export const requirements = ['regular', 'thematic', 'committee', 'conference'] as const;
export type Requirement = (typeof requirements)[number];

export const cadencePeriods = ['month', 'quarter', 'half', 'year'] as const;
export type CadencePeriod = (typeof cadencePeriods)[number];

/** A rule that the program ships. */
export interface CadenceRule {
  requirement: Requirement;
  /** Levels of `org_unit` that it is about. */
  levels: readonly string[];
  /** Meetings of these kinds satisfy it. */
  kinds: readonly MeetingKind[];
  /** At least so often in each period. 0: it does not apply. */
  times: number;
  period: CadencePeriod;
  ruleRef: string;
  effectiveFrom: DateOnly;
  /**
   * True where only units are expected to that have held such a meeting within a year: a chi ủy is elected from 9 full
   * members on (294-QĐ/TW, 23.2), and the store does not say which cells have one.
   */
  isWhereKnown?: boolean;
}

const cells = ['cell', 'grassroots_cell'];

/** Sources: Điều lệ Đảng; 294-QĐ/TW (in force 01/7/2025); 12-HD/BTCTW (06/7/2018); 42-HD/BTCTW (28/10/2025). */
export const cadenceRules: readonly CadenceRule[] = [
  {
    requirement: 'regular',
    levels: cells,
    kinds: ['regular'],
    times: 1,
    period: 'month',
    ruleRef: 'Điều lệ Đảng, Điều 24',
    effectiveFrom: '2011-01-19',
  },
  {
    requirement: 'regular',
    levels: ['group'],
    kinds: ['regular'],
    times: 1,
    period: 'month',
    ruleRef: '294-QĐ/TW, 20.3.2',
    effectiveFrom: '2025-07-01',
  },
  {
    requirement: 'committee',
    levels: cells,
    kinds: ['committee'],
    times: 1,
    period: 'month',
    ruleRef: 'Điều lệ Đảng, Điều 24',
    effectiveFrom: '2011-01-19',
    isWhereKnown: true,
  },
  {
    requirement: 'committee',
    levels: ['sectional_org'],
    kinds: ['committee', 'executive'],
    times: 1,
    period: 'month',
    ruleRef: '294-QĐ/TW, 20.3.3',
    effectiveFrom: '2025-07-01',
  },
  {
    requirement: 'thematic',
    levels: cells,
    kinds: ['thematic'],
    times: 1,
    period: 'quarter',
    ruleRef: '12-HD/BTCTW',
    effectiveFrom: '2018-07-06',
  },
  {
    requirement: 'thematic',
    levels: cells,
    kinds: ['thematic'],
    times: 1,
    period: 'quarter',
    ruleRef: '42-HD/BTCTW',
    effectiveFrom: '2025-10-28',
  },
  {
    requirement: 'conference',
    levels: ['grassroots_committee'],
    kinds: ['regular', 'review'],
    times: 1,
    period: 'half',
    ruleRef: '294-QĐ/TW, 21.1',
    effectiveFrom: '2025-07-01',
  },
];

/** Where an office differs from the shipped rules, for one unit, a level, or every unit that the rule is about. */
export interface CadenceChange {
  unitId: string | null;
  level: string | null;
  requirement: Requirement;
  times: number;
  period: CadencePeriod;
  ruleRef: string;
  effectiveFrom: DateOnly;
}

/** What has to be known of a unit. */
export interface CadenceUnit {
  id: string;
  name: string;
  level: string;
  validFrom: DateOnly | null;
  /** Last day; null while the unit exists. */
  validTo: DateOnly | null;
}

/** What holds for one unit on a day. */
export interface Cadence extends Omit<CadenceRule, 'levels'> {
  /** An office's own rule, for this unit or its level. */
  isChanged: boolean;
}

/** The latest of rules that are in force on `on`. */
const latest = <T extends { effectiveFrom: DateOnly }>(rules: readonly T[], on: DateOnly): T | undefined =>
  rules
    .filter((rule) => rule.effectiveFrom <= on)
    .reduce<T | undefined>(
      (best, rule) => (best && best.effectiveFrom > rule.effectiveFrom ? best : rule),
      undefined,
    );

/** How often `unit` has to hold the meeting on `on`; null where nothing is asked of it. */
export function cadenceOf(
  unit: Pick<CadenceUnit, 'id' | 'level'>,
  requirement: Requirement,
  on: DateOnly,
  changes: readonly CadenceChange[] = [],
): Cadence | null {
  const shipped = latest(
    cadenceRules.filter((rule) => rule.requirement === requirement && rule.levels.includes(unit.level)),
    on,
  );
  const own = changes.filter((change) => change.requirement === requirement);
  const change =
    latest(
      own.filter((one) => one.unitId === unit.id),
      on,
    ) ??
    latest(
      own.filter((one) => one.unitId === null && one.level === unit.level),
      on,
    ) ??
    (shipped &&
      latest(
        own.filter((one) => one.unitId === null && one.level === null),
        on,
      ));
  if (!change) return shipped && shipped.times > 0 ? { ...shipped, isChanged: false } : null;
  if (change.times === 0) return null;
  const { times, period, ruleRef, effectiveFrom } = change;
  // An office that asks for it by name knows that the unit can hold it.
  const kinds = shipped?.kinds ?? kindsOf[requirement];
  return { requirement, kinds, times, period, ruleRef, effectiveFrom, isChanged: true };
}

const kindsOf: Readonly<Record<Requirement, readonly MeetingKind[]>> = {
  regular: ['regular'],
  thematic: ['thematic'],
  committee: ['committee', 'executive'],
  conference: ['regular', 'review'],
};

/** First and last day of the month, quarter, half or whole year in which `day` lies. */
export function periodAround(day: DateOnly, period: CadencePeriod): { from: DateOnly; to: DateOnly } {
  const { year, month } = dateParts(day);
  const length = { month: 1, quarter: 3, half: 6, year: 12 }[period];
  const first = Math.floor((month - 1) / length) * length + 1;
  const last = first + length - 1;
  return {
    from: makeDate(year, first, 1) as DateOnly,
    to: makeDate(year, last, daysInMonth(year, last)) as DateOnly,
  };
}

/** A meeting that was held, as far as cadence is concerned. */
export interface HeldMeeting {
  id: string;
  unitId: string;
  kind: MeetingKind;
  heldOn: DateOnly;
  startsAt: string | null;
  endsAt: string | null;
}

/**
 * How a unit stands. 'thematic-only': it met, but a thematic meeting does not stand for the regular one (42-HD/BTCTW)
 * unless both were joined in at least 120 minutes. 'not-yet': the period is still running.
 */
export type CadenceState = 'met' | 'thematic-only' | 'missing' | 'not-yet';

/** One requirement of one unit in one period. */
export interface CadenceStanding {
  unitId: string;
  unitName: string;
  level: string;
  requirement: Requirement;
  cadence: Cadence;
  from: DateOnly;
  to: DateOnly;
  needed: number;
  /** Meetings that count, oldest first. */
  held: readonly HeldMeeting[];
  state: CadenceState;
}

/** Regular and thematic in one: at least so long (12-HD/BTCTW, kept by 42-HD/BTCTW), in minutes. */
const joinedMinutes = 120;

/** Minutes between two times of a day; null where one is missing. */
export function minutesBetween(startsAt: string | null, endsAt: string | null): number | null {
  if (startsAt === null || endsAt === null) return null;
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return minutes(endsAt) - minutes(startsAt);
}

const isJoined = (meeting: HeldMeeting): boolean =>
  meeting.kind === 'thematic' && (minutesBetween(meeting.startsAt, meeting.endsAt) ?? 0) >= joinedMinutes;

/** What a cadence computation works on; meetings of units that are not in `units` are left out. */
export interface CadenceInput {
  units: readonly CadenceUnit[];
  changes?: readonly CadenceChange[];
  /** Logged meetings of the period and, for chi ủy, of the year before it; planned and cancelled ones left out. */
  held: readonly HeldMeeting[];
  requirement: Requirement;
  /** A day of the period that is asked about. */
  on: DateOnly;
  today: DateOnly;
}

/**
 * How every unit of which it is asked stands in its period around `on`. A unit that was founded in the second half of a
 * month or had ended before its last day (or before today) is not asked.
 */
export function cadenceStandings(input: CadenceInput): CadenceStanding[] {
  const { requirement, on, today } = input;
  const byUnit = new Map<string, HeldMeeting[]>();
  for (const meeting of input.held) {
    const list = byUnit.get(meeting.unitId);
    if (list) list.push(meeting);
    else byUnit.set(meeting.unitId, [meeting]);
  }
  return input.units.flatMap((unit): CadenceStanding[] => {
    const cadence = cadenceOf(unit, requirement, on, input.changes);
    if (!cadence) return [];
    const { from, to } = periodAround(on, cadence.period);
    const until = to < today ? to : today < from ? from : today;
    if (unit.validTo !== null && unit.validTo < until) return [];
    if (unit.validFrom !== null && unit.validFrom > addDays(to, -15)) return [];
    const own = byUnit.get(unit.id) ?? [];
    if (cadence.isWhereKnown) {
      const since = addMonths(from, -12);
      const isKnown = own.some((one) => cadence.kinds.includes(one.kind) && one.heldOn >= since);
      if (!isKnown) return [];
    }
    const within = own.filter((one) => one.heldOn >= from && one.heldOn <= to);
    const held = within
      .filter(
        (one) => cadence.kinds.includes(one.kind) || (cadence.kinds.includes('regular') && isJoined(one)),
      )
      .sort((a, b) => a.heldOn.localeCompare(b.heldOn));
    const state: CadenceState =
      held.length >= cadence.times
        ? 'met'
        : requirement === 'regular' && within.some((one) => one.kind === 'thematic')
          ? 'thematic-only'
          : to < today
            ? 'missing'
            : 'not-yet';
    const { id: unitId, name: unitName, level } = unit;
    return [{ unitId, unitName, level, requirement, cadence, from, to, needed: cadence.times, held, state }];
  });
}

/** The units that have not met as often as they have to, in the order of `units`. */
export const notMet = (standings: readonly CadenceStanding[]): CadenceStanding[] =>
  standings.filter((standing) => standing.state !== 'met');
