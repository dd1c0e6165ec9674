import { describe, expect, it } from 'vitest';
import { officeUnits } from '../../../eval/members/office.ts';
import { parseStatistics } from '../../../members/statistics/parse-statistics.ts';
import { fold } from '../../../text/normalise.ts';

/*
 * A word that changes what a phrase says must change the query, or there must be none: whatever the grammar reads is
 * tried behind every such word. What is only half understood is never answered by the half.
 */

const context = { units: officeUnits, today: '2026-08-10', ownUnitIds: [] };
/** The query that a line is answered with at once; null where it is asked back or not understood. */
const answered = (text: string): string | null => {
  const reading = parseStatistics(text, context, { isCommand: true });
  return reading.kind === 'query' ? JSON.stringify(reading.query) : null;
};
/** Lines whose changed form is answered as the plain one would be; every second pair is typed without diacritics. */
function ignored(pairs: readonly (readonly [plain: string, changed: string])[]): string[] {
  const known = new Map<string, string | null>();
  return pairs
    .map((pair, index) => (index % 2 === 0 ? pair : ([fold(pair[0]), fold(pair[1])] as const)))
    .filter(([plain, changed]) => {
      const before = known.get(plain) ?? answered(plain);
      known.set(plain, before);
      return before !== null && answered(changed) === before;
    })
    .map(([, changed]) => changed);
}

const details = [
  'nữ', 'dự bị', 'chính thức', 'dân tộc thiểu số', 'người Kinh', 'được miễn sinh hoạt', 'dưới 30 tuổi', 'từ 31 đến 35 tuổi',
  'trên 40 năm tuổi đảng', 'cao cấp lý luận', 'trung cấp lý luận', 'trình độ đại học', 'thạc sĩ', 'tốt nghiệp THPT', 'nghỉ hưu',
  'là nông dân', 'học sinh', 'lực lượng vũ trang', 'có huy hiệu 50 năm',
]; // prettier-ignore
const units = ['xã Bình An', 'phường Trần Phú', 'Công an tỉnh', 'Văn phòng Tỉnh ủy', 'chi bộ thôn Đồng Tâm', 'trường THPT Bình An', 'tổ dân phố 5', 'toàn tỉnh']; // prettier-ignore
const spans = [
  'năm 2025',
  'năm ngoái',
  'quý 1 năm 2026',
  'tháng 7',
  '6 tháng đầu năm',
  'giai đoạn 2021-2025',
];

describe('a word that changes what a phrase says is never left out', () => {
  it('before a detail of the people: denial, exception, border, choice', () => {
    const words = [
      'không phải',
      'không',
      'chưa',
      'trừ',
      'ngoài',
      'ngoại trừ',
      'hoặc',
      'gần như',
      'sắp',
      'từng',
    ];
    expect(
      ignored(
        details.flatMap((detail) =>
          words.map((word) => [`bao nhiêu đảng viên ${detail}`, `bao nhiêu đảng viên ${word} ${detail}`]),
        ),
      ),
    ).toEqual([]);
  });

  it('behind a level or years: the side of the border', () => {
    const bordered = ['trung cấp lý luận', 'trình độ đại học', 'cao đẳng', '40 tuổi', '30 năm tuổi đảng'];
    const sides = ['trở lên', 'trở xuống'];
    expect(
      ignored(
        bordered.flatMap((each) =>
          sides.map((side) => [`số đảng viên ${each}`, `số đảng viên ${each} ${side}`]),
        ),
      ),
    ).toEqual([]);
  });

  it('before a unit: exception, and what stands round it', () => {
    const words = ['trừ', 'ngoài', 'không thuộc', 'không tính', 'gần', 'giáp', 'trước khi sáp nhập'];
    expect(
      ignored(
        units.flatMap((unit) =>
          words.map((word) => [`bao nhiêu đảng viên ${unit}`, `bao nhiêu đảng viên ${word} ${unit}`]),
        ),
      ),
    ).toEqual([]);
  });

  it('round the time of a flow: borders, parts and what is not exact', () => {
    const before = ['đầu', 'giữa', 'cuối', 'hết', 'đến hết', 'tính đến', 'trước', 'sau', 'nửa đầu', 'gần', 'khoảng', 'ngoài', 'trừ', 'ngày này', 'thời điểm này', 'cùng kỳ', 'tuần đầu', '10 ngày đầu', 'mỗi tháng']; // prettier-ignore
    const behind = ['đến nay', 'trở về trước', 'trở đi', 'và trước đó'];
    expect(
      ignored(
        spans.flatMap((span) => [
          ...before.map(
            (word) => [`kết nạp ${span} bao nhiêu`, `kết nạp ${word} ${span} bao nhiêu`] as const,
          ),
          ...behind.map(
            (word) => [`kết nạp ${span} bao nhiêu`, `kết nạp ${span} ${word} bao nhiêu`] as const,
          ),
        ]),
      ),
    ).toEqual([]);
  });

  it('round the day of a stock: what is not that day', () => {
    const words = [
      'giữa',
      'trước',
      'sau',
      'gần',
      'khoảng',
      'ngày này',
      'cùng ngày',
      'thời điểm này',
      'nửa đầu',
      'trừ',
    ];
    const days = ['năm 2025', 'năm ngoái', 'tháng trước', 'quý 1', 'tháng 5/2026'];
    expect(
      ignored(
        days.flatMap((day) =>
          words.map((word) => [`bao nhiêu đảng viên ${day}`, `bao nhiêu đảng viên ${word} ${day}`] as const),
        ),
      ),
    ).toEqual([]);
  });

  it('between two groups: each is asked for, not who is both', () => {
    const other = details.filter((detail) => detail !== 'nữ');
    const lines = other.flatMap((detail) => [
      `bao nhiêu đảng viên nữ và đảng viên ${detail}`,
      `bao nhiêu đảng viên nữ, bao nhiêu đảng viên ${detail}`,
      `bao nhiêu đảng viên nữ hoặc ${detail}`,
    ]);
    expect(lines.filter((line) => answered(line) !== null)).toEqual([]);
  });
});
