import { formatDate } from '../text/dates.ts';

/*
 * Every word of the meetings room. Takes plain data, so that wording changes nowhere else.
 */

export const kindNames: Readonly<Record<string, string>> = {
  regular: 'Sinh hoạt chi bộ thường kỳ',
  thematic: 'Sinh hoạt chi bộ chuyên đề',
  committee: 'Họp chi ủy',
  executive: 'Hội nghị Ban Chấp hành',
  standing: 'Hội nghị Ban Thường vụ',
  permanent: 'Họp Thường trực',
  inspection: 'Họp Ủy ban Kiểm tra',
  review: 'Hội nghị sơ kết, tổng kết',
  working: 'Buổi làm việc',
  visit: 'Buổi khảo sát, kiểm tra',
  'congress-approval': 'Hội nghị duyệt đại hội',
  congress: 'Đại hội',
  other: 'Cuộc họp khác',
};

export const kindLabel = (kind: string): string => kindNames[kind] ?? kind;

/** Short labels of the fields, in the review and its buttons. */
export const fieldLabels = {
  unit: 'Đơn vị',
  kind: 'Loại cuộc họp',
  date: 'Ngày họp',
  time: 'Thời gian',
  place: 'Địa điểm',
  chair: 'Chủ trì',
  'minute-taker': 'Thư ký',
  attendance: 'Điểm danh',
  agenda: 'Nội dung',
  conclusions: 'Kết luận',
  review: 'Xem lại',
} as const;

export const questions: Readonly<Record<keyof typeof fieldLabels, string>> = {
  unit: 'Cuộc họp của tổ chức đảng nào? Ví dụ: chi bộ Văn phòng.',
  kind: 'Đó là cuộc họp loại nào?',
  date: 'Họp ngày nào? Ví dụ: 5/8/2026, hôm qua, thứ sáu tuần trước.',
  time: 'Họp từ mấy giờ đến mấy giờ? Ví dụ: 14h-15h40.',
  place: 'Họp ở đâu?',
  chair: 'Ai chủ trì? Ghi họ tên, chức vụ.',
  'minute-taker': 'Ai ghi biên bản (thư ký)?',
  attendance:
    'Điểm danh: ghi các con số. Ví dụ: tổng 17, chính thức 15, dự bị 2, miễn 1, có mặt 14, vắng có lý do 2.',
  agenda: 'Nội dung họp: gõ từng nội dung (hoặc nhiều nội dung cách nhau bằng dấu chấm phẩy), rồi gõ “xong”.',
  conclusions:
    'Kết luận của người chủ trì: gõ từng kết luận, rồi gõ “xong”. Ví dụ: giao Văn phòng hoàn thiện báo cáo, hạn 15/8.',
  review: 'Đồng chí xem lại rồi chọn “Lưu”, hoặc chọn mục cần sửa.',
};

export const buttons = {
  skip: 'Bỏ qua',
  back: 'Lùi một bước',
  done: 'Xong',
  save: 'Lưu',
  discard: 'Bỏ, không lưu',
  minutes: 'Biên bản (.docx)',
  addConclusion: 'Thêm kết luận',
  takeAttendance: 'Điểm danh',
  approve: 'Ghi nhận chủ trì đã duyệt',
  readBack: 'Đọc lại, trình duyệt',
  open: 'Xem',
  taskDone: 'Đã xong',
  correct: (label: string) => `Sửa: ${label}`,
} as const;

const attendanceNames: Readonly<Record<string, string>> = {
  total: 'tổng số',
  official: 'chính thức',
  probationary: 'dự bị',
  exempt: 'miễn',
  temporaryIn: 'tạm thời đến',
  temporaryOut: 'tạm thời đi',
  present: 'có mặt',
  absentWithReason: 'vắng có lý do',
  absentWithoutReason: 'vắng không lý do',
  absentUnexplained: 'vắng, chưa rõ lý do',
  exemptPresent: 'miễn nhưng có mặt',
  temporaryOutPresent: 'tạm thời đi nhưng có mặt',
  presentOfficial: 'chính thức có mặt',
  presentProbationary: 'dự bị có mặt',
  absentWithReasonOfficial: 'chính thức vắng có lý do',
};

