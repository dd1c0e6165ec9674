import { formatDate } from '../text/calendar.ts';
import { readingLine } from './understanding.ts';

/** What the question feature says around an answer; the answers themselves are worded in `answers.ts`. */

export const commandHelp = {
  hoi: 'hỏi về văn bản; gõ thẳng câu hỏi cũng được',
  nguon: 'nguồn đầy đủ của câu trả lời vừa rồi',
  visao: 'vì sao có câu trả lời vừa rồi',
  xintep: 'nhận tệp của một văn bản trong kho',
} as const;

export const commandExamples = { xintep: '/xintep 27-QĐ/TU' } as const;

export const buttons = {
  original: 'Xem nguyên văn',
  article: 'Cả điều',
  related: 'Văn bản liên quan',
  why: 'Vì sao?',
  right: 'Đúng',
  wrong: 'Sai',
  incomplete: 'Thiếu',
  approve: 'Duyệt',
} as const;

export const dated = (day: string): string => `ngày ${day}`;

/** What a cut list or article still has. */
export const itemsLeft = (count: number): string => (count > 0 ? `Còn ${count} mục nữa` : 'Còn một phần nữa');
export const rowsLeft = (count: number): string => `Còn ${count} dòng nữa`;
export const quotesLeft = (count: number): string => `Còn ${count} đoạn trích nữa`;

export const askSomething =
  'Đồng chí gõ câu hỏi, ví dụ: /hoi một buổi sinh hoạt chi bộ ít nhất bao nhiêu phút?';
export const noAnswerYet = 'Chưa có câu trả lời nào trong cuộc trò chuyện này.';
export const noSources = 'Câu trả lời vừa rồi không trích văn bản nào.';
export const sourcesOf = (count: number): string =>
  count > 1 ? `Câu trả lời vừa rồi trích ${count} đoạn:` : 'Nguồn của câu trả lời vừa rồi:';
export const passageGone = 'Đoạn này không còn trong kho, hoặc đồng chí không được giao xem.';

export const notAnAnswer = 'Đoạn gần nhất, không phải câu trả lời:';
export const candidateHead = ['Văn bản', 'Nội dung', 'Tình trạng'];
export const wordedByModel =
  'Câu trên do mô hình ngôn ngữ diễn đạt; số liệu đã được đối chiếu với các đoạn trích dưới đây.';
/** A model read the quotations and found no answer in them. */
export const noBasisByModel =
  'Mô hình ngôn ngữ đã đọc các đoạn tìm được và cho rằng chúng chưa trả lời câu hỏi; đồng chí xem lại nguyên văn.';
/** Said where a command of the same person waited for the answer. */
export const wordingHurried =
  'Đồng chí vừa gửi lệnh tiếp theo nên tôi trả lời ngay bằng trích nguyên văn, không chờ mô hình diễn đạt.';
/** The quotation stands alone because the endpoint gave nothing; `kind` of the failure. */
export const modelFailed = (kind: string): string =>
  `${modelFailures[kind] ?? 'Mô hình ngôn ngữ không trả lời được'}, nên câu trả lời là trích nguyên văn văn bản.`;
const modelFailures: Readonly<Record<string, string>> = {
  unreachable: 'Không kết nối được với mô hình ngôn ngữ',
  timeout: 'Mô hình ngôn ngữ không trả lời kịp',
  busy: 'Mô hình ngôn ngữ đang bận',
  'rate-limited': 'Mô hình ngôn ngữ đang bận',
  overloaded: 'Mô hình ngôn ngữ đang gặp sự cố',
  broken: 'Mô hình ngôn ngữ ngắt giữa chừng',
  ceiling: 'Hôm nay đã dùng hết phần được dành cho mô hình ngôn ngữ',
};
/** @param day of the answer whose words are given again */
export const wordedOn = (day: string): string =>
  `Câu diễn đạt đã dùng ngày ${formatDate(day)} cho cùng câu hỏi; các đoạn trích hôm nay vẫn đúng như khi đó.`;
export const unknownStatus = 'chưa rõ hiệu lực';
export const newsWarning = 'Nguồn là tin báo chí, không phải văn bản ký ban hành.';
export const draftWarning = 'Nguồn là dự thảo, chưa phải văn bản ban hành.';
export const supersededWarning = 'Văn bản này không còn hiệu lực.';
export const expiredWarning = 'Văn bản này đã hết thời hạn hiệu lực.';
export const suspendedWarning = 'Văn bản này đang bị ngưng hiệu lực.';
export const newerVersionWarning = 'Kho có bản mới hơn của văn bản này.';
export const endedPartWarning = 'Phần được trích không còn hiệu lực.';
export const amendedPartWarning = 'Phần được trích đã được sửa đổi, bổ sung.';

