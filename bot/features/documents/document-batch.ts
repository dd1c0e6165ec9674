import { recordAudit } from '../../../access/audit-store.ts';
import { toAppError } from '../../../core/errors.ts';
import { localViewer } from '../../../core/viewer.ts';
import { storeDocument } from '../../../ingest/ingest.ts';
import * as words from '../../../prompts/documents.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import { withdrawOutOfForce } from './document-curated.ts';
import { orNone, text, without } from './document-dialogue.ts';
import type { Deps, DocumentDialogue } from './document-dialogue.ts';
import { dropFile, readInTurn } from './document-reading.ts';
import { batchBlocks, isClean, present } from './document-show.ts';

/* Many files at once: one table of what was understood, and what is done with all of them. */

/** A longer reading than this in the middle of storing many is left for later, in milliseconds. */
const patienceMs = 30_000;

/**
 * Stores every file that nothing has to be looked at of. Each is a transaction of its own, so that other chats go on
 * meanwhile: storing is repeatable, and after a crash what is stored already is known.
 */
export async function saveClean(deps: Deps, context: TurnContext, open: DocumentDialogue): Promise<Outcome> {
  const clean = open.files.filter(isClean);
  const by = context.account.id === localViewer.accountId ? null : context.account.id;
  const saved: string[] = [];
  const failed: string[] = [];
  const withdrawn: Block[] = [];
  let left = open;
  for (const [index, { file }] of clean.entries()) {
    context.signal.throwIfAborted();
    context.live(words.saving(index + 1, clean.length, file.name));
    try {
      const result = await readInTurn(deps, context, file, {}, patienceMs);
      if (result.state !== 'ready') {
        failed.push(file.name);
        continue;
      }
      const { read } = result;
      const label = words.documentLabel(read.metadata.symbol, read.metadata.title, read.metadata.issuedOn);
      const gone = await context.db.tx(async (t) => {
        const stored = await storeDocument(t, read, { scope: 'internal', by, now: context.now });
        if (stored.state !== 'stored') return [];
        await recordAudit(t, {
          at: context.now.toISOString(),
          accountId: context.account.id,
          action: 'document.ingest',
          entity: 'document',
          entityId: stored.documentId,
          details: { scope: 'internal', chunks: read.chunks.length, pages: read.pages.length },
        });
        return withdrawOutOfForce(t, context);
      });
      withdrawn.push(...gone);
      saved.push(label);
      left = without(left, file.sha256);
    } catch (error) {
      if (context.signal.aborted || toAppError(error).isRetryable) throw error;
      // One file's failure is its own: it stays in the list, with its sentence when it is looked at.
      failed.push(file.name);
    }
  }
  const lead = [
    ...(saved.length > 0 ? [text(words.savedMany(saved))] : []),
    ...(failed.length > 0 ? [text(words.notSavedMany(failed))] : []),
    ...withdrawn,
  ];
  if (left.files.length > 1) {
    return { blocks: [...lead, ...batchBlocks(left, true)], dialogue: { ...left, current: null } };
  }
  const rest = await present(deps, context, { ...left, current: null });
  return { ...rest, blocks: [...lead, ...rest.blocks] };
}

/** Drops everything that waits. */
export async function dropAll(deps: Deps, context: TurnContext, open: DocumentDialogue): Promise<Outcome> {
  const hashes = new Set(open.files.map(({ file }) => file.sha256));
  return {
    blocks: [text(words.droppedMany(hashes.size))],
    dialogue: orNone({ ...open, files: [], current: null, pending: [] }),
    write: async (t) => {
      for (const sha256 of hashes) await dropFile(deps, context, t, sha256);
    },
  };
}
