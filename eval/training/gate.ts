import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { localViewer } from '../../core/viewer.ts';
import { analyseQuestion } from '../../rag/question/analyse.ts';
import { createEvidenceFinder } from '../../rag/evidence/find-evidence.ts';
import { rewriteFollowUp } from '../../rag/question/follow-up.ts';
import { gateWeights, type GateFeature } from '../../rag/evidence/gate-weights.ts';
import { splitQuestion } from '../../rag/question/parts.ts';
import { createMemoryRetriever } from '../../rag/search/retriever-memory.ts';
import { scopeOf } from '../../rag/question/scope.ts';
import type { Library } from '../../rag/library.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { withoutPassages } from '../absent.ts';
import { shows } from '../answers.ts';
import { readCorpus, toDocuments } from '../beir.ts';
import { loadDocuments } from '../documents.ts';
import { openIndex } from '../retrieval.ts';
import { auroc, percentile } from '../statistics.ts';
import { fitLogistic, score, type Case } from './gate-fit.ts';

/*
 * Fits the weights of the evidence gate (rag/evidence/gate-weights.ts) on the questions of this folder; see README.md.
 *
 *   npx tsx eval/training/gate.ts [DIR] [--keep DIR] [--pull 200] [--write]
 *
 * DIR is the collection of State law that the questions for the ranker were written on; its own questions are never
 * opened. Every question is asked with its text kept, without its article and without the whole law.
 */

interface Example extends Case {
  group: 'office' | 'law';
  kind: 'kept' | 'no-article' | 'no-law' | 'no-document';
  fold: number;
}

const folds = 5;
const names = Object.keys(gateWeights) as GateFeature[];
const folder = fileURLToPath(new URL('.', import.meta.url));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keep: { type: 'string' },
    pull: { type: 'string', default: '200' },
    write: { type: 'boolean', default: false },
  },
});
const [collection] = positionals;
const rowsOf = async (name: string): Promise<string[][]> =>
  (await readFile(join(folder, name), 'utf8'))
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t'));

/** The features of the best candidate; null where nothing was found at all. */
async function look(
  library: Library,
  text: string,
): Promise<{ x: number[]; text: string; file: string; locator: string } | null> {
  const finder = createEvidenceFinder(library);
  const [best] = (await finder.find(analyseQuestion(text), { viewer: localViewer }, [])).evidence;
  if (!best) return null;
  const { passage, unit } = best.ranked;
  return {
    x: names.map((name) => best.features[name]),
    text: unit.text,
    file: passage.passage.document.fileName,
    locator: passage.passage.locator,
  };
}

/** The project's own texts: right is a first sentence that holds the answer. */
async function officeExamples(): Promise<Example[]> {
  const { documents } = await loadDocuments([join(folder, 'documents')]);
  const all = await createMemoryRetriever(documents);
  const examples: Example[] = [];
  for (const [index, row] of (await rowsOf('questions.tsv')).entries()) {
    const [, docs = '', spans = '', asked = '', previous = ''] = row;
    const question = previous ? rewriteFollowUp(asked, { question: previous }) : asked;
    if (scopeOf(question) !== null || splitQuestion(analyseQuestion(question))) continue;
    const files = docs.split(' ').filter(Boolean);
    const wanted = spans.split('|').filter(Boolean);
    const rest =
      files.length === 0
        ? null
        : await createMemoryRetriever(documents.filter((one) => !files.includes(one.summary.fileName)));
    for (const text of [question, fold(cleanText(question))]) {
      const found = await look(all, text);
      const isRight =
        found !== null && files.includes(found.file) && wanted.some((span) => shows(found.text, span));
      if (found) examples.push({ ...found, isRight, group: 'office', kind: 'kept', fold: index % folds });
      const without = rest && (await look(rest, text));
      if (without)
        examples.push({
          ...without,
          isRight: false,
          group: 'office',
          kind: 'no-document',
          fold: index % folds,
        });
    }
  }
  return examples;
}

