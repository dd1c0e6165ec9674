import * as words from '../../prompts/meetings-reports.ts';
import { proposalStatus } from '../../prompts/meetings-outcomes.ts';
import { proposalStatuses } from '../follow-up/proposal.ts';
import type { Proposal } from '../follow-up/proposal.ts';
import { documentsToAmend } from '../follow-up/read-proposals.ts';
import { mostBars, type Report } from './report.ts';
import type { LeadCounts, StatusCounts } from './report-store.ts';

/** Open tasks by lead and age; the last row adds them up. */
export function tasksReport(counts: readonly LeadCounts[], about: { unit: string; today: string }): Report {
  const title = words.tasks.title(about.today, about.unit);
  const nameOf = (row: LeadCounts): string => row.lead || words.tasks.noLead;
  const sum = (field: Exclude<keyof LeadCounts, 'lead' | 'oldestDays'>): number =>
    counts.reduce((total, row) => total + row[field], 0);
  const source = words.asOf(about.today);
  return {
    name: words.tasks.name,
    title,
    columns: words.tasks.head.map((head, i) => ({ head, width: i === 0 ? 36 : 12 })),
    rows:
      counts.length === 0
        ? []
        : [
            ...counts.map((row) => [
              nameOf(row),
              row.total,
              row.overdue,
              row.undated,
              row.young,
              row.middle,
              row.old,
              row.oldestDays,
            ]),
            [
              words.tasks.total,
              sum('total'),
              sum('overdue'),
              sum('undated'),
              sum('young'),
              sum('middle'),
              sum('old'),
              Math.max(...counts.map((row) => row.oldestDays)),
            ],
          ],
    notes: [source],
    chart: agesChart(
      title,
      source,
      words.tasks.legend,
      counts.map((row) => ({ ...row, label: nameOf(row) })),
    ),
  };
}

/** Proposals by status and age, with the documents that they ask to amend or to replace. */
export function proposalsReport(
  counts: readonly StatusCounts[],
  open: readonly Pick<Proposal, 'content'>[],
  about: { unit: string; today: string },
): Report {
  const title = words.proposals.title(about.today, about.unit);
  const ordered = [...counts].sort(
    (a, b) => proposalStatuses.indexOf(a.status as never) - proposalStatuses.indexOf(b.status as never),
  );
  const sum = (field: Exclude<keyof StatusCounts, 'status' | 'oldestDays'>): number =>
    counts.reduce((total, row) => total + row[field], 0);
  const amended = new Map<string, string>();
  for (const { content } of open)
    for (const { symbol, act } of documentsToAmend(content))
      amended.set(symbol, `${symbol} (${words.proposals.acts[act]})`);
  const source = words.asOf(about.today);
  return {
    name: words.proposals.name,
    title,
    columns: words.proposals.head.map((head, i) => ({ head, width: i === 0 ? 44 : 14 })),
    rows:
      counts.length === 0
        ? []
        : [
            ...ordered.map((row) => [
              proposalStatus(row.status),
              row.total,
              row.young,
              row.middle,
              row.old,
              row.oldestDays,
            ]),
            [
              words.proposals.total,
              sum('total'),
              sum('young'),
              sum('middle'),
              sum('old'),
              Math.max(...counts.map((row) => row.oldestDays)),
            ],
          ],
    notes: [source, ...(amended.size > 0 ? [words.proposals.amend([...amended.values()])] : [])],
    chart: agesChart(
      title,
      source,
      words.proposals.legend,
      ordered.map((row) => ({ ...row, label: proposalStatus(row.status) })),
    ),
  };
}

function agesChart(
  title: string,
  source: string,
  legend: readonly string[],
  rows: readonly { label: string; total: number; young: number; middle: number; old: number }[],
): Report['chart'] {
  if (rows.length < 2) return null;
  return {
    title,
    bars: rows.slice(0, mostBars).map((row) => ({
      label: row.label,
      segments: [row.young, row.middle, row.old].map((value) => ({ value, text: String(value) })),
      valueText: String(row.total),
    })),
    legend: [...legend],
    source,
  };
}
