import type { Role } from '../core/viewer.ts';

/*
 * What the rooms above know of models. Nothing here names a protocol or a library, and the absence of a model is `null`,
 * never an error.
 */

/** One message of a conversation with a model. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string;
  /** Of an assistant's message: the calls it asked for. */
  toolCalls?: readonly ToolCall[];
  /** Of a tool's message: which call it answers. */
  toolCallId?: string;
}

/** A JSON Schema (draft 2020-12), for example from `z.toJSONSchema`. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Something a model may ask for. It is a proposal: nothing runs because a model named it. */
export interface Tool {
  /** Letters, digits, `_` and `-`, at most 64. */
  name: string;
  description: string;
  parameters: JsonSchema;
}

/** A call that a model proposes. `arguments` is parsed but not validated; undefined where it was no JSON. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: unknown;
}

/** What a call is made for; all but the signal may be left out. */
export interface CallOptions {
  /** Ends the call, waiting in the queue included; the error is then of kind `stopped`. */
  signal: AbortSignal;
  /** The longest time for the whole call in milliseconds, where it is shorter than the configured one. */
  timeoutMs?: number;
  /** For whom and what for, as it is counted. */
  role?: Role;
  purpose?: string;
}

/** Further wishes for an answer that is written piece by piece. */
export interface StreamOptions extends CallOptions {
  /**
   * While nothing is known of how the model begins, nothing is released before it has ended: some think aloud first, and
   * only the end of their thoughts tells. Default false.
   */
  isCautious?: boolean;
}

/** Further wishes for a completion. */
export interface CompletionOptions extends CallOptions {
  /** The answer shall be one JSON value of this schema; `name` as for tools. The caller validates what comes. */
  json?: { name: string; schema: JsonSchema };
  /** Ignored by an endpoint without tools: no call is proposed then. */
  tools?: readonly Tool[];
  /** Longest answer in tokens; default: the configured one. */
  maxTokens?: number;
}

/** A whole answer. */
export interface Completion {
  /** Without what a thinking model thought. */
  text: string;
  /** With `json`: the value found in the text, not validated; undefined where there is none. */
  value?: unknown;
  toolCalls: readonly ToolCall[];
  /** True where the answer ended at the longest length allowed. */
  isTruncated: boolean;
  usage: Usage;
}

/** A model that writes text. */
export interface ChatModel {
  readonly name: string;
  /**
   * The reply as it is written, piece by piece; at once where the endpoint cannot stream.
   * @throws ModelCallError when the endpoint does not answer, answers with an error, breaks off, or ends at the longest
   * length (kind `truncated`, after all pieces)
   */
  stream(messages: readonly ChatMessage[], options: StreamOptions): AsyncIterable<string>;
  /**
   * The reply as a whole, for what nobody reads while it grows: JSON, proposals of tools.
   * @throws ModelCallError as `stream`; a truncated answer is no error here but marked
   */
  complete(messages: readonly ChatMessage[], options: CompletionOptions): Promise<Completion>;
}

/** A model that turns texts into vectors, in the order given. */
export interface Embedder {
  readonly model: string;
  /**
   * Background work waits behind what people wait for.
   * @throws ModelCallError when the endpoint fails, or returns another number of vectors than texts, or vectors of
   * different lengths
   */
  embed(
    texts: readonly string[],
    options?: Partial<CallOptions> & { isBackground?: boolean },
  ): Promise<number[][]>;
}

/** A model that writes down what is said. */
export interface Transcriber {
  readonly model: string;
  /**
   * The words of a recording; empty where nothing is said. `language` as ISO 639-1, default 'vi'.
   * @throws ModelCallError when the endpoint fails
   */
  transcribe(
    audio: { bytes: Uint8Array; mediaType: string; name?: string },
    options: CallOptions & { language?: string },
  ): Promise<{ text: string; seconds: number | null }>;
}

/** A model that says how well texts answer a question. */
export interface Reranker {
  readonly model: string;
  /**
   * Best first; `index` is the place in `documents`, `score` is comparable within one call only.
   * @throws ModelCallError when the endpoint fails or scores what was not sent
   */
  rerank(
    query: string,
    documents: readonly string[],
    options: CallOptions & { top?: number },
  ): Promise<{ index: number; score: number }[]>;
}

export type ModelKind = 'chat' | 'embedding' | 'transcription' | 'rerank';

/** What one call used, as the endpoint counted it, or as estimated where it does not say. */
export interface Usage {
  model: string;
  kind: ModelKind;
  promptTokens: number;
  completionTokens: number;
  /** True where the endpoint did not tell, also for answers that broke off. */
  isEstimated: boolean;
  role?: Role;
  purpose?: string;
}

/** What was used since midnight, over restarts; cost in the unit that prices are given in. */
export interface Spent {
  tokens: number;
  cost: number;
}

/** What whoever keeps the counters gives to the clients. */
export interface UsageHooks {
  /** Told once a call, also of one that failed after it used something. It must not throw; it may write later. */
  onUsage?(usage: Usage & { cost: number }): void;
  /**
   * Asked before each call where a ceiling is set, so it should answer from memory. Absent: this process counts for
   * itself, from nothing at its start.
   */
  spentToday?(): Spent | Promise<Spent>;
}

/** What an endpoint offers; null where it, or that model, is not configured. */
export interface Models {
  chat: ChatModel | null;
  embedder: Embedder | null;
  transcriber: Transcriber | null;
  reranker: Reranker | null;
  /** Another embedding model of the same endpoint, with the same turns, ceiling and counters; null where none is configured. */
  embedderOf(model: string): Embedder | null;
}

/** No model at all, which is how most offices run. */
export const noModels: Models = {
  chat: null,
  embedder: null,
  transcriber: null,
  reranker: null,
  embedderOf: () => null,
};
