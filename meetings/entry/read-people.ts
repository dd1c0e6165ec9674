import { fold, oneLine } from '../../text/normalise.ts';
import { isMatter, looksLikePlace } from './head-words.ts';

/* Who is named behind 'chủ trì', 'thư ký' or 'khách mời': names with their positions, and what is neither. */

/** A person as typed; `name` is '' where only a position stands. */
export interface NamedPerson {
  name: string;
  position: string;
}

/** People in order, and pieces that are no person. */
export interface ReadPeople {
  people: NamedPerson[];
  /** Pieces that are neither a name nor a position, as typed. */
  rest: string[];
}

/** Words with which a position begins, folded. */
const positionStart =
  /^(?:gd|pgd|cvp|pcvp|uy vien|uv\p{L}*|quyen (?:bi thu|chu tich|truong)|pho bi thu|pbt|bi thu|bt|tong bi thu|chu tich|pho chu tich|pct|chu nhiem|pho chu nhiem|truong (?:ban|phong|doan|khoa|tieu ban|bo mon|to|thon|ap|cong an)|pho (?:truong|ban|phong|chanh|giam|hieu|tong|doan|doi|thu truong)|truong ban|giam doc|hieu truong|hieu pho|chanh|chi uy vien|dang uy vien|huyen uy vien|thanh uy vien|tinh uy vien|thanh vien|thuong truc|thuong vu|chuyen vien|can bo|tong thu ky|tong bien tap|doi truong|doi pho|to truong|to pho|khoa truong|vien truong|cuc truong|vu truong|bo truong|thu truong|chi huy|chinh tri vien|ke toan|van thu|dai bieu|dang vien|lanh dao|nguyen (?:bi thu|pho bi thu|chu tich|truong|giam doc))(?!\p{L})/u;
/** Whether `text` begins with a position somebody holds. */
export const isPosition = (text: string): boolean => positionStart.test(fold(text.trim()));

const honorific =
  /^(?:các |cac )?(?:đ\/c|d\/c|đc|dc|đồng chí|dong chi|ông|bà|anh|chị|cô|chú|bác|thầy|cậu|ong|ba|chi(?! b[ộo]| [uủ][yỷ])|co(?! m[ặa]t)|chu(?! t| nhi)|bac|thay|[abce])\s*[:.]?\s+/iu;
/**
 * How a person is called without the family name. 'Đồng chí' is how everybody is addressed and is left out; 'bà Sáu',
 * 'cô Lan Anh' stay as they are, since nothing else tells who it is.
 */
const familiar =
  /^(?:các |cac )?((?:ông|bà|anh|chị|cô|chú|bác|thầy|cậu|ong|ba|chi|co|chu|bac|thay|[abce]))\s+(?=\p{L})/iu;
const addressed = (piece: string, name: string): string => {
  const called = familiar.exec(piece)?.[1];
  const count = name.split(/\s+/u).length;
  // 'A Pớt', 'A Sử Thị Mo': a capital is the name's own first letter.
  const isKept = count <= 2 || /^[A-Z]$/u.test(called ?? '');
  const hasIt = fold(name).startsWith(`${fold(called ?? '')} `);
  return called === undefined || name === '' || !isKept || hasIt ? name : `${called} ${name}`;
};

