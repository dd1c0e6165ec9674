import { formatDate } from '../text/calendar.ts';

/** What is said about answers that an admin has approved. */

export const commandHelp = {
  duyet: 'duyệt câu trả lời vừa rồi để dùng lại cho câu hỏi ấy',
  daduyet: 'các câu trả lời đã duyệt; xem, thu hồi',
} as const;

/** Above an approved answer. `by`: name of the admin; `on`: the day. */
export const approvedNote = (by: string, on: string): string =>
  `**Câu trả lời đã được ${by || 'người quản trị'} duyệt ngày ${formatDate(on)}.**`;

export const approved = (question: string): string =>
  `Đã duyệt câu trả lời cho câu hỏi “${question}”. Từ nay câu hỏi ấy được trả lời như vậy cho người được xem văn bản nguồn; câu trả lời tự rút khi nguồn bị thay thế, gỡ bỏ hoặc sửa đổi ở phần được trích.`;
export const approvedAgain = 'Câu trả lời duyệt trước đây cho câu hỏi này đã được thay.';
export const nothingToApprove =
  'Chưa có câu trả lời nào để duyệt: đồng chí hỏi trước, xem lại rồi gõ /duyet.';
export const notApprovable =
  'Chỉ duyệt được câu trả lời có trích văn bản; câu trả lời này không trích hoặc chưa đủ điều được hỏi.';
export const tableNotApprovable =
  'Câu trả lời dạng bảng được lập lại từ kho mỗi lần hỏi, không duyệt để dùng lại được.';
export const alreadyApproved = 'Câu trả lời này đã được duyệt rồi.';
export const passing = (words: string): string =>
  `Câu hỏi có “${words}” nên câu trả lời đúng sẽ đổi theo thời gian, không duyệt để dùng lại được. Đồng chí hỏi lại với ngày, năm hoặc số văn bản cụ thể.`;
export const tooShort = 'Câu hỏi quá ngắn để nhận ra lại. Đồng chí hỏi đầy đủ hơn rồi duyệt.';
export const onlyInside = 'Việc duyệt chỉ làm được trên trang web của trợ lý.';

export const buttons = {
  approve: 'Duyệt',
  withdraw: 'Thu hồi',
  back: 'Danh sách đã duyệt',
} as const;

export const listEmpty =
  'Chưa có câu trả lời nào được duyệt. Hỏi một câu, xem lại, rồi bấm Duyệt hoặc gõ /duyet.';
export const listTitle = (inUse: number): string => `Câu trả lời đã duyệt: ${inUse} đang dùng`;
export const listHead = ['Câu hỏi', 'Duyệt', 'Đã dùng', 'Tình trạng'];
export const approvedBy = (by: string, on: string): string => `${by}, ${formatDate(on)}`.replace(/^, /u, '');
const states: Readonly<Record<string, string>> = {
  'by-admin': 'đã thu hồi',
  again: 'đã thay bằng lần duyệt sau',
  removed: 'tự rút: văn bản nguồn đã gỡ khỏi kho',
  changed: 'tự rút: nguồn đã bị thay thế hoặc sửa đổi',
};
export const stateOf = (reason: string | null, on: string | null): string =>
  reason === null ? 'đang dùng' : `${states[reason] ?? reason}${on ? ` ngày ${formatDate(on)}` : ''}`;
export const openOne = (position: number): string => `Xem câu ${position}`;
export const more = (count: number): string => `Còn ${count} mục nữa`;
export const questionLine = (question: string): string => `**Câu hỏi:** ${question}`;
export const sourceHidden = 'Nguồn của câu trả lời này không còn trong kho.';
export const withdrawn = (question: string): string =>
  `Đã thu hồi câu trả lời duyệt cho câu hỏi “${question}”. Từ nay câu hỏi ấy lại được tìm trong kho.`;
/** Told to who stored the document that replaced or changed a source. */
export const withdrawnBySource = (questions: readonly string[]): string =>
  [
    'Câu trả lời đã duyệt sau đây tự rút vì văn bản vừa lưu thay thế hoặc sửa đổi nguồn; câu hỏi ấy lại được tìm trong kho, đồng chí xem và duyệt lại nếu cần:',
    ...questions.map((question) => `- ${question}`),
  ].join('\n');
export const gone = 'Câu trả lời này không còn được dùng.';

export const frequentTitle = 'Được hỏi nhiều và chưa có câu trả lời duyệt:';
export const frequentLine = (question: string, times: number): string => `- ${question} (${times} lần)`;
export const askIt = (position: number): string => `Hỏi câu ${position} để duyệt`;
