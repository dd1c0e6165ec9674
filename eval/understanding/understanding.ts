import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { silentLogger } from '../../core/logger.ts';
import { localViewer } from '../../core/viewer.ts';
import type { ChatModel } from '../../llm/model.ts';
import { proposeStatistics } from '../../members/statistics/propose-statistics.ts';
import { parseStatistics } from '../../members/statistics/parse-statistics.ts';
import { createAnswerer, type Answered, type Answerer } from '../../rag/answer.ts';
import { createMemoryRetriever } from '../../rag/search/retriever-memory.ts';
import { createUnderstanding } from '../../rag/understanding/understand.ts';
import { loadKept } from '../gold/gold-documents.ts';
import { knownCommands, liesAbout, modelOf, today, units, type Message, type Saying } from './doubles.ts';

/** What one model changes. Counts of messages; a lying model says several things of each message. */
export interface UnderstandingFigures {
  /** Lay words and follow-ups that documents answer. */
  answerable: { n: number; right: number; wrong: number; offeredRight: number; offeredOther: number };
  unanswerable: { n: number; answered: number; offered: number };
  commands: { n: number; right: number; other: number };
  statistics: { n: number; right: number; other: number };
  /** Messages whose answer is worse than without a model: a right one lost, or a wrong one given. */
  worse: number;
}

const usage = 'usage: capuy eval understanding [--keep DIR] [--json] [--all]\n';
const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * `capuy eval understanding`: 60 messages of our own, read by no model, a perfect, a mediocre and a lying one. The models
 * are scripted: nothing is said here of how often a real one reads right, only of what comes of it.
 */
export async function evaluateUnderstanding(args: string[]): Promise<number> {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: { keep: { type: 'string' }, json: { type: 'boolean' }, all: { type: 'boolean' } },
    }));
  } catch {
    process.stderr.write(usage);
    return 2;
  }
  const text = await readFile(new URL('./messages.jsonl', import.meta.url), 'utf8');
  const messages = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Message);
  const { documents } = await loadKept(
    [`${root}/demo/documents`, `${root}/eval/gold/documents`],
    values.keep,
  );
  const library = await createMemoryRetriever(documents);
  const clock = { now: () => new Date(`${today}T03:00:00Z`) };
  const answererOf = (model: ChatModel | null): Answerer =>
    createAnswerer({
      library,
      clock,
      ...(model && {
        understanding: createUnderstanding({ model, retriever: library, logger: silentLogger }),
      }),
    });

  const byRules = answererOf(null);
  const without = new Map<Message, Judged>();
  for (const message of messages)
    without.set(message, judged(message, await asked(byRules, byRules, message)));

  const measure = async (
    saysOf: (message: Message, at: number) => readonly Saying[],
  ): Promise<UnderstandingFigures> => {
    const figures = emptyFigures();
    for (const [at, message] of messages.entries()) {
      for (const saying of saysOf(message, at)) {
        const model = modelOf(saying);
        const result =
          message.kind === 'statistics'
            ? await countProposed(model, message)
            : judged(message, await asked(answererOf(model), byRules, message));
        const before = without.get(message) as Judged;
        const isWorse = add(figures, message, result, before);
        if (values.all && (isWorse || saysOf === perfect))
          process.stdout.write(
            `${isWorse ? 'WORSE ' : ''}${message.kind} ${result} (${before}, ${lastReading}) | ${message.text}\n`,
          );
      }
    }
    return figures;
  };
  const perfect = (message: Message): Saying[] => [{ type: 'right', message }];
  const result = {
    none: tally(messages, without),
    perfect: await measure(perfect),
    mediocre: await measure((message, at) => [
      at % 2 === 0
        ? { type: 'right', message }
        : (liesAbout(message, messages)[at % 7] ?? { type: 'garbage' }),
    ]),
    lying: await measure((message) => liesAbout(message, messages)),
  };
  if (!values.json)
    for (const [name, figures] of Object.entries(result))
      process.stdout.write(`${name.padEnd(9)} ${JSON.stringify(figures)}\n`);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return 0;
}

/** For `--all`: what the explanation says of the last reading. */
let lastReading = '';

type Judged =
  'right' | 'wrong' | 'offered-right' | 'offered-other' | 'command-right' | 'command-other' | 'none';

