import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { readFontMetrics } from './font-metrics.ts';
import type { FontMetrics } from './font-metrics.ts';

/** A chart of horizontal bars, plain (one segment a bar) or stacked. All words come from the caller. */
export interface ChartSpec {
  title: string;
  bars: { label: string; segments: { value: number; text: string }[]; valueText: string }[];
  /** Names of the segments; one name or none draws no legend. */
  legend: string[];
  /** Index of the segment for what is not stated; drawn in grey. */
  unknownSegment?: number;
  /** Where the figures come from and of which day, under the bars. */
  source: string;
}

export interface Chart {
  png: Buffer;
  svg: string;
  width: number;
  height: number;
}

const width = 960;
const margin = 32;
const contentWidth = width - 2 * margin;
const labelWidth = 300;
const size = { title: 24, legend: 16, label: 16, value: 16, source: 14 };
const ink = '#1b1f24';
const quiet = '#57606a';
const grey = '#9aa3ad';
/** Told apart by lightness too, for prints in black and white and for colour-blind readers. */
const palette = [
  '#1d4f91',
  '#e3a008',
  '#2f8f6b',
  '#c2410c',
  '#7aa6dc',
  '#7c3f8c',
  '#b7c95a',
  '#d98cb3',
  '#5b5f66',
];

/** Draws the chart as SVG and renders it with the bundled font; a server without fonts would draw no text at all. */
export function renderChart(spec: ChartSpec): Chart {
  const { svg, height } = drawChart(spec);
  const resvg = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 1.5 },
    background: '#ffffff',
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFile(400), fontFile(600)],
      defaultFontFamily: 'Be Vietnam Pro',
    },
  });
  return { png: Buffer.from(resvg.render().asPng()), svg, width, height };
}

function drawChart(spec: ChartSpec): { svg: string; height: number } {
  const parts: string[] = [];
  let y = margin;
  for (const line of wrap(spec.title, contentWidth, size.title, 600)) {
    y += size.title;
    parts.push(text(margin, y, line, size.title, { weight: 600 }));
    y += 8;
  }
  y += 8;
  if (spec.legend.length > 1) y = drawLegend(spec, parts, y);
  y = drawBars(spec, parts, y + 8);
  y += 12;
  for (const line of wrap(spec.source, contentWidth, size.source, 400)) {
    y += size.source + 5;
    parts.push(text(margin, y, line, size.source, { fill: quiet }));
  }
  const height = Math.ceil(y + margin - 8);
  return {
    height,
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Be Vietnam Pro"><rect width="100%" height="100%" fill="#ffffff"/>${parts.join('')}</svg>`,
  };
}

function drawLegend(spec: ChartSpec, parts: string[], top: number): number {
  const box = 14;
  let x = margin;
  let y = top + size.legend;
  spec.legend.forEach((name, index) => {
    const lines = wrap(name, contentWidth - box - 8, size.legend, 400);
    const nameWidth = Math.max(...lines.map((line) => widthOf(line, size.legend, 400)));
    if (x > margin && x + box + 8 + nameWidth > width - margin) {
      x = margin;
      y += size.legend + 10;
    }
    parts.push(rect(x, y - box + 1, box, box, colour(spec, index)));
    lines.forEach((line, n) => {
      if (n > 0) y += size.legend + 4;
      parts.push(text(x + box + 8, y, line, size.legend));
    });
    x += box + 8 + nameWidth + 28;
  });
  return y + 10;
}

