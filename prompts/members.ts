import { formatDate } from '../text/dates.ts';
import { formatNumber } from '../text/numbers.ts';

/* Every word of units, members and statistics. Takes plain data; keys are those of the members room. */

export const commandHelp = {
  thongke:
    'thống kê đảng viên, tổ chức đảng: theo đơn vị, thời điểm, giới tính, độ tuổi, loại đảng viên, lý luận',
  solieu: 'xem số liệu đã báo cáo; “nhap” để nhập số liệu mới kèm nguồn',
  donvi: 'xem cây tổ chức đảng, tìm một đơn vị',
  nhapdanhsach: 'cách nhập danh sách đảng viên',
} as const;

export const examples = {
  thongke: '/thongke chi bộ Văn phòng theo độ tuổi, đến 30/6/2026',
  solieu: '/solieu tccsd',
  solieuNhap:
    '/solieu nhap tccsd Đảng bộ các cơ quan tỉnh 70 = 28 đảng bộ cơ sở + 42 chi bộ cơ sở, đến 31/10/2023, nguồn: báo cáo tháng 10/2023',
  donvi: '/donvi văn phòng',
} as const;

const levelNames: Readonly<Record<string, string>> = {
  provincial: 'Đảng bộ tỉnh, thành phố',
  upper_grassroots: 'Cấp trên trực tiếp của tổ chức cơ sở đảng',
  grassroots_committee: 'Đảng bộ cơ sở',
  grassroots_cell: 'Chi bộ cơ sở',
  sectional_org: 'Đảng bộ bộ phận',
  cell: 'Chi bộ trực thuộc',
  group: 'Tổ đảng',
};
export const levelName = (level: string): string => levelNames[level] ?? level;

export const number = (value: number): string => formatNumber(value);
export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Register count and reported figure side by side. */
export const comparison = {
  title: 'Đối chiếu với số liệu đã báo cáo',
  head: ['Nguồn', 'Số lượng', 'Thời điểm'],
  register: 'Theo danh sách đảng viên đã nhập',
  units: 'Theo danh mục tổ chức đảng đã nhập',
  reported: (source: string, isDraft: boolean): string =>
    `Theo báo cáo: ${source}${isDraft ? ' (nháp, chưa duyệt)' : ''}`,
  note: 'Hai nguồn có thể khác nhau; không số nào thay thế số nào.',
};

export const noRegister =
  'Chưa có danh sách đảng viên nào được nhập cho phạm vi này. Văn phòng nhập bằng lệnh “npx capuy members import TỆP”; gõ /nhapdanhsach để xem cách làm.';
export const noUnits =
  'Chưa có danh mục tổ chức đảng trong phạm vi đồng chí được xem. Trên máy chủ, dừng trợ lý rồi nhập tệp .xlsx hoặc .csv có cột Tên, Cấp, Trực thuộc: “npx capuy units import TỆP”. Văn phòng cũng thêm được từng đơn vị ngay khi ghi cuộc họp (/hop).';
export const futureDate = (asOf: string): string =>
  `Ngày ${formatDate(asOf)} chưa đến nên chưa có số liệu. Đồng chí chọn một ngày từ hôm nay trở về trước.`;
export const unknownWords = (words: readonly string[], command: keyof typeof examples): string =>
  `Tôi chưa hiểu ${words.map((word) => `“${word}”`).join(', ')}. Ví dụ dùng được: ${examples[command]}`;
export const unknownUnit = (typed: string): string =>
  `Không tìm thấy đơn vị “${typed}” trong phạm vi đồng chí được xem. Gõ /donvi để xem các đơn vị.`;
export const whichUnit = (typed: string): string =>
  typed === ''
    ? 'Đồng chí hỏi về đơn vị nào?'
    : `Có nhiều đơn vị phù hợp với “${typed}”. Đồng chí chọn một đơn vị:`;
export const unitOption = (name: string, parentName: string | null): string =>
  parentName === null ? name : `${name} (thuộc ${parentName})`;
export const nextQuestion = 'Xem tiếp:';
export const tooManyUnits = (count: number): string =>
  `Còn ${number(count)} đơn vị khác; đồng chí ghi rõ hơn tên đơn vị cấp trên.`;

// ---- figures that reports state ----

