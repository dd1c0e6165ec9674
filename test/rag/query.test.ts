import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryTerms, readQuery, scaffoldMask } from '../../rag/search/query.ts';
import { fold } from '../../text/normalise.ts';

const weightOf = (text: string, folded: string): number | undefined =>
  readQuery(text).words.find((word) => word.folded === folded)?.weight;

describe('readQuery', () => {
  it('weighs the words of asking less than the matter, and deletes none', () => {
    const query = readQuery('Đảng viên dự bị là gì?');
    expect(query.words.map((word) => word.exact)).toEqual(['đảng', 'viên', 'dự', 'bị', 'là', 'gì']);
    expect(query.words.map((word) => word.weight)).toEqual([1, 1, 1, 1, 0.5, 0.5]);
  });

  it.each([
    ['Thời hạn tối đa là bao nhiêu ngày?', 'nhieu'],
    ['Nộp đảng phí như thế nào', 'the'],
    ['kinh phi lay o dau', 'dau'],
  ])('knows the words of asking in "%s"', (text, word) => {
    expect(weightOf(text, word)).toBeLessThan(1);
  });

  it('takes "không" for asking only at the end, elsewhere it denies', () => {
    expect(weightOf('Có phải nộp hồ sơ không', 'khong')).toBeLessThan(1);
    expect(weightOf('Trường hợp không đủ điều kiện', 'khong')).toBe(1);
  });

  it('keeps full weights where a question has nothing but words of asking', () => {
    expect(scaffoldMask(['la', 'gi'])).toEqual([false, false]);
  });

  it('writes abbreviations out in every reading, beside the word as typed', () => {
    const query = readQuery('BTV họp mấy lần');
    expect(query.expansions.map((words) => words.map((word) => word.exact).join(' '))).toEqual([
      'ban thường vụ',
    ]);
    expect(query.words[0]?.exact).toBe('btv');
    const ambiguous = readQuery('số CB của đơn vị');
    expect(ambiguous.expansions).toHaveLength(2);
    expect(ambiguous.expansions.flat().every((word) => word.weight === 0.5)).toBe(true);
  });

  it('leaves ordinary syllables alone that look like abbreviations when folded', () => {
    expect(readQuery('từ ngày nào, đủ hồ sơ').expansions).toEqual([]);
    expect(readQuery('tu ngay nao, du ho so').expansions).toEqual([]);
    expect(readQuery('văn bản của TU').expansions).toHaveLength(1);
  });

  it('says the same of a question with and without diacritics, accents aside', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('đảng', 'viên', 'là', 'gì', 'từ', 'đủ', 'quy', 'định', 'btv', 'như', 'thế', 'nào'),
          { maxLength: 8 },
        ),
        (words) => {
          const text = words.join(' ');
          expect(queryTerms(readQuery(fold(text)))).toEqual(queryTerms(readQuery(text)));
        },
      ),
    );
  });

  it('trusts bare words to be bare only where most words carry diacritics', () => {
    expect(readQuery('Nhiệm vụ của ban kiểm tra').isAccented).toBe(true);
    expect(readQuery('nhiem vu cua ban kiểm tra').isAccented).toBe(false);
  });

  it('reads an empty question and one of signs alone as no words', () => {
    for (const text of ['', '   ', '???', '\u200b']) {
      expect(readQuery(text).words).toEqual([]);
      expect(queryTerms(readQuery(text))).toEqual([]);
    }
  });
});
