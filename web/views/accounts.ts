import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { listAccounts, type AccountEntry } from '../../access/account-store.ts';
import { changeAccountUnits, endOneSession, unlinkOne } from '../../access/accounts.ts';
import { listSessions } from '../../access/session-store.ts';
import { createAccountFeature } from '../../bot/features/account.ts';
import type { Block } from '../../bot/types.ts';
import { confirmAdd, confirmDisable, confirmRole, roleNames, unitMissing } from '../../prompts/accounts.ts';
import { frame } from '../../prompts/web-views.ts';
import * as words from '../../prompts/web-views-office.ts';
import type { Markup } from '../pages.ts';
import type { WebEnv } from '../session.ts';
import { accountPage, accountPath, roleOptions, roles, stateOf, unitsOf } from './account-page.ts';
import { renderBlocks } from './blocks.ts';
import { confirmForm, dataTable, inputField, selectField, spoken, viewPage } from './page.ts';
import { formOf, idOf, oneOf } from './parameters.ts';
import { unitChoice, unitField, type UnitChoice } from './units.ts';
import { commitOutcome, contextOf, momentIn, notFoundPage, viewOf, type ViewDeps } from './view.ts';

const view = viewOf('accounts');
const text = words.accounts;

/**
 * `GET /tai-khoan`: who may use the assistant; `POST` there adds somebody. `/tai-khoan/:id`: one account with its
 * sessions and channels; `POST` there changes it. Adding, roles, codes and locking are the chat's '/taikhoan': its
 * feature makes the change, with its checks and its audit event. Everything but a code is shown before it is done.
 */
export function accountViews(deps: ViewDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const feature = createAccountFeature();

  /** Presses a button of '/taikhoan'. */
  const press = async (c: Context<WebEnv>, action: string): Promise<readonly Block[]> =>
    commitOutcome(deps.db, await feature.handle(contextOf(deps, c.var.person), { type: 'choice', action }));

  app.get('/', async (c) => c.html(await listPage(deps, c)));

  app.post('/', async (c) => {
    const form = await formOf(c);
    const name = form['ten'] ?? '';
    const role = oneOf(form['vaitro'], roles);
    const { unit } = await unitChoice(deps.db, c.var.person.viewer, form['donvi']);
    if (role === null) return notFoundPage(c);
    const problem = name === '' ? text.unnamed : role === 'secretary' && !unit ? unitMissing : null;
    if (problem !== null)
      return c.html(await listPage(deps, c, said([{ type: 'text', text: problem }], 'problem')), 422);
    if (form['xacnhan'] !== 'co')
      return c.html(
        confirmPage(
          c,
          confirmAdd(name, role, unit ? [unit.name] : []),
          view.path,
          { ten: name, vaitro: role, donvi: unit?.id ?? '' },
          view.path,
        ),
      );
    const blocks = await press(c, `add:${JSON.stringify({ name, role, unitIds: unit ? [unit.id] : [] })}`);
    return c.html(await listPage(deps, c, said(blocks)));
  });

  app.get('/:id', async (c) => {
    const entry = await entryOf(deps, c);
    return entry ? c.html(await accountPage(deps, c, entry)) : notFoundPage(c);
  });

  app.post('/:id', async (c) => {
    const entry = await entryOf(deps, c);
    if (!entry) return notFoundPage(c);
    const form = await formOf(c);
    const { id, name } = entry;
    const path = accountPath(id);
    const isSure = form['xacnhan'] === 'co';
    const ask = (sentence: string, hidden: Record<string, string>, isDanger = true) =>
      c.html(confirmPage(c, sentence, path, hidden, path, isDanger));
    const done = async (blocks: readonly Block[]) =>
      c.html(await accountPage(deps, c, (await entryOf(deps, c)) ?? entry, said(blocks)));
    const by = { accountId: c.var.person.accountId, now: deps.clock.now() };

    switch (form['viec']) {
      case 'code':
        return done(await press(c, `code:${id}`));
      case 'role': {
        const role = oneOf(form['vaitro'], roles);
        if (role === null) return notFoundPage(c);
        if (!isSure) return ask(confirmRole(name, entry.role, role), { viec: 'role', vaitro: role }, false);
        return done(await press(c, `role:${JSON.stringify({ id, role })}`));
      }
      case 'disable':
        if (!isSure) return ask(confirmDisable(name), { viec: 'disable' });
        return done(await press(c, `disable:${JSON.stringify({ id })}`));
      case 'give-unit':
      case 'take-unit': {
        const { unit } = await unitChoice(deps.db, c.var.person.viewer, form['donvi']);
        if (!unit) return notFoundPage(c);
        const isGiving = form['viec'] === 'give-unit';
        // Sent a second time, or done meanwhile by somebody else.
        if (isGiving === entry.ownUnitIds.includes(unit.id))
          return done([{ type: 'text', text: text.unitsChanged }]);
        const unitIds = isGiving
          ? [...entry.ownUnitIds, unit.id]
          : entry.ownUnitIds.filter((one) => one !== unit.id);
        if (entry.role === 'secretary' && unitIds.length === 0)
          return done([{ type: 'text', text: text.needsUnit }]);
        if (!isSure) {
          const sentence = isGiving ? text.confirmGive(name, unit.name) : text.confirmTake(name, unit.name);
          return ask(sentence, { viec: form['viec'] ?? '', donvi: unit.id }, !isGiving);
        }
        const isChanged = await deps.db.tx((t) =>
          changeAccountUnits(t, { accountId: id, unitIds }, by.accountId, by.now),
        );
        return done([{ type: 'text', text: isChanged ? text.unitsChanged : text.alreadyGone }]);
      }
      case 'session': {
        const session = (await listSessions(deps.db, id, by.now)).find((one) => one.id === form['phien']);
        if (!session) return done([{ type: 'text', text: text.alreadyGone }]);
        const hidden = { viec: 'session', phien: session.id };
        if (!isSure) return ask(text.confirmEndSession(name, momentIn(deps, session.openedAt)), hidden);
        const isEnded = await deps.db.tx((t) =>
          endOneSession(t, { accountId: id, sessionId: session.id }, by.accountId, by.now),
        );
        return done([{ type: 'text', text: isEnded ? text.sessionEnded : text.alreadyGone }]);
      }
      case 'identity': {
        const { kenh: channel = '', nguoi: senderId = '' } = form;
        if (!isSure)
          return ask(text.confirmUnlink(name, words.channelName(channel)), {
            viec: 'identity',
            kenh: channel,
            nguoi: senderId,
          });
        const isUnlinked = await deps.db.tx((t) =>
          unlinkOne(t, { accountId: id, channel, senderId }, by.accountId, by.now),
        );
        return done([{ type: 'text', text: isUnlinked ? text.unlinked : text.alreadyGone }]);
      }
      default:
        return notFoundPage(c);
    }
  });
  return app;
}

