import { formatDate } from '../text/dates.ts';

/*
 * Words of the task list and of the history of what follows from a meeting.
 */

export const noLead = 'chưa rõ đơn vị chủ trì';
export const noDue = 'không ghi thời hạn';
export const notGiven = 'chưa ghi';

export const buttons = {
  save: 'Lưu',
  discard: 'Bỏ, không lưu',
  skip: 'Bỏ qua',
  done: 'Đã xong',
  reDate: 'Đổi hạn',
  handOver: 'Chuyển người chủ trì',
  cancelTask: 'Hủy nhiệm vụ',
  reopen: 'Mở lại',
  history: 'Lịch sử',
  sheet: 'Tải bảng .xlsx',
  opinion: 'Ghi ý kiến cơ quan',
  directive: 'Ghi chỉ đạo',
  directiveUnknown: 'Đã có chỉ đạo, chưa có nội dung',
  reply: 'Ghi trả lời',
  decline: 'Không được chấp nhận',
  withdraw: 'Rút kiến nghị',
  useSuggestion: 'Dùng câu gợi ý',
  accepted: 'Tiếp thu',
  partly: 'Tiếp thu một phần',
  explained: 'Giải trình, giữ nguyên',
  openDocument: (symbol: string) => `Xem ${symbol}`,
  carried: (count: number) => `Việc còn lại từ cuộc họp trước (${count})`,
} as const;

export const changedByOther =
  'Vừa có người khác sửa mục này, tôi chưa lưu thay đổi của đồng chí. Đồng chí mở lại để xem nội dung mới rồi sửa tiếp.';
export const notFound = 'Tôi không tìm thấy mục này.';
export const discarded = 'Đã bỏ, không lưu gì.';
export const needsMeetingOrUnit =
  'Tôi chưa biết ghi cho đơn vị nào. Đồng chí gõ /hop để ghi cuộc họp trước, hoặc ghi rõ tên tổ chức đảng trong câu.';
export const needsMeeting = 'Mục này gắn với một cuộc họp. Đồng chí gõ /hop để ghi cuộc họp trước.';
export const noMeetingOn = (date: string): string =>
  `Chưa có cuộc họp nào được ghi ngày ${formatDate(date)}. Gõ /cuochop để xem danh sách.`;
export const severalMeetingsOn = (date: string, units: readonly string[]): string =>
  `Ngày ${formatDate(date)} có ${units.length} cuộc họp (${units.join('; ')}). Ghi thêm tên đơn vị sau ngày họp.`;
export const meetingLocked = 'Biên bản cuộc họp này đã duyệt và khóa, không ghi thêm được.';
export const atMeeting = (unit: string, date: string): string =>
  `Cuộc họp ngày ${formatDate(date)}, ${unit}.`;
export const ofUnit = (unit: string): string => `Ghi cho ${unit}, ngoài cuộc họp.`;

/** 'còn 3 ngày', 'quá hạn 5 ngày', 'đã xong'. */
export const taskState = (state: string, dueIn: number | null): string => {
  switch (state) {
    case 'done':
      return 'đã xong';
    case 'cancelled':
      return 'đã hủy';
    case 'overdue':
      return `quá hạn ${-(dueIn ?? 0)} ngày`;
    default:
      if (dueIn === null) return 'đang làm';
      return dueIn === 0 ? 'đến hạn hôm nay' : `còn ${dueIn} ngày`;
  }
};
const kindNames: Readonly<Record<string, string>> = {
  assignment: 'nhiệm vụ',
  commitment: 'cam kết',
  revision: 'chỉnh sửa văn kiện',
};
export const taskKind = (kind: string): string => kindNames[kind] ?? kind;

