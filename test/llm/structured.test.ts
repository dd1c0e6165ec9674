import { RunnableLambda, RunnableSequence } from '@langchain/core/runnables';
import { BaseRetriever } from '@langchain/core/retrievers';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sha256 } from '../../core/ids.ts';
import { localViewer } from '../../core/viewer.ts';
import { askStructured, structuredStep, type Prompt } from '../../llm/structured.ts';
import * as prompts from '../../prompts/understanding.ts';
import { PassageRetriever } from '../../rag/search/langchain-retriever.ts';
import type { Retriever, SearchFilter } from '../../rag/types.ts';
import type { Fixture } from '../fakes/openai-server-script.ts';
import { startEndpoint, type Endpoint } from '../support/model-endpoint.ts';

let endpoint: Endpoint;
afterEach(() => endpoint.close());

const schema = z.object({ intent: z.enum(['question', 'other']), question: z.string().nullable() });
const prompt: Prompt = {
  name: 'read-test',
  version: 'read-test/1',
  system: 'Đọc tin nhắn, viết {{"intent": …}}.',
  user: '{message}\n{headings}',
};
const value = { intent: 'question', question: 'Mức đóng đảng phí là bao nhiêu?' };
const signal = new AbortController().signal;
const variables = { message: 'tiền {đảng} là mấy', headings: '' };

async function asked(script: Fixture, timeoutMs?: number) {
  endpoint = await startEndpoint(script);
  const task = { prompt, schema, variables };
  return askStructured(endpoint.models.chat!, task, { signal, ...(timeoutMs && { timeoutMs }) });
}

describe('a value that is asked of a model', () => {
  it.each<[string, Fixture]>([
    ['as it was asked for', { otherwise: { say: JSON.stringify(value) } }],
    [
      'behind words and in a fence',
      { otherwise: { say: `Vâng:\n\`\`\`json\n${JSON.stringify(value)}\n\`\`\`` } },
    ],
    [
      'by a server without JSON mode',
      {
        lacks: { json_schema: 'rejected', json_object: 'rejected' },
        otherwise: { say: JSON.stringify(value) },
      },
    ],
    [
      'behind thoughts',
      { otherwise: { thinking: { say: '{"intent":"other"}', as: 'unopened' }, say: JSON.stringify(value) } },
    ],
  ])('is read where it comes %s', async (_how, script) => {
    expect(await asked(script)).toMatchObject({ ok: true, value, promptVersion: 'read-test/1' });
  });

  it.each<[string, Fixture, string]>([
    ['of another shape', { otherwise: { say: '{"intent":"xóa","question":null}' } }, 'wrong-shape'],
    ['no JSON', { otherwise: { say: 'Tôi không rõ.' } }, 'not-json'],
    [
      'cut short',
      { otherwise: { say: '{"intent":"question","question":"Mức', finish: 'length' } },
      'not-json',
    ],
    ['refused', { otherwise: { fail: { status: 401 } } }, 'failed'],
  ])('is none where the answer is %s, and says why instead of failing', async (_what, script, reason) => {
    expect(await asked(script)).toMatchObject({ ok: false, reason });
  });

  it('is none where it comes too late, and the signal of who asked is the only error', async () => {
    expect(await asked({ otherwise: { say: '{}', firstMs: 5000 } }, 30)).toMatchObject({
      ok: false,
      reason: 'late',
    });
    const task = { prompt, schema, variables };
    const gone = askStructured(endpoint.models.chat!, task, { signal: AbortSignal.abort(new Error('dừng')) });
    await expect(gone).rejects.toThrow('dừng');
  });

  it('is asked for once, in the words of the template, with what was put in left as it is', async () => {
    await asked({ otherwise: { say: '{"intent":"xóa","question":null}' } });
    expect(endpoint.server.calls).toHaveLength(1);
    const [system, user] = endpoint.server.calls[0]?.body['messages'] as { content: string }[];
    expect(system?.content).toContain('viết {"intent": …}');
    expect(user?.content).toContain('tiền {đảng} là mấy');
    expect(endpoint.usages).toMatchObject([{ purpose: 'read-test' }]);
  });
});

describe('a sequence of LangChain', () => {
  it('searches through the retriever for one viewer, and asks through our client', async () => {
    endpoint = await startEndpoint({ otherwise: { say: JSON.stringify(value) } });
    const searched: { text: string; filter: SearchFilter; k: number }[] = [];
    const store = {
      search: (request: (typeof searched)[number]) => {
        searched.push(request);
        const document = {
          id: 'd',
          symbol: '01-QĐ/TU',
          issuedOn: '2026-01-05',
          title: 'Quy định về đảng phí',
        };
        const passage = {
          id: 'p',
          text: 'Mức đóng là 1%.',
          locator: 'Điều 2',
          charFrom: 3,
          charTo: 18,
          document,
        };
        return Promise.resolve([{ passage, score: 2, signals: {} }]);
      },
    } as unknown as Retriever;
    const retriever = new PassageRetriever(store, { viewer: localViewer }, 4);
    expect(retriever).toBeInstanceOf(BaseRetriever);
    const [found] = await retriever.invoke('đảng phí');
    expect(found).toMatchObject({
      id: 'p',
      pageContent: 'Mức đóng là 1%.',
      metadata: { documentId: 'd', symbol: '01-QĐ/TU', locator: 'Điều 2', charFrom: 3, charTo: 18, score: 2 },
    });
    const sequence = RunnableSequence.from([
      RunnableLambda.from(async (message: string) => ({
        message,
        headings: (await retriever.invoke(message)).map(({ metadata }) => metadata.title).join(),
      })),
      structuredStep(endpoint.models.chat!, { prompt, schema }, { signal, role: 'cadre' }),
    ]);
    expect(await sequence.invoke('tiền đảng')).toMatchObject({ ok: true, value });
    expect(searched).toEqual([
      { text: 'đảng phí', filter: { viewer: localViewer }, k: 4 },
      { text: 'tiền đảng', filter: { viewer: localViewer }, k: 4 },
    ]);
    expect(endpoint.usages).toMatchObject([{ role: 'cadre', purpose: 'read-test' }]);
  });
});

it.each([prompts.reading, prompts.statistics, prompts.minutes])(
  'the version of $name follows from its words and nothing else',
  async ({ name, version, system, user }) => {
    endpoint = await startEndpoint();
    expect(version).toBe(`${name}/${sha256(`${system}\n${user}`).slice(0, 8)}`);
  },
);
