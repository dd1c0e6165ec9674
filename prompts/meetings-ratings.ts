import { formatDate } from '../text/dates.ts';
import { formatNumber } from '../text/numbers.ts';

/*
 * Words of ratings: levels, score sheets, criteria, figures of a quarter. What was not told is an empty cell.
 */

export const levelNames: Readonly<Record<string, string>> = {
  good: 'Tốt',
  fair: 'Khá',
  average: 'Trung bình',
  weak: 'Kém',
};
export const levelName = (level: string): string => levelNames[level] ?? level;

/** 'Tốt, 92 điểm'. */
export const levelWithScore = (level: string, score: number | null): string =>
  score === null ? levelName(level) : `${levelName(level)}, ${formatNumber(score)} điểm`;

const monthName = (month: string): string => `${Number(month.slice(5, 7))}/${month.slice(0, 4)}`;
/** Whose rating it is: that of a meeting, or of a month. */
export const ratedMeeting = (unit: string, heldOn: string): string =>
  `cuộc họp ngày ${formatDate(heldOn)}, ${unit}`;
export const ratedMonth = (unit: string, month: string): string =>
  `tháng ${monthName(month)}, ${unit} (chưa có cuộc họp nào của tháng này trong kho)`;

/** 'Đảng viên dự họp: 20/20'. */
export const sheetLine = (line: { text: string; points: number | null; score: number | null }): string =>
  line.score === null
    ? line.text
    : `${line.text}: ${formatNumber(line.score)}${line.points === null ? '' : `/${formatNumber(line.points)}`}`;

/** What the record itself says of a criterion. */
export const checkLine = (text: string, unit: 'share' | 'minutes', value: number, isMet: boolean): string =>
  `${text}: theo biên bản là ${unit === 'share' ? `${formatNumber(value)}%` : `${value} phút`}, ${isMet ? 'đạt' : 'chưa đạt'}`;

export const confirmRating = (rating: {
  what: string;
  level: string;
  score: number | null;
  criteria: { name: string; isExample: boolean } | null;
  sheet: readonly string[];
  checks: readonly string[];
  because: string | null;
}): string =>
  [
    `Tôi ghi nhận xếp loại (chưa lưu): ${rating.what}.`,
    `Mức: **${levelWithScore(rating.level, rating.score)}**.`,
    ...(rating.because ? [rating.because] : []),
    ...rating.sheet.map((line) => `- ${line}`),
    ...rating.checks.map((line) => `- ${line}`),
    ...(rating.criteria
      ? [
          `Theo: ${rating.criteria.name}${rating.criteria.isExample ? ' (mẫu; đơn vị chưa có tiêu chí riêng, xem /tieuchi)' : ''}.`,
        ]
      : []),
  ].join('\n');
export const requiredMissing = 'Điểm đạt mức Tốt, nhưng có mục bắt buộc chưa đạt điểm tối đa.';
export const askRequired = (items: readonly string[]): string =>
  ['Các mục bắt buộc sau có đạt điểm tối đa không?', ...items.map((item) => `- ${item}`)].join('\n');
export const rated = (level: string): string => `Đã lưu xếp loại: ${levelName(level)}.`;
export const tellRating =
  'Gõ ví dụ: /xeploai 92 điểm; /xeploai tháng 8 chi bộ Văn phòng khá; /xeploai quý 2 tốt 42 khá 9 tb 1; /xeploai quý 2 để xem.';
export const noCellMeeting =
  'Tôi chưa rõ xếp loại cuộc họp nào. Gõ kèm tháng và chi bộ, ví dụ: /xeploai tháng 8 chi bộ Văn phòng 92 điểm.';
export const severalMeetings = 'Tháng này có mấy cuộc họp; đồng chí chọn một.';
export const wrongCount = (given: number, items: number): string =>
  `Đồng chí ghi ${given} con số, bộ tiêu chí có ${items} mục. Gõ lại đủ điểm từng mục, theo thứ tự.`;
export const overPoints = (text: string, score: number, points: number): string =>
  `Mục “${text}” nhiều nhất ${formatNumber(points)} điểm, đồng chí ghi ${formatNumber(score)}. Đồng chí gõ lại.`;
export const scoreTooHigh = (score: number, most: number): string =>
  `${formatNumber(score)} điểm nhiều hơn số điểm tối đa ${formatNumber(most)}. Đồng chí gõ lại.`;
export const sumDiffers = (score: number, sum: number): string =>
  `Tổng ${formatNumber(score)} điểm không khớp điểm từng mục cộng lại là ${formatNumber(sum)}. Đồng chí gõ lại.`;
export const levelDiffers = (told: string, computed: string, score: number): string =>
  `${formatNumber(score)} điểm là mức ${levelName(computed)}, đồng chí ghi ${levelName(told)}. Đồng chí gõ lại điểm hoặc mức.`;
export const noLevels =
  'Bộ tiêu chí này không có thang điểm; đồng chí ghi thẳng mức: tốt, khá, trung bình hoặc kém.';

export const whichUnit = 'Xếp loại của đơn vị nào? Gõ tên đơn vị.';
export const unitNotFound = (text: string): string =>
  `Tôi chưa tìm thấy đơn vị “${text}”. Đồng chí gõ lại tên, hoặc xem /donvi.`;
export const severalUnits = 'Có mấy đơn vị phù hợp; đồng chí chọn một.';

const figure = (value: number | null, measure: string): string =>
  value === null ? '' : `${formatNumber(value)}${measure === 'share' ? '%' : ''}`;
