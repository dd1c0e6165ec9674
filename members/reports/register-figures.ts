import type { EventKind } from '../events/event.ts';
import type { IndicatorCode } from '../observations/indicators.ts';
import { codes, dayNumber, unitMask, type RegisterView } from '../register/columnar.ts';
import { countFlow, flowKinds, flowsOf, type FlowKind } from '../register/columnar-flow.ts';
import { countsSinceList, listDayFor, standingOf, stockRows } from '../register/columnar-stock.ts';
import { addDays } from '../../text/dates.ts';
import type { ReportPeriod } from './report-form.ts';

/** Figures that the register's copy gives for a period, by 'indicator' or 'indicator:qualifier'. */
export type RegisterFigures = ReadonlyMap<string, number>;

/** Members at the beginning, what came and went, members at the end: a soft check of the whole. */
export interface Balance {
  opening: number;
  in: number;
  out: number;
  closing: number;
}

/** The key of a figure. */
export const figureKey = (indicator: IndicatorCode, qualifier: string | null = null): string =>
  qualifier === null ? indicator : `${indicator}:${qualifier}`;

/**
 * What the register says of a unit and all below it: stocks on the last day of the period, flows within it. Null where no
 * list covers the unit by then: that is no nought. Ethnicity and religion are left to reported figures.
 */
export function registerFigures(
  view: RegisterView,
  unitIds: readonly string[],
  period: ReportPeriod,
): { figures: RegisterFigures; balance: Balance } | null {
  const { columns } = view;
  const mask = unitMask(view, unitIds);
  const asOf = dayNumber(period.to);
  const isCovered = unitIds.some((id) => {
    const unit = columns.unitIndex.get(id);
    return unit !== undefined && mask[unit] === 1 && listDayFor(columns, unit, asOf) <= asOf;
  });
  if (!isCovered) return null;
  const closing = stockOf(view, mask, period.to);
  const opening = stockOf(view, mask, addDays(period.from, -1));
  const flows = flowsOf(columns, mask, period);
  const flow = (kind: FlowKind | EventKind): number =>
    (isFlow(kind) ? flows[kind].rows.length : 0) +
    (isEvent(kind) ? countFlow(columns, mask, kind, period).reduce((sum, { count }) => sum + count, 0) : 0);
  const figures = new Map<string, number>([
    ['members', closing.total],
    ['members_official', closing.official],
    ['members_probationary', closing.probationary],
    ['members_female', closing.female],
    ['members_exempt', closing.exempt],
    ['admissions', flow('admit')],
    ['confirmations', flow('confirm')],
  ]);
  const badges = new Map<number, number>();
  const add = (level: number, count: number) => badges.set(level, (badges.get(level) ?? 0) + count);
  for (const level of flows.badge.levels) add(level, 1);
  for (const { level, count } of countFlow(columns, mask, 'badge', period)) add(level, count);
  for (const [level, count] of badges) figures.set(figureKey('badges', String(level)), count);
  for (const [kind, indicator] of [
    ['card_issue', 'cards_new'],
    ['card_reissue', 'cards_reissued'],
  ] as const) {
    const count = flow(kind);
    // Cards are no part of a list: no event says nothing about how many there were.
    if (count > 0) figures.set(indicator, count);
  }
  return {
    figures,
    balance: {
      opening: opening.total,
      in: flow('admit') + flow('transfer_in') + flow('list_in'),
      out: flow('transfer_out') + flow('left') + flow('leave') + flow('other_out') + flow('list_out'),
      closing: closing.total,
    },
  };
}

const isFlow = (kind: FlowKind | EventKind): kind is FlowKind =>
  (flowKinds as readonly string[]).includes(kind);
const isEvent = (kind: FlowKind | EventKind): kind is EventKind =>
  !['left', 'list_in', 'list_out'].includes(kind);

function stockOf(view: RegisterView, mask: Uint8Array, asOf: string) {
  const { columns } = view;
  const rows = stockRows(columns, mask, asOf);
  const day = dayNumber(asOf);
  const since = countsSinceList(columns, mask, asOf);
  const count = (isCounted: (row: number) => boolean): number =>
    rows.reduce((sum, row) => sum + Number(isCounted(row)), 0);
  const official = codes.standing('official');
  const probationary = codes.standing('probationary');
  return {
    total: rows.length + since.total,
    official: count((row) => standingOf(columns, row, day) === official) + since.official,
    probationary: count((row) => standingOf(columns, row, day) === probationary) + since.probationary,
    female: count((row) => columns.sex[row] === codes.sex('female')),
    exempt: count((row) => columns.status[row] === codes.status('exempt')),
  };
}
