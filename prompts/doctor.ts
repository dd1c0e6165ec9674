import { formatNumber } from '../text/numbers.ts';

/** What `capuy doctor` says of an installation: each finding with a sentence, and what to do where something is wrong. */

export type FindingState = 'ok' | 'warn' | 'fail';

/** What was looked at. */
export const titles = {
  node: 'Node.js',
  folder: 'Thư mục dữ liệu',
  permissions: 'Quyền của thư mục dữ liệu',
  disk: 'Dung lượng đĩa',
  database: 'Cơ sở dữ liệu',
  schema: 'Cấu trúc dữ liệu',
  recovery: 'Phục hồi dữ liệu',
  index: 'Chỉ mục tìm kiếm',
  files: 'Tệp đã nhận',
  backup: 'Sao lưu',
  fonts: 'Phông chữ',
  ocr: 'Nhận dạng chữ trong bản quét',
  office: 'LibreOffice (xuất .pdf)',
  clock: 'Đồng hồ',
  address: 'Địa chỉ trang web',
  proxy: 'Máy chủ trung gian (proxy)',
  telegram: 'Kênh Telegram',
  zalo: 'Kênh Zalo Bot',
  'zalo-oa': 'Kênh Zalo Official Account',
  models: 'Mô hình',
} as const;

export type CheckId = keyof typeof titles;

/** One line of the report. */
export interface Finding {
  check: CheckId;
  state: FindingState;
  /** What was found. */
  sentence: string;
  /** What to do; only where something is to be done. */
  advice?: string;
}

const marks: Readonly<Record<FindingState, string>> = { ok: '✓', warn: '!', fail: '✗' };

export const findingLine = ({ check, state, sentence, advice }: Finding): string =>
  `${marks[state]} ${titles[check]}: ${sentence}${advice === undefined ? '' : `\n    → ${advice}`}`;

export function summary(findings: readonly Finding[]): string {
  const count = (state: FindingState): number => findings.filter((one) => one.state === state).length;
  const [warnings, failures] = [count('warn'), count('fail')];
  if (failures > 0)
    return `Có ${failures} mục phải xử lý${warnings > 0 ? ` và ${warnings} mục cần lưu ý` : ''}.`;
  return warnings > 0 ? `Chạy được; có ${warnings} mục cần lưu ý.` : 'Mọi thứ đều tốt.';
}

/** A size in the unit that suits it. */
export const sizeText = (bytes: number): string =>
  bytes < 1e9 ? `${formatNumber(bytes / 1e6, 0)} MB` : `${formatNumber(bytes / 1e9, 1)} GB`;

const ok = (check: CheckId, sentence: string): Finding => ({ check, state: 'ok', sentence });
const warn = (check: CheckId, sentence: string, advice: string): Finding => ({
  check,
  state: 'warn',
  sentence,
  advice,
});
const fail = (check: CheckId, sentence: string, advice: string): Finding => ({
  check,
  state: 'fail',
  sentence,
  advice,
});

export const nodeVersion = (version: string): Finding => ok('node', `phiên bản ${version}.`);

export const folderThere = (path: string): Finding => ok('folder', `${path}, ghi được.`);
export const folderAbsent = (path: string): Finding =>
  ok('folder', `${path} chưa có; trợ lý sẽ tạo ở lần chạy đầu.`);
export const folderUnwritable = (path: string): Finding =>
  fail(
    'folder',
    `không ghi được vào ${path}.`,
    'Cấp quyền ghi cho tài khoản chạy trợ lý, hoặc đổi CAPUY_DATA_DIR.',
  );

export const permissionsPrivate = ok('permissions', 'chỉ tài khoản chạy trợ lý đọc được.');
export const permissionsOpen = (paths: readonly string[]): Finding =>
  warn(
    'permissions',
    `tài khoản khác trên máy đọc được ${paths.join(', ')}.`,
    'Chạy: chmod -R go-rwx thư mục dữ liệu (trợ lý cũng tự sửa khi khởi động).',
  );
/** The file of settings, which may hold passwords and keys. */
export const settingsOpen = (path: string): Finding =>
  warn('permissions', `tài khoản khác trên máy đọc được tệp cấu hình ${path}.`, `Chạy: chmod 600 "${path}"`);

export const disk = (freeBytes: number, totalBytes: number): Finding => {
  const room = `còn trống ${sizeText(freeBytes)} trên ${sizeText(totalBytes)}.`;
  if (freeBytes < 500e6)
    return fail('disk', room, 'Giải phóng đĩa ngay: dưới 0,5 GB trợ lý có thể không lưu được dữ liệu.');
  return freeBytes < 2e9 ? warn('disk', room, 'Nên giải phóng đĩa để còn ít nhất 2 GB.') : ok('disk', room);
};

