import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asksADocument, parseStatistics } from '../../../members/statistics/parse-statistics.ts';
import { plainQuery, statisticsQuerySchema } from '../../../members/statistics/statistics-query.ts';
import type { StatisticsQuery } from '../../../members/statistics/statistics-query.ts';
import type { Unit } from '../../../members/units/units.ts';
import { fold } from '../../../text/normalise.ts';
import { unitNamed } from '../../support/units.ts';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const unit = (n: number, name: string, level: Unit['level'], parentId: string | null): Unit =>
  unitNamed(name, { id: id(n), parentId, level });
const units = [
  unit(1, 'Đảng bộ xã Bình An', 'upper_grassroots', null),
  unit(2, 'Chi bộ Văn phòng', 'grassroots_cell', id(1)),
  unit(3, 'Chi bộ thôn 3', 'grassroots_cell', id(1)),
  unit(4, 'Chi bộ Trường Trung cấp nghề', 'grassroots_cell', id(1)),
  unit(5, 'Đảng bộ Công an xã', 'grassroots_committee', id(1)),
  unit(6, 'Chi bộ Tổng hợp', 'cell', id(5)),
  unit(7, 'Chi bộ Hội Liên hiệp Phụ nữ', 'grassroots_cell', id(1)),
];
const context = { units, today: '2026-08-10', ownUnitIds: [] };

const expected = (more: Partial<StatisticsQuery>): StatisticsQuery => plainQuery('2026-08-10', more);

const readings: readonly (readonly [string, Partial<StatisticsQuery>])[] = [
  ['', {}],
  ['giới tính', { dimension: 'sex' }],
  ['theo độ tuổi', { dimension: 'age' }],
  ['chi bộ văn phòng theo lý luận chính trị', { unitId: id(2), dimension: 'theory' }],
  ['văn phòng dự bị', { unitId: id(2), filter: { standing: 'probationary' } }],
  ['CB VP, chính thức dự bị', { unitId: id(2), dimension: 'standing' }],
  ['đảng ủy xã Bình An theo chi bộ', { unitId: id(1), dimension: 'unit' }],
  ['theo chi bộ và giới tính', { dimension: 'unit', split: 'sex' }],
  ['theo giới tính và chi bộ', { dimension: 'unit', split: 'sex' }],
  ['theo nhóm tuổi và giới tính, đến 31/12/2025', { dimension: 'age', split: 'sex', asOf: '2025-12-31' }],
  [
    'bao nhiêu đảng viên nữ ở chi bộ văn phòng tính đến 30/6/2026',
    { unitId: id(2), filter: { sex: 'female' }, asOf: '2026-06-30' },
  ],
  ['Chi bộ Văn phòng có bao nhiêu đảng viên?', { unitId: id(2) }],
  ['chi bộ trường trung cấp nghề có mấy đảng viên nam', { unitId: id(4), filter: { sex: 'male' } }],
  [
    'Chi bộ trường Trung cấp có bao nhiêu đảng viên trung cấp lý luận',
    { unitId: id(4), filter: { theory: 'intermediate' } },
  ],
  ['số đảng viên chi bộ hội phụ nữ', { unitId: id(7) }],
  ['chi bộ Hội Liên hiệp Phụ nữ có bao nhiêu ĐV nữ', { unitId: id(7), filter: { sex: 'female' } }],
  ['bao nhiêu đảng viên dưới 35 tuổi hiện nay', { filter: { age: { from: 0, to: 34 } } }],
  ['đảng viên từ 31 đến 35 tuổi chi bộ thôn 3', { unitId: id(3), filter: { age: { from: 31, to: 35 } } }],
  ['số đảng viên dân tộc thiểu số cuối năm 2025', { filter: { isEthnicMinority: true }, asOf: '2025-12-31' }],
  ['đảng viên được miễn sinh hoạt của đảng bộ xã', { unitId: id(1), filter: { isExempt: true } }],
  [
    'đảng viên nữ dự bị đến hết quý 1/2026',
    { filter: { sex: 'female', standing: 'probationary' }, asOf: '2026-03-31' },
  ],
  ['đảng viên nữ năm 2025', { filter: { sex: 'female' }, asOf: '2025-12-31' }],
  ['đảng viên nữ đến 30/9', { filter: { sex: 'female' }, asOf: '2025-09-30' }],
  ['cơ cấu độ tuổi đảng viên đang sinh hoạt', { dimension: 'age' }],
  [
    'đảng bộ xã Bình An có bao nhiêu tổ chức cơ sở đảng',
    {
      measure: 'organisations',
      dimension: 'level',
      levels: ['grassroots_committee', 'grassroots_cell'],
      unitId: id(1),
    },
  ],
];

