import { html, nothing, type TemplateResult } from 'lit';
import { chatPage as words, fileSize } from '../../prompts/web.ts';
import { formatDate } from '../../text/calendar.ts';
import type { Opinion, PageBlock } from '../wire.ts';
import { isPlainClick } from './browser.ts';
import { emphasise, parseRichText, type Run } from './rich-text.ts';

/** A picture in its own size; with `original`, fitted into the window, and the whole of it at that address. */
export interface Enlarged {
  url: string;
  alt: string;
  original?: string;
}

/** What blocks need of the page around them. */
export interface BlockActions {
  press(key: string, label: string): void;
  enlarge(image: Enlarged): void;
  /** Opens a place of the source viewer beside the conversation; `opener` gets the focus back. */
  openSource(path: string, opener: HTMLElement): void;
  toggle(id: string): void;
  isPressed(key: string): boolean;
  isExpanded(id: string): boolean;
  /** What the person thinks of an answer. */
  opinion(opinion: Opinion): TemplateResult;
  /** True while an answer is awaited: no button is pressed twice by impatience. */
  isBusy: boolean;
}

type Of<T extends PageBlock['type']> = Extract<PageBlock, { type: T }>;

/** One block; `id` is unique on the page and stays the same. */
export function renderBlock(block: PageBlock, id: string, actions: BlockActions): TemplateResult {
  switch (block.type) {
    case 'text':
      return renderText(block.text);
    case 'quote':
      return renderQuote(block, id, actions);
    case 'table':
      return renderTable(block, id);
    case 'choices':
      return renderChoices(block, id, actions);
    case 'link':
      return html`<p>${renderLink(block.url, block.label, actions)}</p>`;
    case 'file':
      return html`<a class="file" href=${block.url} download=${block.name}>
        <span class="file-name">${block.name}</span>
        <span class="quiet">${words.download} · ${fileSize(block.sizeBytes)}</span>
      </a>`;
    case 'image':
      return html`<button
        type="button"
        class="image"
        aria-label=${`${words.enlarge} ${block.alt}`}
        @click=${() => actions.enlarge(block)}
      >
        <img src=${block.url} alt=${block.alt} />
      </button>`;
  }
}

/** Text with the small markup of replies. */
export function renderText(text: string): TemplateResult {
  return html`${parseRichText(text).map((part) =>
    part.type === 'list'
      ? html`<ul>
          ${part.items.map((item) => html`<li>${renderLines(item)}</li>`)}
        </ul>`
      : html`<p>${renderLines(part.lines)}</p>`,
  )}`;
}

const renderLines = (lines: readonly Run[][]): TemplateResult[] =>
  lines.map((line, i) => html`${i > 0 ? html`<br />` : nothing}${renderRuns(line)}`);

const renderRuns = (runs: readonly Run[]): (TemplateResult | string)[] =>
  runs.map((run) => (run.isStrong ? html`<strong>${run.text}</strong>` : run.text));

/** A quotation longer than this is folded, unless what was asked for stands further down. */
const foldedLength = 900;

function renderQuote(block: Of<'quote'>, id: string, actions: BlockActions): TemplateResult {
  const { source } = block;
  const lastEmphasis = Math.max(0, ...(block.emphasis ?? []).map(([, end]) => end));
  const canFold = block.text.length > foldedLength && lastEmphasis < foldedLength / 2;
  const isFolded = canFold && !actions.isExpanded(id);
  const name = (
    source.name === undefined
      ? [source.symbol ?? source.title, source.issuedOn && formatDate(source.issuedOn), source.locator]
      : [source.name, source.locator]
  )
    .filter(Boolean)
    .join(' · ');
  return html`<figure class="quote">
    <blockquote id=${id} class=${isFolded ? 'folded' : ''}>
      <span class="verbatim">${renderMarked(block.text, block.emphasis)}</span>
    </blockquote>
    ${
      canFold
        ? html`<button
            type="button"
            class="plain"
            aria-expanded=${isFolded ? 'false' : 'true'}
            aria-controls=${id}
            @click=${() => actions.toggle(id)}
          >
            ${isFolded ? words.showAll : words.showLess}
          </button>`
        : nothing
    }
    <figcaption>
      <cite>${name}</cite>
      ${
        source.symbol && source.title
          ? html`<span class=${source.name === undefined ? 'source-title' : 'source-title named'}
              >${source.title}</span
            >`
          : nothing
      }
      ${block.status ? html`<span class="badge">${block.status}</span>` : nothing}
      ${block.scan ? renderScan(block.scan, name, actions) : nothing}
      ${block.warning ? html`<p class="warning"><strong>${words.warning}</strong> ${block.warning}</p>` : nothing}
      ${
        source.url
          ? html`<a
              class="open-source"
              href=${toPassage(source.url)}
              target="_blank"
              rel="noopener"
              aria-label=${`${words.openSource}: ${name}`}
              @click=${(event: MouseEvent) => onSource(event, actions)}
              >${words.openSource}</a
            >`
          : nothing
      }
    </figcaption>
  </figure>`;
}

/** A plain press opens the source beside the conversation; any other does what the browser does with links. */
function onSource(event: MouseEvent, actions: BlockActions): void {
  const link = event.currentTarget as HTMLAnchorElement;
  if (!isPlainClick(event) || !link.pathname.startsWith('/nguon/')) return;
  event.preventDefault();
  actions.openSource(link.pathname + link.search, link);
}

