import { statusLine } from './status.ts';

/* What the web page says. Shared by the server and by the page in the browser, so nothing here may need Node. */

/** Name of the product, in the header and in window titles. */
export const productName = 'Trợ lý cấp ủy';

/** Under the icon of the installed page, and where it is offered for installing. */
export const installed = {
  shortName: 'Cấp ủy',
  description: 'Hỏi văn bản, ghi cuộc họp, xem số liệu đảng viên.',
} as const;

/** Words of the sign-in pages. */
export const signIn = {
  title: 'Đăng nhập',
  lead: 'Trang này chỉ dành cho người đã được cấp tài khoản.',
  howLink:
    'Mở liên kết đăng nhập do quản trị gửi. Khi trợ lý chạy trên máy này, liên kết được in ra trong cửa sổ lệnh.',
  howCode: 'Hoặc nhập mã do quản trị cấp vào ô dưới đây.',
  howChannel:
    'Đã liên kết Zalo hoặc Telegram với trợ lý thì gõ /lienket ở đó, trợ lý gửi mã sáu số để nhập vào ô dưới đây.',
  once: 'Liên kết và mã chỉ dùng được một lần và sớm hết hạn.',
  codeLabel: 'Mã đăng nhập',
  submit: 'Đăng nhập',
  confirmTitle: 'Xác nhận đăng nhập',
  confirmLead: 'Bấm nút dưới đây để đăng nhập trên máy này. Liên kết chỉ dùng được một lần.',
  failed: 'Mã không đúng, đã dùng hoặc đã hết hạn. Xin quản trị cấp mã mới.',
  tooMany: 'Đã nhập sai nhiều lần. Xin chờ 15 phút rồi thử lại.',
  signedOut: 'Đã đăng xuất.',
  signOut: 'Đăng xuất',
} as const;

/** Words of the chat page. */
export const chatPage = {
  logLabel: 'Cuộc trò chuyện',
  skipToQuestion: 'Đến ô câu hỏi',
  noScript: 'Trang trò chuyện cần JavaScript. Xin bật JavaScript trong trình duyệt rồi tải lại trang.',
  loading: 'Đang mở cuộc trò chuyện…',
  questionLabel: 'Câu hỏi',
  questionPlaceholder: 'Nhập câu hỏi hoặc lệnh…',
  keysHint: 'Enter để gửi, Shift + Enter để xuống dòng.',
  send: 'Gửi',
  stop: 'Dừng',
  stopped: 'Đã yêu cầu dừng.',
  attach: 'Gửi tệp',
  remove: 'Bỏ tệp',
  attachedCount: (count: number) => `${count} tệp sẽ gửi`,
  dropHere: 'Thả tệp vào đây để gửi',
  help: 'Trợ giúp',
  helpCommand: '/trogiup',
  smaller: 'Chữ nhỏ hơn',
  larger: 'Chữ lớn hơn',
  you: 'Câu hỏi gửi đi',
  assistant: 'Trả lời',
  older: 'Xem tin cũ hơn',
  thinking: 'Đang tìm câu trả lời…',
  lost: 'Mất kết nối với trợ lý. Đang nối lại, tin đã gửi không bị mất…',
  resumed: 'Đã nối lại.',
  replaced: 'Trò chuyện đang mở ở nhiều cửa sổ khác, nên cửa sổ này tạm nghỉ.',
  resume: 'Tiếp tục ở đây',
  signedOut: 'Phiên làm việc đã hết.',
  signInAgain: 'Đăng nhập lại',
  sending: 'Đang gửi…',
  waitingToSend: 'Chưa gửi được, sẽ tự gửi lại',
  refused: 'Không gửi được',
  openSource: 'Xem nguyên văn',
  showScan: 'Xem ảnh đoạn này',
  scanPicture: 'Ảnh đoạn được trích trên bản quét',
  wholePage: 'Mở ảnh cả trang',
  enlarge: 'Xem ảnh lớn:',
  close: 'Đóng',
  download: 'Tải về',
  showAll: 'Xem toàn bộ đoạn trích',
  showLess: 'Thu gọn',
  chosen: 'đã chọn',
  choicesClosed: 'Đã chọn hoặc đã hết hạn.',
  choicesLabel: 'Lựa chọn',
  warning: 'Lưu ý:',
  scrollTable: 'Bảng, cuộn ngang để xem hết',
  greeting: 'Kính chào',
  emptyLead:
    'Hỏi về văn bản đã nạp, ghi lại cuộc họp hoặc xem số liệu đảng viên. Câu trả lời luôn kèm nguồn để mở ra kiểm tra.',
  emptyExamples: 'Ví dụ:',
} as const;

