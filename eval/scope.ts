import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AppError } from '../core/errors.ts';
import { sha256 } from '../core/ids.ts';
import { scopeOf } from '../rag/question/scope.ts';
import { cleanText, fold } from '../text/normalise.ts';

/** Shares are 0 to 1. */
export interface ScopeFigures {
  prompts: number;
  /** Prompts that are recognised as outside, and those that are also given their own reason. */
  recall: number;
  rightReason: number;
  recallUnaccented: number;
  byReason: Record<string, { n: number; recall: number }>;
  questions: number;
  /** Questions about documents that are turned away, as written and without diacritics. */
  falseAlarms: number;
  falseAlarmsUnaccented: number;
}

/** A prompt that no document answers, and why. */
export interface ScopePrompt {
  reason: string;
  prompt: string;
}

const shipped = (name: string): string => fileURLToPath(new URL(`./scope/${name}`, import.meta.url));
const usage =
  'usage: capuy eval scope [QUESTIONS…] [--prompts FILE.tsv] [--split dev|held-out|all] [--all] [--json]\n' +
  '  QUESTIONS: .jsonl with "text" or "question", SQuAD .json, or .tsv with a column "question" (default: our own)\n';

/** `capuy eval scope`: what is outside is turned away, what is a question about documents is not. */
export async function evaluateScope(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      prompts: { type: 'string', default: shipped('prompts.tsv') },
      split: { type: 'string', default: 'all' },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (!['dev', 'held-out', 'all'].includes(values.split)) {
    process.stderr.write(usage);
    return 2;
  }
  const prompts = (await readTable(values.prompts))
    .map(({ reason = '', prompt = '' }): ScopePrompt => ({ reason, prompt }))
    .filter(({ prompt }) => values.split === 'all' || splitOf(prompt) === values.split);
  const files = positionals.length > 0 ? positionals : [shipped('questions.tsv')];
  const questions = (await Promise.all(files.map(readQuestionTexts))).flat();
  const { figures, missed, alarms } = measureScope(prompts, questions);
  if (!values.json) {
    // What is kept aside stays unseen while rules are written.
    for (const { reason, prompt } of missed)
      if (values.all || splitOf(prompt) === 'dev') process.stdout.write(`missed ${reason}: ${prompt}\n`);
    for (const alarm of alarms) process.stdout.write(`alarm  ${alarm}\n`);
    for (const [reason, { n, recall }] of Object.entries(figures.byReason))
      process.stdout.write(`${reason.padEnd(14)} ${String(n).padStart(4)}  ${(recall * 100).toFixed(0)} %\n`);
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return 0;
}

/** Which half a prompt belongs to, by a hash of its words. */
export const splitOf = (prompt: string): 'dev' | 'held-out' =>
  parseInt(sha256(prompt).slice(0, 2), 16) % 2 === 0 ? 'dev' : 'held-out';

const unaccented = (text: string): string => fold(cleanText(text));

export function measureScope(
  prompts: readonly ScopePrompt[],
  questions: readonly string[],
): { figures: ScopeFigures; missed: ScopePrompt[]; alarms: string[] } {
  const missed = prompts.filter(({ prompt }) => scopeOf(prompt) === null);
  const alarms = questions.flatMap((question) => {
    const reason = scopeOf(question);
    return reason === null ? [] : [`${reason}: ${question}`];
  });
  const byReason: ScopeFigures['byReason'] = {};
  for (const reason of new Set(prompts.map((one) => one.reason))) {
    const own = prompts.filter((one) => one.reason === reason);
    byReason[reason] = {
      n: own.length,
      recall: share(own.filter(({ prompt }) => scopeOf(prompt) !== null).length, own.length),
    };
  }
  const count = (is: (prompt: ScopePrompt) => boolean): number =>
    share(prompts.filter(is).length, prompts.length);
  return {
    figures: {
      prompts: prompts.length,
      recall: count(({ prompt }) => scopeOf(prompt) !== null),
      rightReason: count(({ prompt, reason }) => scopeOf(prompt) === reason),
      recallUnaccented: count(({ prompt }) => scopeOf(unaccented(prompt)) !== null),
      byReason,
      questions: questions.length,
      falseAlarms: share(alarms.length, questions.length),
      falseAlarmsUnaccented: share(
        questions.filter((question) => scopeOf(unaccented(question)) !== null).length,
        questions.length,
      ),
    },
    missed,
    alarms,
  };
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('input-invalid', `cannot read ${path}`, { cause });
  });
}

async function readTable(path: string): Promise<Record<string, string>[]> {
  const [head = '', ...rows] = (await readText(path)).split(/\r?\n/u).filter((line) => line.trim() !== '');
  const columns = head.split('\t');
  return rows.map((row) => Object.fromEntries(row.split('\t').map((cell, i) => [columns[i] ?? '', cell])));
}

/** The questions of a file in one of the forms that the other evaluations read; out-of-scope items left out. */
async function readQuestionTexts(path: string): Promise<string[]> {
  if (path.endsWith('.tsv'))
    return (await readTable(path)).flatMap(({ kind, question }) =>
      question === undefined || kind === 'out_of_scope' ? [] : [question],
    );
  const text = await readText(path);
  if (path.endsWith('.json')) {
    const { data } = JSON.parse(text) as {
      data: { paragraphs: { qas: { question: string }[] }[] }[];
    };
    return data.flatMap(({ paragraphs }) => paragraphs.flatMap(({ qas }) => qas.map((one) => one.question)));
  }
  return text.split(/\r?\n/u).flatMap((line) => {
    if (line.trim() === '') return [];
    const item = JSON.parse(line) as { text?: string; question?: string; kind?: string };
    const question = item.question ?? item.text;
    return question === undefined || item.kind === 'out_of_scope' ? [] : [question];
  });
}

const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
