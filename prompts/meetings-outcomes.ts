import { formatDate } from '../text/dates.ts';

/*
 * Words of proposals, adopted drafts, personnel items, comments on congress papers, congress days and plans.
 */

const statusNames: Readonly<Record<string, string>> = {
  raised: 'chưa trả lời',
  opinion: 'đã có ý kiến của cơ quan tham mưu',
  'directed-unknown': 'đã có chỉ đạo, nội dung chưa có trong kho',
  directed: 'đã có chỉ đạo',
  answered: 'đã trả lời',
  declined: 'không được chấp nhận',
  withdrawn: 'đã rút',
};
export const proposalStatus = (status: string): string => statusNames[status] ?? status;

export const proposals = {
  title: (name: string, who: string, basis: readonly string[]): string => {
    const names: Readonly<Record<string, string>> = {
      open: 'Kiến nghị đang mở',
      unanswered: 'Kiến nghị chưa được trả lời',
      directed: 'Kiến nghị đã có chỉ đạo',
      answered: 'Kiến nghị đã được trả lời',
      declined: 'Kiến nghị không được chấp nhận',
      withdrawn: 'Kiến nghị đã rút',
      all: 'Tất cả kiến nghị',
    };
    return `${names[name] ?? 'Kiến nghị'}${basis.length > 0 ? ` về ${basis.join(', ')}` : ''}${who ? `, ${who}` : ''}`;
  },
  head: ['Kiến nghị', 'Của', 'Gửi', 'Ngày', 'Đã qua', 'Tình trạng'],
  days: (days: number): string => `${days} ngày`,
  none: 'Không có kiến nghị nào như vậy.',
  more: (shown: number, total: number): string =>
    `Bảng nêu ${shown} trong ${total} kiến nghị. Tải bảng .xlsx để xem đủ.`,
  count: (total: number): string => `Có ${total} kiến nghị.`,
  which: 'Chọn một kiến nghị để xem, ghi ý kiến, chỉ đạo hoặc trả lời:',
  card: 'Kiến nghị',
  fields: {
    content: 'Nội dung',
    proposer: 'Nơi kiến nghị',
    addressee: 'Gửi',
    raised: 'Nêu tại',
    status: 'Tình trạng',
    age: 'Đã qua',
    basis: 'Văn bản liên quan',
    opinion: 'Ý kiến của cơ quan tham mưu',
    directive: 'Chỉ đạo',
    reply: 'Trả lời',
    tasks: 'Nhiệm vụ kèm theo',
  },
  signed: (text: string, by: string, on: string | null): string =>
    [
      text || 'nội dung chưa có trong kho',
      ...(by ? [`của ${by}`] : []),
      ...(on ? [`ngày ${formatDate(on)}`] : []),
    ].join(', '),
  ask: {
    add: 'Gõ: /kiennghi thêm … Có thể dán nhiều kiến nghị đánh số. Ví dụ: /kiennghi thêm Đảng ủy xã kiến nghị với Tỉnh ủy: 1. Cho sửa trụ sở. 2. Bố trí kinh phí số hóa.',
    opinion:
      'Ý kiến của cơ quan có thẩm quyền thế nào? Ghi cơ quan trước dấu hai chấm. Ví dụ: Ban Tổ chức Tỉnh ủy: đồng ý, cần bổ sung kinh phí.',
    directive:
      'Nội dung chỉ đạo thế nào? Ghi người hoặc cơ quan chỉ đạo trước dấu hai chấm; có đơn vị và thời hạn thì thành nhiệm vụ. Ví dụ: Bí thư Tỉnh ủy: giao Văn phòng tham mưu, hạn 15/8.',
    reply:
      'Nội dung trả lời thế nào? Ghi nơi trả lời trước dấu hai chấm. Ví dụ: Thường trực Tỉnh ủy: đồng ý chủ trương, theo Công văn số 12-CV/TU ngày 5/8.',
    decline: 'Lý do không được chấp nhận? Ghi nơi trả lời trước dấu hai chấm.',
  },
  echo: {
    add: (count: number): string =>
      count === 1 ? 'Tôi ghi nhận kiến nghị (chưa lưu):' : `Tôi ghi nhận ${count} kiến nghị (chưa lưu):`,
    addHead: ['Kiến nghị', 'Của', 'Gửi', 'Văn bản'],
    missing: 'Còn thiếu nơi kiến nghị hoặc nơi nhận. Gõ “từ …” hoặc “gửi …” để bổ sung, hoặc lưu như vậy.',
    change: (content: string, status: string, what: string): string =>
      `Kiến nghị “${content}” (chưa lưu): ${status}.${what ? ` ${what}` : ''}`,
    bulk: (count: number): string =>
      `Ghi ${count} kiến nghị của cuộc họp là “đã có chỉ đạo, nội dung chưa có trong kho” (chưa lưu).`,
    task: (line: string): string => `Kèm nhiệm vụ: ${line}`,
  },
  saved: (count: number): string => (count === 1 ? 'Đã lưu kiến nghị.' : `Đã lưu ${count} kiến nghị.`),
  changed: (status: string): string => `Đã lưu. Tình trạng: ${status}.`,
  bulkButton: (count: number): string => `Cả ${count} kiến nghị đã có chỉ đạo, chưa có nội dung`,
  noneLeft: 'Không còn kiến nghị nào chưa trả lời ở cuộc họp này.',
  sheetName: 'Kiến nghị',
  sheetFile: (day: string): string => `Kiến nghị ${day}.xlsx`,
  sheetHead: [
    'TT',
    'Kiến nghị',
    'Của',
    'Gửi',
    'Ngày nêu',
    'Đã qua (ngày)',
    'Ý kiến',
    'Chỉ đạo',
    'Trả lời',
    'Tình trạng',
    'Đơn vị',
  ],
  help: 'kiến nghị, đề xuất: thêm, ghi chỉ đạo, trả lời; đang mở, chưa trả lời',
  example: '/kiennghi mở',
} as const;