async function entryOf(deps: ViewDeps, c: Context<WebEnv>): Promise<AccountEntry | undefined> {
  const id = idOf(c.req.param('id'));
  return (await listAccounts(deps.db)).find((entry) => entry.id === id);
}

const said = (blocks: readonly Block[], style?: 'problem'): Markup => spoken(renderBlocks(blocks), style);

const confirmPage = (
  c: Context<WebEnv>,
  sentence: string,
  action: string,
  hidden: Readonly<Record<string, string>>,
  back: string,
  isDanger = false,
): Markup =>
  viewPage(
    c,
    view,
    html`${renderBlocks([{ type: 'text', text: sentence }])}
    ${confirmForm(action, { ...hidden, xacnhan: 'co' }, back, { isDanger, label: isDanger ? frame.confirm : frame.save })}`,
    text.confirmTitle,
  );

async function listPage(deps: ViewDeps, c: Context<WebEnv>, note: Markup | '' = ''): Promise<Markup> {
  const entries = await listAccounts(deps.db);
  const choice = await unitChoice(deps.db, c.var.person.viewer, undefined);
  const { heads } = text;
  return viewPage(
    c,
    view,
    html`${note}
    ${dataTable(
      text.caption,
      Object.values(heads).map((head) => ({ head })),
      [...entries]
        .sort((a, b) => Number(a.disabledAt !== null) - Number(b.disabledAt !== null))
        .map((entry) => [
          html`<a href="${accountPath(entry.id)}">${entry.name}</a>`,
          roleNames[entry.role],
          unitsOf(entry),
          entry.channels.map(words.channelName).join(', ') || text.noChannel,
          stateOf(deps, entry),
        ]),
    )}
    ${addForm(choice)}`,
  );
}

const addForm = (choice: UnitChoice): Markup =>
  html`<h2>${text.addTitle}</h2>
    <form class="change" method="post" action="${view.path}">
      ${inputField('ten', text.name, '', { isRequired: true })}
      ${selectField('vaitro', text.role, roleOptions, 'cadre')}
      ${unitField(choice, { label: text.unit, all: text.noUnit })}
      <button type="submit" class="primary">${text.add}</button>
    </form>`;
