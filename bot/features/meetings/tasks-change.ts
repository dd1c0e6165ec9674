import { newId } from '../../../core/ids.ts';
import type { DateOnly } from '../../../core/clock.ts';
import { recordFollowUp } from '../../../meetings/follow-up/event-store.ts';
import type { FollowUpEventKind } from '../../../meetings/follow-up/event-store.ts';
import { splitItems } from '../../../meetings/follow-up/read-items.ts';
import {
  readListLead,
  readNewDue,
  readNewLead,
  readPromise,
} from '../../../meetings/follow-up/read-tasks.ts';
import { changeTask, getTask, insertTask } from '../../../meetings/follow-up/task-store.ts';
import type { TaskChange } from '../../../meetings/follow-up/task-store.ts';
import type { TaskKind, TaskRow } from '../../../meetings/follow-up/task.ts';
import { parseDecision } from '../../../meetings/entry/parse-decision.ts';
import * as words from '../../../prompts/meetings-tasks.ts';
import { formatDate } from '../../../text/dates.ts';
import { oneLine } from '../../../text/normalise.ts';
import type { Block, TurnContext } from '../../types.ts';
import { byOf, followUpChange, type FollowUpChange, type ReadChange } from './follow-up-dialogue.ts';
import { placeLine, placeOfLine, type Place } from './follow-up-place.ts';
import { text } from './meeting-blocks.ts';

/* What can happen to a task: given, done with its result, dated anew, handed over, cancelled, opened again. */

interface NewTask {
  content: string;
  lead: string;
  cooperating: readonly string[];
  dueOn: DateOnly | null;
  basis: readonly string[];
}
interface Adding {
  place: Place;
  tasks: NewTask[];
}

function adding(kind: TaskKind, ask: string): FollowUpChange {
  const echo = kind === 'commitment' ? words.tasks.echo.commitment : words.tasks.echo.add;
  const saved = kind === 'commitment' ? words.tasks.savedCommitments : words.tasks.saved;
  return followUpChange<Adding>({
    ask,
    audit: { action: 'task.created', entity: 'task' },
    async read(context, _target, line) {
      const placed = await placeOfLine(context, line);
      if ('problem' in placed) return { problem: [text(placed.problem)] };
      const { place, rest } = placed;
      if (!place) return { problem: [text(words.needsMeetingOrUnit)], isOver: true };
      const { lead, list } = readListLead(rest);
      const tasks = splitItems(list).map((item): NewTask => {
        const { task, text: content, basis } = parseDecision(item, place.on);
        // A bullet of a list that names who leads is a task as it stands, whatever verb it begins with.
        const promise = kind === 'commitment' && lead === '' && !task?.lead ? readPromise(content) : null;
        if (promise) return { ...promise, cooperating: [], dueOn: task?.dueOn ?? null, basis };
        if (!task || lead !== '')
          return { content, lead, cooperating: [], dueOn: task?.dueOn ?? null, basis };
        return task;
      });
      if (tasks.length === 0) return { problem: [text(ask)] };
      const lines = [
        placeLine(place),
        echo(tasks.length),
        ...tasks.map((task) => `- ${words.taskLine(task)}`),
      ];
      return { change: { place, tasks }, blocks: [text(lines.join('\n'))] };
    },
    async write(t, context, _target, { place, tasks }) {
      for (const task of tasks) {
        const taskId = newId();
        const origin =
          'meetingId' in place
            ? { meetingId: place.meetingId }
            : { unitId: place.unitId, openedOn: place.on };
        await insertTask(
          t,
          { ...task, id: taskId, doneAt: null },
          { ...origin, kind, createdBy: context.account.id },
        );
        await recordFollowUp(t, { taskId }, { kind: 'created', after: words.taskLine(task) }, byOf(context));
      }
      return [text(saved(tasks.length))];
    },
  });
}

