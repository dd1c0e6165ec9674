import type { Role } from '../core/viewer.ts';

/** What is said about accounts, roles and links. */

export const roleNames: Readonly<Record<Role, string>> = {
  cadre: 'cán bộ',
  secretary: 'thư ký',
  office: 'văn phòng',
  admin: 'quản trị',
};

/** What a role is given to do, in one line. */
const roleDuties: Readonly<Record<Role, string>> = {
  cadre: 'hỏi và tra cứu văn bản',
  secretary: 'ghi cuộc họp và xem số liệu của đơn vị mình',
  office: 'ghi cuộc họp, nạp và xem số liệu của mọi đơn vị',
  admin: 'mọi việc, kể cả nạp văn bản và quản lý tài khoản',
};

/** Name of the account that is made for whoever runs the assistant on its own machine. */
export const localAdminName = 'Quản trị viên';

export const commandHelp = {
  toi: 'tài khoản đang dùng, vai trò và đơn vị',
  lienket: 'lấy mã để dùng tài khoản này trên điện thoại hoặc kênh khác',
  quyen: 'hạ quyền trong cuộc trò chuyện này, ví dụ trên điện thoại: /quyen cán bộ',
  taikhoan: 'danh sách tài khoản; thêm, đổi vai trò, giao đơn vị, cấp mã, khóa',
} as const;

export const commandExamples = {
  taikhoan: '/taikhoan them Nguyễn Thị Hoa, thư ký, Chi bộ Văn phòng',
} as const;

export function whoAmI(account: {
  name: string;
  role: Role;
  units: readonly string[];
  channels: readonly string[];
}): string {
  return [
    `Tài khoản: **${account.name}**`,
    `Vai trò: ${roleNames[account.role]} (${roleDuties[account.role]})`,
    `Đơn vị: ${account.role === 'office' || account.role === 'admin' ? 'tất cả' : account.units.join('; ') || 'chưa gắn với đơn vị nào'}`,
    ...(account.channels.length > 0 ? [`Kênh đã liên kết: ${account.channels.join(', ')}`] : []),
  ].join('\n');
}

/** `name` null: for one's own account. */
export const newCode = (code: string, minutes: number, name: string | null = null): string =>
  `Mã liên kết${name === null ? '' : ` của **${name}**`}: **${code}** (dùng một lần, trong ${minutes} phút).\n` +
  `Để vào trang web: mở địa chỉ của trợ lý, gõ mã vào ô “Mã đăng nhập”. Trên Zalo hoặc Telegram: gửi cho trợ lý LIENKET ${code}`;

/** A link that opens a messenger and sends the code there. */
export const openAndLink = (channel: string): string => `Mở ${channel} để liên kết`;

export const roleHere = (role: Role): string =>
  `Trong cuộc trò chuyện này đồng chí đang có quyền ${roleNames[role]} (${roleDuties[role]}). Để hạ quyền ở đây, gõ ví dụ: /quyen cán bộ`;
export const roleOnlyWhereLinked =
  'Lệnh này dùng trong cuộc trò chuyện trên Zalo hoặc Telegram, để hạ quyền ở riêng nơi đó.';
export const roleHereNotHigher = (role: Role): string =>
  `Ở đây đồng chí đang có quyền ${roleNames[role]}; lệnh này chỉ hạ quyền. Để lấy lại quyền của tài khoản, gửi mã liên kết mới (lấy trên trang web bằng lệnh /lienket).`;
export const roleHereLowered = (role: Role): string =>
  `Từ nay trong cuộc trò chuyện này đồng chí chỉ có quyền **${roleNames[role]}**, các nơi khác không đổi. Để lấy lại quyền, gửi mã liên kết mới (lấy trên trang web bằng lệnh /lienket).`;

export const codeNotHere =
  'Ở đây đồng chí đã đăng nhập nên không cần mã. Hãy gửi mã này trên kênh muốn liên kết (Zalo, Telegram).';

export const codeNotInGroup = 'Mã liên kết chỉ cấp trong cuộc trò chuyện riêng.';

export const accountTable = {
  title: 'Tài khoản',
  head: ['Tên', 'Vai trò', 'Đơn vị', 'Kênh', 'Trạng thái'],
  active: 'đang dùng',
  disabled: 'đã khóa',
  allUnits: 'tất cả',
} as const;

