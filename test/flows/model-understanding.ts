import { describe, expect, it } from 'vitest';
import { heardAs, sendAsHeard } from '../../prompts/voice.ts';
import type { ChatScript } from '../fakes/openai-server.ts';
import { recordings } from '../support/recordings.ts';
import type { ModelOffice } from './model-office.ts';
import { fileOf } from './person.ts';

/*
 * An office whose model reads what the rules made nothing of. What it says becomes options, drafts and repeated words,
 * and nothing happens before a person says so.
 */

const says = (value: unknown): ChatScript => ({ type: 'say', pieces: [JSON.stringify(value)] });
const reading = { intent: 'other', question: null, replaced: [], entities: [], asOf: null, command: null };

/** @param at the office, which a restart replaces */
export function describeUnderstanding(at: ModelOffice): void {
  describe('a command that the model sees in a message', () => {
    it('is an option, and is run as if typed when it is chosen', async () => {
      const typed = 'tháng này máy tốn mấy tiền';
      at.model.chat.push(
        says({ ...reading, intent: 'command', command: { name: 'chiphi', args: 'tháng này' } }),
      );
      const reply = await at.admin.say(typed);
      expect(reply.text).toContain('Tôi chỉ làm khi đồng chí bấm chọn');
      expect(reply.text).toContain('[/chiphi tháng này]');
      expect((await at.admin.say('/visao')).text).toContain('van-phong-1 (thấy đồng chí muốn dùng một lệnh');
      const run = reply.key('/chiphi tháng này');
      expect((await at.admin.pressKey(run)).text).not.toContain('Tôi chỉ làm khi');
    });
  });

  describe('a count asked for in free words', () => {
    it('is said back in words and counted when it is confirmed', async () => {
      const none = Object.fromEntries(
        ['asOf', 'dimension', 'split', 'standing', 'theory', 'isEthnicMinority', 'isExempt', 'age'].map(
          (key) => [key, null],
        ),
      );
      at.model.chat.push(
        says({ ...none, measure: 'members', unit: null, sex: { value: 'female', words: 'chị em' } }),
      );
      const reply = await at.admin.say('/thongke chị em được mấy mống');
      expect(reply.text).toContain('Tôi hiểu là: đếm đảng viên nữ');
      const counted = await at.admin.say('Thống kê như vậy');
      expect(counted.text).toMatch(/đảng viên nữ/iu);
    });
  });

  describe('notes pasted behind /hop', () => {
    it('become a draft with the sentence of every field, stored only after the person says so', async () => {
      const notes = [
        'Họp chi bộ thường kỳ ngày 05/6/2026',
        'Đồng chí Lê Thị Mẫu chủ trì.',
        'Bàn việc chuẩn bị đại hội.',
      ];
      const nothing = Object.fromEntries(
        ['unit', 'startsAt', 'endsAt', 'place', 'minuteTaker', 'attendance'].map((key) => [key, null]),
      );
      at.model.chat.push(
        says({
          ...nothing,
          kind: { value: 'regular', source: notes[0] },
          date: { value: '2026-06-05', source: notes[0] },
          chair: { value: 'Phạm Văn Bịa', source: notes[1] },
          agenda: [{ value: 'chuẩn bị đại hội', source: notes[2] }],
          conclusions: [],
        }),
      );
      const before = (await at.admin.say('/cuochop')).text;
      const reply = await at.admin.say(`/hop ${notes.join('\n')}`);
      expect(reply.text).toContain('Mỗi mục kèm câu gốc');
      expect(reply.text).toContain('Lê Thị Mẫu');
      expect(reply.text).not.toContain('Phạm Văn Bịa');
      await at.admin.say('dừng');
      expect((await at.admin.say('/cuochop')).text).toBe(before);
    });
  });

  describe('a spoken question', () => {
    it('is heard, shown back and answered; a spoken command waits for the person; nothing of it is kept', async () => {
      const spoken = [fileOf('hoi.ogg', recordings['a.ogg'], 'audio/ogg')];
      const words = 'Một buổi sinh hoạt chi bộ thường kỳ tối thiểu bao nhiêu phút?';
      at.model.transcriptions.push({ body: { text: words } }, { body: { text: '/thongke đảng viên nữ' } });
      at.model.chat.push({ type: 'say', pieces: ['KHÔNG CÓ CĂN CỨ'] });
      const reply = await at.admin.upload(spoken);
      expect(reply.text.startsWith(heardAs(words))).toBe(true);
      expect(reply.quotes[0]?.text).toContain('không ít hơn 90 phút');
      const command = await at.admin.upload(spoken);
      expect(command.text).toContain(heardAs('/thongke đảng viên nữ'));
      expect(command.text).not.toMatch(/tính đến/u);
      expect((await at.admin.press(sendAsHeard)).text).toMatch(/đảng viên nữ/iu);
      const kept = await at.office.keptFiles('files').catch(() => []);
      expect(kept.some(({ bytes }) => bytes.includes('OpusHead'))).toBe(false);
    });
  });

  describe('the counters', () => {
    it('show admins what was used today, by role and purpose, with one sum', async () => {
      const reply = await at.admin.say('/chiphi hôm nay');
      expect(reply.text).toMatch(/Hôm nay đã dùng [\d.]+ token \(không đặt trần\); [\d,]+ trên 1 chi phí/u);
      for (const purpose of ['hiểu tin nhắn', 'nghe câu hỏi bằng lời'])
        expect(JSON.stringify(reply)).toContain(purpose);
      expect(at.office.errors).toEqual([]);
    });
  });
}
