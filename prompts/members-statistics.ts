import { formatDate } from '../text/dates.ts';
import {
  capital,
  countedPeople,
  dimensionNames,
  number,
  signed,
  valueName,
} from './members-statistics-names.ts';
import type { Filter } from './members-statistics-names.ts';

/* Words of counts: what is counted, times, tables, charts, questions back, and what may not be told. */

export * from './members-statistics-names.ts';

const flowNames: Readonly<Record<string, string>> = {
  admit: 'được kết nạp',
  confirm: 'được công nhận chính thức',
  transfer_in: 'chuyển sinh hoạt đến',
  transfer_out: 'chuyển sinh hoạt đi',
  left: 'giảm khác (ngoài chuyển sinh hoạt)',
};

/** What is counted: 'đảng viên nữ được kết nạp', 'huy hiệu 40 năm được tặng', 'chi bộ cơ sở'. */
export function counted(
  query: { measure: string; filter: Filter; levels: readonly string[] | null },
  levelName: (level: string) => string,
): string {
  const { measure, filter, levels } = query;
  switch (measure) {
    case 'organisations':
      if (isGrassroots(levels)) return 'tổ chức cơ sở đảng';
      return levels === null ? 'tổ chức đảng' : levels.map((each) => lower(levelName(each))).join(' và ');
    case 'ratings':
      return 'xếp loại sinh hoạt chi bộ';
    case 'changes':
      return 'biến động đảng viên';
    case 'card_issue':
      return 'thẻ đảng viên cấp mới';
    case 'card_reissue':
      return 'thẻ đảng viên cấp lại';
    case 'badge': {
      const { badge, ...others } = filter;
      const who = Object.keys(others).length === 0 ? '' : ` cho ${countedPeople(others)}`;
      return `huy hiệu Đảng${badge ? ` ${badge} năm` : ''} được tặng${who}`;
    }
    default: {
      const flow = flowNames[measure];
      return flow === undefined ? countedPeople(filter) : `${countedPeople(filter)} ${flow}`;
    }
  }
}
/** Đảng bộ cơ sở and chi bộ cơ sở together. */
export const isGrassroots = (levels: readonly string[] | null): boolean =>
  levels?.length === 2 && levels.includes('grassroots_committee') && levels.includes('grassroots_cell');
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** 'đến ngày 30/6/2026' or 'từ 01/01/2025 đến 31/12/2025', in the words for periods where there are. */
export function timeOf(time: { asOf: string; period: { from: string; to: string } | null }): string {
  return time.period === null ? `đến ngày ${formatDate(time.asOf)}` : periodName(time.period);
}

/** A period by its name: 'năm 2025', '6 tháng đầu năm 2026', 'quý 2 năm 2026', 'tháng 5 năm 2026'. */
export function periodName({ from, to }: { from: string; to: string }): string {
  const year = from.slice(0, 4);
  const span = `${from.slice(5)} ${to.slice(5)}`;
  if (to.slice(0, 4) === year) {
    const named = wholePeriods[span];
    if (named) return `${named} ${year}`;
    if (from.endsWith('-01') && from.slice(0, 7) === to.slice(0, 7) && isMonthEnd(to))
      return `tháng ${Number(from.slice(5, 7))} năm ${year}`;
  }
  if (span === '01-01 12-31') return `từ năm ${year} đến năm ${to.slice(0, 4)}`;
  return `từ ${formatDate(from)} đến ${formatDate(to)}`;
}
const wholePeriods: Readonly<Record<string, string>> = {
  '01-01 12-31': 'năm',
  '01-01 06-30': '6 tháng đầu năm',
  '07-01 12-31': '6 tháng cuối năm',
  '01-01 09-30': '9 tháng đầu năm',
  '01-01 03-31': 'quý 1 năm',
  '04-01 06-30': 'quý 2 năm',
  '07-01 09-30': 'quý 3 năm',
  '10-01 12-31': 'quý 4 năm',
};
const isMonthEnd = (day: string): boolean =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).getUTCDate() === 1;

