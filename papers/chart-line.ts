import {
  axisStep,
  colourOf,
  drawLegend,
  ink,
  line,
  margin,
  quiet,
  rect,
  size,
  text,
  width,
  widthOf,
} from './chart-parts.ts';

/** Counts along time: one line a series, told apart by dashes and marks as well as by colour. */
export interface LineSpec {
  kind: 'lines';
  title: string;
  /** Names of the points, from left to right. */
  points: string[];
  series: { name: string; values: number[]; texts: string[] }[];
  /** A number on the axis in words. */
  axisText(value: number): string;
  source: string;
}

const dashes = ['', '9 5', '2 4', '12 4 2 4', '5 3', '1 3'];
const plotHeight = 260;

export function drawLines(spec: LineSpec, parts: string[], top: number): number {
  const { points, series } = spec;
  let y = top;
  if (series.length > 1)
    y = drawLegend(
      parts,
      y,
      series.map((each) => each.name),
      (x, at, box, index) =>
        `${line(x, at + box / 2, x + box, at + box / 2, colourOf(index), ` stroke-width="3" stroke-dasharray="${dashes[index % dashes.length] ?? ''}"`)}${mark(x + box / 2, at + box / 2, index)}`,
    );
  const values = series.flatMap((each) => each.values);
  const most = Math.max(1, ...values);
  const step = axisStep(most, 5);
  const highest = Math.ceil(most / step) * step;
  const ticks = Array.from({ length: Math.round(highest / step) + 1 }, (_, n) => n * step);
  const axisWidth = Math.max(...ticks.map((tick) => widthOf(spec.axisText(tick), 13, 400)));
  const left = margin + axisWidth + 10;
  const right = width - margin - 14;
  const head = y + 18;
  const foot = head + plotHeight;
  const xOf = (index: number): number =>
    points.length === 1
      ? (left + right) / 2
      : left + 14 + ((right - left - 14) * index) / (points.length - 1);
  const yOf = (value: number): number => foot - (value / highest) * plotHeight;
  for (const tick of ticks) {
    parts.push(line(left, yOf(tick), right + 14, yOf(tick)));
    parts.push(text(left - 8, yOf(tick) + 4.5, spec.axisText(tick), 13, { anchor: 'end', fill: quiet }));
  }
  series.forEach((each, index) => {
    const path = each.values.map(
      (value, at) => `${at === 0 ? 'M' : 'L'}${round(xOf(at))} ${round(yOf(value))}`,
    );
    parts.push(
      `<path d="${path.join('')}" fill="none" stroke="${colourOf(index)}" stroke-width="3" stroke-dasharray="${dashes[index % dashes.length] ?? ''}"/>`,
    );
    each.values.forEach((value, at) => parts.push(mark(xOf(at), yOf(value), index)));
  });
  drawValues(spec, parts, xOf, yOf);
  return drawPoints(points, parts, foot, xOf);
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Circle, square, triangle, diamond. */
function mark(x: number, y: number, index: number): string {
  const fill = colourOf(index);
  const edge = `fill="${fill}" stroke="${ink}" stroke-width="0.8"`;
  const [cx, cy] = [round(x), round(y)];
  switch (index % 4) {
    case 0:
      return `<circle cx="${cx}" cy="${cy}" r="4.5" ${edge}/>`;
    case 1:
      return `<path d="M${cx - 4.5} ${cy - 4.5}h9v9h-9z" ${edge}/>`;
    case 2:
      return `<path d="M${cx} ${cy - 5.5}L${cx + 5.5} ${cy + 4}H${cx - 5.5}z" ${edge}/>`;
    default:
      return `<path d="M${cx} ${cy - 6}L${cx + 6} ${cy}L${cx} ${cy + 6}L${cx - 6} ${cy}z" ${edge}/>`;
  }
}

/** Numbers at the points where they have room: every one of a single line, else those of the ends. */
function drawValues(
  { series, points }: LineSpec,
  parts: string[],
  xOf: (index: number) => number,
  yOf: (value: number) => number,
): void {
  if (series.length > 1) return;
  const [only] = series;
  if (!only) return;
  let free = 0;
  only.texts.forEach((words, at) => {
    const half = widthOf(words, 13, 600) / 2;
    const x = Math.min(width - margin - half, Math.max(margin + half, xOf(at)));
    const isLast = at === points.length - 1;
    const next = xOf(points.length - 1) - widthOf(only.texts.at(-1) ?? '', 13, 600) / 2;
    if (x - half < free || (!isLast && x + half + 6 > next && points.length > 2)) return;
    free = x + half + 6;
    const y = yOf(only.values[at] ?? 0) - 10;
    parts.push(rect(x - half - 2, y - 12, half * 2 + 4, 15, '#ffffff'));
    parts.push(text(x, y, words, 13, { anchor: 'middle', weight: 600 }));
  });
}

/** Names under the axis; as many as stand beside each other, the last always. */
function drawPoints(
  points: readonly string[],
  parts: string[],
  foot: number,
  xOf: (index: number) => number,
): number {
  const last = points.length - 1;
  const place = (at: number): { x: number; half: number } => {
    const half = widthOf(points[at] ?? '', 13, 400) / 2;
    return { half, x: Math.min(width - margin - half, Math.max(margin + half, xOf(at))) };
  };
  // Every second, third, … name, counted from the last, until they stand apart.
  const fits = (stride: number): boolean => {
    let free = Infinity;
    for (let at = last; at >= 0; at -= stride) {
      const { x, half } = place(at);
      if (x + half + 8 > free) return false;
      free = x - half;
    }
    return true;
  };
  let stride = 1;
  while (!fits(stride) && stride < points.length) stride++;
  for (let at = last; at >= 0; at -= stride)
    parts.push(text(place(at).x, foot + size.source + 6, points[at] ?? '', 13, { anchor: 'middle' }));
  return foot + size.source + 10;
}
