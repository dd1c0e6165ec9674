import JSZip from 'jszip';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createReportFeature } from '../../../bot/features/observations/report.ts';
import type { TurnContext } from '../../../bot/types.ts';
import { newId } from '../../../core/ids.ts';
import { localViewer, type Viewer } from '../../../core/viewer.ts';
import type { Database } from '../../../db/database.ts';
import type { FileStore } from '../../../db/file-store.ts';
import { saveObservation, approveObservation } from '../../../members/observations/observation-store.ts';
import type { ObservationDraft } from '../../../members/observations/observation.ts';
import { parseObservation } from '../../../members/observations/parse-observation.ts';
import { reportChart, reportPaper, reportWorkbook } from '../../../members/reports/report-files.ts';
import { samePeriodBefore } from '../../../members/reports/report-form.ts';
import { makeReport } from '../../../members/reports/report.ts';
import { importRegister } from '../../../members/register/import-register.ts';
import type { MemberRow } from '../../../members/register/member.ts';
import { saveUnits } from '../../../members/units/unit-store.ts';
import type { Unit } from '../../../members/units/units.ts';
import { writePartyDocument } from '../../../papers/docx/party-document.ts';
import { emptyTables, openTestDatabase } from '../../support/database.ts';
import { readable } from '../feature-turns.ts';
import { unitNamed } from '../../support/units.ts';

/* Periodic reports: approved figures, the register's counts, the same period before, sums and gaps. */

const unit = (name: string, parentId: string | null = null): Unit =>
  unitNamed(name, { parentId, level: parentId === null ? 'upper_grassroots' : 'cell' });
const agencies = unit('Đảng bộ các cơ quan tỉnh');
const office = unit('Chi bộ Văn phòng', agencies.id);
const villages = unit('Đảng bộ xã Bình Hòa');
const today = '2026-07-10';
const half = { type: 'half', from: '2026-01-01', to: '2026-06-30' } as const;

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(db);
  await db.tx((t) => saveUnits(t, [agencies, office, villages]));
});

/** Enters a line as people type it; approved unless it says otherwise. */
async function enter(line: string, isApproved = true): Promise<void> {
  const reading = parseObservation(`${line}, nguồn: báo cáo kỳ`, {
    units: [agencies, office, villages],
    today,
    ownUnitIds: [],
  });
  if (reading.kind !== 'draft') throw new Error(`${line}: ${reading.kind}`);
  const draft = { ...reading.draft, unitId: reading.draft.unitId as string } satisfies ObservationDraft;
  await db.tx(async (t) => {
    const id = await saveObservation(t, draft, { by: null, at: '2026-07-09T00:00:00Z' });
    if (isApproved) await approveObservation(t, id);
  });
}
const report = (viewer: Viewer = localViewer) =>
  makeReport(db, viewer, agencies, half, [agencies, office, villages]);
const rowsOf = async () =>
  new Map(
    (await report()).sections.flatMap(({ rows }) =>
      rows.map((row) => [`${row.indicator}${row.qualifier ?? ''}`, row] as const),
    ),
  );

