/** One message of a conversation with a model. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** A model that writes text. Absence of a model is `null`, never an error. */
export interface ChatModel {
  readonly name: string;
  /**
   * The reply as it is written, piece by piece.
   * @throws ModelCallError when the endpoint does not answer, answers with an error, or breaks off
   */
  stream(messages: readonly ChatMessage[], options: { signal: AbortSignal }): AsyncIterable<string>;
}

/** A model that turns texts into vectors, in the order given. */
export interface Embedder {
  readonly model: string;
  /** @throws ModelCallError when the endpoint fails or returns another number of vectors than texts */
  embed(texts: readonly string[], options?: { signal?: AbortSignal }): Promise<number[][]>;
}

/** What an endpoint offers; null where it, or that model, is not configured. */
export interface Models {
  chat: ChatModel | null;
  embedder: Embedder | null;
}
