import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createStatisticsFeature } from '../../bot/features/statistics/statistics.ts';
import type { StatisticsFeature } from '../../bot/features/statistics/statistics.ts';
import { createUnitsFeature } from '../../bot/features/units.ts';
import { newId } from '../../core/ids.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { createFileStore } from '../../db/file-store.ts';
import type { FileStore } from '../../db/file-store.ts';
import { importRegister } from '../../members/register/import-register.ts';
import type { MemberRow } from '../../members/register/member.ts';
import { saveUnits } from '../../members/units/unit-store.ts';
import type { Unit, UnitLevel } from '../../members/units/units.ts';
import { fold } from '../../text/normalise.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { createTurns, readable } from './feature-turns.ts';
import { unitNamed } from '../support/units.ts';

const today = '2026-08-10';
const id = { x: newId(), v: newId(), t: newId(), c: newId(), th: newId() };
const unit = (unitId: string, name: string, level: UnitLevel, parentId: string | null): Unit =>
  unitNamed(name, { id: unitId, parentId, level });
const units = [
  unit(id.x, 'Đảng bộ xã Bình An', 'upper_grassroots', null),
  unit(id.v, 'Chi bộ Văn phòng', 'grassroots_cell', id.x),
  unit(id.t, 'Chi bộ thôn 3', 'grassroots_cell', id.x),
  unit(id.c, 'Đảng bộ Công an xã', 'grassroots_committee', id.x),
  unit(id.th, 'Chi bộ Tổng hợp', 'cell', id.c),
];
const member = (unitId: string, sex: 'female' | 'male', more: Partial<MemberRow> = {}): MemberRow => ({
  unitId,
  name: 'Người Thử',
  sex,
  birthDate: '1985-02-03',
  admissionDecisionDate: null,
  admissionCeremonyDate: '2010-05-19',
  confirmationDate: '2011-05-19',
  standing: 'probationary',
  status: 'active',
  leftDate: null,
  occupationGroup: null,
  schooling: null,
  professionalLevel: null,
  theoryLevel: null,
  isEthnicMinority: false,
  badges: [],
  partyAgeCorrectionMonths: 0,
  ...more,
});
const repeat = (count: number, row: MemberRow) => Array.from({ length: count }, () => row);
const rows = [
  ...repeat(7, member(id.v, 'female')),
  ...repeat(5, member(id.v, 'male')),
  ...repeat(2, member(id.v, 'female', { admissionCeremonyDate: '2026-07-15', confirmationDate: null })),
  ...repeat(20, member(id.t, 'male', { birthDate: '1955' })),
  ...repeat(3, member(id.t, 'female', { isEthnicMinority: true, birthDate: null })),
  ...repeat(6, member(id.th, 'male', { theoryLevel: 'advanced' })),
];
const secretary: Viewer = { accountId: newId(), role: 'secretary', unitIds: [id.t], ceiling: 'all' };

let db: Database;
let folder: string;
let files: FileStore;
let feature: StatisticsFeature;
beforeAll(async () => {
  db = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'capuy-'));
  files = createFileStore(folder);
});
afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await emptyTables(db);
  feature = createStatisticsFeature({ files });
  await db.tx(async (t) => {
    await saveUnits(t, units);
    await importRegister(t, rows, {
      unitId: null,
      fileName: 'ds.xlsx',
      listedOn: '2026-08-01',
      importedAt: '2026-08-02T01:00:00.000Z',
      importedBy: null,
      fields: [
        'name',
        'unit',
        'sex',
        'birthDate',
        'admissionCeremonyDate',
        'confirmationDate',
        'isEthnicMinority',
        'theoryLevel',
      ],
      rejectedCount: 0,
      isDemo: false,
    });
  });
  await feature.warm(db);
});
const turns = (viewer?: Viewer) => createTurns(db, feature, { today, ...(viewer ? { viewer } : {}) });

