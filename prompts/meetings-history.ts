import { formatDate } from '../text/dates.ts';
import { attendanceLine, inSection, kindLabel, statusNames, taskLine } from './meetings.ts';
import { levelWithScore } from './meetings-ratings.ts';
import { listLine } from './meetings-votes.ts';

/*
 * Words of corrections: fields by name, what stood there before and after, who changed it, undo.
 */

/** Fields of a meeting as people name them in corrections and in the history. */
export const partLabels: Readonly<Record<string, string>> = {
  status: 'Trạng thái',
  unitId: 'Đơn vị',
  kind: 'Loại cuộc họp',
  title: 'Tên cuộc họp',
  sessionNo: 'Lần thứ',
  isExtended: 'Mở rộng',
  isOnline: 'Trực tuyến',
  topic: 'Chuyên đề, chủ đề',
  heldOn: 'Ngày họp',
  endsOn: 'Ngày kết thúc',
  startsAt: 'Giờ bắt đầu',
  endsAt: 'Giờ kết thúc',
  place: 'Địa điểm',
  chair: 'Chủ trì',
  minuteTaker: 'Thư ký',
  participants: 'Thành phần',
  guests: 'Khách mời',
  attendance: 'Điểm danh',
  agenda: 'Nội dung',
  decisions: 'Kết luận',
  tasks: 'Nhiệm vụ',
  votes: 'Biểu quyết',
  recipients: 'Nơi nhận',
  rating: 'Xếp loại',
};

/** Fields that can be corrected, which are finer than the parts that are kept. */
export const fieldNames = {
  unitId: 'Đơn vị',
  kind: 'Loại cuộc họp',
  title: 'Tên cuộc họp',
  sessionNo: 'Lần thứ',
  isExtended: 'Mở rộng',
  isOnline: 'Trực tuyến',
  topic: 'Chuyên đề, chủ đề',
  heldOn: 'Ngày họp',
  endsOn: 'Ngày kết thúc',
  time: 'Thời gian',
  startsAt: 'Giờ bắt đầu',
  endsAt: 'Giờ kết thúc',
  place: 'Địa điểm',
  chair: 'Chủ trì',
  minuteTaker: 'Thư ký',
  guests: 'Khách mời',
  attendance: 'Điểm danh',
  agenda: 'Nội dung',
  discussion: 'Diễn biến',
  decisions: 'Kết luận',
  votes: 'Biểu quyết',
  recipients: 'Nơi nhận',
  'co-chair': 'Đồng chủ trì',
  delegation: 'Đoàn công tác',
  host: 'Đơn vị chủ nhà',
  press: 'Báo chí',
} as const;

export const partLabel = (part: string): string => partLabels[part] ?? part;

const capacityNames: Readonly<Record<string, string>> = {
  'co-chair': 'đồng chủ trì',
  presenter: 'người trình bày',
  delegation: 'đoàn công tác',
  host: 'đơn vị chủ nhà',
  guest: 'khách mời',
  press: 'báo chí',
};

export const empty = 'chưa ghi';

interface Named {
  capacity: string;
  name: string;
  position: string;
  body: string;
}

/** A value of a part as lines of text; '' and nothing are 'chưa ghi'. */
export function partLines(part: string, value: unknown): string[] {
  if (value === null || value === undefined || value === '') return [];
  switch (part) {
    case 'status':
      return [statusNames[value as string] ?? String(value)];
    case 'kind':
      return [kindLabel(value as string)];
    case 'heldOn':
    case 'endsOn':
      return [formatDate(value as string)];
    case 'isExtended':
    case 'isOnline':
      return [value === true ? 'có' : 'không'];
    case 'attendance':
      return [attendanceLine(value as Parameters<typeof attendanceLine>[0])];
    case 'participants':
      return (value as readonly Named[]).map(
        ({ capacity, name, position, body }) =>
          `${capacityNames[capacity] ?? capacity}: ${[name, position, body].filter(Boolean).join(', ')}`,
      );
    case 'agenda':
      return (value as readonly { title: string; discussion: string }[]).map(({ title, discussion }) =>
        discussion === '' ? title : `${title} (diễn biến: ${discussion})`,
      );
    case 'decisions':
      return (value as readonly { text: string; section?: string }[]).map(({ section = '', text }) =>
        inSection(section, text),
      );
    case 'tasks':
      return (value as readonly Parameters<typeof taskLine>[0][]).map(taskLine);
    case 'votes':
      return (value as readonly Parameters<typeof listLine>[0][]).map(listLine);
    case 'recipients':
      return [...(value as readonly string[])];
    case 'rating': {
      const { level, score } = value as { level: string; score: number | null };
      return [levelWithScore(level, score)];
    }
    default:
      return [String(value)];
  }
}

