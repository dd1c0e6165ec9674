import type { Context } from 'hono';
import { html } from 'hono/html';
import { historyBlocks } from '../../bot/features/meetings/tasks.ts';
import type { TaskRow } from '../../meetings/follow-up/task.ts';
import { noLead, taskKind, tasks as said } from '../../prompts/meetings-tasks.ts';
import * as words from '../../prompts/web-views.ts';
import type { Markup } from '../pages.ts';
import type { WebEnv } from '../session.ts';
import { renderBlocks } from './blocks.ts';
import { facts, viewPage } from './page.ts';
import { taskMark, taskPath } from './task-parts.ts';
import { contextOf, refusedChange, todayOf, viewOf, type ViewDeps } from './view.ts';

const view = viewOf('tasks');
const text = words.tasks;

/** A task with what can be done to it. `note` says what was just done, or why it was not. */
export async function taskPage(
  deps: ViewDeps,
  c: Context<WebEnv>,
  task: TaskRow,
  note: Markup | '' = '',
): Promise<Markup> {
  const today = todayOf(deps);
  const { fields } = said;
  const history = await historyBlocks(contextOf(deps, c.var.person), { taskId: task.id });
  const isClosed = task.doneAt !== null || task.cancelledAt !== null;
  const types = isClosed
    ? (['task-reopen'] as const)
    : (['task-done', 'task-date', 'task-lead', 'task-cancel'] as const);
  const mayChange = refusedChange(c, 'meetings.write') === null;
  return viewPage(
    c,
    view,
    html`${note}
      <p class="actions">
        ${
          task.meetingId === null
            ? ''
            : html`<a class="button" href="${viewOf('meetings').path}/${task.meetingId}"
                >${text.toMeeting}</a
              >`
        }
        <a class="button" href="${view.path}">${words.frame.backToList}</a>
      </p>
      ${facts([
        [fields.content, task.content],
        [fields.kind, task.kind === 'assignment' ? null : taskKind(task.kind)],
        [fields.lead, task.lead || noLead],
        [fields.cooperating, task.cooperating.join(', ')],
        [fields.due, text.dueIs(task.dueOn)],
        [fields.basis, task.basis.join(', ')],
        [fields.from, said.from(task.heldOn, task.unitName)],
        [fields.state, taskMark(task, today)],
        [fields.result, task.result],
      ])}
      ${mayChange ? html`<h2>${text.changes}</h2>` : ''}
      ${mayChange ? types.map((type) => changeForm(type, task)) : ''} ${renderBlocks(history)}`,
    said.card,
  );
}

function changeForm(type: keyof typeof text.change, task: TaskRow): Markup {
  const { legend, label, button } = text.change[type];
  const name = `dong-${type}`;
  return html`<form class="change" method="post" action="${taskPath(task.id)}" aria-label="${legend}">
    <input type="hidden" name="viec" value="${type}" />
    ${
      label === ''
        ? ''
        : html`<div class="field wide">
            <label for="${name}">${label}</label>
            <input
              id="${name}"
              name="dong"
              type="text"
              maxlength="300"
              ${type !== 'task-done' ? html`required` : ''}
            />
          </div>`
    }
    <button type="submit" class="${type === 'task-cancel' ? 'danger' : ''}">${button}</button>
  </form>`;
}
