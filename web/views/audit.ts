import { Hono } from 'hono';
import { html } from 'hono/html';
import { listAccounts } from '../../access/account-store.ts';
import { listAudit, type AuditEvent, type AuditFilter } from '../../access/audit-store.ts';
import { frame } from '../../prompts/web-views.ts';
import * as words from '../../prompts/web-views-audit.ts';
import { addDays } from '../../text/calendar.ts';
import type { Markup } from '../pages.ts';
import type { WebEnv } from '../session.ts';
import {
  dataTable,
  filterForm,
  inputField,
  pageLength,
  pageOf,
  pager,
  selectField,
  viewPage,
} from './page.ts';
import { askedPage, dayOf, idOf, oneOf } from './parameters.ts';
import { dayStart, momentIn, viewOf, type ViewDeps } from './view.ts';

const view = viewOf('audit');
const text = words.audit;

/** Groups that the trail can be narrowed to, by the first parts of their actions. */
const groups: Readonly<Record<keyof typeof text.groups, readonly string[]>> = {
  'danh-sach': ['persons'],
  'tai-khoan': ['account', 'identity', 'session', 'own-data', 'chats', 'conversation'],
  'van-ban': ['document', 'relation', 'curated', 'glossary', 'feedback', 'demo'],
  'cuoc-hop': [
    'meeting',
    'minutes',
    'paper',
    'plan',
    'cadence',
    'days-off',
    'reminders',
    'rating',
    'draft',
    'comment',
    'congress',
    'personnel-item',
  ],
  'nhiem-vu': ['task', 'proposal', 'target'],
  'so-lieu': ['members', 'event', 'events', 'observation', 'observations', 'unit', 'units', 'holidays'],
};
const groupNames = Object.keys(groups) as (keyof typeof groups)[];

/** What the machine itself did, in the filter by person. */
const machine = 'may';

/** `GET /nhat-ky`: who did what, and when; looks at lists of persons among them. */
export function auditViews(deps: ViewDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/', async (c) => {
    const asked = c.req.query();
    const person = asked['nguoi'] === machine ? machine : idOf(asked['nguoi']);
    const group = oneOf(asked['nhom'], groupNames);
    const [from, to] = [dayOf(asked['tu']), dayOf(asked['den'])];
    const filter: AuditFilter = {
      ...(person === null ? {} : { accountId: person === machine ? null : person }),
      ...(group === null ? {} : { kinds: groups[group] }),
      ...(from === null ? {} : { since: dayStart(deps, from) }),
      ...(to === null ? {} : { before: dayStart(deps, addDays(to, 1)) }),
    };
    const first = await listAudit(deps.db, filter, { limit: 1, offset: 0 });
    const part = pageOf(askedPage(c), first.total);
    const { events } = await listAudit(deps.db, filter, { limit: pageLength, offset: part.from });
    const people = (await listAccounts(deps.db)).map(({ id, name }) => ({ value: id, label: name }));
    const parameters = { nguoi: person, nhom: group, tu: from, den: to };
    const { heads } = text;
    return c.html(
      viewPage(
        c,
        view,
        html`${filterForm(
            view.path,
            [
              selectField(
                'nguoi',
                text.person,
                [...people, { value: machine, label: text.machine }],
                person ?? '',
                frame.all,
              ),
              selectField(
                'nhom',
                text.group,
                groupNames.map((value) => ({ value, label: text.groups[value] })),
                group ?? '',
                frame.all,
              ),
              inputField('tu', text.from, asked['tu'] ?? '', { type: 'day' }),
              inputField('den', text.to, asked['den'] ?? '', { type: 'day' }),
            ],
            Object.values(parameters).some((value) => value !== null),
          )}
          ${
            events.length === 0
              ? html`<p>${text.none}</p>`
              : html`${dataTable(
                  text.caption,
                  [
                    { head: heads.at },
                    { head: heads.who },
                    { head: heads.what },
                    { head: heads.on },
                    { head: heads.details, isWide: true },
                  ],
                  events.map((event) => [
                    momentIn(deps, event.at),
                    event.name ?? text.machine,
                    words.actionName(event.action),
                    entityOf(event),
                    words.auditDetails(event.details ?? {}),
                  ]),
                )}
                ${pager(view.path, parameters, part)}`
          }
          <p class="quiet">${text.hint}</p>`,
      ),
    );
  });
  return app;
}

const pages: Readonly<Record<string, 'documents' | 'meetings' | 'tasks' | 'accounts'>> = {
  document: 'documents',
  meeting: 'meetings',
  task: 'tasks',
  account: 'accounts',
};

/** The thing itself where a view shows it; a list of persons by its name. */
function entityOf({ action, entity, entityId }: AuditEvent): Markup | string {
  if (action === 'persons.listed') return words.personList(entity);
  const name = words.entityName(entity);
  const page = pages[entity];
  const id = idOf(entityId ?? undefined);
  return page === undefined || id === null ? name : html`<a href="${viewOf(page).path}/${id}">${name}</a>`;
}
