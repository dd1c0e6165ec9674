import type { DateOnly } from '../../core/clock.ts';
import { expandAbbreviations } from '../../text/abbreviations.ts';
import { codeOfIssuer, typedTypeNamePattern, typeNameOf } from '../../text/document-types.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { findPeriods } from '../../text/periods.ts';
import { foldedSyllables, syllables } from '../../text/syllables.ts';
import { askingWords } from './query.ts';

/** Documents asked for without a symbol: 'chỉ thị của Tỉnh ủy năm 2023 về …', 'nghị quyết mới nhất về …'. */
export interface DocumentRequest {
  /** 'Nghị quyết'; null: documents of any type. */
  typeName: string | null;
  /** Folded words of the body: 'ban to chuc tinh uy'. */
  issuer: string | null;
  /** First and last day of issue. `isLoose`: said behind the matter, so it may belong to the title instead. */
  issued: { from: DateOnly; to: DateOnly; label: string; isLoose: boolean } | null;
  /** Folded words of what they are about; empty: about anything. */
  matter: readonly string[];
  /** The same words with what was read as issuer and date, for titles that hold both. */
  wholeMatter: readonly string[];
  /** The matter as typed, for what is said of it. */
  matterText: string;
  isNewest: boolean;
  /** 'one': no question word says whether one or several are wanted. */
  asks: 'one' | 'list' | 'count';
  /** Whether the question says that it means the kept documents ('trong kho', 'kho có …'). */
  isOfStore: boolean;
}

const typeWord = String.raw`(?<type>${typedTypeNamePattern}|(?:van\s*ban|tai\s+lieu)(?:\s+(?:chi dao|quy pham phap luat|cua dang|nha nuoc))?)`;
/** What may stand before the word for the document; anything else makes the question one about a matter. */
const frameWords = new Set(
  (
    'kho trong co cho toi xem tim tra cuu hoi xin biet nhung cac bao nhieu may danh sach muc liet ke tat ca hien dang luu giu he thong ' +
    'gui lay mo doc tong so ta minh em anh chi ban hay giup dum tom tat noi dung chinh cua theo luc nay thi con duoc gi va dong tai lieu ' +
    'o day chung vui long lam on nho muon can thong ke dem neu ra de ve toan bo nao bao gom nhan da bay gio file tep kiem'
  ).split(' '),
);
const newest =
  /(?<!\p{L})(?:moi nhat|gan day nhat|gan nhat|moi (?:duoc )?ban hanh|vua (?:duoc )?ban hanh|moi day nhat)(?!\p{L})/u;
const about =
  /(?<!\p{L})(?:co noi dung (?:ve|lien quan den)|noi (?:ve|den|toi)|lien quan (?:den|toi)|quy dinh ve|de cap (?:den|toi|ve)?|huong dan ve|chi dao ve|ve (?:viec|noi dung|van de|linh vuc|chu de)?)(?!\p{L})/u;
const bodyStart =
  'ban thuong vu|ban chap hanh|thuong truc|tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy|dang bo|quan uy trung uong|bo chinh tri|ban bi thu|trung uong|chinh phu|thu tuong|quoc hoi|uy ban thuong vu quoc hoi|uy ban nhan dan|uy ban kiem tra|uy ban mat tran|hoi dong nhan dan|chu tich nuoc|ban to chuc|ban tuyen giao|ban dan van|ban noi chinh|ban xay dung dang|van phong|mat tran to quoc|lien doan lao dong|tinh doan|doan thanh nien|hoi lien hiep phu nu|hoi nong dan|hoi cuu chien binh|bo (?:noi vu|tai chinh|cong an|quoc phong|y te|tu phap|cong thuong|xay dung|ngoai giao|giao duc va dao tao|khoa hoc va cong nghe|nong nghiep|giao thong|van hoa|lao dong|tai nguyen|ke hoach|thong tin)|so (?:noi vu|tai chinh|y te|tu phap|xay dung|cong thuong|giao duc va dao tao|khoa hoc va cong nghe)|dang uy khoi|btv|bch';
const bodyEnd =
  '(?:trong|nam|thang|quy|tu|den|ve|noi|lien quan|co|la|nao|gi|nhu|ma|duoc|ban hanh|moi|gan|vua|ky|hien|dang|da|so|thi|khong|voi|nhe|trong kho|quy dinh|de cap|huong dan|chi dao|con|theo)';
const body = String.raw`(?<body>(?:${bodyStart})(?:\s+(?!${bodyEnd}(?!\p{L}))\p{L}+){0,8})`;
const ofBody = new RegExp(String.raw`(?<!\p{L})(?:cua|do)\s+(?:${body})(?!\p{L})`, 'u');
const bareBody = new RegExp(String.raw`^\s*(?:${body})(?!\p{L})`, 'u');
const issuing =
  /(?<!\p{L})(?:(?:da |duoc |co )*(?:ban hanh|ky)(?: trong| vao| tu)?|(?:trong|vao|tu)(?=\s*[·]))(?!\p{L})/u;
const ofStore = /(?<!\p{L})(?:kho(?: (?:van ban|tai lieu))?|he thong|co so du lieu)(?!\p{L})/u;

/**
 * What documents a text asks for by type, issuer, date or matter; null where it does not begin with a word for a
 * document. A text that also has a symbol is for the symbol's reader.
 * @param today for 'năm nay'; absent: only dates that say their year count
 */