describe('a question about counts', () => {
  it.each(readings)('"%s" is understood', (text, more) => {
    expect(parseStatistics(text, context, { isCommand: true })).toEqual({
      kind: 'query',
      query: expected(more),
    });
  });

  it.each(readings)('"%s" is understood the same without diacritics', (text, more) => {
    expect(parseStatistics(fold(text), context, { isCommand: true })).toEqual({
      kind: 'query',
      query: expected(more),
    });
  });

  it('every query is valid for whatever reads it', () => {
    for (const [text] of readings) {
      const reading = parseStatistics(text, context, { isCommand: true });
      if (reading.kind === 'query') expect(statisticsQuerySchema.parse(reading.query)).toEqual(reading.query);
    }
  });

  it('a question finds units by words in their order only, a command in any order', () => {
    const own = [
      unit(1, 'Đảng bộ các cơ quan Đảng tỉnh Bình Sơn', 'upper_grassroots', null),
      unit(2, 'Đảng bộ tỉnh Bình Sơn', 'provincial', null),
    ];
    const read = (text: string, isCommand: boolean) =>
      parseStatistics(text, { ...context, units: own }, { isCommand });
    expect(read('Đảng bộ tỉnh có bao nhiêu đảng viên?', false)).toMatchObject({ query: { unitId: id(2) } });
    expect(read('Đảng bộ CCQ tỉnh có bao nhiêu đảng viên?', false).kind).not.toBe('query');
    expect(read('Đảng bộ CCQ tỉnh theo giới tính', true)).toMatchObject({
      query: { unitId: id(1), dimension: 'sex' },
    });
  });

  it('words that nobody understands are named as typed', () => {
    expect(parseStatistics('đảng viên theo cung hoàng đạo', context, { isCommand: true })).toEqual({
      kind: 'unknown-words',
      words: ['cung hoàng đạo'],
    });
  });

  it('a unit that is not known is named as typed', () => {
    for (const text of [
      'bao nhiêu đảng viên nữ ở Chi bộ Bệnh viện',
      'Chi bộ Bệnh viện có bao nhiêu đảng viên nữ?',
      'Chi bộ Bệnh viện theo giới tính, đến 30/6/2026',
    ])
      expect(parseStatistics(text, context, { isCommand: false })).toEqual({
        kind: 'unknown-unit',
        typed: 'Chi bộ Bệnh viện',
      });
  });

  it('a name that two units bear asks back with both', () => {
    const twins = [...units, unit(8, 'Chi bộ Tổng hợp', 'grassroots_cell', id(1))];
    const reading = parseStatistics(
      'chi bộ tổng hợp theo giới tính',
      { ...context, units: twins },
      { isCommand: true },
    );
    expect(reading).toMatchObject({
      kind: 'which-unit',
      candidates: [{ id: id(6) }, { id: id(8) }],
      query: { dimension: 'sex' },
    });
  });

  it('a secretary of one unit means that unit, of two units is asked', () => {
    const own = { ...context, ownUnitIds: [id(3)] };
    expect(parseStatistics('chi bộ tôi có bao nhiêu đảng viên', own, { isCommand: false })).toMatchObject({
      query: { unitId: id(3) },
    });
    expect(
      parseStatistics('theo giới tính', { ...context, ownUnitIds: [id(3), id(2)] }, { isCommand: true }),
    ).toMatchObject({ kind: 'which-unit', candidates: [{ id: id(2) }, { id: id(3) }] });
  });

  it('a day that has not come is refused', () => {
    expect(parseStatistics('đến 31/12/2027', context, { isCommand: true })).toEqual({
      kind: 'future',
      asOf: '2027-12-31',
    });
  });

  it('any text gives a valid query or a reason, never an exception', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const reading = parseStatistics(text, context, { isCommand: true });
        if (reading.kind === 'query') statisticsQuerySchema.parse(reading.query);
      }),
    );
  });

  it.each([
    ['Theo báo cáo quý 2, chi bộ văn phòng có bao nhiêu đảng viên?', true],
    ['34-CT/TU yêu cầu bao nhiêu đảng viên', true],
    ['chi bo van phong co bao nhieu dang vien', false],
  ])('"%s" points to a document: %s', (text, expectedAnswer) => {
    expect(asksADocument(text)).toBe(expectedAnswer);
  });
});
