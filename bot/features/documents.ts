import { recordAudit } from '../../access/audit-store.ts';
import { may } from '../../access/permissions.ts';
import { AppError, DocumentUnreadableError } from '../../core/errors.ts';
import { localViewer } from '../../core/viewer.ts';
import type { FileRef, FileStore } from '../../db/file-store.ts';
import { getDocument, listDocuments, listHeads } from '../../ingest/document-ledger-store.ts';
import { deleteDocument, findByFile } from '../../ingest/document-store.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import * as words from '../../prompts/ingest.ts';
import { fold } from '../../text/normalise.ts';
import type { Block, Choice, Feature, FeatureRequest, Outcome, TurnContext } from '../types.ts';
import { correctionFrom, type EditField } from './document-corrections.ts';
import { documentCard, findDocuments, labelOf } from './document-card.ts';
import { previewBlocks } from './document-preview.ts';
import type { Corrections } from '../../ingest/types.ts';

const id = 'documents';
const ledgerPage = 20;

/** A file being looked at, and those behind it. Plain data: the preview is made again from the kept file. */
export interface DocumentDialogue {
  file: FileRef;
  queue: FileRef[];
  corrections: Corrections;
  /** The field that the next message sets right. */
  asking: EditField | null;
}

interface Deps {
  files: FileStore;
}

/** Documents in chat: taking files in with a preview, the ledger, one document with its status, removal. */
export function createDocumentsFeature(deps: Deps): Feature {
  return {
    id,
    takesFiles: true,
    commands: [
      { name: 'nap', permission: 'documents.ingest', description: words.commandHelp.nap },
      {
        name: 'khovanban',
        aliases: ['kho'],
        permission: 'documents.read',
        description: words.commandHelp.khovanban,
      },
      {
        name: 'vanban',
        aliases: ['hieuluc'],
        permission: 'documents.read',
        description: words.commandHelp.vanban,
        example: '/vanban 34-CT/TU',
      },
      { name: 'xoavanban', permission: 'documents.remove', description: words.commandHelp.xoavanban },
    ],
    async handle(context, request) {
      switch (request.type) {
        case 'files':
          return takeFiles(deps, context, request.files);
        case 'command':
          return runCommand(context, request);
        case 'choice':
          return pressed(deps, context, request.action);
        case 'text':
          return answered(deps, context, request.text);
      }
    },
  };
}

const say = (text: string): Outcome => ({ blocks: [{ type: 'text', text }] });
const dialogueOf = (context: TurnContext): DocumentDialogue | null =>
  (context.dialogue as DocumentDialogue | null | undefined) ?? null;

async function takeFiles(deps: Deps, context: TurnContext, files: readonly FileRef[]): Promise<Outcome> {
  const isAllowed = may(context.viewer.role, 'documents.ingest');
  if (!isAllowed || context.isGroup) {
    // What is not taken in is not kept, unless it is the file of a document that is here already.
    for (const file of files)
      if (!(await findByFile(context.db, file.sha256))) await deps.files.remove(file.sha256);
    return say(isAllowed ? words.ingestInPrivate : words.notAllowedToIngest);
  }
  const open = dialogueOf(context);
  if (!open) return lookAt(deps, context, files);
  // A file sent while another is looked at waits behind it.
  const queue = [...open.queue, ...files];
  return lookAt(deps, context, [open.file], open.corrections, queue);
}

/** Shows the first file that can be taken in; says of the others why not. */
async function lookAt(
  deps: Deps,
  context: TurnContext,
  files: readonly FileRef[],
  corrections: Corrections = {},
  behind: readonly FileRef[] = [],
): Promise<Outcome> {
  const blocks: Block[] = [];
  const waiting = [...files, ...behind];
  for (let file = waiting.shift(); file; file = waiting.shift()) {
    const bytes = await deps.files.read(file.sha256);
    const known = bytes && (await findByFile(context.db, file.sha256));
    if (!bytes) blocks.push({ type: 'text', text: words.cannotRead(file.name, words.fileGone) });
    else if (known) {
      const document = await getDocument(context.db, context.viewer, known);
      blocks.push({
        type: 'text',
        text: words.alreadyKept(file.name, document ? labelOf(document) : file.name),
      });
    } else {
      try {
        const read = await readDocument(bytes, file.name, corrections);
        blocks.push(...previewBlocks(read, waiting.length), previewChoices());
        return {
          blocks,
          dialogue: { file, queue: waiting, corrections, asking: null } satisfies DocumentDialogue,
        };
      } catch (error) {
        blocks.push({ type: 'text', text: await refusal(deps, file, error) });
      }
    }
    corrections = {};
  }
  return { blocks, dialogue: null };
}

