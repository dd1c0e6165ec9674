import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { addDays, addMonths, daysInMonth, makeDate } from '../../text/dates.ts';
import type { MeetingKind } from '../meeting.ts';
import {
  cadenceStandings,
  notMet,
  type CadenceStanding,
  type CadenceUnit,
  type HeldMeeting,
  type Requirement,
} from './cadence.ts';
import { cadenceChanges, dayOffChanges, heldMeetings } from './cadence-store.ts';
import { workingDays, type Holiday } from './days-off.ts';
import { listPlans } from './plan-store.ts';

/** One meeting of the year, planned, held or cancelled. */
export interface YearMeeting {
  day: DateOnly;
  unitName: string;
  kind: MeetingKind;
  topic: string;
  startsAt: string | null;
  endsAt: string | null;
  place: string;
  state: 'planned' | 'held' | 'cancelled' | 'unlogged';
  /** Of a meeting that was logged. */
  meetingId?: string;
}

/** How many units a requirement asks for in a period, and which have not met. */
export interface YearCadence {
  requirement: Requirement;
  asked: number;
  /** Names in the order of the alphabet. */
  missing: { unitName: string; state: CadenceStanding['state'] }[];
  /** The period is over, runs, or is still to come. */
  when: 'past' | 'current' | 'future';
}

export interface YearMonth {
  month: number;
  days: { day: DateOnly; isOff: boolean; holiday: Holiday | { name: string } | null }[];
  meetings: YearMeeting[];
  /** What has to be held in this month; with the last month of a quarter also what the quarter asks. */
  regular: YearCadence | null;
  thematic: YearCadence | null;
}

/** A year of meetings, as far as the viewer may see them. */
export interface YearCalendar {
  year: number;
  today: DateOnly;
  months: YearMonth[];
}

/** Everything that the calendar of a year shows, of `units`, which the viewer may see. */
export async function yearCalendar(
  db: Queryable,
  viewer: Viewer,
  { year, units, today }: { year: number; units: readonly CadenceUnit[]; today: DateOnly },
): Promise<YearCalendar> {
  const first = `${year}-01-01`;
  const last = `${year}-12-31`;
  const unitIds = units.map(({ id }) => id);
  const names = new Map(units.map(({ id, name }) => [id, name]));
  const [plans, held, changes, offChanges] = await Promise.all([
    listPlans(db, viewer, { from: first, to: last, unitIds }),
    heldMeetings(db, viewer, addMonths(first, -12), last),
    cadenceChanges(db),
    dayOffChanges(db),
  ]);
  const days = workingDays(offChanges);
  const planned = plans
    .filter(({ state }) => state !== 'held')
    .map((plan): YearMeeting => ({
      day: plan.heldOn,
      unitName: plan.unitName,
      kind: plan.kind,
      topic: plan.topic,
      startsAt: plan.startsAt,
      endsAt: plan.endsAt,
      place: plan.place,
      state: plan.state === 'cancelled' ? 'cancelled' : plan.heldOn < today ? 'unlogged' : 'planned',
    }));
  const logged = held.flatMap((meeting): YearMeeting[] => {
    const unitName = names.get(meeting.unitId);
    if (unitName === undefined || meeting.heldOn < first) return [];
    const { id: meetingId, heldOn: day, kind, startsAt, endsAt } = meeting;
    return [{ day, unitName, kind, topic: '', startsAt, endsAt, place: '', state: 'held', meetingId }];
  });
  const all = [...planned, ...logged].sort(
    (a, b) =>
      a.day.localeCompare(b.day) ||
      (a.startsAt ?? '').localeCompare(b.startsAt ?? '') ||
      a.unitName.localeCompare(b.unitName, 'vi', { numeric: true }),
  );
  const cadence = cadenceBy({ units, changes, held, today });
  return {
    year,
    today,
    months: Array.from({ length: 12 }, (_, i): YearMonth => {
      const month = i + 1;
      const start = makeDate(year, month, 1) as DateOnly;
      const dates = Array.from({ length: daysInMonth(year, month) }, (_unused, n) => addDays(start, n));
      return {
        month,
        days: dates.map((day) => ({ day, isOff: days.isOff(day), holiday: days.nameOf(day) })),
        meetings: all.filter(({ day }) => day.startsWith(start.slice(0, 7))),
        regular: cadence('regular', start),
        thematic: month % 3 === 0 ? cadence('thematic', start) : null,
      };
    }),
  };
}

/** How the units stand in the period around a day; null where nothing is asked of any of them. */
function cadenceBy(input: {
  units: readonly CadenceUnit[];
  changes: Awaited<ReturnType<typeof cadenceChanges>>;
  held: readonly HeldMeeting[];
  today: DateOnly;
}): (requirement: Requirement, on: DateOnly) => YearCadence | null {
  return (requirement, on) => {
    const standings = cadenceStandings({ ...input, requirement, on });
    const [one] = standings;
    if (!one) return null;
    const when = one.to < input.today ? 'past' : one.from > input.today ? 'future' : 'current';
    const missing = notMet(standings)
      .map(({ unitName, state }) => ({ unitName, state }))
      .sort((a, b) => a.unitName.localeCompare(b.unitName, 'vi', { numeric: true }));
    return { requirement, asked: standings.length, missing, when };
  };
}
