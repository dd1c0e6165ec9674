import { oneLine } from '../text/normalise.ts';
import { isAllCaps, isAuthorityLine, isDashItem, isRecipientsStart, readMarker } from './markers.ts';
import type { Paragraph } from './types.ts';

/** The closing parts of a document or of a form in its annex, as ranges [from, to) of paragraphs. */
export interface Closing {
  kind: 'recipients' | 'signature';
  from: number;
  to: number;
}

/** Who signs, on whose authority, and who receives the document. */
export interface ClosingFacts {
  signer: string | null;
  authorityLine: string | null;
  /** The office under the authority line or alone: 'CHỦ TỊCH QUỐC HỘI'. */
  office: string | null;
  recipients: string[];
}

const offices =
  /^(?:QUYỀN |Q\. ?)?(?:TỔNG BÍ THƯ|THƯỜNG TRỰC BAN BÍ THƯ|PHÓ BÍ THƯ|BÍ THƯ|CHỦ TỊCH|PHÓ CHỦ TỊCH|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|CHỦ NHIỆM|PHÓ CHỦ NHIỆM|TRƯỞNG BAN|PHÓ TRƯỞNG BAN|PHÓ BAN|CHÁNH VĂN PHÒNG|PHÓ CHÁNH VĂN PHÒNG|CHÁNH ÁN|VIỆN TRƯỞNG|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CỤC TRƯỞNG|PHÓ CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|VỤ TRƯỞNG|HIỆU TRƯỞNG|TRƯỞNG PHÒNG|PHÓ TRƯỞNG PHÒNG|TRƯỞNG ĐOÀN|TỔNG THƯ KÝ|TỔNG KIỂM TOÁN|THỐNG ĐỐC|TỔNG THANH TRA|ỦY VIÊN|UỶ VIÊN|CHỦ TRÌ|CHỦ TỌA|CHỦ TOẠ|THƯ KÝ|NGƯỜI GHI BIÊN BẢN|ĐẠI DIỆN)(?![\p{L}])/u;

const titles =
  /^(?:(?:GS|PGS|TS|ThS|BS|KS|CN)\.?\s*|(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy)\s+|Đồng chí\s+|Ông\s+|Bà\s+)+/u;
const surnames =
  /^(?:NGUYỄN|TRẦN|LÊ|PHẠM|HOÀNG|HUỲNH|PHAN|VŨ|VÕ|ĐẶNG|BÙI|ĐỖ|HỒ|NGÔ|DƯƠNG|LÝ|ĐINH|ĐÀO|TRƯƠNG|LƯƠNG|MAI|TÔ|HÀ|CAO|LÂM|TRỊNH|ĐOÀN|TẠ|THÁI|CHÂU|QUÁCH|TRIỆU|PHÙNG|VƯƠNG|KIỀU|NÔNG|ĐÀM|HỨA|CHU|TĂNG|MẠC|GIÀNG|VÀNG|LÒ|CÀ|Y|A|K)$/u;

