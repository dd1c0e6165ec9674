import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { ModelCallError } from '../core/errors.ts';
import { noModels, type ChatMessage, type ChatModel, type Embedder, type Models } from './model.ts';

/** Settings of an OpenAI-compatible endpoint: a public service, or the office's own vLLM, Ollama or llama.cpp server. */
export interface EndpointSettings {
  apiKey?: string | undefined;
  baseUrl?: string | undefined;
  chatModel?: string | undefined;
  embeddingModel?: string | undefined;
  timeoutSeconds: number;
}

/**
 * The models that the settings name. Without an endpoint both are null; with an endpoint and no model name, that model
 * is null. A local server often wants no key, so an endpoint alone is enough.
 */
export function createModels(settings: EndpointSettings): Models {
  const { apiKey, baseUrl, chatModel, embeddingModel, timeoutSeconds } = settings;
  if (!apiKey && !baseUrl) return noModels;
  const client = new OpenAI({
    // The library insists on a key; servers without keys ignore it.
    apiKey: apiKey ?? 'none',
    ...(baseUrl ? { baseURL: baseUrl } : {}),
    timeout: timeoutSeconds * 1000,
    maxRetries: 1,
    logLevel: 'off',
  });
  return {
    ...noModels,
    chat: chatModel ? createChat(client, chatModel) : null,
    embedder: embeddingModel ? createEmbedder(client, embeddingModel) : null,
  };
}

function createChat(client: OpenAI, model: string): ChatModel {
  const toWire = (messages: readonly ChatMessage[]): ChatCompletionMessageParam[] =>
    messages.map(({ role, content }) => (role === 'tool' ? { role: 'user', content } : { role, content }));
  return {
    name: model,
    async complete(messages, { signal, json }) {
      try {
        const { choices, usage } = await client.chat.completions.create(
          {
            model,
            messages: toWire(messages),
            temperature: 0,
            ...(json
              ? { response_format: { type: 'json_schema', json_schema: { ...json, strict: true } } }
              : {}),
          },
          { signal },
        );
        const text = choices[0]?.message.content ?? '';
        return {
          text,
          ...(json ? { value: parseJson(text) } : {}),
          toolCalls: [],
          isTruncated: choices[0]?.finish_reason === 'length',
          usage: {
            model,
            kind: 'chat',
            promptTokens: usage?.prompt_tokens ?? 0,
            completionTokens: usage?.completion_tokens ?? 0,
            isEstimated: usage === undefined,
          },
        };
      } catch (error) {
        throw toModelError(error);
      }
    },
    async *stream(messages, { signal }) {
      let isFinished = false;
      try {
        const chunks = await client.chat.completions.create(
          { model, messages: toWire(messages), stream: true, temperature: 0 },
          { signal },
        );
        for await (const chunk of chunks) {
          const choice = chunk.choices[0];
          if (choice?.delta?.content) yield choice.delta.content;
          if (choice?.finish_reason) isFinished = true;
        }
      } catch (error) {
        throw toModelError(error);
      }
      // A stream that ends without a reason was cut: half an answer must not pass for a whole one.
      if (!isFinished) throw new ModelCallError('the stream ended before the answer did', { kind: 'broken' });
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How many texts go into one request; servers limit it, and a small batch fails small. */
const embeddingBatchSize = 64;

function createEmbedder(client: OpenAI, model: string): Embedder {
  return {
    model,
    async embed(texts, options = {}) {
      const vectors: number[][] = [];
      for (let start = 0; start < texts.length; start += embeddingBatchSize) {
        const input = texts.slice(start, start + embeddingBatchSize);
        try {
          const response = await client.embeddings.create(
            { model, input, encoding_format: 'float' },
            options.signal ? { signal: options.signal } : {},
          );
          const ordered = [...response.data].sort((a, b) => a.index - b.index).map((item) => item.embedding);
          if (ordered.length !== input.length)
            throw new ModelCallError(`asked for ${input.length} vectors, got ${ordered.length}`, {
              kind: 'broken',
            });
          vectors.push(...ordered);
        } catch (error) {
          throw toModelError(error);
        }
      }
      return vectors;
    },
  };
}

/** The endpoint's error as ours; its text stays in the cause, because it may repeat what was sent. */
function toModelError(error: unknown): ModelCallError {
  if (error instanceof ModelCallError) return error;
  if (error instanceof APIUserAbortError)
    return new ModelCallError('the call was stopped', { kind: 'stopped', cause: error });
  if (error instanceof APIConnectionError)
    return new ModelCallError('the endpoint does not answer', { cause: error });
  if (error instanceof APIError) {
    const status = typeof error.status === 'number' ? error.status : undefined;
    return new ModelCallError(`the endpoint answered ${status ?? 'with an error'}`, {
      cause: error,
      ...(status === undefined ? {} : { status }),
    });
  }
  return new ModelCallError('the call failed', { cause: error });
}
