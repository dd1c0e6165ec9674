import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { silentLogger } from '../core/logger.ts';
import { createModels } from '../llm/openai.ts';
import type { ChatModel } from '../llm/model.ts';
import { checkSentence } from '../rag/grounding/sentence-check.ts';
import { wordAnswer } from '../rag/grounding/worded-answer.ts';
import { loadDocuments } from './documents.ts';
import { scriptedAnswers, sourcesOf, type ScriptedAnswer } from './adversary/adversary-answers.ts';
import { startModelDouble } from './adversary/model-double.ts';
import { randomNumbers } from './random.ts';

/** Shares are 0 to 1. */
export interface AdversaryFigures {
  answers: number;
  /** Wrong answers of which something wrong was shown, also while the answer grew. */
  delivered: number;
  /** Of these, those with a number, date, reference, symbol or body that was invented, changed or cited wrongly. */
  deliveredValues: number;
  /** Right answers that were not shown as they were. */
  falseAlarms: number;
  byKind: Record<string, { n: number; delivered: number } | { n: number; refused: number }>;
  /** Faithful wordings of our own in other words than the passage's, by set: 'fresh' was written after the rules. */
  inOtherWords: Record<string, { n: number; refused: number }>;
  /** Processor time of this process for one answer, both ends of the wire and all checks, in milliseconds. */
  cpuMsPerAnswer: number;
}

/** Kinds in which a value of the answer stands nowhere, or not where the answer says. */
const valueKinds = new Set([
  'invented number',
  'invented date',
  'invented symbol',
  'invented body',
  'one token changed',
  'wrong passage',
]);

const ownDocuments = ['eval/gold/documents', 'eval/training/documents', 'demo/documents'];
const usage =
  'usage: capuy eval adversary [--docs DIR]… [--answers 2000] [--seed 1] [--all] [--json]\n' +
  '  --docs: folders whose passages are answered from; default: fictional documents of our own\n';

/** `capuy eval adversary`: a model that lies in every way, over real HTTP. Returns the exit code. */
export async function evaluateAdversary(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      docs: { type: 'string', multiple: true },
      answers: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const count = Number(values.answers);
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
    process.stderr.write(usage);
    return 2;
  }
  const folders = values.docs ?? ownDocuments.map((path) => new URL(`../${path}`, import.meta.url).pathname);
  const { documents, failed } = await loadDocuments(folders);
  for (const { file, reason } of failed) process.stderr.write(`${file}: ${reason}\n`);
  const scripted = scriptedAnswers(sourcesOf(documents), count, randomNumbers(seed));
  const { figures, delivered, refused } = await measureAdversary(scripted);
  const wordings = await measureWordings();
  figures.inOtherWords = wordings.bySet;
  refused.push(...wordings.refused);
  if (!values.json) {
    const shown = (list: readonly string[]): readonly string[] => (values.all ? list : list.slice(0, 25));
    for (const one of shown(delivered)) process.stdout.write(`delivered ${one}\n`);
    for (const one of shown(refused)) process.stdout.write(`refused   ${one}\n`);
    for (const [kind, one] of Object.entries(figures.byKind)) {
      const bad = 'delivered' in one ? `${one.delivered} delivered` : `${one.refused} refused`;
      process.stdout.write(`${kind.padEnd(32)} ${String(one.n).padStart(5)}  ${bad}\n`);
    }
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return failed.length > 0 ? 1 : 0;
}

