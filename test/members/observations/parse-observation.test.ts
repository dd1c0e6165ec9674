import { describe, expect, it } from 'vitest';
import { parseObservationQuery } from '../../../members/observations/parse-observation-query.ts';
import { parseObservation } from '../../../members/observations/parse-observation.ts';
import type { ObservationReading } from '../../../members/observations/parse-observation.ts';
import { observationDraftSchema } from '../../../members/observations/observation.ts';
import type { Unit } from '../../../members/units/units.ts';
import { fold } from '../../../text/normalise.ts';
import { unitNamed } from '../../support/units.ts';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const unit = (n: number, name: string, level: Unit['level']): Unit => unitNamed(name, { id: id(n), level });
const units = [
  unit(1, 'Đảng bộ Khối các cơ quan tỉnh', 'upper_grassroots'),
  unit(2, 'Đảng bộ tỉnh Bình Sơn', 'provincial'),
  unit(3, 'Chi bộ Văn phòng', 'grassroots_cell'),
];
const context = { units, today: '2026-08-10', ownUnitIds: [] };
const read = (text: string, more: Partial<typeof context> = {}) =>
  parseObservation(text, { ...context, ...more });
const draftOf = (reading: ObservationReading) => {
  if (reading.kind !== 'draft' && reading.kind !== 'new-unit') throw new Error(JSON.stringify(reading));
  return observationDraftSchema.parse(reading.draft);
};
const orgs = [
  { label: 'grassroots_committees', value: 28 },
  { label: 'grassroots_cells', value: 42 },
];