export const drafts = {
  echo: (count: number): string =>
    count === 1 ? 'Dự thảo được thông qua (chưa lưu):' : `${count} dự thảo được thông qua (chưa lưu):`,
  head: ['Dự thảo', 'Hoàn thiện', 'Ký', 'Hạn'],
  listHead: ['Dự thảo', 'Hoàn thiện', 'Ký', 'Hạn', 'Thông qua tại', 'Ban hành'],
  title: 'Dự thảo đã thông qua',
  ask: 'Gõ: /duthao rồi đến các dự thảo, cách nhau bằng dấu chấm phẩy. Ví dụ: /duthao Báo cáo sơ kết 6 tháng; Báo cáo kiểm tra; giao Văn phòng hoàn thiện, trình Thường trực ký ban hành',
  askIssued: 'Văn bản ban hành có số, ký hiệu nào? Ví dụ: 45-BC/ĐU.',
  symbolUnreadable: 'Tôi chưa đọc được số, ký hiệu. Ví dụ: 45-BC/ĐU.',
  echoIssued: (title: string, symbol: string): string => `Đã ban hành (chưa lưu): “${title}”, số ${symbol}.`,
  saved: (count: number): string => (count === 1 ? 'Đã lưu dự thảo.' : `Đã lưu ${count} dự thảo.`),
  savedIssued: (symbol: string): string => `Đã ghi: ban hành theo số ${symbol}.`,
  notIssued: 'chưa ban hành',
  none: 'Chưa có dự thảo nào được ghi.',
  which: 'Dự thảo nào đã ban hành?',
  help: 'dự thảo được thông qua: ai hoàn thiện, ai ký, đã ban hành chưa',
} as const;

export const personnel = {
  ask: 'Gõ: /nhansu rồi đến nội dung, chỉ ghi chức danh. Ví dụ: /nhansu Thống nhất trình Ban Thường vụ Tỉnh ủy cho một Ủy viên Ban Thường vụ Đảng ủy thôi tham gia Ban Chấp hành',
  nameFound:
    'Mục công tác cán bộ ở đây chỉ ghi chức danh, không ghi họ tên và lý do riêng; văn bản gốc vẫn giữ đủ. Đồng chí bỏ họ tên, lý do rồi gõ lại giúp tôi, hoặc dùng câu gợi ý:',
  suggestion: (text: string): string => `Gợi ý: “${text}”`,
  echo: (content: string): string => `Công tác cán bộ (chưa lưu): “${content}”.`,
  saved: 'Đã lưu mục công tác cán bộ, chỉ có chức danh.',
  title: 'Công tác cán bộ',
  none: 'Cuộc họp này chưa ghi mục công tác cán bộ nào.',
  help: 'công tác cán bộ của cuộc họp, chỉ ghi chức danh',
} as const;

const commentStatusNames: Readonly<Record<string, string>> = {
  open: 'chưa tiếp thu, giải trình',
  accepted: 'tiếp thu',
  partly: 'tiếp thu một phần',
  explained: 'giải trình, giữ nguyên',
};
export const commentStatus = (status: string): string => commentStatusNames[status] ?? status;

