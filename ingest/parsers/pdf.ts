import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import { AppError, DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { collectHiddenText, hasHiddenPdfText, isTiny, type HiddenText } from '../hidden-text.ts';
import { convertLegacy } from '../legacy-encoding.ts';
import type { PdfPictures } from '../ocr/pdf-pictures.ts';
import type { Ocr } from '../ocr/read-page.ts';
import { isGarbage } from '../ocr/text-layer.ts';
import { refuseSecret, secrecyEvidence } from '../secrecy.ts';
import type { ParsedFile, ReadOptions } from '../types.ts';
import { layOutPages, type PdfPage, type PdfRun } from './pdf-layout.ts';
import { hasWovenLines, unweave } from './pdf-woven.ts';

/** A page with fewer letters than this carries no text of its own: signed scans hold only the text of the signature. */
const fewestLettersOfPage = 50;
/** A page with fewer letters than this may be a picture with a stamped text; its ink decides. */
const fewLettersOfPage = 400;
/** Longer than any document of an office; a file can claim millions of pages in a few bytes. */
const mostPages = 10_000;
/** Shares of the page that ink beside the text covers: a line or two, and a picture of text. */
const leastInk = 0.0006;
const inkOfText = 0.008;

/** The text layer of a file. */
interface Layer {
  pages: PdfPage[];
  heights: number[];
  /** Pages with little text that hold a picture, by index. */
  pictured: Set<number>;
  marks: string[];
}

/**
 * Reads a PDF by page: from its text layer, and from the picture of the page where there is no text, or none that can
 * be believed. `ocr` defaults to the one of this process.
 * @throws DocumentUnreadableError for an encrypted or broken file, and for a scan that must not be read; AppError
 * 'document-secret' before a page with such a mark is handed out; the reason of `options.signal`
 */
export async function parsePdf(bytes: Uint8Array, options: ReadOptions = {}, ocr?: Ocr): Promise<ParsedFile> {
  const { signal, onProgress } = options;
  const layer = await withoutWoven(bytes, await readLayer(bytes, options), signal);
  const { heights, pictured, marks } = layer;
  const { pages, ...hidden } = await withoutUnseen(bytes, layer, options.isHiddenKept ?? false);
  const texts = pages.map(({ runs }) => convertLegacy(runs.map((run) => run.text).join(' ')));
  const letters = texts.map((text) => text.replace(/\s+/gu, '').length);
  const suspects = texts.flatMap((text, index) => {
    const isEmpty = (letters[index] ?? 0) < fewestLettersOfPage;
    return isEmpty || pictured.has(index) || isGarbage(text, true) ? [index] : [];
  });
  const total = pages.length;
  let done = total - suspects.length;
  const file: ParsedFile = {
    pages: [],
    hasPages: true,
    marks,
    fields: {},
    ...hidden,
  };
  if (suspects.length === 0) {
    onProgress?.({ done: total, total });
    return { ...file, pages: layOutPages(pages) };
  }
  // Nothing of a file is handed out that carries a mark in the pages that need no reading.
  refuseSecret(secrecyEvidence('', { ...file, pages: layOutPages(pages) }, null));
  const { openPdfPictures } = await import('../ocr/pdf-pictures.ts');
  const { scanPages } = await import('../ocr/scan-pages.ts');
  const pictures = await openPdfPictures(bytes).catch((error: unknown) => {
    throw new DocumentUnreadableError(unreadable.brokenPdf, { cause: error });
  });
  try {
    const wanted: number[] = [];
    for (const index of suspects) {
      signal?.throwIfAborted();
      const pageNo = index + 1;
      const isKnown = options.knownPages?.has(pageNo) === true;
      if (
        isKnown ||
        (await needsReading(pictures, pageNo, pages[index], heights[index] ?? 0, texts[index] ?? ''))
      )
        wanted.push(pageNo);
      else done += 1;
    }
    onProgress?.({ done, total });
    const reader = ocr ?? (await import('../ocr/shared.ts')).sharedOcr;
    const { scans, unread, warnings } = await scanPages(
      wanted,
      (pageNo) => drawPage(pictures, pageNo),
      reader,
      options,
      () => onProgress?.({ done: (done += 1), total }),
    );
    const isRead = letters.some((count) => count >= fewestLettersOfPage) || scans.length > 0;
    if (!isRead && unread.length > 0) throw new DocumentUnreadableError(unreadable.scan);
    const byNumber = new Map(scans.map((scan) => [scan.pageNo, scan.lines]));
    const withoutRead = pages.map((page, index) => (byNumber.has(index + 1) ? { ...page, runs: [] } : page));
    const laidOut = layOutPages(withoutRead).map((lines, index) => byNumber.get(index + 1) ?? lines);
    return {
      ...file,
      pages: laidOut,
      warnings: [...file.warnings, ...warnings],
      ...(scans.length > 0 ? { scans } : {}),
    };
  } finally {
    pictures.close();
  }
}

/** The layer with lines that were drawn font by font put in order; see pdf-woven.ts. */
async function withoutWoven(
  bytes: Uint8Array,
  layer: Layer,
  signal: AbortSignal | undefined,
): Promise<Layer> {
  if (!layer.pages.some(({ runs }) => hasWovenLines(runs))) return layer;
  const { openPdfPictures } = await import('../ocr/pdf-pictures.ts');
  // What PDFium cannot open is read as it stands.
  const pictures = await openPdfPictures(bytes).catch(() => null);
  if (!pictures) return layer;
  try {
    const pages = layer.pages.map((page, index) => {
      signal?.throwIfAborted();
      if (!hasWovenLines(page.runs)) return page;
      return { ...page, runs: unweave(page.runs, pictures.placedLetters(index + 1)) };
    });
    return { ...layer, pages };
  } finally {
    pictures.close();
  }
}

/** Pages that are looked at for letters nobody sees, where the file has such. */
const mostHiddenPages = 2000;
/** Pages that are narrower are no paper, and their letters are as small as they like; in points. */
const narrowest = 300;

/**
 * The pages without what nobody sees, the warning about it, and that text as far as it can be shown. `isKept`: it is
 * left where it is and only told of.
 */
async function withoutUnseen(
  bytes: Uint8Array,
  { pages }: Layer,
  isKept: boolean,
): Promise<Pick<ParsedFile, 'warnings' | 'hiddenText'> & { pages: PdfPage[] }> {
  const isInked = !hasHiddenPdfText(bytes);
  // What is drawn to be unseen counts from its first letter; tiny letters may be what typesetting leaves behind.
  const hidden = isInked ? collectHiddenText() : collectHiddenText(1);
  const seen = pages.map((page) => withoutTiny(page, hidden));
  if (!isInked) {
    try {
      const { openPdfPictures } = await import('../ocr/pdf-pictures.ts');
      const pictures = await openPdfPictures(bytes);
      try {
        for (let index = 0; index < Math.min(pages.length, mostHiddenPages); index++) {
          const lines = await pictures.unseenLines(index + 1);
          for (const { text } of lines) {
            hidden.add(convertLegacy(text));
            hidden.endLine();
          }
          const letters = lines.flatMap((line) => line.letters);
          const page = seen[index];
          if (page && letters.length > 0) seen[index] = withoutLetters(page, letters);
        }
      } finally {
        pictures.close();
      }
    } catch {
      // The warning is there all the same; whether the file can be opened is said by whoever reads it.
    }
  }
  return {
    pages: isKept ? pages : seen,
    warnings: isInked ? hidden.warnings() : ['hidden-text'],
    hiddenText: hidden.snippets(),
  };
}

function withoutTiny(page: PdfPage, hidden: HiddenText): PdfPage {
  if (page.width < narrowest || !page.runs.some(({ height }) => isTiny(height))) return page;
  const runs = page.runs.filter(({ text, height }) => {
    if (!isTiny(height) || text.trim() === '') return true;
    hidden.add(`${convertLegacy(text)} `);
    return false;
  });
  hidden.endLine();
  return { ...page, runs };
}

/** A run goes where most of its letters are among `unseen`: a run may hold a seen blank or a seen full stop too. */
function withoutLetters(page: PdfPage, unseen: readonly { x: number; y: number }[]): PdfPage {
  const runs = page.runs.filter((run) => {
    const length = run.text.replace(/\s+/gu, '').length;
    if (length === 0) return true;
    const { x: fromX, y: fromY, angle } = run.unturned ?? { x: run.x, y: run.y, angle: 0 };
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const inside = unseen.filter(({ x, y }) => {
      const along = (x - fromX) * cos + (y - fromY) * sin;
      const above = (y - fromY) * cos - (x - fromX) * sin;
      return along >= -0.5 && along <= run.width + 0.5 && above >= -0.4 * run.height && above <= run.height;
    }).length;
    return inside < length / 2;
  });
  return { ...page, runs };
}

/** Dots an inch at which pages are read, and the longest side in points of a page whose size can be believed (A3). */
const readingDpi = 200;
const longestPage = 1250;

/** Draws a page for reading; a page whose size was stated in pixels is drawn as if it were A4. */
async function drawPage(pictures: PdfPictures, pageNo: number): ReturnType<PdfPictures['render']> {
  const longest = pictures.longestSide(pageNo);
  const dpi = longest > longestPage ? (readingDpi * 842) / longest : readingDpi;
  const drawn = await pictures.render(pageNo, dpi);
  return { ...drawn, dpi: readingDpi };
}

/** Looks at a small picture of the page: is there ink that the text layer does not account for? */
async function needsReading(
  pictures: PdfPictures,
  pageNo: number,
  page: PdfPage | undefined,
  height: number,
  text: string,
): Promise<boolean> {
  const letters = text.replace(/\s+/gu, '').length;
  const longest = pictures.longestSide(pageNo);
  if (longest === 0) return false;
  const { grey, red } = await pictures.render(pageNo, (40 * 842) / longest);
  const boxes = (page?.runs ?? []).filter((run) => run.text.trim() !== '');
  const scaleX = page && page.width > 0 ? grey.width / page.width : 0;
  const scaleY = height > 0 ? grey.height / height : 0;
  const isCovered = new Uint8Array(grey.data.length);
  for (const run of boxes) {
    const x0 = Math.max(0, Math.floor((run.x - 2) * scaleX));
    const x1 = Math.min(grey.width, Math.ceil((run.x + run.width + 2) * scaleX));
    const y0 = Math.max(0, Math.floor((height - run.y - 1.2 * run.height) * scaleY));
    const y1 = Math.min(grey.height, Math.ceil((height - run.y + 0.4 * run.height) * scaleY));
    for (let y = y0; y < y1; y++) isCovered.fill(1, y * grey.width + x0, y * grey.width + Math.max(x0, x1));
  }
  let ink = 0;
  for (let at = 0; at < grey.data.length; at++) {
    const isInk = (grey.data[at] as number) < 190 || (red !== null && (red.data[at] as number) < 190);
    if (isInk && !isCovered[at]) ink += 1;
  }
  const share = ink / Math.max(1, grey.data.length);
  if (letters < fewestLettersOfPage) return share > leastInk;
  // A text layer that a scanner wrote lies over the letters of the picture; only specks show beside it.
  if (isGarbage(text, share > leastInk)) return true;
  return letters < fewLettersOfPage && share > inkOfText;
}

async function readLayer(bytes: Uint8Array, { signal, onProgress }: ReadOptions): Promise<Layer> {
  const layer: Layer = { pages: [], heights: [], pictured: new Set(), marks: [] };
  try {
    // The library takes the buffer over and empties it.
    const pdf = await getDocumentProxy(new Uint8Array(bytes), { isEvalSupported: false, verbosity: 0 });
    try {
      const total = pdf.numPages;
      if (total > mostPages) throw new DocumentUnreadableError(unreadable.tooManyPages);
      for (let pageNo = 1; pageNo <= total; pageNo++) {
        signal?.throwIfAborted();
        // No page is done yet, but whoever watches a file of thousands of pages sees that it is being read.
        onProgress?.({ done: 0, total });
        const page = await pdf.getPage(pageNo);
        const content = await page.getTextContent();
        // Turned pages (/Rotate) are laid out as they are shown.
        const shown = page.getViewport({ scale: 1 });
        const [a, b, c, d, e, f] = shown.transform as [number, number, number, number, number, number];
        const runs: PdfRun[] = [];
        for (const item of content.items) {
          if (!('str' in item)) continue;
          const [along, across, , , x, y] = item.transform as [
            number,
            number,
            number,
            number,
            number,
            number,
          ];
          runs.push({
            text: item.str,
            x: a * x + c * y + e,
            y: shown.height - (b * x + d * y + f),
            width: item.width,
            height: item.height,
            unturned: { x, y, angle: Math.atan2(across, along) },
          });
        }
        layer.pages.push({ width: shown.width, runs });
        layer.heights.push(shown.height);
        const letters = runs.reduce((sum, run) => sum + run.text.trim().length, 0);
        if (letters >= fewestLettersOfPage && letters < fewLettersOfPage && (await hasPicture(page)))
          layer.pictured.add(pageNo - 1);
        // Stamps stand on the first page; asking every page would cost as much as its text.
        const annotations = pageNo <= 2 ? await page.getAnnotations() : [];
        for (const annotation of annotations as { contentsObj?: { str?: string } }[]) {
          if (annotation.contentsObj?.str) layer.marks.push(annotation.contentsObj.str);
        }
        page.cleanup();
      }
      layer.marks.push(...(await readProperties(pdf)));
    } finally {
      await pdf.cleanup();
      await pdf.loadingTask.destroy();
    }
  } catch (error) {
    if (signal?.aborted || error instanceof AppError) throw error;
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    throw new DocumentUnreadableError(isLocked ? unreadable.encryptedPdf : unreadable.brokenPdf, {
      cause: error,
    });
  }
  return layer;
}

/** Asked of pages with little text only: the drawing of a page costs as much to read as its text. */
async function hasPicture(page: Awaited<ReturnType<PdfDocument['getPage']>>): Promise<boolean> {
  const { OPS } = await getResolvedPDFJS();
  const { fnArray } = await page.getOperatorList();
  return fnArray.some(
    (operator) => operator === OPS.paintImageXObject || operator === OPS.paintInlineImageXObject,
  );
}

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

async function readProperties(pdf: PdfDocument): Promise<string[]> {
  const { info } = await pdf.getMetadata();
  return Object.entries(info)
    .filter(([name, value]) => ['Title', 'Subject', 'Keywords'].includes(name) && typeof value === 'string')
    .map(([, value]) => value as string);
}