const indicatorNames: Readonly<Record<string, string>> = {
  badges: 'Huy hiệu Đảng được tặng',
  cards_reissued: 'Thẻ đảng viên cấp lại',
  cards_new: 'Thẻ đảng viên cấp mới',
  travel_approved: 'Đảng viên được đồng ý đi nước ngoài',
  standard_conclusions: 'Kết luận tiêu chuẩn chính trị',
  confirmations: 'Đảng viên được công nhận chính thức',
  admissions: 'Đảng viên mới kết nạp',
  meeting_rating: 'Xếp loại sinh hoạt chi bộ',
  staff: 'Biên chế',
  full_time_members: 'Ủy viên chuyên trách',
  inspection_members: 'Ủy viên Ủy ban Kiểm tra',
  standing_members: 'Ủy viên Ban Thường vụ',
  committee_members: 'Ủy viên Ban Chấp hành',
  upper_grassroots: 'Tổ chức cấp trên trực tiếp của tổ chức cơ sở đảng',
  sectional_orgs: 'Đảng bộ bộ phận',
  cells: 'Chi bộ trực thuộc',
  grassroots_committees: 'Đảng bộ cơ sở',
  grassroots_cells: 'Chi bộ cơ sở',
  grassroots_orgs: 'Tổ chức cơ sở đảng',
  members_probationary: 'Đảng viên dự bị',
  members_official: 'Đảng viên chính thức',
  members_ethnic: 'Đảng viên là người dân tộc thiểu số',
  members_religious: 'Đảng viên là người theo tôn giáo',
  members_exempt: 'Đảng viên được miễn công tác và sinh hoạt đảng',
  members_female: 'Đảng viên nữ',
  members_growth: 'Mức tăng đảng viên',
  members_decline: 'Mức giảm đảng viên',
  members: 'Đảng viên',
};
export const indicatorName = (code: string, qualifier: string | null = null): string =>
  code === 'badges' && qualifier !== null
    ? `Huy hiệu ${qualifier} năm tuổi Đảng được tặng`
    : (indicatorNames[code] ?? code);

const partNames: Readonly<Record<string, string>> = {
  female: 'nữ',
  male: 'nam',
  official: 'chính thức',
  probationary: 'dự bị',
  good: 'tốt',
  fair: 'khá',
  average: 'trung bình',
  poor: 'kém',
};
export const partName = (label: string): string =>
  partNames[label] ??
  (/^\d+$/u.test(label) ? `phần ${label}` : (indicatorNames[label]?.toLowerCase() ?? label));

const valueUnits: Readonly<Record<string, string>> = {
  person: 'người',
  organisation: 'tổ chức',
  percent: '%',
  card: 'thẻ',
  badge: 'huy hiệu',
};
/** '70 tổ chức', '22/23 người', '80,8 %'. */
export const figure = (value: number, unit: string, denominator: number | null): string =>
  `${number(value)}${denominator === null ? '' : `/${number(denominator)}`} ${valueUnits[unit] ?? unit}`;

/** '70 = 28 đảng bộ cơ sở + 42 chi bộ cơ sở'. */
export const breakdown = (value: number, parts: readonly { label: string; value: number }[]): string =>
  `${number(value)} = ${parts.map((part) => `${number(part.value)} ${partName(part.label)}`).join(' + ')}`;

/** '28 + 41 = 69, không bằng 70'. */
export const wrongSum = (parts: readonly number[], sum: number, value: number): string =>
  `Các phần chưa khớp với tổng: ${parts.map(number).join(' + ')} = ${number(sum)}, không bằng ${number(value)}. Chưa lưu gì; đồng chí kiểm tra lại số liệu.`;

