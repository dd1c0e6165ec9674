import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../core/logger.ts';
import { localViewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { openDatabase } from '../../db/open.ts';
import { createAnswerer } from '../../rag/answer.ts';
import { openImage } from '../../rag/search/lexical-index-image.ts';
import { loadIndexedDocuments } from '../../rag/search/passage-store.ts';
import { Corpus } from '../../rag/search/retriever-corpus.ts';
import { createRetriever } from '../../rag/search/retriever.ts';
import { corpusPath } from '../beir.ts';
import { printer, printFigures, readCommand, round, wrongUse } from '../command.ts';
import { evenly, percentile, processorMs } from '../statistics.ts';
import { openBenchCorpus } from './bench-corpus.ts';
import { fillOffice, type Filled } from './fill-office.ts';
import { holdUp } from './prove.ts';

const usage =
  'usage: capuy eval office [--corpus DIR] [--chunks 40000] [--questions 300] [--keep DIR] [--filled] [--slow SHARE] [--json]\n' +
  '  fills a store on the embedded database with texts of a BEIR folder, or generated papers, builds the index and asks;\n' +
  '  --keep keeps the store for the next run, --filled only fills it, --slow makes search and answers slower on purpose\n';

/** What one store costs, on the embedded database. Milliseconds are wall clock unless the name says processor. */
export interface OfficeFigures extends Filled {
  questions: number;
  /** From the rows to an index that answers. */
  index: { seconds: number; processorSeconds: number; openSeconds: number; imageMb: number };
  /** The index alone: a question read, searched and ranked, without the texts of what it finds. */
  searchMs: Percentiles;
  /** The same through the store: with what a search asks the database for. */
  searchWithTextsMs: Percentiles;
  /** From the question typed to the reply with its quotations. */
  answerMs: Percentiles;
  answerProcessorMs: number;
  /** Of this process, after everything above. */
  residentMb: number;
}

export interface Percentiles {
  p50: number;
  p95: number;
}

/** Asked before the clock counts: a running assistant is warm. */
const warmUp = 30;

/**
 * `capuy eval office`: how long an office of a given size takes to index, to search and to answer. The last line is
 * `OfficeFigures`.
 * @throws AppError 'input-invalid' where the corpus cannot be read
 */
export async function evaluateOffice(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (!options) return wrongUse(usage);
  const { isJson, isFilledOnly } = options;
  const print = printer(isJson);
  const { folder, filled, isKept } = await openOfficeOf(options, print);
  try {
    if (isFilledOnly) {
      printFigures({ folder, ...filled });
      return 0;
    }
    const { questions: all } = await openBenchCorpus(options.corpus);
    const figures = { ...filled, ...(await measure(folder, evenly(all, options.questions), options.slow)) };
    print(table(figures));
    printFigures(figures);
    return 0;
  } finally {
    if (!isKept) await rm(folder, { recursive: true, force: true });
  }
}

/** The data folder of an office of this size, filled now or by an earlier run. */
async function openOfficeOf(
  { corpus, chunks, keep }: { corpus: string | undefined; chunks: number; keep: string | undefined },
  print: (line: string) => void,
): Promise<{ folder: string; filled: Filled; isKept: boolean }> {
  const folder =
    keep === undefined
      ? await mkdtemp(join(tmpdir(), 'capuy-office-'))
      : join(keep, `office-${chunks}-${await digestOf(corpus)}`);
  const note = join(folder, 'filled.json');
  const known = await readFile(note, 'utf8').catch(() => null);
  if (known !== null) return { folder, filled: JSON.parse(known) as Filled, isKept: true };
  // Filled beside its place: what an interrupted run left must not count as an office.
  const half = `${folder}.half`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true });
  const db = await openDatabase({ dataDir: join(half, 'database') });
  const filled = await (async () => {
    try {
      return await fillOffice(db, await openBenchCorpus(corpus), chunks, print);
    } finally {
      await db.close();
    }
  })();
  filled.seconds = round(filled.seconds, 1);
  await writeFile(join(half, 'filled.json'), JSON.stringify(filled));
  await rm(folder, { recursive: true, force: true });
  await rename(half, folder);
  print(`${filled.chunks} chunks of ${filled.documents} documents stored in ${filled.seconds} s\n`);
  return { folder, filled, isKept: keep !== undefined };
}

/** Short name of a corpus, other for another file. */
async function digestOf(corpus: string | undefined): Promise<string> {
  if (corpus === undefined) return 'generated';
  const path = await corpusPath(corpus);
  const { size } = await stat(path);
  return createHash('sha256').update(`${path} ${size}`).digest('hex').slice(0, 12);
}

