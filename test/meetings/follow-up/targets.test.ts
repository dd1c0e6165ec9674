import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../core/ids.ts';
import type { Viewer } from '../../../core/viewer.ts';
import type { Database } from '../../../db/database.ts';
import {
  reaches,
  readResults,
  readTargets,
  recogniseTargets,
} from '../../../meetings/follow-up/read-targets.ts';
import { saveUnits } from '../../../members/units/unit-store.ts';
import type { Unit } from '../../../members/units/units.ts';
import { emptyTables, openTestDatabase } from '../../support/database.ts';
import { unitNamed } from '../../support/units.ts';
import { openChat } from './chat.ts';

const today = '2026-08-20';

describe('a line with targets is read as', () => {
  it.each([
    ['Kết nạp 18 đảng viên trong năm 2026', 18, 'đảng viên', null, 'năm 2026'],
    ['ket nap 1.200 dang vien moi, nhiem ky 2025-2030', 1200, 'dang vien', null, 'nhiệm kỳ 2025 - 2030'],
    ['Mỗi đảng bộ cơ sở có một chi bộ 4 tốt năm 2023', 1, 'chi bộ', 'grassroots_committee', 'năm 2023'],
    ['mỗi đảng bộ phải có một đảng bộ cơ sở 4 tốt', 1, 'đảng bộ', 'upper_grassroots', ''],
    ['Từng chi bộ có nghị quyết chuyên đề', null, '', 'cell', ''],
    ['Mỗi TCCSĐ tự kiểm tra 2 chuyên đề', 2, 'chuyên đề', 'grassroots_org', ''],
    ['95,5% chi bộ xếp loại tốt theo Nghị quyết số 28-NQ/TU', 95.5, '%', null, ''],
    ['Tỷ lệ vắng họp không quá 5%', 5, '%', null, ''],
    ['Kết nạp mười hai đảng viên', 12, 'đảng viên', null, ''],
    ['Hai mươi mốt chi bộ đạt 4 tốt', 21, 'chi bộ', null, ''],
    ['Bồi dưỡng hàng trăm đảng viên', null, '', null, ''],
    ['Năm đảng viên được nâng cao nhận thức', null, '', null, ''],
    ['Xây dựng mô hình chi bộ 4 tốt', null, '', null, ''],
    ['Một số chỉ tiêu cải cách hành chính theo Quy định số 603', null, '', null, ''],
  ] as const)('%s', (line, amount, measure, ofLevel, period) => {
    expect(readTargets(line, today)).toMatchObject([{ amount, measure, ofLevel, period }]);
  });

  it('several, with the period of the one before', () => {
    const read = readTargets('Kết nạp 18 đảng viên năm 2026; mỗi chi bộ có 1 chuyên đề', today);
    expect(read.map(({ content, period }) => [content, period])).toEqual([
      ['Kết nạp 18 đảng viên năm 2026', 'năm 2026'],
      ['Mỗi chi bộ có 1 chuyên đề', 'năm 2026'],
    ]);
  });

  it('a result with or without a number, for one unit or several', () => {
    expect(readResults('Đảng bộ xã A: 1 chi bộ; Đảng bộ xã B: chưa đạt; đạt')).toEqual([
      { unit: 'Đảng bộ xã A', result: '1 chi bộ', amount: 1, isReached: null },
      { unit: 'Đảng bộ xã B', result: 'chưa đạt', amount: null, isReached: false },
      { unit: '', result: 'đạt', amount: null, isReached: true },
    ]);
  });

  it('at least a number, or at most where less is better', () => {
    expect(reaches({ content: 'Kết nạp 18 đảng viên', amount: 18 }, 18)).toBe(true);
    expect(reaches({ content: 'Kết nạp 18 đảng viên', amount: 18 }, 17)).toBe(false);
    expect(reaches({ content: 'Vắng không quá 5%', amount: 5 }, 6)).toBe(false);
    expect(reaches({ content: 'Vắng dưới 5%', amount: 5 }, 4)).toBe(true);
    expect(reaches({ content: 'Có mô hình', amount: null }, 3)).toBeNull();
  });

  it.each([
    ['các chỉ tiêu năm 2026', true],
    ['chi tieu nao chua dat', true],
    ['Xem chỉ tiêu của Đảng bộ xã Bến Mơ', true],
    ['chỉ tiêu kết nạp đảng viên của tỉnh là bao nhiêu', false],
    ['Nghị quyết nêu chỉ tiêu gì', false],
  ])('a question for the list: %s', (sentence, isOne) => {
    expect(recogniseTargets(sentence) !== null).toBe(isOne);
  });
});

