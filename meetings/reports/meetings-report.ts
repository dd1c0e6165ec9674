import * as words from '../../prompts/meetings-reports.ts';
import { mostBars, type Report, type ReportChart } from './report.ts';
import type { MeetingCounts } from './report-store.ts';

/** Meetings by unit, or by month where one unit was asked about; the last row adds them up. */
export function meetingsReport(
  counts: readonly MeetingCounts[],
  about: { period: string; unit: string; today: string },
): Report {
  const isByMonth = counts.some(({ month }) => month !== null);
  const title = words.meetings.title(about.period, about.unit);
  const [unitHead, ...heads] = words.meetings.head;
  const nameOf = (row: MeetingCounts): string => (row.month ? words.meetings.month(row.month) : row.unitName);
  const sum = (field: Exclude<keyof MeetingCounts, 'unitId' | 'unitName' | 'month'>) =>
    counts.reduce((total, row) => total + row[field], 0);
  const line = (name: string, row: Omit<MeetingCounts, 'unitId' | 'unitName' | 'month'>) => [
    name,
    row.total,
    row.regular,
    row.thematic,
    row.committee,
    row.other,
    words.share(row.present, row.expected),
    row.tasks,
  ];
  const total = {
    total: sum('total'),
    regular: sum('regular'),
    thematic: sum('thematic'),
    committee: sum('committee'),
    other: sum('other'),
    present: sum('present'),
    expected: sum('expected'),
    uncounted: sum('uncounted'),
    tasks: sum('tasks'),
  };
  const source = words.asOf(about.today);
  return {
    name: words.meetings.name,
    title,
    columns: [isByMonth ? words.meetings.monthHead : unitHead, ...heads].map((head, i) => ({
      head,
      width: i === 0 ? 36 : 12,
    })),
    rows:
      counts.length === 0
        ? []
        : [...counts.map((row) => line(nameOf(row), row)), line(words.meetings.total, total)],
    notes: [
      source,
      ...(total.expected > 0 ? [words.meetings.attendanceNote] : []),
      ...(total.uncounted > 0 ? [words.meetings.uncounted(total.uncounted)] : []),
    ],
    chart: chartOf(title, source, counts, nameOf),
  };
}

function chartOf(
  title: string,
  source: string,
  counts: readonly MeetingCounts[],
  nameOf: (row: MeetingCounts) => string,
): ReportChart | null {
  if (counts.length < 2) return null;
  const shown = counts.some(({ month }) => month !== null)
    ? counts
    : [...counts].sort((a, b) => b.total - a.total).slice(0, mostBars);
  return {
    title,
    bars: shown.map((row) => ({
      label: nameOf(row),
      segments: [row.regular, row.thematic, row.committee, row.other].map((value) => ({
        value,
        text: String(value),
      })),
      valueText: String(row.total),
    })),
    legend: [...words.meetings.legend],
    source,
  };
}
