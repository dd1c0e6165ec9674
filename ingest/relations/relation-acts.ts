import { foldedTypeNamePattern } from '../../text/document-types.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { objectsBehind, type ActObject, type ReadySentence } from './relation-objects.ts';
import { readParts } from './relation-parts.ts';
import { findReferences } from './relation-references.ts';
import type { RelationKind } from '../types.ts';

/*
 * Acts on other documents, and who acts. A status is made from them, so one counts only where this document itself acts:
 * it is the subject ('Quy định này thay thế …'), the sentence orders it ('Bãi bỏ …'), or the other one ends by it
 * ('… hết hiệu lực', '… được thay thế bởi Quy định này'). What others did, will do, or are asked to do does not.
 */

/** One claim of a sentence. */
export interface Claim extends ActObject {
  kind: RelationKind;
}

/** The document whose sentences are read. */
export interface OwnDocument {
  /** Folded name of its type; '' where unknown. */
  typeName: string;
}

const type = `(?:${foldedTypeNamePattern}|van ban)`;
const own = new RegExp(String.raw`(?<!\p{L})(?<type>${type}) nay(?!\p{L})`, 'gu');
/** Labels of articles, clauses, points and list items before a sentence. */
export const labelPattern = String.raw`^\s*(?:(?:dieu|muc|phan)\s+[\divx]+\s*[.:-]\s*|[ivx]+\s*[-.)]\s+|\d+(?:\.\d+)*[.)-]\s*|\p{L}[.)]\s*|[-–+*•]\s*|\|)?\s*`;
const label = new RegExp(labelPattern, 'u');

interface Verb {
  kind: RelationKind;
  pattern: RegExp;
}

/** Verbs with their objects behind them. */
const activeVerbs: readonly Verb[] = [
  {
    kind: 'replaces',
    pattern: new RegExp(
      String.raw`(?<!\p{L})(?:thay the(?: cho)?|thay cho|thay(?=\s+${type}\s+so))(?!\p{L})`,
      'gu',
    ),
  },
  {
    kind: 'repeals',
    pattern:
      /(?<!\p{L})(?:(?:bi|duoc|deu|deu bi) (?:bai bo|huy bo)(?=\s*(?:gom|bao gom)?\s*:)|bai bo|huy bo|thu hoi|cham dut hieu luc(?: thi hanh)?(?: cua| doi voi)?|het hieu luc(?: thi hanh)?(?:\s+(?:toan bo|mot phan))?(?=\s*(?:gom|bao gom)?\s*:|\s+doi voi))(?!\p{L})/gu,
  },
  {
    kind: 'amends',
    pattern:
      /(?<!\p{L})(?:sua doi,?(?: va)? bo sung|bo sung,?(?: va)? sua doi|dieu chinh,?(?: va)? bo sung|bo sung,?(?: va)? dieu chinh|sua doi|bo sung|dieu chinh|dinh chinh|gia han)(?!\p{L})/gu,
  },
  {
    kind: 'suspends',
    pattern:
      /(?<!\p{L})(?:(?:tam )?ngung(?: hieu luc)?(?: thi hanh| thuc hien| ap dung)?|tam dung(?: hieu luc| viec)?(?: thi hanh| thuc hien| ap dung)?|(?:tam )?(?<!quy )dinh chi(?! tiet)(?: hieu luc| viec)?(?: thi hanh| thuc hien| ap dung)?)(?:\s+(?:cua|doi voi))?(?!\p{L})/gu,
  },
];

/** Verbs that end what stands before them. */
const endings: readonly Verb[] = [
  {
    kind: 'repeals',
    pattern:
      /(?<!\p{L})(?:se\s+)?(?:deu\s+)?(?:het hieu luc|khong con hieu luc|cham dut hieu luc|(?:duoc|bi|deu|deu bi) (?:bai bo|huy bo|thu hoi))(?!\p{L})/gu,
  },
  { kind: 'replaces', pattern: /(?<!\p{L})(?:duoc|bi) thay the(?!\p{L})/gu },
  {
    kind: 'amends',
    pattern:
      /(?<!\p{L})(?:duoc|bi) (?:sua doi,?(?: va)? bo sung|bo sung,?(?: va)? sua doi|sua doi|bo sung|dieu chinh|dinh chinh)(?!\p{L})/gu,
  },
  {
    kind: 'suspends',
    pattern:
      /(?<!\p{L})(?:duoc|bi)? ?(?:tam )?(?:ngung|dung|(?<!quy )dinh chi) (?:hieu luc|thi hanh|thuc hien)(?!\p{L})/gu,
  },
];

