import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { queryTerms, readQuery } from '../../rag/search/query.ts';
import { featureCount, featureNames } from '../../rag/search/ranker-feature-names.ts';
import { readFeatures } from '../../rag/search/ranker-features.ts';
import { openIndex } from '../retrieval.ts';
import { readCorpus, toDocuments } from '../beir.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { halfAccented } from '../typing.ts';
import { nearnessOf } from '../../rag/search/word-vectors-query.ts';
import { fitListwise, type Candidates } from './ranking-fit.ts';
import { makePseudoQuestions } from './ranking-pseudo.ts';

/*
 * Fits the weights of the second look (rag/search/ranker-weights.json) on the questions of this folder; see README.md.
 *
 *   npx tsx eval/training/ranking.ts DIR [--keep DIR] [--check] [--write]
 *
 * DIR is the collection that the questions were written on, as `capuy eval retrieval` takes it; its own questions are
 * never opened. `--check` prints the cross-validated figures of each manner of asking; `--write` replaces the weights.
 */

/** Candidates of each question; those that are looked at closely take part. */
const depth = 150;
const folds = 4;
const pseudoCount = 500;
/** Pull of the standardised weights to zero. */
const pull = 0.002;

/** The scores of before there was anything learned: what the scale of the learned score is taken from. */
const formula: Readonly<Record<string, number>> = {
  lexical: 1,
  headingWordsSaid: 0.15,
  headingPairsSaid: 0.15,
  documentSupport: 0.05,
};

const manners = ['everyday', 'formal', 'made'] as const;
type Manner = (typeof manners)[number];

interface Question {
  manner: Manner;
  fold: number;
  text: string;
  gold: ReadonlySet<string>;
}

interface Example extends Candidates {
  manner: Manner;
  fold: number;
  typing: 'typed' | 'unaccented' | 'half';
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keep: { type: 'string' },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});
const [folder = ''] = positionals;
const entries = await readCorpus(folder);
const { retriever } = await openIndex(folder, toDocuments(entries), options.keep);
const { index } = retriever;
const locators = new Map<string, string>();
for (const { summary, chunks } of toDocuments(entries)) {
  for (const { ordinal, locator } of chunks) locators.set(`${summary.id}#${ordinal}`, locator);
}

const questions: Question[] = [
  ...(await readQuestions('ranking-questions.tsv', 'everyday')),
  ...(await readQuestions('ranking-questions-formal.tsv', 'formal')),
  ...makePseudoQuestions(entries, documentOf, pseudoCount).map(({ text, gold }, at): Question => ({
    manner: 'made',
    fold: at % folds,
    text,
    gold: new Set([gold]),
  })),
];
const examples = questions.flatMap((question): Example[] => {
  const plain = fold(cleanText(question.text));
  const { manner, fold: part } = question;
  const example = (text: string, typing: Example['typing']): Example => ({
    ...candidatesFor(text, question.gold),
    manner,
    fold: part,
    typing,
  });
  return [
    example(question.text, 'typed'),
    example(plain, 'unaccented'),
    example(halfAccented(question.text, part + 1), 'half'),
  ];
});

async function readQuestions(name: string, manner: Manner): Promise<Question[]> {
  const text = await readFile(fileURLToPath(new URL(name, import.meta.url)), 'utf8');
  return text
    .trim()
    .split(/\r?\n/u)
    .slice(1)
    .map((line, at) => {
      const [, gold = '', asked = ''] = line.split('\t');
      return { manner, fold: at % folds, text: asked, gold: new Set(gold.split(/[\s,|]+/u)) };
    });
}

function documentOf(id: string): string {
  return /^(.+)[+@#][^+@#]*$/u.exec(id)?.[1] ?? id;
}

function candidatesFor(text: string, gold: ReadonlySet<string>): Candidates {
  const query = readQuery(text);
  const found = index.search(queryTerms(query), depth);
  const { values, isClose } = readFeatures(index, query, found, nearnessOf(index, query));
  const close = found.flatMap((_, n) => (isClose[n] === 1 ? [n] : []));
  const rows = new Float32Array(close.length * featureCount);
  for (const [to, n] of close.entries()) {
    rows.set(values.subarray(n * featureCount, (n + 1) * featureCount), to * featureCount);
  }
  return {
    count: close.length,
    values: rows,
    isRight: Uint8Array.from(close, (n) => (gold.has(locators.get(found[n]!.id) ?? '') ? 1 : 0)),
    weight: 1,
  };
}

const all = featureNames.map((_, place) => place);
const wordsAlone = all.filter((place) => !/^similar|Similar$/u.test(featureNames[place]!));

/** Each manner of asking weighs the same, however many questions there are of it. */
function weighed(list: readonly Example[]): Example[] {
  const counts = new Map<Manner, number>();
  for (const { manner } of list) counts.set(manner, (counts.get(manner) ?? 0) + 1);
  return list.map((one) => ({ ...one, weight: 1 / counts.get(one.manner)! }));
}

function scoresOf({ count, values }: Candidates, weights: Float64Array): Float64Array {
  const scores = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    for (let f = 0; f < featureCount; f++) scores[n]! += weights[f]! * values[n * featureCount + f]!;
  }
  return scores;
}

