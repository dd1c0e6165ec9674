import { afterEach, describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../llm/model.ts';
import { features, type Feature, type Fixture } from '../fakes/openai-server-script.ts';
import { startEndpoint, type Endpoint } from '../support/model-endpoint.ts';

let endpoint: Endpoint;
afterEach(() => endpoint.close());

const answer = 'Chi bộ họp mỗi tháng một lần [1].';
const messages: ChatMessage[] = [
  { role: 'system', content: 'Trả lời ngắn gọn.' },
  { role: 'user', content: 'Họp mấy lần?' },
];
const signal = new AbortController().signal;
const schema = { type: 'object', properties: { traLoi: { type: 'string' } }, required: ['traLoi'] };
const tools = [{ name: 'xem_gio', description: 'Xem giờ.', parameters: { type: 'object' } }];

async function streamed(): Promise<string> {
  let text = '';
  for await (const piece of endpoint.models.chat!.stream(messages, { signal })) text += piece;
  return text;
}
const asked = () =>
  endpoint.models.chat!.complete(messages, { signal, json: { name: 'tra_loi', schema }, tools });

const rules: Fixture['rules'] = [{ when: '.', turn: { say: answer } }];

describe('an endpoint that lacks a part of the protocol', () => {
  const chatFeatures = features.filter((feature) => feature !== 'encoding_format');
  const ways = ['rejected', 'unnamed', 'ignored'] as const;
  const cases = chatFeatures.flatMap((feature) => ways.map((how) => [feature, how] as const));

  it.each(cases)('(%s, %s) answers all the same, and is not asked for it again', async (feature, how) => {
    endpoint = await startEndpoint({ rules, lacks: { [feature]: how } });
    expect(await streamed()).toBe(answer);
    expect((await asked()).text).toBe(answer);
    const before = endpoint.server.calls.length;
    expect(await streamed()).toBe(answer);
    await asked();
    const again = endpoint.server.calls.slice(before).map(({ body }) => body);
    if (how === 'ignored') return;
    // One request each: what is lacking is known.
    expect(again).toHaveLength(2);
    for (const body of again) expect(uses(body, feature)).toBe(false);
  });

  it('altogether still answers', async () => {
    endpoint = await startEndpoint('bare', { chatModel: 'nho-1' });
    expect(await streamed()).toBe(answer);
    const { toolCalls } = await asked();
    expect(toolCalls).toEqual([]);
    const [first, second] = await Promise.all([streamed(), streamed()]);
    expect(first).toBe(second);
    // Instructions are not lost where they have no place of their own.
    const last = endpoint.server.calls.at(-1)?.body['messages'] as ChatMessage[];
    expect(last).toEqual([{ role: 'user', content: 'Trả lời ngắn gọn.\n\nHọp mấy lần?' }]);
  });

  it('keeps the limit on length under the other name that it has for it', async () => {
    endpoint = await startEndpoint({ rules, lacks: { max_tokens: 'rejected' } }, { maxTokens: 77 });
    await streamed();
    const last = endpoint.server.calls.at(-1)?.body;
    expect(last).toMatchObject({ max_completion_tokens: 77 });
    expect(last).not.toHaveProperty('max_tokens');
  });

  it('is not thought to lack what it took before, when it refuses a request for another reason', async () => {
    endpoint = await startEndpoint({
      chat: [{ say: answer }, { fail: { status: 400, message: 'that will not do' } }],
      rules,
    });
    await streamed();
    await expect(streamed()).rejects.toMatchObject({ kind: 'rejected' });
    expect(endpoint.server.calls).toHaveLength(2);
    await streamed();
    expect(endpoint.server.calls.at(-1)?.body).toMatchObject({ stream: true, temperature: 0 });
  });

  it('and answers with JSON what should be a stream is taken as it is', async () => {
    endpoint = await startEndpoint({ rules: [{ when: '.', turn: { say: answer, as: 'json' } }] });
    expect(await streamed()).toBe(answer);
  });

  it('and only streams is listened to in pieces', async () => {
    endpoint = await startEndpoint({
      otherwise: {
        as: 'stream',
        say: ['{"traLoi":', '"có"}'],
        toolCalls: [{ name: 'xem_gio', arguments: { noi: 'Hà Nội', lúc: 'bây giờ' }, pieces: 7 }],
      },
    });
    expect(await asked()).toMatchObject({
      value: { traLoi: 'có' },
      toolCalls: [{ name: 'xem_gio', arguments: { noi: 'Hà Nội', lúc: 'bây giờ' } }],
    });
  });

  it('and never marks the end of a stream is asked for whole answers after two', async () => {
    endpoint = await startEndpoint({ rules: [{ when: '.', turn: { say: answer, finish: null } }] });
    await expect(streamed()).rejects.toMatchObject({ kind: 'broken' });
    await expect(streamed()).rejects.toMatchObject({ kind: 'broken' });
    expect(await streamed()).toBe(answer);
  });
});

function uses(body: Record<string, unknown>, feature: Feature): boolean {
  const format = (body['response_format'] as { type?: string } | undefined)?.type;
  if (feature === 'json_schema' || feature === 'json_object') return format === feature;
  if (feature === 'system') return (body['messages'] as ChatMessage[]).some(({ role }) => role === 'system');
  return feature === 'stream' ? body['stream'] === true : body[feature] !== undefined;
}
