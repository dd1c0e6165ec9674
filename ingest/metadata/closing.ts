import { fold, oneLine } from '../../text/normalise.ts';
import {
  isAllCaps,
  isAuthorityLine,
  isDashItem,
  isRecipientsStart,
  readMarker,
} from '../structure/markers.ts';
import type { Paragraph } from '../types.ts';

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

/** Offices as they stand over a signature, folded: recognition loses marks. */
const officeWords =
  /^(?:quyen |q\. ?)?(?:tong bi thu|thuong truc ban bi thu|pho bi thu|bi thu|chu tich|pho chu tich|thu tuong|pho thu tuong|bo truong|thu truong|chu nhiem|pho chu nhiem|truong ban|pho truong ban|pho ban|chanh van phong|pho chanh van phong|chanh an|vien truong|giam doc|pho giam doc|tong giam doc|cuc truong|pho cuc truong|tong cuc truong|vu truong|hieu truong|truong phong|pho truong phong|truong doan|tong thu ky|tong kiem toan|thong doc|tong thanh tra|uy vien|uy vien|chu tri|chu toa|chu toa|thu ky|nguoi ghi bien ban|dai dien)(?!\p{L})/u;
const isOffice = (text: string): boolean => isAllCaps(text) && officeWords.test(fold(text.slice(0, 60)));

const titles =
  /^(?:(?:GS|PGS|TS|ThS|BS|KS|CN)\.?\s*|(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy)\s+|Đồng chí\s+|(?:Ông|Bà)\s+(?!Thị\s|Văn\s))+/u;
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
  if (isAllCaps(name)) return surnames.test(words[0] ?? '') && !isOffice(name) ? name : null;
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
    if (paragraphs[index]?.hint === 'row') {
      // Both columns of the closing as cells of a table.
      if (!cellsOf(text).some(isRecipientsStartOfCell)) continue;
      let to = index + 1;
      while (to < paragraphs.length && to - index < 4 && paragraphs[to]?.hint === 'row') to += 1;
      found.push({ kind: 'recipients', from: index, to });
      index = to - 1;
    } else if (isRecipientsStart(text)) {
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
    if (!hasItems && (isAuthorityLine(text) || isOffice(text)) && isDashItem(next)) continue;
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
  if (isOffice(text)) {
    // 'BỘ TRƯỞNG BỘ CÔNG AN' also stands before the legal basis; there prose follows, here a name.
    const isAfterBody =
      index - bodyFrom >= 3 || following.slice(0, 2).some((line) => readPersonName(line) !== null);
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
    const isHead = isAuthorityLine(text) || isOffice(text);
    if (isRecipientsStart(text) || readMarker(text) !== null) break;
    if (isHead || isSignedMark(text)) {
      if (hasName && !isHead) break;
      hasName = false;
      continue;
    }
    if (hasName) break;
    if (readPersonName(text) !== null) hasName = true;
    else if (!isAllCaps(text) || !isShortLine(text)) break;
  }
  return to;
}

/** What the first recipients block and the signatures beside it say; signers of a joint document are joined by '; '. */
export function readClosing(paragraphs: readonly Paragraph[], closings: readonly Closing[]): ClosingFacts {
  const recipientsBlock = closings.find((closing) => closing.kind === 'recipients');
  const lines = (closing: Closing | undefined): string[] =>
    closing
      ? paragraphs
          .slice(closing.from, closing.to)
          .flatMap(({ text, hint }) => (hint === 'row' ? cellsOf(text).flatMap(itemsOfCell) : [text]))
      : [];
  const listed = lines(recipientsBlock).map(partRecipientLine);
  const signing = [
    ...listed.flatMap(({ signing: part }) => (part === null ? [] : [part])),
    ...ownSignatures(paragraphs, closings).flatMap(lines),
  ];
  const recipients = listed
    .map(({ recipient }, index) => (index === 0 ? recipient.replace(/^[^:;]*[:;]?\s*/u, '') : recipient))
    .filter((line) => line !== '')
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
  const read = readSigners(signing);
  // A letter ends with a name alone.
  const last = closings.length === 0 ? readPersonName(paragraphs.at(-1)?.text ?? '') : null;
  return { ...read, signer: read.signer ?? last, recipients };
}

const isRecipientsStartOfCell = (cell: string): boolean => /^noi nhan\s*:/u.test(fold(cell.slice(0, 20)));

const cellsOf = (row: string): string[] =>
  row
    .split('|')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');

/** 'Nơi nhận: - Như Điều 3; - Lưu: VT.' and 'GIÁM ĐỐC Đàm Quang Vịnh': the lines of a cell that lost its breaks. */
const itemsOfCell = (cell: string): string[] =>
  isRecipientsStartOfCell(cell)
    ? cell.split(/\s+(?=[-–]\s)/u)
    : cell.split(/(?<=\p{Lu}{2})\s+(?=\p{Lu}\p{Ll})/u);