interface Changing {
  revision: number;
  change: TaskChange;
  event: { kind: FollowUpEventKind; before?: string; after?: string; note?: string };
  said: string;
}

/** A change of one task that is shown and saved. */
function changing(
  action: string,
  make: (
    context: TurnContext,
    task: TaskRow,
    line: string,
  ) => { problem: string } | (Omit<Changing, 'revision'> & { echo: string }),
  question: { ask?: string; isOptional?: boolean } = {},
): FollowUpChange {
  return followUpChange<Changing>({
    ...question,
    audit: { action, entity: 'task' },
    async read(context, target, line): Promise<ReadChange<Changing>> {
      const task = await getTask(context.db, context.viewer, target);
      if (!task) return { problem: [text(words.notFound)], isOver: true };
      const made = make(context, task, oneLine(line));
      if ('problem' in made) return { problem: [text(made.problem)] };
      const { echo, ...change } = made;
      return { change: { ...change, revision: task.revision }, blocks: [text(echo)] };
    },
    async write(t, context, target, { revision, change, event, said }): Promise<Block[] | null> {
      // Looked at again, so that a button of an earlier day does nothing that the person may no longer do.
      if (!(await getTask(t, context.viewer, target))) return null;
      if (!(await changeTask(t, { id: target, revision }, change))) return null;
      await recordFollowUp(t, { taskId: target }, event, byOf(context));
      return [text(said)];
    },
  });
}

const dateText = (date: DateOnly | null): string => (date ? formatDate(date) : words.noDue);

/** Every change of tasks, by its type. */
export const taskChanges = {
  'task-add': adding('assignment', words.tasks.ask.add),
  'commitment-add': adding('commitment', words.tasks.ask.commitment),
  'task-done': changing(
    'task.done',
    (context, task, result) => ({
      echo: words.tasks.echo.done(task.content, result),
      change: { doneAt: context.now.toISOString(), result },
      event: { kind: 'done', after: result },
      said: words.tasks.done(task.content, task.unitName),
    }),
    { ask: words.tasks.ask.done, isOptional: true },
  ),
  'task-reopen': changing('task.reopened', (_context, task) => ({
    echo: words.tasks.echo.reopen(task.content),
    change: { doneAt: null, cancelledAt: null, closedIn: null },
    event: { kind: 'reopened', before: task.result },
    said: words.tasks.reopened,
  })),
  'task-date': changing(
    'task.re-dated',
    (context, task, line) => {
      const dueOn = readNewDue(line, context.today);
      if (dueOn === undefined) return { problem: words.tasks.dateUnreadable };
      if (dueOn !== null && dueOn < task.heldOn) return { problem: words.tasks.dateBefore(dueOn) };
      return {
        echo: words.tasks.echo.reDate(task.content, task.dueOn, dueOn),
        change: { dueOn },
        event: { kind: 're-dated', before: dateText(task.dueOn), after: dateText(dueOn) },
        said: words.tasks.reDated(dueOn),
      };
    },
    { ask: words.tasks.ask.reDate },
  ),
  'task-lead': changing(
    'task.handed-over',
    (_context, task, line) => {
      const lead = readNewLead(line);
      if (lead === '') return { problem: words.tasks.ask.handOver };
      return {
        echo: words.tasks.echo.handOver(task.content, task.lead, lead),
        change: { lead },
        event: { kind: 'handed-over', before: task.lead, after: lead },
        said: words.tasks.handedOver(lead),
      };
    },
    { ask: words.tasks.ask.handOver },
  ),
  'task-cancel': changing(
    'task.cancelled',
    (context, task, why) => {
      if (why === '') return { problem: words.tasks.ask.cancel };
      return {
        echo: words.tasks.echo.cancel(task.content, why),
        change: { cancelledAt: context.now.toISOString() },
        event: { kind: 'cancelled', note: why },
        said: words.tasks.cancelled,
      };
    },
    { ask: words.tasks.ask.cancel },
  ),
};