describe('a periodic report', () => {
  it('holds approved figures of the period, the same period before, and says which are missing', async () => {
    await enter('kết nạp Đảng bộ các cơ quan tỉnh 73 6 tháng đầu năm 2026');
    await enter('kết nạp Đảng bộ các cơ quan tỉnh 61 6 tháng đầu năm 2025');
    await enter('kết nạp Đảng bộ các cơ quan tỉnh 99 9 tháng năm 2025');
    await enter('chuyển chính thức Đảng bộ các cơ quan tỉnh 68 6 tháng đầu năm 2026', false);
    const rows = await rowsOf();
    expect(rows.get('admissions')).toMatchObject({ value: 73, before: 61, origin: 'reported' });
    expect(rows.get('confirmations')).toMatchObject({ value: null, isGap: true });
    expect((await report()).draftCount).toBe(1);
  });

  it('gives few people of a religion to the office and to whoever entered them, to others only as withheld', async () => {
    const secretary: Viewer = {
      accountId: newId(),
      role: 'secretary',
      unitIds: [agencies.id],
      ceiling: 'all',
    };
    const colleague = { ...secretary, accountId: newId() };
    await enter('đảng viên Đảng bộ các cơ quan tỉnh 120 đến 30/6/2026');
    const draft: ObservationDraft & { unitId: string } = {
      indicator: 'members_religious',
      qualifier: null,
      unitId: agencies.id,
      newUnitName: null,
      period: null,
      asOf: '2026-06-30',
      value: 3,
      valueUnit: 'person',
      denominator: null,
      breakdown: [],
      source: 'báo cáo kỳ',
    };
    await db.tx(async (t) => {
      const by = secretary.accountId;
      await approveObservation(t, await saveObservation(t, draft, { by, at: '2026-07-09T00:00:00Z' }));
    });
    const lineFor = async (viewer: Viewer) =>
      (await report(viewer)).sections
        .flatMap(({ rows }) => [...rows])
        .find((row) => row.indicator === 'members_religious');
    expect(await lineFor(localViewer)).toMatchObject({ value: 3 });
    expect(await lineFor(secretary)).toMatchObject({ value: 3 });
    const withheld = await report(colleague);
    expect(await lineFor(colleague)).toMatchObject({ value: null, isGap: false, isWithheld: true });
    const paper = JSON.stringify(reportPaper(withheld, null, today));
    expect(paper).toContain('không nêu');
    expect(paper).not.toContain('theo tôn giáo 03');
  });

  it('keeps a stock of some days after the period, and none of a later one', async () => {
    await enter('đảng viên Đảng bộ các cơ quan tỉnh 3193 đến 8/7/2026');
    expect((await rowsOf()).get('members')).toMatchObject({ value: 3193, heldAt: { asOf: '2026-07-08' } });
  });

  it('shows the sums that hold and those that do not', async () => {
    await enter('tccsd Đảng bộ các cơ quan tỉnh 70 đến 30/6/2026');
    await enter('đảng bộ cơ sở Đảng bộ các cơ quan tỉnh 28 đến 30/6/2026');
    await enter('chi bộ cơ sở Đảng bộ các cơ quan tỉnh 41 đến 30/6/2026');
    expect((await report()).checks).toEqual([
      expect.objectContaining({ kind: 'sum', whole: 'grassroots_orgs', value: 70, sum: 69, holds: false }),
    ]);
    await enter('chi bộ cơ sở Đảng bộ các cơ quan tỉnh 42 đến 30/6/2026');
    expect((await report()).checks).toEqual([expect.objectContaining({ sum: 70, holds: true })]);
  });

  it('gives the count of the register beside a figure that differs, and where nobody reported one', async () => {
    const member: MemberRow = {
      unitId: office.id,
      name: 'Người Thử',
      sex: 'female',
      birthDate: '1990-01-01',
      admissionDecisionDate: '2026-03-01',
      admissionCeremonyDate: '2026-03-03',
      confirmationDate: null,
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
    };
    const older = {
      ...member,
      admissionDecisionDate: '2010-03-01',
      admissionCeremonyDate: '2010-03-03',
      confirmationDate: '2011-03-03',
    };
    await db.tx((t) =>
      importRegister(t, [member, { ...older, name: 'Người Hai' }], {
        unitId: null,
        fileName: 'ds.csv',
        listedOn: '2026-06-15',
        importedAt: '2026-06-15T00:00:00Z',
        importedBy: null,
        fields: ['name', 'sex'],
        rejectedCount: 0,
        isDemo: false,
      }),
    );
    await enter('đảng viên Đảng bộ các cơ quan tỉnh 3 đến 30/6/2026');
    const rows = await rowsOf();
    expect(rows.get('members')).toMatchObject({ value: 3, origin: 'reported', registerDiffers: 2 });
    expect(rows.get('admissions')).toMatchObject({ value: 1, origin: 'register' });
    expect((await report()).checks).toContainEqual(
      expect.objectContaining({ kind: 'balance', opening: 1, in: 1, out: 0, closing: 2, holds: true }),
    );
  });

  it('labels the base of a growth as ours and infers no missing share of a rating', async () => {
    await enter('đảng viên Đảng bộ các cơ quan tỉnh 29738 đến 30/6/2026');
    await db.tx(async (t) => {
      const id = await saveObservation(
        t,
        {
          indicator: 'members_growth',
          qualifier: '2010',
          unitId: agencies.id,
          newUnitName: null,
          period: null,
          asOf: '2026-06-30',
          value: 70.01,
          valueUnit: 'percent',
          denominator: null,
          breakdown: [],
          source: 'báo cáo',
        },
        { by: null, at: '2026-07-09T00:00:00Z' },
      );
      await approveObservation(t, id);
    });
    await enter(
      'xếp loại sinh hoạt chi bộ Đảng bộ các cơ quan tỉnh tốt 80,8% + khá 17,73% + trung bình 1,4% quý 2 năm 2026',
    );
    const made = await report();
    expect(made.derivedBases).toEqual([{ year: '2010', base: 17492 }]);
    expect(made.checks).toContainEqual({ kind: 'rating-incomplete', sum: 99.93 });
    expect((await rowsOf()).get('meeting_rating')?.breakdown).toHaveLength(3);
  });

  it('compares with the same months of the year before, and a term with the term before', () => {
    expect(samePeriodBefore(half)).toEqual({ type: 'half', from: '2025-01-01', to: '2025-06-30' });
    expect(samePeriodBefore({ type: 'term', from: '2020-01-01', to: '2025-12-31' })).toEqual({
      type: 'term',
      from: '2015-01-01',
      to: '2020-12-31',
    });
  });
});

