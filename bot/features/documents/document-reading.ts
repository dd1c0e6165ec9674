import { AppError, DocumentUnreadableError } from '../../../core/errors.ts';
import type { Queryable } from '../../../db/database.ts';
import type { FileRef } from '../../../db/file-store.ts';
import { dropJob, isFileNeeded, listIntake } from '../../../ingest/intake.ts';
import type { Corrections, ReadDocument } from '../../../ingest/types.ts';
import { findRelatedVersions } from '../../../ingest/versions/versions.ts';
import * as words from '../../../prompts/documents.ts';
import { secretRefused } from '../../../prompts/ingest.ts';
import type { TurnContext } from '../../types.ts';
import type { Deps, FileFacts, Review } from './document-dialogue.ts';
import { factsOf } from './document-preview.ts';

/* Reading a waiting file with a person waiting, and letting go of one. */

/** How long a person waits for a file that was read before: its text is read again, its pages are kept. */
const patienceForKnownMs = 60_000;

/** How far a reading came while its sender was patient. */
export type Reading =
  { state: 'ready'; read: ReadDocument } | { state: 'reading'; done: number; total: number };

/** Reads a file and shows how far that has come. */
export async function readInTurn(
  { intake }: Deps,
  context: TurnContext,
  file: FileRef,
  corrections: Corrections,
  patience: number,
  place: { index: number; count: number } | null = null,
): Promise<Reading> {
  const show = (done: number, total: number): void =>
    context.live(
      place
        ? words.readingOfMany(place.index, place.count, file.name, done, total)
        : words.reading(file.name, done, total),
    );
  show(0, 0);
  const result = await intake.read(file, corrections, {
    patienceMs: patience,
    signal: context.signal,
    onProgress: ({ done, total }) => show(done, total),
  });
  return result.state === 'read'
    ? { state: 'ready', read: result.read }
    : { state: 'reading', ...result.progress };
}

/** The file as it is read with the corrections, or the sentence why it cannot be. */
export async function readAgain(
  deps: Deps,
  context: TurnContext,
  file: FileRef,
  { corrections }: Review,
): Promise<ReadDocument | string> {
  try {
    const result = await readInTurn(deps, context, file, corrections, patienceForKnownMs);
    return result.state === 'ready' ? result.read : words.goesOn(file.name, result.done, result.total);
  } catch (error) {
    const isExpected =
      error instanceof DocumentUnreadableError ||
      (error instanceof AppError && error.code === 'document-secret');
    if (!isExpected) throw error;
    return refusal(deps, context, file, error);
  }
}

/** Why a file is not taken in. It is also forgotten: one that nobody can read is of no use, a secret one may not stay. */
export async function refusal(
  deps: Deps,
  context: TurnContext,
  file: FileRef,
  error: unknown,
): Promise<string> {
  const isSecret = error instanceof AppError && error.code === 'document-secret';
  if (!isSecret && !(error instanceof DocumentUnreadableError)) throw error;
  if (isSecret || !(await isFileNeeded(context.db, file.sha256))) await deps.files.remove(file.sha256);
  return error instanceof DocumentUnreadableError
    ? words.cannotRead(file.name, error.sentence)
    : secretRefused;
}

/** What the summary says of a read file. */
export async function factsFor(context: TurnContext, read: ReadDocument): Promise<FileFacts> {
  return factsOf(read, (await findRelatedVersions(context.db, context.viewer, read)).length);
}

/** Takes a file off the ledger, and out of the store where nothing else needs it. */
export async function dropFile(
  deps: Deps,
  context: TurnContext,
  t: Queryable,
  sha256: string,
): Promise<void> {
  for (const entry of await listIntake(t, context.viewer)) {
    if (entry.file?.sha256 !== sha256 || entry.state === 'dropped') continue;
    const unused = await dropJob(t, entry.jobId, context.now);
    if (unused !== null) await deps.files.remove(unused);
  }
}
