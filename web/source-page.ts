import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { html } from 'hono/html';
import type { Viewer } from '../core/viewer.ts';
import { failures, pageHeading, sourceStatus, sourceViewer as words } from '../prompts/web.ts';
import { formatDate } from '../text/calendar.ts';
import type { Source } from '../rag/search/passage-store.ts';
import { linesOf, lowPageConfidence, lowWordConfidence, type ReadPage } from '../rag/quoting/scan-reading.ts';
import { isCurrent } from '../rag/validity/status.ts';
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
  /** Its pages that were read from their picture, the words of those that `wordsOf` touches with them. */
  loadScans?(
    viewer: Viewer,
    documentId: string,
    wordsOf: { from: number; to: number } | null,
  ): Promise<ReadPage[]>;
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
    const range = readRange(c.req.query('from'), c.req.query('to'));
    const wordsOf = range && { from: range[0], to: range[1] };
    const scans = (await deps.loadScans?.(viewer, documentId, wordsOf)) ?? [];
    return c.html(sourcePage(c.var.assets, source, status, range, scans));
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

function sourcePage(
  assets: AssetPaths,
  source: Source,
  status: DocumentStatus,
  range: Range | null,
  scans: readonly ReadPage[],
): Markup {
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
      <main class="reader ${scans.length > 0 ? 'with-pictures' : ''}">
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
        ${scans.length > 0 ? html`<p class="quiet">${words.readFromScan(scans.length)}</p>` : ''}
        <article>${renderPages(source, range, scans)}</article>
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

function renderPages(source: Source, range: Range | null, scans: readonly ReadPage[]): Markup[] {
  let isFirstMark = true;
  const scanOf = new Map(scans.map((scan) => [scan.pageNo, scan]));
  return source.pages.map((page) => {
    const scan = scanOf.get(page.pageNo);
    const unsure = (scan?.words ?? []).filter((word) => word.confidence < lowWordConfidence);
    const paragraphs: Markup[] = [];
    let afterMark = 0;
    let lineFrom = page.charFrom;
    for (const line of page.text.split('\n')) {
      if (line.trim() !== '') {
        const marked = range && overlap(range, lineFrom, line.length);
        const doubtful = unsure.flatMap((word) => {
          const part = overlap([word.from, word.to], lineFrom, line.length);
          return part ? [part] : [];
        });
        paragraphs.push(html`<p>${renderLine(line, marked, doubtful, isFirstMark)}</p>`);
        if (marked) {
          isFirstMark = false;
          afterMark = paragraphs.length;
        }
      }
      lineFrom += line.length + 1;
    }
    if (!source.document.hasPages && !scan) return html`<section>${paragraphs}</section>`;
    const isCited = range !== null && overlap(range, page.charFrom, page.text.length) !== null;
    if (scan && isCited) paragraphs.splice(afterMark, 0, cutOut(source.document.id, scan.pageNo, range));
    return html`<section aria-label="${pageHeading(page.pageNo)}" id="trang-${page.pageNo}">
      <p class="page-number" aria-hidden="true">${pageHeading(page.pageNo)}</p>
      ${
        scan
          ? html`<div class="${isCited ? 'beside' : ''}">
              <div>
                ${scan.confidence < lowPageConfidence ? html`<p class="status status-warning">${words.lowConfidence}</p>` : ''}
                ${unsure.length > 0 ? html`<p class="quiet">${words.unsureWords}</p>` : ''} ${paragraphs}
              </div>
              ${pictureOf(source.document.id, scan, isCited ? range : null)}
            </div>`
          : paragraphs
      }
    </section>`;
  });
}

/** The cited lines cut out of the picture, under their text: where the window is too narrow for the page beside it. */
function cutOut(documentId: string, pageNo: number, [from, to]: Range): Markup {
  const path = `/nguon/${documentId}/trang/${pageNo}.png?tu=${from}&den=${to}`;
  return html`<a class="cut-out" href="${path}&rong=2000" target="_blank">
    <img src="${path}" alt="${words.cutOut}" loading="lazy" />
  </a>`;
}

/** The picture of a page with the cited lines outlined; of a page that is not cited only when it is asked for. */
function pictureOf(documentId: string, scan: ReadPage, range: Range | null): Markup {
  const picture = html`<img
    src="/nguon/${documentId}/trang/${scan.pageNo}.png"
    alt="${words.pictureOf(scan.pageNo)}"
    loading="lazy"
  />`;
  const link = html`<a
    class="quiet"
    href="/nguon/${documentId}/trang/${scan.pageNo}.png?rong=2000"
    target="_blank"
    >${words.openPicture}</a
  >`;
  if (!range)
    return html`<details class="picture">
      <summary>${words.showPicture(scan.pageNo)}</summary>
      <div class="outlined">${picture}</div>
      ${link}
    </details>`;
  return html`<figure class="picture">
    <div class="sheet" tabindex="0" role="region" aria-label="${words.pictureOf(scan.pageNo)}">
      <div class="outlined">${picture} ${outline(scan, range)}</div>
    </div>
    <figcaption class="quiet">${words.outlined} ${link}</figcaption>
  </figure>`;
}

/**
 * One line around the whole passage: boxes of lines overlap by their accents and where the page lies askew, and edges
 * between them would strike out the words.
 */
function outline(scan: ReadPage, range: Range): Markup {
  const edge = `vien-${scan.pageNo}`;
  const lines = linesOf({ from: range[0], to: range[1] }, scan);
  const boxes = (x: number, y: number): Markup[] =>
    lines.map(
      (line) =>
        html`<rect
          x="${line.x0 - x}"
          y="${line.y0 - y}"
          width="${line.x1 - line.x0 + 2 * x}"
          height="${line.y1 - line.y0 + 2 * y}"
        />`,
    );
  return html`<svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
    <mask id="${edge}" maskUnits="userSpaceOnUse" x="0" y="0" width="1" height="1">
      <g class="around">${boxes(0.01, 0.0045)}</g>
      <g class="within">${boxes(0.006, 0.002)}</g>
    </mask>
    <g class="tint">${boxes(0.006, 0.002)}</g>
    <g mask="url(#${edge})"><path class="edge" d="M0 0H1V1H0Z" /></g>
  </svg>`;
}

/** A line with the cited part marked and doubtful words underlined. Focus moves to the first mark when the page opens. */
function renderLine(
  line: string,
  marked: Range | null,
  doubtful: readonly Range[],
  isFirst: boolean,
): Markup {
  const plain = (from: number, to: number): Markup => {
    const parts: Markup[] = [];
    let at = from;
    for (const [start, end] of doubtful) {
      const [a, b] = [Math.max(start, at), Math.min(end, to)];
      if (a >= b) continue;
      parts.push(html`${line.slice(at, a)}<span class="unsure">${line.slice(a, b)}</span>`);
      at = b;
    }
    return html`${parts}${line.slice(at, to)}`;
  };
  if (!marked) return plain(0, line.length);
  const [from, to] = marked;
  // Browsers scroll to what has the focus, with or without script.
  const mark = isFirst
    ? html`<mark id="doan" tabindex="-1" autofocus>${plain(from, to)}</mark>`
    : html`<mark>${plain(from, to)}</mark>`;
  return html`${plain(0, from)}${mark}${plain(to, line.length)}`;
}

/** The part of `range` within the `length` units from `start`, counted from `start`; null where there is none. */
function overlap([from, to]: Range, start: number, length: number): Range | null {
  const first = Math.max(from - start, 0);
  const end = Math.min(to - start, length);
  return first < end ? [first, end] : null;
}
