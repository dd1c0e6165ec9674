import { fold } from '../../text/normalise.ts';
import { findLabels } from './line-labels.ts';

/*
 * The counts of an attendance among the other words of a line: a run of numbers and of words that are counted, with
 * nothing else between them. Whatever number stands in the run is either read or asked about; none is dropped.
 */

/** Words of counts, folded. */
const absence =
  '(?:xin )?(?:vang|nghi)(?: mat)?(?: (?:(?:co|khong)(?: co)? (?:ly do|phep)|[ck]p|[ck]ld))?|thieu(?= \\d)|(?:co|khong)(?: co)? (?:ly do|phep)|xin phep|phep|kld|cld|kp|cp|di cong tac|cong tac(?=\\s*\\))|om(?! \\p{L})|khong(?=\\s*[).,;]|$)';
const presence =
  'co mat|hien dien|du hop|tham du|tham gia|den du|di hop|den hop|du(?=\\s*:?\\s*\\d|\\s*(?:[,;.)]|$))|du(?: du| ca| ca| dong du)|day du|dong du';
const counted =
  `tong so dang vien|tong dang vien|tong so dv|(?<!ho )so dv|trieu tap(?= :?\\s*\\d)|tong so|tong cong|tong|tat ca(?= \\d)|si so|quan so|dang so|(?<!ho )so dang vien|(?:dang vien )?chinh thuc|ct(?=\\s*\\d)|(?:dang vien )?du bi|` +
  `(?:duoc )?mien(?: sinh hoat| cong tac)?|${absence}|${presence}|(?:sinh hoat )?tam thoi (?:chuyen )?(?:den|di)`;
const people =
  'dang vien|dong chi|d/c|dc|dv|nguoi|(?:uy vien|uv)(?: (?:ban thuong vu|ban chap hanh|btv|bch|ubkt|chi uy))?|dai bieu(?! (?:moi|khach|la|gom)(?!\\p{L}))';
/** Small words between counts. */
const joints =
  'va|trong do|thi|con|co|la|deu|gom|tren|tong(?= so)|diem danh|so luong|thanh phan|chi bo co|toan chi bo|chi bo(?= \\d)|mat(?= \\d)|duoc';

/** A number that is none of a day, an hour, a session or a room. */
const number =
  '(?<![\\p{L}\\p{N}/.:-]|\\d\\s*(?:h|g|gio)\\s*|(?<!\\p{L})(?:ngay|mung|mong|thang|nam|(?<!(?:tong|si|quan|dang)\\s)so|lan|thu|phien|ky|khoa|tang|phong|lau|p|so nha|hom|quy|khu|luc|vao|tu|hoi)\\s+)\\d{1,4}(?:\\s?/\\s?\\d{1,4})?(?!\\s?(?:h|g|gio|phut|p|%|nam|thang|ngay)(?!\\p{L})|[:/]\\d|\\s?[-–.]\\s?\\d|\\p{N})|(?<=\\d(?:h|g| gio) )\\d{1,3}(?= (?:dv|d\\/c|dc|dang vien|dong chi|nguoi|uv)(?!\\p{L}))';
const word = (pattern: string): string => `(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}])`;
const tokens = new RegExp(
  `(?<number>${number})|(?<counted>${word(counted)})|(?<people>(?<!\\p{L})(?:${people})(?!\\p{L}))|(?<joint>${word(joints)})|(?<mark>[\\s,;:=().+–-]+)`,
  'uy',
);

interface Token {
  type: 'number' | 'counted' | 'people' | 'joint' | 'mark';
  text: string;
  from: number;
  to: number;
}

const numberTokens = new RegExp(number, 'gu');
const countedTokens = new RegExp(word(counted), 'gu');

