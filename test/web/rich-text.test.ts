import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emphasise, parseRichText } from '../../web/client/rich-text.ts';

describe('the markup of replies', () => {
  it('knows bold words, line breaks, paragraphs and lists', () => {
    expect(parseRichText('Theo **Điều 2**:\n- mục **một**\n  dưới mục một\n- mục hai\n\nHết.')).toEqual([
      {
        type: 'paragraph',
        lines: [
          [
            { text: 'Theo ', isStrong: false },
            { text: 'Điều 2', isStrong: true },
            { text: ':', isStrong: false },
          ],
        ],
      },
      {
        type: 'list',
        items: [
          [
            [
              { text: 'mục ', isStrong: false },
              { text: 'một', isStrong: true },
            ],
            [{ text: 'dưới mục một', isStrong: false }],
          ],
          [[{ text: 'mục hai', isStrong: false }]],
        ],
      },
      { type: 'paragraph', lines: [[{ text: 'Hết.', isStrong: false }]] },
    ]);
  });

  it('leaves unpaired marks, hyphens inside a line and markup of other kinds as typed', () => {
    for (const text of ['2 ** 3', '**mở', 'Nghị quyết 18-NQ/TW', '<b>đậm</b>', '[a](javascript:alert(1))']) {
      expect(parseRichText(text)).toEqual([{ type: 'paragraph', lines: [[{ text, isStrong: false }]] }]);
    }
  });

  it('loses no letter of any text', () => {
    const letters = (value: string) => value.replace(/[\s*-]/gu, '');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'đ', '*', '**', '- ', '-', '\n', ' ') }), (text) => {
        const shown = parseRichText(text)
          .flatMap((block) => (block.type === 'list' ? block.items.flat() : block.lines))
          .flat()
          .map((run) => run.text);
        expect(letters(shown.join(''))).toBe(letters(text));
      }),
    );
  });
});

describe('emphasis in a quotation', () => {
  it('marks the ranges and keeps the text whole, whatever the ranges', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.tuple(fc.integer({ min: -5, max: 30 }), fc.integer({ min: -5, max: 30 }))),
        (text, ranges) => {
          expect(
            emphasise(text, ranges)
              .map((run) => run.text)
              .join(''),
          ).toBe(text);
        },
      ),
    );
  });

  it('marks exactly the asked value', () => {
    expect(emphasise('không ít hơn 90 phút.', [[13, 20]])).toEqual([
      { text: 'không ít hơn ', isStrong: false },
      { text: '90 phút', isStrong: true },
      { text: '.', isStrong: false },
    ]);
  });
});
