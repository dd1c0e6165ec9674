import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda, type Runnable } from '@langchain/core/runnables';
import { z } from 'zod';
import { ModelCallError } from '../core/errors.ts';
import type { ChatMessage, ChatModel, Completion, CompletionOptions } from './model.ts';

/** The words of one task for a model. `version` changes with the words, and is kept with what they led to. */
export interface Prompt {
  /** Letters, digits, `_` and `-`: names the task towards the endpoint and in the counters. */
  name: string;
  version: string;
  /** Templates with `{variables}`; what is put in is never read as a template. */
  system: string;
  user: string;
}

/** What came of a call: a value of the right shape, which its domain still has to check, or why there is none. */
export type Structured<T> = { model: string; promptVersion: string } & (
  { ok: true; value: T } | { ok: false; reason: 'late' | 'failed' | 'not-json' | 'wrong-shape' }
);

/** On whose behalf and how long; without a time the client's own limit holds. */
export type StructuredOptions = Pick<CompletionOptions, 'signal' | 'timeoutMs' | 'role' | 'maxTokens'>;

/** Longest answer in tokens unless told: most values are short, and a model that loops is stopped. */
const mostTokens = 1500;

/**
 * Asks a model for one value of `schema`, over this product's own client, so that its queue, ceilings and counters hold
 * here too. A late, failing or talkative model is a value that says so, never an error; only the signal of who asked is
 * thrown on.
 */
export async function askStructured<T extends z.ZodType>(
  model: ChatModel,
  { prompt, schema, variables }: { prompt: Prompt; schema: T; variables: Readonly<Record<string, string>> },
  options: StructuredOptions,
): Promise<Structured<z.infer<T>>> {
  const identity = { model: model.name, promptVersion: prompt.version };
  const messages = await messagesOf(prompt, variables);
  const { timeoutMs } = options;
  const deadline = new AbortController();
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => deadline.abort(), timeoutMs);
  const signal = AbortSignal.any([options.signal, deadline.signal]);
  try {
    const completion = await orStopped(
      model.complete(messages, {
        maxTokens: mostTokens,
        ...options,
        signal,
        purpose: prompt.name,
        json: { name: prompt.name, schema: z.toJSONSchema(schema) },
      }),
      signal,
    );
    const found = valueIn(completion);
    if (found === undefined) return { ok: false, reason: 'not-json', ...identity };
    const parsed = schema.safeParse(found);
    return parsed.success
      ? { ok: true, value: parsed.data, ...identity }
      : { ok: false, reason: 'wrong-shape', ...identity };
  } catch (error) {
    options.signal.throwIfAborted();
    if (deadline.signal.aborted) return { ok: false, reason: 'late', ...identity };
    if (error instanceof ModelCallError) return { ok: false, reason: 'failed', ...identity };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The same as a step of a LangChain sequence: variables in, a value of `schema` or the reason for none out. */
export const structuredStep = <T extends z.ZodType>(
  model: ChatModel,
  task: { prompt: Prompt; schema: T },
  options: StructuredOptions,
): Runnable<Record<string, string>, Structured<z.infer<T>>> =>
  RunnableLambda.from((variables: Record<string, string>) =>
    askStructured(model, { ...task, variables }, options),
  );

async function messagesOf(
  { system, user }: Prompt,
  variables: Readonly<Record<string, string>>,
): Promise<ChatMessage[]> {
  const template = ChatPromptTemplate.fromMessages([
    ['system', system],
    ['user', user],
  ]);
  const messages = await template.formatMessages({ ...variables });
  return messages.map((message) => ({
    role: message.getType() === 'system' ? 'system' : 'user',
    content: message.text,
  }));
}

/** A client that does not heed its signal must not hold up an answer. */
function orStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new ModelCallError('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Half a value must not pass for a whole one, so a truncated answer has none. */
const valueIn = ({ value, isTruncated }: Completion): unknown => (isTruncated ? undefined : value);
