import { localViewer } from '../../core/viewer.ts';
import { createAnswerer, type Answered } from '../../rag/answer.ts';
import { createMemoryRetriever, type MemoryDocument } from '../../rag/search/retriever-memory.ts';
import type { ChunkKind, DocumentSummary } from '../../rag/types.ts';
import { symbolKey } from '../../text/symbols.ts';

/** A document of the tests: paragraphs become passages, in order. */
export function document(
  id: string,
  head: Partial<DocumentSummary> & { title: string },
  passages: readonly (string | { text: string; kind: ChunkKind })[],
): MemoryDocument {
  const { symbol = null } = head;
  const summary: DocumentSummary = {
    id,
    symbol,
    symbolKey: symbol === null ? null : symbolKey(symbol),
    typeName: 'Bài báo',
    issuer: null,
    subject: null,
    issuedOn: null,
    kind: symbol === null ? 'news' : 'signed',
    fileName: `${id}.txt`,
    hasPages: false,
    ...head,
  };
  let from = 0;
  return {
    summary,
    chunks: passages.map((passage, ordinal) => {
      const { text, kind } =
        typeof passage === 'string' ? { text: passage, kind: 'paragraph' as const } : passage;
      const charFrom = from;
      from += text.length + 1;
      return {
        ordinal,
        sectionOrdinal: null,
        kind,
        text,
        context: [summary.typeName, symbol, summary.issuedOn, summary.title].filter(Boolean).join(' '),
        heading: '',
        locator: `đoạn ${ordinal + 1}`,
        pageFrom: 1,
        pageTo: 1,
        charFrom,
        charTo: charFrom + text.length,
      };
    }),
  };
}

/** Asks a store of these documents. */
export async function ask(
  documents: readonly MemoryDocument[],
  question: string,
  previous?: string,
): Promise<Answered> {
  const answerer = createAnswerer({
    library: await createMemoryRetriever(documents),
    clock: { now: () => new Date('2025-03-01T03:00:00Z') },
  });
  return answerer.answer(question, {
    viewer: localViewer,
    ...(previous && { previous: { question: previous } }),
  });
}

/** What of an answer a test looks at. */
export function shown({ answer }: Answered): {
  outcome: string;
  lead: string;
  quotes: string[];
  documents: string[];
} {
  const quotes = 'quotes' in answer ? answer.quotes : [];
  return {
    outcome: answer.outcome,
    lead: answer.lead,
    quotes: quotes.map((quote) => quote.text),
    documents: quotes.map((quote) => quote.passage.document.id),
  };
}