/** 'Địa điểm: “Phòng họp 1” thành “Phòng họp 2”', or what came to a list and what went from it. */
export function changeLine(part: string, before: readonly string[], after: readonly string[]): string {
  const label = partLabel(part);
  if (before.length <= 1 && after.length <= 1)
    return `${label}: “${before[0] ?? empty}” thành “${after[0] ?? empty}”`;
  const gone = before.filter((line) => !after.includes(line));
  const come = after.filter((line) => !before.includes(line));
  const said = [
    ...gone.map((line) => `bỏ “${line}”`),
    ...come.map((line) => `thêm “${line}”`),
    ...(gone.length === 0 && come.length === 0 ? ['đổi thứ tự'] : []),
  ];
  return `${label}: ${said.join('; ')}`;
}

const actionNames: Readonly<Record<string, string>> = {
  logged: 'ghi cuộc họp',
  edited: 'sửa',
  cancelled: 'hủy cuộc họp',
  restored: 'khôi phục cuộc họp',
  undone: 'hoàn tác',
  sent: 'gửi chủ trì duyệt',
  returned: 'trả lại để sửa',
  approved: 'duyệt, khóa biên bản',
  rated: 'xếp loại cuộc họp',
  planned: 'lên lịch cuộc họp',
  held: 'ghi cuộc họp đã lên lịch',
};
export const actionName = (action: string): string => actionNames[action] ?? action;
export const system = 'hệ thống';
export const formerAccount = 'tài khoản đã xóa';

/** '14:05 ngày 5/8/2026, Trần Thị Mẫu: sửa' with one line a field. */
export const changeEntry = (
  when: { time: string; date: string },
  who: string,
  action: string,
  lines: readonly string[],
): string =>
  [
    `${when.time} ngày ${formatDate(when.date)}, ${who}: ${actionName(action)}`,
    ...lines.map((line) => `- ${line}`),
  ].join('\n');

export const historyTitle = (unit: string, date: string): string =>
  `Lịch sử cuộc họp ngày ${formatDate(date)}, ${unit} (mới nhất ở trên):`;
export const noHistory = 'Cuộc họp này chưa có thay đổi nào được ghi lại.';
export const moreHistory = (count: number): string => `Còn ${count} thay đổi cũ hơn.`;

export const conflict = (entries: readonly string[]): string =>
  [
    'Phần của đồng chí chưa được lưu, vì trong lúc đó cuộc họp đã có thay đổi:',
    ...(entries.length > 0 ? entries : ['(thay đổi không thuộc các mục của biên bản)']),
  ].join('\n');
export const mayRepeat = 'Chọn “Lưu” nếu vẫn muốn lưu phần của đồng chí lên trên, hoặc “Bỏ, không lưu”.';
export const typeAgain = 'Đồng chí xem lại rồi gõ lại lệnh nếu vẫn muốn sửa.';

export const editTitle =
  'Cuộc họp đang sửa. Chọn mục cần sửa, hoặc gõ ví dụ: /sua địa điểm Hội trường tầng 2';
export const editUnknown =
  'Tôi chưa rõ mục cần sửa. Gõ ví dụ: /sua địa điểm Hội trường tầng 2; /sua ngày 6/8; /sua kết luận 2 giao Văn phòng hoàn thiện báo cáo, hạn 20/8; /sua xóa nội dung 1.';
export const editPrompt = (label: string, current: readonly string[]): string =>
  `${label} hiện nay: ${current.length === 0 ? empty : current.map((line) => `“${line}”`).join('; ')}. Gõ nội dung mới${current.length === 0 ? '' : ', hoặc gõ “xóa”'}.`;
export const whichItem = (label: string, lines: readonly string[]): string =>
  [
    `Sửa ${label.toLocaleLowerCase('vi')} thứ mấy?`,
    ...lines.map((line, i) => `${i + 1}. ${line}`),
    'Gõ số thứ tự rồi đến nội dung mới; để bỏ, gõ “xóa” rồi đến số thứ tự.',
  ].join('\n');
