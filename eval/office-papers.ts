import { randomFrom } from './ingest/ingest-noise.ts';

/*
 * Papers of a fictional province, as many as wanted and always the same ones: seven templates as offices use them, one to
 * a dozen pages, with names, amounts and dates of their own, and with sentences that implement, amend and replace earlier
 * papers of the series. Papers of one template share most of their words, as real ones do.
 */

export interface Paper {
  name: string;
  text: string;
  symbol: string;
  /** 'YYYY-MM-DD'. */
  issuedOn: string;
}

const units = [
  'Đông Khê',
  'Tân Lập',
  'Phú Hải',
  'An Sơn',
  'Bình Nguyên',
  'Thạch Bàn',
  'Vĩnh Thủy',
  'Yên Trạch',
];
const people = [
  'Lê Văn Mẫu',
  'Trần Thị Ví Dụ',
  'Phạm Quốc Thử',
  'Ngô Thị Mẫn',
  'Đỗ Minh Khảo',
  'Vũ Hà Nghiệm',
];
const fields = [
  'chuyển đổi số trong các cơ quan đảng',
  'kết nạp đảng viên là học sinh, sinh viên',
  'kiểm tra, giám sát chuyên đề',
  'sắp xếp tổ chức bộ máy cấp xã',
  'quản lý tài chính, tài sản của Đảng',
  'đào tạo, bồi dưỡng lý luận chính trị',
  'tiếp công dân và giải quyết đơn thư',
  'xây dựng nông thôn mới nâng cao',
  'phòng, chống thiên tai và tìm kiếm cứu nạn',
  'số hóa hồ sơ, tài liệu lưu trữ',
];
const actions = [
  'lập danh sách và phân công cán bộ phụ trách từng việc',
  'báo cáo kết quả về Văn phòng Tỉnh ủy qua hệ thống thông tin điều hành',
  'rà soát quy chế làm việc, sửa những chỗ không còn phù hợp',
  'bố trí kinh phí trong dự toán được giao và quyết toán theo quy định',
  'kiểm tra việc thực hiện ít nhất hai lần trong năm',
  'tổ chức hội nghị quán triệt đến từng chi bộ trực thuộc',
  'phối hợp với Mặt trận Tổ quốc và các đoàn thể cùng cấp',
  'công khai kết quả tại trụ sở và trên trang thông tin của địa phương',
  'đánh giá, xếp loại tập thể, cá nhân gắn với kết quả thực hiện',
  'kịp thời biểu dương nơi làm tốt, nhắc nhở nơi làm chậm',
];

interface Template {
  type: string;
  code: string;
  head(paper: Facts): string[];
  body(paper: Facts): string[];
  signer: string;
}

interface Facts {
  number: number;
  year: number;
  day: string;
  unit: string;
  field: string;
  earlier: string;
  pick<T>(options: readonly T[]): T;
  count(least: number, most: number): number;
  clauses: number;
}

const clause = (facts: Facts, number: number): string =>
  `${number}. Đảng ủy xã ${facts.pick(units)} ${facts.pick(actions)}; giao đồng chí ${facts.pick(people)} theo dõi, ` +
  `hoàn thành trước ngày ${facts.count(1, 28)}/${facts.count(1, 12)}/${facts.year + 1}, kinh phí ${facts.count(12, 980)} triệu đồng. ` +
  `Trường hợp khó khăn, vướng mắc thì ${facts.pick(actions)}.`;
const clauses = (facts: Facts): string[] =>
  Array.from({ length: facts.clauses }, (_, i) => clause(facts, i + 1));
const partyHead = (facts: Facts): string[] => [
  `TỈNH ỦY SÔNG VÂN`,
  '*',
  facts.unit === '' ? '' : `ĐẢNG ỦY XÃ ${facts.unit.toUpperCase()}`,
];

