import { AsyncLocalStorage } from 'node:async_hooks';
import { systemClock } from './clock.ts';
import { toAppError } from './errors.ts';
import { newId } from './ids.ts';
import type { Logger } from './logger.ts';
import type { SpanAttributes, Tracer } from './tracer.ts';

/*
 * Traces as OTLP over HTTP with JSON (opentelemetry.io/docs/specs/otlp: POST <endpoint>/v1/traces), which every collector
 * takes. Written here because the packages for it bring protobuf and a dozen others for the one request below; see
 * docs/decisions/2026-11-22-traces.md. Loaded only where an endpoint is set.
 */

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: 1 | 2 | 3;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code: 0 | 2 };
}

const kinds = { internal: 1, server: 2, client: 3 } as const;
const batchSize = 512;
/** Beyond it spans are dropped: a collector that is away must not cost memory. */
const mostWaiting = 4096;
const everyMs = 5000;
const callMs = 10_000;
const closeMs = 2000;

export interface TraceSettings {
  /** 'http://127.0.0.1:4318'. */
  endpoint: string;
  headers?: Readonly<Record<string, string>>;
  service: string;
  version: string;
}

/** A tracer that sends in the background; what cannot be sent is dropped, and said so once. */
export function createOtlpTracer(settings: TraceSettings, logger: Logger): Tracer {
  const open = new AsyncLocalStorage<{ traceId: string; spanId: string }>();
  const url = `${settings.endpoint.replace(/\/+$/u, '')}/v1/traces`;
  let waiting: Span[] = [];
  let sending: Promise<void> = Promise.resolve();
  let isAway = false;

  function flush(timeoutMs = callMs): Promise<void> {
    sending = sending.then(async () => {
      while (waiting.length > 0) {
        const batch = waiting.slice(0, batchSize);
        waiting = waiting.slice(batchSize);
        try {
          const answer = await fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...settings.headers },
            body: JSON.stringify(bodyOf(batch, settings)),
            redirect: 'error',
            signal: AbortSignal.timeout(timeoutMs),
          });
          await answer.arrayBuffer();
          if (!answer.ok) throw new Error(`status ${answer.status}`);
          isAway = false;
        } catch (error) {
          if (!isAway) logger.warn({ err: error, spans: batch.length }, 'traces could not be sent');
          isAway = true;
          return;
        }
      }
    });
    return sending;
  }
  const timer = setInterval(() => void flush(), everyMs);
  timer.unref();

  return {
    isInside: () => open.getStore() !== undefined,
    async span(name, attributes, work, { isRoot = false, kind = 'internal' } = {}) {
      const parent = isRoot ? undefined : open.getStore();
      const ids = { traceId: parent?.traceId ?? hexId(32), spanId: hexId(16) };
      const startedAt = systemClock.now().getTime();
      const begun = performance.now();
      const said = { ...attributes };
      let code: 0 | 2 = 0;
      try {
        return await open.run(ids, () => work(said));
      } catch (error) {
        code = 2;
        said['error.type'] = toAppError(error).code;
        throw error;
      } finally {
        const endedAt = startedAt + (performance.now() - begun);
        if (waiting.length < mostWaiting)
          waiting.push({
            ...ids,
            ...(parent ? { parentSpanId: parent.spanId } : {}),
            name,
            kind: kinds[kind],
            startTimeUnixNano: nanoseconds(startedAt),
            endTimeUnixNano: nanoseconds(endedAt),
            attributes: attributesOf(said),
            status: { code },
          });
        if (waiting.length >= batchSize) void flush();
      }
    },
    async close() {
      clearInterval(timer);
      await flush(closeMs);
    },
  };
}

const bodyOf = (spans: readonly Span[], { service, version }: TraceSettings) => ({
  resourceSpans: [
    {
      resource: { attributes: attributesOf({ 'service.name': service, 'service.version': version }) },
      scopeSpans: [{ scope: { name: 'capuy', version }, spans }],
    },
  ],
});

const attributesOf = (attributes: SpanAttributes): Span['attributes'] =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'boolean'
          ? { boolValue: value }
          : Number.isInteger(value)
            ? { intValue: String(value) }
            : { doubleValue: value },
  }));

/** Random hexadecimal digits; an id of zeros alone, which the protocol forbids, cannot come of a UUID. */
const hexId = (digits: 16 | 32): string => newId().replaceAll('-', '').slice(-digits);

/** Milliseconds as the protocol's text of nanoseconds. */
const nanoseconds = (ms: number): string => `${Math.round(ms * 1000)}000`;
