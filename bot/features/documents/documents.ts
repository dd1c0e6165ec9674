import { may } from '../../../access/permissions.ts';
import { listHeads } from '../../../ingest/document-ledger-store.ts';
import { listIntake } from '../../../ingest/intake.ts';
import { readingKind } from '../../../ingest/intake-ledger.ts';
import * as words from '../../../prompts/documents.ts';
import type { Feature, FeatureRequest, Outcome, TurnContext } from '../../types.ts';
import { announce } from './document-announcement.ts';
import { chooseDocument, documentCard, findDocuments } from './document-card.ts';
import { dialogueOf, id, say, type Deps, type DocumentDialogue } from './document-dialogue.ts';
import { forget, keptDocuments, ledger, retry } from './document-ledger.ts';
import { readingEnded, takeFiles } from './document-receiving.ts';
import { decideRelations, relationsToConfirm } from './document-relations.ts';
import { askRemoval, remove } from './document-removal.ts';
import { reviewPressed, reviewTyped } from './document-review.ts';
import { showFile, waitingOf } from './document-show.ts';
import { isSaving, savingTyped } from './document-waiting.ts';

/**
 * Documents in chat. Each step is a file:
 *
 *   receiving ─► batch (many) ─┐
 *       │                      ├─► review, with its preview ─► stored ─► announcement
 *       └──────► (one) ────────┘
 *   ledger ─► card ─► removal
 */
export function createDocumentsFeature(deps: Deps): Feature {
  return {
    id,
    dialogueVersion: 2,
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
    // Where a preview is open the dialogue takes these words itself.
    recognise: (said) => (isSaving(said) ? { name: 'nap', args: said } : null),
    waiting: (dialogue) => waitingOf(dialogue as DocumentDialogue),
    jobs: { kinds: [readingKind], ended: (context, jobId) => readingEnded(deps, context, jobId) },
    async handle(context, request) {
      switch (request.type) {
        case 'files':
          return takeFiles(deps, context, request);
        case 'command':
          return runCommand(deps, context, request);
        case 'choice':
          return pressed(deps, context, request.action);
        case 'text':
          return reviewTyped(deps, context, dialogueOf(context), request.text);
      }
    },
  };
}

async function runCommand(
  deps: Deps,
  context: TurnContext,
  { name, args }: Extract<FeatureRequest, { type: 'command' }>,
): Promise<Outcome> {
  switch (name) {
    case 'nap':
      return isSaving(args) ? savingTyped(deps, context) : say(words.howToIngest);
    case 'khovanban':
      return ledger(deps, context, args);
    default: {
      const asked = args.trim();
      if (asked === '') return say(words.tellDocument);
      const found = findDocuments(asked, await listHeads(context.db, context.viewer));
      const [only] = found;
      if (name === 'vanban') return chooseDocument(context, asked, found, 'show');
      return only && found.length === 1
        ? askRemoval(context, only.id)
        : chooseDocument(context, asked, found, 'ask-removal');
    }
  }
}

/** A button. Permissions are checked again, because the role may have changed since it was shown. */
async function pressed(deps: Deps, context: TurnContext, action: string): Promise<Outcome> {
  const [verb = '', argument = ''] = action.split(/:(.*)/su);
  switch (verb) {
    case 'show':
      return documentCard(context, argument);
    case 'ledger':
      return keptDocuments(deps, context, Number(argument) || 0);
    case 'keep':
      return say(words.keptDocument);
    case 'ask-removal':
      return may(context.viewer.role, 'documents.remove') ? askRemoval(context, argument) : { blocks: [] };
    case 'remove':
      return may(context.viewer.role, 'documents.remove') ? remove(deps, context, argument) : { blocks: [] };
  }
  if (!may(context.viewer.role, 'documents.ingest')) return say(words.nothingWaiting);
  switch (verb) {
    case 'announce':
      return announce(context, argument);
    case 'retry':
      return retry(context, argument);
    case 'forget':
      return forget(deps, context, argument);
    case 'relations':
      return relationsToConfirm(context);
    case 'confirm':
    case 'reject':
      return decideRelations(context, argument.split(','), verb === 'confirm');
    case 'look':
      return look(deps, context, argument);
    default:
      return reviewPressed(deps, context, dialogueOf(context), verb, argument);
  }
}

/** Opens a file of the ledger in the preview. */
async function look(deps: Deps, context: TurnContext, sha256: string): Promise<Outcome> {
  const entries = await listIntake(context.db, context.viewer, { states: ['ready'] });
  const file = entries.find((entry) => entry.file?.sha256 === sha256)?.file;
  return file ? showFile(deps, context, dialogueOf(context), file) : say(words.noLongerOnTheWay);
}
