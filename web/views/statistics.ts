import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { endedUnit } from '../../bot/features/members/ended-unit.ts';
import { statisticsBlocks } from '../../bot/features/statistics/statistics-blocks.ts';
import { chartOf } from '../../bot/features/statistics/statistics-charts.ts';
import type { Block } from '../../bot/types.ts';
import { answerStatistics, type StatisticsAnswer } from '../../members/statistics/statistics.ts';
import { dimensions, measures, splits, trendSteps } from '../../members/statistics/statistics-query.ts';
import { renderChart } from '../../papers/chart.ts';
import { workbookMime, writeWorkbook, type SheetCell } from '../../papers/workbook.ts';
import { futureDate, unknownUnit } from '../../prompts/members.ts';
import { capital, chartFileName, dimensionNames, valueName } from '../../prompts/members-statistics.ts';
import { frame } from '../../prompts/web-views.ts';
import * as words from '../../prompts/web-views-office.ts';
import { formatDate } from '../../text/calendar.ts';
import type { Markup } from '../pages.ts';
import type { WebEnv } from '../session.ts';
import { renderBlocks } from './blocks.ts';
import { sendFile } from './files.ts';
import { filterForm, inputField, linkTo, selectField, viewPage } from './page.ts';
import { dayOf } from './parameters.ts';
import { readStatisticsForm, type ReadForm, type StatisticsFields } from './statistics-form.ts';
import { unitChoice, unitField, type UnitChoice } from './units.ts';
import { contextOf, notFoundPage, todayOf, viewOf, type ViewDeps } from './view.ts';

const view = viewOf('statistics');
const text = words.statistics;

/** What came of a form: figures, or sentences that stand for them. */
type Counted = { answer: StatisticsAnswer; blocks: Block[]; note: string } | { said: string | Block[] };

/**
 * `GET /thong-ke`: counts chosen by a form, answered by the guarded query of '/thongke'; `/thong-ke/bang.xlsx` and
 * `/thong-ke/bieu-do.png` with the same parameters: its table as a sheet, its picture.
 */
export function statisticsViews(deps: ViewDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  const count = async (c: Context<WebEnv>): Promise<Counted> => {
    const read = readStatisticsForm(c.req.query(), todayOf(deps));
    if ('problem' in read) return { said: problemOf(read, c.req.query()) };
    const { query } = read;
    const context = contextOf(deps, c.var.person);
    const answer = await answerStatistics(deps.db, context.viewer, query, {
      today: context.today,
      timeZone: deps.timeZone,
    });
    if (!answer) return { said: unknownUnit('') };
    // Of a unit that had ended by then, its last figure and its successors, as in the chat.
    if (answer.unit && !query.trend) {
      const ended = await endedUnit(context, answer.units, answer.unit, query.period?.from ?? query.asOf);
      if (ended) return { said: ended.blocks };
    }
    const note = [
      ...(read.leftOut.length > 0 ? [text.leftOut(read.leftOut)] : []),
      ...(read.assumed ? [text.periodUsed(read.assumed.from, read.assumed.to)] : []),
    ].join(' ');
    return { answer, blocks: statisticsBlocks(answer, false), note };
  };

  app.get('/', async (c) => {
    const fields = c.req.query();
    const choice = await unitChoice(deps.db, c.var.person.viewer, fields['donvi']);
    const counted = await count(c);
    return c.html(
      viewPage(c, view, html`${statisticsForm(choice, fields, todayOf(deps))} ${resultOf(counted, fields)}`),
    );
  });

  app.get('/bang.xlsx', async (c) => {
    const counted = await count(c);
    const tables = 'said' in counted ? [] : counted.blocks.filter((block) => block.type === 'table');
    if (tables.length === 0) return notFoundPage(c);
    const bytes = await writeWorkbook(
      tables.map(({ title, head, rows, note }, index) => ({
        name: tables.length > 1 ? `${text.sheetName} ${index + 1}` : text.sheetName,
        title: title ?? text.sheetName,
        columns: head.map((name, at) => ({ head: name, width: at === 0 ? 44 : 18 })),
        rows: rows.map((row) => row.map(cellOf)),
        notes: note ? [note] : [],
      })),
    );
    return sendFile(c, bytes, text.sheetFile(todayOf(deps)), workbookMime);
  });

  app.get('/bieu-do.png', async (c) => {
    const counted = await count(c);
    const chart = 'said' in counted ? null : chartOf(counted.answer);
    if (!chart) return notFoundPage(c);
    return sendFile(c, renderChart(chart.spec).png, chartFileName, 'image/png', { isShown: true });
  });
  return app;
}

