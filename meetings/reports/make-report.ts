import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import * as words from '../../prompts/meetings-reports.ts';
import { addMonths, dateParts, findPeriods } from '../../text/dates.ts';
import type { Period } from '../../text/dates.ts';
import { cadenceChanges, heldMeetings } from '../calendar/cadence-store.ts';
import type { CadenceUnit } from '../calendar/cadence.ts';
import { congressCalendar } from '../follow-up/congress-store.ts';
import { planDocuments, plansOfKeys } from '../follow-up/directive-plan-store.ts';
import { findProposals } from '../follow-up/proposal-store.ts';
import { openStatuses } from '../follow-up/proposal.ts';
import { complianceReport } from './compliance.ts';
import { congressReport } from './congress-report.ts';
import { proposalsReport, tasksReport } from './counts-report.ts';
import { meetingsReport } from './meetings-report.ts';
import { plansReport } from './plans-report.ts';
import type { ReportKind } from './read-report.ts';
import type { Report } from './report.ts';
import { countMeetings, countProposals, countTasksByLead, monthRatings } from './report-store.ts';

/** Made once: a comparison that makes its own takes longer than a query. */
const byName = new Intl.Collator('vi', { numeric: true });

/** Which units a report is about. */
export interface ReportScope {
  units: readonly CadenceUnit[];
  /** Absent: every unit that the viewer sees. */
  unitIds?: readonly string[];
  /** As the title names them; '' for all. */
  name: string;
}

/**
 * Makes a report. Without a period: meetings of this year, compliance of this month, congresses of the years around;
 * tasks and proposals are always as of today.
 */
export async function makeReport(
  db: Queryable,
  viewer: Viewer,
  kind: Exclude<ReportKind, 'comments'>,
  { scope, period: asked, today }: { scope: ReportScope; period: Period | null; today: DateOnly },
): Promise<Report> {
  const within = scope.unitIds ? { unitIds: scope.unitIds } : {};
  const about = { unit: scope.name, today };
  const { year, month } = dateParts(today);
  const periodNamed = (label: string): Period => findPeriods(label, today)[0] as Period;
  switch (kind) {
    case 'meetings': {
      const period = asked ?? periodNamed(`năm ${year}`);
      const isByMonth = scope.units.length === 1;
      const { from, to } = period;
      const counts = await countMeetings(db, viewer, { from, to, ...within, isByMonth });
      // Months come in their order; the sort keeps it.
      counts.sort((a, b) => byName.compare(a.unitName, b.unitName));
      return meetingsReport(counts, { ...about, period: period.label });
    }
    case 'compliance': {
      const period = asked ?? periodNamed(`tháng ${month}/${year}`);
      const { from, to } = period;
      const changes = await cadenceChanges(db);
      // The year before says which cells have a chi ủy; the rest of the quarter, which have met on a theme.
      const held = await heldMeetings(db, viewer, addMonths(from, -13), addMonths(to, 3));
      const ratings = await monthRatings(db, viewer, from, to);
      const units = [...scope.units].sort((a, b) => byName.compare(a.name, b.name));
      return complianceReport(
        { units, changes, held, ratings, from, to, today },
        { ...about, period: period.label },
      );
    }
    case 'tasks':
      return tasksReport(await countTasksByLead(db, viewer, { today, ...within }), about);
    case 'proposals': {
      const counts = await countProposals(db, viewer, { today, ...within });
      const { proposals } = await findProposals(db, viewer, {
        statuses: openStatuses,
        ...within,
        limit: 1000,
      });
      return proposalsReport(counts, proposals, about);
    }
    case 'congress': {
      if (asked) {
        const { from, to, label } = asked;
        const rows = await congressCalendar(db, viewer, { from, to, ...within });
        return congressReport(rows, { ...about, period: label });
      }
      const all = await congressCalendar(db, viewer, { from: '1900-01-01', to: '2199-12-31', ...within });
      const near = all.filter(({ startsOn }) => Math.abs(Number(startsOn.slice(0, 4)) - year) <= 1);
      // Nothing was held or agreed lately: what there is says more than an empty table.
      if (near.length === 0) return congressReport(all, { ...about, period: '' });
      const others = all.filter((row) => !near.includes(row)).map(({ startsOn }) => startsOn.slice(0, 4));
      return congressReport(near, {
        ...about,
        period: words.congress.years(year - 1, year + 1),
        otherYears: [...new Set(others)],
      });
    }
  }
}

/** Makes the map of plans for a directive; `unitsOf` says which units an issuer is. */
export async function makePlansReport(
  db: Queryable,
  viewer: Viewer,
  directive: { symbol: string; key: string },
  {
    scope,
    unitsOf,
    today,
  }: { scope: ReportScope; unitsOf(issuer: string): readonly string[]; today: DateOnly },
): Promise<Report> {
  const documents = await planDocuments(db, viewer, directive.key);
  const keys = [directive.key, ...documents.map(({ key }) => key).filter(Boolean)];
  const entries = await plansOfKeys(db, viewer, keys);
  return plansReport(
    { directive: directive.symbol, units: scope.units, documents, entries, unitsOf, today },
    { unit: scope.name },
  );
}
