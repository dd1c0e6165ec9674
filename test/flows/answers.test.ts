import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as words from '../../prompts/curated.ts';
import { fileOf, type Person, type Reply } from './person.ts';
import { startOffice, type RunningOffice } from './running-office.ts';

/*
 * What people do with an answer: open more of it, ask for the file, say that it is wrong; and what the office makes of
 * that. The demo data is there; its regulation 27-QĐ/TU replaces 12-QĐ/TU.
 */

const question = 'Một buổi sinh hoạt chi bộ thường kỳ ít nhất bao nhiêu phút?';
let office: RunningOffice;
let admin: Person;
let cadre: Person;
beforeAll(async () => {
  office = await startOffice({ CAPUY_DEMO: 'yes' });
  admin = await office.signInAdmin();
  cadre = await hire('Hà Thị Mẫu, cán bộ');
});
afterAll(() => office.stop());

/** Adds an account by command and signs it in with the code that is shown. */
async function hire(line: string): Promise<Person> {
  await admin.say(`/taikhoan thêm ${line}`);
  const added = await admin.press('Lưu');
  return office.signIn(/\*\*(\d{6})\*\*/u.exec(added.text)?.[1] ?? added.text);
}

/** Labels of all options of a reply. */
const labels = (reply: Reply): string[] =>
  reply.blocks.flatMap((block) => (block.type === 'choices' ? block.options.map(({ label }) => label) : []));

describe('an answer', () => {
  it('is a short lead, the sentence with the value marked, its source in official form and how it stands', async () => {
    const reply = await cadre.say(question);
    const [quote] = reply.quotes;
    expect(quote?.text).toContain('không ít hơn 90 phút');
    const [from, to] = quote?.emphasis?.[0] ?? [0, 0];
    expect(quote?.text.slice(from, to)).toContain('90 phút');
    expect(quote?.source.name).toMatch(/^Quy định số 27-QĐ\/TU ngày \d{2}\/\d{1,2}\/\d{4} của /u);
    expect(quote?.source.locator).toMatch(/Điều \d+/u);
    expect(quote?.status).toContain('còn hiệu lực');
    expect(labels(reply)).toEqual(['Cả điều', 'Văn bản liên quan', 'Vì sao?', 'Đúng', 'Sai', 'Thiếu']);
  });

  it('opens the whole article', async () => {
    await cadre.say(question);
    const article = await cadre.press('Cả điều');
    expect(article.quotes[0]?.source.locator).toMatch(/^Điều \d+/u);
    expect(article.quotes[0]?.text).toContain('không ít hơn 90 phút');
  });

  it('lists documents related with the cited one in both directions, and opens them', async () => {
    await cadre.say(question);
    const related = await cadre.press('Văn bản liên quan');
    expect(related.text).toMatch(/Thay thế[^|]*\| Quy định 12-QĐ\/TU/u);
    await cadre.say('quy định 12-QĐ/TU quy định buổi sinh hoạt ít nhất bao nhiêu phút');
    const other = await cadre.press('Văn bản liên quan');
    expect(other.text).toMatch(/Bị thay thế bởi[^|]*\| Quy định 27-QĐ\/TU/u);
    expect((await cadre.press('Mở Quy định 27-QĐ/TU')).text).toContain('27-QĐ/TU');
  });

  it('/nguon shows the passage it quotes whole, with the quoted words marked; /visao says how it came about', async () => {
    const reply = await cadre.say(question);
    const sources = await cadre.say('/nguon');
    const [source] = sources.quotes;
    const [from, to] = source?.emphasis?.[0] ?? [0, 0];
    expect(source?.text.slice(from, to) || source?.text).toBe(reply.quotes[0]?.text);
    expect(source?.status).toContain('còn hiệu lực');
    const why = await cadre.say('/visao');
    expect(why.text).toContain('**Câu hỏi:**');
    expect(why.text).toContain('27-QĐ/TU');
    expect(why.text).toContain('nên trả lời');
  });
});