function problemOf(read: Extract<ReadForm, { problem: string }>, fields: StatisticsFields): string {
  if (read.problem === 'turned') return text.periodTurned;
  if (read.problem === 'impossible') return text.notCounted;
  return futureDate(dayOf(fields['den']) ?? dayOf(fields['ngay']) ?? '');
}

/** A whole number as a number, so that a sheet can add it up; all else as it is written. */
const cellOf = (shown: string): SheetCell =>
  /^\d{1,3}(?:\.\d{3})*$/u.test(shown) ? Number(shown.replaceAll('.', '')) : shown;

function resultOf(counted: Counted, fields: StatisticsFields): Markup {
  if ('said' in counted) {
    const { said } = counted;
    return html`<div class="result">
      ${typeof said === 'string' ? html`<p class="problem" role="alert">${said}</p>` : renderBlocks(said)}
    </div>`;
  }
  const chart = chartOf(counted.answer);
  const picture = linkTo(`${view.path}/bieu-do.png`, fields);
  const hasTable = counted.blocks.some(({ type }) => type === 'table');
  return html`<div class="result">
    ${counted.note === '' ? '' : html`<p class="quiet" role="status">${counted.note}</p>`}
    <div class="${chart ? 'figures' : ''}">
      <div>${renderBlocks(counted.blocks)}</div>
      ${
        chart
          ? html`<figure>
              <a href="${picture}" target="_blank"><img src="${picture}" alt="${chart.alt}" /></a>
              <figcaption class="quiet">
                <a href="${picture}" target="_blank">${text.chart}</a>
              </figcaption>
            </figure>`
          : ''
      }
    </div>
    ${
      hasTable
        ? html`<p class="actions">
            <a class="button" href="${linkTo(`${view.path}/bang.xlsx`, fields)}" download>${text.sheet}</a>
          </p>`
        : ''
    }
  </div>`;
}

/** Fields that few counts need; they are folded away until one is used. */
const more = ['buoc', 'gioi', 'loaidv', 'tuoitu', 'tuoiden'] as const;

function extraFields(chosen: (name: string) => string): Markup[] {
  const values = (dimension: string, keys: readonly string[]) =>
    keys.map((value) => ({ value, label: valueName(dimension, value) }));
  return [
    selectField(
      'buoc',
      text.step,
      trendSteps.map((value) => ({ value, label: text.steps[value] })),
      chosen('buoc'),
      text.noStep,
    ),
    selectField('gioi', text.sex, values('sex', ['female', 'male']), chosen('gioi'), frame.all),
    selectField(
      'loaidv',
      text.standing,
      values('standing', ['official', 'probationary']),
      chosen('loaidv'),
      frame.all,
    ),
    inputField('tuoitu', text.ageFrom, chosen('tuoitu'), { type: 'number' }),
    inputField('tuoiden', text.ageTo, chosen('tuoiden'), { type: 'number' }),
  ];
}

function statisticsForm(choice: UnitChoice, fields: StatisticsFields, today: string): Markup {
  const chosen = (name: string): string => fields[name] ?? '';
  const named = (keys: readonly string[]) =>
    keys
      .filter((key) => key !== 'none' && key !== 'level')
      .map((value) => ({ value, label: capital(dimensionNames[value] ?? value) }));
  return filterForm(
    view.path,
    [
      selectField(
        'chitieu',
        text.measure,
        measures.map((value) => ({ value, label: text.measures[value] })),
        chosen('chitieu') || 'members',
      ),
      unitField(choice),
      selectField('theo', text.dimension, named(dimensions), chosen('theo'), text.noSplit),
      selectField('chia', text.split, named(splits), chosen('chia'), text.noSplit),
      inputField('ngay', text.day, chosen('ngay') || formatDate(today), { type: 'day' }),
      inputField('tu', text.from, chosen('tu'), { type: 'day' }),
      inputField('den', text.to, chosen('den'), { type: 'day' }),
      html`<details class="more" ${more.some((name) => chosen(name) !== '') ? html`open` : ''}>
        <summary>${text.more}</summary>
        <div class="more-fields">${extraFields(chosen)}</div>
      </details>`,
    ],
    Object.keys(fields).length > 0,
  );
}
