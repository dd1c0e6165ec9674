import { expandAbbreviations } from '../text/abbreviations.ts';
import { fold, normalise, oneLine } from '../text/normalise.ts';
import { bigrams, syllables, type Syllable } from '../text/syllables.ts';
import { factsOf, type Fact } from './facts.ts';
import { findPlaces } from './places.ts';

/** What kind of thing the answer must hold. */
export type QuestionType =
  | 'symbol'
  | 'percent'
  | 'money'
  | 'duration'
  | 'date'
  | 'number'
  | 'reason'
  | 'person'
  | 'place'
  | 'list'
  | 'definition'
  | 'manner'
  | 'yes-no'
  | 'which'
  | 'other';

/** Something that the evidence must name because the question does. */
export interface Slot {
  kind:
    'symbol' | 'reference' | 'date' | 'month' | 'year' | 'period' | 'ordinal' | 'quantity' | 'place' | 'name';
  /** Canonical fact, folded place or folded words of the name. */
  key: string;
  /** As the person typed it, for "… không nêu [năm 2022]". */
  label: string;
  /** Offsets in `Question.text`. */
  from: number;
  to: number;
}

/** Part of a question: folded words to compare, `label` to show. */
export interface Phrase {
  words: readonly string[];
  label: string;
}

/** A question taken apart. Offsets refer to `text`. */
export interface Question {
  /** Clean, one line, one tone placement. */
  text: string;
  /** `expanded` folded, words that diacritics rule out as question words blanked; same length as `expanded`. */
  frame: string;
  /** For the search: as typed, abbreviations that only look like words put in capitals. */
  searchText: string;
  /** With abbreviations written out. */
  expanded: string;
  hasDiacritics: boolean;
  /** Folded syllables of `expanded`, in order. */
  words: readonly string[];
  /** Distinct words that say what is asked about. */
  content: readonly string[];
  /** Distinct neighbouring pairs 'a_b', without those of two frame words. */
  pairs: readonly string[];
  /** The same pairs in exact spelling; empty where the question has no diacritics. */
  exactPairs: ReadonlySet<string>;
  type: QuestionType;
  types: readonly QuestionType[];
  wantsList: boolean;
  /** Folded noun that the asked value counts or names. */
  focus: readonly string[];
  /** Folded words of the noun phrase that is counted, modifiers included; `label` as typed. */
  counted: Phrase;
  /** Folded words of the decision that a yes-no question asks about. */
  predicate: Phrase;
  slots: readonly Slot[];
  /** Canonical facts that the question itself states. */
  facts: readonly Fact[];
}

