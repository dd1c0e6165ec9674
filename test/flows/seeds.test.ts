import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from './person.ts';
import { startOffice, type RunningOffice } from './running-office.ts';
import { questions, shapes } from './seed-meetings.ts';
import { approveFigures, follow } from './seed-steps.ts';

/* Five meetings logged from nothing on the web by what the secretaries' guide says, and every figure of them asked back. */

let office: RunningOffice;
let admin: Person;
const answers: string[] = [];
/** Numbers as they are written, without zeros in front: '05' is '5'. */
const figuresOf = (text: string): string[] =>
  [...text.matchAll(/\d+(?:[.,]\d+)*/gu)].map(([number]) => number.replace(/(?<![\d.,])0+(?=\d)/gu, ''));
beforeAll(async () => {
  office = await startOffice();
  admin = await office.signInAdmin();
});
afterAll(() => office.stop());

describe('meetings from the first word to the last figure', () => {
  it.each(shapes)('%s is logged', (_name, steps) => follow(admin, steps), 120_000);

  it('the figures are approved in one go', () => approveFigures(admin));

  it.each(questions)('$ask gives it back', async ({ ask, see }) => {
    const { text } = await admin.say(ask);
    answers.push(text);
    for (const words of see) expect(text, ask).toContain(words);
  });

  it('every figure that was typed came back in some answer', () => {
    const told = new Set(figuresOf(answers.join('\n')));
    const typed = shapes
      .flatMap(([, steps]) => steps.map(({ say }) => say))
      .filter((say) => /^\/(?:solieu nhap|nhapsolieu|chitieu)|^1\.207/u.test(say))
      .flatMap(figuresOf);
    // Posts by kind, 18 and 3, are shown as the sum that was allotted.
    expect(typed.filter((figure) => !told.has(figure))).toEqual(['18']);
  });

  it('nothing was logged as an error', () => expect(office.errors).toEqual([]));
});
