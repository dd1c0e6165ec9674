import { fileURLToPath } from 'node:url';
import { readDocument } from '../../ingest/read-document.ts';
import type { MemoryDocument } from '../../rag/search/retriever-memory.ts';
import { readItems, shows } from '../answers.ts';
import { readBeir, type BeirEntry, type BeirQuery } from '../beir.ts';
import { loadDocuments, toMemoryDocument } from '../documents.ts';
import { paper } from '../office-papers.ts';
import { randomNumbers } from '../random.ts';
import { cutIntoClauses } from '../scale.ts';
import { evenly } from '../statistics.ts';

/** Texts and questions that every engine gets. */
export interface PeersCorpus {
  entries: readonly BeirEntry[];
  queries: readonly BeirQuery[];
  /** What a found text counts as: the article that a clause belongs to, or the text itself. */
  targetOf(id: string): string;
}

/**
 * A BEIR folder, whole articles or, with `chunks`, as many of their clauses: first those of the articles that answer a
 * question, then others by chance, the same every time. Without a folder the chunks of the project's own documents with the
 * gold questions, among chunks of generated papers.
 * @throws AppError 'input-invalid' where the folder cannot be read
 */
export async function openPeersCorpus(options: {
  folder: string | undefined;
  split: string;
  questions: number;
  chunks: number | undefined;
}): Promise<PeersCorpus> {
  const { folder, split, questions, chunks } = options;
  if (folder === undefined) return ownCorpus(questions, chunks ?? 2000);
  const { entries, queries: all } = await readBeir(folder, split);
  const queries = evenly(all, questions);
  if (chunks === undefined) return { entries, queries, targetOf: (id) => id };
  const wanted = new Set(queries.flatMap(({ relevant }) => [...relevant.keys()]));
  const random = randomNumbers(1);
  const inOrder = entries
    .map((entry) => ({ entry, at: wanted.has(entry.id) ? -1 : random() }))
    .sort((x, y) => x.at - y.at);
  const clauses: BeirEntry[] = [];
  for (const { entry, at } of inOrder) {
    if (at >= 0 && clauses.length >= chunks) break;
    clauses.push(...cutIntoClauses(entry));
  }
  return { entries: clauses, queries, targetOf: (id) => id.replace(/#\d+$/u, '') };
}

const folders = ['../gold/documents', '../training/documents', '../../demo/documents'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

async function ownCorpus(questions: number, chunks: number): Promise<PeersCorpus> {
  const { documents } = await loadDocuments(folders);
  const entries = documents.flatMap(entriesOf);
  const byFile = new Map(documents.map((document) => [document.summary.fileName, entriesOf(document)]));
  const items = await readItems(fileURLToPath(new URL('../gold/province.jsonl', import.meta.url)));
  const queries = items.flatMap(({ id, question, answer_spans, docs, answerable, context }): BeirQuery[] => {
    if (!answerable || context) return [];
    const relevant = docs
      .flatMap((file) => byFile.get(file) ?? [])
      .filter(({ text }) => answer_spans.some((span) => shows(text, span)));
    return relevant.length === 0
      ? []
      : [{ id, text: question, relevant: new Map(relevant.map((entry) => [entry.id, 1])) }];
  });
  for (let index = 0; entries.length < chunks; index++) {
    const { name, text } = paper(index);
    entries.push(...entriesOf(toMemoryDocument(await readDocument(Buffer.from(text), name))));
  }
  return { entries, queries: evenly(queries, questions), targetOf: (id) => id };
}

const entriesOf = ({ summary, chunks }: MemoryDocument): BeirEntry[] =>
  chunks.map(({ ordinal, heading, context, text }) => ({
    id: `${summary.fileName}#${ordinal}`,
    title: [context, heading].filter(Boolean).join('. '),
    text,
  }));
