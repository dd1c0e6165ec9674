import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '../../access/account-store.ts';
import { writeSetting } from '../../access/setting-store.ts';
import { createDueFeature } from '../../bot/features/members/due.ts';
import { endedUnit } from '../../bot/features/members/ended-unit.ts';
import { createMemberEventsFeature } from '../../bot/features/members/events.ts';
import { createOwnDataFeature } from '../../bot/features/own-data.ts';
import { applyRetention } from '../../bot/retention.ts';
import { chatDaysSetting } from '../../bot/kept-days.ts';
import { addEvent, listMessagesOf, markDone } from '../../bot/inbox-store.ts';
import { newId } from '../../core/ids.ts';
import { localViewer } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { createFileStore } from '../../db/file-store.ts';
import { saveHolidays } from '../../members/due/holiday-store.ts';
import { importRegister } from '../../members/register/import-register.ts';
import type { MemberRow } from '../../members/register/member.ts';
import { saveUnits } from '../../members/units/unit-store.ts';
import type { Unit } from '../../members/units/units.ts';
import { openTestDatabase, emptyTables } from '../support/database.ts';
import { createTurns, readable } from './feature-turns.ts';
import { unitNamed } from '../support/units.ts';

const today = '2026-08-20';
const id = { top: newId(), east: newId(), west: newId(), old: newId() };
const unit = (unitId: string, name: string, more: Partial<Unit> = {}): Unit =>
  unitNamed(name, { id: unitId, parentId: id.top, level: 'cell', ...more });
const units = [
  unit(id.top, 'Đảng bộ xã Bến Tre', { parentId: null, level: 'grassroots_committee' }),
  unit(id.east, 'Chi bộ thôn Đông'),
  unit(id.west, 'Chi bộ thôn Tây'),
  unit(id.old, 'Chi bộ thôn Cũ', { validTo: '2025-06-30', successorIds: [id.east, id.west] }),
];
const member = (name: string, unitId: string, more: Partial<MemberRow> = {}): MemberRow => ({
  unitId,
  name,
  sex: null,
  birthDate: '1970-01-01',
  admissionDecisionDate: '1996-08-30',
  admissionCeremonyDate: null,
  confirmationDate: '1997-08-30',
  standing: 'official',
  status: 'active',
  leftDate: null,
  occupationGroup: null,
  schooling: null,
  professionalLevel: null,
  theoryLevel: null,
  isEthnicMinority: null,
  badges: [],
  partyAgeCorrectionMonths: 0,
  ...more,
});
const secretary: Viewer = { accountId: newId(), role: 'secretary', unitIds: [id.west], ceiling: 'all' };

let db: Database;
let folder: string;
beforeAll(async () => {
  db = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'capuy-'));
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await emptyTables(db);
  await db.tx(async (t) => {
    await saveUnits(t, units);
    await importRegister(
      t,
      [
        member('Phan Văn Đông', id.east),
        member('Cao Thị Tây', id.west),
        member('Lý Dự Bị', id.west, {
          admissionDecisionDate: '2025-07-20',
          admissionCeremonyDate: '2025-08-03',
          confirmationDate: null,
          standing: 'probationary',
        }),
        member('Hà Cũ', id.old, { status: 'left', leftDate: '2025-07-01' }),
      ],
      {
        unitId: null,
        fileName: 'ds.csv',
        listedOn: '2026-06-30',
        importedAt: '2026-07-01T00:00:00.000Z',
        importedBy: null,
        fields: ['name', 'unit'],
        rejectedCount: 0,
        isDemo: false,
      },
    );
  });
});
const audit = async () =>
  (
    await db.query<{ action: string; entity: string; details: object }>(
      'SELECT action, entity, details FROM audit_event',
    )
  ).rows;

