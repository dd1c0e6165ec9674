import { fold } from '../../text/normalise.ts';
import { readPeople } from './read-people.ts';

/* People who stand before their label: 'do đ/c Lê Văn Mẫu chủ trì', 'Trần Thị B thư ký'. */

/** Where the people at the end of `before` begin; null where it does not end with one. */
export function peopleAtEnd(before: string): number | null {
  const areAll = (tail: string): boolean => {
    const { people, rest } = readPeople(tail);
    return rest.length === 0 && people.length > 0 && people.every(({ name }) => name !== '');
  };
  // 'do', 'đ/c' and 'các đ/c' say where they begin: the first from which on there is nothing else.
  const openings = [...before.matchAll(opener)]
    .filter((match) => !isInsideName(before, match.index, match[0]))
    .map((match) => match.index + match[0].length);
  const all = openings.filter((at) => areAll(before.slice(at)));
  // 'bác Khang …, bác Bảy chủ trì': a comma alone parts people of whom only the last has the role.
  const isList = (at: number): boolean =>
    /(?:các|cac|do)\s/iu.test(before.slice(Math.max(0, at - 16), at)) ||
    readPeople(before.slice(at)).people.length === 1 ||
    /;|\s(?:và|va|cùng|cung|&)\s/iu.test(before.slice(at));
  const lastComma = Math.max(before.lastIndexOf(','), before.lastIndexOf(';'));
  const opened = all.find(isList) ?? all.find((at) => at > lastComma);
  // 'chị lan anh lan anh ghi biên bản': where the name begins is not told.
  const inner = all.filter(
    (at) => opened !== undefined && at > opened && !/[,;]|\s(?:và|va)\s/iu.test(before.slice(opened, at)),
  );
  if (inner.some((at) => /(?:^|\s)\p{Ll}[\p{Ll}\p{M}/]*\s+$/u.test(before.slice(0, at)))) return null;
  if (opened !== undefined) {
    const honoured =
      /(?<!\p{L})(?:các |cac )?(?:đ\/c|d\/c|đc|dc|đồng chí|dong chi|ông|bà|anh|chị|cô|chú|bác|thầy|cậu|ong|ba|chi|co|chu|bac|thay|[abce])\s+$/iu.exec(
        before.slice(0, opened),
      );
    if (honoured) return honoured.index;
    // Without diacritics 'do minh' is Đỗ Minh; 'do le van mau' is by somebody.
    const [first] = readPeople(before.slice(opened)).people;
    const isFamily = /(?<!\p{L})do\s+$/u.test(before.slice(0, opened)) && before === fold(before);
    return isFamily && first && !first.name.includes(' ') ? opened - 3 : opened;
  }
  // Otherwise a whole name right before the label, with its position between commas or not.
  const commas = [...before.matchAll(/[,;]\s*|^\s*/gu)].map((match) => match.index + match[0].length);
  for (const from of commas.reverse().slice(0, 3)) {
    const tail = before.slice(from);
    const isClause = /^\s*\p{Lu}/u.test(tail) && !/[,;]/u.test(tail);
    if (areAll(tail) && readPeople(tail).people.length === 1 && (isWhole(tail) || isClause)) return from;
  }
  const last = Math.max(...commas, 0);
  const words = [...before.slice(last).matchAll(/\S+/gu)];
  for (const [i, word] of words.entries()) {
    // 'đồng chí' is one word.
    const [own, previous] = [fold(word[0]), words[i - 1]?.[0] ?? ''];
    if (own === 'chi' && fold(previous) === 'dong') continue;
    // 'Vi Văn Kiên': nobody's name begins in the middle of one.
    if (/^(?:van|thi)$/u.test(own) && /^\p{Lu}/u.test(previous)) continue;
    const tail = before.slice(last + word.index);
    if (isInsideRoom(before, last + word.index)) continue;
    const isCapital = /^\p{Lu}/u.test(tail) || !/\p{Lu}/u.test(before);
    if (isCapital && areAll(tail) && isWhole(tail)) return last + word.index;
  }
  return null;
}

/** 'Kiều Anh Tú': among capitals 'Anh' is a syllable of the name. */
const isInsideName = (before: string, from: number, opening: string): boolean =>
  /^\p{Lu}\p{Ll}+\s+$/u.test(opening) &&
  /(?<![\p{L}\p{M}])\p{Lu}\p{Ll}+\s+$/u.test(before.slice(0, from)) &&
  /^\p{Lu}\p{Ll}/u.test(before.slice(from + opening.length));

/** 'nhà văn hóa thôn chủ trì A': words of a room are nobody's name. */
const isInsideRoom = (before: string, at: number): boolean =>
  [...fold(before).matchAll(rooms)].some((match) => match.index < at && at < match.index + match[0].length);
const rooms =
  /(?<!\p{L})(?:nha van hoa|hoi truong|phong hop|phong khach|nha sinh hoat|tru so|van phong)(?: (?:cong dong|thon|xa|ap|khu|phuong|to dan pho|dang uy|ubnd|uy ban|co quan|tinh uy|lon|nho|tang \d+|so \d+))*(?!\p{L})/gu;

/** A name of two syllables and more; one alone ('Đoài chủ trì') may be the end of anything. */
const isWhole = (text: string): boolean =>
  readPeople(text).people.every(({ name }) => name.trim().includes(' '));

const opener =
  /(?<!\p{L})(?:(?:do|dưới sự điều hành của)\s+)?(?:(?:các |cac )?(?:đ\/c|d\/c|đc|dc|đồng chí|dong chi|anh|chị|ông|bà|cô|chú|bác|thầy|cậu|ong|thay)\s+)|(?<=(?:^|[,;¦.:(]|(?<!\p{L})(?:kỳ|ky|họp|hop|đề))\s*(?:do\s+)?)(?:ba|chi|co|chu|bac|[abce])\s+(?=\p{L}+\s*)|(?<!\p{L})do\s+/giu;
