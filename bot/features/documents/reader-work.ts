import { DocumentUnreadableError } from '../../../core/errors.ts';
import * as documents from '../../../ingest/reader/work.ts';
import type { ReaderWork } from '../../../ingest/reader/protocol.ts';
import { looksLikeRegister } from '../../../members/register/looks-like-register.ts';
import { unreadable } from '../../../prompts/ingest.ts';

/*
 * What the reader process of an office does: a list of members is refused there as well, within the same limits. A sheet
 * of a thousand bytes with one cell far away becomes a table of millions.
 */

export const read: ReaderWork['read'] = async (bytes, fileName, corrections, options) => {
  if (await looksLikeRegister(bytes, fileName)) throw new DocumentUnreadableError(unreadable.register);
  return documents.read(bytes, fileName, corrections, options);
};

export const inspect: ReaderWork['inspect'] = async (bytes, fileName, options) => {
  const { accepted, refused } = await documents.inspect(bytes, fileName, options);
  const inspection: Awaited<ReturnType<ReaderWork['inspect']>> = { accepted: [], refused: [...refused] };
  for (const file of accepted) {
    const { name } = file;
    if (await looksLikeRegister(file.bytes, name))
      inspection.refused.push({ name, sentence: unreadable.register, code: 'document-unreadable' });
    else inspection.accepted.push(file);
  }
  return inspection;
};

export const { pageImage } = documents;
