import { childOf, childrenOf, descendantsOf, type XmlElement } from './xml.ts';
import { toRoman } from '../../text/roman.ts';

/*
 * Word keeps automatic numbers outside the text: a paragraph names a list and a level, the list says how a level is
 * written ("Điều %1.", "%1)"), and the reader counts.
 */

interface Level {
  start: number;
  format: string;
  text: string;
}

/** A list of the file. Lists of one family count on together unless one of them says that it starts anew. */
interface List {
  family: string;
  levels: readonly Level[];
  restarts: ReadonlyMap<number, number>;
}

/** The list and level of a paragraph; levels count from 0. */
export interface ListReference {
  listId: string;
  level: number;
}

/** The numbering of one Word file; `labelOf` counts and must be called once a paragraph, in reading order. */
export interface WordNumbering {
  /** The label as Word prints it: 'Điều 5.', 'a)', '-' for a bullet; '' where the list prints none. */
  labelOf(reference: ListReference): string;
  /** The level at which a list numbers the paragraphs of a style. */
  levelOfStyle(listId: string, styleId: string): number | null;
}

/** Elements whose attributes the numbering reads. */
export const numberingElements: readonly string[] = [
  'w:abstractNum',
  'w:num',
  'w:numId',
  'w:ilvl',
  'w:lvl',
  'w:start',
  'w:numFmt',
  'w:lvlText',
  'w:pStyle',
  'w:abstractNumId',
  'w:lvlOverride',
  'w:startOverride',
];

/** Reads `numbering.xml`; null where the file has no lists. */
export function createWordNumbering(root: XmlElement | null): WordNumbering {
  const lists = new Map<string, List>();
  const styleLevels = new Map<string, Map<string, number>>();
  if (root) readLists(root, lists, styleLevels);
  const counters = new Map<string, number[]>();
  const started = new Set<string>();
  return {
    levelOfStyle: (listId, styleId) => styleLevels.get(lists.get(listId)?.family ?? '')?.get(styleId) ?? null,
    labelOf({ listId, level }) {
      const list = lists.get(listId);
      const own = list?.levels[level];
      if (!list || !own) return '';
      const counts = counters.get(list.family) ?? [];
      counters.set(list.family, counts);
      const restart = list.restarts.get(level);
      const key = `${listId} ${level}`;
      if (restart !== undefined && !started.has(key)) counts[level] = restart;
      else counts[level] = counts[level] === undefined ? own.start : counts[level] + 1;
      started.add(key);
      for (let above = 0; above < level; above++) counts[above] ??= list.levels[above]?.start ?? 1;
      counts.length = level + 1;
      if (own.format === 'none') return '';
      if (own.format === 'bullet') return '-';
      return own.text.replace(/%(\d)/gu, (_, digit: string) => {
        const index = Number(digit) - 1;
        const format = index === level ? own.format : (list.levels[index]?.format ?? 'decimal');
        return written(counts[index] ?? 1, format);
      });
    },
  };
}

const value = (element: XmlElement | undefined): string | undefined => element?.attrs['w:val'];

function readLists(
  root: XmlElement,
  lists: Map<string, List>,
  styleLevels: Map<string, Map<string, number>>,
): void {
  const families = new Map<string, Level[]>();
  for (const family of descendantsOf(root, 'w:abstractNum')) {
    const id = family.attrs['w:abstractNumId'] ?? '';
    const levels: Level[] = [];
    const styles = new Map<string, number>();
    for (const level of childrenOf(family, 'w:lvl')) {
      const index = Number(level.attrs['w:ilvl'] ?? '0');
      if (!(index >= 0 && index <= 8)) continue;
      levels[index] = readLevel(level);
      const style = value(childOf(level, 'w:pStyle'));
      if (style !== undefined) styles.set(style, index);
    }
    families.set(id, levels);
    styleLevels.set(id, styles);
  }
  for (const list of descendantsOf(root, 'w:num')) {
    const family = value(childOf(list, 'w:abstractNumId')) ?? '';
    const base = families.get(family);
    const id = list.attrs['w:numId'];
    if (!base || id === undefined) continue;
    const levels = [...base];
    const restarts = new Map<number, number>();
    for (const override of childrenOf(list, 'w:lvlOverride')) {
      const index = Number(override.attrs['w:ilvl'] ?? '0');
      const other = childOf(override, 'w:lvl');
      if (other) levels[index] = readLevel(other);
      const start = value(childOf(override, 'w:startOverride'));
      if (start !== undefined) restarts.set(index, Number(start));
    }
    lists.set(id, { family, levels, restarts });
  }
}

const readLevel = (level: XmlElement): Level => ({
  start: Number(value(childOf(level, 'w:start')) ?? '1'),
  format: value(childOf(level, 'w:numFmt')) ?? 'decimal',
  text: value(childOf(level, 'w:lvlText')) ?? '',
});

/** Vietnamese lists count a, b, c, d, đ, e, g: Word's own letters have no đ, and the text must say what Word prints. */
function written(count: number, format: string): string {
  switch (format) {
    case 'lowerLetter':
      return String.fromCharCode(97 + ((count - 1) % 26)).repeat(Math.min(9, Math.ceil(count / 26)));
    case 'upperLetter':
      return String.fromCharCode(65 + ((count - 1) % 26)).repeat(Math.min(9, Math.ceil(count / 26)));
    case 'upperRoman':
      return toRoman(count);
    case 'lowerRoman':
      return toRoman(count).toLowerCase();
    case 'decimalZero':
      return String(count).padStart(2, '0');
    default:
      return String(count);
  }
}
