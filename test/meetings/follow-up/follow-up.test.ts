import { beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../../core/ids.ts';
import { localViewer } from '../../../core/viewer.ts';
import type { Viewer } from '../../../core/viewer.ts';
import type { Database } from '../../../db/database.ts';
import { storeDocument, readDocument } from '../../../ingest/ingest.ts';
import { carriedItems } from '../../../meetings/follow-up/carried.ts';
import { getMeeting } from '../../../meetings/record/meeting-store.ts';
import { logMeeting } from '../../../meetings/record/log.ts';
import { saveUnits } from '../../../members/units/unit-store.ts';
import type { Unit } from '../../../members/units/units.ts';
import { describeEachDatabase, emptyTables } from '../../support/database.ts';
import { openChat } from './chat.ts';
import { unitNamed } from '../../support/units.ts';

const unit = (name: string, parentId: string | null = null): Unit =>
  unitNamed(name, { parentId, level: parentId ? 'cell' : 'grassroots_committee' });
const above = unit('Đảng bộ xã Bến Mơ');
const first = unit('Chi bộ thôn Thượng', above.id);
const second = unit('Chi bộ thôn Hạ', above.id);
const secretary: Viewer = { accountId: newId(), role: 'secretary', unitIds: [first.id], ceiling: 'all' };
const neighbour: Viewer = { accountId: newId(), role: 'secretary', unitIds: [second.id], ceiling: 'all' };
const today = '2026-08-20';

describeEachDatabase('what follows from a meeting', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptyTables(db);
    await db.tx((t) => saveUnits(t, [above, first, second]));
  });

  const log = (
    unitId: string,
    heldOn: string,
    conclusions: string[] = [],
    kind: 'regular' | 'working' | 'congress-approval' | 'executive' = 'regular',
    by: Viewer = secretary,
  ): Promise<string> =>
    db.tx((t) =>
      logMeeting(
        t,
        {
          step: 'review',
          candidates: [],
          isCorrecting: false,
          draft: {
            unit: { id: unitId, name: '' },
            head: { kind, heldOn },
            attendance: null,
            agenda: [],
            conclusions,
          },
        } as Parameters<typeof logMeeting>[1],
        { accountId: by.accountId, at: `${heldOn}T08:00:00.000Z`, today: heldOn },
      ),
    );
  const chatOf = (viewer: Viewer, day = today) => openChat(db, viewer, day);

  it('lists tasks by state, document, lead, unit and week, in sentences with and without accents', async () => {
    await log(first.id, '2026-08-05', [
      'Giao Văn phòng gửi báo cáo theo Chỉ thị số 34-CT/TU, hạn 15/8',
      'Giao Tổ công tác rà soát danh sách, hạn 21/8',
      'Giao chi ủy theo dõi việc học tập',
    ]);
    await log(second.id, '2026-08-04', ['Giao Văn phòng sắp xếp kho, hạn 10/8'], 'regular', neighbour);
    const chat = chatOf(secretary);
    expect(await chat.say('/nhiemvu')).toMatch(/Gửi báo cáo[^]*Rà soát[^]*Theo dõi[^]*Có 3 nhiệm vụ/u);
    for (const typed of ['nhiem vu nao qua han', 'Nhiệm vụ nào đang quá hạn?', '/nhiemvu qua han']) {
      const said = await chat.say(typed);
      expect(said).toContain('Gửi báo cáo theo Chỉ thị số 34-CT/TU | Văn phòng | 15/8/2026');
      expect(said).toContain('quá hạn 5 ngày');
      expect(said).not.toMatch(/Rà soát danh sách \||sắp xếp kho/iu);
    }
    expect(await chat.say('viec gi den han tuan nay')).toMatch(
      /Rà soát danh sách[^]*còn 1 ngày[^]*Có 1 nhiệm vụ/u,
    );
    expect(await chat.say('/nhiemvu 34 ct tu')).toContain('Có 1 nhiệm vụ');
    expect(await chat.say('/nhiemvu 34-CT/TW')).toContain('Không có mục nào');
    expect(await chat.say('/nhiemvu tổ công tác chủ trì')).toMatch(/Rà soát[^]*Có 1 nhiệm vụ/u);
    expect(await chat.say('/nhiemvu không ghi thời hạn')).toMatch(/Theo dõi[^]*Có 1 nhiệm vụ/u);
    expect(await chatOf(localViewer).say('/nhiemvu quá hạn thôn Hạ')).toMatch(
      /Sắp xếp kho[^]*Có 1 nhiệm vụ/u,
    );
  });

  it('takes a paste of conclusions one by one, shown before and kept under their headings', async () => {
    await db.query(
      `INSERT INTO account (id, name, role, created_at) VALUES ($1, 'Người thử', 'secretary', $2)`,
      [secretary.accountId, '2026-08-01T00:00:00Z'],
    );
    const meetingId = await log(first.id, '2026-08-05', ['Nhất trí nội dung họp']);
    const chat = chatOf(secretary);
    const paste =
      'I. VỀ ĐẢNG VIÊN\n1. Giao Văn phòng lập danh sách, hạn 15/8.\n2. Chi ủy tổng hợp ý kiến.\nII. VỀ QUỸ\n- Giao Tổ Tài chính thu đảng phí trước 30/8; giao thủ quỹ đối chiếu sổ.\nNơi nhận:\n- Lưu.';
    const shown = await chat.say(`/ketluan ${paste}`);
    expect(shown).toMatch(/4 kết luận, trong đó 3 nhiệm vụ[^]*\*\*VỀ ĐẢNG VIÊN\*\*[^]*\*\*VỀ QUỸ\*\*/u);
    expect(shown).toContain('Phần không ghi thành kết luận: “Nơi nhận:”; “Lưu.”');
    expect((await getMeeting(db, secretary, meetingId))?.decisions).toHaveLength(1);
    expect(await chat.press('Lưu')).toContain('Đã lưu 4 kết luận và 3 nhiệm vụ');
    const kept = await getMeeting(db, secretary, meetingId);
    expect(kept?.decisions.map(({ ordinal, section }) => [ordinal, section])).toEqual([
      [1, ''],
      [2, 'VỀ ĐẢNG VIÊN'],
      [3, 'VỀ ĐẢNG VIÊN'],
      [4, 'VỀ QUỸ'],
      [5, 'VỀ QUỸ'],
    ]);
    expect(kept?.tasks.map(({ lead, dueOn }) => [lead, dueOn])).toEqual([
      ['Văn phòng', '2026-08-15'],
      ['Tổ Tài chính', '2026-08-30'],
      ['thủ quỹ', null],
    ]);
    // An edit of one keeps the headings of all.
    await chat.say('/sua kết luận 3 Chi ủy tổng hợp ý kiến bằng văn bản');
    await chat.press('Lưu');
    const edited = await getMeeting(db, secretary, meetingId);
    expect(edited?.decisions.map(({ section }) => section)).toEqual(
      kept?.decisions.map((one) => one.section),
    );
  });

  it('changes a task only after it was shown, and keeps who changed what', async () => {
    await log(first.id, '2026-08-05', ['Giao Văn phòng gửi báo cáo, hạn 15/8']);
    const chat = chatOf(secretary);
    await chat.say('/nhiemvu');
    await chat.press('Gửi báo cáo');
    expect(await chat.press('Đổi hạn')).toContain('Hạn mới là ngày nào');
    expect(await chat.say('1/8/2026')).toContain('trước ngày giao nhiệm vụ');
    expect(await chat.say('30/8')).toContain('từ 15/8/2026 sang 30/8/2026');
    expect(await chatOf(secretary).say('/nhiemvu')).toContain('15/8/2026');
    expect(await chat.say('luu')).toContain('Đã đổi hạn sang 30/8/2026');

    await chat.say('/nhiemvu');
    await chat.press('Gửi báo cáo');
    await chat.press('Chuyển người chủ trì');
    await chat.say('giao cho Chi bộ thôn Hạ');
    await chat.press('Lưu');
    // The unit that leads now sees its task, and nothing else of the meeting.
    const there = chatOf(neighbour);
    expect(await there.say('/nhiemvu')).toMatch(/Gửi báo cáo \| Chi bộ thôn Hạ/u);
    await there.press('Gửi báo cáo');
    await there.press('Đã xong');
    await there.say('đã gửi ngày 19/8');
    expect(await there.press('Lưu')).toContain('Đã ghi nhận hoàn thành');

    expect(await chat.say('/nhiemvu đã xong')).toContain('Có 1 nhiệm vụ');
    const card = await chat.press('Gửi báo cáo');
    expect(card).toMatch(/Kết quả \| đã gửi ngày 19\/8/u);
    const history = await chat.press('Lịch sử');
    expect(history).toMatch(/đổi hạn \| 15\/8\/2026 \| 30\/8\/2026/u);
    expect(history).toMatch(/chuyển chủ trì \| Văn phòng \| Chi bộ thôn Hạ/u);
    expect(history).toMatch(/hoàn thành \| {2}\| đã gửi ngày 19\/8/u);
  });

  it('tells the second of two people that the first has changed the task', async () => {
    await log(first.id, '2026-08-05', ['Giao Văn phòng gửi báo cáo, hạn 15/8']);
    const [one, other] = [chatOf(secretary), chatOf(localViewer)];
    for (const chat of [one, other]) {
      await chat.say('/nhiemvu');
      await chat.press('Gửi báo cáo');
      await chat.press('Hủy nhiệm vụ');
    }
    await one.say('theo kết luận mới');
    await other.say('giao nhầm');
    expect(await one.press('Lưu')).toContain('Đã hủy nhiệm vụ');
    expect(await other.press('Lưu')).toContain('Vừa có người khác sửa');
    expect(await one.say('/nhiemvu')).toContain('Không có nhiệm vụ nào');
    expect(await one.say('/nhiemvu đã hủy')).toContain('Có 1 nhiệm vụ');
  });

  it('gives tasks outside a meeting, and commitments without a date', async () => {
    const chat = chatOf(secretary);
    const shown = await chat.say(
      '/nhiemvu giao Tổ công tác rà soát danh sách, phối hợp với Đoàn thanh niên, hạn 30/8; giao chi ủy báo cáo',
    );
    expect(shown).toMatch(/Ghi cho Chi bộ thôn Thượng[^]*2 nhiệm vụ \(chưa lưu\)/u);
    expect(shown).toContain(
      'Rà soát danh sách (chủ trì: Tổ công tác; phối hợp: Đoàn thanh niên; hạn 30/8/2026)',
    );
    expect(shown).toContain('Báo cáo (chủ trì: chi ủy; không ghi thời hạn)');
    expect(await chatOf(secretary).say('/nhiemvu')).toContain('Không có nhiệm vụ nào');
    expect(await chat.say('lưu')).toContain('Đã lưu 2 nhiệm vụ');
    await chat.say('/camket Tiếp tục quan tâm, hỗ trợ trang thông tin điện tử');
    await chat.press('Lưu');
    expect(await chat.say('/nhiemvu')).toMatch(/Tiếp tục quan tâm[^]*không ghi thời hạn[^]*Có 3 nhiệm vụ/u);
    expect(await chatOf(neighbour).say('/nhiemvu')).toContain('Không có nhiệm vụ nào');
  });

  it('gives tasks and proposals to the meeting that is named by its day, whichever was logged last', async () => {
    await log(first.id, '2026-07-05');
    await log(first.id, '2026-08-05');
    const locked = await log(first.id, '2026-06-05');
    await db.query(`UPDATE meeting SET status = 'approved' WHERE id = $1`, [locked]);
    const chat = chatOf(secretary);
    expect(await chat.say('/nhiemvu thêm cuộc họp ngày 5/7: giao Tổ 1 rà soát danh sách')).toMatch(
      /Cuộc họp ngày 05\/7\/2026[^]*Rà soát danh sách \(chủ trì: Tổ 1/u,
    );
    await chat.press('Lưu');
    await chat.say('/kiennghi thêm cuoc hop ngay 5/7/2026: Cho sửa nhà văn hóa (gửi Đảng ủy xã)');
    await chat.press('Lưu');
    expect(await chat.say('/kiennghi')).toContain('| 05/7/2026 |');
    expect(await chat.say('/nhiemvu thêm: giao Tổ 2 báo cáo')).toContain('Cuộc họp ngày 05/8/2026');
    expect(await chat.say('cuộc họp ngày 4/7: giao Tổ 2 báo cáo')).toContain('Chưa có cuộc họp nào');
    expect(await chat.say('cuộc họp ngày 5/6: giao Tổ 2 báo cáo')).toContain('đã duyệt và khóa');
    await log(second.id, '2026-07-05', [], 'regular', neighbour);
    const wide = chatOf({ ...secretary, unitIds: [first.id, second.id] });
    expect(await wide.say('/nhiemvu thêm cuộc họp ngày 5/7: giao Tổ 3 báo cáo')).toContain('có 2 cuộc họp');
    expect(await wide.say('cuộc họp ngày 5/7 chi bộ thôn Hạ: giao Tổ 3 báo cáo')).toMatch(
      /Chi bộ thôn Hạ[^]*Báo cáo \(chủ trì: Tổ 3/u,
    );
  });

  it('finds the document of a task when it comes into the store', async () => {
    await log(first.id, '2026-08-05', ['Giao Văn phòng thực hiện Chỉ thị số 77-CT/HU, hạn 15/8']);
    const chat = chatOf(secretary);
    await chat.say('/nhiemvu');
    expect(await chat.press('Thực hiện')).toContain('77-CT/HU (chưa có trong kho)');
    const paper = [
      'HUYỆN ỦY BẾN MƠ',
      '*',
      'Số 77-CT/HU',
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'Bến Mơ, ngày 03 tháng 8 năm 2026',
      'CHỈ THỊ',
      'về tăng cường công tác tiếp dân',
      'Các cấp ủy tăng cường tiếp dân định kỳ hằng tháng.',
    ].join('\n');
    const document = await readDocument(new TextEncoder().encode(paper), '77-ct-hu.txt');
    await db.tx((t) =>
      storeDocument(t, document, { scope: 'internal', by: null, now: new Date(`${today}T00:00:00Z`) }),
    );
    await chat.say('/nhiemvu');
    expect(await chat.press('Thực hiện')).toContain('77-CT/HU ngày 03/8/2026 (có trong kho)');
    expect(chat.actions()).toContain('say:/vanban 77-CT/HU');
  });

  it('takes seven proposals of one meeting, knows that each was directed, and nothing more', async () => {
    await log(first.id, '2026-08-01', [], 'working');
    const chat = chatOf(secretary);
    const list = Array.from({ length: 7 }, (_, i) => `${i + 1}. Cho chủ trương việc số ${i + 1}`).join('\n');
    const shown = await chat.say(`/kiennghi thêm Chi ủy thôn Thượng kiến nghị với Đảng ủy xã:\n${list}`);
    expect(shown).toMatch(/7 kiến nghị \(chưa lưu\)/u);
    expect(await chat.say('gửi Đảng ủy xã Bến Mơ')).toContain('| Chi ủy thôn Thượng | Đảng ủy xã Bến Mơ |');
    expect(await chat.press('Lưu')).toContain('Đã lưu 7 kiến nghị');

    for (const typed of ['kien nghi chua tra loi', '/kiennghi mở'])
      expect(await chat.say(typed)).toMatch(/19 ngày \| chưa trả lời[^]*Có 7 kiến nghị/u);
    await chat.press('Cả 7 kiến nghị');
    await chat.press('Lưu');
    expect(await chat.say('kiến nghị nào chưa được trả lời')).toContain('Không có kiến nghị nào');
    const open_ = await chat.say('/kiennghi mở');
    expect(open_.match(/đã có chỉ đạo, nội dung chưa có trong kho/gu)).toHaveLength(7);
    await chat.press('Tải bảng');
    expect([...chat.files.keys()]).toEqual([`Kiến nghị ${today}.xlsx`]);
    expect(await chatOf(neighbour).say('/kiennghi tất cả')).toContain('Không có kiến nghị nào');
  });

  it('follows one proposal from opinion over directive, which gives a task, to the reply', async () => {
    await log(first.id, '2026-08-01', [], 'working');
    const chat = chatOf(secretary);
    await chat.say('/kiennghi thêm Sửa đổi Quy định số 12-QĐ/TU (gửi Tỉnh ủy)');
    await chat.press('Lưu');
    const step = async (button: string, line: string): Promise<string> => {
      await chat.say('/kiennghi tất cả');
      await chat.press('Sửa đổi');
      await chat.press(button);
      await chat.say(line);
      return chat.press('Lưu');
    };
    expect(await step('Ghi ý kiến', 'Ban Tổ chức: đồng ý')).toContain('đã có ý kiến');
    expect(await step('Ghi chỉ đạo', 'Bí thư Tỉnh ủy: giao Văn phòng tham mưu sửa đổi, hạn 30/9')).toContain(
      'đã có chỉ đạo',
    );
    expect(await chat.say('/nhiemvu')).toMatch(/Tham mưu sửa đổi \| Văn phòng \| 30\/9\/2026/u);
    expect(await step('Ghi trả lời', 'Tỉnh ủy: đã ban hành quy định mới')).toContain('đã trả lời');
    await chat.say('/kiennghi tất cả');
    const card = await chat.press('Sửa đổi');
    expect(card).toMatch(
      /đồng ý, của Ban Tổ chức[^]*giao Văn phòng[^]*đã ban hành quy định mới, của Tỉnh ủy/u,
    );
    expect(await chat.press('Lịch sử')).toMatch(/ý kiến cơ quan[^]*chỉ đạo[^]*trả lời/u);
  });

  it('keeps personnel items by role only: a name is asked to be left out', async () => {
    await log(first.id, '2026-08-01', [], 'executive');
    const chat = chatOf(secretary);
    const refused = await chat.say(
      '/nhansu Thống nhất cho đồng chí Trần Văn Mẫu - Ủy viên Ban Chấp hành thôi tham gia Ban Chấp hành vì lý do sức khỏe',
    );
    expect(refused).toContain('chỉ ghi chức danh');
    await chat.press('Dùng câu gợi ý');
    expect(await chat.press('Lưu')).toContain('chỉ có chức danh');
    const kept = await chat.say('/nhansu');
    expect(kept).toContain('Thống nhất cho Ủy viên Ban Chấp hành thôi tham gia Ban Chấp hành');
    expect(kept).not.toMatch(/Mẫu|sức khỏe/u);
  });

  it('takes adopted drafts, and under which symbol they were issued', async () => {
    await log(first.id, '2026-08-01', [], 'executive');
    const chat = chatOf(secretary);
    await chat.say(
      '/duthao Báo cáo sơ kết; Báo cáo kiểm tra; giao Văn phòng hoàn thiện, trình Thường trực ký ban hành',
    );
    await chat.press('Lưu');
    expect(await chat.say('/duthao')).toContain('Báo cáo sơ kết | Văn phòng | Thường trực');
    await chat.press('Báo cáo sơ kết');
    await chat.say('45-BC/ĐU');
    await chat.press('Lưu');
    expect(await chat.say('/duthao')).toMatch(/45-BC\/ĐU[^]*chưa ban hành/u);
  });

  it('takes comments on congress papers and what became of them', async () => {
    await log(first.id, '2026-08-01', [], 'congress-approval');
    const chat = chatOf(secretary);
    expect(await chat.say('/tiepthu thêm Ý kiến của đồng chí Lê Văn Mẫu: phần Chỉ tiêu: rõ hơn')).toContain(
      'không ghi họ tên',
    );
    for (const named of [
      'Phó Bí thư Tỉnh ủy Lê Văn Mẫu: phần Chỉ tiêu: rõ hơn',
      'phần Chỉ tiêu: đồng chí Lê Văn Mẫu, Phó Bí thư, đề nghị nêu rõ hơn',
    ])
      expect(await chat.say(named)).toContain('không ghi họ tên');
    await chat.say(
      'Ý kiến của Ban Thường vụ Tỉnh ủy: phần Chỉ tiêu: chặt chẽ hơn; phần Nhiệm vụ: bám quy định',
    );
    await chat.press('Lưu');
    expect(await chat.say('/tiepthu')).toContain('Đã tiếp thu, giải trình 0 trên 2 ý kiến');
    await chat.press('Chặt chẽ hơn');
    await chat.press('Tiếp thu một phần');
    await chat.say('Đã sửa ba chỉ tiêu');
    await chat.press('Lưu');
    const table = await chat.say('/tiepthu');
    expect(table).toContain(
      'Chỉ tiêu | Chặt chẽ hơn | Ban Thường vụ Tỉnh ủy | Đã sửa ba chỉ tiêu | tiếp thu một phần',
    );
    expect(table).toContain('Đã tiếp thu, giải trình 1 trên 2 ý kiến');
    await chat.press('Tải bảng');
    expect(chat.files.size).toBe(1);
  });

  it('carries open items into the next meeting of the unit, which ticks them off', async () => {
    await log(first.id, '2026-07-05', ['Giao chi ủy rà soát danh sách, hạn 1/8', 'Giao Văn phòng theo dõi']);
    const chat = chatOf(secretary, '2026-08-05');
    await chat.say('/kiennghi thêm Cho sửa nhà văn hóa (gửi Đảng ủy xã)');
    await chat.press('Lưu');
    await log(second.id, '2026-07-06', ['Giao chi ủy làm việc khác, hạn 2/8'], 'regular', neighbour);
    const begun = await chat.say('/hop chi bộ thôn Thượng thường kỳ 4/8/2026');
    expect(begun).toMatch(/còn 3 việc từ các cuộc họp trước[^]*Rà soát danh sách \(quá hạn 4 ngày\)/u);
    expect(begun).not.toContain('làm việc khác');

    const next = await log(first.id, '2026-08-04');
    expect(await chat.say('/vieccon')).toMatch(
      /Nhiệm vụ: Rà soát danh sách[^]*Nhiệm vụ: Theo dõi[^]*Kiến nghị: Cho sửa nhà văn hóa/u,
    );
    await chat.press('Rà soát danh sách');
    expect(await chat.say('đã rà soát xong')).toContain('tại cuộc họp ngày 04/8/2026');
    await chat.press('Lưu');
    expect(await chat.say('/vieccon')).not.toContain('Rà soát');
    const at = { unitId: first.id, heldOn: '2026-08-04', meetingId: next };
    const items = await carriedItems(db, secretary, at);
    expect(items.ticked.map(({ content, result }) => [content, result])).toEqual([
      ['Rà soát danh sách', 'đã rà soát xong'],
    ]);
    expect(items.tasks.map(({ content }) => content)).toEqual(['Theo dõi']);
    expect(items.proposals).toHaveLength(1);
    const minutes = await chat.say('/docbienban');
    expect(minutes).toMatch(
      /VIỆC TỪ CÁC CUỘC HỌP TRƯỚC[^]*Rà soát danh sách \(cuộc họp ngày 05\/7\/2026\)[^\n]*01\/8\/2026 \| Đã xong: đã rà soát xong\n[^\n]*Theo dõi[^\n]*Đang thực hiện\n[^\n]*Kiến nghị: Cho sửa nhà văn hóa/u,
    );
    expect(minutes).not.toContain('làm việc khác');
  });
});