export const usage =
  'Cách dùng:\n' +
  '- /taikhoan: xem danh sách\n' +
  '- /taikhoan them HỌ TÊN, VAI TRÒ, ĐƠN VỊ: thêm (vai trò: cán bộ, thư ký, văn phòng, quản trị)\n' +
  '- /taikhoan vaitro HỌ TÊN, VAI TRÒ: đổi vai trò\n' +
  '- /taikhoan giao HỌ TÊN, ĐƠN VỊ: giao thêm đơn vị phụ trách; /taikhoan bogiao HỌ TÊN, ĐƠN VỊ: thôi giao\n' +
  '- /taikhoan ma HỌ TÊN: cấp mã liên kết\n' +
  '- /taikhoan khoa HỌ TÊN: khóa tài khoản';

export const roleNotUnderstood = (typed: string): string =>
  typed === ''
    ? 'Chưa có vai trò. Vai trò là một trong: cán bộ, thư ký, văn phòng, quản trị.'
    : `Không có vai trò “${typed}”. Vai trò là một trong: cán bộ, thư ký, văn phòng, quản trị.`;
export const unitNotFound = (typed: string): string => `Không tìm thấy đơn vị “${typed}”.`;
export const unitAmbiguous = (typed: string, names: readonly string[]): string =>
  `“${typed}” có thể là: ${names.join('; ')}. Vui lòng ghi rõ hơn.`;
export const seesAllUnits = (name: string): string =>
  `Theo vai trò, **${name}** xem được mọi đơn vị nên không cần giao riêng.`;
export const unitUnchanged = (name: string, unit: string, isGiven: boolean): string =>
  isGiven ? `**${name}** đã phụ trách ${unit} rồi.` : `**${name}** chưa được giao ${unit}.`;
export const unitMissing =
  'Tài khoản thư ký cần gắn với ít nhất một đơn vị. Ghi thêm tên đơn vị sau vai trò.';
export const accountNotFound = (typed: string): string => `Không có tài khoản nào tên “${typed}” đang dùng.`;
export const accountAmbiguous = (typed: string): string =>
  `Có nhiều tài khoản khớp với “${typed}”. Vui lòng chọn:`;
export const nameTaken = (name: string): string =>
  `Đã có tài khoản tên “${name}” đang dùng. Thêm chức vụ hoặc đơn vị vào tên để phân biệt.`;

export const confirmAdd = (name: string, role: Role, units: readonly string[]): string =>
  `Thêm tài khoản:\n- Tên: **${name}**\n- Vai trò: ${roleNames[role]}\n- Đơn vị: ${units.join('; ') || (role === 'cadre' || role === 'secretary' ? 'không gắn' : 'tất cả')}`;
export const confirmRole = (name: string, from: Role, to: Role): string =>
  `Đổi vai trò của **${name}**: ${roleNames[from]} → ${roleNames[to]}.`;
export const confirmDisable = (name: string): string =>
  `Khóa tài khoản **${name}**: người này không dùng được trợ lý nữa, trên mọi kênh. Dữ liệu đã ghi giữ nguyên.`;

export const buttons = { save: 'Lưu', disable: 'Khóa', cancel: 'Bỏ' } as const;

export const added = (name: string): string => `Đã thêm tài khoản **${name}**.`;
export const roleChanged = (name: string, to: Role): string => `Đã đổi: **${name}** là ${roleNames[to]}.`;
export const disabled = (name: string): string => `Đã khóa tài khoản **${name}**.`;
export const cancelled = 'Đã bỏ, không có gì thay đổi.';
export const lastAdmin = 'Đây là tài khoản quản trị cuối cùng nên không khóa hay đổi vai trò được.';
export const changedMeanwhile = 'Tài khoản này vừa được thay đổi ở nơi khác. Vui lòng xem lại danh sách.';

/** For `capuy chat`. */
export const chatUsage = 'Cách dùng: npx capuy chat [--json] [--as TÊN TÀI KHOẢN]\n';
export const noSuchAccount = (typed: string): string => `Không có tài khoản nào tên “${typed}” đang dùng.\n`;
