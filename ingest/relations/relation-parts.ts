import { oneLine } from '../../text/normalise.ts';

/*
 * Parts of a document as provisions name them: 'khoản 3, khoản 4 Điều 9', 'điểm b khoản 1 Điều 12 và Điều 19', 'các điều
 * 12, 13 và 14', 'Chương II và Phụ lục III'. A wider word behind a narrower one holds for the run of equals before it.
 */

/** From the narrowest; a part is told inside any part of a higher rank. */
const ranks: Readonly<Record<string, number>> = {
  'gach dau dong': 0,
  tiet: 1,
  diem: 2,
  khoan: 3,
  dieu: 4,
  'tieu muc': 5,
  muc: 6,
  chuong: 7,
  phan: 8,
  'bieu mau': 9,
  bieu: 9,
  mau: 9,
  'phu luc': 10,
};

const names = Object.keys(ranks).sort((a, b) => b.length - a.length);
/** '5', '5a', '2.3', 'II', 'b', 'thứ nhất', '01', '01a/ĐB'; letters alone only where nothing goes on behind them. */
const labelPattern = String.raw`(?:\d+(?:\.\d+)*[a-z]?(?:[-/][\p{L}\p{N}]+)*|[ivxlc]+|[a-z]\d?|thu (?:nhat|hai|ba|tu|nam))(?![\p{L}\p{N}])`;
const wordPattern = String.raw`(?<!\p{L})(?<word>${names.join('|')})(?:\s+so)?\s*`;

/** One part: a word with its label, or a bare label that goes on a list. */
const unit = new RegExp(`(?:${wordPattern}(?<label>${labelPattern}))`, 'uy');
const bare = new RegExp(`(?<label>\\d+[a-z]?|[a-z]|[ivxlc]+)(?![\\p{L}\\p{N}.])`, 'uy');
const separator = /\s*(?:,\s*va|[,;]|va|den)\s+(?:(?:cac|tai|cua)\s+)?/uy;
const inside = /\s+(?:(?:cua|tai|thuoc|trong)\s+)?/uy;

interface Level {
  rank: number;
  word: string;
  label: string;
}

/** Parts read from one place on, and where they end. */
export interface PartList {
  parts: string[];
  to: number;
}

/**
 * The list of parts that starts at `from` of `text`, as people cite each of them; null where none starts there.
 * 'từ Điều 5 đến Điều 8' gives its two ends and what lies between.
 *
 * @param folded `fold(text)`, which has the same offsets; what is blanked there is not read
 */
export function readParts(text: string, folded: string, from: number): PartList | null {
  const chains: { levels: Level[]; isOpen: boolean; isRange: boolean }[] = [];
  let at = from;
  const many = /(?:cac|tu)\s+/uy;
  many.lastIndex = at;
  const plural = many.exec(folded);
  if (plural) at = many.lastIndex;
  let last: Level | null = null;
  let to = from;
  let joint: 'first' | 'inside' | 'listed' | 'range' = 'first';
  for (;;) {
    unit.lastIndex = at;
    const full = unit.exec(folded);
    bare.lastIndex = at;
    const short = full || last === null || joint === 'inside' ? null : bare.exec(folded);
    const match = full ?? short;
    if (!match) break;
    const rank: number = full ? ranks[full.groups!['word']!]! : last!.rank;
    const labelAt = at + match[0].length - match.groups!['label']!.length;
    const level: Level = {
      rank,
      word: full ? oneLine(text.slice(at, labelAt)) : last!.word,
      label: text.slice(labelAt, at + match[0].length),
    };
    at += match[0].length;
    to = at;
    if (joint === 'inside' && last && rank > last.rank) {
      const before: number = chains.at(-1)!.levels.at(-1)!.rank;
      for (let index = chains.length - 1; index >= 0; index--) {
        const chain = chains[index]!;
        if (!chain.isOpen || chain.levels.at(-1)!.rank !== before) break;
        chain.levels.push(level);
      }
    } else if (joint === 'inside' && last) {
      to = at - match[0].length;
      break;
    } else {
      if (joint === 'range') fillRange(chains, level);
      chains.push({ levels: [level], isOpen: true, isRange: joint === 'range' });
    }
    last = level;
    separator.lastIndex = at;
    const separated = separator.exec(folded);
    if (separated) {
      joint = /den/u.test(separated[0]) ? 'range' : 'listed';
      at = separator.lastIndex;
      continue;
    }
    inside.lastIndex = at;
    if (!inside.exec(folded)) break;
    joint = 'inside';
    at = inside.lastIndex;
  }
  if (chains.length === 0) return null;
  return { parts: chains.map(({ levels }) => levels.map(worded).join(' ')), to };
}

/** 'từ Điều 5 đến Điều 8': the whole numbers in between, where both ends are numbers and not too far apart. */
function fillRange(chains: { levels: Level[]; isOpen: boolean; isRange: boolean }[], end: Level): void {
  const start = chains.at(-1)?.levels[0];
  const [first, last] = [Number(start?.label), Number(end.label)];
  if (!start || start.rank !== end.rank || !Number.isInteger(first) || last - first > 50) return;
  for (let number = first + 1; number < last; number++)
    chains.push({ levels: [{ ...start, label: String(number) }], isOpen: true, isRange: true });
}

/** 'Điều 12', 'khoản 3': as decrees write them, whatever the case in a list. */
const worded = ({ rank, word, label }: Level): string =>
  `${rank >= 7 || rank === 4 ? capitalised(word) : rank <= 3 ? word.toLowerCase() : word} ${label}`;

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
