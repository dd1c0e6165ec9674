import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readFontMetrics } from './font-metrics.ts';
import type { FontMetrics } from './font-metrics.ts';

/*
 * What every chart is drawn with: one width for a phone, text that is measured before it is drawn, and fills that differ
 * in lightness and in pattern, so that neither a grey print nor colour-blind eyes mix them up.
 */

/** A picture shown 360 pixels wide on a phone still has letters of 11 pixels. */
export const width = 480;
export const margin = 16;
export const contentWidth = width - 2 * margin;
export const size = { title: 19, legend: 15, label: 15, value: 15, source: 13 };
export const ink = '#1b1f24';
export const quiet = '#4a525b';
export const rule = '#d0d7de';
const grey = '#c3c9cf';
/** From dark to light and back, each next to one of another lightness. */
const palette = [
  '#1d4f91',
  '#f0b429',
  '#0f766e',
  '#f7a8a0',
  '#6b2f7d',
  '#9ec9e8',
  '#7a3410',
  '#b9d77a',
  '#4a525b',
];

/** Name of the fill of segment `index`; the one for what is not stated is a light grey. */
export const fillOf = (index: number, unknownSegment?: number): string =>
  index === unknownSegment ? grey : index === 0 ? (palette[0] ?? ink) : `url(#fill${index % palette.length})`;
/** The plain colour under a fill. */
export const colourOf = (index: number, unknownSegment?: number): string =>
  index === unknownSegment ? grey : (palette[index % palette.length] ?? grey);

/** Patterns over the palette: stripes one way, the other way, dots. The first is plain. */
const marks = [
  '',
  '<path d="M0 8L8 0" stroke="#00000055" stroke-width="1.6"/>',
  '<path d="M4 0V8" stroke="#ffffff88" stroke-width="1.6"/>',
  '<circle cx="4" cy="4" r="1.5" fill="#00000066"/>',
  '<path d="M0 4H8" stroke="#ffffff88" stroke-width="1.6"/>',
  '',
  '<path d="M0 0L8 8" stroke="#ffffff88" stroke-width="1.6"/>',
  '<path d="M0 4H8M4 0V8" stroke="#00000044" stroke-width="1.2"/>',
  '<circle cx="4" cy="4" r="1.5" fill="#ffffff99"/>',
];
export const patterns = `<defs>${palette
  .map(
    (colour, index) =>
      `<pattern id="fill${index}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="${colour}"/>${marks[index] ?? ''}</pattern>`,
  )
  .join('')}</defs>`;

/** Dark or white, whichever has the higher contrast on `fill` (WCAG relative luminance). */
export function inkOn(fill: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((from) => {
    const channel = parseInt(fill.slice(from, from + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const luminance = r * 0.2126 + g * 0.7152 + b * 0.0722;
  return (luminance + 0.05) ** 2 > 1.05 * 0.06 ? ink : '#ffffff';
}

export type Weight = 400 | 600;

/** Bundled font files; a server without fonts would draw no text at all. */
export function fontFile(weight: Weight): string {
  const style = weight === 400 ? '400Regular' : '600SemiBold';
  return createRequire(import.meta.url).resolve(
    `@expo-google-fonts/be-vietnam-pro/${style}/BeVietnamPro_${style}.ttf`,
  );
}

const metrics = new Map<Weight, FontMetrics>();

export function widthOf(content: string, fontSize: number, weight: Weight): number {
  let known = metrics.get(weight);
  if (!known) {
    known = readFontMetrics(readFileSync(fontFile(weight)));
    metrics.set(weight, known);
  }
  return known.widthOf(clean(content), fontSize);
}

/** NFC and one line: the font has the composed letters only. */
const clean = (content: string): string =>
  content
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (content: string): string =>
  clean(content).replace(/[&<>"]/gu, (character) => escapes[character] ?? '');

const number = (value: number): string => String(Math.round(value * 100) / 100);

export function text(
  x: number,
  y: number,
  content: string,
  fontSize: number,
  style: { anchor?: 'end' | 'middle'; weight?: Weight; fill?: string } = {},
): string {
  const anchor = style.anchor ? ` text-anchor="${style.anchor}"` : '';
  return `<text x="${number(x)}" y="${number(y)}" font-size="${fontSize}" font-weight="${style.weight ?? 400}" fill="${style.fill ?? ink}"${anchor}>${escape(content)}</text>`;
}

export const rect = (x: number, y: number, w: number, h: number, fill: string, edge = ''): string =>
  `<rect x="${number(x)}" y="${number(y)}" width="${number(w)}" height="${number(h)}" fill="${fill}"${edge}/>`;

export const line = (x1: number, y1: number, x2: number, y2: number, stroke = rule, more = ''): string =>
  `<line x1="${number(x1)}" y1="${number(y1)}" x2="${number(x2)}" y2="${number(y2)}" stroke="${stroke}"${more}/>`;

/** The title at the top; where the rest begins. */
export function drawTitle(parts: string[], title: string): number {
  let y = margin;
  for (const words of wrap(title, contentWidth, size.title, 600)) {
    y += size.title;
    parts.push(text(margin, y, words, size.title, { weight: 600 }));
    y += 6;
  }
  return y + 6;
}

/** Names of segments beside their fills, in as many rows as they need; where the rest begins. */
export function drawLegend(
  parts: string[],
  top: number,
  names: readonly string[],
  mark: (x: number, y: number, box: number, index: number) => string,
): number {
  const box = 14;
  let x = margin;
  let y = top + size.legend;
  names.forEach((name, index) => {
    const lines = wrap(name, contentWidth - box - 8, size.legend, 400);
    const nameWidth = Math.max(...lines.map((each) => widthOf(each, size.legend, 400)));
    if (x > margin && x + box + 8 + nameWidth > width - margin) {
      x = margin;
      y += size.legend + 9;
    }
    parts.push(mark(x, y - box + 1, box, index));
    lines.forEach((each, n) => {
      if (n > 0) y += size.legend + 4;
      parts.push(text(x + box + 8, y, each, size.legend));
    });
    x += box + 8 + nameWidth + 22;
  });
  return y + 10;
}

/** The source under the drawing; the height of the whole. */
export function drawSource(parts: string[], top: number, source: string): number {
  let y = top + 8;
  for (const words of wrap(source, contentWidth, size.source, 400)) {
    y += size.source + 4;
    parts.push(text(margin, y, words, size.source, { fill: quiet }));
  }
  return Math.ceil(y + margin - 4);
}

/** Lines no wider than `limit`; a word that alone is wider is broken. */
export function wrap(content: string, limit: number, fontSize: number, weight: Weight): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of clean(content).split(' ')) {
    for (const piece of pieces(word, limit, fontSize, weight)) {
      const longer = current === '' ? piece : `${current} ${piece}`;
      if (current !== '' && widthOf(longer, fontSize, weight) > limit) {
        lines.push(current);
        current = piece;
      } else current = longer;
    }
  }
  return current === '' ? lines : [...lines, current];
}

function pieces(word: string, limit: number, fontSize: number, weight: Weight): string[] {
  if (widthOf(word, fontSize, weight) <= limit) return [word];
  const found: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && widthOf(piece + character, fontSize, weight) > limit) {
      found.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...found, piece];
}

/** A round step for an axis from 0 to `most` with about `count` lines. */
export function axisStep(most: number, count: number): number {
  const raw = Math.max(1, most) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= raw) ?? raw;
  return Math.max(1, step);
}
