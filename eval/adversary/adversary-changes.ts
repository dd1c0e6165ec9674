import { canonicalTokens } from '../../text/canonical.ts';
import { cleanText, fold } from '../../text/normalise.ts';

/*
 * Changes that keep every word and number of a text plausible and turn its meaning round: what a check of single values
 * cannot see. Each takes a sentence (and what stands around it) and gives the changed sentence, or null where it has no
 * place for the change.
 */

export type Pick = <T>(list: readonly T[]) => T;
export type MeaningChange = (sentence: string, around: string, pick: Pick) => string | null;

interface Value {
  token: string;
  group: string;
  written: string;
  from: number;
  to: number;
}

/** Values that could stand for each other: counts of the same noun, durations in the same unit, dates, shares. */
function valuesOf(text: string): Value[] {
  const clean = cleanText(text);
  return canonicalTokens(text)
    .filter(({ token }) => /^(?:n|dur|date|pct|vnd|year|ref|month):/u.test(token))
    .map(({ token, from, to }) => {
      const [kind = '', , unit = ''] = token.split(':');
      const noun = /^\s*(\p{L}+)/u.exec(clean.slice(to))?.[1] ?? '';
      const group =
        kind === 'n'
          ? `n ${fold(noun)}`
          : kind === 'ref'
            ? `ref ${/ref:\D+/u.exec(token)?.[0] ?? ''}`
            : `${kind} ${unit}`;
      return { token, group, written: clean.slice(from, to), from, to };
    });
}

const replaced = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to);

/** Two values of one kind in one sentence change places. */
const exchanged: MeaningChange = (sentence, _around, pick) => {
  const clean = cleanText(sentence);
  const values = valuesOf(sentence);
  const pairs = values.flatMap((a, i) =>
    values
      .slice(i + 1)
      .filter((b) => a.group === b.group && a.token !== b.token && a.to <= b.from)
      .map((b) => [a, b] as const),
  );
  if (pairs.length === 0) return null;
  const [a, b] = pick(pairs);
  return replaced(replaced(clean, b.from, b.to, a.written), a.from, a.to, b.written);
};

/** A value gives way to one of its kind that another sentence of the same passage states. */
const fromElsewhere: MeaningChange = (sentence, around, pick) => {
  const clean = cleanText(sentence);
  const own = valuesOf(sentence);
  const others = valuesOf(cleanText(around).replace(clean, ' '));
  const pairs = own.flatMap((a) =>
    others
      .filter((b) => b.group === a.group && !own.some((one) => one.token === b.token))
      .map((b) => [a, b] as const),
  );
  if (pairs.length === 0) return null;
  const [a, b] = pick(pairs);
  return replaced(clean, a.from, a.to, b.written);
};

/** A change at one place of a pattern; `by` gives the other wording, or null. */
function worded(pattern: RegExp, by: (match: RegExpExecArray, pick: Pick) => string | null): MeaningChange {
  return (sentence, _around, pick) => {
    const clean = cleanText(sentence);
    const places = [...clean.matchAll(pattern)];
    if (places.length === 0) return null;
    const match = pick(places) as RegExpExecArray;
    const other = by(match, pick);
    if (other === null || other === match[0]) return null;
    const kept = /^\p{Lu}/u.test(match[0]) ? other.charAt(0).toUpperCase() + other.slice(1) : other;
    return replaced(clean, match.index, match.index + match[0].length, kept).replace(/ {2,}/gu, ' ');
  };
}

const table = (pairs: Readonly<Record<string, string>>): MeaningChange => {
  const words = Object.keys(pairs).sort((a, b) => b.length - a.length);
  return worded(
    new RegExp(`(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`, 'giu'),
    ([found]) => pairs[found.toLowerCase()] ?? null,
  );
};

/** Words after which a 'không' can be put before a verb. */
const verbs =
  'chịu|được|phải|có trách nhiệm|áp dụng|thực hiện|tổ chức|báo cáo|tham gia|ban hành|xem xét|quyết định|đồng ý|yêu cầu|gửi|họp|sinh hoạt|kiểm tra|giám sát|hoàn thành|có hiệu lực|bao gồm|thuộc';

