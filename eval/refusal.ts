import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { localViewer } from '../core/viewer.ts';
import { createAnswerer, type Answerer } from '../rag/answer.ts';
import { cleanText, fold } from '../text/normalise.ts';
import { withoutPassages } from './absent.ts';
import { readBeir, readQueries, toDocuments } from './beir.ts';
import { openIndex } from './retrieval.ts';
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
  'usage: capuy eval refusal DIR [--split dev] [--limit N] [--removed] [--unaccented] [--keep DIR] [--json]\n' +
  '  DIR holds corpus.jsonl[.gz], queries.jsonl, qrels/SPLIT.tsv and perhaps out-of-corpus.jsonl; without it, or\n' +
  '  with --removed, each question is asked again with the texts that answer it taken out\n' +
  '  --keep DIR keeps the index there for the next run\n';

/** A question and the way it is asked: of everything, or of what is left. */
interface Asked {
  text: string;
  answerer: Answerer;
}

/** `capuy eval refusal`: questions with and without their text in the collection. Returns the exit code. */
export async function evaluateRefusal(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      split: { type: 'string', default: 'dev' },
      limit: { type: 'string', default: '0' },
      removed: { type: 'boolean', default: false },
      unaccented: { type: 'boolean', default: false },
      keep: { type: 'string' },
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
  const { retriever } = await openIndex(folder, toDocuments(entries), values.keep);
  const answerer = createAnswerer({ library: retriever });
  const typed = (text: string): string => (values.unaccented ? fold(cleanText(text)) : text);
  const take = <T>(all: readonly T[]): readonly T[] => (limit > 0 ? all.slice(0, limit) : all);
  const texts = new Map(entries.map(({ id, title, text }) => [id, `${title}\n${text}`]));
  const outside = join(folder, 'out-of-corpus.jsonl');
  const absent: Asked[] =
    values.removed || !(await isThere(outside))
      ? take(queries).map(({ text, relevant }) => ({
          text: typed(text),
          answerer: createAnswerer({
            library: withoutPassages(retriever, {
              isGone: ({ locator }) => relevant.has(locator),
              texts: [...relevant.keys()].flatMap((id) => texts.get(id) ?? []),
            }),
          }),
        }))
      : take(await readQueries(outside)).map(({ text }) => ({ text: typed(text), answerer }));
  const figures = await measureRefusal(
    take(queries).map(({ text }) => ({ text: typed(text), answerer })),
    absent,
  );
  if (!values.json)
    process.stdout.write(
      `${figures.n.inCorpus} questions in, ${figures.n.outOfCorpus} out of the collection\n`,
    );
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return 0;
}

/** Asks both lists and compares the confidences. */
async function measureRefusal(
  inCorpus: readonly Asked[],
  outOfCorpus: readonly Asked[],
): Promise<RefusalFigures> {
  const inside = await confidences(inCorpus);
  const outside = await confidences(outOfCorpus);
  return {
    auroc: round(auroc(inside.scores, outside.scores)),
    rejectedAt95Kept: round(rejectedAtKept(inside.scores, outside.scores)),
    answered: { inCorpus: round(inside.answered), outOfCorpus: round(outside.answered) },
    n: { inCorpus: inCorpus.length, outOfCorpus: outOfCorpus.length },
  };
}

async function confidences(questions: readonly Asked[]): Promise<{ scores: number[]; answered: number }> {
  const scores: number[] = [];
  let answered = 0;
  for (const { text, answerer } of questions) {
    const { answer, confidence } = await answerer.answer(text, { viewer: localViewer });
    scores.push(confidence);
    if (['answer', 'correction', 'candidates'].includes(answer.outcome)) answered += 1;
  }
  return { scores, answered: questions.length === 0 ? 0 : answered / questions.length };
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const round = (value: number): number => Math.round(value * 1000) / 1000;
