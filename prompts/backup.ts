import type { BackupProblem } from '../core/errors.ts';
import { formatNumber } from '../text/numbers.ts';

/** What backup and restore say, on the command line and in chat. */

const problems: Readonly<Record<BackupProblem, (subject: string) => string>> = {
  exists: (path) =>
    `Đã có tệp “${path}”, và bản sao lưu không bao giờ ghi đè lên tệp cũ. Hãy ghi tên khác, hoặc bỏ tên tệp để trợ lý tự đặt.`,
  'no-file': (path) =>
    `Không tìm thấy tệp hoặc thư mục “${path}”. Hãy xem lại đường dẫn; nếu bản sao lưu ở USB thì cắm USB rồi chạy lại.`,
  unwritable: (path) =>
    `Không được phép ghi vào “${path}”. Hãy chọn thư mục khác, thí dụ thư mục Tài liệu của mình hoặc một USB.`,
  'no-office': () =>
    'Trên máy chủ PostgreSQL này chưa có dữ liệu nào của trợ lý. Hãy xem lại dòng DATABASE_URL trong tệp .env.',
  'disk-full': (path) =>
    `Ổ đĩa chứa “${path}” đã hết chỗ trống; phần ghi dở đã được bỏ đi. Hãy dọn bớt hoặc chọn ổ khác rồi chạy lại.`,
  busy: () =>
    'Đang có một bản sao lưu khác được tạo. Hãy chờ bản đó xong, thường vài phút, rồi thực hiện lại.',
  'not-a-backup': (path) => `Tệp “${path}” không phải là bản sao lưu của trợ lý. Bản sao lưu có đuôi .capuy.`,
  'format-newer': () =>
    'Bản sao lưu này do phiên bản trợ lý mới hơn tạo ra. Hãy cài phiên bản mới hơn rồi phục hồi; chưa có gì bị thay đổi.',
  damaged: (path) =>
    `Tệp “${path}” bị hỏng hoặc bị cắt cụt nên không dùng được; chưa có gì bị thay đổi. Hãy dùng một bản sao lưu khác.`,
  'passphrase-needed': () =>
    'Bản sao lưu này được bảo vệ bằng mật khẩu. Hãy chạy lại lệnh ngay trong cửa sổ lệnh để nhập mật khẩu, hoặc đặt CAPUY_BACKUP_PASSPHRASE.',
  'passphrase-wrong': () =>
    'Mật khẩu của bản sao lưu không đúng. Hãy thử lại; mật khẩu phân biệt chữ hoa, chữ thường và dấu.',
  'schema-newer': (migration) =>
    `Bản sao lưu này do phiên bản trợ lý mới hơn tạo ra (bước ${migration}), phiên bản đang cài không đọc được. ` +
    'Hãy cài phiên bản mới hơn rồi phục hồi; chưa có gì bị thay đổi.',
  'schema-edited': (part) =>
    `Bản sao lưu này có cấu trúc khác với phiên bản đang cài (${part}). Hãy dùng đúng phiên bản đã tạo ra nó; chưa có gì bị thay đổi.`,
  'target-not-empty': (place) =>
    `Nơi phục hồi${place === '' ? '' : ` “${place}”`} đang có dữ liệu, nên trợ lý dừng lại để không ghi đè lên dữ liệu đó.\n` +
    'Hãy phục hồi vào một thư mục mới: lệnh restore có thêm --to, thí dụ  npx capuy restore TỆP --to ./data-moi',
  incomplete: (place) =>
    `Lần phục hồi trước${place === '' ? '' : ` vào “${place}”`} bị ngắt giữa chừng nên dữ liệu ở đó chưa đủ. Hãy chạy lại lệnh restore hoặc move như lần trước; lệnh sẽ làm lại từ đầu.`,
  differs: (table) =>
    `Dữ liệu phục hồi được không khớp với bản sao lưu (bảng ${table}), nên không có gì được giữ lại. Hãy chạy lại; nếu vẫn vậy, hãy dùng bản sao lưu khác.`,
  interrupted: () =>
    'Trợ lý dừng trong khi đang sao lưu nên bản sao lưu chưa xong và đã được bỏ đi. Hãy chạy lại.',
  moved: (place) =>
    place === ''
      ? 'Dữ liệu trên máy chủ PostgreSQL này đã được chuyển về thư mục, nên trợ lý không mở lại bản cũ. Hãy bỏ dòng DATABASE_URL trong tệp .env.'
      : `Dữ liệu ở “${place}” đã được chuyển sang máy chủ PostgreSQL, nên trợ lý không mở lại bản cũ. ` +
        'Hãy ghi dòng DATABASE_URL vào tệp .env, hoặc chạy “npx capuy move --back” để chuyển về.',
  'in-use': () =>
    'Trợ lý đang chạy trên máy chủ PostgreSQL này. Hãy dừng mọi trợ lý đang chạy rồi chuyển, để không tin nào rơi vào bản cũ.',
};