/** A point of a line: '2024', 'Q2/2025', '5/2026', and the day itself where the step is cut short. */
export function stepName(step: string, { from, to }: { from: string; to: string }, isWhole: boolean): string {
  const year = from.slice(0, 4);
  const month = Number(from.slice(5, 7));
  if (!isWhole) return `${formatDate(to)}`;
  if (step === 'year') return year;
  if (step === 'half') return `6T ${month < 7 ? 'đầu' : 'cuối'} ${year}`;
  if (step === 'quarter') return `Q${Math.ceil(month / 3)}/${year}`;
  return `${month}/${year}`;
}
export const stepHeadings: Readonly<Record<string, string>> = {
  year: 'Năm',
  half: 'Nửa năm',
  quarter: 'Quý',
  month: 'Tháng',
};

const by = (dimension: string): string =>
  dimension === 'none' || dimension === 'level' ? '' : ` theo ${dimensionNames[dimension] ?? dimension}`;
export const tableTitle = (
  what: string,
  query: { dimension: string; split: string },
  hasSplit: boolean,
  unitName: string,
): string =>
  capital(
    `${what}${by(query.dimension)}${hasSplit ? ` và ${dimensionNames[query.split] ?? query.split}` : ''}: ${unitName}`,
  );
export const rankingTitle = (what: string, order: string, count: number): string =>
  `${count} đơn vị ${order === 'most' ? 'nhiều' : 'ít'} ${what} nhất`;
export const trendTitle = (what: string, unitName: string, span: string): string =>
  capital(`${what}: ${unitName}, ${span}`);
export const comparisonTitle = (what: string, dimension: string): string =>
  capital(`so sánh ${what}${by(dimension)}`);

export const headline = (unitName: string, count: number, what: string, time: string): string =>
  `**${capital(unitName)}: ${number(count)} ${what}${time === '' ? '' : `, ${time}`}.**`;
/** The line every figure of the register carries. */
export function registerLine(
  time: { asOf: string; period: { from: string; to: string } | null },
  lists: readonly { importedOn: string; listedOn: string }[],
): string {
  const days = lists.map((list) =>
    list.importedOn === list.listedOn
      ? formatDate(list.importedOn)
      : `${formatDate(list.importedOn)} (lập ngày ${formatDate(list.listedOn)})`,
  );
  const shown =
    days.length > 3 ? `${days.slice(0, 3).join(', ')} và ${days.length - 3} danh sách khác` : days.join(', ');
  return time.period === null
    ? `Tính đến ngày ${formatDate(time.asOf)}, theo danh sách nhập ngày ${shown}.`
    : `${capital(periodName(time.period))}, theo danh sách nhập ngày ${shown} và biến động đã ghi.`;
}
export const unitsLine = (asOf: string): string =>
  `Tính đến ngày ${formatDate(asOf)}, theo danh mục tổ chức đảng đã nhập.`;

/** What a reader must know to judge a count. */
export const remarks = {
  withoutAdmission: (count: number) =>
    `${number(count)} đồng chí không ghi ngày vào Đảng, được tính ở mọi thời điểm.`,
  byYearOfBirth: (count: number) => `${number(count)} đồng chí chỉ ghi năm sinh, tuổi tính theo năm.`,
  temporaryIn: (count: number) => `Không tính ${number(count)} đồng chí sinh hoạt tạm thời từ nơi khác đến.`,
  missingColumn: (dimension: string) => `Danh sách không có cột ${dimensionNames[dimension] ?? dimension}.`,
  beforeList: 'Thời điểm này trước ngày lập danh sách: chưa kể đảng viên đã chuyển đi hoặc giảm trước đó.',
  afterList: (listedOn: string) =>
    `Sau ngày ${formatDate(listedOn)} của danh sách chỉ tính thêm những biến động đã ghi.`,
  cellsApart: 'Tổ chức cơ sở đảng gồm đảng bộ cơ sở và chi bộ cơ sở; không tính chi bộ trực thuộc.',
  countedWithoutPersons: (count: number) =>
    `Đã tính ${signed(count)} theo biến động ghi bằng số lượng sau ngày lập danh sách.`,
  leftOutWithoutPersons: (count: number) =>
    `Chưa tính ${signed(count)} theo biến động ghi bằng số lượng, vì không rõ thuộc nhóm nào.`,
  ageAtEnd: 'Tuổi, trình độ tính đến ngày cuối kỳ.',
  sharesAddUp: 'Tỷ lệ làm tròn đến 0,1 % theo phần dư lớn nhất để tổng đúng 100 %.',
  suppressed:
    'Số liệu về dân tộc ngoài Ban Tổ chức chỉ nêu theo đơn vị, tại ngày cuối năm trước, khi mỗi nhóm có từ 5 người trở lên; số nào có thể suy ra nhóm nhỏ hơn thì không nêu.',
};

