import type { Role } from '../core/viewer.ts';
import { roleNames } from './accounts.ts';

/* Words about accounts on the command line, where administrators work. */

export const accountUsage = `Cách dùng:
  npx capuy account add "HỌ TÊN" [--role cadre|secretary|office|admin] [--unit "TỔ CHỨC"]…
                                thêm tài khoản và in mã liên kết
  npx capuy account list [--json]
                                liệt kê tài khoản
  npx capuy account code TÀI_KHOẢN
                                in mã liên kết mới (6 chữ số, dùng một lần trong 15 phút)
  npx capuy account disable TÀI_KHOẢN
                                khóa tài khoản: thu hồi mọi truy cập ngay lập tức

TÀI_KHOẢN là họ tên hoặc mã số của tài khoản. Không ghi --role thì là cadre.
Vai trò: cadre (cán bộ) < secretary (thư ký của tổ chức được giao) < office (văn phòng) < admin (quản trị).
`;

export const unknownRole = (role: string): string =>
  `Không có vai trò “${role}”. Chọn một trong: cadre, secretary, office, admin.`;

export const unknownUnit = (name: string): string =>
  `Không tìm thấy tổ chức “${name}”. Hãy nạp danh sách tổ chức trước: npx capuy units import TỆP.`;

export const unitNameIsShared = (name: string, count: number): string =>
  `Có ${count} tổ chức cùng tên “${name}”. Hãy ghi mã số (id) của tổ chức cần chọn.`;

export const unitNeeded = 'Vai trò secretary cần ít nhất một tổ chức được giao: thêm --unit "TỔ CHỨC".';

export const unknownAccount = (name: string): string =>
  `Không tìm thấy tài khoản đang dùng nào là “${name}”. Xem danh sách: npx capuy account list.`;

/** `ids`: of the accounts that share the name. */
export const accountNameIsShared = (name: string, ids: readonly string[]): string =>
  `Có ${ids.length} tài khoản cùng tên “${name}”. Hãy ghi mã số của tài khoản cần chọn:\n${ids.map((id) => `  ${id}`).join('\n')}`;

export const accountAdded = (name: string, role: Role): string =>
  `Đã thêm tài khoản “${name}” (${roleNames[role]}).`;

/** How to use a code; `until` is a time of day, '14:05'. */
export const pairingCodeMade = (name: string, code: string, until: string): string =>
  `Mã liên kết của “${name}”: ${code.slice(0, 3)} ${code.slice(3)}\n` +
  `Dùng một lần, đến ${until}. Để vào trang web: gõ mã vào ô “Mã đăng nhập”. Trên Zalo hoặc Telegram: gửi cho trợ lý LIENKET ${code}`;

export const accountDisabled = (name: string): string =>
  `Đã khóa tài khoản “${name}”. Mọi phiên làm việc và mã còn hạn của tài khoản này đã bị thu hồi.`;

export const lastAdminStays =
  'Đây là tài khoản quản trị duy nhất đang dùng nên chưa thể khóa. Hãy thêm một tài khoản quản trị khác trước.';

export const noAccounts = 'Chưa có tài khoản nào. Thêm bằng: npx capuy account add "HỌ TÊN".';

export interface AccountLine {
  id: string;
  name: string;
  role: Role;
  units: readonly string[];
  channels: readonly string[];
  isDisabled: boolean;
  isDemo: boolean;
}

/** One account in the list of the command line. */
export function accountLine({ id, name, role, units, channels, isDisabled, isDemo }: AccountLine): string {
  const facts = [
    roleNames[role],
    ...(units.length > 0 ? [units.join(', ')] : []),
    channels.length > 0 ? `đã liên kết: ${channels.join(', ')}` : 'chưa liên kết',
    ...(isDemo ? ['dữ liệu mẫu'] : []),
    ...(isDisabled ? ['ĐÃ KHÓA'] : []),
  ];
  return `${id}  ${name} (${facts.join('; ')})`;
}

/** What `capuy migrate` did. */
export const migrated = (applied: readonly string[], total: number): string =>
  applied.length === 0
    ? `Cấu trúc dữ liệu đã là mới nhất (${total} bước).`
    : `Đã cập nhật cấu trúc dữ liệu: ${applied.join(', ')}.`;

export const migrateUsage = 'Cách dùng: npx capuy migrate\n';
