import { getDocumentProxy } from 'unpdf';
import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import type { IngestWarning, ParsedFile } from '../types.ts';
import { layOutPages, type PdfPage, type PdfRun } from './pdf-layout.ts';

/** A page with fewer letters than this is a picture of a page: signed scans carry only the text of the signature stamp. */
const fewestLettersOfPage = 50;

/**
 * Reads a PDF by page, from its text layer.
 * @throws DocumentUnreadableError for an encrypted or broken file, and for a scan
 */
export async function parsePdf(bytes: Uint8Array): Promise<ParsedFile> {
  const pages: PdfPage[] = [];
  const marks: string[] = [];
  try {
    // The library takes the buffer over and empties it.
    const pdf = await getDocumentProxy(new Uint8Array(bytes), { isEvalSupported: false, verbosity: 0 });
    try {
      for (let pageNo = 1; pageNo <= pdf.numPages; pageNo++) {
        const page = await pdf.getPage(pageNo);
        const content = await page.getTextContent();
        const [left = 0, , right = 0] = page.view;
        const runs: PdfRun[] = [];
        for (const item of content.items) {
          if (!('str' in item)) continue;
          runs.push({
            text: item.str,
            x: (item.transform[4] as number) - left,
            y: item.transform[5] as number,
            width: item.width,
            height: item.height,
          });
        }
        pages.push({ width: right - left, runs });
        // Stamps stand on the first page; asking every page would cost as much as its text.
        const annotations = pageNo <= 2 ? await page.getAnnotations() : [];
        for (const annotation of annotations as { contentsObj?: { str?: string } }[]) {
          if (annotation.contentsObj?.str) marks.push(annotation.contentsObj.str);
        }
        page.cleanup();
      }
      marks.push(...(await readProperties(pdf)));
    } finally {
      await pdf.cleanup();
      await pdf.loadingTask.destroy();
    }
  } catch (error) {
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    throw new DocumentUnreadableError(isLocked ? unreadable.encryptedPdf : unreadable.brokenPdf, {
      cause: error,
    });
  }
  const letters = pages.map(({ runs }) => runs.reduce((sum, run) => sum + run.text.trim().length, 0));
  const total = letters.reduce((sum, count) => sum + count, 0);
  if (total < fewestLettersOfPage * pages.length) throw new DocumentUnreadableError(unreadable.scan);
  // A blank or nearly blank page among full ones is ordinary at the end; several are pictures.
  const empty = letters.slice(0, -1).filter((count) => count < fewestLettersOfPage).length;
  const warnings: IngestWarning[] = empty > 0 ? ['pages-without-text'] : [];
  return { pages: layOutPages(pages), hasPages: true, marks, fields: {}, warnings };
}

async function readProperties(pdf: Awaited<ReturnType<typeof getDocumentProxy>>): Promise<string[]> {
  const { info } = await pdf.getMetadata();
  return Object.entries(info)
    .filter(([name, value]) => ['Title', 'Subject', 'Keywords'].includes(name) && typeof value === 'string')
    .map(([, value]) => value as string);
}
