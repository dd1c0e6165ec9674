import { foldedTypeNamePattern, typeNameOf } from '../../../text/document-types.ts';
import { fold } from '../../../text/normalise.ts';
import type { RelationKind } from '../../types.ts';

/*
 * What a question asks of how documents stand to each other. Named documents are blanked first ('¤'), so that
 * 'văn bản nào thay thế ¤' and '¤ thay thế văn bản nào' are told apart by the order of what is left.
 */

/** A stretch of the question that names a document. */
export interface NameSpan {
  from: number;
  to: number;
}

export type RelationQuestion =
  /** Which documents do this to the named one ('in'), or to which it does it ('out'). */
  | {
      asks: 'others';
      kinds: readonly RelationKind[];
      direction: 'in' | 'out';
      /** Of this type only: 'Kế hoạch'; null: any. */
      typeName: string | null;
      /** Only whether there is one: '¤ đã bị thay thế chưa'. */
      isYesNo: boolean;
      /** Which parts are touched: '¤ sửa những điều nào', '¤ bị sửa ở khoản nào'. */
      isOfParts?: true;
    }
  /** Whether the first named document does this to the second: 'Kế hoạch ¤ có thực hiện ¤ không'. */
  | { asks: 'between'; kinds: readonly RelationKind[] }
  /** Whether it holds, until when, or from when. */
  | { asks: 'force'; about: 'now' | 'end' | 'start' }
  /** Everything that came before and after it: 'lịch sử thay thế của ¤'. */
  | { asks: 'chain' }
  /** What it stands in relation with: 'văn bản liên quan đến ¤'. */
  | { asks: 'related' };

const anyChange = ['amends', 'replaces', 'repeals', 'suspends'] as const;
const purposes = ['implements', 'details', 'continues'] as const;
/** Verbs in folded words, with the kinds that they may mean. */
const verbs: readonly (readonly [string, readonly RelationKind[]])[] = [
  ['thay the(?: cho)?|thay cho|the cho', ['replaces', 'repeals']],
  ['bai bo|huy bo|cham dut hieu luc|lam het hieu luc|bo', ['repeals', 'replaces']],
  ['sua doi,?\\s+(?:va )?bo sung|sua doi|bo sung|dieu chinh,?\\s+bo sung|dieu chinh|sua', ['amends']],
  ['dinh chi|(?:tam )?ngung(?: hieu luc)?|tam dung', ['suspends']],
  ['can cu(?: vao| theo)?|dua (?:vao|tren)', ['based_on']],
  ['tiep tuc thuc hien', ['continues', 'implements', 'details']],
  [
    'cu the hoa|huong dan(?: thuc hien| thi hanh)?|quy dinh chi tiet(?: thi hanh)?',
    ['details', 'implements', 'continues'],
  ],
  ['to chuc thuc hien|trien khai(?: thuc hien)?|thuc hien|thi hanh|quan triet', purposes],
];
const verbPattern = verbs.map(([words]) => words).join('|');
const typeWord = `(?:${foldedTypeNamePattern}|van ban|tai lieu)`;
const who = `(?:(?:cac|nhung|may|bao nhieu)\\s+)?(?<type>${typeWord})(?:\\s+(?:cua|do)(?:\\s+\\p{L}+){1,5}?)?\\s+(?:nao|gi|so may|so bao nhieu)(?:\\s+khac)?(?!\\p{L})`;
const name = '¤+';
/** What may stand between a verb and its object, or around a name. */
const about = String.raw`(?:\s+(?:cho|viec|toan bo|noi dung|mot so|cac|nhung|vao|theo|dieu|khoan|diem|muc|phan|phu luc|cua|tai|trong|ve|doi voi|so|[\da-z]{1,3}|[ivx]+|,))*`;
const before = String.raw`(?:(?:da|dang|se|duoc ban hanh|ban hanh|de|nham|hien|co|tung|vua|moi)\s+)*`;

const part = (source: string): RegExp => new RegExp(String.raw`(?<!\p{L})(?:${source})(?!\p{L})`, 'u');

