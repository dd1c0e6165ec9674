import { formatDate } from '../text/calendar.ts';
import { kindLabel } from './meetings.ts';
import { dayWithName } from './reminders.ts';

/* Meetings to come, how often units meet, days off, and the calendar of a year. */

export const commandHelp = 'lịch họp: sắp tới, xếp lịch, dời, hủy; ai chưa họp; tệp lịch .ics';
export const commandExample = '/lichhop chi bộ Văn phòng thường kỳ 5/8 14h tại phòng họp số 2';

interface PlanLike {
  kind: string;
  unitName: string;
  heldOn: string;
  startsAt: string | null;
  endsAt: string | null;
  place: string;
  topic: string;
  sessionNo: number | null;
  isExtended: boolean;
  isOnline: boolean;
}

/** 'Hội nghị Ban Chấp hành lần thứ 5 (mở rộng)'. */
export const kindText = (plan: Pick<PlanLike, 'kind' | 'sessionNo' | 'isExtended'>): string =>
  `${kindLabel(plan.kind)}${plan.sessionNo === null ? '' : ` lần thứ ${plan.sessionNo}`}${plan.isExtended ? ' (mở rộng)' : ''}`;
/** 'Sinh hoạt chi bộ thường kỳ, Chi bộ Văn phòng'. */
export const planName = (
  plan: Pick<PlanLike, 'kind' | 'unitName' | 'topic' | 'sessionNo' | 'isExtended'>,
): string => `${kindText(plan)}, ${plan.unitName}${plan.topic === '' ? '' : `: ${plan.topic}`}`;
export const timeText = (startsAt: string | null, endsAt: string | null): string =>
  startsAt === null ? 'chưa định giờ' : endsAt === null ? startsAt : `${startsAt} - ${endsAt}`;
/** 'thứ tư 05/8/2026, 14:00 - 15:40, Phòng họp số 2'. */
export const planWhen = (
  plan: Pick<PlanLike, 'heldOn' | 'startsAt' | 'endsAt' | 'place' | 'isOnline'>,
): string =>
  [
    dayWithName(plan.heldOn),
    timeText(plan.startsAt, plan.endsAt),
    plan.place,
    plan.isOnline ? 'họp trực tuyến' : '',
  ]
    .filter(Boolean)
    .join(', ');

/** Each kind in words that the reader of meetings takes for no part of the unit's name. */
const kindInLine: Readonly<Record<string, string>> = {
  regular: 'thường kỳ',
  thematic: 'chuyên đề',
  committee: 'họp chi ủy',
  executive: 'hội nghị Ban Chấp hành',
  standing: 'hội nghị Ban Thường vụ',
  permanent: 'họp Thường trực',
  inspection: 'họp Ủy ban Kiểm tra',
  review: 'hội nghị sơ kết',
  working: 'buổi làm việc',
  visit: 'buổi khảo sát',
  'congress-approval': 'hội nghị duyệt đại hội',
  congress: 'đại hội',
  other: 'cuộc họp khác',
};

/** The plan as the line with which it is logged when it was held. */
export const asMeetingLine = (
  plan: PlanLike & { chair: string; minuteTaker: string; guests: string; agenda: readonly string[] },
): string =>
  [
    `/hop ${plan.unitName} ${kindInLine[plan.kind] ?? plan.kind}${plan.sessionNo === null ? '' : ` lần thứ ${plan.sessionNo}`}` +
      `${plan.isExtended ? ' (mở rộng)' : ''} ngày ${formatDate(plan.heldOn)}` +
      (plan.startsAt === null ? '' : ` ${plan.startsAt}${plan.endsAt === null ? '' : `-${plan.endsAt}`}`),
    plan.isOnline ? 'trực tuyến' : '',
    plan.place === '' ? '' : `địa điểm: ${plan.place}`,
    plan.chair === '' ? '' : `chủ trì: ${plan.chair}`,
    plan.minuteTaker === '' ? '' : `thư ký: ${plan.minuteTaker}`,
    plan.guests === '' ? '' : `khách mời: ${plan.guests}`,
    plan.topic === '' ? '' : `chủ đề: ${plan.topic}`,
    plan.agenda.length === 0 ? '' : `nội dung: ${plan.agenda.join('; ')}`,
  ]
    .filter(Boolean)
    .join(', ');

