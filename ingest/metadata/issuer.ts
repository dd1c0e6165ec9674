import { fold, oneLine } from '../../text/normalise.ts';
import { bodyName } from './body-names.ts';
import type { ClosingFacts } from './closing.ts';
import { isAlike, skeleton } from './lookalike.ts';

/** Where the issuing body can be read. */
export interface IssuerEvidence {
  /** Letterhead lines in capitals, widest first. */
  bodies: readonly string[];
  closing: ClosingFacts;
  /** What particulars or the title sentence say. */
  statedIssuer: string | null;
  text: string;
  typeName: string;
  /** The subject as printed: a congress is named there. */
  subject: string | null;
  issuerCode: string | null;
  /** The body that the line under the type names ('CỦA BỘ CHÍNH TRỊ'). */
  ofBody: string | null;
  hasLetterhead: boolean;
}

/** Bodies that exist in every organisation and need its name: 'Ban Thường vụ' of what? */
const generic = new Set(
  [
    ...[
      'Ban Thường vụ',
      'Ban Chấp hành',
      'Thường trực',
      'Ban Thường trực',
      'Đảng ủy',
      'Chi ủy',
      'Chi bộ',
      'Văn phòng',
    ],
    ...[
      'Ban Tổ chức',
      'Ban Tuyên giáo',
      'Ban Tuyên giáo và Dân vận',
      'Ban Dân vận',
      'Ban Nội chính',
      'Ban Kinh tế',
    ],
    ...[
      'Ủy ban Kiểm tra',
      'Ủy ban nhân dân',
      'Hội đồng nhân dân',
      'Ban Chỉ đạo',
      'Ban Xây dựng Đảng',
      'Đảng bộ',
    ],
  ].map(skeleton),
);
const isGeneric = (name: string): boolean => generic.has(skeleton(name));
/** A second line that only says where: 'TỈNH SƠN HẢI', but not 'TỈNH ỦY SƠN HẢI'. */
const whereOnly =
  /^(?:tinh|thanh pho|tp\.?|huyen|quan|xa|phuong|thi xa|thi tran|dac khu|khoi|cac|va|thon|ban(?= \p{L}+$))(?!\p{L})(?! (?:uy|doan|hoi)(?!\p{L}))/u;
/** How names of bodies begin; a line that begins otherwise goes on with the one above: 'ĐẦU TƯ XÂY DỰNG HUYỆN …'. */
const bodyStart =
  /^(?:uy ban|ubnd|ubmttq|hoi|hdnd|so|phong|ban|van phong|dang|tinh|huyen|thanh|quan|thi|xa|phuong|chi|cuc|tong|vu|bo|truong|trung|benh vien|cong|tap doan|lien|doan|mat tran|toa an|vien|quoc hoi|chinh phu|thu tuong|chu tich|hoc vien|kiem toan|ngan hang|bao|quy|dai|to|khoi|thuong|kho bac|nha|hop tac xa|bch|btv|bql|su doan|lu doan|quan khu|tram|trai|tap|giam doc|bi thu|uyt|dac khu|tieu ban|thuong)(?!\p{L})/u;
const goesOn = (body: string): boolean => !bodyStart.test(fold(body));

/**
 * The issuing body itself, in ordinary case. The issuer code is not the body (TW covers three), so the authority line
 * ('T/M BAN BÍ THƯ') goes before the letterhead, and the letterhead before what is stated elsewhere. Joint documents
 * have several bodies, joined by '; '.
 */
