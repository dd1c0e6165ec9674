import { inSection } from '../../prompts/meetings.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { assignmentAt, isBody } from './parse-decision.ts';

/*
 * Conclusions as they are pasted: sections with headings, numbered points, dashes under them, several tasks in one point.
 * Each point becomes a conclusion of its own, in its own words; a heading stays with the points under it, and who is told
 * 'làm các việc sau:' is named with each of the things. What is no conclusion is given back, so that nothing goes unseen.
 */

/** One conclusion with the heading that it stands under; '' for none. */
export interface PastedConclusion {
  section: string;
  text: string;
}

/** What a paste holds. */
export interface PastedConclusions {
  conclusions: PastedConclusion[];
  /** Lines that were not taken: the words before the first point, who signs, who gets it. */
  leftOut: string[];
}

/** A line by its marker; a smaller `level` stands above a greater one. */
interface Point {
  level: number;
  text: string;
  isShouted: boolean;
}

const markers: readonly (readonly [number, RegExp])[] = [
  [1, /^(?:phần|phan|mục|muc)\s+(?:[ivx]{1,5}|\d{1,2})\s*[.:)/-]?\s+/iu],
  [1, /^[IVX]{1,5}\s*[.)/:-]+\s*/u],
  [3, /^\(?\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\s*[.)/:-]?\s+/u],
  [2, /^\(?\d{1,2}\s*(?:[.)/:]+|-(?=\s))\s*(?!\d)/u],
  [2, /^(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+là\s*[,:]?\s+/iu],
  [2, /^thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)\s*[,:]\s*/iu],
  [4, /^\(?[a-hđ]\s*[.)]\s*/u],
  [5, /^[-–—•*]\s*/u],
  [6, /^[+○▪]\s*/u],
];
/** A line without a marker. */
const plain = 7;

const title =
  /^(?:ket luan|thong bao|bien ban|phan ket luan|ket luan, giao nhiem vu|phan cong nhiem vu)(?: (?:cua|tai|hoi nghi|cuoc hop|buoi hop).*)?[:.]?$/u;
const tail =
  /^(?:noi nhan|t\/m|tm\.?|k\/t|t\/l|luu|luu vp|chu tri|chu toa|thu ky|nguoi ghi|bi thu|pho bi thu|pho chanh van phong|chanh van phong|(?:hoi nghi|cuoc hop|buoi hop|buoi sinh hoat|buoi lam viec) (?:ket thuc|be mac))(?![\p{L}])/u;
/** 'Bí thư chỉ đạo chung': an officer does something, and signs nothing. */
const officerActs =
  /^(?:Chủ trì|Chủ tọa|Thư ký|Phó Bí thư|Phó bí thư|Bí thư|Chánh Văn phòng|Chánh văn phòng)\s+(?!(?:chi|đảng|tỉnh|thành|huyện|xã|phường|đoàn|cấp|ban|hội|cuộc|buổi|kỳ|phiên)(?!\p{L}))\p{Ll}/u;

/** Reads a paste. One point alone, or none, gives one conclusion or none. Pure. */
export function readConclusions(text: string): PastedConclusions {
  const points = pointsOf(text);
  const conclusions: PastedConclusion[] = [];
  const leftOut: string[] = [];
  // Headings and people told to do several things, above the point that is looked at.
  let above: { level: number; text: string; isCarrier: boolean }[] = [];
  let isOver = false;
  points.forEach((point, i) => {
    const folded = fold(point.text);
    isOver ||= tail.test(folded) && !officerActs.test(point.text) && point.level === plain && i > 0;
    if (isOver || title.test(folded)) {
      if (isOver) leftOut.push(point.text);
      return;
    }
    above = above.filter(({ level }) => level < point.level);
    const next = points[i + 1];
    const hasBelow = next !== undefined && next.level > point.level && !tail.test(fold(next.text));
    if (hasBelow && isCarrier(point)) {
      above.push({ level: point.level, text: point.text.replace(/\s*:$/u, ''), isCarrier: true });
      return;
    }
    if (hasBelow && isHeading(point)) {
      above.push({ level: point.level, text: point.text.replace(/\s*[:.]$/u, ''), isCarrier: false });
      return;
    }
    // 'Đồng chí chủ trì kết luận như sau:' before anything.
    if (point.level === plain && /:$/u.test(point.text)) {
      leftOut.push(point.text);
      return;
    }
    const section = above
      .filter((one) => !one.isCarrier)
      .map((one) => one.text)
      .join(': ');
    const carrier = above.findLast((one) => one.isCarrier);
    for (const part of assignmentsOf(point.text))
      conclusions.push({ section, text: carrier ? carried(carrier.text, part) : part });
  });
  return { conclusions, leftOut };
}

/** A conclusion as the guided dialogue keeps it, its heading in brackets. */
export const conclusionLine = ({ section, text }: PastedConclusion): string => inSection(section, text);

