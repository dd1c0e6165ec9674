/** What a span says of itself: codes, kinds, counts and ids; never words, names or files. */
export type SpanAttributes = Record<string, string | number | boolean>;

/** Follows a piece of work and what it is made of. */
export interface Tracer {
  /**
   * Runs `work` as a span; spans opened within it are its parts. `work` may add attributes to the object that it is given.
   * `isRoot`: whatever is going on, this begins something of its own.
   */
  span<T>(
    name: string,
    attributes: SpanAttributes,
    work: (attributes: SpanAttributes) => Promise<T>,
    options?: { isRoot?: boolean; kind?: 'internal' | 'server' | 'client' },
  ): Promise<T>;
  /** Whether a span is open around the caller. */
  isInside(): boolean;
  /** Sends what is left, for two seconds at most. */
  close(): Promise<void>;
}