/** Said of a quotation that was read from the picture of its page. */
export const fromScan = 'đọc từ bản quét';
export const fromUnsureScan = 'đọc từ bản quét, độ tin cậy thấp, hãy xem ảnh trang';
export const numberFromUnsureScan = 'đọc từ bản quét; số đọc từ bản quét, cần đối chiếu với ảnh trang';

/**
 * An empty store, said to somebody who can fill it.
 * @param hasPage the reply stands on the web page, which has a button for files and takes what is dropped on it
 * @param takesDocuments documents can be sent in this chat
 */
export const emptyStoreForAdmin = ({
  hasPage,
  takesDocuments,
}: {
  hasPage: boolean;
  takesDocuments: boolean;
}): string =>
  `Kho chưa có tài liệu nào. Đồng chí ${
    hasPage
      ? 'gửi tệp văn bản vào đây (nút Gửi tệp, hoặc kéo thả)'
      : takesDocuments
        ? 'gửi tệp văn bản vào cuộc trò chuyện này'
        : 'mở trang web của trợ lý, gửi tệp văn bản ở đó'
  } để nạp, rồi hỏi lại.`;

/** A document as offices cite it: 'Quy định số 27-QĐ/TU ngày 05/3/2025 của Ban Thường vụ Tỉnh ủy'. */
export function officialName(document: {
  typeName: string;
  symbol: string | null;
  issuedOn: string | null;
  issuer: string | null;
  title: string;
}): string {
  const name = document.symbol ? `${document.typeName} số ${document.symbol}` : document.title;
  const date = document.issuedOn ? ` ngày ${formatDate(document.issuedOn)}` : '';
  return `${name}${date}${document.symbol && document.issuer ? ` của ${document.issuer}` : ''}`;
}

