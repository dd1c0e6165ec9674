import { canonicalTokens } from '../../text/canonical.ts';
import { cleanText } from '../../text/normalise.ts';
import { syllables, type Syllable } from '../../text/syllables.ts';
import { agreement, isSamePlace, layOut, type Fill, type Row, type Stretch } from './grounding-alignment.ts';

/*
 * Words that turn a sentence round although every number of it stays: 'không', 'phải' for 'được', 'tối đa' for 'tối
 * thiểu', 'sau' for 'trước'. Each is held against what the passages have at the same place.
 */

/** Phrases of one group exclude each other; of one value they say the same. */
const phrases: readonly (readonly [group: string, value: string, wordings: string])[] = [
  ['duty', 'not', 'không|chưa|chẳng'],
  [
    'duty',
    'must-not',
    'không được|không được phép|không có quyền|không thể|nghiêm cấm|cấm|tuyệt đối không|chưa được',
  ],
  ['duty', 'need-not', 'không phải|không bắt buộc|không cần|không nhất thiết|chưa phải'],
  ['duty', 'may', 'được|được phép|có thể|có quyền'],
  ['duty', 'must', 'phải|bắt buộc|bắt buộc phải|cần phải|có trách nhiệm|có nghĩa vụ|cần'],
  ['duty', 'should', 'nên'],
  ['duty', 'only', 'chỉ|chỉ được'],
  ['duty', 'all', 'trừ|ngoại trừ'],
  [
    'bound',
    'least',
    'tối thiểu|ít nhất|không ít hơn|không dưới|không thấp hơn|không nhỏ hơn|không kém|chí ít',
  ],
  [
    'bound',
    'most',
    'tối đa|nhiều nhất|không quá|không nhiều hơn|không vượt quá|không vượt|không trên|không cao hơn|không lớn hơn|không hơn',
  ],
  ['bound', 'over', 'trên|hơn|vượt|quá'],
  ['bound', 'under', 'dưới|chưa đến|chưa đủ|gần|chưa tới'],
  ['bound', 'about', 'khoảng|xấp xỉ|ước'],
  ['time', 'before', 'trước|trước khi'],
  ['time', 'after', 'sau|sau khi'],
  ['limit', 'latest', 'chậm nhất|muộn nhất|không muộn hơn|không chậm hơn'],
  ['limit', 'earliest', 'sớm nhất|không sớm hơn'],
  ['change', 'up', 'tăng'],
  ['change', 'down', 'giảm'],
  ['height', 'high', 'cao|cao nhất|cao hơn'],
  ['height', 'low', 'thấp|thấp nhất|thấp hơn'],
  ['side', 'above', 'trên'],
  ['side', 'below', 'dưới'],
  ['side', 'in', 'trong'],
  ['side', 'out', 'ngoài'],
  ['end', 'first', 'đầu'],
  ['end', 'last', 'cuối'],
  ['praise', 'up', 'khen thưởng|biểu dương'],
  ['praise', 'down', 'kỷ luật|phê bình|khiển trách'],
  ['join', 'in', 'kết nạp'],
  ['join', 'out', 'khai trừ|xóa tên'],
  ['found', 'up', 'thành lập'],
  ['found', 'down', 'giải thể|bãi bỏ'],
  ['post', 'up', 'bổ nhiệm|chỉ định'],
  ['post', 'down', 'miễn nhiệm|cách chức'],
  ['standing', 'full', 'chính thức'],
  ['standing', 'trial', 'dự bị'],
  ['rhythm', 'day', 'hằng ngày|hàng ngày'],
  ['rhythm', 'week', 'hằng tuần|hàng tuần'],
  ['rhythm', 'month', 'hằng tháng|hàng tháng'],
  ['rhythm', 'quarter', 'hằng quý|hàng quý'],
  ['rhythm', 'year', 'hằng năm|hàng năm'],
];

interface Phrase {
  group: string;
  value: string;
  words: readonly string[];
}

const known: readonly Phrase[] = phrases
  .flatMap(([group, value, wordings]) =>
    wordings.split('|').map((wording) => ({ group, value, words: wording.split(' ') })),
  )
  .sort(
    (a, b) => b.words.length - a.words.length || Number(b.group === 'bound') - Number(a.group === 'bound'),
  );

