import type { Context } from 'hono';
import { html } from 'hono/html';
import { listIdentities, type AccountEntry } from '../../access/account-store.ts';
import { listSessions } from '../../access/session-store.ts';
import { dateIn, dayMs } from '../../core/clock.ts';
import type { Role } from '../../core/viewer.ts';
import { roleNames } from '../../prompts/accounts.ts';
import { frame } from '../../prompts/web-views.ts';
import * as words from '../../prompts/web-views-office.ts';
import { formatDate } from '../../text/calendar.ts';
import type { Markup } from '../pages.ts';
import type { WebEnv } from '../session.ts';
import { dataTable, facts, selectField, viewPage } from './page.ts';
import { unitChoice, unitField } from './units.ts';
import { momentIn, viewOf, type ViewDeps } from './view.ts';

/* One account: what it may do, its units, its codes, its open sessions and linked channels. */

const view = viewOf('accounts');
const text = words.accounts;

/** From least to most. */
export const roles: readonly Role[] = ['cadre', 'secretary', 'office', 'admin'];
/** Path of an account. */
export const accountPath = (id: string): string => `${view.path}/${id}`;

/** The choice of a role. */
export const roleOptions = roles.map((value) => ({ value, label: roleNames[value] }));
/** The units of an account in words. */
export const unitsOf = (entry: AccountEntry): string =>
  entry.role === 'office' || entry.role === 'admin' ? text.allUnits : entry.units.join('; ') || text.none;
/** Whether an account is in use, and since when it is not. */
export const stateOf = (deps: ViewDeps, entry: AccountEntry): Markup =>
  html`<span class="state ${entry.disabledAt === null ? 'good' : ''}"
    >${entry.disabledAt === null ? text.active : text.disabled(dateIn(new Date(entry.disabledAt), deps.timeZone))}</span
  >`;

/** The day on which a link ends unless it is used before. */
const linkEnd = (deps: ViewDeps, usedAt: string): string =>
  deps.linkDays
    ? formatDate(dateIn(new Date(Date.parse(usedAt) + deps.linkDays * dayMs), deps.timeZone))
    : text.neverEnds;

/** The page of an account. `note` says what was just done. */
export async function accountPage(
  deps: ViewDeps,
  c: Context<WebEnv>,
  entry: AccountEntry,
  note: Markup | '' = '',
): Promise<Markup> {
  const sessions = await listSessions(deps.db, entry.id, deps.clock.now());
  const identities = await listIdentities(deps.db, entry.id);
  const choice = await unitChoice(deps.db, c.var.person.viewer, undefined);
  const notGiven = { ...choice, units: choice.units.filter((unit) => !entry.ownUnitIds.includes(unit.id)) };
  const path = accountPath(entry.id);
  const form = (viec: string, body: Markup, legend: string): Markup =>
    html`<form class="change" method="post" action="${path}" aria-label="${legend}">
      <input type="hidden" name="viec" value="${viec}" />
      ${body}
    </form>`;
  const unitParts = (): Markup =>
    html`<h2>${text.unitsTitle}</h2>
      ${
        entry.units.length === 0
          ? ''
          : dataTable(
              text.unitsTitle,
              [{ head: heads.units }, { head: text.sessionHeads[4] }],
              entry.units.map((unit, index) => [
                unit,
                row({ viec: 'take-unit', donvi: entry.ownUnitIds[index] ?? '' }, text.takeUnit, unit),
              ]),
              { isSmall: true },
            )
      }
      ${form(
        'give-unit',
        html`${unitField(notGiven, { label: text.addUnit, all: text.noUnit })}
          <button type="submit">${text.giveUnit}</button>`,
        text.addUnit,
      )}`;
  const row = (hidden: Readonly<Record<string, string>>, label: string, about: string): Markup =>
    html`<form method="post" action="${path}">
      ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button type="submit" class="danger">${label}<span class="hidden"> ${about}</span></button>
    </form>`;
  const { heads } = text;
  return viewPage(
    c,
    view,
    html`${note}
      <p class="actions">
        <a class="button" href="${viewOf('audit').path}?nguoi=${entry.id}">${text.activity}</a>
        <a class="button" href="${view.path}">${frame.backToList}</a>
      </p>
      ${facts([
        [heads.role, roleNames[entry.role]],
        [heads.units, unitsOf(entry)],
        [heads.state, stateOf(deps, entry)],
      ])}
      ${
        entry.disabledAt !== null
          ? ''
          : html`${form(
              'role',
              html`${selectField('vaitro', text.roleTitle, roleOptions, entry.role)}
                <button type="submit">${text.changeRole}</button>`,
              text.roleTitle,
            )}
            ${entry.role === 'office' || entry.role === 'admin' ? '' : unitParts()}
            ${form(
              'code',
              html`<p class="hint">${text.codeHint}</p>
                <button type="submit">${text.code}</button>`,
              text.codeTitle,
            )}`
      }
      <h2>${text.sessionsTitle}</h2>
      ${
        sessions.length === 0
          ? html`<p>${text.noSessions}</p>`
          : dataTable(
              text.sessionsTitle,
              text.sessionHeads.map((head) => ({ head })),
              sessions.map((session) => [
                momentIn(deps, session.openedAt),
                session.device ?? '',
                session.seenAt === null ? '' : momentIn(deps, session.seenAt),
                momentIn(deps, session.expiresAt),
                row(
                  { viec: 'session', phien: session.id },
                  text.endSession,
                  momentIn(deps, session.openedAt),
                ),
              ]),
            )
      }
      <h2>${text.identitiesTitle}</h2>
      ${
        identities.length === 0
          ? html`<p>${text.noIdentities}</p>`
          : dataTable(
              text.identitiesTitle,
              text.identityHeads.map((head) => ({ head })),
              identities.map(({ channel, senderId, linkedAt, usedAt }) => [
                words.channelName(channel),
                senderId,
                momentIn(deps, linkedAt),
                linkEnd(deps, usedAt ?? linkedAt),
                row(
                  { viec: 'identity', kenh: channel, nguoi: senderId },
                  text.unlink,
                  words.channelName(channel),
                ),
              ]),
            )
      }
      ${
        entry.disabledAt !== null
          ? ''
          : html`<h2>${text.disableTitle}</h2>
              ${form(
                'disable',
                html`<p class="hint">${text.disableHint}</p>
                  <button type="submit" class="danger">${text.disable}</button>`,
                text.disableTitle,
              )}`
      }`,
    entry.name,
  );
}
