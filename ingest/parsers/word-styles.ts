import type { ListReference } from './word-numbering.ts';
import { childOf, descendantsOf, type XmlElement } from './xml.ts';

/** What a style of a Word file says that reading needs, what it inherits included. */
export interface WordStyle {
  /** Depth of a heading, from 1; absent for other styles. */
  headingLevel?: number;
  list?: Partial<ListReference>;
  font?: string;
  isHidden?: boolean;
}

/** The styles of one file by id, and what paragraphs without a style have. */
export interface WordStyles {
  byId(id: string): WordStyle;
  defaultFont: string | undefined;
}

/** Elements whose attributes the styles are read from. */
export const styleElements: ReadonlySet<string> = new Set([
  'w:style',
  'w:name',
  'w:basedOn',
  'w:numId',
  'w:ilvl',
  'w:rFonts',
  'w:outlineLvl',
  'w:vanish',
]);

/** Reads `styles.xml`; null where the file has none. */
export function readWordStyles(root: XmlElement | null): WordStyles {
  const own = new Map<string, WordStyle & { basedOn?: string }>();
  let defaultFont: string | undefined;
  if (root) {
    const defaults = descendantsOf(root, 'w:docDefaults')[0];
    defaultFont = defaults && fontOf(descendantsOf(defaults, 'w:rPr')[0]);
    for (const style of descendantsOf(root, 'w:style')) {
      const id = style.attrs['w:styleId'];
      if (id === undefined) continue;
      own.set(id, readStyle(style));
      if (style.attrs['w:default'] === '1' && style.attrs['w:type'] === 'paragraph')
        defaultFont = own.get(id)?.font ?? defaultFont;
    }
  }
  const resolved = new Map<string, WordStyle>();
  const resolve = (id: string, depth: number): WordStyle => {
    const known = resolved.get(id);
    if (known) return known;
    const style = own.get(id);
    if (!style) return {};
    const { basedOn, ...rest } = style;
    // Styles that are based on each other in a circle end here.
    const base = basedOn === undefined || depth > 20 ? {} : resolve(basedOn, depth + 1);
    const whole: WordStyle = { ...base, ...rest };
    if (base.list && rest.list) whole.list = { ...base.list, ...rest.list };
    resolved.set(id, whole);
    return whole;
  };
  return { byId: (id) => resolve(id, 0), defaultFont };
}

function readStyle(style: XmlElement): WordStyle & { basedOn?: string } {
  const paragraph = childOf(style, 'w:pPr');
  const run = childOf(style, 'w:rPr');
  const name = childOf(style, 'w:name')?.attrs['w:val'] ?? '';
  const outline = Number(childOf(paragraph, 'w:outlineLvl')?.attrs['w:val'] ?? Number.NaN);
  const level = Number(/^heading ([1-9])$/iu.exec(name)?.[1] ?? (outline <= 5 ? outline + 1 : Number.NaN));
  const basedOn = childOf(style, 'w:basedOn')?.attrs['w:val'];
  const list = listOf(paragraph);
  const font = fontOf(run);
  const hidden = isHidden(run);
  return {
    ...(Number.isNaN(level) ? {} : { headingLevel: level }),
    ...(basedOn === undefined ? {} : { basedOn }),
    ...(list ? { list } : {}),
    ...(font === undefined ? {} : { font }),
    ...(hidden === undefined ? {} : { isHidden: hidden }),
  };
}

/** The list that paragraph properties name; list '0' takes a paragraph out of the list of its style. */
export function listOf(properties: XmlElement | undefined): Partial<ListReference> | undefined {
  const numbering = childOf(properties, 'w:numPr');
  if (!numbering) return undefined;
  const listId = childOf(numbering, 'w:numId')?.attrs['w:val'];
  const level = childOf(numbering, 'w:ilvl')?.attrs['w:val'];
  return {
    ...(listId === undefined ? {} : { listId }),
    ...(level === undefined ? {} : { level: Number(level) }),
  };
}

/** The font of a run for letters of Western code pages. */
export function fontOf(properties: XmlElement | undefined): string | undefined {
  const fonts = childOf(properties, 'w:rFonts')?.attrs;
  return fonts?.['w:ascii'] ?? fonts?.['w:hAnsi'];
}

/** Whether run properties hide their text; undefined where they do not say. */
export function isHidden(properties: XmlElement | undefined): boolean | undefined {
  const vanish = childOf(properties, 'w:vanish');
  if (!vanish) return undefined;
  return !['0', 'false', 'off'].includes(vanish.attrs['w:val'] ?? '1');
}