/** A line of the list, and what of the other column was read into it: 'Nơi nhận: TL. CHỦ TỊCH', '- Sở Y tế; CHỦ TỊCH'. */
function partRecipientLine(line: string): { recipient: string; signing: string | null } {
  if (isAuthorityLine(line) || isOffice(line) || readPersonName(line) !== null)
    return { recipient: '', signing: line };
  const [, head = '', tail = ''] = /^([^:]{0,20}:|[-–].*?[;,.)])\s*(\p{Lu}.*)$/u.exec(line) ?? [];
  if (tail !== '' && (isAuthorityLine(tail) || isOffice(tail))) return { recipient: head, signing: tail };
  // The name at the end of the last item: '- Lưu: VT. Bế Văn Khoát'.
  const name = /^([-–]\s*Lưu(?!\p{L}).*[.;)].*?)\s((?:\p{Lu}\p{Ll}+\s){1,4}\p{Lu}\p{Ll}+)$/u.exec(line);
  const person = name ? readPersonName(name[2] ?? '') : null;
  if (name && person !== null && surnames.test(person.split(' ')[0]?.toUpperCase() ?? ''))
    return { recipient: name[1] ?? '', signing: person };
  return { recipient: line, signing: null };
}

/** A certified copy has a number and signature of its own below the original's. */
const copyBelow = /^(?:SAO Y|SAO LỤC|TRÍCH SAO|BẢN SAO)|-BS\/|\/(?:SY|SL|TrS)-/u;
/** How many lines may stand between two signatures of one document. */
const signatureGap = 2;

/** The first signature and those directly after it; forms in annexes have theirs further down. */
function ownSignatures(paragraphs: readonly Paragraph[], closings: readonly Closing[]): Closing[] {
  const first = closings.findIndex((closing) => closing.kind === 'signature');
  if (first < 0) return [];
  const own: Closing[] = [];
  let end = closings[first]?.from ?? 0;
  for (const closing of closings.slice(first)) {
    const between = paragraphs.slice(end, closing.from);
    if (between.length > signatureGap || between.some(({ text }) => copyBelow.test(text))) break;
    if (closing.kind === 'signature') {
      if (paragraphs.slice(closing.from, closing.to).some(({ text }) => copyBelow.test(text))) break;
      own.push(closing);
    }
    end = closing.to;
  }
  return own;
}

function readSigners(signing: readonly string[]): Omit<ClosingFacts, 'recipients'> {
  const signed: { authority: string | null; office: string | null; name: string | null }[] = [];
  const current = (): (typeof signed)[number] => {
    const last = signed.at(-1);
    if (last && last.name === null) return last;
    const next = { authority: null, office: null, name: null };
    signed.push(next);
    return next;
  };
  for (const line of signing.flatMap(besideOffice)) {
    // Converters may leave the whole block on one line: 'T/M BỘ CHÍNH TRỊ (Đã ký) Trương Thị Mai'.
    const [, head = line, tail] = /^(.*?)\s*\(\s*[Đđ]ã ký\s*\)\s*(.*)$/u.exec(line) ?? [];
    const split = tail === undefined ? splitName(head) : { head, name: readPersonName(tail) };
    const signer = current();
    if (isAuthorityLine(split.head)) signer.authority ??= split.head;
    else if (isOffice(split.head)) signer.office ??= split.head;
    signer.name ??= split.name ?? readPersonName(line);
  }
  const join = (values: readonly (string | null)[]): string | null =>
    [...new Set(values.filter((value) => value !== null))].join('; ') || null;
  const named = signed.filter(({ name }) => name !== null);
  // Where the name was read before its authority, as the last words of the other column, they belong together.
  const unnamed = signed.find(
    (signer) => signer.name === null && (signer.authority ?? signer.office) !== null,
  );
  const [only] = named;
  if (named.length === 1 && only && unnamed && only.authority === null && only.office === null) {
    only.authority = unnamed.authority;
    only.office = unnamed.office;
  }
  const shown = named.length > 0 ? named : signed.slice(0, 1);
  const authority = join(shown.map((signer) => signer.authority));
  return {
    signer: join(named.map(({ name }) => name)),
    authorityLine: authority,
    office: join(shown.map(({ office }) => office)),
  };
}

/**
 * 'T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ' on one line, as recognition joins them: the body, and the office of who signs for it.
 * Only after bodies that are known to end there: 'T/M BAN BÍ THƯ' and 'TM. ĐOÀN CHỦ TỊCH' are bodies as they stand.
 */
function besideOffice(line: string): string[] {
  const match =
    /^(T\s*[/.]?\s*M\s*\.?\s*(?:BAN THƯỜNG VỤ|BAN CHẤP HÀNH|CHI BỘ|CHI ỦY|ĐẢNG ỦY|[ỦU][YỶ] BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN)(?:\s\p{Lu}+){0,6}?)\s+((?:PHÓ )?(?:BÍ THƯ(?: THƯỜNG TRỰC)?|CHỦ TỊCH))$/u.exec(
      line.trim(),
    );
  return match ? [match[1] ?? '', match[2] ?? ''] : [line];
}

/** 'KT. TRƯỞNG BAN Nguyễn Văn A' in one line: capitals first, then a name. */
function splitName(line: string): { head: string; name: string | null } {
  const match = /^([\p{Lu}\d\s/.,-]+?)\s+((?:\p{Lu}\p{Ll}+\s*){2,5})$/u.exec(line);
  const name = match ? readPersonName(match[2] ?? '') : null;
  return name === null ? { head: line, name: null } : { head: (match?.[1] ?? '').trim(), name };
}
