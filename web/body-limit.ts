import type { Context, MiddlewareHandler } from 'hono';

/** How much of a request is read, and for how long it is waited for. */
export interface BodyLimit {
  maxBytes: number;
  /** For the whole body; default 15. */
  seconds?: number;
  /** Answers what is larger; default 413 without words. */
  tooLarge?: (c: Context) => Response;
}

const usualSeconds = 15;

/**
 * Reads the body before anything else does, within bounds of size and time: without, a stranger's form could fill the
 * memory, and one that comes a letter at a time would hold its place for ever. What goes past either is answered with 413
 * or 408 and its connection is closed.
 */
export function limitBody({ maxBytes, seconds = usualSeconds, tooLarge }: BodyLimit): MiddlewareHandler {
  const refuse = (c: Context): Response => {
    c.header('Connection', 'close');
    return tooLarge?.(c) ?? c.body(null, 413);
  };
  return async (c, next) => {
    const { body, headers } = c.req.raw;
    if (!body) return next();
    if (Number(headers.get('content-length') ?? 0) > maxBytes) return refuse(c);
    const bytes = await readWithin(body, maxBytes, seconds * 1000);
    if (bytes === 'too-large') return refuse(c);
    if (bytes === 'late') {
      c.header('Connection', 'close');
      return c.body(null, 408);
    }
    c.req.raw = new Request(c.req.raw, { body: bytes });
    return next();
  };
}

async function readWithin(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  ms: number,
): Promise<Uint8Array<ArrayBuffer> | 'too-large' | 'late'> {
  const reader = body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const part = await Promise.race([reader.read(), late]);
      if (part === 'late') return 'late';
      if (part.done) return Buffer.concat(chunks);
      size += part.value.byteLength;
      if (size > maxBytes) return 'too-large';
      chunks.push(part.value);
    }
  } finally {
    clearTimeout(timer);
    // Not waited for: whoever sends slowly also ends slowly.
    reader.cancel().catch(() => undefined);
  }
}
