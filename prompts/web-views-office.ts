import { formatDate } from '../text/calendar.ts';
import { roleNames } from './accounts.ts';
import { looks } from './own-data.ts';

/* Words of the pages beside the chat: statistics, accounts, the audit trail and feedback. */

export const statistics = {
  measure: 'Thống kê gì',
  measures: {
    members: 'Đảng viên (số có đến ngày)',
    organisations: 'Tổ chức đảng',
    admit: 'Kết nạp',
    confirm: 'Công nhận chính thức',
    transfer_in: 'Chuyển sinh hoạt đến',
    transfer_out: 'Chuyển sinh hoạt đi',
    left: 'Giảm khác',
    badge: 'Huy hiệu Đảng được tặng',
    card_issue: 'Thẻ đảng viên cấp mới',
    card_reissue: 'Thẻ đảng viên cấp lại',
    changes: 'Biến động trong kỳ',
    ratings: 'Xếp loại sinh hoạt chi bộ',
  },
  dimension: 'Chia theo',
  split: 'Chia tiếp theo',
  noSplit: 'không chia',
  step: 'Diễn biến qua thời gian',
  steps: { month: 'từng tháng', quarter: 'từng quý', half: 'từng nửa năm', year: 'từng năm' },
  noStep: 'không',
  day: 'Đến ngày',
  from: 'Kỳ: từ ngày',
  to: 'Kỳ: đến ngày',
  sex: 'Giới tính',
  standing: 'Loại đảng viên',
  ageFrom: 'Tuổi từ',
  ageTo: 'Tuổi đến',
  more: 'Thêm: diễn biến qua thời gian, giới tính, loại đảng viên, tuổi',
  sheet: 'Tải bảng .xlsx',
  sheetFile: (day: string): string => `Thống kê ${day}.xlsx`,
  sheetName: 'Thống kê',
  chart: 'Mở biểu đồ lớn',
  leftOut: (names: readonly string[]): string =>
    `Với loại thống kê này không dùng được: ${names.join(', ')}; phần đó đã được bỏ qua.`,
  periodUsed: (from: string, to: string): string =>
    `Chưa chọn kỳ nên tính từ ${formatDate(from)} đến ${formatDate(to)}.`,
  periodTurned: 'Ngày đầu kỳ sau ngày cuối kỳ. Đồng chí chọn lại hai ngày.',
  notCounted: 'Không tính được với các lựa chọn này. Đồng chí bỏ bớt một lựa chọn rồi thử lại.',
  filters: 'điều kiện về người',
} as const;

export const accounts = {
  caption: 'Người được dùng trợ lý',
  heads: {
    name: 'Tên',
    role: 'Vai trò',
    units: 'Đơn vị',
    channels: 'Kênh đã liên kết',
    state: 'Trạng thái',
  },
  active: 'đang dùng',
  disabled: (day: string): string => `đã khóa ngày ${formatDate(day)}`,
  allUnits: 'tất cả',
  none: 'chưa gắn',
  noChannel: 'chưa liên kết',
  addTitle: 'Thêm tài khoản',
  name: 'Họ tên (thêm chức vụ nếu trùng)',
  role: 'Vai trò',
  unit: 'Đơn vị phụ trách (bắt buộc với thư ký)',
  noUnit: 'không gắn',
  add: 'Thêm',
  roleTitle: 'Đổi vai trò',
  changeRole: 'Đổi',
  unitsTitle: 'Đơn vị phụ trách',
  addUnit: 'Giao thêm đơn vị',
  giveUnit: 'Giao',
  takeUnit: 'Bỏ giao',
  confirmGive: (name: string, unit: string): string =>
    `Giao cho ${name} phụ trách ${unit} và các đơn vị bên dưới.`,
  confirmTake: (name: string, unit: string): string => `Thôi giao ${unit} cho ${name}.`,
  unitsChanged: 'Đã đổi đơn vị phụ trách.',
  needsUnit: 'Tài khoản thư ký cần ít nhất một đơn vị; giao đơn vị khác trước khi bỏ đơn vị này.',
  codeTitle: 'Mã liên kết',
  code: 'Cấp mã mới',
  codeHint:
    'Mã dùng một lần để đăng nhập trang này hoặc liên kết Zalo, Telegram; mã cấp trước đó hết hiệu lực.',
  disableTitle: 'Khóa tài khoản',
  disable: 'Khóa',
  disableHint:
    'Chấm dứt mọi quyền truy cập, trên mọi kênh và mọi phiên đăng nhập. Dữ liệu đã ghi giữ nguyên.',
  sessionsTitle: 'Phiên đăng nhập trên trang web',
  sessionHeads: ['Mở lúc', 'Thiết bị', 'Dùng gần nhất', 'Hết hạn', 'Thao tác'],
  noSessions: 'Không có phiên nào đang mở.',
  identitiesTitle: 'Kênh đã liên kết',
  identityHeads: ['Kênh', 'Số định danh trên kênh', 'Liên kết lúc', 'Thao tác'],
  noIdentities: 'Chưa liên kết kênh nào.',
  endSession: 'Kết thúc phiên',
  confirmEndSession: (name: string, at: string): string =>
    `Kết thúc phiên đăng nhập mở lúc ${at} của ${name}. Người này phải đăng nhập lại trên máy đó.`,
  sessionEnded: 'Đã kết thúc phiên đăng nhập.',
  unlink: 'Gỡ liên kết',
  confirmUnlink: (name: string, channel: string): string =>
    `Gỡ liên kết ${channel} của ${name}. Muốn dùng lại trên kênh đó phải có mã mới.`,
  unlinked: 'Đã gỡ liên kết.',
  alreadyGone: 'Mục này vừa được gỡ ở nơi khác.',
  activity: 'Xem thao tác của người này',
  confirmTitle: 'Xem lại rồi xác nhận',
  unnamed: 'Chưa ghi họ tên.',
} as const;

