import { cadenceChanges, heldMeetings } from '../../../meetings/calendar/cadence-store.ts';
import { congressCalendar } from '../../../meetings/follow-up/congress-store.ts';
import { planDocuments, plansOfKeys } from '../../../meetings/follow-up/directive-plan-store.ts';
import { findProposals } from '../../../meetings/follow-up/proposal-store.ts';
import { openStatuses } from '../../../meetings/follow-up/proposal.ts';
import { complianceReport } from '../../../meetings/reports/compliance.ts';
import { congressReport } from '../../../meetings/reports/congress-report.ts';
import { proposalsReport, tasksReport } from '../../../meetings/reports/counts-report.ts';
import { meetingsReport } from '../../../meetings/reports/meetings-report.ts';
import { plansReport } from '../../../meetings/reports/plans-report.ts';
import { readReportQuestion } from '../../../meetings/reports/read-report.ts';
import type { ReportKind } from '../../../meetings/reports/read-report.ts';
import type { Report } from '../../../meetings/reports/report.ts';
import {
  countMeetings,
  countProposals,
  countTasksByLead,
  monthRatings,
} from '../../../meetings/reports/report-store.ts';
import { findUnitMention, matchUnits, subtreeIds } from '../../../members/units/units.ts';
import type { Unit } from '../../../members/units/units.ts';
import * as words from '../../../prompts/meetings-reports.ts';
import { addDays, addMonths, dateParts, findPeriods } from '../../../text/dates.ts';
import { findLooseSymbols } from '../../../text/symbols.ts';
import type { TurnContext } from '../../types.ts';
import { unitsOf } from './follow-up-place.ts';

/* Makes the reports that are asked for: reads the question, the units and the stores, and hands plain data back. */

/** Units of a question: those with all below that it names, or all. */
interface Scope {
  units: readonly Unit[];
  /** Undefined: every unit that the viewer sees. */
  unitIds?: readonly string[];
  /** Name of the one unit; '' for all. */
  name: string;
}

async function scopeOf(context: TurnContext, rest: string): Promise<Scope> {
  const units = await unitsOf(context);
  const named = findUnitMention(units, rest)?.units ?? [];
  if (named.length === 0) return { units, name: '' };
  const unitIds = [...new Set(named.flatMap((unit) => subtreeIds(units, unit.id)))];
  return {
    units: units.filter((unit) => unitIds.includes(unit.id)),
    unitIds,
    name: named.map((unit) => unit.name).join(', '),
  };
}

const byName = (units: readonly Unit[]): Unit[] =>
  [...units].sort((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true }));

/** The report of a kind for a typed question; null where comments are asked for, which have a table of their own. */
export async function reportOf(
  context: TurnContext,
  kind: Exclude<ReportKind, 'comments'>,
  args: string,
): Promise<Report> {
  const { db, viewer, today } = context;
  const { period: asked, rest } = readReportQuestion(args, today);
  const scope = await scopeOf(context, rest);
  const within = scope.unitIds ? { unitIds: scope.unitIds } : {};
  const about = { unit: scope.name, today };
  switch (kind) {
    case 'meetings': {
      const period =
        asked ?? (findPeriods(`năm ${dateParts(today).year}`, today)[0] as NonNullable<typeof asked>);
      const isByMonth = scope.units.length === 1;
      const counts = await countMeetings(db, viewer, {
        from: period.from,
        to: period.to,
        ...within,
        isByMonth,
      });
      return meetingsReport(counts, { ...about, period: period.label });
    }
    case 'compliance': {
      const { year, month } = dateParts(today);
      const period = asked ?? (findPeriods(`tháng ${month}/${year}`, today)[0] as NonNullable<typeof asked>);
      const [changes, held, ratings] = await Promise.all([
        cadenceChanges(db),
        // The year before says which cells have a chi ủy; the rest of the quarter, which have met on a theme.
        heldMeetings(db, viewer, addMonths(period.from, -13), addMonths(period.to, 3)),
        monthRatings(db, viewer, period.from, period.to),
      ]);
      return complianceReport(
        { units: byName(scope.units), changes, held, ratings, from: period.from, to: period.to, today },
        { ...about, period: period.label },
      );
    }
    case 'tasks':
      return tasksReport(await countTasksByLead(db, viewer, { today, ...within }), about);
    case 'proposals': {
      const [counts, open] = await Promise.all([
        countProposals(db, viewer, { today, ...within }),
        findProposals(db, viewer, { statuses: openStatuses, ...within, limit: 1000 }),
      ]);
      return proposalsReport(counts, open.proposals, about);
    }
    case 'congress': {
      const { year } = dateParts(today);
      const from = asked?.from ?? addDays(`${year - 1}-01-01`, 0);
      const to = asked?.to ?? `${year + 1}-12-31`;
      const rows = await congressCalendar(db, viewer, { from, to, ...within });
      const label = asked?.label ?? words.congress.years(year - 1, year + 1);
      return congressReport(rows, { ...about, period: label });
    }
  }
}

/** Which units have a plan for the directive that a line names; null where it names none. */
export async function plansOf(context: TurnContext, args: string): Promise<Report | null> {
  const directive = findLooseSymbols(args)[0];
  if (!directive) return null;
  const { db, viewer, today } = context;
  const rest = `${args.slice(0, directive.from)} ${args.slice(directive.to)}`;
  const [scope, documents] = await Promise.all([
    scopeOf(context, rest),
    planDocuments(db, viewer, directive.key),
  ]);
  const keys = [directive.key, ...documents.map(({ key }) => key).filter(Boolean)];
  const entries = await plansOfKeys(db, viewer, keys);
  return plansReport(
    {
      directive: directive.symbol,
      units: scope.units,
      documents,
      entries,
      unitsOf: (issuer) => matchUnits(scope.units, issuer, 'in-order').map((unit) => unit.id),
      today,
    },
    { unit: scope.name },
  );
}
