import { beforeAll, beforeEach, expect, it } from 'vitest';
import { auditTrail } from '../../../access/audit-store.ts';
import { newId } from '../../../core/ids.ts';
import { localViewer, type Viewer } from '../../../core/viewer.ts';
import type { Database } from '../../../db/database.ts';
import { readDocument } from '../../../ingest/ingest.ts';
import { insertPlans } from '../../../meetings/calendar/plan-store.ts';
import {
  getPaper,
  listAddenda,
  listPapers,
  nextNumber,
  readSeries,
  saveSeries,
  saveTerm,
  setNextNumber,
  takeNumber,
} from '../../../meetings/papers/paper-store.ts';
import { logMeeting } from '../../../meetings/record/log.ts';
import { getMeeting } from '../../../meetings/record/meeting-store.ts';
import { saveUnits } from '../../../members/units/unit-store.ts';
import type { Unit } from '../../../members/units/units.ts';
import { describeEachDatabase, emptyTables } from '../../support/database.ts';
import { openChat } from '../follow-up/chat.ts';
import { unitNamed } from '../../support/units.ts';

const unit = (name: string, level: Unit['level'], parentId: string | null = null): Unit =>
  unitNamed(name, { parentId, level });
const commune = unit('Đảng bộ xã Bến Đò', 'grassroots_committee');
const cell = unit('Chi bộ Đồng Rộc', 'cell', commune.id);
const other = unit('Chi bộ Cồn Hến', 'cell', commune.id);
const today = '2026-08-06';
const at = `${today}T02:00:00.000Z`;
const viewerOf = (role: Viewer['role'], unitIds: string[] = []): Viewer => ({
  accountId: newId(),
  role,
  unitIds,
  ceiling: 'all',
});
const secretary = viewerOf('secretary', [cell.id]);
const neighbour = viewerOf('secretary', [other.id]);
const office = viewerOf('office');