/** Lets the double say each answer, and again whatever the script has for a second time. */
export async function measureAdversary(
  scripted: readonly ScriptedAnswer[],
): Promise<{ figures: AdversaryFigures; delivered: string[]; refused: string[] }> {
  const double = await startModelDouble();
  const model = createModels({ baseUrl: double.url, chatModel: 'double', timeoutSeconds: 20 })
    .chat as ChatModel;
  const figures: AdversaryFigures = {
    answers: scripted.length,
    delivered: 0,
    deliveredValues: 0,
    falseAlarms: 0,
    byKind: {},
    inOtherWords: {},
    cpuMsPerAnswer: 0,
  };
  const delivered: string[] = [];
  const refused: string[] = [];
  let right = 0;
  let alarms = 0;
  const started = process.cpuUsage();
  try {
    for (const one of scripted) {
      let calls = 0;
      double.calls.length = 0;
      double.say = () => piecesOf(calls++ === 0 ? one.text : (one.again ?? one.text));
      const shown: string[] = [];
      const result = await wordAnswer(
        { model, logger: silentLogger },
        { question: 'Nội dung này được quy định thế nào?', quotes: one.quotes, today: '2026-08-10' },
        { signal: new AbortController().signal, onText: (text) => shown.push(text) },
      );
      if (result.type === 'worded') shown.push(result.text);
      const seen = shown.map(plain);
      if (one.wrong.length === 0) {
        right += 1;
        const entry = (figures.byKind[one.kind] ??= { n: 0, refused: 0 }) as { n: number; refused: number };
        entry.n += 1;
        // What was asked for again does not count: the sentence was right the first time.
        if (result.sentences.some(({ verdict }) => verdict !== 'ok')) {
          entry.refused += 1;
          alarms += 1;
          const bad = result.sentences.find(({ verdict }) => verdict !== 'ok');
          refused.push(`${one.kind}: ${bad?.verdict} (${(bad?.missing ?? []).join(', ')}) | ${bad?.text}`);
        }
        continue;
      }
      const entry = (figures.byKind[one.kind] ??= { n: 0, delivered: 0 }) as { n: number; delivered: number };
      entry.n += 1;
      if (!one.wrong.some((wrong) => seen.some((text) => text.includes(plain(wrong))))) continue;
      entry.delivered += 1;
      figures.delivered += 1;
      if (valueKinds.has(one.kind)) figures.deliveredValues += 1;
      delivered.push(
        `${one.kind}: ${one.wrong.join(' / ')}\n          of: ${one.quotes[0]?.text.replace(/\s+/gu, ' ')}`,
      );
    }
  } finally {
    await double.close();
  }
  const { user, system } = process.cpuUsage(started);
  figures.cpuMsPerAnswer = Math.round((user + system) / 10 / Math.max(1, scripted.length)) / 100;
  figures.falseAlarms = right === 0 ? 0 : Math.round((alarms / right) * 10_000) / 10_000;
  return { figures, delivered, refused };
}

/** Holds faithful wordings, one sentence each, against their passages. */
async function measureWordings(): Promise<{
  bySet: AdversaryFigures['inOtherWords'];
  refused: string[];
}> {
  const rows = await readFile(new URL('adversary/paraphrases.tsv', import.meta.url), 'utf8');
  const bySet: AdversaryFigures['inOtherWords'] = {};
  const refused: string[] = [];
  for (const row of rows.trim().split('\n').slice(1)) {
    const [set = '', passage = '', faithful = ''] = row.split('\t');
    const entry = (bySet[set] ??= { n: 0, refused: 0 });
    entry.n += 1;
    const said = faithful.replace(/\.$/u, ' [1].');
    const given = { question: '', evidence: [passage], before: [], code: 'no-code' };
    const { verdict, missing = [] } = checkSentence(said, given);
    if (verdict === 'ok') continue;
    entry.refused += 1;
    refused.push(`in other words, ${set}: ${verdict} (${missing.join(', ')}) | ${faithful}`);
  }
  return { bySet, refused };
}

/** As compared: without marks of passages and runs of white space. */
const plain = (text: string): string =>
  text
    .replace(/\s*\[\d{1,2}\]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();

/** In pieces as a model sends them; long texts in larger ones. */
const piecesOf = (text: string): string[] =>
  text.match(text.length > 5000 ? /.{1,400}/gsu : /.{1,24}/gsu) ?? [];
