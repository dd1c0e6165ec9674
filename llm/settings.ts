import type { Config } from '../config.ts';
import type { CeilingSettings } from './ceiling.ts';

/** Where one model is reached. */
interface Address {
  baseUrl?: string | undefined;
  apiKey?: string | undefined;
}

/**
 * Settings of OpenAI-compatible endpoints: a public service, or the office's own vLLM, Ollama or llama.cpp server. All
 * models share `baseUrl` and `apiKey` unless they have an address of their own.
 */
export interface EndpointSettings extends Address {
  chatModel?: string | undefined;
  embeddingModel?: string | undefined;
  embedding?: Address;
  transcription?: Address & { model?: string | undefined };
  /** `url` is the whole address of the call. */
  rerank?: { url?: string | undefined; model?: string | undefined; apiKey?: string | undefined };
  /** For a whole answer. */
  timeoutSeconds: number;
  /** Default: as long as for the whole. */
  firstTokenSeconds?: number;
  tokenGapSeconds?: number;
  /** Calls at once to one endpoint; default 4. */
  concurrency?: number;
  /** Longest answer; default 1024 tokens. */
  maxTokens?: number;
  ceiling?: CeilingSettings;
  /** Whose midnight begins a day; default Asia/Ho_Chi_Minh. */
  timeZone?: string;
}

/** Whether the settings name any endpoint; without one nothing of a model is loaded. */
export const namesEndpoint = (config: Config): boolean =>
  [
    config.OPENAI_API_KEY,
    config.OPENAI_BASE_URL,
    config.EMBEDDING_BASE_URL,
    config.TRANSCRIPTION_BASE_URL,
    config.RERANK_URL,
  ].some((value) => value !== undefined);

/** The endpoints that the environment names. */
export const toEndpointSettings = (config: Config): EndpointSettings => ({
  apiKey: config.OPENAI_API_KEY,
  baseUrl: config.OPENAI_BASE_URL,
  chatModel: config.CHAT_MODEL,
  embeddingModel: config.EMBEDDING_MODEL,
  embedding: { baseUrl: config.EMBEDDING_BASE_URL, apiKey: config.EMBEDDING_API_KEY },
  transcription: {
    model: config.TRANSCRIPTION_MODEL,
    baseUrl: config.TRANSCRIPTION_BASE_URL,
    apiKey: config.TRANSCRIPTION_API_KEY,
  },
  rerank: { url: config.RERANK_URL, model: config.RERANK_MODEL, apiKey: config.RERANK_API_KEY },
  timeoutSeconds: config.MODEL_TIMEOUT_SECONDS,
  firstTokenSeconds: config.MODEL_FIRST_TOKEN_SECONDS,
  tokenGapSeconds: config.MODEL_TOKEN_GAP_SECONDS,
  concurrency: config.MODEL_CONCURRENCY,
  maxTokens: config.MODEL_MAX_TOKENS,
  ceiling: {
    dailyTokens: config.MODEL_DAILY_TOKENS,
    dailyCost: config.MODEL_DAILY_COST,
    prices: {
      chatInput: config.CHAT_PRICE_INPUT,
      chatOutput: config.CHAT_PRICE_OUTPUT,
      embedding: config.EMBEDDING_PRICE,
    },
  },
  timeZone: config.TZ,
});
