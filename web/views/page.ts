import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Role } from '../../core/viewer.ts';
import * as words from '../../prompts/web-views.ts';
import { layout, type Markup } from '../pages.ts';
import type { WebEnv } from '../session.ts';
import { viewsFor, type View } from './index.ts';

/* What every view is built of: the frame with the menu, filters, tables, pages of a list. No script is needed. */

/** Rows of a list on one page. */
export const pageLength = 50;

/** The bar above every view: back to the chat, the other views, the size of the text. */
export function viewBar(role: Role, view: View): Markup {
  const links = viewsFor(role).map(
    ({ path, title }) =>
      html`<a href="${path}" ${path === view.path ? html`aria-current="page"` : ''}>${title}</a>`,
  );
  return html`<a class="skip" href="#noi-dung">${words.frame.skip}</a>
    <header class="reader-bar view-bar">
      <a class="button" href="/">${words.frame.back}</a>
      <nav class="view-links" aria-label="${words.frame.menu}">${links}</nav>
      <details class="view-menu">
        <summary class="button">${words.frame.menu}</summary>
        <nav aria-label="${words.frame.menu}">${links}</nav>
      </details>
      <span id="sizes"></span>
    </header>`;
}

/** A view inside its frame. `heading` stands for the view's title where the page is about one thing. */
export function viewPage(c: Context<WebEnv>, view: View, body: Markup, heading?: string): Markup {
  const title = heading ?? view.title;
  return layout(
    c.var.assets,
    { title, script: 'reader' },
    html`${viewBar(c.var.person.viewer.role, view)}
      <main class="view" id="noi-dung" tabindex="-1">
        <h1>${title}</h1>
        ${body}
      </main>`,
  );
}

/** What came of a change, or why there was none: read first by whoever hears the page. */
export const spoken = (
  said: Markup | readonly Markup[],
  style: 'said-now' | 'problem' = 'said-now',
): Markup => html`<div class="${style}" role="status" tabindex="-1" autofocus>${said}</div>`;

/** Parameters of an address; what is empty is left out. */
export type Parameters = Readonly<Record<string, string | number | null | undefined>>;