describe('/thongke', () => {
  it('answers a count with the day and the list it comes from', async () => {
    const said = readable(
      await turns().command('thongke', 'bao nhiêu đảng viên nữ ở chi bộ văn phòng tính đến 30/6/2026'),
    );
    expect(said).toContain('Chi bộ Văn phòng: 7 đảng viên nữ, đến ngày 30/6/2026.');
    expect(said).toContain(
      'Tính đến ngày 30/6/2026, theo danh sách nhập ngày 02/8/2026 (lập ngày 01/8/2026).',
    );
    expect(readable(await turns().command('thongke', 'dang vien nu chi bo van phong'))).toContain(
      '9 đảng viên nữ',
    );
  });

  it('tells which slip of typing it put right, and asks where the slip is another word', async () => {
    const said = readable(await turns().command('thongke', 'bao nhieu dang vein nu chi bo van phong'));
    expect(said).toContain('Tôi đọc “vein” là “viên”.');
    expect(said).toContain('9 đảng viên nữ');
    const chat = turns();
    const asked = JSON.stringify(await chat.command('thongke', 'đảng viên chung cấp lý luận'));
    expect(asked).toContain('“trung” thay cho “chung”');
    expect(asked).not.toMatch(/\d đảng viên/u);
    expect(readable(await chat.press('Thống kê như vậy'))).toContain('trung cấp');
  });

  it('offers the reading without the words it did not understand, and counts only when that was meant', async () => {
    const chat = turns();
    const offered = await chat.command(
      'thongke',
      'chi bộ thôn 3 có bao nhiêu đảng viên nữ, nóng nực kinh khủng',
    );
    expect(JSON.stringify(offered)).toContain(
      'Tôi chưa hiểu “nóng nực kinh khủng”. Có phải đồng chí hỏi: đảng viên nữ của Chi bộ thôn 3',
    );
    expect(offered.map((block) => block.type)).toEqual(['choices']);
    expect(readable(await chat.press('Thống kê như vậy'))).toContain('3');
  });

  it('splits into a table that adds up, a chart and buttons for further splits', async () => {
    const chat = turns();
    const blocks = await chat.command('thongke', 'đảng bộ xã Bình An theo chi bộ và giới tính');
    const table = blocks.find((block) => block.type === 'table');
    expect(table?.rows).toEqual([
      ['Đảng bộ Công an xã', '6', '0', '6', '13,9 %'],
      ['Chi bộ thôn 3', '23', '3', '20', '53,5 %'],
      ['Chi bộ Văn phòng', '14', '9', '5', '32,6 %'],
      ['Tổng số', '43', '12', '31', '100,0 %'],
    ]);
    const image = blocks.find((block) => block.type === 'image');
    expect(image?.alt).toContain('theo đơn vị và giới tính: Đảng bộ xã Bình An');
    const png = await files.read(image?.file.sha256 ?? '');
    expect(png?.subarray(1, 4).toString()).toBe('PNG');
    const next = readable(await chat.press('Theo độ tuổi'));
    expect(next).toContain('Chưa rõ | 3 | 7,0 %');
    expect(next).toContain('20 đồng chí chỉ ghi năm sinh');
    expect(next).toContain('Tổng số | 43 | 100,0 %');
  });

  it('a plain total shows its parts', async () => {
    const said = readable(await turns().command('thongke', ''));
    expect(said).toContain('Tổng số | 43 | 100,0 %');
    expect(said).toContain('Dự bị | 2 | 4,7 %');
    expect(said).toContain('Nữ | 12 | 27,9 %');
  });

  it('a secretary sees the own unit only, and it is the one meant', async () => {
    const chat = turns(secretary);
    expect(readable(await chat.command('thongke', ''))).toContain('Chi bộ thôn 3: 23 đảng viên');
    const other = readable(await chat.command('thongke', 'chi bộ văn phòng'));
    expect(other).toContain('Không tìm thấy đơn vị “chi bộ văn phòng” trong phạm vi');
    expect(other).not.toContain('14');
    await chat.command('thongke', 'theo giới tính');
    const forged = createTurns(db, feature, { today, viewer: { ...secretary, unitIds: [] } });
    expect(readable(await forged.command('thongke', 'thôn 3'))).not.toContain('23');
  });

  it('small counts of ethnic minorities are hidden from all but the organisation board', async () => {
    const hidden = await turns(secretary).command('thongke', 'dân tộc thiểu số');
    expect(readable(hidden)).toContain('không nêu');
    expect(readable(hidden)).not.toMatch(/(?<!\d)3 đảng viên/u);
    const split = await turns(secretary).command('thongke', 'theo dân tộc');
    expect(readable(split)).not.toMatch(/\| 3 \|/u);
    expect(split.some((block) => block.type === 'image')).toBe(false);
    expect(readable(await turns().command('thongke', 'dân tộc thiểu số'))).toContain(
      '3 đảng viên là người dân tộc thiểu số',
    );
  });

  it('organisations are counted by level, cells apart from grassroots organisations', async () => {
    const said = readable(
      await turns().command('thongke', 'đảng bộ xã Bình An có bao nhiêu tổ chức cơ sở đảng'),
    );
    expect(said).toContain('Chi bộ cơ sở | 2');
    expect(said).toContain('Tổ chức cơ sở đảng | 3');
  });

  it('says which word or unit it did not understand', async () => {
    expect(readable(await turns().command('thongke', 'theo chiều cao'))).toContain(
      'Tôi chưa hiểu “chiều cao”',
    );
    expect(readable(await turns().command('thongke', 'chi bộ bệnh viện'))).toContain('“chi bộ bệnh viện”');
    expect(readable(await turns().command('thongke', 'đến 1/1/2030'))).toContain('chưa đến');
  });

  it('nothing of members leaves in plain text where only public content may', async () => {
    const blocks = await turns().command('thongke', 'theo giới tính', {
      capabilities: {
        maxTextLength: 2000,
        markup: 'plain',
        hasButtons: false,
        hasTables: false,
        canSendFiles: true,
        live: 'none',
        ceiling: 'public',
      },
    });
    for (const block of blocks) {
      if (block.type === 'table' || block.type === 'image') expect(block.audience).toBe('internal');
      else expect(readable([block])).not.toMatch(/43|12|31/u);
    }
  });
});

