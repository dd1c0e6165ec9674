import { systemClock } from '../core/clock.ts';
import type { ModelErrorKind } from '../core/errors.ts';
import {
  probeJsonQuestion,
  probeQuery,
  probeQuestion,
  probeTexts,
  probeToolDescription,
  probeToolQuestion,
} from '../prompts/endpoints.ts';
import { createChat } from './chat.ts';
import { newTraits } from './chat-calls.ts';
import { createEmbedder } from './embeddings.ts';
import { toModelError } from './errors.ts';
import type { ChatMessage, ModelKind, Usage } from './model.ts';
import { connect, type Connected } from './openai.ts';
import { createReranker } from './rerank.ts';
import type { EndpointSettings } from './settings.ts';
import { createTranscriber } from './transcription.ts';

/** What a model or its server lacks, as `prompts/endpoints.ts` words it. */
type Lack =
  | 'stream'
  | 'json'
  | 'json-at-all'
  | 'tools'
  | 'usage'
  | 'thinking'
  | 'max-length'
  | 'system'
  | 'order'
  | 'unlisted';

/** What trying a model showed. Times in milliseconds. */
export interface Health {
  kind: ModelKind;
  model: string;
  /** Without what may stand before the host or behind the path. */
  address: string;
  /** Null: it answers. */
  failure: ModelErrorKind | null;
  ms: number;
  firstTokenMs: number | null;
  dimension: number | null;
  lacks: readonly Lack[];
}

/** What one probe adds. */
type Findings = Partial<Pick<Health, 'firstTokenMs' | 'dimension' | 'ms'>> & { lacks: Lack[] };

/**
 * Tries each configured model with one small call of every sort that the product makes, within the configured times. It
 * uses a few hundred tokens; ceilings are not asked, because an administrator wants to know in any case.
 */
export async function checkModels(settings: EndpointSettings): Promise<Health[]> {
  const usages: Usage[] = [];
  const ceiling = { dailyTokens: 0, dailyCost: 0, prices: { chatInput: 0, chatOutput: 0, embedding: 0 } };
  const found = connect({ ...settings, ceiling }, { onUsage: (usage) => usages.push(usage) }, systemClock);
  const probes: [Connected | null, (connected: Connected) => Promise<Findings>][] = [
    [found.chat, (connected) => probeChat(connected, usages)],
    [found.embedding, probeEmbedding],
    [found.transcription, probeTranscription],
    [found.rerank, probeRerank],
  ];
  const healths: Health[] = [];
  // One after the other: each is timed by itself.
  for (const [connected, probe] of probes) if (connected) healths.push(await check(connected, probe));
  return healths;
}

async function check(
  connected: Connected,
  probe: (connected: Connected) => Promise<Findings>,
): Promise<Health> {
  const { kind, model } = connected.connection;
  const { origin, pathname } = new URL(connected.address);
  const head = { kind, model, address: `${origin}${pathname.replace(/\/$/u, '')}` };
  const begun = performance.now();
  try {
    const { lacks, firstTokenMs = null, dimension = null, ms } = await probe(connected);
    return {
      ...head,
      failure: null,
      ms: Math.round(ms ?? performance.now() - begun),
      firstTokenMs: firstTokenMs === null ? null : Math.round(firstTokenMs),
      dimension,
      lacks: (await isUnlisted(connected)) ? [...lacks, 'unlisted'] : lacks,
    };
  } catch (error) {
    const ms = Math.round(performance.now() - begun);
    const { kind: failure } = toModelError(error);
    return { ...head, failure, ms, firstTokenMs: null, dimension: null, lacks: [] };
  }
}

const ask = (content: string): ChatMessage[] => [{ role: 'user', content }];
const never = (): AbortSignal => new AbortController().signal;

async function probeChat({ connection }: Connected, usages: readonly Usage[]): Promise<Findings> {
  const traits = newTraits();
  const chat = createChat(connection, traits);
  const begun = performance.now();
  let firstTokenMs: number | null = null;
  const system: ChatMessage = { role: 'system', content: probeQuestion };
  for await (const piece of chat.stream([system, ...ask(probeQuestion)], { signal: never() }))
    if (piece !== '') firstTokenMs ??= performance.now() - begun;
  const ms = performance.now() - begun;
  const lacks: Lack[] = [];
  if (usages.some(({ isEstimated }) => isEstimated)) lacks.push('usage');

  const schema = {
    type: 'object',
    properties: { traLoi: { type: 'string' } },
    required: ['traLoi'],
    additionalProperties: false,
  };
  const json = await orNull(
    chat.complete(ask(probeJsonQuestion), { signal: never(), json: { name: 'tra_loi', schema } }),
  );
  const parameters = { type: 'object', properties: {}, additionalProperties: false };
  const tools = [{ name: 'xem_gio', description: probeToolDescription, parameters }];
  const called = await orNull(chat.complete(ask(probeToolQuestion), { signal: never(), tools }));

  const { abilities } = traits;
  if (abilities.lacks('stream')) lacks.push('stream');
  if (json?.value === undefined) lacks.push('json-at-all');
  else if (abilities.lacks('json_schema')) lacks.push('json');
  if (abilities.lacks('tools') || !called?.toolCalls.length) lacks.push('tools');
  if (traits.hasThoughts || traits.startsThinking) lacks.push('thinking');
  if (abilities.lacks('max_tokens') && abilities.lacks('max_completion_tokens')) lacks.push('max-length');
  if (abilities.lacks('system')) lacks.push('system');
  return { lacks, ms, firstTokenMs };
}

/** A part of the protocol that fails, where the model itself answers, is a lack. */
const orNull = <T>(call: Promise<T>): Promise<T | null> => call.catch(() => null);

async function probeEmbedding({ connection }: Connected): Promise<Findings> {
  const [vector] = await createEmbedder(connection).embed(probeTexts, { signal: never() });
  return { lacks: [], dimension: vector?.length ?? 0 };
}

async function probeTranscription({ connection }: Connected): Promise<Findings> {
  const audio = { bytes: silence(), mediaType: 'audio/wav' };
  await createTranscriber(connection).transcribe(audio, { signal: never() });
  return { lacks: [] };
}

async function probeRerank({ address, connection }: Connected): Promise<Findings> {
  const reranker = createReranker(connection, address);
  const [best] = await reranker.rerank(probeQuery, probeTexts, { signal: never() });
  return { lacks: best?.index === 0 ? [] : ['order'] };
}

/** Whether the server lists its models, and this one is not among them. Many list nothing; that is no lack. */
async function isUnlisted({ address, connection }: Connected): Promise<boolean> {
  if (connection.kind === 'rerank') return false;
  try {
    const { data } = await connection.client.withOptions({ timeout: 5000, baseURL: address }).models.list();
    // Ollama answers to a name without the tag that it lists.
    return (
      data.length > 0 &&
      !data.some(({ id }) => id === connection.model || id.startsWith(`${connection.model}:`))
    );
  } catch {
    return false;
  }
}

/** Half a second of silence: WAV, 16 bits, 8 kHz, one channel. */
function silence(): Uint8Array {
  const rate = 8000;
  const samples = Buffer.alloc(rate);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
