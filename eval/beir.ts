import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { AppError } from '../core/errors.ts';
import type { MemoryDocument } from '../rag/search/retriever-memory.ts';

/** One text of a collection. */
export interface BeirEntry {
  id: string;
  title: string;
  text: string;
}

/** One question with the ids that answer it and how well (1 or more). */
export interface BeirQuery {
  id: string;
  text: string;
  relevant: ReadonlyMap<string, number>;
}

/**
 * A folder in BEIR's form: `corpus.jsonl` or `corpus.jsonl.gz`, `queries.jsonl`, `qrels/SPLIT.tsv`. Only questions
 * that the split judges are returned.
 * @throws AppError 'input-invalid' naming the file that is missing or the line that cannot be read
 */
export async function readBeir(
  folder: string,
  split: string,
): Promise<{ entries: BeirEntry[]; queries: BeirQuery[] }> {
  const relevant = await readJudgements(join(folder, 'qrels', `${split}.tsv`));
  const queries: BeirQuery[] = [];
  for await (const { _id, text } of readJsonLines(join(folder, 'queries.jsonl'))) {
    const judged = relevant.get(String(_id));
    if (judged) queries.push({ id: String(_id), text: String(text), relevant: judged });
  }
  return { entries: await readCorpus(folder), queries };
}

/** The texts of a BEIR folder. */
export async function readCorpus(folder: string): Promise<BeirEntry[]> {
  const entries: BeirEntry[] = [];
  for await (const { _id, title, text } of readJsonLines(await corpusPath(folder))) {
    entries.push({ id: String(_id), title: String(title ?? ''), text: String(text ?? '') });
  }
  return entries;
}

/** Every question of a `queries.jsonl` or a file like it, judged or not. */
export async function readQueries(path: string): Promise<{ id: string; text: string }[]> {
  const queries: { id: string; text: string }[] = [];
  for await (const { _id, text } of readJsonLines(path))
    queries.push({ id: String(_id), text: String(text) });
  return queries;
}

/** Where the texts of a BEIR folder are. */
export async function corpusPath(folder: string): Promise<string> {
  for (const name of ['corpus.jsonl', 'corpus.jsonl.gz']) {
    const path = join(folder, name);
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  throw new AppError('input-invalid', `no corpus.jsonl or corpus.jsonl.gz in ${folder}`);
}

/**
 * Texts as documents for the retriever. Ids like 'LAW+12' or 'LAW@12' are parts of one document; any other text is
 * a document of its own. The title is the heading of its passage, whose locator is the id.
 */
export function toDocuments(entries: readonly BeirEntry[]): MemoryDocument[] {
  const documents = new Map<string, MemoryDocument & { chunks: MemoryDocument['chunks'][number][] }>();
  for (const { id, title, text } of entries) {
    const documentId = /^(.+)[+@#][^+@#]*$/u.exec(id)?.[1] ?? id;
    let document = documents.get(documentId);
    if (!document) {
      document = { summary: summaryOf(documentId), chunks: [] };
      documents.set(documentId, document);
    }
    document.chunks.push({
      ordinal: document.chunks.length,
      sectionOrdinal: null,
      kind: 'clause',
      text,
      context: '',
      heading: title,
      locator: id,
      pageFrom: 1,
      pageTo: 1,
      charFrom: 0,
      charTo: text.length,
    });
  }
  return [...documents.values()];
}

/** A document of which nothing is known but its name. */
export const summaryOf = (id: string): MemoryDocument['summary'] => ({
  id,
  symbol: null,
  symbolKey: null,
  typeName: '',
  issuer: null,
  title: id,
  subject: null,
  issuedOn: null,
  kind: 'signed',
  fileName: id,
  hasPages: false,
});

async function readJudgements(path: string): Promise<Map<string, Map<string, number>>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('input-invalid', `cannot read ${path}`, { cause });
  });
  const judgements = new Map<string, Map<string, number>>();
  for (const line of text.split(/\r?\n/u).slice(1)) {
    const [query, entry, score] = line.split('\t');
    const gain = Number(score);
    if (query === undefined || entry === undefined || !(gain > 0)) continue;
    const known = judgements.get(query);
    if (known) known.set(entry, gain);
    else judgements.set(query, new Map([[entry, gain]]));
  }
  return judgements;
}

async function* readJsonLines(path: string): AsyncGenerator<Record<string, unknown>> {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  // An error of the file must reach the reader, or a missing file would look like an empty one.
  file.on('error', (error) => input.destroy(error));
  let number = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number++;
      if (line.trim() !== '') yield JSON.parse(line) as Record<string, unknown>;
    }
  } catch (cause) {
    throw new AppError('input-invalid', `cannot read ${path} after line ${number}`, { cause });
  }
}
