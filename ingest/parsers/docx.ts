import JSZip from 'jszip';
import mammoth from 'mammoth';
import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import type { ParsedFile } from '../types.ts';
import { linesOfHtmlText } from './html.ts';
import { spellOutNumbering } from './word-numbering.ts';

/** A zip may unpack to a thousand times its size; real documents with pictures stay far below this. */
const maxUnpackedBytes = 300 * 1024 * 1024;

/**
 * Reads a Word file. Labels that Word counts by itself ('Điều 5.', 'a)') are written into the text first, because
 * mammoth knows only that a paragraph is in a list; headers, footers and properties are read for secrecy marks.
 * @throws DocumentUnreadableError for a file that cannot be opened
 */
export async function parseDocx(bytes: Uint8Array): Promise<ParsedFile> {
  try {
    const zip = await JSZip.loadAsync(bytes);
    refuseBomb(zip);
    const marks = await readMarks(zip);
    const main = 'word/document.xml';
    const xml = await zip.file(main)?.async('string');
    if (xml === undefined) throw new DocumentUnreadableError(unreadable.brokenWord);
    const numbered = spellOutNumbering(xml, {
      numbering: (await zip.file('word/numbering.xml')?.async('string')) ?? '',
      styles: (await zip.file('word/styles.xml')?.async('string')) ?? '',
    });
    if (numbered !== xml) zip.file(main, numbered);
    // Pictures are not read; without their bytes mammoth neither copies nor encodes them.
    const buffer = numbered === xml ? Buffer.from(bytes) : await zip.generateAsync({ type: 'nodebuffer' });
    const { value } = await mammoth.convertToHtml(
      { buffer },
      {
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
        ignoreEmptyParagraphs: true,
      },
    );
    return { pages: [linesOfHtmlText(value)], hasPages: false, marks, fields: {}, warnings: [] };
  } catch (error) {
    if (error instanceof DocumentUnreadableError) throw error;
    throw new DocumentUnreadableError(unreadable.brokenWord, { cause: error });
  }
}

function refuseBomb(zip: JSZip): void {
  let total = 0;
  zip.forEach((_, file) => {
    // JSZip keeps the size that the archive states; it checks it again while unpacking.
    const stated =
      (file as unknown as { _data?: { uncompressedSize?: number } })._data?.uncompressedSize ?? 0;
    total += stated;
  });
  if (total > maxUnpackedBytes) throw new DocumentUnreadableError(unreadable.tooLarge);
}

/** Text of headers, footers, text boxes and properties: where a stamp stands that the body does not show. */
async function readMarks(zip: JSZip): Promise<string[]> {
  const marks: string[] = [];
  for (const file of zip.file(/^(?:word\/(?:header|footer)\d*\.xml|docProps\/(?:core|app|custom)\.xml)$/u)) {
    marks.push(...paragraphsOf(await file.async('string')));
  }
  const body = (await zip.file('word/document.xml')?.async('string')) ?? '';
  for (const box of body.match(/<w:txbxContent>[\s\S]*?<\/w:txbxContent>/gu) ?? [])
    marks.push(...paragraphsOf(box));
  return marks;
}

const paragraphsOf = (xml: string): string[] =>
  xml
    .split(/<\/(?:w:p|dc:\w+|cp:\w+|vt:\w+)>/u)
    .map((part) => part.replace(/<[^>]+>/gu, '').trim())
    .filter((part) => part !== '');
