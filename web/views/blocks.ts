import { html } from 'hono/html';
import { parseBold } from '../../bot/markup.ts';
import type { Block } from '../../bot/types.ts';
import type { Markup } from '../pages.ts';
import { dataTable } from './page.ts';

/**
 * What a feature says, as a page shows it: text, tables and links. Choices, files and pictures are the chat's; a page
 * has forms and addresses of its own for them.
 */
export const renderBlocks = (blocks: readonly Block[]): Markup[] =>
  blocks.flatMap((block) => {
    switch (block.type) {
      case 'text':
        return [...paragraphs(block.text)];
      case 'table':
        return [tableOf(block)];
      case 'link':
        return block.url.startsWith('/') ? [html`<p><a href="${block.url}">${block.label}</a></p>`] : [];
      default:
        return [];
    }
  });

/** Columns of figures that fit beside each other on a phone. */
const mostSmall = 4;

const numeric = /^[+−-]?[\d.,]+(?:\s?%)?$/u;

function tableOf({ title, head, rows, note }: Extract<Block, { type: 'table' }>): Markup {
  if (head.length === 0)
    return html`<h2>${title ?? ''}</h2>
      <dl class="facts">
        ${rows.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${marked(value ?? '')}</dd>
            </div>`,
        )}
      </dl>`;
  const isNumber = head.map(
    (_, index) =>
      index > 0 && rows.every((row) => (row[index] ?? '') === '' || numeric.test(row[index] ?? '')),
  );
  return html`${title ? html`<h2>${title}</h2>` : ''}
  ${dataTable(
    title ?? '',
    head.map((text, index) => ({ head: text, isNumber: isNumber[index] ?? false })),
    rows.map((row) => row.map(marked)),
    { isSmall: head.length === 2 || (head.length <= mostSmall && isNumber.slice(1).every(Boolean)) },
  )}
  ${note ? html`<p class="quiet">${note}</p>` : ''}`;
}

/** Lines that begin with '- ' are a list, an empty line ends a paragraph. */
function* paragraphs(said: string): Generator<Markup> {
  let items: Markup[] = [];
  const list = (): Markup[] => {
    const whole =
      items.length > 0
        ? [
            html`<ul>
              ${items}
            </ul>`,
          ]
        : [];
    items = [];
    return whole;
  };
  for (const line of said.split('\n')) {
    if (line.startsWith('- ')) {
      items.push(html`<li>${marked(line.slice(2))}</li>`);
      continue;
    }
    yield* list();
    if (line.trim() !== '') yield html`<p>${marked(line)}</p>`;
  }
  yield* list();
}

/** Bold words of a line. */
function marked(line: string): Markup {
  const { text, bold } = parseBold(line);
  const parts: Markup[] = [];
  let at = 0;
  for (const { from, to } of bold) {
    parts.push(html`${text.slice(at, from)}<strong>${text.slice(from, to)}</strong>`);
    at = to;
  }
  return html`${parts}${text.slice(at)}`;
}
