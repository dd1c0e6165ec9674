import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { addDays } from '../../text/dates.ts';
import { listObservations } from '../observations/observation-store.ts';
import type { Observation } from '../observations/observation.ts';
import { readRegister } from '../register/columnar-store.ts';
import { subtreeIds, type Unit } from '../units/units.ts';
import { collectReport, type Report, type ReportRow } from './collect-report.ts';
import { registerFigures } from './register-figures.ts';
import { samePeriodBefore, type ReportPeriod } from './report-form.ts';

/** A report is written some days after its period: a stock of that day is the period's. */
const daysAfter = 20;

/** The figures of a unit for a period, beside those of the same period before; only what the viewer may see. */
export async function makeReport(
  db: Queryable,
  viewer: Viewer,
  unit: Unit,
  period: ReportPeriod,
  units: readonly Unit[],
): Promise<Report> {
  const earlier = samePeriodBefore(period);
  const observations = await observationsOf(db, viewer, unit.id, period);
  const before = await observationsOf(db, viewer, unit.id, earlier);
  const register = await readRegister(db, viewer);
  const unitIds = subtreeIds(units, unit.id);
  const told = (found: readonly Observation[]) => found.filter((each) => !each.isWithheld);
  const report = collectReport({
    unitName: unit.name,
    period,
    observations: told(observations),
    before: told(before),
    register: registerFigures(register, unitIds, period),
    registerBefore: registerFigures(register, unitIds, earlier),
  });
  return withWithheld(
    report,
    observations.filter((each) => each.isWithheld && each.status === 'approved'),
  );
}

/** With a line for each figure that is there but not told to whoever asked. */
function withWithheld(report: Report, withheld: readonly Observation[]): Report {
  const indicators = [...new Set(withheld.map(({ indicator }) => indicator))];
  const lines = indicators.map((indicator): ReportRow => ({
    indicator,
    qualifier: null,
    value: null,
    valueUnit: 'person',
    denominator: null,
    breakdown: [],
    origin: 'reported',
    source: withheld.find((each) => each.indicator === indicator)?.source ?? null,
    heldAt: null,
    registerDiffers: null,
    before: null,
    isGap: false,
    isWithheld: true,
  }));
  const sections = report.sections.map((section) =>
    section.code === 'members'
      ? {
          ...section,
          rows: [...section.rows.filter((row) => !indicators.includes(row.indicator)), ...lines],
        }
      : section,
  );
  return { ...report, sections };
}

/** Flows of exactly the period, ratings of a part of it, stocks of a day in it or just after it; the latest first. */
async function observationsOf(
  db: Queryable,
  viewer: Viewer,
  unitId: string,
  period: ReportPeriod,
): Promise<Observation[]> {
  const found = await listObservations(db, viewer, {
    unitIds: [unitId],
    until: addDays(period.to, daysAfter),
    limit: 1000,
  });
  return found.filter(({ asOf, period: own, indicator }) => {
    if (asOf !== null) return asOf >= period.from;
    if (own === null) return false;
    const isSame = own.from === period.from && own.to === period.to;
    return isSame || (indicator === 'meeting_rating' && own.from >= period.from && own.to <= period.to);
  });
}