export const fields = {
  unit: 'Đơn vị',
  kind: 'Loại cuộc họp',
  topic: 'Chủ đề',
  date: 'Ngày',
  time: 'Giờ',
  place: 'Địa điểm',
  chair: 'Chủ trì',
  minuteTaker: 'Thư ký',
  guests: 'Khách mời',
  agenda: 'Nội dung',
  materials: 'Tài liệu',
  state: 'Tình trạng',
} as const;
export const notGiven = 'chưa ghi';
export const stateNames: Readonly<Record<string, string>> = {
  planned: 'dự kiến',
  cancelled: 'đã hủy',
  held: 'đã họp',
};

export const upcomingTitle = 'Lịch họp sắp tới';
export const upcomingHead = ['Ngày, giờ', 'Cuộc họp', 'Địa điểm', 'Tài liệu', 'Tình trạng'];
export const plansWithin = (from: string, to: string): string =>
  `Lịch họp từ ${formatDate(from)} đến ${formatDate(to)}`;
export const noPlansWithin = (from: string, to: string): string =>
  `Chưa có cuộc họp nào được lên lịch từ ${formatDate(from)} đến ${formatDate(to)}.`;
export const noUpcoming = 'Chưa có cuộc họp nào được xếp lịch từ hôm nay.';
export const howToPlan =
  'Xếp lịch bằng một dòng, ví dụ: /lichhop chi bộ Văn phòng thường kỳ 5/8 14h tại phòng họp số 2. ' +
  'Lặp hằng tháng: /lichhop chi bộ Văn phòng thường kỳ ngày 5 hằng tháng 14h.';
export const whichPlan = 'Xem, dời hoặc hủy cuộc họp:';
export const yearLink = (year: number): string => `Mở lịch họp năm ${year}`;
export const passedNote = 'đã qua, chưa ghi';

export const buttons = {
  save: 'Lưu',
  discard: 'Bỏ, không lưu',
  log: 'Đã họp, ghi biên bản',
  move: 'Dời ngày, giờ',
  change: 'Sửa',
  materials: 'Thêm tài liệu',
  cancel: 'Hủy cuộc họp này',
  restore: 'Khôi phục lịch',
  open: 'Mở cuộc họp đã ghi',
  ics: 'Tệp lịch .ics',
  year: 'Lịch cả năm',
  notMet: 'Ai chưa họp',
  invitation: 'Giấy mời (.docx)',
} as const;

export const confirmPlan = 'Tôi xếp lịch như sau (chưa lưu):';
export const confirmSeries = (count: number, unit: string): string =>
  `Tôi xếp ${count} cuộc họp của ${unit} như sau (chưa lưu):`;
export const shiftedNote = (from: string): string => `(${formatDate(from)} là ngày nghỉ)`;
export const savedPlan = (name: string, when: string): string => `Đã xếp lịch: ${name}, ${when}.`;
export const savedSeries = (count: number, unit: string): string =>
  `Đã xếp lịch ${count} cuộc họp của ${unit}.`;
export const discarded = 'Đã bỏ, không lưu gì.';
export const savedChange = 'Đã lưu thay đổi của lịch họp.';
export const confirmChange = 'Tôi sửa lịch như sau (chưa lưu):';
export const confirmCancel = (name: string, when: string): string => `Hủy cuộc họp này? ${name}, ${when}.`;
export const confirmCancelButton = 'Hủy cuộc họp';
export const keepButton = 'Giữ lại';
export const cancelledPlan = 'Đã hủy cuộc họp trong lịch. Người phụ trách đơn vị sẽ được báo.';
export const restoredPlan = 'Đã khôi phục cuộc họp trong lịch.';
export const planNotFound = 'Tôi không tìm thấy cuộc họp này trong lịch.';
export const changedMeanwhile =
  'Có người khác vừa sửa cuộc họp này, nên tôi chưa lưu. Đồng chí mở lại để xem lịch mới rồi sửa tiếp.';
export const tellMove = 'Dời sang ngày giờ nào? Ví dụ: 7/8 14h30, thứ sáu tuần sau, 8h-10h.';
export const tellChange =
  'Sửa gì? Ghi tên mục rồi nội dung mới, ví dụ: tại hội trường tầng 2; chủ trì Lê Văn Mẫu; nội dung kiểm điểm tháng 7; thông qua nghị quyết.';
export const tellMaterials =
  'Tài liệu nào? Gõ số, ký hiệu văn bản đã nạp (ví dụ 05-HD/BTCTU), hoặc tên tài liệu.';