export function issuerOf(evidence: IssuerEvidence): string | null {
  const { bodies, text, closing } = evidence;
  const joint = jointBodies(evidence);
  if (joint.length > 1) return joint.map((body) => bodyName(body, text)).join('; ');
  const own = ownBody(bodies);
  // Strokes of the signature and the seal are read as signs between the letters.
  const authority = (closing.authorityLine ?? '').replace(/[_|~^*`“”"]+/gu, '');
  const behalf = /^T\s*[/.]?\s*M\s*\.?\s*(.+)$/u.exec(authority)?.[1];
  if (behalf !== undefined && /^(?:doan chu tich|doan thu ky|chu tich doan)/u.test(fold(behalf))) {
    const congress = congressOf(evidence.subject);
    if (congress !== null) return bodyName(congress, text);
  }
  // 'BÁO CÁO CHÍNH TRỊ của Ban Chấp hành Đảng bộ …': the title names the body where nobody signs for one.
  const inTitle =
    closing.authorityLine === null
      ? /^(?:Báo cáo chính trị\s+)?của\s+((?:Ban Chấp hành|Ban Thường vụ|Bộ Chính trị|Ban Bí thư)\s[^,;(]+?)(?=\s+(?:khóa|khoá|trình|nhiệm kỳ|tại|về)(?!\p{L})|$|[,;(])/iu.exec(
          evidence.subject ?? '',
        )?.[1]
      : undefined;
  if (inTitle !== undefined) return bodyName(inTitle, text);
  // 'KẾT LUẬN CỦA BỘ CHÍNH TRỊ' under the Central Committee's head.
  if (behalf === undefined && evidence.ofBody !== null && isAlike(own ?? '', 'BAN CHẤP HÀNH TRUNG ƯƠNG'))
    return bodyName(evidence.ofBody, text);
  const name = behalf === undefined ? own : onBehalf(oneLine(behalf), own, text);
  if (name !== null) return bodyName(name, text);
  return evidence.statedIssuer === null ? null : oneLine(evidence.statedIssuer);
}

/** 'BỘ NỘI VỤ - BỘ TÀI CHÍNH', or one body a line above a joint document. */
function jointBodies({ bodies, typeName, issuerCode }: IssuerEvidence): string[] {
  const isJoint = /liên tịch|phối hợp/iu.test(typeName) || /^LT|LT$/u.test(issuerCode ?? '');
  if (!isJoint) return [];
  const split = bodies.flatMap((body) => body.split(/\s+[-–]\s+(?=\p{Lu})/u));
  return split.length > 1 ? split.filter((body) => !whereOnly.test(fold(body))) : [];
}

/** The congress that a resolution without a number comes from, from its title. */
const congressOf = (subject: string | null): string | null =>
  /(Đại hội\s[^,;(]*?lần thứ\s+[\p{L}\d]+)/iu.exec(subject ?? '')?.[1] ??
  /(Đại hội\s[^,;(]{10,90}?)(?=,|;|\(|$)/iu.exec(subject ?? '')?.[1] ??
  null;

function ownBody(bodies: readonly string[]): string | null {
  const joined: string[] = [];
  for (const body of bodies) {
    const above = joined.at(-1);
    // 'CHỦ TỊCH / ỦY BAN NHÂN DÂN TỈNH …' over a letter: the office and its body.
    const isOffice =
      above !== undefined &&
      /^(?:chu tich|bo truong|giam doc|tong giam doc|bi thu|truong ban)$/u.test(fold(above));
    if (isOffice) joined[joined.length - 1] = `${above} ${body}`;
    else if (above !== undefined && (goesOn(body) || (whereOnly.test(fold(body)) && !isPlaced(above)))) {
      joined[joined.length - 1] = `${above} ${body}`;
    } else joined.push(body);
  }
  const last = joined.at(-1);
  const above = joined.at(-2);
  if (last === undefined) return null;
  return isGeneric(last) && above !== undefined ? `${last} ${ownerOf(last, withoutTie(above))}` : last;
}

/** Boards of the Central Committee are 'Ban Tuyên giáo Trung ương', not '… Ban Chấp hành Trung ương'. */
const ownerOf = (board: string, above: string): string =>
  isAlike(above, 'BAN CHẤP HÀNH TRUNG ƯƠNG') || isAlike(above, 'BAN CHẤP HÀNH TRUNG ƯƠNG ĐẢNG')
    ? isAlike(board, 'VĂN PHÒNG')
      ? 'TRUNG ƯƠNG ĐẢNG'
      : 'TRUNG ƯƠNG'
    : above;

/** True where the body already says where it is. */
const isPlaced = (body: string): boolean =>
  /\s(?:tinh|thanh pho|huyen|quan|xa|phuong|thi xa|thi tran)\s\p{L}/u.test(fold(body));

const withoutTie = (body: string): string => body.replace(/\s*[-–*]+\s*$/u, '');

function onBehalf(behalf: string, own: string | null, text: string): string {
  // 'T/M BAN CHẤP HÀNH' under 'HUYỆN ỦY CẨM THẠCH': committees are chosen by the organisation, whose name follows.
  const committee =
    /^(tỉnh|thành|huyện|quận|thị)\s+[ủu][ỷyỳ]\s+(.+)$|^đảng\s+[ủu][ỷyỳ]\s+((?:xã|phường|thị trấn|đặc khu|tỉnh|huyện)\s.+)$/iu.exec(
      own ?? '',
    );
  if (committee && isAlike(behalf, 'BAN CHẤP HÀNH')) {
    const kind = fold(committee[1] ?? '');
    const place =
      kind === 'thanh' ? 'THÀNH PHỐ' : kind === 'thi' ? 'THỊ XÃ' : (committee[1] ?? '').toUpperCase();
    return `${behalf} ĐẢNG BỘ ${committee[3] ?? `${place} ${committee[2] ?? ''}`}`;
  }
  if (!isGeneric(behalf)) {
    if (own !== null && skeleton(own).startsWith(skeleton(behalf))) return own;
    // 'T/M BAN THƯỜNG VỤ TỈNH ỦY', 'T/M TỈNH ỦY': the letterhead knows which one.
    const names = own === null ? null : skeleton(own);
    const last = skeleton(behalf).split(' ').slice(-2).join(' ');
    if (own !== null && names !== null && names.startsWith(`${last} `)) {
      const upper = behalf.split(/\s+/u).slice(0, -2).join(' ');
      return `${upper} ${own}`.trim();
    }
    return behalf;
  }
  if (own !== null) {
    if (skeleton(own).startsWith(skeleton(behalf))) return own;
    return `${behalf} ${own}`;
  }
  // No letterhead: the text names it, and its fullest mention says of which organisation.
  const mentions = new RegExp(
    String.raw`${behalf.toLowerCase()}\s+(?:đảng bộ|đảng ủy|đảng uỷ|tỉnh ủy|thành ủy|huyện ủy|trung ương|chi bộ|tỉnh|huyện|xã|phường)[^,.;:()\n]{0,70}?(?=,|\.|;|:|\(|\n|\s+(?:đã|về|họp|khóa|khoá|thống nhất|quyết định|ban hành|nhiệm kỳ|ngày|lần|yêu cầu|đề nghị|tổ chức|giao)(?!\p{L}))`,
    'giu',
  );
  const fullest = [...text.matchAll(mentions)].slice(0, 10).map((match) => match[0]);
  return fullest.sort((a, b) => b.length - a.length)[0] ?? behalf;
}
