import { DocumentUnreadableError } from '../core/errors.ts';
import { unreadable } from '../prompts/ingest.ts';
import { startsLikeZip, zipKind, type ZipKind } from './detect-zip.ts';

/** The formats that have a parser. */
export type Format =
  'pdf' | 'image' | 'docx' | 'doc' | 'xlsx' | 'pptx' | 'odt' | 'rtf' | 'html' | 'markdown' | 'text';

/** A format with the media type that is stored. */
export interface Detected {
  format: Format;
  mediaType: string;
  /** True where the extension of the name belongs to another format; the content decides. */
  isNameWrong: boolean;
}

const mediaTypes: Readonly<Record<Format, string>> = {
  pdf: 'application/pdf',
  image: 'image/jpeg',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  doc: 'application/msword',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  rtf: 'application/rtf',
  html: 'text/html',
  markdown: 'text/markdown',
  text: 'text/plain',
};

/** Extensions that people give to each format; any other is taken for a slip. */
const extensions: Readonly<Record<Format, RegExp>> = {
  pdf: /^pdf$/u,
  image: /^(?:jpe?g|jfif|png|tiff?|webp|gif)$/u,
  docx: /^do[ct][xm]$/u,
  doc: /^do[ct]$/u,
  xlsx: /^xl[st][xm]$/u,
  pptx: /^p(?:p[st]|ot)[xm]$/u,
  odt: /^(?:od[ts]|ott)$/u,
  rtf: /^(?:rtf|doc)$/u,
  html: /^(?:x?html?|mht|txt)$/u,
  markdown: /^(?:md|markdown|txt)$/u,
  text: /^(?!(?:docx?|pdf|xlsx?|pptx?|od[tsp]|rtf|zip|eml|jpe?g|png|tiff?)$)/u,
};

/**
 * Tells the format from the bytes; the name only decides between kinds of plain text and words the refusal. What
 * stands first decides for a file that could be read in two ways (a PDF with an archive behind it).
 * @throws DocumentUnreadableError where no parser can read it
 */
export async function detectFormat(bytes: Uint8Array, fileName: string): Promise<Detected> {
  if (bytes.byteLength === 0) throw new DocumentUnreadableError(unreadable.empty);
  const extension = extensionOf(fileName);
  const found = (format: Format): Detected => ({
    format,
    mediaType: mediaTypes[format],
    isNameWrong: extension !== '' && !extensions[format].test(extension),
  });
  if (startsLikeZip(bytes)) return found(await formatOfZip(bytes, extension));
  // A PDF may have a few bytes before its mark (mail gateways add them), which file-type does not accept.
  if (asLatin(bytes, 0, 1024).includes('%PDF-')) return found('pdf');
  // Loaded with the first file: its forty modules are nothing that a start should wait for.
  const { fileTypeFromBuffer } = await import('file-type');
  const type = await fileTypeFromBuffer(bytes).catch(() => undefined);
  switch (type?.ext) {
    case 'cfb':
      if (isOldWord(bytes)) return found('doc');
      throw new DocumentUnreadableError(refusalOfCompound(bytes));
    case 'rtf':
      return found('rtf');
    case 'jpg':
    case 'png':
    case 'tif':
    case 'webp':
    case 'gif':
      return { ...found('image'), mediaType: type.mime };
    case 'bmp':
    case 'heic':
      throw new DocumentUnreadableError(unreadable.image);
    case 'rar':
    case '7z':
    case 'gz':
    case 'tar':
    case 'bz2':
    case 'xz':
    case 'cab':
      throw new DocumentUnreadableError(unreadable.otherArchive);
    case 'exe':
    case 'elf':
    case 'macho':
    case 'class':
      throw new DocumentUnreadableError(unreadable.program);
    default:
  }
  if (type && type.ext !== 'xml') throw new DocumentUnreadableError(refusalByName(extension));
  const start = asText(bytes, 4096);
  const isMarkup = looksLikeHtml(start) || (/^x?html?$/u.test(extension) && /<[a-z][^>]*>/iu.test(start));
  if (!isMarkup && extension === 'docx') throw new DocumentUnreadableError(unreadable.notWord);
  if (!isMarkup && extension === 'pdf') throw new DocumentUnreadableError(unreadable.notPdf);
  if (isBinary(bytes)) throw new DocumentUnreadableError(refusalByName(extension));
  if (isMarkup) return found('html');
  if (looksLikeMail(bytes)) throw new DocumentUnreadableError(unreadable.archive);
  if (extension === 'md' || extension === 'markdown' || looksLikeMarkdown(start)) return found('markdown');
  return found('text');
}

