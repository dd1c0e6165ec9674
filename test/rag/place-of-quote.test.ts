import { describe, expect, it } from 'vitest';
import { placeOfQuote } from '../../rag/quoting/place-of-quote.ts';
import { document } from './small-office.ts';

const article = 'Điều 3. Sinh hoạt thường kỳ\n\n1. Mỗi tháng họp một lần.\n\n2. Một buổi ít nhất 90 phút.';

function place(locator: string, passageText: string, text: string): string {
  const [chunk] = document('a', { title: 'Quy định', symbol: '27-QĐ/TU' }, [passageText]).chunks;
  const { summary } = document('a', { title: 'Quy định', symbol: '27-QĐ/TU' }, []);
  if (!chunk) throw new Error('no chunk');
  return placeOfQuote({ text, passage: { ...chunk, id: 'a', document: summary, locator } });
}

describe('the place of a quotation', () => {
  it.each([
    ['Điều 3', article, '2. Một buổi ít nhất 90 phút.', 'Điều 3, khoản 2'],
    ['Điều 3, tr. 4', article, '2. Một buổi ít nhất 90 phút.', 'Điều 3, khoản 2, tr. 4'],
    ['mục II', 'II- CHỈ TIÊU\n\n1. A\n\n2. B', '2. B', 'mục II.2'],
    ['Điều 5, khoản 2', '2. Ghi rõ:\n\na) giờ;\n\nb) số người.', 'b) số người.', 'Điều 5, khoản 2, điểm b'],
  ])('%s is narrowed to the clause or point', (locator, passage, text, expected) => {
    expect(place(locator, passage, text)).toBe(expected);
  });

  it.each([
    ['a quotation of the whole passage', 'Điều 3', article, article],
    ['a sentence without a number', 'Điều 3', article, 'Một buổi ít nhất 90 phút.'],
    [
      'a passage that is the clause itself',
      'Điều 3, khoản 2',
      '2. Một buổi ít nhất 90 phút.',
      '2. Một buổi ít nhất 90 phút.',
    ],
    ['a paragraph', 'đoạn 3', 'x\n\n2. Một buổi', '2. Một buổi'],
  ])('%s keeps the locator of its passage', (_name, locator, passage, text) => {
    expect(place(locator, passage, text)).toBe(locator);
  });
});