export const tasks = {
  title: (q: {
    state: string;
    isUndated: boolean;
    due: string;
    basis: readonly string[];
    lead: string;
    who: string;
  }): string => {
    const state =
      { overdue: 'quá hạn', done: 'đã xong', cancelled: 'đã hủy', all: '', open: 'đang làm' }[q.state] ?? '';
    return [
      q.state === 'all' ? 'Tất cả nhiệm vụ' : 'Nhiệm vụ',
      state,
      ...(q.isUndated ? ['không ghi thời hạn'] : []),
      ...(q.due ? [`đến hạn ${q.due}`] : []),
      ...(q.basis.length > 0 ? [`theo ${q.basis.join(', ')}`] : []),
      ...(q.lead ? [`do ${q.lead} chủ trì`] : []),
      ...(q.who ? [`của ${q.who}`] : []),
    ]
      .filter(Boolean)
      .join(' ');
  },
  dueSpan: (from: string, to: string): string =>
    from === '1900-01-01'
      ? `trước hoặc trong ngày ${formatDate(to)}`
      : from === to
        ? `ngày ${formatDate(from)}`
        : `từ ${formatDate(from)} đến ${formatDate(to)}`,
  head: ['Nhiệm vụ', 'Chủ trì', 'Hạn', 'Căn cứ', 'Từ cuộc họp', 'Tình trạng'],
  from: (heldOn: string, unit: string): string => `${formatDate(heldOn)}, ${unit}`,
  none: 'Không có nhiệm vụ nào.',
  noneSuch: (title: string): string =>
    `Không có mục nào: ${title.charAt(0).toLocaleLowerCase('vi')}${title.slice(1)}.`,
  more: (shown: number, total: number): string =>
    `Bảng nêu ${shown} trong ${total} nhiệm vụ. Tải bảng .xlsx để xem đủ, hoặc hỏi hẹp hơn, ví dụ: /nhiemvu quá hạn, /nhiemvu chi bộ Văn phòng, /nhiemvu 34-CT/TU.`,
  count: (total: number): string => `Có ${total} nhiệm vụ.`,
  which: 'Chọn một nhiệm vụ để xem, ghi kết quả, đổi hạn hoặc chuyển người chủ trì:',
  unitUnclear: (who: string): string => `Có mấy đơn vị trùng tên “${who}”, tôi gộp các đơn vị đó.`,
  card: 'Nhiệm vụ',
  fields: {
    content: 'Nội dung',
    kind: 'Loại',
    lead: 'Chủ trì',
    cooperating: 'Phối hợp',
    due: 'Thời hạn',
    basis: 'Căn cứ',
    from: 'Giao tại',
    state: 'Tình trạng',
    result: 'Kết quả',
  },
  done: (content: string, unit: string): string => `Đã ghi nhận hoàn thành: “${content}” (${unit}).`,
  saved: (count: number): string => (count === 1 ? 'Đã lưu nhiệm vụ.' : `Đã lưu ${count} nhiệm vụ.`),
  savedCommitments: (count: number): string => (count === 1 ? 'Đã lưu cam kết.' : `Đã lưu ${count} cam kết.`),
  ask: {
    done: 'Kết quả thực hiện thế nào? Gõ một câu ngắn, hoặc chọn “Bỏ qua” nếu không ghi.',
    reDate: 'Hạn mới là ngày nào? Ví dụ: 20/8, thứ sáu tuần sau. Gõ “không thời hạn” nếu bỏ hạn.',
    handOver: 'Giao cho đơn vị hoặc chức danh nào chủ trì?',
    cancel: 'Vì sao hủy nhiệm vụ này? Ghi căn cứ, ví dụ: theo kết luận cuộc họp ngày 5/8.',
    add: 'Gõ: /nhiemvu giao … Ví dụ: /nhiemvu giao Văn phòng hoàn thiện báo cáo, phối hợp với Ban Tổ chức, hạn 15/8',
    commitment:
      'Gõ: /camket rồi đến nội dung. Ví dụ: /camket giao Ban Thường vụ Đảng ủy rà soát quy chế làm việc (không cần ghi thời hạn).',
  },
  dateUnreadable: 'Tôi chưa đọc được ngày. Ví dụ: 20/8, 20/8/2026, thứ sáu tuần sau, “không thời hạn”.',
  dateBefore: (date: string): string =>
    `Ngày ${formatDate(date)} trước ngày giao nhiệm vụ. Đồng chí gõ lại hạn mới.`,
  echo: {
    add: (count: number): string =>
      count === 1 ? 'Tôi ghi nhận nhiệm vụ (chưa lưu):' : `Tôi ghi nhận ${count} nhiệm vụ (chưa lưu):`,
    commitment: (count: number): string =>
      count === 1 ? 'Tôi ghi nhận cam kết (chưa lưu):' : `Tôi ghi nhận ${count} cam kết (chưa lưu):`,
    done: (content: string, result: string): string =>
      `Ghi nhận hoàn thành (chưa lưu): “${content}”.${result ? ` Kết quả: ${result}.` : ' Không ghi kết quả.'}`,
    reDate: (content: string, from: string | null, to: string | null): string =>
      `Đổi hạn (chưa lưu): “${content}”, từ ${from ? formatDate(from) : noDue} sang ${to ? formatDate(to) : noDue}.`,
    handOver: (content: string, from: string, to: string): string =>
      `Chuyển chủ trì (chưa lưu): “${content}”, từ ${from || noLead} sang ${to}.`,
    cancel: (content: string, why: string): string => `Hủy nhiệm vụ (chưa lưu): “${content}”. Lý do: ${why}.`,
    reopen: (content: string): string => `Mở lại nhiệm vụ (chưa lưu): “${content}”.`,
  },
  reDated: (date: string | null): string =>
    date ? `Đã đổi hạn sang ${formatDate(date)}.` : `Đã đổi thành ${noDue}.`,
  handedOver: (lead: string): string => `Đã chuyển: ${lead} chủ trì.`,
  cancelled: 'Đã hủy nhiệm vụ. Lịch sử vẫn được giữ.',
  reopened: 'Đã mở lại nhiệm vụ.',
  sheetName: 'Nhiệm vụ',
  sheetFile: (day: string): string => `Nhiệm vụ ${day}.xlsx`,
  sheetHead: [
    'TT',
    'Nhiệm vụ',
    'Chủ trì',
    'Phối hợp',
    'Ngày giao',
    'Thời hạn',
    'Căn cứ',
    'Đơn vị',
    'Tình trạng',
    'Kết quả',
  ],
  help: 'nhiệm vụ: quá hạn, của đơn vị, theo văn bản, đến hạn; giao, ghi kết quả, đổi hạn',
  example: '/nhiemvu quá hạn',
  commitmentHelp: 'cam kết, hứa thực hiện của một tập thể, không bắt buộc thời hạn',
} as const;