const plan = `TỈNH ỦY SÔNG LAM
*
Số 62-KH/TU

ĐẢNG CỘNG SẢN VIỆT NAM

Sông Lam, ngày 09 tháng 02 năm 2026

KẾ HOẠCH
thay tủ hồ sơ giấy của các phòng

1. Mỗi phòng giữ lại 02 tủ hồ sơ.
2. Việc thay tủ xong trước ngày 30/4/2026.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ

Lê Văn Mẫu
`;

describe('the file of a document', () => {
  beforeAll(async () => {
    for (const [name, content] of [
      ['ke-hoach-tu.txt', plan],
      ['ke-hoach-tu-2.txt', plan.replace('62-KH/TU', '63-KH/TU').replace('các phòng', 'kho lưu trữ')],
    ] as const) {
      await admin.upload([fileOf(name, content)]);
      await admin.press('Lưu nội bộ');
    }
  });

  it('is given to who may see the document', async () => {
    const reply = await cadre.say('gửi tôi Kế hoạch 62-KH/TU');
    expect(reply.file?.name).toBe('ke-hoach-tu.txt');
    const download = await cadre.get(reply.file?.url ?? '');
    expect(await download.text()).toBe(plan);
    // The link is of this person's chat alone.
    expect((await admin.get(reply.file?.url ?? '')).status).toBe(404);
  });

  it('is asked for by words of the title, without diacritics; several are listed to choose from', async () => {
    const one = await cadre.say('cho xin file ke hoach thay tu ho so cua kho luu tru a');
    expect(one.file?.name).toBe('ke-hoach-tu-2.txt');
    const several = await cadre.say('cho tôi xin tệp kế hoạch thay tủ hồ sơ');
    expect(several.file).toBeNull();
    const [first = ''] = labels(several);
    expect(labels(several)).toHaveLength(2);
    expect((await cadre.press(first)).file?.name).toMatch(/^ke-hoach-tu/u);
  });

  it('of a document that the store does not have is not another one', async () => {
    const reply = await cadre.say('gửi cho tôi Chỉ thị 998-CT/TU với');
    expect(reply.file).toBeNull();
    expect(reply.text).toContain('Chỉ thị 998-CT/TU');
  });
});

describe('what people say of answers', () => {
  it('waits in a queue that only an admin opens', async () => {
    await cadre.say(question);
    const wrong = await cadre.press('Sai');
    expect(wrong.text).toContain('chưa đúng');
    await cadre.press('Ghi thêm một dòng');
    expect((await cadre.say('phải nêu cả “sinh hoạt chuyên đề không ít hơn 120 phút”')).text).toContain(
      'Đã ghi thêm',
    );
    expect((await cadre.say('/gopy')).text).toContain('chưa được giao quyền');

    const queue = await admin.say('/gopy');
    expect(queue.text).toContain('Góp ý 1/1');
    expect(queue.text).toContain('Hà Thị Mẫu');
    expect(queue.text).toContain('120 phút');
    expect(queue.quotes[0]?.text).toContain('không ít hơn 90 phút');
  });

  it('does not swallow the next question of who adds no line', async () => {
    await cadre.say(question);
    await cadre.press('Thiếu');
    expect((await cadre.say(question)).quotes[0]?.text).toContain('90 phút');
  });

  it('becomes a question of the evaluation in one step', async () => {
    await admin.say('/gopy');
    const made = await admin.press('Câu kiểm tra: phải có các đoạn trên');
    expect(made.text).toContain('1 câu');
    const lines = (await readFile(join(office.dataDir, 'evaluation', 'feedback.jsonl'), 'utf8'))
      .trim()
      .split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      question: expect.stringContaining('bao nhiêu phút') as string,
      answerable: true,
      answer_spans: [expect.stringContaining('90 phút') as string],
      docs: [expect.stringMatching(/\.\w+$/u) as string],
    });
  });

  it('becomes one with the words that should have been there, if they stand in a document', async () => {
    await admin.say('/gopy');
    await admin.press('Câu kiểm tra: đúng ra ở đoạn khác');
    expect((await admin.say('một câu không có ở đâu cả')).text).toContain('Không văn bản nào');
    expect((await admin.say('không ít hơn 120 phút')).text).toContain('2 câu');
    expect((await admin.say('/gopy')).text).toContain('Không có góp ý nào');
  });
});

