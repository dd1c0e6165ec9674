import { AppError, DocumentUnreadableError } from '../core/errors.ts';
import { detectFormat } from './detect.ts';
import { readDocument } from './read-document.ts';
import { secretRefused } from '../prompts/ingest.ts';
import type { Inspection } from './reader/protocol.ts';

/** Decides what of a file may be kept, before anything of it is. */
export async function inspectFile(
  bytes: Uint8Array,
  fileName: string,
  signal: AbortSignal,
): Promise<Inspection> {
  signal.throwIfAborted();
  try {
    const { mediaType } = await detectFormat(bytes, fileName);
    await readDocument(bytes, fileName);
    return { accepted: [{ name: fileName, bytes, mime: mediaType }], refused: [] };
  } catch (error) {
    if (error instanceof DocumentUnreadableError)
      return {
        accepted: [],
        refused: [{ name: fileName, sentence: error.sentence, code: 'document-unreadable' }],
      };
    if (error instanceof AppError && error.code === 'document-secret')
      return {
        accepted: [],
        refused: [{ name: fileName, sentence: secretRefused, code: 'document-secret' }],
      };
    throw error;
  }
}
