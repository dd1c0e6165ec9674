import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localViewer } from '../../core/viewer.ts';
import { isFilled } from '../../rag/evidence/decide.ts';
import { createEvidenceFinder } from '../../rag/evidence/find-evidence.ts';
import { gateWeights, type GateFeature } from '../../rag/evidence/gate-weights.ts';
import type { Library } from '../../rag/library.ts';
import { analyseQuestion } from '../../rag/question/analyse.ts';
import { rewriteFollowUp } from '../../rag/question/follow-up.ts';
import { splitQuestion } from '../../rag/question/parts.ts';
import { scopeOf } from '../../rag/question/scope.ts';
import { createMemoryRetriever } from '../../rag/search/retriever-memory.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { withoutPassages } from '../absent.ts';
import { shows } from '../answers.ts';
import { readCorpus, toDocuments } from '../beir.ts';
import { loadDocuments, rowDocument } from '../documents.ts';
import { openIndex } from '../retrieval.ts';

/** One question asked of one store, as the gate saw the best candidate. */
export interface Example {
  /** Where it comes from: office papers, laws asked in lay or in formal words, a paragraph alone. */
  origin: 'office' | 'lay' | 'formal' | 'paragraph';
  kind: 'kept' | 'wrong-hit' | 'no-article' | 'no-law' | 'no-document' | 'near';
  /** Typed without diacritics. */
  isBare: boolean;
  /** The store has the answer and, but for 'wrong-hit', the candidate is it. */
  isRight: boolean;
  /** Everything that the question names is there, and a value of the asked type. */
  isFilled: boolean;
  fold: number;
  x: readonly number[];
}

export const featureNames = Object.keys(gateWeights) as GateFeature[];
export const folds = 5;

const folder = fileURLToPath(new URL('.', import.meta.url));

const rowsOf = async (name: string): Promise<string[][]> =>
  (await readFile(join(folder, name), 'utf8'))
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t'));

interface Look {
  x: number[];
  isFilled: boolean;
  text: string;
  file: string;
  locator: string;
}

/** The features of the best candidate; null where nothing was found at all. */
async function look(library: Library, text: string): Promise<Look | null> {
  const question = analyseQuestion(text);
  const [best] = (await createEvidenceFinder(library).find(question, { viewer: localViewer }, [])).evidence;
  if (!best) return null;
  const { passage, unit } = best.ranked;
  return {
    x: featureNames.map((name) => best.features[name]),
    isFilled: isFilled(question, best),
    text: unit.text,
    file: passage.passage.document.fileName,
    locator: passage.passage.locator,
  };
}

const typings = (text: string): { text: string; isBare: boolean }[] => [
  { text, isBare: false },
  { text: fold(cleanText(text)), isBare: true },
];

/** The project's own office texts: right is a first sentence that holds the answer. */
export async function officeExamples(): Promise<Example[]> {
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
    for (const { text, isBare } of typings(question)) {
      const common = { origin: 'office' as const, isBare, fold: index % folds };
      const found = await look(all, text);
      const isRight =
        found !== null && files.includes(found.file) && wanted.some((span) => shows(found.text, span));
      if (found) examples.push({ ...common, ...found, isRight, kind: 'kept' });
      const without = rest && (await look(rest, text));
      if (without) examples.push({ ...common, ...without, isRight: false, kind: 'no-document' });
    }
  }
  return examples;
}

/** Everyday paragraphs, each a store of its own: answered questions and near misses in its words. */
export async function paragraphExamples(): Promise<Example[]> {
  const paragraphs = await rowsOf('reading-paragraphs.tsv');
  const questions = await rowsOf('reading-questions.tsv');
  const examples: Example[] = [];
  for (const [at, [id = '', title = '', text = '']] of paragraphs.entries()) {
    const library = await createMemoryRetriever([rowDocument(id, title, text)]);
    for (const [paragraph, span = '', question = ''] of questions) {
      if (paragraph !== id) continue;
      for (const { text: typed, isBare } of typings(question)) {
        const found = await look(library, typed);
        if (!found) continue;
        examples.push({
          ...found,
          origin: 'paragraph',
          kind: span === '' ? 'near' : 'kept',
          isBare,
          isRight: span !== '' && shows(found.text, span),
          fold: at % folds,
        });
      }
    }
  }
  return examples;
}

/** Questions about State law, with it and without. */
export async function lawExamples(path: string, keep: string | undefined): Promise<Example[]> {
  const entries = await readCorpus(path);
  const { retriever } = await openIndex(path, toDocuments(entries), keep);
  const lawOf = (id: string): string => /^(.+)[+@#][^+@#]*$/u.exec(id)?.[1] ?? id;
  const texts = new Map(entries.map(({ id, title, text }) => [id, `${title}\n${text}`]));
  const articles = new Map<string, string[]>();
  for (const { id } of entries) {
    const known = articles.get(lawOf(id));
    if (known) known.push(id);
    else articles.set(lawOf(id), [id]);
  }
  const textsOf = (ids: readonly string[]): string[] => ids.flatMap((id) => texts.get(id) ?? []);
  const examples: Example[] = [];
  for (const [origin, file] of [
    ['lay', 'ranking-questions.tsv'],
    ['formal', 'ranking-questions-formal.tsv'],
  ] as const)
    for (const [index, [, gold = '', question = '']] of (await rowsOf(file)).entries()) {
      const isBare = index % 3 === 2;
      const text = isBare ? fold(cleanText(question)) : question;
      const ids = gold.split(/[ ,]+/u);
      const laws = new Set(ids.map(lawOf));
      const add = (kind: Example['kind'], isRight: boolean, found: Look | null): void => {
        if (found) examples.push({ ...found, origin, kind, isBare, isRight, fold: index % folds });
      };
      const found = await look(retriever, text);
      if (!found) continue;
      // What else answers was not judged: the law is kept, which is what the gate is to tell.
      const isHit = ids.includes(found.locator);
      add(isHit ? 'kept' : 'wrong-hit', true, found);
      if (isHit) {
        const withoutArticle = withoutPassages(retriever, {
          isGone: ({ locator }) => ids.includes(locator),
          texts: textsOf(ids),
        });
        add('no-article', false, await look(withoutArticle, text));
      }
      const inLaws = [...laws].flatMap((law) => articles.get(law) ?? []);
      const withoutLaw = withoutPassages(retriever, {
        isGone: () => false,
        // What a whole law says elsewhere counts little; reading all of it would take most of the time.
        texts: textsOf([...ids, ...inLaws.slice(0, 100)]),
        documentIds: [...articles.keys()].filter((law) => !laws.has(law)),
      });
      add('no-law', false, await look(withoutLaw, text));
    }
  return examples;
}
