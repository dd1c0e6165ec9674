/* What the chat page says beside the chat itself: conversations, sources, pictures, opinions, sessions. Nothing here may need Node. */

/** Words about the person's conversations. */
export const conversations = {
  title: 'Các cuộc trò chuyện',
  /** A conversation in which only the assistant spoke. */
  ofAssistant: 'Thông báo của trợ lý',
  fresh: 'Cuộc trò chuyện mới',
  open: 'Danh sách trò chuyện',
  rename: 'Đổi tên',
  renameOf: (title: string) => `Đổi tên cuộc trò chuyện “${title}”`,
  newName: 'Tên mới',
  save: 'Lưu tên',
  cancel: 'Thôi',
  remove: 'Xóa',
  removeOf: (title: string) => `Xóa cuộc trò chuyện “${title}”`,
  removeAsk: (title: string) =>
    `Xóa cuộc trò chuyện “${title}”? Câu hỏi và câu trả lời trong đó bị xóa hẳn. Văn bản, cuộc họp, số liệu đã lưu vẫn còn.`,
  removeConfirm: 'Xóa hẳn',
  keep: 'Giữ lại',
  unread: 'có tin mới',
  gone: 'Cuộc trò chuyện này không còn nữa.',
  busy: 'Trợ lý đang trả lời trong cuộc trò chuyện này. Xin bấm Dừng hoặc chờ xong rồi xóa.',
  failed: 'Chưa làm được vì mất kết nối. Xin thử lại.',
  none: 'Chưa có cuộc trò chuyện nào.',
  search: 'Tìm trong lịch sử',
  searchPlaceholder: 'Tìm trong lịch sử…',
  found: (count: number) => (count >= 30 ? 'Có từ 30 chỗ, hiện 30 chỗ mới nhất.' : `Có ${count} chỗ.`),
  foundNone: 'Không có tin nào chứa các từ này.',
  ofYou: 'Đồng chí hỏi',
  ofReply: 'Trợ lý trả lời',
  more: 'Đổi tên, xóa',
  moreOf: (title: string) => `Đổi tên hoặc xóa “${title}”`,
  menu: 'Trang khác',
  sessions: 'Phiên đăng nhập',
} as const;

/** Words of a picture that is looked at closely. */
export const pictures = {
  smaller: 'Thu nhỏ',
  larger: 'Phóng to',
  fitted: 'Vừa cửa sổ',
  zoomed: (percent: number) => `${percent}%`,
  sheet: 'Ảnh, cuộn để xem hết; phím + và − để phóng to, thu nhỏ',
} as const;

/** Words of the source beside the conversation. */
export const sourcePanel = {
  title: 'Văn bản nguồn',
  whole: 'Mở trang riêng',
  loading: 'Đang mở văn bản…',
  failed: 'Chưa mở được văn bản vì mất kết nối. Xin thử lại.',
} as const;

/** Words about what a person thinks of an answer. */
export const opinions = {
  label: 'Đánh giá câu trả lời',
  verdicts: { right: 'Hữu ích', wrong: 'Chưa đúng', incomplete: 'Còn thiếu' },
  thanks: 'Đã ghi nhận, cảm ơn đồng chí.',
  remark: 'Đúng ra là gì, ở văn bản nào? (không bắt buộc)',
  sendRemark: 'Gửi góp ý',
  remarkKept: 'Đã ghi góp ý để người quản trị xem lại.',
  empty: 'Chưa có chữ nào để ghi.',
  gone: 'Câu trả lời này không còn nữa nên không đánh giá được.',
  failed: 'Chưa ghi được vì mất kết nối. Xin bấm lại.',
} as const;

/** Words of the page of one's own sessions. */
export const ownSessions = {
  title: 'Phiên đăng nhập',
  back: 'Về cuộc trò chuyện',
  lead: 'Những nơi tài khoản này đang đăng nhập trên trang web. Thấy nơi lạ thì kết thúc phiên đó và báo quản trị.',
  here: 'máy này',
  unknownDevice: 'Không rõ máy',
  openedAt: (moment: string) => `Đăng nhập ${moment}`,
  seenAt: (moment: string) => `dùng gần nhất ${moment}`,
  expiresAt: (moment: string) => `tự hết hạn ${moment}`,
  end: 'Kết thúc',
  endOf: (device: string, moment: string) => `Kết thúc phiên ${device}, đăng nhập ${moment}`,
  endOthers: (count: number) => `Kết thúc ${count} phiên khác`,
  signOut: 'Đăng xuất',
  ended: (count: number) => (count > 0 ? `Đã kết thúc ${count} phiên.` : 'Phiên này đã kết thúc từ trước.'),
} as const;