/** Questions about State law: right where the law is kept. */
async function lawExamples(path: string): Promise<Example[]> {
  const entries = await readCorpus(path);
  const { retriever } = await openIndex(path, toDocuments(entries), options.keep);
  const lawOf = (id: string): string => /^(.+)[+@#][^+@#]*$/u.exec(id)?.[1] ?? id;
  const texts = new Map(entries.map(({ id, title, text }) => [id, `${title}\n${text}`]));
  const articles = new Map<string, string[]>();
  for (const { id } of entries) articles.set(lawOf(id), [...(articles.get(lawOf(id)) ?? []), id]);
  const textsOf = (ids: readonly string[]): string[] => ids.flatMap((id) => texts.get(id) ?? []);
  const examples: Example[] = [];
  const rows = [
    ...(await rowsOf('ranking-questions.tsv')),
    ...(await rowsOf('ranking-questions-formal.tsv')),
  ];
  for (const [index, [, gold = '', question = '']] of rows.entries()) {
    const text = index % 3 === 2 ? fold(cleanText(question)) : question;
    const ids = gold.split(/[ ,]+/u);
    const laws = new Set(ids.map(lawOf));
    const inLaws = [...laws].flatMap((law) => articles.get(law) ?? []);
    const add = (kind: Example['kind'], found: { x: number[] } | null): void => {
      if (found)
        examples.push({ x: found.x, isRight: kind === 'kept', group: 'law', kind, fold: index % folds });
    };
    const found = await look(retriever, text);
    // Where the search itself fails nothing can be learned of what a right answer looks like.
    if (!found || !ids.includes(found.locator)) continue;
    add('kept', found);
    const withoutArticle = withoutPassages(retriever, {
      isGone: ({ locator }) => ids.includes(locator),
      texts: textsOf(ids),
    });
    add('no-article', await look(withoutArticle, text));
    const withoutLaw = withoutPassages(retriever, {
      isGone: () => false,
      // What a whole law says elsewhere counts little; reading all of it would take most of the time.
      texts: textsOf([...ids, ...inLaws.slice(0, 100)]),
      documentIds: [...articles.keys()].filter((law) => !laws.has(law)),
    });
    add('no-law', await look(withoutLaw, text));
  }
  return examples;
}

const examples = [
  ...(await officeExamples()),
  ...(collection === undefined ? [] : await lawExamples(collection)),
];
const out = (line: string): void => void process.stdout.write(`${line}\n`);
const held: { example: Example; score: number }[] = [];
for (let k = 0; k < folds; k++) {
  const fitted = fitLogistic(
    examples.filter((one) => one.fold !== k),
    Number(options.pull),
  );
  for (const example of examples)
    if (example.fold === k) held.push({ example, score: score(fitted, example.x) });
}
const separates = (isIn: (example: Example) => boolean): string => {
  const of = (isRight: boolean): number[] =>
    held.flatMap((one) => (isIn(one.example) && one.example.isRight === isRight ? [one.score] : []));
  return `AUROC ${auroc(of(true), of(false)).toFixed(3)} (${of(true).length} + ${of(false).length})`;
};
out(`held out, own texts: ${separates(({ group }) => group === 'office')}`);
for (const kind of ['no-article', 'no-law'] as const)
  out(
    `held out, State law, ${kind}: ${separates((one) => one.group === 'law' && ['kept', kind].includes(one.kind))}`,
  );

// How weights carry over to questions of another kind.
for (const group of ['office', 'law'] as const) {
  const fitted = fitLogistic(
    examples.filter((one) => one.group === group),
    Number(options.pull),
  );
  const of = (isRight: boolean): number[] =>
    examples.flatMap((one) => (one.group !== group && one.isRight === isRight ? [score(fitted, one.x)] : []));
  out(`learned on ${group} alone, AUROC on the others: ${auroc(of(true), of(false)).toFixed(3)}`);
}

const { weights, bias } = fitLogistic(examples, Number(options.pull));
// A share of the right first sentences over our own texts may be refused, no more.
const right = held.flatMap(({ example, score: s }) =>
  example.group === 'office' && example.isRight ? [s] : [],
);
const at = (share: number): number => 1 / (1 + Math.exp(-percentile(right, share)));
out(
  `confidence that keeps 97 % and 99 % of the right first sentences: ${at(0.03).toFixed(3)}, ${at(0.01).toFixed(3)}`,
);
const values = [...names.map((name, i) => `  ${name}: ${(weights[i] as number).toFixed(2)},`)].join('\n');
out(`${values}\n  bias ${bias.toFixed(2)}`);
if (options.write) {
  const path = fileURLToPath(new URL('../../rag/evidence/gate-weights.ts', import.meta.url));
  const file = await readFile(path, 'utf8');
  const replaced = file
    .replace(/(gateWeights = \{\n)[^}]*(\} as const)/u, `$1${values}\n$2`)
    .replace(/(gateBias = )-?[\d.]+/u, `$1${bias.toFixed(2)}`);
  await writeFile(path, replaced);
}
