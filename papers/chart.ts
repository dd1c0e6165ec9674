import { createRequire } from 'node:module';
import type * as rendering from '@resvg/resvg-js';
import { drawLines } from './chart-line.ts';
import type { LineSpec } from './chart-line.ts';
import {
  colourOf,
  contentWidth,
  drawLegend,
  drawSource,
  drawTitle,
  fillOf,
  fontFile,
  inkOn,
  margin,
  patterns,
  rect,
  rule,
  size,
  text,
  width,
  widthOf,
  wrap,
} from './chart-parts.ts';
import { drawPyramid } from './chart-pyramid.ts';
import type { PyramidSpec } from './chart-pyramid.ts';

/** A chart of horizontal bars, plain (one segment a bar) or stacked. All words come from the caller. */
export interface BarSpec {
  /** Bars are what is drawn where nothing is said. */
  kind?: 'bars';
  title: string;
  bars: { label: string; segments: { value: number; text: string }[]; valueText: string }[];
  /** Names of the segments; one name or none draws no legend. */
  legend: string[];
  /** Index of the segment for what is not stated; drawn in grey. */
  unknownSegment?: number;
  /** Where the figures come from and of which day, under the bars. */
  source: string;
}

/** What can be drawn: bars, lines over time, or the two sides of a pyramid of ages. */
export type ChartSpec = BarSpec | LineSpec | PyramidSpec;

export interface Chart {
  png: Buffer;
  svg: string;
  /** Of the drawing; the picture has twice as many pixels. */
  width: number;
  height: number;
}

/** Draws the chart as SVG and renders it with the bundled font. */
export function renderChart(spec: ChartSpec): Chart {
  const drawn = drawChart(spec);
  // Loaded with the first chart: its threads and what it asks of the system cost each start otherwise.
  const { Resvg } = createRequire(import.meta.url)('@resvg/resvg-js') as typeof rendering;
  const resvg = new Resvg(drawn.svg, {
    fitTo: { mode: 'zoom', value: 2 },
    background: '#ffffff',
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFile(400), fontFile(600)],
      defaultFontFamily: 'Be Vietnam Pro',
    },
  });
  return { ...drawn, png: Buffer.from(resvg.render().asPng()) };
}

/** The drawing before it is a picture. */
export function drawChart(spec: ChartSpec): Omit<Chart, 'png'> {
  const parts: string[] = [];
  const top = drawTitle(parts, spec.title);
  const bottom =
    spec.kind === 'lines'
      ? drawLines(spec, parts, top)
      : spec.kind === 'pyramid'
        ? drawPyramid(spec, parts, top)
        : drawBars(spec, parts, top);
  const height = drawSource(parts, bottom, spec.source);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Be Vietnam Pro">${patterns}<rect width="100%" height="100%" fill="#ffffff"/>${parts.join('')}</svg>`;
  return { svg, width, height };
}

const barHeight = 20;

/** The name above each bar, so that long names and long bars both have the whole width of a phone. */
function drawBars(spec: BarSpec, parts: string[], top: number): number {
  const { bars, legend, unknownSegment } = spec;
  let y = top;
  if (legend.length > 1)
    y = drawLegend(parts, y, legend, (x, at, box, index) =>
      rect(x, at, box, box, fillOf(index, unknownSegment), ' stroke="#1b1f24" stroke-width="0.6"'),
    );
  const head = y;
  const widestValue = Math.max(0, ...bars.map((bar) => widthOf(bar.valueText, size.value, 600)));
  const room = contentWidth - Math.min(widestValue, contentWidth / 2) - 8;
  const totals = bars.map((bar) => bar.segments.reduce((sum, segment) => sum + segment.value, 0));
  const scale = room / Math.max(1, ...totals);
  for (const bar of bars) {
    for (const words of wrap(bar.label, contentWidth, size.label, 400)) {
      y += size.label + 4;
      parts.push(text(margin, y, words, size.label));
    }
    y += 6;
    let x = margin;
    bar.segments.forEach((segment, index) => {
      const length = segment.value * scale;
      if (length <= 0) return;
      const edge = bar.segments.length > 1 ? ' stroke="#1b1f24" stroke-width="0.6"' : '';
      parts.push(rect(x, y, length, barHeight, fillOf(index, unknownSegment), edge));
      const textWidth = widthOf(segment.text, 13, 600);
      if (bar.segments.length > 1 && textWidth + 8 <= length) {
        const under = colourOf(index, unknownSegment);
        // A plain patch under the number: figures on stripes are not read.
        parts.push(
          rect(x + (length - textWidth - 6) / 2, y + 2, textWidth + 6, barHeight - 4, under),
          text(x + length / 2, y + 14.5, segment.text, 13, {
            anchor: 'middle',
            weight: 600,
            fill: inkOn(under),
          }),
        );
      }
      x += length;
    });
    parts.push(text(x + 8, y + 15, bar.valueText, size.value, { weight: 600 }));
    y += barHeight + 6;
  }
  parts.push(rect(margin - 2, head, 1, Math.max(0, y - head), rule));
  return y;
}
