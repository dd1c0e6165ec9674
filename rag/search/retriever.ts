import {
  listDocumentHeads,
  loadDocumentPassages,
  loadIndexedDocuments,
  loadPassages,
  loadSections,
  readIndexEntries,
} from './passage-store.ts';
import { readCorpusVersion } from '../chunk-store.ts';
import { loadRelations, loadRelationsNaming } from '../validity/relations-store.ts';
import { Corpus } from './retriever-corpus.ts';
import { loadChanges, loadPlaces } from '../validity/validity-store.ts';
import { denseFilter } from './retriever-fusion.ts';
import { LexicalIndex } from './lexical-index.ts';
import { openImage, saveImage } from './lexical-index-image.ts';
import type { Logger } from '../../core/logger.ts';
import type { Queryable } from '../../db/database.ts';
import { readsOf, type VersionedReads } from '../../db/replica.ts';
import type { Found } from './retriever-corpus.ts';
import type { DenseSearch } from './embedding-search.ts';
import { rememberTexts, type RememberedTexts } from './remembered-texts.ts';
import { rerankedCount, type Rerank } from './retriever-rerank.ts';
import type { Library } from '../library.ts';
import type { Hit, SearchFilter } from '../types.ts';

/** The library over the office's store. */
export interface StoreRetriever extends Library {
  /** Takes up what changed in the store; a search does it by itself. Call it at start, so that the first is fast. */
  refresh(): Promise<void>;
  settled(): Promise<Library>;
  /** Waits until an image that is being written is complete. */
  close(): Promise<void>;
}

/** An image is written again when this share of the passages is newer than it. */
const staleShare = 0.1;
/** How many passages the search by meaning hands over. */
const nearCount = 50;

/** What an image was made from: the digest of the chunks of each document. */
interface ImageNotes {
  digests: [documentId: string, digest: string][];
}

/**
 * Creates the retriever. The index lives in this process and is derived from the `chunk` table: before each search
 * the corpus version is compared, and documents that came, went or changed are taken up. `imagePath` names the file
 * that lets the next start skip the counting; without it the index is built anew each time.
 */
