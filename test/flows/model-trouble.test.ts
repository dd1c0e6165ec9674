import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { modelFailed, wordedByModel } from '../../prompts/ask.ts';
import { startOpenAiServer, type ChatScript, type OpenAiServer } from '../fakes/openai-server.ts';
import type { Person } from './person.ts';
import { startOffice, type RunningOffice } from './running-office.ts';

/*
 * An endpoint in trouble in the middle of an answer: the quotation comes all the same, says why it stands alone, and
 * commands know nothing of it.
 */

const question = 'Một buổi sinh hoạt chi bộ thường kỳ ít nhất bao nhiêu phút?';
const settings = {
  CHAT_MODEL: 'van-phong-1',
  MODEL_TIMEOUT_SECONDS: '8',
  MODEL_FIRST_TOKEN_SECONDS: '1',
  MODEL_TOKEN_GAP_SECONDS: '0.5',
};
let office: RunningOffice;
let model: OpenAiServer;
let admin: Person;
beforeAll(async () => {
  model = await startOpenAiServer();
  office = await startOffice({ ...settings, CAPUY_DEMO: 'yes', OPENAI_BASE_URL: model.url });
  admin = await office.signInAdmin();
}, 180_000);
beforeEach(() => {
  model.chat.length = 0;
  model.calls.length = 0;
});
afterAll(async () => {
  await office.stop();
  await model.close();
});

async function expectQuotation(failure: string): Promise<void> {
  const reply = await admin.say(question);
  expect(reply.quotes[0]?.text).toContain('không ít hơn 90 phút');
  expect(reply.text).toContain(modelFailed(failure));
  expect(reply.text).not.toContain(wordedByModel);
  expect((await admin.say('/help')).text).toContain('/hoi');
}

describe('an endpoint', () => {
  const first = 'Một buổi thường kỳ không ít hơn 90 phút [1]. ';
  it.each<[string, string, ChatScript]>([
    ['that says nothing', 'timeout', { say: first, then: 'stall', after: 0 }],
    ['that falls silent in the middle of an answer', 'timeout', { say: [first, 'Buổi '], then: 'stall' }],
    ['that is cut off in the middle of an answer', 'broken', { say: [first, 'Buổi '], then: 'cut' }],
    ['that reports an error in the middle of an answer', 'broken', { say: [first, 'Buổi '], then: 'error' }],
    ['that wants to be left alone for an hour', 'rate-limited', { fail: { status: 429, retryAfter: 3600 } }],
  ])('%s costs no answer', async (_what, failure, script) => {
    model.chat.push(script);
    await expectQuotation(failure);
    expect(model.calls).toHaveLength(1);
  });

  it('is not asked once the day’s allowance is used up, also after a restart', async () => {
    await office.restart({ ...settings, OPENAI_BASE_URL: model.url, MODEL_DAILY_TOKENS: '1' });
    admin = await office.comeBack(admin.cookie);
    await expectQuotation('ceiling');
    expect(model.calls).toEqual([]);
    expect(office.errors).toEqual([]);
  });
});