export function readDocumentRequest(text: string, today?: DateOnly): DocumentRequest | null {
  const clean = oneLine(cleanText(expandAbbreviations(oneLine(cleanText(text))).expanded)).replace(
    /[?!.\s]+$/u,
    '',
  );
  const folded = fold(clean);
  const type = new RegExp(String.raw`(?<![\p{L}\p{N}])${typeWord}(?!\p{L})(?!\s*(?:so\s*)?\d)`, 'u').exec(
    folded,
  );
  if (!type?.groups?.['type']) return null;
  const before = folded.slice(0, type.index);
  if (foldedSyllables(before).some((word) => !frameWords.has(word))) return null;
  const start = type.index + type[0].length;
  let rest = folded.slice(start);
  const blank = (from: number, length: number): void => {
    rest = rest.slice(0, from) + '·'.repeat(length) + rest.slice(from + length);
  };
  const matched = newest.exec(rest);
  const isNewest = matched !== null || newest.test(before);
  if (matched) blank(matched.index, matched[0].length);
  const wholeMatter = matterOf(rest).words;
  const aboutAt = about.exec(rest)?.index ?? rest.length;
  const period = findPeriods(clean.slice(start), today ?? '2000-01-01').find(
    ({ kind, span }) =>
      kind !== 'term' && (today !== undefined || /\d{4}/u.test(rest.slice(span.from, span.to))),
  );
  let issued: DocumentRequest['issued'] = null;
  if (period) {
    const { from, to, label, span } = period;
    const isSaid = /(?:ban hanh|ky)(?: trong| vao| tu| nam)*\s*$/u.test(rest.slice(0, span.from));
    issued = { from, to, label, isLoose: span.from > aboutAt && !isSaid };
    blank(span.from, span.to - span.from);
  }
  const bodyFound = bareBody.exec(rest) ?? ofBody.exec(rest);
  const issuer = bodyFound?.groups?.['body']?.trim() ?? null;
  if (bodyFound && issuer !== null) {
    const at = bodyFound.index + bodyFound[0].indexOf(issuer);
    blank(bodyFound.index, at - bodyFound.index + issuer.length);
  }
  for (let said = issuing.exec(rest); said; said = issuing.exec(rest)) blank(said.index, said[0].length);
  const { words: matter, from: matterFrom, to: matterTo } = matterOf(rest);
  const asked = type.groups['type'];
  const isCount = /(?<!\p{L})(?:bao nhieu|may|dem|so luong|tong so)(?!\p{L})/u.test(before);
  const isList =
    /(?<!\p{L})(?:nhung|cac|liet ke|danh sach|danh muc|tat ca|toan bo)(?!\p{L})/u.test(before) ||
    /^\s*(?:nao|gi)(?!\p{L})|(?<!\p{L})nao(?!\p{L})/u.test(rest);
  return {
    typeName: /^(?:van|tai)/u.test(asked) ? null : typeNameOf(asked),
    issuer,
    issued,
    matter,
    wholeMatter,
    matterText: clean.slice(start + matterFrom, start + matterTo),
    isNewest,
    asks: isCount ? 'count' : isList ? 'list' : 'one',
    isOfStore: ofStore.test(before) || /(?<!\p{L})trong (?:kho|he thong)(?!\p{L})/u.test(rest),
  };
}

/** Words that say nothing of the matter beside those of asking. */
const idle = new Set(
  've viec la cua nao gi nhe a voi nhi thi ma do o co da duoc dang hien con khong kho trong vao tu noi dung den toi lien quan de cap'.split(
    ' ',
  ),
);

/** The words that are left when asking and idle words at both ends are taken away, and where they stand. */
function matterOf(rest: string): { words: string[]; from: number; to: number } {
  const cleared = rest
    .replace(about, (said) => ' '.repeat(said.length))
    .replace(/(?<!\p{L})(?:trong )?(?:kho(?: van ban| tai lieu)?|he thong)(?: (?:nay|khong))?\s*$/u, (said) =>
      ' '.repeat(said.length),
    );
  const found = syllables(cleared);
  const words = found.map((word) => word.folded);
  const mask = askingWords(words);
  let from = 0;
  let to = words.length;
  while (from < to && (mask[from] || idle.has(words[from]!))) from++;
  while (to > from && (mask[to - 1] || idle.has(words[to - 1]!))) to--;
  return {
    words: words.slice(from, to),
    from: found[from]?.from ?? 0,
    to: from < to ? found[to - 1]!.to : (found[from]?.from ?? 0),
  };
}

/**
 * Whether a document is of the body that is asked for. 'Tỉnh ủy' is also its standing board, but not its organisation
 * board; 'Đảng ủy' is every Đảng ủy; 'Trung ương' is every body whose documents carry TW.
 */
export function isOfIssuer(asked: string, issuer: string | null, issuerCode: string): boolean {
  const wanted = organless(asked);
  const code = codeOfIssuer(asked) ?? codeOfIssuer(wanted);
  if (
    code !== null &&
    /^(?:trung uong|tinh uy|huyen uy)$/u.test(wanted) &&
    fold(code).toUpperCase() === issuerCode
  )
    return true;
  if (issuer === null || issuer.trim() === '')
    return code !== null && fold(code).toUpperCase() === issuerCode;
  const own = organless(foldedSyllables(issuer).join(' '));
  // A bare 'Đảng ủy' is the body of some place or block, not of the one that is asked for.
  const isNamed = !/^(?:dang uy|dang bo|van phong)$/u.test(own);
  return own === wanted || own.startsWith(`${wanted} `) || (isNamed && wanted.startsWith(`${own} `));
}

const organless = (body: string): string =>
  body
    .replace(/^(?:ban thuong vu|ban chap hanh|thuong truc|btv|bch)\s+(?=\p{L})/u, '')
    .replace(/^dang bo (?=(?:tinh|huyen|xa|phuong|thanh pho))/u, '')
    .trim();
