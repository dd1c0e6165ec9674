import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import type { Ocr } from '../ocr/read-page.ts';
import type { ParsedFile, ReadOptions } from '../types.ts';

/**
 * Reads a picture of a page (.jpg, .png) or of several (.tif). `ocr` defaults to the one of this process.
 * @throws DocumentUnreadableError for a picture that is broken, too large or must not be read; AppError
 * 'document-secret' before a page with such a mark is handed out; the reason of `options.signal`
 */
export async function parseImage(
  bytes: Uint8Array,
  options: ReadOptions = {},
  ocr?: Ocr,
): Promise<ParsedFile> {
  const { countPictures, openPicture } = await import('../ocr/picture-file.ts');
  const { scanPages } = await import('../ocr/scan-pages.ts');
  if (options.isOcrAllowed === false) throw new DocumentUnreadableError(unreadable.image);
  const broken = (error: unknown): never => {
    throw new DocumentUnreadableError(unreadable.brokenImage, { cause: error });
  };
  const total = await countPictures(bytes).catch(broken);
  let done = 0;
  options.onProgress?.({ done, total });
  const { scans, warnings } = await scanPages(
    Array.from({ length: total }, (_, index) => index + 1),
    (pageNo) => openPicture(bytes, pageNo).catch(broken),
    ocr ?? (await import('../ocr/shared.ts')).sharedOcr,
    options,
    () => options.onProgress?.({ done: (done += 1), total }),
  );
  const pages = Array.from(
    { length: total },
    (_, index) => scans.find((scan) => scan.pageNo === index + 1)?.lines ?? [],
  );
  return { pages, hasPages: true, marks: [], fields: {}, warnings, scans };
}