const periodNames: Readonly<Record<string, (from: string, to: string) => string>> = {
  month: (from) => `tháng ${Number(from.slice(5, 7))} năm ${from.slice(0, 4)}`,
  quarter: (from) => `quý ${Math.ceil(Number(from.slice(5, 7)) / 3)} năm ${from.slice(0, 4)}`,
  half: (from) => `6 tháng ${from.slice(5, 7) === '01' ? 'đầu' : 'cuối'} năm ${from.slice(0, 4)}`,
  nine_months: (from) => `9 tháng đầu năm ${from.slice(0, 4)}`,
  year: (from) => `năm ${from.slice(0, 4)}`,
  term: (from, to) => `nhiệm kỳ ${from.slice(0, 4)} - ${to.slice(0, 4)}`,
};
/** 'đến ngày 31/10/2023' or the period's own words. */
export function timeWords(figureTime: {
  asOf: string | null;
  period: { type: string; from: string; to: string } | null;
}): string {
  const { period, asOf } = figureTime;
  if (period === null) return asOf === null ? '' : `đến ngày ${formatDate(asOf)}`;
  const named = periodNames[period.type];
  if (named) return named(period.from, period.to);
  return period.from === period.to
    ? `ngày ${formatDate(period.from)}`
    : `từ ${formatDate(period.from)} đến ${formatDate(period.to)}`;
}

const pieceNames: Readonly<Record<string, string>> = {
  indicator: 'chỉ tiêu (tccsd, đảng viên, kết nạp, …)',
  value: 'con số',
  unit: 'đơn vị',
  time: 'thời điểm hoặc kỳ (đến 31/10/2023; 6T 2024)',
  source: 'nguồn (nguồn: báo cáo …)',
};

export const entry = {
  missing: (pieces: readonly string[]): string =>
    `Còn thiếu: ${pieces.map((piece) => pieceNames[piece] ?? piece).join('; ')}. Ví dụ: ${examples.solieuNhap}`,
  severalFigures: `Mỗi lần nhập một chỉ tiêu; nếu có các phần thì ghi đủ sau dấu bằng. Ví dụ: ${examples.solieuNhap}`,
  title: 'Số liệu sẽ lưu (nháp)',
  fields: {
    indicator: 'Chỉ tiêu',
    unit: 'Đơn vị',
    value: 'Số liệu',
    parts: 'Trong đó',
    time: 'Thời điểm, kỳ',
    source: 'Nguồn',
  },
  head: ['Mục', 'Nội dung'],
  confirm: 'Đồng chí kiểm tra rồi chọn:',
  save: 'Lưu',
  discard: 'Bỏ',
  discarded: 'Đã bỏ, chưa lưu gì.',
  newUnit: (name: string): string => `${name} (đơn vị mới, sẽ được thêm vào danh mục)`,
  notInList: (name: string): string => `Đơn vị “${name}” chưa có trong danh mục.`,
  onlyOfficeAddsUnits:
    'Đơn vị này chưa có trong danh mục hoặc ngoài phạm vi đồng chí phụ trách. Văn phòng cấp ủy thêm đơn vị trước khi nhập số liệu.',
  createAndSave: (name: string): string => `Thêm đơn vị “${name}” và lưu`,
  saveFor: (name: string): string => `Lưu cho ${name}`,
  saved: (indicator: string, unitName: string): string =>
    `Đã lưu nháp: ${indicator}, ${unitName}. Xem lại bằng /solieu; văn phòng cấp ủy duyệt số liệu.`,
  approve: 'Duyệt số liệu này',
  approved: 'Đã duyệt số liệu.',
  alreadyApproved: 'Số liệu này đã được duyệt hoặc không còn.',
};

const statusNames: Readonly<Record<string, string>> = { draft: 'nháp, chưa duyệt', approved: 'đã duyệt' };
export const statusName = (status: string): string => statusNames[status] ?? status;

export const reported = {
  headline: (name: string, unitName: string, value: string, time: string): string =>
    `**${name}, ${unitName}: ${value}**, ${time}.`,
  parts: (text: string): string => `Trong đó: ${text}.`,
  source: (source: string, status: string): string => `Nguồn: ${source} (${status}).`,
  none: 'Chưa có số liệu nào khớp với yêu cầu. Nhập số liệu: ' + examples.solieuNhap,
  severalScopes: 'Các số liệu dưới đây khác đơn vị hoặc khác thời điểm, không cộng được với nhau.',
  tableTitle: 'Số liệu đã báo cáo',
  head: ['Chỉ tiêu', 'Đơn vị', 'Số liệu', 'Thời điểm, kỳ', 'Nguồn', 'Tình trạng'],
};

