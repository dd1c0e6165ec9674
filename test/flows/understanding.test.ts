import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startOpenAiServer, type ChatScript, type OpenAiServer } from '../fakes/openai-server.ts';
import type { Person } from './person.ts';
import { startOffice, type RunningOffice } from './running-office.ts';

/*
 * An office whose model reads what the rules made nothing of. What it says becomes options, drafts and repeated words,
 * and nothing happens before a person says so.
 */

let office: RunningOffice;
let model: OpenAiServer;
let admin: Person;
beforeAll(async () => {
  model = await startOpenAiServer();
  office = await startOffice({
    CHAT_MODEL: 'van-phong-1',
    MODEL_TIMEOUT_SECONDS: '5',
    CHAT_PRICE_INPUT: '2',
    CHAT_PRICE_OUTPUT: '6',
    MODEL_DAILY_COST: '1',
    CAPUY_DEMO: 'yes',
    OPENAI_BASE_URL: model.url,
  });
  admin = await office.signInAdmin();
});
beforeEach(() => {
  model.chat.length = 0;
  model.calls.length = 0;
});
afterAll(async () => {
  await office.stop();
  await model.close();
});

const says = (value: unknown): ChatScript => ({ type: 'say', pieces: [JSON.stringify(value)] });
const chats = () => model.calls.filter(({ path }) => path === '/v1/chat/completions');
const reading = { intent: 'other', question: null, replaced: [], entities: [], asOf: null, command: null };

describe('a wording', () => {
  it('is given again for the same question, and the model is not asked', async () => {
    const question = 'Một buổi sinh hoạt chi bộ thường kỳ ít nhất bao nhiêu phút?';
    const sentence = 'Một buổi thường kỳ không ít hơn 90 phút [1].';
    model.chat.push({ type: 'say', pieces: [sentence] });
    expect((await admin.say(question)).text).toContain(sentence);
    const asked = chats().length;
    const again = await admin.say('cho tôi hỏi một buổi sinh hoạt chi bộ thường kỳ ít nhất bao nhiêu phút ạ');
    expect(again.text).toContain(sentence);
    expect(again.text).toContain('cho cùng câu hỏi');
    expect(again.quotes[0]?.text).toContain('không ít hơn 90 phút');
    expect(chats()).toHaveLength(asked);

    model.chat.push({ type: 'say', pieces: [sentence] });
    const other = await admin.say('Một buổi sinh hoạt chi bộ thường kỳ tối đa bao nhiêu phút?');
    expect(other.text).not.toContain('cho cùng câu hỏi');
  });
});

describe('a command that the model sees in a message', () => {
  it('is an option, and is run as if typed when it is chosen', async () => {
    const typed = 'xóa giúp tôi nhiệm vụ quá hạn';
    model.chat.push(says({ ...reading, intent: 'command', command: { name: 'nhiemvu', args: 'quá hạn' } }));
    const reply = await admin.say(typed);
    expect(reply.text).toContain('Tôi chỉ làm khi đồng chí bấm chọn');
    expect(reply.text).toContain('[/nhiemvu quá hạn]');
    expect((await admin.say('/visao')).text).toContain('van-phong-1 (thấy đồng chí muốn dùng một lệnh');
    const run = reply.key('/nhiemvu quá hạn');
    expect((await admin.pressKey(run)).text).not.toContain('Tôi chỉ làm khi');
  });
});

describe('a count asked for in free words', () => {
  it('is said back in words and counted when it is confirmed', async () => {
    const none = Object.fromEntries(
      ['asOf', 'dimension', 'split', 'standing', 'theory', 'isEthnicMinority', 'isExempt', 'age'].map(
        (key) => [key, null],
      ),
    );
    model.chat.push(
      says({ ...none, measure: 'members', unit: null, sex: { value: 'female', words: 'chị em' } }),
    );
    const reply = await admin.say('/thongke chị em được mấy mống');
    expect(reply.text).toContain('Tôi hiểu là: đếm đảng viên nữ');
    const counted = await admin.say('Thống kê như vậy');
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
    model.chat.push(
      says({
        ...nothing,
        kind: { value: 'regular', source: notes[0] },
        date: { value: '2026-06-05', source: notes[0] },
        chair: { value: 'Phạm Văn Bịa', source: notes[1] },
        agenda: [{ value: 'chuẩn bị đại hội', source: notes[2] }],
        conclusions: [],
      }),
    );
    const before = (await admin.say('/cuochop')).text;
    const reply = await admin.say(`/hop ${notes.join('\n')}`);
    expect(reply.text).toContain('Mỗi mục kèm câu gốc');
    expect(reply.text).toContain('không khớp với ghi chép nên để trống: Chủ trì');
    expect(reply.text).not.toContain('Phạm Văn Bịa');
    await admin.say('dừng');
    expect((await admin.say('/cuochop')).text).toBe(before);
  });
});

describe('the counters', () => {
  it('show admins what was used today, by role and purpose, with one sum', async () => {
    const reply = await admin.say('/chiphi hôm nay');
    expect(reply.text).toMatch(/Hôm nay đã dùng [\d.]+ token \(không đặt trần\); [\d,]+ trên 1 chi phí/u);
    expect(JSON.stringify(reply)).toContain('hiểu tin nhắn');
    expect(office.errors).toEqual([]);
  });
});