describe('/denhan', () => {
  const turns = (viewer: Viewer = localViewer) => createTurns(db, createDueFeature(), { today, viewer });

  it('lists badges with the reminder to check, and leaves the look on the trail', async () => {
    const said = readable(await turns().command('denhan', 'huy hieu 2/9/2026'));
    expect(said).toContain('Phan Văn Đông | Chi bộ thôn Đông | 30 năm | 30/8/2026');
    expect(said).toContain('Cần kiểm tra điều kiện');
    expect(await audit()).toMatchObject([
      { action: 'persons.listed', entity: 'due_badges', details: { count: 2, day: '2026-09-02' } },
    ]);
    expect(JSON.stringify(await audit())).not.toContain('Phan');
  });

  it('shows a secretary only the persons of their own units', async () => {
    const said = readable(await turns(secretary).command('denhan', 'huy hiệu 2/9/2026'));
    expect(said).toContain('Cao Thị Tây');
    expect(said).not.toContain('Phan Văn Đông');
    expect(readable(await turns(secretary).command('denhan', 'huy hiệu chi bộ thôn Đông'))).toContain(
      'Không tìm thấy',
    );
  });

  it('counts the thirty working days with the holidays that were entered', async () => {
    const plain = readable(await turns().command('denhan', 'du bi'));
    expect(plain).toContain('Lý Dự Bị | Chi bộ thôn Tây | 03/8/2025 | 03/8/2026 | 15/9/2026');
    expect(plain).toContain('Chưa nhập ngày nghỉ lễ năm 2026');
    await db.tx((t) => saveHolidays(t, [{ day: '2026-09-01', isWorking: false, name: 'Quốc khánh' }]));
    expect(readable(await turns().command('denhan', 'du bi'))).toContain('16/9/2026');
  });

  it('names nobody in a group, over an outside channel, or to a cadre', async () => {
    const chat = turns();
    const outside = { ...localViewer, ceiling: 'public' as const };
    const said = [
      await chat.command('denhan', 'huy hieu 2/9/2026', { isGroup: true }),
      await turns(outside).command('denhan', 'huy hieu 2/9/2026'),
      await turns({ ...secretary, role: 'cadre' }).command('denhan', 'huy hieu 2/9/2026'),
    ].map(readable);
    for (const each of said) expect(each).not.toMatch(/Phan|Cao|Lý/u);
    expect(await audit()).toEqual([]);
  });
});