/** Family names, folded; those that are everyday syllables too count only as the first of two syllables and more. */
const familyNames = new Set(
  'nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh doan dao truong mai trinh cao luong chu luu la ha tang than thai ta to quach lam vuong kieu nghiem dam phung chau trieu nong be ma vi lo quang cam deo giang sung vang thao mua hau phuong thach son kim danh ksor nay rmah siu rcom ro y a u h khuc khuong ninh ong quan tiet tong tu uong van vien nhu mac mach kha hua hong dieu cu co bach au luc lai nguy thieu thi ton chuong cung du dong gia hoa kha khong lieu man mao mau mong nghiem nham nhan nhac phi phu quyen sam tao te thanh thuong tien trang tri trung tuong ung vinh xa yen hac hinh huong khuat khieu kieu ngan ngac nguy nhieu o bo bang bien ca canh cat chan chi che dien diep doi doanh cai an am ban lang len leng lu ly giap ket luong ngoc ngon'.split(
    ' ',
  ),
);
/** The commonest of them as they are written: in small letters with diacritics 'mưa', 'tiền' and 'thăm' begin no name. */
const writtenFamilies = new Set(
  'nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn doãn đào trương mai trịnh cao lương chu lưu la lã hà tăng thân thái tạ tô quách lâm vương kiều nghiêm đàm phùng châu triệu nông bế ma vi lò lô quàng cầm điêu giàng sùng vàng thào mùa hầu thạch sơn kim danh khuất khúc khương ninh ông âu tống từ uông văn viên mạc mạch kha hứa lục sầm bạch bàn chử cù hạ phí quan tòng tiêu lại thẩm'.split(
    ' ',
  ),
);
/** Whether words in small letters with diacritics begin as a name does. */
const beginsLikeName = (text: string): boolean => {
  const [first = '', second = ''] = text.split(/\s+/u);
  if (text !== text.toLowerCase() || text === fold(text)) return true;
  return writtenFamilies.has(first) || /^(?:văn|thị)$/u.test(second) || first === fold(first);
};

/** Words that no name of a person holds, folded; of one syllable as they are written, since 'Tài' and 'tại' fold alike. */
const noName =
  /(?<!\p{L})(?:phong hop|noi dung|chi bo|dang bo|dang uy|chi uy|hoi nghi|cuoc hop|buoi hop|hoi truong|nha van hoa|van hoa|dang vien|tong so|co mat|nghi quyet|bao cao|nam hoc|trien khai|thong qua|ket luan|thuong ky|chuyen de|dia diem|chu tri|thu ky|toan bo|toan the|tat ca|mot so|cong tac|thanh phan|de nghi|van phong|uy ban|uy vien|thuong vu|thuong truc|btv|bch|ubkt|duk|ccq|hdnd|ubnd|mttq|ct|tk|bb|dai hoi|mua sam|ke hoach|dau ngo|dai dien|cuoc thi|truc tiep)(?!\p{L})/u;
const noNameWritten =
  /(?<!\p{L})(?:họp|tại|ngày|lúc|vào|giờ|và|của|không|tháng|vắng|ở|về|được|đã|sẽ|các|những|còn)(?!\p{L})/iu;
const noNamePlain = /(?<!\p{L})(?:ngay|luc|gio|cua|khong|duoc|cac|nhung)(?!\p{L})/iu;

/** One syllable that is a particle of speech and no name. */
const noNameAlone =
  /^(?:ạ|a|nhé|nhe|nha|là|la|và|va|còn|con|thì|thi|cho|em|mình|minh|tôi|toi|dạ|da|ơi|oi|hết|het|xong|rồi|roi|Ạ|NHÉ|NHA)$/u;

/**
 * Reads 'Lê Văn Mẫu, Bí thư chi bộ; đ/c Trần Thị B (Phó Bí thư) và Nguyễn C'. A piece that begins with a position belongs
 * to the person before it; what is neither name nor position comes back as `rest`, never guessed at.
 */
export function readPeople(value: string): ReadPeople {
  const people: NamedPerson[] = [];
  const rest: string[] = [];
  for (const told of piecesOf(value)) {
    // 'do thay lan anh chu tri': by whom, no family name Đỗ.
    const piece = told.replace(/^do\s+(?=(?:ong|ba|anh|chi|co|chu|bac|thay|d\/c|dc|dong chi)\s)/u, '');
    const isHonoured = honorific.test(piece);
    const bare = tidyName(piece.replace(honorific, ''));
    if (bare === '') continue;
    const previous = people.at(-1);
    const read = readPiece(bare, { isFirst: people.length === 0 && rest.length === 0, isHonoured });
    const isOdd =
      read !== null &&
      read.name !== '' &&
      !isHonoured &&
      people.some(({ name }) => isOtherCase(name, read.name));
    // Behind a comma three small words may be anything; an address, a position or capitals say that it is somebody.
    const isWeak =
      read !== null &&
      previous &&
      read.position === '' &&
      !isHonoured &&
      !/\p{Lu}/u.test(read.name) &&
      isBehindComma(value, piece);
    if (read === null || isOdd || isWeak) rest.push(piece);
    else if (read.name === '' && previous) {
      previous.position = [previous.position, read.position].filter(Boolean).join(', ');
    } else people.push({ ...read, name: addressed(piece, read.name) });
  }
  return { people, rest };
}