describe('entering a figure', () => {
  it.each([
    'tccsd dang bo khoi ccq tinh 70 = 28 dang bo co so + 42 chi bo co so, den 31/10/2023, nguon: ban tin 10/2023',
    'Đảng bộ Khối CCQ tỉnh có 70 tổ chức cơ sở đảng (trong đó đảng bộ cơ sở là 28, chi bộ cơ sở là 42), tính đến 31/10/2023, nguồn: ban tin 10/2023',
    'TCCSĐ đảng bộ khối CCQ tỉnh 28 + 42 = 70 đến 31/10/2023 nguồn ban tin 10/2023',
    'tổ chức cơ sở đảng 70, gồm 28 đảng bộ cơ sở và 42 chi bộ cơ sở của Đảng bộ Khối các cơ quan tỉnh; đến ngày 31 tháng 10 năm 2023; nguồn: ban tin 10/2023',
    'tccsđ đảng ủy khối các cơ quan tỉnh 70 = 28 + 42; nguồn: ban tin 10/2023, đến 31/10/2023',
    'tccsd 28 ĐBCS + 42 CBCS đảng bộ khối ccq tỉnh đến tháng 10/2023, nguồn: ban tin 10/2023',
  ])('parts that make the whole are kept with it: %s', (line) => {
    for (const text of [line, fold(line)]) {
      expect(draftOf(read(text))).toMatchObject({
        indicator: 'grassroots_orgs',
        unitId: id(1),
        value: 70,
        valueUnit: 'organisation',
        asOf: '2023-10-31',
        period: null,
        breakdown: orgs,
        source: 'ban tin 10/2023',
      });
    }
  });

  it('parts that do not make the whole are refused with their sum', () => {
    expect(
      read('tccsd dang bo khoi ccq tinh 70 = 28 dang bo co so + 41 chi bo co so, den 31/10/2023, nguon: bao'),
    ).toEqual({ kind: 'wrong-sum', parts: [28, 41], sum: 69, value: 70 });
    expect(read('tccsd 63 = 39 + 25, den 30/6/2020')).toMatchObject({
      kind: 'wrong-sum',
      sum: 64,
      value: 63,
    });
  });

  it.each<[string, object]>([
    [
      'đảng viên đảng bộ khối ccq tỉnh 3.193, đến 31/10/2023, nguồn: bản tin',
      { indicator: 'members', value: 3193, valueUnit: 'person', unitId: id(1), asOf: '2023-10-31' },
    ],
    [
      'tổng số đảng viên Đảng bộ tỉnh Bình Sơn là 74.127 đồng chí đến tháng 9/2023, nguồn: hội nghị sơ kết',
      { indicator: 'members', value: 74127, unitId: id(2), asOf: '2023-09-30' },
    ],
    [
      'kết nạp 6T 2024 đảng bộ khối ccq tỉnh 73, nguồn: Kết luận hội nghị 19',
      {
        indicator: 'admissions',
        value: 73,
        asOf: null,
        period: { type: 'half', from: '2024-01-01', to: '2024-06-30' },
      },
    ],
    [
      'đảng bộ khối ccq tỉnh tặng huy hiệu 30 năm tuổi đảng 07 đồng chí 6 tháng đầu năm 2024, nguồn: Kết luận',
      { indicator: 'badges', qualifier: '30', value: 7 },
    ],
    [
      'ủy viên BCH đảng bộ khối ccq tỉnh 22/23 đồng chí đến 31/10/2023, nguồn: bản tin',
      { indicator: 'committee_members', value: 22, denominator: 23 },
    ],
    [
      'cấp lại thẻ đảng viên đảng bộ khối ccq tỉnh 04 quý 2/2024 theo báo cáo 6 tháng',
      { indicator: 'cards_reissued', value: 4, valueUnit: 'card', source: 'báo cáo 6 tháng' },
    ],
    [
      'đảng viên chi bộ văn phòng 45 = 30 nam + 15 nữ, đến 30/6/2026, nguồn: báo cáo',
      {
        unitId: id(3),
        value: 45,
        breakdown: [
          { label: 'male', value: 30 },
          { label: 'female', value: 15 },
        ],
      },
    ],
    [
      'xếp loại sinh hoạt chi bộ đảng bộ tỉnh Bình Sơn 100% = 80,8% tốt + 17,8% khá + 1,4% trung bình quý 2/2023, nguồn: sơ kết',
      {
        indicator: 'meeting_rating',
        value: 100,
        valueUnit: 'percent',
        breakdown: [
          { label: 'good', value: 80.8 },
          { label: 'fair', value: 17.8 },
          { label: 'average', value: 1.4 },
        ],
      },
    ],
  ])('%s', (text, expected) => {
    expect(draftOf(read(text))).toMatchObject(expected);
  });

  it('a unit that is not known is offered under the name as typed', () => {
    const reading = read(
      'tccsd Đảng bộ Khối CCQ tỉnh Bắc Hà 63 = 39 đảng bộ cơ sở + 24 chi bộ cơ sở, đến 30/6/2020, nguồn: bài báo',
      {
        units: [],
      },
    );
    expect(reading).toMatchObject({
      kind: 'new-unit',
      typed: 'Đảng bộ Khối CCQ tỉnh Bắc Hà',
      draft: { value: 63 },
    });
    expect(draftOf(reading).newUnitName).toBe('Đảng bộ Khối CCQ tỉnh Bắc Hà');
    expect(
      read('817 tổ chức cơ sở đảng toàn Đảng bộ tỉnh = 301 + 516 đến tháng 9/2023, nguồn: bài', {
        units: [],
      }),
    ).toMatchObject({
      kind: 'new-unit',
      typed: 'Đảng bộ tỉnh',
      draft: { value: 817, asOf: '2023-09-30' },
    });
  });

  it.each([
    ['đảng viên Chi bộ Bến Đò 17, đến 30/6/2026, nguồn: danh sách', 'Chi bộ Bến Đò'],
    ['đảng viên của Chi bộ Đồng Rộc là 23 đồng chí, đến 30/6/2026, nguồn: danh sách', 'Chi bộ Đồng Rộc'],
    ['Hiện nay chi bộ Tam Cơ có 31 đảng viên, đến 30/6/2026, nguồn: danh sách', 'chi bộ Tam Cơ'],
    ['dang vien chi bo dong roc 23, den 30/6/2026, nguon: danh sach', 'chi bo dong roc'],
  ])('words of a name that are fillers elsewhere stay in it: %s', (line, typed) => {
    expect(read(line, { units: [] })).toMatchObject({ kind: 'new-unit', typed });
  });

  it('a name that goes on after a known one is another unit, with the known one offered', () => {
    const reading = read('tccsd dang bo khoi ccq tinh Bac Ha 63 = 39 + 24, den 30/6/2020, nguon: bai bao');
    expect(reading).toMatchObject({
      kind: 'new-unit',
      typed: 'dang bo khoi ccq tinh Bac Ha',
      candidates: [{ id: id(1) }],
      draft: { unitId: null, value: 63 },
    });
  });

  it('words that nobody understands are named', () => {
    expect(read('tccsd, vui quá, dang bo khoi ccq tinh 63 = 39 + 24, den 30/6/2020, nguon: bai bao')).toEqual(
      { kind: 'unknown-words', words: ['vui quá'] },
    );
  });

  it('what is missing is named, all at once', () => {
    expect(read('đảng viên chi bộ văn phòng 45')).toEqual({ kind: 'missing', pieces: ['time', 'source'] });
    expect(read('đến 30/6/2026, nguồn: x')).toEqual({
      kind: 'missing',
      pieces: ['indicator', 'value', 'unit'],
    });
    expect(read('')).toEqual({ kind: 'missing', pieces: ['indicator', 'value', 'unit', 'time', 'source'] });
  });

  it('a number with its noun after it, and only one figure at a time', () => {
    expect(
      draftOf(
        read('Đảng bộ tỉnh Bình Sơn kết nạp 12 đảng viên trong quý 2/2026 (nguồn báo cáo số 15-BC/ĐU)'),
      ),
    ).toMatchObject({
      indicator: 'admissions',
      value: 12,
      period: { type: 'quarter' },
      source: 'báo cáo số 15-BC/ĐU)',
    });
    expect(read('664 tccsd, 1.824 chi bộ đảng bộ tỉnh Bình Sơn đến 30/11/2021 nguồn: bài')).toEqual({
      kind: 'several-figures',
    });
  });

  it('a secretary of one unit need not name it', () => {
    expect(
      draftOf(read('đảng viên 45 đến 30/6/2026 nguồn: báo cáo', { ownUnitIds: [id(3)] as never })),
    ).toMatchObject({
      unitId: id(3),
    });
  });
});

