import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WireBlock } from '../../bot/channels/channel.ts';
import { degrade } from '../../bot/degrade.ts';
import { parseBold, renderMarkup } from '../../bot/markup.ts';
import { plain, source } from './degrade-samples.ts';

/** Words of a few letters, marks, spaces and emoji, so that every kind of boundary occurs. */
const proseArbitrary = fc
  .array(
    fc.constantFrom(
      'chi ',
      'bộ ',
      'đảng',
      'e\u0302\u0323',
      '\u0301',
      '😀',
      '👩‍⚖️',
      '. ',
      '\n',
      '\n\n',
      'x'.repeat(15),
      '- ',
      '**a** ',
    ),
    {
      maxLength: 80,
    },
  )
  .map((pieces) => pieces.join(''));

const blockArbitrary: fc.Arbitrary<WireBlock> = fc.oneof(
  proseArbitrary.map((text): WireBlock => ({ type: 'text', text })),
  proseArbitrary.map((text): WireBlock => ({ type: 'quote', text, source })),
  fc
    .array(fc.tuple(proseArbitrary, proseArbitrary), { maxLength: 4 })
    .map((rows): WireBlock => ({ type: 'table', head: ['A', 'B'], rows })),
  fc.constant<WireBlock>({ type: 'link', label: 'Trang', url: 'https://vi.example/a' }),
  fc.array(proseArbitrary, { minLength: 1, maxLength: 3 }).map((labels): WireBlock => ({
    type: 'choices',
    id: 'c',
    options: labels.map((label, i) => ({ label, key: `k${i}`, position: i + 1 })),
  })),
);
const blocksArbitrary = fc.array(blockArbitrary, { minLength: 1, maxLength: 6 });
const capabilitiesArbitrary = fc.record({
  maxTextLength: fc.integer({ min: 24, max: 300 }),
  hasButtons: fc.boolean(),
  hasTables: fc.boolean(),
});

const squeezed = (text: string): string => text.replace(/\s+/gu, '');
const unnumbered = (text: string): string => text.replace(/^\(\d+\/\d+\) /u, '');

describe('whatever is said', () => {
  it('no part is longer than the channel takes, and none is empty', () => {
    fc.assert(
      fc.property(blocksArbitrary, capabilitiesArbitrary, (blocks, capabilities) => {
        for (const part of degrade(blocks, { ...plain, ...capabilities })) {
          expect(part.text.length).toBeLessThanOrEqual(capabilities.maxTextLength);
          expect(part.text.trim()).not.toBe('');
          expect(part.blocks.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('the parts together say the same, in the same order, as one unlimited part', () => {
    fc.assert(
      fc.property(blocksArbitrary, capabilitiesArbitrary, (blocks, capabilities) => {
        const parts = degrade(blocks, { ...plain, ...capabilities });
        const [whole] = degrade(blocks, {
          ...plain,
          ...capabilities,
          maxTextLength: Number.POSITIVE_INFINITY,
        });
        const together = parts.map((part) => (parts.length > 1 ? unnumbered(part.text) : part.text)).join('');
        expect(squeezed(together)).toBe(squeezed(whole?.text ?? ''));
      }),
    );
  });

  it('no part ends inside a surrogate pair, and none starts with a combining mark that had a letter', () => {
    fc.assert(
      fc.property(proseArbitrary, fc.integer({ min: 24, max: 40 }), (prose, maxTextLength) => {
        const text = `a${prose}`;
        const parts = degrade([{ type: 'text', text }], { ...plain, maxTextLength });
        for (const part of parts) {
          expect(part.text).not.toMatch(/\p{Surrogate}/u);
          const said = parts.length > 1 ? unnumbered(part.text) : part.text;
          // Marks at the start of a part are allowed only where the text itself has them after white space.
          if (/^\p{M}/u.test(said)) expect(text.normalize('NFC')).toMatch(/\s\p{M}/u);
        }
      }),
    );
  });

  it('options stand on the last part only, each exactly once', () => {
    fc.assert(
      fc.property(blocksArbitrary, capabilitiesArbitrary, (blocks, capabilities) => {
        const parts = degrade(blocks, { ...plain, ...capabilities });
        const options = (list: readonly WireBlock[]): WireBlock[] =>
          list.filter((block) => block.type === 'choices');
        const shown = parts.map((part) => options(part.blocks));
        expect(shown.flat()).toEqual(options(blocks));
        expect(shown.slice(0, -1).flat().length === 0 || options(blocks).length > 1).toBe(true);
      }),
    );
  });

  it('cuts no character that people see as one, however many code points it has', () => {
    const characters = ['👩‍👩‍👧', '👍🏽', '🇻🇳', 'e\u0323\u0302', '❤️', 'ộ', '1️⃣'];
    const segmenter = new Intl.Segmenter('vi');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...characters), { minLength: 20, maxLength: 60 }),
        fc.integer({ min: 30, max: 50 }),
        (drawn, maxTextLength) => {
          const parts = degrade([{ type: 'text', text: drawn.join('') }], { ...plain, maxTextLength });
          const shown = parts.flatMap((part) => {
            const said = parts.length > 1 ? unnumbered(part.text) : part.text;
            return [...segmenter.segment(said)].map(({ segment }) => segment);
          });
          expect(shown).toEqual(drawn.map((one) => one.normalize('NFC')));
        },
      ),
    );
  });

  it('spans lie inside the text of their part, in order, and say the same words wherever it is split', () => {
    fc.assert(
      fc.property(blocksArbitrary, fc.integer({ min: 40, max: 200 }), (blocks, maxTextLength) => {
        const spansOf = (max: number): Record<string, string> => {
          const said: Record<string, string> = {};
          for (const part of degrade(blocks, { ...plain, markup: 'entities', maxTextLength: max })) {
            let last = 0;
            for (const { kind, from, to } of part.spans) {
              expect(0 <= from && from < to && to <= part.text.length && last <= from).toBe(true);
              last = from;
              said[kind] = squeezed((said[kind] ?? '') + part.text.slice(from, to));
            }
          }
          return said;
        };
        expect(spansOf(maxTextLength)).toEqual(spansOf(Number.POSITIVE_INFINITY));
      }),
    );
  });

  it('bold markers and their spans are two forms of the same text', () => {
    fc.assert(
      fc.property(proseArbitrary, (marked) => {
        const { text, bold } = parseBold(marked);
        expect(renderMarkup(text, bold, 'markers')).toBe(marked);
      }),
    );
  });
});