/** Why a file is not taken in. It is also forgotten: one that nobody can read is of no use, a secret one may not stay. */
async function refusal(deps: Deps, file: FileRef, error: unknown): Promise<string> {
  const isSecret = error instanceof AppError && error.code === 'document-secret';
  if (!isSecret && !(error instanceof DocumentUnreadableError)) throw error;
  await deps.files.remove(file.sha256);
  return error instanceof DocumentUnreadableError
    ? words.cannotRead(file.name, error.sentence)
    : words.secretRefused;
}

const previewChoices = (): Block => ({
  type: 'choices',
  id: 'document-preview',
  options: Object.entries(words.previewButtons).map(([action, label]): Choice => {
    const style = action === 'save:internal' ? 'primary' : action === 'drop' ? 'danger' : null;
    return { label, action: `${id}:${action}`, ...(style ? { style } : {}) };
  }),
});

async function pressed(deps: Deps, context: TurnContext, action: string): Promise<Outcome> {
  const [verb = '', argument = ''] = action.split(/:(.*)/su);
  switch (verb) {
    case 'show':
      return documentCard(context, argument);
    case 'ledger':
      return ledger(context, Number(argument) || 0);
    case 'ask-removal':
      return may(context.viewer.role, 'documents.remove') ? askRemoval(context, argument) : { blocks: [] };
    case 'remove':
      return may(context.viewer.role, 'documents.remove') ? remove(deps, context, argument) : { blocks: [] };
    case 'keep':
      return say(words.keptDocument);
  }
  const open = dialogueOf(context);
  if (!open || !may(context.viewer.role, 'documents.ingest')) return say(words.nothingWaiting);
  switch (verb) {
    case 'save':
      return save(deps, context, open, argument === 'public' ? 'public' : 'internal');
    case 'edit':
      return edit(open, argument as EditField);
    default:
      return drop(deps, context, open);
  }
}

function edit(open: DocumentDialogue, field: EditField): Outcome {
  return {
    blocks: [{ type: 'text', text: words.fieldQuestions[field] }],
    dialogue: { ...open, asking: field } satisfies DocumentDialogue,
  };
}

async function answered(deps: Deps, context: TurnContext, text: string): Promise<Outcome> {
  const open = dialogueOf(context);
  if (!open) return say(words.nothingWaiting);
  if (open.asking) {
    const correction = correctionFrom(open.asking, text, context.today);
    if (!correction) return say(words.notUnderstood[open.asking]);
    return lookAt(deps, context, [open.file], { ...open.corrections, ...correction }, open.queue);
  }
  const folded = fold(text.trim());
  if (/^luu(?: noi bo)?$/u.test(folded)) return save(deps, context, open, 'internal');
  if (/^luu cong khai$/u.test(folded)) return save(deps, context, open, 'public');
  if (/^(?:bo|huy|khong luu)$/u.test(folded)) return drop(deps, context, open);
  return { blocks: [{ type: 'text', text: words.chooseOrEdit }, previewChoices()] };
}

async function save(
  deps: Deps,
  context: TurnContext,
  open: DocumentDialogue,
  scope: 'public' | 'internal',
): Promise<Outcome> {
  const bytes = await deps.files.read(open.file.sha256);
  if (!bytes) return { ...say(words.fileGone), dialogue: null };
  const read = await readDocument(bytes, open.file.name, open.corrections);
  const next = await lookAt(deps, context, open.queue);
  const by = context.account.id === localViewer.accountId ? null : context.account.id;
  return {
    blocks: next.blocks,
    dialogue: next.dialogue,
    write: async (t) => {
      const result = await storeDocument(t, read, { scope, by, now: context.now });
      if (result.state === 'stored') {
        await recordAudit(t, {
          at: context.now.toISOString(),
          accountId: context.account.id,
          action: 'document.ingest',
          entity: 'document',
          entityId: result.documentId,
          details: { scope, chunks: read.chunks.length, pages: read.pages.length },
        });
      }
      const label = words.documentLabel(read.metadata.symbol, read.metadata.title, read.metadata.issuedOn);
      const text =
        result.state === 'stored'
          ? words.saved(label, scope, read.chunks.length)
          : words.alreadyKept(read.fileName, label);
      return [{ type: 'text', text }, ...next.blocks];
    },
  };
}