/** Before a verb: no act yet, an act of others, or none. */
const notYet =
  /(?<!\p{L})(?:duoc|bi|da|se|de nghi|kien nghi|de xuat|de|nham|khong|chua|khong duoc|xem xet|truoc khi|sau khi|khi|neu|viec|can|phai|du kien|du thao|tham muu|nghien cuu|ra soat|trinh|co the|hoac|tiep tuc|so voi|quyen|tham quyen|chu truong|kip thoi|yeu cau|giao|phan dau|co gang)\s*,?\s*$/u;
/** A document of these types reports, asks or proposes; it acts only where it says so of itself. */
const reporting =
  /^(?:bao cao|to trinh|bien ban|giay moi|cong van|thong cao|ban sao|de an|cong dien|hop dong|phuong an)$/u;
/** Types that carry another paper, whose 'Quy chế này' is theirs. */
const carrying = /^(?:quyet dinh|nghi quyet|thong tu|thong tu lien tich|nghi dinh|van ban|quy dinh|)$/u;
const carried = /^(?:quy che|quy dinh|chuong trinh|ke hoach|de an|huong dan|phuong an|quy trinh|van ban)$/u;
const condition =
  /^(?:truong hop|khi|neu|sau khi|truoc khi|trong khi|ho so|nguoi|dang vien|cac truong hop|doi voi cac|trong truong hop|viec)(?!\p{L})/u;
/** 'Kể từ ngày Nghị định này có hiệu lực,' and the like say when, not who. */
const adverbial = new RegExp(
  String.raw`(?:ke\s+)?(?<!\p{L})tu\s+(?:ngay|khi)\s+(?:${type} nay(?:\s+(?:duoc|co|bat dau))*(?:\s+(?:hieu luc|ky|ban hanh|thi hanh|cong bo|thong qua|,|va))*|(?:ban hanh|ky(?: ban hanh)?)(?:\s+${type} nay)?|\d{1,2}(?:[/.-]\d{1,2}[/.-]\d{4}|\s+thang\s+\d{1,2}\s+nam\s+\d{4}))|(?<!\p{L})(?:ban hanh )?kem theo ${type} nay`,
  'gu',
);

/** The longest list of repealed documents in one sentence is far shorter; what a hostile file holds is not. */
const longestSentence = 8000;

