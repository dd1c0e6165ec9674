import { inflateRawSync } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';

/** How much a zip archive may hold. */
export interface ZipLimits {
  maxEntries: number;
  /** Unpacked size of all entries together, in bytes. */
  maxTotalBytes: number;
  maxEntryBytes: number;
  /** How many times its packed size an archive of some size may unpack to. */
  maxRatio: number;
}

/** One file of an archive. */
export interface ZipEntry {
  /** With its folders, '/' between them; never to be used as a path. */
  name: string;
  sizeBytes: number;
  isEncrypted: boolean;
  /** A symbolic link, whose content is only a path. */
  isLink: boolean;
}

/** An archive that keeps within its limits. */
export interface Zip {
  /** The files in the order of the archive, folders left out. */
  entries: readonly ZipEntry[];
  /** What was written about the archive as a whole. */
  comment: string;
  /** @throws Error where the entry is damaged, encrypted or larger than it says */
  read(entry: ZipEntry): Uint8Array;
}

/** Below this size no ratio is suspicious: a page of blanks packs to almost nothing. */
const harmlessBytes = 16 * 1024 * 1024;
const msDos = 0;
const unix = 3;

/**
 * Opens a zip archive in memory. The limits hold against what the archive says before anything is unpacked, and against
 * what it really holds while it is: an entry that goes on past its stated size is broken off there.
 * @throws DocumentUnreadableError where it would be too large; Error where it is no archive or damaged
 */
export async function openZip(bytes: Uint8Array, limits: ZipLimits): Promise<Zip> {
  const buffer = withoutTail(bytes);
  const { file, entries } = await readDirectory(buffer, limits);
  const total = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  const packed = entries.reduce((sum, entry) => sum + entry.compressedSize, 0);
  const isTooLarge =
    total > limits.maxTotalBytes ||
    entries.some((entry) => entry.uncompressedSize > limits.maxEntryBytes) ||
    (total > harmlessBytes && total > packed * limits.maxRatio);
  // Entries that share their packed bytes are made to unpack to far more than the archive could hold.
  if (isTooLarge || packed > buffer.length) throw new DocumentUnreadableError(unreadable.tooLarge);
  const starts = await Promise.all(entries.map((entry) => startOf(file, entry)));
  const contents = new Map<ZipEntry, { entry: Entry; start: number }>();
  for (const [index, entry] of entries.entries()) {
    const name = nameOf(entry);
    if (name.endsWith('/')) continue;
    const system = entry.versionMadeBy >> 8;
    const mode = entry.externalFileAttributes >>> 16;
    const found: ZipEntry = {
      name,
      sizeBytes: entry.uncompressedSize,
      isEncrypted: entry.isEncrypted(),
      isLink: system === unix && (mode & 0o170000) === 0o120000,
    };
    contents.set(found, { entry, start: starts[index] as number });
  }
  return {
    entries: [...contents.keys()],
    comment: decodeName(file.comment),
    read(wanted) {
      const content = contents.get(wanted);
      if (!content) throw new Error('no entry of this archive');
      return unpack(buffer, content.entry, content.start);
    },
  };
}

/** Mail gateways and broken downloads leave bytes behind the end of an archive. */
function withoutTail(bytes: Uint8Array): Buffer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > buffer.length) return buffer;
  return buffer.subarray(0, Math.min(buffer.length, end + 22 + buffer.readUInt16LE(end + 20)));
}

function readDirectory(buffer: Buffer, limits: ZipLimits): Promise<{ file: ZipFile; entries: Entry[] }> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: false };
    yauzl.fromBuffer(buffer, options, (error, file) => {
      if (error) {
        reject(error);
        return;
      }
      if (file.entryCount > limits.maxEntries) {
        reject(new DocumentUnreadableError(unreadable.tooManyMembers));
        return;
      }
      const entries: Entry[] = [];
      file.on('error', reject);
      file.on('end', () => resolve({ file, entries }));
      file.on('entry', (entry) => {
        entries.push(entry);
        file.readEntry();
      });
      file.readEntry();
    });
  });
}

const startOf = (file: ZipFile, entry: Entry): Promise<number> =>
  new Promise((resolve, reject) => {
    file.readLocalFileHeader(entry, { minimal: true }, (error, header) =>
      error ? reject(error) : resolve(header.fileDataStart),
    );
  });

function unpack(buffer: Buffer, entry: Entry, start: number): Uint8Array {
  if (entry.isEncrypted()) throw new Error('the entry is encrypted');
  const packed = buffer.subarray(start, start + entry.compressedSize);
  let content: Buffer;
  if (entry.compressionMethod === 0) content = packed;
  else if (entry.compressionMethod === 8)
    content = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.uncompressedSize) });
  else throw new Error('unknown method of packing');
  if (content.length !== entry.uncompressedSize) throw new Error('the entry is not as long as it says');
  // Some writers leave the sum out.
  if (entry.crc32 !== 0 && crc32(content) !== entry.crc32) throw new Error('the entry is damaged');
  return content;
}

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Node 20 has none of its own. */
function crc32(bytes: Uint8Array): number {
  let value = -1;
  for (let index = 0; index < bytes.length; index++)
    value = (value >>> 8) ^ (crcTable[(value ^ (bytes[index] as number)) & 0xff] as number);
  return (value ^ -1) >>> 0;
}

const utf8Flag = 0x800;
const unicodePathField = 0x7075;

function nameOf(entry: Entry): string {
  const isDeclared =
    (entry.generalPurposeBitFlag & utf8Flag) !== 0 ||
    entry.extraFields.some((field) => field.id === unicodePathField);
  const name = isDeclared
    ? yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
    : decodeName(entry.fileNameRaw);
  // Windows writes '\', which elsewhere may stand in a name.
  return (
    entry.versionMadeBy >> 8 === msDos || !name.includes('/') ? name.replaceAll('\\', '/') : name
  ).normalize('NFC');
}

/**
 * A name without the mark of UTF-8 is in the code page of the machine that packed it: UTF-8 on Unix and macOS, 1258 on a
 * Vietnamese Windows, 437 by the standard. Each is taken only where it gives a plausible name.
 */
export function decodeName(raw: Uint8Array): string {
  const buffer = Buffer.from(raw);
  if (buffer.every((byte) => byte < 0x80)) return buffer.toString('latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw).normalize('NFC');
  } catch {
    const vietnamese = new TextDecoder('windows-1258').decode(raw).normalize('NFC');
    if (/^[\p{Script=Latin}\p{N}\x20-\x7e–]+$/u.test(vietnamese)) return vietnamese;
    return yauzl.getFileNameLowLevel(0, buffer, [], true);
  }
}