describe('/biendong', () => {
  const turns = (viewer: Viewer = localViewer) =>
    createTurns(db, createMemberEventsFeature(), { today, viewer });

  it('echoes before saving, changes the movement, and can be taken back', async () => {
    const chat = turns();
    const echoed = readable(
      await chat.command('biendong', 'chuyển đến 4 chi bộ thôn Tây 15/7/2026, nguồn: giấy 12'),
    );
    expect(echoed).toContain('Số lượng | 4 đồng chí');
    expect(await audit()).toEqual([]);
    expect(readable(await chat.press('Lưu'))).toContain('Đã lưu: chuyển sinh hoạt đến, 4 đồng chí');
    expect(await audit()).toMatchObject([{ action: 'event.entered', details: { count: 4 } }]);
    const movement = readable(await chat.command('biendong', 'chi bộ thôn Tây từ 1/7/2026 đến 20/8/2026'));
    expect(movement).toContain('Có đến hết ngày 30/6/2026 | 2');
    expect(movement).toContain('Tăng: chuyển sinh hoạt đến | 4');
    expect(movement).toContain('2 + 4 - 0 = 6, khớp');
    expect(readable(await chat.command('biendong', 'chuyển đến 1 chi bộ thôn Tây 15/7/2026'))).toContain(
      'đã có 1 biến động',
    );
    await chat.command('biendong', 'xoa');
    expect(readable(await chat.press('Bỏ 15/7/2026'))).toContain('Đã bỏ');
    expect(readable(await chat.command('biendong', 'chi bộ thôn Tây từ 1/7/2026 đến 20/8/2026'))).toContain(
      '2 + 0 - 0 = 2',
    );
  });

  it('lets a secretary enter nothing for a unit of others, nor takes its name for the own unit', async () => {
    for (const typed of ['chi bộ thôn Đông', 'thon dong'])
      expect(
        readable(await turns(secretary).command('biendong', `chuyển đi 1 ${typed} 15/7/2026`)),
      ).toContain('Chưa rõ đơn vị');
    expect(readable(await turns(secretary).command('biendong', 'chuyển đi 1 15/7/2026'))).toContain(
      'Chi bộ thôn Tây',
    );
  });

  it('keeps what happened to one member by name, echoed first, and counts it from that day', async () => {
    const chat = turns(secretary);
    const echoed = readable(
      await chat.command('biendong', 'chuyển chính thức đ/c Lý Dự Bị 3/8/2026, nguồn: QĐ 9'),
    );
    expect(echoed).toContain('Đảng viên | Lý Dự Bị, sinh năm 1970');
    expect(echoed).toContain('Đơn vị | Chi bộ thôn Tây');
    expect(readable(await chat.press('Lưu'))).toContain('Đã lưu: công nhận chính thức, 1 đồng chí');
    expect(await audit()).toMatchObject([{ action: 'persons.listed' }, { action: 'event.entered' }]);
    expect(JSON.stringify(await audit())).not.toContain('Lý');
    expect(readable(await chat.command('biendong', 'chuyen chinh thuc ly du bi 3/8/2026'))).toContain(
      'đã có 1 biến động cùng loại',
    );
  });

  it('asks which bearer of a name is meant by unit and year of birth, of the own units only', async () => {
    const day = {
      unitId: null,
      fileName: 'b.csv',
      importedBy: null,
      rejectedCount: 0,
      isDemo: false,
    } as const;
    const list = [
      member('Vũ Văn Trùng', id.west, { birthDate: '1981' }),
      member('Vũ Văn Trùng', id.west, { birthDate: '1992-03' }),
      member('Vũ Văn Trùng', id.east, { birthDate: '1975' }),
    ];
    await db.tx((t) =>
      importRegister(t, list, {
        ...day,
        listedOn: '2026-07-31',
        importedAt: '2026-08-01T00:00:00.000Z',
        fields: ['name', 'unit', 'birthDate'],
      }),
    );
    const chat = turns(secretary);
    await chat.command('biendong', 'miễn sinh hoạt Vu Van Trung 10/8/2026');
    expect(chat.options()).toEqual([
      'Vũ Văn Trùng, sinh năm 1981, Chi bộ thôn Tây',
      'Vũ Văn Trùng, sinh năm 1992, Chi bộ thôn Tây',
    ]);
    expect(readable(await chat.press('Vũ Văn Trùng, sinh năm 1992'))).toContain('sinh năm 1992');
    const office = turns();
    const only = readable(
      await office.command('biendong', 'miễn sinh hoạt Vũ Văn Trùng chi bộ thôn Đông 10/8/2026'),
    );
    expect(only).toContain('sinh năm 1975');
  });

  it('names nobody of other units, to nobody in a group, and keeps no name for what is only counted', async () => {
    const typed = 'chuyển chính thức Phan Văn Đông 3/8/2026';
    expect(readable(await turns(secretary).command('biendong', typed))).toContain('Không tìm thấy');
    expect(readable(await turns().command('biendong', typed, { isGroup: true }))).toContain(
      'khung chat riêng',
    );
    expect(readable(await turns().command('biendong', 'xóa tên Phan Văn Đông 3/8/2026'))).toContain(
      'chỉ ghi số lượng',
    );
    expect(await audit()).toEqual([]);
  });

  it('tells where a list shows what no event explains', async () => {
    await db.tx((t) =>
      importRegister(t, [member('Phan Văn Đông', id.east), member('Cao Thị Tây', id.west)], {
        unitId: null,
        fileName: 'ds2.csv',
        listedOn: '2026-08-01',
        importedAt: '2026-08-02T00:00:00.000Z',
        importedBy: null,
        fields: ['name', 'unit', 'birthDate', 'admissionDecisionDate'],
        rejectedCount: 0,
        isDemo: false,
      }),
    );
    expect(readable(await turns().command('biendong', 'từ 1/7/2026 đến 10/8/2026'))).toContain('chênh 1');
  });
});