const channels: Readonly<Record<string, string>> = {
  web: 'Trang web',
  terminal: 'Cửa sổ lệnh',
  telegram: 'Telegram',
  zalo: 'Zalo',
  'zalo-oa': 'Zalo Official Account',
};
export const channelName = (channel: string): string => channels[channel] ?? channel;

export const audit = {
  caption: 'Các thao tác, mới nhất trước',
  heads: { at: 'Thời điểm', who: 'Người làm', what: 'Việc', on: 'Đối tượng', details: 'Chi tiết' },
  person: 'Người làm',
  group: 'Nhóm việc',
  from: 'Từ ngày',
  to: 'Đến ngày',
  machine: 'máy của cơ quan',
  none: 'Không có thao tác nào khớp với điều kiện lọc.',
  hint: 'Nhật ký chỉ ghi ai làm việc gì, lúc nào; không ghi nội dung.',
  open: 'Mở',
  groups: {
    'danh-sach': 'Xem danh sách có tên người',
    'tai-khoan': 'Tài khoản, đăng nhập, liên kết',
    'van-ban': 'Văn bản, câu trả lời',
    'cuoc-hop': 'Cuộc họp, kế hoạch, biên bản',
    'nhiem-vu': 'Nhiệm vụ, kiến nghị',
    'so-lieu': 'Đảng viên, đơn vị, số liệu',
  },
} as const;

const actions: Readonly<Record<string, string>> = {
  'account.add': 'thêm tài khoản',
  'account.code': 'cấp mã liên kết',
  'account.disable': 'khóa tài khoản',
  'account.role': 'đổi vai trò',
  'account.units': 'đổi đơn vị phụ trách',
  'cadence.changed': 'đổi nhịp sinh hoạt',
  'comment.created': 'ghi ý kiến góp ý văn kiện',
  'comment.resolved': 'xử lý ý kiến góp ý văn kiện',
  'congress.dated': 'ghi ngày đại hội',
  'curated.approve': 'duyệt câu trả lời',
  'curated.expire': 'câu trả lời đã duyệt tự rút',
  'curated.withdraw': 'thu hồi câu trả lời đã duyệt',
  'demo.loaded': 'nạp dữ liệu mẫu',
  'demo.removed': 'xóa dữ liệu mẫu',
  'document.announce': 'báo văn bản mới',
  'document.ingest': 'lưu văn bản',
  'document.remove': 'xóa văn bản',
  'draft.adopted': 'ghi dự thảo được thông qua',
  'draft.issued': 'ghi dự thảo đã ban hành',
  'event.entered': 'ghi biến động đảng viên',
  'event.removed': 'xóa biến động đảng viên',
  'events.imported': 'nạp biến động đảng viên',
  'feedback.done': 'xử lý góp ý',
  'feedback.question': 'đưa góp ý vào bộ câu kiểm tra',
  'glossary.remove': 'xóa từ viết tắt',
  'glossary.set': 'ghi từ viết tắt',
  'holidays.imported': 'nạp ngày nghỉ',
  'identity.link': 'liên kết kênh',
  'identity.unlink': 'gỡ liên kết kênh',
  'meeting.agenda-added': 'thêm nội dung cuộc họp',
  'meeting.approved': 'ghi nhận biên bản đã duyệt',
  'meeting.attendance-saved': 'ghi điểm danh',
  'meeting.cancelled': 'hủy cuộc họp',
  'meeting.decision-saved': 'ghi kết luận',
  'meeting.edited': 'sửa cuộc họp',
  'meeting.logged': 'ghi cuộc họp',
  'meeting.planned': 'đặt lịch họp',
  'meeting.rated': 'xếp loại sinh hoạt',
  'meeting.undone': 'hoàn tác thay đổi cuộc họp',
  'meeting.vote-saved': 'ghi biểu quyết',
  'members.forgotten': 'xóa dữ liệu đảng viên đã quá hạn',
  'members.imported': 'nạp danh sách đảng viên',
  'members.names-removed': 'bỏ tên khỏi danh sách cũ',
  'minutes.addendum-added': 'bổ sung biên bản đã khóa',
  'observation.approved': 'duyệt số liệu báo cáo',
  'observation.drafted': 'ghi số liệu báo cáo',
  'observations.imported': 'nạp số liệu báo cáo',
  'own-data.erased': 'xóa tin nhắn của chính mình',
  'paper.series-set': 'đặt số, ký hiệu văn bản',
  'paper.templates-copied': 'chép mẫu văn bản',
  'persons.listed': 'xem danh sách có tên người',
  'personnel-item.created': 'ghi nội dung về chức danh',
  'plan.arranged': 'đặt lịch họp',
  'plan.cancelled': 'hủy lịch họp',
  'plan.changed': 'đổi lịch họp',
  'plan.entered': 'ghi kế hoạch thực hiện',
  'plan.restored': 'khôi phục lịch họp',
  'proposal.answered': 'ghi trả lời kiến nghị',
  'proposal.created': 'ghi kiến nghị',
  'proposal.declined': 'kiến nghị không được chấp nhận',
  'proposal.directed': 'ghi chỉ đạo về kiến nghị',
  'proposal.opinion': 'ghi ý kiến về kiến nghị',
  'proposal.reopened': 'mở lại kiến nghị',
  'proposal.withdrawn': 'rút kiến nghị',
  'rating.criteria-saved': 'đặt tiêu chí xếp loại',
  'rating.quarter-saved': 'xếp loại quý',
  'relation.confirm': 'xác nhận quan hệ văn bản',
  'relation.reject': 'bác quan hệ văn bản',
  'session.end': 'kết thúc phiên đăng nhập',
  'session.open': 'đăng nhập trang web',
  'task.cancelled': 'hủy nhiệm vụ',
  'task.created': 'giao nhiệm vụ',
  'task.done': 'ghi nhận nhiệm vụ đã xong',
  'task.handed-over': 'chuyển chủ trì nhiệm vụ',
  'task.re-dated': 'đổi hạn nhiệm vụ',
  'task.reopened': 'mở lại nhiệm vụ',
  'unit.created': 'thêm đơn vị',
  'units.imported': 'nạp danh mục đơn vị',
};
export const actionName = (action: string): string => actions[action] ?? action;

