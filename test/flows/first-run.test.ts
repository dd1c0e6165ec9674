import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadSentence } from '../../prompts/demo.ts';
import { markedText, type Person } from './person.ts';
import { startOffice, type RunningOffice } from './running-office.ts';

/*
 * The first minutes of a new office: an empty chat, the demo data with one choice, a question, and back to empty.
 */

const question = 'mot buoi sinh hoat chi bo thuong ky it nhat bao nhieu phut';
let office: RunningOffice;
let admin: Person;
beforeAll(async () => {
  office = await startOffice();
});
afterAll(() => office.stop());

it('nobody gets in without the link, and the link works once', async () => {
  const stranger = await fetch(`${office.url}/api/history`);
  expect(stranger.status).toBe(401);
  expect(await (await fetch(office.url)).text()).toContain('Đăng nhập');
  admin = await office.signInAdmin();
  await expect(office.signInAdmin()).rejects.toThrow('not signed in: 401');
});

it('an empty chat offers the demo data, and one message loads it', async () => {
  expect((await admin.history()).examples).toEqual([loadSentence]);
  const loaded = await admin.say(loadSentence);
  expect(loaded.text).toContain('17 văn bản');
  expect((await admin.history()).examples).toContain('chi thi 08 ct tu noi ve viec gi');
});

it('a question without diacritics is answered with a quotation that its source shows at the place', async () => {
  const reply = await admin.say(question);
  const [quote] = reply.quotes;
  expect(quote?.source.symbol).toBe('27-QĐ/TU');
  expect(quote?.text).toContain('không ít hơn 90 phút');
  expect(quote?.status).toContain('còn hiệu lực');

  const page = await admin.get(quote?.source.url ?? '');
  expect(page.status).toBe(200);
  expect(await markedText(page)).toBe(quote?.text);
});

it('every proposed question gets an answer, the superseded document one that says so', async () => {
  for (const example of (await admin.history()).examples) {
    const reply = await admin.say(example);
    expect(
      reply.blocks.some((block) => ['quote', 'table'].includes(block.type)),
      reply.text,
    ).toBe(true);
    if (example.includes('12-QĐ/TU')) expect(reply.text).toMatch(/thay thế.*27-QĐ\/TU|27-QĐ\/TU.*thay thế/su);
  }
});

it('/dulieumau removes it, and the same question is refused', async () => {
  await admin.say('/dulieumau');
  const removed = await admin.press('Gỡ dữ liệu mẫu');
  expect(removed.text).toContain('Đã gỡ dữ liệu mẫu: 17 văn bản');
  const refused = await admin.say(question);
  expect(refused.quotes).toEqual([]);
  expect(refused.text).toContain('chưa có tài liệu nào');
  expect((await admin.history()).examples).toEqual([loadSentence]);
  expect(office.errors).toEqual([]);
});
