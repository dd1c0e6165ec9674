import { fileTypeFromBuffer } from 'file-type';
import { DocumentUnreadableError } from '../core/errors.ts';
import { unreadable } from '../prompts/ingest.ts';

/** The formats that have a parser. */
export type Format = 'pdf' | 'image' | 'docx' | 'html' | 'markdown' | 'text';

/** A format with the media type that is stored. */
export interface Detected {
  format: Format;
  mediaType: string;
}

const mediaTypes: Readonly<Record<Format, string>> = {
  pdf: 'application/pdf',
  image: 'image/jpeg',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html',
  markdown: 'text/markdown',
  text: 'text/plain',
};

/**
 * Tells the format from the bytes; the name only decides between kinds of plain text and words the refusal.
 * @throws DocumentUnreadableError where no parser can read it
 */
export async function detectFormat(bytes: Uint8Array, fileName: string): Promise<Detected> {
  if (bytes.byteLength === 0) throw new DocumentUnreadableError(unreadable.empty);
  const found = (format: Format): Detected => ({ format, mediaType: mediaTypes[format] });
  const extension = /\.([a-z0-9]+)$/iu.exec(fileName)?.[1]?.toLowerCase() ?? '';
  // A PDF may have a few bytes before its mark (mail gateways add them), which file-type does not accept.
  if (asLatin(bytes, 0, 1024).includes('%PDF-')) return found('pdf');
  const type = await fileTypeFromBuffer(bytes).catch(() => undefined);
  switch (type?.ext) {
    case 'docx':
      return found('docx');
    case 'cfb':
      throw new DocumentUnreadableError(refusalOfCompound(bytes));
    case 'xlsx':
    case 'ods':
      throw new DocumentUnreadableError(unreadable.spreadsheet);
    case 'jpg':
    case 'png':
    case 'tif':
      return { format: 'image', mediaType: type.mime };
    case 'gif':
    case 'bmp':
    case 'webp':
    case 'heic':
      throw new DocumentUnreadableError(unreadable.image);
    default:
  }
  if (type && type.ext !== 'xml') throw new DocumentUnreadableError(refusalByName(extension));
  if (extension === 'docx') throw new DocumentUnreadableError(unreadable.notWord);
  if (extension === 'pdf') throw new DocumentUnreadableError(unreadable.notPdf);
  if (isBinary(bytes)) throw new DocumentUnreadableError(refusalByName(extension));
  const start = asLatin(bytes, 0, 4096);
  if (looksLikeHtml(start)) return found('html');
  if (extension === 'md' || extension === 'markdown' || looksLikeMarkdown(start)) return found('markdown');
  return found('text');
}

/** Old Office files and encrypted new ones share one container; the stream names tell them apart. */
function refusalOfCompound(bytes: Uint8Array): string {
  const has = (name: string): boolean => Buffer.from(bytes).includes(Buffer.from(name, 'utf16le'));
  if (has('EncryptedPackage')) return unreadable.encryptedOffice;
  if (has('Workbook')) return unreadable.spreadsheet;
  return unreadable.oldWord;
}

function refusalByName(extension: string): string {
  if (extension === 'docx') return unreadable.notWord;
  if (extension === 'pdf') return unreadable.notPdf;
  return unreadable.unknown;
}

const asLatin = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/** Control characters do not occur in text; in UTF-16 every second byte may be zero, so a byte order mark excuses them. */
function isBinary(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return false;
  const sample = bytes.subarray(0, 8192);
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls += 1;
  }
  return controls > sample.length / 100;
}

function looksLikeHtml(start: string): boolean {
  if (/^\W*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html|<\?xml[^>]*>\s*<html)/iu.test(start))
    return true;
  const tags =
    start.match(/<\/?(?:p|div|span|table|tr|td|br|h[1-6]|b|strong|body|head|meta)\b[^>]*>/giu) ?? [];
  return tags.length >= 6;
}

function looksLikeMarkdown(start: string): boolean {
  if (/^\s*---\r?\n[\w-]+:/u.test(start)) return true;
  const signs =
    (start.match(/^#{1,6} \S/gmu)?.length ?? 0) +
    (start.match(/\*\*[^*\n]+\*\*/gu)?.length ?? 0) +
    (start.match(/^\|(?:\s*:?-+:?\s*\|)+\s*$/gmu)?.length ?? 0);
  return signs >= 2;
}
