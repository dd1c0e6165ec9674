import { readFileSync } from 'node:fs';
import { textTable } from '../bench/bench-table.ts';
import { printer, printFigures, readCommand, round, wrongUse } from '../command.ts';
import { scoreRanking } from '../retrieval.ts';
import { percentile, processorMs } from '../statistics.ts';
import { openPeersCorpus, type PeersCorpus } from './peers-corpus.ts';
import { engines, type Engine } from './peers-engines.ts';

/** In the order of the table. */
export const engineNames: readonly string[] = Object.keys(engines);

const usage =
  'usage: capuy eval peers [DIR] [--split dev] [--questions N] [--chunks N] [--only NAME]… [--database postgres://…] [--json]\n' +
  '  DIR holds corpus.jsonl[.gz], queries.jsonl and qrels/SPLIT.tsv; without it, the documents of the project among papers;\n' +
  '  --questions asks N of them, evenly spread; --chunks cuts the texts into clauses and takes N of them\n' +
  `  names: ${engineNames.join(' · ')}\n`;

/** One row of the table; shares are 0 to 1. */
export interface PeerFigures {
  name: string;
  /** Of the package, database or library; empty for our own code. */
  version: string;
  settings: string;
  'mrr@10': number;
  'acc@1': number;
  'acc@10': number;
  'recall@10': number;
  searchMs: { p50: number; p95: number };
  /** Processor time of a search, all threads; a busy machine changes it less. */
  processorMs: number;
  indexSeconds: number;
  /** What this process grew by with the filled engine; a server's own memory is not in it. With `--only` it is right. */
  memoryMb: number;
}

/**
 * `capuy eval peers`: the same texts and questions in our search and in others, one after the other in this process.
 * For development: the others are not installed with the program. The last line is
 * `{"documents","queries","peers":[…]}`.
 * @throws AppError 'input-invalid' where the folder cannot be read
 */
export async function evaluatePeers(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (!options) return wrongUse(usage);
  const corpus = await openPeersCorpus(options);
  const peers: PeerFigures[] = [];
  const print = printer(options.isJson);
  const { length: documents } = corpus.entries;
  const { length: queries } = corpus.queries;
  print(`${documents} texts, ${queries} questions\n`);
  for (const name of options.names) {
    print(`${name}\n`);
    peers.push(await measure(name, engines[name]!, corpus, options.databaseUrl));
  }
  print(`\n${peersTable(peers)}`);
  printFigures({ documents, queries, peers });
  return 0;
}

async function measure(
  name: string,
  { fill, settings, package: library }: Engine,
  { entries, queries, targetOf }: PeersCorpus,
  databaseUrl: string | undefined,
): Promise<PeerFigures> {
  const residentBefore = process.memoryUsage.rss();
  const from = performance.now();
  const engine = await fill(entries, databaseUrl);
  const indexSeconds = (performance.now() - from) / 1000;
  const times: number[] = [];
  const scores: ReturnType<typeof scoreRanking>[] = [];
  let used: number;
  try {
    for (const { text } of queries.slice(0, 10)) await engine.search(text);
    const before = processorMs();
    for (const { text, relevant } of queries) {
      const start = performance.now();
      const ranking = await engine.search(text);
      times.push(performance.now() - start);
      // Two clauses of one article are one find.
      scores.push(scoreRanking([...new Set(ranking.map(targetOf))], relevant));
    }
    used = processorMs() - before;
  } finally {
    await engine.close?.();
  }
  const mean = (of: 'mrr@10' | 'acc@1' | 'acc@10' | 'recall@10'): number =>
    round(scores.reduce((sum, score) => sum + score[of], 0) / Math.max(1, scores.length), 4);
  return {
    name,
    version: [library === null ? '' : `${library} ${versionOf(library)}`, engine.version ?? '']
      .filter(Boolean)
      .join(', '),
    settings,
    'mrr@10': mean('mrr@10'),
    'acc@1': mean('acc@1'),
    'acc@10': mean('acc@10'),
    'recall@10': mean('recall@10'),
    searchMs: { p50: round(percentile(times, 0.5), 2), p95: round(percentile(times, 0.95), 2) },
    processorMs: round(used / Math.max(1, queries.length), 2),
    indexSeconds: round(indexSeconds, 1),
    memoryMb: round((process.memoryUsage.rss() - residentBefore) / 1024 ** 2, 0),
  };
}

/** As it is installed here. */
function versionOf(library: string): string {
  const place = new URL(`../../node_modules/${library}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(place, 'utf8')) as { version: string }).version;
}

function readArguments(args: string[]) {
  const text = { type: 'string' } as const;
  const parsed = readCommand(args, {
    split: { ...text, default: 'dev' },
    questions: text,
    chunks: text,
    database: text,
    only: { ...text, multiple: true, default: [] },
  });
  const [folder, ...more] = parsed?.positionals ?? [];
  if (!parsed || more.length > 0) return null;
  const { split, only, database: databaseUrl, json: isJson } = parsed.values;
  const questions = parsed.values.questions === undefined ? Infinity : Number(parsed.values.questions);
  const chunks = parsed.values.chunks === undefined ? undefined : Number(parsed.values.chunks);
  const names = only.length > 0 ? only : engineNames;
  if (!(questions > 0) || (chunks !== undefined && !(chunks > 0))) return null;
  if (!names.every((name) => Object.hasOwn(engines, name))) return null;
  return { folder, split, questions, chunks, names, databaseUrl, isJson };
}

/** The engines beside each other, then what they are and how they were set. */
export const peersTable = (peers: readonly PeerFigures[]): string =>
  textTable(
    [
      'engine',
      'MRR@10',
      'Acc@1',
      'recall@10',
      'p50 ms',
      'p95 ms',
      'cpu ms',
      'index s',
      'MB',
      'version',
      'settings',
    ],
    peers.map((at) => [
      at.name,
      ...[at['mrr@10'], at['acc@1'], at['recall@10']].map((share) => share.toFixed(3)),
      ...[at.searchMs.p50, at.searchMs.p95, at.processorMs, at.indexSeconds].map((value) => value.toFixed(1)),
      String(at.memoryMb),
      at.version,
      at.settings,
    ]),
  );
