import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { localViewer } from '../core/viewer.ts';
import type { Answerer } from '../rag/answer.ts';
import { cleanText, fold } from '../text/normalise.ts';
import { answererOver } from './answers.ts';
import { readBeir, readQueries } from './beir.ts';
import { rowDocument } from './documents.ts';
import { auroc, rejectedAtKept } from './statistics.ts';

/** How well the confidence separates what the store answers from what it does not; shares are 0 to 1. */
export interface RefusalFigures {
  auroc: number;
  rejectedAt95Kept: number;
  /** Replies that give something as an answer, by the built-in thresholds. */
  answered: { inCorpus: number; outOfCorpus: number };
  n: { inCorpus: number; outOfCorpus: number };
}

const usage =
  'usage: capuy eval refusal DIR [--split dev] [--limit N] [--unaccented] [--json]\n' +
  '  DIR holds corpus.jsonl[.gz], queries.jsonl, qrels/SPLIT.tsv and out-of-corpus.jsonl\n';

/** `capuy eval refusal`: questions with and without their law in the collection. Returns the exit code. */
export async function evaluateRefusal(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      split: { type: 'string', default: 'dev' },
      limit: { type: 'string', default: '0' },
      unaccented: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [folder] = positionals;
  const limit = Number(values.limit);
  if (folder === undefined || positionals.length > 1 || !Number.isInteger(limit) || limit < 0) {
    process.stderr.write(usage);
    return 2;
  }
  const { entries, queries } = await readBeir(folder, values.split);
  const absent = await readQueries(join(folder, 'out-of-corpus.jsonl'));
  const answerer = await answererOver(entries.map(({ id, title, text }) => rowDocument(id, title, text)));
  const typed = (text: string): string => (values.unaccented ? fold(cleanText(text)) : text);
  const take = (texts: readonly string[]): string[] =>
    (limit > 0 ? texts.slice(0, limit) : [...texts]).map(typed);
  const figures = await measureRefusal(
    answerer,
    take(queries.map((query) => query.text)),
    take(absent.map((query) => query.text)),
  );
  if (!values.json)
    process.stdout.write(
      `${figures.n.inCorpus} questions in, ${figures.n.outOfCorpus} out of the collection\n`,
    );
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return 0;
}

/** Asks both lists and compares the confidences. */
export async function measureRefusal(
  answerer: Answerer,
  inCorpus: readonly string[],
  outOfCorpus: readonly string[],
): Promise<RefusalFigures> {
  const inside = await confidences(answerer, inCorpus);
  const outside = await confidences(answerer, outOfCorpus);
  return {
    auroc: round(auroc(inside.scores, outside.scores)),
    rejectedAt95Kept: round(rejectedAtKept(inside.scores, outside.scores)),
    answered: { inCorpus: round(inside.answered), outOfCorpus: round(outside.answered) },
    n: { inCorpus: inCorpus.length, outOfCorpus: outOfCorpus.length },
  };
}

async function confidences(
  answerer: Answerer,
  questions: readonly string[],
): Promise<{ scores: number[]; answered: number }> {
  const scores: number[] = [];
  let answered = 0;
  for (const question of questions) {
    const { answer, confidence } = await answerer.answer(question, { viewer: localViewer });
    scores.push(confidence);
    if (['answer', 'correction', 'candidates'].includes(answer.outcome)) answered += 1;
  }
  return { scores, answered: questions.length === 0 ? 0 : answered / questions.length };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
