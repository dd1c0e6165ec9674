import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { GateFeature } from '../../rag/evidence/gate-weights.ts';
import { auroc, percentile } from '../statistics.ts';
import {
  featureNames,
  folds,
  lawExamples,
  officeExamples,
  paragraphExamples,
  type Example,
} from './gate-examples.ts';
import { fitOffset, fitSigned, score, type Case, type Sign } from './gate-fit.ts';

/*
 * Fits the weights and thresholds of the evidence gate (rag/evidence/gate-weights.ts) on the questions of this folder;
 * see README.md.
 *
 *   npx tsx eval/training/gate.ts DIR [--keep DIR] [--pull 50] [--write]
 *
 * DIR is the collection of State law that the questions for the ranker were written on; its own questions are never
 * opened.
 */

/** What speaks against an answer; everything else speaks for it or has no weight. */
const against: ReadonlySet<GateFeature> = new Set([
  'lexicalRest',
  'usualOpen',
  'namesOpen',
  'unknownWords',
  'slotsMissing',
  'valueMissing',
  'otherMissing',
  'aloneOpen',
  'aloneRarestOpen',
]);
const signs = featureNames.map((name): Sign => (against.has(name) ? -1 : 1));
/** Of the right first sentences over office texts this share may be held back; where all that is asked is there. */
const heldBack = { any: 0.03, filled: 0.01, shown: 0.005 };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keep: { type: 'string' },
    pull: { type: 'string', default: '50' },
    write: { type: 'boolean', default: false },
  },
});
const [collection] = positionals;
const pull = Number(options.pull);
const out = (line: string): void => void process.stdout.write(`${line}\n`);

/** "0.60" as 0.6, "-0.00" as 0. */
const plain = (value: string): string => String(Number(value) + 0);

if (collection === undefined || positionals.length > 1 || !(pull > 0)) {
  process.stderr.write('usage: npx tsx eval/training/gate.ts DIR [--keep DIR] [--pull 50] [--write]\n');
  process.exitCode = 2;
} else {
  await train(collection);
}

async function train(path: string): Promise<void> {
  const examples = [
    ...(await officeExamples()),
    ...(await paragraphExamples()),
    ...(await lawExamples(path, options.keep)),
  ];
  const held = examples.map((example) => ({ example, sum: 0 }));
  for (let k = 0; k < folds; k++) {
    const fitted = fit(examples.filter((one) => one.fold !== k));
    for (const one of held)
      if (one.example.fold === k) one.sum = score(fitted.weights, one.example.x) + fitted.bias;
  }
  out('Held out, five folds:');
  report(held);
  out('A kind of text and of asking that was never learned:');
  for (const origins of [['office'], ['paragraph'], ['lay', 'formal']]) {
    const isOut = ({ origin }: Example): boolean => origins.includes(origin);
    const { weights } = fit(examples.filter((one) => !isOut(one)));
    report(examples.filter(isOut).map((example) => ({ example, sum: score(weights, example.x) })));
  }
  const { weights, bias } = fit(examples);
  const right = held.filter(({ example }) => example.origin === 'office' && example.isRight);
  const filled = right.filter(({ example }) => example.isFilled);
  const at = (list: typeof held, share: number): string =>
    (
      1 /
      (1 +
        Math.exp(
          -percentile(
            list.map(({ sum }) => sum),
            share,
          ),
        ))
    ).toFixed(2);
  const thresholds = {
    answerFrom: at(right, heldBack.any),
    answerFilledFrom: [at(filled, heldBack.filled), at(right, heldBack.any)].sort()[0] as string,
    showFrom: at(right, heldBack.shown),
  };
  for (const [name, value] of Object.entries(thresholds)) out(`${name} ${value}`);
  for (const origin of ['office', 'paragraph', 'lay', 'formal']) {
    const share = (isRight: boolean): string => {
      const list = held.filter(({ example }) => example.origin === origin && example.isRight === isRight);
      const passed = list.filter(
        ({ example, sum }) =>
          1 / (1 + Math.exp(-sum)) >=
          Number(example.isFilled ? thresholds.answerFilledFrom : thresholds.answerFrom),
      );
      return (passed.length / list.length).toFixed(2);
    };
    out(`passes in ${origin}: ${share(true)} of the right, ${share(false)} of the others`);
  }
  const lines = featureNames.map((name, i) => `  ${name}: ${plain(weights[i]!.toFixed(2))},`).join('\n');
  out(`${lines}\n  bias ${bias.toFixed(2)}`);
  if (!options.write) return;
  const file = fileURLToPath(new URL('../../rag/evidence/gate-weights.ts', import.meta.url));
  let text = (await readFile(file, 'utf8'))
    .replace(/(gateWeights = \{\n)[^}]*(\})/u, `$1${lines}\n$2`)
    .replace(/(gateBias = )-?[\d.]+/u, `$1${bias.toFixed(2)}`);
  for (const [name, value] of Object.entries(thresholds))
    text = text.replace(new RegExp(`(${name} = )[\\d.]+`, 'u'), `$1${value}`);
  await writeFile(file, text);
}

/** Every kind of text, both ways of typing, and right and wrong weigh the same. */
function casesOf(examples: readonly Example[]): Case[] {
  const keyOf = ({ origin, isBare, isRight }: Example): string => `${origin} ${isBare} ${isRight}`;
  const counts = new Map<string, number>();
  for (const one of examples) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return examples.map((one) => ({
    x: one.x,
    isRight: one.isRight,
    group: `${one.origin} ${one.isBare}`,
    weight: 1 / counts.get(keyOf(one))!,
  }));
}

/** Weights, and the offsets of stores with many passages and with one. */
function fit(examples: readonly Example[]): { weights: number[]; bias: number } {
  const cases = casesOf(examples);
  const aloneAt = featureNames.indexOf('alone');
  const weights = fitSigned(
    cases.map((one) => ({ ...one, x: one.x.map((value, i) => (i === aloneAt ? 0 : value)) })),
    signs,
    pull,
  );
  weights[aloneAt] = 0;
  const many = cases.filter(({ x }) => x[aloneAt] === 0);
  const single = cases.filter(({ x }) => x[aloneAt] === 1);
  const bias = many.length > 0 ? fitOffset(many, weights) : 0;
  if (single.length > 0) weights[aloneAt] = fitOffset(single, weights) - bias;
  return { weights, bias };
}

function report(scored: readonly { example: Example; sum: number }[]): void {
  const line = (name: string, isIn: (example: Example) => boolean): void => {
    const of = (isRight: boolean): number[] =>
      scored.flatMap(({ example, sum }) => (isIn(example) && example.isRight === isRight ? [sum] : []));
    if (of(true).length > 0)
      out(
        `  ${name}: AUROC ${auroc(of(true), of(false)).toFixed(3)} (${of(true).length} + ${of(false).length})`,
      );
  };
  line('office texts', ({ origin }) => origin === 'office');
  line('paragraphs', ({ origin }) => origin === 'paragraph');
  for (const origin of ['lay', 'formal'] as const) {
    line(
      `State law, ${origin}, without the law`,
      (one) => one.origin === origin && one.kind !== 'no-article',
    );
    line(
      `State law, ${origin}, without the article`,
      (one) => one.origin === origin && (one.kind === 'kept' || one.kind === 'no-article'),
    );
  }
}
