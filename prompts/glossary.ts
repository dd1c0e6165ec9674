/** What is said about the office's own terms and abbreviations. */

export const commandHelp = {
  tudien: 'từ viết tắt và thuật ngữ của cơ quan',
} as const;
export const commandExamples = { tudien: '/tudien VPĐU' } as const;

export const usage =
  'Cách dùng: /tudien (xem tất cả), /tudien VPĐU (xem một từ). Người quản trị thêm hoặc sửa: /tudien thêm VPĐU = Văn phòng Đảng ủy: cơ quan tham mưu của Đảng ủy; sau dấu = là chữ viết đầy đủ dùng khi tìm, sau dấu : là giải nghĩa, có thể chỉ ghi một trong hai. Gỡ: /tudien xóa VPĐU.';

export const empty = 'Từ điển của cơ quan chưa có từ nào.';
export const tableTitle = (count: number): string => `Từ điển của cơ quan: ${count} từ`;
export const tableHead = ['Từ', 'Viết đầy đủ', 'Giải nghĩa'];
export const more = (count: number): string => `Còn ${count} mục nữa`;

/** A term explained: 'VPĐU: Văn phòng Đảng ủy. Cơ quan tham mưu …' */
export function definition(entry: {
  term: string;
  expansion: string | null;
  meaning: string | null;
}): string {
  const parts = [entry.expansion, entry.meaning].filter((part) => part !== null).map(sentence);
  return `**${entry.term}**: ${parts.join(' ')}`;
}
const sentence = (text: string): string => (/[.!?…]$/u.test(text) ? text : `${text}.`);

/** Always beside a definition: it is no quotation. */
export const fromGlossary = 'Theo từ điển của cơ quan do người quản trị nhập, không phải trích văn bản.';
export const inDocuments = 'Trong văn bản:';

export const noSuchTerm = (term: string): string => `Từ điển của cơ quan chưa có “${term}”.`;
export const saved = (term: string): string =>
  `Đã lưu “${term}” vào từ điển của cơ quan. Từ nay câu hỏi có từ này được tìm theo cả chữ viết đầy đủ.`;
export const savedMeaning = (term: string): string =>
  `Đã lưu giải nghĩa của “${term}” vào từ điển của cơ quan.`;
export const replaced = (before: string): string => `Trước đây là: ${before}`;
export const removed = (term: string): string => `Đã gỡ “${term}” khỏi từ điển của cơ quan.`;
export const notAllowed = 'Chỉ người quản trị được sửa từ điển của cơ quan.';
export const onlyInside = 'Từ điển của cơ quan chỉ xem được trên trang web của trợ lý.';
const parts: Readonly<Record<string, string>> = {
  term: 'Từ',
  expansion: 'Chữ viết đầy đủ',
  meaning: 'Phần giải nghĩa',
};
export const tooLong = (what: string, most: number): string =>
  `${parts[what] ?? what} dài quá ${most} ký tự, đồng chí rút gọn giúp.`;
