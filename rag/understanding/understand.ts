import { RunnableLambda, RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import type { DateOnly } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { ChatModel } from '../../llm/model.ts';
import { structuredStep, type Structured } from '../../llm/structured.ts';
import * as prompts from '../../prompts/understanding.ts';
import { isValidDate } from '../../text/calendar.ts';
import { factsOf } from '../question/facts.ts';
import type { PreviousTurn } from '../question/follow-up.ts';
import { PassageRetriever } from '../search/langchain-retriever.ts';
import type { Retriever } from '../types.ts';
import { checkCommand, type KnownCommand } from './check-command.ts';
import { checkRewriting, type Rewriting } from './check-rewriting.ts';
import { messageReadingSchema, type MessageReading } from './reading-schema.ts';

/** A message that the rules made nothing of. */
export interface UnreadMessage {
  text: string;
  previous?: PreviousTurn;
  viewer: Viewer;
  today: DateOnly;
  /** What the person may do here; a command is proposed out of these alone. */
  commands: readonly KnownCommand[];
}

/** What a model's reading came to after every check. */
export interface UnderstoodMessage {
  rewriting: Rewriting;
  /** A line that the person may choose to have said. */
  command: string | null;
  /** The day asked about, where the message itself names it. */
  asOf: DateOnly | null;
  model: string;
  promptVersion: string;
  /** How the call went, for the explanation: 'read', or why nothing came of it. */
  result: 'read' | Exclude<Structured<never>, { ok: true }>['reason'];
}

/** Reads messages with a model. Never throws because of the model: what is late or wrong is as if it were not there. */
export interface Understanding {
  read(message: UnreadMessage, signal: AbortSignal): Promise<UnderstoodMessage>;
}

/** Reading may cost a person this much waiting before the result of the rules stands, in milliseconds. */
const mostWaitingMs = 2000;
/** Headings that show a model which words the documents use. */
const headingCount = 6;

/**
 * Creates the reader: headings nearest to the message → prompt → model → shape → checks. The headings come through the
 * office's retriever as a LangChain one, bound to the person's own view.
 */
export function createUnderstanding({
  model,
  retriever,
  logger,
  timeoutMs = mostWaitingMs,
}: {
  model: ChatModel;
  retriever: Retriever;
  logger: Logger;
  timeoutMs?: number;
}): Understanding {
  return {
    async read(message, signal) {
      const { text, previous, viewer, today, commands } = message;
      const nearest = new PassageRetriever(retriever, { viewer }, headingCount);
      const sequence = RunnableSequence.from<Record<string, string>, Structured<MessageReading>>([
        RunnablePassthrough.assign({
          headings: RunnableLambda.from(async ({ typed }: Record<string, string>) =>
            headingsOf((await nearest.invoke(typed ?? '')).map(({ metadata }) => metadata)),
          ),
        }),
        structuredStep(
          model,
          { prompt: prompts.reading, schema: messageReadingSchema },
          { signal, timeoutMs, role: viewer.role },
        ),
      ]);
      const outcome = await sequence.invoke({
        typed: text,
        today: prompts.todayText(today),
        message: prompts.asData('tin_nhan', text),
        previous: prompts.asData('cau_truoc', previous ? turnText(previous) : prompts.nothing),
        commands:
          commands
            .map(({ name, description, example }) => prompts.commandLine(name, description, example))
            .join('\n') || prompts.nothing,
      });
      const identity = { model: outcome.model, promptVersion: outcome.promptVersion };
      if (!outcome.ok) {
        logger.info({ ...identity, reason: outcome.reason }, 'a message was not read by the model');
        return {
          rewriting: { ok: false, reason: 'none' },
          command: null,
          asOf: null,
          result: outcome.reason,
          ...identity,
        };
      }
      return { ...checked(message, outcome.value, retriever), result: 'read', ...identity };
    },
  };

  function checked(
    { text, previous, commands, today, viewer }: UnreadMessage,
    reading: MessageReading,
    { statistics }: Retriever,
  ): Pick<UnderstoodMessage, 'rewriting' | 'command' | 'asOf'> {
    const command = checkCommand(text, reading, commands);
    const rewriting = checkRewriting({
      typed: text,
      reading,
      statistics: statistics(viewer),
      ...(previous && { previous }),
    });
    return { rewriting, command, asOf: saidDay(text, reading.asOf, today) };
  }
}

/** A day is taken only where it is real, not to come, and in a year that the message itself names. */
function saidDay(text: string, day: string | null, today: DateOnly): DateOnly | null {
  if (day === null || !isValidDate(day) || day > today) return null;
  const years = factsOf(text, 'evidence').filter(({ kind }) => kind === 'year');
  return years.some(({ key }) => key === `year:${day.slice(0, 4)}`) ? day : null;
}

const turnText = ({ question, document, place }: PreviousTurn): string =>
  [question, [place, document].filter(Boolean).join(', ')].filter(Boolean).join('\n');

/** Titles and places, not the texts: what words are used is enough, and less can be planted in it. */
const headingsOf = (found: readonly { title: string; locator: string }[]): string =>
  prompts.asData(
    'de_muc',
    [...new Set(found.map(({ title, locator }) => `${title} (${locator})`))].join('\n') || prompts.nothing,
  );