/** The name of a person as it stands under a signature, without title; null for anything else. */
export function readPersonName(line: string): string | null {
  const name = oneLine(line)
    .replace(titles, '')
    .replace(/[.,]+$/u, '');
  const words = name.split(' ');
  if (words.length < 2 || words.length > 6 || name.length > 40) return null;
  if (!words.every((word) => /^\p{Lu}[\p{L}'’-]*$/u.test(word))) return null;
  if (isAllCaps(name)) return surnames.test(words[0] ?? '') && !offices.test(name) ? name : null;
  return words.every((word) => /^\p{Lu}\p{Ll}*$/u.test(word)) ? name : null;
}

const isShortLine = (text: string): boolean => text.length <= 110;
const isSignedMark = (text: string): boolean =>
  /^\(?\s*(?:đã ký|ký|chữ ký|ký tên|ký,|ký và|ký số|họ tên|ghi rõ)/iu.test(text) && isShortLine(text);

/** Every recipients block and signature block, in order. */
export function findClosings(paragraphs: readonly Paragraph[], bodyFrom: number): Closing[] {
  const found: Closing[] = [];
  for (let index = bodyFrom; index < paragraphs.length; index++) {
    const text = paragraphs[index]?.text ?? '';
    if (isRecipientsStart(text)) {
      const to = endOfRecipients(paragraphs, index);
      found.push({ kind: 'recipients', from: index, to });
      index = to - 1;
    } else if (startsSignature(paragraphs, index, bodyFrom, found.at(-1))) {
      const to = endOfSignature(paragraphs, index);
      found.push({ kind: 'signature', from: index, to });
      index = to - 1;
    }
  }
  return found;
}

function endOfRecipients(paragraphs: readonly Paragraph[], from: number): number {
  let to = from + 1;
  let hasItems = /:\s*\S/u.test(paragraphs[from]?.text ?? '');
  let isLast = /(?:^|[-–:;]\s*)Lưu(?!\p{L})/u.test(paragraphs[from]?.text ?? '');
  for (; to < paragraphs.length && to - from < 80; to++) {
    const text = paragraphs[to]?.text ?? '';
    const next = paragraphs[to + 1]?.text ?? '';
    if (isDashItem(text) && text.length <= 400) {
      hasItems = true;
      isLast = /^[-–—+•*]\s*Lưu(?!\p{L})/u.test(text) && !/[,;]$/u.test(text);
      continue;
    }
    // A column join may set the authority between the head of the list and its items.
    if (!hasItems && (isAuthorityLine(text) || offices.test(text)) && isDashItem(next)) continue;
    if (isLast || !isShortLine(text) || isAuthorityLine(text) || isAllCaps(text)) break;
    const marker = readMarker(text);
    if (marker && marker.form !== 'number') break;
    if (readPersonName(text) !== null && !/[;,]$/u.test(text)) break;
    // Items without dashes, and second lines of an item.
    if (!/[;,.:)]$/u.test(text) && !/[;,.:]$/u.test(paragraphs[to - 1]?.text ?? '')) break;
    hasItems = true;
  }
  return to;
}

function startsSignature(
  paragraphs: readonly Paragraph[],
  index: number,
  bodyFrom: number,
  previous: Closing | undefined,
): boolean {
  const text = paragraphs[index]?.text ?? '';
  if (!isShortLine(text) && !isAuthorityLine(text)) return false;
  if (isAuthorityLine(text)) return true;
  const following = paragraphs.slice(index + 1, index + 5).map((paragraph) => paragraph.text);
  const hasName = following.some((line) => readPersonName(line) !== null) || following.some(isSignedMark);
  if (isAllCaps(text) && offices.test(text)) {
    // 'BỘ TRƯỞNG BỘ CÔNG AN' also stands before the legal basis; there prose follows, here a name.
    const isAfterBody = index - bodyFrom >= 3;
    return (
      isAfterBody &&
      (hasName || previous?.to === index) &&
      following.slice(0, 2).every((line) => line.length < 120)
    );
  }
  // A name right after the recipients, where the authority was read into them.
  return previous?.kind === 'recipients' && previous.to === index && readPersonName(text) !== null;
}

function endOfSignature(paragraphs: readonly Paragraph[], from: number): number {
  let to = from + 1;
  let hasName = readPersonName(paragraphs[from]?.text ?? '') !== null;
  for (; to < paragraphs.length && to - from < 12; to++) {
    const text = paragraphs[to]?.text ?? '';
    const isOffice = isAuthorityLine(text) || (isAllCaps(text) && offices.test(text));
    if (isRecipientsStart(text) || readMarker(text) !== null) break;
    if (isOffice || isSignedMark(text)) {
      if (hasName && !isOffice) break;
      hasName = false;
      continue;
    }
    if (hasName) break;
    if (readPersonName(text) !== null) hasName = true;
    else if (!isAllCaps(text) || !isShortLine(text)) break;
  }
  return to;
}

/** What the first recipients block and the first signature say. */
export function readClosing(paragraphs: readonly Paragraph[], closings: readonly Closing[]): ClosingFacts {
  const recipientsBlock = closings.find((closing) => closing.kind === 'recipients');
  const signature = closings.find((closing) => closing.kind === 'signature');
  const lines = (closing: Closing | undefined): string[] =>
    closing ? paragraphs.slice(closing.from, closing.to).map((paragraph) => paragraph.text) : [];
  const inRecipients = lines(recipientsBlock).filter((line) => isAuthorityLine(line) || offices.test(line));
  const signing = [...inRecipients, ...lines(signature)];
  const recipients = lines(recipientsBlock)
    .map((line, index) => (index === 0 ? line.replace(/^[^:]*:?\s*/u, '') : line))
    .filter((line) => line !== '' && !inRecipients.includes(line))
    .flatMap((line) => line.split(/(?<=[;,])\s+(?=[-–]\s)/u))
    // Where items are dashed, a line without a dash is the rest of the item above it.
    .reduce<string[]>((items, line) => {
      const above = items.at(-1);
      if (above !== undefined && isDashItem(above) && !isDashItem(line) && !/[;.]$/u.test(above)) {
        items[items.length - 1] = `${above} ${line}`;
      } else items.push(line);
      return items;
    }, [])
    .map((line) =>
      line
        .replace(/^[-–—+•*]\s*/u, '')
        .replace(/[;,.]+$/u, '')
        .trim(),
    )
    .filter((line) => line !== '');
  let authorityLine: string | null = null;
  let office: string | null = null;
  let signer: string | null = null;
  for (const line of signing) {
    // Converters may leave the whole block on one line: 'T/M BỘ CHÍNH TRỊ (Đã ký) Trương Thị Mai'.
    const [, head = line, tail] = /^(.*?)\s*\(\s*[Đđ]ã ký\s*\)\s*(.*)$/u.exec(line) ?? [];
    const split = tail === undefined ? splitName(head) : { head, name: readPersonName(tail) };
    if (authorityLine === null && isAuthorityLine(split.head)) authorityLine = split.head;
    else if (office === null && offices.test(split.head) && isAllCaps(split.head)) office = split.head;
    signer ??= split.name ?? readPersonName(line);
  }
  return { signer, authorityLine, office, recipients };
}

/** 'KT. TRƯỞNG BAN Nguyễn Văn A' in one line: capitals first, then a name. */
function splitName(line: string): { head: string; name: string | null } {
  const match = /^([\p{Lu}\d\s/.,-]+?)\s+((?:\p{Lu}\p{Ll}+\s*){2,5})$/u.exec(line);
  const name = match ? readPersonName(match[2] ?? '') : null;
  return name === null ? { head: line, name: null } : { head: (match?.[1] ?? '').trim(), name };
}
