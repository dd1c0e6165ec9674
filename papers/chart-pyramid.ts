import { drawLegend, fillOf, line, margin, quiet, rect, size, text, width, widthOf } from './chart-parts.ts';

/** Two sides of bars around a column of names: ages of women and men, the oldest at the top. */
export interface PyramidSpec {
  kind: 'pyramid';
  title: string;
  sides: readonly [left: string, right: string];
  /** From the top down. */
  bands: { label: string; left: number; right: number; leftText: string; rightText: string }[];
  source: string;
}

const rowHeight = 32;
const barHeight = 22;

export function drawPyramid(spec: PyramidSpec, parts: string[], top: number): number {
  const { bands, sides } = spec;
  let y = drawLegend(parts, top, sides, (x, at, box, index) =>
    rect(x, at, box, box, fillOf(index), ' stroke="#1b1f24" stroke-width="0.6"'),
  );
  y += 4;
  const column = Math.max(...bands.map((band) => widthOf(band.label, size.label, 400))) + 16;
  const middle = width / 2;
  const room = (width - column) / 2 - margin;
  const most = Math.max(1, ...bands.flatMap((band) => [band.left, band.right]));
  // The number stands outside its bar: no bar is so long that it has no place.
  const widest = Math.max(
    ...bands.flatMap((band) => [band.leftText, band.rightText]).map((each) => widthOf(each, 13, 600)),
  );
  const scale = Math.max(20, room - widest - 6) / most;
  const innerLeft = middle - column / 2;
  const innerRight = middle + column / 2;
  const foot = y + bands.length * rowHeight;
  for (const band of bands) {
    const at = y + (rowHeight - barHeight) / 2;
    const base = at + 15.5;
    parts.push(text(middle, base, band.label, size.label, { anchor: 'middle' }));
    for (const [index, value, words] of [
      [0, band.left, band.leftText],
      [1, band.right, band.rightText],
    ] as const) {
      const length = value * scale;
      const isLeft = index === 0;
      if (length > 0)
        parts.push(
          rect(
            isLeft ? innerLeft - length : innerRight,
            at,
            length,
            barHeight,
            fillOf(index),
            ' stroke="#1b1f24" stroke-width="0.6"',
          ),
        );
      const outside = isLeft ? innerLeft - length - 5 : innerRight + length + 5;
      parts.push(
        text(outside, base, words, 13, { weight: 600, ...(isLeft ? { anchor: 'end' as const } : {}) }),
      );
    }
    y += rowHeight;
  }
  parts.push(line(innerLeft, foot - bands.length * rowHeight, innerLeft, foot, quiet));
  parts.push(line(innerRight, foot - bands.length * rowHeight, innerRight, foot, quiet));
  return foot + 4;
}