export const comments = {
  title: 'Bảng tiếp thu, giải trình ý kiến góp ý văn kiện',
  head: ['Phần', 'Ý kiến góp ý', 'Của', 'Tiếp thu, giải trình', 'Tình trạng'],
  whole: 'Chung',
  ask: 'Gõ: /tiepthu thêm … Ví dụ: /tiepthu thêm Ý kiến của Ban Thường vụ Tỉnh ủy: phần Chỉ tiêu: bổ sung từ ngữ cho chặt chẽ; phần Nhiệm vụ: bám Quy định số 603',
  askResolution: (status: string): string => `Nội dung ${status} thế nào? Gõ một hai câu.`,
  nameFound:
    'Bảng này ghi cơ quan góp ý, không ghi họ tên người góp ý. Đồng chí thay họ tên bằng tên cơ quan rồi gõ lại.',
  echo: (count: number): string =>
    count === 1 ? 'Ý kiến góp ý (chưa lưu):' : `${count} ý kiến góp ý (chưa lưu):`,
  echoHead: ['Phần', 'Ý kiến', 'Của'],
  echoResolution: (content: string, status: string, text: string): string =>
    `Ý kiến “${content}” (chưa lưu): ${status}. ${text}`,
  saved: (count: number): string => (count === 1 ? 'Đã lưu ý kiến góp ý.' : `Đã lưu ${count} ý kiến góp ý.`),
  savedResolution: (status: string): string => `Đã lưu: ${status}.`,
  none: 'Chưa có ý kiến góp ý văn kiện nào được ghi.',
  which: 'Chọn ý kiến để ghi tiếp thu hoặc giải trình:',
  progress: (resolved: number, total: number): string =>
    `Đã tiếp thu, giải trình ${resolved} trên ${total} ý kiến.`,
  choose: 'Ý kiến này được xử lý thế nào?',
  sheetFile: (day: string): string => `Tiếp thu, giải trình ${day}.xlsx`,
  sheetName: 'Tiếp thu, giải trình',
  help: 'ý kiến góp ý văn kiện đại hội và việc tiếp thu, giải trình',
} as const;

export const congress = {
  ask: 'Gõ: /daihoi rồi đến tổ chức đảng, lần thứ, nhiệm kỳ và ngày. Ví dụ: /daihoi Đảng bộ xã Vân Hạ lần thứ XX, nhiệm kỳ 2025-2030, ngày 22 và 23/7/2025',
  unitUnknown: (text: string): string =>
    `Tôi chưa tìm thấy tổ chức đảng “${text}” trong các đơn vị của đồng chí.`,
  unitAmbiguous: (names: readonly string[]): string =>
    `Có mấy đơn vị khớp tên: ${names.join('; ')}. Đồng chí ghi rõ hơn.`,
  days: (from: string, to: string): string =>
    from === to ? `ngày ${formatDate(from)}` : `từ ${formatDate(from)} đến ${formatDate(to)}`,
  echo: (unit: string, name: string, term: string, days: string): string =>
    `Lịch đại hội (chưa lưu): Đại hội ${unit}${name ? ` ${name}` : ''}${term ? `, nhiệm kỳ ${term}` : ''}, ${days}.`,
  saved: 'Đã lưu lịch đại hội.',
  help: 'lịch đại hội: ngày được thống nhất, duyệt đại hội, đại hội',
} as const;

export const plans = {
  ask: 'Gõ: /kehoach rồi đến số chỉ thị, nghị quyết. Ví dụ: /kehoach 34-CT/TU. Ghi thêm: /kehoach thêm Đảng ủy xã Vân Hạ: 12-KH/ĐU ngày 26/4/2026 thực hiện 34-CT/TU',
  askAdd:
    'Gõ đủ đơn vị, số kế hoạch và số văn bản được thực hiện. Ví dụ: /kehoach thêm Đảng ủy xã Vân Hạ: 12-KH/ĐU ngày 26/4/2026 thực hiện 34-CT/TU',
  echo: (unit: string, plan: string, day: string | null, directive: string): string =>
    `Kế hoạch thực hiện (chưa lưu): ${unit}, số ${plan}${day ? ` ngày ${formatDate(day)}` : ''}, thực hiện ${directive}.`,
  saved: 'Đã lưu kế hoạch.',
  help: 'đơn vị nào đã có kế hoạch thực hiện một chỉ thị, nghị quyết',
  example: '/kehoach 34-CT/TU',
} as const;

export const carried = {
  title: (unit: string): string => `Việc còn lại của ${unit} từ các cuộc họp trước`,
  head: ['Việc', 'Chủ trì, nơi nhận', 'Hạn', 'Từ cuộc họp', 'Tình trạng'],
  kinds: { task: 'Nhiệm vụ', proposal: 'Kiến nghị', draft: 'Dự thảo' },
  summary: (unit: string, count: number, first: readonly string[]): string =>
    [
      `${unit} còn ${count} việc từ các cuộc họp trước:`,
      ...first.map((line) => `- ${line}`),
      ...(count > first.length ? [`- và ${count - first.length} việc nữa.`] : []),
      'Sau khi lưu cuộc họp, chọn “Việc còn lại” hoặc gõ /vieccon để ghi nhận việc đã xong.',
    ].join('\n'),
  none: 'Không còn việc nào từ các cuộc họp trước.',
  help: 'việc còn lại của đơn vị từ các cuộc họp trước, ghi nhận xong tại cuộc họp này',
  more: (count: number): string => `Còn ${count} việc nữa; gõ /nhiemvu hoặc /kiennghi để xem đủ.`,
  which: 'Việc nào đã xong, ghi nhận luôn tại cuộc họp này:',
  tickedIn: (date: string): string => `tại cuộc họp ngày ${formatDate(date)}`,
} as const;