/** Reads what `conclusionLine` wrote; any other line is a conclusion under no heading. */
export function readConclusionLine(line: string): PastedConclusion {
  const [, section = '', text = line] = /^\[([^[\]]{2,300})\]\s+(.+)$/su.exec(line.trim()) ?? [];
  return { section, text };
}

/** Whether a text has more than one point. */
export const isPaste = (text: string): boolean => {
  const { conclusions } = readConclusions(text);
  return conclusions.length > 1 || (conclusions[0]?.section ?? '') !== '';
};

function pointsOf(text: string): Point[] {
  const points: Point[] = [];
  for (const raw of broken(cleanText(text)).split('\n')) {
    const line = oneLine(raw);
    if (line === '' || !/[\p{L}\p{N}]/u.test(line)) continue;
    const [level, marker] = markers.find(([, pattern]) => pattern.test(line)) ?? [plain, null];
    const words = marker ? line.replace(marker, '') : line;
    const before = points.at(-1);
    // A line that a mail has broken goes on in small letters behind one that has not ended.
    if (marker === null && before && /^\p{Ll}/u.test(words) && !/[.;:!?]$/u.test(before.text)) {
      before.text = `${before.text} ${words}`;
      continue;
    }
    if (words !== '') points.push({ level, text: words, isShouted: isShouted(words) });
  }
  return points;
}

/** '1. … 2. … 3. …' in one line, as a phone pastes it. */
function broken(text: string): string {
  if (text.trim().includes('\n')) return text;
  const starts = [...text.matchAll(/(?<=^|[.;:,]\s|\s)(\d{1,2})[.)]\s+(?=\p{L})/gu)];
  const isCounted = starts.length > 1 && starts.every((match, i) => Number(match[1]) === i + 1);
  const numbered = isCounted ? text.replace(/(?<=[.;:,]\s|\s)(?=\d{1,2}[.)]\s+\p{L})/gu, '\n') : text;
  return numbered.replace(/(?<=[.;:]\s)(?=[IVX]{1,4}[.-]\s+\p{Lu})/gu, '\n');
}

const isShouted = (words: string): boolean =>
  words === words.toLocaleUpperCase('vi') && /\p{L}{2}/u.test(words);

/** A heading: in capitals, or short without an end; what somebody is told to do is none. */
const isHeading = ({ text, level, isShouted: isLoud }: Point): boolean =>
  isLoud ||
  /:$/u.test(text) ||
  (text.length <= 160 && !/[.;]$/u.test(text) && level < plain && assignmentAt(text) === null) ||
  (level === 1 && text.length <= 160 && assignmentAt(text) === null);

/** 'Giao Văn phòng:', 'Ban Tổ chức chủ trì thực hiện các nội dung:', 'Chi ủy:' before a list. */
const isCarrier = ({ text }: Point): boolean =>
  /:$/u.test(text) &&
  text.length <= 160 &&
  (assignmentAt(text) !== null || isBody(text.replace(/\s*:$/u, '')));

/** The words of who is told, with one of the things. */
function carried(who: string, what: string): string {
  const bare = who.replace(
    /[\s,]*(?:thực hiện|triển khai|tập trung|làm|chủ trì thực hiện)?\s*(?:tốt\s+)?(?:các|một số|những)?\s*(?:nhiệm vụ|nội dung|công việc|việc)?\s*(?:trọng tâm|cụ thể)?\s*(?:sau đây|sau|như sau)$/iu,
    '',
  );
  const isGiven = assignmentAt(bare) === 0;
  const small =
    /^\p{Lu}\p{Ll}/u.test(what) && !isBody(what)
      ? what.charAt(0).toLocaleLowerCase('vi') + what.slice(1)
      : what;
  return isGiven ? `${bare} ${small}` : `${bare}: ${small}`;
}

/**
 * 'Giao A làm x, hạn 1/8; giao B làm y.' are two, and so are 'giao A làm x và giao B làm y'; a sentence that gives nobody
 * anything stays with the one before.
 */
function assignmentsOf(text: string): string[] {
  const parts: string[] = [];
  let [joint, from] = ['', 0];
  for (const { index, 0: cut } of [...text.matchAll(between), { index: text.length, 0: '' }]) {
    const piece = text.slice(from, index);
    const isOwn = assignmentAt(piece) === 0 && parts.some((part) => assignmentAt(part) !== null);
    if (parts.length === 0 || isOwn) parts.push(piece);
    else parts[parts.length - 1] = `${parts.at(-1) ?? ''}${joint}${piece}`;
    [joint, from] = [cut, index + cut.length];
  }
  return parts.map((part) => part.replace(/[;,\s]+$/u, '')).filter((part) => part !== '');
}

const between = /(?<=[.;])\s+|,?\s+(?:và|va|đồng thời|dong thoi)\s+(?=giao\s+\p{L})/giu;
