import { cleanText, fold, oneLine } from '../../text/normalise.ts';

/*
 * Personnel items are kept by role only (scope of the product): a name of a person in one is found here, so that the
 * person is asked to leave it out.
 */

/** Family names that more than nine of ten bear, folded. */
const familyNames = new Set(
  (
    'nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dao doan dinh lam trinh mai truong cao ta ha ' +
    'luong to phung chu kieu thai luu quach tong trieu vuong dam nong ma luc hua be la vi lo ksor rcom siu y dieu kpa ' +
    'than nghiem tang khuc van tieu chau giang bach cu quan khong ung thach son danh kim thi lau giang sung vang mua'
  ).split(' '),
);
/** Family names that are also words which open names of bodies and places; alone they prove nothing. */
const weakNames = new Set(
  'ha cao thai son kim danh van giang quan la y vi to doan ho chu thi vang mua'.split(' '),
);
/** What stands right before the name of a body or a place. */
const beforePlace =
  /(?:tinh|huyen|xa|phuong|thi tran|thanh pho|quan|thon|ban|lang|khu pho|to dan pho|dac khu|dang bo|dang uy|chi bo|ban|so|phong|cong ty|truong|benh vien|tu tuong|phong cach|chu tich|hoc tap|guong|doan tncs|thanh nien cong san|duong|dai hoc)\s*$/u;
/** Words of posts and bodies: what begins with one is no name. */
const posts =
  /^(?:bi thu|pho|chu tich|truong|giam doc|uy vien|chanh|tong|thuong truc|dang vien|cap uy|chi uy|can bo|chi huy|hieu truong|chu nhiem|thu truong|ban|doan|dang|hoi|so|to)(?!\p{L})/u;
const title = /(?<!\p{L})(?:dong chi|đ\/c|d\/c|dc|ong|ba|anh|chi|dong chi la)\s+$/u;
const run = /\p{Lu}\p{Ll}*(?:[ \t]+\p{Lu}\p{Ll}*){1,4}/gu;
const nationalNames =
  /^(?:ho chi minh|chu van an|le hong phong|tran phu|nguyen van cu|nguyen ai quoc|vo van kiet)$/u;

/** A person's name in a text, with its place in `cleanText(text)`; a title before it ('đồng chí') belongs to it. */
export interface PersonName {
  name: string;
  from: number;
  to: number;
}

/** The first person's name in a text, or null. */
export function findPersonName(text: string): PersonName | null {
  const clean = cleanText(text);
  for (const match of clean.matchAll(run)) {
    const name = match[0];
    const folded = fold(name);
    const syllables = folded.split(/\s+/u);
    const before = fold(clean.slice(0, match.index));
    const titled = title.exec(before);
    const isFamily = familyNames.has(syllables[0] as string);
    if (posts.test(folded) || nationalNames.test(folded)) continue;
    const isName = titled
      ? true
      : isFamily &&
        !beforePlace.test(before) &&
        (weakNames.has(syllables[0] as string) ? syllables.length >= 3 : syllables.length >= 2);
    if (isName) {
      const from = titled ? match.index - titled[0].length : match.index;
      return { name, from, to: match.index + name.length };
    }
  }
  return uncapitalised(clean);
}

/** 'dong chi le van mau thoi giu chuc': without capitals a title and a family name must stand together. */
function uncapitalised(clean: string): PersonName | null {
  const folded = fold(clean);
  if (/\p{Lu}/u.test(clean.slice(1))) return null;
  for (const match of folded.matchAll(
    /(?<!\p{L})(?:dong chi|đ\/c|d\/c|ong|ba)\s+(\p{L}+)((?:\s+\p{L}+){1,3})/gu,
  )) {
    const [, family = '', rest = ''] = match;
    if (!familyNames.has(family) || posts.test(`${family}${rest}`)) continue;
    const middle =
      /^\s+(?:van|thi|duc|huu|xuan|minh|ngoc|thanh|quang|dinh|cong|the|hong|anh|hoang|manh|tuan)\s+\p{L}+/u;
    const name = middle.exec(rest)?.[0] ?? /^\s+\p{L}+/u.exec(rest)?.[0] ?? '';
    const end = match.index + match[0].length - rest.length + name.length;
    return { name: clean.slice(end - name.length - family.length, end), from: match.index, to: end };
  }
  return null;
}

/** Why somebody leaves a post is not kept: reasons of health, family or wish, in folded form. */
const reason =
  /[,;]?\s*(?<!\p{L})(?:(?:vi|do|theo|voi)\s+)?(?:ly do\s+[^,;.]*|nguyen vong ca nhan|(?:tinh trang )?suc khoe(?: yeu| khong dam bao)?|hoan canh gia dinh|bi ky luat[^,;.]*|om dau|benh(?: nang| tat)?)(?!\p{L})/u;

/** True where a reason of a person stands in the text. */
export const tellsReason = (text: string): boolean => reason.test(fold(cleanText(text)));

const speaking =
  /^[^.;\n]{0,60}?(?:(?<!\p{L})(?:de nghi|cho rang|nhan manh|phat bieu|yeu cau|gop y|co y kien|dat van de|bay to|luu y)(?!\p{L})|:)/u;

/** True where a remark is told as that of a named person: 'đồng chí X, Phó Bí thư, đề nghị …', 'Bí thư X: …'. */
export function tellsWhoSaid(text: string): boolean {
  const found = findPersonName(text);
  return found !== null && speaking.test(fold(cleanText(text).slice(found.to)));
}

/** The text without names and reasons of persons: what may be kept of a personnel item. */
export function byRoleOnly(text: string): string {
  let clean = cleanText(text);
  for (let found = findPersonName(clean); found; found = findPersonName(clean)) {
    // 'đồng chí X - Phó Giám đốc' leaves 'Phó Giám đốc', 'đồng chí X thôi …' leaves 'một đồng chí thôi …'.
    const after = clean.slice(found.to).replace(/^\s*[-–,:(]\s*/u, ' ');
    clean = `${clean.slice(0, found.from)}${after}`;
  }
  for (let at = reason.exec(fold(clean)); at; at = reason.exec(fold(clean)))
    clean = `${clean.slice(0, at.index)}${clean.slice(at.index + at[0].length)}`;
  return oneLine(clean)
    .replace(/\s+([,.;:)])/gu, '$1')
    .replace(/[\s,;:–-]+$/u, '');
}
