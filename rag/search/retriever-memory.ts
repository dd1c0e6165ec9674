import { parted } from '../validity/document-relations.ts';
import { maySee, toIndexEntry } from './passage-store.ts';
import { isNamed } from '../validity/relations-store.ts';
import { newestFirst } from './resolver.ts';
import { Corpus } from './retriever-corpus.ts';
import { LexicalIndex } from './lexical-index.ts';
import type { DateOnly } from '../../core/clock.ts';
import type { Scope, Viewer } from '../../core/viewer.ts';
import type { IndexedDocument } from './passage-store.ts';
import type { Library, LibrarySection } from '../library.ts';
import { isChange } from '../validity/status.ts';
import type { DocumentRelation, DocumentSummary, Hit, NewChunk, Passage } from '../types.ts';

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
  /** What it says of other documents; only what is not usual has to be said. */
  relations?: readonly (Pick<DocumentRelation, 'targetSymbolKey'> &
    Partial<Omit<DocumentRelation, 'source'>> & { effectiveUntil?: DateOnly | null })[];
  sections?: readonly LibrarySection[];
}

/** A library of documents in memory, with the index itself for those who keep an image of it. */
export interface MemoryRetriever extends Library {
  index: LexicalIndex;
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
  const stated = documents.flatMap(({ summary, relations = [] }) =>
    relations.map((relation) => ({ ...usualRelation, ...relation, source: summary })),
  );
  const corpus = new Corpus(
    index,
    documents.map(toIndexed),
    stated.flatMap(({ source, kind, ...change }) =>
      isChange(kind) ? [{ ...change, kind, sourceId: source.id }] : [],
    ),
  );
  for (const id of corpus.partlyChanged) {
    const document = documents.find(({ summary }) => summary.id === id);
    corpus.place(id, {
      sections: document?.sections ?? [],
      chunks: (document?.chunks ?? []).map(({ ordinal, charFrom, charTo }) => ({
        id: passageId(id, ordinal),
        charFrom,
        charTo,
      })),
    });
  }
  const visible = (viewer: Viewer): MemoryDocument[] =>
    documents.filter(({ summary }) => maySee(viewer, corpus.documents.get(summary.id)!));
  return {
    index,
    async search({ text, filter, k = 10 }) {
      return corpus
        .seenBy(filter.viewer)
        .search(text, filter, k)
        .flatMap(({ id, score, signals }): Hit[] => {
          const passage = passages.get(id);
          return passage ? [{ passage, score, signals }] : [];
        });
    },
    statistics: (viewer) => corpus.seenBy(viewer).index.statistics(),
    resolve: async (viewer, text) => corpus.seenBy(viewer).resolve(text),
    statuses: async (viewer, documentIds, day) =>
      new Map(documentIds.map((id) => [id, corpus.seenBy(viewer).status(id, day)])),
    terms: async (viewer, documentId) => corpus.seenBy(viewer).terms(documentId),
    partsAt: async (viewer, { documentId, charFrom, charTo }, day) =>
      corpus.seenBy(viewer).partsAt(documentId, charFrom, charTo, day),
    documents: async (viewer) => newestFirst(visible(viewer).map(({ summary }) => summary)),
    sections: async (viewer, documentId) =>
      visible(viewer).find(({ summary }) => summary.id === documentId)?.sections ?? [],
    passages: async (viewer, documentId, within) =>
      visible(viewer)
        .filter(({ summary }) => summary.id === documentId)
        .flatMap(({ chunks }) => chunks.map(({ ordinal }) => passages.get(passageId(documentId, ordinal))!))
        .filter(({ charFrom, charTo }) => !within || (charFrom < within.charTo && charTo > within.charFrom)),
    relationsNaming: async (viewer, mention) => {
      const seen = new Set(visible(viewer).map(({ summary }) => summary.id));
      return stated.filter((relation) => seen.has(relation.source.id) && isNamed(relation, mention));
    },
    relations: async (viewer, document) => {
      const seen = new Set(visible(viewer).map(({ summary }) => summary.id));
      return parted(
        document,
        stated.filter(({ source }) => seen.has(source.id)),
      );
    },
  };
}

const usualRelation = {
  kind: 'replaces',
  targetSymbol: '',
  targetTitle: null,
  targetIssuedOn: null,
  targetParts: [],
  effectiveOn: null,
  sentence: '',
  isConfirmed: true,
} as const;

const passageId = (documentId: string, ordinal: number): string => `${documentId}#${ordinal}`;

/** A document in memory as the index knows stored ones: public unless it says otherwise. */
export const toIndexed = ({
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
