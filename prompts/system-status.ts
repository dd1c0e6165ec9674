import { fold } from '../text/normalise.ts';
import { formatNumber } from '../text/numbers.ts';
import { sizeText } from './doctor.ts';
import { formatMoment } from './moments.ts';

/** '/tinhtrang': how the assistant itself is, in few words. */

export const commandHelp = { tinhtrang: 'tình trạng của trợ lý: dữ liệu, kênh, sao lưu, đĩa, lỗi' } as const;

/** What only the running process knows; times as ISO strings. */
export interface RunningFacts {
  version: string;
  startedAt: string;
  channels: readonly { id: string; ok: boolean; isServed: boolean }[];
  /** Something was found wrong with the database's files. */
  isDamaged: boolean;
  /** A damaged database gave way to a copy of this instant, and nobody in a chat was told yet. */
  recoveredFrom: string | null;
  newestBackup: string | null;
}

/** What the overview tells. */
export interface SystemStatus extends RunningFacts {
  database: { kind: 'embedded' | 'server'; bytes: number };
  disk: { freeBytes: number; totalBytes: number } | null;
  corpus: { documents: number; passages: number };
  /** Only public documents are counted. */
  isPublicOnly: boolean;
  inbox: number;
  outbox: number;
  oldestOutbox: string | null;
  turnFailures: number;
  deliveryFailures: number;
  jobs: { waiting: number; running: number; failed: number };
}

const hourMs = 3_600_000;
const littleRoom = 2e9;
const oldBackupHours = 50;
const longWaitMinutes = 15;

export function overview(status: SystemStatus, now: Date, timeZone?: string): string {
  const warnings = attention(status, now, timeZone);
  const head =
    warnings.length === 0
      ? '✓ **Trợ lý hoạt động bình thường.**'
      : `**Cần chú ý:**\n${warnings.map((warning) => `- ${warning}`).join('\n')}`;
  return `${head}\n\n${facts(status, now, timeZone)
    .map((fact) => `- ${fact}`)
    .join('\n')}`;
}

/** What somebody has to do something about, the worst first. */
function attention(status: SystemStatus, now: Date, timeZone?: string): string[] {
  const found: string[] = [];
  if (status.isDamaged)
    found.push(
      'Dữ liệu trên đĩa có chỗ hỏng. Hãy khởi động lại trợ lý: lúc khởi động trợ lý tự kiểm tra và phục hồi.',
    );
  if (status.recoveredFrom !== null)
    found.push(
      `Cơ sở dữ liệu hỏng đã được thay bằng bản sao lưu lúc ${formatMoment(status.recoveredFrom, timeZone)}; những gì nhập sau lúc đó phải nhập lại.`,
    );
  if (status.disk && status.disk.freeBytes < littleRoom)
    found.push(`Đĩa sắp đầy: còn ${sizeText(status.disk.freeBytes)}.`);
  for (const { id, ok, isServed } of status.channels)
    if (!ok || !isServed)
      found.push(`Kênh ${channelName(id)} đang gián đoạn; trợ lý tự thử lại, tin nhắn chờ gửi không mất.`);
  const backupHours = hoursSince(status.newestBackup, now);
  if (backupHours === null) found.push('Chưa có bản sao lưu nào. Gõ /saoluu để tạo.');
  else if (backupHours > oldBackupHours) found.push(`Bản sao lưu mới nhất đã ${ago(backupHours)}.`);
  const waitMinutes = (hoursSince(status.oldestOutbox, now) ?? 0) * 60;
  if (waitMinutes > longWaitMinutes) found.push(`Có tin trả lời chờ gửi đã ${ago(waitMinutes / 60)}.`);
  if (status.jobs.failed > 0) found.push(`${status.jobs.failed} việc nền không xong trong 24 giờ qua.`);
  return found;
}

function facts(status: SystemStatus, now: Date, timeZone?: string): string[] {
  const { database, disk, corpus, jobs } = status;
  const running = hoursSince(status.startedAt, now) ?? 0;
  const backup = hoursSince(status.newestBackup, now);
  return [
    `Phiên bản ${status.version}, chạy từ ${formatMoment(status.startedAt, timeZone)} (${ago(running)})`,
    `Cơ sở dữ liệu ${database.kind === 'embedded' ? 'trên máy này' : 'trên máy chủ'}: ${sizeText(database.bytes)}`,
    `${status.isPublicOnly ? 'Văn bản công khai' : 'Văn bản'}: ${formatNumber(corpus.documents)}, gồm ${formatNumber(corpus.passages)} đoạn`,
    `Kênh: ${status.channels.map(({ id, ok, isServed }) => `${channelName(id)} ${ok && isServed ? '✓' : '✗'}`).join(', ') || 'chưa có'}`,
    `Tin chờ trả lời: ${status.inbox}; trả lời chờ gửi: ${status.outbox}`,
    `Việc nền: ${jobs.waiting} chờ, ${jobs.running} đang chạy`,
    `Lỗi 24 giờ qua: ${status.turnFailures} lượt hỏi, ${status.deliveryFailures} tin không gửi được`,
    `Sao lưu: ${backup === null || status.newestBackup === null ? 'chưa có' : `${formatMoment(status.newestBackup, timeZone)} (${ago(backup)} trước)`}`,
    ...(disk ? [`Đĩa: còn ${sizeText(disk.freeBytes)} trên ${sizeText(disk.totalBytes)}`] : []),
  ];
}

