import { isTiny, isWhite } from '../hidden-text.ts';
import { childOf, descendantsOf, type XmlElement } from './xml.ts';

/** What a style of an OpenDocument file says that reading needs. */
interface TextStyle {
  font?: string;
  isHidden?: boolean;
  /** White without a ground of its own. */
  isWhite?: boolean;
  isTiny?: boolean;
}

/** The styles of one file by name. */
export interface OpenDocumentStyles {
  /** A property of a style or of the one it is based on. */
  valueOf<Key extends keyof TextStyle>(name: string | undefined, key: Key): TextStyle[Key] | undefined;
}

/** Reads the trees in which styles are defined, later ones over earlier. */
export function readOpenDocumentStyles(parts: readonly XmlElement[]): OpenDocumentStyles {
  const styles = new Map<string, TextStyle & { parent?: string }>();
  for (const style of parts.flatMap((part) => descendantsOf(part, 'style:style'))) {
    const name = style.attrs['style:name'];
    if (name !== undefined) styles.set(name, readStyle(style));
  }
  return {
    valueOf: (name, key) => {
      let at = name;
      for (let depth = 0; at !== undefined && depth < 20; depth++) {
        const style = styles.get(at);
        if (style?.[key] !== undefined) return style[key];
        at = style?.parent;
      }
      return undefined;
    },
  };
}

function readStyle(style: XmlElement): TextStyle & { parent?: string } {
  const text = childOf(style, 'style:text-properties')?.attrs;
  const font = text?.['style:font-name'] ?? text?.['fo:font-family'];
  const parent = style.attrs['style:parent-style-name'];
  const colour = text?.['fo:color'];
  const grounds = [text, childOf(style, 'style:paragraph-properties')?.attrs];
  const hasGround = grounds.some((one) => /^#/u.test(one?.['fo:background-color'] ?? ''));
  const points = /^([\d.]+)pt$/u.exec(text?.['fo:font-size'] ?? '')?.[1];
  return {
    ...(font === undefined ? {} : { font: font.replace(/^'|'$/gu, '') }),
    ...(text?.['text:display'] === undefined ? {} : { isHidden: text['text:display'] === 'none' }),
    ...(colour === undefined ? {} : { isWhite: isWhite(colour) && !hasGround }),
    ...(points === undefined ? {} : { isTiny: isTiny(Number(points)) }),
    ...(parent === undefined ? {} : { parent }),
  };
}
