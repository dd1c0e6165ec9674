import { fold } from '../../text/normalise.ts';
import { foldedTypeNamePattern } from '../../text/document-types.ts';
import { labelPattern, ready, strongest, type Claim, type OwnDocument } from './relation-acts.ts';
import { objectsBehind } from './relation-objects.ts';
import type { RelationKind } from '../types.ts';

/* Why a document was made: what it is based on, carries out, goes on with, or lays down in detail. */

const type = `(?:${foldedTypeNamePattern}|van ban)`;

/** Whether a paragraph is a line of the legal basis. */
export const isBasis = (folded: string): boolean => /^\s*[-–*+.•·]?\s*can cu(?!\p{L})/u.test(folded);

/** 'Căn cứ Luật …; Căn cứ Nghị định số …': what stands directly behind the words. */
export function basesOf(paragraph: string): Claim[] {
  const made = ready(paragraph);
  return strongest(
    [...made.folded.matchAll(/(?<!\p{L})can cu\s+(?:vao\s+|theo\s+)?/gu)].flatMap(({ index, 0: words }) => {
      const next = made.folded.slice(index + 7).search(/(?<!\p{L})can cu(?!\p{L})/u);
      const end = next < 0 ? made.text.length : index + 7 + next;
      return objectsBehind(made, index + words.length, end).map((object): Claim => ({
        ...object,
        kind: 'based_on',
      }));
    }),
  );
}

const amount = String.raw`(?:\s+(?:day manh|co hieu qua|hieu qua|tot|nghiem|nghiem tuc|day du|dong bo|quyet liet|trien khai|to chuc|quan triet|chi dao|lanh dao|sau rong|,|va|viec|cac|mot so|noi dung|nhiem vu|giai phap|dieu(?!\s+\d)|cua|thi hanh|thuc hien|ve|bien phap|huong dan))*`;

const verbs: readonly { kind: RelationKind; pattern: RegExp }[] = [
  {
    kind: 'details',
    pattern: new RegExp(
      String.raw`(?<!\p{L})(?:cu the hoa|quy dinh chi tiet|chi tiet(?: va bien phap)? thi hanh|bien phap(?: de)?(?: to chuc)?,?(?: huong dan)? thi hanh|huong dan)(?:,? va (?:huong dan|bien phap)(?: thi hanh)?)?${amount}(?!\p{L})`,
      'gu',
    ),
  },
  {
    kind: 'continues',
    pattern: new RegExp(
      String.raw`(?<!\p{L})tiep tuc${amount}\s+(?:thuc hien|thi hanh|trien khai)${amount}(?!\p{L})`,
      'gu',
    ),
  },
  {
    kind: 'implements',
    pattern: new RegExp(
      String.raw`(?<!\p{L})(?:trien khai|quan triet|to chuc|thuc hien|thi hanh)${amount}(?!\p{L})`,
      'gu',
    ),
  },
];

/** 'sơ kết 5 năm thực hiện', 'kiểm tra việc thực hiện': looks back at it. */
const looksBack =
  /(?<!\p{L})(?:so ket|tong ket|danh gia|kiem tra|giam sat|kiem diem|ket qua|\d+ nam|qua trinh|tinh hinh|sau khi|chua|khong|chuyen tiep)(?!\p{L})/u;

/** The purpose that a subject line names: 'về thực hiện Chỉ thị số …', 'hướng dẫn thi hành một số điều của …'. */
export function purposesOfSubject(subject: string, document: OwnDocument): Claim[] {
  return purposes(ready(subject), 0, document);
}

const opening = new RegExp(
  String.raw`${labelPattern}(?:de|nham|thuc hien|trien khai|to chuc|quan triet|cu the hoa|tiep tuc|huong dan|quy dinh chi tiet|can cu va)(?!\p{L})`,
  'u',
);
const ownPurpose = new RegExp(
  String.raw`(?<!\p{L})${type} nay\s+(?:(?:la|de|nham|duoc ban hanh de|quy dinh|ban hanh|ke hoach|chuong trinh|de an)\s+)*(?=quy dinh chi tiet|huong dan|cu the hoa|thuc hien|trien khai|tiep tuc|chi tiet)`,
  'u',
);

/** The purpose that an opening sentence names: 'Thực hiện Chỉ thị số …, Ban Thường vụ xây dựng kế hoạch …'. */
export function purposesOfSentence(sentence: string, document: OwnDocument): Claim[] {
  const made = ready(sentence);
  if (opening.test(made.folded)) return purposes(made, 0, document);
  const own = ownPurpose.exec(made.folded);
  if (own) return purposes(made, own.index, document);
  // 'Ban Thường vụ yêu cầu tiếp tục thực hiện Chỉ thị số … với các nhiệm vụ sau': what the document is about.
  return /^(?:ket luan|chi thi|nghi quyet|thong bao)$/u.test(document.typeName) &&
    /(?<!\p{L})yeu cau(?!\p{L}).{0,120}tiep tuc/u.test(made.folded)
    ? purposes(made, 0, document).filter((claim) => claim.kind === 'continues')
    : [];
}

function purposes(made: ReturnType<typeof ready>, from: number, document: OwnDocument): Claim[] {
  const { folded } = made;
  const claims: Claim[] = [];
  for (const { kind, pattern } of verbs)
    for (const verb of folded.matchAll(pattern)) {
      if (verb.index < from || looksBack.test(folded.slice(Math.max(0, verb.index - 60), verb.index)))
        continue;
      const objects = objectsBehind(made, verb.index + verb[0].length);
      if (objects.length === 0) continue;
      // A guideline that carries a document out lays it down in detail.
      const isGuideline =
        kind === 'implements' && document.typeName === 'huong dan' && !/(?<!\p{L})tiep tuc/u.test(folded);
      claims.push(...objects.map((object): Claim => ({ ...object, kind: isGuideline ? 'details' : kind })));
    }
  // Each document once: 'tiếp tục thực hiện' is not 'thực hiện' as well.
  return strongest(claims).slice(0, 5);
}

/** The type as acts compare it. */
export const foldedType = (typeName: string): string => fold(typeName).trim();
