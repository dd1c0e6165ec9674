import { openZip, type Zip, type ZipLimits } from './archive/archive-zip.ts';

/** What a zip archive is: a document of an office program, or an archive of files. */
export type ZipKind = 'docx' | 'xlsx' | 'pptx' | 'odt' | 'ods' | 'odp' | 'zip';

/** An office document with all its pictures; a single part of text is bounded more tightly by its parser. */
export const officeLimits: ZipLimits = {
  maxEntries: 20_000,
  maxTotalBytes: 400 * 1024 * 1024,
  maxEntryBytes: 200 * 1024 * 1024,
  // Tables of equal cells pack a hundredfold; a bomb a thousandfold.
  maxRatio: 400,
};

/** True where the bytes begin like a zip archive, an empty one included. */
export const startsLikeZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 &&
  bytes[1] === 0x4b &&
  ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));

const openDocument: Readonly<Record<string, ZipKind>> = {
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.text-template': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
};

/**
 * Tells office documents from archives by what lies in them, never by the name: an archive that holds an unpacked
 * document in a folder is still an archive.
 * @throws DocumentUnreadableError where it would unpack to too much; Error where it is damaged
 */
export async function zipKind(bytes: Uint8Array): Promise<ZipKind> {
  const zip = await openZip(bytes, officeLimits);
  const names = new Set(zip.entries.map((entry) => entry.name));
  if (names.has('[Content_Types].xml')) {
    const has = (folder: string): boolean => zip.entries.some((entry) => entry.name.startsWith(folder));
    if (has('word/')) return 'docx';
    if (has('xl/')) return 'xlsx';
    if (has('ppt/')) return 'pptx';
  }
  return (
    openDocument[mediaTypeOf(zip)] ??
    (names.has('content.xml') && names.has('META-INF/manifest.xml') ? 'odt' : 'zip')
  );
}

/** OpenDocument files say what they are in their first entry, which is not packed. */
function mediaTypeOf(zip: Zip): string {
  const entry = zip.entries.find(({ name, sizeBytes }) => name === 'mimetype' && sizeBytes < 200);
  try {
    return entry ? Buffer.from(zip.read(entry)).toString('latin1').trim() : '';
  } catch {
    return '';
  }
}
