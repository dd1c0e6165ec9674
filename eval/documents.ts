import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError, toAppError } from '../core/errors.ts';
import { readDocument } from '../ingest/read-document.ts';
import type { ReadDocument } from '../ingest/types.ts';
import type { MemoryDocument } from '../rag/search/retriever-memory.ts';
import type { DocumentSummary } from '../rag/types.ts';
import { readCorpus } from './beir.ts';

/** Documents for an evaluation, and the files that could not be read. */
export interface LoadedDocuments {
  documents: MemoryDocument[];
  failed: { file: string; reason: string }[];
}

/**
 * Reads every file under each folder as the assistant would ingest it; a BEIR folder (with corpus.jsonl[.gz]) is one
 * document a row. Nothing is stored.
 * @throws AppError 'input-invalid' where a folder does not exist
 */
export async function loadDocuments(folders: readonly string[]): Promise<LoadedDocuments> {
  const loaded: LoadedDocuments = { documents: [], failed: [] };
  for (const folder of folders) {
    const info = await stat(folder).catch((cause: unknown) => {
      throw new AppError('input-invalid', `cannot read ${folder}`, { cause });
    });
    if (info.isDirectory() && (await isBeir(folder))) {
      loaded.documents.push(
        ...(await readCorpus(folder)).map(({ id, title, text }) => rowDocument(id, title, text)),
      );
      continue;
    }
    for (const path of info.isDirectory() ? await filesUnder(folder) : [folder]) {
      try {
        loaded.documents.push(toMemoryDocument(await readDocument(await readFile(path), basename(path))));
      } catch (error) {
        loaded.failed.push({ file: path, reason: toAppError(error).message });
      }
    }
  }
  return loaded;
}

const isBeir = async (folder: string): Promise<boolean> =>
  (await readdir(folder)).some((name) => name === 'corpus.jsonl' || name === 'corpus.jsonl.gz');

/** Paths of all files below a folder, in the order of their names; hidden ones are left out. */
export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter((entry) => !entry.name.startsWith('.'))
      .sort((a, b) => a.name.localeCompare(b.name, 'en'))
      .map((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? filesUnder(path) : Promise.resolve([path]);
      }),
  );
  return nested.flat();
}

/** A read file as the in-memory retriever takes it; known by its file name. */
export function toMemoryDocument(read: ReadDocument): MemoryDocument {
  const { metadata } = read;
  return {
    summary: {
      id: read.fileName,
      symbol: metadata.symbol,
      symbolKey: metadata.symbolKey,
      typeName: metadata.typeName,
      issuer: metadata.issuer,
      title: metadata.title,
      subject: metadata.subject,
      issuedOn: metadata.issuedOn,
      kind: metadata.kind,
      fileName: read.fileName,
      hasPages: read.hasPages,
    },
    chunks: read.chunks,
    sections: read.sections,
    relations: read.relations,
    ...(metadata.expiresOn != null && { expiresOn: metadata.expiresOn }),
    ...(metadata.effectiveOn !== null && { effectiveOn: metadata.effectiveOn }),
  };
}

/** A row of a collection, or a paragraph of a reading set, as a document of one passage. */
export function rowDocument(id: string, title: string, text: string): MemoryDocument {
  const summary: DocumentSummary = {
    id,
    symbol: null,
    symbolKey: null,
    typeName: '',
    issuer: null,
    title: title || id,
    subject: null,
    issuedOn: null,
    kind: 'other',
    fileName: id,
    hasPages: false,
  };
  return {
    summary,
    chunks: [
      {
        ordinal: 0,
        sectionOrdinal: null,
        kind: 'clause',
        text,
        context: '',
        heading: title,
        locator: '',
        pageFrom: 1,
        pageTo: 1,
        charFrom: 0,
        charTo: text.length,
      },
    ],
  };
}