/** Why a question on a guarded detail is not answered. */
export const refusals: Readonly<Record<string, string>> = {
  combined:
    'Số liệu về dân tộc ngoài Ban Tổ chức không kết hợp với tiêu chí khác, để không lộ thông tin cá nhân. Hỏi được: /thongke dân tộc thiểu số theo đơn vị.',
  'over-time':
    'Số liệu về dân tộc ngoài Ban Tổ chức chỉ nêu tại ngày cuối năm trước, không nêu theo kỳ hay so sánh thời điểm, để không lộ thông tin cá nhân.',
  'several-units': 'Số liệu về dân tộc chỉ nêu cho từng đơn vị. Đồng chí ghi rõ tên một đơn vị.',
};

/** The table beside the picture gives every figure, so that a screen reader is not read all of them twice. */
export const chartAlt = (kind: string, title: string, extremes: string, source: string): string =>
  `${chartKinds[kind] ?? 'Biểu đồ'}: ${title}. ${extremes}Số liệu đầy đủ ở bảng kèm theo. ${source}`;
const chartKinds: Readonly<Record<string, string>> = {
  bar: 'Biểu đồ thanh ngang',
  stacked: 'Biểu đồ thanh chồng',
  line: 'Biểu đồ đường',
  pyramid: 'Tháp tuổi',
};
export const extremes = (
  most: { label: string; value: number },
  least: { label: string; value: number },
): string =>
  `Cao nhất: ${most.label} (${number(most.value)}); thấp nhất: ${least.label} (${number(least.value)}). `;
/** People whom a pyramid of ages has no place for. */
export const notDrawn = (count: number): string =>
  `Không vẽ ${number(count)} đồng chí chưa rõ giới tính hoặc năm sinh.`;
export const chartFileName = 'thong-ke.png';

/** Two counts side by side. */
export const sides = {
  difference: 'Chênh lệch',
  growth: 'Tăng, giảm',
  scopeUnits: 'Hai đơn vị khác nhau về phạm vi; số liệu cùng thời điểm.',
  scopeLevels: (first: string, second: string): string =>
    `Lưu ý: hai đơn vị khác cấp (${lower(first)} và ${lower(second)}), số lượng không cùng quy mô để so sánh.`,
  scopeInside: 'Lưu ý: đơn vị này nằm trong đơn vị kia, người ở đơn vị dưới được tính ở cả hai cột.',
  scopeEnded: (name: string): string => `Lưu ý: ${name} đã kết thúc hoạt động vào thời điểm này.`,
  scopePeriods: 'Lưu ý: hai kỳ không dài bằng nhau.',
  scopeTimes: 'Cùng một đơn vị, hai thời điểm; tổ chức bộ máy giữa hai thời điểm có thể đã thay đổi.',
};

/** The balance of a period. */
export const balance = {
  opening: (day: string): string => `Đầu kỳ (đến hết ngày ${formatDate(day)})`,
  closing: (day: string): string => `Cuối kỳ (đến hết ngày ${formatDate(day)})`,
  flows: {
    admit: 'Tăng: kết nạp',
    transfer_in: 'Tăng: chuyển sinh hoạt đến',
    list_in: 'Tăng: có trong danh sách sau, chưa rõ lý do',
    transfer_out: 'Giảm: chuyển sinh hoạt đi',
    left: 'Giảm khác',
    list_out: 'Giảm: không còn trong danh sách sau, chưa rõ lý do',
  } as Readonly<Record<string, string>>,
  unexplained: 'Chênh lệch chưa rõ',
  note: 'Cuối kỳ = đầu kỳ + tăng − giảm; chênh lệch khác 0 thì cần kiểm tra lại biến động.',
};

/** Ratings as reports state them. */
export const ratings = {
  none: 'Chưa có số liệu xếp loại sinh hoạt chi bộ được nhập cho đơn vị và kỳ này. Nhập bằng /solieu nhap hoặc /xeploai.',
  levels: { good: 'Tốt', fair: 'Khá', average: 'Trung bình', poor: 'Kém' } as Readonly<
    Record<string, string>
  >,
  missing: 'chưa có số liệu',
  head: ['Mức xếp loại', 'Số liệu', 'Kỳ', 'Nguồn'],
  note: 'Mức không được báo cáo thì ghi “chưa có số liệu”, không suy ra từ các mức khác.',
};

