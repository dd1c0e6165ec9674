import { fold } from '../../text/normalise.ts';
import { refuseSecret, secrecyEvidence } from '../secrecy.ts';
import type { IngestWarning, ParsedFile, ReadOptions, ScannedPage, SourceLine } from '../types.ts';
import type { PagePicture } from './picture.ts';
import type { Ocr } from './read-page.ts';

/** What reading pages from their pictures gave. */
export interface ScanResult {
  scans: ScannedPage[];
  /** Pages that should have been read and were not. */
  unread: number[];
  warnings: IngestWarning[];
}

/** A page is called doubtful below this mean confidence of its words. */
export const doubtfulConfidence = 0.8;

/**
 * Reads the wanted pages one after another. Each is held against the marks of secrecy before it is handed out; pages
 * that an earlier reading left are taken as they are.
 * @throws AppError 'document-secret'; the reason of `options.signal`
 */
export async function scanPages(
  wanted: readonly number[],
  draw: (pageNo: number) => Promise<PagePicture>,
  ocr: Ocr,
  options: ReadOptions,
  onDone: () => void,
): Promise<ScanResult> {
  const scans: ScannedPage[] = [];
  const unread: number[] = [];
  let fresh = 0;
  for (const pageNo of wanted) {
    options.signal?.throwIfAborted();
    const known = options.knownPages?.get(pageNo);
    if (known) scans.push(known);
    else if (options.isOcrAllowed === false || fresh >= (options.scanLimit ?? Number.POSITIVE_INFINITY))
      unread.push(pageNo);
    else {
      fresh += 1;
      const picture = await draw(pageNo);
      const { page, rawLines, loneWords } = await ocr.readPage(picture, pageNo, options.signal);
      refuseMarked(pageNo, page.lines, rawLines, loneWords);
      await options.onPage?.(page);
      scans.push(page);
    }
    onDone();
  }
  return { scans, unread, warnings: warningsOf(scans, unread) };
}

/**
 * The letters of a stamp are rough, and the marks above them come out differently. Alone in a stamp or in large capitals
 * no other word is meant by these letters: better to refuse a page too many.
 */
function asStamp(text: string): string {
  const letters = fold(text).replace(/[^a-z]+/gu, '');
  const isCapitals = text === text.toUpperCase();
  const degree = /^(tuyet|toi)?mat$/u.exec(letters);
  if (!isCapitals || !degree) return text;
  return degree[1] === undefined ? 'MẬT' : degree[1] === 'tuyet' ? 'TUYỆT MẬT' : 'TỐI MẬT';
}

/** The page as laid out and as it came from the engine: cleaning up must not hide a stamp. */
function refuseMarked(
  pageNo: number,
  lines: readonly SourceLine[],
  rawLines: readonly string[],
  loneWords: readonly string[],
): void {
  for (const texts of [lines.map((line) => line.text), rawLines]) {
    const page = texts.map((text) => ({ text }));
    // Only the first page has a head; of the others the edges count.
    const file: ParsedFile = {
      pages: pageNo === 1 ? [page] : [[], page],
      hasPages: true,
      marks: loneWords.map(asStamp),
      fields: {},
      warnings: [],
    };
    refuseSecret(secrecyEvidence('', file, null));
  }
}

function warningsOf(scans: readonly ScannedPage[], unread: readonly number[]): IngestWarning[] {
  const warnings: IngestWarning[] = [];
  if (scans.some((page) => page.words.length > 0)) warnings.push('ocr-used');
  if (scans.some((page) => page.words.length > 0 && page.confidence < doubtfulConfidence))
    warnings.push('ocr-low-confidence');
  if (unread.length > 0) warnings.push('pages-without-text');
  return warnings;
}
