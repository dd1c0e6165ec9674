import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localViewer } from '../../core/viewer.ts';
import { analyseQuestion } from '../../rag/question/analyse.ts';
import { createEvidenceFinder } from '../../rag/evidence/find-evidence.ts';
import { rewriteFollowUp } from '../../rag/question/follow-up.ts';
import { scopeOf } from '../../rag/question/scope.ts';
import { splitQuestion } from '../../rag/question/parts.ts';
import { createMemoryRetriever } from '../../rag/search/retriever-memory.ts';
import type { UnitFeature } from '../../rag/evidence/weights.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { shows } from '../answers.ts';
import { loadDocuments } from '../documents.ts';

/* Fits the weights of rag/evidence/weights.ts on the questions of this folder; see README.md. */

/** The weights set by hand, which a fit on so few questions may only correct. */
const handUnits: Readonly<Record<UnitFeature, number>> = {
  words: 1,
  pairs: 3,
  blockWords: 3,
  blockPairs: 2,
  contextNew: 2,
  exact: 0.5,
  typed: 2,
  typedSoft: 0.8,
  typedLead: 0.5,
  focus: 0.8,
  countNoun: 1.5,
  missingFacts: -1.2,
  passageScore: 3,
  passageCover: 2,
  length: -0.2,
  isHeading: -3,
  echo: -3,
  listLead: 1,
  symbolFullness: 4,
  kindFit: 3,
};

const folder = fileURLToPath(new URL('.', import.meta.url));
const unitNames = Object.keys(handUnits) as UnitFeature[];

interface Example {
  fold: number;
  units: { x: number[]; isRight: boolean }[];
}

const rows = (await readFile(join(folder, 'questions.tsv'), 'utf8'))
  .split('\n')
  .slice(1)
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [kind = '', docs = '', spans = '', question = '', previous = ''] = line.split('\t');
    return {
      kind,
      docs: docs.split(' ').filter(Boolean),
      spans: spans.split('|').filter(Boolean),
      question: previous ? rewriteFollowUp(question, { question: previous }) : question,
    };
  });
const { documents } = await loadDocuments([join(folder, 'documents')]);
const all = createEvidenceFinder(await createMemoryRetriever(documents));

const examples: Example[] = [];
for (const [index, row] of rows.entries()) {
  if (scopeOf(row.question) !== null || splitQuestion(analyseQuestion(row.question))) continue;
  const without =
    row.docs.length > 0
      ? createEvidenceFinder(
          await createMemoryRetriever(documents.filter((one) => !row.docs.includes(one.summary.fileName))),
        )
      : null;
  for (const text of [row.question, fold(cleanText(row.question))]) {
    examples.push({ ...(await look(all, text, row)), fold: index % 5 });
    if (without) examples.push({ ...(await look(without, text, { docs: [], spans: [] })), fold: index % 5 });
  }
}

async function look(
  finder: typeof all,
  text: string,
  row: { docs: string[]; spans: string[] },
): Promise<Omit<Example, 'fold'>> {
  const question = analyseQuestion(text);
  const { ranked } = await finder.find(question, { viewer: localViewer }, []);
  const isRight = (one: (typeof ranked)[number]): boolean =>
    row.docs.includes(one.passage.passage.document.fileName) &&
    row.spans.some((span) => shows(one.unit.text, span));
  const units = ranked.map((one) => ({
    x: unitNames.map((name) => one.features[name]),
    isRight: isRight(one),
  }));
  return { units };
}

/** Listwise: raises the summed probability of the right units; `pull` holds the weights to those set by hand. */
function fitRanker(list: readonly Example[], pull = 0.02, rounds = 400): number[] {
  const prior = unitNames.map((name) => handUnits[name]);
  const weights = [...prior];
  const groups = list.filter(
    (one) => one.units.some((unit) => unit.isRight) && one.units.some((unit) => !unit.isRight),
  );
  for (let round = 0; round < rounds; round++) {
    const gradient = weights.map((w, i) => pull * (w - (prior[i] as number)));
    for (const { units } of groups) {
      const scores = units.map((unit) => dot(weights, unit.x));
      const top = Math.max(...scores);
      const e = scores.map((score) => Math.exp(score - top));
      const z = sum(e);
      const zr = sum(e.map((v, i) => (units[i]?.isRight ? v : 0)));
      for (const [i, unit] of units.entries()) {
        const share = (e[i] as number) / z - (unit.isRight ? (e[i] as number) / zr : 0);
        for (const [j, x] of unit.x.entries())
          gradient[j] = (gradient[j] as number) + (share * x) / groups.length;
      }
    }
    for (const [j, g] of gradient.entries()) weights[j] = (weights[j] as number) - 0.5 * g;
  }
  return weights;
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, value, i) => total + value * (b[i] as number), 0);
const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);

function firstRight(list: readonly Example[], weights: readonly number[]): string {
  const groups = list.filter((one) => one.units.some((unit) => unit.isRight));
  const ranks = groups.map(({ units }) =>
    [...units].sort((a, b) => dot(weights, b.x) - dot(weights, a.x)).findIndex((unit) => unit.isRight),
  );
  const share = (limit: number): string =>
    ((100 * ranks.filter((rank) => rank < limit).length) / ranks.length).toFixed(1);
  return `first ${share(1)} %, of three ${share(3)} % (${groups.length})`;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const handUnit = unitNames.map((name) => handUnits[name]);
print(`set by hand: ${firstRight(examples, handUnit)}`);
for (let k = 0; k < 5; k++) {
  const rest = examples.filter((one) => one.fold !== k);
  const held = examples.filter((one) => one.fold === k);
  print(`fold ${k}: ${firstRight(held, fitRanker(rest))} against ${firstRight(held, handUnit)}`);
}
const ranker = fitRanker(examples);
print(`fitted on all: ${firstRight(examples, ranker)}`);
for (const [i, name] of unitNames.entries()) print(`  ${name}: ${(ranker[i] as number).toFixed(2)},`);
