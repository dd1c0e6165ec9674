import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../access/account-store.ts';
import type { Dispatcher } from '../../../bot/dispatch.ts';
import { createFiguresFeature } from '../../../bot/features/observations/figures.ts';
import { createMeetingsFeature } from '../../../bot/features/meetings/meetings.ts';
import { createCalendarFeature } from '../../../bot/features/meetings/calendar.ts';
import { newId } from '../../../core/ids.ts';
import { createFileStore, type FileStore } from '../../../db/file-store.ts';
import { readDocument } from '../../../ingest/ingest.ts';
import { createTemplateFiles } from '../../../meetings/papers/template-files.ts';
import { createPdfMaker } from '../../../papers/pdf.ts';
import { createCollectingChannel, type CollectingChannel } from '../../fakes/collecting-channel.ts';
import { useTurnDatabase } from '../../bot/turn-database.ts';
import { accountIds, echo, fixedClock } from '../../bot/turns.ts';
import { makeDocx } from '../../support/office-files.ts';
import { addUnits } from '../calendar/rows.ts';

const unitId = newId();

describe('logging a meeting in chat', () => {
  const turns = useTurnDatabase();
  const clock = fixedClock();
  let folder: string;
  let files: FileStore;
  let channel: CollectingChannel;
  let dispatcher: Dispatcher;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capuy-entry-'));
    files = createFileStore(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const an: Account = { id: accountIds.an, name: 'Nguyễn An', role: 'secretary', unitIds: [unitId] };
  beforeEach(async () => {
    clock.set('2026-08-10T01:00:00.000Z');
    await addUnits(turns.db, [[unitId, 'Chi bộ Văn phòng', 'grassroots_cell', null]]);
    await turns.db.query(
      `INSERT INTO account (id, name, role, created_at) VALUES ($1, 'Nguyễn An', 'secretary', now())`,
      [an.id],
    );
    channel = createCollectingChannel({ capabilities: { hasButtons: true } });
    dispatcher = await turns.startOn(channel, {
      clock,
      features: [
        createMeetingsFeature({
          files,
          papers: { templates: createTemplateFiles('/nowhere'), pdf: createPdfMaker({ programs: [] }) },
          readFile: async (file) => {
            const bytes = await files.read(file.sha256);
            return bytes && (await readDocument(bytes, file.name)).text;
          },
        }),
        createFiguresFeature(),
        createCalendarFeature({ files }),
        echo,
      ],
      accounts: { find: async () => an, pair: async () => null },
    });
  });

  const say = async (chat: string, words: string): Promise<string> => {
    await dispatcher.accept(channel.text(words, chat, { senderId: chat }));
    await dispatcher.idle();
    return channel.texts(chat).at(-1) ?? '';
  };

  it('is paused on one chat and gone on with in another, from where it was', async () => {
    const question = await say(
      'phone',
      '/hop chi bo van phong thuong ky 5/8/2026 25h, thu ky Trần Thị Ví Dụ, 15/15',
    );
    expect(question).toContain('Tôi chưa hiểu đoạn: “25h”');
    expect(await say('phone', 'tạm dừng')).toContain('Đã tạm dừng');
    expect(await say('desk', '/hop')).toContain(
      'đang ghi dở một cuộc họp của Chi bộ Văn phòng, ngày 05/8/2026',
    );
    expect(await say('desk', '/lamtiep')).toContain('Họp từ mấy giờ');
    const review = await say('desk', '14h-15h40');
    expect(review).toMatch(/14:00 - 15:40[^]*Trần Thị Ví Dụ[^]*15 \(có mặt\)/u);
    expect(await say('desk', 'lưu')).toContain('Đã lưu cuộc họp ngày 05/8/2026');
    expect(await say('phone', '/lamtiep')).toContain('không có cuộc họp nào đang ghi dở');
    const { rows } = await turns.db.query('SELECT starts_at, minute_taker FROM meeting');
    expect(rows).toEqual([{ starts_at: '14:00', minute_taker: 'Trần Thị Ví Dụ' }]);
  });

  it('says of a list how many were taken, and which conclusion becomes a task', async () => {
    await say('phone', '/hop chi bo van phong thuong ky 5/8/2026 14h, thu ky Trần Thị Ví Dụ, 15/15');
    await say('phone', 'sửa kết luận');
    expect(await say('phone', '- Giao Văn phòng làm báo cáo, hạn 15/8')).toMatch(
      /Đã ghi 1 mục kết luận \(chưa lưu\), mục cuối: “Giao Văn phòng[^]*→ Nhiệm vụ: Làm báo cáo \(chủ trì: Văn phòng; hạn 15\/8\/2026\)/u,
    );
    expect(await say('phone', 'Chi ủy: rà soát sổ\n1. Giao tổ 1 thu quỹ\n2. Giao tổ 2 dọn sân')).toContain(
      'Đã ghi 4 mục',
    );
    expect(await say('phone', 'xong')).toContain('Giao tổ 2 dọn sân');
    expect(await say('phone', 'bỏ')).toBeTruthy();
  });

  const press = async (chat: string, label: string): Promise<string> => {
    await dispatcher.accept(channel.press(channel.optionKey(label), chat, { senderId: chat }));
    await dispatcher.idle();
    return channel.texts(chat).at(-1) ?? '';
  };
  const logged = async (chat: string): Promise<void> => {
    await say(chat, '/hop chi bo van phong thuong ky 5/8/2026 14h, thu ky Trần Thị Ví Dụ, 15/15');
    await say(chat, 'lưu');
  };
  const question = 'Chi bộ phải tổ chức lễ kết nạp trong bao nhiêu ngày?';

  it.each([
    ['/ketluan giao Văn phòng hoàn thiện báo cáo, hạn 15/8', 'kết luận “giao Văn phòng hoàn thiện báo cáo'],
    ['/noidung Kiểm điểm tháng 7', 'nội dung “Kiểm điểm tháng 7”'],
    ['/diemdanh tổng 15 có mặt 14 vắng có lý do 1', 'điểm danh ('],
    ['/sua địa điểm Phòng họp 3', 'phần sửa mục “Địa điểm”'],
    ['/nhiemvu thêm Chi ủy rà soát hồ sơ, hạn 20/8', 'nhiệm vụ'],
  ])('answers a question while %s is unsaved, and keeps it', async (command, what) => {
    await logged('phone');
    await say('phone', command);
    const answer = await say('phone', question);
    expect(answer).toMatch(new RegExp(`^${question.replace('?', '.')}`, 'u'));
    expect(answer).toContain(`Còn ${what}`);
    expect(await press('phone', 'Lưu')).toMatch(/Đã (?:lưu|thêm|sửa|giao)/u);
  });

  it('asks what words are meant for that may be a conclusion or a question', async () => {
    await logged('phone');
    await say('phone', '/ketluan giao Văn phòng hoàn thiện báo cáo, hạn 15/8');
    const asked = 'Làm rõ vì sao chỉ tiêu chưa đạt';
    expect(await say('phone', asked)).toContain('ghi thành kết luận hay là câu hỏi?');
    expect(await press('phone', 'Là câu hỏi hoặc yêu cầu khác')).toMatch(
      /^Làm rõ[^]*Còn kết luận “giao Văn/u,
    );
    await say('phone', asked);
    const taken = await press('phone', 'Ghi thành kết luận');
    expect(taken).toMatch(/Thay cho kết luận “giao Văn phòng[^]*“Làm rõ vì sao/u);
    expect(await press('phone', 'Giữ cả hai')).toContain('Đã giữ cả hai');
    expect(await say('phone', 'lưu')).toMatch(/Đã lưu kết luận[^]*Còn kết luận “giao Văn/u);
    expect(await say('phone', 'lưu')).toContain('Đã lưu kết luận và nhiệm vụ');
    const { rows } = await turns.db.query('SELECT text FROM decision ORDER BY ordinal');
    expect(rows.map(({ text }) => String(text).slice(0, 7))).toEqual(['Làm rõ ', 'giao Vă']);
  });

  it('keeps what is unsaved when another command opens the next entry, and each button saves its own', async () => {
    await logged('phone');
    await say('phone', '/noidung Kiểm điểm tháng 7');
    const save = channel.optionKey('Lưu');
    const next = await say('phone', '/ketluan giao Văn phòng hoàn thiện báo cáo, hạn 15/8');
    expect(next).toMatch(/^Còn nội dung “Kiểm điểm tháng 7” chưa lưu: vẫn được giữ/u);
    await dispatcher.accept(channel.press(save, 'phone', { senderId: 'phone' }));
    await dispatcher.idle();
    expect(channel.texts('phone').at(-1)).toMatch(/^Đã thêm nội dung họp[^]*Còn kết luận “giao Văn/u);
    expect(await say('phone', '/cuochop')).toMatch(/Còn kết luận “giao Văn[^]*chưa lưu/u);
    expect(await say('phone', 'bỏ')).toContain('Đã bỏ, không lưu gì.');
    const { rows } = await turns.db.query(
      `SELECT (SELECT count(*)::integer FROM agenda_item) AS items, (SELECT count(*)::integer FROM decision) AS decisions`,
    );
    expect(rows).toEqual([{ items: 1, decisions: 0 }]);
  });

  it('drops only the entry in front at a stop word, and says so under a button whose entry is over', async () => {
    await logged('phone');
    await say('phone', '/noidung Kiểm điểm tháng 7');
    await say('phone', '/noidung Nhiệm vụ tháng 8');
    const gone = channel.optionKey('Bỏ, không lưu');
    expect(await say('phone', 'dừng')).toMatch(/Đã dừng[^]*Còn nội dung “Kiểm điểm tháng 7”/u);
    await dispatcher.accept(channel.press(gone, 'phone', { senderId: 'phone' }));
    await dispatcher.idle();
    expect(channel.texts('phone').at(-1)).toContain('đã được lưu hoặc đã bỏ từ trước');
    expect(await say('phone', 'lưu')).toContain('Đã thêm nội dung họp');
  });

  it('answers a question over the table of an unsaved meeting, and takes counts and corrections into it', async () => {
    await say('phone', '/hop chi bo van phong thuong ky 5/8/2026 14h');
    expect(await say('phone', question)).toMatch(
      /Còn cuộc họp ngày 05\/8\/2026 của Chi bộ Văn phòng chưa lưu/u,
    );
    expect(await press('phone', 'Xem lại')).toContain('Tôi ghi nhận cuộc họp như sau');
    expect(await say('phone', '/diemdanh tổng 17 có mặt 15 vắng có lý do 2')).toContain('15 (có mặt)');
    expect(await say('phone', '/noidung Kiểm điểm tháng 7')).toContain('Kiểm điểm tháng 7');
    expect(await say('phone', '/sua địa điểm: Phòng họp 3')).toContain('Phòng họp 3');
    expect(await say('phone', '/bieuquyet 14 đồng ý')).toContain('bấm “Lưu” trước');
    await say('phone', '/hop chi bo van phong chuyen de 6/8/2026 8h');
    expect(await say('phone', 'bỏ')).toMatch(/Đã bỏ, không lưu gì[^]*Còn cuộc họp ngày 05\/8\/2026/u);
    expect(await say('phone', 'lưu')).toContain('Đã lưu cuộc họp ngày 05/8/2026');
    const { rows } = await turns.db.query(
      `SELECT m.place, a.present, (SELECT count(*)::integer FROM agenda_item) AS items
       FROM meeting m JOIN attendance a ON a.meeting_id = m.id`,
    );
    expect(rows).toEqual([{ place: 'Phòng họp 3', present: 15, items: 1 }]);
  });

  it('left in the middle of without a word is gone on with elsewhere too', async () => {
    await say('phone', '/hop chi bo van phong thuong ky');
    expect(await say('desk', '/lamtiep')).toContain('Họp ngày nào?');
    expect(await say('desk', 'hôm qua')).toContain('09/8/2026');
  });

  it('gone on with elsewhere leaves what waits behind it in its chat', async () => {
    const figure = (value: number): string =>
      `/nhapsolieu\nkết nạp; Chi bộ Văn phòng; ${value}; 6T 2026; báo cáo 6 tháng`;
    await say('phone', figure(3));
    await say('phone', '/hop chi bo van phong thuong ky');
    await say('phone', '/lichhop chi bo van phong thuong ky 20/8/2026 14h');
    expect(await say('desk', '/lamtiep')).toContain('Họp ngày nào?');
    expect(await say('phone', 'bỏ')).toMatch(/Còn 1 số liệu/u);
    expect(await say('phone', 'lưu')).toContain('Đã lưu');
  });

  it('is gone on with in one chat only, though two ask at once', async () => {
    await say('phone', '/hop chi bo van phong thuong ky');
    await say('phone', 'tạm dừng');
    const both = ['desk', 'tablet'];
    await Promise.all(
      both.map((chat) => dispatcher.accept(channel.text('/lamtiep', chat, { senderId: chat }))),
    );
    await dispatcher.idle();
    expect(await turns.count('SELECT count(*) AS n FROM wizard_state')).toBe(1);
  });

  it('offers the votes and proposals of pasted minutes, also where the lines run together, once they are saved', async () => {
    await say(
      'phone',
      '/hop CHI BỘ VĂN PHÒNG BIÊN BẢN Sinh hoạt chi bộ thường kỳ tháng 8 năm 2026 Thời gian: 14 giờ, ngày 05 tháng 8 năm 2026 ' +
        'Địa điểm: Phòng họp số 1 Chủ trì: đồng chí Lê Văn Mẫu - Bí thư chi bộ Thư ký: đồng chí Trần Thị Ví Dụ ' +
        'Có mặt: 15/17 đảng viên, vắng có lý do: 2 Nội dung: - Kiểm điểm tháng 7 - Nhiệm vụ tháng 8 ' +
        'Biểu quyết: Thông qua nghị quyết: 15/15 tán thành ' +
        'Kiến nghị: - Đề nghị đảng ủy cấp máy tính - Sửa nhà văn hóa. Biên bản kết thúc lúc 16 giờ.',
    );
    expect(await say('phone', 'lưu')).toContain('Đã lưu cuộc họp ngày 05/8/2026');
    expect(await press('phone', 'Ghi biểu quyết “Thông qua nghị quyết: 15/15 tán thành”')).toContain('15');
    await say('phone', 'lưu');
    expect(await press('phone', 'Ghi kiến nghị “Sửa nhà văn hóa.”')).toContain('Sửa nhà văn hóa');
    await say('phone', 'lưu');
    const { rows } = await turns.db.query(
      `SELECT m.held_on::text AS day, m.place, v.in_favour, p.content
       FROM meeting m JOIN vote v ON v.meeting_id = m.id JOIN proposal p ON p.meeting_id = m.id`,
    );
    expect(rows).toEqual([
      { day: '2026-08-05', place: 'Phòng họp số 1', in_favour: 15, content: 'Sửa nhà văn hóa' },
    ]);
  });

  it('is understood without a command where the line says who met, of which kind and when', async () => {
    const told = await say('phone', 'hop chi bo van phong thuong ky hom qua 14h tai phong 2, co mat 8/10');
    expect(told).toContain('xem lại rồi chọn “Lưu”');
    expect(await say('phone', 'lưu')).toContain('Đã lưu cuộc họp ngày 09/8/2026 của Chi bộ Văn phòng');
    expect(await say('phone', 'diem danh tong 10 co mat 7 vang co ly do 3')).toContain('7 (có mặt)');
    await say('phone', 'lưu');
    for (const words of [
      'hop chi bo van phong thuong ky hom qua may gio',
      'họp chi bộ thường kỳ ngày 3 hằng tháng',
      'họp chi bộ văn phòng',
      'điểm danh thế nào cho đúng',
    ])
      expect(await say('phone', words)).toBe(words);
    const { rows } = await turns.db.query('SELECT present FROM attendance');
    expect(rows).toEqual([{ present: 7 }]);
  });

  it('takes what was meant where somebody takes words back, and says what it does not understand', async () => {
    await say(
      'phone',
      '/hop chi bo van phong thuong ky 5/8 à nhầm 6/8 14h à không 15h, có mặt 12/15 à quên 13/15',
    );
    const review = (): string => channel.texts('phone').slice(-2).join('\n');
    expect(review()).toMatch(/06\/8\/2026[^]*từ 15:00[^]*13 \(có mặt\)/u);
    await say('phone', 'nhầm chủ trì, đc Lan');
    expect(review()).toMatch(/Chủ trì[^\n]*Lan/u);
    await say('phone', 'sửa ngày 7/8');
    expect(review()).toContain('07/8/2026');
    await say('phone', 'có mặt 11/15');
    expect(review()).toContain('11 (có mặt)');
    await say('phone', 'thôi để anh Hùng làm');
    expect(review()).toContain('Tôi chưa hiểu đoạn: “thôi để anh Hùng làm”');
    await say('phone', 'sửa có mặt');
    await say('phone', 'lưu');
    expect(review()).toMatch(/07\/8\/2026[^]*11 \(có mặt\)/u);
    expect(await say('phone', 'lưu')).toContain('Đã lưu cuộc họp ngày 07/8/2026');
    await say('phone', '/ketluan giao đc Lan thu đảng phí trước 30/8, à nhầm 28/8');
    await say('phone', 'lưu');
    const { rows } = await turns.db.query('SELECT due_on::text AS due, content FROM task');
    expect(rows).toEqual([{ due: '2026-08-28', content: 'Thu đảng phí' }]);
  });

  it('takes a day behind a task without one for its deadline', async () => {
    await logged('phone');
    await say('phone', '/ketluan giao đc Yến làm báo cáo');
    expect(await say('phone', 'thứ 6 tuần sau')).toContain('“giao đc Yến làm báo cáo, hạn thứ 6 tuần sau”');
    await say('phone', 'lưu');
    const { rows } = await turns.db.query('SELECT due_on::text AS due, content FROM task');
    expect(rows).toEqual([{ due: '2026-08-14', content: 'Làm báo cáo' }]);
  });

  it('takes no word of a button for the name of a place or person', async () => {
    for (const answer of ['/hop', 'chi bo van phong', 'thường kỳ', '5/8/2026', '14h', 'bỏ'])
      await say('phone', answer);
    expect(await say('phone', 'lưu')).toContain('xem lại rồi chọn “Lưu”');
    await say('phone', 'lưu');
    const { rows } = await turns.db.query('SELECT place, chair FROM meeting');
    expect(rows).toEqual([{ place: '', chair: '' }]);
    await say('phone', '/hop');
    expect(await say('phone', 'bỏ')).toContain('Đã bỏ, không lưu gì');
    await say('phone', '/lichhop chi bộ Văn phòng thường kỳ');
    expect(await say('phone', 'bỏ')).not.toContain('ngày');
    expect(await turns.count('SELECT count(*) AS n FROM wizard_state')).toBe(0);
  });

  it('puts a meeting to come into the calendar and not among the minutes', async () => {
    await say('phone', '/hop chi bo van phong se hop thuong ky thu sau tuan toi 14h tai phong hop so 2');
    expect(await say('phone', 'lưu')).toContain('Đã đưa vào lịch cuộc họp dự kiến ngày 21/8/2026');
    const { rows } = await turns.db.query(
      `SELECT planned_on::text AS day, place, (SELECT count(*)::integer FROM meeting) AS meetings FROM planned_meeting`,
    );
    expect(rows).toEqual([{ day: '2026-08-21', place: 'phong hop so 2', meetings: 0 }]);
    // The same day again is told before it is saved twice.
    await say('phone', '/hop chi bo van phong se hop thuong ky thu sau tuan toi 14h');
    const told = channel.texts('phone').slice(-6).join('\n');
    expect(told).toContain('ngày này đơn vị đã có lịch');
  });

  it('takes a draft of minutes from a Word file, shows what it read, and saves after a look', async () => {
    const bytes = makeDocx([
      'CHI BỘ VĂN PHÒNG',
      'BIÊN BẢN',
      'Sinh hoạt chi bộ thường kỳ tháng 8 năm 2026',
      'Thời gian: 14 giờ, ngày 05 tháng 8 năm 2026',
      'Địa điểm: Phòng họp số 1',
      'Chủ trì: đồng chí Lê Văn Mẫu - Bí thư chi bộ',
      'Thư ký: đồng chí Trần Thị Ví Dụ',
      'Có mặt: 15/17 đảng viên, vắng có lý do: 2',
      'Nội dung:',
      '- Kiểm điểm tháng 7',
      '- Nhiệm vụ tháng 8',
    ]);
    const mime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    const file = await files.put(bytes, 'nhap.docx', mime);
    await dispatcher.accept(channel.file(file, '/hop', 'phone'));
    await dispatcher.idle();
    const shown = channel.texts('phone').at(-1) ?? '';
    expect(shown).toMatch(/Chi bộ Văn phòng[^]*05\/8\/2026[^]*Lê Văn Mẫu, Bí thư chi bộ[^]*15 \(có mặt\)/u);
    expect(await say('phone', 'lưu')).toContain('Đã lưu cuộc họp ngày 05/8/2026');
    const { rows } = await turns.db.query('SELECT title FROM agenda_item ORDER BY ordinal');
    expect(rows).toEqual([{ title: 'Kiểm điểm tháng 7' }, { title: 'Nhiệm vụ tháng 8' }]);
  });
});