interface Sum {
  left: readonly { field: string; value: number }[];
  right: readonly { field: string; value: number }[];
  leftSum: number;
  rightSum: number;
  relation?: 'at-most' | 'open';
}

/** What is said instead of a sum where nobody told the total. */
const totalOpen = 'tổng số chưa ghi nên chưa đối chiếu được';
/** Asked once where nobody told how many there are, not demanded. */
export const askTotal = (isPresentKnown: boolean): string =>
  `Chưa biết tổng số${isPresentKnown ? '' : ' và số có mặt'}, nên chưa đối chiếu được và chưa tính được cơ sở biểu quyết. Nếu biết, gõ ví dụ “tổng 17”; nếu chưa, cứ chọn “Lưu”.`;

/** '17 (tổng số) - 1 (miễn) = 16; 14 (có mặt) + 2 (vắng có lý do) = 16'; without a total 'có mặt 14, vắng có lý do 2; tổng số chưa ghi …'. */
export function arithmetic({ left, right, leftSum, rightSum, relation }: Sum): string {
  if (relation === 'open') {
    const told = left.map(({ field, value }) => `${attendanceNames[field] ?? field} ${value}`).join(', ');
    return `${told}; ${totalOpen}`;
  }
  const side = (terms: Sum['left'], sum: number) => {
    const text = terms
      .map(({ field, value }, i) => {
        const sign = value < 0 ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ';
        return `${sign}${Math.abs(value)} (${attendanceNames[field] ?? field})`;
      })
      .join('');
    return terms.length > 1 ? `${text} = ${sum}` : text;
  };
  return right.length === 0 ? side(left, leftSum) : `${side(left, leftSum)}; ${side(right, rightSum)}`;
}

function wrongSum(sum: Sum): string {
  if (sum.right.length === 0) return `${arithmetic(sum)}: số không thể nhỏ hơn 0`;
  return `${arithmetic(sum)}; ${sum.leftSum} ${sum.relation ? 'nhiều hơn' : 'khác'} ${sum.rightSum}`;
}

/** What does not add up, with both sums. */
export const sumsDoNotHold = (sums: readonly Sum[]): string =>
  [
    'Số liệu điểm danh chưa khớp, tôi chưa lưu:',
    ...sums.map((sum) => `- ${wrongSum(sum)}.`),
    'Đồng chí kiểm tra và gõ lại các con số.',
  ].join('\n');

/** 'tổng số 17, chính thức 15, dự bị 2, có mặt 14'; counts of nothing are left out. */
export const attendanceLine = (attendance: object): string =>
  Object.entries(attendanceNames)
    .map(([field, label]) => [field, label, (attendance as Record<string, unknown>)[field]] as const)
    .filter(([field, , value]) => typeof value === 'number' && (value !== 0 || field === 'present'))
    .map(([, label, value]) => `${label} ${String(value)}`)
    .join(', ');

export const attendanceAddsUp = (sums: readonly Sum[]): string => sums.map(arithmetic).join('. ');

const unclearAttendance: Readonly<Record<string, string>> = {
  total: 'Thiếu tổng số đảng viên.',
  present: 'Thiếu số có mặt, hoặc số vắng.',
  'absence-reason':
    'Số vắng là có lý do hay không có lý do? Ghi rõ “vắng có lý do 2” hoặc “vắng không lý do 2”.',
  'no-number': 'Tôi chưa thấy con số nào kèm tên mục.',
  'left-over': 'Có con số tôi chưa rõ là của mục nào. Ghi mỗi số ngay sau tên mục của nó.',
};

/** Inside the dialogue the question that follows has its own example. */
export const attendanceUnclearHere = (unclear: readonly string[]): string =>
  unclear.map((what) => unclearAttendance[what] ?? what).join('\n');

export const attendanceUnclear = (unclear: readonly string[]): string =>
  [
    attendanceUnclearHere(unclear),
    `Ví dụ: /diemdanh tổng 17 chính thức 15 dự bị 2 miễn 1 có mặt 14 vắng có lý do 2`,
  ].join('\n');

