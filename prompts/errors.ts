import {
  BackupError,
  ConfigError,
  DocumentUnreadableError,
  InputError,
  type AppError,
  type ErrorCode,
} from '../core/errors.ts';
import { backupProblem } from './backup.ts';

/** What a person reads for an error. `hasReference`: the log knows more, so the reply names where to look. */
interface ErrorWording {
  sentence(error: AppError): string;
  hasReference: boolean;
}

const plain = (sentence: string): ErrorWording => ({ sentence: () => sentence, hasReference: false });
const withReference = (sentence: string): ErrorWording => ({ sentence: () => sentence, hasReference: true });

/** The one table that turns errors into sentences; a new code does not compile without its line here. */
const wordings: Readonly<Record<ErrorCode, ErrorWording>> = {
  'config-invalid': {
    sentence: (error) =>
      error instanceof ConfigError
        ? `Cấu hình chưa dùng được:\n${error.problems.map((problem) => `- ${problem}`).join('\n')}`
        : 'Cấu hình chưa dùng được. Vui lòng xem lại tệp .env.',
    hasReference: false,
  },
  'input-invalid': {
    sentence: (error) =>
      error instanceof InputError
        ? error.sentence
        : 'Nội dung vừa gửi chưa dùng được. Vui lòng kiểm tra và gửi lại.',
    hasReference: false,
  },
  'permission-denied': plain(
    'Tài khoản của đồng chí chưa được giao quyền làm việc này. Vui lòng liên hệ người quản trị của cơ quan.',
  ),
  'not-found': plain('Không tìm thấy nội dung được yêu cầu, hoặc đồng chí không được giao xem nội dung này.'),
  conflict: plain('Nội dung này vừa được thay đổi ở nơi khác. Vui lòng xem lại rồi thực hiện lại.'),
  'document-unreadable': {
    sentence: (error) =>
      error instanceof DocumentUnreadableError ? error.sentence : 'Không đọc được tệp này.',
    hasReference: false,
  },
  'document-secret': plain(
    'Tài liệu có dấu hiệu chứa bí mật nhà nước nên không được tiếp nhận, và không có gì được lưu lại. ' +
      'Vui lòng xử lý tài liệu theo quy định về bảo vệ bí mật nhà nước.',
  ),
  'model-unavailable': withReference(
    'Mô hình ngôn ngữ tạm thời chưa trả lời được. Các chức năng không dùng mô hình vẫn hoạt động bình thường.',
  ),
  'channel-unavailable': withReference('Kênh liên lạc tạm thời gián đoạn. Vui lòng thử lại sau ít phút.'),
  'storage-locked': plain(
    'Trợ lý đang chạy trên thư mục dữ liệu này. Việc này làm được ngay trong trò chuyện (gửi tệp, /taikhoan, /donvi…); ' +
      'nếu muốn dùng lệnh, hãy dừng trợ lý (bấm Ctrl+C ở cửa sổ đang chạy) rồi gõ lại.',
  ),
  'storage-incompatible': plain(
    'Dữ liệu này được tạo bởi một phiên bản khác của trợ lý nên không mở được. ' +
      'Hãy dùng đúng phiên bản đã tạo dữ liệu, hoặc phiên bản mới hơn.',
  ),
  'backup-failed': {
    sentence: (error) =>
      error instanceof BackupError
        ? backupProblem(error.problem, error.subject)
        : 'Việc sao lưu hoặc phục hồi không thành công.',
    hasReference: false,
  },
  'storage-damaged': plain(
    'Cơ sở dữ liệu trong thư mục dữ liệu bị hỏng và không có bản sao lưu tự động nào dùng được, nên trợ lý dừng lại và không ' +
      'sửa gì trong thư mục đó. Nếu có tệp sao lưu: đổi tên thư mục “database” trong thư mục dữ liệu để giữ lại, rồi chạy ' +
      '“npx capuy restore TỆP”. Nếu không có: giữ nguyên thư mục, đừng xóa, và nhờ người có chuyên môn.',
  ),
  'storage-full': plain(
    'Ổ đĩa của máy chạy trợ lý đã hết chỗ nên việc này chưa làm được, và chưa có gì được thay đổi. ' +
      'Vui lòng báo người quản trị dọn bớt ổ đĩa; khi có chỗ, trợ lý tự làm việc tiếp, không phải khởi động lại.',
  ),
  internal: withReference(
    'Có lỗi ngoài dự kiến khi xử lý, và chưa có gì được thay đổi. Vui lòng thử lại sau.',
  ),
};

/** What a chat is told at once where its message is kept and nothing else could be: it is answered later. */
export const answeredLater = (error: AppError): string =>
  error.code === 'storage-full'
    ? 'Ổ đĩa của máy chạy trợ lý đã hết chỗ nên chưa trả lời được. Tin nhắn đã được giữ lại và sẽ được trả lời khi có chỗ, ' +
      'không cần gửi lại. Vui lòng báo người quản trị dọn bớt ổ đĩa.'
    : 'Cơ sở dữ liệu tạm thời chưa ghi được nên chưa trả lời được. Tin nhắn đã được giữ lại và sẽ được trả lời sau, không cần gửi lại.';

/** What a command says that ends with `error`: nothing goes on by itself then. */
export const lastWords = (error: AppError): string =>
  error.code === 'storage-full'
    ? 'Ổ đĩa của máy đã hết chỗ nên chương trình dừng lại; những gì đã báo là đã lưu vẫn còn nguyên. ' +
      'Vui lòng dọn bớt ổ đĩa rồi chạy lại.'
    : sentenceFor(error);

/** The sentence for `error`, in Vietnamese, without a reference. */
export const sentenceFor = (error: AppError): string => wordings[error.code].sentence(error);

/** What a chat is answered with: the sentence, and `reference` where the log has more to tell. */
export function errorReply(error: AppError, reference: string): string {
  const { sentence, hasReference } = wordings[error.code];
  return hasReference ? `${sentence(error)}\nMã tra cứu: ${reference}` : sentence(error);
}