const activeWho = part(`${who}\\s+${before}(?<verb>${verbPattern})${about}\\s*${name}`);
const passiveName = part(
  `${name}\\s+${before}(?:bi|duoc)\\s+(?:(?<verb>${verbPattern})${about}\\s+(?:boi|bang|trong|theo|o|tai)\\s+${who}|${who.replace('<type>', '<type2>')}\\s+${before}(?<verb2>${verbPattern}))`,
);
const activeName = part(`${name}\\s+${before}(?:la\\s+)?(?<verb>${verbPattern})${about}\\s+${who}`);
const passiveWho = part(
  `${who}\\s+${before}(?:bi|duoc)\\s+(?:(?<verb>${verbPattern})${about}\\s+(?:boi|bang|trong)\\s+${name}|${name}\\s+${before}(?<verb2>${verbPattern}))`,
);
/** 'căn cứ vào những văn bản nào để ban hành ¤', 'căn cứ ban hành ¤', '¤ là căn cứ của văn bản nào'. */
const basesOfName = part(
  `(?:(?:cac|nhung)\\s+)?can cu(?:\\s+(?:phap ly|vao|de))*\\s+(?:${who}\\s+)?(?:de\\s+)?(?:ban hanh|xay dung)(?:\\s+cua)?\\s+${name}(?=\\s*$|\\s+(?:la|gom|bao gom|co|gi|nao|nhung))`,
);
const basesInName = part(
  `${name}\\s+(?:duoc\\s+)?(?:ban hanh|xay dung)\\s+(?:dua tren|can cu|theo)(?:\\s+(?:vao|tren))?\\s+(?:${who}|(?:nhung |cac )?can cu nao|co so nao)`,
);
const basisFor = part(
  `${name}\\s+(?:la|lam)\\s+(?:can cu|co so)(?:\\s+phap ly)?(?:\\s+(?:cua|cho|de|ban hanh|xay dung))*\\s+${who}`,
);
const doneYet = part(
  `${name}\\s+${before}(?:bi|duoc)\\s+(?<verb>${verbPattern})(?:\\s+\\p{L}+){0,4}?\\s*(?:chua|khong|hay khong|hay chua)`,
);
const doneWhen = part(
  `${name}\\s+${before}(?:bi|duoc)\\s+(?:thay the|bai bo|huy bo)(?:\\s+\\p{L}+){0,2}?\\s+(?:khi nao|ngay nao|tu ngay nao|tu khi nao|luc nao|bao gio|tu bao gio|nam nao)`,
);
const between = part(
  `${name}\\s+(?:co\\s+)?${before}(?<verb>${verbPattern})${about}\\s*${name}\\s+(?:khong|hay khong|chua|phai khong|dung khong|a)`,
);
/** A question for a day. */
const whenWord =
  '(?:(?:tu |den |vao |ke tu |sau )*(?:khi nao|ngay nao|luc nao|bao gio|thoi diem nao|nam nao|thang nao|ngay may|hom nao))';
const force = '(?:hieu luc|ap dung|gia tri|thi hanh)';
/** What people say of a document in use; alone these words may be of its matter, behind 'còn' they are not. */
const inUse = String.raw`(?:${force}|dung|su dung|xai|thuc hien|lam theo|tac dung|han|theo)`;
const noOrYet = '(?:khong|ko|chua|hay khong|hay chua|phai khong|a|nua|hay thoi|hay het|chu)';
const holds = part(
  String.raw`(?:con|dang|van|co|het)(?:\s+(?:con|dang|co|la|duoc))*\s+${force}(?:\s+(?:thi hanh|phap ly|hay|nua|ap dung|duoc))*\s*${noOrYet}`,
);
const stillUsed = part(
  String.raw`con(?:\s+(?:co|duoc|phai|dang|la))*\s+${inUse}(?:\s+(?:theo|duoc|toi|den|nua|o|trong|tai|cho|den nay|\p{L}+)){0,4}?(?:\s+${name})?(?:\s+(?:nua|duoc|hien nay|bay gio))*\s+${noOrYet}`,
);
const expiredYet = part(
  String.raw`(?:da\s+)?het (?:han|hieu luc|gia tri|ap dung|thoi han)(?:\s+\p{L}+){0,3}?\s+(?:chua|hay chua|khong|roi a|roi phai khong)`,
);
const state = part(
  String.raw`(?:tinh trang(?: hieu luc)?|hieu luc) (?:cua )?${name}|${name}\s+(?:co\s+)?(?:tinh trang(?: hieu luc)?|hieu luc)\s+(?:the nao|ra sao|nhu the nao|gi)`,
);
const ended = String.raw`(?:het|cham dut|mat|thoi|ngung)(?:\s+(?:co|hieu luc|ap dung|han|gia tri|thi hanh|thuc hien))*`;
const ends = part(
  String.raw`(?:con|het|cham dut|mat)(?:\s+co)?\s+(?:hieu luc|han|gia tri|ap dung)(?:\s+thi hanh)?(?:\s+(?:den|tu|ke tu|vao|sau))?\s+${whenWord}|(?:${force}|dung|thuc hien)(?:\s+(?:thi hanh|duoc|cho))*\s+(?:den|toi)\s+(?:het\s+)?${whenWord}|${whenWord}\s+(?:thi\s+)?(?:${name}\s+)?(?:(?:moi|se|bi|da|thi)\s+)*${ended}`,
);
const begins = '(?:(?:moi|bat dau|chinh thuc|se|thi|duoc|co|phat sinh)\\s+)*';
const starts = part(
  String.raw`(?:co|bat dau co|phat sinh)?\s*hieu luc(?:\s+thi hanh)?(?:\s+(?:la|tu|ke tu|vao|bat dau|bat dau tu))*\s+${whenWord}|ngay (?:co|bat dau co) hieu luc|${whenWord}\s+(?:thi\s+)?(?:${name}\s+)?${begins}${force}|${name}\s+(?:(?:bat dau|chinh thuc|duoc|co)\s+)*(?:ap dung|thi hanh)\s+${whenWord}`,
);
const unit = '(?:dieu|khoan|diem|muc|phan|cho|phu luc)';
const whichUnits = String.raw`(?:(?:o|tai|trong)\s+)?(?:(?:nhung|cac|may|bao nhieu)\s+)?${unit}(?:\s*,?\s*(?:va\s+)?${unit})*\s+(?:nao|gi)|(?:may|bao nhieu)\s+${unit}`;
const changeVerb = verbs
  .slice(0, 4)
  .map(([words]) => words)
  .join('|');
