import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelCallError } from '../../core/errors.ts';
import type { ChatMessage, Models, Usage } from '../../llm/model.ts';

/** Which models there are. */
export type Has = Record<'chat' | 'embedder' | 'transcriber' | 'reranker', boolean>;

/** What the suite is run against: models, and what their calls were counted as. */
interface Opened {
  models: Models;
  usages: readonly Usage[];
  close(): Promise<void>;
}

const ask = (content: string): ChatMessage[] => [
  { role: 'system', content: 'Bạn là trợ lý của văn phòng cấp ủy. Trả lời ngắn gọn bằng tiếng Việt.' },
  { role: 'user', content },
];
const question = 'Chi bộ họp thường kỳ mấy lần một tháng?';
const schema = {
  type: 'object',
  properties: { traLoi: { type: 'string' } },
  required: ['traLoi'],
  additionalProperties: false,
};
const gioTool = {
  name: 'xem_gio',
  description: 'Cho biết giờ hiện tại.',
  parameters: { type: 'object', properties: { noi: { type: 'string' } } },
};
const never = () => new AbortController().signal;

/**
 * What the product relies on from any endpoint, through its own clients; `has` says which models there are, because a
 * suite is laid out before it runs. Answers of a real model vary, so nothing here depends on what is said.
 */
export function describeModels(name: string, has: Has, open: () => Promise<Opened>): void {
  describe(name, () => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    const chat = () => opened.models.chat!;

    describe.runIf(has.chat)('a chat model', () => {
      it('streams an answer to its end, without thoughts, and counts it once', async () => {
        const before = opened.usages.length;
        let text = '';
        for await (const piece of chat().stream(ask(question), { signal: never(), role: 'office' }))
          text += piece;
        expect(text.trim()).not.toBe('');
        expect(text).not.toMatch(/<\/?think/iu);
        expect(opened.usages.slice(before)).toEqual([
          expect.objectContaining({ kind: 'chat', model: chat().name, role: 'office' }),
        ]);
        expect(opened.usages.at(-1)?.promptTokens).toBeGreaterThan(5);
        expect(opened.usages.at(-1)?.completionTokens).toBeGreaterThan(0);
      });

      it('stops when it is told to, in the middle of an answer', async () => {
        const stop = new AbortController();
        let pieces = 0;
        const reading = (async () => {
          const long = ask('Kể thật dài về sinh hoạt chi bộ, ít nhất một nghìn chữ.');
          for await (const piece of chat().stream(long, { signal: stop.signal })) {
            pieces += piece === '' ? 0 : 1;
            stop.abort();
          }
        })();
        await expect(reading).rejects.toMatchObject({ kind: 'stopped', isRetryable: false });
        expect(pieces).toBe(1);
      });

      it('answers with a JSON value of the wished shape, or says that it has none', async () => {
        const { text, value } = await chat().complete(
          ask('Chi bộ có họp hằng tháng không? Trả lời trong trường traLoi.'),
          { signal: never(), json: { name: 'tra_loi', schema } },
        );
        expect(typeof text).toBe('string');
        if (value !== undefined) expect(value).toEqual({ traLoi: expect.any(String) });
      });

      it('proposes calls of the offered tools only', async () => {
        const { toolCalls } = await chat().complete(ask('Bây giờ là mấy giờ? Hãy gọi xem_gio.'), {
          signal: never(),
          tools: [gioTool],
        });
        for (const toolCall of toolCalls) expect(toolCall.name).toBe('xem_gio');
      });

      it('does not outlast the time that a call is given', async () => {
        const call = chat().complete(ask('Kể thật dài về sinh hoạt chi bộ.'), {
          signal: never(),
          timeoutMs: 1,
        });
        await expect(call).rejects.toMatchObject({ kind: expect.stringMatching(/^(?:timeout|busy)$/u) });
      });
    });

    describe.runIf(has.embedder)('an embedding model', () => {
      it('gives one vector a text, all of one length, in the order of the texts', async () => {
        const embedder = opened.models.embedder!;
        const texts = ['Chi bộ họp mỗi tháng một lần.', 'Đảng phí nộp hằng tháng.', 'Ngày mưa to.'];
        const together = await embedder.embed(texts);
        expect(together).toHaveLength(3);
        expect(new Set(together.map(({ length }) => length)).size).toBe(1);
        const [alone = []] = await embedder.embed([texts[1]!]);
        const likeness = together.map((vector) => cosine(vector, alone));
        expect(likeness.indexOf(Math.max(...likeness))).toBe(1);
        expect(likeness[1]).toBeGreaterThan(0.99);
      });

      it('gives nothing for nothing', async () => {
        expect(await opened.models.embedder!.embed([])).toEqual([]);
      });
    });

    describe.runIf(has.transcriber)('a transcription model', () => {
      it('takes a recording', async () => {
        const audio = { bytes: new Uint8Array(16_044), mediaType: 'audio/wav', name: 'im-lang.wav' };
        const heard = await opened.models.transcriber!.transcribe(audio, { signal: never() });
        expect(typeof heard.text).toBe('string');
      });
    });

    describe.runIf(has.reranker)('a rerank model', () => {
      it('ranks what it was given, best first', async () => {
        const documents = ['Đảng phí nộp hằng tháng.', 'Chi bộ họp mỗi tháng một lần.'];
        const ranks = await opened.models.reranker!.rerank('Chi bộ họp mấy lần?', documents, {
          signal: never(),
        });
        expect(ranks.map(({ index }) => index).sort()).toEqual([0, 1]);
        expect(ranks[0]!.index).toBe(1);
        expect(ranks[0]!.score).toBeGreaterThan(ranks[1]!.score);
      });
    });

    it('every failure is an error of ours that says of which kind it is', async () => {
      const calls = [
        has.chat && chat().complete(ask(question), { signal: AbortSignal.abort() }),
        has.embedder && opened.models.embedder!.embed(['a'], { signal: AbortSignal.abort() }),
      ].filter((call) => call !== false);
      for (const call of calls) {
        const error = await call.then(
          () => null,
          (thrown: unknown) => thrown,
        );
        expect(error).toBeInstanceOf(ModelCallError);
        expect(error).toMatchObject({ kind: 'stopped' });
      }
    });
  });
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, v, i) => sum + v * (y[i] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
