import { readBeir } from '../beir.ts';
import { printer, printFigures, readCommand, round, wrongUse } from '../command.ts';
import { engines } from './peers-engines.ts';
import { scoreRanking } from '../retrieval.ts';
import { evenly, percentile, processorMs } from '../statistics.ts';
import type { BeirEntry, BeirQuery } from '../beir.ts';
import type { Engine } from './peers-engines.ts';

const usage =
  'usage: capuy eval peers DIR [--split dev] [--questions N] [--only NAME]… [--json]\n' +
  '  DIR holds corpus.jsonl[.gz], queries.jsonl and qrels/SPLIT.tsv; --questions asks N of them, evenly spread\n' +
  `  names: ${Object.keys(engines).join(' · ')}\n`;

/** One row of the table; shares are 0 to 1. */
export interface PeerFigures {
  name: string;
  'mrr@10': number;
  'acc@1': number;
  'acc@10': number;
  searchMs: { p50: number; p95: number };
  /** Processor time of a search, all threads; a busy machine changes it less. */
  processorMs: number;
  indexSeconds: number;
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
  const { folder, split, questions, names, isJson } = options;
  const { entries, queries: all } = await readBeir(folder, split);
  const queries = evenly(all, questions);
  const peers: PeerFigures[] = [];
  const print = printer(isJson);
  print(`${entries.length} texts, ${queries.length} questions\n`);
  print(`${''.padEnd(36)}MRR@10  Acc@1 Acc@10    p50 ms    p95 ms   cpu ms  index s\n`);
  for (const name of names) {
    const figures = await measure(name, engines[name]!, entries, queries);
    peers.push(figures);
    print(line(figures));
  }
  printFigures({ documents: entries.length, queries: queries.length, peers });
  return 0;
}

async function measure(
  name: string,
  fill: Engine,
  entries: readonly BeirEntry[],
  queries: readonly BeirQuery[],
): Promise<PeerFigures> {
  const from = performance.now();
  const engine = await fill(entries);
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
      scores.push(scoreRanking(ranking, relevant));
    }
    used = processorMs() - before;
  } finally {
    await engine.close?.();
  }
  const mean = (of: 'mrr@10' | 'acc@1' | 'acc@10'): number =>
    round(scores.reduce((sum, score) => sum + score[of], 0) / Math.max(1, scores.length), 4);
  return {
    name,
    'mrr@10': mean('mrr@10'),
    'acc@1': mean('acc@1'),
    'acc@10': mean('acc@10'),
    searchMs: { p50: round(percentile(times, 0.5), 2), p95: round(percentile(times, 0.95), 2) },
    processorMs: round(used / Math.max(1, queries.length), 2),
    indexSeconds: round(indexSeconds, 1),
  };
}

function readArguments(args: string[]) {
  const parsed = readCommand(args, {
    split: { type: 'string', default: 'dev' },
    questions: { type: 'string' },
    only: { type: 'string', multiple: true, default: [] },
  });
  const [folder, ...more] = parsed?.positionals ?? [];
  if (!parsed || folder === undefined || more.length > 0) return null;
  const { split, only, json: isJson } = parsed.values;
  const questions = parsed.values.questions === undefined ? Infinity : Number(parsed.values.questions);
  const names = only.length > 0 ? only : Object.keys(engines);
  if (!(questions > 0) || !names.every((name) => Object.hasOwn(engines, name))) return null;
  return { folder, split, questions, names, isJson };
}

const line = (figures: PeerFigures): string =>
  figures.name.padEnd(36) +
  [figures['mrr@10'], figures['acc@1'], figures['acc@10']].map((share) => `${share.toFixed(3)}  `).join('') +
  [figures.searchMs.p50, figures.searchMs.p95, figures.processorMs]
    .map((ms) => ms.toFixed(1).padStart(9))
    .join(' ') +
  `${figures.indexSeconds.toFixed(1).padStart(9)}\n`;
