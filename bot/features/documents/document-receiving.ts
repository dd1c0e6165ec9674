import { may } from '../../../access/permissions.ts';
import { DocumentUnreadableError, toAppError } from '../../../core/errors.ts';
import type { FileRef } from '../../../db/file-store.ts';
import { getDocument } from '../../../ingest/document-ledger-store.ts';
import { findByFile } from '../../../ingest/document-store.ts';
import {
  addReadingJob,
  addRefusal,
  findReadingJob,
  isFileNeeded,
  listIntake,
} from '../../../ingest/intake.ts';
import type { ReadDocument } from '../../../ingest/types.ts';
import * as words from '../../../prompts/documents.ts';
import { secretRefused } from '../../../prompts/ingest.ts';
import type { Block, FeatureRequest, Outcome, RefusedFile, TurnContext } from '../../types.ts';
import { labelOf } from './document-card.ts';
import { dialogueOf, id, orNone, say, text, without } from './document-dialogue.ts';
import type { Deps, DocumentDialogue, WaitingFile } from './document-dialogue.ts';
import { factsFor, readInTurn, refusal } from './document-reading.ts';
import { present } from './document-show.ts';

/*
 * From a received file to what a person sees of it. A file is read while its sender waits, for a short while; a longer
 * reading goes on in the background, and its end comes back here as `readingEnded`. Every file is on the ledger from the
 * moment that it is received.
 */

/** How long a person waits for one file, and for all files of one message together, in milliseconds. */
const patienceMs = 6_000;
const patienceForAllMs = 12_000;

/** What became of a received file. */
type Received =
  | { state: 'ready'; read: ReadDocument }
  | { state: 'reading'; done: number; total: number }
  | { state: 'over'; sentence: string; refused?: RefusedFile };

/** Takes files in: reads them where that is quick, shows what was understood, and keeps the others on the ledger. */
export async function takeFiles(
  deps: Deps,
  context: TurnContext,
  request: Extract<FeatureRequest, { type: 'files' }>,
): Promise<Outcome> {
  const { files, refused = [], batch } = request;
  const isAllowed = may(context.viewer.role, 'documents.ingest');
  if (!isAllowed || context.isGroup) {
    // What is not taken in is not kept, unless the same file is somebody else's already: of a document, on its way to
    // one, or made by the assistant and sent back.
    for (const { sha256 } of files) {
      if (!(await isFileNeeded(context.db, sha256))) await deps.files.remove(sha256);
    }
    if (batch && !batch.isEnd) return { blocks: [] };
    return say(isAllowed ? words.ingestInPrivate : words.notAllowedToIngest);
  }
  const open = dialogueOf(context);
  const sentences = [
    ...open.pending,
    ...refused.map(({ name, sentence }) => words.cannotRead(name, sentence)),
  ];
  const notTaken: RefusedFile[] = [...refused];
  const taken: (WaitingFile & { state: 'ready' | 'waiting' })[] = [];
  const isKnown = ({ sha256 }: FileRef): boolean =>
    [...open.files, ...taken].some(({ file }) => file.sha256 === sha256);
  let left = patienceForAllMs;
  for (const [index, file] of files.entries()) {
    if (isKnown(file)) continue;
    const started = performance.now();
    const place = files.length > 1 ? { index: index + 1, count: files.length } : null;
    const received = await receive(deps, context, file, Math.min(left, patienceMs), place);
    left = Math.max(0, left - (performance.now() - started));
    if (received.state === 'over') {
      sentences.push(received.sentence);
      if (received.refused) notTaken.push(received.refused);
    } else if (received.state === 'ready') {
      taken.push({ file, state: 'ready', facts: await factsFor(context, received.read) });
    } else {
      taken.push({ file, state: 'waiting', facts: null });
      if (files.length === 1 && !batch)
        sentences.push(words.goesOn(file.name, received.done, received.total));
    }
  }
  const all: WaitingFile[] = [...open.files, ...taken.map(({ file, facts }) => ({ file, facts }))];
  const write: Outcome['write'] = async (t) => {
    const { lane, address, account, now } = context;
    const sent = { lane, address, accountId: account.id, now };
    for (const { file, state } of taken) await addReadingJob(t, { ...sent, file, state });
    for (const { name, sentence, isSecret } of notTaken) {
      const code = isSecret ? 'document-secret' : 'document-unreadable';
      await addRefusal(t, { ...sent, name, reason: sentence, code });
    }
  };
  const dialogue: DocumentDialogue = { ...open, files: all, pending: [] };
  if (batch && !batch.isEnd) {
    return { blocks: [], write, dialogue: orNone({ ...dialogue, pending: sentences }) };
  }
  const isTold = !batch && files.length === 1;
  const outcome = await present(deps, context, dialogue, sentences, isTold);
  return { ...outcome, write };
}

