import { fold } from '../../text/normalise.ts';
import { skeleton } from './lookalike.ts';
import { isAllCaps } from '../structure/markers.ts';
import { trueCase } from './true-case.ts';

/*
 * Names of bodies in ordinary case. Letterheads set them in capitals, and capitals do not tell a name from the words
 * around it. Wordings that every office shares are known here (case rules: Nghị định 30/2020/NĐ-CP, phụ lục II; Hướng dẫn
 * 36-HD/VPTW); the rest is looked up in the document's own sentences; what follows the word for a place is a name.
 */

const wordings: readonly string[] = [
  ...[
    'Ban Chấp hành Trung ương Đảng',
    'Ban Chấp hành Trung ương',
    'Ban Chấp hành',
    'Ban Thường vụ',
    'Ban Bí thư',
  ],
  ...['Bộ Chính trị', 'Thường trực', 'Đảng Cộng sản Việt Nam', 'Đảng bộ', 'Đảng ủy', 'Đảng đoàn', 'Đảng'],
  ...['Ban cán sự đảng', 'Tỉnh ủy', 'Thành ủy', 'Huyện ủy', 'Quận ủy', 'Thị ủy', 'Chi bộ', 'Chi ủy'],
  ...['Ủy ban Kiểm tra', 'Ban Tổ chức', 'Ban Tuyên giáo và Dân vận', 'Ban Tuyên giáo', 'Ban Dân vận'],
  ...[
    'Ban Nội chính',
    'Ban Kinh tế',
    'Ban Chính sách, chiến lược',
    'Ban Chỉ đạo',
    'Ban Xây dựng Đảng',
    'Trung ương',
  ],
  ...[
    'Khối các cơ quan và doanh nghiệp',
    'Khối các cơ quan',
    'Khối doanh nghiệp',
    'các cơ quan Đảng',
    'các cơ quan',
  ],
  ...['Văn phòng Trung ương Đảng', 'Văn phòng Chính phủ', 'Văn phòng Quốc hội', 'Văn phòng', 'Đoàn chủ tịch'],
  ...['Đại hội đại biểu', 'Đại hội đảng viên', 'Đại hội', 'lần thứ', 'nhiệm kỳ', 'khóa'],
  ...[
    'Chính phủ',
    'Thủ tướng Chính phủ',
    'Chủ tịch nước',
    'Quốc hội',
    'Ủy ban Thường vụ Quốc hội',
    'Việt Nam',
  ],
  ...[
    'Ủy ban nhân dân',
    'Hội đồng nhân dân',
    'Ủy ban Mặt trận Tổ quốc',
    'Mặt trận Tổ quốc',
    'Chủ tịch',
    'UBND',
    'HĐND',
  ],
  ...[
    'Hội đồng bầu cử',
    'Hội đồng',
    'Đoàn đại biểu Quốc hội',
    'Ủy ban',
    'Tòa án nhân dân',
    'Viện kiểm sát nhân dân',
  ],
  ...[
    'tối cao',
    'Kiểm toán nhà nước',
    'Ngân hàng Nhà nước',
    'Thanh tra Chính phủ',
    'Thanh tra',
    'Bảo hiểm xã hội',
  ],
  ...['Bộ Công an', 'Bộ Quốc phòng', 'Bộ Nội vụ', 'Bộ Tài chính', 'Bộ Tư pháp', 'Bộ Y tế', 'Bộ Xây dựng'],
  ...[
    'Bộ Công Thương',
    'Bộ Ngoại giao',
    'Bộ Giao thông vận tải',
    'Bộ Giáo dục và Đào tạo',
    'Bộ Kế hoạch và Đầu tư',
  ],
  ...['Bộ Khoa học và Công nghệ', 'Bộ Nông nghiệp và Môi trường', 'Bộ Nông nghiệp và Phát triển nông thôn'],
  ...['Bộ Tài nguyên và Môi trường', 'Bộ Thông tin và Truyền thông', 'Bộ Văn hóa, Thể thao và Du lịch'],
  ...['Bộ Lao động - Thương binh và Xã hội', 'Bộ Dân tộc và Tôn giáo', 'Bộ trưởng', 'Bộ', 'Chủ nhiệm'],
  ...['Sở Nội vụ', 'Sở Tài chính', 'Sở Tư pháp', 'Sở Y tế', 'Sở Xây dựng', 'Sở Công Thương', 'Sở Ngoại vụ'],
  ...[
    'Sở Giáo dục và Đào tạo',
    'Sở Kế hoạch và Đầu tư',
    'Sở Khoa học và Công nghệ',
    'Sở Nông nghiệp và Môi trường',
  ],
  ...[
    'Sở Nông nghiệp và Phát triển nông thôn',
    'Sở Tài nguyên và Môi trường',
    'Sở Thông tin và Truyền thông',
  ],
  ...[
    'Sở Văn hóa, Thể thao và Du lịch',
    'Sở Lao động - Thương binh và Xã hội',
    'Sở Giao thông vận tải',
    'Sở',
  ],
  ...['Sở Dân tộc và Tôn giáo', 'Công an', 'Bộ Chỉ huy quân sự', 'Bộ đội Biên phòng', 'Quân ủy', 'Quân sự'],
  ...['Phòng Nội vụ', 'Phòng Giáo dục và Đào tạo', 'Phòng Kinh tế', 'Phòng Văn hóa - Xã hội', 'Phòng'],
  ...[
    'Trung tâm Phục vụ hành chính công',
    'Trung tâm Chính trị',
    'Trung tâm',
    'Chi cục',
    'Tổng cục',
    'Cục',
    'Vụ',
  ],
  ...[
    'Trường Trung học cơ sở',
    'Trường Trung học phổ thông',
    'Trường Tiểu học',
    'Trường Mầm non',
    'Trường Chính trị',
  ],
  ...[
    'Trường Đại học',
    'Trường Cao đẳng',
    'Trường',
    'Học viện',
    'Bệnh viện đa khoa',
    'Bệnh viện',
    'Trạm Y tế',
  ],
  ...[
    'Ban Quản lý dự án',
    'Ban Quản lý',
    'Ban Dân tộc',
    'đầu tư xây dựng',
    'Quỹ',
    'Công ty',
    'Tập đoàn',
    'Tổng công ty',
  ],
  ...[
    'Đoàn Thanh niên Cộng sản Hồ Chí Minh',
    'Tỉnh đoàn',
    'Huyện đoàn',
    'Thành đoàn',
    'Xã đoàn',
    'Ban Thường trực',
  ],
  ...['Hội Nông dân', 'Hội Liên hiệp Phụ nữ', 'Hội Cựu chiến binh', 'Liên đoàn Lao động', 'Công đoàn', 'Hội'],
  ...[
    'tỉnh',
    'thành phố',
    'huyện',
    'quận',
    'thị xã',
    'thị trấn',
    'xã',
    'phường',
    'đặc khu',
    'thôn',
    'bản',
    'ấp',
  ],
  ...[
    'tổ dân phố',
    'khu phố',
    'khu vực',
    'trực thuộc',
    'cơ sở',
    'quân sự',
    'và',
    'các',
    'của',
    'cấp',
    'về',
    'Khối',
  ],
  ...[
    'cơ quan',
    'đơn vị',
    'doanh nghiệp',
    'phòng, chống',
    'thực hiện',
    'công tác',
    'phát triển',
    'chuyển đổi số',
  ],
];
const known = new Map(wordings.map((wording) => [skeleton(wording), wording]));
const longest = 8;