/** Words of unit names for those who type without diacritics; longer ones first. */
const unitWords: readonly (readonly [string, string])[] = [
  ['to chuc chinh tri xa hoi', 'tổ chức chính trị - xã hội'],
  ['hoi dong nhan dan', 'Hội đồng nhân dân'],
  ['mat tran to quoc', 'Mặt trận Tổ quốc'],
  ['uy ban nhan dan', 'Ủy ban nhân dân'],
  ['cac co quan', 'các cơ quan'],
  ['doanh nghiep', 'doanh nghiệp'],
  ['dang bo co so', 'Đảng bộ cơ sở'],
  ['chi bo co so', 'Chi bộ cơ sở'],
  ['thanh pho', 'thành phố'],
  ['van phong', 'Văn phòng'],
  ['quan su', 'Quân sự'],
  ['cong an', 'Công an'],
  ['tinh uy', 'Tỉnh ủy'],
  ['dang uy', 'Đảng ủy'],
  ['dang bo', 'Đảng bộ'],
  ['chi bo', 'Chi bộ'],
  ['ubnd', 'UBND'],
  ['hdnd', 'HĐND'],
  ['ccq', 'các cơ quan'],
  ['khoi', 'Khối'],
  ['tinh', 'tỉnh'],
  ['huyen', 'huyện'],
  ['phuong', 'phường'],
  ['thon', 'thôn'],
  ['xa', 'xã'],
];

/** The name a new unit gets: as typed, or, typed without diacritics, with those of the usual words. It is shown first. */
export function unitNameFromTyping(typed: string): string {
  // eslint-disable-next-line no-control-regex -- letters beyond ASCII mean that the name was typed as it should be.
  if (/[^\x00-\x7f]/u.test(typed)) return capitalise(typed);
  let name = typed;
  for (const [plain, accented] of unitWords)
    name = name.replace(new RegExp(`(?<!\\p{L})${plain}(?!\\p{L})`, 'giu'), accented);
  return capitalise(name);
}

// ---- imports ----

const fieldNames: Readonly<Record<string, string>> = {
  name: 'họ tên',
  unitName: 'tên đơn vị',
  unit: 'đơn vị sinh hoạt',
  sex: 'giới tính',
  birthDate: 'ngày sinh',
  admissionDecisionDate: 'ngày quyết định kết nạp',
  admissionCeremonyDate: 'ngày kết nạp',
  confirmationDate: 'ngày chính thức',
  standing: 'chính thức hay dự bị',
  status: 'tình trạng sinh hoạt',
  leftDate: 'ngày chuyển đi hoặc giảm',
  occupationGroup: 'nhóm nghề nghiệp',
  schooling: 'trình độ học vấn phổ thông',
  professionalLevel: 'trình độ chuyên môn',
  theoryLevel: 'lý luận chính trị',
  isEthnicMinority: 'dân tộc thiểu số (chỉ có hoặc không)',
  badges: 'huy hiệu Đảng đã nhận',
  partyAgeCorrectionMonths: 'số tháng điều chỉnh tuổi Đảng',
  parent: 'đơn vị cấp trên',
  level: 'loại tổ chức',
  shortName: 'tên ngắn',
  aliases: 'tên khác',
  code: 'mã đơn vị',
  parentCode: 'mã đơn vị cấp trên',
  validFrom: 'ngày thành lập',
  validTo: 'ngày kết thúc',
  successor: 'đơn vị kế thừa',
};
/** What a field of a list is called. */
export const fieldName = (field: string): string => fieldNames[field] ?? field;

const dropReasons: Readonly<Record<string, string>> = {
  sensitive: 'thông tin không được phép giữ',
  unknown: 'không thuộc các trường được nhập',
  repeated: 'trùng với một cột khác',
};

interface Reason {
  code: string;
  typed?: string;
  field?: string;
  of?: number;
}

