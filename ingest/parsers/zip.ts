import JSZip from 'jszip';
import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';

/** A zip may unpack to a thousand times its size; real documents with pictures stay far below this. */
const maxUnpackedBytes = 300 * 1024 * 1024;
/** One part of XML; its tree takes about ten times as much. */
const maxPartBytes = 80 * 1024 * 1024;

/** The parts of an office file that are asked for by name. */
export interface OfficeParts {
  /** All part names in the order of the archive. */
  names: readonly string[];
  /** Text of a part; '' where the file has none. */
  text(name: string): Promise<string>;
}

/**
 * Opens an office file (.docx, .pptx, .odt), which is a zip archive.
 * @throws DocumentUnreadableError where its parts together, or a single one, would be too large; Error for no zip
 */
export async function openOfficeFile(bytes: Uint8Array): Promise<OfficeParts> {
  const zip = await JSZip.loadAsync(bytes);
  const files = Object.values(zip.files);
  // JSZip keeps the size that the archive states; it checks it again while unpacking.
  const statedSize = (file: JSZip.JSZipObject): number =>
    (file as unknown as { _data?: { uncompressedSize?: number } })._data?.uncompressedSize ?? 0;
  if (files.reduce((sum, file) => sum + statedSize(file), 0) > maxUnpackedBytes)
    throw new DocumentUnreadableError(unreadable.tooLarge);
  return {
    names: files.filter((file) => !file.dir).map((file) => file.name),
    async text(name) {
      const file = zip.file(name);
      if (!file) return '';
      if (statedSize(file) > maxPartBytes) throw new DocumentUnreadableError(unreadable.tooLarge);
      return decodeXml(await file.async('uint8array'));
    },
  };
}

/** XML is UTF-8 unless a byte order mark says otherwise. */
function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
