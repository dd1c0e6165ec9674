import { Hono } from 'hono';
import { DocumentUnreadableError } from '../core/errors.ts';
import { sha256 } from '../core/ids.ts';
import type { Viewer } from '../core/viewer.ts';
import { failures } from '../prompts/web.ts';
import { cutFor, type PlaceOnPage, type ReadPage } from '../rag/quoting/scan-reading.ts';
import type { PictureSource } from '../rag/quoting/scan-store.ts';
import { messagePage } from './pages.ts';
import type { WebEnv } from './session.ts';

/** How the viewer gets at pictures of scanned pages. */
export interface PictureDeps {
  /** Where the picture of a page is; null where the viewer may not see it or the page has none. */
  loadPicture?(viewer: Viewer, documentId: string, pageNo: number): Promise<PictureSource | null>;
  /** A picture (PNG) of the page or of the part `box`; null where its file is gone. */
  drawPage?(
    source: PictureSource,
    view: { rotation: ReadPage['rotation']; box?: PlaceOnPage; widthPx: number },
  ): Promise<Uint8Array | null>;
}

/** Widths that are drawn, in pixels: a page beside its text, and one to read closely. */
const widths = [1000, 2000] as const;

/**
 * `GET /nguon/:documentId/trang/:page.png?tu=&den=&rong=`: the picture of a scanned page, or of the lines that hold the
 * text [tu, den). Drawn when it is asked for, out of the kept file; who may not see the document gets what is not there.
 */
export function pictureRoutes(deps: PictureDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/:documentId/trang/:page{[1-9][0-9]{0,4}\\.png}', async (c) => {
    const notFound = () =>
      c.html(messagePage(c.var.assets, failures.notFoundTitle, failures.sourceNotFound), 404);
    const documentId = c.req.param('documentId');
    const pageNo = Number.parseInt(c.req.param('page'), 10);
    const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(documentId);
    const source = isId ? await deps.loadPicture?.(c.var.person.viewer, documentId, pageNo) : null;
    if (!source || !deps.drawPage) return notFound();
    const from = Number(c.req.query('tu') ?? NaN);
    const to = Number(c.req.query('den') ?? NaN);
    const box = from >= 0 && to > from ? cutFor({ from, to }, source.page) : null;
    const widthPx = widths.find((width) => width === Number(c.req.query('rong'))) ?? widths[0];
    const view = { rotation: source.page.rotation, ...(box ? { box } : {}), widthPx };
    // Asked only after the permission was checked: a known picture is no way around it.
    const tag = `"${sha256(JSON.stringify([source.fileSha256, pageNo, view])).slice(0, 32)}"`;
    const headers = { ETag: tag, 'Cache-Control': 'private, no-cache' };
    if (c.req.header('if-none-match') === tag) return c.body(null, 304, headers);
    const picture = await deps.drawPage(source, view).catch((error: unknown) => {
      if (error instanceof DocumentUnreadableError) return null;
      throw error;
    });
    if (!picture) return notFound();
    return c.body(new Uint8Array(picture), 200, {
      ...headers,
      'Content-Type': 'image/png',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    });
  });
  return app;
}
