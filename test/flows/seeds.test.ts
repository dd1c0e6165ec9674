import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from './person.ts';
import { startOffice, type RunningOffice } from './running-office.ts';
import { approval, questions, review, session, survey, workingSession, type Step } from './seed-meetings.ts';

/* Five meetings logged from nothing by what the secretaries' guide says, and every figure of them asked back. */

let office: RunningOffice;
let admin: Person;
beforeAll(async () => {
  office = await startOffice();
  admin = await office.signInAdmin();
});
afterAll(() => office.stop());

async function log(steps: readonly Step[]): Promise<void> {
  for (const { say, press, see = [] } of steps) {
    let reply = await admin.say(say);
    if (press) reply = await admin.press(press);
    for (const words of see) expect(reply.text, say).toContain(words);
  }
}

describe('meetings from the first word to the last figure', () => {
  it.each([
    ['a working session with seven proposals, seats and vacancies', workingSession],
    ['a survey with proposals upward and a promise', survey],
    ['a nine-month review, step by step', review],
    ['a numbered extended session with adopted drafts, a vote and tasks', session],
    ['the approval of a congress with comments and agreed days', approval],
  ])('%s is logged', (_name, steps) => log(steps));

  it('the figures are approved in one go', async () => {
    const waiting = await admin.say('/duyetsolieu');
    const button = /Duyệt cả \d+ số liệu/u.exec(waiting.text)?.[0] ?? '';
    expect((await admin.press(button)).text).toContain('Đã duyệt');
  });

  it.each(questions)('$ask gives it back', async ({ ask, see }) => {
    const { text } = await admin.say(ask);
    for (const words of see) expect(text, ask).toContain(words);
  });

  it('nothing was logged as an error', () => expect(office.errors).toEqual([]));
});
