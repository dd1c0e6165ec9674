import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { parseDecimal } from '../../text/numbers.ts';
import type { Criterion, CriterionCheck, CriteriaSet, LevelRule, RatingLevel } from './criteria.ts';

/** Folded words of the levels. */
export const levelWords: readonly (readonly [RatingLevel, string])[] = [
  ['average', 'trung binh|tb'],
  ['good', 'tot'],
  ['fair', 'kha'],
  ['weak', 'kem|yeu'],
];

/** A level named at the beginning of a folded line: 'tot tu 90 diem, du cac muc bat buoc', 'kha: 70'. */
const levelLine = new RegExp(
  `^[-+*\\s]*(?:muc |loai |xep loai )?(?:${levelWords.map(([, words]) => `(${words})`).join('|')})\\s*(?:tu|:|>=|≥|=)?\\s*(\\d+(?:[.,]\\d+)?)(?!\\p{L})`,
  'u',
);

/**
 * Reads a set as it is typed or pasted: one criterion a line with its points ('…: 20 điểm, bắt buộc'), then one level a
 * line ('Tốt từ 90, đủ mục bắt buộc'). Lines that are neither come back as `unread`.
 */
export function readCriteria(text: string): Pick<CriteriaSet, 'items' | 'levels'> & { unread: string[] } {
  const items: Criterion[] = [];
  const levels: LevelRule[] = [];
  const unread: string[] = [];
  for (const raw of cleanText(text).split('\n')) {
    const line = oneLine(raw);
    if (line === '') continue;
    const level = readLevel(line);
    const item = level ? null : readItem(line);
    if (level) levels.push(level);
    else if (item) items.push(item);
    else unread.push(line);
  }
  levels.sort((a, b) => b.from - a.from);
  return { items, levels, unread };
}

const levelName = new RegExp(`^(?:muc |loai )?(?:${levelWords.map(([, words]) => words).join('|')})$`, 'u');

/** Rows of a sheet ('| 1 | Dự họp trên 85% | 20 | bắt buộc |', '| Tốt | 90 |') as the lines that people type. */
export function criteriaLines(sheet: string): string {
  return cleanText(sheet)
    .split('\n')
    .map((row) => {
      const filled = row
        .split(/\s*[|\t]\s*/u)
        .map(oneLine)
        .filter((cell) => cell !== '');
      const cells = /^\d{1,2}[.)]?$/u.test(filled[0] ?? '') ? filled.slice(1) : filled;
      const at = cells.findIndex((cell) => /^\d+(?:[.,]\d+)?(?:\s*diem)?$/u.test(fold(cell)));
      if (at < 1) return row;
      const [first = ''] = cells;
      const points = /^[\d.,]+/u.exec(cells[at] ?? '')?.[0] ?? '';
      const notes = cells
        .filter((_, i) => i > 0 && i !== at)
        .map((note) => (/^(?:x|co)$/u.test(fold(note)) ? 'bắt buộc' : note));
      const line = levelName.test(fold(first)) ? `${first} từ ${points}` : `${first}: ${points} điểm`;
      return [line, ...notes].join(', ');
    })
    .join('\n');
}

function readLevel(line: string): LevelRule | null {
  const folded = fold(line);
  const match = levelLine.exec(folded);
  if (!match) return null;
  const at = levelWords.findIndex((_, i) => match[i + 1] !== undefined);
  const from = parseDecimal(match[levelWords.length + 1] ?? '');
  const level = levelWords[at]?.[0];
  return level && from !== null ? { level, from, needsRequired: /bat buoc/u.test(folded) } : null;
}

/** '1. Đảng viên dự họp trên 85%, không vắng không lý do: 20 điểm, bắt buộc' */
function readItem(line: string): Criterion | null {
  const text = line.replace(/^\s*(?:[-+*]|\d{1,2}\s*[.)/])\s*/u, '');
  const folded = fold(text);
  const points = /[\s:(=-]*(\d+(?:[.,]\d+)?)\s*(?:diem|d)(?!\p{L})\)?/u.exec(folded);
  if (!points) return null;
  const value = parseDecimal(points[1] ?? '');
  const content = text.slice(0, points.index).replace(/[\s:,;(-]+$/u, '');
  if (content === '' || value === null || value <= 0) return null;
  return {
    text: content,
    points: value,
    isRequired: /bat buoc/u.test(folded.slice(points.index)),
    check: readCheck(fold(content)),
  };
}

function readCheck(folded: string): CriterionCheck | null {
  const share = /(?:tren|tu|dat)\s*(\d{1,3}(?:[.,]\d+)?)\s*%/u.exec(folded);
  if (share && /du hop|tham du|tham gia sinh hoat|co mat/u.test(folded))
    return {
      type: 'attendance',
      above: parseDecimal(share[1] ?? '') ?? 0,
      noUnexcused: /khong (?:co )?(?:dang vien )?vang (?:mat )?khong/u.test(folded),
    };
  const minutes = /(\d{2,3})\s*phut/u.exec(folded);
  return minutes ? { type: 'duration', atLeast: Number(minutes[1]) } : null;
}
