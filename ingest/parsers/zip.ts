import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { openZip } from '../archive/archive-zip.ts';
import { officeLimits } from '../detect-zip.ts';

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
 * @throws DocumentUnreadableError where its parts together, or a single one, would be too large; Error for no zip, or a
 * damaged one
 */
export async function openOfficeFile(bytes: Uint8Array): Promise<OfficeParts> {
  const zip = await openZip(bytes, officeLimits);
  const parts = new Map(zip.entries.map((entry) => [entry.name, entry]));
  return {
    names: [...parts.keys()],
    async text(name) {
      const part = parts.get(name);
      if (!part) return '';
      if (part.sizeBytes > maxPartBytes) throw new DocumentUnreadableError(unreadable.tooLarge);
      return decodeXml(zip.read(part));
    },
  };
}

/** XML is UTF-8 unless a byte order mark says otherwise. */
function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
