import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import type { Block } from '../../bot/types.ts';
import { frame } from '../../prompts/web-views.ts';
import * as words from '../../prompts/web-views-office.ts';
import { listFeedback, verdicts, type ListedFeedback } from '../../rag/kept/feedback-store.ts';
import type { Markup } from '../pages.ts';
import type { WebEnv } from '../session.ts';
import { renderBlocks } from './blocks.ts';
import { dataTable, filterForm, pageLength, pageOf, pager, selectField, spoken, viewPage } from './page.ts';
import { askedPage, formOf, idOf, oneOf } from './parameters.ts';
import { commitOutcome, contextOf, momentIn, notFoundPage, viewOf, type ViewDeps } from './view.ts';

const view = viewOf('feedback');
const text = words.feedback;
const states = ['waiting', 'decided'] as const;

/** `GET /gop-y`: what people say of answers; `POST`: a remark is dealt with, through the queue of '/gopy'. */
export function feedbackViews(deps: ViewDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/', async (c) => c.html(await listPage(deps, c)));
  app.post('/', async (c) => {
    const form = await formOf(c);
    const [answerId, accountId] = [idOf(form['traloi']), idOf(form['nguoi'])];
    const queue = deps.features.find(({ id }) => id === 'feedback');
    if (!queue || answerId === null || accountId === null) return notFoundPage(c);
    const outcome = await queue.handle(contextOf(deps, c.var.person), {
      type: 'choice',
      action: `done:${answerId}:${accountId}`,
    });
    return c.html(await listPage(deps, c, await commitOutcome(deps.db, outcome)));
  });
  return app;
}

async function listPage(deps: ViewDeps, c: Context<WebEnv>, said: readonly Block[] = []): Promise<Markup> {
  const verdict = oneOf(c.req.query('danhgia'), verdicts);
  const state = oneOf(c.req.query('xuly'), states);
  const filter = {
    ...(verdict === null ? {} : { verdict }),
    ...(state === null ? {} : { isDecided: state === 'decided' }),
  };
  const first = await listFeedback(deps.db, filter, { limit: 1, offset: 0 });
  const part = pageOf(askedPage(c), first.total);
  const { items } = await listFeedback(deps.db, filter, { limit: pageLength, offset: part.from });
  const { heads } = text;
  const option = <T extends string>(values: readonly T[], names: Readonly<Record<T, string>>) =>
    values.map((value) => ({ value, label: names[value] }));
  return viewPage(
    c,
    view,
    html`${said.length === 0 ? '' : spoken(renderBlocks(said))}
      ${filterForm(
        view.path,
        [
          selectField('danhgia', text.verdict, option(verdicts, text.verdicts), verdict ?? '', frame.all),
          selectField('xuly', text.state, option(states, text.states), state ?? '', frame.all),
        ],
        verdict !== null || state !== null,
      )}
      ${
        items.length === 0
          ? html`<p>${text.none}</p>`
          : html`${dataTable(
              text.caption,
              [
                { head: heads.at },
                { head: heads.who },
                { head: heads.verdict },
                { head: heads.question, isWide: true },
                { head: heads.state },
              ],
              items.map((item) => [
                momentIn(deps, item.at),
                item.accountName ?? '',
                html`<span class="state ${item.verdict === 'right' ? 'good' : 'warn'}"
                  >${text.verdicts[item.verdict]}</span
                >`,
                sayingOf(item),
                stateOf(item),
              ]),
            )}
            ${pager(view.path, { danhgia: verdict, xuly: state }, part)}`
      }
      <p class="quiet">${text.inChat}</p>`,
  );
}

const sayingOf = ({ question, remark, shown }: ListedFeedback): Markup =>
  html`<p><strong>${question}</strong></p>
    ${shown.lead ? html`<p>${text.answered(shown.lead)}</p>` : ''}
    ${remark === null ? '' : html`<p>${text.remark(remark)}</p>`}`;

function stateOf({ verdict, decision, answerId, accountId, question }: ListedFeedback): Markup | string {
  if (verdict === 'right') return '';
  if (decision !== null) return text.decisions[decision];
  return html`<form method="post" action="${view.path}">
    <input type="hidden" name="traloi" value="${answerId}" />
    <input type="hidden" name="nguoi" value="${accountId}" />
    <button type="submit">${text.done}<span class="hidden">: ${question}</span></button>
  </form>`;
}
