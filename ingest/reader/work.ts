import { sha256 } from '../../core/ids.ts';
import { inspectFile } from '../inspect.ts';
import { readDocument } from '../read-document.ts';
import type { Corrections, ReadDocument, ReadOptions, ReadProgress, ScannedPage } from '../types.ts';
import type { Inspection, PageView } from './protocol.ts';

/*
 * What the reader process does: the parsers' side of `Reader`. Runs in the process only. A file is inspected before it
 * is kept and read right after, so the last inspection leaves what it has read already.
 */

let lastDocument: { key: string; document: ReadDocument } | undefined;
let lastPage: { fileSha256: string; page: ScannedPage } | undefined;

const keyOf = (bytes: Uint8Array, fileName: string): string => `${sha256(bytes)} ${fileName}`;

export async function read(
  bytes: Uint8Array,
  fileName: string,
  corrections: Corrections,
  options: ReadOptions,
): Promise<ReadDocument> {
  const known = lastDocument;
  lastDocument = undefined;
  if (known && Object.keys(corrections).length === 0 && known.key === keyOf(bytes, fileName))
    return known.document;
  const first = lastPage;
  lastPage = undefined;
  if (!first || options.isOcrAllowed === false || first.fileSha256 !== sha256(bytes))
    return readDocument(bytes, fileName, corrections, options);
  const knownPages = new Map(options.knownPages);
  if (!knownPages.has(first.page.pageNo)) {
    // The asker has not seen this page yet.
    await options.onPage?.(first.page);
    knownPages.set(first.page.pageNo, first.page);
  }
  return readDocument(bytes, fileName, corrections, { ...options, knownPages });
}

export const inspect = (
  bytes: Uint8Array,
  fileName: string,
  options: { signal: AbortSignal; onProgress(progress: ReadProgress): void },
): Promise<Inspection> =>
  inspectFile(bytes, fileName, {
    ...options,
    onDocument(content, name, document) {
      lastDocument = { key: keyOf(content, name), document };
    },
    onPage(content, page) {
      lastPage = { fileSha256: sha256(content), page };
    },
  });

export async function pageImage(
  bytes: Uint8Array,
  mediaType: string,
  pageNo: number,
  view: PageView,
): Promise<Uint8Array> {
  // Loaded when first needed: rendering brings a library of several megabytes.
  const { pageImage: draw } = await import('../ocr/page-image.ts');
  return draw(bytes, mediaType, pageNo, view);
}