/** Where these follow, the word is a part of another one: 'không gian', 'chỉ đạo', 'trước hết', 'trong khi'. */
const followers: Readonly<Record<string, string>> = {
  không: 'gian|khí|quân|lưu|những|chỉ|kể|ngừng',
  chỉ: 'đạo|thị|tiêu|huy|định|số|dẫn|rõ|ra|giới|tay',
  trước: 'hết|đây|mắt|đó|tiên|nay|sau',
  sau: 'đây|này|đó|cùng|hết',
  cấm: 'vận|đoán',
  cao: 'đẳng|tuổi|điểm|trào|tốc|su',
  đầu: 'tư|mối|ra|vào|óc|đề',
  trong: 'đó|sạch|khi|sáng|suốt|lành',
  ngoài: 'ra|giờ',
  trên: 'cơ sở|đây|tinh',
  dưới: 'đây',
};
const follows = new Map(Object.entries(followers).map(([word, list]) => [word, new Set(list.split('|'))]));
/** Behind these it is a part of another one: 'hàng không', 'như sau'. */
const leaders = new Map([
  ['không', new Set(['hàng', 'hay', 'hư'])],
  ['sau', new Set(['như', 'về', 'phía'])],
  ['đầu', new Set(['bắt', 'lần', 'ban', 'dẫn', 'hàng', 'đứng', 'người'])],
  ['chỉ', new Set(['địa'])],
  ['cao', new Set(['nâng', 'đề', 'tự'])],
]);

/**
 * The words of `claim` that say another thing than its passages at the same place: turned round, added or left out.
 * Empty where nothing of it can be compared.
 */
export function reversedWords(claim: string, passages: readonly string[]): string[] {
  const row = rowOf(claim);
  const rows = passages.map(rowOf);
  const clean = cleanText(claim);
  const found: string[] = [];
  for (const [at, fills] of row.gaps.entries()) {
    const places = samePlaces(row, at, rows);
    const isAgreed =
      places.length > 0
        ? places.some((other) => isSameMeaning(fills, other))
        : fills.every((fill) => isSaidSomewhere(fill, row, at, rows));
    if (isAgreed) continue;
    const [first] = fills;
    const last = fills.at(-1);
    found.push(
      first && last
        ? clean.slice(first.from, last.to)
        : `${row.words[at - 1] ?? ''} … ${row.words[at] ?? ''}`,
    );
  }
  return found;
}

/**
 * So many words that agree behind a gap alone are the same place for words of duty, which stand before what they bind:
 * at the beginning of an item, for example.
 */
const behindAlone = 5;

/** What the passages have at the places that agree best with the gap. */
function samePlaces(row: Row, at: number, rows: readonly Row[]): (readonly Fill[])[] {
  let best = 0;
  let places: (readonly Fill[])[] = [];
  for (const evidence of rows) {
    for (const [bt, fills] of evidence.gaps.entries()) {
      const found = agreement(row, at, evidence, bt);
      const isWhole = isSamePlace(found);
      if ((!isWhole && found.after < behindAlone) || found.score < best) continue;
      if (found.score > best) places = [];
      best = found.score;
      places.push(isWhole ? fills : asDutyOf(row.gaps[at] ?? [], fills));
    }
  }
  return places;
}

/** The words of duty of `stated`, and of everything else what is `said`. */
const asDutyOf = (said: readonly Fill[], stated: readonly Fill[]): readonly Fill[] => [
  ...said.filter(({ group }) => group !== 'duty'),
  ...stated.filter(({ group }) => group === 'duty'),
];

/** Differences of duty that a faithful wording may have: what is simply told may be told as due or as done. */
const plainDuty = new Set(['', 'may', 'must', 'should']);
const isPlainDuty = (values: string): boolean => values.split('+').every((value) => plainDuty.has(value));
/** 'Không tổ chức' as a rule forbids what 'không được tổ chức' does. */
const forbidding = new Set(['not', 'must-not']);

function isSameMeaning(a: readonly Fill[], b: readonly Fill[]): boolean {
  const groups = new Set([...a, ...b].map(({ group }) => group));
  return [...groups].every((group) => {
    const said = valuesOf(a, group);
    const stated = valuesOf(b, group);
    if (said === stated) return true;
    if (group === 'duty' && forbidding.has(said) && forbidding.has(stated)) return true;
    if (group === 'duty') return (said === '' || stated === '') && isPlainDuty(said) && isPlainDuty(stated);
    if (group === 'bound' || group === 'time' || group === 'limit') return false;
    // What only describes may be left out or added; turned round it may not be.
    return said === '' || stated === '';
  });
}

const valuesOf = (fills: readonly Fill[], group: string): string =>
  fills
    .filter((fill) => fill.group === group)
    .map(({ value }) => value)
    .join('+');

