import { formatDate, formatDateLong } from '../text/dates.ts';
import { baseWithTerms } from './meetings-votes.ts';

/*
 * Words of printed papers: what the placeholders of the templates stand for. The templates themselves are the text files
 * beside this one, in `papers/`; an office edits its own copies. Takes plain data.
 */

/** What the papers of a meeting are called. */
export const paperNames: Readonly<Record<string, string>> = {
  minutes: 'Biên bản',
  conclusion: 'Kết luận',
  resolution: 'Nghị quyết',
  notice: 'Thông báo kết luận',
  invitation: 'Giấy mời',
  addendum: 'Phụ lục bổ sung',
};

/** Names of the placeholders that stand for a word or a sentence; typed in braces, with or without diacritics. */
export const textPlaceholders = {
  upper: 'cấp trên',
  unit: 'đơn vị',
  unitName: 'tên đơn vị',
  number: 'số hiệu',
  placeName: 'địa danh',
  longDate: 'ngày dài',
  date: 'ngày',
  month: 'tháng',
  nextMonth: 'tháng sau',
  year: 'năm',
  title: 'tên cuộc họp',
  begins: 'giờ bắt đầu',
  ends: 'giờ kết thúc',
  days: 'các ngày họp',
  place: 'địa điểm',
  form: 'hình thức',
  topic: 'chuyên đề',
  chair: 'chủ trì',
  chairs: 'đồng chủ trì',
  minuteTaker: 'thư ký',
  guests: 'khách mời',
  delegation: 'đoàn làm việc',
  hosts: 'bên tiếp',
  presenters: 'người trình bày',
  press: 'báo chí',
  total: 'tổng số',
  present: 'có mặt',
  absent: 'vắng mặt',
  rating: 'xếp loại',
  closing: 'câu kết thúc',
  authority: 'thay mặt',
  chairPosition: 'chức vụ chủ trì',
  chairName: 'họ tên chủ trì',
  takerName: 'họ tên thư ký',
  materials: 'tài liệu',
  issuerName: 'nơi ban hành',
  resolutionSubject: 'việc nghị quyết',
} as const;
export type TextPlaceholder = keyof typeof textPlaceholders;

/** Names of the placeholders that stand for lines or a table; each alone on its line. */
export const blockPlaceholders = {
  attendance: 'bảng điểm danh',
  agenda: 'nội dung họp',
  agendaTitles: 'chương trình',
  conclusions: 'kết luận',
  tasks: 'bảng nhiệm vụ',
  votes: 'biểu quyết',
  carried: 'việc kỳ trước',
  proposals: 'kiến nghị',
  drafts: 'dự thảo thông qua',
  personnel: 'công tác cán bộ',
  comments: 'ý kiến góp ý',
  congressDates: 'thời gian đại hội',
  basis: 'căn cứ',
} as const;
export type BlockPlaceholder = keyof typeof blockPlaceholders;

/** Placeholder that counts the headings that are printed: I, II, III. */
export const sectionPlaceholder = 'mục';
/** Names of the parts of a template, and of the lines of its head. */
export const templateParts = {
  head: 'đầu trang',
  body: 'nội dung',
  signatures: 'người ký',
  recipients: 'nơi nhận',
} as const;
export const templateHead = {
  upper: 'cấp trên',
  body: 'đơn vị',
  number: 'số',
  placeAndDate: 'nơi và ngày',
  title: 'tên văn bản',
  subject: 'trích yếu',
} as const;

/** Printed where something was not told, to be filled by hand. */
export const toBeFilled = '....................';
export const draftMark = 'DỰ THẢO';
export const recipientsTitle = 'Nơi nhận:';
/** Before a number was given: room to write it. */
export const blankNumber = (typeCode: string, issuer: string): string =>
  `Số          -${typeCode}/${issuer || '........'}`;
export const numberLine = (symbol: string): string => `Số ${symbol}`;

/** '14 giờ 05, ngày 05/8/2026'; without a time only the day. */
export const momentOf = (time: string | null, day: string): string =>
  time ? `${hours(time)}, ngày ${formatDate(day)}` : `ngày ${formatDate(day)}`;
