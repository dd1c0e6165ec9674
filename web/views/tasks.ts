import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { saveChange } from '../../bot/features/meetings/follow-up-dialogue.ts';
import { writeTaskSheet } from '../../bot/features/meetings/tasks.ts';
import { taskChanges } from '../../bot/features/meetings/tasks-change.ts';
import type { DateOnly } from '../../core/clock.ts';
import { findTasks, getTask, type TaskFilter } from '../../meetings/follow-up/task-store.ts';
import type { TaskRow } from '../../meetings/follow-up/task.ts';
import { workbookMime } from '../../papers/workbook.ts';
import { changedByOther, noLead, tasks as said } from '../../prompts/meetings-tasks.ts';
import * as words from '../../prompts/web-views.ts';
import { addDays } from '../../text/calendar.ts';
import type { Markup } from '../pages.ts';
import type { WebEnv } from '../session.ts';
import { renderBlocks } from './blocks.ts';
import { sendFile } from './files.ts';
import {
  confirmForm,
  filterForm,
  inputField,
  linkTo,
  pageLength,
  pageOf,
  pager,
  selectField,
  spoken,
  viewPage,
  type Parameters,
} from './page.ts';
import { askedPage, formOf, idOf, lineOf, numberOf, oneOf } from './parameters.ts';
import { taskPage } from './task-page.ts';
import { taskMark, taskPath, taskTable } from './task-parts.ts';
import { unitChoice, unitField } from './units.ts';
import {
  commitOutcome,
  contextOf,
  notFoundPage,
  refusedChange,
  todayOf,
  viewOf,
  type ViewDeps,
} from './view.ts';

const view = viewOf('tasks');
const text = words.tasks;

/** A task is due soon within so many days. */
const soonDays = 14;
/** Cards of a column of the board; the rest is a list of its own. */
const mostCards = 20;

const columns = ['overdue', 'soon', 'later', 'undated', 'done'] as const;
const lists = [...columns, 'cancelled', 'all'] as const;
type List = (typeof lists)[number];

const nameOf = (list: List): string => (list === 'soon' ? text.columns.soon(soonDays) : text.columns[list]);

/** What a column or list holds, by the filter that chat lists tasks by. */
function filterOf(list: List, today: DateOnly): TaskFilter {
  switch (list) {
    case 'soon':
      return { state: 'open', today, due: { from: today, to: addDays(today, soonDays) } };
    case 'later':
      return { state: 'open', today, due: { from: addDays(today, soonDays + 1), to: '9999-12-31' } };
    case 'undated':
      return { state: 'open', today, isUndated: true };
    case 'done':
      return { state: 'done', today, order: 'done' };
    default:
      return { state: list, today };
  }
}

/**
 * `GET /nhiem-vu`: the board, or with `tinhtrang` one of its columns as a list; `/nhiem-vu/bang.xlsx`: that list as a
 * sheet; `/nhiem-vu/:id`: a task with its history; `POST` there: a change, shown first and saved when it is confirmed.
 */
