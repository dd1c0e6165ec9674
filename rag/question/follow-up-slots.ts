import { fold, oneLine } from '../../text/normalise.ts';
import { factsOf } from './facts.ts';
import { findPlaces } from './places.ts';
import { contentWords } from './question-words.ts';

/** Whether a turn asks by itself. */
export const questionWords =
  /(?<!\p{L})(?:bao nhieu|may|nao|ai|gi|khi nao|o dau|the nao|vi sao|tai sao|bao lau|bn)(?!\p{L})/u;

/**
 * The question `before` with what `said` names in the place of what it named of the same kind; null where they share
 * nothing.
 */
export const replaceSlots = (before: string, said: string): string | null =>
  replaceFact(before, said) ??
  replaceBeside(before, said) ??
  replaceNumberedPhrase(before, said) ??
  replaceGrade(before, said) ??
  replaceNamed(before, said) ??
  replaceMatter(before, said);

/** "Còn quý 3?": the new date, period or year takes the place of the old one of its kind. */
function replaceFact(before: string, said: string): string | null {
  const periods = ['date', 'month', 'quarter', 'period', 'term', 'year'];
  const [fact] = factsOf(said).filter(({ kind }) => periods.includes(kind));
  if (!fact || questionWords.test(fold(said))) return null;
  const rest = `${said.slice(0, fact.from)} ${said.slice(fact.to)}`.replace(
    /(?<!\p{L})(?:năm|tháng|ngày|quý|vào|trong|của|nam|thang|ngay|quy|vao|cua)(?!\p{L})/giu,
    '',
  );
  if (/\p{L}{2}/u.test(rest)) return null;
  const old = factsOf(before).filter(({ kind }) => periods.includes(kind));
  const same = old.find(({ kind }) => kind === fact.kind) ?? old[0];
  if (!same) return `${before} ${said}`;
  // "năm 2022" after "quý 2 năm 2023": only the year inside the older period changes.
  if (fact.kind === 'year' && same.kind !== 'year') {
    const year = /\d{4}/u.exec(said)?.[0] ?? '';
    const inner = /\d{4}/u.exec(before.slice(same.from, same.to));
    if (inner)
      return before.slice(0, same.from + inner.index) + year + before.slice(same.from + inner.index + 4);
  }
  const carriesYear = /\d{4}/u.test(said.slice(fact.from, fact.to));
  const year = carriesYear
    ? ''
    : (/(?:\s*năm\s*|\s*nam\s*|\/)?\d{4}$/iu.exec(before.slice(same.from, same.to))?.[0] ?? '');
  return before.slice(0, same.from) + said.slice(fact.from, fact.to) + year + before.slice(same.to);
}

/** Words that join what is said to what was asked; they name nothing. */
const joiningWords =
  /(?<!\p{L})(?:thì|là|của|ở|tại|cho|với|trong|đến|vào|thi|la|cua|o|tai|voi|den|vao)(?!\p{L})/giu;
/** Fewer words in common are said by chance. */
const fewestShared = 2;

/**
 * "Còn người đi bộ đi vào đường cấm?", "năm 2045 thì quy mô là bao nhiêu?": says the matter of the turn before again
 * with another thing, place or time beside it, which takes the place of the old one.
 */
function replaceBeside(before: string, said: string): string | null {
  const [old, now] = [wordsOf(before), wordsOf(said)];
  const run = longestRun(old, now);
  const shared = now.slice(run.inNow, run.inNow + run.length);
  if (contentWords(shared.map(({ folded }) => folded)).length < fewestShared) return null;
  const other = textOf(said, now.slice(0, run.inNow)).replace(joiningWords, ' ');
  const named = oneLine(
    [...now.slice(0, run.inNow), ...now.slice(run.inNow + run.length)]
      .map(({ text }) => text)
      .join(' ')
      .replace(joiningWords, ' ')
      .replace(askingWords, ' '),
  );
  if (named === '') return null;
  const replaced = replacePlace(before, named) ?? replaceFact(before, named) ?? replaceNamed(before, named);
  if (replaced !== null) return replaced;
  if (oneLine(other) === '') return null;
  const tail = now.slice(run.inNow + run.length);
  const rest = tail.length > 0 ? tail : old.slice(run.inOld + run.length);
  const head = textOf(before, old.slice(0, run.inOld));
  const completed = oneLine(
    `${other} ${textOf(said, shared)} ${rest.map(({ text }) => text).join(' ')} ${keptOf(head, said)}`,
  );
  return questionWords.test(fold(completed)) ? completed : null;
}