/** Where the counts of an attendance stand in a line, if anywhere. */
export function findAttendance(text: string): { from: number; to: number } | null {
  const folded = fold(text);
  const closed = findLabels(text).filter(({ field }) => field === 'agenda' || field === 'conclusions');
  const runs: Token[][] = [];
  const starts = [...folded.matchAll(numberTokens), ...folded.matchAll(countedTokens)].map(
    (match) => match.index,
  );
  for (const from of [...new Set(starts)].sort((a, b) => a - b)) {
    if (runs.some((run) => from < (run.at(-1)?.to ?? 0))) continue;
    const run = runFrom(folded, text, from);
    if (isAttendance(run, hasOtherDay(folded, run))) runs.push(run);
  }
  const outside = runs.filter((run) => !closed.some((label) => label.from < (run[0]?.from ?? 0)));
  const inside = runs.filter((run) => !outside.includes(run) && numbersIn(run) > 1);
  const found = [...(outside.length > 0 ? outside : inside)];
  // 'tổng 28' and 'vắng 2' apart are counts of one meeting: from the first to the last, where nothing else is between.
  const best = found.sort((a, b) => numbersIn(b) - numbersIn(a))[0];
  if (best) {
    const from = best[0]?.from ?? 0;
    const title =
      /(?<!\p{L})(?:diem danh|quan so|so luong|thanh phan|si so|(?:so )?(?:dang vien|dv)|(?:cac )?(?:uy vien|uv|dai bieu))\s*[:-]?\s*(?:co |gom )?$/u.exec(
        folded.slice(0, from),
      );
    return { from: title?.index ?? from, to: best.at(-1)?.to ?? 0 };
  }
  const open = told.exec(folded);
  if (open && !closed.some(({ from }) => from < open.index)) {
    const next = findLabels(text).find(({ from }) => from > open.index)?.from ?? text.length;
    return { from: open.index, to: Math.min(next, open.index + open[0].length) };
  }
  // '15/15' at the end, of which the second number is no month, is how many of how many came.
  const bare =
    [
      ...folded.matchAll(
        /(?<![\p{L}\p{N}/.,:-])(\d{1,3})\s*\/\s*(\d{1,3})(?![\p{L}\p{N}/])(?=\s*(?:[,;.¦]|$))/gu,
      ),
    ]
      // 'trực 24/24' in a conclusion counts nobody.
      .filter(
        (match) =>
          !closed.some((label) => label.from < match.index) && !/^24\s*\/\s*(?:24|7)$/u.test(match[0]),
      )
      .at(-1) ?? null;
  const [part, whole] = [Number(bare?.[1]), Number(bare?.[2])];
  // '10/10' behind a comma at the end of a line that has a day already.
  const isLast =
    bare !== null &&
    /[,;¦]\s*$/u.test(folded.slice(0, bare.index)) &&
    /^[\s.]*$/u.test(folded.slice(bare.index + bare[0].length)) &&
    whole - part <= 3 &&
    otherDay.test(folded.slice(0, bare.index));
  if (bare && (whole > 12 || isLast) && part <= whole && part * 2 >= whole) {
    return { from: bare.index, to: bare.index + bare[0].length };
  }
  return null;
}

const told = new RegExp(`(?<!\\p{L})(?:diem danh|quan so)\\s*[:-]?\\s*[^¦]*$`, 'u');

/** Everything from `from` on that may belong to counts, without what hangs over at its end. */
function runFrom(folded: string, text: string, from: number): Token[] {
  const run: Token[] = [];
  for (let at = from; at < folded.length;) {
    tokens.lastIndex = at;
    const match = tokens.exec(folded);
    if (!match) break;
    const type = (Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0] ??
      'mark') as Token['type'];
    const to = at + match[0].length;
    // 'đ/c Lê Văn Mẫu chủ trì': somebody is addressed, nobody counted.
    if (type === 'people' && isAddressed(folded, to)) break;
    run.push({ type, text: match[0], from: at, to });
    at = to;
  }
  const isWritten = (token: Token): boolean =>
    !/^(?:tong|thieu|phep|om|mat|con|la|du)$/u.test(token.text) ||
    /^(?:tổng|tong|thiếu|thieu|phép|phep|ốm|om|mặt|mat|còn|con|là|la|dự|đủ|du)$/iu.test(
      text.slice(token.from, token.to),
    );
  // 'Trần Thị Ví Dụ, tổng 17': alone it counts only what stands before it.
  if (run[0]?.text === 'du' && run[1]?.type !== 'number' && run[2]?.type !== 'number') return [];
  if (run[0]?.text === 'du' && /[,;.)]/u.test(run[1]?.text ?? '')) return [];
  const wrong = run.findIndex((token) => token.type !== 'mark' && !isWritten(token));
  if (wrong >= 0) run.splice(wrong);
  while (
    run.length > 0 &&
    /^(?:mark|joint)$/u.test(run.at(-1)?.type ?? '') &&
    !/\)/u.test(run.at(-1)?.text ?? '')
  )
    run.pop();
  // 'vắng 2 (1 ốm, 1 đi tập huấn)': the bracket tells of the same people.
  const inside = /^\s*(?:\(|(?<=\([^()]*))[^()]*\d[^()]*\)/u.exec(folded.slice(run.at(-1)?.to));
  const open = run.findLastIndex(({ text: own }) => own.includes('('));
  const closed = run.findLastIndex(({ text: own }) => own.includes(')'));
  const tail = open > closed ? /^[^()¦]*\)/u.exec(folded.slice(run.at(-1)?.to)) : inside;
  // Why somebody was away is nobody's business here: the words are passed over, not kept.
  const counts = run.filter(({ type }) => type === 'counted');
  const why = /^(?:vang|nghi|thieu)/u.test(counts.at(-1)?.text ?? '')
    ? /^\s*(?:do|vi|ly do)\s[^,;¦.()\d]*/u.exec(folded.slice(run.at(-1)?.to))
    : null;
  if (why && run.length > 0 && findLabels(text.slice(run.at(-1)?.to).slice(0, why[0].length)).length === 0) {
    const from = run.at(-1)?.to ?? 0;
    run.push({ type: 'mark', text: why[0], from, to: from + why[0].length });
    return run;
  }
  if (tail && run.length > 0) {
    const from = run.at(-1)?.to ?? 0;
    run.push({ type: 'mark', text: tail[0], from, to: from + tail[0].length });
    return run;
  }
  const last = run.at(-1);
  if (last?.type === 'mark') {
    const length = last.text.indexOf(')') + 1;
    run[run.length - 1] = { ...last, text: last.text.slice(0, length), to: last.from + length };
  }
  return run;
}