describe('targets in chat', () => {
  const unit = (name: string, level: Unit['level'], parentId: string | null = null): Unit =>
    unitNamed(name, { parentId, level });
  const district = unit('Đảng bộ huyện Tân Mơ', 'upper_grassroots');
  const communes = ['Bến Mơ', 'Cồn Hến', 'Đồng Rộc'].map((name) =>
    unit(`Đảng bộ xã ${name}`, 'grassroots_committee', district.id),
  );
  const cell = unit('Chi bộ thôn Thượng', 'cell', communes[0]?.id);
  const viewerOf = (units: readonly Unit[]): Viewer => ({
    accountId: newId(),
    role: 'secretary',
    unitIds: units.map(({ id }) => id),
    ceiling: 'all',
  });
  const wide = viewerOf([district, ...communes, cell]);
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  beforeEach(async () => {
    await emptyTables(db);
    await db.tx(async (t) => {
      await saveUnits(t, [district, ...communes, cell]);
      await t.query(
        `INSERT INTO account (id, name, role, created_at) VALUES ($1, 'Người thử', 'secretary', $2)`,
        [wide.accountId, `${today}T02:00:00.000Z`],
      );
    });
  });

  it('of each unit below show who has reached them, who has not, and of whom nothing is told', async () => {
    const chat = openChat(db, wide, today);
    const shown = await chat.say(
      '/chitieu thêm Đảng bộ huyện Tân Mơ: mỗi đảng bộ cơ sở có một chi bộ 4 tốt năm 2026; kết nạp 30 đảng viên',
    );
    expect(shown).toContain('từng đảng bộ cơ sở của Đảng bộ huyện Tân Mơ | 1 chi bộ | năm 2026');
    expect(shown).toContain('Kết nạp 30 đảng viên | Đảng bộ huyện Tân Mơ | 30 đảng viên | năm 2026');
    expect(await openChat(db, wide, today).say('/chitieu')).toContain('Chưa có chỉ tiêu');
    expect(await chat.press('Lưu')).toContain('Đã lưu 2 chỉ tiêu');

    expect(await chat.say('/chitieu năm 2026')).toContain('0/3 đơn vị đạt | chưa đạt');
    await chat.press('Mỗi đảng bộ cơ sở');
    await chat.press('Ghi kết quả');
    expect(await chat.say('2 chi bộ')).toContain('ghi tên đơn vị');
    expect(await chat.say('Chi bộ thôn Thượng: 1')).toContain('chưa tìm thấy đơn vị');
    expect(await chat.say('xã Bến Mơ: 2 chi bộ; xã Cồn Hến: đang làm')).toContain('đạt hay chưa đạt');
    expect(await chat.say('xã Bến Mơ: 2 chi bộ; xã Cồn Hến: chưa đạt')).toMatch(
      /Đảng bộ xã Bến Mơ \| 2 chi bộ \| đạt\nĐảng bộ xã Cồn Hến \| chưa đạt \| chưa đạt/u,
    );
    expect(await chat.press('Lưu')).toContain('Đã lưu kết quả của 2 đơn vị');
    expect(await chat.say('/chitieu')).toContain('1/3 đơn vị đạt | chưa đạt');
    await chat.press('Mỗi đảng bộ cơ sở');
    expect(await chat.press('Xem từng đơn vị')).toMatch(
      /Cồn Hến \| chưa đạt[^]*Đồng Rộc \| {2}\| chưa có kết quả\nĐảng bộ xã Bến Mơ \| 2 chi bộ \(đến ngày 20\/8\/2026\) \| đạt\n1\/3 đơn vị đạt/u,
    );
    expect(chat.options()).toEqual(['Tải bảng .xlsx', 'Xem biểu đồ']);
    await chat.press('Tải bảng');
    expect(chat.files.size).toBe(1);
  });

  it('from above stand in the list of those they are set for, who tell their own result and no other', async () => {
    const [commune, other] = communes as [Unit, Unit];
    const above = openChat(db, wide, today);
    await above.say(
      '/chitieu thêm Đảng bộ huyện Tân Mơ: mỗi đảng bộ cơ sở có hai chi bộ 4 tốt năm 2026; kết nạp 30 đảng viên',
    );
    await above.press('Lưu');
    const viewer = viewerOf([commune]);
    await db.query(`INSERT INTO account (id, name, role, created_at) VALUES ($1, 'Xã', 'secretary', $2)`, [
      viewer.accountId,
      `${today}T02:00:00.000Z`,
    ]);
    const chat = openChat(db, viewer, today);
    const shown = await chat.say('/chitieu năm 2026');
    expect(shown).toMatch(
      /Mỗi đảng bộ cơ sở[^|]* \| Đảng bộ huyện Tân Mơ giao \| năm 2026 \| {2}\| chưa có kết quả/u,
    );
    // What the district set for itself is not theirs to see.
    expect(shown).not.toContain('30 đảng viên');
    await chat.press('Mỗi đảng bộ cơ sở');
    expect(chat.options()).toEqual(['Ghi kết quả']);
    await chat.press('Ghi kết quả');
    expect(await chat.say(`${other.name}: 2 chi bộ`)).toContain('chưa tìm thấy đơn vị');
    expect(await chat.say('1 chi bộ')).toContain(`${commune.name} | 1 chi bộ | chưa đạt`);
    expect(await chat.press('Lưu')).toContain('Đã lưu kết quả.');
    expect(await chat.say('/chitieu')).toContain('1 chi bộ (đến ngày 20/8/2026) | chưa đạt');
    expect(await above.say('/chitieu')).toContain('0/3 đơn vị đạt');
    // A cell below is of another level: nothing was set for it.
    expect(await openChat(db, viewerOf([cell]), today).say('/chitieu')).toContain('Chưa có chỉ tiêu');
    // A secretary of one commune sees no result of another.
    expect(await openChat(db, viewerOf([other]), today).say('/chitieu')).toContain('chưa có kết quả');
  });

  it('set from above are found by who asks for a unit below, with the result of that unit', async () => {
    const asked = '/chitieu xã Bến Mơ';
    const office = openChat(db, { ...wide, role: 'admin', unitIds: [] }, today);
    const wider = openChat(db, wide, today);
    await wider.say('/chitieu thêm Đảng bộ huyện Tân Mơ: mỗi đảng bộ cơ sở có hai chi bộ 4 tốt năm 2026');
    await wider.press('Lưu');
    for (const chat of [office, wider]) {
      expect(await chat.say(asked)).toMatch(/Mỗi đảng bộ cơ sở[^|]* \| Đảng bộ huyện Tân Mơ giao \|/u);
      // Nothing was set for a unit of another level.
      expect(await chat.say('/chitieu thôn Thượng')).toContain('Chưa có chỉ tiêu');
    }
    await office.say(asked);
    await office.press('Mỗi đảng bộ cơ sở');
    await office.press('Ghi kết quả');
    await office.say('xã Bến Mơ: 2 chi bộ; xã Cồn Hến: chưa đạt');
    await office.press('Lưu');
    expect(await office.say(asked)).toContain('2 chi bộ (đến ngày 20/8/2026) | đạt');
    expect(await office.say('/chitieu')).toContain('1/3 đơn vị đạt');
  });

  it('of the unit itself are judged by their number, dropped only after asking, and stay out of sight of others', async () => {
    const chat = openChat(db, wide, today);
    await chat.say('/chitieu thêm Đảng bộ xã Bến Mơ: kết nạp 12 đảng viên năm 2025');
    await chat.press('Lưu');
    expect(await chat.say('/chitieu xã Bến Mơ')).toContain('hết hạn, chưa có kết quả');
    const colleague = openChat(db, wide, today);
    await colleague.say('/chitieu');
    await colleague.press('Kết nạp');
    await colleague.press('Ghi kết quả');
    await colleague.say('11 đảng viên');
    await chat.press('Kết nạp');
    await chat.press('Ghi kết quả');
    expect(await chat.say('12')).toContain('| 12 | đạt');
    expect(await chat.press('Lưu')).toContain('Đã lưu kết quả.');
    expect(await colleague.press('Lưu')).toContain('Vừa có người khác sửa');
    expect(await chat.say('/chitieu')).toContain('12 (đến ngày 20/8/2026) | đạt');
    expect(await chat.say('/chitieu năm 2026')).toContain('Chưa có chỉ tiêu');

    expect(await openChat(db, viewerOf([cell]), today).say('/chitieu')).toContain('Chưa có chỉ tiêu');
    const ofCell = await openChat(db, wide, today).say(
      '/chitieu thêm Chi bộ thôn Thượng: mỗi chi bộ kết nạp 02 đảng viên',
    );
    expect(ofCell).toContain('không có đơn vị nào để giao cho “từng chi bộ”');
    await chat.say('/chitieu');
    await chat.press('Kết nạp');
    expect(await chat.press('Bỏ chỉ tiêu')).toContain('chưa lưu');
    expect(await chat.press('Lưu')).toContain('Đã bỏ chỉ tiêu');
    expect(await chat.say('/chitieu')).toContain('Chưa có chỉ tiêu');
  });
});
