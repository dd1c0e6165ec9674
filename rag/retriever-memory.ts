import { toIndexEntry } from './passage-store.ts';
import { Corpus } from './retriever-corpus.ts';
import { LexicalIndex } from './lexical-index.ts';
import type { DateOnly } from '../core/clock.ts';
import type { Scope, Viewer } from '../core/viewer.ts';
import type { IndexedDocument } from './passage-store.ts';
import type { Resolution } from './resolver.ts';
import type { PlacedSection } from './document-parts.ts';
import type { DocumentSlice } from './retriever.ts';
import type { Replacement } from './status.ts';
import type {
  DocumentStatus,
  DocumentSummary,
  Hit,
  NewChunk,
  PartStatus,
  Passage,
  Retriever,
} from './types.ts';

/** A document given in memory. Scope defaults to public, the effective day to none. */
export interface MemoryDocument {
  summary: DocumentSummary;
  chunks: readonly NewChunk[];
  scope?: Scope;
  scopeUnitIds?: readonly string[];
  effectiveOn?: DateOnly;
  /** The last day that it gives itself. */
  expiresOn?: DateOnly;
  versionOf?: string;
  versionFrom?: DateOnly;
  /** What it does to other documents. */
  replaces?: readonly Omit<Replacement, 'source'>[];
  /** Its sections, where parts of it are changed. */
  sections?: readonly PlacedSection[];
}

/** A retriever over documents in memory, with the index itself for those who keep an image of it. */
export interface MemoryRetriever extends Retriever {
  index: LexicalIndex;
  resolve(viewer: Viewer, text: string): Promise<Resolution>;
  statuses(
    viewer: Viewer,
    documentIds: readonly string[],
    day: DateOnly,
  ): Promise<Map<string, DocumentStatus>>;
  partsAt(viewer: Viewer, place: DocumentSlice, day: DateOnly): Promise<readonly PartStatus[]>;
}

/**
 * A retriever without a database, for evaluations and tests: the same query reading, index, filters and ranking as
 * `createRetriever`. Passage ids are 'DOCUMENT#ORDINAL'. `index`, where given, already holds exactly these passages.
 */
export async function createMemoryRetriever(
  documents: readonly MemoryDocument[],
  { index = new LexicalIndex() }: { index?: LexicalIndex } = {},
): Promise<MemoryRetriever> {
  const passages = new Map<string, Passage>();
  for (const { summary, chunks } of documents) {
    for (const chunk of chunks) {
      const id = passageId(summary.id, chunk.ordinal);
      passages.set(id, { ...chunk, id, document: summary });
    }
  }
  if (index.passageCount === 0) {
    await index.add(
      [...passages.values()].map((passage) => toIndexEntry({ ...passage, documentId: passage.document.id })),
    );
  }
  const corpus = new Corpus(
    index,
    documents.map(toIndexed),
    documents.flatMap(({ summary, replaces = [] }) =>
      replaces.map((replacement) => ({ ...replacement, sourceId: summary.id })),
    ),
  );
  for (const id of corpus.partlyChanged) {
    const document = documents.find(({ summary }) => summary.id === id);
    corpus.place(
      id,
      document?.sections ?? [],
      (document?.chunks ?? []).map(({ ordinal, charFrom, charTo }) => ({
        id: passageId(id, ordinal),
        charFrom,
        charTo,
      })),
    );
  }
  return {
    index,
    async search({ text, filter, k = 10 }) {
      return corpus.search(text, filter, k).flatMap(({ id, score, signals }): Hit[] => {
        const passage = passages.get(id);
        return passage ? [{ passage, score, signals }] : [];
      });
    },
    statistics: () => index.statistics(),
    resolve: async (viewer, text) => corpus.resolve(viewer, text),
    statuses: async (viewer, documentIds, day) =>
      new Map(documentIds.map((id) => [id, corpus.status(viewer, id, day)])),
    partsAt: async (viewer, { documentId, charFrom, charTo }, day) =>
      corpus.partsAt(viewer, documentId, charFrom, charTo, day),
  };
}

const passageId = (documentId: string, ordinal: number): string => `${documentId}#${ordinal}`;

const toIndexed = ({
  summary,
  chunks,
  scope,
  scopeUnitIds,
  effectiveOn,
  expiresOn,
  versionOf,
  versionFrom,
}: MemoryDocument): IndexedDocument => ({
  ...summary,
  number: null,
  scope: scope ?? 'public',
  scopeUnitIds: scopeUnitIds ?? [],
  effectiveOn: effectiveOn ?? null,
  expiresOn: expiresOn ?? null,
  versionOf: versionOf ?? null,
  versionFrom: versionFrom ?? null,
  chunkCount: chunks.length,
  chunkDigest: String(chunks.length),
});
