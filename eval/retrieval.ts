import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../core/ids.ts';
import { localViewer } from '../core/viewer.ts';
import { createAnswerer } from '../rag/answer.ts';
import { openImage, saveImage } from '../rag/search/lexical-index-image.ts';
import { createMemoryRetriever } from '../rag/search/retriever-memory.ts';
import { fold } from '../text/normalise.ts';
import { halfAccented, withTelex, withTypo } from './typing.ts';
import { corpusPath, readBeir, toDocuments } from './beir.ts';
import { printer, printFigures, readCommand, round, wrongUse } from './command.ts';
import { evenly, percentile, processorMs } from './statistics.ts';
import type { LexicalIndex } from '../rag/search/lexical-index.ts';
import type { MemoryRetriever } from '../rag/search/retriever-memory.ts';
import type { Hit } from '../rag/types.ts';
import type { BeirQuery } from './beir.ts';

/** Quality and speed of retrieval on one set; shares are 0 to 1. The names are the machine output's. */
export interface RetrievalFigures {
  documents: number;
  queries: number;
  'acc@1': number;
  'acc@10': number;
  'recall@10': number;
  'recall@100': number;
  'mrr@10': number;
  'ndcg@10': number;
  searchMs: { p50: number; p95: number };
  /** Processor time of a search, all threads; a busy machine changes it less. */
  searchProcessorMs: number;
  /** Complete replies, with `--replies`. */
  replies?: { n: number; ms: { p50: number; p95: number }; processorMs: number };
  /** To build the index, or to open it where `--keep` found one. */
  indexSeconds: number;
}

/** How deep rankings are looked at. */
const depth = 100;
/** Questions asked before the clock counts: a running assistant is warm. */
const warmUp = 50;

const usage =
  'usage: capuy eval retrieval DIR [--split dev] [--unaccented | --half-accented] [--typos] [--telex] [--keep DIR]\n' +
  '                        [--replies N] [--json]\n' +
  '  DIR holds corpus.jsonl[.gz], queries.jsonl and qrels/SPLIT.tsv; --replies times N whole replies, evenly spread\n';

/**
 * `capuy eval retrieval`: measures retrieval on a BEIR folder, in memory, without touching an office's data. Returns
 * the exit code; the figures go to standard output, in the last line as one JSON object.
 * @throws AppError 'input-invalid' where the folder cannot be read
 */
export async function evaluateRetrieval(args: string[]): Promise<number> {
  const parsed = readArguments(args);
  if (!parsed) return wrongUse(usage);
  const { folder, values, replies } = parsed;
  const { entries, queries } = await readBeir(folder, values.split);
  const { retriever, indexSeconds } = await openIndex(folder, toDocuments(entries), values.keep);
  const asked = queries.map((query, at) => ({ ...query, text: asTyped(query.text, at + 1) }));
  function asTyped(text: string, seed: number): string {
    const frequency = (word: string): number => retriever.statistics(localViewer).passageFrequency(word);
    const typed = values.telex ? withTelex(text, seed) : text;
    const slipped = values.typos ? withTypo(typed, frequency, seed) : typed;
    if (values.unaccented) return fold(slipped);
    return values['half-accented'] ? halfAccented(slipped, seed) : slipped;
  }
  const figures: RetrievalFigures = {
    ...(await measureRetrieval(retriever, asked)),
    ...(replies > 0 && { replies: await measureReplies(retriever, evenly(asked, replies)) }),
    indexSeconds,
  };
  printer(values.json)(table(figures));
  printFigures(figures);
  return 0;
}

function readArguments(args: string[]) {
  const parsed = readCommand(args, {
    split: { type: 'string', default: 'dev' },
    unaccented: { type: 'boolean', default: false },
    'half-accented': { type: 'boolean', default: false },
    typos: { type: 'boolean', default: false },
    telex: { type: 'boolean', default: false },
    keep: { type: 'string' },
    replies: { type: 'string', default: '0' },
  });
  const [folder, ...more] = parsed?.positionals ?? [];
  const replies = Number(parsed?.values.replies);
  if (!parsed || folder === undefined || more.length > 0 || !(replies >= 0)) return null;
  return { folder, values: parsed.values, replies };
}

/**
 * Asks every question and scores the rankings; passages are known by their locator. The clock counts a search as the
 * product makes it, for ten passages; the rankings are looked at deeper.
 */