describe('the files of a report', () => {
  beforeEach(async () => {
    for (const line of [
      'tccsd Đảng bộ các cơ quan tỉnh 70 = 28 đảng bộ cơ sở + 42 chi bộ cơ sở đến 30/6/2026',
      'đảng bộ cơ sở Đảng bộ các cơ quan tỉnh 28 đến 30/6/2026',
      'chi bộ cơ sở Đảng bộ các cơ quan tỉnh 42 đến 30/6/2026',
      'đảng viên Đảng bộ các cơ quan tỉnh 3193 đến 30/6/2026',
      'kết nạp Đảng bộ các cơ quan tỉnh 73 6 tháng đầu năm 2026',
      'kết nạp Đảng bộ các cơ quan tỉnh 61 6 tháng đầu năm 2025',
      'huy hiệu 40 năm Đảng bộ các cơ quan tỉnh 1 6 tháng đầu năm 2026',
      'huy hiệu 30 năm Đảng bộ các cơ quan tỉnh 7 6 tháng đầu năm 2026',
    ])
      await enter(line);
  });

  it('are a paper in the words of such reports', async () => {
    const paper = reportPaper(await report(), 'Đảng bộ tỉnh', today);
    const text = paper.blocks.flatMap((block) => (block.type === 'paragraph' ? [block.text] : [])).join('\n');
    expect(text).toContain('có 70 tổ chức cơ sở đảng (28 đảng bộ cơ sở, 42 chi bộ cơ sở)');
    expect(text).toContain('tổng số đảng viên là 3.193 đồng chí');
    expect(text).toContain('kết nạp 73 đảng viên (tăng 12 so với cùng kỳ)');
    expect(text).toContain('Tặng Huy hiệu Đảng cho 08 đồng chí (40 năm tuổi Đảng: 01, 30 năm tuổi Đảng: 07)');
    expect((await writePartyDocument(paper)).byteLength).toBeGreaterThan(4000);
  });

  it('name the day on which the stocks hold, not the last of the period, and every day where there are several', async () => {
    await emptyTables(db);
    await db.tx((t) => saveUnits(t, [agencies, office, villages]));
    await enter('đảng viên Đảng bộ các cơ quan tỉnh 3193 đến 30/5/2026');
    const first = async () =>
      reportPaper(await report(), null, today).blocks.find(({ type }) => type === 'paragraph');
    expect(await first()).toMatchObject({ text: expect.stringMatching(/^Đến ngày 30\/5\/2026, /u) });
    await enter('tccsd Đảng bộ các cơ quan tỉnh 70 đến 30/6/2026');
    expect(await first()).toMatchObject({ text: expect.stringContaining('các ngày 30/5/2026, 30/6/2026') });
  });

  it('are a workbook whose changes and sums are formulas', async () => {
    const zip = await JSZip.loadAsync(await reportWorkbook(await report()));
    const sheet = await zip.file('xl/worksheets/sheet1.xml')?.async('string');
    const formulas = [...(sheet ?? '').matchAll(/<f>([^<]*)<\/f>/gu)].map((match) => match[1]);
    expect(formulas).toContainEqual(expect.stringMatching(/^C(\d+)-D\1$/u));
    expect(formulas).toContainEqual(expect.stringMatching(/^C\d+-C\d+-C\d+$/u));
  });

  it('are a picture of what came about, with its figures in words', async () => {
    const drawn = reportChart(await report());
    expect(drawn?.alt).toContain('Đảng viên mới kết nạp: 73');
    expect(drawn?.alt).toContain('Đảng viên mới kết nạp (cùng kỳ): 61');
    expect(drawn?.chart.png.subarray(1, 4).toString()).toBe('PNG');
  });
});

