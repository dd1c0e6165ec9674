import type { DateOnly } from '../../core/clock.ts';
import type { MemoryDocument } from '../../rag/search/retriever-memory.ts';

/*
 * Heads of documents that do not exist, as alike as they can be: small numbers used by every type and issuer, a number
 * given again in the next term with another date, quyết định and quy định under one code, neighbours one number apart.
 */

/** What a mention may say of a document. `code` and `issuer` as printed. */
export interface Head {
  id: string;
  number: string;
  /** The year inside a symbol of State law; null elsewhere. */
  year: number | null;
  /** '' in symbols of the National Assembly, which name no type. */
  code: string;
  typeName: string;
  issuer: string;
  issuerName: string;
  symbol: string;
  symbolKey: string;
  subject: string;
  issuedOn: DateOnly;
}

interface Series {
  code: string;
  typeName: string;
  issuer: string;
  issuerName: string;
  form: 'party' | 'administrative' | 'state' | 'law' | 'letter';
}

const party = (issuer: string, issuerName: string, types: readonly (readonly [string, string])[]): Series[] =>
  types.map(([code, typeName]) => ({ code, typeName, issuer, issuerName, form: 'party' }));

const ordinary = [
  ['NQ', 'Nghị quyết'],
  ['CT', 'Chỉ thị'],
  ['KL', 'Kết luận'],
  ['QĐ', 'Quyết định'],
  ['QC', 'Quy chế'],
  ['KH', 'Kế hoạch'],
  ['HD', 'Hướng dẫn'],
  ['TB', 'Thông báo'],
  ['CTr', 'Chương trình'],
] as const;

const series: readonly Series[] = [
  ...party('TW', 'Bộ Chính trị', ordinary),
  ...party('TW', 'Ban Bí thư', [['QĐ', 'Quy định']]),
  ...party('TU', 'Ban Thường vụ Tỉnh ủy', ordinary),
  ...party('TU', 'Tỉnh ủy', [['QĐ', 'Quy định']]),
  ...party('HU', 'Huyện ủy', ordinary.slice(0, 6)),
  ...party('ĐU', 'Đảng ủy', ordinary.slice(0, 7)),
  ...party('ĐUK', 'Đảng ủy Khối các cơ quan', ordinary.slice(0, 6)),
  ...party('BTCTW', 'Ban Tổ chức Trung ương', ordinary.slice(6, 8)),
  ...party('BTCTU', 'Ban Tổ chức Tỉnh ủy', ordinary.slice(6, 8)),
  ...party('UBKTTW', 'Ủy ban Kiểm tra Trung ương', ordinary.slice(6, 8)),
  {
    code: 'QĐ',
    typeName: 'Quyết định',
    issuer: 'TTg',
    issuerName: 'Thủ tướng Chính phủ',
    form: 'administrative',
  },
  {
    code: 'TB',
    typeName: 'Thông báo',
    issuer: 'VPCP',
    issuerName: 'Văn phòng Chính phủ',
    form: 'administrative',
  },
  {
    code: 'KH',
    typeName: 'Kế hoạch',
    issuer: 'UBND',
    issuerName: 'Ủy ban nhân dân tỉnh',
    form: 'administrative',
  },
  { code: 'NĐ', typeName: 'Nghị định', issuer: 'CP', issuerName: 'Chính phủ', form: 'state' },
  { code: 'TT', typeName: 'Thông tư', issuer: 'BNV', issuerName: 'Bộ Nội vụ', form: 'state' },
  { code: 'NQ', typeName: 'Nghị quyết', issuer: 'HĐND', issuerName: 'Hội đồng nhân dân tỉnh', form: 'state' },
  { code: 'QĐ', typeName: 'Quyết định', issuer: 'UBND', issuerName: 'Ủy ban nhân dân tỉnh', form: 'state' },
  { code: '', typeName: 'Luật', issuer: 'QH15', issuerName: 'Quốc hội', form: 'law' },
  {
    code: 'CV',
    typeName: 'Công văn',
    issuer: 'VPCP-KGVX',
    issuerName: 'Văn phòng Chính phủ',
    form: 'letter',
  },
];

const actions = [
  'tăng cường sự lãnh đạo của Đảng đối với công tác',
  'nâng cao chất lượng',
  'đổi mới phương thức',
  'một số nhiệm vụ trọng tâm về',
  'chấn chỉnh việc',
  'đánh giá kết quả thực hiện',
];
const matters = [
  'sinh hoạt chi bộ ở nông thôn',
  'quản lý, sử dụng tài sản công',
  'bảo vệ rừng đầu nguồn',
  'tiếp công dân tại trụ sở',
  'chuyển đổi số trong cơ quan hành chính',
  'đào tạo nghề cho lao động trẻ',
  'phòng cháy, chữa cháy khu dân cư',
  'kết nạp đảng viên trong trường học',
  'quản lý đất đai ven sông',
  'sắp xếp, tinh gọn bộ máy',
  'xây dựng đời sống văn hóa ở cơ sở',
  'an toàn giao thông đường thủy',
  'bảo tồn nghề dệt truyền thống',
  'thu ngân sách trên địa bàn',
  'kiểm soát dịch bệnh vật nuôi',
  'tổ chức đại hội chi bộ',
  'phát triển hợp tác xã kiểu mới',
  'lưu trữ hồ sơ, tài liệu giấy',
  'hỗ trợ hộ mới thoát nghèo',
  'tuyển quân và giao quân',
];

