import { fold } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import type { Question } from '../question/analyse.ts';
import { findPlaces } from '../question/places.ts';

/* Names of persons in a text, as who acted or who is meant. */

/** First words of bodies, offices, documents and sentences; a capitalised run that begins so is no person. */
const notNameStarts = new Set(
  'dang uy ban bo bi chi nghi quyet quy ke ket huong thong hoi dai khoi cac co nhan nha luat viet chinh chu pho truong phong vien so huyen thanh tinh xa phuong thi mat to cong trung thuong tong nguon anh bao toa dieu khoan chuong muc phan trong theo tai tren ngay sang chieu toi nam quy dong cung nhung mot hai ba moi sau khi neu vi do va voi cua quang phat duoc cho cau song nui khu nguoi'.split(
    ' ',
  ),
);
const addressed = /(?:[Đđ]ồng chí|[Đđ]\/c|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô)\s+$/u;
/** The same in capitals at the head of a run of names: 'Bà Phan Thị Hoa' begins a sentence. */
const leadingAddress = /^(?:Ông|Bà|Anh|Chị|Cô)\s+(?=\p{Lu}\p{L}*\s+\p{Lu})/u;
/** Family names that follow an office or a body in one run of capitals: 'Bộ Công Thương Nguyễn Văn An'. */
const familyNames = new Set(
  'nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh doan dao truong mai trinh cao luong lam vuong'.split(
    ' ',
  ),
);

/** What stands before the name of a place or a newspaper, never before that of a person. */
const placeNoun =
  /(?:tỉnh|huyện|xã|phường|thị xã|thị trấn|thành phố|quận|thôn|công nghiệp|kinh tế|du lịch|ấp|sông|núi|đảo|hồ|đầm|chợ|cầu|khu|[Tt]ỉnh ủy|[Hh]uyện ủy|[Tt]hành ủy|[Tt]hị ủy|[Tt]ỉnh uỷ|[Hh]uyện uỷ|[Tt]hành uỷ|Báo|báo|Trường|Nhà máy|Sở|Công ty)\s+$/iu;

/** Capitalised runs that may be names of persons and that the question does not already hold. */
export function namesIn(text: string, question?: Question): [number, number][] {
  const ranges: [number, number][] = [];
  const asked = new Set(question?.words ?? []);
  for (const match of text.matchAll(
    /(?<!\p{L})(?:\p{Lu}[\p{Ll}']*)(?:\s+\p{Lu}[\p{Ll}']*){1,8}(?!\p{L})/gu,
  )) {
    const run = nameOfRun(text, match.index, match[0]);
    if (run === null) continue;
    const [from, to] = run;
    const name = text.slice(from, to);
    const words = syllables(name);
    // "tỉnh Sơn Hải" is a place, "Chủ tịch UBND tỉnh Nguyễn Văn An" a person: names of places are short.
    if (words.length <= 2 && placeNoun.test(text.slice(Math.max(0, from - 24), from))) continue;
    if (words.length < 2 || name === name.toUpperCase()) continue;
    // "Lưu Văn phòng Tỉnh ủy": what is kept where, at the end of the recipients.
    if (/ Văn$/u.test(name) && /^\s+phòng(?!\p{L})/u.test(text.slice(to))) continue;
    if (/^(?:hồ chí minh|việt nam|hà nội)$/iu.test(name) || findPlaces(name).length > 0) continue;
    if (words.every((word) => asked.has(word.folded))) continue;
    ranges.push([from, to]);
  }
  return ranges;
}

/** The part of a run of capitalised words that may name a person; null where its beginning is that of something else. */
function nameOfRun(text: string, at: number, run: string): [number, number] | null {
  const to = at + run.length;
  const address = leadingAddress.exec(run);
  if (address) return [at + address[0].length, to];
  const words = syllables(run);
  const isOther =
    !addressed.test(text.slice(Math.max(0, at - 24), at)) && notNameStarts.has(words[0]?.folded ?? '');
  if (!isOther && words.length <= longestName) return [at, to];
  const family = words.findIndex(
    ({ folded, from }, index) =>
      index > 0 &&
      words.length - index >= 2 &&
      words.length - index <= longestName &&
      familyNames.has(folded) &&
      !placeNoun.test(text.slice(Math.max(0, at + from - 24), at + from)),
  );
  if (family > 0) return [at + (words[family]?.from ?? 0), to];
  return isOther ? null : [at, at + (words[longestName - 1]?.to ?? run.length)];
}

const longestName = 5;

/** "Ai thay ông A …?": what is asked of whom, where the words right behind 'ai' say it. */
const actOnPerson =
  /(?<!\p{L})(?:ai|nguoi nao|dong chi nao|ong nao|ba nao)\s+(?:(?:la nguoi|da|se|duoc|dong chi|cung|truc tiep)\s+)*(\p{L}+)\s+(?:(?:the|cho)\s+){0,2}(?:ong|ba|dong chi|d\/c|anh|chi)\s+(\p{L}+\s\p{L}+)/u;

/**
 * "Ai thay ông A?" where the sentence says that A stands in for somebody: it names a person, but the other one. True
 * only where the act stands behind A alone, and not as what was done to A.
 */
export function isOtherWayRound(question: Question, texts: readonly string[]): boolean {
  const [, act, object] = actOnPerson.exec(question.frame) ?? [];
  if (act === undefined || object === undefined) return false;
  const placesIn = (clause: string, words: string): number[] =>
    [...clause.matchAll(new RegExp(String.raw`(?<!\p{L})${words}(?!\p{L})`, 'gu'))].map(({ index }) => index);
  // 'Thay đổi thành viên như sau: …': what stands before a colon acts on nobody behind it.
  const told = texts
    .flatMap((text) => fold(text).split(/[.;:\n]/u))
    .map((clause) => ({ clause, acts: placesIn(clause, act), objects: placesIn(clause, object) }))
    .filter(({ acts, objects }) => acts.length > 0 && objects.length > 0);
  return (
    told.length > 0 &&
    !told.some(({ clause, acts, objects }) =>
      objects.some((one) =>
        acts.some((at) => at < one || /(?<!\p{L})(?:duoc|bi)(?!\p{L})/u.test(clause.slice(one, at))),
      ),
    )
  );
}
