import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { AppError } from '../core/errors.ts';
import { localViewer } from '../core/viewer.ts';
import type { Answered } from '../rag/answer.ts';
import { foldedSyllables } from '../text/syllables.ts';
import { answererOver } from './answers.ts';
import { rowDocument } from './documents.ts';
import { auroc } from './statistics.ts';

/** The machine output; shares are 0 to 1. Span figures take the emphasised value, or the quotation where there is none. */
export interface ReadingFigures {
  n: number;
  'sentenceHit@1': number;
  'sentenceHit@3': number;
  spanF1: number;
  spanEM: number;
  /** Over answerable and impossible questions; 0 where the file has only one sort. */
  refusalAuroc: number;
  unanswerable: number;
}

interface SquadQuestion {
  id: string;
  question: string;
  answers: string[];
  isImpossible: boolean;
  contextId: string;
}

const usage =
  'usage: capuy eval reading FILE.json [--open] [--limit N] [--json]\n' +
  '  each question is asked of its own paragraph; with --open of all paragraphs of the file\n';

/** `capuy eval reading`: a SQuAD 2 file, its paragraphs as documents. Returns the exit code. */
export async function evaluateReading(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      open: { type: 'boolean', default: false },
      limit: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  });
  const [file] = positionals;
  const limit = Number(values.limit);
  if (file === undefined || positionals.length > 1 || !Number.isInteger(limit) || limit < 0) {
    process.stderr.write(usage);
    return 2;
  }
  const { contexts, questions } = await readSquad(file);
  const figures = await measureReading(
    contexts,
    limit > 0 ? questions.slice(0, limit) : questions,
    values.open,
  );
  if (!values.json)
    process.stdout.write(`${figures.n} answerable and ${figures.unanswerable} impossible questions\n`);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return 0;
}

async function readSquad(
  path: string,
): Promise<{ contexts: Map<string, { title: string; text: string }>; questions: SquadQuestion[] }> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('input-invalid', `cannot read ${path}`, { cause });
  });
  const contexts = new Map<string, { title: string; text: string }>();
  const questions: SquadQuestion[] = [];
  const { data } = JSON.parse(text) as {
    data: {
      title?: string;
      paragraphs: {
        context: string;
        qas: { id: string; question: string; is_impossible?: boolean; answers: { text: string }[] }[];
      }[];
    }[];
  };
  for (const { title = '', paragraphs } of data) {
    for (const { context, qas } of paragraphs) {
      const contextId = `p${contexts.size}`;
      // Some collections put the question itself where the title stands: then every word of it would be found.
      const isQuestion = paragraphs.some(({ qas: all }) => all.some((one) => isSame(one.question, title)));
      contexts.set(contextId, { title: isQuestion ? '' : title, text: context });
      for (const { id, question, is_impossible: isImpossible = false, answers } of qas)
        questions.push({
          id,
          question,
          isImpossible,
          contextId,
          answers: answers.map((answer) => answer.text),
        });
    }
  }
  return { contexts, questions };
}

const isSame = (a: string, b: string): boolean => words(a).join(' ') === words(b).join(' ');

/** Asks every question and holds the first quotations against the marked spans. */
export async function measureReading(
  contexts: ReadonlyMap<string, { title: string; text: string }>,
  questions: readonly SquadQuestion[],
  isOpen: boolean,
): Promise<ReadingFigures> {
  const documents = [...contexts].map(([id, { title, text }]) =>
    rowDocument(id, title.replace(/_/gu, ' '), text),
  );
  const open = isOpen ? await answererOver(documents) : null;
  let hit1 = 0;
  let hit3 = 0;
  let f1 = 0;
  let exact = 0;
  let n = 0;
  const confident: number[] = [];
  const impossible: number[] = [];
  let lastId = '';
  let single = open;
  for (const { question, answers, isImpossible, contextId } of questions) {
    if (!open && contextId !== lastId) {
      single = await answererOver(documents.filter((document) => document.summary.id === contextId));
      lastId = contextId;
    }
    const answered = await (single as NonNullable<typeof single>).answer(question, { viewer: localViewer });
    if (isImpossible) {
      impossible.push(answered.confidence);
      continue;
    }
    n += 1;
    confident.push(answered.confidence);
    const quotes = answered.considered.map((one) => one.text);
    if (answers.some((span) => quotes.slice(0, 1).some((quote) => quote.includes(span)))) hit1 += 1;
    if (answers.some((span) => quotes.slice(0, 3).some((quote) => quote.includes(span)))) hit3 += 1;
    const shown = emphasised(answered);
    f1 += Math.max(0, ...answers.map((span) => overlap(shown, span)));
    if (answers.some((span) => words(span).join(' ') === words(shown).join(' '))) exact += 1;
  }
  const share = (count: number): number => (n === 0 ? 0 : Math.round((count / n) * 1000) / 1000);
  return {
    n,
    'sentenceHit@1': share(hit1),
    'sentenceHit@3': share(hit3),
    spanF1: share(f1),
    spanEM: share(exact),
    refusalAuroc: Math.round(auroc(confident, impossible) * 1000) / 1000,
    unanswerable: impossible.length,
  };
}

function emphasised({ answer }: Answered): string {
  const [first] = 'quotes' in answer ? answer.quotes : [];
  const [range] = first?.emphasis ?? [];
  return first ? (range ? first.text.slice(range[0], range[1]) : first.text) : '';
}

const words = (text: string): string[] => foldedSyllables(text);

/** Harmonic mean of precision and recall over the words of two texts. */
function overlap(shown: string, wanted: string): number {
  const counts = new Map<string, number>();
  for (const word of words(wanted)) counts.set(word, (counts.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of words(shown)) {
    const left = counts.get(word) ?? 0;
    if (left > 0) {
      common += 1;
      counts.set(word, left - 1);
    }
  }
  if (common === 0) return 0;
  const precision = common / words(shown).length;
  const recall = common / words(wanted).length;
  return (2 * precision * recall) / (precision + recall);
}