async function asked(answerer: Answerer, byRules: Answerer, message: Message): Promise<Answered | null> {
  if (message.kind === 'statistics') return null;
  const request = { viewer: localViewer, commands: knownCommands };
  const previous =
    'previous' in message && message.previous
      ? (await byRules.answer(message.previous, request)).understood
      : undefined;
  return answerer.answer(message.text, { ...request, ...(previous && { previous }) });
}

function judged(message: Message, answered: Answered | null): Judged {
  if (answered === null || message.kind === 'statistics') {
    if (message.kind !== 'statistics') return 'none';
    const reading = parseStatistics(message.text, statisticsContext, { isCommand: true });
    return reading.kind === 'query' ? 'wrong' : 'none';
  }
  const { answer, proposed } = answered;
  lastReading = answered.explanation.reading?.result ?? '';
  const quoted = 'quotes' in answer ? answer.quotes.map((quote) => quote.text).join('\n') : '';
  const spans = 'spans' in message ? (message.spans ?? []) : [];
  const isRight = spans.length > 0 && spans.some((span) => `${quoted}\n${answer.lead}`.includes(span));
  if (proposed?.kind === 'command') {
    const right =
      message.kind === 'command' ? `/${message.command.name} ${message.command.args}`.trim() : null;
    return proposed.say === right ? 'command-right' : 'command-other';
  }
  if (message.kind === 'command') return 'none';
  if (['answer', 'candidates', 'correction'].includes(answer.outcome)) return isRight ? 'right' : 'wrong';
  if (proposed) return isRight ? 'offered-right' : 'offered-other';
  return 'none';
}

const statisticsContext = { units, today, ownUnitIds: [] };

async function countProposed(
  model: ChatModel,
  message: Extract<Message, { kind: 'statistics' }>,
): Promise<Judged> {
  const reading = await proposeStatistics(model, message.text, statisticsContext, {
    signal: new AbortController().signal,
  });
  if (reading === null) return 'none';
  const unit = units.find((one) => reading.kind === 'query' && one.id === reading.query.unitId)?.name ?? '';
  const { filter, dimension } = reading.query;
  const isSame =
    JSON.stringify([unit, sorted(filter), dimension]) ===
    JSON.stringify([message.query.unit, sorted(message.query.filter), message.query.dimension]);
  return isSame ? 'command-right' : 'command-other';
}

const sorted = (value: object): unknown => Object.entries(value).sort(([a], [b]) => a.localeCompare(b));

const emptyFigures = (): UnderstandingFigures => ({
  answerable: { n: 0, right: 0, wrong: 0, offeredRight: 0, offeredOther: 0 },
  unanswerable: { n: 0, answered: 0, offered: 0 },
  commands: { n: 0, right: 0, other: 0 },
  statistics: { n: 0, right: 0, other: 0 },
  worse: 0,
});

/** Adds one result; true where it is worse than what the rules alone gave. */
function add(figures: UnderstandingFigures, message: Message, result: Judged, before: Judged): boolean {
  switch (message.kind) {
    case 'command':
    case 'statistics': {
      const group = message.kind === 'command' ? figures.commands : figures.statistics;
      group.n += 1;
      if (result === 'command-right') group.right += 1;
      if (result === 'command-other') group.other += 1;
      return false;
    }
    case 'unanswerable':
      figures.unanswerable.n += 1;
      if (result === 'right' || result === 'wrong') figures.unanswerable.answered += 1;
      if (result.startsWith('offered') || result.startsWith('command')) figures.unanswerable.offered += 1;
      break;
    default:
      figures.answerable.n += 1;
      if (result === 'right') figures.answerable.right += 1;
      if (result === 'wrong') figures.answerable.wrong += 1;
      if (result === 'offered-right') figures.answerable.offeredRight += 1;
      if (result === 'offered-other' || result === 'command-other') figures.answerable.offeredOther += 1;
  }
  const isWorse = (result === 'wrong' && before !== 'wrong') || (before === 'right' && result !== 'right');
  if (isWorse) figures.worse += 1;
  return isWorse;
}

function tally(messages: readonly Message[], without: ReadonlyMap<Message, Judged>): UnderstandingFigures {
  const figures = emptyFigures();
  for (const message of messages) {
    const result = without.get(message) as Judged;
    add(figures, message, result, result);
  }
  return figures;
}