const w = (pattern: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${pattern})(?![\p{L}\p{N}])`, 'u');

/** First match gives the main type. On folded text. */
const typePatterns: readonly (readonly [QuestionType, RegExp])[] = [
  [
    'symbol',
    w(
      'so hieu|ky hieu|(?:van ban|chi thi|nghi quyet|quyet dinh|quy dinh|quy che|ke hoach|nghi dinh|bo luat|luat|thong tu|huong dan|ket luan|thong bao|cong van|chuong trinh|de an|to trinh)(?: so)? (?:nao|so may|so bao nhieu|so gi|may)|so may',
    ),
  ],
  [
    'duration',
    w('bao lau|trong vong bao|(?:bao nhieu|may) (?:nam|thang|ngay|gio|tuan|phut)(?! (?:nao|may))'),
  ],
  ['percent', w('(?:ty|ti) (?:le|trong)|bao nhieu (?:phan tram|%)|may phan tram|bao nhieu %')],
  [
    'money',
    w(
      'bao nhieu tien|bao nhieu (?:trieu|ty|nghin)?\\s?dong(?! chi)|muc (?:phat|thuong|luong|tien|ho tro|xu phat|dong gop|dong|chi)|(?:so tien|tien|kinh phi|tong von|le phi|phi|gia ve|gia thue|gia ban|don gia|luong) .*(?:bao nhieu|may)|gia (?!tri|han|dinh|nhap).*bao nhieu|phat tien',
    ),
  ],
  [
    'date',
    w(
      'ngay nao|khi nao|bao gio|luc nao|thoi gian nao|nam nao|thang nao|quy nao|ngay may|ngay bao nhieu|thoi diem nao|vao nam|the ky (?:nao|may|thu may)|ngay thang nam|hom nao|may gio|nam bao nhieu|han (?:cuoi|chot|nop|hoan thanh)',
    ),
  ],
  ['duration', w('thoi han|thoi gian bao')],
  [
    'number',
    w(
      'bao nhieu|bn|^(?:tong )?so(?! (?:hieu|lieu|sanh|do|nao|may)(?![a-z]))|may|so luong|tong so|dan so|dien tich|bao nhiu|bao nhieu nguoi',
    ),
  ],
  ['reason', w('vi sao|tai sao|ly do|nguyen nhan|do dau|vi dau|nho dau|sao lai')],
  [
    'person',
    w(
      '(?<!(?:trinh|giao|cho|gui|voi|den|toi|cung) )ai|nguoi nao|dong chi nao|nhung ai|do ai|ong nao|ba nao|can bo nao',
    ),
  ],
  [
    'place',
    w(
      'o dau|noi nao|tinh nao|nuoc nao|quoc gia nao|thanh pho nao|dia phuong nao|tu dau|den dau|tai dau|dia diem nao|huyen nao|xa nao|khu vuc nao|cho nao|hop dau',
    ),
  ],
  [
    'list',
    w(
      'nhung .{0,40}?(?:nao|gi)|gom (?:nhung |cac )?(?:gi|ai|nhung|cac)|liet ke|bao gom|cac .{0,30}? nao|nhung gi|ke ra|neu cac|neu nhung|gom',
    ),
  ],
  ['definition', w('nghia la gi|duoc hieu|the nao la|khai niem|dinh nghia|la gi|la van ban gi')],
  ['manner', w('nhu the nao|the nao|bang cach nao|ra sao|lam sao|nhu nao|cach nao')],
  [
    'yes-no',
    /(?:(?<!\p{L})(?:khong|ko|chua|a|nhi|khong a)\s*$)|(?<!\p{L})(?:hay khong|hay chua|dung khong|phai khong|co phai|co dung|duoc khong|co duoc|dung hay sai|da .{1,40} chua)(?!\p{L})/u,
  ],
  ['which', w('nao|gi|ai')],
];

const listWords = w(
  'nhung|cac|gom|liet ke|bao gom|truong hop|dieu kien|ho so|giay to|nhiem vu|quyen|trach nhiem|nguyen tac|noi dung|hinh thuc|thu tuc|trinh tu|bien phap|tieu chuan|hanh vi|yeu cau|kien nghi|de xuat|giai phap|han che|noi nhan',
);

/** Words of asking; they say nothing about the matter. */
const exactFrameWords = new Set(
  'bao nhiêu gì nào ai mấy sao như thế là và các những thì mà bn bị được của có vậy nhỉ à ạ hỏi ở đâu khi'.split(
    ' ',
  ),
);
const frameWords = new Set([...exactFrameWords].map(fold));

/**
 * Question words and their only accented forms: in a question typed with diacritics 'máy' or 'đầu' must not be read
 * as 'mấy' or 'đâu'.
 */
const exactForms: Readonly<Record<string, readonly string[]>> = {
  may: ['mấy'],
  nao: ['nào'],
  dau: ['đâu'],
  gi: ['gì'],
  ai: ['ai'],
  bao: ['bao'],
  sao: ['sao'],
  the: ['thế'],
  nhu: ['như'],
  chua: ['chưa'],
  khong: ['không'],
  a: ['à', 'ạ'],
  nhi: ['nhỉ'],
  gom: ['gồm'],
  phi: ['phí'],
  gia: ['giá'],
  tien: ['tiền'],
};

/** Takes a question apart. Pure; knows nothing of any store. */
export function analyseQuestion(question: string): Question {
  const text = oneLine(normalise(question));
  const folded = fold(text);
  const hasDiacritics = folded !== text.toLowerCase();
  const { expanded, searchText } = expandTyped(text);
  const frame = hasDiacritics ? blankOtherReadings(expanded) : fold(expanded);
  const all = syllables(expanded);
  const words = all.map((word) => word.folded);
  const isFrame = (word: Syllable): boolean =>
    hasDiacritics ? exactFrameWords.has(word.exact) : frameWords.has(word.folded);
  const types = typePatterns
    .filter(([, pattern]) => pattern.test(frame.replace(/[?!.\s]+$/u, '')))
    .map(([type]) => type);
  if (types.length === 0) types.push('other');
  const facts = factsOf(text);
  const pairs = all.slice(1).map((word, i) => [all[i] as Syllable, word] as const);
  return {
    text,
    frame,
    searchText: withPlaceNames(searchText),
    expanded,
    hasDiacritics,
    words,
    content: [...new Set(all.filter((word) => !isFrame(word)).map((word) => word.folded))],
    pairs: [
      ...new Set(
        pairs.filter(([a, b]) => !(isFrame(a) && isFrame(b))).map(([a, b]) => `${a.folded}_${b.folded}`),
      ),
    ],
    exactPairs: new Set(hasDiacritics ? bigrams(all.map((word) => word.exact)) : []),
    type: types[0] as QuestionType,
    types,
    wantsList: types.includes('list') || listWords.test(frame),
    focus: focusOf(frame),
    counted: countedOf(expanded, frame, isFrame),
    predicate: types.includes('yes-no') ? predicateOf(frame, expanded) : { words: [], label: '' },
    slots: [...factSlots(text, facts), ...placeAndNameSlots(text, hasDiacritics)],
    facts,
  };
}

/** "tỉnh NA" is searched as "tỉnh Nghệ An". */
function withPlaceNames(text: string): string {
  let named = text;
  for (const { name, from, to } of findPlaces(text).reverse())
    if (text.slice(from, to) === text.slice(from, to).toUpperCase())
      named = named.slice(0, from) + name + named.slice(to);
  return named;
}

/** Folded words without which a phrase says nothing: used to compare noun phrases. */
export const contentWords = (words: readonly string[]): string[] =>
  words.filter((word) => !frameWords.has(word));

function blankOtherReadings(text: string): string {
  let frame = fold(text);
  for (const { exact, folded: key, from, to } of syllables(text)) {
    const forms = Object.hasOwn(exactForms, key) ? exactForms[key] : undefined;
    if (forms && !forms.includes(exact))
      frame = frame.slice(0, from) + '·'.repeat(to - from) + frame.slice(to);
  }
  return frame;
}

const syllableShape =
  /^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$/u;

/** An abbreviation in a text with the words it stands for. */
export interface Shortened {
  from: number;
  to: number;
  reading: string;
}

/** What is written short in `text`: in capitals, or in letters that form no Vietnamese syllable. */
export function shortened(text: string): Shortened[] {
  // Most sentences of documents have none; asking costs more than looking for capitals and vowelless words.
  if (!mayBeShortened.test(text)) return [];
  return expandAbbreviations(text).alternatives.flatMap(({ from, to, expansions }) => {
    const printed = text.slice(from, to);
    const isShort =
      (printed === printed.toUpperCase() && printed.length > 1) || !syllableShape.test(fold(printed));
    return isShort ? [{ from, to, reading: readingFor(text, to, expansions) }] : [];
  });
}

const mayBeShortened =
  /(?<!\p{L})(?:\p{Lu}[\p{Lu}đ]+|\d{1,2}[Tt]|[đdĐD]\/c|(?:(?!\p{L}*[aeiouyăâêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ])\p{L}{2,6})|duk|ubkt|ubnd|uvb\p{L}+|uv|cb\p{L}s|qcut|tccsd|hdnd|dbqh|k|b\/c)(?!\p{L})/u;

/** Writes out what is typed as an abbreviation. */
function expandTyped(text: string): { expanded: string; searchText: string } {
  let expanded = '';
  let searchText = '';
  let at = 0;
  for (const { from, to, reading } of shortened(text)) {
    expanded += text.slice(at, from) + reading;
    searchText += text.slice(at, from) + text.slice(from, to).toUpperCase();
    at = to;
  }
  // '6T', '9T': months of a period.
  const months = (part: string): string =>
    part.replace(/(?<![\p{L}\p{N}])(\d{1,2})\s?[Tt](?=\s+(?:đầu|cuối|dau|cuoi|năm|nam|\d))/gu, '$1 tháng');
  return { expanded: months(expanded + text.slice(at)), searchText: months(searchText + text.slice(at)) };
}

/** An ambiguous abbreviation before a body of the State or a committee is the office of a person. */
function readingFor(text: string, to: number, expansions: readonly string[]): string {
  if (expansions.length === 1) return expansions[0] as string;
  const next = fold(text.slice(to, to + 12)).trim();
  const isOffice = /^(?:ubnd|hdnd|tinh|huyen|xa|uy ban|hoi dong|mttq|nuoc)/u.test(next);
  if (isOffice && expansions.includes('chủ tịch')) return 'chủ tịch';
  return expansions.join(' ');
}

const countedStop = new Set(
  'theo trong tai o vao tu den duoc thi so khi neu cho voi cua thuoc hien truc va hay tren de cap ket xep dang ky hang sau truoc ve do da se can phai moi khong chua qua nhu dat chiem tren duoi'.split(
    ' ',
  ),
);

/** Pairs whose second (or first) syllable would otherwise end a noun phrase: "cơ sở", "ưu tú", "đảng viên". */
const keptPairs = new Set(
  'co so,so dang,ket nap,cap moi,cap lai,uu tu,thieu so,dang vien,dang bo,dang uy,dang phi,ky luat,cap uy,truc thuoc,dan so,ho so,doi ngu,xep loai,dang ky,du bi,tu choi,tru so,ty so,dau tu,ly tu,tren dia'.split(
    ',',
  ),
);

/** The noun phrase after "bao nhiêu", or between "tỷ lệ" and "là bao nhiêu". */
function countedOf(expanded: string, frame: string, isFrame: (word: Syllable) => boolean): Phrase {
  const after = /(?<!\p{L})(?:bao nhieu|bao nhiu|bn|may)\s+(?=[\p{L}·])/u.exec(frame);
  // "Tỷ lệ nữ của Đảng bộ huyện?" asks without a question word.
  const before =
    /(?<!\p{L})(?:so luong|tong so|so|ty le|ti le|muc|kinh phi)\s+(?=[\p{L}·].*(?<!\p{L})(?:bao nhieu|may)(?!\p{L}))/u.exec(
      frame,
    ) ?? /^(?:so luong|tong so|so(?! hieu| lieu| sanh| do)|ty le|ti le)\s+(?=[\p{L}·])/u.exec(frame);
  const phraseFrom = (match: RegExpExecArray | null, longest: number): Phrase =>
    match
      ? nounPhrase(expanded.slice(match.index + match[0].length), longest, isFrame)
      : { words: [], label: '' };
  const phrase = phraseFrom(after, 7);
  const [first] = phrase.words;
  const isBare = first === undefined || ['tien', 'dong', 'phan', 'nam', 'ngay', 'thang'].includes(first);
  return isBare ? phraseFrom(before, 9) : phrase;
}

function nounPhrase(text: string, longest: number, isFrame: (word: Syllable) => boolean): Phrase {
  const phrase: string[] = [];
  let end = 0;
  const run = syllables(/^[^,.;:?!()]*/u.exec(text)?.[0] ?? '').slice(0, longest + 3);
  for (const [index, word] of run.entries()) {
    if (phrase.length >= longest) break;
    const pair = (a?: Syllable, b?: Syllable): boolean => keptPairs.has(`${a?.folded} ${b?.folded}`);
    const isKept = pair(run[index - 1], word) || pair(word, run[index + 1]);
    if (!isKept && /^\p{N}/u.test(word.folded)) break;
    if (!isKept && (word.folded === 'la' || word.folded === 'bi' || (word.folded === 'nguoi' && index > 0)))
      continue;
    if (!isKept && (countedStop.has(word.folded) || isFrame(word))) break;
    // "toàn tỉnh", "bài tháng 9": where it is counted, no longer what.
    if (!isKept && phrase.length > 0 && ['toan', 'bai', 'buoi', 'dip'].includes(word.folded)) break;
    phrase.push(word.folded);
    end = word.to;
  }
  return { words: phrase, label: text.slice(0, end) };
}

function focusOf(frame: string): string[] {
  const counted = /(?<!\p{L})(?:bao nhieu|bao nhiu|bn|may)\s+(\p{L}+)(?:\s+(\p{L}+))?/u.exec(frame);
  const named = /(\p{L}+)\s+(\p{L}+)\s+(?:nao|gi|may)(?!\p{L})/u.exec(frame);
  return contentWords([
    counted?.[1] ?? named?.[1] ?? '',
    counted ? (counted[2] ?? '') : (named?.[2] ?? ''),
  ]).filter(Boolean);
}

/** "đã đồng ý hay không", "đã phê duyệt việc … chưa": the verb whose truth is asked. */
function predicateOf(frame: string, expanded: string): Phrase {
  const isPlain = fold(expanded) === expanded.toLowerCase();
  const start = isPlain
    ? /(?<!\p{L})(?:da|co|duoc|dang|se)\s+(?!phai |dung |so |quan )((?:\p{L}+\s){1,2})/u
    : /(?<!\p{L})(?:đã|có|được|đang|sẽ)\s+(?!phải |đúng )((?:\p{L}+\s){1,2})/iu;
  const found = start.exec(isPlain ? fold(expanded) : expanded);
  const match =
    found && /(?<!\p{L})(?:hay khong|hay chua|chua|khong)(?!\p{L})/u.test(frame.slice(found.index))
      ? found
      : null;
  if (!match) return { words: [], label: '' };
  const verb = match[1] as string;
  const from = match.index + match[0].indexOf(verb);
  return {
    words: contentWords(fold(verb).trim().split(/\s+/u)),
    label: expanded.slice(from, from + verb.length).trim(),
  };
}

function factSlots(text: string, facts: readonly Fact[]): Slot[] {
  return facts.flatMap(({ kind, key, from, to }): Slot[] => {
    const label = text.slice(from, to);
    // "một đồng chí", "đồng ý hay không": a spelled number asks for nothing.
    if (!/\d/u.test(label) && kind !== 'ordinal' && kind !== 'period') return [];
    const slot = (slotKind: Slot['kind']): Slot[] => [{ kind: slotKind, key, label, from, to }];
    switch (kind) {
      case 'symbol':
        return slot('symbol');
      case 'reference':
        return slot('reference');
      case 'date':
        return slot('date');
      case 'month':
        return slot('month');
      case 'year':
        return slot('year');
      case 'quarter':
      case 'period':
      case 'term':
        return slot('period');
      case 'ordinal':
        return slot('ordinal');
      default:
        return slot('quantity');
    }
  });
}

/** Words of offices, bodies and documents: capitalised everywhere, so they identify nothing. */
const genericNames = new Set(
  fold(
    'Đảng ủy bộ viên Ban Chấp hành Thường vụ trực Tỉnh Trung ương Bí thư Chỉ thị Nghị quyết Quyết định Quy chế Kế hoạch Kết luận Hướng dẫn Thông báo Thông tư Quy Hội nghị Đại Khối Các cơ quan Ủy nhân dân Nhà nước Luật Bộ Việt Nam Chính phủ Theo Ai Khi Tại Trong Tổ chức Đoàn Chủ tịch Phó Trưởng Văn phòng Huy hiệu Cán đại biểu chi cơ sở nghĩa xã hội hiến pháp tòa án công an quân đội sở phòng đồng chí kiểm tra tuyên giáo dân vận nội chính mặt trận tổ quốc quốc hội huyện thành phường xã kết cộng hòa độc lập tốt khá trung bình kém đề án dự án chương trình số nơi báo cáo',
  ).split(' '),
);

function placeAndNameSlots(text: string, hasDiacritics: boolean): Slot[] {
  const slots: Slot[] = [];
  const places = findPlaces(text);
  for (const { key, from, to } of places)
    slots.push({ kind: 'place', key, label: text.slice(from, to), from, to });
  if (!hasDiacritics) return slots;
  for (const match of text.matchAll(
    /(?<![.?!"“(] )(?<!^)(?<!["“(])(?<!\p{L})\p{Lu}\p{Ll}*(?:\s+\p{Lu}\p{Ll}*)*(?![\p{L}/-])/gu,
  )) {
    const from = match.index;
    const to = from + match[0].length;
    if (places.some((place) => place.from < to && from < place.to)) continue;
    if (/[\d/-]\s*$/u.test(text.slice(0, from))) continue;
    const words = syllables(match[0])
      .filter(
        ({ exact, from: a, to: b }) =>
          exact.length > 1 && match[0].slice(a, b) !== match[0].slice(a, b).toUpperCase(),
      )
      .map(({ folded }) => folded)
      .filter((word) => !genericNames.has(word) && !frameWords.has(word));
    if (words.length > 0) slots.push({ kind: 'name', key: words.join(' '), label: match[0], from, to });
  }
  return slots;
}