export const unitUnknown = (text: string): string =>
  `Tôi chưa tìm thấy tổ chức đảng “${text}” trong các đơn vị của đồng chí. Gõ lại tên, hoặc xem danh sách bằng /donvi.`;
export const kindUnknown = 'Tôi chưa rõ loại cuộc họp. Đồng chí chọn trong danh sách.';
export const dateUnreadable = 'Tôi chưa đọc được ngày. Ví dụ: 5/8/2026, hôm qua, thứ sáu tuần trước.';
export const dateInFuture = (date: string): string =>
  `Ngày ${formatDate(date)} chưa đến. Chỉ ghi cuộc họp đã diễn ra; đồng chí gõ lại ngày họp.`;
export const timeUnreadable = 'Tôi chưa đọc được giờ. Ví dụ: 14h-15h40, 8 giờ đến 9 giờ 30.';
export const timeOrder = 'Giờ kết thúc phải sau giờ bắt đầu. Ví dụ: 14h-15h40.';
export const nameUnreadable = 'Tôi chưa thấy họ tên. Đồng chí ghi họ tên, chức vụ, hoặc chọn “Bỏ qua”.';
export const isRequired = 'Mục này cần có, không bỏ qua được.';
export const nothingBefore = 'Đây là bước đầu tiên. Gõ “hủy” nếu không muốn ghi nữa.';

export const notGiven = 'chưa ghi';
export const reviewTitle = 'Tôi ghi nhận cuộc họp như sau (chưa lưu):';

export const timeSpan = (startsAt: string | null, endsAt: string | null): string => {
  if (!startsAt) return notGiven;
  return endsAt ? `${startsAt} - ${endsAt}` : `từ ${startsAt}`;
};

export const saved = (unit: string, date: string): string =>
  `Đã lưu cuộc họp ngày ${formatDate(date)} của ${unit}. Biên bản đang ở trạng thái nháp.`;
export const discarded = 'Đã bỏ, không lưu gì.';
export const noDraft = 'Chưa có cuộc họp nháp nào của đồng chí. Gõ /hop để bắt đầu ghi một cuộc họp.';
export const noMeetings = 'Chưa có cuộc họp nào được ghi.';
export const meetingNotFound = 'Tôi không tìm thấy cuộc họp này.';
export const isLocked =
  'Biên bản đang chờ duyệt hoặc đã duyệt và khóa nên không sửa được. Đang chờ duyệt: gõ /docbienban rồi trả về nháp. Đã duyệt: bổ sung bằng /phuluc.';
export const attendanceSaved = (text: string): string => `Đã lưu điểm danh. ${text}.`;
export const agendaSaved = 'Đã thêm nội dung họp.';
export const confirmAttendance = 'Tôi ghi nhận điểm danh (chưa lưu):';
export const confirmAgenda = (titles: readonly string[]): string =>
  ['Tôi thêm vào nội dung họp (chưa lưu):', ...titles.map((title) => `- ${title}`)].join('\n');
/** A conclusion with the deadline that was told behind it. */
export const withDeadline = (text: string, day: string): string =>
  `${text.replace(/[.,;\s]+$/u, '')}, ${/^(?:hạn|trước|đến|han|truoc|den)(?!\p{L})/iu.test(day) ? '' : 'hạn '}${day}`;
export const confirmDecision = 'Tôi ghi nhận kết luận (chưa lưu):';
/** 'Về công tác đảng viên: giao …', a conclusion with its heading. */
export const inSection = (section: string, text: string): string =>
  section === '' ? text : `[${section}] ${text}`;
/** Several conclusions of one paste, told before they are saved. */
export const confirmDecisions = (counts: { conclusions: number; tasks: number }): string =>
  `Tôi đọc được ${counts.conclusions} kết luận, trong đó ${counts.tasks} nhiệm vụ (chưa lưu):`;
export const notConclusions = (lines: readonly string[]): string =>
  `Phần không ghi thành kết luận: ${lines.map((line) => `“${line}”`).join('; ')}.`;
