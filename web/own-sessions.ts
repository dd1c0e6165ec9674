import { Hono } from 'hono';
import { html } from 'hono/html';
import { dateIn, timeIn } from '../core/clock.ts';
import { ownSessions as words } from '../prompts/web-chat.ts';
import { formatDate } from '../text/calendar.ts';
import type { AssetPaths } from './assets.ts';
import { layout, type Markup } from './pages.ts';
import { sessionToken, type OwnSession, type WebEnv, type WebSessions } from './session.ts';

/**
 * `GET /phien`: where the person is signed in; `POST /phien` with `phien=ID` ends one of these sessions, with
 * `phien=khac` all the others. Works without JavaScript. Nobody else's sessions can be named: the account is that of
 * the session that asks.
 */
export function ownSessionRoutes(deps: { sessions: WebSessions; timeZone?: string }): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const list = (accountId: string, token: string): Promise<OwnSession[]> =>
    deps.sessions.listOwn?.(accountId, token) ?? Promise.resolve([]);

  app.get('/', async (c) => {
    const sessions = await list(c.var.person.accountId, sessionToken(c) ?? '');
    const ended = Number(c.req.query('xong') ?? NaN);
    const note = Number.isInteger(ended) && ended >= 0 ? words.ended(ended) : null;
    return c.html(sessionsPage(c.var.assets, sessions, note, deps.timeZone));
  });

  app.post('/', async (c) => {
    const { accountId } = c.var.person;
    const token = sessionToken(c) ?? '';
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>);
    const id = String(form['phien'] ?? '');
    const isAll = id === 'khac';
    if (!isAll && !/^[0-9a-f]{24}$/u.test(id)) return c.redirect('/phien', 303);
    const ended = (await deps.sessions.endOwn?.(accountId, token, isAll ? null : id)) ?? 0;
    return c.redirect(`/phien?xong=${ended}`, 303);
  });
  return app;
}

function sessionsPage(
  assets: AssetPaths,
  sessions: readonly OwnSession[],
  note: string | null,
  timeZone: string | undefined,
): Markup {
  const moment = (instant: string): string => {
    const at = new Date(instant);
    return `${timeIn(at, timeZone)} ${formatDate(dateIn(at, timeZone))}`;
  };
  const others = sessions.filter((session) => !session.isThis);
  return layout(
    assets,
    { title: words.title, script: 'reader' },
    html`<header class="reader-bar">
        <a class="button" href="/">${words.back}</a>
        <span id="sizes"></span>
      </header>
      <main class="card sessions">
        <h1>${words.title}</h1>
        <p>${words.lead}</p>
        ${note ? html`<p class="banner good" role="status">${note}</p>` : ''}
        <ul>
          ${sessions.map(
            (session) =>
              html`<li>
                <div>
                  <strong>${session.device ?? words.unknownDevice}</strong>
                  ${session.isThis ? html`<span class="badge">${words.here}</span>` : ''}
                  <p class="quiet">
                    ${words.openedAt(moment(session.openedAt))}${
                      session.seenAt ? html`, ${words.seenAt(moment(session.seenAt))}` : ''
                    },
                    ${words.expiresAt(moment(session.expiresAt))}
                  </p>
                </div>
                ${
                  session.isThis
                    ? html`<form method="post" action="/ra"><button>${words.signOut}</button></form>`
                    : html`<form method="post" action="/phien">
                        <button
                          class="danger"
                          name="phien"
                          value="${session.id}"
                          aria-label="${words.endOf(session.device ?? words.unknownDevice, moment(session.openedAt))}"
                        >
                          ${words.end}
                        </button>
                      </form>`
                }
              </li>`,
          )}
        </ul>
        ${
          others.length > 1
            ? html`<form method="post" action="/phien">
                <button class="danger" name="phien" value="khac">${words.endOthers(others.length)}</button>
              </form>`
            : ''
        }
      </main>`,
  );
}
