import type { Scope } from '../../core/viewer.ts';

/** A document of a drawn corpus: its text as a file would bring it, and whom it is meant for. */
export interface DrawnDocument {
  fileName: string;
  text: string;
  symbol: string;
  typeName: string;
  subject: string;
  /** Sentences of its own, to ask about. */
  sentences: readonly string[];
  scope: Scope;
  /** Places in the list of units. */
  units: readonly number[];
}

const types = [
  ['Quyết định', 'QĐ'],
  ['Quy định', 'QĐ'],
  ['Chỉ thị', 'CT'],
  ['Kết luận', 'KL'],
  ['Hướng dẫn', 'HD'],
  ['Kế hoạch', 'KH'],
  ['Thông báo', 'TB'],
] as const;

const subjects = [
  'chế độ sinh hoạt chi bộ',
  'công tác văn thư, lưu trữ',
  'quản lý tài sản công',
  'sử dụng xe ô tô',
  'chế độ công tác phí',
  'tiếp công dân của người đứng đầu',
  'thi đua, khen thưởng',
  'chuyển đổi số trong cơ quan đảng',
  'tổ chức đại hội chi bộ',
  'thu, nộp đảng phí',
  'công tác phát triển đảng viên',
  'học tập nghị quyết',
  'bảo vệ trụ sở cơ quan',
  'quản lý nhà khách',
];
const doers = ['Văn phòng', 'chi ủy', 'thủ trưởng đơn vị', 'bộ phận văn thư', 'ban thường vụ', 'kế toán'];
const deeds = [
  'gửi báo cáo',
  'lập danh sách',
  'nộp hồ sơ',
  'trả lời bằng văn bản',
  'công khai kết quả',
  'bàn giao sổ sách',
  'kiểm tra định kỳ',
  'họp xét duyệt',
];
const matters = [
  'nhà khách',
  'kho lưu trữ',
  'phòng họp trực tuyến',
  'quỹ khuyến học',
  'máy phát điện',
  'bếp ăn tập thể',
  'sổ đảng tịch',
  'xe mười sáu chỗ',
  'con dấu thu nhỏ',
  'thẻ ra vào',
  'máy hủy tài liệu',
  'vườn ươm cây xanh',
  'tủ sách chi bộ',
  'trạm y tế',
];

/** A corpus of `count` short documents that cite, replace and resemble each other, of every circle. */
export function drawDocuments(random: () => number, count: number, unitCount: number): DrawnDocument[] {
  const among = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const number = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const documents: DrawnDocument[] = [];
  for (let at = 0; at < count; at++) {
    const [typeName, code] = among(types);
    // Numbers meet now and then: one symbol then means two documents of different circles.
    const symbol = `${number(1, count)}-${code}/TU`;
    const subject = among(subjects);
    const day = number(1, 28);
    const month = number(1, 12);
    const year = number(2021, 2026);
    const sentences = Array.from({ length: number(2, 6) }, () => {
      const matter = among(matters);
      return among([
        `${among(doers)} phải ${among(deeds)} về ${matter} chậm nhất ${number(2, 30)} ngày làm việc.`,
        `Mức chi cho ${matter} không quá ${number(1, 90)}.000 đồng một người.`,
        `${matter} do ${among(doers)} quản lý và ${among(deeds)} ${among(['hằng tháng', 'hằng quý', 'hằng năm'])}.`,
        `Mỗi ${among(['chi bộ', 'đơn vị', 'phòng'])} được sử dụng ${matter} ${number(1, 9)} lần một tháng.`,
      ]);
    }).map((sentence) => sentence[0]!.toUpperCase() + sentence.slice(1));
    const earlier = documents.length > 0 && random() < 0.4 ? among(documents) : null;
    const relation =
      earlier === null
        ? ''
        : among([
            `${typeName} này thay thế ${earlier.typeName} số ${earlier.symbol}.`,
            `${typeName} này sửa đổi Điều 1 ${earlier.typeName} số ${earlier.symbol}.`,
            `Thực hiện theo ${earlier.typeName} số ${earlier.symbol}.`,
          ]);
    const articles = [...sentences, ...(relation ? [relation] : [])]
      .map((sentence, place) => `Điều ${place + 1}. Nội dung thứ ${place + 1}\n1. ${sentence}`)
      .join('\n');
    const circle = random();
    documents.push({
      fileName: `${at}-${symbol.replaceAll('/', '-')}.txt`,
      text: [
        'TỈNH ỦY SÔNG VÂN\n*',
        `Số ${symbol}`,
        'ĐẢNG CỘNG SẢN VIỆT NAM',
        `Sông Vân, ngày ${day} tháng ${month} năm ${year}`,
        `${typeName.toUpperCase()}\nvề ${subject}`,
        articles,
        'Nơi nhận:\n- Các đảng ủy trực thuộc,\n- Lưu Văn phòng.',
        'T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nLê Văn Mẫu',
      ].join('\n\n'),
      symbol,
      typeName,
      subject,
      sentences,
      scope: circle < 0.4 ? 'public' : circle < 0.6 ? 'internal' : 'units',
      units: circle < 0.6 ? [] : [number(0, unitCount - 1), number(0, unitCount - 1)],
    });
  }
  return documents;
}
