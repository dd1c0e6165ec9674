import type { DateOnly } from '../../core/clock.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { symbolKey } from '../../text/symbols.ts';
import type { Task } from '../meeting.ts';

/** Given by a chair, promised by somebody (a commitment), or something to change in a paper after an approval meeting. */
export type TaskKind = 'assignment' | 'commitment' | 'revision';

/** Where a task stands on a day. */
export type TaskState = 'open' | 'overdue' | 'done' | 'cancelled';

/** A task with where it comes from and what became of it. */
export interface TaskRow extends Task {
  kind: TaskKind;
  /** Null for a task given outside a meeting. */
  meetingId: string | null;
  unitId: string;
  unitName: string;
  /** The day of the meeting, or the day on which it was given. */
  heldOn: DateOnly;
  /** The unit that leads, where its name is one of ours. */
  leadUnitId: string | null;
  basisKeys: readonly string[];
  /** What came of it; '' while nothing was said. */
  result: string;
  cancelledAt: string | null;
  /** The later meeting that ticked it off. */
  closedIn: string | null;
  /** Goes up with every change. */
  revision: number;
}

/** The state on `today`: overdue from the day after the due date. */
export function taskStateOn(
  task: Pick<TaskRow, 'doneAt' | 'cancelledAt' | 'dueOn'>,
  today: DateOnly,
): TaskState {
  if (task.cancelledAt !== null) return 'cancelled';
  if (task.doneAt !== null) return 'done';
  return task.dueOn !== null && task.dueOn < today ? 'overdue' : 'open';
}

/** A name in folded syllables, as it is looked up: 'Đ/c Phó Bí thư' is 'd c pho bi thu'. */
export const nameKey = (name: string): string => foldedSyllables(name).join(' ');

/** Keys of the symbols that can be read; a basis without a number has none. */
export const basisKeysOf = (symbols: readonly string[]): string[] => [
  ...new Set(symbols.map(symbolKey).filter((key) => key !== null)),
];

const committees: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})tinh uy(?!\p{L})/gu, 'dang bo tinh'],
  [/(?<!\p{L})(?:dang|huyen|thanh) uy(?!\p{L})/gu, 'dang bo'],
  [/(?<!\p{L})chi uy(?!\p{L})/gu, 'chi bo'],
];

/** Keys under which a lead may be one of our units: its own name, and the organisation that a committee leads. */
export function leadUnitKeys(lead: string): string[] {
  const key = nameKey(lead);
  return key.includes(' ')
    ? [key, committees.reduce((text, [pattern, organisation]) => text.replace(pattern, organisation), key)]
    : [];
}