describe('/solieu', () => {
  const enter = async (line: string) => {
    const chat = turns();
    const shown = readable(await chat.command('solieu', `nhập ${line}`));
    const saved = readable(await chat.press(chat.options()[0] ?? ''));
    return { shown, saved };
  };

  it.each([
    {
      line: 'tccsd dang bo khoi ccq tinh 70 = 28 dang bo co so + 42 chi bo co so, den 31/10/2023, nguon: ban tin 10/2023',
      ask: 'tccsd dang bo khoi ccq tinh',
      reply:
        /70 tổ chức.*31\/10\/2023[\s\S]*70 = 28 đảng bộ cơ sở \+ 42 chi bộ cơ sở[\s\S]*ban tin 10\/2023/u,
    },
    {
      line: 'Đảng viên Đảng bộ Khối CCQ tỉnh 3.193, đến 31/10/2023, nguồn: bản tin',
      ask: 'đảng viên đảng bộ khối ccq tỉnh',
      reply: /3\.193 người/u,
    },
    {
      line: 'TCCSĐ Đảng bộ Khối Các cơ quan tỉnh Sơn Bắc 63 = 39 đảng bộ cơ sở + 24 chi bộ cơ sở, đến 30/6/2020, nguồn: bài viết',
      ask: 'tccsđ đảng bộ khối ccq tỉnh sơn bắc',
      reply: /63 tổ chức[\s\S]*63 = 39 đảng bộ cơ sở \+ 24 chi bộ cơ sở/u,
    },
    {
      line: 'Đến tháng 9/2023 Đảng bộ tỉnh Nam Lộ có 817 tổ chức cơ sở đảng, trong đó 301 đảng bộ cơ sở và 516 chi bộ cơ sở, nguồn: hội nghị sơ kết',
      ask: 'Đảng bộ tỉnh Nam Lộ có bao nhiêu tổ chức cơ sở đảng?',
      reply: /817 tổ chức.*30\/9\/2023[\s\S]*817 = 301 đảng bộ cơ sở \+ 516 chi bộ cơ sở/u,
    },
  ])('a figure is shown, saved as a draft and given back: $ask', async ({ line, ask, reply }) => {
    const { shown, saved } = await enter(line);
    expect(shown).toContain('Số liệu sẽ lưu (nháp)');
    expect(saved).toContain('Đã lưu nháp');
    for (const text of [ask, fold(ask)]) {
      const answer = readable(await turns().command('solieu', text));
      expect(answer).toMatch(reply);
      expect(answer).toContain('nháp, chưa duyệt');
    }
  });

  it('a unit typed without diacritics gets the usual ones, shown before it is saved', async () => {
    const { shown, saved } = await enter(
      'tccsd dang bo khoi ccq tinh 70 = 28 + 42, den 31/10/2023, nguon: ban tin',
    );
    expect(shown).toContain('Đảng bộ Khối các cơ quan tỉnh (đơn vị mới');
    expect(saved).toContain('Đảng bộ Khối các cơ quan tỉnh');
  });

  it('both units of one name are kept apart, and a question for all says so', async () => {
    await enter('tccsd dang bo khoi ccq tinh 70 = 28 + 42, den 31/10/2023, nguon: ban tin');
    await enter('tccsd dang bo khoi ccq tinh Son Bac 63 = 39 + 24, den 30/6/2020, nguon: bai viet');
    const all = readable(await turns().command('solieu', 'tccsd'));
    expect(all).toContain('70 = 28');
    expect(all).toContain('63 = 39');
    expect(all).toContain('khác đơn vị hoặc khác thời điểm');
  });

  it('a wrong sum is refused with the sum shown, and nothing is saved', async () => {
    const chat = turns();
    const said = readable(
      await chat.command(
        'solieu',
        'nhap tccsd dang bo xa binh an 70 = 28 dang bo co so + 41 chi bo co so, den 31/10/2023, nguon: x',
      ),
    );
    expect(said).toContain('28 + 41 = 69, không bằng 70');
    expect(chat.options()).toEqual([]);
    expect(readable(await chat.command('solieu', 'tccsd'))).toContain('Chưa có số liệu');
  });

  it('asks for the day or period alone where only that is missing, the line as it was typed', async () => {
    const chat = turns();
    const [stock] = await chat.command('solieu', 'nhập đảng viên chi bộ văn phòng 15, nguồn: báo cáo');
    expect(stock).toMatchObject({
      type: 'choices',
      options: expect.arrayContaining([
        expect.objectContaining({
          action: 'say:/solieu nhap đảng viên chi bộ văn phòng 15, đến ngày 30/6/2026, nguồn: báo cáo',
        }),
      ]),
    });
    await chat.command('solieu', 'nhập kết nạp chi bộ văn phòng 15, nguồn: báo cáo');
    expect(chat.options()).toContain('6 tháng đầu năm 2026');
  });

  it('nothing is saved before or without Lưu', async () => {
    const chat = turns();
    await chat.command('solieu', 'nhập đảng viên chi bộ văn phòng 15 đến 30/6/2026 nguồn: báo cáo');
    expect(readable(await turns().command('solieu', 'đảng viên'))).toContain('Chưa có số liệu');
    expect(readable(await chat.press('Bỏ'))).toContain('chưa lưu gì');
    expect(readable(await turns().command('solieu', 'đảng viên'))).toContain('Chưa có số liệu');
  });

  it('the register and the report stand side by side under their labels', async () => {
    await enter('đảng viên chi bộ văn phòng 15, đến 30/6/2026, nguồn: báo cáo quý 2');
    const said = readable(await turns().command('thongke', 'chi bộ văn phòng'));
    expect(said).toContain('Theo danh sách đảng viên đã nhập | 14');
    expect(said).toContain('Theo báo cáo: báo cáo quý 2 (nháp, chưa duyệt) | 15 người | đến ngày 30/6/2026');
  });

  it('the office approves a draft; a secretary may not, nor add units or enter for others', async () => {
    const chat = turns(secretary);
    const foreign = await chat.command(
      'solieu',
      'nhập đảng viên chi bộ văn phòng 15 đến 30/6/2026 nguồn: báo cáo',
    );
    expect(readable(foreign)).toContain('ngoài phạm vi');
    await chat.command('solieu', 'nhập đảng viên 23 đến 30/6/2026 nguồn: báo cáo');
    await chat.press('Lưu');
    expect(chat.options()).toEqual([]);
    const office = turns();
    expect(readable(await office.command('solieu', 'đảng viên chi bộ thôn 3'))).toContain('23 người');
    expect(readable(await office.press('Duyệt'))).toContain('Đã duyệt');
    expect(readable(await turns().command('solieu', 'đảng viên chi bộ thôn 3'))).toContain('(đã duyệt)');
  });
});

