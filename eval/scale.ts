import { LexicalIndex } from '../rag/search/lexical-index.ts';
import { Corpus } from '../rag/search/retriever-corpus.ts';
import { printer, printFigures, readCommand, round, wrongUse } from './command.ts';
import { readBeir, summaryOf } from './beir.ts';
import { randomNumbers } from './random.ts';
import { percentile, processorMs } from './statistics.ts';
import type { IndexEntry } from '../rag/search/lexical-index.ts';
import type { Segment } from '../rag/search/lexical-index-segment.ts';
import type { IndexedDocument } from '../rag/search/passage-store.ts';
import { toIndexed } from '../rag/search/retriever-memory.ts';
import type { BeirEntry } from './beir.ts';

const usage =
  'usage: capuy eval scale DIR [--split dev] [--sizes 10000,40000,160000,640000] [--seed 1] [--json]\n' +
  '  DIR holds corpus.jsonl[.gz], queries.jsonl and qrels/SPLIT.tsv; its articles are cut into clauses and multiplied\n';

/** What one size costs. Bytes are those of the index alone, without the texts. */
export interface ScaleFigures {
  chunks: number;
  words: number;
  searchMs: { p50: number; p95: number };
  /** Processor time of all searches, a search; a busy machine does not change it much. */
  processorMs: number;
  indexSeconds: number;
  /** Processor time of building the index. */
  indexProcessorSeconds: number;
  bytesPerChunk: number;
  vectorBytesPerChunk: number;
  indexMb: number;
  residentMb: number;
}

/**
 * `capuy eval scale`: speed and memory of search over ever larger stores. Returns the exit code; the last line is
 * `{"sizes":[…]}`.
 * @throws AppError 'input-invalid' where the folder cannot be read
 */
export async function evaluateScale(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (!options) return wrongUse(usage);
  const { folder, split, sizes, seed, isJson } = options;
  const { entries, queries } = await readBeir(folder, split);
  const clauses = entries.flatMap(cutIntoClauses);
  const questions = queries.map(({ text }) => text);
  const figures: ScaleFigures[] = [];
  const print = printer(isJson);
  print('chunks     p50 ms  p95 ms  cpu ms  index s   MB  bytes/chunk (vectors)  resident MB\n');
  for (const size of sizes) {
    const measured = await measureSize(clauses, questions, size, seed);
    figures.push(measured);
    print(line(measured));
  }
  printFigures({ sizes: figures });
  return 0;
}

async function measureSize(
  clauses: readonly BeirEntry[],
  questions: readonly string[],
  size: number,
  seed: number,
): Promise<ScaleFigures> {
  const documents = new Map<string, IndexedDocument>();
  const index = new LexicalIndex();
  const from = performance.now();
  const fromProcessor = processorMs();
  await index.add(multiply(clauses, size, seed, documents));
  const indexSeconds = (performance.now() - from) / 1000;
  const indexProcessorSeconds = (processorMs() - fromProcessor) / 1000;
  const corpus = new Corpus(index, [...documents.values()], []);
  const ask = (text: string): unknown => corpus.search(text, {}, 10);
  for (const text of questions.slice(0, 50)) ask(text);
  const times: number[] = [];
  const before = processorMs();
  for (const text of questions) {
    const start = performance.now();
    ask(text);
    times.push(performance.now() - start);
  }
  const used = processorMs() - before;
  const bytes = index.segments.reduce((sum, segment) => sum + bytesOf(segment), 0);
  const vectorBytes = index.segments.reduce((sum, { vectors }) => sum + vectors.byteLength, 0);
  return {
    chunks: index.passageCount,
    words: Math.round(index.meanLength * index.passageCount),
    searchMs: { p50: round(percentile(times, 0.5), 2), p95: round(percentile(times, 0.95), 2) },
    processorMs: round(used / Math.max(1, questions.length), 2),
    indexSeconds: round(indexSeconds, 1),
    indexProcessorSeconds: round(indexProcessorSeconds, 1),
    bytesPerChunk: Math.round(bytes / index.passageCount),
    vectorBytesPerChunk: Math.round(vectorBytes / index.passageCount),
    indexMb: round(bytes / 1024 ** 2, 0),
    residentMb: round(process.memoryUsage().rss / 1024 ** 2, 0),
  };
}

