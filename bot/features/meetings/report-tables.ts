import { makePlansReport, makeReport } from '../../../meetings/reports/make-report.ts';
import type { ReportScope } from '../../../meetings/reports/make-report.ts';
import { readReportQuestion } from '../../../meetings/reports/read-report.ts';
import type { ReportKind } from '../../../meetings/reports/read-report.ts';
import type { Report } from '../../../meetings/reports/report.ts';
import { findUnitMention, matchUnits, subtreeIds } from '../../../members/units/units.ts';
import type { Unit } from '../../../members/units/units.ts';
import { findLooseSymbols } from '../../../text/symbols.ts';
import type { TurnContext } from '../../types.ts';
import { unitsOf } from './follow-up-place.ts';

/* Brings the units that a question names together with the reports. */

async function scopeOf(
  context: TurnContext,
  rest: string,
): Promise<ReportScope & { units: readonly Unit[] }> {
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

/** The report of a kind for a typed question: its units, its period. */
export async function reportOf(
  context: TurnContext,
  kind: Exclude<ReportKind, 'comments'>,
  args: string,
): Promise<Report> {
  const { period, rest } = readReportQuestion(args, context.today);
  const scope = await scopeOf(context, rest);
  return makeReport(context.db, context.viewer, kind, { scope, period, today: context.today });
}

/** Which units have a plan for the directive that a line names; null where it names none. */
export async function plansOf(context: TurnContext, args: string): Promise<Report | null> {
  const directive = findLooseSymbols(args)[0];
  if (!directive) return null;
  const scope = await scopeOf(context, `${args.slice(0, directive.from)} ${args.slice(directive.to)}`);
  return makePlansReport(context.db, context.viewer, directive, {
    scope,
    unitsOf: (issuer) => matchUnits(scope.units, issuer, 'in-order').map((unit) => unit.id),
    today: context.today,
  });
}