export const hours = (time: string): string => time.replace(':', ' giờ ');
export const longDate = formatDateLong;
export const spanOfDays = (from: string, to: string | null): string =>
  to && to !== from ? `từ ngày ${formatDate(from)} đến ngày ${formatDate(to)}` : `ngày ${formatDate(from)}`;
export const online = 'trực tuyến';

/** The last sentence of minutes. Not told when it ended: a dotted line to be filled by hand. */
export const closing = (m: {
  kind: string;
  endsAt: string | null;
  heldOn: string;
  endsOn: string | null;
}): string => {
  const time = m.endsAt ? hours(m.endsAt) : '..........';
  const day = m.endsOn && m.endsOn !== m.heldOn ? `, ngày ${formatDate(m.endsOn)}` : ' cùng ngày';
  return m.kind === 'congress'
    ? `Đại hội bế mạc lúc ${time}${day}. Biên bản đã được đọc lại và được đại hội thông qua.`
    : `Cuộc họp kết thúc lúc ${time}${day}. Biên bản đã được đọc lại và được cuộc họp thông qua.`;
};

/** What the resolution of a cell is about. Source of the usual form: lawnet.vn, giao-duc 15041 (no form is official). */
export const resolutionSubject = (m: { kind: string; topic: string; heldOn: string }): string =>
  m.kind === 'thematic' && m.topic
    ? `Chuyên đề “${m.topic}”`
    : `Lãnh đạo thực hiện nhiệm vụ tháng ${Number(m.heldOn.slice(5, 7))} năm ${m.heldOn.slice(0, 4)}`;

/** 'Lê Văn Mẫu, Bí thư, Đảng bộ xã Bến Đò'. */
export const participant = (p: { name: string; position: string; body: string }): string =>
  [p.name && `đồng chí ${p.name}`, p.position, p.body].filter(Boolean).join(', ');

/** On whose behalf a paper is signed. */
export const authorities: Readonly<Record<string, string>> = {
  regular: 'T/M CHI BỘ',
  thematic: 'T/M CHI BỘ',
  committee: 'T/M CHI ỦY',
  executive: 'T/M BAN CHẤP HÀNH',
  standing: 'T/M BAN THƯỜNG VỤ',
  permanent: 'T/M BAN THƯỜNG VỤ',
  inspection: 'T/M ỦY BAN KIỂM TRA',
  review: 'T/M BAN THƯỜNG VỤ',
  working: 'T/M BAN THƯỜNG VỤ',
  visit: 'T/M BAN THƯỜNG VỤ',
  'congress-approval': 'T/M BAN THƯỜNG VỤ',
  congress: 'T/M ĐOÀN CHỦ TỊCH',
  other: 'T/M CẤP ỦY',
};
export const ofCell = 'T/M CHI BỘ';
export const viceSecretary = 'PHÓ BÍ THƯ';
export const secretary = 'BÍ THƯ';

/** Who concludes, in the running text: 'Chi bộ', 'Ban Thường vụ'. */
export const bodies: Readonly<Record<string, string>> = {
  regular: 'Chi bộ',
  thematic: 'Chi bộ',
  committee: 'Chi ủy',
  executive: 'Ban Chấp hành',
  standing: 'Ban Thường vụ',
  permanent: 'Thường trực',
  inspection: 'Ủy ban Kiểm tra',
};

export const attendanceHead = ['Nội dung', 'Số đảng viên'] as const;
export const memberHead = ['Nội dung', 'Số lượng'] as const;
/** Rows of the attendance, in the order in which they are printed. */
export const attendanceRows: Readonly<Record<string, string>> = {
  total: 'Tổng số',
  official: '   Trong đó: chính thức',
  probationary: '   Trong đó: dự bị',
  exempt: 'Được miễn công tác, sinh hoạt đảng',
  exemptPresent: '   Trong đó: có đến dự',
  temporaryOut: 'Sinh hoạt tạm thời ở nơi khác',
  temporaryOutPresent: '   Trong đó: có đến dự',
  temporaryIn: 'Ở nơi khác đến sinh hoạt tạm thời',
  present: 'Có mặt',
  presentOfficial: '   Trong đó: chính thức',
  presentProbationary: '   Trong đó: dự bị',
  absentWithReason: 'Vắng có lý do',
  absentWithoutReason: 'Vắng không có lý do',
  absentUnexplained: 'Vắng, chưa ghi rõ lý do',
};
/** A count that nobody told. */
export const countOpen = 'chưa ghi';
export const check = (sums: string): string => `Đối chiếu: ${sums}.`;

