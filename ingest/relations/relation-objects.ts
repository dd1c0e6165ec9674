import { foldedTypeNamePattern } from '../../text/document-types.ts';
import { readParts } from './relation-parts.ts';
import type { Reference } from './relation-references.ts';

/** A sentence made ready: everything that quotation marks enclose is blanked, offsets stay. */
export interface ReadySentence {
  text: string;
  folded: string;
  references: readonly Reference[];
}

/** A document that something is done to, as a whole or in parts. */
export interface ActObject {
  reference: Reference;
  /** 'Điều 5', 'khoản 2 Điều 7'; empty: the whole, or parts that are not named. */
  parts: string[];
  /** 'một số điều của …', a phrase in it: some of the document, whatever `parts` says. */
  isSome: boolean;
  /** Words inside it are changed ('cụm từ …'), which is an amendment whatever the verb says. */
  isPhrase: boolean;
}

const type = `(?:${foldedTypeNamePattern}|van ban)`;
/** The paper that a decision carries: 'Quy chế … ban hành kèm theo', which is the decision itself. */
const attached = new RegExp(
  String.raw`(?<!\p{L})(?:${type}|danh muc|dieu le|noi quy|bo tieu chi|bang gia)(?:\s+[^;.\s]+){0,30}?\s+(?:(?:duoc\s+)?ban hanh\s+(?:kem theo|theo|tai)|kem theo)\s*(?:cac\s+)?$`,
  'u',
);
/** 'các Quyết định sau đây của Ủy ban nhân dân tỉnh:' names the kind of what is listed behind. */
const listLead = new RegExp(
  String.raw`(?<!\p{L})(?:cac|nhung|toan bo|hai|ba|\d+)\s+${type}(?!\s+nay)[^.;:()]{0,140}[:(]\s*$`,
  'u',
);
const bareAttached = /(?:duoc\s+)?ban hanh\s+(?:kem theo|theo|tai)\s*(?:cac\s+)?$|(?<!\p{L})kem theo\s*$/u;
const connector = /(?<!\p{L})(?:cua|tai|trong|thuoc|vao|o)\s+(?:cac\s+)?$/u;
const fillers =
  /(?<!\p{L})(?:toan bo|toan van|hieu luc(?: thi hanh)?(?: cua)?|cac|nhung|doi voi|noi dung|quy dinh|van ban|quy pham phap luat|sau day|sau|cu the|gom|bao gom|nhu sau|truoc day|thi hanh|cho|cua|tai|trong|thuoc|ve|va|mot phan|ten|phan|o|thuc hien|viec|doi voi|bieu|mau|hien hanh|kem theo|ban hanh|lien tich|so|chuyen tiep|hieu luc)(?!\p{L})|[\s:,"“”()–+-]+/gu;
const some =
  /(?<!\p{L})(?:mot so|mot vai|mot phan|nhieu)\s+(?:(?:dieu|khoan|diem|muc|noi dung|quy dinh|nhiem vu|chi tieu|phan|chuong|dieu khoan|phu luc|mau|bieu|thanh vien|danh muc|ten|cua|tai|trong|,|va)\s*)*/gu;
const phrase = /(?<!\p{L})(?:cac\s+)?(?:cum tu|tu ngu|so lieu|dong chu|(?<!thong )tu(?=\s{3}))(?!\p{L})/u;

/** Parts of a decree may fill a few lines between the verb and its name. */
const longestHead = 1500;

/**
 * What stands between a verb, or the end of the object before, and the name of a document: nothing but parts of it and
 * words like 'toàn bộ', 'một số điều của'. Null where anything else stands there: the document is no object.
 */
function readHead(
  { text, folded }: ReadySentence,
  from: number,
  to: number,
): { parts: string[]; isSome: boolean; isPhrase: boolean } | null {
  if (to - from > longestHead) return null;
  let end = to;
  const cut = (pattern: RegExp): boolean => {
    const match = pattern.exec(folded.slice(from, end));
    if (!match) return false;
    end = from + match.index;
    return true;
  };
  cut(/(?<!\p{L})cac\s*$/u);
  cut(listLead);
  const isPhrase = phrase.test(folded.slice(from, end));
  cut(connector);
  // The parts of what is attached stand before its own name: 'Điều 7 Quy định ban hành kèm theo Quyết định số …'.
  if (!cut(attached)) cut(bareAttached);
  cut(connector);
  let rest = folded.slice(from, end);
  const slice = text.slice(from, end);
  let parts: string[] = [];
  const isSome = some.test(rest);
  some.lastIndex = 0;
  const inserted = /(?<!\p{L})vao\s+(?:sau|truoc)\s+/u.exec(rest);
  const into = /(?<!\p{L})vao\s+(?:cuoi\s+)?(?!sau|truoc)/u.exec(rest);
  for (let at = 0; at < rest.length; at++) {
    if (at > 0 && /[\p{L}\p{N}]/u.test(rest[at - 1]!)) continue;
    const list = readParts(slice, rest, at);
    if (!list) continue;
    if (inserted && at > inserted.index) {
      // 'khoản 2a vào sau khoản 2 Điều 4': the new one stands where the old one does.
      const around = list.parts[0]?.split(' ').slice(2).join(' ') ?? '';
      parts = parts.map((part) => (around === '' || part.includes(around) ? part : `${part} ${around}`));
    } else if (into && at > into.index) parts = list.parts;
    else parts = [...parts, ...list.parts];
    rest = rest.slice(0, at) + ' '.repeat(list.to - at) + rest.slice(list.to);
    at = list.to;
  }
  parts = withArticles(parts);
  if (isPhrase || inserted || into) return { parts, isSome: true, isPhrase: isPhrase };
  const left = rest.replace(some, ' ').replace(fillers, ' ').trim();
  if (left === '') return { parts, isSome, isPhrase: false };
  // A named part ('tên Chương II', 'nội dung tại Điều 1') may carry a few words of its own; a whole document not.
  return (parts.length > 0 || isSome) && left.split(/\s+/u).length <= 5 && !/[;.]/u.test(left)
    ? { parts, isSome, isPhrase: false }
    : null;
}

/** 'cụm từ … tại khoản 4, cụm từ … tại điểm c khoản 5 Điều 23': the article behind holds for those before it. */
function withArticles(parts: readonly string[]): string[] {
  let article = '';
  return [...parts]
    .reverse()
    .map((part) => {
      article = / (Điều .*)$/u.exec(` ${part}`)?.[1] ?? article;
      const isNarrow = /^(?:khoản|điểm|tiết)/u.test(part) && !part.includes('Điều');
      return isNarrow && article !== '' ? `${part} ${article}` : part;
    })
    .reverse();
}

const joint =
  /(?:[;,]|(?<!\p{L})va|(?<!\p{L})cung(?: voi)?|(?<!\p{L})(?:bao )?gom|[(:])\s*(?:va\s+|cac\s+)*/gu;
const describes =
  /(?<!\p{L})(?:sua doi|bo sung|kem theo|theo|thi hanh|chi tiet|huong dan|thay the|bai bo|thuc hien|dinh chinh|dieu chinh|tai)(?!\p{L})/u;

/** The objects behind a verb that ends at `from`, up to `end`. */
export function objectsBehind(
  sentence: ReadySentence,
  from: number,
  end = sentence.text.length,
): ActObject[] {
  const references = sentence.references.filter((one) => one.from >= from && one.to <= end);
  const objects: ActObject[] = [];
  let previousEnd = from;
  let isDescribed = false;
  for (const [index, reference] of references.entries()) {
    if (index === 0) {
      const head = readHead(sentence, from, reference.from);
      if (!head) return [];
      objects.push({ reference, ...head });
      previousEnd = reference.to;
      continue;
    }
    const gap = sentence.folded.slice(previousEnd, reference.from);
    if (/\.\s+\p{L}{2}/u.test(gap) || verbBetween.test(gap)) break;
    const head = lastHead(sentence, previousEnd, reference.from, isDescribed ? /;/u : joint);
    previousEnd = reference.to;
    if (head) {
      objects.push({ reference, ...head });
      isDescribed = false;
      continue;
    }
    isDescribed = true;
  }
  return objects;
}

/** A new act begins: what follows are its objects, not those of the verb before. */
const verbBetween =
  /(?:[;,]|(?<!\p{L})va|dong thoi)\s+(?:dong thoi\s+)?(?:thay the|bai bo|huy bo|thay cho|sua doi|thu hoi|het hieu luc|can cu|giao|thuc hien theo)(?!\p{L})|(?<!\p{L})(?:bang|boi|tru)\s/u;

/** The head behind the last joint of a gap, provided that a joint is there and nothing strange stands behind it. */
function lastHead(
  sentence: ReadySentence,
  from: number,
  to: number,
  pattern: RegExp,
): { parts: string[]; isSome: boolean; isPhrase: boolean } | null {
  const gap = sentence.folded.slice(from, to);
  const joints = [...gap.matchAll(new RegExp(pattern, 'gu'))].filter(
    (match) => !isInsideParts(gap, match.index, match[0].length),
  );
  // From the first joint on: 'Điều 3, Điều 4 và khoản 1 Điều 5 Nghị định …' has joints of its own.
  for (const match of joints) {
    if (describes.test(gap.slice(0, match.index)) && match[0].trim() !== ';') continue;
    const head = readHead(sentence, from + match.index + match[0].length, to);
    if (head) return head;
  }
  return null;
}

/** A comma between numbers of a date or an amount is no joint. */
const isInsideParts = (gap: string, at: number, length: number): boolean =>
  gap[at] === ',' && length === 1 && /\d/u.test(gap[at + 1] ?? '');
