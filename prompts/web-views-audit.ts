import { roleNames } from './accounts.ts';
import { looks } from './own-data.ts';
import { channelName } from './web-views-office.ts';

/* Words of the audit trail's page. Actions and kinds of things that have no name here show as the trail has them. */

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
  'chats.forgotten': 'xóa tin nhắn cũ đã quá hạn giữ',
  'chats.retention-set': 'đặt thời hạn giữ tin nhắn',
  'comment.created': 'ghi ý kiến góp ý văn kiện',
  'comment.resolved': 'xử lý ý kiến góp ý văn kiện',
  'conversation.delete': 'xóa một cuộc trò chuyện của mình',
  'conversation.rename': 'đổi tên một cuộc trò chuyện của mình',
  'congress.dated': 'ghi ngày đại hội',
  'curated.approve': 'duyệt câu trả lời',
  'curated.expire': 'câu trả lời đã duyệt tự rút',
  'curated.withdraw': 'thu hồi câu trả lời đã duyệt',
  'days-off.changed': 'đổi ngày nghỉ, ngày làm bù',
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
  'minutes.approved': 'ghi nhận biên bản đã duyệt',
  'own-data.erased': 'xóa tin nhắn của chính mình',
  'paper.issued': 'phát hành văn bản',
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
  'reminders.changed': 'đổi cách nhắc việc',
  'session.end': 'kết thúc phiên đăng nhập',
  'session.open': 'đăng nhập trang web',
  'target.cancelled': 'bỏ chỉ tiêu',
  'target.created': 'ghi chỉ tiêu',
  'target.result': 'ghi kết quả chỉ tiêu',
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
  calendar: 'lịch',
  comment: 'ý kiến góp ý',
  conversation: 'cuộc trò chuyện',
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
  target: 'chỉ tiêu',
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
