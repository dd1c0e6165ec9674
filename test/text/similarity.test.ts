import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistanceAtMostOne } from '../../text/similarity.ts';

it.each([
  ['ketnap', 'ketnap', true],
  ['ketnap', 'ketnp', true],
  ['hop', 'hopp', true],
  ['diemdanh', 'diemdnah', true],
  ['nhiemvu', 'nhiemvi', true],
  ['', 'a', true],
  ['hop', 'hopxx', false],
  ['hop', 'hpoo', false],
  ['abcd', 'badc', false],
  ['van', 'nav', false],
])('%s and %s: %s', (a, b, expected) => {
  expect(editDistanceAtMostOne(a, b)).toBe(expected);
  expect(editDistanceAtMostOne(b, a)).toBe(expected);
});

it('accepts every single slip', () => {
  const word = fc.string({ minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(word, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (text, place, other) => {
      const at = place % text.length;
      expect(editDistanceAtMostOne(text, text.slice(0, at) + text.slice(at + 1))).toBe(true);
      expect(editDistanceAtMostOne(text, text.slice(0, at) + other + text.slice(at))).toBe(true);
      expect(editDistanceAtMostOne(text, text.slice(0, at) + other + text.slice(at + 1))).toBe(true);
    }),
  );
});