describe('an answer that an admin approves', () => {
  const asked = 'Kế hoạch 62-KH/TU cho mỗi phòng giữ lại bao nhiêu tủ hồ sơ?';
  const other = 'Kế hoạch 63-KH/TU cho mỗi phòng giữ lại bao nhiêu tủ hồ sơ?';
  const note = 'Câu trả lời đã được';

  it('is given to the same question of others as approved, with its source', async () => {
    await admin.say(asked);
    expect((await admin.press('Duyệt')).text).toContain('Đã duyệt câu trả lời');
    const reply = await cadre.say('cho toi hoi ke hoach 62-KH/TU cho moi phong giu lai bao nhieu tu ho so a');
    expect(reply.text).toContain(note);
    expect(reply.text).toMatch(/duyệt ngày \d{2}\/\d{1,2}\/\d{4}/u);
    expect(reply.quotes[0]?.text).toContain('02 tủ hồ sơ');
    expect(reply.quotes[0]?.source.name).toContain('62-KH/TU');
    expect(reply.quotes[0]?.status).toContain('còn hiệu lực');
    expect((await cadre.say('/visao')).text).toContain('đã được người quản trị duyệt');
    expect((await cadre.say('/nguon')).quotes[0]?.text).toContain('02 tủ hồ sơ');
  });

  it('is not given to a question about another document, and is no business of a cadre', async () => {
    expect((await cadre.say(other)).text).not.toContain(note);
    const reply = await cadre.say(asked);
    expect(labels(reply)).not.toContain('Duyệt');
    expect((await cadre.say('/duyet')).text).toContain('chưa được giao quyền');
    expect((await cadre.say('/daduyet')).text).toContain('chưa được giao quyền');
  });

  it('needs a source, and a question whose answer does not pass', async () => {
    await admin.say('Trường Chính trị tỉnh có bao nhiêu con mèo?');
    expect((await admin.say('/duyet')).text).toContain('Chỉ duyệt được câu trả lời có trích văn bản');
    await admin.say('Năm nay Kế hoạch 62-KH/TU cho mỗi phòng giữ lại bao nhiêu tủ hồ sơ?');
    expect((await admin.say('/duyet')).text).toMatch(/“Năm nay”|Chỉ duyệt được/u);
  });

  it('is listed with its use and withdrawn by an admin', async () => {
    const list = await admin.say('/daduyet');
    expect(list.text).toContain('1 đang dùng');
    expect(list.text).toContain(asked);
    const shown = await admin.press('Xem câu 1');
    expect(shown.quotes[0]?.text).toContain('02 tủ hồ sơ');
    expect((await admin.press('Thu hồi')).text).toContain('Đã thu hồi');
    expect((await cadre.say(asked)).text).not.toContain(note);
  });

  it('goes by itself when its source is replaced', async () => {
    await admin.say(asked);
    await admin.press('Duyệt');
    expect((await cadre.say(asked)).text).toContain(note);
    const replacing = plan
      .replace('62-KH/TU', '71-KH/TU')
      .replace('ngày 09 tháng 02', 'ngày 20 tháng 02')
      .replace(
        'T/M BAN',
        '3. Kế hoạch này thay thế Kế hoạch số 62-KH/TU, ngày 09/02/2026 của Tỉnh ủy.\n\nT/M BAN',
      );
    await admin.upload([fileOf('thay-the.txt', replacing)]);
    const saved = await admin.press('Lưu nội bộ');
    expect(saved.text).toContain('tự rút vì văn bản vừa lưu');
    expect(saved.text).toContain(asked);
    expect((await admin.say('/daduyet')).text).toContain('tự rút');
    expect((await cadre.say(asked)).text).not.toContain(note);
  });

  it('goes, with what it said, when its source is removed', async () => {
    await admin.say(other);
    await admin.press('Duyệt');
    expect((await cadre.say(other)).text).toContain(note);
    await admin.say('/xoavanban 63-KH/TU');
    const choice = (await admin.say('/xoavanban 63-KH/TU')).blocks.find((block) => block.type === 'choices');
    await admin.press(choice?.options[0]?.label ?? '');
    const reply = await cadre.say(other);
    expect(reply.text).not.toContain(note);
    expect(reply.quotes.every(({ source }) => source.symbol !== '63-KH/TU')).toBe(true);
    expect((await admin.say('/daduyet')).text).toContain('văn bản nguồn đã gỡ');
  });
});

