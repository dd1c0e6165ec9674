import { beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../../core/ids.ts';
import { localViewer } from '../../../core/viewer.ts';
import type { Viewer } from '../../../core/viewer.ts';
import type { Database } from '../../../db/database.ts';
import { readDocument, storeDocument } from '../../../ingest/ingest.ts';
import { logMeeting } from '../../../meetings/record/log.ts';
import type { Attendance, MeetingHead } from '../../../meetings/meeting.ts';
import { saveUnits } from '../../../members/units/unit-store.ts';
import type { Unit, UnitLevel } from '../../../members/units/units.ts';
import { describeEachDatabase, emptyTables } from '../../support/database.ts';
import { openChat } from '../follow-up/chat.ts';
import { unitNamed } from '../../support/units.ts';

const unit = (name: string, level: UnitLevel, parentId: string | null = null): Unit =>
  unitNamed(name, { parentId, level });
const above = unit('Đảng bộ xã Bến Mơ', 'upper_grassroots');
const first = unit('Chi bộ thôn Thượng', 'cell', above.id);
const second = unit('Chi bộ thôn Hạ', 'cell', above.id);
const secretary: Viewer = { accountId: newId(), role: 'secretary', unitIds: [first.id], ceiling: 'all' };
const today = '2026-08-20';

describeEachDatabase('reports on meetings', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptyTables(db);
    await db.tx((t) => saveUnits(t, [above, first, second]));
  });

  const log = (
    of: Unit,
    heldOn: string,
    head: Partial<MeetingHead> = {},
    conclusions: string[] = [],
    counts: Partial<Attendance> = {},
  ): Promise<string> =>
    db.tx((t) =>
      logMeeting(
        t,
        {
          step: 'review',
          candidates: [],
          isCorrecting: false,
          draft: {
            unit: { id: of.id, name: of.name },
            head: { kind: 'regular', heldOn, startsAt: '14:00', endsAt: '15:35', ...head },
            attendance: {
              total: 20,
              official: null,
              probationary: null,
              exempt: 0,
              temporaryIn: 0,
              temporaryOut: 0,
              present: 18,
              absentWithReason: 2,
              absentWithoutReason: 0,
              ...counts,
            },
            agenda: [],
            conclusions,
          },
        } as Parameters<typeof logMeeting>[1],
        { accountId: secretary.accountId, at: `${heldOn}T08:00:00.000Z`, today: heldOn },
      ),
    );
  const chat = (viewer: Viewer = localViewer) => openChat(db, viewer, today);

  it('counts meetings by unit and by month, with attendance and tasks', async () => {
    await log(first, '2026-07-05', {}, ['Giao chi ủy báo cáo, hạn 1/8']);
    await log(first, '2026-08-05');
    await log(first, '2026-08-06', { kind: 'thematic' });
    await log(second, '2026-08-04', { kind: 'committee' });
    const office = chat();
    const said = await office.say('/baocaohop cuộc họp năm 2026');
    expect(said).toContain('Chi bộ thôn Hạ | 1 | 0 | 0 | 1 | 0 | 90,0% | 0');
    expect(said).toContain('Chi bộ thôn Thượng | 3 | 2 | 1 | 0 | 0 | 90,0% | 1');
    expect(said).toContain('Cộng | 4 | 2 | 1 | 1 | 0 | 90,0% | 1');
    await office.press('Xem biểu đồ');
    await office.say('thang 8 hop bao nhieu cuoc');
    await office.press('Tải bảng');
    expect([...office.files.keys()]).toEqual(['bieu-do-bao-cao.png', `Các cuộc họp ${today}.xlsx`]);
    expect(await office.say('/baocaohop cuộc họp chi bộ thôn Thượng năm 2026')).toMatch(
      /07\/2026 \| 1[^]*08\/2026 \| 2/u,
    );
    expect(await chat(secretary).say('/baocaohop cuộc họp năm 2026')).not.toContain('thôn Hạ');
  });

  it('leaves a meeting whose total nobody told out of the share, and says so', async () => {
    await log(first, '2026-07-05', {}, [], { present: 16, absentUnexplained: 2 });
    await log(first, '2026-08-05', {}, [], { total: null, present: 3, absentWithReason: 0 });
    const said = await chat().say('/baocaohop cuộc họp năm 2026');
    expect(said).toContain('Chi bộ thôn Thượng | 2 | 2 | 0 | 0 | 0 | 80,0% | 0');
    expect(said).toContain('1 cuộc họp chưa biết tổng số');
  });

  it('says who has met, on a theme too, how long, and how it was rated', async () => {
    await log(first, '2026-07-05', { endsAt: '15:10' });
    await log(first, '2026-07-20', { kind: 'thematic', endsAt: '15:50' });
    const said = await chat().say('/tuanthu tháng 7/2026');
    expect(said).toContain(
      'Chi bộ thôn Thượng | 05/7/2026 | 20/7/2026 |  | 70 phút (dưới 90) | chưa xếp loại',
    );
    expect(said).toContain('Chi bộ thôn Hạ | chưa họp | chưa họp, còn trong kỳ');
    expect(said).toMatch(/1\/2 đơn vị; có chuyên đề trong quý 1\/2; 1 cuộc họp dưới thời lượng/u);
    const long = await chat().say('/tuanthu quý 3/2026');
    expect(long).toContain('Chi bộ thôn Thượng | 1 | 1 | 1/1 | 1');
    expect(long).toContain('Chi bộ thôn Hạ | 0 | 1 | 0/1 | 0');
    const sentence = await chat().say('chi bo nao hop duoi 90 phut thang 7');
    expect(sentence).toContain('70 phút (dưới 90)');
  });

  it('counts open tasks by lead and age', async () => {
    await log(first, '2026-04-05', {}, ['Giao Văn phòng báo cáo, hạn 1/5', 'Giao Văn phòng theo dõi']);
    await log(first, '2026-08-05', {}, [
      'Giao văn phòng tổng hợp, hạn 30/8',
      'Giao chi ủy rà soát, hạn 15/8',
    ]);
    const said = await chat().say('/baocaohop nhiệm vụ');
    expect(said).toMatch(/[Vv]ăn phòng \| 3 \| 1 \| 1 \| 1 \| 0 \| 2 \| 137/u);
    expect(said).toContain('chi ủy | 1 | 1 | 0 | 1 | 0 | 0 | 15');
    expect(said).toContain('Cộng | 4 | 2 | 1 | 2 | 0 | 2 | 137');
  });

  it('counts proposals by status and age, and names the documents that they would change', async () => {
    await log(first, '2026-03-01', { kind: 'working' });
    const office = chat(secretary);
    await office.say('/kiennghi thêm 1. Sửa đổi, bổ sung Quy định số 46-QĐ/TU. 2. Cho sửa trụ sở');
    await office.press('Lưu');
    const said = await office.say('/baocaohop kiến nghị');
    expect(said).toContain('chưa trả lời | 2 | 0 | 0 | 2 | 172');
    expect(said).toContain('46-QĐ/TU (sửa đổi, bổ sung)');
  });

  it('maps plans to a directive from documents of the store and from entries', async () => {
    const plan = [
      'ĐẢNG BỘ TỈNH SÔNG MÂY',
      'ĐẢNG ỦY XÃ BẾN MƠ',
      '*',
      'Số 87-KH/ĐU',
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'Bến Mơ, ngày 26 tháng 4 năm 2026',
      'KẾ HOẠCH',
      'thực hiện Chỉ thị số 34-CT/TU, ngày 20/4/2026 của Ban Thường vụ Tỉnh ủy về nêu gương',
      'Thực hiện Chỉ thị số 34-CT/TU, ngày 20/4/2026 của Ban Thường vụ Tỉnh ủy, Đảng ủy xã xây dựng kế hoạch như sau:',
      'I. MỤC ĐÍCH',
      '1. Quán triệt đầy đủ nội dung của Chỉ thị.',
    ].join('\n');
    const document = await readDocument(new TextEncoder().encode(plan), '87-kh.txt');
    await db.tx((t) =>
      storeDocument(t, document, { scope: 'internal', by: null, now: new Date(`${today}T00:00:00Z`) }),
    );
    const office = chat();
    expect(
      await office.say('/kehoach thêm chi bộ thôn Hạ: 05-KH/CB ngày 2/5/2026 thực hiện 34-CT/TU'),
    ).toContain('Chi bộ thôn Hạ, số 05-KH/CB ngày 02/5/2026, thực hiện 34-CT/TU');
    await office.press('Lưu');
    for (const asked of ['/kehoach 34 ct tu', 'đơn vị nào đã có kế hoạch thực hiện 34-CT/TU?']) {
      const said = await office.say(asked);
      expect(said).toContain('Đảng bộ xã Bến Mơ | 87-KH/ĐU | 26/4/2026 | 34-CT/TU | văn bản trong kho');
      expect(said).toContain('Chi bộ thôn Hạ | 05-KH/CB | 02/5/2026 | 34-CT/TU | ghi tay');
    }
    expect(await office.say('/kehoach 35-CT/TU')).toMatch(/Bến Mơ \| chưa có kế hoạch[^]*0\/1 đơn vị/u);
  });

  it('shows the days that an approval meeting agreed on, and the congresses', async () => {
    await log(first, '2026-06-30', { kind: 'congress-approval', title: 'Duyệt đại hội' });
    const office = chat(secretary);
    expect(
      await office.say('/daihoi chi bộ thôn Thượng lần thứ XX, nhiệm kỳ 2025-2030, ngày 22 và 23/7/2026'),
    ).toContain('Đại hội Chi bộ thôn Thượng lần thứ XX, nhiệm kỳ 2025-2030, từ 22/7/2026 đến 23/7/2026');
    await office.press('Lưu');
    const said = await office.say('lịch đại hội');
    expect(said).toMatch(/Duyệt đại hội \| Duyệt đại hội \| 30\/6\/2026/u);
    expect(said).toContain(
      'Chi bộ thôn Thượng | Ngày được thống nhất | lần thứ XX, nhiệm kỳ 2025-2030 | 22/7/2026 | 23/7/2026 |  | thống nhất ngày 30/6/2026',
    );
  });
});
