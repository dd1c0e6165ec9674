import { describe, expect, it } from 'vitest';
import { countLines, cutText, startFor } from '../../bot/features/ask/ask-cut.ts';

const item = (mark: number) => `${mark}. Nội dung thứ ${mark} của danh sách này.`;
const list = Array.from({ length: 20 }, (_, at) => item(at + 1)).join('\n');

describe('a long text', () => {
  it('is cut between items, with the number of those that are left', () => {
    const cut = cutText(list, 200);
    expect(list.slice(0, cut.to)).toBe([1, 2, 3, 4, 5].map(item).join('\n'));
    expect(cut).toMatchObject({ linesLeft: 15, isCut: true });
  });

  it('goes on where it was cut, and ends', () => {
    let cut = cutText(list, 200);
    let shown = list.slice(cut.from, cut.to);
    while (cut.isCut) {
      cut = cutText(list, 200, { from: cut.to });
      shown += list.slice(cut.from, cut.to);
    }
    expect(shown).toBe(list);
  });

  it('is shown as far as what was asked for', () => {
    const mustReach = list.indexOf('thứ 9') + 5;
    const cut = cutText(list, 200, { mustReach });
    expect(cut.to).toBeGreaterThanOrEqual(mustReach);
    expect(list.slice(0, cut.to)).toContain(item(9));
  });

  it('that is a little longer only is shown whole', () => {
    const text = list.slice(0, 240);
    expect(cutText(text, 200)).toEqual({ from: 0, to: 240, linesLeft: 0, isCut: false });
  });

  it('in one paragraph is cut after a sentence', () => {
    const paragraph = Array.from({ length: 12 }, (_, at) => `Câu số ${at} nói một điều riêng.`).join(' ');
    const cut = cutText(paragraph, 100);
    expect(paragraph.slice(0, cut.to)).toMatch(/riêng\.$/u);
    expect(cut.to).toBeLessThan(130);
    expect(cut).toMatchObject({ isCut: true, linesLeft: 0 });
  });

  it('begins at the line of what was asked for where that stands far down', () => {
    const at = list.indexOf('thứ 18');
    const from = startFor(list, [[at, at + 6]], 200);
    expect(list.slice(from)).toMatch(/^18\. /u);
    expect(startFor(list, [[10, 16]], 200)).toBe(0);
  });
});

it('lines without words are no items', () => {
  expect(countLines('a\n\n  \nb')).toBe(2);
});
