import type { DateOnly } from '../../core/clock.ts';
import { addDays } from '../../text/calendar.ts';
import { countFlow, flowsOf } from '../register/columnar-flow.ts';
import { countsSinceList, stockRows } from '../register/columnar-stock.ts';
import type { RegisterColumns } from '../register/columnar.ts';
import type { EventKind } from '../events/event.ts';
import type { StatisticsPeriod } from './statistics-query.ts';

/** Members at the beginning and the end of a period, with what is known to have happened in between. */
export interface Balance {
  opening: number;
  closing: number;
  flows: {
    kind: 'admit' | 'transfer_in' | 'list_in' | 'transfer_out' | 'left' | 'list_out';
    isIn: boolean;
    count: number;
  }[];
  /** Closing less what opening and flows come to; not zero where the register does not say why (a soft check). */
  unexplained: number;
}

const lines: readonly {
  kind: Balance['flows'][number]['kind'];
  isIn: boolean;
  events: readonly EventKind[];
}[] = [
  { kind: 'admit', isIn: true, events: ['admit'] },
  { kind: 'transfer_in', isIn: true, events: ['transfer_in'] },
  { kind: 'list_in', isIn: true, events: [] },
  { kind: 'transfer_out', isIn: false, events: ['transfer_out'] },
  { kind: 'left', isIn: false, events: ['leave', 'other_out'] },
  { kind: 'list_out', isIn: false, events: [] },
];

/** Opening (the day before the period), flows and closing (its last day) of the units of `mask`. */
export function balanceOf(columns: RegisterColumns, mask: Uint8Array, period: StatisticsPeriod): Balance {
  const stock = (day: DateOnly): number =>
    stockRows(columns, mask, day).length + countsSinceList(columns, mask, day).total;
  const byPerson = flowsOf(columns, mask, period);
  const flows = lines.map(({ kind, isIn, events }) => {
    const persons = byPerson[kind].rows.length;
    const numbers = events.flatMap((event) => countFlow(columns, mask, event, period));
    return { kind, isIn, count: persons + numbers.reduce((sum, event) => sum + event.count, 0) };
  });
  const opening = stock(addDays(period.from, -1));
  const closing = stock(period.to);
  const net = flows.reduce((sum, flow) => sum + (flow.isIn ? flow.count : -flow.count), 0);
  return { opening, closing, flows, unexplained: closing - opening - net };
}