export const nothingToChange = 'Tôi chưa thấy ngày, giờ hay mục nào để sửa.';
export const dateUnreadable = 'Tôi chưa đọc được ngày hoặc giờ. Ví dụ: 7/8 14h30; thứ sáu tuần sau; 8h-10h.';
export const datePast = (day: string): string =>
  `Ngày ${formatDate(day)} đã qua. Cuộc họp đã diễn ra thì ghi bằng /hop; lịch dự kiến cần một ngày từ hôm nay trở đi.`;
export const dateMissing = 'Họp ngày nào? Ví dụ: 5/8, thứ sáu tuần sau, ngày 5 hằng tháng.';
export const dateImpossible = 'Trong lịch không có ngày này. Đồng chí ghi lại ngày họp.';
export const kindMissing = 'Đó là cuộc họp loại nào?';
export const unitMissing = 'Cuộc họp của đơn vị nào? Đồng chí ghi tên đơn vị.';
export const unitUnknown = (text: string): string =>
  `Tôi không tìm thấy đơn vị “${text}” trong phạm vi của đồng chí.`;
export const unitAmbiguous = 'Tên này chỉ nhiều đơn vị. Đồng chí chọn một:';
export const timeOrder = 'Giờ kết thúc phải sau giờ bắt đầu.';
export const dayOffNote = (day: string, name: string): string =>
  `Lưu ý: ${dayWithName(day)} là ngày nghỉ${name === '' ? '' : ` (${name})`}.`;
export const sameDayNote = (name: string): string => `Lưu ý: ngày này đơn vị đã có lịch: ${name}.`;
export const alreadyHeld = 'Cuộc họp này đã được ghi, nên không sửa lịch nữa.';
export const notLineOfPlan = 'Tôi chưa rõ. Đồng chí chọn “Lưu”, “Bỏ, không lưu”, hoặc gõ lại cả dòng.';

export const holidayNames: Readonly<Record<string, string>> = {
  'new-year': 'Tết Dương lịch',
  tet: 'Tết Nguyên đán',
  ancestors: 'Giỗ Tổ Hùng Vương',
  reunification: 'Ngày Chiến thắng 30/4',
  labour: 'Quốc tế Lao động 1/5',
  national: 'Quốc khánh 2/9',
  'in-lieu': 'nghỉ bù',
};

// --- who has not met --------------------------------------------------------------------------------------------------

export const requirementNames: Readonly<Record<string, string>> = {
  regular: 'sinh hoạt thường kỳ',
  thematic: 'sinh hoạt chuyên đề',
  committee: 'họp chi ủy',
  conference: 'hội nghị đảng bộ',
};
export const periodNames: Readonly<Record<string, string>> = {
  month: 'tháng',
  quarter: 'quý',
  half: '6 tháng',
  year: 'năm',
};
/** 'tháng 8/2026', 'quý 3/2026', '6 tháng đầu năm 2026', 'năm 2026'. */
export const periodLabel = (period: string, from: string): string => {
  const year = from.slice(0, 4);
  const month = Number(from.slice(5, 7));
  if (period === 'month') return `tháng ${month}/${year}`;
  if (period === 'quarter') return `quý ${Math.ceil(month / 3)}/${year}`;
  if (period === 'half') return `6 tháng ${month <= 6 ? 'đầu' : 'cuối'} năm ${year}`;
  return `năm ${year}`;
};
export const notMetTitle = (requirement: string, label: string): string =>
  `Chưa ${requirementNames[requirement] ?? requirement} ${label}`;
export const notMetHead = ['Đơn vị', 'Tình trạng', 'Lịch dự kiến'];
export const notMetLead = (missing: number, asked: number, requirement: string, label: string): string =>
  `${missing} trong ${asked} đơn vị chưa ${requirementNames[requirement] ?? requirement} ${label}.`;
export const allMet = (asked: number, requirement: string, label: string): string =>
  `Cả ${asked} đơn vị đã ${requirementNames[requirement] ?? requirement} ${label}.`;
export const nobodyAsked = (requirement: string, label: string): string =>
  `Không có đơn vị nào trong phạm vi của đồng chí phải ${requirementNames[requirement] ?? requirement} ${label}.`;