const rejectReasons: Readonly<Record<string, (reason: Reason) => string>> = {
  'no-name': () => 'thiếu tên',
  'name-has-digits': () => 'ô họ tên có chữ số',
  'no-unit': () => 'không ghi đơn vị (thêm cột đơn vị hoặc --unit TÊN)',
  'unknown-unit': ({ typed }) => `đơn vị “${typed}” chưa có trong danh mục`,
  'several-units': ({ typed }) => `có nhiều đơn vị tên “${typed}”`,
  'bad-date': ({ typed, field }) => `${field ? fieldName(field) : 'ngày'} “${typed}” không phải là ngày`,
  'future-date': ({ typed, field }) => `${field ? fieldName(field) : 'ngày'} “${typed}” ở tương lai`,
  'admitted-before-birth': () => 'ngày kết nạp trước ngày sinh',
  'confirmed-before-admission': () => 'ngày chính thức trước ngày kết nạp',
  'left-before-admission': () => 'ngày chuyển đi trước ngày kết nạp',
  duplicate: ({ of }) => `trùng với dòng ${of}`,
  'unknown-level': ({ typed }) => `không rõ loại tổ chức “${typed}”`,
  'unknown-parent': ({ typed }) => `không tìm thấy đơn vị cấp trên “${typed}”`,
  'several-parents': ({ typed }) => `có nhiều đơn vị cấp trên tên “${typed}” (dùng cột mã)`,
  'no-kind': ({ typed }) => (typed ? `không rõ loại biến động “${typed}”` : 'không ghi loại biến động'),
  'no-date': () => 'không ghi ngày',
  'no-level': () => 'không ghi loại tổ chức và tên không cho biết',
  'no-badge-level': () => 'không ghi mức huy hiệu hợp lệ (30, 40, 45, …, 90 năm)',
  'no-target': () => 'không ghi đủ đơn vị chuyển đi và đơn vị chuyển đến',
  'bad-count': ({ typed }) => `số lượng “${typed ?? ''}” không phải là số`,
  'unknown-person': () => 'không có ai tên và ngày sinh như vậy trong danh sách đã nhập',
  'several-persons': () => 'có nhiều người cùng tên, cần ghi ngày sinh và đơn vị',
  circle: () => 'đơn vị cấp trên đi vòng về chính nó',
};
/** Why a row of a list is not taken. */
export const rejectReason = (reason: Reason): string => rejectReasons[reason.code]?.(reason) ?? reason.code;

export const unreadable: Readonly<Record<string, string>> = {
  'old-xls': 'Tệp .xls kiểu cũ chưa đọc được. Mở bằng Excel, lưu lại thành .xlsx hoặc .csv rồi nhập lại.',
  'not-a-table': 'Tệp này không phải là bảng tính .xlsx hay .csv, hoặc đã hỏng.',
  empty: 'Tệp này không có dữ liệu.',
};

const bullet = (lines: readonly string[]): string => lines.map((line) => `  - ${line}`).join('\n');

