/** Words around the demo data. */

const whatItIs =
  'Dữ liệu mẫu là của một tỉnh không có thật: 17 văn bản, các tổ chức đảng, khoảng 300 đảng viên không tên và một năm sinh hoạt chi bộ. Gỡ bỏ lúc nào cũng được bằng /dulieumau.';
export const offer = `Kho văn bản đang trống. Đồng chí có muốn dùng thử với dữ liệu mẫu không? ${whatItIs}`;
/** Where the office has documents of its own. */
export const offerBeside = (documents: number): string =>
  `Kho đang có ${documents} văn bản. Đồng chí có muốn nạp thêm dữ liệu mẫu để thử không? ${whatItIs} Đến khi gỡ, văn bản mẫu nằm chung kho nên có thể xuất hiện trong câu trả lời; văn bản của cơ quan không thay đổi.`;
export const isLoaded = 'Dữ liệu mẫu đang có trong kho.';
export const isAbsent = 'Chưa có dữ liệu mẫu.';
export const buttons = {
  load: 'Nạp dữ liệu mẫu',
  skip: 'Không, để trống',
  keep: 'Không nạp',
  remove: 'Gỡ dữ liệu mẫu',
} as const;
export const kept = 'Vâng, không nạp dữ liệu mẫu.';
export const skipped =
  'Vâng. Đồng chí nạp văn bản thật bằng cách gửi tệp vào đây, hoặc dùng lệnh “npx capuy ingest THƯ-MỤC”.';

export const loaded = (n: { documents: number; units: number; members: number; meetings: number }): string =>
  `Đã nạp dữ liệu mẫu: ${n.documents} văn bản, ${n.units} tổ chức đảng, ${n.members} đảng viên, ${n.meetings} cuộc họp. Mọi tên, số liệu trong đó đều không có thật.`;
/** The one visible choice of an empty store; the feature recognises the sentence. */
export const loadSentence = 'Nạp dữ liệu mẫu để dùng thử';
export const tryThese = 'Đồng chí thử hỏi:';
export const examples = [
  'Một buổi sinh hoạt chi bộ thường kỳ ít nhất bao nhiêu phút?',
  'chi thi 08 ct tu noi ve viec gi',
  'Quy định 12-QĐ/TU còn hiệu lực không?',
  '/thongke đảng viên theo độ tuổi',
] as const;
export const removed = (n: { documents: number; units: number; members: number; meetings: number }): string =>
  `Đã gỡ dữ liệu mẫu: ${n.documents} văn bản, ${n.units} tổ chức đảng, ${n.members} đảng viên, ${n.meetings} cuộc họp.`;

export const commandHelp = 'nạp hoặc gỡ dữ liệu mẫu để dùng thử';
export const usage = 'Cách dùng: npx capuy demo load | remove\n';
