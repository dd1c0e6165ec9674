import { formatNumber } from '../text/numbers.ts';

/** `capuy retention`: what is deleted by itself, and after how long. */

export const usage = `Cách dùng:
  npx capuy retention                  xem thiết lập nào xóa gì, sau bao lâu, và bây giờ sẽ xóa bao nhiêu; không xóa gì
  npx capuy retention --run            xóa những gì đã quá hạn ngay bây giờ (có hỏi lại; thêm --yes để khỏi hỏi)
`;

const kept = (days: number | null): string =>
  days === null ? 'giữ không thời hạn' : `giữ ${formatNumber(days)} ngày`;

export const chats = (days: number | null, counts: { messages: number; questions: number }): string =>
  `- Nội dung chat: ${kept(days)}${days === null ? '' : `; đã quá hạn ${formatNumber(counts.messages)} tin nhắn, ${formatNumber(counts.questions)} câu hỏi kèm câu trả lời`}.\n` +
  '  Đổi bằng: npx capuy members retention --chat-days SỐ';
export const names = (days: number | null, count: number): string =>
  `- Tên người không còn trong danh sách đảng viên: ${kept(days)}; đã quá hạn ${formatNumber(count)} dòng (chỉ xóa tên, số liệu giữ nguyên).\n` +
  '  Đổi bằng: npx capuy members retention --former-days SỐ';
export const backups = (daily: number, weekly: number, count: number): string =>
  `- Bản sao lưu tự động: giữ bản mới nhất của ${formatNumber(daily)} ngày và ${formatNumber(weekly)} tuần gần nhất; đã dư ${formatNumber(count)} tệp. Bản do người tạo thì không bao giờ tự xóa.\n` +
  '  Đổi bằng CAPUY_BACKUP_DAILY, CAPUY_BACKUP_WEEKLY trong tệp .env';
export const head = 'Những gì trợ lý tự xóa, theo thiết lập của cơ quan:';
export const foot =
  'Ngoài ra chỉ có phiên đăng nhập, mã liên kết, nút bấm tự mất khi hết hạn. Văn bản, cuộc họp, số liệu, nhật ký không bao giờ tự xóa.';
export const nothingDue = 'Không có gì quá hạn.';
export const done = (messages: number, questions: number, rows: number): string =>
  `Đã xóa nội dung ${formatNumber(messages)} tin nhắn, ${formatNumber(questions)} câu hỏi; xóa tên ở ${formatNumber(rows)} dòng.`;
export const notDone = 'Chưa xóa gì.';
