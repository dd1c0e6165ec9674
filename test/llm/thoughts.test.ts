import { describe, expect, it } from 'vitest';
import { createThoughtFilter, withoutThoughts } from '../../llm/thoughts.ts';

/** The answer of a filter that is given `text` in the pieces between `cuts`. */
function filtered(text: string, cuts: readonly number[], isWhole = true): string {
  const filter = createThoughtFilter();
  const ends = [...cuts, text.length];
  return (
    ends.map((end, i) => filter.push(text.slice(i === 0 ? 0 : ends[i - 1], end))).join('') +
    filter.end(isWhole)
  );
}

const texts: readonly (readonly [string, string])[] = [
  ['<think>Có lẽ 12 lần.</think>\n\nMỗi tháng một lần [1].', 'Mỗi tháng một lần [1].'],
  ['\n <Thinking>a</Thinking><think>b</think>Mỗi tháng.', 'Mỗi tháng.'],
  ['Mỗi tháng một lần [1].', 'Mỗi tháng một lần [1].'],
  [
    'Tỷ lệ < 5 % và </b> không phải thẻ <think> ở giữa.',
    'Tỷ lệ < 5 % và </b> không phải thẻ <think> ở giữa.',
  ],
  ['<thi', '<thi'],
];

describe('thoughts in tags', () => {
  it.each(texts)('are taken out of %j wherever it is torn', (text, answer) => {
    for (let a = 0; a <= text.length; a += 1)
      for (let b = a; b <= text.length; b += 1) expect(filtered(text, [a, b])).toBe(answer);
  });

  it('that were never closed are no answer', () => {
    expect(filtered('<think>Có lẽ 12 lần', [9])).toBe('');
    expect(filtered('<think>Có lẽ 12 lần', [9], false)).toBe('');
  });

  it('are gone from a whole answer, opened or not', () => {
    for (const [text, answer] of texts.slice(0, 3)) expect(withoutThoughts(text)).toBe(answer);
    expect(withoutThoughts('Có lẽ 12 lần.</think>Mỗi tháng.')).toBe('Mỗi tháng.');
  });

  it('hold no letter of an answer back for longer than a tag is', () => {
    const filter = createThoughtFilter();
    expect(filter.push('Mỗi tháng')).toBe('Mỗi tháng');
    expect(filter.push(' <')).toBe(' ');
    expect(filter.push(' 5 %')).toBe('< 5 %');
  });
});

describe('a model that begins with thoughts without a tag', () => {
  it('has said what comes after them, or all where nothing closes them', () => {
    const filter = createThoughtFilter(true);
    expect(filter.push('Có lẽ 12.</th') + filter.push('ink>Mỗi tháng.')).toBe('Mỗi tháng.');
    const other = createThoughtFilter(true);
    expect(other.push('Mỗi tháng.') + other.end(true)).toBe('Mỗi tháng.');
    const cut = createThoughtFilter(true);
    expect(cut.push('Có lẽ 12') + cut.end(false)).toBe('');
  });
});
