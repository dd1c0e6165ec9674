import { may } from '../../../access/permissions.ts';
import { listDocuments, listHeads, type LedgerEntry } from '../../../ingest/document-ledger-store.ts';
import {
  dropJob,
  findReadingJob,
  listIntake,
  nameOfReading,
  retryJob,
  type IntakeEntry,
  type IntakeState,
} from '../../../ingest/intake.ts';
import { listRelationsToConfirm } from '../../../ingest/relations/relation-store.ts';
import * as words from '../../../prompts/documents.ts';
import { scopeNames } from '../../../prompts/ingest.ts';
import type { DocumentStatus } from '../../../rag/types.ts';
import { formatDate } from '../../../text/dates.ts';
import { fold } from '../../../text/normalise.ts';
import type { Block, Choice, Outcome, TurnContext } from '../../types.ts';
import { chooseDocument, findDocuments } from './document-card.ts';
import { id, say, text, type Deps } from './document-dialogue.ts';
import { relationsToConfirm } from './document-relations.ts';

/* '/khovanban': what is kept, what is on its way, and which relations wait for an admin's word. */

const pageLength = 20;
const mostFiles = 20;

/** '/khovanban', '/khovanban lỗi', '/khovanban chờ', '/khovanban quan hệ', or words of a document. */
export async function ledger(deps: Deps, context: TurnContext, typed: string): Promise<Outcome> {
  const asked = fold(typed.trim());
  const isAdmin = may(context.viewer.role, 'documents.ingest');
  if (asked === '') return keptDocuments(deps, context, 0);
  if (isAdmin && /^(?:(?:bi )?loi|that bai|hong)$/u.test(asked)) {
    return onTheWay(context, ['failed', 'refused'], words.noneOnTheWay.failed);
  }
  if (isAdmin && /^(?:dang )?(?:cho|doc|xu ly)(?: xac nhan| doc)?$/u.test(asked)) {
    return onTheWay(context, ['waiting', 'reading', 'ready'], words.noneOnTheWay.waiting);
  }
  if (isAdmin && /^quan he$/u.test(asked)) return relationsToConfirm(context);
  return chooseDocument(
    context,
    typed,
    findDocuments(typed, await listHeads(context.db, context.viewer)),
    'show',
  );
}

/** One page of the kept documents, before the first one what is still on its way. */
export async function keptDocuments(deps: Deps, context: TurnContext, offset: number): Promise<Outcome> {
  const { db, viewer, today } = context;
  const isAdmin = may(viewer.role, 'documents.ingest');
  const files =
    offset === 0 && isAdmin
      ? await listIntake(db, viewer, { states: ['waiting', 'reading', 'ready', 'failed', 'refused'] })
      : [];
  const blocks: Block[] = files.length > 0 ? [filesTable(files)] : [];
  const { entries, total } = await listDocuments(db, viewer, { limit: pageLength, offset });
  if (entries.length > 0) {
    const ids = entries.map((entry) => entry.id);
    const statuses = (await deps.statuses?.(viewer, ids, today)) ?? new Map<string, DocumentStatus>();
    blocks.push({
      type: 'table',
      title: words.ledgerTitle(offset + 1, offset + entries.length, total),
      head: [...words.ledgerHeads],
      rows: entries.map((entry) => rowOf(entry, statuses.get(entry.id))),
    });
  }
  const waiting = offset === 0 && isAdmin ? (await listRelationsToConfirm(db, viewer)).length : 0;
  const options: Choice[] = [
    ...fileChoices(files),
    ...(waiting > 0 ? [{ label: words.relationsButton(waiting), action: `${id}:relations` }] : []),
    ...(offset + entries.length < total
      ? [{ label: words.ledgerMore, action: `${id}:ledger:${offset + pageLength}` }]
      : []),
  ];
  if (blocks.length === 0) return say(words.ledgerEmpty);
  if (options.length > 0) blocks.push({ type: 'choices', id: 'document-ledger', isOnce: false, options });
  return { blocks };
}

const rowOf = (entry: LedgerEntry, status: DocumentStatus | undefined): string[] => [
  entry.symbol ?? (entry.kind === 'news' ? words.newsMark : ''),
  entry.issuedOn ? words.dateText(entry.issuedOn, null) : '',
  words.shortTitle(entry.title),
  status?.state === 'replaced' || status?.state === 'not-yet'
    ? words.keptStates[status.state]
    : words.keptState,
  scopeNames[entry.scope],
];

async function onTheWay(
  context: TurnContext,
  states: readonly IntakeState[],
  none: string,
): Promise<Outcome> {
  const files = await listIntake(context.db, context.viewer, { states });
  if (files.length === 0) return say(none);
  const options = fileChoices(files);
  return {
    blocks: [
      filesTable(files),
      ...(options.length > 0
        ? [{ type: 'choices' as const, id: 'document-files', isOnce: false, options }]
        : []),
    ],
  };
}

const filesTable = (files: readonly IntakeEntry[]): Block => ({
  type: 'table',
  title: words.onTheWayTitle(files.length),
  head: [...words.onTheWayHeads],
  rows: files
    .slice(0, mostFiles)
    .map(({ name, sentAt, state, progress, reason }) => [
      name ?? words.secretFileName,
      formatDate(sentAt.slice(0, 10)),
      state === 'reading' && progress
        ? words.readingState(progress.done, progress.total)
        : words.intakeStates[state],
      state === 'refused'
        ? words.secretReason
        : (reason ?? (state === 'failed' ? words.failedWithoutReason : '')),
    ]),
  ...(files.length > mostFiles ? { note: words.moreFiles(files.length - mostFiles) } : {}),
  audience: 'internal',
});

/** What can be done with the first few files. */
function fileChoices(files: readonly IntakeEntry[]): Choice[] {
  return files.slice(0, 4).flatMap(({ jobId, file, name, state }): Choice[] => {
    // There is nothing to read again and nothing to lose of a file that was never kept.
    if (!file)
      return [
        {
          label: words.fileButtons.drop(name ?? words.secretFileName.toLowerCase()),
          action: `${id}:forget:${jobId}`,
        },
      ];
    const drop: Choice = {
      label: words.fileButtons.drop(file.name),
      action: `${id}:forget:${jobId}`,
      style: 'danger',
    };
    if (state === 'failed')
      return [{ label: words.fileButtons.retry(file.name), action: `${id}:retry:${jobId}` }, drop];
    if (state === 'ready')
      return [{ label: words.fileButtons.look(file.name), action: `${id}:look:${file.sha256}` }, drop];
    return [drop];
  });
}

/** Reads a file again that could not be read. */
export async function retry(context: TurnContext, jobId: string): Promise<Outcome> {
  const job = await findReadingJob(context.db, jobId);
  const file = job?.payload.file;
  if (!file) return say(words.noLongerOnTheWay);
  return {
    blocks: [],
    write: async (t) => {
      const isGoing = await retryJob(t, jobId, context.now);
      return [text(isGoing ? words.retried(file.name) : words.noLongerOnTheWay)];
    },
  };
}

/** Takes a file off its way for good. */
export async function forget({ files }: Deps, context: TurnContext, jobId: string): Promise<Outcome> {
  const job = await findReadingJob(context.db, jobId);
  if (!job) return say(words.noLongerOnTheWay);
  return {
    blocks: [text(words.discarded(nameOfReading(job) ?? words.secretFileName.toLowerCase()))],
    write: async (t) => {
      const unused = await dropJob(t, jobId, context.now);
      if (unused !== null) await files.remove(unused);
    },
  };
}