/** Clauses of more words are cut: the longest articles have ten thousand. */
const clauseWords = 150;

/** An article as the clauses that ingestion would keep: its lines, short ones together, each under its heading. */
export function cutIntoClauses({ id, title, text }: BeirEntry): BeirEntry[] {
  const clauses: string[] = [];
  let open = '';
  let openWords = 0;
  for (const part of text.split('\n').flatMap(pieces)) {
    const words = part.split(' ').length;
    if (open !== '' && openWords + words > clauseWords) {
      clauses.push(open);
      open = '';
      openWords = 0;
    }
    open = open === '' ? part : `${open}\n${part}`;
    openWords += words;
  }
  if (open !== '') clauses.push(open);
  return clauses.map((clause, number) => ({ id: `${id}#${number}`, title, text: clause }));
}

function pieces(paragraph: string): string[] {
  const words = paragraph.split(/\s+/u).filter((word) => word !== '');
  return Array.from({ length: Math.ceil(words.length / clauseWords) }, (_, n) =>
    words.slice(n * clauseWords, (n + 1) * clauseWords).join(' '),
  );
}

/** How many words of a copy are replaced by words of other clauses, so that copies are no doubles. */
const replacedShare = 0.2;

/**
 * `size` clauses: the given ones, then copies of them in which a fifth of the words come from elsewhere, as often as it
 * takes. The same seed gives the same. Documents of about a hundred clauses are added to `documents`.
 */
export function* multiply(
  clauses: readonly BeirEntry[],
  size: number,
  seed: number,
  documents: Map<string, IndexedDocument>,
): Generator<IndexEntry> {
  const random = randomNumbers(seed);
  // Every store is a sample of the same mixture, not the laws that happen to come first.
  const order = shuffled(clauses.length, random);
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let n = 0; n < size; n++) {
    const clause = clauses[order[n % clauses.length]!]!;
    const isCopy = n >= clauses.length;
    const documentId = `d${Math.floor(n / 100)}`;
    if (!documents.has(documentId)) documents.set(documentId, documentOf(documentId));
    const words = clause.text.split(' ');
    if (isCopy) {
      for (let times = Math.ceil(words.length * replacedShare); times > 0; times--) {
        const other = clauses[below(clauses.length)]!.text.split(' ');
        words[below(words.length)] = other[below(other.length)]!;
      }
    }
    yield { id: `c${n}`, documentId, heading: clause.title, context: '', text: words.join(' ') };
  }
}

function shuffled(size: number, random: () => number): Int32Array {
  const order = Int32Array.from({ length: size }, (_, at) => at);
  for (let at = size - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

const documentOf = (id: string): IndexedDocument => toIndexed({ summary: summaryOf(id), chunks: [] });

const bytesOf = (segment: Segment): number =>
  Object.values(segment).reduce(
    (sum: number, part: unknown) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0),
    0,
  );

function readArguments(args: string[]) {
  const parsed = readCommand(args, {
    split: { type: 'string', default: 'dev' },
    sizes: { type: 'string', default: '10000,40000,160000,640000' },
    seed: { type: 'string', default: '1' },
  });
  const [folder, ...more] = parsed?.positionals ?? [];
  if (!parsed || folder === undefined || more.length > 0) return null;
  const { split, json: isJson } = parsed.values;
  const sizes = parsed.values.sizes.split(',').map(Number);
  const seed = Number(parsed.values.seed);
  if (![...sizes, seed].every((number) => Number.isInteger(number) && number > 0)) return null;
  return { folder, split, sizes, seed, isJson };
}

const line = (at: ScaleFigures): string =>
  `${String(at.chunks).padEnd(9)}${at.searchMs.p50.toFixed(2).padStart(8)}${at.searchMs.p95.toFixed(2).padStart(8)}${at.processorMs.toFixed(2).padStart(8)}` +
  `${at.indexSeconds.toFixed(1).padStart(9)}${String(at.indexMb).padStart(5)}` +
  `${`${at.bytesPerChunk} (${at.vectorBytesPerChunk})`.padStart(23)}${String(at.residentMb).padStart(13)}\n`;