export const noSuchItem = (label: string, count: number): string =>
  count === 0
    ? `Cuộc họp chưa có mục ${label.toLocaleLowerCase('vi')} nào.`
    : `${label} chỉ có từ 1 đến ${count}. Đồng chí gõ lại số thứ tự.`;
export const cannotEmpty = (label: string): string =>
  `Mục “${label}” không để trống được. Đồng chí gõ nội dung mới.`;
export const sameAsBefore = 'Nội dung mới giống nội dung cũ, không có gì để sửa.';
export const numberUnreadable = 'Tôi cần một con số. Ví dụ: /sua lần thứ 19.';
export const yesOrNo = 'Gõ “có” hoặc “không”.';
export const dayOrder = 'Ngày kết thúc phải từ ngày họp trở đi.';
export const confirmEdit = 'Tôi sẽ sửa (chưa lưu):';
export const taskFollows = 'Nhiệm vụ kèm theo kết luận này được sửa theo.';
export const taskGoes = 'Nhiệm vụ kèm theo kết luận này cũng được bỏ.';
export const taskStays = 'Nhiệm vụ đã giao từ kết luận này giữ nguyên; sửa bằng /nhiemvu.';
export const taskIsUnderway =
  'Kết luận này đã có nhiệm vụ làm xong hoặc đã có kết quả, nên không bỏ được. Đồng chí có thể sửa lời văn.';
export const undoHint = (minutes: number): string => `Nếu nhầm, gõ /hoantac trong ${minutes} phút.`;

export const edited = (minutes: number): string => `Đã sửa. ${undoHint(minutes)}`;
/** After somebody else changed the meeting: what stands in the field now, and what this person was about to write. */
export const yours = (
  label: string,
  current: readonly string[],
  mine: { item: number | null; isRemoval: boolean; value: string },
): string =>
  [
    `${label} hiện nay: ${current.length === 0 ? empty : current.map((line) => `“${line}”`).join('; ')}.`,
    `Phần của đồng chí: ${mine.item === null ? '' : `mục ${mine.item}, `}${mine.isRemoval ? 'xóa' : `“${mine.value}”`}.`,
  ].join('\n');
export const severalUnits = (names: readonly string[]): string =>
  `Có mấy đơn vị phù hợp: ${names.slice(0, 8).join('; ')}. Đồng chí gõ đủ tên.`;

export const cancelAsk = (unit: string, date: string): string =>
  `Hủy cuộc họp ngày ${formatDate(date)}, ${unit}? Cuộc họp không còn trong danh sách và báo cáo; lịch sử vẫn được giữ.`;
export const cancelled = (unit: string, date: string): string =>
  `Đã hủy cuộc họp ngày ${formatDate(date)}, ${unit}.`;

export const undoAsk = (unit: string, date: string, entry: string, isLogged: boolean): string =>
  [
    `Hoàn tác thay đổi này ở cuộc họp ngày ${formatDate(date)}, ${unit}?`,
    entry,
    ...(isLogged ? ['Cuộc họp vừa ghi sẽ bị hủy.'] : []),
  ].join('\n');
export const undone = 'Đã hoàn tác.';
export const nothingToUndo = 'Không có thay đổi nào của đồng chí để hoàn tác.';
export const undoTooLate = (minutes: number): string =>
  `Chỉ hoàn tác được trong ${minutes} phút. Đồng chí sửa bằng /sua; /lichsu cho xem nội dung trước đó.`;
export const undoOvertaken = (entries: readonly string[]): string =>
  ['Sau thay đổi của đồng chí, cuộc họp đã được sửa tiếp, nên tôi không hoàn tác:', ...entries].join('\n');
export const undoClosed = (status: string): string =>
  `Cuộc họp đang ở trạng thái “${statusNames[status] ?? status}”, không hoàn tác được.`;

export const buttons = {
  edit: 'Sửa',
  history: 'Lịch sử',
  cancel: 'Hủy cuộc họp',
  confirmCancel: 'Hủy cuộc họp này',
  keep: 'Giữ lại',
  undo: 'Hoàn tác',
} as const;

export const commandHelp = {
  sua: 'sửa một mục của cuộc họp đang ghi',
  noinhan: 'nơi nhận kết luận, nghị quyết, thông báo của cuộc họp đang ghi',
  hoantac: 'hoàn tác thay đổi vừa lưu',
  lichsu: 'ai đã sửa gì ở cuộc họp',
  huyhop: 'hủy cuộc họp ghi nhầm',
} as const;
export const editExample = '/sua địa điểm Hội trường tầng 2';
