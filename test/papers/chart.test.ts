import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderChart } from '../../papers/chart.ts';
import type { BarSpec } from '../../papers/chart.ts';
import { readFontMetrics } from '../../papers/font-metrics.ts';

const font = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf',
);
const metrics = readFontMetrics(readFileSync(font));

const bar = (label: string, values: number[]) => ({
  label,
  segments: values.map((value) => ({ value, text: String(value) })),
  valueText: String(values.reduce((sum, value) => sum + value, 0)),
});
const spec = (more: Partial<BarSpec> = {}): BarSpec => ({
  title: 'Đảng viên theo độ tuổi',
  bars: [bar('Nữ', [3]), bar('Nam', [5])],
  legend: [],
  source: 'Tính đến ngày 30/6/2026, theo danh sách nhập ngày 02/8/2026.',
  ...more,
});

/** Every text of the picture with its box, as far as the font tells. */
function texts(svg: string): { content: string; from: number; to: number; y: number; size: number }[] {
  return [
    ...svg.matchAll(
      /<text x="([\d.]+)" y="([\d.]+)" font-size="(\d+)"[^>]*?(?:text-anchor="(\w+)")?>([^<]*)</gu,
    ),
  ].map(([, x, y, size, anchor, content = '']) => {
    const width = metrics.widthOf(content.replace(/&\w+;/gu, '&'), Number(size));
    const from = Number(x) - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
    return { content, from, to: from + width, y: Number(y), size: Number(size) };
  });
}

describe('a chart', () => {
  it('is a PNG of the size it says', () => {
    const chart = renderChart(spec());
    expect(chart.png.subarray(1, 4).toString()).toBe('PNG');
    expect(chart.png.readUInt32BE(16)).toBe(chart.width * 2);
    expect(chart.png.readUInt32BE(20)).toBe(chart.height * 2);
  });

  it('measures text as the renderer draws it', () => {
    for (const content of [
      'Đảng bộ Ủy ban nhân dân',
      'ẵặẳ ƠƯ ữự',
      '1.234 (56,7 %)',
      'Hội Liên hiệp Phụ nữ',
    ]) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="60" font-family="Be Vietnam Pro"><text x="0" y="40" font-size="32">${content}</text></svg>`;
      const drawn =
        new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: [font] } }).getBBox()?.width ?? 0;
      expect(Math.abs(metrics.widthOf(content, 32) - drawn) / drawn).toBeLessThan(0.05);
    }
  });

  const anyText = fc.stringMatching(/^[A-Za-zĐđÂâÊêỨứẶặ]{1,40}( [A-Za-zĐđỘộ]{1,14}){0,14}$/u);
  it('keeps every text inside the picture and lines apart, whatever the names and values', () => {
    fc.assert(
      fc.property(
        anyText,
        fc.array(fc.tuple(anyText, fc.array(fc.nat(2000), { minLength: 3, maxLength: 3 })), {
          minLength: 1,
          maxLength: 14,
        }),
        fc.boolean(),
        (title, rows, isStacked) => {
          const bars = rows.map(([label, values]) => bar(label, isStacked ? values : values.slice(0, 1)));
          const chart = renderChart(
            spec({ title, bars, legend: isStacked ? ['Nữ', 'Nam', 'Chưa rõ'] : [], unknownSegment: 2 }),
          );
          const found = texts(chart.svg);
          expect(found.length).toBeGreaterThan(rows.length);
          for (const text of found) {
            expect(text.from).toBeGreaterThanOrEqual(-1);
            // Bold letters are a little wider than the measured regular ones.
            expect(text.to).toBeLessThanOrEqual(chart.width + 1);
            expect(text.y).toBeLessThan(chart.height);
          }
          for (const [index, one] of found.entries())
            for (const other of found.slice(index + 1)) {
              const isBeside = one.to <= other.from + 1 || other.to <= one.from + 1;
              const isApart = Math.abs(one.y - other.y) >= Math.min(one.size, other.size) * 0.9;
              expect(isBeside || isApart, `"${one.content}" over "${other.content}"`).toBe(true);
            }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('draws bars in proportion and nothing for zero', () => {
    const { svg } = renderChart(spec({ bars: [bar('A', [10]), bar('B', [5]), bar('C', [0])] }));
    const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)" height="20"/gu)].map((match) =>
      Number(match[1]),
    );
    expect(widths).toHaveLength(2);
    expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo(2, 1);
    expect(svg).toContain('>0<');
  });

  it('writes names as text, never as markup', () => {
    const { svg } = renderChart(spec({ title: '<script>&"x"', bars: [bar('a<b', [1])] }));
    expect(svg).toContain('&lt;script&gt;&amp;&quot;x&quot;');
    expect(svg).not.toContain('<script');
  });

  it('composes letters, so that decomposed names are drawn whole', () => {
    expect(renderChart(spec({ title: 'Đảng bộ'.normalize('NFD') })).svg).toContain(
      'Đảng bộ'.normalize('NFC'),
    );
  });
});
