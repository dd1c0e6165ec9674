import { afterEach, describe, expect, it } from 'vitest';
import { checkModels } from '../../llm/health.ts';
import { healthReport } from '../../prompts/endpoints.ts';
import { endpointSettings, startEndpoint, type Endpoint } from '../support/model-endpoint.ts';

let endpoint: Endpoint;
afterEach(() => endpoint.close());

describe('the health of models', () => {
  it('is told of each that is configured', async () => {
    endpoint = await startEndpoint('plain');
    const healths = await checkModels(endpointSettings(endpoint.server));
    expect(healths.map(({ kind, failure, lacks }) => ({ kind, failure, lacks }))).toEqual([
      { kind: 'chat', failure: null, lacks: [] },
      { kind: 'embedding', failure: null, lacks: [] },
      { kind: 'transcription', failure: null, lacks: [] },
      { kind: 'rerank', failure: null, lacks: [] },
    ]);
    expect(healths[1]?.dimension).toBe(5);
    expect(healthReport(healths[1]!)).toContain('véc-tơ 5 chiều');
  });

  it('names what an endpoint lacks, and what that means for people', async () => {
    endpoint = await startEndpoint('bare');
    const [chat] = await checkModels({
      baseUrl: endpoint.server.url,
      chatModel: 'nho-1',
      timeoutSeconds: 20,
    });
    expect(chat?.failure).toBeNull();
    expect([...(chat?.lacks ?? [])].sort()).toEqual(
      ['json', 'max-length', 'stream', 'system', 'tools', 'usage'].sort(),
    );
    expect(healthReport(chat!).split('\n')).toHaveLength(7);
  });

  it('sees that a model thinks, and that the server does not know its name', async () => {
    endpoint = await startEndpoint({ otherwise: { thinking: { say: 'hm' }, say: '{"traLoi": "có"}' } });
    const settings = { baseUrl: endpoint.server.url, chatModel: 'm', timeoutSeconds: 20 };
    expect((await checkModels(settings))[0]?.lacks).toEqual(['tools', 'thinking']);
  });

  it('is why a model does not answer, without the key or what stands behind the path', async () => {
    endpoint = await startEndpoint({ key: 'dung' });
    const [chat] = await checkModels({
      baseUrl: `${endpoint.server.url}/?khoa=bi-mat`,
      apiKey: 'sai',
      chatModel: 'm',
      timeoutSeconds: 20,
    });
    expect(chat).toMatchObject({ failure: 'refused', address: endpoint.server.url });
    expect(healthReport(chat!)).toContain('khóa');
    expect(healthReport(chat!)).not.toMatch(/bi-mat|sai”/u);
  });
});
