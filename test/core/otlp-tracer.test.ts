import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { tracedDatabase, tracedFeature, tracedSink } from '../../bot/traces.ts';
import type { Sink } from '../../bot/channels/channel.ts';
import type { Feature, FeatureRequest, Inbound, TurnContext } from '../../bot/types.ts';
import { AppError } from '../../core/errors.ts';
import { silentLogger } from '../../core/logger.ts';
import { createOtlpTracer } from '../../core/otlp-tracer.ts';
import type { Database } from '../../db/database.ts';

/* A collector on loopback that takes what OTLP/HTTP says, and nothing else. */

interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code: number };
}

let collector: Server;
let endpoint: string;
let spans: SentSpan[];
let bodies: string[];
let status = 200;
beforeAll(async () => {
  collector = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      expect(request.method).toBe('POST');
      expect(request.url).toBe('/v1/traces');
      expect(request.headers['content-type']).toBe('application/json');
      expect(request.headers['x-key']).toBe('k');
      bodies.push(body);
      const { resourceSpans } = JSON.parse(body);
      expect(resourceSpans[0].resource.attributes).toContainEqual({
        key: 'service.name',
        value: { stringValue: 'capuy-thu' },
      });
      if (status === 200) spans.push(...resourceSpans[0].scopeSpans[0].spans);
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"partialSuccess":{}}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`;
});
afterAll(() => new Promise((resolve) => collector.close(resolve)));
beforeEach(() => {
  spans = [];
  bodies = [];
  status = 200;
});

const tracerOf = (logger = silentLogger) =>
  createOtlpTracer({ endpoint, headers: { 'x-key': 'k' }, service: 'capuy-thu', version: '1' }, logger);

it('a turn is sent with its parts, in the form of the protocol and without a word of it', async () => {
  const tracer = tracerOf();
  const db = tracedDatabase(
    {
      kind: 'embedded',
      query: async () => ({ rows: [], affected: 0 }),
      tx: (work: (t: unknown) => unknown) => work({ query: async () => ({ rows: [], affected: 0 }) }),
    } as unknown as Database,
    tracer,
  );
  const feature: Feature = {
    id: 'ask',
    commands: [],
    async handle() {
      await db.query('SELECT title FROM document WHERE title = $1', ['CANARY']);
      await db.tx((t) => t.query('UPDATE document SET title = $1', ['CANARY']));
      return { blocks: [{ type: 'text', text: 'CANARY' }] };
    },
  };
  await db.query('SELECT 1');
  await tracedFeature(feature, tracer).handle(
    { address: { channel: 'web' } } as TurnContext,
    { type: 'text', text: 'CANARY' } as FeatureRequest,
  );
  await tracer.close();
  const named = (name: string) => spans.filter((one) => one.name === name);
  const [turn] = named('feature.ask');
  expect(turn).toMatchObject({ kind: 1, status: { code: 0 } });
  expect(turn?.traceId).toMatch(/^[0-9a-f]{32}$/u);
  expect(turn?.spanId).toMatch(/^[0-9a-f]{16}$/u);
  expect(turn?.parentSpanId).toBeUndefined();
  expect(BigInt(turn?.endTimeUnixNano ?? 0)).toBeGreaterThanOrEqual(BigInt(turn?.startTimeUnixNano ?? 1));
  expect(turn?.attributes).toContainEqual({ key: 'capuy.blocks', value: { intValue: '1' } });
  // The statement outside of any turn is none of it; that of the transaction is a part of the transaction.
  expect(named('db.query')).toHaveLength(2);
  const [transaction] = named('db.transaction');
  expect(transaction?.parentSpanId).toBe(turn?.spanId);
  expect(
    named('db.query')
      .map(({ parentSpanId }) => parentSpanId)
      .sort(),
  ).toEqual([turn?.spanId, transaction?.spanId].sort());
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  expect(bodies.join('')).not.toContain('CANARY');
});

it('a failure is marked with its code, goes on to the caller, and brings none of its message', async () => {
  const tracer = tracerOf();
  const refusing: Sink = { accept: () => Promise.reject(new AppError('conflict', 'CANARY')) };
  const sink = tracedSink(refusing, tracer);
  const event = { type: 'text', text: 'CANARY', to: { channel: 'zalo' } } as Inbound;
  await expect(sink.accept(event)).rejects.toMatchObject({ code: 'conflict' });
  await tracer.close();
  expect(spans[0]).toMatchObject({ name: 'inbox.accept', kind: 2, status: { code: 2 } });
  expect(spans[0]?.attributes).toContainEqual({ key: 'error.type', value: { stringValue: 'conflict' } });
  expect(bodies.join('')).not.toContain('CANARY');
});

it('a collector that refuses is said once, and costs neither an answer nor memory', async () => {
  status = 503;
  const warnings: string[] = [];
  const tracer = tracerOf({ ...silentLogger, warn: (_fields, message) => warnings.push(message) });
  for (let one = 0; one < 700; one++) expect(await tracer.span('x', {}, async () => one)).toBe(one);
  await tracer.close();
  expect(warnings).toEqual(['traces could not be sent']);
  expect(spans).toEqual([]);
});
