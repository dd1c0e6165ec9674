import OpenAI from 'openai';
import { systemClock, type Clock } from '../core/clock.ts';
import { createBreaker } from './breaker.ts';
import { createCeiling, type CeilingSettings } from './ceiling.ts';
import { createChat } from './chat.ts';
import type { Connection } from './connection.ts';
import { createEmbedder } from './embeddings.ts';
import { noModels, type ModelKind, type Models, type UsageHooks } from './model.ts';
import { createQueue, type Queue } from './queue.ts';
import { createReranker } from './rerank.ts';
import type { EndpointSettings } from './settings.ts';
import { createTranscriber } from './transcription.ts';

/** The library's own default, said here so that it reads nothing from the environment. */
const publicBaseUrl = 'https://api.openai.com/v1';

const noCeiling: CeilingSettings = {
  dailyTokens: 0,
  dailyCost: 0,
  prices: { chatInput: 0, chatOutput: 0, embedding: 0 },
};

/** A model that is configured, and where it is reached. */
export interface Connected {
  connection: Connection;
  address: string;
}

/**
 * The models that the settings name. Without an endpoint, or without a model's name, that model is null. A local server
 * often wants no key, so an endpoint alone is enough.
 */
export function createModels(
  settings: EndpointSettings,
  hooks: UsageHooks = {},
  clock: Clock = systemClock,
): Models {
  const { chat, embedding, transcription, rerank } = connect(settings, hooks, clock);
  return {
    chat: chat ? createChat(chat.connection) : null,
    embedder: embedding ? createEmbedder(embedding.connection) : null,
    transcriber: transcription ? createTranscriber(transcription.connection) : null,
    reranker: rerank ? createReranker(rerank.connection, rerank.address) : null,
    embedderOf: embedding
      ? (model) => createEmbedder({ ...embedding.connection, model })
      : noModels.embedderOf,
  };
}

/** The connections behind `createModels`, for whoever looks at their health. */
export function connect(
  settings: EndpointSettings,
  hooks: UsageHooks,
  clock: Clock,
): Record<ModelKind, Connected | null> {
  const { apiKey, baseUrl, timeoutSeconds, firstTokenSeconds, tokenGapSeconds } = settings;
  const { concurrency = 4, maxTokens = 1024, timeZone = 'Asia/Ho_Chi_Minh' } = settings;
  const ceiling = createCeiling(settings.ceiling ?? noCeiling, hooks, clock, timeZone);
  const time = {
    wholeMs: timeoutSeconds * 1000,
    firstTokenMs: (firstTokenSeconds ?? timeoutSeconds) * 1000,
    gapMs: (tokenGapSeconds ?? timeoutSeconds) * 1000,
  };
  /** One machine answers whatever the model, so its turns are shared. */
  const queues = new Map<string, Queue>();

  function to(
    kind: ModelKind,
    model: string | undefined,
    own: { baseUrl?: string | undefined; apiKey?: string | undefined },
  ): Connected | null {
    const address = own.baseUrl ?? baseUrl ?? (apiKey ? publicBaseUrl : undefined);
    if (!model || address === undefined) return null;
    const { origin } = new URL(address);
    // A key is a secret between the office and one server.
    const isMain = origin === new URL(baseUrl ?? publicBaseUrl).origin;
    const key = own.apiKey ?? (isMain ? apiKey : undefined);
    const queue = queues.get(origin) ?? createQueue(concurrency);
    queues.set(origin, queue);
    const client = new OpenAI({
      // The library insists on a key; servers without keys ignore it.
      apiKey: key ?? 'none',
      baseURL: address,
      organization: null,
      project: null,
      // Times and attempts are ours to decide: they depend on what a person has read already.
      timeout: time.wholeMs + 60_000,
      maxRetries: 0,
      logLevel: 'off',
    });
    return {
      connection: { client, kind, model, time, maxTokens, queue, breaker: createBreaker(), ceiling },
      address,
    };
  }

  const { embedding = {}, transcription = {}, rerank = {} } = settings;
  return {
    chat: to('chat', settings.chatModel, {}),
    embedding: to('embedding', settings.embeddingModel, embedding),
    transcription: to('transcription', transcription.model, transcription),
    rerank: rerank.url
      ? to('rerank', rerank.model ?? 'rerank', { baseUrl: rerank.url, apiKey: rerank.apiKey })
      : null,
  };
}
