import { formatDate } from '../text/dates.ts';

/*
 * Words about what is being entered and not saved: the reminder, what waits behind, and why a command has no meeting.
 */

/** Longest piece of typed text that a reminder repeats, in characters. */
const longestPiece = 70;

const piece = (typed: string): string => {
  const line = typed.replace(/\s+/gu, ' ').trim();
  return line.length > longestPiece ? `${line.slice(0, longestPiece - 1).trimEnd()}…` : line;
};

/** What an open entry is, in the middle of a sentence. */
export const entries = {
  meeting: (unit: string, date: string | null): string =>
    ['cuộc họp', ...(date ? [`ngày ${formatDate(date)}`] : []), ...(unit === '' ? [] : [`của ${unit}`])].join(
      ' ',
    ),
  attendance: (sums: string): string => `điểm danh (${sums})`,
  agenda: (titles: readonly string[]): string => `nội dung “${piece(titles.join('; '))}”`,
  conclusion: (typed: string): string => `kết luận “${piece(typed)}”`,
  conclusions: (count: number): string => `${count} kết luận đã dán`,
  vote: (subject: string): string =>
    subject === '' ? 'kết quả biểu quyết' : `biểu quyết “${piece(subject)}”`,
  correction: (field: string): string => `phần sửa mục “${field}”`,
  cancelling: 'việc hủy cuộc họp',
  undoing: 'việc hoàn tác',
  rating: (typed: string): string => `xếp loại “${piece(typed)}”`,
  criteria: 'bảng tiêu chí xếp loại',
  addendum: (typed: string): string => `phụ lục biên bản “${piece(typed)}”`,
  series: (unit: string): string => `số văn bản của ${unit}`,
  planLine: (typed: string): string => `lịch họp “${piece(typed)}”`,
  plan: (name: string, when: string): string => `lịch họp “${name}” (${when})`,
  plans: (count: number, unit: string): string => `lịch ${count} cuộc họp của ${unit}`,
  planChange: 'phần sửa lịch họp',
  cadence: 'chế độ họp',
  dayOff: 'ngày nghỉ, ngày làm việc',
  reminders: 'cách nhắc việc',
} as const;

/** Changes of what follows from a meeting, by the first word of their type. */
export const followUps: Readonly<Record<string, string>> = {
  task: 'nhiệm vụ',
  proposal: 'kiến nghị',
  draft: 'dự thảo văn bản',
  personnel: 'nội dung công tác cán bộ',
  congress: 'ngày đại hội',
  plan: 'kế hoạch',
  comment: 'ý kiến góp ý',
  target: 'chỉ tiêu',
};
export const followUp = (kind: string): string => followUps[kind] ?? 'phần vừa gõ';

/** What words would be written down as. */
export const kinds = {
  agenda: 'nội dung họp',
  conclusion: 'kết luận',
  addendum: 'phụ lục biên bản',
  unit: 'tên đơn vị',
  plan: 'lịch họp',
} as const;
export const whichMeant = (kind: string): string =>
  `Đang ghi ${kind}. Câu đồng chí vừa gõ: ghi thành ${kind} hay là câu hỏi?`;
export const writeAs = (kind: string): string => `Ghi thành ${kind}`;

/** `others` wait behind the first. */
export const stillUnsaved = (what: string, others: readonly string[]): string =>
  [`Còn ${what} chưa lưu.`, ...(others.length > 0 ? [`Sau đó còn: ${others.join('; ')}.`] : [])].join(' ');
export const stillAsked = (what: string): string => `Còn chờ đồng chí trả lời về ${what}.`;
export const heldBack = (what: string): string =>
  `Còn ${what} chưa lưu: vẫn được giữ, sẽ nhắc lại sau phần này.`;
export const takesPlaceOf = (what: string): string => `Thay cho ${what} (chưa lưu).`;
export const keptBoth = 'Đã giữ cả hai, đều chưa lưu.';
export const tooManyOpen = (whats: readonly string[]): string =>
  `Đang có ${whats.length} phần chưa lưu: ${whats.join('; ')}. Đồng chí lưu hoặc bỏ bớt rồi gửi lại.`;
export const entryOver = 'Phần này đã được lưu hoặc đã bỏ từ trước; không còn gì chờ lưu ở đây.';
/** The same where another dialogue is open, behind which the entry may wait. */
export const entryAside =
  'Phần này đã xong, hoặc còn được giữ sau phần đang mở. Xong phần đang mở, trợ lý nhắc lại phần nào chưa lưu.';

export const buttons = {
  again: 'Xem lại',
  keepBoth: 'Giữ cả hai',
} as const;

// --- commands that need a stored draft -----------------------------------------------------------------------------------

export const saveMeetingFirst = (what: string): string =>
  `Còn ${what} chưa lưu. Đồng chí bấm “Lưu” trước, rồi gõ lại lệnh này.`;
export const onlyLocked = (unit: string, date: string): string =>
  `Không có cuộc họp nháp nào để ghi thêm hay sửa: biên bản cuộc họp gần nhất (ngày ${formatDate(date)}, ${unit}) đã khóa; bổ sung bằng /phuluc. Ghi cuộc họp mới: gõ /hop.`;
export const onlyWaiting = (unit: string, date: string): string =>
  `Không có cuộc họp nháp nào để ghi thêm hay sửa: biên bản cuộc họp gần nhất (ngày ${formatDate(date)}, ${unit}) đang chờ chủ trì duyệt. Muốn sửa: gõ /docbienban rồi bấm “Trả về nháp để sửa”. Ghi cuộc họp mới: gõ /hop.`;
