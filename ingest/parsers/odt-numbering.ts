import { toRoman } from '../../text/roman.ts';
import { childrenOf, descendantsOf, type XmlElement } from './xml.ts';

/** The labels of list items, counted in the order in which they are read. Levels begin at 1. */
export interface OpenDocumentNumbering {
  /** A list of this style begins; one at the top that goes on with no other counts from its start again. */
  begin(style: string, level: number, goesOn: boolean): void;
  /** The label of the next item; `start`: the number that it sets itself. Empty where the style shows none. */
  next(style: string, level: number, start: string | undefined): string;
}

interface ListLevel {
  format: string;
  prefix: string;
  suffix: string;
  shownLevels: number;
  start: number;
  isBullet: boolean;
}

/** Reads the trees in which list styles are defined, later ones over earlier. */
export function readOpenDocumentNumbering(parts: readonly XmlElement[]): OpenDocumentNumbering {
  const lists = new Map(
    parts
      .flatMap((part) => descendantsOf(part, 'text:list-style'))
      .map((list) => [list.attrs['style:name'] ?? '', readLevels(list)]),
  );
  const countsByStyle = new Map<string, number[]>();
  const countsOf = (style: string): number[] => {
    const counts = countsByStyle.get(style) ?? [];
    countsByStyle.set(style, counts);
    return counts;
  };
  return {
    begin: (style, level, goesOn) => {
      if (level === 1 && !goesOn) countsOf(style).length = 0;
    },
    next: (style, level, start) => {
      const counts = countsOf(style);
      const levels = lists.get(style);
      const own = levels?.get(level);
      const before = counts[level];
      const following = before === undefined ? (own?.start ?? 1) : before + 1;
      counts[level] = start === undefined ? following : Number(start);
      counts.length = level + 1;
      if (!own) return '';
      if (own.isBullet) return '-';
      if (own.format === '') return '';
      const shown: string[] = [];
      for (let at = Math.max(1, level - own.shownLevels + 1); at <= level; at++)
        shown.push(written(counts[at] ?? 1, levels?.get(at)?.format ?? '1'));
      return `${own.prefix}${shown.join('.')}${own.suffix}`.trim();
    },
  };
}

function readLevels(list: XmlElement): Map<number, ListLevel> {
  return new Map(
    childrenOf(list).map(({ name, attrs }) => [
      Number(attrs['text:level'] ?? '1'),
      {
        format: attrs['style:num-format'] ?? '',
        prefix: attrs['style:num-prefix'] ?? '',
        suffix: attrs['style:num-suffix'] ?? '',
        shownLevels: Number(attrs['text:display-levels'] ?? '1'),
        start: Number(attrs['text:start-value'] ?? '1'),
        isBullet: name === 'text:list-level-style-bullet',
      },
    ]),
  );
}

function written(count: number, format: string): string {
  switch (format) {
    case 'a':
      return String.fromCharCode(97 + ((count - 1) % 26));
    case 'A':
      return String.fromCharCode(65 + ((count - 1) % 26));
    case 'I':
      return toRoman(count);
    case 'i':
      return toRoman(count).toLowerCase();
    default:
      return String(count);
  }
}