async function measure(
  folder: string,
  questions: readonly string[],
  slow: number,
): Promise<Omit<OfficeFigures, keyof Filled>> {
  const db = await openDatabase({ dataDir: join(folder, 'database') });
  try {
    const imagePath = join(folder, 'search.index');
    await rm(imagePath, { force: true });
    const index = await measureIndex(db, imagePath);
    const searchMs = await measureSearch(db, imagePath, questions, slow);
    const retriever = createRetriever({ db, logger: silentLogger, imagePath });
    await retriever.refresh();
    const searchWithTextsMs = await timed(questions, slow, (text) =>
      retriever.search({ text, filter: { viewer: localViewer } }),
    );
    const answerer = createAnswerer({ library: retriever });
    const before = processorMs();
    const answerMs = await timed(questions, slow, (text) => answerer.answer(text, { viewer: localViewer }));
    const answerProcessorMs = round(
      (processorMs() - before) / (questions.length + Math.min(warmUp, questions.length)),
      2,
    );
    await retriever.close();
    const residentMb = round(process.memoryUsage.rss() / 1024 ** 2, 0);
    return {
      questions: questions.length,
      index,
      searchMs,
      searchWithTextsMs,
      answerMs,
      answerProcessorMs,
      residentMb,
    };
  } finally {
    await db.close();
  }
}

async function measureIndex(db: Database, imagePath: string): Promise<OfficeFigures['index']> {
  const from = performance.now();
  const before = processorMs();
  const built = createRetriever({ db, logger: silentLogger, imagePath });
  await built.refresh();
  const seconds = round((performance.now() - from) / 1000, 2);
  const processorSeconds = round((processorMs() - before) / 1000, 2);
  await built.close();
  const opening = performance.now();
  const opened = createRetriever({ db, logger: silentLogger, imagePath });
  await opened.refresh();
  const openSeconds = round((performance.now() - opening) / 1000, 3);
  await opened.close();
  return {
    seconds,
    processorSeconds,
    openSeconds,
    imageMb: round((await stat(imagePath)).size / 1024 ** 2, 0),
  };
}

/** The index by itself, as the retriever holds it. */
async function measureSearch(
  db: Database,
  imagePath: string,
  questions: readonly string[],
  slow: number,
): Promise<Percentiles> {
  const image = await openImage(imagePath);
  if (!image) throw new Error(`no index in ${imagePath}`);
  const corpus = new Corpus(image.index, await loadIndexedDocuments(db), []).seenBy(localViewer);
  return timed(questions, slow, (text) => corpus.search(text, {}, 10));
}

/** Each question once, after a warm-up; `slow` is the share of its own time that each one is held up. */
async function timed(
  questions: readonly string[],
  slow: number,
  ask: (text: string) => unknown,
): Promise<Percentiles> {
  const times: number[] = [];
  for (const text of questions.slice(0, warmUp)) await ask(text);
  for (const text of questions) {
    const from = performance.now();
    await ask(text);
    holdUp(slow * (performance.now() - from));
    times.push(performance.now() - from);
  }
  return { p50: round(percentile(times, 0.5), 2), p95: round(percentile(times, 0.95), 2) };
}

function readArguments(args: string[]) {
  const text = { type: 'string' } as const;
  const parsed = readCommand(args, {
    corpus: text,
    chunks: { ...text, default: '40000' },
    questions: { ...text, default: '300' },
    keep: text,
    filled: { type: 'boolean', default: false },
    slow: { ...text, default: '0' },
  });
  if (!parsed || parsed.positionals.length > 0) return null;
  const { corpus, keep, filled: isFilledOnly, json: isJson } = parsed.values;
  const [chunks, questions, slow] = [parsed.values.chunks, parsed.values.questions, parsed.values.slow].map(
    Number,
  );
  if (!(chunks! >= 100) || !(questions! > 0) || !(slow! >= 0) || (isFilledOnly && keep === undefined))
    return null;
  return { corpus, keep, isFilledOnly, isJson, chunks: chunks!, questions: questions!, slow: slow! };
}

const table = (at: OfficeFigures): string =>
  [
    ['index built', `${at.index.seconds} s (processor ${at.index.processorSeconds} s)`],
    ['index opened', `${at.index.openSeconds} s, ${at.index.imageMb} MB`],
    ['search alone', `p50 ${at.searchMs.p50} ms, p95 ${at.searchMs.p95} ms`],
    ['with texts', `p50 ${at.searchWithTextsMs.p50} ms, p95 ${at.searchWithTextsMs.p95} ms`],
    ['answer', `p50 ${at.answerMs.p50} ms, p95 ${at.answerMs.p95} ms, processor ${at.answerProcessorMs} ms`],
    ['resident', `${at.residentMb} MB`],
  ]
    .map(([name, value]) => `${name!.padEnd(16)}${value}\n`)
    .join('');