/** A sentence with quotations and phrases of time blanked, offsets kept. */
export function ready(sentence: string): ReadySentence & { plain: string } {
  const clean = cleanText(sentence.slice(0, longestSentence));
  const text = clean.replace(/[“"«][^“”"»]*(?:[”"»]|$)/gu, (quoted) => ' '.repeat(quoted.length));
  const folded = fold(text);
  let references: ReturnType<typeof findReferences> | undefined;
  return {
    text,
    folded,
    // Most sentences do nothing to any document: who is named in them is looked for when it matters.
    get references() {
      return (references ??= findReferences(text));
    },
    plain: folded.replace(adverbial, (words) => ' '.repeat(words.length)),
  };
}

const anyAct =
  /thay the|thay cho|thay \p{L}|bai bo|huy bo|thu hoi|hieu luc|sua doi|bo sung|dieu chinh|dinh chinh|gia han|ngung|tam dung|dinh chi/u;
/** Whether folded text has a word for ending or changing something. */
export const mayAct = (folded: string): boolean => anyAct.test(folded);
const mayName = /\d|luat|phap lenh|hien phap|dieu le|dai hoi|quy che/u;

/** What this document does to others by a sentence, each document once. */
export function actsOf(sentence: string, document: OwnDocument): Claim[] {
  // Nearly every sentence of a document does nothing to others, and this is the cheap way to know.
  const words = fold(sentence.slice(0, longestSentence));
  if (!mayAct(words) || !mayName.test(words)) return [];
  const made = ready(sentence);
  const { plain, folded } = made;
  const claims: Claim[] = [];
  const owns = ownSubjects(plain, document);
  const start = label.exec(plain)?.[0].length ?? 0;
  if (condition.test(plain.slice(start))) return [];
  const isReporting = reporting.test(document.typeName);
  // Whether the act before was this document's own: 'và bãi bỏ …' goes on with it.
  let wasOwn = false;
  for (const verb of verbsIn(plain)) {
    if (claims.some((claim) => claim.reference.from > verb.from && claim.reference.from < verb.to)) continue;
    const before = plain.slice(start, verb.from);
    if (notYet.test(before)) continue;
    const subject = owns.findLast((one) => one.to <= verb.from);
    const joined = /(?:^|[;,.:]|(?<!\p{L})va|dong thoi)\s*(?:dong thoi\s*)?(?:cho\s+)?$/u.test(before);
    const isFirst = before.trim() === '' || /^[\s,]*$/u.test(before);
    const between = subject ? plain.slice(subject.to, verb.from) : '';
    const other = subject
      ? made.references.some((one) => one.from >= subject.to && one.to <= verb.from)
      : true;
    const isOwn =
      (isFirst && !isReporting) ||
      // 'Các văn bản sau đây hết hiệu lực: …': nobody is named, and the list stands behind.
      (!isReporting && nominalList.test(before) && /^\s*(?:gom|bao gom)?\s*:/u.test(plain.slice(verb.to))) ||
      (subject !== undefined && (!other || (joined && wasOwn)) && !blocks.test(between)) ||
      (joined && wasOwn) ||
      (joined && /[;:]\s*$/u.test(before) && owns.length > 0 && !blocks.test(before));
    if (!isOwn) {
      // Another document is the subject of this verb: what follows is a report.
      if (made.references.some((one) => one.to <= verb.from)) wasOwn = false;
      continue;
    }
    wasOwn = true;
    const objects = objectsBehind(made, verb.to);
    claims.push(...objects.map((object) => claimOf(verb.kind, object)));
  }
  claims.push(...ended(made, document, owns, start, isReporting));
  return strongest(withNamedParts(claims, made, folded));
}

const nominalList = /^[\s,]*(?:cac|nhung)\s[^.;:]*$/u;

/** Between a subject and its verb: not this act, or not yet. */
const blocks =
  /(?<!\p{L})(?:se|khi|neu|de nghi|kien nghi|de xuat|chua|khong|theo|quy dinh tai|tru truong hop|truong hop|nghien cuu|tham muu)(?!\p{L})/u;

function verbsIn(plain: string): { kind: RelationKind; from: number; to: number }[] {
  const found = activeVerbs.flatMap(({ kind, pattern }) =>
    [...plain.matchAll(pattern)].map((match) => ({
      kind,
      from: match.index,
      to: match.index + match[0].length,
    })),
  );
  return found.sort((a, b) => a.from - b.from || b.to - a.to);
}

/** Where this document is the subject of what follows: not 'tại Nghị định này', 'so với Quy chế này'. */
function ownSubjects(plain: string, { typeName }: OwnDocument): { from: number; to: number }[] {
  return [...plain.matchAll(own)].flatMap((match) => {
    const named = match.groups!['type']!;
    const isSame =
      named === typeName ||
      named === 'van ban' ||
      typeName === '' ||
      (carrying.test(typeName) && carried.test(named)) ||
      // QĐ is both, and which one a document is may have been misread.
      (/^quy(?:et)? dinh$/u.test(named) && /^quy(?:et)? dinh$/u.test(typeName));
    const before = plain.slice(0, match.index);
    const isInside =
      /(?<!\p{L})(?:tai|theo|trong|voi|hanh|truoc|ngay|trai voi|luc cua|cua|bang|boi|kem|nham|sau)\s+(?:cac\s+)?$/u.test(
        before,
      ) && !/(?:noi dung|quy dinh) (?:cua|tai)\s+$/u.test(before);
    return isSame && !isInside ? [{ from: match.index, to: match.index + match[0].length }] : [];
  });
}

/** 'Luật A số … và Luật B số … hết hiệu lực kể từ ngày …': the objects open the clause that the verb ends. */
function ended(
  made: ReadySentence & { plain: string },
  document: OwnDocument,
  owns: readonly { to: number }[],
  start: number,
  isReporting: boolean,
): Claim[] {
  const { plain, folded } = made;
  const claims: Claim[] = [];
  for (const { kind, pattern } of endings)
    for (const match of plain.matchAll(pattern)) {
      const before = plain.slice(0, match.index);
      if (/(?<!\p{L})(?:da|chua|khong|khi|tung)\s*$/u.test(before)) continue;
      const from = clauseStart(plain, match.index, start);
      if (condition.test(plain.slice(from).trimStart())) continue;
      const behind = folded.slice(match.index + match[0].length);
      const agent = agentOf(behind, made, match.index + match[0].length, document);
      if (agent === 'other' || (isReporting && agent !== 'own')) continue;
      if (kind === 'replaces' && agent !== 'own') continue;
      if (kind === 'amends' && agent !== 'own' && !/nhu sau|:\s*$/u.test(behind)) continue;
      const first = plain.slice(from).search(/\S/u);
      const objects = objectsBehind(made, from + Math.max(first, 0), match.index);
      // 'đã được sửa đổi theo Luật …' belongs to the name of the object, so its verb stands behind the last of them.
      const isPart = /^\s*(?:thi hanh\s+)?mot phan/u.test(behind);
      claims.push(
        ...objects.map((object) =>
          claimOf(kind, isPart && object.parts.length === 0 ? { ...object, isSome: true } : object),
        ),
      );
    }
  return owns.length >= 0 ? claims : [];
}

/** Where the clause of a verb begins: at the sentence, behind a semicolon or a phrase of time. */
function clauseStart(plain: string, at: number, start: number): number {
  const semicolon = plain.lastIndexOf(';', at);
  const from = Math.max(semicolon + 1, start);
  const gap = /^[\s,]*/u.exec(plain.slice(from))?.[0].length ?? 0;
  return from + gap;
}

/** By whose act the other one ends: 'bởi Quy định này', 'bằng Phụ lục kèm theo Thông tư này', 'do … Quy định số 24'. */
function agentOf(
  behind: string,
  made: ReadySentence,
  at: number,
  document: OwnDocument,
): 'own' | 'other' | 'none' {
  const clause = /^[^.;]*/u.exec(behind)?.[0] ?? '';
  if (!/(?<!\p{L})(?:boi|bang|theo|tai|do)(?!\p{L})/u.test(clause)) return 'none';
  if (new RegExp(own, 'u').test(clause) && document) return 'own';
  return made.references.some((one) => one.from >= at && one.to <= at + clause.length) ? 'other' : 'none';
}

/** Words changed inside a document amend it; so does an act on some of it that names no part. */
export function claimOf(kind: RelationKind, object: ActObject): Claim {
  const isAmendment = object.isPhrase || (object.isSome && object.parts.length === 0);
  return { ...object, kind: isAmendment && kind !== 'suspends' ? 'amends' : kind };
}

/** 'Quy định số … hết hiệu lực một phần: bãi bỏ Điều 8 và Điều 11': the parts stand behind. */
function withNamedParts(claims: readonly Claim[], made: ReadySentence, folded: string): Claim[] {
  const part =
    /het hieu luc (?:thi hanh )?mot phan\s*(?:[:,(]|gom|doi voi)\s*(?:bai bo|gom|bao gom|doi voi|cac)?\s*/u.exec(
      folded,
    );
  if (!part || claims.length !== 1) return [...claims];
  const named = readParts(made.text, folded, part.index + part[0].length);
  return named && claims[0]!.parts.length === 0
    ? [{ ...claims[0]!, kind: 'repeals', parts: named.parts, isSome: false }]
    : [...claims];
}

const order: readonly RelationKind[] = [
  'replaces',
  'repeals',
  'suspends',
  'amends',
  'details',
  'continues',
  'implements',
  'based_on',
];

/** Of several claims about one whole document the one that ends more of it counts; parts are each their own. */
export function strongest(claims: readonly Claim[]): Claim[] {
  const kept: Claim[] = [];
  for (const claim of claims) {
    const name = claim.reference.key || claim.reference.symbol;
    const at = kept.findIndex(
      (one) => (one.reference.key || one.reference.symbol) === name && samePart(one, claim),
    );
    const known = kept[at];
    if (!known) kept.push(claim);
    else if (order.indexOf(claim.kind) < order.indexOf(known.kind)) kept[at] = claim;
  }
  return kept;
}

/** One of them says nothing that the other does not: the whole, or parts that are all among the other's. */
const samePart = (known: Claim, later: Claim): boolean =>
  known.parts.length === 0 ||
  later.parts.length === 0 ||
  (known.kind === later.kind && later.parts.every((part) => known.parts.includes(part))) ||
  known.parts.join() === later.parts.join();