export const databaseAbsent = ok('database', 'chưa có; sẽ được tạo ở lần chạy đầu.');
export const databaseOpens = (bytes: number | null): Finding =>
  ok('database', `mở được${bytes === null ? '' : `, ${sizeText(bytes)}`}, mọi trang dữ liệu nguyên vẹn.`);
export const serverOpens = (version: string): Finding =>
  ok('database', `kết nối được máy chủ PostgreSQL ${version}.`);
export const databaseRunning = ok('database', 'trợ lý đang chạy và giữ cơ sở dữ liệu.');
export const runningUnwell = fail(
  'database',
  'trợ lý đang chạy nhưng không đọc được cơ sở dữ liệu.',
  'Xem nhật ký của trợ lý, rồi khởi động lại; lúc khởi động trợ lý tự kiểm tra và phục hồi.',
);
export const runningDamaged = fail(
  'database',
  'trợ lý đang chạy và đã thấy dữ liệu trên đĩa có chỗ hỏng.',
  'Khởi động lại trợ lý: lúc khởi động trợ lý kiểm tra toàn bộ và tự thay bằng bản sao lưu mới nhất.',
);
export const runningSilent = warn(
  'database',
  'một tiến trình khác đang giữ cơ sở dữ liệu, và trang web của trợ lý không trả lời.',
  'Nếu không có lệnh nào khác của trợ lý đang chạy: dừng tiến trình ghi trong tệp database/owner.txt rồi chạy lại.',
);
export const databaseDamaged = (kind: string, file: string, copies: number): Finding =>
  fail(
    'database',
    `bị hỏng (${kind}: ${file}); chưa có gì bị sửa.`,
    copies > 0
      ? 'Chạy trợ lý: trợ lý tự phục hồi từ bản sao lưu mới nhất và giữ riêng thư mục hỏng.'
      : 'Chưa có bản sao lưu: sao chép nguyên thư mục dữ liệu ra nơi khác, không xóa gì, và nhờ người có chuyên môn.',
  );
export const databaseUnreachable = (reason: string): Finding =>
  fail(
    'database',
    `không mở được (${reason}).`,
    'Kiểm tra DATABASE_URL, máy chủ và tường lửa; với dữ liệu nhúng, kiểm tra đĩa và quyền.',
  );

export const schemaCurrent = (name: string): Finding => ok('schema', `mới nhất (${name}).`);
export const schemaBehind = (missing: number): Finding =>
  warn(
    'schema',
    `thiếu ${missing} bước cập nhật.`,
    'Trợ lý tự cập nhật khi chạy; hoặc chạy: npx capuy migrate (nên sao lưu trước).',
  );
export const schemaNewer = (name: string): Finding =>
  fail('schema', `do phiên bản mới hơn tạo (${name}).`, 'Cài lại đúng phiên bản đã dùng, hoặc mới hơn.');

export const recoveryUntold = (foundAt: string, madeAt: string): Finding =>
  warn(
    'recovery',
    `ngày ${foundAt} cơ sở dữ liệu hỏng đã được thay bằng bản sao lưu lúc ${madeAt}.`,
    'Kiểm tra và nhập lại những gì đã nhập sau thời điểm của bản sao lưu.',
  );

export const indexReady = (megabytes: number): Finding =>
  ok('index', `có ảnh chỉ mục ${formatNumber(megabytes, 1)} MB; khởi động nhanh.`);
export const indexAbsent = ok('index', 'chưa có ảnh chỉ mục; trợ lý lập khi chạy.');

export const filesWhole = (checked: number, total: number): Finding =>
  ok('files', `${formatNumber(total)} tệp; đã thử ${formatNumber(checked)} tệp, đều nguyên vẹn.`);
export const filesDamaged = (damaged: readonly string[]): Finding =>
  fail(
    'files',
    `${damaged.length} tệp bị mất hoặc bị thay đổi (${damaged.slice(0, 3).join(', ')}…).`,
    'Lấy lại từ bản sao lưu, hoặc nạp lại tài liệu gốc.',
  );

export const backupFresh = (name: string, hours: number): Finding =>
  ok('backup', `bản mới nhất ${name}, cách đây ${age(hours)}.`);
export const backupOld = (name: string, hours: number): Finding =>
  warn(
    'backup',
    `bản mới nhất ${name} đã cũ: ${age(hours)}.`,
    'Chạy: npx capuy backup TỆP; hoặc để trợ lý chạy qua giờ sao lưu hằng ngày.',
  );
export const backupNone = (folder: string): Finding =>
  warn(
    'backup',
    `chưa có bản nào trong ${folder}.`,
    'Chạy: npx capuy backup TỆP, và giữ một bản ngoài máy này.',
  );
export const backupsOff = (folder: string): Finding =>
  warn(
    'backup',
    `sao lưu tự động đang tắt (CAPUY_BACKUPS=no); thư mục ${folder}.`,
    'Bật lại CAPUY_BACKUPS=yes, hoặc tự chạy npx capuy backup mỗi ngày.',
  );