export const tasksHead = ['TT', 'Nhiệm vụ', 'Chủ trì', 'Phối hợp', 'Thời hạn'] as const;
export const noLead = 'Chưa nêu';
export const noDue = 'Không ghi';
export const proposalsHead = ['TT', 'Nội dung kiến nghị', 'Nơi kiến nghị', 'Gửi', 'Ý kiến chỉ đạo'] as const;
export const directedUnknown = 'Đã có chỉ đạo, chưa ghi nội dung';
export const commentsHead = ['TT', 'Phần văn kiện', 'Nội dung góp ý', 'Cơ quan góp ý'] as const;
/** A comment on no part in particular. */
export const wholePaper = 'Chung';
export const draftLine = (d: {
  title: string;
  finisher: string;
  signer: string;
  dueOn: string | null;
}): string =>
  [
    d.title,
    d.finisher && `giao ${d.finisher} hoàn thiện`,
    d.signer && `trình ${d.signer} ký ban hành`,
    d.dueOn && `xong trước ngày ${formatDate(d.dueOn)}`,
  ]
    .filter(Boolean)
    .join('; ');
export const congressLine = (c: {
  name: string;
  term: string;
  startsOn: string;
  endsOn: string;
  place: string;
}): string => {
  const name = /^đại hội/iu.test(c.name) ? c.name : `Đại hội ${c.name}`.trim();
  const term = c.term ? `, nhiệm kỳ ${c.term}` : '';
  return `${name}${term}: ${spanOfDays(c.startsOn, c.endsOn)}${c.place ? `, tại ${c.place}` : ''}.`;
};
export const basisLine = (symbol: string): string => `Căn cứ văn bản số ${symbol};`;
export const due = (day: string): string => formatDate(day);
export const ratingNames: Readonly<Record<string, string>> = {
  good: 'Tốt',
  fair: 'Khá',
  average: 'Trung bình',
  weak: 'Kém',
};
export const ratingLine = (level: string, score: number | null): string =>
  `${ratingNames[level] ?? level}${score === null ? '' : ` (${String(score).replace('.', ',')} điểm)`}`;
/** One vote, in counts, with the base and the least number that it needed. */
export const voteSentence = (v: {
  subject: string;
  base: number;
  needed: number;
  threshold: string;
  inFavour: number;
  against: number;
  other: number;
  isPassed: boolean;
  ruleRef: string;
  count?: { terms: readonly { term: string; value: number }[] };
}): string => {
  const subject =
    v.subject === '' ? 'Biểu quyết' : v.subject.charAt(0).toLocaleUpperCase('vi') + v.subject.slice(1);
  const threshold = v.threshold === 'two-thirds' ? 'ít nhất hai phần ba' : 'quá nửa';
  return `${subject}: tán thành ${v.inFavour}, không tán thành ${v.against}, ý kiến khác ${v.other}; cơ sở tính ${baseWithTerms(v)}, cần ${threshold}: ${v.needed} (${v.ruleRef}). ${v.isPassed ? 'Được thông qua' : 'Không được thông qua'}.`;
};

export const fileName = (paper: string, unit: string, date: string, extension: string): string =>
  `${paper} ${unit} ${date}.${extension}`.replace(/[\\/:*?"<>|]/gu, '-');

/** Heading and words of an addendum behind locked minutes. */
export const addendum = {
  title: (ordinal: number): string => `PHỤ LỤC BỔ SUNG SỐ ${String(ordinal).padStart(2, '0')}`,
  of: (symbol: string, day: string): string =>
    `của Biên bản ${symbol ? `số ${symbol}` : ''} ${formatDateLong(day)}`.replace(/\s+/gu, ' '),
  opening: (day: string): string => `Ngày ${formatDate(day)}, biên bản được bổ sung như sau:`,
  closing: 'Các nội dung khác của biên bản không thay đổi.',
} as const;
