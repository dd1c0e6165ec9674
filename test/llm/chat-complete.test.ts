import { afterEach, describe, expect, it } from 'vitest';
import type { ChatMessage, CompletionOptions } from '../../llm/model.ts';
import type { Fixture } from '../fakes/openai-server-script.ts';
import { startEndpoint, type Endpoint } from '../support/model-endpoint.ts';

let endpoint: Endpoint;
afterEach(() => endpoint.close());

const messages: ChatMessage[] = [{ role: 'user', content: 'Họp mấy lần?' }];
const schema = {
  type: 'object',
  properties: { traLoi: { type: 'string' } },
  required: ['traLoi'],
  additionalProperties: false,
};
const json = { name: 'tra_loi', schema };
const tools = [{ name: 'xem_gio', description: 'Xem giờ.', parameters: { type: 'object' } }];

async function ask(script: Fixture, options: Partial<CompletionOptions> = {}) {
  endpoint = await startEndpoint(script);
  return endpoint.models.chat!.complete(messages, { signal: new AbortController().signal, ...options });
}

describe('JSON that is wished for', () => {
  it('is enforced by the server where it can, strictly where the schema is closed', async () => {
    const { value } = await ask({ chat: [{ say: '{"traLoi":"có"}' }] }, { json });
    expect(value).toEqual({ traLoi: 'có' });
    expect(endpoint.server.calls[0]?.body['response_format']).toEqual({
      type: 'json_schema',
      json_schema: { name: 'tra_loi', schema, strict: true },
    });
    const open = { name: 'tra_loi', schema: { type: 'object', properties: { traLoi: { type: 'string' } } } };
    endpoint.server.chat.push({ say: '{}' });
    const signal = new AbortController().signal;
    await endpoint.models.chat!.complete(messages, { signal, json: open });
    expect(JSON.stringify(endpoint.server.calls.at(-1)?.body['response_format'])).not.toContain('strict');
  });

  it.each([
    ['in a fence', 'Kết quả:\n```json\n{"traLoi": "có"}\n```'],
    ['between words with marks', 'Theo đoạn [1] thì {"traLoi": "có"} là đúng [2].'],
    ['after thoughts', '<think>{"traLoi": "không"}?</think>{"traLoi": "có"}'],
    ['after thoughts that no tag opened', 'có lẽ {"traLoi": "không"}</think>\n{"traLoi": "có"}'],
  ])('is found %s', async (_where, say) => {
    expect((await ask({ chat: [{ say }] }, { json })).value).toEqual({ traLoi: 'có' });
  });

  it('that is cut off is none, nor is a part of it', async () => {
    const { value, isTruncated } = await ask(
      { chat: [{ say: '{"traLoi": "có", "them": {"a": 1}, "nu', finish: 'length' }] },
      { json },
    );
    expect({ value, isTruncated }).toEqual({ value: undefined, isTruncated: true });
  });

  it('and ignored by the server is asked for in words, once', async () => {
    const script: Fixture = { chat: [{ say: 'Có, thưa đồng chí.' }, { say: '{"traLoi":"có"}' }] };
    expect((await ask(script, { json })).value).toEqual({ traLoi: 'có' });
    const [first, second] = endpoint.server.calls.map(({ body }) => JSON.stringify(body['messages']));
    expect(first).not.toContain('JSON Schema');
    expect(second).toContain('JSON Schema');
    expect(endpoint.usages).toHaveLength(2);
  });

  it('and not given by the model is undefined, not an error', async () => {
    const { value, text } = await ask({ otherwise: { say: 'Tôi không rõ.' } }, { json });
    expect({ value, text }).toEqual({ value: undefined, text: 'Tôi không rõ.' });
  });
});

describe('a body that is no answer', () => {
  it('is asked for again, for it may be whole the next time', async () => {
    const { text } = await ask({ chat: [{ say: 'Mỗi tháng.', truncateJsonTo: 60 }, { say: 'Mỗi tháng.' }] });
    expect(text).toBe('Mỗi tháng.');
  });

  it('is a failure in the end', async () => {
    const call = ask({ otherwise: { say: 'Mỗi tháng.', then: 'cut' } });
    await expect(call).rejects.toMatchObject({ kind: 'broken' });
    expect(endpoint.server.calls).toHaveLength(3);
  });
});

describe('calls of tools', () => {
  it('are proposed with their arguments read', async () => {
    const turn = { toolCalls: [{ name: 'xem_gio', arguments: { noi: 'Hà Nội' } }] };
    expect((await ask({ chat: [turn] }, { tools })).toolCalls).toEqual([
      { id: 'call_1', name: 'xem_gio', arguments: { noi: 'Hà Nội' } },
    ]);
  });

  it('of tools that nobody offered are not, and arguments that are no JSON are undefined', async () => {
    const { toolCalls } = await ask(
      {
        chat: [
          {
            toolCalls: [
              { name: 'xoa_het', arguments: {} },
              { name: 'xem_gio', arguments: '{"noi": "Hà N' },
            ],
          },
        ],
      },
      { tools },
    );
    expect(toolCalls).toEqual([{ id: 'call_2', name: 'xem_gio', arguments: undefined }]);
  });

  it('and their results are sent back as the protocol has it', async () => {
    endpoint = await startEndpoint({ otherwise: { say: 'Mười giờ.' } });
    await endpoint.models.chat!.complete(
      [
        ...messages,
        {
          role: 'assistant',
          content: '',
          toolCalls: [{ id: 'call_1', name: 'xem_gio', arguments: { noi: 'Huế' } }],
        },
        { role: 'tool', content: '10:00', toolCallId: 'call_1' },
      ],
      { signal: new AbortController().signal },
    );
    expect(endpoint.server.calls[0]?.body['messages']).toEqual([
      { role: 'user', content: 'Họp mấy lần?' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'xem_gio', arguments: '{"noi":"Huế"}' } },
        ],
      },
      { role: 'tool', content: '10:00', tool_call_id: 'call_1' },
    ]);
  });
});
