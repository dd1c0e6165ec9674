import * as words from '../../prompts/meetings-reports.ts';
import type { CongressRow } from '../follow-up/congress-store.ts';
import type { Report } from './report.ts';

/** The congress calendar: agreed days, approval meetings and congresses, in the order of time. */
export const congressReport = (
  rows: readonly CongressRow[],
  about: { period: string; unit: string; today: string; otherYears?: readonly string[] },
): Report => ({
  name: words.congress.name,
  title: words.congress.title(about.period, about.unit),
  columns: words.congress.head.map((head, i) => ({ head, width: [36, 22, 30, 12, 12, 24, 26][i] ?? 14 })),
  rows: rows.map((row) => [
    row.unitName,
    words.congress.what(row.what),
    words.congress.name_(row.name, row.term),
    { date: row.startsOn },
    { date: row.endsOn },
    row.place,
    words.congress.state(row.status, row.agreedOn),
  ]),
  notes: [
    ...(about.otherYears?.length ? [words.congress.otherYears(about.otherYears)] : []),
    words.asOf(about.today),
  ],
  chart: null,
});