it('a unit that has ended answers with its last count and all its successors, before its end not at all', async () => {
  const old = units[3] as Unit;
  const outcome = await endedUnit({ db, viewer: localViewer }, units, old, today);
  const said = readable(outcome?.blocks ?? []);
  expect(said).toContain('đã kết thúc hoạt động từ ngày 01/7/2025');
  expect(said).toContain('Số liệu gần nhất là 1 đảng viên, tính đến ngày 30/6/2025');
  expect(said).toContain('Đơn vị kế thừa: Chi bộ thôn Đông; Chi bộ thôn Tây');
  expect(await endedUnit({ db, viewer: localViewer }, units, old, '2025-06-30')).toBeNull();
});

describe('/dulieu', () => {
  it('shows, exports and erases what the person wrote and nobody else did; the trail stays', async () => {
    const accountId = await db.tx((t) =>
      addAccount(
        t,
        { name: 'Chị Lan', role: 'secretary', unitIds: [id.west] },
        new Date(`${today}T00:00:00Z`),
      ),
    );
    const viewer: Viewer = { ...secretary, accountId };
    for (const [n, senderId] of [accountId, newId()].entries()) {
      const to = { channel: 'web', account: 'web', chat: `c${n}` };
      const head = { key: `web:web:${n}`, at: '2026-08-19T01:00:00.000Z', senderId, to, isGroup: false };
      const open = await addEvent(db, { ...head, type: 'text', text: `câu hỏi ${n}` }, head.at);
      await markDone(db, open?.seq ?? 0, head.at);
    }
    const chat = createTurns(db, createOwnDataFeature({ files: createFileStore(folder) }), { today, viewer });
    expect(readable(await chat.command('dulieu'))).toContain('Tin nhắn đã gửi còn lưu nội dung: 1.');
    expect((await chat.command('dulieu', 'xuất')).map((block) => block.type)).toEqual(['file']);
    expect(JSON.stringify(await chat.command('dulieu', 'xóa'))).toContain('Không lấy lại được');
    expect(readable(await chat.press('Xóa'))).toContain('Đã xóa nội dung 1 tin nhắn');
    expect(await listMessagesOf(db, accountId, 10)).toEqual([]);
    const { rows } = await db.query<{ event: { text?: string } }>('SELECT event FROM inbox ORDER BY seq');
    expect(rows.map(({ event }) => event.text ?? null)).toEqual([null, 'câu hỏi 1']);
    expect(await audit()).toMatchObject([{ action: 'own-data.erased', details: { messages: 1 } }]);
  });

  it('forgets chats older than the setting says, keeps newer ones, and none where it is nought or not set', async () => {
    const to = { channel: 'web', account: 'web', chat: 'c' };
    for (const [n, at] of ['2026-05-01T01:00:00.000Z', '2026-08-19T01:00:00.000Z'].entries()) {
      const head = { key: `web:web:${n}`, at, senderId: newId(), to, isGroup: false };
      const open = await addEvent(db, { ...head, type: 'text', text: `câu hỏi ${n}` }, at);
      await markDone(db, open?.seq ?? 0, at);
    }
    const now = new Date(`${today}T03:00:00Z`);
    const forget = async () => (await applyRetention(db, now, { only: 'chats' }))[0]?.counts;
    expect(await forget()).toEqual({});
    await db.tx((t) => writeSetting(t, chatDaysSetting, '0'));
    expect(await forget()).toEqual({});
    await db.tx((t) => writeSetting(t, chatDaysSetting, '90'));
    expect(await forget()).toEqual({ messages: 1, questions: 0 });
    expect(await forget()).toEqual({ messages: 0, questions: 0 });
    const { rows } = await db.query<{ event: { text?: string } }>('SELECT event FROM inbox ORDER BY seq');
    expect(rows.map(({ event }) => event.text ?? null)).toEqual([null, 'câu hỏi 1']);
    expect(await audit()).toMatchObject([{ action: 'chats.forgotten', details: { days: 90, messages: 1 } }]);
  });
});