const isBehindComma = (value: string, piece: string): boolean =>
  /,\s*$/u.test(value.slice(0, Math.max(0, value.lastIndexOf(piece))));

/** Who writes one name in capitals does not write the next in small letters: 'Lê Văn Mẫu, quán nước đầu ngõ'. */
const isOtherCase = (one: string, other: string): boolean =>
  /(?<!\p{L})\p{Lu}\p{Ll}/u.test(one) && !/\p{Lu}/u.test(other);

/** 'Lê Văn Mẫu, Bí thư chi bộ', as the minutes print somebody. */
export const personLine = ({ name, position }: NamedPerson): string =>
  [name, position].filter(Boolean).join(', ');

/** Pieces between commas, semicolons and 'và' where a person follows; brackets stay with the piece. */
function piecesOf(value: string): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  const cut = (at: number, length: number): void => {
    pieces.push(value.slice(from, at));
    from = at + length;
  };
  for (let i = 0; i < value.length; i++) {
    const character = value[i] ?? '';
    if (character === '(') depth++;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0 && /[,;¦]/u.test(character)) cut(i, 1);
    else if (depth === 0 && /\s/u.test(character)) {
      const joint = /^\s+(?:và|va|&|\+|cùng|cung)\s+/iu.exec(value.slice(i));
      if (joint && isPersonNext(value.slice(i + joint[0].length))) {
        cut(i, joint[0].length);
        i += joint[0].length - 1;
      }
    }
  }
  pieces.push(value.slice(from));
  return pieces.flatMap(withoutTail).map(tidyName).filter(Boolean);
}

/** Words that go on about the meeting right behind a name: 'Lê Văn Mẫu thường kỳ', 'Trần Thị B tại hội trường'. */
const goesOn =
  /\s(?:thuong ky|thuong ki|dinh ky|chuyen de|(?:hop|tai|ngay|luc|vao|vang)(?=\s)|sinh hoat|hoi nghi|mo rong|truc tuyen|online|chi bo|dang bo|dang uy|chi uy|btv|bch|ubkt|dai hoi|so ket|tong ket|lam viec|phong hop|hoi truong)(?!\p{L})/gu;
/** Syllables of names, unless they are written like this. */
const asWritten: Readonly<Record<string, RegExp>> = {
  hop: /^họp$/iu,
  tai: /^tại$/iu,
  luc: /^lúc$/iu,
  vao: /^vào$/iu,
  vang: /^vắng$/iu,
};

function withoutTail(piece: string): string[] {
  if (isMatter(piece.trim())) return [piece];
  for (const tail of fold(piece).matchAll(goesOn)) {
    const word = tail[0].trim();
    const written = piece.slice(tail.index, tail.index + tail[0].length).trim();
    const before = tidyName(piece.slice(0, tail.index).replace(honorific, ''));
    const isPlain = piece.toLowerCase() === fold(piece) && before.includes(' ');
    if (Object.hasOwn(asWritten, word) && !asWritten[word]?.test(written) && !isPlain) continue;
    if (isName(before)) return [piece.slice(0, tail.index), piece.slice(tail.index)];
  }
  return [piece];
}

