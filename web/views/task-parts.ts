import { html } from 'hono/html';
import { stateText } from '../../bot/features/meetings/tasks.ts';
import type { DateOnly } from '../../core/clock.ts';
import { taskStateOn, type TaskRow } from '../../meetings/follow-up/task.ts';
import { noLead, tasks as said } from '../../prompts/meetings-tasks.ts';
import { tasks as text } from '../../prompts/web-views.ts';
import { formatDate } from '../../text/calendar.ts';
import type { Markup } from '../pages.ts';
import { dataTable } from './page.ts';
import { viewOf } from './view.ts';

/* How a task looks in lists: of the board, and of a meeting. */

/** Path of a task. */
export const taskPath = (id: string): string => `${viewOf('tasks').path}/${id}`;

/** Where it stands on a day, in words and a colour. */
export const taskMark = (task: TaskRow, today: DateOnly): Markup => {
  const state = taskStateOn(task, today);
  const tone = state === 'overdue' ? 'bad' : state === 'done' ? 'good' : '';
  return html`<span class="state ${tone}">${stateText(task, today)}</span>`;
};

/** Tasks in a table, each a link to its page. */
export const taskTable = (tasks: readonly TaskRow[], today: DateOnly): Markup => {
  const { heads } = text;
  return dataTable(
    text.caption,
    [
      { head: heads.task, isWide: true },
      { head: heads.lead },
      { head: heads.due },
      { head: heads.from },
      { head: heads.state },
      { head: heads.result },
    ],
    tasks.map((task) => [
      html`<a href="${taskPath(task.id)}">${task.content}</a>`,
      task.lead || noLead,
      task.dueOn === null ? '' : formatDate(task.dueOn),
      said.from(task.heldOn, task.unitName),
      taskMark(task, today),
      task.result,
    ]),
  );
};