/** The changes by name. */
export const meaningChanges: Readonly<Record<string, MeaningChange>> = {
  'two values of a kind exchanged': exchanged,
  'a value of another sentence': fromElsewhere,
  // Not in 'không gian', 'không khí'; bounds are changed below.
  'negation dropped': worded(
    /(?<!\p{L})(?:không|chưa)\s+(?!gian|khí|quân|lưu|tưởng|những|chỉ|quá|ít hơn|nhiều hơn|dưới|trên|vượt|thấp|cao|muộn|chậm|kể|phải là)(?=\p{L})/giu,
    () => '',
  ),
  'negation added': worded(
    new RegExp(`(?<![\\p{L}])(?<!(?:không|chưa|chẳng)\\s)(?:${verbs})(?!\\p{L})`, 'gu'),
    ([verb]) => `không ${verb}`,
  ),
  'bound turned round': table({
    'tối đa': 'tối thiểu',
    'tối thiểu': 'tối đa',
    'ít nhất': 'nhiều nhất',
    'nhiều nhất': 'ít nhất',
    'không quá': 'không dưới',
    'không ít hơn': 'không quá',
    'không dưới': 'không quá',
    'trở lên': 'trở xuống',
    'trở xuống': 'trở lên',
    'chậm nhất': 'sớm nhất',
    'cao nhất': 'thấp nhất',
    'thấp nhất': 'cao nhất',
  }),
  'before and after': worded(
    /(?<!\p{L})(?:trước|sau)(?=\s(?:khi|ngày|\d|tháng|năm|hội nghị|đại hội))/giu,
    ([found]) => (found.toLowerCase() === 'trước' ? 'sau' : 'trước'),
  ),
  'may and must': worded(
    /(?<!\p{L})(?:không được|không phải|được phép|được|phải|có thể|bắt buộc)(?=\s\p{Ll})/giu,
    ([found], pick) =>
      ({
        'không được': pick(['được', 'phải']),
        'không phải': 'phải',
        'được phép': 'phải',
        được: 'phải',
        phải: pick(['được', 'không phải']),
        'có thể': 'phải',
        'bắt buộc': 'có thể',
      })[found.toLowerCase()] ?? null,
  ),
  'more and less': table({
    tăng: 'giảm',
    giảm: 'tăng',
    trên: 'dưới',
    'đầu năm': 'cuối năm',
    'cuối năm': 'đầu năm',
    'cấp trên': 'cấp dưới',
    'cấp dưới': 'cấp trên',
    'khen thưởng': 'kỷ luật',
    'kết nạp': 'khai trừ',
    'thành lập': 'giải thể',
    'hằng tháng': 'hằng năm',
    'hằng quý': 'hằng tháng',
    'hằng năm': 'hằng tháng',
    'chính thức': 'dự bị',
    'dự bị': 'chính thức',
  }),
  'subjects exchanged': (sentence, _around, pick) => {
    const clean = cleanText(sentence);
    const found = [
      ...clean.matchAll(
        /(?<!\p{L})(?:(?:Ban (?:Thường vụ|Tổ chức|Tuyên giáo|Dân vận|Nội chính|Chấp hành)|Ủy ban Kiểm tra|Văn phòng|Thường trực)(?: (?:Tỉnh ủy|Huyện ủy|Đảng ủy|cấp ủy))?|Tỉnh ủy|Huyện ủy|Đảng ủy|Chi ủy|chi ủy|chi bộ|Bí thư|bí thư|cấp ủy|đảng viên|đồng chí \p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)+)(?!\p{L})/gu,
      ),
    ];
    const pairs = found.flatMap((a, i) =>
      found
        .slice(i + 1)
        .filter((b) => b[0].toLowerCase() !== a[0].toLowerCase())
        .map((b) => [a, b] as const),
    );
    if (pairs.length === 0) return null;
    const [a, b] = pick(pairs);
    return replaced(
      replaced(clean, b.index, b.index + b[0].length, a[0]),
      a.index,
      a.index + a[0].length,
      b[0],
    );
  },
};
