import { formatDate } from '../text/calendar.ts';

/** What the conversation itself says on every channel, whatever the feature. */

/** The only thing that an unknown sender is told. */
export const pairingRequest =
  'Xin chào. Đây là trợ lý tự động của cơ quan. Để sử dụng, đồng chí cần liên kết với tài khoản đã được cấp: ' +
  'xin mã liên kết 6 chữ số từ người quản trị (hoặc tự lấy trên trang web của trợ lý), rồi gửi: LIENKET 123456';

/** Before the first reply in a chat of a messenger: what this is and what it keeps (terms of Zalo; Luật 91/2025/QH15). */
export const automationNotice =
  'Đồng chí đang trao đổi với trợ lý tự động (chương trình máy tính), không phải người. Tin nhắn, tệp gửi đến và câu trả lời ' +
  'được lưu tại cơ quan để xử lý công việc; có thể xem hoặc xóa phần của mình bằng lệnh /dulieu trên trang web của trợ lý.';

export const pairingRefused =
  'Mã liên kết không đúng hoặc đã hết hạn. Mỗi mã chỉ dùng được một lần trong 15 phút; vui lòng xin mã mới.';

export const paired = (name: string): string =>
  `Đã liên kết với tài khoản **${name}**. Đồng chí có thể hỏi ngay bằng câu thường, hoặc gõ /trogiup để xem các lệnh.`;

export const accountDisabled = 'Tài khoản này đã ngừng sử dụng. Vui lòng liên hệ người quản trị của cơ quan.';

export const stoppedAnswer = 'Đã dừng.';
export const stoppedDialogue = 'Đã dừng. Nội dung đang làm dở chưa được lưu.';
export const nothingToStop = 'Hiện không có việc nào đang thực hiện.';

/** A dialogue whose saved state an older or newer version wrote. */
export const dialogueOutdated =
  'Phần đang làm dở được lưu từ phiên bản trước nên không tiếp tục được. Vui lòng bắt đầu lại; dữ liệu đã lưu không thay đổi.';

/** Said before the reply that opens a dialogue while another was open. */
export const dialogueReplaced = 'Phần đang làm dở trước đó đã được bỏ, chưa lưu.';

/** The same where what was open is unsaved: it comes back when the new one is done. */
export const dialogueKept = 'Phần đang làm dở trước đó vẫn được giữ, sẽ nhắc lại sau phần này.';
/** The option of words that may be meant for what is being entered, or for the assistant. */
export const isQuestion = 'Là câu hỏi hoặc yêu cầu khác';

export const choiceUnknown = 'Lựa chọn này không còn dùng được. Vui lòng gõ lại yêu cầu.';
export const choiceExpired = 'Lựa chọn này đã hết hạn. Vui lòng gõ lại yêu cầu để có lựa chọn mới.';
export const choiceUsed = 'Lựa chọn này đã được dùng rồi.';
export const choiceOfOther = 'Lựa chọn này dành cho người đã hỏi.';
export const choiceOutOfRange = (count: number): string =>
  `Vui lòng chọn một số từ 1 đến ${count}, hoặc gõ yêu cầu khác.`;

/** `typed` without slash. */
export const unknownCommand = (typed: string): string =>
  `Không có lệnh “/${typed}”. Gõ /trogiup để xem các lệnh.`;
export const nearestCommands = 'Có phải đồng chí muốn:';

export const notPermitted =
  'Tài khoản của đồng chí chưa được giao quyền làm việc này. Gõ /trogiup để xem những việc được giao.';

/** In a group the lowest permission counts, whoever asks. */
export const notInGroup = 'Việc này không thực hiện trong nhóm. Đồng chí vui lòng nhắn riêng cho trợ lý.';

export const unsupportedMessage =
  'Loại tin nhắn này chưa đọc được ở đây. Vui lòng gửi bằng chữ, hoặc gửi tệp trên trang web của trợ lý.';

/** Before the address of the web page. */
export const webPage = 'Trang web của trợ lý';

export const filesNotTaken = 'Ở đây chưa nhận tệp. Vui lòng gửi tệp trên trang web của trợ lý.';

export const nothingUnderstood = 'Chưa rõ yêu cầu. Gõ /trogiup để xem các lệnh.';

/** More messages than are taken in a minute; said once, what follows in that time is left unanswered. */
export const tooManyMessages = (seconds: number): string =>
  `Trợ lý đang nhận quá nhiều tin nhắn nên chưa xử lý tin này. Đồng chí vui lòng gửi lại sau ${seconds} giây; ` +
  'các tin gửi đến trong thời gian đó sẽ không được trả lời.';

/** Before a part whose first delivery is unknown. */
export const maybeRepeated = '(có thể bị lặp)';

/** Before a message of the assistant's own accord that a messenger did not take, on the web page instead. */
export const noticeRefused = 'Tin sau không gửi được qua ứng dụng nhắn tin của đồng chí nên để ở đây:';

/** Where the channel in use may only carry public content and what was asked for gives more. */
export const onlyOnWeb =
  'Kênh này chỉ được gửi nội dung công khai, nên việc này thực hiện trên trang web của trợ lý.';

/** In place of content that may not leave over the channel in use. */
export const withheld = 'Nội dung này chỉ xem được trên trang web của trợ lý.';

export const choosePrompt = 'Vui lòng chọn:';
export const choicesByNumber = 'Trả lời bằng số hoặc bằng chữ.';
export const fileLabel = 'Tệp';
export const imageLabel = 'Hình ảnh';

/** Decimal comma; kB and MB of 1000. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${value.toFixed(value < 10 ? 1 : 0).replace('.', ',')} ${unit}`;
}

/** The source of a quotation in one line: its official name, or symbol or title with the date; then the place. */
export function sourceLine(source: {
  name?: string;
  symbol: string | null;
  issuedOn: string | null;
  title: string;
  locator: string;
}): string {
  const date = source.issuedOn ? `, ngày ${formatDate(source.issuedOn)}` : '';
  const place = source.locator ? `, ${source.locator}` : '';
  if (source.name !== undefined) return `${source.name}${place}`;
  return `${source.symbol ?? source.title}${date}${place}`;
}

export const fileMissing = (path: string): string => `Không tìm thấy tệp “${path}”.`;
export const fileTooLarge = (path: string, maxBytes: number): string =>
  `Tệp “${path}” lớn hơn mức cho phép (${fileSize(maxBytes)}).`;
/** `path` null: the file could not be written. */
export const savedAs = (path: string | null): string =>
  path === null ? 'Không lưu được tệp (thư mục không ghi được hoặc đĩa đầy).' : `Đã lưu: ${path}`;

/** Shown once when the terminal opens for a person. */
export const terminalGreeting = (name: string): string =>
  `Trợ lý cấp ủy. Đang dùng tài khoản: ${name}.\n` +
  'Gõ câu hỏi hoặc /trogiup; @đường-dẫn để gửi tệp; Ctrl-C để dừng câu trả lời; Ctrl-D để thoát.\n\n';