describe('a question that several people asked', () => {
  it('is only ever asked by its button, whatever it says', async () => {
    const removal = '/xoavanban 62-KH/TU của Tỉnh ủy';
    for (const person of [cadre, cadre, admin]) await person.say(`/hoi ${removal}`);
    const list = (await admin.say('/daduyet')).text;
    const frequent = list.slice(list.indexOf(words.frequentTitle)).split('\n').slice(1);
    const position = frequent.findIndex((line) => line.includes(removal)) + 1;
    const asked = await admin.press(words.askIt(position));
    expect(labels(asked)).toContain('Vì sao?');
  });
});

describe('the words of the office', () => {
  it('are kept by an admin, looked up by everybody', async () => {
    expect((await cadre.say('/tudien thêm THP = tủ hồ sơ phòng')).text).toContain('Chỉ người quản trị');
    const saved = await admin.say('/tudien thêm PKT = kho lưu trữ: nơi giữ tủ hồ sơ không còn dùng');
    expect(saved.text).toContain('Đã lưu “PKT”');
    expect((await cadre.say('/tudien')).text).toContain('PKT | kho lưu trữ | nơi giữ tủ hồ sơ');
    expect((await cadre.say('/tudien pkt')).text).toContain('không phải trích văn bản');
  });

  it('explain themselves to who asks what they are, as the office has it', async () => {
    const reply = await cadre.say('pkt là gì?');
    expect(reply.text).toContain('**PKT**: kho lưu trữ. nơi giữ tủ hồ sơ không còn dùng.');
    expect(reply.text).toContain('Theo từ điển của cơ quan');
    expect(labels(reply)).toContain('Sai');
  });

  it('are written out in questions', async () => {
    await admin.say('/tudien thêm SHC3 = sinh hoạt chi bộ thường kỳ');
    const reply = await cadre.say('một buổi SHC3 ít nhất bao nhiêu phút?');
    expect(reply.quotes[0]?.text).toContain('không ít hơn 90 phút');
    const why = await cadre.say('/visao');
    expect(why.text).toContain('**Câu hỏi:** một buổi SHC3 ít nhất bao nhiêu phút?');
    expect(why.text).toMatch(/Tìm theo:.*sinh hoạt chi bộ thường kỳ/u);
    expect((await admin.say('/tudien xóa SHC3')).text).toContain('Đã gỡ');
    expect((await cadre.say('/tudien SHC3')).text).toContain('chưa có');
  });
});

it('the word to store a file without a file that waits is no question', async () => {
  const reply = await admin.say('lưu công khai');
  expect(reply.text).toContain('Không có tệp nào đang chờ lưu');
  expect((await cadre.say('lưu công khai')).text).not.toContain('đang chờ lưu');
});

it('what admins did stands in the trail', async () => {
  const actions = await office.lookInside(async ({ db }) => {
    const { rows } = await db.query<{ action: string }>('SELECT DISTINCT action FROM audit_event');
    return rows.map(({ action }) => action);
  });
  expect(actions).toEqual(
    expect.arrayContaining([
      'curated.approve',
      'curated.withdraw',
      'curated.expire',
      'feedback.question',
      'glossary.set',
      'glossary.remove',
    ]),
  );
});

it('nothing was logged as an error', () => {
  expect(office.errors).toEqual([]);
});