const shorten = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`;

/** Pages of a longer passage: 'tr. 12', 'tr. 12–13'. */
export const pages = (from: number, to: number): string =>
  from === to ? `tr. ${from}` : `tr. ${from}–${to}`;

/* Related documents. */

/** Reads as a sentence with the document of the title as its subject: 'Thay thế · Quy định 12-QĐ/TU · 03/5/2021'. */
export const relatedHead = ['Quan hệ', 'Văn bản', 'Ngày'];
export const relatedTitle = (document: string): string => document;
/** 'Sửa đổi, bổ sung (Điều 5), từ 01/7/2025' */
export const relatedDoes = (relation: string, parts: readonly string[], from: string | null): string =>
  `${relation}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}${from ? `, từ ${formatDate(from)}` : ''}`;
export const openRelated = (document: string): string => `Mở ${shorten(document, 40)}`;
export const noRelated = (document: string): string =>
  `Kho chưa có văn bản nào liên quan với ${document}: chính văn bản không dẫn văn bản khác, và không văn bản nào trong kho dẫn đến nó.`;
export const notKept = 'chưa có trong kho';
/** A reference in the text that is no relation of its own. */
export const mentioned = 'Có dẫn';
export const relatedRest = (count: number): string => `Còn ${count} văn bản nữa`;

/* Files of documents. */

export const tellFile = 'Đồng chí cần tệp của văn bản nào? Ví dụ: gửi tôi Quy định 27-QĐ/TU.';
export const fileOf = (document: string): string => `Tệp của ${document}:`;
export const severalFiles = (count: number): string =>
  `Có ${count} văn bản ứng với yêu cầu. Đồng chí cần tệp của văn bản nào?`;
export const noSuchFile = (asked: string): string =>
  `Kho không có văn bản nào đồng chí được xem ứng với “${asked}”. Gõ /khovanban để xem danh mục.`;
export const fileGone = (document: string): string =>
  `Tệp gốc của ${document} không còn trong kho; nội dung vẫn đọc được.`;
export const openDocument = 'Mở văn bản';
export const moreFiles = (count: number): string =>
  `Còn ${count} văn bản nữa; đồng chí ghi rõ số, ký hiệu hoặc thêm chữ của tên văn bản.`;

const decisions: Readonly<Record<string, string>> = {
  answer: 'đoạn trích có đủ điều được hỏi, nên trả lời',
  correction: 'văn bản nêu khác với điều câu hỏi coi là đúng, nên đính chính',
  candidates: 'nhiều văn bản cùng ứng với câu hỏi, nên liệt kê',
  'near-miss': 'đoạn gần nhất thiếu một phần của điều được hỏi, nên không coi là câu trả lời',
  refusal: 'không đoạn nào có điều được hỏi, nên không trả lời',
  'out-of-scope': 'câu hỏi nằm ngoài phạm vi',
  curated: 'câu hỏi trùng với câu đã được người quản trị duyệt câu trả lời, nên đưa câu trả lời đó',
  glossary: 'từ được hỏi có trong từ điển của cơ quan, nên đưa giải nghĩa ở đó',
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
  isWordsAlone?: true;
  reading?: { model: string; result: string };
  wording?: WordingShown;
}): string {
  const isSearched = !['out-of-scope', 'curated'].includes(explanation.decision);
  return [
    `**Câu hỏi:** ${explanation.query}`,
    ...(explanation.understoodAs ? [`**Tôi hiểu là:** ${explanation.understoodAs}`] : []),
    ...(explanation.expandedQuery !== explanation.query
      ? [`**Tìm theo:** ${explanation.expandedQuery}`]
      : []),
    ...(isSearched
      ? [
          `**Phạm vi tìm:** các văn bản đồng chí được xem${
            explanation.filters.length > 0 ? `; ${explanation.filters.map(filterText).join('; ')}` : ''
          }`,
        ]
      : []),
    ...(explanation.isWordsAlone
      ? ['**Cách tìm:** chỉ theo từ ngữ, vì mô hình tìm theo nghĩa không trả lời kịp']
      : []),
    ...(explanation.candidates.length > 0
      ? [
          '**Các đoạn đã xét, gần nhất trước:**',
          ...explanation.candidates
            .slice(0, 5)
            .map(({ document, locator }) => `- ${document}${locator ? `, ${locator}` : ''}`),
        ]
      : isSearched
        ? ['**Không có đoạn nào gần với câu hỏi.**']
        : []),
    ...(explanation.missing.length > 0
      ? [`**Chưa thấy trong văn bản:** ${explanation.missing.join('; ')}`]
      : []),
    `**Quyết định:** ${decisions[explanation.decision] ?? explanation.decision}`,
    ...(explanation.reading ? [readingLine(explanation.reading)] : []),
    ...(explanation.wording ? wordingLines(explanation.wording) : []),
  ].join('\n');
}

/** How a model's wording went, as it is kept. */
interface WordingShown {
  model: string;
  promptVersion?: string;
  result: string;
  failure?: string;
  passages?: readonly string[];
  sentences?: readonly { text: string; verdict: string }[];
  planted?: number;
}

/** Why a sentence of a model was left out. Its words are not repeated: nobody vouches for them. */
const sentenceVerdicts: Readonly<Record<string, string>> = {
  uncited: 'không ghi đoạn làm căn cứ',
  unsupported: 'có số liệu, ngày tháng, ký hiệu hoặc tên không có trong đoạn được ghi',
  reversed: 'nói khác ý của đoạn được ghi',
  unfamiliar: 'nói điều không có trong đoạn được ghi',
  beside: 'không nói về điều được hỏi',
  link: 'có đường dẫn hoặc lệnh không có trong đoạn được ghi',
  leak: 'nhắc lại chỉ dẫn nội bộ',
  foreign: 'không phải tiếng Việt',
  repeated: 'lặp lại câu trước',
  unfinished: 'bị bỏ dở',
  'too-long': 'quá dài',
};

const wordingResults: Readonly<Record<string, string>> = {
  worded: 'câu trả lời là lời của mô hình, mọi câu đã qua đối chiếu',
  'no-basis': 'mô hình cho rằng các đoạn không trả lời câu hỏi',
  empty: 'mô hình không viết gì, nên trích nguyên văn',
  hurried: 'có lệnh tiếp theo đang chờ, nên trích nguyên văn',
  planted: 'đoạn trích có câu giống mệnh lệnh gửi cho máy, nên không dùng lời của mô hình',
};

function wordingLines(wording: WordingShown): string[] {
  const { model, promptVersion, result, failure, passages = [], sentences = [], planted = 0 } = wording;
  const isLeftOut = result in sentenceVerdicts;
  const said = isLeftOut
    ? 'có câu không qua đối chiếu, nên trích nguyên văn'
    : result === 'model-failed'
      ? modelFailed(failure ?? '').replace(/[.]$/u, '')
      : (wordingResults[result] ?? result);
  return [
    `**Mô hình diễn đạt:** ${model}: ${said}${promptVersion ? ` (bộ chỉ dẫn ${promptVersion})` : ''}`,
    ...(passages.length > 0 ? [`**Đưa cho mô hình:** ${passages.length} đoạn trích, đánh số từ 1`] : []),
    ...sentences.map(({ text, verdict }, at) =>
      verdict === 'ok'
        ? `- Câu ${at + 1}: dùng được, số liệu và lời lẽ có trong đoạn ${citedIn(text)}`
        : `- Câu ${at + 1}: không dùng, vì ${sentenceVerdicts[verdict] ?? verdict}`,
    ),
    ...(planted > 0 ? [`**Không đưa cho mô hình:** ${planted} câu giống mệnh lệnh gửi cho máy`] : []),
  ];
}

const citedIn = (sentence: string): string =>
  [...new Set([...sentence.matchAll(/\[(\d{1,2})\]/gu)].map((match) => match[1]))].join(', ');

/** A filter of the search: a day alone means what was in force on it. */
const filterText = (filter: string): string =>
  /^\d{4}-\d{2}-\d{2}$/u.test(filter) ? `chỉ văn bản còn hiệu lực ngày ${formatDate(filter)}` : filter;