const age = (hours: number): string =>
  hours < 48
    ? `${formatNumber(Math.max(0, Math.round(hours)))} giờ`
    : `${formatNumber(Math.round(hours / 24))} ngày`;

export const fontsReady = ok('fonts', 'Be Vietnam Pro có đủ chữ tiếng Việt cho biểu đồ.');
export const fontsBroken = fail('fonts', 'không đọc được tệp phông đi kèm.', 'Cài lại các gói: npm ci');

export const ocrSystem = (name: string): Finding => ok('ocr', `${name} của máy, đọc được tiếng Việt.`);
export const ocrEmbedded = ok(
  'ocr',
  'bộ đi kèm; cài thêm tesseract-ocr và tesseract-ocr-vie vào máy thì nhanh gấp hai đến ba lần (không bắt buộc).',
);
export const ocrBroken = fail('ocr', 'thiếu mô hình tiếng Việt đi kèm.', 'Cài lại các gói: npm ci');

export const officeFound = (version: string): Finding => ok('office', version);
export const officeAbsent = ok(
  'office',
  'chưa cài; giấy tờ tải về dạng .docx. Cần .pdf thì cài LibreOffice (không bắt buộc).',
);

export const clockRight = (zone: string, now: string): Finding => ok('clock', `${now} (${zone}).`);
export const clockOff = (seconds: number, than: string): Finding =>
  (Math.abs(seconds) > 300 ? fail : warn)(
    'clock',
    `lệch ${formatNumber(Math.abs(Math.round(seconds)))} giây so với ${than}.`,
    'Bật đồng bộ giờ của hệ điều hành (NTP): ngày họp, hạn và nhắc việc tính theo đồng hồ này.',
  );
export const clockBehindData = (latest: string): Finding =>
  fail(
    'clock',
    `đồng hồ đang ở trước lần ghi mới nhất trong dữ liệu (${latest}).`,
    'Chỉnh lại ngày giờ của máy rồi khởi động lại trợ lý.',
  );
export const thanDatabase = 'máy chủ cơ sở dữ liệu';
export const thanProvider = 'máy chủ của kênh';

export const addressLocal = (url: string): Finding => ok('address', `${url}, chỉ máy này vào được.`);
export const addressSecure = (url: string): Finding => ok('address', `${url}, có mã hóa.`);
export const addressOpen = (host: string): Finding =>
  warn(
    'address',
    `nghe ở ${host} không có HTTPS: ai ở cùng mạng cũng có thể đọc được.`,
    'Đặt sau máy chủ chuyển tiếp có HTTPS (deploy/), rồi đặt PUBLIC_URL=https://… và TRUST_PROXY=1.',
  );
export const addressUntrusted = (url: string): Finding =>
  warn(
    'address',
    `${url}, nhưng TRUST_PROXY chưa đặt.`,
    'Nếu HTTPS do máy chủ chuyển tiếp đảm nhận, đặt TRUST_PROXY=1.',
  );

export const proxyNone = ok('proxy', 'không dùng.');
export const proxyUsed = (where: string): Finding => ok('proxy', `Telegram đi qua ${where}.`);
export const proxyIgnored = (names: readonly string[]): Finding =>
  warn(
    'proxy',
    `biến ${names.join(', ')} có trong môi trường nhưng trợ lý không dùng.`,
    'Telegram: đặt TELEGRAM_PROXY. Zalo và mô hình cần ra mạng trực tiếp, hoặc qua địa chỉ nội bộ (…_API_ROOT, OPENAI_BASE_URL).',
  );

export const channelWell = (check: CheckId, name: string | null, ms: number): Finding =>
  ok(check, `kết nối được${name === null ? '' : ` (${name})`}, ${formatNumber(Math.round(ms))} mili giây.`);
export const channelRefused = (check: CheckId): Finding =>
  fail(
    check,
    'máy chủ không nhận mã (token).',
    'Kiểm tra mã trong .env; nếu đã lộ hoặc đã đổi thì cấp lại mã mới.',
  );
export const channelUnreachable = (check: CheckId, host: string): Finding =>
  fail(
    check,
    `không kết nối được ${host}.`,
    'Kiểm tra mạng, tường lửa, máy chủ trung gian; tin nhắn đến vẫn chờ ở nhà cung cấp.',
  );
export const channelUntried = (check: CheckId, host: string): Finding =>
  ok(check, `kết nối được ${host}; mã chỉ được thử khi trợ lý chạy.`);

export const modelWell = (sentence: string): Finding => ok('models', sentence);
export const modelAway = (sentence: string): Finding =>
  fail('models', sentence, 'Trợ lý vẫn trả lời bằng trích nguyên văn trong lúc chờ.');

export const doctorUsage =
  'Cách dùng: npx capuy doctor [--json]   (kiểm tra toàn bộ cài đặt; mã thoát 1 khi có mục phải xử lý)\n';