/** How many numbers a series has; small, so that every number is met in many series. */
const numbersOf: Readonly<Record<Series['form'], number>> = {
  party: 14,
  administrative: 14,
  state: 14,
  law: 8,
  letter: 10,
};

/** Some 500 heads, the same for the same numbers from `random`. */
export function collidingHeads(random: () => number): Head[] {
  const heads: Head[] = [];
  const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const pick = <T>(options: readonly T[]): T => options[Math.floor(random() * options.length)]!;
  const add = (one: Series, number: number, issueYear: number): void => {
    const issuedOn = `${issueYear}-${pad(between(1, 12))}-${pad(between(1, 28))}`;
    const year = one.form === 'state' || one.form === 'law' ? issueYear : null;
    const printed = year === null ? pad(number) : `${pad(number)}/${year}`;
    const symbol =
      one.form === 'party'
        ? `${printed}-${one.code}/${one.issuer}`
        : one.form === 'law' || one.form === 'letter'
          ? `${printed}/${one.issuer}`
          : `${printed}/${one.code}-${one.issuer}`;
    const numbered = year === null ? String(number) : `${number}/${year}`;
    heads.push({
      id: `d${heads.length}`,
      number: String(number),
      year,
      code: one.code,
      typeName: one.typeName,
      issuer: one.issuer,
      issuerName: one.issuerName,
      symbol,
      symbolKey: `${numbered}|${plain(one.code)}|${plain(one.issuer)}`,
      subject: `${pick(actions)} ${pick(matters)}`,
      issuedOn,
    });
  };
  for (const one of series) {
    const from = between(1, 90);
    for (let step = 0; step < numbersOf[one.form]; step++) {
      const number = step < 5 ? step + 1 : step < 9 ? 31 + step : from + step * 7;
      add(one, number, between(2019, 2022));
      // The next term begins to count anew; State law does each year.
      if (random() < 0.3) add(one, number, between(2023, 2025));
    }
    // Numbers of four digits are printed with and without a point.
    if (one.form === 'party' && one.code === 'QĐ') add(one, between(1001, 1999), 2023);
  }
  return unique(heads);
}

/** Two papers of one symbol and one day do not exist; a series that hits on it keeps the first. */
function unique(heads: readonly Head[]): Head[] {
  const seen = new Set<string>();
  return heads.filter((head) => {
    const key = `${head.symbolKey} ${head.typeName} ${head.issuedOn.slice(0, 4)}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** A head as a document whose one passage is its title. */
export function headDocument(head: Head): MemoryDocument {
  const title = `${head.typeName} về ${head.subject}`;
  return {
    summary: {
      id: head.id,
      symbol: head.symbol,
      symbolKey: head.symbolKey,
      typeName: head.typeName,
      issuer: head.issuerName,
      title,
      subject: `về ${head.subject}`,
      issuedOn: head.issuedOn,
      kind: 'signed',
      fileName: `${head.id}.txt`,
      hasPages: false,
    },
    chunks: [
      {
        ordinal: 0,
        sectionOrdinal: null,
        kind: 'paragraph',
        text: `${head.symbol}\n${title}`,
        context: title,
        heading: '',
        locator: '',
        pageFrom: 1,
        pageTo: 1,
        charFrom: 0,
        charTo: title.length + head.symbol.length + 1,
      },
    ],
  };
}

/** A head of a document that was read from a file, or null where it has no symbol of a known form. */
export function realHead(document: MemoryDocument): Head | null {
  const { id, symbol, symbolKey, typeName, issuer, issuedOn, subject, title, kind } = document.summary;
  if (kind !== 'signed' || symbol === null || symbolKey === null || issuedOn === null) return null;
  const [numbered = '', , issuerKey = ''] = symbolKey.split('|');
  const [number = '', year] = numbered.split('/');
  const code = /(?:-|\/|^)([\p{Lu}][\p{L}]{1,4})(?=[/-])/u.exec(symbol.replace(/^[^-/]*/u, ''))?.[1] ?? '';
  const printedIssuer = symbol.slice(symbol.length - issuerKey.length);
  if (!symbol.endsWith(printedIssuer) || plain(printedIssuer) !== issuerKey) return null;
  const isLaw = /^(?:QH|UBTVQH)/u.test(issuerKey);
  return {
    id,
    number,
    year: year === undefined ? null : Number(year),
    code: isLaw ? '' : code,
    typeName,
    issuer: printedIssuer,
    issuerName: issuer ?? '',
    symbol,
    symbolKey,
    subject: (subject ?? title).replace(/^về (?:việc )?/iu, ''),
    issuedOn,
  };
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** Upper-case ASCII as keys have it; written here anew so that a slip in the product's own folding would be seen. */
const plain = (code: string): string => code.toUpperCase().replaceAll('Đ', 'D');
