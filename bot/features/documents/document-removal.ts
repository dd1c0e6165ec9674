import { recordAudit } from '../../../access/audit-store.ts';
import { getDocument } from '../../../ingest/document-ledger-store.ts';
import { deleteDocument } from '../../../ingest/document-store.ts';
import * as words from '../../../prompts/documents.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { labelOf } from './document-card.ts';
import { id, say, text, type Deps } from './document-dialogue.ts';

/** Asks for a second word before a document is removed. */
export async function askRemoval(context: TurnContext, documentId: string): Promise<Outcome> {
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

/** Removes a document with all that was made from it, and its file. */
export async function remove(deps: Deps, context: TurnContext, documentId: string): Promise<Outcome> {
  const document = await getDocument(context.db, context.viewer, documentId);
  if (!document) return say(words.noSuchDocument(''));
  return {
    blocks: [text(words.removed(labelOf(document)))],
    write: async (t) => {
      if (!(await deleteDocument(t, document.id))) return;
      await recordAudit(t, {
        at: context.now.toISOString(),
        accountId: context.account.id,
        action: 'document.remove',
        entity: 'document',
        entityId: document.id,
      });
      // The file goes with it, also where a reply offers it; if the transaction fails after this, the document stays readable
      // from its stored text.
      await deps.files.remove(document.fileSha256);
    },
  };
}