describeEachDatabase('papers of meetings', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptyTables(db);
    await db.tx(async (t) => {
      await saveUnits(t, [commune, cell, other]);
      for (const { accountId, role } of [secretary, neighbour, office])
        await t.query(`INSERT INTO account (id, name, role, created_at) VALUES ($1, 'Người thử', $2, $3)`, [
          accountId,
          role,
          at,
        ]);
    });
  });

  const log = (of: Unit = cell, heldOn = '2026-08-05', by: Viewer = secretary): Promise<string> =>
    db.tx((t) =>
      logMeeting(
        t,
        {
          step: 'review',
          candidates: [],
          isCorrecting: false,
          draft: {
            unit: { id: of.id, name: of.name },
            head: {
              kind: 'regular',
              heldOn,
              startsAt: '14:00',
              endsAt: '15:40',
              chair: 'Lê Văn Mẫu, Bí thư',
              minuteTaker: 'Trần Thị Ví Dụ',
            },
            attendance: null,
            agenda: ['Kiểm điểm tháng 7'],
            conclusions: ['giao Tổ 2 hoàn thiện báo cáo, hạn 15/8'],
          },
        },
        { accountId: by.accountId, at, today },
      ),
    );
  async function approve(chat: ReturnType<typeof openChat>): Promise<string> {
    await chat.say('/docbienban');
    await chat.press('Trình chủ trì duyệt');
    await chat.press('Chủ trì đã duyệt');
    return chat.press('Ghi nhận, cấp số và khóa');
  }

  it('get numbers that are never given twice, whoever asks at the same time', async () => {
    const given = await Promise.all(
      Array.from({ length: 12 }, () => db.tx((t) => takeNumber(t, cell.id, '2025-2030', 'BB'))),
    );
    expect([...given].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(await nextNumber(db, cell.id, '2025-2030', 'BB')).toBe(13);
    expect(await nextNumber(db, cell.id, '2025-2030', 'TB')).toBe(1);
    expect(await nextNumber(db, other.id, '2025-2030', 'BB')).toBe(1);
  });

  it('keep a number that was lost with its transaction for the next paper', async () => {
    await db
      .tx(async (t) => {
        await takeNumber(t, cell.id, '2025-2030', 'BB');
        throw new Error('cut off');
      })
      .catch(() => undefined);
    expect(await nextNumber(db, cell.id, '2025-2030', 'BB')).toBe(1);
  });

  it('go on from a number that the office sets, and never back to one that may have been given', async () => {
    const series = { unitId: cell.id, term: '2025-2030', typeCode: 'BB' };
    expect(await db.tx((t) => setNextNumber(t, series, 12))).toBe(true);
    expect(await db.tx((t) => takeNumber(t, cell.id, '2025-2030', 'BB'))).toBe(12);
    expect(await db.tx((t) => setNextNumber(t, series, 12))).toBe(false);
    expect(await db.tx((t) => setNextNumber(t, series, 5))).toBe(false);
    expect(await nextNumber(db, cell.id, '2025-2030', 'BB')).toBe(13);
  });

  it('are dated from the nearest place above, under the issuer of the unit itself', async () => {
    await db.tx((t) =>
      saveSeries(t, commune.id, { issuer: 'ĐUX', placeName: 'Bến Đò' }, { accountId: null, at }),
    );
    expect(await readSeries(db, cell.id, today)).toMatchObject({ issuer: null, placeName: 'Bến Đò' });
    await db.tx((t) => saveSeries(t, cell.id, { issuer: 'CBĐR' }, { accountId: null, at }));
    await db.tx((t) => saveTerm(t, cell.id, { name: '2025-2027', startsOn: '2025-05-01' }));
    expect(await readSeries(db, cell.id, today)).toEqual({
      issuer: 'CBĐR',
      placeName: 'Bến Đò',
      term: { name: '2025-2027', startsOn: '2025-05-01' },
    });
  });

  it('go from a draft read back with hints to numbered, locked minutes', async () => {
    const id = await log();
    const chat = openChat(db, secretary, today);
    const aloud = await chat.say('/docbienban');
    for (const said of [
      'Chi bộ Đồng Rộc',
      'Kiểm điểm tháng 7',
      'Giao Tổ 2 hoàn thiện báo cáo',
      'THƯ KÝ: Trần Thị Ví Dụ',
    ])
      expect(aloud).toContain(said);
    expect(aloud).toContain('Chưa có số liệu điểm danh');
    // The place is locked with the words: whoever may set it is named while there is time.
    const unset = 'nhờ văn phòng cấp ủy gõ: /sovanban Chi bộ Đồng Rộc địa danh';
    expect(aloud).toContain(unset);
    expect(await chat.press('Trình chủ trì duyệt')).toContain('chờ chủ trì duyệt');
    expect((await getMeeting(db, secretary, id))?.status).toBe('waiting');
    const asked = await chat.press('Chủ trì đã duyệt');
    expect(asked).toMatch(/Lê Văn Mẫu[^]*01-BB\/CB[^]*2025-2030/u);
    expect(asked).toContain(unset);
    expect(await chat.press('Ghi nhận')).toContain('Đã cấp số **01-BB/CB**');

    expect((await getMeeting(db, secretary, id))?.status).toBe('approved');
    const paper = await getPaper(db, secretary, { meetingId: id }, 'minutes');
    expect(paper).toMatchObject({
      symbol: '01-BB/CB',
      number: 1,
      issuedOn: '2026-08-05',
      confirmedByName: 'Lê Văn Mẫu',
      recordedBy: secretary.accountId,
    });
    expect(paper?.content.heading).toMatchObject({ number: 'Số 01-BB/CB', mark: null });
    expect((await auditTrail(db, 'paper', paper?.id ?? '')).map((one) => one.action)).toEqual([
      'minutes.approved',
    ]);
    expect(await chat.say('/duyetbienban')).toContain('Không có biên bản nào đang chờ duyệt');
    await chat.say('/bienban');
    const [name = '', bytes] = [...chat.files][0] ?? [];
    const { text } = await readDocument(bytes as Uint8Array, name);
    expect(text).toContain('Số 01-BB/CB');
    expect(text).not.toContain('DỰ THẢO');
  });

  it('are approved as they were read back, or not at all', async () => {
    const id = await log();
    const chat = openChat(db, secretary, today);
    await chat.say('/docbienban');
    await chat.press('Trình chủ trì duyệt');
    await chat.press('Chủ trì đã duyệt');
    const colleague = openChat(db, office, today);
    await colleague.say('/docbienban Chi bộ Đồng Rộc 5/8/2026');
    expect(await colleague.press('Trả về nháp')).toContain('về nháp');
    expect(await chat.press('Ghi nhận')).not.toContain('Đã cấp số');
    expect((await getMeeting(db, secretary, id))?.status).toBe('draft');
    expect(await nextNumber(db, cell.id, '2025-2030', 'BB')).toBe(1);
  });

  it('cannot be approved twice, nor without a chair, nor straight from a draft', async () => {
    const id = await log();
    const chat = openChat(db, secretary, today);
    expect(await chat.say('/duyetbienban')).toContain('Không có biên bản nào đang chờ duyệt');
    await chat.say('/docbienban');
    await chat.press('Trình chủ trì duyệt');
    await chat.press('Chủ trì đã duyệt');
    const again = openChat(db, secretary, today);
    await again.say('/duyetbienban');
    expect(await chat.press('Ghi nhận')).toContain('01-BB/CB');
    expect(await again.press('Ghi nhận')).toMatch(/đã duyệt và khóa|vừa có thay đổi/u);
    expect(await listPapers(db, secretary)).toHaveLength(1);
    expect(await nextNumber(db, cell.id, '2025-2030', 'BB')).toBe(2);

    const bare = await log(cell, '2026-08-04');
    await db.query(`UPDATE meeting SET chair = '' WHERE id = $1`, [bare]);
    await again.say('/docbienban Chi bộ Đồng Rộc 4/8/2026');
    expect(await again.press('Trình chủ trì duyệt')).toContain('chưa ghi người chủ trì');
    expect((await getMeeting(db, secretary, id))?.status).toBe('approved');
  });

  it('keep their words when the meeting, the template or the place changes later', async () => {
    const id = await log();
    const chat = openChat(db, secretary, today);
    await chat.say('/sua địa điểm Hội trường');
    await chat.press('Lưu');
    await approve(chat);
    // Nothing takes back what is locked: neither undo nor a correction.
    expect(await chat.say('/hoantac')).toContain('đã duyệt');
    expect(chat.options()).toEqual([]);
    expect(await chat.say('/sua địa điểm Phòng họp 3')).toMatch(/đã khóa; bổ sung bằng \/phuluc/u);
    expect((await getMeeting(db, secretary, id))?.place).toBe('Hội trường');
    const before = await getPaper(db, secretary, { meetingId: id }, 'minutes');
    await db.tx((t) => saveSeries(t, cell.id, { placeName: 'Nơi khác' }, { accountId: null, at }));
    await db.query(`UPDATE meeting SET place = 'chỗ khác' WHERE id = $1`, [id]);
    expect((await getPaper(db, secretary, { meetingId: id }, 'minutes'))?.content).toEqual(before?.content);
  });

  it('bear no mark of a draft where an earlier release approved them without keeping a paper', async () => {
    const id = await log();
    const chat = openChat(db, secretary, today);
    expect(await chat.say('/docbienban')).toContain('DỰ THẢO');
    await db.query(`UPDATE meeting SET status = 'approved' WHERE id = $1`, [id]);
    expect(await chat.say('/docbienban Chi bộ Đồng Rộc 5/8/2026')).not.toContain('DỰ THẢO');
  });

  it('are changed after that only by dated addenda, confirmed before they are kept', async () => {
    const id = await log();
    const chat = openChat(db, secretary, today);
    expect(await chat.say('/phuluc Sửa hạn')).toContain('Chưa có biên bản nào đã khóa');
    await approve(chat);
    expect(await chat.say('/phuluc')).toContain('/phuluc');
    expect(await chat.say('/phuluc Sửa hạn nhiệm vụ 1 thành 20/8')).toMatch(/chưa lưu/u);
    expect(await chat.say('Sửa hạn nhiệm vụ 1 thành 25/8/2026')).toContain('25/8/2026');
    await chat.press('Lưu');
    await chat.say('/phuluc Bổ sung khách mời');
    expect(await chat.press('Bỏ, không lưu')).toContain('không lưu');
    const paper = await getPaper(db, secretary, { meetingId: id }, 'minutes');
    expect(await listAddenda(db, paper?.id ?? '')).toMatchObject([
      { ordinal: 1, dated: today, text: 'Sửa hạn nhiệm vụ 1 thành 25/8/2026', confirmedByName: 'Lê Văn Mẫu' },
    ]);
    expect(await chat.say('/bienban')).toContain('Kèm 1 phụ lục bổ sung');
    const bytes = [...chat.files.values()].at(-1) as Uint8Array;
    expect((await readDocument(bytes, 'b.docx')).text).toMatch(
      /PHỤ LỤC BỔ SUNG SỐ 01[^]*Sửa hạn nhiệm vụ 1 thành 25\/8\/2026/u,
    );
  });

  it('beside the minutes get numbers of their own type, once', async () => {
    await log();
    const chat = openChat(db, secretary, today);
    expect(await chat.say('/nghiquyet')).toContain('dự thảo');
    expect(await chat.press('Đã ký ban hành')).toContain('01-NQ/CB');
    expect(await chat.press('Cấp số và khóa')).toContain('Đã cấp số **01-NQ/CB**');
    expect(await chat.say('/nghiquyet')).toContain('Nghị quyết số 01-NQ/CB');
    expect(await chat.say('/thongbao')).toContain('Thông báo kết luận');
    expect(await chat.say('/ketluanhoinghi')).toContain('Kết luận');
    expect((await listPapers(db, secretary)).map((paper) => paper.symbol)).toEqual(['01-NQ/CB']);
    expect(await chat.say('/nghiquyet 08-NQ/TU')).toContain('/vanban 08-NQ/TU');
  });

  it('invite to a meeting that is planned', async () => {
    const chat = openChat(db, secretary, today);
    expect(await chat.say('/giaymoi')).toContain('chưa làm được giấy mời');
    await db.tx((t) =>
      insertPlans(
        t,
        [
          {
            unitId: cell.id,
            kind: 'regular',
            topic: '',
            sessionNo: null,
            isExtended: false,
            isOnline: false,
            heldOn: '2026-09-03',
            startsAt: '14:00',
            endsAt: null,
            place: 'Nhà văn hóa',
            chair: 'Lê Văn Mẫu, Bí thư',
            minuteTaker: '',
            guests: '',
            agenda: ['Nhiệm vụ tháng 9'],
            materials: [],
          },
        ],
        { accountId: null, at },
      ),
    );
    expect(await chat.say('/giaymoi')).toContain('Giấy mời cuộc họp ngày 03/9/2026');
    const bytes = [...chat.files.values()].at(-1) as Uint8Array;
    expect((await readDocument(bytes, 'g.docx')).text).toMatch(
      /14 giờ 00, ngày 03\/9\/2026[^]*Nhiệm vụ tháng 9/u,
    );
    await chat.press('Đã ký ban hành');
    expect(await chat.press('Cấp số và khóa')).toContain('01-GM/CB');
  });

  it('stay out of sight of other units', async () => {
    const id = await log();
    await approve(openChat(db, secretary, today));
    expect(await getPaper(db, neighbour, { meetingId: id }, 'minutes')).toBeNull();
    expect(await listPapers(db, neighbour)).toEqual([]);
    expect(await listPapers(db, localViewer)).toHaveLength(1);
    const chat = openChat(db, neighbour, today);
    expect(await chat.say('/bienban')).toContain('Chưa có cuộc họp');
    expect(await chat.say('/docbienban Chi bộ Đồng Rộc 5/8/2026')).not.toContain('Kiểm điểm');
    expect(await chat.say('/sovanban')).toContain('Chưa có văn bản');
  });

  it('are set up by the office, not by a secretary', async () => {
    const line = '/sovanban Chi bộ Đồng Rộc BB tiếp 12, địa danh Bến Đò';
    expect(await openChat(db, secretary, today).say(line)).toContain('văn phòng cấp ủy');
    const chat = openChat(db, office, today);
    expect(await chat.say(line)).toMatch(/chưa lưu[^]*Bến Đò[^]*12 \(nhiệm kỳ 2025-2030\)/u);
    expect(await chat.press('Lưu')).toContain('Đã lưu');
    await log();
    expect(await approve(openChat(db, secretary, today))).toContain('12-BB/CB');
    await chat.say('/sovanban Chi bộ Đồng Rộc BB tiếp 7');
    expect(await chat.press('Lưu')).toContain('sẽ trùng số');
  });

  it('name the meeting that is meant by unit and day, and ask where several fit', async () => {
    await log();
    await log(cell, '2026-07-05');
    await log(other, '2026-08-05', neighbour);
    const chat = openChat(db, office, today);
    expect(await chat.say('/bienban chi bo dong roc 5/7/2026')).toContain('05/7/2026, Chi bộ Đồng Rộc');
    expect(await chat.say('/bienban 5/8/2026')).toMatch(
      /chọn cuộc nào[^]*Đồng Rộc[^]*Cồn Hến|chọn cuộc nào[^]*Cồn Hến[^]*Đồng Rộc/u,
    );
    expect(await chat.press('05/8/2026, Chi bộ Cồn Hến')).toContain('Chi bộ Cồn Hến');
    expect(await chat.say('/bienban chi bo khong co')).toContain('không thấy cuộc họp');
    expect(await chat.say('/bienban chi bo dong roc 5/7/2026 pdf')).toContain('chưa cài LibreOffice');
  });
});