export const standingText = (state: string, held: number, needed: number): string => {
  if (state === 'thematic-only') return 'mới sinh hoạt chuyên đề, chưa thường kỳ';
  if (held > 0) return `mới ${held}/${needed} lần`;
  return state === 'not-yet' ? 'chưa họp' : 'không họp';
};
export const cadenceSource = (ruleRef: string): string => `Theo ${ruleRef}.`;
export const fromMeetings = 'Tính theo các cuộc họp đã ghi ở đây.';
export const noPlan = 'chưa xếp';
export const cadenceFact = (
  requirement: string,
  unit: string,
  period: string,
  isThematicOnly: boolean,
): string =>
  `${unit} chưa ${requirementNames[requirement] ?? requirement} ${period}, cũng chưa xếp lịch${isThematicOnly ? ' (mới sinh hoạt chuyên đề)' : ''}.`;

// --- cadence and days off as data --------------------------------------------------------------------------------------

export const cadenceTitle = 'Định kỳ họp đang áp dụng';
export const cadenceHead = ['Áp dụng cho', 'Phải', 'Ít nhất', 'Căn cứ', 'Từ ngày'];
export const levelNames: Readonly<Record<string, string>> = {
  provincial: 'cấp tỉnh',
  upper_grassroots: 'cấp trên cơ sở',
  grassroots_committee: 'đảng bộ cơ sở',
  grassroots_cell: 'chi bộ cơ sở',
  sectional_org: 'đảng bộ bộ phận',
  cell: 'chi bộ trực thuộc',
  group: 'tổ đảng',
};
export const everyUnit = 'mọi đơn vị thuộc diện';
export const timesText = (times: number, period: string): string =>
  times === 0 ? 'không áp dụng' : `${times} lần mỗi ${periodNames[period] ?? period}`;
export const ownRule = 'quy định riêng của cơ quan';
export const cadenceHint =
  'Cơ quan đổi được định kỳ, ví dụ: /lichhop định kỳ chi bộ trực thuộc chuyên đề 1 lần mỗi 6 tháng từ 1/1/2027 theo 12-QĐ/ĐU; ' +
  '/lichhop định kỳ Chi bộ Văn phòng thường kỳ 2 lần mỗi tháng.';
export const cadenceUnclear =
  'Tôi chưa rõ định kỳ. Cần có loại họp (thường kỳ, chuyên đề, chi ủy, hội nghị) và số lần, ví dụ: chuyên đề 1 lần mỗi 6 tháng.';
export const confirmCadence = 'Tôi đổi định kỳ họp như sau (chưa lưu):';
export const savedCadence = 'Đã đổi định kỳ họp. Các kỳ trước ngày hiệu lực vẫn tính theo định kỳ cũ.';
export const needsOffice = 'Việc này cần quyền của văn phòng hoặc quản trị.';
export const daysOffTitle = (year: number): string => `Ngày nghỉ năm ${year}`;
export const daysOffHead = ['Ngày', 'Tên'];
export const daysOffHint =
  'Lịch nghỉ từng năm do cơ quan có thẩm quyền thông báo; sửa bằng cách gõ: /lichhop nghỉ 16/2/2027 Tết; /lichhop làm bù 20/2/2027.';
export const workingDayText = 'ngày làm việc';
export const confirmDayOff = (days: readonly string[], name: string, isOff: boolean): string =>
  `${days.map(dayWithName).join(', ')}: ${isOff ? `ngày nghỉ${name === '' ? '' : ` (${name})`}` : 'ngày làm việc'} (chưa lưu).`;
export const savedDayOff = 'Đã sửa lịch nghỉ.';

// --- .ics ----------------------------------------------------------------------------------------------------------------

export const ics = {
  fileName: (unit: string): string => `Lịch họp ${unit}.ics`,
  allUnits: 'các đơn vị',
  calendarName: (unit: string): string => `Lịch họp ${unit}`,
  ready: (meetings: number, tasks: number): string =>
    `Tệp lịch có ${meetings} cuộc họp và ${tasks} hạn nhiệm vụ. Mở tệp bằng ứng dụng lịch trên điện thoại hoặc máy tính.`,
  nothing: 'Chưa có cuộc họp nào được xếp lịch và nhiệm vụ nào có hạn, nên chưa có tệp lịch.',
  task: (content: string): string => `Hạn: ${content}`,
  taskNote: (lead: string, unit: string): string =>
    `${lead === '' ? '' : `Chủ trì: ${lead}. `}Giao tại: ${unit}.`,
  agenda: 'Nội dung:',
  materials: 'Tài liệu:',
  chair: (name: string): string => `Chủ trì: ${name}`,
} as const;