/** Meanings that need a place of their own in the passages, wherever it is. */
const mustBeSaid = new Set([
  'duty not',
  'duty must-not',
  'duty need-not',
  'duty only',
  'bound least',
  'bound most',
  'bound over',
  'bound under',
]);

/** Where the words around differ too much to compare: the same word stands beside one of the same words. */
function isSaidSomewhere(fill: Fill, row: Row, at: number, rows: readonly Row[]): boolean {
  if (!mustBeSaid.has(`${fill.group} ${fill.value}`)) return true;
  return rows.some((evidence) =>
    evidence.gaps.some(
      (fills, bt) =>
        fills.some(
          ({ group, value }) =>
            group === fill.group &&
            (value === fill.value || (forbidding.has(value) && forbidding.has(fill.value))),
        ) &&
        (evidence.words[bt] === row.words[at] || evidence.words[bt - 1] === row.words[at - 1]),
    ),
  );
}

const cache = new Map<string, Row>();

function rowOf(text: string): Row {
  const cached = cache.get(text);
  if (cached) return cached;
  const clean = cleanText(text);
  const values = canonicalTokens(text).filter(
    ({ from }, at, all) => all.findIndex((one) => one.from === from) === at,
  );
  const words = syllables(clean);
  const stretches: Stretch[] = values.map(({ token, from, to }) => ({ from, to, word: token }));
  const isFree = (from: number, to: number): boolean =>
    !values.some((value) => value.from < to && from < value.to);
  for (let at = 0; at < words.length;) {
    const phrase = phraseAt(words, at, values, clean);
    const end = phrase ? (words[at + phrase.words.length - 1] as Syllable).to : 0;
    const { from } = words[at] as Syllable;
    if (!phrase || !isFree(from, end)) {
      at += 1;
      continue;
    }
    stretches.push({ from, to: end, fill: { group: phrase.group, value: phrase.value } });
    at += phrase.words.length;
  }
  const row = layOut(clean, withBoundsBehind(stretches, clean));
  if (cache.size > 64) cache.delete(cache.keys().next().value as string);
  cache.set(text, row);
  return row;
}

function phraseAt(
  words: readonly Syllable[],
  at: number,
  values: readonly { from: number; to: number }[],
  clean: string,
): Phrase | undefined {
  const { exact } = words[at] as Syllable;
  return known.find((phrase) => {
    if (!phrase.words.every((word, i) => words[at + i]?.exact === word)) return false;
    const last = words[at + phrase.words.length - 1] as Syllable;
    const next = words[at + phrase.words.length];
    if (phrase.words.length === 1) {
      if (next && follows.get(exact)?.has(next.exact)) return false;
      const before = words[at - 1];
      if (before && leaders.get(exact)?.has(before.exact)) return false;
    }
    if (phrase.group !== 'bound' || phrase.value === 'least' || phrase.value === 'most') return true;
    // The others are bounds before a value alone: 'trên 50 %', not 'trên địa bàn'; 'chưa đủ 30', not 'chưa đủ thời gian'.
    return values.some(
      ({ from }) => from >= last.to && /^[\s(]*(?:(?:là|từ|cả)\s)?$/u.test(clean.slice(last.to, from)),
    );
  });
}

/** 'từ 90 điểm trở lên' bounds as 'ít nhất 90 điểm' does, so it is put before its value. */
function withBoundsBehind(stretches: readonly Stretch[], clean: string): Stretch[] {
  const result = [...stretches];
  for (const match of clean.matchAll(/(?:trở\s+(lên|xuống))(?!\p{L})/giu)) {
    const from = match.index;
    const value = result
      .filter((one) => 'word' in one && one.to <= from && from - one.to < 40)
      .sort((a, b) => b.to - a.to)[0];
    const fill = { group: 'bound', value: match[1]?.toLowerCase() === 'lên' ? 'least' : 'most' };
    if (!value) {
      // 'từ khiển trách trở lên': no value, but a place of its own.
      result.push({ from, to: from + match[0].length, fill });
      continue;
    }
    const lead = /từ\s+$/iu.exec(clean.slice(0, value.from));
    // In place of 'từ', or as a stretch of no length right before the value.
    const start = lead ? value.from - lead[0].length : value.from;
    result.push({ from: start, to: lead ? value.from - 1 : value.from, fill });
    // The words themselves are skipped.
    result.push({ from, to: from + match[0].length, fill: { group: 'bound-behind', value: '' } });
  }
  return result;
}
