import { fold } from '../../text/normalise.ts';
import type { Question, QuestionType } from '../question/analyse.ts';

/*
 * Who a sentence speaks of. Rules of the Party say the same of one body after another ('sinh hoạt mỗi tháng một lần'):
 * what is said of a party committee is no answer to a question about the cell. Read folded, so that questions without
 * diacritics are held against the same.
 */

/** What bodies are called, those that begin like another first. Kinds in one line go by one name, or one holds the other. */
const kinds: readonly (readonly [string, string])[] = [
  ['tổ đảng', 'to dang'],
  ['bộ phận', '(?:dang|chi) (?:uy|bo) bo phan'],
  ['lực lượng', 'dang (?:uy|bo) (?:quan su|cong an|quan khu|bo doi bien phong)'],
  ['chi bộ', 'chi bo'],
  ['chi ủy', 'chi uy'],
  ['ban thường vụ', 'ban thuong vu'],
  ['thường trực', '(?:ban )?thuong truc'],
  ['ủy ban kiểm tra', 'uy ban kiem tra'],
  ['đảng đoàn', 'dang doan'],
  ['ban cán sự', 'ban can su(?: dang)?'],
  ['cấp ủy', '(?:ban chap hanh|cap uy)'],
  ['đảng ủy', '(?:dang|tinh|thanh|huyen|quan|thi) uy|dang bo'],
  ['ban', 'ban (?:to chuc|tuyen giao va dan van|tuyen giao|dan van|noi chinh|kinh te|chi dao)'],
  ['văn phòng', 'van phong'],
  ['bộ chính trị', 'bo chinh tri'],
  ['ban bí thư', 'ban bi thu'],
  ['hội đồng nhân dân', 'hoi dong nhan dan'],
  ['ủy ban nhân dân', 'uy ban nhan dan'],
  ['tổ chức đảng', 'to chuc (?:co so )?dang'],
];

/** Names that leave open which body of several is meant, with those that they may mean. */
const wide: Readonly<Record<string, readonly string[]>> = {
  'cấp ủy': ['đảng ủy', 'chi ủy', 'ban thường vụ', 'bộ phận', 'lực lượng', 'tổ chức đảng'],
  'tổ chức đảng': ['chi bộ', 'đảng ủy', 'bộ phận', 'lực lượng', 'cấp ủy', 'ban cán sự', 'đảng đoàn'],
};

/** Where the body belongs: 'Ban Thường vụ Tỉnh ủy' is not that of a district. */
const owned = String.raw`(?: co so)?(?: (?:cua )?(?:ban chap hanh )?((?:dang|tinh|thanh|huyen|quan|thi) uy|trung uong|dang bo|chi bo))?`;
const anyBody = new RegExp(
  String.raw`(?<!\p{L})(?:${kinds.map(([, pattern]) => `(${pattern})`).join('|')})${owned}(?!\p{L})`,
  'gu',
);

interface Body {
  kind: string;
  owner: string | null;
  from: number;
  to: number;
}

function bodiesIn(folded: string): Body[] {
  return [...folded.matchAll(anyBody)].map((match) => {
    const at = match.slice(1, 1 + kinds.length).findIndex((group) => group !== undefined);
    return {
      kind: kinds[at]?.[0] === 'ban' ? (match[1 + at] ?? '') : (kinds[at]?.[0] ?? ''),
      owner: match[1 + kinds.length] ?? null,
      from: match.index,
      to: match.index + match[0].length,
    };
  });
}

const mayBe = (a: Body, b: Body): boolean => {
  if (a.kind === b.kind) return a.owner === null || b.owner === null || a.owner === b.owner;
  return (wide[a.kind]?.includes(b.kind) ?? false) || (wide[b.kind]?.includes(a.kind) ?? false);
};

/** Nothing, or only words that count or point, stands between the beginning of a clause and its subject. */
const clauseStart =
  /(?:^|[.,;:–]|(?<!\p{L})(?:thi|va|hoac|hay|\d[\p{L}\d/-]*))\s*(?:[-–+•*]\s*|\(?\p{L}\)\s*|\d+(?:\.\d+)*[.)]\s*)?(?:(?:cac|nhung|moi|tung|mot|toan the|rieng|doi voi)\s+)*$/u;

