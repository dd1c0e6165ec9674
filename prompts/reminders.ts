import { formatDate } from '../text/calendar.ts';

/* What people are reminded of, and how they say how they want it. */

export const commandHelp = 'nhắc việc: xem, tắt, đổi giờ nhắc, giờ yên lặng';
export const commandExample = '/nhac 7h30';

export const topicNames: Readonly<Record<string, string>> = {
  meeting: 'Cuộc họp sắp tới',
  materials: 'Tài liệu họp',
  change: 'Lịch họp thay đổi',
  unlogged: 'Cuộc họp chưa ghi',
  task: 'Nhiệm vụ đến hạn, quá hạn',
  'not-met': 'Đơn vị chưa họp trong tháng',
  thematic: 'Sinh hoạt chuyên đề, định kỳ theo quý, năm',
};

const weekdays = ['chủ nhật', 'thứ hai', 'thứ ba', 'thứ tư', 'thứ năm', 'thứ sáu', 'thứ bảy'];
/** 'thứ tư 05/8/2026'. */
export const dayWithName = (day: string): string =>
  `${weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]} ${formatDate(day)}`;

export const digestLead = (today: string, count: number): string =>
  `**Nhắc việc ${dayWithName(today)}**: có ${count} việc.`;
export const urgentLead = '**Lịch họp vừa thay đổi.**';
export const digestFoot = 'Đổi giờ nhắc hoặc tắt: gõ /nhac.';
export const digestHead = ['Ngày', 'Nội dung'];
export const moreRows = (count: number): string => `Còn ${count} việc nữa.`;
export const seeTasks = 'Xem đủ: /nhiemvu';
export const seeNotMet = 'Xem đủ: /lichhop chưa họp';

export const dayText = (day: string, days: number): string =>
  days === 0 ? 'Hôm nay' : days === 1 ? `Ngày mai, ${formatDate(day)}` : dayWithName(day);

export const noMaterials = 'Chưa có tài liệu; tài liệu gửi trước ít nhất 1 ngày (42-HD/BTCTW).';
export const hasMaterials = (labels: readonly string[]): string => `Tài liệu: ${labels.join('; ')}.`;
export const committeeFirst = (meeting: string): string =>
  `${meeting}: chi ủy chưa họp để thống nhất nội dung trước (42-HD/BTCTW).`;
export const unlogged = (meeting: string): string =>
  `${meeting}: đã qua ngày họp, chưa ghi biên bản. Gõ /lichhop để ghi, dời hoặc hủy.`;
export const moved = (meeting: string, from: string): string =>
  `${meeting}: dời từ ${formatDate(from)} sang ngày này.`;
export const cancelled = (meeting: string): string => `${meeting}: đã hủy.`;
export const changed = (meeting: string): string => `${meeting}: có thay đổi.`;

export const taskLine = (task: {
  content: string;
  lead: string;
  unitName: string;
  givenOn: string | null;
}): string => {
  const lead = task.lead === '' ? '' : ` (${task.lead})`;
  const given = task.givenOn === null ? '' : ` ngày ${formatDate(task.givenOn)}`;
  return `${task.content}${lead}. Giao tại: ${task.unitName}${given}.`;
};
export const taskDay = (dueOn: string, daysLeft: number): string =>
  daysLeft < 0
    ? `Quá hạn ${-daysLeft} ngày (${formatDate(dueOn)})`
    : daysLeft === 0
      ? 'Hạn hôm nay'
      : `Còn ${daysLeft} ngày (${formatDate(dueOn)})`;

// --- /nhac ------------------------------------------------------------------------------------------------------------

export const settingsTitle = 'Cách nhắc việc của đồng chí';
export const settingRows = {
  isOn: 'Nhắc việc',
  digestAt: 'Giờ nhắc hằng ngày',
  quiet: 'Giờ yên lặng',
  onDaysOff: 'Cuối tuần, ngày nghỉ',
  muted: 'Không nhắc về',
} as const;
export const onOff = (isOn: boolean): string => (isOn ? 'đang bật' : 'đang tắt');
export const quietText = (from: string, to: string): string =>
  from === to ? 'không có' : `từ ${from} đến ${to}, không gửi tin nào`;
export const daysOffText = (isOn: boolean): string => (isOn ? 'có nhắc' : 'không nhắc');
export const nothingMuted = 'nhắc đủ các việc';
export const settingsHint =
  'Mỗi ngày một tin gộp các việc, gửi vào khung trò chuyện riêng mà đồng chí dùng gần nhất. Đổi bằng cách gõ, ví dụ: ' +
  '/nhac 7h · /nhac yên lặng 20h-7h · /nhac cuối tuần · /nhac tắt chuyên đề · /nhac tắt';
export const buttons = {
  off: 'Tắt nhắc việc',
  on: 'Bật nhắc việc',
  preview: 'Xem việc hôm nay',
  save: 'Lưu',
  discard: 'Bỏ, không lưu',
} as const;
export const confirmLead = 'Tôi sẽ đổi cách nhắc việc như sau (chưa lưu):';
export const saved = 'Đã lưu cách nhắc việc.';
export const discarded = 'Giữ nguyên cách nhắc việc cũ.';
export const unclear =
  'Tôi chưa rõ đồng chí muốn đổi gì. Ví dụ: /nhac 7h30; /nhac yên lặng 20h-7h; /nhac cuối tuần; /nhac tắt chuyên đề; /nhac tắt; /nhac bật.';
export const unchanged = 'Cách nhắc việc đang đúng như vậy.';
export const nothingToday = 'Hôm nay không có việc nào cần nhắc đồng chí.';
export const previewLead = (count: number): string => `Hôm nay có ${count} việc cần lưu ý:`;
export const digestInQuiet = (digestAt: string, quietTo: string): string =>
  `Lưu ý: ${digestAt} nằm trong giờ yên lặng, nên tin sẽ gửi lúc ${quietTo}.`;
export const notInGroup =
  'Nhắc việc là của riêng từng người. Đồng chí gõ /nhac trong khung trò chuyện riêng.';
