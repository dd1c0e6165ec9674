import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../access/account-store.ts';
import type { Dispatcher } from '../../../bot/dispatch.ts';
import { createMeetingsFeature } from '../../../bot/features/meetings/meetings.ts';
import { newId } from '../../../core/ids.ts';
import { createTemplateFiles } from '../../../meetings/papers/template-files.ts';
import { createPdfMaker } from '../../../papers/pdf.ts';
import { createFileStore } from '../../../db/file-store.ts';
import { createCollectingChannel, type CollectingChannel } from '../../fakes/collecting-channel.ts';
import { useTurnDatabase } from '../../bot/turn-database.ts';
import { accountIds, echo, fixedClock } from '../../bot/turns.ts';
import { addUnits } from '../calendar/rows.ts';

const unitId = newId();

describe('corrections, votes and ratings in chat', () => {
  const turns = useTurnDatabase();
  const clock = fixedClock();
  let folder: string;
  let channel: CollectingChannel;
  let dispatcher: Dispatcher;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capuy-corrections-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const people: Readonly<Record<string, Account>> = {
    an: { id: accountIds.an, name: 'Nguyễn An', role: 'secretary', unitIds: [unitId] },
    binh: { id: accountIds.binh, name: 'Trần Bình', role: 'secretary', unitIds: [unitId] },
  };
  beforeEach(async () => {
    clock.set('2026-08-06T01:00:00.000Z');
    await addUnits(turns.db, [[unitId, 'Chi bộ Văn phòng', 'grassroots_cell', null]]);
    for (const { id, name } of Object.values(people))
      await turns.db.query(
        `INSERT INTO account (id, name, role, created_at) VALUES ($1, $2, 'secretary', now())`,
        [id, name],
      );
    channel = createCollectingChannel({ capabilities: { hasButtons: true } });
    dispatcher = await turns.startOn(channel, {
      clock,
      features: [
        createMeetingsFeature({
          files: createFileStore(folder),
          papers: { templates: createTemplateFiles('/nowhere'), pdf: createPdfMaker({ programs: [] }) },
        }),
        echo,
      ],
      accounts: { find: async (_db, { id }) => people[id] ?? null, pair: async () => null },
    });
  });

  /** What a person was told to a message or a button in a chat of their own. */
  const told = async (who: string): Promise<string> => {
    await dispatcher.idle();
    return channel.texts(who).at(-1) ?? '';
  };
  const say = async (who: string, words: string): Promise<string> => {
    await dispatcher.accept(channel.text(words, who, { senderId: who }));
    return told(who);
  };
  const press = async (who: string, label: string): Promise<string> => {
    await dispatcher.accept(channel.press(channel.optionKey(label), who, { senderId: who }));
    return told(who);
  };
  const log = async (): Promise<void> => {
    await say(
      'an',
      '/hop chi bo van phong thuong ky 5/8/2026 14h-15h40 chu tri Le Van Mau, thu ky Tran Thi Vi Du',
    );
    await say('an', 'lưu');
    await say('an', '/diemdanh tong 17 chinh thuc 17 du bi 0 mien 1 co mat 14 vang co ly do 2');
    await say('an', 'luu');
  };

  it('tells the second secretary what the first has changed, and lets both be saved one after the other', async () => {
    await log();
    await say('binh', '/cuochop');
    await press('binh', '05/8/2026, Chi bộ Văn phòng');
    expect(await say('binh', '/sua địa điểm Hội trường')).toContain('“chưa ghi” thành “Hội trường”');
    await say('an', '/sua dia diem Phòng họp 2');
    expect(await say('an', 'luu')).toContain('Đã sửa');
    const refused = await say('binh', 'lưu');
    expect(refused).toContain('chưa được lưu');
    expect(refused).toContain('Nguyễn An: sửa\n- Địa điểm: “chưa ghi” thành “Phòng họp 2”');
    expect(refused).toContain('“Hội trường”');
    expect(await say('binh', 'luu')).toContain('Đã sửa');
    const history = await say('an', '/lichsu');
    expect(history.indexOf('Trần Bình: sửa\n- Địa điểm: “Phòng họp 2” thành “Hội trường”')).toBeGreaterThan(
      0,
    );
    expect(history.indexOf('Nguyễn An: sửa')).toBeGreaterThan(history.indexOf('Trần Bình: sửa'));
    expect(await say('an', '/hoantac')).toContain('đã được sửa tiếp');
  });

  it('corrects a field by buttons and takes the correction back', async () => {
    await log();
    await say('an', '/sua');
    expect(await press('an', 'Sửa: Thời gian')).toContain('14:00 - 15:40');
    expect(await say('an', '16h-15h')).toContain('Giờ kết thúc phải sau giờ bắt đầu');
    expect(await say('an', '14h30 - 16h')).toContain('Giờ bắt đầu: “14:00” thành “14:30”');
    await press('an', 'Lưu');
    expect(await say('an', '/hoantac')).toContain('Giờ kết thúc: “15:40” thành “16:00”');
    expect(await press('an', 'Hoàn tác')).toContain('Đã hoàn tác');
    expect(
      await turns.count("SELECT count(*) AS n FROM meeting WHERE starts_at = '14:00' AND ends_at = '15:40'"),
    ).toBe(1);
    clock.set('2026-08-06T05:00:00.000Z');
    expect(await say('an', '/hoantac')).toContain('Chỉ hoàn tác được trong');
  });

  it('takes who gets the papers as a list, however it is typed, and takes it back', async () => {
    await log();
    expect(await say('an', '/noinhan - Thường trực ĐUK, - Các đ/c Đảng ủy viên, - Lưu Văn phòng.')).toContain(
      'thêm “Thường trực ĐUK”; thêm “Các đ/c Đảng ủy viên”; thêm “Lưu Văn phòng”',
    );
    await say('an', 'luu');
    expect(await say('an', '/sua noi nhan Đảng ủy xã; Lưu')).toContain('bỏ “Thường trực ĐUK”');
    await say('an', 'luu');
    await say('an', '/hoantac');
    await press('an', 'Hoàn tác');
    expect(
      await turns.count(
        `SELECT count(*) AS n FROM meeting WHERE recipients = '["Thường trực ĐUK","Các đ/c Đảng ủy viên","Lưu Văn phòng"]'`,
      ),
    ).toBe(1);
  });

  it('cancels a meeting, which leaves the lists and can be brought back', async () => {
    await log();
    await say('an', '/huyhop');
    expect(await press('an', 'Hủy cuộc họp này')).toContain('Đã hủy');
    expect(await say('an', '/cuochop')).toContain('Chưa có cuộc họp');
    await say('an', '/hoantac');
    await press('an', 'Hoàn tác');
    expect(await turns.count("SELECT count(*) AS n FROM meeting WHERE status = 'draft'")).toBe(1);
  });

  it('shows the base of a vote with every subtraction, takes a corrected one, and stores both rule and arithmetic', async () => {
    await log();
    expect(await say('an', '/bieuquyet thong qua nghi quyet thang 8: tan thanh 13 khong 0 khac 1')).toContain(
      '17 đảng viên chính thức - 1 miễn sinh hoạt, không có mặt - 2 vắng có lý do được đồng ý = 14',
    );
    expect(await say('an', 'dinh chi 1')).toContain('nhiều hơn số người được tính là 13');
    expect(await say('an', 'tan thanh 12 khong 0 khac 1')).toContain('Cần quá nửa: 7');
    await press('an', 'Lưu');
    const { rows } = await turns.db.query(
      'SELECT base, needed, rule_id, rule_ref, terms, confirmed_by FROM vote',
    );
    expect(rows).toEqual([
      {
        base: 13,
        needed: 7,
        rule_id: '294-qd-tw-2025',
        rule_ref: '294-QĐ/TW, 9.3.2',
        terms: [
          { term: 'full-members', value: 17 },
          { term: 'exempt-absent', value: 1 },
          { term: 'suspended', value: 1 },
          { term: 'absent-accepted', value: 2 },
        ],
        confirmed_by: accountIds.an,
      },
    ]);
  });

  it('understands corrections, votes and ratings said without a command, and leaves questions alone', async () => {
    await log();
    expect(await say('an', 'Sửa địa điểm thành Hội trường')).toContain('“chưa ghi” thành “Hội trường”');
    await press('an', 'Bỏ, không lưu');
    expect(await say('an', 'bieu quyet nghi quyet: tan thanh 14')).toContain('Cơ sở tính');
    await press('an', 'Bỏ, không lưu');
    expect(await say('an', 'xếp loại tháng 8: khá')).toContain('Khá');
    await press('an', 'Bỏ, không lưu');
    expect(await say('an', 'Hoàn tác')).toContain('Điểm danh');
    await press('an', 'Giữ lại');
    for (const question of [
      'sửa ngày sinh trong lý lịch',
      'biểu quyết thế nào là hợp lệ?',
      'xếp loại chi bộ tốt',
    ])
      expect(await say('an', question)).toBe(question);
  });

  it('asks again which meeting is rated when what is typed names none of them', async () => {
    await log();
    await say('an', '/hop chi bo van phong thuong ky 4/8/2026 14h-15h40 chu tri Le Van Mau');
    await say('an', 'lưu');
    const asked = await say('an', '/xeploai thang 8 chi bo van phong 92 diem');
    expect(asked).toContain('chọn một');
    expect(await say('an', 'lưu')).toContain('chọn một');
    expect(await say('an', '05/8/2026')).toContain('đạt điểm tối đa không');
  });

  it('takes a question for none, and no question for the name of a unit, while it waits for an answer', async () => {
    await log();
    await say('an', '/sua thời gian: 14h30 - 16h');
    await press('an', 'Lưu');
    await say('an', '/hoantac');
    const sentence = 'Thời hạn nộp đảng phí hằng tháng';
    expect(await say('an', sentence)).toMatch(/^Thời hạn nộp đảng phí[^]*Còn chờ[^]*hoàn tác/u);
    expect(await press('an', 'Xem lại')).toContain('Giờ kết thúc: “15:40” thành “16:00”');
    expect(await say('an', 'hoàn tác')).toContain('Đã hoàn tác');

    expect(await say('an', '/xeploai chi bo khong co trong danh sach thang 8 92 diem')).toContain('đơn vị');
    expect(await say('an', sentence)).toContain('ghi thành tên đơn vị hay là câu hỏi?');
    expect(await press('an', 'Là câu hỏi hoặc yêu cầu khác')).toMatch(
      /^Thời hạn nộp đảng phí[^]*Còn xếp loại/u,
    );
    expect(await say('an', 'chi bộ văn phòng')).toContain('đạt điểm tối đa không');
  });

  it('rates a meeting and keeps a level empty that nobody told', async () => {
    await log();
    expect(await say('an', '/xeploai 92 điểm')).toContain('đạt điểm tối đa không');
    expect(await press('an', 'Có mục chưa đạt')).toContain('Khá');
    expect(await press('an', 'Lưu')).toContain('Khá');
    expect(await say('binh', '/xeploai thang 8 tot')).toContain('Tốt');
    await press('binh', 'Lưu');
    expect(await say('an', '/lichsu')).toContain(
      'Trần Bình: xếp loại cuộc họp\n- Xếp loại: “Khá, 92 điểm” thành “Tốt”',
    );
    expect(await say('an', '/hoantac')).toContain('Điểm danh');
    await press('an', 'Giữ lại');
    const shown = await say('an', '/xeploai quy 2/2023 tot 80,8% kha 17,73% tb 1,4%');
    expect(shown).toContain('Kém không được ghi nên để trống');
    expect(shown).not.toContain('0,07');
    await press('an', 'Lưu');
    expect(await say('an', '/xeploai quý 2/2023')).toContain('99,93%');
    const { rows } = await turns.db.query('SELECT good::float8, weak FROM rating_quarter');
    expect(rows).toEqual([{ good: 80.8, weak: null }]);
    expect(await say('an', '/xeploai quy 3')).toContain('Tốt');
  });
});
