import { fold, oneLine } from '../text/normalise.ts';
import type { ClosingFacts } from './closing.ts';
import { isAllCaps } from './markers.ts';
import { trueCase } from './true-case.ts';

/** Where the issuing body can be read. */
export interface IssuerEvidence {
  /** Letterhead lines in capitals, widest first. */
  bodies: readonly string[];
  closing: ClosingFacts;
  /** What particulars or the title sentence say. */
  statedIssuer: string | null;
  text: string;
  typeName: string;
  hasLetterhead: boolean;
}

/** Bodies that exist in every organisation and need its name: 'Ban Thường vụ' of what? */
const generic =
  /^(?:BAN THƯỜNG VỤ|BAN CHẤP HÀNH|THƯỜNG TRỰC|ĐẢNG ỦY|ĐẢNG UỶ|CHI ỦY|CHI BỘ|VĂN PHÒNG|BAN TỔ CHỨC|BAN TUYÊN GIÁO(?: VÀ DÂN VẬN)?|BAN DÂN VẬN|BAN NỘI CHÍNH|BAN KINH TẾ|[UỦ]Ỷ? BAN KIỂM TRA|(?:ỦY|UỶ) BAN KIỂM TRA|(?:ỦY|UỶ) BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN|BAN CHỈ ĐẠO)$/u;
/** A second line that only says where. */
const whereOnly =
  /^(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|XÃ|PHƯỜNG|THỊ XÃ|THỊ TRẤN|ĐẶC KHU|KHỐI|CÁC|VÀ)(?!\p{L})/u;

/**
 * The issuing body itself, in ordinary case. The issuer code is not the body (TW covers three), so the authority line
 * ('T/M BAN BÍ THƯ') goes before the letterhead, and the letterhead before what is stated elsewhere.
 */
export function issuerOf(evidence: IssuerEvidence): string | null {
  const own = ownBody(evidence.bodies);
  const behalf = /^T\s*[/.]?\s*M\s*\.?\s*(.+)$/u.exec(evidence.closing.authorityLine ?? '')?.[1];
  const name = behalf === undefined ? own : onBehalf(oneLine(behalf), own, evidence.text);
  if (name !== null) return cased(name, evidence.text);
  if (evidence.statedIssuer !== null) return oneLine(evidence.statedIssuer);
  return null;
}

const cased = (name: string, text: string): string =>
  isAllCaps(name) ? trueCase(name, text) : name.charAt(0).toUpperCase() + name.slice(1);

function ownBody(bodies: readonly string[]): string | null {
  const last = bodies.at(-1);
  const above = bodies.at(-2);
  if (last === undefined) return null;
  if (above === undefined) return last;
  if (whereOnly.test(last)) return `${above} ${last}`;
  return generic.test(last) ? `${last} ${above}` : last;
}

function onBehalf(behalf: string, own: string | null, text: string): string {
  if (!generic.test(behalf)) return behalf;
  if (own !== null) return fold(own).startsWith(fold(behalf)) ? own : `${behalf} ${own}`;
  // No letterhead: the text names it, and its fullest mention says of which organisation.
  const mentions = new RegExp(
    String.raw`${behalf.toLowerCase()}\s+(?:đảng bộ|đảng ủy|đảng uỷ|tỉnh ủy|thành ủy|huyện ủy|trung ương|chi bộ|tỉnh|huyện|xã|phường)[^,.;:()\n]{0,70}?(?=,|\.|;|:|\(|\n|\s+(?:đã|về|họp|khóa|khoá|thống nhất|quyết định|ban hành|nhiệm kỳ|ngày|lần)(?!\p{L}))`,
    'giu',
  );
  const fullest = [...text.matchAll(mentions)].slice(0, 10).map((match) => match[0]);
  return fullest.sort((a, b) => b.length - a.length)[0] ?? behalf;
}
