import type { DateOnly } from '../../../core/clock.ts';
import {
  getDocument,
  listIncomingRelations,
  listOutline,
  listRelations,
  type DocumentHead,
} from '../../../ingest/document-ledger-store.ts';
import { loadHistory } from '../../../ingest/document-history-store.ts';
import * as words from '../../../prompts/documents.ts';
import { scopeNames } from '../../../prompts/ingest.ts';
import { statusLine } from '../../../prompts/answers.ts';
import { statusOfDocument } from '../../../rag/validity/validity-store.ts';
import { foldedSyllables } from '../../../text/syllables.ts';
import { findLooseSymbols, matchesMention } from '../../../text/symbols.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';

/** How many sections the outline shows; the source viewer has all. */
const outlineLength = 40;

/** A document in one line, for lists and buttons. */
export const labelOf = (document: {
  symbol: string | null;
  title: string;
  issuedOn: DateOnly | null;
}): string => words.documentLabel(document.symbol, document.title, document.issuedOn);

/** Documents that a person may mean: by symbol in any spelling, otherwise by words of the title. */
export function findDocuments(asked: string, heads: readonly DocumentHead[]): DocumentHead[] {
  const mentions = findLooseSymbols(asked);
  if (mentions.length > 0) {
    return heads.filter((head) =>
      mentions.some(
        (mention) =>
          head.symbolKey !== null &&
          matchesMention(mention, head.symbolKey, head.issuedOn) &&
          (mention.issuedOn === null || head.issuedOn === null || mention.issuedOn === head.issuedOn),
      ),
    );
  }
  // '/vanban 27': everything of that number, whatever its type and body.
  const number = /^\s*(?:số|so)?\s*0*(\d{1,4})\s*$/iu.exec(asked)?.[1];
  if (number !== undefined)
    return heads.filter((head) => head.symbolKey !== null && numberOf(head.symbolKey) === number);
  const wanted = foldedSyllables(asked).join(' ');
  if (wanted === '') return [];
  return heads.filter((head) =>
    ` ${foldedSyllables(`${head.typeName} ${head.title}`).join(' ')} `.includes(` ${wanted} `),
  );
}

/** '8/2024|TT|BYT' is of number 8. */
const numberOf = (symbolKey: string): string => (symbolKey.split('|')[0] ?? '').split('/')[0] ?? '';

/** The only document that was found, or the choice among several. */
export async function chooseDocument(
  context: TurnContext,
  asked: string,
  found: readonly DocumentHead[],
  verb: 'show' | 'ask-removal',
): Promise<Outcome> {
  const [first] = found;
  if (!first) return { blocks: [{ type: 'text', text: words.noSuchDocument(asked) }] };
  if (found.length === 1 && verb === 'show') return documentCard(context, first.id);
  return {
    blocks: [
      {
        type: 'choices',
        id: 'document-choice',
        prompt: words.severalDocuments(asked, found.length),
        options: found
          .slice(0, 8)
          .map((head) => ({ label: labelOf(head), action: `documents:${verb}:${head.id}` })),
      },
    ],
  };
}

/** Everything about one document: particulars, status by the kept documents, relations both ways, outline. */
export async function documentCard(context: TurnContext, documentId: string): Promise<Outcome> {
  const { db, viewer, today } = context;
  const document = await getDocument(db, viewer, documentId);
  if (!document) return { blocks: [{ type: 'text', text: words.noSuchDocument('') }] };
  const [outgoing, incoming, outline] = [
    await listRelations(db, document.id),
    await listIncomingRelations(db, viewer, document),
    await listOutline(db, viewer, document.id),
  ];
  const history = await loadHistory(db, viewer, document.id);
  const status = await statusOfDocument(db, viewer, document.id, today);
  const { fieldNames } = words;
  const rows: [string, string | null][] = [
    [fieldNames.type, document.typeName],
    [fieldNames.symbol, document.symbol],
    [fieldNames.date, words.dateText(document.issuedOn, null)],
    [fieldNames.issuer, document.issuer],
    [fieldNames.subject, document.subject ?? document.title],
    [fieldNames.status, statusLine(status) ?? words.statusUnclear],
    [fieldNames.effective, document.effectiveOn ? words.dateText(document.effectiveOn, null) : null],
    [fieldNames.expires, document.expiresOn ? words.dateText(document.expiresOn, null) : null],
    [fieldNames.term, document.term],
    [fieldNames.copy, document.isCopy ? words.certifiedCopy : null],
    [fieldNames.signer, document.signer],
    [fieldNames.recipients, document.recipients.length > 0 ? document.recipients.join('; ') : null],
    [fieldNames.extent, words.extent(document.pageCount, document.hasPages, document.chunkCount)],
    [
      fieldNames.scope,
      document.scope === 'units' && history && history.units.length > 0
        ? words.scopeText('units', history.units)
        : scopeNames[document.scope],
    ],
    [
      fieldNames.scan,
      history && history.scannedPages > 0 ? words.scanShare(history.scannedPages, document.pageCount) : null,
    ],
    [fieldNames.ingested, history && words.ingestedText(history.ingestedAt.slice(0, 10), history.ingestedBy)],
    [fieldNames.file, document.fileName],
  ];
  const audience = document.scope === 'public' ? {} : { audience: 'internal' as const };
  const blocks: Block[] = [
    {
      type: 'table',
      title: labelOf(document),
      head: [words.columnHeads.field, words.columnHeads.value],
      rows: rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
      ...audience,
    },
  ];
  const relations = [
    ...outgoing
      .filter(({ decision }) => decision !== 'rejected')
      .map((one) =>
        words.relationLine(
          one.kind,
          false,
          one.targetSymbol,
          one.targetIssuedOn,
          one.effectiveOn,
          one.targetParts,
        ),
      ),
    ...incoming.map((one) =>
      words.relationLine(
        one.kind,
        true,
        one.sourceSymbol ?? one.sourceTitle,
        one.sourceIssuedOn,
        one.effectiveOn,
        one.targetParts,
      ),
    ),
  ];
  if (relations.length > 0)
    blocks.push({ type: 'text', text: [words.relationsTitle, ...relations].join('\n') });
  if (history && history.versions.length > 0) {
    const lines = history.versions.map((version) =>
      words.versionEntry(labelOf(version), version.from, version.id === document.id),
    );
    blocks.push({ type: 'text', text: [words.versionsTitle, ...lines].join('\n') });
  }
  const named = outline.filter((section) => section.heading !== '' || section.level === 'article');
  if (named.length > 0) {
    const shown = named
      .slice(0, outlineLength)
      .map((section) => `- ${[section.label, section.heading].filter(Boolean).join('. ')}`);
    if (named.length > outlineLength) shown.push(words.outlineRest(named.length - outlineLength));
    blocks.push({ type: 'text', text: [words.outlineTitle, ...shown].join('\n') });
  }
  blocks.push({ type: 'link', label: labelOf(document), url: `/nguon/${document.id}` });
  return { blocks };
}