export async function measureRetrieval(
  retriever: MemoryRetriever,
  queries: readonly BeirQuery[],
): Promise<Omit<RetrievalFigures, 'indexSeconds' | 'replies'>> {
  const ask = (text: string, k?: number): Promise<Hit[]> =>
    retriever.search({ text, filter: { viewer: localViewer }, ...(k !== undefined && { k }) });
  for (const { text } of queries.slice(0, warmUp)) await ask(text);
  const times: number[] = [];
  let used = 0;
  const scores: RankingScores[] = [];
  for (const { text, relevant } of queries) {
    const before = processorMs();
    const from = performance.now();
    await ask(text);
    times.push(performance.now() - from);
    used += processorMs() - before;
    const hits = await ask(text, depth);
    scores.push(
      scoreRanking(
        hits.map(({ passage }) => passage.locator),
        relevant,
      ),
    );
  }
  const mean = (name: keyof RankingScores): number =>
    round(scores.reduce((sum, score) => sum + score[name], 0) / Math.max(1, scores.length), 4);
  return {
    documents: retriever.statistics(localViewer).passageCount,
    queries: queries.length,
    'acc@1': mean('acc@1'),
    'acc@10': mean('acc@10'),
    'recall@10': mean('recall@10'),
    'recall@100': mean('recall@100'),
    'mrr@10': mean('mrr@10'),
    'ndcg@10': mean('ndcg@10'),
    searchMs: percentiles(times),
    searchProcessorMs: round(used / Math.max(1, queries.length), 2),
  };
}

/** Asks for whole replies, as a person does: from the text typed to the answer with its quotations. */
async function measureReplies(
  library: MemoryRetriever,
  queries: readonly BeirQuery[],
): Promise<NonNullable<RetrievalFigures['replies']>> {
  const answerer = createAnswerer({ library });
  const ask = (text: string): Promise<unknown> => answerer.answer(text, { viewer: localViewer });
  for (const { text } of queries.slice(0, warmUp)) await ask(text);
  const times: number[] = [];
  const before = processorMs();
  for (const { text } of queries) {
    const from = performance.now();
    await ask(text);
    times.push(performance.now() - from);
  }
  const used = processorMs() - before;
  return { n: times.length, ms: percentiles(times), processorMs: round(used / Math.max(1, times.length), 2) };
}

const percentiles = (times: readonly number[]): { p50: number; p95: number } => ({
  p50: round(percentile(times, 0.5), 2),
  p95: round(percentile(times, 0.95), 2),
});

type RankingScores = Record<'acc@1' | 'acc@10' | 'recall@10' | 'recall@100' | 'mrr@10' | 'ndcg@10', number>;

/** The usual measures of one ranking against the relevant ids and their gains. */
export function scoreRanking(
  ranking: readonly string[],
  relevant: ReadonlyMap<string, number>,
): RankingScores {
  const first = ranking.findIndex((id) => relevant.has(id));
  const found = (k: number): number => ranking.slice(0, k).filter((id) => relevant.has(id)).length;
  const discounted = (gains: readonly number[]): number =>
    gains.slice(0, 10).reduce((sum, gain, place) => sum + gain / Math.log2(place + 2), 0);
  const ideal = discounted([...relevant.values()].sort((x, y) => y - x));
  const isWithinTen = first >= 0 && first < 10;
  return {
    'acc@1': first === 0 ? 1 : 0,
    'acc@10': isWithinTen ? 1 : 0,
    'recall@10': found(10) / Math.max(1, relevant.size),
    'recall@100': found(100) / Math.max(1, relevant.size),
    'mrr@10': isWithinTen ? 1 / (first + 1) : 0,
    'ndcg@10': ideal > 0 ? discounted(ranking.map((id) => relevant.get(id) ?? 0)) / ideal : 0,
  };
}

/** Opens the index kept in `keep` if it was made from the same file, or builds it and keeps it there. */
export async function openIndex(
  folder: string,
  documents: ReturnType<typeof toDocuments>,
  keep: string | undefined,
): Promise<{ retriever: MemoryRetriever; indexSeconds: number }> {
  const digest = keep === undefined ? '' : sha256(await readFile(await corpusPath(folder)));
  const path = keep === undefined ? undefined : join(keep, `retrieval-${digest.slice(0, 16)}.index`);
  const from = performance.now();
  let index: LexicalIndex | undefined;
  if (path !== undefined) {
    const image = await openImage<{ digest: string }>(path);
    if (image?.notes.digest === digest) index = image.index;
  }
  const retriever = await createMemoryRetriever(documents, index && { index });
  const indexSeconds = round((performance.now() - from) / 1000, 2);
  if (path !== undefined && !index) {
    await mkdir(keep as string, { recursive: true });
    await saveImage(path, retriever.index, { digest });
  }
  return { retriever, indexSeconds };
}

const table = (figures: RetrievalFigures): string =>
  Object.entries(figures)
    .map(([name, value]) =>
      typeof value === 'number'
        ? `${name.padEnd(24)}${value}\n`
        : Object.entries(value)
            .map(
              ([part, ms]) =>
                `${`${name} ${part}`.padEnd(24)}${typeof ms === 'number' ? ms : JSON.stringify(ms)}\n`,
            )
            .join(''),
    )
    .join('');