function drawBars(spec: ChartSpec, parts: string[], top: number): number {
  const labels = spec.bars.map((bar) => wrapEvenly(bar.label, labelWidth, size.label));
  const widestLabel = Math.max(0, ...labels.flat().map((line) => widthOf(line, size.label, 400)));
  const widestValue = Math.max(0, ...spec.bars.map((bar) => widthOf(bar.valueText, size.value, 600)));
  const left = margin + widestLabel + 14;
  const room = width - margin - widestValue - 10 - left;
  const totals = spec.bars.map((bar) => bar.segments.reduce((sum, segment) => sum + segment.value, 0));
  const scale = room / Math.max(1, ...totals);
  const lineHeight = size.label + 5;
  let y = top;
  spec.bars.forEach((bar, index) => {
    const lines = labels[index] ?? [];
    const rowHeight = Math.max(38, lines.length * lineHeight + 14);
    const middle = y + rowHeight / 2;
    lines.forEach((line, n) => {
      const baseline = middle + (n - (lines.length - 1) / 2) * lineHeight + size.label * 0.36;
      parts.push(text(left - 14, baseline, line, size.label, { anchor: 'end' }));
    });
    const barHeight = 26;
    let x = left;
    bar.segments.forEach((segment, n) => {
      const length = segment.value * scale;
      if (length <= 0) return;
      const fill = colour(spec, n);
      parts.push(rect(x, middle - barHeight / 2, length, barHeight, fill));
      const isStacked = bar.segments.length > 1;
      if (isStacked && widthOf(segment.text, 14, 600) + 8 <= length)
        parts.push(
          text(x + length / 2, middle + 5, segment.text, 14, {
            anchor: 'middle',
            weight: 600,
            fill: inkOn(fill),
          }),
        );
      x += length;
    });
    parts.push(text(x + 10, middle + size.value * 0.36, bar.valueText, size.value, { weight: 600 }));
    y += rowHeight;
  });
  parts.push(rect(left - 1, top, 2, Math.max(0, y - top), '#d0d7de'));
  return y;
}

const colour = (spec: ChartSpec, index: number): string =>
  index === spec.unknownSegment ? grey : (palette[index % palette.length] ?? grey);

/** Dark or white, whichever has the higher contrast on `fill` (WCAG relative luminance). */
function inkOn(fill: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((from) => {
    const channel = parseInt(fill.slice(from, from + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const luminance = r * 0.2126 + g * 0.7152 + b * 0.0722;
  return (luminance + 0.05) ** 2 > 1.05 * 0.06 ? ink : '#ffffff';
}

/** As few lines as `wrap` needs, of about equal width, so that no word is left alone on the last. */
function wrapEvenly(content: string, limit: number, fontSize: number): string[] {
  let best = wrap(content, limit, fontSize, 400);
  for (let narrower = limit - 10; narrower > limit / 2; narrower -= 10) {
    const lines = wrap(content, narrower, fontSize, 400);
    if (lines.length > best.length) break;
    best = lines;
  }
  return best;
}

/** Lines no wider than `limit`; a word that alone is wider is broken. */
function wrap(content: string, limit: number, fontSize: number, weight: Weight): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of clean(content).split(' ')) {
    for (const piece of pieces(word, limit, fontSize, weight)) {
      const longer = line === '' ? piece : `${line} ${piece}`;
      if (line !== '' && widthOf(longer, fontSize, weight) > limit) {
        lines.push(line);
        line = piece;
      } else line = longer;
    }
  }
  return line === '' ? lines : [...lines, line];
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

function text(
  x: number,
  y: number,
  content: string,
  fontSize: number,
  style: { anchor?: 'end' | 'middle'; weight?: Weight; fill?: string } = {},
): string {
  const anchor = style.anchor ? ` text-anchor="${style.anchor}"` : '';
  return `<text x="${number(x)}" y="${number(y)}" font-size="${fontSize}" font-weight="${style.weight ?? 400}" fill="${style.fill ?? ink}"${anchor}>${escape(content)}</text>`;
}

const rect = (x: number, y: number, w: number, h: number, fill: string): string =>
  `<rect x="${number(x)}" y="${number(y)}" width="${number(w)}" height="${number(h)}" fill="${fill}"/>`;

type Weight = 400 | 600;

function fontFile(weight: Weight): string {
  const style = weight === 400 ? '400Regular' : '600SemiBold';
  return createRequire(import.meta.url).resolve(
    `@expo-google-fonts/be-vietnam-pro/${style}/BeVietnamPro_${style}.ttf`,
  );
}

const metrics = new Map<Weight, FontMetrics>();

function widthOf(content: string, fontSize: number, weight: Weight): number {
  let known = metrics.get(weight);
  if (!known) {
    known = readFontMetrics(readFileSync(fontFile(weight)));
    metrics.set(weight, known);
  }
  return known.widthOf(clean(content), fontSize);
}
