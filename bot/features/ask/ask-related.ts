import {
  listHeads,
  listIncomingRelations,
  listRelations,
  type DocumentHead,
} from '../../../ingest/document-ledger-store.ts';
import * as words from '../../../prompts/ask.ts';
import { relationName } from '../../../prompts/documents.ts';
import { loadDocuments, loadSource } from '../../../rag/search/passage-store.ts';
import type { DocumentSummary } from '../../../rag/types.ts';
import { formatDate } from '../../../text/dates.ts';
import { findSymbols, matchesMention } from '../../../text/symbols.ts';
import type { Block, Choice, Outcome, TurnContext } from '../../types.ts';
import { id, say } from './ask-blocks.ts';

/* 'Văn bản liên quan': what a cited document says of others, and what others say of it. */

/** A document on the other end, and what the relation does. */
interface Related {
  name: string;
  date: string | null;
  does: string;
  /** The kept document; null where the store has none that the viewer may see. */
  documentId: string | null;
}

const rowsAtOnce = 8;
/** How many related documents get a button of their own. */
const buttonsAtOnce = 3;
/** How many cited documents of one answer are gone through. */
const documentsAtOnce = 2;

/** Relations and references of documents in both directions, from row `first` on. */
export async function showRelated(
  context: TurnContext,
  documentIds: readonly string[],
  first = 0,
): Promise<Outcome> {
  const documents = await loadDocuments(context.db, context.viewer, documentIds.slice(0, documentsAtOnce));
  if (documents.length === 0) return say(words.passageGone);
  const heads = await listHeads(context.db, context.viewer);
  const blocks: Block[] = [];
  const options: Choice[] = [];
  for (const document of documents) {
    const related = await relatedOf(context, document, heads);
    if (related.length === 0) {
      blocks.push({ type: 'text', text: words.noRelated(words.officialName(document)) });
      continue;
    }
    const shown = related.slice(first, first + rowsAtOnce);
    if (shown.length === 0) continue;
    blocks.push({
      type: 'table',
      title: words.relatedTitle(words.officialName(document)),
      head: [...words.relatedHead],
      rows: shown.map(({ name, date, does, documentId }) => [
        does,
        documentId === null ? `${name} (${words.notKept})` : name,
        date ? formatDate(date) : '',
      ]),
    });
    const left = related.length - first - shown.length;
    if (left > 0)
      options.push({
        label: words.relatedRest(left),
        action: `${id}:related:${document.id}:${first + rowsAtOnce}`,
      });
    for (const { name, documentId } of shown) {
      if (documentId === null || options.length > buttonsAtOnce) continue;
      const action = `documents:show:${documentId}`;
      if (!options.some((option) => option.action === action))
        options.push({ label: words.openRelated(name), action });
    }
  }
  if (options.length > 0) blocks.push({ type: 'choices', id: 'answer-related', isOnce: false, options });
  return { blocks };
}

async function relatedOf(
  context: TurnContext,
  document: DocumentSummary,
  heads: readonly DocumentHead[],
): Promise<Related[]> {
  const { db, viewer } = context;
  const found: Related[] = [];
  const add = (one: Related): void => {
    if (!found.some(({ name, date, does }) => name === one.name && date === one.date && does === one.does))
      found.push(one);
  };
  const keptBy = (key: string, issuedOn: string | null): DocumentHead | undefined => {
    const same = heads.filter(
      (head) => head.symbolKey !== null && head.symbolKey === key && head.id !== document.id,
    );
    return (
      same.find((head) => issuedOn !== null && head.issuedOn === issuedOn) ??
      (same.length === 1 ? same[0] : undefined)
    );
  };
  for (const relation of await listIncomingRelations(db, viewer, document)) {
    add({
      name: nameOf(
        heads.find((head) => head.id === relation.sourceId),
        relation.sourceSymbol ?? relation.sourceTitle,
      ),
      date: relation.sourceIssuedOn,
      does: doing(relation, true),
      documentId: relation.sourceId,
    });
  }
  const outgoing = (await listRelations(db, document.id)).filter(({ decision }) => decision !== 'rejected');
  for (const relation of outgoing) {
    const kept = relation.targetSymbolKey
      ? keptBy(relation.targetSymbolKey, relation.targetIssuedOn)
      : undefined;
    add({
      name: nameOf(kept, relation.targetSymbol || (relation.targetTitle ?? '')),
      date: relation.targetIssuedOn ?? kept?.issuedOn ?? null,
      does: doing(relation, false),
      documentId: kept?.id ?? null,
    });
  }
  // What the text names besides: each symbol once, without its own and without those that a relation has told.
  const told = new Set(outgoing.map(({ targetSymbolKey }) => targetSymbolKey));
  const source = await loadSource(db, viewer, document.id);
  const body = (source?.pages ?? [])
    .map((page) => page.text)
    .join('\n')
    .slice(0, longestText);
  for (const mention of findSymbols(body)) {
    if (mention.form === 'number-only' || told.has(mention.key)) continue;
    if (document.symbolKey !== null && matchesMention(mention, document.symbolKey)) continue;
    told.add(mention.key);
    const kept = keptBy(mention.key, mention.issuedOn);
    add({
      name: nameOf(kept, mention.symbol),
      date: mention.issuedOn ?? kept?.issuedOn ?? null,
      does: words.mentioned,
      documentId: kept?.id ?? null,
    });
  }
  return found;
}

/** References are looked for in this much of a document, in characters. */
const longestText = 400_000;

const nameOf = (head: DocumentHead | undefined, symbol: string): string =>
  head ? `${head.typeName} ${head.symbol ?? head.title}` : symbol;

const doing = (
  relation: { kind: string; targetParts: readonly string[]; effectiveOn: string | null },
  isIncoming: boolean,
): string =>
  words.relatedDoes(relationName(relation.kind, isIncoming), relation.targetParts, relation.effectiveOn);
