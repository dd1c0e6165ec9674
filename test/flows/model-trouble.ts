import { beforeAll, describe, expect, it } from 'vitest';
import { modelFailed, wordedByModel } from '../../prompts/ask.ts';
import type { ChatScript } from '../fakes/openai-server.ts';
import type { ModelOffice } from './model-office.ts';

/*
 * An endpoint in trouble in the middle of an answer: the quotation comes all the same, says why it stands alone, and
 * commands know nothing of it.
 */

// One that no model has worded before: a wording that stood is given again.
const question = 'Một buổi sinh hoạt chi bộ thường kỳ tối thiểu bao nhiêu phút?';
const impatient = {
  MODEL_TIMEOUT_SECONDS: '8',
  MODEL_FIRST_TOKEN_SECONDS: '1',
  MODEL_TOKEN_GAP_SECONDS: '0.5',
};
/** @param at the office, which a restart replaces */
export function describeTrouble(at: ModelOffice): void {
  async function expectQuotation(failure: string, asked = question): Promise<void> {
    const reply = await at.admin.say(asked);
    expect(reply.quotes[0]?.text).toContain('không ít hơn 90 phút');
    expect(reply.text).toContain(modelFailed(failure));
    expect(reply.text).not.toContain(wordedByModel);
    expect((await at.admin.say('/help')).text).toContain('/hoi');
  }

  describe('an endpoint', () => {
    beforeAll(() => at.restart(impatient));

    const first = 'Một buổi thường kỳ không ít hơn 90 phút [1]. ';
    it.each<[string, string, ChatScript]>([
      ['that says nothing', 'timeout', { say: first, then: 'stall', after: 0 }],
      ['that falls silent in the middle of an answer', 'timeout', { say: [first, 'Buổi '], then: 'stall' }],
      ['that is cut off in the middle of an answer', 'broken', { say: [first, 'Buổi '], then: 'cut' }],
      [
        'that reports an error in the middle of an answer',
        'broken',
        { say: [first, 'Buổi '], then: 'error' },
      ],
      [
        'that wants to be left alone for an hour',
        'rate-limited',
        { fail: { status: 429, retryAfter: 3600 } },
      ],
    ])('%s costs no answer', async (_what, failure, script) => {
      at.model.chat.push(script);
      await expectQuotation(failure);
      expect(at.model.calls.filter(({ path }) => path === '/v1/chat/completions')).toHaveLength(1);
    });

    it('that is gone costs no answer, and search goes by words alone', async () => {
      await at.model.close();
      await expectQuotation('unreachable', 'Sinh hoạt chi bộ thường kỳ mỗi buổi kéo dài ít nhất mấy phút?');
      expect((await at.admin.say('/visao')).text).toContain('chỉ theo từ ngữ');
    });

    describe('with a day’s allowance', () => {
      beforeAll(() => at.restart({ MODEL_DAILY_TOKENS: '1' }));

      it('is not asked once it is used up, also after a restart', async () => {
        await expectQuotation('ceiling');
        expect(at.office.errors).toEqual([]);
      });
    });
  });
}
