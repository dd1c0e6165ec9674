import { cleanText, fold } from './normalise.ts';
import { findLooseSymbols } from './symbols.ts';

/**
 * What committee offices shorten, folded, with every reading; several readings mean that none may be assumed.
 * Readings are accented: the index folds them, an exact-accent signal can use them.
 */
const readings: Readonly<Record<string, readonly string[]>> = {
  // Organisations and people.
  bch: ['ban chấp hành'],
  bcs: ['ban cán sự'],
  bcd: ['ban chỉ đạo'],
  bdv: ['ban dân vận'],
  bhxh: ['bảo hiểm xã hội'],
  bnc: ['ban nội chính'],
  bt: ['bí thư'],
  btc: ['ban tổ chức'],
  btg: ['ban tuyên giáo'],
  btgdv: ['ban tuyên giáo và dân vận'],
  btv: ['ban thường vụ'],
  cb: ['chi bộ', 'cán bộ'],
  cbcc: ['cán bộ công chức'],
  cbccvc: ['cán bộ công chức viên chức'],
  cbcs: ['chi bộ cơ sở'],
  ccb: ['cựu chiến binh'],
  ccq: ['các cơ quan'],
  'd/c': ['đồng chí'],
  db: ['đảng bộ', 'đại biểu'],
  dbk: ['đảng bộ khối'],
  dbqh: ['đại biểu quốc hội'],
  dtncs: ['đoàn thanh niên cộng sản'],
  dtts: ['dân tộc thiểu số'],
  du: ['đảng ủy'],
  duk: ['đảng ủy khối'],
  duv: ['đảng ủy viên'],
  dv: ['đảng viên'],
  dvdb: ['đảng viên dự bị'],
  hdnd: ['hội đồng nhân dân'],
  hlhpn: ['hội liên hiệp phụ nữ'],
  hu: ['huyện ủy'],
  ldld: ['liên đoàn lao động'],
  lhpn: ['liên hiệp phụ nữ'],
  mttq: ['mặt trận tổ quốc'],
  pbt: ['phó bí thư'],
  pct: ['phó chủ tịch'],
  qcut: ['quần chúng ưu tú'],
  qh: ['quốc hội'],
  tbt: ['tổng bí thư'],
  tccsd: ['tổ chức cơ sở đảng'],
  tcd: ['tổ chức đảng'],
  ttg: ['thủ tướng'],
  tu: ['tỉnh ủy'],
  tuv: ['tỉnh ủy viên'],
  tw: ['trung ương'],
  ubkt: ['ủy ban kiểm tra'],
  ubmttq: ['ủy ban mặt trận tổ quốc'],
  ubnd: ['ủy ban nhân dân'],
  uv: ['ủy viên'],
  uvbch: ['ủy viên ban chấp hành'],
  uvbtv: ['ủy viên ban thường vụ'],
  uvubkt: ['ủy viên ủy ban kiểm tra'],
  vp: ['văn phòng'],
  // Kinds of document.
  bb: ['biên bản'],
  bc: ['báo cáo'],
  'b/c': ['báo cáo'],
  ct: ['chủ tịch', 'chỉ thị', 'chương trình'],
  ctr: ['chương trình'],
  cv: ['công văn'],
  hd: ['hướng dẫn'],
  kh: ['kế hoạch'],
  kl: ['kết luận'],
  nd: ['nghị định', 'nội dung'],
  nq: ['nghị quyết'],
  qc: ['quy chế'],
  qd: ['quyết định', 'quy định'],
  tb: ['thông báo'],
  tt: ['thường trực', 'thông tư', 'thông tri'],
  ttr: ['tờ trình'],
  // Matters.
  cds: ['chuyển đổi số'],
  cntt: ['công nghệ thông tin'],
  ktgs: ['kiểm tra giám sát'],
  nk: ['nhiệm kỳ'],
  shcb: ['sinh hoạt chi bộ'],
  stdvdt: ['sổ tay đảng viên điện tử'],
  // Chat shorthand.
  bn: ['bao nhiêu'],
  dc: ['được', 'đồng chí'],
  k: ['không'],
  ko: ['không'],
  ntn: ['như thế nào'],
};

/** Abbreviations that are also everyday syllables without their diacritics ("từ ngày", "đủ", "du lịch"). */
const syllableLike = new Set(['tu', 'du', 'hu']);

/** After these a small "tu" is the body: "btv tu", "vp du". */
const bodyBefore =
  /(?:^|[^\p{L}\p{N}])(?:bch|btv|ubkt|uvbtv|uvubkt|vp|btc|btg|btgdv|bdv|bnc|bt|pbt|tt|so|cua)\s+$/u;

export interface AbbreviationMention {
  /** Offsets into `cleanText(question)`. */
  from: number;
  to: number;
  /** One reading, or all of an ambiguous one. */
  expansions: readonly string[];
}

/**
 * Expands what is shortened in a question: any case, with or without diacritics ("ĐUK", "duk"), also "6T" and "Q2",
 * never inside a document symbol. `expanded` has each abbreviation replaced by all its readings; `alternatives`
 * lists each mention, so that a caller may keep the written form beside them.
 */
export function expandAbbreviations(question: string): {
  expanded: string;
  alternatives: AbbreviationMention[];
} {
  const clean = cleanText(question);
  const folded = fold(clean);
  const symbols = findLooseSymbols(clean).filter(({ form }) => form !== 'number-only');
  const isShouted = !/\p{Ll}/u.test(clean);
  const alternatives: AbbreviationMention[] = [];
  let expanded = '';
  let at = 0;
  for (const match of folded.matchAll(/[\p{L}\p{N}]+(?:\/c(?![\p{L}\p{N}/-]))?/gu)) {
    const from = match.index;
    const to = from + match[0].length;
    const expansions = readingsOf(match[0], clean.slice(from, to), folded.slice(0, from), isShouted);
    if (expansions === null || symbols.some((s) => from < s.to && s.from < to)) continue;
    alternatives.push({ from, to, expansions });
    expanded += clean.slice(at, from) + expansions.join(' ');
    at = to;
  }
  return { expanded: expanded + clean.slice(at), alternatives };
}

function readingsOf(
  word: string,
  written: string,
  before: string,
  isShouted: boolean,
): readonly string[] | null {
  const months = /^([369])t$/u.exec(word);
  if (months !== null) return [`${months[1]} tháng`];
  const quarter = /^q([1-4])$/u.exec(word);
  if (quarter !== null) return [`quý ${quarter[1]}`];
  if (written.toUpperCase() === 'TƯ') return written === 'tư' ? null : ['trung ương'];
  if (syllableLike.has(word)) {
    const isCode = /^[A-ZĐ]+$/u.test(written) ? !isShouted : /^đu$/u.test(written) || bodyBefore.test(before);
    if (!isCode || !/^[a-zđ]+$/iu.test(written)) return null;
  }
  return Object.hasOwn(readings, word) ? (readings[word] ?? null) : null;
}
