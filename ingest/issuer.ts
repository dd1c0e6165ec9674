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

/** How bodies are written that a short document may name in capitals only. */
const wellKnown =
  ' của Ban Chấp hành Trung ương, của Ban Chấp hành Đảng bộ, của Bộ Chính trị, của Ban Bí thư, của Ban Thường vụ Tỉnh ủy, ' +
  'của Ban Thường vụ Huyện ủy, của Ban Thường vụ Thành ủy, của Ban Thường vụ Đảng ủy, của Đảng ủy Khối các cơ quan tỉnh, ' +
  'của Đảng bộ, của Tỉnh ủy, của Ủy ban Kiểm tra, của Ban Tổ chức, của Ban Tuyên giáo và Dân vận, của Ban Nội chính, ' +
  'của Văn phòng Trung ương Đảng, của Văn phòng Tỉnh ủy, của Ủy ban nhân dân tỉnh, của Hội đồng nhân dân tỉnh, ' +
  'của Ủy ban nhân dân xã, của Quốc hội, của Ủy ban Thường vụ Quốc hội, của Chính phủ, của Thủ tướng Chính phủ, ' +
  'của Văn phòng Chính phủ, của Bộ Công an, của Bộ Quốc phòng, của Bộ Nội vụ, của Bộ Tài chính, của Sở Nội vụ, ' +
  'của Mặt trận Tổ quốc Việt Nam ';
const placeName =
  /(?<=(?:^|\s)(?:tỉnh|thành phố|huyện|quận|xã|phường|thị xã|thị trấn|[Tt]ỉnh ủy|[Tt]hành ủy|[Hh]uyện ủy|[Tt]hị ủy|[Qq]uận ủy)\s)\p{Ll}+(?:\s\p{Ll}+){0,3}$/u;

function cased(name: string, text: string): string {
  if (!isAllCaps(name)) return name.charAt(0).toUpperCase() + name.slice(1);
  return trueCase(name, text + wellKnown).replace(placeName, (place) =>
    place.replace(/(?<!\p{L})\p{Ll}/gu, (letter) => letter.toUpperCase()),
  );
}

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
