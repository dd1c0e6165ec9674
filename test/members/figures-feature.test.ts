import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFiguresFeature } from '../../bot/features/observations/figures.ts';
import type { Block, FeatureRequest, TurnContext } from '../../bot/types.ts';
import { newId } from '../../core/ids.ts';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { storeDocument } from '../../ingest/ingest.ts';
import { readDocument } from '../../ingest/read-document.ts';
import { listObservations } from '../../members/observations/observation-store.ts';
import { saveUnits } from '../../members/units/unit-store.ts';
import type { Unit } from '../../members/units/units.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { readable } from './feature-turns.ts';
import { unitNamed } from '../support/units.ts';

/* Figures out of a kept report and out of a pasted table: shown with their sentence, kept on a person's word, approved. */

const report = `ĐẢNG BỘ TỈNH BÌNH AN
ĐẢNG ỦY CÁC CƠ QUAN TỈNH
*
Số 45-BC/ĐU
Bình An, ngày 08 tháng 7 năm 2026

BÁO CÁO
Sơ kết công tác xây dựng Đảng 6 tháng đầu năm 2026

Trong 6 tháng đầu năm 2026, Đảng bộ các cơ quan tỉnh có 52 tổ chức cơ sở đảng (30 đảng bộ cơ sở, 22 chi bộ cơ sở).
Đã kết nạp được 45 đảng viên mới; công nhận chính thức cho 38 đảng viên dự bị.
Phấn đấu mỗi chi bộ kết nạp ít nhất 1 đảng viên.`;

const unit = (name: string): Unit => unitNamed(name, { level: 'upper_grassroots' });
const agencies = unit('Đảng bộ các cơ quan tỉnh');
const villages = unit('Đảng bộ xã Bình Hòa');
const secretary: Viewer = { accountId: newId(), role: 'secretary', unitIds: [villages.id], ceiling: 'all' };

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(db);
  await db.tx((t) => saveUnits(t, [agencies, villages]));
  await store(report);
});
async function store(text: string): Promise<void> {
  const document = await readDocument(new TextEncoder().encode(text), 'bao-cao.txt');
  await storeDocument(db, document, { scope: 'internal', by: null, now: new Date('2026-07-09T01:00:00Z') });
}

function chatOf(viewer: Viewer = localViewer) {
  const feature = createFiguresFeature();
  let dialogue: unknown;
  const send = async (request: FeatureRequest): Promise<Block[]> => {
    const context = {
      db,
      viewer,
      account: { id: viewer.accountId, name: 'Người thử' },
      now: new Date('2026-07-10T03:00:00Z'),
      today: '2026-07-10',
      dialogue,
    } as unknown as TurnContext;
    const outcome = await feature.handle(context, request);
    if (outcome.dialogue !== undefined) dialogue = outcome.dialogue;
    const written = outcome.write && (await db.tx((t) => outcome.write?.(t) ?? Promise.resolve()));
    return written ?? outcome.blocks;
  };
  return {
    command: async (name: string, args = '') => readable(await send({ type: 'command', name, args })),
    type: async (text: string) => readable(await send({ type: 'text', text })),
    press: async (action: string) => readable(await send({ type: 'choice', action })),
    waiting: () => JSON.stringify(feature.waiting?.(dialogue)),
  };
}
const kept = async (): Promise<string[]> =>
  (await listObservations(db, localViewer))
    .map(({ indicator, value, unitName, status }) => `${indicator} ${value} ${unitName} ${status}`)
    .sort();

