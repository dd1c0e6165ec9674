/** What the question feature says around an answer; the answers themselves are worded in `answers.ts`. */

export const commandHelp = {
  hoi: 'hỏi về văn bản; gõ thẳng câu hỏi cũng được',
  nguon: 'nguồn của câu trả lời vừa rồi',
  visao: 'vì sao có câu trả lời vừa rồi',
} as const;

export const buttons = {
  article: 'Cả điều, cả mục',
  why: 'Vì sao?',
  right: 'Đúng',
  wrong: 'Sai',
  incomplete: 'Thiếu',
} as const;

export const askSomething =
  'Đồng chí gõ câu hỏi, ví dụ: /hoi một buổi sinh hoạt chi bộ ít nhất bao nhiêu phút?';
export const noAnswerYet = 'Chưa có câu trả lời nào trong cuộc trò chuyện này.';
export const noSources = 'Câu trả lời vừa rồi không trích văn bản nào.';
export const sourcesOf = 'Nguồn của câu trả lời vừa rồi:';
export const passageGone = 'Đoạn này không còn trong kho, hoặc đồng chí không được giao xem.';
export const feedbackThanks: Readonly<Record<'right' | 'wrong' | 'incomplete', string>> = {
  right: 'Cảm ơn đồng chí đã xác nhận.',
  wrong: 'Cảm ơn đồng chí. Tôi đã ghi nhận câu trả lời này chưa đúng để người quản trị xem lại.',
  incomplete: 'Cảm ơn đồng chí. Tôi đã ghi nhận câu trả lời này còn thiếu để người quản trị xem lại.',
};
export const feedbackNotYours = 'Câu trả lời này không phải của đồng chí nên không đánh giá được ở đây.';
export const notAnAnswer = 'Đoạn gần nhất, không phải câu trả lời:';
export const candidateHead = ['Văn bản', 'Ngày', 'Tên', 'Tình trạng'];
export const wordedByModel =
  'Câu trên do mô hình ngôn ngữ diễn đạt; số liệu đã được đối chiếu với các đoạn trích dưới đây.';
export const unknownStatus = 'chưa rõ hiệu lực';
export const newsWarning = 'Nguồn là tin báo chí, không phải văn bản ký ban hành.';
export const draftWarning = 'Nguồn là dự thảo, chưa phải văn bản ban hành.';
export const supersededWarning = 'Văn bản này không còn hiệu lực; xem văn bản thay thế.';
export const expiredWarning = 'Văn bản này đã hết thời hạn hiệu lực ghi trong chính văn bản.';
export const suspendedWarning = 'Văn bản này đang bị ngưng hiệu lực.';
export const newerVersionWarning = 'Kho có bản mới hơn của văn bản này.';
export const endedPartWarning = 'Phần được trích không còn hiệu lực, dù văn bản còn hiệu lực.';
export const amendedPartWarning = 'Phần được trích đã được sửa đổi, bổ sung; xem thêm văn bản sửa đổi.';

/** Said of a quotation that was read from the picture of its page. */
export const fromScan = 'đọc từ bản quét';
export const fromUnsureScan = 'đọc từ bản quét, độ tin cậy thấp, hãy xem ảnh trang';
export const numberFromUnsureScan = 'đọc từ bản quét; số đọc từ bản quét, cần đối chiếu với ảnh trang';

const decisions: Readonly<Record<string, string>> = {
  answer: 'đoạn trích có đủ điều được hỏi, nên trả lời',
  correction: 'văn bản nêu khác với điều câu hỏi coi là đúng, nên đính chính',
  candidates: 'nhiều văn bản cùng ứng với câu hỏi, nên liệt kê',
  'near-miss': 'đoạn gần nhất thiếu một phần của điều được hỏi, nên không coi là câu trả lời',
  refusal: 'không đoạn nào có điều được hỏi, nên không trả lời',
  'out-of-scope': 'câu hỏi nằm ngoài phạm vi',
};

/** '/visao': the explanation in plain words. */
export function whyLines(explanation: {
  query: string;
  expandedQuery: string;
  understoodAs?: string;
  filters: readonly string[];
  candidates: readonly { locator: string; document: string; score: number }[];
  decision: string;
  missing: readonly string[];
  wording?: { model: string; result: string };
}): string {
  return [
    `**Câu hỏi:** ${explanation.query}`,
    ...(explanation.understoodAs ? [`**Tôi hiểu là:** ${explanation.understoodAs}`] : []),
    ...(explanation.expandedQuery !== explanation.query
      ? [`**Tìm theo:** ${explanation.expandedQuery}`]
      : []),
    ...(explanation.filters.length > 0 ? [`**Giới hạn tìm:** ${explanation.filters.join('; ')}`] : []),
    ...(explanation.candidates.length > 0
      ? [
          '**Các đoạn đã xét, gần nhất trước:**',
          ...explanation.candidates
            .slice(0, 5)
            .map(({ document, locator }) => `- ${document}${locator ? `, ${locator}` : ''}`),
        ]
      : ['**Không có đoạn nào gần với câu hỏi.**']),
    ...(explanation.missing.length > 0
      ? [`**Chưa thấy trong văn bản:** ${explanation.missing.join('; ')}`]
      : []),
    `**Quyết định:** ${decisions[explanation.decision] ?? explanation.decision}`,
    ...(explanation.wording
      ? [`**Mô hình diễn đạt:** ${explanation.wording.model} (${explanation.wording.result})`]
      : []),
  ].join('\n');
}