async function drop(deps: Deps, context: TurnContext, open: DocumentDialogue): Promise<Outcome> {
  await deps.files.remove(open.file.sha256);
  const next = await lookAt(deps, context, open.queue);
  return {
    blocks: [{ type: 'text', text: words.discarded(open.file.name) }, ...next.blocks],
    dialogue: next.dialogue,
  };
}

async function runCommand(
  context: TurnContext,
  { name, args }: Extract<FeatureRequest, { type: 'command' }>,
): Promise<Outcome> {
  switch (name) {
    case 'nap':
      return say(words.howToIngest);
    case 'khovanban':
      return ledger(context, 0);
    default: {
      const asked = args.trim();
      if (asked === '') return say(words.tellDocument);
      const found = findDocuments(asked, await listHeads(context.db, context.viewer));
      const verb = name === 'xoavanban' ? 'ask-removal' : 'show';
      const [first] = found;
      if (!first) return say(words.noSuchDocument(asked));
      if (found.length === 1)
        return verb === 'show' ? documentCard(context, first.id) : askRemoval(context, first.id);
      return {
        blocks: [
          {
            type: 'choices',
            id: 'document-choice',
            prompt: words.severalDocuments(asked, found.length),
            options: found
              .slice(0, 8)
              .map((head) => ({ label: labelOf(head), action: `${id}:${verb}:${head.id}` })),
          },
        ],
      };
    }
  }
}

async function ledger(context: TurnContext, offset: number): Promise<Outcome> {
  const { entries, total } = await listDocuments(context.db, context.viewer, { limit: ledgerPage, offset });
  if (entries.length === 0) return say(words.ledgerEmpty);
  const blocks: Block[] = [
    {
      type: 'table',
      title: words.ledgerTitle(offset + 1, offset + entries.length, total),
      head: [...words.ledgerHeads],
      rows: entries.map((entry) => [
        entry.symbol ?? (entry.kind === 'news' ? words.newsMark : ''),
        entry.issuedOn ? words.dateText(entry.issuedOn, null) : '',
        entry.title,
        words.scopeNames[entry.scope],
      ]),
    },
  ];
  if (offset + entries.length < total) {
    blocks.push({
      type: 'choices',
      id: 'document-ledger',
      options: [{ label: words.ledgerMore, action: `${id}:ledger:${offset + ledgerPage}` }],
    });
  }
  return { blocks };
}

async function askRemoval(context: TurnContext, documentId: string): Promise<Outcome> {
  const document = await getDocument(context.db, context.viewer, documentId);
  if (!document) return say(words.noSuchDocument(''));
  return {
    blocks: [
      {
        type: 'choices',
        id: 'document-removal',
        isOnce: true,
        prompt: words.confirmRemoval(labelOf(document)),
        options: [
          { label: words.removalButtons.remove, action: `${id}:remove:${document.id}`, style: 'danger' },
          { label: words.removalButtons.keep, action: `${id}:keep`, style: 'primary' },
        ],
      },
    ],
  };
}

async function remove(deps: Deps, context: TurnContext, documentId: string): Promise<Outcome> {
  const document = await getDocument(context.db, context.viewer, documentId);
  if (!document) return say(words.noSuchDocument(''));
  return {
    blocks: [{ type: 'text', text: words.removed(labelOf(document)) }],
    write: async (t) => {
      if (!(await deleteDocument(t, document.id))) return;
      await recordAudit(t, {
        at: context.now.toISOString(),
        accountId: context.account.id,
        action: 'document.remove',
        entity: 'document',
        entityId: document.id,
      });
      // The file goes with it; if the transaction fails after this, the document stays readable from its stored text.
      await deps.files.remove(document.fileSha256);
    },
  };
}