export const tooManySplits =
  'Mỗi bảng chia theo nhiều nhất hai tiêu chí. Đồng chí chọn hai tiêu chí, ví dụ: /thongke theo độ tuổi và giới tính';
export const noQuestion =
  'Tôi hiểu từng phần nhưng chưa ghép được thành một câu hỏi thống kê. Ví dụ dùng được: /thongke đảng viên nữ theo độ tuổi, đến 30/6/2026';

/** What may be meant, and the words for each reading. */
export const ask: Readonly<Record<string, string>> = {
  cells: '“Chi bộ” ở đây là loại nào? Chi bộ trực thuộc đảng bộ cơ sở không tính vào số tổ chức cơ sở đảng.',
  committees: '“Đảng bộ” ở đây là cấp nào?',
  cb: '“CB” có thể là chi bộ hoặc cán bộ. Trợ lý chỉ có số liệu chi bộ; đồng chí hỏi về loại nào?',
  db: '“ĐB” có thể là đảng bộ hoặc đại biểu. Trợ lý chỉ có số liệu đảng bộ; đồng chí hỏi về cấp nào?',
  period: 'Đồng chí hỏi trong kỳ nào?',
  badge: 'Đồng chí hỏi người đang có huy hiệu, hay huy hiệu được tặng trong kỳ nào?',
  transfer: 'Đồng chí hỏi chuyển sinh hoạt đến hay đi?',
  level: 'Đồng chí hỏi trình độ nào?',
  education: 'Đồng chí muốn chia theo trình độ nào?',
  young: '“Trẻ” ở đây tính đến bao nhiêu tuổi?',
};
const meaningNames: Readonly<Record<string, string>> = {
  'cells:grassroots': 'Chi bộ cơ sở',
  'cells:below': 'Chi bộ trực thuộc đảng bộ cơ sở',
  'cells:both': 'Cả chi bộ cơ sở và chi bộ trực thuộc',
  'committees:grassroots': 'Đảng bộ cơ sở',
  'committees:upper': 'Đảng bộ cấp trên trực tiếp của tổ chức cơ sở đảng',
  'committees:sectional': 'Đảng bộ bộ phận',
  'committees:tccsd': 'Tổ chức cơ sở đảng (đảng bộ cơ sở và chi bộ cơ sở)',
  'badge:held': 'Đảng viên đang có huy hiệu này',
  transfer_in: 'Chuyển sinh hoạt đến',
  transfer_out: 'Chuyển sinh hoạt đi',
  'by:schooling': 'Trình độ học vấn',
  'by:professional': 'Trình độ chuyên môn',
  'by:theory': 'Trình độ lý luận chính trị',
  'age:30': 'Từ 30 tuổi trở xuống',
  'age:35': 'Từ 35 tuổi trở xuống',
};
export function meaningLabel(key: string, unitName: string | null): string {
  const at = key.lastIndexOf(':');
  const head = key.slice(0, at);
  const tail = key.slice(at + 1);
  const span = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/u.exec(tail);
  const named = span
    ? `${head === 'badge' ? 'Được tặng ' : meaningNames[head] ? `${meaningNames[head]}, ` : ''}${periodName({ from: span[1] ?? '', to: span[2] ?? '' })}`
    : (meaningNames[key] ??
      (head === 'theory' || head === 'professional'
        ? `${tail
            .split(',')
            .map((level) => valueName(head, level))
            .join(', ')} ${head === 'theory' ? 'lý luận chính trị' : 'chuyên môn'}`
        : key));
  return unitName === null ? capital(named) : `${capital(named)}: ${unitName}`;
}

const asTyped = (corrections: readonly { typed: string; read: string }[]): string =>
  corrections.map(({ typed, read }) => `“${typed}” là “${read}”`).join(', ');
/** Slips of typing that were put right. */
export const readAs = (corrections: readonly { typed: string; read: string }[]): string =>
  `Tôi đọc ${asTyped(corrections)}.`;
export const wasItMeant = (corrections: readonly { typed: string; read: string }[]): string =>
  `Có phải đồng chí muốn gõ ${corrections.map(({ typed, read }) => `“${read}” thay cho “${typed}”`).join(', ')}?`;
export const wouldCount = (what: string, unitName: string, time: string): string =>
  `Nếu đúng, tôi sẽ tính ${what}: ${unitName}, ${time}.`;