describe('/baocao', () => {
  const kept: string[] = [];
  const files = {
    put: (_bytes: Uint8Array, name: string, mime: string) => {
      kept.push(name);
      return Promise.resolve({ sha256: '0', name, mime, sizeBytes: 1 });
    },
  } as unknown as FileStore;
  const feature = createReportFeature({ files });
  const run = async (
    request: Parameters<typeof feature.handle>[1],
    viewer: Viewer = localViewer,
    more = {},
  ) => {
    const context = {
      db,
      viewer,
      account: { id: viewer.accountId, name: 'Người thử' },
      today,
      now: new Date(`${today}T03:00:00Z`),
      capabilities: { ceiling: 'all', canSendFiles: true },
      ...more,
    } as unknown as TurnContext;
    return (await feature.handle(context, request)).blocks;
  };

  it('gives table, sums, gaps and paragraph of the period and unit that were typed, without diacritics too', async () => {
    await enter('kết nạp Đảng bộ các cơ quan tỉnh 73 6 tháng đầu năm 2026');
    const shown = readable(
      await run({ type: 'command', name: 'baocao', args: '6t 2026 dang bo cac co quan tinh' }),
    );
    expect(shown).toContain('Số liệu công tác xây dựng Đảng 6 tháng đầu năm 2026: Đảng bộ các cơ quan tỉnh');
    expect(shown).toContain('đã kết nạp 73 đảng viên');
    expect(shown).toMatch(/Chưa có số liệu:.*Tổ chức cơ sở đảng/u);
    expect(feature.recognise?.('lap bao cao so lieu 9 thang 2026')).toEqual({
      name: 'baocao',
      args: '9 thang 2026',
    });
    expect(feature.recognise?.('Báo cáo chính trị của Đại hội nói gì về phát triển đảng viên?')).toBeNull();
  });

  it('asks for the period and the unit where they are not clear, and gives files by button', async () => {
    const asked = await run({ type: 'command', name: 'baocao', args: 'đảng bộ các cơ quan tỉnh' });
    expect(readable(asked)).toContain('9 tháng đầu năm 2025; năm 2025');
    const [choices] = asked;
    const [option] = choices?.type === 'choices' ? choices.options : [];
    const shown = await run({ type: 'choice', action: option?.action.slice('report:'.length) ?? '' });
    expect(readable(shown)).toContain('quý 2 năm 2026');
    const buttons = shown.find((block) => block.type === 'choices');
    for (const button of buttons?.type === 'choices' ? buttons.options.slice(0, 2) : [])
      await run({ type: 'choice', action: button.action.slice('report:'.length) });
    expect(kept.map((name) => name.slice(-4))).toEqual(['docx', 'xlsx']);
    // Where a channel sends no files, the file is named all the same: a link to it is made later.
    const sheet = buttons?.type === 'choices' ? buttons.options[1] : undefined;
    const [named] = await run(
      { type: 'choice', action: sheet?.action.slice('report:'.length) ?? '' },
      localViewer,
      { capabilities: { ceiling: 'all', canSendFiles: false } },
    );
    expect(named?.type).toBe('file');
  });

  it('shows a secretary nothing of another unit, and no figure in the open where only public content may leave', async () => {
    await enter('kết nạp Đảng bộ các cơ quan tỉnh 73 6 tháng đầu năm 2026');
    const secretary: Viewer = {
      accountId: newId(),
      role: 'secretary',
      unitIds: [villages.id],
      ceiling: 'all',
    };
    const args = '6t 2026 dang bo cac co quan tinh';
    expect(readable(await run({ type: 'command', name: 'baocao', args }, secretary))).not.toContain('73');
    const outside = await run({ type: 'command', name: 'baocao', args }, localViewer, {
      capabilities: { ceiling: 'public', canSendFiles: true },
    });
    for (const block of outside)
      if (block.type === 'table') expect(block.audience).toBe('internal');
      else expect(readable([block])).not.toContain('73');
  });
});
