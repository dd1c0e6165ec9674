import { readFileSync } from 'node:fs';
import { createModels } from '../../llm/openai.ts';
import type { Models, Usage, UsageHooks } from '../../llm/model.ts';
import type { EndpointSettings } from '../../llm/settings.ts';
import { startOpenAiServer, type OpenAiServer } from '../fakes/openai-server.ts';
import type { Fixture } from '../fakes/openai-server-script.ts';

/** A fixture of an endpoint, by its name. */
export const modelFixture = (name: string): Fixture =>
  JSON.parse(readFileSync(new URL(`../fixtures/model/${name}.json`, import.meta.url), 'utf8')) as Fixture;

/** An endpoint of its own with clients to it. */
export interface Endpoint {
  server: OpenAiServer;
  models: Models;
  usages: (Usage & { cost: number })[];
  close(): Promise<void>;
}

/** Starts a double that does what `script` says (a fixture, or the name of one), and clients that know nothing of it. */
export async function startEndpoint(
  script: Fixture | string = {},
  settings: Partial<EndpointSettings> = {},
  hooks: UsageHooks = {},
): Promise<Endpoint> {
  const server = await startOpenAiServer(typeof script === 'string' ? modelFixture(script) : script);
  const usages: Endpoint['usages'] = [];
  const models = createModels(endpointSettings(server, settings), {
    onUsage: (usage) => usages.push(usage),
    ...hooks,
  });
  return { server, models, usages, close: () => server.close() };
}

/** Settings that name every model of the double; time enough for a busy machine. */
export const endpointSettings = (
  server: OpenAiServer,
  settings: Partial<EndpointSettings> = {},
): EndpointSettings => ({
  baseUrl: server.url,
  chatModel: 'van-phong-1',
  embeddingModel: 'vec-to-1',
  transcription: { model: 'nghe-1' },
  rerank: { url: `${server.url}/rerank`, model: 'xep-hang-1' },
  timeoutSeconds: 20,
  ...settings,
});

/**
 * A real endpoint to run the same suite against, if one is named: CAPUY_TEST_MODEL_URL, with CAPUY_TEST_MODEL_KEY,
 * CAPUY_TEST_CHAT_MODEL, CAPUY_TEST_EMBEDDING_MODEL, CAPUY_TEST_TRANSCRIPTION_MODEL, CAPUY_TEST_RERANK_URL and
 * CAPUY_TEST_RERANK_MODEL.
 */
export function realEndpoint(): EndpointSettings | null {
  const { env } = process;
  const url = env['CAPUY_TEST_MODEL_URL'];
  if (!url) return null;
  return {
    baseUrl: url,
    apiKey: env['CAPUY_TEST_MODEL_KEY'],
    chatModel: env['CAPUY_TEST_CHAT_MODEL'],
    embeddingModel: env['CAPUY_TEST_EMBEDDING_MODEL'],
    transcription: { model: env['CAPUY_TEST_TRANSCRIPTION_MODEL'] },
    rerank: { url: env['CAPUY_TEST_RERANK_URL'], model: env['CAPUY_TEST_RERANK_MODEL'] },
    timeoutSeconds: 300,
  };
}