/** What an import will do, before anyone confirms it. */
export const importPreview = {
  usageUnits: 'Cách dùng: npx capuy units import TỆP.xlsx|TỆP.csv [--yes]\n',
  noSuchFile: (path: string): string => `Không mở được tệp ${path}.`,
  noHeaderMembers: 'Không thấy dòng tiêu đề có cột họ tên và ít nhất một cột khác của danh sách đảng viên.',
  noHeaderUnits: 'Không thấy dòng tiêu đề có cột tên đơn vị.',
  badDate: (typed: string): string => `“${typed}” không phải là ngày (ví dụ 30/6/2026).`,
  kept: (columns: readonly { header: string; fields: readonly string[] }[]): string =>
    `Các cột sẽ dùng:\n${bullet(columns.map(({ header, fields }) => `${header} → ${fields.map(fieldName).join(', ')}`))}`,
  dropped: (columns: readonly { header: string; reason: string }[]): string =>
    columns.length === 0
      ? 'Không có cột nào bị bỏ.'
      : `Các cột sẽ bỏ, không lưu:\n${bullet(columns.map(({ header, reason }) => `${header} (${dropReasons[reason] ?? reason})`))}`,
  rejected: (rows: readonly { sheet: string; row: number; reason: Reason }[], most = 30): string =>
    `Các dòng không nhận (${number(rows.length)}):\n${bullet([
      ...rows
        .slice(0, most)
        .map(({ sheet, row, reason }) => `${sheet}, dòng ${row}: ${rejectReason(reason)}`),
      ...(rows.length > most ? [`… và ${number(rows.length - most)} dòng khác`] : []),
    ])}`,
  unread: (counts: Readonly<Record<string, number | undefined>>): string[] =>
    Object.entries(counts).map(
      ([field, count]) => `${number(count ?? 0)} ô ${fieldName(field)} không hiểu được, để trống`,
    ),
  officialWithoutDate: (count: number): string =>
    `${number(count)} đồng chí ghi chính thức nhưng không có ngày chính thức`,
  withoutAdmission: (count: number): string => `${number(count)} đồng chí không có ngày vào Đảng`,
  admittedUnder18: (count: number): string =>
    `${number(count)} đồng chí vào Đảng khi chưa đủ 18 tuổi, cần kiểm tra`,
  noConfirmationColumn:
    'Danh sách không có cột ngày chính thức hay loại đảng viên: chính thức, dự bị sẽ là “chưa rõ”',
  notices: (lines: readonly string[]): string => `Cần lưu ý:\n${bullet(lines)}`,
  newUnits: (found: readonly { name: string; level: string }[]): string =>
    `Đơn vị mới sẽ được thêm (${number(found.length)}):\n${bullet(found.map(({ name, level }) => `${name} (${levelName(level)})`))}`,
  createUnitsHint: 'Thêm --create-units để tạo các đơn vị chưa có trong danh mục.',
  replaces: (rows: number, before: number, unitName: string | null): string =>
    `Sẽ nhận ${number(rows)} đảng viên, thay cho ${number(before)} đảng viên của bản trước${unitName === null ? '' : ` thuộc ${unitName}`}.`,
  listedOn: (date: string): string =>
    `Ngày của danh sách: ${formatDate(date)} (đổi bằng --date NGÀY nếu chưa đúng).`,
  unitChanges: (created: number, changed: number, unchanged: number): string =>
    `Sẽ thêm ${number(created)} đơn vị, sửa ${number(changed)} đơn vị; ${number(unchanged)} đơn vị giữ nguyên.`,
  nothing: 'Không có gì để lưu.',
  question: 'Lưu? Gõ “co” để lưu: ',
  isYes: (answer: string): boolean => /^(?:co|có|c|y|yes|luu|lưu|ok)$/iu.test(answer.trim()),
  notSaved: 'Chưa lưu gì. Thêm --yes để lưu không cần hỏi.',
  savedMembers: (count: number, listedOn: string): string =>
    `Đã lưu ${number(count)} đảng viên theo danh sách ngày ${formatDate(listedOn)}. Đây là bản sao để làm việc; cơ sở dữ liệu đảng viên chính thức vẫn là gốc.`,
  savedUnits: (count: number): string => `Đã lưu ${number(count)} đơn vị.`,
  severalUnits: (typed: string, names: readonly string[]): string =>
    `“${typed}” phù hợp với nhiều đơn vị: ${names.join('; ')}.`,
  unknownUnit: (typed: string): string => `Không có đơn vị “${typed}” trong danh mục.`,
};

export const importHelp = [
  '**Nhập danh sách đảng viên**',
  'Danh sách chứa dữ liệu cá nhân nên chỉ nhập trên máy chủ của cơ quan, không gửi qua tin nhắn:',
  '- npx capuy units import TỆP: nhập danh mục tổ chức đảng trước (cột tên, cấp trên, loại).',
  '- npx capuy members import TỆP: nhập danh sách đảng viên (.xlsx hoặc .csv).',
  'Trợ lý cho xem cột nào được giữ, cột nào bị bỏ, dòng nào không nhận và lý do, rồi mới lưu khi đồng chí đồng ý. Mỗi lần nhập là một bản theo ngày, kèm so sánh với bản trước; số liệu của ngày cũ vẫn tính được.',
  '- npx capuy members events TỆP: nhập biến động (kết nạp, chuyển chính thức, chuyển đi, đến, huy hiệu, thẻ, miễn, giảm).',
  'Chỉ giữ: họ tên, đơn vị, giới tính, ngày sinh, ngày kết nạp, ngày chính thức, tình trạng sinh hoạt, nghề nghiệp, trình độ, huy hiệu. Số thẻ, số định danh, điện thoại, địa chỉ, sức khỏe, gia đình, kỷ luật không bao giờ được giữ.',
].join('\n');
export const sendNoRegister =
  'Danh sách đảng viên không nhập qua tin nhắn. Đồng chí xóa tin có tệp này và nhập trên máy chủ của cơ quan: /nhapdanhsach.';
