import { recordAudit } from '../../../access/audit-store.ts';
import { changeTask, findTasks, getTask } from '../../../meetings/follow-up/task-store.ts';
import type { TaskFilter } from '../../../meetings/follow-up/task-store.ts';
import { basisKeysOf } from '../../../meetings/follow-up/task.ts';
import * as words from '../../../prompts/meetings.ts';
import { formatDate } from '../../../text/dates.ts';
import { fold } from '../../../text/normalise.ts';
import { findLooseSymbols } from '../../../text/symbols.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { id, text } from './meeting-blocks.ts';
import { say, type MeetingPart } from './meeting-part.ts';

/* '/nhiemvu': tasks by state and basis, and what is done. */

async function listTasksOutcome(context: TurnContext, args: string): Promise<Outcome> {
  const folded = fold(args);
  const state: TaskFilter['state'] = /qua han|tre han/u.test(folded)
    ? 'overdue'
    : /da xong|hoan thanh/u.test(folded)
      ? 'done'
      : /tat ca/u.test(folded)
        ? 'all'
        : 'open';
  const basis = findLooseSymbols(args)[0]?.symbol;
  const { tasks } = await findTasks(context.db, context.viewer, {
    state,
    today: context.today,
    ...(basis ? { basisKeys: basisKeysOf([basis]) } : {}),
  });
  if (tasks.length === 0) return say(words.noTasks);
  const rows = tasks.map((task) => [
    task.content,
    task.lead || words.noLead,
    task.dueOn ? formatDate(task.dueOn) : words.noDue,
    `${formatDate(task.heldOn)}, ${task.unitName}`,
    words.taskState(
      task.doneAt !== null,
      task.doneAt === null && task.dueOn !== null && task.dueOn < context.today,
    ),
  ]);
  const open = tasks.filter((task) => task.doneAt === null).slice(0, 5);
  return {
    blocks: [
      { type: 'table', title: words.tasksTitle(state), head: [...words.tasksHead], rows },
      ...(open.length > 0
        ? [
            {
              type: 'choices' as const,
              id: 'done',
              prompt: words.whichTaskDone,
              options: open.map((task) => ({
                label: `${shorten(task.content)} (${formatDate(task.heldOn)}, ${task.unitName})`,
                action: `${id}:done:${task.id}`,
              })),
            },
          ]
        : []),
    ],
  };
}

async function doneOutcome(context: TurnContext, taskId: string): Promise<Outcome> {
  const task = await getTask(context.db, context.viewer, taskId);
  if (!task) return say(words.noTasks);
  const at = context.now.toISOString();
  return {
    blocks: [text(words.taskMarkedDone(task.content, task.unitName))],
    write: async (t) => {
      await changeTask(t, task, { doneAt: at });
      await recordAudit(t, {
        at,
        accountId: context.account.id,
        action: 'task.done',
        entity: 'task',
        entityId: taskId,
      });
    },
  };
}

const shorten = (content: string): string =>
  content.length > 48 ? `${content.slice(0, 47).trimEnd()}…` : content;

/** Tasks of all meetings that the person sees. */
export const tasksPart: MeetingPart = {
  commands: [
    {
      name: 'nhiemvu',
      permission: 'meetings.read',
      description: words.commandHelp.nhiemvu,
      run: (_deps, context, args) => listTasksOutcome(context, args),
    },
  ],
  choices: { done: (_deps, context, argument) => doneOutcome(context, argument) },
};
