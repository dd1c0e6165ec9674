import { cleanText, fold } from './normalise.ts';

/**
 * What cadres shorten, folded, with every expansion (glossary of the field; ambiguous ones keep all their readings).
 * Expansions are accented: the index folds them, the exact-accent signal uses them.
 */
const abbreviations: Readonly<Record<string, readonly string[]>> = {
  ccq: ['các cơ quan'],
  duk: ['đảng ủy khối'],
  du: ['đảng ủy'],
  dbk: ['đảng bộ khối'],
  cbcs: ['chi bộ cơ sở'],
  tccsd: ['tổ chức cơ sở đảng'],
  dv: ['đảng viên'],
  dvdb: ['đảng viên dự bị'],
  qcut: ['quần chúng ưu tú'],
  bch: ['ban chấp hành'],
  btv: ['ban thường vụ'],
  ubkt: ['ủy ban kiểm tra'],
  uvubkt: ['ủy viên ủy ban kiểm tra'],
  uvbch: ['ủy viên ban chấp hành'],
  uvbtv: ['ủy viên ban thường vụ'],
  uv: ['ủy viên'],
  bt: ['bí thư'],
  pbt: ['phó bí thư'],
  vp: ['văn phòng'],
  tw: ['trung ương'],
  tu: ['tỉnh ủy'],
  hu: ['huyện ủy'],
  ubnd: ['ủy ban nhân dân'],
  hdnd: ['hội đồng nhân dân'],
  mttq: ['mặt trận tổ quốc'],
  dbqh: ['đại biểu quốc hội'],
  dtts: ['dân tộc thiểu số'],
  nq: ['nghị quyết'],
  kl: ['kết luận'],
  qd: ['quyết định', 'quy định'],
  qc: ['quy chế'],
  kh: ['kế hoạch'],
  hd: ['hướng dẫn'],
  bc: ['báo cáo'],
  tb: ['thông báo'],
  ttr: ['tờ trình'],
  ctr: ['chương trình'],
  cv: ['công văn'],
  'd/c': ['đồng chí'],
  'b/c': ['báo cáo'],
  shcb: ['sinh hoạt chi bộ'],
  cntt: ['công nghệ thông tin'],
  cds: ['chuyển đổi số'],
  cbcc: ['cán bộ công chức'],
  stdvdt: ['sổ tay đảng viên điện tử'],
  bn: ['bao nhiêu'],
  ko: ['không'],
  k: ['không'],
  dc: ['được', 'đồng chí'],
  db: ['đảng bộ', 'đại biểu'],
  cb: ['chi bộ', 'cán bộ'],
  tt: ['thường trực', 'thông tư', 'thông tri'],
  ct: ['chủ tịch', 'chỉ thị', 'chương trình'],
};

export interface AbbreviationMention {
  /** Offsets into `cleanText(question)`. */
  from: number;
  to: number;
  expansions: readonly string[];
}

/**
 * Expands what is shortened in a question, in any case and without diacritics. `expanded` has every unambiguous
 * abbreviation replaced and every reading of an ambiguous one in place of it; `alternatives` lists each mention.
 */
export function expandAbbreviations(question: string): {
  expanded: string;
  alternatives: AbbreviationMention[];
} {
  const clean = cleanText(question);
  const folded = fold(clean);
  const alternatives: AbbreviationMention[] = [];
  let expanded = '';
  let at = 0;
  for (const match of folded.matchAll(/[\p{L}\p{N}]+(?:\/c(?![\p{L}\p{N}/-]))?/gu)) {
    const expansions = abbreviations[match[0]];
    const from = match.index;
    const to = from + match[0].length;
    if (expansions === undefined || isInsideSymbol(folded, from, to)) continue;
    alternatives.push({ from, to, expansions });
    expanded += clean.slice(at, from) + expansions.join(' ');
    at = to;
  }
  return { expanded: expanded + clean.slice(at), alternatives };
}

const isInsideSymbol = (folded: string, from: number, to: number): boolean =>
  /[/-]\s*$/u.test(folded.slice(0, from)) || /^\s*[/-]/u.test(folded.slice(to));