export const backupProblem = (problem: BackupProblem, subject: string): string => problems[problem](subject);

export const backupUsage = `Cách dùng:
  npx capuy backup                     sao lưu vào thư mục sao lưu của trợ lý
  npx capuy backup TỆP                 sao lưu vào tệp mới này (hoặc vào thư mục này, thí dụ ổ USB)
  npx capuy backup TỆP --encrypt       sao lưu có mật khẩu (hỏi mật khẩu hai lần)
  npx capuy backup --check TỆP         kiểm tra một bản sao lưu có còn nguyên vẹn không
Chạy được cả khi trợ lý đang hoạt động. Thêm --json để in kết quả cho máy đọc.
`;

export const restoreUsage = `Cách dùng:
  npx capuy restore TỆP                phục hồi bản sao lưu vào nơi đang cấu hình, nơi đó phải còn trống
  npx capuy restore TỆP --to THƯ_MỤC   phục hồi vào thư mục mới này
`;

export const restoreWhileRunning = (place: string): string =>
  `Trợ lý đang chạy trên dữ liệu ở “${place}”, nên chưa có gì được phục hồi. Hãy dừng trợ lý (bấm Ctrl+C ở cửa sổ đang chạy),\n` +
  'hoặc phục hồi vào một thư mục mới:  npx capuy restore TỆP --to ./data-moi';

/** '1,2 MB'. */
export function size(bytes: number): string {
  if (bytes < 1_000_000) return `${formatNumber(Math.max(1, Math.round(bytes / 1000)))} KB`;
  if (bytes < 1_000_000_000) return `${formatNumber(bytes / 1_000_000, 1)} MB`;
  return `${formatNumber(bytes / 1_000_000_000, 1)} GB`;
}

export interface Holding {
  documents: number;
  meetings: number;
  members: number;
  files: number;
}

export const holding = ({ documents, meetings, members, files }: Holding): string =>
  `${formatNumber(documents)} văn bản, ${formatNumber(meetings)} cuộc họp, ${formatNumber(members)} dòng danh sách đảng viên, ${formatNumber(files)} tệp gốc`;

export const working = {
  backup: 'Đang sao lưu, xin chờ…',
  check: 'Đang kiểm tra bản sao lưu…',
  files: 'Đang chép các tệp…',
  rows: 'Đang ghi dữ liệu…',
  verify: 'Đang đối chiếu từng dòng…',
  migrate: 'Đang cập nhật cấu trúc…',
} as const;

export interface MadeBackup {
  path: string;
  bytes: number;
  holding: Holding;
  isEncrypted: boolean;
  /** Files that were damaged before they were backed up. */
  broken: number;
}

/** What `capuy backup` says at its end. */
export const made = ({ path, bytes, holding: held, isEncrypted, broken }: MadeBackup): string =>
  [
    `Đã sao lưu xong và đã đọc lại để kiểm tra.`,
    `  Tệp:      ${path} (${size(bytes)})`,
    `  Gồm:      ${holding(held)}, mọi tài khoản và thiết lập`,
    isEncrypted
      ? '  Bảo mật:  có mật khẩu. Quên mật khẩu thì KHÔNG ai mở lại được; hãy ghi ra giấy và cất riêng.'
      : '  Bảo mật:  không có mật khẩu. Ai có tệp này đều đọc được; hãy cất nơi có khóa, hoặc dùng --encrypt.',
    ...(broken > 0 ? [`  Lưu ý:    ${brokenFiles(broken)}`] : []),
    '',
    'Việc nên làm tiếp: chép tệp này sang một USB hoặc máy khác; hỏng máy thì bản nằm trên máy cũng mất theo.',
    'Tệp .env (khóa và mật khẩu kết nối) không nằm trong bản sao lưu; hãy chép riêng và cất kỹ.',
    'Khi cần phục hồi trên máy mới: cài trợ lý, rồi chạy',
    `  npx capuy restore "${path}"`,
  ].join('\n');

export const brokenFiles = (count: number): string =>
  `${formatNumber(count)} tệp gốc đã hỏng từ trước khi sao lưu; chữ đã đọc được từ các tệp đó vẫn còn.`;

export interface CheckedBackup {
  path: string;
  bytes: number;
  /** '22/11/2026 lúc 14:05'. */
  at: string;
  isEncrypted: boolean;
  holding: Holding;
  rows: number;
  broken: number;
  isOfNewer: boolean;
}

