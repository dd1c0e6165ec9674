import { formatNumber } from '../text/numbers.ts';
import { brokenFiles, holding, size, type Holding } from './backup.ts';

/** '/saoluu' and what the assistant says of backups by itself. */

export const commandHelp = {
  saoluu: 'sao lưu toàn bộ dữ liệu ngay bây giờ; “/saoluu xem” để xem các bản đã có',
} as const;
export const commandExamples = { saoluu: '/saoluu' } as const;

export const usage =
  'Gửi “/saoluu” để sao lưu ngay, hoặc “/saoluu xem” để xem các bản sao lưu đã có. ' +
  'Phục hồi thì làm trên máy cài trợ lý, bằng lệnh: npx capuy restore TỆP.';

export const underWay = 'Đang sao lưu, xin chờ…';

export const made = ({
  path,
  bytes,
  broken,
  isEncrypted,
  ...held
}: Holding & { path: string; bytes: number; broken: number; isEncrypted: boolean }): string =>
  [
    '**Đã sao lưu xong**, đã đọc lại và khớp từng dòng.',
    `- Gồm: ${holding(held)}, mọi tài khoản và thiết lập`,
    `- Tệp trên máy cài trợ lý: ${path} (${size(bytes)}${isEncrypted ? ', có mật khẩu' : ''})`,
    ...(broken > 0 ? [`- Lưu ý: ${brokenFiles(broken)}`] : []),
    'Nên chép tệp này sang USB hoặc máy khác, vì hỏng máy thì bản nằm trên máy cũng mất theo.',
  ].join('\n');

export const scheduledFailed = ({
  problem,
  latest,
  folder,
}: {
  problem: string;
  /** Day of the latest backup, '21/11/2026'. */
  latest: string | null;
  folder: string;
}): string =>
  [
    '**Sao lưu tự động hôm nay chưa thành công.**',
    problem,
    latest === null
      ? 'Hiện chưa có bản sao lưu nào.'
      : `Bản sao lưu gần nhất là của ngày ${latest}, trong thư mục ${folder}.`,
    'Trợ lý sẽ tự làm lại mỗi giờ. Đồng chí cũng có thể gửi “/saoluu” để làm ngay.',
  ].join('\n');

export const none = 'Chưa có bản sao lưu nào.';
export const scheduled = (at: string | null, folder: string): string =>
  at === null
    ? `Sao lưu tự động đang tắt. Thư mục sao lưu: ${folder}.`
    : `Tự động sao lưu mỗi ngày lúc ${at}; nếu lúc đó máy tắt thì làm ngay sau khi mở máy. Thư mục sao lưu: ${folder}.`;
export const listTitle = (count: number): string =>
  `Các bản sao lưu gần đây (tất cả ${formatNumber(count)} bản)`;
export const listHead = ['Lúc', 'Tệp', 'Cỡ', 'Mật khẩu'];
export const listRow = (file: {
  at: string;
  path: string;
  bytes: number;
  isEncrypted: boolean;
}): string[] => [
  file.at,
  file.path.split(/[/\\]/u).at(-1) ?? '',
  size(file.bytes),
  file.isEncrypted ? 'có' : 'không',
];
