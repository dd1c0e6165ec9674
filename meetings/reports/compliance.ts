import type { DateOnly } from '../../core/clock.ts';
import * as words from '../../prompts/meetings-reports.ts';
import { addDays, addMonths } from '../../text/dates.ts';
import { cadenceStandings, minutesBetween, periodAround } from '../calendar/cadence.ts';
import type { CadenceChange, CadenceStanding, CadenceUnit, HeldMeeting } from '../calendar/cadence.ts';
import type { Report } from './report.ts';
import type { MonthRating } from './report-store.ts';

/** How long a meeting has to last at least, from a day on, in minutes. */
interface DurationRule {
  minutes: number;
  ruleRef: string;
  from: DateOnly;
}

/** 12-HD/BTCTW (06/7/2018), kept by 42-HD/BTCTW (28/10/2025). Small cells may be set otherwise by their committee. */
const durationRules: readonly DurationRule[] = [
  { minutes: 90, ruleRef: '12-HD/BTCTW', from: '2018-07-06' },
  { minutes: 90, ruleRef: '42-HD/BTCTW', from: '2025-10-28' },
];
const durationOn = (day: DateOnly): DurationRule | undefined =>
  durationRules.filter((rule) => rule.from <= day).at(-1);

/** What the compliance table is made of. */
export interface ComplianceInput {
  units: readonly CadenceUnit[];
  changes: readonly CadenceChange[];
  /** Meetings held in the period and in the year before it. */
  held: readonly HeldMeeting[];
  ratings: readonly MonthRating[];
  from: DateOnly;
  to: DateOnly;
  today: DateOnly;
}

/** Who has met, thematic meetings, durations below the minimum, and ratings: of one month, or summed up over several. */
export function complianceReport(input: ComplianceInput, about: { period: string; unit: string }): Report {
  const months = monthsOf(input);
  const report = months.length > 1 ? longReport(input, months) : monthReport(input, months[0] ?? input.from);
  const title = words.compliance.title(about.period, about.unit);
  return { ...report, name: words.compliance.name, title, chart: report.chart && { ...report.chart, title } };
}

/** First days of the months of the period that have begun by today. */
function monthsOf({ from, to, today }: ComplianceInput): DateOnly[] {
  const months: DateOnly[] = [];
  for (
    let month = periodAround(from, 'month').from;
    month <= to && month <= today;
    month = addMonths(month, 1)
  )
    months.push(month);
  return months;
}

const standingsOn = (input: ComplianceInput, requirement: CadenceStanding['requirement'], on: DateOnly) =>
  new Map(
    cadenceStandings({ ...input, requirement, on }).map((standing) => [standing.unitId, standing] as const),
  );

/** Meetings of cells, for which a least duration holds. */
const isTimed = (meeting: HeldMeeting): boolean => meeting.kind === 'regular' || meeting.kind === 'thematic';

function shortOf(meetings: readonly HeldMeeting[]): HeldMeeting[] {
  return meetings.filter((meeting) => {
    const minutes = minutesBetween(meeting.startsAt, meeting.endsAt);
    const rule = durationOn(meeting.heldOn);
    return isTimed(meeting) && minutes !== null && rule !== undefined && minutes < rule.minutes;
  });
}

function monthReport(input: ComplianceInput, month: DateOnly): Omit<Report, 'name' | 'title'> {
  const { from, to } = periodAround(month, 'month');
  const regular = standingsOn(input, 'regular', month);
  const thematic = standingsOn(input, 'thematic', month);
  const committee = standingsOn(input, 'committee', month);
  const heldBy = byUnit(input.held.filter(({ heldOn }) => heldOn >= from && heldOn <= to));
  const ratingOf = new Map(
    input.ratings.filter((rating) => rating.month === from).map((rating) => [rating.unitId, rating.level]),
  );
  const counts = { met: 0, 'thematic-only': 0, missing: 0, 'not-yet': 0 };
  let short = 0;
  const rows = input.units.flatMap((unit) => {
    const standing = regular.get(unit.id);
    if (!standing) return [];
    counts[standing.state]++;
    const held = (heldBy.get(unit.id) ?? []).filter(isTimed);
    const tooShort = shortOf(held);
    short += tooShort.length;
    const shown = tooShort[0] ?? held[0];
    const rating = ratingOf.get(unit.id);
    const least = durationOn(to)?.minutes ?? 0;
    const weight = standing.state === 'met' ? (tooShort.length > 0 ? 1 : 0) : 2;
    return [
      {
        weight,
        cells: [
          unit.name,
          stateText(standing),
          stateText(thematic.get(unit.id)),
          stateText(committee.get(unit.id)),
          shown ? words.compliance.duration(minutesBetween(shown.startsAt, shown.endsAt), least) : '',
          held.length === 0 ? '' : rating ? words.ratingLevel(rating) : words.compliance.noRating,
        ],
      },
    ];
  });
  const total = rows.length;
  const thematicMet = [...thematic.values()].filter(({ state }) => state === 'met').length;
  const refs = [...regular.values(), ...thematic.values()].map(({ cadence }) => cadence.ruleRef);
  const duration = durationOn(to);
  const source = words.asOf(input.today);
  return {
    columns: words.compliance.head.map((head, i) => ({ head, width: i === 0 ? 36 : 22 })),
    rows: [...rows].sort((a, b) => b.weight - a.weight).map(({ cells }) => cells),
    notes: [
      words.compliance.summary(counts.met, total, thematicMet, thematic.size, short),
      words.compliance.rules([...new Set([...refs, ...(duration ? [duration.ruleRef] : [])])]),
      source,
    ],
    chart:
      total === 0
        ? null
        : {
            title: '',
            bars: (Object.keys(counts) as (keyof typeof counts)[])
              .filter((state) => counts[state] > 0)
              .map((state) => ({
                label: words.compliance.chart[state],
                segments: [{ value: counts[state], text: String(counts[state]) }],
                valueText: words.compliance.units(counts[state]),
              })),
            legend: [],
            source,
          },
  };
}