const templates: readonly Template[] = [
  {
    type: 'KẾ HOẠCH',
    code: 'KH/TU',
    head: partyHead,
    body: (f) => [
      `Thực hiện Chỉ thị số ${f.earlier}-CT/TU của Ban Thường vụ Tỉnh ủy, Tỉnh ủy ban hành kế hoạch như sau:`,
      'I- MỤC ĐÍCH, YÊU CẦU',
      `Nâng cao hiệu quả công tác ${f.field} tại xã ${f.unit}; phấn đấu đạt ${f.count(60, 99)}% chỉ tiêu năm ${f.year}.`,
      'II- NHIỆM VỤ, GIẢI PHÁP',
      ...clauses(f),
      'III- TỔ CHỨC THỰC HIỆN',
      'Văn phòng Tỉnh ủy theo dõi, đôn đốc việc thực hiện kế hoạch này.',
    ],
    signer: 'T/M BAN THƯỜNG VỤ',
  },
  {
    type: 'CHỈ THỊ',
    code: 'CT/TU',
    head: partyHead,
    body: (f) => [
      `Thời gian qua, công tác ${f.field} có chuyển biến, song còn ${f.count(3, 40)} đơn vị chậm. Ban Thường vụ Tỉnh ủy yêu cầu:`,
      ...clauses(f),
      `Chỉ thị này thay thế Chỉ thị số ${f.earlier}-CT/TU của Ban Thường vụ Tỉnh ủy.`,
    ],
    signer: 'T/M BAN THƯỜNG VỤ',
  },
  {
    type: 'QUYẾT ĐỊNH',
    code: 'QĐ/TU',
    head: partyHead,
    body: (f) => [
      'Căn cứ Điều lệ Đảng;',
      `Căn cứ Nghị quyết số ${f.earlier}-NQ/TU của Tỉnh ủy;`,
      'BAN THƯỜNG VỤ TỈNH ỦY QUYẾT ĐỊNH',
      ...Array.from({ length: Math.max(3, f.clauses) }, (_, i) => `Điều ${i + 1}. ${clause(f, 1).slice(3)}`),
      `Điều ${Math.max(3, f.clauses) + 1}. Quyết định này có hiệu lực từ ngày ký và sửa đổi, bổ sung Quyết định số ${f.earlier}-QĐ/TU.`,
    ],
    signer: 'T/M BAN THƯỜNG VỤ',
  },
  {
    type: 'BÁO CÁO',
    code: 'BC/TU',
    head: partyHead,
    body: (f) => [
      `Năm ${f.year}, toàn đảng bộ xã ${f.unit} có ${f.count(12, 60)} chi bộ, ${f.count(200, 1900)} đảng viên; kết nạp ${f.count(5, 70)} đảng viên mới.`,
      'I- KẾT QUẢ',
      ...clauses(f),
      'II- PHƯƠNG HƯỚNG',
      `Tiếp tục thực hiện Kế hoạch số ${f.earlier}-KH/TU của Tỉnh ủy.`,
    ],
    signer: 'T/M BAN THƯỜNG VỤ',
  },
  {
    type: 'THÔNG BÁO',
    code: 'TB/TU',
    head: partyHead,
    body: (f) => [
      `Ngày ${f.count(1, 28)}/${f.count(1, 12)}/${f.year}, đồng chí ${f.pick(people)} đã làm việc với xã ${f.unit} về ${f.field} và kết luận:`,
      ...clauses(f),
    ],
    signer: 'T/L BAN THƯỜNG VỤ',
  },
  {
    type: 'NGHỊ QUYẾT',
    code: 'NQ/TU',
    head: partyHead,
    body: (f) => [
      'I- TÌNH HÌNH',
      `Công tác ${f.field} của tỉnh đạt ${f.count(40, 90)}% so với mục tiêu đề ra.`,
      'II- MỤC TIÊU',
      `Đến năm ${f.year + 4} có ${f.count(50, 100)}% xã hoàn thành.`,
      'III- NHIỆM VỤ',
      ...clauses(f),
    ],
    signer: 'T/M TỈNH ỦY',
  },
  {
    type: 'HƯỚNG DẪN',
    code: 'HD/TU',
    head: partyHead,
    body: (f) => [
      `Để thực hiện Nghị quyết số ${f.earlier}-NQ/TU của Tỉnh ủy, Ban Thường vụ Tỉnh ủy hướng dẫn như sau:`,
      ...clauses(f),
    ],
    signer: 'T/M BAN THƯỜNG VỤ',
  },
];

const two = (value: number): string => String(value).padStart(2, '0');

/** Paper number `index` of the series; the same one every time. Two of three have one page, one of fifty about twelve. */
export function paper(index: number): Paper {
  const random = randomFrom(index * 7919 + 17);
  const count = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const pick = <T>(options: readonly T[]): T => options[count(0, options.length - 1)] as T;
  const template = templates[index % templates.length] as Template;
  const number = Math.floor(index / templates.length) + 1;
  const year = 2005 + (number % 20);
  const month = count(1, 12);
  const day = count(1, 28);
  const size = random();
  const facts: Facts = {
    number,
    year,
    day: two(day),
    unit: pick(units),
    field: pick(fields),
    earlier: two(Math.max(1, number - count(1, 40))),
    pick,
    count,
    clauses: size < 0.66 ? count(3, 8) : size < 0.98 ? count(9, 30) : count(60, 110),
  };
  const symbol = `${two(number)}-${template.code}`;
  const lines = [
    ...template.head(facts),
    `Số ${symbol}`,
    '',
    'ĐẢNG CỘNG SẢN VIỆT NAM',
    '',
    `Sông Vân, ngày ${two(day)} tháng ${two(month)} năm ${year}`,
    '',
    template.type,
    `về ${facts.field} tại xã ${facts.unit} năm ${year}`,
    '',
    ...template.body(facts).flatMap((line) => [line, '']),
    'Nơi nhận:',
    '- Các đảng ủy trực thuộc Tỉnh ủy,',
    `- Đảng ủy xã ${facts.unit},`,
    '- Lưu Văn phòng Tỉnh ủy.',
    '',
    template.signer,
    '',
    pick(people),
  ];
  return {
    name: `${two(number)}-${template.code.replace('/', '-')}-${index}.txt`,
    text: `${lines.join('\n')}\n`,
    symbol,
    issuedOn: `${year}-${two(month)}-${two(day)}`,
  };
}