const isAddressed = (folded: string, to: number): boolean => {
  const next = /^\s+(\p{L}+)/u.exec(folded.slice(to));
  if (!next) return false;
  tokens.lastIndex = to + next[0].length - (next[1]?.length ?? 0);
  return tokens.exec(folded) === null;
};

const numbersIn = (run: readonly Token[]): number =>
  run
    .filter(({ type }) => type === 'number')
    .reduce((sum, { text }) => sum + (text.includes('/') ? 2 : 1), 0);

/** A day that is written out, or named. */
const otherDay =
  /(?<![\d/:])\d{1,2}\s?[/.-]\s?\d{1,2}(?!\s?[\d:hg])|(?<!\p{L})(?:ngay|mung|mong)\s+\d|hom (?:nay|qua|kia)|(?:sang|chieu|toi) (?:nay|qua)|(?<!\p{L})(?<!lan )thu (?:hai|ba|tu|nam|sau|bay|[2-7])(?![\p{L}\d])/u;
/** Whether the line names its day outside of what may be counts. */
const hasOtherDay = (folded: string, run: readonly Token[]): boolean => {
  const [from, to] = [run[0]?.from ?? 0, run.at(-1)?.to ?? 0];
  return otherDay.test(`${folded.slice(0, from)} ¦ ${folded.slice(to)}`);
};

/** '11/12, vắng 1': no day where the second number is no month, or where another day stands and the counts add up. */
function isRatio(run: readonly Token[], hasDay: boolean): boolean {
  const [part = 0, whole = 0] = (run[0]?.text ?? '').split('/').map(Number);
  if (whole > 12) return part <= whole;
  const absent = run
    .slice(1)
    .filter(({ type, text }) => type === 'number' && !text.includes('/'))
    .map(({ text }) => Number(text));
  return hasDay && (whole - part === absent[0] || whole - part === absent.reduce((sum, n) => sum + n, 0));
}

/** A number with its word; a lone '5/8' is a day, a lone '2 đồng chí' part of the agenda. */
function isAttendance(run: readonly Token[], hasDay: boolean): boolean {
  const words = run.filter(({ type }) => type === 'counted');
  const numbers = run.filter(({ type }) => type === 'number');
  if (numbers.length === 0) return false;
  const [first] = run;
  const isRatioFirst = first?.type === 'number' && first.text.includes('/');
  if (isRatioFirst && !isRatio(run, hasDay)) {
    // '5/8, vắng 2': the day before counts that have numbers of their own.
    const next = run.slice(1).find(({ type }) => type !== 'mark');
    const at = run.indexOf(next ?? first);
    const hasOwn =
      next?.type === 'counted' && run.slice(at + 1).find(({ type }) => type !== 'mark')?.type === 'number';
    if (next === undefined || next.type === 'number' || next.type === 'joint' || hasOwn) return false;
    if (run.slice(1, at).some(({ text }) => /[,;]/u.test(text))) return false;
  }
  return words.length > 0 || (isRatioFirst && run.some(({ type }) => type === 'people'));
}
