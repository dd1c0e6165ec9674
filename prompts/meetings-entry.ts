import { formatDate } from '../text/dates.ts';
import { fieldLabels as labels, questions as asked, notGiven } from './meetings.ts';

/* Words of logging a meeting: one line, step by step, forwarded texts and drafts. */

/** Labels of all fields of the dialogue. */
export const fieldLabels = { ...labels, guests: 'Khách mời', topic: 'Chuyên đề, nội dung chính' } as const;

/** What each step asks. */
export const questions = {
  ...asked,
  kind: 'Đó là cuộc họp loại nào? Chọn số, hoặc gõ, ví dụ: chuyên đề học tập và làm theo Bác; BCH lần thứ 19 (mở rộng).',
  date: 'Họp ngày nào? Ví dụ: 5/8/2026, hôm qua, thứ sáu tuần trước, 22 và 23/7/2026.',
  chair: 'Ai chủ trì? Ghi họ tên, chức vụ; nhiều người thì cách nhau bằng dấu chấm phẩy.',
  guests: 'Khách mời, đoàn công tác gồm những ai? Ghi họ tên, chức vụ hoặc tên đơn vị.',
} as const;

/** A list that has begun: how many there are, and the last. */
export const takenSoFar = (label: string, count: number, last: string): string =>
  `Đã ghi ${count} mục ${label.toLowerCase()} (chưa lưu), mục cuối: “${last}”. Gõ tiếp, hoặc gõ “xong”.`;
export const becomesTask = (task: string): string => `→ Nhiệm vụ: ${task}`;

/** Passages that no field took, at the review and after it. */
export const notUnderstood = 'Chưa hiểu';
export const quoted = (passages: readonly string[]): string =>
  passages.map((words) => `“${words}”`).join('; ');
export const isElsewhere = (label: string): string => `Là ${label.toLowerCase()}`;
export const noteAs = (words: string, label: string): string => `Ghi “${words}” vào ${label.toLowerCase()}`;
export const noteDropped = (words: string): string => `Không ghi “${words}”`;
export const notesLeft = (passages: readonly string[]): string =>
  `Đoạn tôi chưa hiểu và không ghi: ${quoted(passages)}. Cần thì gõ /sua để bổ sung.`;
/** Absent members of whom nobody said how: asked once, not demanded. */
export const absentUnexplained = (count: number): string =>
  `Có ${count} đồng chí vắng chưa rõ có lý do hay không. Nếu biết, gõ ví dụ “vắng có lý do ${count}”; nếu không, cứ chọn “Lưu”.`;
/** A line of which something was not understood. */
export const unread = (words: string): string => `Tôi chưa hiểu đoạn: “${words}”.`;
export const unitNear = (text: string): string =>
  `Tôi không có đơn vị nào tên “${text}”. Có phải đồng chí muốn nói một trong các đơn vị dưới đây? Nếu không, gõ lại tên.`;
/** The way on where a unit stands in no list. */
export const addUnit = (name: string): string => `Thêm đơn vị “${name}”`;
export const unitAdded = (name: string): string => `Đã thêm đơn vị ${name} vào danh mục.`;
export const unitByOffice =
  'Nếu đơn vị chưa có trong danh mục hoặc ngoài phạm vi đồng chí phụ trách, nhờ văn phòng cấp ủy thêm. Chọn “Tạm dừng, làm tiếp sau”: phần đã ghi được giữ lại, thêm xong thì gõ “làm tiếp”.';
export const unitAmbiguous = 'Có mấy đơn vị khớp với tên này; đồng chí chọn một.';
export const kindUnknown = 'Tôi chưa rõ loại cuộc họp. Đồng chí chọn trong danh sách.';
export const dateInFuture = (date: string): string =>
  `Ngày ${formatDate(date)} chưa đến. Nếu là lịch họp dự kiến, chọn “Đây là lịch dự kiến”; nếu cuộc họp đã diễn ra, gõ lại ngày họp.`;
export const daysOrder = 'Ngày kết thúc phải sau ngày bắt đầu. Ví dụ: 22 và 23/7/2026.';

export const buttons = {
  isPlanned: 'Đây là lịch dự kiến',
  pause: 'Tạm dừng, làm tiếp sau',
  resume: 'Làm tiếp',
  startAnew: 'Ghi cuộc họp mới',
} as const;

export const reviewPlanTitle = 'Tôi ghi nhận lịch họp dự kiến như sau (chưa lưu):';
export const reviewPlan = 'Đồng chí xem lại rồi chọn “Lưu” để đưa vào lịch, hoặc chọn mục cần sửa.';
export const planSaved = (unit: string, date: string): string =>
  `Đã đưa vào lịch cuộc họp dự kiến ngày ${formatDate(date)} của ${unit}. Xem lịch bằng /lich.`;

/** A plan keeps its first day; the last one is said with the topic. */
export const untilDay = (date: string): string => `đến hết ngày ${formatDate(date)}`;

/** '05/8/2026', '22/7/2020 và 23/7/2020'. */
export const daysText = (first: string | null, last: string | null): string =>
  first === null ? notGiven : last ? `${formatDate(first)} - ${formatDate(last)}` : formatDate(first);

/** What is said with the kind: 'lần thứ 19, mở rộng, trực tuyến'. */
export const kindDetails = (head: {
  sessionNo?: number | null;
  isExtended?: boolean;
  isOnline?: boolean;
}): string =>
  [
    ...(head.sessionNo ? [`lần thứ ${head.sessionNo}`] : []),
    ...(head.isExtended ? ['mở rộng'] : []),
    ...(head.isOnline ? ['trực tuyến'] : []),
  ].join(', ');

/** In what capacity somebody took part. */
export const capacityNames: Readonly<Record<string, string>> = {
  'co-chair': 'Đồng chủ trì',
  presenter: 'Báo cáo viên',
  delegation: 'Đoàn công tác',
  host: 'Đơn vị cùng làm việc',
  guest: 'Khách mời',
  press: 'Báo chí',
};
export const participantText = (one: { name: string; position: string; body: string }): string =>
  [one.name, one.position, one.body].filter(Boolean).join(', ');

export const paused =
  'Đã tạm dừng, phần đã ghi được giữ lại. Gõ “làm tiếp” (ở đây hoặc trên kênh khác) để ghi tiếp.';
export const nothingPaused = 'Đồng chí không có cuộc họp nào đang ghi dở.';
export const resumed = 'Ghi tiếp cuộc họp đang dở.';
export const hasPaused = (unit: string, date: string | null): string =>
  `Đồng chí đang ghi dở một cuộc họp${unit === '' ? '' : ` của ${unit}`}${date ? `, ngày ${formatDate(date)}` : ''}. Làm tiếp hay ghi cuộc họp mới?`;
export const commandHelp = {
  lamtiep: 'ghi tiếp cuộc họp đang ghi dở, kể cả khi bắt đầu ở kênh khác',
} as const;

export const fileUnreadable = (name: string): string =>
  `Tôi chưa đọc được tệp “${name}”. Hãy gửi bản Word (.docx) hoặc dán nội dung vào sau /hop.`;