const askingWords =
  /(?<!\p{L})(?:bao nhiêu|bao lâu|mấy|thế nào|ra sao|khi nào|nào|gì|bao nhieu|bao lau|may|the nao|khi nao|nao|gi)(?!\p{L})/giu;

interface Said {
  text: string;
  folded: string;
  from: number;
  to: number;
}

const wordsOf = (text: string): Said[] =>
  [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}/.,-]*/gu)].map(({ 0: word, index }) => ({
    text: word.replace(/[.,]+$/u, ''),
    folded: fold(word.replace(/[.,]+$/u, '')),
    from: index,
    to: index + word.length,
  }));

const textOf = (text: string, words: readonly Said[]): string =>
  text.slice(words[0]?.from ?? 0, words.at(-1)?.to ?? 0);

/** The longest stretch of words that both say. */
function longestRun(
  old: readonly Said[],
  now: readonly Said[],
): { inOld: number; inNow: number; length: number } {
  let best = { inOld: 0, inNow: 0, length: 0 };
  for (let i = 0; i < old.length; i += 1)
    for (let j = 0; j < now.length; j += 1) {
      let length = 0;
      while (old[i + length] !== undefined && old[i + length]?.folded === now[j + length]?.folded)
        length += 1;
      if (length > best.length) best = { inOld: i, inNow: j, length };
    }
  return best;
}

/** "ở Nghệ An" for the place of the turn before. */
function replacePlace(before: string, named: string): string | null {
  const [now, ...others] = findPlaces(named);
  const [old] = findPlaces(before);
  if (!now || !old || others.length > 0 || now.to - now.from < named.length - 14) return null;
  return before.slice(0, old.from) + named.slice(now.from, now.to) + before.slice(old.to);
}

/** The documents and times of what is replaced that the turn does not name anew. */
function keptOf(head: string, said: string): string {
  const own = new Set(factsOf(said).map(({ kind }) => kind));
  return factsOf(head)
    .filter(({ kind }) => ['symbol', 'year', 'period', 'quarter', 'month'].includes(kind) && !own.has(kind))
    .map(({ from, to }) => {
      const word = /(?:\p{L}+\s){1,2}$/u.exec(head.slice(0, from))?.[0] ?? '';
      return `${word}${head.slice(from, to)}`;
    })
    .join(' ');
}

/** "huy hiệu 40 năm" after "huy hiệu 30 năm": the same noun with another number. */
function replaceNumberedPhrase(before: string, said: string): string | null {
  for (const match of said.matchAll(/(\d+)\s+(\p{L}+)/gu)) {
    const unit = match[2] as string;
    const pattern = new RegExp(String.raw`\d+\s+${unit}(?!\p{L})`, 'iu');
    if (pattern.test(before)) return before.replace(pattern, match[0]);
  }
  for (const match of said.matchAll(/(\p{L}+)\s+(\d+)(?![\p{L}\d/-])/gu)) {
    const pattern = new RegExp(String.raw`(?<!\p{L})${match[1] as string}\s+\d+(?![\d/-])`, 'iu');
    if (pattern.test(before)) return before.replace(pattern, match[0]);
  }
  return null;
}

