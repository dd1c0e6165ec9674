import { recordAudit } from '../../../access/audit-store.ts';
import { localViewer } from '../../../core/viewer.ts';
import type { FileRef } from '../../../db/file-store.ts';
import { listHeads } from '../../../ingest/document-ledger-store.ts';
import { storeDocument } from '../../../ingest/ingest.ts';
import type { ReadDocument } from '../../../ingest/types.ts';
import * as words from '../../../prompts/documents.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { withdrawOutOfForce } from './document-curated.ts';
import { id, orNone, text, without, type Deps, type DocumentDialogue } from './document-dialogue.ts';
import { relationEffects, validityRelations } from './document-preview.ts';
import { dropFile, readAgain } from './document-reading.ts';
import { next } from './document-show.ts';
import { askUnits, unitsOf } from './document-units.ts';

/** Stores the file that is looked at, as it was set right and with the relations that were not refused. */
export async function save(
  deps: Deps,
  context: TurnContext,
  open: DocumentDialogue,
  file: FileRef,
  scope: 'public' | 'internal' | 'units',
): Promise<Outcome> {
  const { review } = open;
  const read = await readAgain(deps, context, file, review);
  if (typeof read === 'string') {
    return { blocks: [text(read)], dialogue: orNone(without(open, file.sha256)) };
  }
  if (scope === 'public' && read.warnings.includes('circulation-limited')) {
    return { blocks: [text(words.limitedNotPublic)], dialogue: open };
  }
  const units = scope === 'units' ? await unitsOf(context, review.unitIds) : [];
  if (scope === 'units' && units.length === 0) return askUnits(context, open);
  const document: ReadDocument = {
    ...read,
    relations: read.relations.filter((_, position) => !review.rejected.includes(position)),
  };
  const effects = validityRelations(document, await listHeads(context.db, context.viewer)).flatMap((one) =>
    one.targets.length > 0 ? relationEffects(one, document).map((line) => line.replace(/^→ /u, '')) : [],
  );
  const rest = await next(deps, context, without(open, file.sha256));
  const by = context.account.id === localViewer.accountId ? null : context.account.id;
  const label = words.documentLabel(read.metadata.symbol, read.metadata.title, read.metadata.issuedOn);
  return {
    ...rest,
    write: async (t) => {
      await rest.write?.(t);
      const result = await storeDocument(t, document, {
        scope,
        scopeUnitIds: units.map((unit) => unit.id),
        by,
        now: context.now,
        areRelationsConfirmed: true,
        ...(review.version !== null && review.version !== 'other' ? { asVersionOf: review.version } : {}),
      });
      if (result.state !== 'stored') {
        return [text(words.alreadyKept(read.fileName, label)), ...rest.blocks];
      }
      await recordAudit(t, {
        at: context.now.toISOString(),
        accountId: context.account.id,
        action: 'document.ingest',
        entity: 'document',
        entityId: result.documentId,
        details: {
          scope,
          units: units.length,
          chunks: read.chunks.length,
          pages: read.pages.length,
          corrected: Object.keys(review.corrections),
          relationsRejected: review.rejected.length,
        },
      });
      const withdrawn = await withdrawOutOfForce(t, context);
      // Pictures were only there to be looked at; the file itself is kept now.
      for (const made of review.pictures) await deps.files.remove(made);
      const scopeText = words.scopeText(
        scope,
        units.map((unit) => unit.name),
      );
      return [
        text(words.saved(label, scopeText, read.chunks.length)),
        ...(effects.length > 0 ? [text(words.replacedNow(effects))] : []),
        ...withdrawn,
        {
          type: 'choices',
          id: 'document-saved',
          isOnce: false,
          options: [{ label: words.announceButton, action: `${id}:announce:${result.documentId}` }],
        },
        ...rest.blocks,
      ];
    },
  };
}

/** Drops the file that is looked at. */
export async function drop(
  deps: Deps,
  context: TurnContext,
  open: DocumentDialogue,
  file: FileRef,
): Promise<Outcome> {
  const rest = await next(deps, context, without(open, file.sha256));
  return {
    ...rest,
    blocks: [text(words.discarded(file.name)), ...rest.blocks],
    write: async (t) => {
      await rest.write?.(t);
      await dropFile(deps, context, t, file.sha256);
      for (const made of open.review.pictures) await deps.files.remove(made);
    },
  };
}