export function taskViews(deps: ViewDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  const asked = async (c: Context<WebEnv>) => {
    const today = todayOf(deps);
    const choice = await unitChoice(deps.db, c.var.person.viewer, c.req.query('donvi'), today);
    const lead = lineOf(c.req.query('chutri'));
    const narrow: Partial<TaskFilter> = {
      ...(lead === '' ? {} : { lead }),
      ...(choice.unitIds ? { who: { unitIds: choice.unitIds, name: '' } } : {}),
    };
    const list = oneOf(c.req.query('tinhtrang'), lists);
    return { today, choice, lead, list, narrow, parameters: { donvi: choice.unit?.id, chutri: lead } };
  };

  app.get('/', async (c) => {
    const { viewer } = c.var.person;
    const { today, choice, lead, list, narrow, parameters } = await asked(c);
    const find = (of: List, limit: number, offset = 0) =>
      findTasks(deps.db, viewer, { ...filterOf(of, today), ...narrow, limit, offset });
    const form = filterForm(
      view.path,
      [
        unitField(choice),
        inputField('chutri', text.lead, lead),
        selectField(
          'tinhtrang',
          text.state,
          lists.map((value) => ({ value, label: nameOf(value) })),
          list ?? '',
          text.board,
        ),
      ],
      list !== null || lead !== '' || choice.unit !== null,
    );
    if (list !== null) {
      const first = await find(list, 1);
      const part = pageOf(askedPage(c), first.total);
      const { tasks } = await find(list, pageLength, part.from);
      const of = { ...parameters, tinhtrang: list };
      return c.html(
        viewPage(
          c,
          view,
          html`${form}
            <h2>${nameOf(list)}</h2>
            <p class="actions">
              <a class="button" href="${linkTo(`${view.path}/bang.xlsx`, of)}" download>${text.sheet}</a>
            </p>
            ${
              tasks.length === 0
                ? html`<p>${text.none}</p>`
                : html`${taskTable(tasks, today)} ${pager(view.path, of, part)}`
            }`,
        ),
      );
    }
    const found = await Promise.all(
      columns.map(async (column) => ({ column, ...(await find(column, mostCards)) })),
    );
    return c.html(
      viewPage(
        c,
        view,
        html`${form}
          <p class="actions">
            <a
              class="button"
              href="${linkTo(`${view.path}/bang.xlsx`, { ...parameters, tinhtrang: 'all' })}"
              download
              >${text.sheet}</a
            >
          </p>
          <div class="board">
            ${found.map(({ column, tasks, total }) => boardColumn(column, tasks, total, parameters, today))}
          </div>`,
      ),
    );
  });

  app.get('/bang.xlsx', async (c) => {
    const { today, list, narrow } = await asked(c);
    const of = list ?? 'all';
    const { tasks } = await findTasks(deps.db, c.var.person.viewer, {
      ...filterOf(of, today),
      ...narrow,
      limit: 10_000,
    });
    const sheet = await writeTaskSheet(tasks, text.title(nameOf(of)), today);
    return sendFile(c, sheet, said.sheetFile(today), workbookMime);
  });

  app.get('/:id', async (c) => {
    const task = await taskOf(deps, c);
    return task ? c.html(await taskPage(deps, c, task)) : notFoundPage(c);
  });

  app.post('/:id', async (c) => {
    const refused = refusedChange(c, 'meetings.write');
    if (refused) return refused;
    const task = await taskOf(deps, c);
    if (!task) return notFoundPage(c);
    const form = await formOf(c);
    const type = oneOf(form['viec'], Object.keys(text.change) as (keyof typeof text.change)[]);
    if (type === null) return c.html(await taskPage(deps, c, task), 422);
    const line = form['dong'] ?? '';
    const context = contextOf(deps, c.var.person);
    const change = taskChanges[type];
    const read = await change.read(context, task.id, line, null);
    if ('problem' in read)
      return c.html(await taskPage(deps, c, task, spoken(renderBlocks(read.problem), 'problem')), 422);
    const confirmed = numberOf(form['lan'], 0, 999_999_999);
    if (confirmed === null)
      return c.html(
        viewPage(
          c,
          view,
          html`<div class="card-of">${renderBlocks(read.blocks)}</div>
            ${confirmForm(
              taskPath(task.id),
              { viec: type, dong: line, lan: String(task.revision) },
              taskPath(task.id),
              { isDanger: type === 'task-cancel' },
            )}`,
          text.confirmTitle,
        ),
      );
    const blocks =
      confirmed === task.revision
        ? await commitOutcome(deps.db, saveChange(context, change, task.id, read.change))
        : [{ type: 'text' as const, text: changedByOther }];
    const now = (await taskOf(deps, c)) ?? task;
    return c.html(await taskPage(deps, c, now, spoken(renderBlocks(blocks))));
  });
  return app;
}

async function taskOf(deps: ViewDeps, c: Context<WebEnv>): Promise<TaskRow | null> {
  const id = idOf(c.req.param('id'));
  return id === null ? null : getTask(deps.db, c.var.person.viewer, id);
}

function boardColumn(
  column: List,
  tasks: readonly TaskRow[],
  total: number,
  parameters: Parameters,
  today: DateOnly,
): Markup {
  const heading = `cot-${column}`;
  return html`<section class="column ${column}" aria-labelledby="${heading}">
    <h2 id="${heading}">${text.columnCount(nameOf(column), total)}</h2>
    ${tasks.length === 0 ? html`<p class="quiet">${text.noneHere}</p>` : ''}
    <ul>
      ${tasks.map(
        (task) =>
          html`<li>
            <a href="${taskPath(task.id)}">${task.content}</a>
            <p class="quiet">
              ${text.leadIs(task.lead || noLead)}. ${text.dueIs(task.dueOn)}. ${task.unitName}
            </p>
            ${taskMark(task, today)}
          </li>`,
      )}
    </ul>
    ${
      total > tasks.length
        ? html`<a class="button" href="${linkTo(view.path, { ...parameters, tinhtrang: column })}"
            >${text.seeAll(total)}</a
          >`
        : ''
    }
  </section>`;
}