/** A new matter in the same circumstances: it replaces the noun that was asked about, or the whole asking phrase. */
function replaceMatter(before: string, said: string): string | null {
  if (questionWords.test(fold(said))) {
    const kept = before.replace(
      /(?<!\p{L})(?:có\s+|được\s+|co\s+|duoc\s+)?(?:bao nhiêu|mấy|bao nhieu|may)\s+(?:\p{L}+\s?){1,4}|^ai\s+\p{L}+\s+\p{L}+|(?<!\p{L})(?:ngày nào|là ai|ngay nao|la ai)(?!\p{L})/iu,
      ' ',
    );
    return oneLine(`${said} ${kept}`);
  }
  const isName =
    /^\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){1,2}$/u.test(said) && !/^(?:đảng|chi|ủy|ban|tổ|hội)/iu.test(said);
  if (isName) return oneLine(`${before.replace(/\([^)]*\)/gu, ' ')} ${said}`);
  const asked =
    /(?<!\p{L})(bao nhiêu|mấy|bao nhieu)\s+([^,?()]+?)(?=\s+(?:theo|trong|tại|ở|của|trực thuộc|năm|tháng|vào|trong|tai|cua|truc thuoc|nam|thang)(?!\p{L})|[?,(]|$)/iu.exec(
      before,
    );
  if (asked && unitWord.test(fold(asked[2] ?? ''))) {
    // "không quá bao nhiêu MB" measures: another matter is asked for with its own amount.
    const rest = before
      .slice(0, asked.index)
      .replace(
        /\s(?:không quá|tối đa|tối thiểu|ít nhất|là|trong|trước|gửi|khong qua|toi da|it nhat|la)\s*$/iu,
        '',
      );
    return `${said} ${rest.trim()} là bao nhiêu`;
  }
  if (asked) {
    const from = asked.index + (asked[1]?.length ?? 0) + 1;
    return before.slice(0, from) + said + before.slice(asked.index + asked[0].length);
  }
  const head =
    /^((?:tỷ lệ|số|tổng số|ty le|so|tong so)\s+)(.+?)(\s+(?:năm|quý|tháng|của|trong|tại|là|nam|quy|thang|cua|la)(?!\p{L}).*)$/iu.exec(
      before,
    );
  if (!head) return null;
  return `${head[1]}${mergePhrase(head[2] as string, said)}${head[3]}`;
}

/** "loại Khá" after "chi bộ xếp loại Tốt": shares a word, so only what follows that word changes. */
function mergePhrase(old: string, said: string): string {
  const first = fold(said).split(' ')[0] ?? '';
  const words = old.split(' ');
  const at = words.findLastIndex((word) => fold(word) === first);
  return at >= 0 ? [...words.slice(0, at), said].join(' ') : `${old} ${said}`;
}

const grade =
  /(?<!\p{L})(?:xuất sắc|tốt|khá|giỏi|trung bình|yếu|kém|xuat sac|tot|kha|gioi|trung binh|yeu|kem)(?!\p{L})/iu;

/** "Còn Trung bình?" after "xếp loại Khá": one grade for another. */
function replaceGrade(before: string, said: string): string | null {
  const now = grade.exec(said);
  const old = grade.exec(before);
  if (!now || !old || said.split(' ').length - now[0].split(' ').length > 2) return null;
  return before.slice(0, old.index) + now[0] + before.slice(old.index + old[0].length);
}

/** What measures instead of being counted. */
const unitWord =
  /^(?:mb|gb|kb|dpi|ngay|thang|nam|gio|phut|giay|tuan|quy|phan tram|%|dong|trieu|ty|met|km|kg|ha|trang|chu|tuoi|lan|diem)(?!\p{L})/u;

const capitalised = /^\p{Lu}/u;

/** "Còn huyện ủy Thạch Lưu?": the same kind of body with another name takes the place of the old one. */
function replaceNamed(before: string, said: string): string | null {
  if (questionWords.test(fold(said)) || /\d/u.test(said)) return null;
  const now = said.split(' ');
  const old = before.split(' ');
  const isPlain = fold(before) === before.toLowerCase() || fold(said) === said.toLowerCase();
  for (let head = now.length - 1; head >= 1; head -= 1) {
    const name = now.slice(head);
    if (!isPlain && head < 2 && !name.every((word) => capitalised.test(word))) continue;
    const at = old.findIndex((_, i) =>
      now.slice(0, head).every((word, j) => fold(old[i + j] ?? '') === fold(word)),
    );
    if (at < 0) continue;
    const replaced = old.slice(at + head, at + head + name.length);
    if (replaced.length < name.length || !(isPlain || head >= 2 || capitalised.test(replaced[0] ?? '')))
      continue;
    const tail = /[,;:)]+$/u.exec(replaced.at(-1) ?? '')?.[0] ?? '';
    return [
      ...old.slice(0, at + head),
      `${name.join(' ')}${tail}`,
      ...old.slice(at + head + name.length),
    ].join(' ');
  }
  return null;
}