function longReport(input: ComplianceInput, months: readonly DateOnly[]): Omit<Report, 'name' | 'title'> {
  const lastDay = addDays(addMonths(months.at(-1) as DateOnly, 1), -1);
  const heldBy = byUnit(
    input.held.filter(({ heldOn }) => heldOn >= (months[0] as DateOnly) && heldOn <= lastDay),
  );
  const tally = new Map<string, { met: number; needed: number; quarters: number; quartersMet: number }>();
  const of = (unitId: string) => {
    let entry = tally.get(unitId);
    if (!entry) tally.set(unitId, (entry = { met: 0, needed: 0, quarters: 0, quartersMet: 0 }));
    return entry;
  };
  const refs = new Set<string>();
  for (const month of months)
    for (const standing of standingsOn(input, 'regular', month).values()) {
      const entry = of(standing.unitId);
      refs.add(standing.cadence.ruleRef);
      // A month that is still running asks nothing yet.
      if (standing.state === 'met') entry.met++;
      if (standing.state !== 'not-yet') entry.needed++;
    }
  for (const quarter of new Set(months.map((month) => periodAround(month, 'quarter').from)))
    for (const standing of standingsOn(input, 'thematic', quarter).values()) {
      const entry = of(standing.unitId);
      refs.add(standing.cadence.ruleRef);
      entry.quarters++;
      if (standing.state === 'met') entry.quartersMet++;
    }
  let short = 0;
  let met = 0;
  const rows = input.units.flatMap((unit) => {
    const entry = tally.get(unit.id);
    if (!entry || entry.needed + entry.met === 0) return [];
    const tooShort = shortOf(heldBy.get(unit.id) ?? []).length;
    short += tooShort;
    if (entry.met >= entry.needed) met++;
    const levels = input.ratings.filter((rating) => rating.unitId === unit.id).map(({ level }) => level);
    const counted = ['good', 'fair', 'average', 'weak']
      .map((level) => [level, levels.filter((one) => one === level).length] as const)
      .filter(([, count]) => count > 0);
    return [
      {
        missing: entry.needed - entry.met,
        cells: [
          unit.name,
          entry.met,
          entry.needed,
          `${entry.quartersMet}/${entry.quarters}`,
          tooShort,
          counted.length > 0 ? words.compliance.ratings(counted) : words.compliance.noRating,
        ],
      },
    ];
  });
  const quarters = [...tally.values()].reduce((sum, entry) => sum + entry.quarters, 0);
  const quartersMet = [...tally.values()].reduce((sum, entry) => sum + entry.quartersMet, 0);
  return {
    columns: words.compliance.longHead.map((head, i) => ({ head, width: i === 0 ? 36 : 16 })),
    rows: [...rows].sort((a, b) => b.missing - a.missing).map(({ cells }) => cells),
    notes: [
      words.compliance.summary(met, rows.length, quartersMet, quarters, short),
      words.compliance.rules([...refs]),
      words.asOf(input.today),
    ],
    chart: null,
  };
}

function byUnit(held: readonly HeldMeeting[]): Map<string, HeldMeeting[]> {
  const map = new Map<string, HeldMeeting[]>();
  for (const meeting of held) {
    const own = map.get(meeting.unitId);
    if (own) own.push(meeting);
    else map.set(meeting.unitId, [meeting]);
  }
  return map;
}

const stateText = (standing: CadenceStanding | undefined): string =>
  standing
    ? words.compliance.state(
        standing.state,
        standing.held.map(({ heldOn }) => heldOn),
      )
    : '';
