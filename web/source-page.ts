import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { html } from 'hono/html';
import type { Viewer } from '../core/viewer.ts';
import { failures, pageHeading, sourceStatus, sourceViewer as words } from '../prompts/web.ts';
import { formatDate } from '../text/calendar.ts';
import type { Source } from '../rag/passage-store.ts';
import { isCurrent } from '../rag/status.ts';
import type { DocumentStatus } from '../rag/types.ts';
import type { AssetPaths } from './assets.ts';
import { layout, messagePage, type Markup } from './pages.ts';
import type { WebEnv } from './session.ts';

/** How the viewer gets at a document; both answer as if what the person may not see did not exist. */
export interface SourceDeps {
  /** The document with its text by page; offsets count UTF-16 units in the pages joined by one line break. */
  loadSource(viewer: Viewer, documentId: string): Promise<Source | null>;
  /** What the kept documents say about it today. */
  statusOf(viewer: Viewer, documentId: string): Promise<DocumentStatus>;
}

/**
 * `GET /nguon/:documentId?from=&to=`: the text of a document with the passage [from, to) marked and scrolled to.
 * Works without JavaScript: the mark takes the focus.
 */
export function sourceRoutes(deps: SourceDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use(compress());
  app.get('/:documentId', async (c) => {
    const documentId = c.req.param('documentId');
    const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(documentId);
    const { viewer } = c.var.person;
    const source = isId ? await deps.loadSource(viewer, documentId) : null;
    if (!source)
      return c.html(messagePage(c.var.assets, failures.notFoundTitle, failures.sourceNotFound), 404);
    const status = await deps.statusOf(viewer, documentId);
    return c.html(
      sourcePage(c.var.assets, source, status, readRange(c.req.query('from'), c.req.query('to'))),
    );
  });
  return app;
}

type Range = readonly [from: number, to: number];

/** The range of the query, or null where it names none. */
function readRange(from: string | undefined, to: string | undefined): Range | null {
  const start = Number(from ?? NaN);
  const end = Number(to ?? NaN);
  return Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && end > start
    ? [start, end]
    : null;
}

function sourcePage(assets: AssetPaths, source: Source, status: DocumentStatus, range: Range | null): Markup {
  const { document } = source;
  const facts: [string, string | null][] = [
    [words.symbol, document.symbol],
    [words.issuer, document.issuer],
    [words.issuedOn, document.issuedOn && formatDate(document.issuedOn)],
    [words.file, document.fileName],
  ];
  const note = document.kind === 'draft' ? words.draft : document.kind === 'news' ? words.news : null;
  const isMarked =
    range !== null && source.pages.some((page) => overlap(range, page.charFrom, page.text.length));
  return layout(
    assets,
    { title: document.symbol ?? document.title, script: 'reader' },
    html`<header class="reader-bar">
        <a class="button" href="/">${words.back}</a>
        ${isMarked ? html`<a class="button" href="#doan">${words.toPassage}</a>` : ''}
        <span id="sizes"></span>
        ${isCurrent(status) ? '' : statusLine(status)}
      </header>
      <main class="reader">
        <h1>${document.title}</h1>
        <dl class="facts">
          ${facts
            .filter(([, value]) => value)
            .map(
              ([name, value]) =>
                html`<div>
                  <dt>${name}</dt>
                  <dd>${value}</dd>
                </div>`,
            )}
        </dl>
        ${isCurrent(status) ? statusLine(status) : ''}
        ${note ? html`<p class="status status-warning">${note}</p>` : ''}
        <article>${renderPages(source, range)}</article>
      </main>`,
  );
}

/**
 * What the kept documents say about its force; a replaced one leads to its successor. Where the text may not be relied
 * on, the line stays in view while it is read.
 */
function statusLine(status: DocumentStatus): Markup {
  const successor =
    status.state === 'replaced' &&
    html` <a href="/nguon/${status.by.documentId}"
      >${words.openSuccessor(status.by.symbol ?? status.by.title)}</a
    >`;
  return html`<p class="status ${isCurrent(status) ? '' : 'status-warning'}">
    ${words.status}: ${sourceStatus(status)}${successor || ''}
  </p>`;
}

function renderPages(source: Source, range: Range | null): Markup[] {
  let isFirstMark = true;
  return source.pages.map((page) => {
    const paragraphs: Markup[] = [];
    let lineFrom = page.charFrom;
    for (const line of page.text.split('\n')) {
      const marked = range && overlap(range, lineFrom, line.length);
      if (line.trim() !== '') {
        paragraphs.push(marked ? markedParagraph(line, marked, isFirstMark) : html`<p>${line}</p>`);
        if (marked) isFirstMark = false;
      }
      lineFrom += line.length + 1;
    }
    if (!source.document.hasPages) return html`<section>${paragraphs}</section>`;
    return html`<section aria-label="${pageHeading(page.pageNo)}" id="trang-${page.pageNo}">
      <p class="page-number" aria-hidden="true">${pageHeading(page.pageNo)}</p>
      ${paragraphs}
    </section>`;
  });
}

/** Focus moves to the first mark when the page opens; browsers scroll there, with or without script. */
function markedParagraph(line: string, [from, to]: Range, isFirst: boolean): Markup {
  const text = line.slice(from, to);
  const mark = isFirst
    ? html`<mark id="doan" tabindex="-1" autofocus>${text}</mark>`
    : html`<mark>${text}</mark>`;
  return html`<p>${line.slice(0, from)}${mark}${line.slice(to)}</p>`;
}

/** The part of `range` within the `length` units from `start`, counted from `start`; null where there is none. */
function overlap([from, to]: Range, start: number, length: number): Range | null {
  const first = Math.max(from - start, 0);
  const end = Math.min(to - start, length);
  return first < end ? [first, end] : null;
}