/** '/van-ban?nam=2025&trang=2'. */
export function linkTo(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A filter that narrows a list; its values stand in the address, so that a filtered list can be kept and passed on. */
export const filterForm = (path: string, fields: readonly Markup[], isNarrowed: boolean): Markup =>
  html`<form class="filters" method="get" action="${path}" role="search" aria-label="${words.frame.filters}">
    ${fields}
    <div class="filter-buttons">
      <button class="primary" type="submit">${words.frame.apply}</button>
      ${isNarrowed ? html`<a class="button" href="${path}">${words.frame.reset}</a>` : ''}
    </div>
  </form>`;

/** One value of a choice. */
interface Option {
  value: string;
  label: string;
}

/** Labels up to this length leave room for another field beside them on a phone. */
const shortLabel = 12;

/** A choice with its label; `all` is what stands for no choice, where there is one. */
export const selectField = (
  name: string,
  label: string,
  options: readonly Option[],
  chosen: string,
  all?: string,
): Markup =>
  html`<div class="field ${options.every(({ label: text }) => text.length <= shortLabel) ? 'short' : ''}">
    <label for="${name}">${label}</label>
    <select id="${name}" name="${name}">
      ${all === undefined ? '' : html`<option value="">${all}</option>`}
      ${options.map(
        ({ value, label: text }) =>
          html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${text}</option>`,
      )}
    </select>
  </div>`;

/**
 * A line to type. A day is typed too, as everybody here writes it: the calendars of browsers follow the language of the
 * browser, and in an English one 5/8 is a day in May.
 */
export const inputField = (
  name: string,
  label: string,
  value: string,
  { type = 'text' as 'text' | 'day' | 'number', isRequired = false, hint = '' } = {},
): Markup =>
  html`<div class="field ${type === 'text' ? 'wide' : type}">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type === 'number' ? 'number' : 'text'}"
      ${type === 'day' ? html`placeholder="${words.frame.dayShape}"` : ''}
      value="${value}"
      maxlength="300"
      ${isRequired ? html`required` : ''}
      ${hint === '' ? '' : html`aria-describedby="${name}-y"`}
    />
    ${hint === '' ? '' : html`<p class="quiet" id="${name}-y">${hint}</p>`}
  </div>`;

/** A column of a table. With `sort`, its head is a link that sorts by it. */
interface Column {
  head: string;
  isNumber?: boolean;
  /** Holds sentences, so it gets more of the width. */
  isWide?: boolean;
  sort?: { href: string; state: 'ascending' | 'descending' | null };
}

type Cell = Markup | string | number;

/**
 * A table that becomes one card a row where the window is narrow; the roles keep it a table for whoever hears it.
 * `isSmall`: of a few short columns, which stay a table on a phone.
 */
export function dataTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { isSmall = false } = {},
): Markup {
  return html`<table class="list ${isSmall ? 'small' : 'cards'}" role="table">
    <caption class="hidden">
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(
          ({ head, isNumber, isWide, sort }) =>
            html`<th
              scope="col"
              role="columnheader"
              class="${isNumber ? 'number' : isWide ? 'wide' : ''}"
              ${sort?.state ? html`aria-sort="${sort.state}"` : ''}
            >
              ${sort ? html`<a href="${sort.href}">${head}${sortMark(sort.state)}</a>` : head}
            </th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (row) =>
          html`<tr role="row">
            ${row.map(
              (cell, index) =>
                html`<td role="cell" class="${columns[index]?.isNumber ? 'number' : ''}">
                  <span class="cell-head" aria-hidden="true">${columns[index]?.head ?? ''}</span>
                  <div>${cell}</div>
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const sortMark = (state: 'ascending' | 'descending' | null): Markup | '' =>
  state === null ? '' : html`<span aria-hidden="true"> ${state === 'ascending' ? '▲' : '▼'}</span>`;

/** Which part of `total` rows is shown; a page beyond the last is the last. */
interface PageOf {
  page: number;
  pages: number;
  from: number;
  to: number;
  total: number;
}

/** The page that was asked for out of `total` rows. */
export function pageOf(asked: number, total: number, length = pageLength): PageOf {
  const pages = Math.max(1, Math.ceil(total / length));
  const page = Math.min(Math.max(1, asked), pages);
  return { page, pages, from: (page - 1) * length, to: Math.min(total, page * length), total };
}

/** How many there are, and links to the pages around this one; parameters of the filter stay. */
export const pager = (
  path: string,
  parameters: Parameters,
  { page, pages, from, to, total }: PageOf,
): Markup => {
  const link = (to_: number, label: string): Markup =>
    html`<a class="button" href="${linkTo(path, { ...parameters, trang: to_ === 1 ? null : to_ })}"
      >${label}</a
    >`;
  if (pages === 1) return html`<p class="count">${words.frame.count(total)}</p>`;
  return html`<nav class="pager" aria-label="${words.frame.pages}">
    ${page > 1 ? link(page - 1, words.frame.previous) : ''}
    <span class="count">${words.frame.pageOf(page, pages, from + 1, to, total)}</span>
    ${page < pages ? link(page + 1, words.frame.next) : ''}
  </nav>`;
};

/** A change before it is made: what will be, and the two ways to go on. Nothing has changed yet. */
export const confirmForm = (
  action: string,
  hidden: Readonly<Record<string, string>>,
  back: string,
  { label = words.frame.save, isDanger = false }: { label?: string; isDanger?: boolean } = {},
): Markup =>
  html`<form class="confirm" method="post" action="${action}">
    ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="${isDanger ? 'danger' : 'primary'}" type="submit">${label}</button>
    <a class="button" href="${back}">${words.frame.discard}</a>
  </form>`;

/** Names and values, one a line. */
export const facts = (rows: readonly (readonly [string, Cell | null])[]): Markup =>
  html`<dl class="facts">
    ${rows.flatMap(([name, value]) =>
      value === null || value === ''
        ? []
        : [
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
          ],
    )}
  </dl>`;
