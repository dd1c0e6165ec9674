import { afterAll, beforeAll, expect, it } from 'vitest';
import type { History } from '../../web/wire.ts';
import type { Person } from './person.ts';
import { startOffice, type RunningOffice } from './running-office.ts';

/*
 * The machine is switched off in the middle of the work and on again.
 */

let office: RunningOffice;
let admin: Person;
beforeAll(async () => {
  office = await startOffice();
  admin = await office.signInAdmin();
  await admin.say('/solieu nhap đảng viên Chi bộ Bến Đò 17, đến 30/6/2026, nguồn: danh sách');
  await admin.press('Thêm đơn vị “Chi bộ Bến Đò” và lưu');
});
afterAll(() => office.stop());

/** What the page would show, without links that are signed anew each time. */
const shown = ({ messages }: History): string[] =>
  messages.map((message) =>
    message.kind === 'said' ? `> ${message.text}` : JSON.stringify(message.blocks.map((block) => block.type)),
  );

it('a dialogue, the history, buttons and the session are still there', async () => {
  for (const answer of ['/hop', 'chi bộ Bến Đò', 'thường kỳ', 'hôm qua', '14h-15h40', 'Phòng họp số 2'])
    await admin.say(answer);
  const before = shown(await admin.history());

  await office.restart();
  const again = await office.comeBack(admin.cookie);
  expect(shown(await again.history())).toEqual(before);

  const next = await again.say('Lê Văn Mẫu');
  expect(next.text).toContain('Ai ghi biên bản');
  await again.say('Trần Thị Ví Dụ');
  await again.say('tổng 17, miễn 1, có mặt 14, vắng có lý do 2');
  await again.say('Kiểm điểm tháng trước');
  await again.say('xong');
  const review = await again.say('xong');
  expect(review.text).toMatch(/Chi bộ Bến Đò[^]*14:00 - 15:40[^]*Phòng họp số 2[^]*Lê Văn Mẫu[^]*Kiểm điểm/u);

  await office.restart();
  const third = await office.comeBack(admin.cookie);
  expect((await third.pressKey(review.key('Lưu'))).text).toContain('Đã lưu cuộc họp');
  const list = await third.say('/cuochop');
  expect(list.text.match(/Sinh hoạt chi bộ thường kỳ/gu)).toHaveLength(1);
  // The button is used up, so pressing it again logs nothing.
  await third.pressKey(review.key('Lưu'));
  expect((await third.say('/cuochop')).text.match(/Sinh hoạt chi bộ thường kỳ/gu)).toHaveLength(1);
});

it('a new sign-in link is printed, and the one before it does not work again', async () => {
  const other = await office.signInAdmin();
  expect((await other.history()).messages.length).toBeGreaterThan(10);
  await expect(office.signInAdmin()).rejects.toThrow('401');
  expect(office.errors).toEqual([]);
});
