import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sha256 } from '../core/ids.ts';
import { localViewer } from '../core/viewer.ts';
import { openImage, saveImage } from '../rag/search/lexical-index-image.ts';
import { createMemoryRetriever } from '../rag/search/retriever-memory.ts';
import { fold } from '../text/normalise.ts';
import { halfAccented, withTelex, withTypo } from './typing.ts';
import { corpusPath, readBeir, toDocuments } from './beir.ts';
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
  /** To build the index, or to open it where `--keep` found one. */
  indexSeconds: number;
}

/** How deep rankings are looked at. */
const depth = 100;
/** Questions asked before the clock counts: a running assistant is warm. */
const warmUp = 50;

const usage =
  'usage: capuy eval retrieval DIR [--split dev] [--unaccented | --half-accented] [--typos] [--telex] [--keep DIR] [--json]\n' +
  '  DIR holds corpus.jsonl[.gz], queries.jsonl and qrels/SPLIT.tsv\n';

/**
 * `capuy eval retrieval`: measures retrieval on a BEIR folder, in memory, without touching an office's data. Returns
 * the exit code; the figures go to standard output, as one JSON object with `--json`.
 * @throws AppError 'input-invalid' where the folder cannot be read
 */
export async function evaluateRetrieval(args: string[]): Promise<number> {
  const parsed = readArguments(args);
  if (!parsed) {
    process.stderr.write(usage);
    return 2;
  }
  const { folder, values } = parsed;
  const { entries, queries } = await readBeir(folder, values.split);
  const { retriever, indexSeconds } = await openIndex(folder, toDocuments(entries), values.keep);
  const asked = queries.map((query, at) => ({ ...query, text: asTyped(query.text, at + 1) }));
  function asTyped(text: string, seed: number): string {
    const frequency = (word: string): number => retriever.statistics().passageFrequency(word);
    const typed = values.telex ? withTelex(text, seed) : text;
    const slipped = values.typos ? withTypo(typed, frequency, seed) : typed;
    if (values.unaccented) return fold(slipped);
    return values['half-accented'] ? halfAccented(slipped, seed) : slipped;
  }
  const figures = { ...(await measureRetrieval(retriever, asked)), indexSeconds };
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : table(figures));
  return 0;
}

function readArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        split: { type: 'string', default: 'dev' },
        unaccented: { type: 'boolean', default: false },
        'half-accented': { type: 'boolean', default: false },
        typos: { type: 'boolean', default: false },
        telex: { type: 'boolean', default: false },
        keep: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [folder] = positionals;
    return folder === undefined || positionals.length > 1 ? null : { folder, values };
  } catch {
    return null;
  }
}

/**
 * Asks every question and scores the rankings; passages are known by their locator. The clock counts a search as the
 * product makes it, for ten passages; the rankings are looked at deeper.
 */
export async function measureRetrieval(
  retriever: MemoryRetriever,
  queries: readonly BeirQuery[],
): Promise<Omit<RetrievalFigures, 'indexSeconds'>> {
  const ask = (text: string, k?: number): Promise<Hit[]> =>
    retriever.search({ text, filter: { viewer: localViewer }, ...(k !== undefined && { k }) });
  for (const { text } of queries.slice(0, warmUp)) await ask(text);
  const times: number[] = [];
  const scores: RankingScores[] = [];
  for (const { text, relevant } of queries) {
    const from = performance.now();
    await ask(text);
    times.push(performance.now() - from);
    const hits = await ask(text, depth);
    scores.push(
      scoreRanking(
        hits.map(({ passage }) => passage.locator),
        relevant,
      ),
    );
  }
  const mean = (name: keyof RankingScores): number =>
    round(scores.reduce((sum, score) => sum + score[name], 0) / Math.max(1, scores.length));
  return {
    documents: retriever.statistics().passageCount,
    queries: queries.length,
    'acc@1': mean('acc@1'),
    'acc@10': mean('acc@10'),
    'recall@10': mean('recall@10'),
    'recall@100': mean('recall@100'),
    'mrr@10': mean('mrr@10'),
    'ndcg@10': mean('ndcg@10'),
    searchMs: { p50: round(quantile(times, 0.5), 2), p95: round(quantile(times, 0.95), 2) },
  };
}

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

const round = (value: number, digits = 4): number => Number(value.toFixed(digits));

const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
};

const table = (figures: RetrievalFigures): string =>
  Object.entries(figures)
    .map(([name, value]) =>
      typeof value === 'number'
        ? `${name.padEnd(14)}${value}\n`
        : Object.entries(value)
            .map(([part, ms]) => `${`${name} ${part}`.padEnd(14)}${ms}\n`)
            .join(''),
    )
    .join('');