describe('a figure as a report writes it', () => {
  const tail = 'Đảng bộ Khối các cơ quan tỉnh, đến 31/10/2023, nguồn: bản tin';
  it.each([
    [`ủy viên chuyên trách 08 (khuyết 1) ${tail}`, { value: 8, denominator: 9 }],
    [`biên chế 19 người, được giao 18 công chức và 02 hợp đồng, ${tail}`, { value: 19, denominator: 20 }],
    [
      `đảng viên tăng 61,07% so với năm 2010 ${tail}`,
      { indicator: 'members_growth', qualifier: '2010', value: 61.07, valueUnit: 'percent' },
    ],
  ])('is kept with its places or its base year: %s', (line, expected) => {
    expect(draftOf(read(line))).toMatchObject(expected);
  });

  it('is refused where places taken and vacant are not those allotted', () => {
    expect(read(`biên chế 19 (khuyết 3), được giao 20, ${tail}`).kind).toBe('missing');
  });
});

describe('asking for a reported figure', () => {
  it.each([
    ['tccsd dang bo khoi ccq tinh', { indicator: 'grassroots_orgs', unitIds: [id(1)], time: null }],
    ['tccsd', { indicator: 'grassroots_orgs', unitIds: [], time: null }],
    ['kết nạp 6T 2024', { indicator: 'admissions', unitIds: [], time: { asOf: '2024-06-30' } }],
    ['Đảng bộ tỉnh Bình Sơn có bao nhiêu đảng viên?', { indicator: 'members', unitIds: [id(2)] }],
    ['huy hiệu 40', { indicator: 'badges', qualifier: '40' }],
    ['', { indicator: null, unitIds: [] }],
  ])('%s', (text, expected) => {
    expect(parseObservationQuery(text, context)).toMatchObject({ kind: 'query', ...expected });
    expect(parseObservationQuery(fold(text), context)).toMatchObject({ kind: 'query', ...expected });
  });

  it('names the words it does not understand', () => {
    expect(parseObservationQuery('tccsd của sao Hỏa', context)).toEqual({
      kind: 'unknown-words',
      words: ['sao Hỏa'],
    });
  });
});
