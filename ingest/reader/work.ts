import { inspectFile } from '../inspect.ts';
import { readDocument } from '../read-document.ts';
import type { Corrections, ReadDocument, ReadOptions } from '../types.ts';
import type { Inspection, PageView } from './protocol.ts';

/* What the reader process does: the parsers' side of `Reader`. Runs in the process only. */

export const read = (
  bytes: Uint8Array,
  fileName: string,
  corrections: Corrections,
  options: ReadOptions,
): Promise<ReadDocument> => {
  const readWithOptions: (...all: [Uint8Array, string, Corrections, ReadOptions]) => Promise<ReadDocument> =
    readDocument;
  return readWithOptions(bytes, fileName, corrections, options);
};

export const inspect = (bytes: Uint8Array, fileName: string, signal: AbortSignal): Promise<Inspection> =>
  inspectFile(bytes, fileName, signal);

export async function pageImage(
  bytes: Uint8Array,
  mediaType: string,
  pageNo: number,
  view: PageView,
): Promise<Uint8Array> {
  // Loaded when first needed: rendering brings a library of several megabytes.
  const place = '../ocr/page-image.ts';
  const { pageImage: draw } = (await import(place)) as { pageImage: typeof pageImage };
  return draw(bytes, mediaType, pageNo, view);
}
