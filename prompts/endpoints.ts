import type { ModelErrorKind } from '../core/errors.ts';

/*
 * Words about the endpoints of models: what people read when one did not answer, what `capuy doctor` reports, and what a
 * model is told where the protocol has no place for it.
 */

/** Why a call gave nothing, as an administrator reads it. */
export const failures: Readonly<Record<ModelErrorKind, string>> = {
  unreachable: 'không kết nối được; kiểm tra địa chỉ, và máy chủ mô hình đã chạy chưa',
  timeout: 'không trả lời trong thời gian cho phép; máy chủ quá chậm, hoặc cần tăng các mục MODEL_…_SECONDS',
  refused: 'từ chối khóa truy cập, hoặc tài khoản đã hết hạn mức; kiểm tra khóa API',
  absent: 'không có mô hình hoặc đường dẫn này; kiểm tra tên mô hình và địa chỉ (thường kết thúc bằng /v1)',
  'rate-limited': 'đang giới hạn số lượt gọi; thử lại sau',
  overloaded: 'máy chủ báo lỗi nội bộ',
  'too-long': 'nội dung dài quá mức mô hình đọc được',
  rejected: 'không nhận yêu cầu; máy chủ có thể không theo đúng giao thức OpenAI',
  broken: 'trả lời dở dang hoặc sai định dạng',
  truncated: 'viết quá dài; phần trả lời bị cắt',
  filtered: 'giữ lại câu trả lời theo bộ lọc nội dung của dịch vụ',
  stopped: 'đã dừng theo yêu cầu',
  busy: 'đang bận các yêu cầu khác',
  ceiling: 'đã hết hạn mức trong ngày (MODEL_DAILY_TOKENS, MODEL_DAILY_COST)',
};

/** What a model or its server turned out to lack, and what that means; keys as `llm/health.ts` reports them. */
export const lacks = {
  stream: 'không trả lời dần từng phần; câu trả lời hiện ra một lần khi xong',
  json: 'không có chế độ JSON; trợ lý yêu cầu bằng lời và kiểm tra kết quả',
  'json-at-all': 'không viết được JSON theo yêu cầu; hiểu câu hỏi theo quy tắc, không dùng mô hình',
  tools: 'không gọi công cụ; trợ lý không dùng chức năng này',
  usage: 'không báo số token đã dùng; số liệu sử dụng là ước tính',
  thinking: 'viết phần suy nghĩ trước câu trả lời; phần đó được bỏ đi, câu trả lời đến chậm hơn',
  'max-length': 'không nhận giới hạn độ dài câu trả lời; trợ lý tự ngắt câu trả lời quá dài',
  system: 'không có chỗ riêng cho chỉ dẫn; chỉ dẫn được đặt trước câu hỏi',
  order: 'xếp hạng câu không liên quan lên trước; kiểm tra lại mô hình xếp hạng',
  unlisted: 'không có tên trong danh sách mô hình của máy chủ',
} as const;

const kinds = {
  chat: 'Mô hình ngôn ngữ',
  embedding: 'Mô hình véc-tơ',
  transcription: 'Mô hình nghe giọng nói',
  rerank: 'Mô hình xếp hạng',
} as const;

/** What was found of one model. Times in milliseconds. */
interface HealthWords {
  kind: keyof typeof kinds;
  model: string;
  address: string;
  failure: ModelErrorKind | null;
  ms: number;
  firstTokenMs: number | null;
  dimension: number | null;
  lacks: readonly (keyof typeof lacks)[];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).replace('.', ',')} giây`;

/** One model in the report of `capuy doctor`. */
export function healthReport(health: HealthWords): string {
  const { address, dimension, failure, firstTokenMs, kind, model, ms } = health;
  const head = `${kinds[kind]} “${model}” (${address})`;
  if (failure) return `✗ ${head}: ${failures[failure]}.`;
  const facts = [
    `trả lời sau ${seconds(ms)}`,
    ...(firstTokenMs === null ? [] : [`chữ đầu tiên sau ${seconds(firstTokenMs)}`]),
    ...(dimension === null ? [] : [`véc-tơ ${dimension} chiều`]),
  ];
  return [`✓ ${head}: ${facts.join(', ')}.`, ...health.lacks.map((lack) => `  - ${lacks[lack]}`)].join('\n');
}

export const noModelConfigured =
  'Chưa cấu hình mô hình nào. Trợ lý trả lời bằng trích nguyên văn; các chức năng khác không cần mô hình.';

/** Told to a model whose server enforces no schema. */
export const jsonOnly = (schema: string): string =>
  `Chỉ trả lời bằng đúng một giá trị JSON theo lược đồ JSON Schema sau, không thêm lời nào khác:\n${schema}`;

/** What `capuy doctor` asks a chat model, and the texts that it has measured and ranked. */
export const probeQuestion = 'Chỉ trả lời đúng một từ: sẵn sàng.';
export const probeJsonQuestion = 'Trả lời trong trường "traLoi" bằng đúng một từ: có.';
export const probeToolQuestion = 'Hãy gọi công cụ xem_gio để biết bây giờ là mấy giờ.';
export const probeToolDescription = 'Cho biết giờ hiện tại.';
export const probeTexts = [
  'Chi bộ họp thường kỳ mỗi tháng một lần.',
  'Đảng phí nộp trước ngày 10 hằng tháng.',
] as const;
export const probeQuery = 'Chi bộ họp mấy lần một tháng?';
