import { AppError, DocumentUnreadableError } from '../core/errors.ts';
import { archiveName } from '../prompts/archive.ts';
import { secretRefused, unreadable } from '../prompts/ingest.ts';
import { isArchive, memberName, unpackArchive, type Unpacked } from './archive/archive.ts';
import { detectFormat } from './detect.ts';
import { readDocument } from './read-document.ts';
import type { Inspection, RefusedFile } from './reader/protocol.ts';
import { isSecretMark, isSecretPath } from './secrecy.ts';
import type { ReadDocument, ReadProgress, ScannedPage } from './types.ts';

/** How to inspect, and what its caller can use of what was read on the way. */
export interface InspectOptions {
  signal?: AbortSignal;
  /** Members of an archive done. */
  onProgress?(progress: ReadProgress): void;
  /** A document that had to be read to the end to be checked, so that it need not be read again. */
  onDocument?(bytes: Uint8Array, fileName: string, document: ReadDocument): void;
  /** The first page of a scan, likewise. */
  onPage?(bytes: Uint8Array, page: ScannedPage): void;
}

/**
 * Decides what of a file may be kept, before anything of it is. An archive or e-mail is taken apart, and only its
 * members can be accepted; each file is read as far as a mark of secrecy may stand: text to its end, scans on their
 * first page. A name that is itself such a mark is not repeated.
 * @throws the reason of `options.signal`; nothing for what a file holds
 */
export async function inspectFile(
  bytes: Uint8Array,
  fileName: string,
  options: InspectOptions = {},
): Promise<Inspection> {
  const inspection: Inspection = { accepted: [], refused: [] };
  if (isSecretPath(fileName)) {
    inspection.refused.push(secret(archiveName.hidden));
    return inspection;
  }
  if (!(await isArchive(bytes, fileName))) {
    await inspectOne(bytes, fileName, inspection, options);
    return inspection;
  }
  let unpacked: Unpacked;
  try {
    unpacked = await unpackArchive(bytes, fileName);
  } catch (error) {
    options.signal?.throwIfAborted();
    inspection.refused.push(unreadableFile(fileName, error));
    return inspection;
  }
  // A mark on the whole is a mark on each part.
  if (unpacked.marks.some(isSecretMark)) {
    inspection.refused.push(secret(fileName));
    return inspection;
  }
  const total = unpacked.members.length;
  for (const [index, { path, bytes: content }] of unpacked.members.entries()) {
    options.signal?.throwIfAborted();
    if (isSecretPath(path)) inspection.refused.push(secret(archiveName.hidden));
    else await inspectOne(content, memberName(path, index + 1), inspection, options);
    options.onProgress?.({ done: index + 1, total });
  }
  for (const [index, { path, sentence }] of unpacked.refused.entries()) {
    if (isSecretPath(path)) inspection.refused.push(secret(archiveName.hidden));
    else
      inspection.refused.push({
        name: memberName(path, total + index + 1),
        sentence,
        code: 'document-unreadable',
      });
  }
  return inspection;
}

async function inspectOne(
  bytes: Uint8Array,
  name: string,
  inspection: Inspection,
  options: InspectOptions,
): Promise<void> {
  let firstPage: ScannedPage | undefined;
  let pages = 0;
  try {
    const { mediaType } = await detectFormat(bytes, name);
    try {
      const document = await readDocument(
        bytes,
        name,
        {},
        {
          scanLimit: 1,
          onPage: (page) => void (firstPage ??= page),
          onProgress: ({ total }) => (pages = total),
          ...(options.signal ? { signal: options.signal } : {}),
        },
      );
      const isWhole = firstPage === undefined && !document.warnings.includes('pages-without-text');
      if (isWhole) options.onDocument?.(bytes, name, document);
    } catch (error) {
      // An empty cover says nothing about the pages behind it.
      const isCover = firstPage !== undefined && pages > 1 && isSentence(error, unreadable.noText);
      if (!isCover) throw error;
    }
    if (firstPage) options.onPage?.(bytes, firstPage);
    inspection.accepted.push({ name, bytes, mime: mediaType });
  } catch (error) {
    options.signal?.throwIfAborted();
    inspection.refused.push(
      error instanceof AppError && error.code === 'document-secret'
        ? secret(name)
        : unreadableFile(name, error),
    );
  }
}

const isSentence = (error: unknown, sentence: string): boolean =>
  error instanceof DocumentUnreadableError && error.sentence === sentence;

const secret = (name: string): RefusedFile => ({ name, sentence: secretRefused, code: 'document-secret' });

const unreadableFile = (name: string, error: unknown): RefusedFile => ({
  name,
  sentence: error instanceof DocumentUnreadableError ? error.sentence : unreadable.readerUpset,
  code: 'document-unreadable',
});