const changes = String.raw`(?<verb>${changeVerb})(?:\s+(?:va\s+|hoac\s+|hay\s+)?(?:${changeVerb}))*`;
const changedParts = part(
  String.raw`${name}\s+${before}(?:bi|duoc)\s+(?:${name}\s+)?${changes}\s+(?:${whichUnits})|${unit}(?:\s*,?\s*${unit})*\s+nao\s+(?:cua|trong|o|tai|thuoc)\s+${name}\s+${before}(?:(?:bi|duoc)\s+(?<verb2>${verbPattern})|het hieu luc)`,
);
const changesParts = part(String.raw`${name}\s+${before}${changes}\s+(?:${whichUnits})`);
const chain = part(
  `(?:lich su|chuoi|qua trinh|cac lan|nhung lan|may lan|bao nhieu lan)(?:\\s+\\p{L}+){0,3}?\\s+(?:thay the|sua doi|thay doi|hieu luc|ban hanh)`,
);
const related = part(
  `(?:${who.replace('(?<type>', '(?:')}|(?:cac|nhung)\\s+${typeWord})\\s+(?:co\\s+)?(?:lien quan|quan he)`,
);

/** Whether a question may ask for a relation at all; cheap, before documents are looked up. */
export const mayAskRelation = (folded: string): boolean =>
  /(?<!\p{L})(?:hieu luc|con ap dung|thay the|thay cho|bai bo|huy bo|sua doi|bo sung|dieu chinh|dinh chi|ngung|can cu|dua tren|dua vao|cu the hoa|huong dan|chi tiet|thuc hien|thi hanh|trien khai|quan triet|lien quan|quan he|gia tri|ap dung|sua|bo|het han|tinh trang|con (?:\p{L}+ ){0,2}?(?:dung|xai|theo|su dung|lam theo|han|tac dung))(?!\p{L})/u.test(
    folded,
  );

/** Reads what is asked, given where the question names documents; null where it is no question of this kind. */
export function readRelationQuestion(text: string, names: readonly NameSpan[]): RelationQuestion | null {
  const blanked = blank(text, names);
  const matched = (pattern: RegExp): Record<string, string | undefined> | null => {
    const match = pattern.exec(blanked);
    return match ? { ...match.groups } : null;
  };
  const others = (
    groups: Record<string, string | undefined>,
    direction: 'in' | 'out',
    kinds: readonly RelationKind[] = kindsOf(groups['verb'] ?? groups['verb2'] ?? ''),
  ): RelationQuestion => ({
    asks: 'others',
    kinds,
    direction,
    typeName: typeNameOf(groups['type'] ?? groups['type2'] ?? '') ?? null,
    isYesNo: false,
  });
  if (matched(chain)) return { asks: 'chain' };
  const touched = matched(changedParts);
  const touches = touched ? null : matched(changesParts);
  if (touched ?? touches)
    return {
      ...others(touched ?? touches ?? {}, touched ? 'in' : 'out', anyChange),
      isOfParts: true,
    } as RelationQuestion;
  const basis = matched(basisFor);
  if (basis) return others(basis, 'in', ['based_on']);
  const bases = matched(basesOfName) ?? matched(basesInName);
  if (bases) return others(bases, 'out', ['based_on']);
  const incoming = matched(passiveName) ?? matched(activeWho);
  if (incoming) return others(incoming, 'in');
  const outgoing = matched(passiveWho) ?? matched(activeName);
  if (outgoing) return others(outgoing, 'out');
  const two = names.length > 1 ? matched(between) : null;
  if (two) return { asks: 'between', kinds: kindsOf(two['verb'] ?? '') };
  if (matched(doneWhen)) return { asks: 'force', about: 'end' };
  if (matched(ends)) return { asks: 'force', about: 'end' };
  const done = matched(doneYet);
  if (done) return { ...others(done, 'in'), isYesNo: true } as RelationQuestion;
  if (matched(holds) ?? matched(stillUsed) ?? matched(expiredYet) ?? matched(state))
    return { asks: 'force', about: 'now' };
  if (matched(starts)) return { asks: 'force', about: 'start' };
  return matched(related) ? { asks: 'related' } : null;
}

/** The kinds that a verb may mean, the closest first. */
export function kindsOf(verb: string): readonly RelationKind[] {
  const words = fold(verb).trim();
  return verbs.find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'u').test(words))?.[1] ?? [];
}

/** The folded question with the names of documents blanked. */
export function blank(text: string, names: readonly NameSpan[]): string {
  let folded = fold(text)
    .replace(/[?!.\s]+$/u, '')
    .replace(/,/gu, ' ');
  for (const { from, to } of names) folded = folded.slice(0, from) + '¤'.repeat(to - from) + folded.slice(to);
  return folded;
}

export { verbPattern, typeWord };