/** Words of the button that records. */
export const recorder = {
  start: 'Hỏi bằng lời',
  finish: 'Gửi lời hỏi',
  cancel: 'Bỏ ghi âm',
  recording: 'Đang nghe… Bấm “Gửi lời hỏi” khi nói xong.',
  refused:
    'Trình duyệt chưa cho phép dùng micrô. Xin cho phép ở biểu tượng cạnh thanh địa chỉ, hoặc gõ câu hỏi.',
  nothing: 'Không ghi được tiếng. Xin kiểm tra micrô, hoặc gõ câu hỏi.',
} as const;

/** Words of several files on their way. */
export const uploads = {
  title: (count: number) => `Gửi ${count} tệp`,
  listLabel: (count: number) => `${count} tệp đã chọn gửi, cuộn để xem hết`,
  waiting: 'chờ gửi',
  sending: (percent: number) => `đang gửi ${percent}%`,
  checking: 'đang kiểm tra',
  received: 'đã nhận',
  refused: 'không nhận',
  later: 'mất kết nối, sẽ gửi lại',
  progressOf: (name: string) => `Đang gửi ${name}`,
  underWay: (done: number, total: number) => `Đang gửi tệp ${Math.min(done + 1, total)}/${total}…`,
} as const;

/** Questions that an empty chat offers where the office has given none of its own. */
export const exampleQuestions: readonly string[] = [
  'Chi bộ sinh hoạt thường kỳ mấy lần trong một tháng?',
  '/khovanban',
  '/trogiup',
];

/** How a person's own message is shown when it was files without words. */
export const sentFiles = (names: readonly string[]): string => `Tệp: ${names.join(', ')}`;