/** Read from a picture: said so, with the lines themselves one tap away. */
function renderScan(
  scan: NonNullable<Of<'quote'>['scan']>,
  name: string,
  actions: BlockActions,
): TemplateResult {
  const alt = `${words.scanPicture}: ${name}`;
  return html`<p class=${scan.isUnsure ? 'scan-note warning' : 'scan-note'}>
    <span class=${scan.isUnsure ? '' : 'badge'}>${scan.note}</span>
    ${
      isOwnPath(scan.picture)
        ? html`<button
            type="button"
            class="plain"
            aria-label=${`${words.showScan}: ${name}`}
            @click=${() =>
              actions.enlarge({
                url: scan.picture,
                alt,
                original: `${scan.picture.split('?')[0]}?rong=2000`,
              })}
          >
            ${words.showScan}
          </button>`
        : nothing
    }
  </p>`;
}

const renderMarked = (text: string, ranges: Of<'quote'>['emphasis']): (TemplateResult | string)[] =>
  emphasise(text, ranges).map((run) =>
    // Empty lines between items say nothing and cost a third of a phone's screen.
    run.isStrong ? html`<mark>${run.text}</mark>` : run.text.replace(/\n(?:[ \t]*\n)+/gu, '\n'),
  );

/** The viewer's own address, at the passage. Anything that is not a path of ours opens nothing. */
const toPassage = (url: string): string => (isOwnPath(url) ? (url.includes('#') ? url : `${url}#doan`) : '/');

const isOwnPath = (url: string): boolean => /^\/(?![/\\])/u.test(url);

function renderLink(url: string, label: string, actions: BlockActions): TemplateResult {
  if (isOwnPath(url))
    return html`<a
      class="button"
      href=${url}
      target="_blank"
      rel="noopener"
      @click=${(event: MouseEvent) => onSource(event, actions)}
      >${label}</a
    >`;
  if (/^https?:\/\//iu.test(url))
    return html`<a class="button" href=${url} target="_blank" rel="noopener noreferrer">${label}</a>`;
  return html`${label}`;
}

/** A column with a cell of more letters than this is given room, or its rows grow tall on a phone. */
const longCell = 24;

function renderTable(block: Of<'table'>, id: string): TemplateResult {
  const isNumber = block.head.map((_, column) => isNumeric(block.rows.map((row) => row[column] ?? '')));
  const isLong = block.head.map((_, column) =>
    block.rows.some((row) => (row[column] ?? '').length > longCell),
  );
  const cellClass = (column: number): string => (isNumber[column] ? 'number' : isLong[column] ? 'long' : '');
  // Records rather than figures: on a phone each becomes a card, or its last columns would lie out of sight.
  const isOfRecords = block.head.length > 2 && isLong.includes(true) && isNumber.filter(Boolean).length < 2;
  const titleId = `${id}-title`;
  // Roles, because a table that is laid out as cards is none for screen readers otherwise.
  // The title stands outside of what scrolls, so that a narrow window does not cut it.
  return html`${block.title ? html`<p class="table-title" id=${titleId}>${block.title}</p>` : nothing}
    <div
      class=${`table ${isOfRecords ? 'records' : block.head.length === 2 ? 'pairs' : ''}`}
      role="group"
      tabindex="0"
      aria-label=${block.title ? `${block.title}. ${words.scrollTable}` : words.scrollTable}
      id=${id}
    >
      <table role="table" aria-labelledby=${block.title ? titleId : nothing}>
        <thead role="rowgroup">
          <tr role="row">
            ${block.head.map(
              (cell, column) =>
                html`<th scope="col" role="columnheader" class=${cellClass(column)}>${cell}</th>`,
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${block.rows.map(
            (row) =>
              html`<tr role="row">
                ${row.map(
                  (cell, column) =>
                    html`<td
                      role="cell"
                      class=${cell.trim() === '' ? 'blank' : cellClass(column)}
                      data-label=${block.head[column] ?? ''}
                    >
                      ${cell}
                    </td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${block.note ? html`<p class="quiet">${block.note}</p>` : nothing}`;
}

/** True where every filled cell is a figure, so that the column is set flush right. */
const isNumeric = (cells: readonly string[]): boolean => {
  const filled = cells.filter((cell) => cell.trim() !== '' && !/^[–—-]+$/u.test(cell.trim()));
  return filled.length > 0 && filled.every((cell) => /^[<>≤≥+-]?\s*\d[\d.,\s]*%?$/u.test(cell.trim()));
};

/** Options that stand under every answer: small, so that the answer itself has the screen. */
const compact: ReadonlySet<string> = new Set(['answer', 'answer-rest']);

function renderChoices(block: Of<'choices'>, id: string, actions: BlockActions): TemplateResult {
  const wasPressed = (key: string): boolean => actions.isPressed(key) || block.pressedKeys.includes(key);
  const pressedHere = block.options.some((option) => actions.isPressed(option.key));
  const isUsedUp = !block.isOpen || (block.isOnce && pressedHere);
  const choices = html`<div
    class=${`choices ${compact.has(block.id) ? 'compact' : ''}`}
    role="group"
    aria-label=${block.prompt ?? words.choicesLabel}
    id=${id}
  >
    ${block.prompt ? html`<p>${block.prompt}</p>` : nothing}
    ${block.options
      .filter((option) => !block.opinion?.keys.includes(option.key))
      .map((option) => {
        const isPressed = wasPressed(option.key);
        return html`<button
          type="button"
          class=${`choice ${option.style ?? ''} ${isPressed ? 'pressed' : ''}`}
          ?disabled=${isUsedUp || (isPressed && actions.isBusy)}
          @click=${() => actions.press(option.key, option.label)}
        >
          ${option.label}${isPressed ? html`<span class="quiet"> (${words.chosen})</span>` : nothing}
        </button>`;
      })}
    ${!block.isOpen && !pressedHere ? html`<p class="quiet">${words.choicesClosed}</p>` : nothing}
  </div>`;
  return block.opinion ? html`${choices} ${actions.opinion(block.opinion)}` : choices;
}
