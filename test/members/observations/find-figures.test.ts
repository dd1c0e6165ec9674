import { describe, expect, it } from 'vitest';
import { findFigures } from '../../../members/observations/find-figures.ts';

/* Reports of a fictional province; what may be suggested out of them, and what may not. */

const figuresOf = (text: string, issuedOn: string | null = '2026-07-08') =>
  findFigures(text, { units: [], issuedOn, today: '2026-11-20' });
/** 'indicator[ qualifier] value[/denominator]' of each. */
const said = (text: string): string[] =>
  figuresOf(text).map(
    ({ indicator, qualifier, value, denominator }) =>
      `${indicator}${qualifier === null ? '' : ` ${qualifier}`} ${value}${denominator === null ? '' : `/${denominator}`}`,
  );

describe('figures of a report', () => {
  it.each([
    [
      'Đảng bộ có 52 tổ chức cơ sở đảng (30 đảng bộ cơ sở, 22 chi bộ cơ sở).',
      ['grassroots_orgs 52', 'grassroots_committees 30', 'grassroots_cells 22'],
    ],
    ['Tổng số đảng viên toàn Đảng bộ là 4.215 đồng chí.', ['members 4215']],
    [
      'Trong kỳ đã kết nạp được 45 đảng viên mới; công nhận chính thức cho 38 đảng viên dự bị.',
      ['admissions 45', 'confirmations 38'],
    ],
    [
      'Trao tặng Huy hiệu 50 năm tuổi Đảng cho 02 đồng chí, 45 năm tuổi Đảng cho 05 đồng chí.',
      ['badges 50 2', 'badges 45 5'],
    ],
    [
      'Cấp mới thẻ đảng viên cho 31 đồng chí, cấp lại thẻ bị hỏng cho 03 đồng chí.',
      ['cards_new 31', 'cards_reissued 3'],
    ],
    [
      'Ban Chấp hành hiện có 25/27 đồng chí; Ban Thường vụ 08 đồng chí (khuyết 01).',
      ['committee_members 25/27', 'standing_members 8'],
    ],
    [
      'Cơ quan hiện có 21 người trong tổng số biên chế được giao là 22 công chức và 03 hợp đồng.',
      ['staff 21/25'],
    ],
    ['Đến nay có 5.310 đảng viên, tăng 12,5% so với năm 2020.', ['members 5310', 'members_growth 2020 12.5']],
    ['Đồng ý cho 17 đảng viên đi học tập, công tác ở nước ngoài.', ['travel_approved 17']],
    [
      'Đảng bộ có 40 tổ chức cơ sở đảng với 25 đảng bộ, 15 chi bộ; trong 25 đảng bộ có 6 đảng bộ bộ phận, 210 chi bộ.',
      [
        'grassroots_orgs 40',
        'grassroots_committees 25',
        'grassroots_cells 15',
        'sectional_orgs 6',
        'cells 210',
      ],
    ],
  ])('are taken with what they count: %s', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it.each([
    'Chi bộ có từ 9 đảng viên chính thức trở lên bầu chi ủy; không quá 7 chi ủy viên.',
    'Đảng bộ có dưới 200 đảng viên không bố trí cán bộ chuyên trách.',
    'Xét tặng Huy hiệu 30, 40, 45, 50 năm tuổi Đảng theo quy định.',
    'Thực hiện Nghị quyết số 28-NQ/TU ngày 06/12/2023 và Chỉ thị 05 về xây dựng Đảng năm 2026.',
    'Hội nghị Ban Chấp hành lần thứ 19, khóa 8 đã thảo luận 3 nội dung.',
    'Mỗi chi bộ phấn đấu kết nạp ít nhất 1 đảng viên.',
  ])('are never limits of a rule, symbols, days or ordinals: %s', (text) => {
    expect(said(text)).toEqual([]);
  });

  it('that are parts make their whole a sum only where they do', () => {
    const [whole] = figuresOf('Có 52 tổ chức cơ sở đảng, trong đó 30 đảng bộ cơ sở và 22 chi bộ cơ sở.');
    expect(whole?.breakdown).toEqual([
      { label: 'grassroots_committees', value: 30 },
      { label: 'grassroots_cells', value: 22 },
    ]);
    const [other] = figuresOf('Có 52 tổ chức cơ sở đảng, trong đó 30 đảng bộ cơ sở và 21 chi bộ cơ sở.');
    expect(other?.breakdown).toEqual([]);
  });

  it('of a rating keep the levels that are named and no other', () => {
    const text =
      'Xếp loại chất lượng sinh hoạt chi bộ quý 2 như sau: Tốt: 81,2%, Khá: 17,5%, Trung bình: 1,1%.';
    expect(figuresOf(text)).toMatchObject([
      {
        indicator: 'meeting_rating',
        valueUnit: 'percent',
        value: 99.8,
        breakdown: [
          { label: 'good', value: 81.2 },
          { label: 'fair', value: 17.5 },
          { label: 'average', value: 1.1 },
        ],
        period: { type: 'quarter', from: '2026-04-01', to: '2026-06-30' },
      },
    ]);
  });

  it('belong to the period under review, not to the plan for the next one', () => {
    const text =
      'Báo cáo sơ kết 6 tháng đầu năm 2026\nTrong 6 tháng đầu năm 2026 đã kết nạp 45 đảng viên.\n' +
      'Nhiệm vụ 6 tháng cuối năm 2026: tiếp tục phát triển đảng viên. Năm 2026 phấn đấu hoàn thành chỉ tiêu.\n' +
      'Cấp mới thẻ đảng viên cho 31 đồng chí.';
    const half = { type: 'half', from: '2026-01-01', to: '2026-06-30' };
    expect(figuresOf(text).map(({ indicator, period }) => [indicator, period])).toEqual([
      ['admissions', half],
      ['cards_new', half],
    ]);
  });

  it('of a day hold on it, and without one on the day of the report, if that is known', () => {
    expect(figuresOf('Tính đến 30/6/2026 có 4.215 đảng viên.')).toMatchObject([{ asOf: '2026-06-30' }]);
    expect(figuresOf('Đảng bộ hiện có 4.215 đảng viên.')).toMatchObject([{ asOf: '2026-07-08' }]);
    expect(figuresOf('Đến tháng 6 năm 2026, toàn Đảng bộ có 4.215 đảng viên.')).toMatchObject([
      { asOf: '2026-06-30' },
    ]);
    expect(figuresOf('Đảng bộ hiện có 4.215 đảng viên.', null)).toMatchObject([{ asOf: null, period: null }]);
  });

  it('come with their sentence, each once', () => {
    const text = 'Đảng bộ có 52 tổ chức cơ sở đảng. Nhìn lại, 52 tổ chức cơ sở đảng đều hoạt động nền nếp.';
    expect(figuresOf(text)).toMatchObject([{ sentence: 'Đảng bộ có 52 tổ chức cơ sở đảng.' }]);
  });
});
