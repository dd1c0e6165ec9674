import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawChart, renderChart } from '../../papers/chart.ts';
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
          const chart = drawChart(
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
    const { svg } = drawChart(spec({ bars: [bar('A', [10]), bar('B', [5]), bar('C', [0])] }));
    const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)" height="20"/gu)].map((match) =>
      Number(match[1]),
    );
    expect(widths).toHaveLength(2);
    expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo(2, 1);
    expect(svg).toContain('>0<');
  });

  it('writes names as text, never as markup', () => {
    const { svg } = drawChart(spec({ title: '<script>&"x"', bars: [bar('a<b', [1])] }));
    expect(svg).toContain('&lt;script&gt;&amp;&quot;x&quot;');
    expect(svg).not.toContain('<script');
  });

  it('composes letters, so that decomposed names are drawn whole', () => {
    expect(renderChart(spec({ title: 'Đảng bộ'.normalize('NFD') })).svg).toContain(
      'Đảng bộ'.normalize('NFC'),
    );
  });
});

describe('a line and a pyramid', () => {
  const line = (names: string[], values: number[]) =>
    drawChart({
      kind: 'lines',
      title: 'Đảng viên qua các năm',
      points: names,
      series: [{ name: '', values, texts: values.map(String) }],
      axisText: String,
      source: 'Tính đến ngày 30/6/2026.',
    });

  it('keep their words apart and inside, however many points there are', () => {
    for (const count of [1, 2, 7, 36]) {
      const names = Array.from({ length: count }, (_, n) => `Q${(n % 4) + 1}/${2017 + Math.floor(n / 4)}`);
      const { svg, width } = line(
        names,
        names.map((_, n) => 60_000 + n * 411),
      );
      const found = texts(svg);
      expect(found.map((text) => text.content)).toContain(names.at(-1));
      for (const text of found) {
        expect(text.from).toBeGreaterThanOrEqual(-1);
        expect(text.to).toBeLessThanOrEqual(width + 1);
      }
      const below = found.filter((text) => text.content.startsWith('Q')).sort((a, b) => a.from - b.from);
      below.forEach((text, at) => expect(text.from).toBeGreaterThan(below[at - 1]?.to ?? -1));
    }
  });

  it('draw each side of a pyramid in proportion, with a fill of its own', () => {
    const { svg } = drawChart({
      kind: 'pyramid',
      title: 'Tháp tuổi',
      sides: ['Nữ', 'Nam'],
      bands: [{ label: '18 - 30 tuổi', left: 200, right: 400, leftText: '200', rightText: '400' }],
      source: 'Tính đến ngày 30/6/2026.',
    });
    const bars = [...svg.matchAll(/<rect [^>]*width="([\d.]+)" height="22" fill="([^"]+)"/gu)];
    expect(Number(bars[1]?.[1]) / Number(bars[0]?.[1])).toBeCloseTo(2, 1);
    expect(bars[0]?.[2]).not.toBe(bars[1]?.[2]);
  });
});