/** What `capuy backup --check` says of a file that is whole. */
export const checked = (file: CheckedBackup): string =>
  [
    `Bản sao lưu còn nguyên vẹn: ${file.path} (${size(file.bytes)}${file.isEncrypted ? ', có mật khẩu' : ''})`,
    `  Tạo lúc:  ${file.at}`,
    `  Gồm:      ${holding(file.holding)}; tất cả ${formatNumber(file.rows)} dòng dữ liệu đều khớp`,
    ...(file.broken > 0 ? [`  Lưu ý:    ${brokenFiles(file.broken)}`] : []),
    ...(file.isOfNewer
      ? ['  Lưu ý:    do phiên bản trợ lý mới hơn tạo ra; phải cài phiên bản mới hơn mới phục hồi được.']
      : []),
  ].join('\n');

export interface RestoredBackup {
  /** The folder, or null for a server. */
  place: string | null;
  at: string;
  holding: Holding;
  rows: number;
  applied: number;
  /** Whether the settings in use name another folder than the one that was restored into. */
  needsDataDir: boolean;
}

/** What `capuy restore` says at its end. */
export const restored = (done: RestoredBackup): string =>
  [
    'Đã phục hồi xong. Mọi dòng dữ liệu đã được đối chiếu với bản sao lưu và khớp hoàn toàn.',
    `  Vào:      ${done.place ?? 'máy chủ PostgreSQL đã cấu hình'}`,
    `  Gồm:      ${holding(done.holding)}; ${formatNumber(done.rows)} dòng`,
    `  Dữ liệu:  như lúc ${done.at}; những gì thêm sau lúc đó không có trong bản này`,
    ...(done.applied > 0 ? [`  Đã cập nhật cấu trúc cũ qua ${done.applied} bước.`] : []),
    '',
    ...(done.needsDataDir
      ? [
          'Để trợ lý dùng dữ liệu này, ghi vào tệp .env dòng sau:',
          `  CAPUY_DATA_DIR=${done.place ?? ''}`,
          'rồi chạy:',
        ]
      : ['Bây giờ chạy trợ lý:']),
    '  npm start',
  ].join('\n');

export const moveUsage = `Cách dùng (dừng trợ lý trước):
  npx capuy move                       chuyển từ thư mục dữ liệu sang máy chủ PostgreSQL ghi ở DATABASE_URL
  npx capuy move --back                chuyển từ máy chủ đó về thư mục dữ liệu
`;
export const moveNeedsServer =
  'Chưa biết chuyển sang máy chủ nào. Hãy ghi vào tệp .env dòng sau, với địa chỉ do người quản lý máy chủ cho, rồi chạy lại:\n' +
  '  DATABASE_URL=postgres://tên:mật_khẩu@địa_chỉ:5432/tên_cơ_sở_dữ_liệu';
export const nothingToMove = (place: string): string =>
  `Không có dữ liệu nào ở “${place}” để chuyển. Nếu đã chuyển rồi thì chỉ cần chạy: npm start`;

/** What \`capuy move\` says at its end. */
export const moved = (done: {
  isBack: boolean;
  place: string;
  backup: string;
  rows: number;
  holding: Holding;
}): string =>
  [
    `Đã chuyển xong ${done.isBack ? `về thư mục “${done.place}”` : 'sang máy chủ PostgreSQL'}. Mọi dòng đã được đối chiếu và khớp hoàn toàn.`,
    `  Gồm:      ${holding(done.holding)}; ${formatNumber(done.rows)} dòng`,
    `  Giữ lại:  bản sao lưu ${done.backup}`,
    done.isBack
      ? '  Bản trên máy chủ vẫn còn nguyên nhưng trợ lý không mở nữa.'
      : '  Bản trong thư mục vẫn còn nguyên nhưng trợ lý không mở nữa; các tệp gốc vẫn nằm trong thư mục này, đừng xóa.',
    '',
    ...(done.isBack ? ['Bỏ dòng DATABASE_URL trong tệp .env, rồi chạy trợ lý:'] : ['Bây giờ chạy trợ lý:']),
    '  npm start',
  ].join('\n');

/** '22/11/2026 lúc 14:05'. */
export const moment = (day: string, time: string): string => `${day} lúc ${time}`;

export const passphraseAgain = 'Mật khẩu không đúng, mời nhập lại.';
export const askPassphrase = 'Mật khẩu của bản sao lưu: ';
export const askNewPassphrase = 'Đặt mật khẩu cho bản sao lưu (ít nhất 8 ký tự): ';
export const askPassphraseAgain = 'Nhập lại mật khẩu: ';
export const passphraseTooShort = 'Mật khẩu cần ít nhất 8 ký tự. Chưa sao lưu gì; hãy chạy lại.';
export const passphrasesDiffer = 'Hai lần nhập không giống nhau. Chưa sao lưu gì; hãy chạy lại.';
export const passphraseNowhere =
  'Không có cửa sổ lệnh để hỏi mật khẩu. Hãy đặt mật khẩu trong CAPUY_BACKUP_PASSPHRASE rồi chạy lại.';
