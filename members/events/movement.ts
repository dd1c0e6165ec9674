import type { DateOnly } from '../../core/clock.ts';
import { addDays } from '../../text/dates.ts';
import { countFlow, flowsOf } from '../register/columnar-flow.ts';
import type { Flow, FlowKind } from '../register/columnar-flow.ts';
import { countsSinceList, stockRows } from '../register/columnar-stock.ts';
import type { RegisterColumns } from '../register/columnar.ts';
import type { EventKind } from './event.ts';

/** What came, went and happened in a period, beside the stock at its beginning and end. */
export interface Movement {
  /** The day before the period, and the stock of that day. */
  openedOn: DateOnly;
  opening: number;
  closing: number;
  /** Kinds that make the stock larger or smaller, with how many. */
  ins: { kind: EventKind | 'left'; count: number }[];
  outs: { kind: EventKind | 'left'; count: number }[];
  /** Kinds that change nobody's membership. */
  others: { kind: EventKind; level: number | null; count: number }[];
  /** `closing` less what opening, ins and outs make; not zero where lists show changes that no event explains. */
  gap: number;
}

/**
 * The movement of a period in the units of `mask`. Stock and flow are read apart and then held against each other: the
 * difference is told, never put right.
 */
export function movementOf(
  columns: RegisterColumns,
  mask: Uint8Array,
  period: { from: DateOnly; to: DateOnly },
): Movement {
  const stock = (day: DateOnly): number =>
    stockRows(columns, mask, day).length + countsSinceList(columns, mask, day).total;
  const flows = flowsOf(columns, mask, period);
  const byPerson = (kind: FlowKind): number => flows[kind].rows.length;
  const byCount = (kind: EventKind): number =>
    countFlow(columns, mask, kind, period).reduce((sum, event) => sum + event.count, 0);
  const both = (kind: EventKind & FlowKind): number => byPerson(kind) + byCount(kind);
  const openedOn = addDays(period.from, -1);
  const opening = stock(openedOn);
  const closing = stock(period.to);
  const ins: Movement['ins'] = [
    { kind: 'admit', count: both('admit') },
    { kind: 'transfer_in', count: both('transfer_in') },
  ];
  const outs: Movement['outs'] = [
    { kind: 'transfer_out', count: both('transfer_out') },
    { kind: 'left', count: byPerson('left') },
    { kind: 'leave', count: byCount('leave') },
    { kind: 'other_out', count: byCount('other_out') },
  ];
  const sum = (list: readonly { count: number }[]): number =>
    list.reduce((total, { count }) => total + count, 0);
  return {
    openedOn,
    opening,
    closing,
    ins,
    outs,
    others: othersOf(columns, mask, period, flows),
    gap: closing - (opening + sum(ins) - sum(outs)),
  };
}

function othersOf(
  columns: RegisterColumns,
  mask: Uint8Array,
  period: { from: DateOnly; to: DateOnly },
  flows: Record<FlowKind, Flow>,
): Movement['others'] {
  const badges = new Map<number, number>();
  for (const level of flows.badge.levels) badges.set(level, (badges.get(level) ?? 0) + 1);
  for (const { level, count } of countFlow(columns, mask, 'badge', period))
    badges.set(level, (badges.get(level) ?? 0) + count);
  const counted = (kind: EventKind) => ({
    kind,
    level: null,
    count: countFlow(columns, mask, kind, period).reduce((sum, event) => sum + event.count, 0),
  });
  const confirmed = counted('confirm');
  return [
    { ...confirmed, count: confirmed.count + flows.confirm.rows.length },
    ...[...badges]
      .sort((a, b) => a[0] - b[0])
      .map(([level, count]) => ({ kind: 'badge' as const, level, count })),
    counted('card_issue'),
    counted('card_reissue'),
    counted('exempt'),
  ].filter(({ count, kind }) => count > 0 || kind === 'confirm');
}