describe('/trichsolieu', () => {
  it('shows each figure of a report with its sentence and keeps nothing before a word', async () => {
    const shown = await chatOf().command('trichsolieu', '45-BC/ĐU');
    expect(shown).toContain('Đã kết nạp được 45 đảng viên mới');
    expect(shown).toContain('52 = 30 đảng bộ cơ sở + 22 chi bộ cơ sở');
    expect(shown).not.toContain('ít nhất 1');
    expect(await kept()).toEqual([]);
  });

  it('asks whose the figures are where a sentence does not say, and keeps those that are chosen', async () => {
    const chat = chatOf();
    await store(
      report
        .replace('ĐẢNG ỦY CÁC CƠ QUAN TỈNH', 'BAN TỔ CHỨC')
        .replace('45-BC/ĐU', '46-BC/BTC')
        .replace('Đảng bộ các cơ quan tỉnh có', 'toàn Đảng bộ có'),
    );
    await chat.command('trichsolieu', '46-BC/BTC');
    expect(await chat.type('đảng bộ không có')).toContain('không thấy đơn vị');
    expect(await chat.type('Đảng bộ các cơ quan tỉnh')).toContain('Lưu cả 5 số liệu');
    expect(await chat.type('9')).toContain('từ 1 đến 5');
    const saved = await chat.type('1, 4');
    expect(saved).toContain('Đã lưu nháp 2 số liệu');
    expect(saved).toContain('Còn 3 số liệu dưới đây chưa lưu');
    expect(saved).toContain('Lưu cả 3 số liệu');
    // What is said beside another command or question.
    expect(chat.waiting()).toMatch(/Còn 3 số liệu chưa lưu[^]*Lưu cả 3 số liệu/u);
    expect(await kept()).toEqual([
      'admissions 45 Đảng bộ các cơ quan tỉnh draft',
      'grassroots_orgs 52 Đảng bộ các cơ quan tỉnh draft',
    ]);
    expect(await chat.type('bỏ')).toContain('Đã bỏ');
    // Buttons that stand above: nothing is open that they could drop.
    expect(await chat.press('discard:')).toContain('đã được lưu hoặc đã bỏ từ trước');
    expect(await kept()).toHaveLength(2);
    const [first] = await listObservations(db, localViewer, { indicator: 'admissions' });
    expect(first).toMatchObject({
      sourceSentence: expect.stringContaining('Đã kết nạp được 45'),
      period: { type: 'half', from: '2026-01-01', to: '2026-06-30' },
    });
  });

  it('keeps no figure twice when the same report is looked through again', async () => {
    const chat = chatOf();
    for (const told of ['5 số liệu', 'có đúng như vậy']) {
      await chat.command('trichsolieu', '45-BC/ĐU; đơn vị: Đảng bộ các cơ quan tỉnh');
      expect(await chat.type('lưu')).toContain(told);
    }
    expect(await kept()).toHaveLength(5);
  });

  it('says so where there is no such document, or no figure in it', async () => {
    expect(await chatOf().command('trichsolieu', '99-BC/ĐU')).toContain('không tìm thấy văn bản');
    expect(await chatOf().command('trichsolieu')).toContain('Ví dụ');
  });
});

describe('/nhapsolieu', () => {
  const rows =
    'Chỉ tiêu\tĐơn vị\tSố liệu\tKỳ\tNguồn\n' +
    'Kết nạp\tĐảng bộ xã Bình Hòa\t12\t6T 2026\tbáo cáo 6 tháng\n' +
    'Chuyển chính thức\t\t9\t\t\n' +
    'Số chi đoàn\t\t5\t\t\n' +
    'TCCSĐ\t\t20 = 12 đảng bộ cơ sở + 9 chi bộ cơ sở\tđến 30/6/2026\t';

  it('reads a pasted table, fills empty cells from above, and names the rows it does not take', async () => {
    const chat = chatOf();
    const shown = await chat.command('nhapsolieu', rows);
    expect(shown).toContain('Dòng 4');
    expect(shown).toContain('các phần không bằng tổng');
    await chat.type('lưu');
    expect(await kept()).toEqual([
      'admissions 12 Đảng bộ xã Bình Hòa draft',
      'confirmations 9 Đảng bộ xã Bình Hòa draft',
    ]);
  });

  it('keeps nothing for a unit outside the scope of who types', async () => {
    const chat = chatOf(secretary);
    expect(
      await chat.command('nhapsolieu', 'kết nạp; Đảng bộ các cơ quan tỉnh; 3; 6T 2026; báo cáo'),
    ).toContain('chưa có trong danh mục');
    expect(await kept()).toEqual([]);
  });
});

describe('/duyetsolieu', () => {
  it('lets the office approve what waits, and a secretary only see it', async () => {
    const own = chatOf(secretary);
    await own.command('nhapsolieu', 'kết nạp; Đảng bộ xã Bình Hòa; 3; 6T 2026; báo cáo');
    await own.type('lưu');
    expect(await own.command('duyetsolieu')).toContain('văn phòng cấp ủy duyệt');
    const [draft] = await listObservations(db, localViewer);
    expect(await own.press(`approve:${draft?.id}`)).toContain('văn phòng cấp ủy duyệt');
    expect(await chatOf().press(`approve:${draft?.id}`)).toContain('Đã duyệt 1 số liệu');
    expect(await kept()).toEqual(['admissions 3 Đảng bộ xã Bình Hòa approved']);
    expect(await chatOf().command('duyetsolieu')).toContain('Không có số liệu nháp');
  });
});