/** How many of the tasks say nobody or no day. */
export const decisionsFlags = (counts: { withoutLead: number; withoutDue: number }): string[] => [
  ...(counts.withoutLead > 0 ? [`Lưu ý: ${counts.withoutLead} nhiệm vụ chưa nêu đơn vị chủ trì.`] : []),
  ...(counts.withoutDue > 0 ? [`Lưu ý: ${counts.withoutDue} nhiệm vụ không ghi thời hạn.`] : []),
];
export const retype =
  'Chưa đúng thì dán lại đoạn đã sửa; muốn sửa từng kết luận thì lưu rồi gõ, ví dụ: /sua kết luận 2 …';
export const tooManyConclusions = (count: number, most: number): string =>
  `Đoạn này có ${count} ý, quá ${most} ý một lần. Đồng chí dán từng phần.`;
export const decisionsSaved = (counts: { conclusions: number; tasks: number }): string =>
  `Đã lưu ${counts.conclusions} kết luận và ${counts.tasks} nhiệm vụ kèm theo.`;
export const decisionSaved = (hasTask: boolean): string =>
  hasTask ? 'Đã lưu kết luận và nhiệm vụ kèm theo.' : 'Đã lưu kết luận.';
export const voteSaved = 'Đã lưu kết quả biểu quyết.';
export const tellAgendaItem =
  'Gõ: /noidung rồi đến nội dung. Ví dụ: /noidung Kiểm điểm việc thực hiện nghị quyết tháng 7';
export const tellDecision =
  'Gõ: /ketluan rồi đến kết luận. Ví dụ: /ketluan giao Văn phòng hoàn thiện báo cáo, hạn 15/8';
export const forMeeting = (unit: string, date: string): string =>
  `Cuộc họp ngày ${formatDate(date)}, ${unit}.`;

export const noLead = 'chưa rõ đơn vị chủ trì';
export const noDue = 'không ghi thời hạn';
export const taskLine = (task: {
  content: string;
  lead: string;
  cooperating: readonly string[];
  dueOn: string | null;
}): string => {
  const cooperating = task.cooperating.length > 0 ? `; phối hợp: ${task.cooperating.join(', ')}` : '';
  return `${task.content} (chủ trì: ${task.lead || noLead}${cooperating}; ${task.dueOn ? `hạn ${formatDate(task.dueOn)}` : noDue})`;
};
export const decisionFlags = (task: { lead: string; dueOn: string | null } | null): string[] => [
  ...(task && task.lead === '' ? ['Lưu ý: kết luận chưa nêu đơn vị chủ trì.'] : []),
  ...(task && task.dueOn === null ? ['Lưu ý: kết luận không ghi thời hạn.'] : []),
];

export const listTitle = 'Các cuộc họp gần đây';
export const listHead = ['Ngày', 'Đơn vị', 'Loại', 'Có mặt', 'Nhiệm vụ', 'Trạng thái'];
export const statusNames: Readonly<Record<string, string>> = {
  planned: 'dự kiến',
  draft: 'nháp',
  waiting: 'chờ chủ trì duyệt',
  approved: 'đã duyệt',
  cancelled: 'đã hủy',
};
export const whichMeeting = 'Đồng chí chọn cuộc họp:';
export const voteTitle = 'Biểu quyết';
export const tasksOfMeeting = 'Nhiệm vụ';
export const decisionsTitle = 'Kết luận';
export const agendaTitle = 'Nội dung';

export const hopExample =
  '/hop chi bộ Văn phòng thường kỳ 5/8/2026 14h-15h40 chủ trì Lê Văn Mẫu, thư ký Trần Thị Ví Dụ';
export const commandHelp = {
  hop: 'ghi một cuộc họp, một dòng hoặc từng bước',
  diemdanh: 'điểm danh cuộc họp đang ghi',
  noidung: 'thêm nội dung họp',
  ketluan: 'thêm kết luận; có đơn vị hoặc thời hạn thì thành nhiệm vụ',
  bieuquyet: 'ghi kết quả biểu quyết (chỉ số lượng)',
  nhiemvu: 'nhiệm vụ: đang làm, quá hạn, đã xong',
  cuochop: 'các cuộc họp đã ghi',
  bienban: 'biên bản .docx',
} as const;