/** What may stand before the subject of a sentence: its mark, and a clause that says when or where. */
const sentenceStart =
  /^\s*(?:[-–+•*]\s*|\(?\p{L}\)\s*|(?:dieu\s+)?\d+(?:\.\d+)*\p{L}?[.):]?\s+)?(?:(?:trong|khi|sau|truoc|neu|hang|moi|dinh ky|theo|can cu|o|tai|doi voi|hien nay|ngoai ra|dong thoi)(?!\p{L})[^.;:]*,\s*)?(?:(?:cac|nhung|moi|tung|mot|toan the)\s+)*$/u;

/** 'Số lượng ủy viên ban thường vụ …', 'Nhiệm kỳ của chi bộ …': what is told is a matter of that body. */
const matterOf =
  /(?:so luong|tong so|nhiem ky|thanh phan|co cau|nhiem vu|quyen han|chuc nang|tham quyen|hoi nghi|cuoc hop|ky hop|phien hop|che do(?: \p{L}+){0,3}?)(?: (?:cap )?uy vien| thanh vien)?(?: cua)?(?: cac| moi)?\s+$/u;

/** Types whose answer tells of the subject; who or where acts upon it, or what it is, may stand under another subject. */
const told: ReadonlySet<QuestionType> = new Set([
  'number',
  'percent',
  'money',
  'duration',
  'date',
  'list',
  'manner',
  'yes-no',
  'which',
  'other',
]);
/** The subject is acted upon by what is asked, or asked for itself. */
const isActedUpon =
  /^\s*(?:(?:nao|gi|ai|la gi)(?!\p{L})|(?!.*\skhong\W*$)(?:\p{L}+\s+){0,4}?(?:duoc|bi|do)(?!\p{L}))/u;
/** Words of asking and of time that a question may begin with before its subject. */
const asking =
  /(?:^|[,:]\s*)(?:(?:xin |cho )?(?:toi |em |minh )?hoi(?: la| rang)?|hien nay|may thang(?: mot lan)?|bao lau(?: mot lan)?|khi nao|moi thang|hang thang|trong mot thang|mot thang|mot nam|mot quy)\s*$/u;

/** The body that a question asks about: its subject, `label` as typed; null where it has none or acts on it itself. */
export function askedBody(question: Question): (Body & { label: string }) | null {
  if (!told.has(question.type)) return null;
  const folded = fold(question.expanded);
  const [first] = bodiesIn(folded);
  if (!first) return null;
  const before = folded.slice(0, first.from).replace(matterOf, '');
  if (!clauseStart.test(before) && !asking.test(before.trimEnd())) return null;
  if (isActedUpon.test(question.frame.slice(first.to)) || countsBody(question)) return null;
  return { ...first, label: question.expanded.slice(first.from, first.to) };
}

/** "Đảng bộ có bao nhiêu chi bộ?": the answer tells of the bodies that are counted. */
const countsBody = ({ counted }: Question): boolean =>
  bodiesIn(counted.words.join(' ')).some(({ from }) => from === 0);

/**
 * What the sentence speaks of instead of the body that is asked about: its name as written; null where it speaks of
 * that body, of something that is no body, or where it cannot be told. `lead` introduces the sentence, if anything does.
 */
export function otherSubject(question: Question, sentence: string, lead: string | null): string | null {
  const asked = askedBody(question);
  if (!asked) return null;
  const own = subjectsOf(question, sentence, asked);
  if (own === 'asked') return null;
  if (own !== null) return own;
  const above = lead === null ? null : subjectsOf(question, lead, asked);
  return above === 'asked' ? null : above;
}

/** 'asked' where a clause has the asked body for its subject, else the first body that is one; null where none is. */
function subjectsOf(question: Question, text: string, asked: Body): string | null {
  const folded = fold(text);
  const bodies = bodiesIn(folded);
  const matter = new Set(question.content);
  const isSubject = ({ from }: Body): boolean => clauseStart.test(folded.slice(Math.max(0, from - 60), from));
  const acts = ({ from, to }: Body): boolean =>
    !/(?<!\p{L})(?:cua|o|tai|ve|voi)\s+(?:(?:cac|nhung|moi|tung)\s+)*$/u.test(folded.slice(0, from)) &&
    matter.has(/^\s(\p{L}+)/u.exec(folded.slice(to))?.[1] ?? '');
  if (bodies.some((body) => mayBe(body, asked) && (isSubject(body) || acts(body)))) return 'asked';
  // Of a matter of another body it is enough that the asked one is named somewhere.
  const isNamed = bodies.some((body) => mayBe(body, asked));
  const other = bodies.find(({ from }) => {
    const before = folded.slice(0, from);
    return sentenceStart.test(before) || (!isNamed && sentenceStart.test(before.replace(matterOf, '')));
  });
  return other ? text.slice(other.from, other.to) : null;
}
