import { auditTrail, recordAudit } from '../../../access/audit-store.ts';
import { findAccount } from '../../../access/account-store.ts';
import { viewerFor } from '../../../access/viewer.ts';
import { getDocument, listRelations } from '../../../ingest/document-ledger-store.ts';
import * as words from '../../../prompts/documents.ts';
import { latestPrivateChats } from '../../recipient-store.ts';
import type { Block, Notice, Outcome, TurnContext } from '../../types.ts';
import { say, text } from './document-dialogue.ts';

const action = 'document.announce';

/**
 * Tells everybody who may see a document, and has written to the assistant before, that it is here: once, by a short
 * message in the chat in which they wrote last.
 */
export async function announce(context: TurnContext, documentId: string): Promise<Outcome> {
  const { db, viewer } = context;
  const document = await getDocument(db, viewer, documentId);
  if (!document) return say(words.noSuchDocument(''));
  const trail = await auditTrail(db, 'document', document.id);
  if (trail.some((event) => event.action === action)) return say(words.announcedBefore);
  const relations = await listRelations(db, document.id);
  const replaced = relations
    .filter(
      ({ kind, targetParts, decision }) =>
        (kind === 'replaces' || kind === 'repeals') && targetParts.length === 0 && decision !== 'rejected',
    )
    .map((relation) => words.shortLabel(relation.targetSymbol, '', relation.targetIssuedOn));
  const { fieldNames } = words;
  const rows: [string, string][] = [
    [fieldNames.type, document.typeName],
    ...(document.symbol ? [[fieldNames.symbol, document.symbol] as [string, string]] : []),
    [fieldNames.date, words.dateText(document.issuedOn, null)],
    [fieldNames.subject, document.subject ?? document.title],
    ...(replaced.length > 0 ? [[words.replacesHead, replaced.join('; ')] as [string, string]] : []),
  ];
  const blocks: Block[] = [
    {
      type: 'table',
      title: words.announcementTitle,
      head: [words.columnHeads.field, words.columnHeads.value],
      rows,
      // Withheld by channels that only public content may leave over; the link still leads there.
      ...(document.scope === 'public' ? {} : { audience: 'internal' as const }),
    },
    { type: 'link', label: words.openDocument, url: `/nguon/${document.id}` },
  ];
  const notices: Notice[] = [];
  for (const { accountId, address } of await latestPrivateChats(db)) {
    if (accountId === context.account.id) continue;
    const account = await findAccount(db, accountId);
    const reader = account && viewerFor(account, 'all', false);
    if (!reader || !(await getDocument(db, reader, document.id))) continue;
    notices.push({ key: `announce:${document.id}:${accountId}`, to: address, blocks });
  }
  return {
    blocks: [text(words.announced(notices.length))],
    notices,
    write: async (t) => {
      // Nobody was told: it may still be announced later.
      if (notices.length === 0) return;
      await recordAudit(t, {
        at: context.now.toISOString(),
        accountId: context.account.id,
        action,
        entity: 'document',
        entityId: document.id,
        details: { recipients: notices.length, scope: document.scope },
      });
    },
  };
}