/** Reads a file for as long as its sender is patient. One that cannot be taken in is forgotten, with a sentence. */
async function receive(
  deps: Deps,
  context: TurnContext,
  file: FileRef,
  patience: number,
  place: { index: number; count: number } | null,
): Promise<Received> {
  const known = await findByFile(context.db, file.sha256);
  if (known) {
    const document = await getDocument(context.db, context.viewer, known);
    return {
      state: 'over',
      sentence: words.alreadyKept(file.name, document ? labelOf(document) : file.name),
    };
  }
  if (patience <= 0) return { state: 'reading', done: 0, total: 0 };
  try {
    return await readInTurn(deps, context, file, {}, patience, place);
  } catch (error) {
    const sentence = await refusal(deps, context, file, error);
    return {
      state: 'over',
      sentence,
      refused:
        error instanceof DocumentUnreadableError
          ? { name: file.name, sentence: error.sentence }
          : { name: words.secretFileName, sentence, isSecret: true },
    };
  }
}

/** The reading of a file in the background has ended. Said once nothing of this person's is being read any more. */
export async function readingEnded(deps: Deps, context: TurnContext, jobId: string): Promise<Outcome> {
  const job = await findReadingJob(context.db, jobId);
  if (!job) return { blocks: [] };
  const { file } = job.payload;
  const open = dialogueOf(context);
  if (!file || job.failure === 'document-secret') {
    // Which of the files it was is not known any more: its name and hash are gone with it.
    const rest = await stillThere(deps, open);
    return {
      blocks: [text(secretRefused)],
      ...(context.dialogue === undefined ? {} : { dialogue: orNone(rest) }),
    };
  }
  if (job.state === 'failed' || job.state === 'dead') {
    const blocks = failureBlocks(jobId, file, job.reason);
    const rest = without(open, file.sha256);
    return context.dialogue === undefined ? { blocks } : { blocks, dialogue: orNone(rest) };
  }
  if (job.state !== 'done') return { blocks: [] };
  const known = await withReadFiles(deps, context, open);
  if (known.files.every((one) => one.file.sha256 !== file.sha256)) return { blocks: [] };
  if (known.files.some(({ facts }) => facts === null)) {
    return context.dialogue === undefined ? { blocks: [] } : { blocks: [], dialogue: known };
  }
  if (context.isElsewhere || known.current !== null) {
    const blocks: Block[] = [
      text(words.isRead(file.name)),
      {
        type: 'choices',
        id: 'document-read',
        isOnce: false,
        options: [{ label: words.jobButtons.look, action: `${id}:look:${file.sha256}`, style: 'primary' }],
      },
    ];
    return context.isElsewhere ? { blocks } : { blocks, dialogue: known };
  }
  return present(deps, context, known, known.files.length === 1 ? [words.isRead(file.name)] : []);
}

const failureBlocks = (jobId: string, file: FileRef, reason: string | null): Block[] => [
  text(words.readingFailed(file.name, reason ?? words.failedWithoutReason)),
  {
    type: 'choices',
    id: 'document-failed',
    isOnce: false,
    options: [
      { label: words.jobButtons.retry, action: `${id}:retry:${jobId}` },
      { label: words.jobButtons.drop, action: `${id}:forget:${jobId}`, style: 'danger' },
    ],
  },
];

/** The dialogue with all of this person's files on the ledger, what was understood of each that is read. */
export async function withReadFiles(
  deps: Deps,
  context: TurnContext,
  open: DocumentDialogue,
): Promise<DocumentDialogue> {
  const entries = await listIntake(context.db, context.viewer, { states: ['waiting', 'reading', 'ready'] });
  const files = new Map(open.files.map((one) => [one.file.sha256, one]));
  // Oldest first, as they were sent.
  for (const { file, state, accountId } of entries.reverse()) {
    if (!file || accountId !== context.account.id) continue;
    if (files.get(file.sha256)?.facts) continue;
    let facts: WaitingFile['facts'] = null;
    if (state === 'ready') {
      try {
        const read = await readInTurn(deps, context, file, {}, patienceForAllMs);
        if (read.state === 'ready') facts = await factsFor(context, read.read);
      } catch (error) {
        // It was read before; what has happened to it since is told when somebody looks at it.
        if (!['document-unreadable', 'document-secret'].includes(toAppError(error).code)) throw error;
        continue;
      }
    }
    files.set(file.sha256, { file, facts });
  }
  return { ...open, files: [...files.values()] };
}

/** The dialogue without files whose bytes are gone. */
async function stillThere(deps: Deps, open: DocumentDialogue): Promise<DocumentDialogue> {
  let left = open;
  for (const { file } of open.files) {
    if (!(await deps.files.read(file.sha256))) left = without(left, file.sha256);
  }
  return left;
}