/** Words after which the name of a place follows to the end or to the next known wording. */
const placeWords =
  /(?:^|\s)(?:[Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Xx]ã|[Pp]hường|[Đđ]ặc khu|[Tt]hôn|[Bb]ản|[Ấấ]p|[Tt]ổ dân phố|[Kk]hu phố|Tỉnh ủy|Thành ủy|Huyện ủy|Quận ủy|Thị ủy|Trường Trung học cơ sở|Trường Trung học phổ thông|Trường Tiểu học|Trường Mầm non|Trường Đại học|Tỉnh đoàn|Huyện đoàn|Thành đoàn)$/u;

/**
 * The name of a body as a sentence would write it: 'TỈNH ỦY SƠN HẢI' is 'Tỉnh ủy Sơn Hải'. Known wordings are also set
 * right where recognition has changed their marks ('ỦY BẢN NHÂN DÂN'). `text` is the document's own text.
 */
export function bodyName(printed: string, text: string): string {
  const words = printed
    .replace(/[_`'"|¬ˆ~*]+/gu, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '');
  const isCaps = isAllCaps(printed);
  const parts: string[] = [];
  for (let index = 0; index < words.length;) {
    // Right after the word for a place stands its name, even where that looks like a word: 'xã Bản Phố', 'phường Hội An'.
    const isPlace = placeWords.test(parts.join(' '));
    const wording = knownAt(words, index);
    if (wording && !(isPlace && wording.count === 1)) {
      const isFirst = parts.length === 0;
      parts.push(isFirst ? wording.name.charAt(0).toUpperCase() + wording.name.slice(1) : wording.name);
      index += wording.count;
      continue;
    }
    let to = index + 1;
    while (to < words.length && !endsName(words, to, isPlace)) to += 1;
    const run = words.slice(index, to).join(' ');
    parts.push(isCaps ? nameOf(run, parts.join(' '), text) : run);
    index = to;
  }
  const name = parts.join(' ').replace(/\s+,/gu, ',');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What a name of a place runs up to: a longer wording, or the word for another place. */
function endsName(words: readonly string[], at: number, isPlace: boolean): boolean {
  const wording = knownAt(words, at);
  if (!wording) return false;
  return !isPlace || wording.count > 1 || /^(?:tỉnh|huyện|quận|xã|phường|và|khối|khóa)$/iu.test(wording.name);
}

/** The longest known wording that begins at this word; commas and tone placement do not matter. */
function knownAt(words: readonly string[], index: number): { name: string; count: number } | null {
  for (let count = Math.min(longest, words.length - index); count >= 1; count--) {
    const name = known.get(skeleton(words.slice(index, index + count).join(' ')));
    if (name === undefined) continue;
    // A single syllable is a word for a kind of place only if something follows; 'BẢN' may be the name of a place too.
    if (count === 1 && /^(?:bản|ấp|cấp|về)$/u.test(name) && index === words.length - 1) continue;
    return { name, count };
  }
  return null;
}

function nameOf(run: string, before: string, text: string): string {
  if (run.split(' ').every(isNumeral)) return run;
  const capitalised = run
    .split(' ')
    .map((word) => (isNumeral(word) ? word : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()))
    .join(' ');
  if (placeWords.test(before)) return capitalised;
  // Looked up in what the document says in ordinary case; a run that it never names is taken for ordinary words.
  const cased = trueCase(run, `${text} `);
  const isSeen =
    fold(text).includes(fold(run)) && cased !== cased.charAt(0).toUpperCase() + cased.slice(1).toLowerCase();
  if (isSeen) return cased;
  return run.split(' ').length <= 3 && /(?:Đảng bộ|Đảng ủy|Chi bộ|Hội|Công ty|Trường|Học viện)$/u.test(before)
    ? capitalised
    : cased.charAt(0).toLowerCase() === run.charAt(0).toLowerCase() && before !== ''
      ? cased.charAt(0).toLowerCase() + cased.slice(1)
      : cased;
}

const isNumeral = (word: string): boolean => /\d/u.test(word) || /^[IVXL]+$/u.test(word);