/** An archive or an e-mail, which is taken apart before its members are read; null for anything else. */
export async function detectArchive(bytes: Uint8Array, fileName: string): Promise<'zip' | 'eml' | null> {
  if (startsLikeZip(bytes)) {
    // One that cannot be opened belongs to the name it bears, so that the refusal speaks of the right thing.
    const kind = await zipKind(bytes).catch(() => (extensionOf(fileName) === 'zip' ? 'zip' : null));
    return kind === 'zip' ? 'zip' : null;
  }
  return looksLikeMail(bytes) && !isBinary(bytes) ? 'eml' : null;
}

const extensionOf = (fileName: string): string => /\.([a-z0-9]+)$/iu.exec(fileName)?.[1]?.toLowerCase() ?? '';

async function formatOfZip(bytes: Uint8Array, extension: string): Promise<Format> {
  let kind: ZipKind;
  try {
    kind = await zipKind(bytes);
  } catch (error) {
    if (error instanceof DocumentUnreadableError) throw error;
    throw new DocumentUnreadableError(refusalOfBrokenZip(extension), { cause: error });
  }
  switch (kind) {
    case 'docx':
    case 'xlsx':
    case 'pptx':
    case 'odt':
      return kind;
    case 'ods':
      return 'odt';
    case 'zip':
      throw new DocumentUnreadableError(extension === 'docx' ? unreadable.notWord : unreadable.archive);
    default:
      throw new DocumentUnreadableError(unreadable.unknown);
  }
}

const refusalOfBrokenZip = (extension: string): string =>
  /^(?:do[ct][xm])$/u.test(extension) ? unreadable.brokenWord : unreadable.brokenArchive;

/**
 * True for an e-mail as mail programs save it: lines of headers from the first on, with at least three of those that
 * every mail has.
 */
export function looksLikeMail(bytes: Uint8Array): boolean {
  const head = asLatin(bytes, 0, 16_384).replace(/^(?:\xef\xbb\xbf)?(?:From [^\n]*\n|\s+)?/u, '');
  const headers =
    /^(?:[!-9;-~]+:[^\n]*(?:\n[ \t][^\n]*)*\n)+/u.exec(head.replace(/\r\n?/gu, '\n'))?.[0] ?? '';
  const known = headers.match(
    /^(?:From|To|Subject|Date|Message-ID|MIME-Version|Received|Content-Type|Return-Path|Delivered-To):/gimu,
  );
  return new Set((known ?? []).map((name) => name.toLowerCase())).size >= 3;
}

/** Old Office files and encrypted new ones share one container; the stream names tell them apart. */
function refusalOfCompound(bytes: Uint8Array): string {
  if (hasStream(bytes, 'EncryptedPackage')) return unreadable.encryptedOffice;
  if (hasStream(bytes, 'Workbook') || hasStream(bytes, 'Book')) return unreadable.oldExcel;
  if (hasStream(bytes, 'PowerPoint Document')) return unreadable.oldSlides;
  return unreadable.oldWord;
}

const isOldWord = (bytes: Uint8Array): boolean =>
  hasStream(bytes, 'WordDocument') && !hasStream(bytes, 'EncryptedPackage');

const hasStream = (bytes: Uint8Array, name: string): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(name, 'utf16le'));

function refusalByName(extension: string): string {
  if (extension === 'docx') return unreadable.notWord;
  if (extension === 'pdf') return unreadable.notPdf;
  return unreadable.unknown;
}

const asLatin = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/** The beginning of a file as text, for signs in ASCII. */
function asText(bytes: Uint8Array, length: number): string {
  const order = utf16OrderOf(bytes);
  return order === null
    ? asLatin(bytes, 0, length)
    : new TextDecoder(order).decode(bytes.subarray(0, length * 2));
}

/**
 * UTF-16 by its byte order mark, or by zeros in every second place only, as old exports write it without a mark; null
 * for anything else.
 */
export function utf16OrderOf(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, 4096);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  // Spaces, line ends and plain letters make up more than a quarter of any Vietnamese text.
  const enough = sample.length / 8;
  if (odd > enough && even === 0) return 'utf-16le';
  if (even > enough && odd === 0) return 'utf-16be';
  return null;
}

/**
 * Control characters do not occur in text, but for a stray one in long files that old programs wrote. In UTF-16 every
 * second byte may be zero.
 */
function isBinary(bytes: Uint8Array): boolean {
  if (utf16OrderOf(bytes) !== null) return false;
  const sample = bytes.subarray(0, 65_536);
  let controls = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls += 1;
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
