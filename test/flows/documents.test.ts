import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSentence } from '../../prompts/demo.ts';
import { makePdf } from '../ingest/fixtures.ts';
import { fileOf, markedText, type Person } from './person.ts';
import { startOffice, type RunningOffice } from './running-office.ts';

/*
 * The first day of a new office: an empty chat, the demo data with one choice, a question, back to empty, and then
 * documents of its own, with files among them that must not or cannot be taken in.
 */

const question = 'mot buoi sinh hoat chi bo thuong ky it nhat bao nhieu phut';
let office: RunningOffice;
let admin: Person;
beforeAll(async () => {
  office = await startOffice();
});
afterAll(() => office.stop());

describe('the first run', () => {
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
      if (example.includes('12-QĐ/TU'))
        expect(reply.text).toMatch(/thay thế.*27-QĐ\/TU|27-QĐ\/TU.*thay thế/su);
    }
  });

  it('/dulieumau removes it, and the same question is refused', async () => {
    await admin.say('/dulieumau');
    const removed = await admin.press('Gỡ dữ liệu mẫu');
    expect(removed.text).toContain('Đã gỡ dữ liệu mẫu: 17 văn bản');
    const refused = await admin.say(question);
    expect(refused.quotes).toEqual([]);
    expect(refused.text).toContain('chưa có tài liệu nào');
    // Who may fill the store is told how, not whom to ask.
    expect(refused.text).toContain('gửi tệp');
    expect(refused.text).not.toContain('liên hệ người quản trị');
    expect((await admin.history()).examples).toEqual([loadSentence]);
    expect(office.errors).toEqual([]);
  });
});

const directive = (subject: string) => `TỈNH ỦY SÔNG LAM
*
Số 41-CT/TU

ĐẢNG CỘNG SẢN VIỆT NAM

Sông Lam, ngày 12 tháng 3 năm 2026

CHỈ THỊ
về ${subject}

Ban Thường vụ Tỉnh ủy yêu cầu các cấp ủy, tổ chức đảng thực hiện tốt các nhiệm vụ sau:

1. Các cơ quan tắt điều hòa trước 16 giờ 45 phút mỗi ngày làm việc.
2. Văn phòng Tỉnh ủy lắp đồng hồ điện riêng cho từng tòa nhà trước ngày 30/9/2026.
3. Phấn đấu năm 2026 giảm 12% lượng điện tiêu thụ so với năm 2025.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ

Lê Văn Mẫu
`;
const openText = directive('tiết kiệm điện tại các cơ quan Đảng');
const secretText = `MẬT\n${directive('phương án Hoàng Oanh')}`;

describe('documents of the office', () => {
  it('a directive is shown as it was understood, and stored only when the administrator says so', async () => {
    const preview = await admin.upload([fileOf('chi-thi.txt', openText)]);
    expect(preview.text).toMatch(/41-CT\/TU[^]*12\/3\/2026[^]*tiết kiệm điện tại các cơ quan Đảng/u);
    expect((await admin.history()).examples).toHaveLength(1);
    expect((await admin.press('Lưu nội bộ')).text).toContain('Đã lưu **41-CT/TU');
  });

  it('its clause answers a question at once, marked in the source', async () => {
    const reply = await admin.say('den nam 2026 phan dau giam bao nhieu phan tram luong dien tieu thu');
    const [quote] = reply.quotes;
    expect(quote?.source.symbol).toBe('41-CT/TU');
    expect(quote?.text).toContain('giảm 12% lượng điện tiêu thụ');
    expect(await markedText(await admin.get(quote?.source.url ?? ''))).toBe(quote?.text);
  });

  it('the same file is recognised, under another name too', async () => {
    for (const name of ['chi-thi.txt', 'ban-sao.txt']) {
      const reply = await admin.upload([fileOf(name, openText)]);
      expect(reply.text).toContain(`**${name}** đã có trong kho: 41-CT/TU`);
    }
    const ledger = await admin.say('/khovanban');
    expect(ledger.text).toContain('1–1 trong 1 văn bản');
  });

  it.each([
    ['rac.bin', Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251), 'Không nhận ra định dạng'],
    ['gia.docx', 'không phải Word', 'không phải tệp Word'],
    ['trang.pdf', makePdf([[]]), 'không có chữ nào đọc được'],
  ])(
    'a file that cannot be read is answered with a sentence and not kept: %s',
    async (name, content, sentence) => {
      const before = await office.keptFiles('files');
      const reply = await admin.upload([fileOf(name, content)]);
      expect(reply.text).toContain(name);
      expect(reply.text).toContain(sentence);
      expect(await office.keptFiles('files')).toHaveLength(before.length);
    },
  );

  it('a file stamped MẬT is refused and leaves nothing; what was sent with it is taken in', async () => {
    const refused = await admin.tryUpload([fileOf('hoang-oanh.txt', secretText)]);
    expect(refused.status).toBe(422);
    expect(refused.problem).toContain('độ mật (MẬT, TỐI MẬT hoặc TUYỆT MẬT)');
    const rest = await admin.upload([
      fileOf('hoang-oanh.txt', secretText),
      fileOf('khac.txt', openText.replace('41-CT/TU', '42-CT/TU')),
    ]);
    expect(rest.text).toContain('Một tệp');
    expect(rest.text).toContain('42-CT/TU');
    await admin.press('Bỏ');

    await office.lookInside(async ({ db }) => {
      const { rows: tables } = await db.query<{ name: string }>(
        'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
      );
      const files = await office.keptFiles();
      const mentions = async (word: string) => {
        const found: string[] = [];
        for (const { name } of tables) {
          const { rows } = await db.query(`SELECT 1 FROM ${name} r WHERE r::text ILIKE $1 LIMIT 1`, [
            `%${word}%`,
          ]);
          if (rows.length > 0) found.push(name);
        }
        return { tables: found, files: files.filter(({ bytes }) => bytes.includes(word)).length };
      };
      // What was stored is found by the same search, so that finding nothing says something.
      const stored = await mentions('tiết kiệm điện');
      expect(stored.tables).toEqual(expect.arrayContaining(['chunk', 'document', 'page']));
      expect(stored.files).toBeGreaterThan(0);
      expect(await mentions('Hoàng Oanh')).toEqual({ tables: [], files: 0 });
      expect(await mentions('hoang-oanh')).toEqual({ tables: [], files: 0 });
    });
    expect(office.errors).toEqual([]);
  });
});