/** Mean of 1 / place of the first right one among the first ten. */
function reciprocal(list: readonly Example[], weights: (example: Example) => Float64Array): string {
  let sum = 0;
  for (const example of list) {
    const scores = scoresOf(example, weights(example));
    let best = -Infinity;
    for (let n = 0; n < example.count; n++) if (example.isRight[n]) best = Math.max(best, scores[n]!);
    const above = scores.filter((score) => score > best).length;
    if (best > -Infinity && above < 10) sum += 1 / (above + 1);
  }
  return (sum / Math.max(1, list.length)).toFixed(3);
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const hand = Float64Array.from(featureNames, (name) => formula[name] ?? 0);

/** Prints how each manner of asking fares with weights that did not see it. */
function check(name: string, features: readonly number[]): void {
  const parts = Array.from({ length: folds }, (_, part) =>
    fitListwise(weighed(examples.filter((one) => one.fold !== part)), featureCount, features, pull),
  );
  for (const manner of manners) {
    for (const typing of ['typed', 'unaccented', 'half'] as const) {
      const list = examples.filter((one) => one.manner === manner && one.typing === typing);
      print(
        `${name.padEnd(8)} ${manner.padEnd(9)} ${typing.padEnd(11)} n ${list.length}  by formula ${reciprocal(list, () => hand)}` +
          `  learned, left out ${reciprocal(list, ({ fold: part }) => parts[part]!)}`,
      );
    }
  }
  // What a manner of asking gets from weights that never saw it: whether they hold for a fourth.
  for (const manner of manners) {
    const others = fitListwise(
      weighed(examples.filter((one) => one.manner !== manner)),
      featureCount,
      features,
      pull,
    );
    const list = examples.filter((one) => one.manner === manner && one.typing === 'typed');
    print(`${name.padEnd(8)} ${manner.padEnd(9)} from the other manners ${reciprocal(list, () => others)}`);
  }
}

const fitted: Record<string, Float64Array> = {};
for (const [name, features] of [
  ['similar', all],
  ['words', wordsAlone],
] as const) {
  if (options.check) check(name, features);
  fitted[name] = fitListwise(weighed(examples), featureCount, features, pull);
}

/** Factor and offset that bring the learned scores to the scale of the formula, on which other parts count. */
function scale(weights: Float64Array): { factor: number; offset: number } {
  let gapHand = 0;
  let gap = 0;
  let topHand = 0;
  let top = 0;
  for (const example of examples) {
    const before = scoresOf(example, hand).sort();
    const after = scoresOf(example, weights).sort();
    if (before.length < 20) continue;
    const middle = before.length >> 1;
    gapHand += before.at(-1)! - before[middle]!;
    gap += after.at(-1)! - after[middle]!;
    topHand += before.at(-1)!;
    top += after.at(-1)!;
  }
  const factor = gapHand / gap;
  return { factor, offset: (topHand - factor * top) / examples.length };
}

const file = Object.fromEntries(
  Object.entries(fitted).map(([name, weights]) => {
    const { factor, offset } = scale(weights);
    const byName = featureNames.flatMap((feature, place) =>
      weights[place] === 0 ? [] : [[feature, Number((factor * weights[place]!).toFixed(5))]],
    );
    return [name, { offset: Number(offset.toFixed(5)), ...(Object.fromEntries(byName) as object) }];
  }),
);
if (options.write) {
  await writeFile(
    fileURLToPath(new URL('../../rag/search/ranker-weights.json', import.meta.url)),
    `${JSON.stringify(file, null, 2)}\n`,
  );
} else print(JSON.stringify(file, null, 2));