/** 'Gửi báo cáo (chủ trì: Văn phòng; phối hợp: Ban Tổ chức; hạn 15/8/2026)'. */
export const taskLine = (task: {
  content: string;
  lead: string;
  cooperating: readonly string[];
  dueOn: string | null;
}): string => {
  const cooperating = task.cooperating.length > 0 ? `; phối hợp: ${task.cooperating.join(', ')}` : '';
  return `${task.content} (chủ trì: ${task.lead || noLead}${cooperating}; ${task.dueOn ? `hạn ${formatDate(task.dueOn)}` : noDue})`;
};

/** Where a basis stands: in the store, several times in it, or not yet. */
export const basisText = (
  symbol: string,
  found: readonly { issuedOn: string | null; title: string }[],
): string => {
  if (found.length === 0) return `${symbol} (chưa có trong kho)`;
  const [only] = found;
  if (found.length === 1 && only)
    return `${symbol}${only.issuedOn ? ` ngày ${formatDate(only.issuedOn)}` : ''} (có trong kho)`;
  const days = found.map((one) => (one.issuedOn ? formatDate(one.issuedOn) : 'không rõ ngày')).join('; ');
  return `${symbol} (trong kho có ${found.length} văn bản cùng số: ${days})`;
};

export const history = {
  title: 'Lịch sử',
  head: ['Thời điểm', 'Việc', 'Trước', 'Sau', 'Ghi chú', 'Người ghi'],
  none: 'Chưa có thay đổi nào.',
  byMachine: 'máy của cơ quan',
  kinds: {
    created: 'ghi mới',
    done: 'hoàn thành',
    reopened: 'mở lại',
    're-dated': 'đổi hạn',
    'handed-over': 'chuyển chủ trì',
    cancelled: 'hủy',
    edited: 'sửa',
    opinion: 'ý kiến cơ quan',
    directed: 'chỉ đạo',
    replied: 'trả lời',
    resolved: 'tiếp thu, giải trình',
    issued: 'ban hành',
  } as Readonly<Record<string, string>>,
} as const;