export function createRetriever(deps: {
  db: Queryable;
  /** Where documents and passages are read; default: `db`, which always tells the version. */
  reads?: VersionedReads;
  logger: Logger;
  imagePath?: string;
  dense?: DenseSearch;
  /** Orders the first hits anew, as the last step. */
  rerank?: Rerank;
}): StoreRetriever {
  const { db, reads = readsOf(db), logger, imagePath, dense, rerank } = deps;
  let corpus = new Corpus(new LexicalIndex(), [], []);
  let digests = new Map<string, string>();
  let version = -1;
  let isImageTried = false;
  let newSinceImage = 0;
  let refreshing: Promise<void> | undefined;
  let saving: Promise<void> = Promise.resolve();

  async function ensureFresh(): Promise<void> {
    // One at a time; a search that comes during a refresh waits for it and then looks again.
    while (refreshing) await refreshing;
    if ((await readCorpusVersion(db)) === version) return;
    refreshing ??= takeUp().finally(() => (refreshing = undefined));
    await refreshing;
  }

  async function takeUp(): Promise<void> {
    const startedAt = performance.now();
    // Read first: what changes after it raises the version again and is taken up by the next search.
    const seen = await readCorpusVersion(db);
    if (seen === version) return;
    if (!isImageTried) await tryImage();
    const from = await reads.at(seen);
    const documents = await loadIndexedDocuments(from);
    const changes = await loadChanges(from);
    const { index } = corpus;
    const present = new Map(documents.map((document) => [document.id, document.chunkDigest]));
    const gone = [...digests].filter(([id, digest]) => present.get(id) !== digest).map(([id]) => id);
    for (const id of gone) digests.delete(id);
    await index.remove(gone);
    const fresh = documents.filter((document) => !digests.has(document.id));
    const before = index.passageCount;
    await index.add(readIndexEntries(from, fresh));
    for (const document of fresh) digests.set(document.id, document.chunkDigest);
    const next = new Corpus(index, documents, changes);
    for (const [id, places] of await loadPlaces(from, next.partlyChanged)) next.place(id, places);
    corpus = next;
    version = seen;
    newSinceImage += index.passageCount - before;
    logger.info(
      {
        documents: documents.length,
        passages: index.passageCount,
        added: fresh.length,
        removed: gone.length,
        ms: Math.round(performance.now() - startedAt),
      },
      'search index is up to date',
    );
    if (imagePath !== undefined && newSinceImage > staleShare * index.passageCount) keepImage(imagePath);
  }

  async function tryImage(): Promise<void> {
    isImageTried = true;
    if (imagePath === undefined) return;
    const image = await openImage<ImageNotes>(imagePath);
    if (!image) return;
    digests = new Map(image.notes.digests);
    corpus = new Corpus(image.index, [], []);
  }

  function keepImage(path: string): void {
    newSinceImage = 0;
    const notes: ImageNotes = { digests: [...digests] };
    saving = saving
      .then(() => saveImage(path, corpus.index, notes))
      .catch((error: unknown) => logger.warn({ err: error }, 'search image could not be written'));
  }

  async function searchBoth(now: Corpus, text: string, filter: SearchFilter, k: number): Promise<Found[]> {
    // The same corpus before and after: what comes meanwhile is taken up by the next search.
    const searched = now.seenBy(filter.viewer);
    if (!dense) return searched.search(text, filter, k);
    const near = await dense.search({
      text,
      filter: denseFilter(searched, filter),
      k: Math.max(k, nearCount),
    });
    const found = searched.search(text, filter, k, near.hits);
    if (near.gap === undefined) return found;
    return found.map((one) => ({ ...one, signals: { ...one.signals, wordsAlone: 1 } }));
  }

  async function fresh(): Promise<Moment> {
    await ensureFresh();
    return { corpus, version };
  }

  /**
   * @param current what is searched
   * @param latest where documents are read, with all that is committed now
   * @param known the corpus that is there without waiting
   * @param texts where the texts of what was found are read
   */
  const libraryOver = (
    current: () => Promise<Moment>,
    latest: () => Promise<Queryable>,
    known: () => Corpus,
    texts: RememberedTexts,
  ): Library => ({
    async search({ text, filter, k = 10 }) {
      const now = await current();
      const found = await searchBoth(now.corpus, text, filter, rerank ? Math.max(k, rerankedCount) : k);
      const passages = await texts.passages(
        filter.viewer,
        found.map(({ id }) => id),
      );
      const byId = new Map(passages.map((passage) => [passage.id, passage]));
      const hits = found.flatMap(({ id, score, signals }): Hit[] => {
        const passage = byId.get(id);
        return passage ? [{ passage, score, signals }] : [];
      });
      return rerank ? (await rerank(text, hits)).slice(0, k) : hits;
    },
    statistics: (viewer) => ({
      // Read when asked: the index behind it may be opened or grow after this object was handed out.
      get passageCount() {
        return known().seenBy(viewer).index.passageCount;
      },
      passageFrequency: (term) => known().seenBy(viewer).index.statistics().passageFrequency(term),
    }),
    resolve: async (viewer, text) => (await current()).corpus.seenBy(viewer).resolve(text),
    async statuses(viewer, documentIds, day) {
      const seen = (await current()).corpus.seenBy(viewer);
      return new Map(documentIds.map((id) => [id, seen.status(id, day)]));
    },
    terms: async (viewer, documentId) => (await current()).corpus.seenBy(viewer).terms(documentId),
    partsAt: async (viewer, { documentId, charFrom, charTo }, day) =>
      (await current()).corpus.seenBy(viewer).partsAt(documentId, charFrom, charTo, day),
    documents: async (viewer) => listDocumentHeads(await latest(), viewer),
    sections: (viewer, documentId) => texts.sections(viewer, documentId),
    passages: async (viewer, documentId, within) =>
      loadDocumentPassages(await latest(), viewer, documentId, within),
    relations: async (viewer, document) => loadRelations(await latest(), viewer, document),
    relationsNaming: async (viewer, mention) => loadRelationsNaming(await latest(), viewer, mention),
  });

  const latest = async (): Promise<Queryable> => (deps.reads ? reads.at(await readCorpusVersion(db)) : db);
  return {
    ...libraryOver(fresh, latest, () => corpus, {
      passages: async (viewer, ids) => loadPassages(await reads.at(version), viewer, ids),
      sections: async (viewer, id) => (await loadSections(await latest(), viewer, [id])).get(id) ?? [],
    }),
    refresh: ensureFresh,
    async settled() {
      const moment = await fresh();
      const at = (): Promise<Queryable> => reads.at(moment.version);
      const texts = rememberTexts({
        passages: async (viewer, ids) => loadPassages(await at(), viewer, ids),
        sections: async (viewer, ids) => loadSections(await at(), viewer, ids),
      });
      return libraryOver(
        () => Promise.resolve(moment),
        at,
        () => moment.corpus,
        texts,
      );
    },
    async close() {
      await refreshing?.catch(() => undefined);
      await saving;
    },
  };
}

/** What is known of the store, and the version of the store that it was read at. */
interface Moment {
  corpus: Corpus;
  version: number;
}