describe('plain questions', () => {
  it.each([
    ['Bao nhiêu đảng viên nữ ở chi bộ văn phòng tính đến 30/6/2026?', 'thongke'],
    ['chi bo thon 3 co may dang vien', 'thongke'],
    ['Thống kê đảng viên theo độ tuổi', 'thongke'],
    ['Chi bộ tôi có bao nhiêu đảng viên dự bị?', 'thongke'],
    ['Đảng bộ Khối CCQ tỉnh Nghệ An có bao nhiêu tổ chức cơ sở đảng trực thuộc?', null],
    ['Theo báo cáo quý 2, chi bộ văn phòng có bao nhiêu đảng viên?', null],
    ['Chi bộ văn phòng họp bao nhiêu lần trong tháng?', null],
    ['34-CT/TU yêu cầu bao nhiêu đảng viên đăng ký?', null],
    ['Có bao nhiêu đảng viên được đồng ý đi nước ngoài?', null],
    ['Đảng viên dự bị có quyền gì?', null],
    ['Chi bộ văn phòng có nhiệm vụ gì?', null],
    ['Bao nhiêu đảng viên thì được thành lập chi bộ cơ sở?', null],
    ['Đảng bộ Trung ương có bao nhiêu đảng viên?', null],
  ])('%s goes to %s', (text, expected) => {
    for (const typed of [text, fold(text)]) expect(feature.recognise?.(typed)?.name ?? null).toBe(expected);
  });

  it('a figure that was entered is asked for in plain words at once', async () => {
    const question = 'Đảng bộ tỉnh Nam Lộ có bao nhiêu tổ chức cơ sở đảng?';
    expect(feature.recognise?.(question)).toBeNull();
    const chat = turns();
    await chat.command(
      'solieu',
      'nhập tccsd Đảng bộ tỉnh Nam Lộ 817 = 301 + 516 đến tháng 9/2023, nguồn: sơ kết',
    );
    await chat.press('Thêm đơn vị');
    expect(feature.recognise?.(question)).toEqual({ name: 'solieu', args: question });
  });
});

describe('/donvi', () => {
  it('shows the tree, one unit, and asks between several', async () => {
    const chat = createTurns(db, createUnitsFeature(), { today });
    expect(readable(await chat.command('donvi'))).toContain('– – Chi bộ Tổng hợp | Chi bộ trực thuộc');
    expect(readable(await chat.command('donvi', 'cb tong hop'))).toContain(
      'Thuộc Đảng bộ Công an xã › Đảng bộ xã Bình An',
    );
    await chat.command('donvi', 'chi bộ');
    expect(chat.options()).toHaveLength(3);
    expect(readable(await chat.press('Chi bộ thôn 3'))).toContain('**Chi bộ thôn 3**');
    expect(readable(await chat.command('donvi', 'bệnh viện'))).toContain('Không tìm thấy');
  });

  it('a secretary sees the own units only', async () => {
    const chat = createTurns(db, createUnitsFeature(), { today, viewer: secretary });
    const said = readable(await chat.command('donvi'));
    expect(said).toContain('Chi bộ thôn 3');
    expect(said).not.toContain('Văn phòng');
  });
});