const hoursSince = (at: string | null, now: Date): number | null =>
  at === null ? null : Math.max(0, (now.getTime() - Date.parse(at)) / hourMs);

function ago(hours: number): string {
  if (hours < 1) return `${Math.max(1, Math.round(hours * 60))} phút`;
  return hours < 48 ? `${Math.round(hours)} giờ` : `${Math.round(hours / 24)} ngày`;
}

const channelNames: Readonly<Record<string, string>> = {
  web: 'trang web',
  terminal: 'cửa sổ lệnh',
  telegram: 'Telegram',
  zalo: 'Zalo Bot',
  'zalo-oa': 'Zalo OA',
};
const channelName = (id: string): string => channelNames[id] ?? id;

export const detailLabels = { errors: 'Lỗi 24 giờ qua', channels: 'Từng kênh', jobs: 'Việc nền' } as const;

/** Which detail was asked for by a button or typed behind the command. */
export function detailAsked(said: string): keyof typeof detailLabels | null {
  const word = fold(said).trim();
  if (word === 'errors' || /^loi(?:\s|$)/u.test(word)) return 'errors';
  if (word === 'channels' || /^(?:tung )?kenh(?:\s|$)/u.test(word)) return 'channels';
  return word === 'jobs' || /^(?:viec|viec nen)$/u.test(word) ? 'jobs' : null;
}

export const noErrors = 'Không có lỗi nào trong 24 giờ qua.';
export const errorsTable = { title: 'Lỗi trong 24 giờ qua', head: ['Việc', 'Kênh', 'Mã', 'Số lần'] };
export const errorRow = (one: {
  what: 'turn' | 'delivery';
  channel: string;
  code: string;
  count: number;
}): string[] => [
  one.what === 'turn' ? 'trả lời' : 'gửi tin',
  channelName(one.channel),
  one.code,
  formatNumber(one.count),
];

export const channelsTable = { title: 'Các kênh', head: ['Kênh', 'Tình trạng', 'Chờ trả lời', 'Chờ gửi'] };
export const channelRow = (
  { id, ok, isServed }: { id: string; ok: boolean; isServed: boolean },
  open: { inbox: number; outbox: number } | undefined,
): string[] => [
  channelName(id),
  !isServed ? 'tạm ngắt, đang thử lại' : ok ? 'tốt' : 'không nhận được tin',
  formatNumber(open?.inbox ?? 0),
  formatNumber(open?.outbox ?? 0),
];

export const noJobs = 'Không có việc nền nào trong 24 giờ qua.';
export const jobsTable = { title: 'Việc nền, 24 giờ qua', head: ['Việc', 'Chờ', 'Đang chạy', 'Không xong'] };
const jobNames: Readonly<Record<string, string>> = { 'read-file': 'đọc tệp' };
export const jobRow = (one: { kind: string; waiting: number; running: number; failed: number }): string[] => [
  jobNames[one.kind] ?? one.kind,
  formatNumber(one.waiting),
  formatNumber(one.running),
  formatNumber(one.failed),
];

/** Told to administrators when damage is found while the assistant works. */
export const damagedNotice =
  '**Dữ liệu trên đĩa có chỗ hỏng.** Đề nghị khởi động lại trợ lý sớm: lúc khởi động trợ lý kiểm tra toàn bộ và, nếu cần, tự thay ' +
  'bằng bản sao lưu mới nhất; thư mục hỏng được giữ riêng. Trước đó nên sao chép thư mục dữ liệu ra nơi khác và kiểm tra ổ đĩa.';

/** Told once to each administrator after a damaged database gave way to a copy. */
export const recoveredNotice = (foundAt: string, madeAt: string, timeZone?: string): string =>
  `**Dữ liệu vừa được phục hồi.** Cơ sở dữ liệu bị hỏng (phát hiện lúc ${formatMoment(foundAt, timeZone)}) nên trợ lý đã thay bằng bản sao lưu lúc ` +
  `${formatMoment(madeAt, timeZone)}. Những gì nhập, tải lên hoặc duyệt sau lúc đó có thể thiếu, đề nghị kiểm tra và nhập lại. Thư mục hỏng được giữ riêng, chưa xóa.`;

/** The same on standard error. */
export const recoveredLine = (
  aside: string | null,
  foundAt: string,
  madeAt: string,
  timeZone?: string,
): string =>
  `Cơ sở dữ liệu bị hỏng (phát hiện lúc ${formatMoment(foundAt, timeZone)}) đã được thay bằng bản sao lưu lúc ${formatMoment(madeAt, timeZone)}; ` +
  `những gì nhập sau lúc đó có thể thiếu.${aside === null ? '' : ` Thư mục hỏng được giữ ở database/${aside}.`}\n`;
