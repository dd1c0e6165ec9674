import { Document } from '@langchain/core/documents';
import { BaseRetriever } from '@langchain/core/retrievers';
import type { Retriever, SearchFilter } from '../types.ts';

/** What each LangChain document carries beside its text. */
export interface PassageMetadata extends Record<string, unknown> {
  chunkId: string;
  documentId: string;
  symbol: string | null;
  issuedOn: string | null;
  title: string;
  locator: string;
  charFrom: number;
  charTo: number;
  score: number;
}

/**
 * The office's retriever as a LangChain retriever, so that any LangChain chain can use it. The filter is fixed when it
 * is made: a chain searches on behalf of one viewer and cannot widen that.
 */
export class PassageRetriever extends BaseRetriever<PassageMetadata> {
  readonly lc_namespace = ['capuy', 'rag'];
  readonly #retriever: Retriever;
  readonly #filter: SearchFilter;
  readonly #k: number;

  constructor(retriever: Retriever, filter: SearchFilter, k = 8) {
    super();
    this.#retriever = retriever;
    this.#filter = filter;
    this.#k = k;
  }

  override async _getRelevantDocuments(query: string): Promise<Document<PassageMetadata>[]> {
    const hits = await this.#retriever.search({ text: query, filter: this.#filter, k: this.#k });
    return hits.map(
      ({ passage, score }) =>
        new Document({
          id: passage.id,
          pageContent: passage.text,
          metadata: {
            chunkId: passage.id,
            documentId: passage.document.id,
            symbol: passage.document.symbol,
            issuedOn: passage.document.issuedOn,
            title: passage.document.title,
            locator: passage.locator,
            charFrom: passage.charFrom,
            charTo: passage.charTo,
            score,
          },
        }),
    );
  }
}