function isPersonNext(after: string): boolean {
  if (honorific.test(after)) return true;
  const folded = fold(after);
  if (positionStart.test(folded)) return true;
  // 'Tuyên giáo và Dân vận' goes on with the name of a board.
  if (
    /^(?:dan van|dao tao|quan ly|phat trien|du lich|cong nghe|moi truong|truyen thong|hanh chinh)/u.test(
      folded,
    )
  ) {
    return false;
  }
  const run = (/^[^,;¦(–-]+/u.exec(after)?.[0] ?? '').trim();
  return isName(run, true) || isName(run.split(/\s+/u).slice(0, 3).join(' '), true);
}

/** Words that say what was held, not who somebody is. */
const meetingWords =
  /(?<!\p{L})(?:lam viec (?:voi|cung)|duyet dai hoi|so ket|sinh hoat|lan thu|phien thu|thuong ky|dinh ky|chuyen de)(?!\p{L})/u;

function readPiece(
  piece: string,
  { isFirst, isHonoured }: { isFirst: boolean; isHonoured: boolean },
): NamedPerson | null {
  const bracketed = /^([^()]+?)\s*\(([^()]+)\)?\s*$/u.exec(piece);
  if (bracketed) return split(bracketed[1] ?? '', bracketed[2] ?? '', isFirst || isHonoured);
  const dashed = /^([^–—-]+?)\s*(?:\s[-–—]\s*|[–—])\s*(.+)$/u.exec(piece);
  if (dashed) return split(dashed[1] ?? '', dashed[2] ?? '', isFirst || isHonoured);
  const folded = fold(piece);
  if (!isHonoured && piece.includes(' ') && (isMatter(piece) || looksLikePlace.test(folded))) return null;
  if (meetingWords.test(folded) || /(?<!\p{L})họp(?!\p{L})/iu.test(piece)) return null;
  if (piece === folded && /(?<!tong |phoi |ket |lien )(?<!\p{L})hop(?! tac)(?!\p{L})/u.test(folded))
    return null;
  if (positionStart.test(folded)) {
    const words = piece.split(' ');
    // 'Bí thư Lê Văn Mẫu': capitals say where the name begins, after the shortest position that leaves one.
    for (let i = 1; i < words.length; i++) {
      const tail = words.slice(i).join(' ');
      const head = fold(words.slice(0, i).join(' '));
      if (!/^\p{Lu}/u.test(tail) || !positionStart.test(`${head}`)) continue;
      if (
        words.length - i >= 2 &&
        isName(tail, true) &&
        words.slice(i).every((word) => /^\p{Lu}/u.test(word))
      )
        if (!positionStart.test(fold(tail)) && !isBodyNext(tail))
          return { name: tail, position: words.slice(0, i).join(' ') };
    }
    // 'bí thư hoàng minh': without capitals only behind a position that is whole by itself.
    const bare =
      /^((?:pho )?(?:bi thu|chu tich)(?: chi bo)?|p?bt|pct|truong thon|hieu truong|giam doc) (?=\p{L}+ \p{L})/u.exec(
        folded,
      );
    const tail = piece.slice(bare?.[0].length ?? piece.length);
    if (bare && piece === piece.toLowerCase() && isName(tail, true) && !isBodyNext(tail))
      return { name: tail, position: piece.slice(0, bare[1]?.length) };
    return { name: '', position: piece };
  }
  const words = piece.split(' ');
  for (let i = isHonoured ? 1 : 2; i < words.length; i++) {
    const tail = words.slice(i).join(' ');
    if (positionStart.test(fold(tail))) {
      const name = words.slice(0, i).join(' ');
      if (isName(name, !(isFirst || isHonoured))) return { name, position: tail };
    }
  }
  // 'chị lan anh': who is called so needs no family name.
  const isCalled = isHonoured && words.length <= 2 && isName(words[0] ?? '') && isName(words.at(-1) ?? '');
  return isCalled || isName(piece, !(isFirst || isHonoured)) ? { name: piece, position: '' } : null;
}

/** After a position, words of a body and not of a person: 'Bí thư Đảng ủy', 'Trưởng Ban Tổ chức'. */
const bodyNext =
  /^(?:dang uy|dang bo|chi bo|chi uy|ban|phong|van phong|khoa|so|tinh uy|thanh uy|huyen uy|doan|to|hoi|uy ban|ubnd|hdnd|mttq|truong|cong an|thon|xa|phuong|co quan|trung|tuyen|noi|kiem)(?!\p{L})/u;

/** A body, and not a person whose family name folds alike: 'Tô Thị Ngần', 'Đoàn Văn A', 'Trương Ba'. */
const isBodyNext = (text: string): boolean =>
  bodyNext.test(fold(text)) &&
  !/^\p{L}+\s+(?:van|thi)\s/u.test(fold(text)) &&
  !/^(?:Tô|Trương)\s/u.test(text);

function split(left: string, right: string, isLoose: boolean): NamedPerson | null {
  const [name, position] = [tidyName(left), tidyName(right)];
  if (isName(name, !isLoose)) return { name, position };
  // 'Bí thư chi bộ (Lê Văn Mẫu)', 'Bí thư - Lê Văn Mẫu'.
  if (positionStart.test(fold(name)) && isName(position, true)) return { name: position, position: name };
  return null;
}

/** 'BS Đinh Thế Vinh': what somebody has studied stays with the name and is no part of it. */
const degree =
  /^(?:bs|bác sĩ|bac si|ths|ts|tiến sĩ|thạc sĩ|pgs|gs|ks|kỹ sư|ys|ls|cn)\.?\s+(?=\p{L}+\s\p{L})/iu;

/** Whether `text` may be a person's name; `strictly`: it begins with a family name, or every syllable with a capital. */
export function isName(named: string, strictly = false): boolean {
  const text = named.replace(degree, '');
  const folded = fold(text);
  if (!/^[\p{L}\p{M}'’.\s]+$/u.test(text) || noName.test(folded) || positionStart.test(folded)) return false;
  if (noNameWritten.test(text) || (text === folded && noNamePlain.test(text))) return false;
  const words = folded.split(/\s+/u).filter(Boolean);
  // 'Ngô Văn Thử' folds like 'văn thư', which is a position.
  const isMiddle = (i: number): boolean => i === 1 && words[1] === 'van' && familyNames.has(words[0] ?? '');
  if (words.some((_, i) => i > 0 && !isMiddle(i) && positionStart.test(words.slice(i).join(' '))))
    return false;
  if (words.length === 0 || words.length > 6) return false;
  // 'vg', 'bb': letters that make no syllable are shorthand of something else.
  if (words.some((word) => word.length > 1 && !/[aeiouy]/u.test(word))) return false;
  if (words.length === 1 && noNameAlone.test(text)) return false;
  // 'Chủ nhiệm Đinh Văn Rin', 'Chủ nhiệm': words in small letters among capitals are no part of a name.
  const written = text.split(/\s+/u).filter(Boolean);
  const small = written.filter((word) => !/^\p{Lu}/u.test(word));
  const areMixed = small.length > 0 && small.length < written.length;
  if (areMixed && small.some((word) => !/^(?:van|thi)$/u.test(fold(word)))) return false;
  if (areMixed && strictly) return false;
  const areCapitals = text.split(/\s+/u).every((word) => /^\p{Lu}/u.test(word));
  const isFamily = words.length >= 2 && familyNames.has(words[0] ?? '') && beginsLikeName(text);
  if (strictly) return (isFamily && words.length <= 5) || (areCapitals && words.length <= 5);
  return isFamily || words.length === 1 || areCapitals;
}

/** 'phòng họp số 3 Lê Văn Mẫu': words in capitals behind a number may be somebody. */
export function endsWithName(text: string): boolean {
  const tail = /\d\s+((?:\p{Lu}\p{L}*\s?){2,5})$/u.exec(text)?.[1];
  return tail !== undefined && isName(tail.trim(), true);
}

const tidyName = (text: string): string =>
  oneLine(text.replace(/^[\s,;:.¦–-]+|[\s,;:.¦–-]+$/gu, '')).replace(/^là\s+/iu, '');