/** Size of a file for people: '12 KB', '3,4 MB'. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} byte`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1).replace('.', ',')} MB`;
}

/** 'HH:MM, ngày D/M' of an instant, in the reader's own time zone. */
export function messageTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}, ngày ${at.getDate()}/${at.getMonth() + 1}`;
}

/** Words of the source viewer. */
export const sourceViewer = {
  back: 'Về cuộc trò chuyện',
  toPassage: 'Đến đoạn được trích',
  symbol: 'Số, ký hiệu',
  issuer: 'Cơ quan ban hành',
  issuedOn: 'Ngày ban hành',
  file: 'Tệp',
  status: 'Hiệu lực',
  openSuccessor: (name: string) => `Mở ${name}`,
  draft: 'Dự thảo, không dùng làm căn cứ',
  news: 'Tin báo chí, không phải văn bản ban hành',
  readFromScan: (pages: number) =>
    `Chữ của ${pages} trang được đọc từ bản quét; ảnh trang là bản gốc để đối chiếu.`,
  pictureOf: (pageNumber: number) => `Ảnh quét trang ${pageNumber}`,
  showPicture: (pageNumber: number) => `Xem ảnh quét trang ${pageNumber}`,
  openPicture: 'Mở ảnh lớn',
  cutOut: 'Đoạn được trích trên bản quét',
  outlined: 'Đoạn được trích có khung trên ảnh.',
  lowConfidence: 'Trang này đọc với độ tin cậy thấp, hãy đối chiếu với ảnh.',
  unsureWords: 'Chữ gạch chân chấm là chữ đọc chưa chắc.',
} as const;

/** What the kept documents say about whether a document is in force, in one sentence. */
export function sourceStatus(status: Parameters<typeof statusLine>[0]): string {
  if (status.state === 'in-force' && !status.changes) return 'còn hiệu lực theo các văn bản tra được.';
  return `${statusLine(status) ?? 'chưa xác định được từ các văn bản tra được'}.`;
}

/** Heading of a page of a document. */
export const pageHeading = (pageNumber: number): string => `Trang ${pageNumber}`;

/** Pages shown instead of what was asked for. */
export const failures = {
  notFoundTitle: 'Không tìm thấy trang',
  notFound: 'Trang này không có, hoặc tài khoản không được xem.',
  sourceNotFound: 'Không tìm thấy văn bản này, hoặc tài khoản không được xem.',
  expiredTitle: 'Liên kết đã hết hạn',
  expired: 'Liên kết tải tệp đã hết hạn. Mở lại cuộc trò chuyện để lấy liên kết mới.',
  forbiddenTitle: 'Yêu cầu không được chấp nhận',
  forbidden: 'Yêu cầu không đến từ trang này nên không được thực hiện.',
  internalTitle: 'Có lỗi',
  home: 'Về trang đầu',
} as const;

/** Shown for a fault of ours; `reference` finds it in the log. */
export const internalFailure = (reference: string): string =>
  `Trợ lý gặp lỗi khi xử lý yêu cầu. Xin thử lại; nếu vẫn lỗi, báo quản trị mã ${reference}.`;

/** Why a message or an upload was not taken. */
export const refusals = {
  empty: 'Tin nhắn trống.',
  invalid: 'Yêu cầu không đọc được.',
  noFiles: 'Chưa chọn tệp nào.',
  emptyFile: 'Tệp trống.',
  signIn: 'Cần đăng nhập lại.',
  foreign: 'Yêu cầu không đến từ trang này.',
  tooBusy: 'Đang có quá nhiều yêu cầu cùng lúc. Xin chờ một lát rồi thử lại.',
} as const;

/** The message has more than `limit` characters. */
export const tooLong = (limit: number): string =>
  `Tin nhắn dài quá ${limit.toLocaleString('vi-VN')} ký tự. Xin chia thành nhiều tin hoặc gửi dưới dạng tệp.`;

/** The files of one upload are larger than the office allows. */
export const tooLarge = (limitMb: number): string => `Mỗi lần gửi tệp không quá ${limitMb} MB.`;

/** One file is larger than the office allows. */
export const tooLargeFile = (name: string, limitMb: number): string =>
  `Tệp “${name}” lớn hơn ${limitMb} MB nên không gửi được.`;

/** More files at once than allowed. */
export const tooManyFiles = (limit: number): string => `Mỗi lần gửi nhiều nhất ${limit} tệp.`;

/** Why the page cannot be offered at the address that was set. */
export const listenProblems = {
  portInUse: (port: number): string =>
    `PORT: cổng ${port} đang được một chương trình khác dùng. Dừng chương trình đó, hoặc đặt cổng khác, ví dụ PORT=${port < 65_535 ? port + 1 : port - 1}.`,
  alreadyRunning: (port: number): string =>
    `PORT: trợ lý đang chạy rồi ở cổng ${port} (http://127.0.0.1:${port}). Dùng luôn trang đó, hoặc dừng nó (bấm Ctrl+C ở cửa sổ đang chạy) rồi khởi động lại. Chạy hai bản cùng lúc thì mỗi bản một thư mục dữ liệu và một cổng, ví dụ PORT=${port < 65_535 ? port + 1 : port - 1}.`,
  portNotAllowed: (port: number): string =>
    `PORT: không được phép mở cổng ${port}. Đặt PORT từ 1024 trở lên, ví dụ PORT=3000.`,
  hostUnknown: (host: string): string =>
    `HOST: địa chỉ ${host} không phải của máy này. Xem lại HOST (mặc định là 127.0.0.1).`,
} as const;