export const quarterTitle = (quarter: number, year: number): string => `Xếp loại quý ${quarter}/${year}`;
export const quarterHead = ['Đơn vị', 'Tốt', 'Khá', 'Trung bình', 'Kém', 'Tổng', 'Nguồn'];
/** A row of reported figures; a level that was not told is an empty cell. */
export const quarterRow = (
  name: string,
  numbers: { good: number | null; fair: number | null; average: number | null; weak: number | null },
  measure: string,
  total: number | null,
  source: string,
): string[] => [
  name,
  figure(numbers.good, measure),
  figure(numbers.fair, measure),
  figure(numbers.average, measure),
  figure(numbers.weak, measure),
  figure(total, 'count'),
  source,
];
export const reported = 'đơn vị báo cáo';
export const confirmQuarter = (unit: string, quarter: number, year: number): string =>
  `Tôi ghi nhận xếp loại quý ${quarter}/${year} của ${unit} (chưa lưu):`;
export const missingLevels = (levels: readonly string[], sum: number, measure: string): string =>
  `Mức ${levels.map(levelName).join(', ')} không được ghi nên để trống, tôi không suy ra. Tổng các mức đã ghi là ${figure(sum, measure)}.`;
export const figuresOver = (sum: number, total: number, measure: string): string =>
  `Các mức cộng lại là ${figure(sum, measure)}, nhiều hơn ${figure(total, measure)}, tôi chưa lưu. Đồng chí kiểm tra và gõ lại.`;
export const figuresShort = (sum: number, total: number, measure: string): string =>
  `Bốn mức cộng lại là ${figure(sum, measure)}, không phải ${figure(total, measure)}.`;
export const quarterSaved = (quarter: number, year: number): string =>
  `Đã lưu xếp loại quý ${quarter}/${year}.`;
export const noQuarter = (quarter: number, year: number): string =>
  `Quý ${quarter}/${year} chưa có cuộc họp chi bộ hay số liệu xếp loại nào.`;
export const meetingsTitle = (quarter: number, year: number): string =>
  `Cuộc họp chi bộ được xếp loại, quý ${quarter}/${year}`;
export const meetingsHead = (months: readonly string[]): string[] => [
  'Chi bộ',
  ...months.map((month) => `Tháng ${Number(month.slice(5, 7))}`),
  'Tốt',
  'Khá',
  'Trung bình',
  'Kém',
  'Chưa xếp loại',
];
export const notRated = 'chưa xếp loại';
export const allUnits = 'Cộng';
export const meetingsNote = 'Đếm cuộc họp chi bộ đã ghi trong kho; tháng để trống là chưa có cuộc họp nào.';

export const criteriaTitle = (name: string, unit: string | null, year: number | null): string =>
  `${name}${unit ? `, ${unit}` : ''}${year ? `, từ năm ${year}` : ''}`;
export const criteriaHead = ['TT', 'Tiêu chí', 'Điểm', 'Bắt buộc'];
export const required = 'bắt buộc';
export const levelRule = (level: string, from: number, needsRequired: boolean): string =>
  `${levelName(level)} từ ${formatNumber(from)} điểm${needsRequired ? ', đủ điểm các mục bắt buộc' : ''}`;
export const criteriaSource = (source: string): string => `Nguồn: ${source}.`;
export const exampleCriteria =
  'Đơn vị chưa có bộ tiêu chí riêng; đây là mẫu. Để đặt bộ tiêu chí: gõ /tieuchi, tên đơn vị và năm, rồi mỗi dòng một tiêu chí kèm điểm, mỗi dòng một mức.';
export const tellCriteria = [
  'Gõ /tieuchi, tên đơn vị, năm ở dòng đầu; mỗi dòng sau một tiêu chí hoặc một mức. Ví dụ:',
  '/tieuchi Đảng bộ Mẫu 2026',
  'Đảng viên dự họp trên 85%, không vắng không lý do: 20 điểm, bắt buộc',
  'Thời gian từ 90 phút: 20 điểm, bắt buộc',
  'Chuẩn bị nội dung: 60 điểm',
  'Tốt từ 90, đủ mục bắt buộc',
  'Khá từ 70',
  'Trung bình từ 50',
  'Kém từ 0',
].join('\n');
export const confirmCriteria = (unit: string, year: number): string =>
  `Bộ tiêu chí của ${unit} từ năm ${year} (chưa lưu):`;
export const totalPoints = (points: number): string => `Tổng ${formatNumber(points)} điểm.`;
export const unreadLines = (lines: readonly string[]): string =>
  ['Các dòng sau tôi chưa đọc được, nên bỏ ra:', ...lines.map((line) => `- ${line}`)].join('\n');
export const criteriaProblems: Readonly<Record<string, string>> = {
  'level-order': 'Hai mức có cùng số điểm.',
  'level-twice': 'Một mức được ghi hai lần.',
  'level-beyond-points': 'Có mức cần nhiều điểm hơn tổng điểm các tiêu chí.',
};
export const criteriaSaved = 'Đã lưu bộ tiêu chí.';
export const criteriaName = (unit: string, year: number): string => `Tiêu chí của ${unit}, ${year}`;
export const typedBy = (name: string): string => `do ${name} nhập`;

export const buttons = {
  allRequired: 'Đạt cả',
  someMissing: 'Có mục chưa đạt',
  useExample: (name: string): string => `Dùng mẫu: ${name}`,
} as const;
export const commandHelp = {
  xeploai: 'xếp loại cuộc họp chi bộ; quý: số liệu và bảng theo đơn vị',
  tieuchi: 'bộ tiêu chí xếp loại của đơn vị theo năm',
} as const;
export const ratingExample = '/xeploai tháng 8 chi bộ Văn phòng 92 điểm';
