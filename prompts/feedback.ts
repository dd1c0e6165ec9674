import { formatDate } from '../text/calendar.ts';

/** What is said about people's word on answers. */

export const commandHelp = {
  gopy: 'xem các câu trả lời bị đánh giá sai hoặc thiếu, lần lượt từng câu',
} as const;

export const thanks: Readonly<Record<'right' | 'wrong' | 'incomplete', string>> = {
  right: 'Cảm ơn đồng chí đã xác nhận.',
  wrong: 'Cảm ơn đồng chí. Đã ghi nhận câu trả lời này chưa đúng để người quản trị xem lại.',
  incomplete: 'Cảm ơn đồng chí. Đã ghi nhận câu trả lời này còn thiếu để người quản trị xem lại.',
};
export const notYours = 'Câu trả lời này không phải của đồng chí nên không đánh giá được ở đây.';

export const remarkPrompt = 'Nếu được, đồng chí ghi thêm một dòng: đúng ra là gì, ở văn bản nào.';
export const remarkButton = 'Ghi thêm một dòng';
export const remarkAsk = 'Mời đồng chí gõ một dòng (gõ “dừng” để bỏ qua):';
export const remarkKept = 'Đã ghi thêm góp ý. Cảm ơn đồng chí.';
export const remarkGone = 'Đánh giá này không còn nữa, có thể văn bản được trích đã bị gỡ.';

/* The queue. */

export const onlyInside = 'Góp ý chỉ xem được trên trang web của trợ lý.';
export const queueEmpty = 'Không có góp ý nào đang chờ.';
export const queueTitle = (position: number, total: number): string => `**Góp ý ${position}/${total}**`;
const verdictNames: Readonly<Record<'wrong' | 'incomplete', string>> = { wrong: 'Sai', incomplete: 'Thiếu' };
const outcomeNames: Readonly<Record<string, string>> = {
  answer: 'đã trả lời',
  correction: 'đã đính chính',
  candidates: 'đã liệt kê nhiều văn bản',
  'near-miss': 'chỉ đưa đoạn gần nhất',
  refusal: 'không trả lời',
};
export const queueLines = (item: {
  verdict: 'wrong' | 'incomplete';
  by: string;
  on: string;
  remark: string | null;
  question: string;
  outcome: string;
  lead: string;
}): string =>
  [
    `**Đánh giá:** ${verdictNames[item.verdict]}${item.by ? `, ${item.by}` : ''}, ngày ${formatDate(item.on)}`,
    ...(item.remark === null ? [] : [`**Góp ý:** ${item.remark}`]),
    `**Câu hỏi:** ${item.question}`,
    `**Trả lời (${outcomeNames[item.outcome] ?? item.outcome}):** ${item.lead}`,
  ].join('\n');
export const noQuotes = 'Câu trả lời không trích văn bản nào.';
export const queueButtons = {
  expectRemark: 'Câu kiểm tra: đúng như góp ý',
  expectQuotes: 'Câu kiểm tra: phải có các đoạn trên',
  expectOther: 'Câu kiểm tra: đúng ra ở đoạn khác',
  expectNothing: 'Câu kiểm tra: kho không trả lời được',
  done: 'Đã xử lý',
  next: 'Góp ý sau',
  previous: 'Góp ý trước',
} as const;
export const askSpan =
  'Mời đồng chí gõ nguyên văn một đoạn ngắn trong văn bản mà câu trả lời phải có (gõ “dừng” để thôi):';
export const spanNotFound = (span: string): string =>
  `Không văn bản nào trong kho có nguyên văn “${span}”. Đồng chí gõ lại đúng như trong văn bản, hoặc gõ “dừng”.`;
export const madeQuestion = (file: string, count: number): string =>
  `Đã thêm vào bộ câu kiểm tra (${count} câu): ${file}`;
export const markedDone = 'Đã đánh dấu là đã xử lý.';
export const gone = 'Góp ý này đã được xử lý.';