const entities: Readonly<Record<string, string>> = {
  account: 'tài khoản',
  answer: 'câu trả lời',
  comment: 'ý kiến góp ý',
  curated_answer: 'câu trả lời đã duyệt',
  demo: 'dữ liệu mẫu',
  document: 'văn bản',
  draft: 'dự thảo',
  glossary_entry: 'từ viết tắt',
  meeting: 'cuộc họp',
  member_event: 'biến động đảng viên',
  observation: 'số liệu báo cáo',
  org_unit: 'đơn vị',
  paper: 'văn bản phát hành',
  proposal: 'kiến nghị',
  task: 'nhiệm vụ',
  template: 'mẫu văn bản',
  unit: 'đơn vị',
};
export const entityName = (entity: string): string => entities[entity] ?? entity;
/** Which list of persons was looked at. */
export const personList = (entity: string): string => `danh sách ${looks.list(entity)}`;

const roleName = (value: string): string => (roleNames as Readonly<Record<string, string>>)[value] ?? value;
const detailNames: Readonly<Record<string, string>> = {
  role: 'vai trò',
  units: 'đơn vị',
  from: 'từ',
  to: 'thành',
  channel: 'kênh',
  count: 'số lượng',
  kind: 'loại',
  messages: 'tin nhắn',
  questions: 'câu hỏi',
  fields: 'các mục',
  reason: 'lý do',
};
/** 'kênh: zalo; số lượng: 12'. Ids of units are counted, not written out. */
export const auditDetails = (details: Readonly<Record<string, unknown>>): string =>
  Object.entries(details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => {
      const shown = Array.isArray(value)
        ? name === 'units'
          ? String(value.length)
          : value.join(', ')
        : String(value);
      return `${detailNames[name] ?? name}: ${name === 'channel' ? channelName(shown) : roleName(shown)}`;
    })
    .join('; ');

export const feedback = {
  caption: 'Đánh giá về các câu trả lời',
  heads: {
    at: 'Ngày',
    who: 'Người góp ý',
    verdict: 'Đánh giá',
    question: 'Câu hỏi và góp ý',
    state: 'Xử lý',
  },
  verdict: 'Đánh giá',
  verdicts: { right: 'đúng', wrong: 'sai', incomplete: 'thiếu' },
  state: 'Xử lý',
  states: { waiting: 'đang chờ', decided: 'đã xử lý' },
  decisions: { question: 'đã đưa vào bộ câu kiểm tra', done: 'đã xử lý' },
  remark: (remark: string): string => `Góp ý: ${remark}`,
  answered: (lead: string): string => `Đã trả lời: ${lead}`,
  done: 'Đã xử lý',
  none: 'Không có đánh giá nào khớp với điều kiện lọc.',
  inChat: 'Lần lượt xem nguồn và đưa vào bộ câu kiểm tra: gõ /gopy trong trang trò chuyện.',
} as const;
