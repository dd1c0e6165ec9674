import { describe, expect, it } from 'vitest';
import { definitionAsked, expandTerms, readGlossaryLine } from '../../rag/kept/glossary.ts';
import type { GlossaryEntry } from '../../rag/kept/glossary-store.ts';

const entry = (term: string, expansion: string | null, meaning: string | null = null): GlossaryEntry => ({
  id: term,
  term,
  expansion,
  meaning,
});
const entries = [
  entry('KTTH', 'kinh tế tuần hoàn'),
  entry('BA', 'ban an toàn'),
  entry('cửa số 5', 'bộ phận tiếp nhận hồ sơ'),
  entry('tổ 3K', null, 'không đơn thư, không nợ đọng, không chậm hạn'),
];

describe('a term of the office', () => {
  it.each([
    ['Chỉ tiêu KTTH của tỉnh là gì?', 'Chỉ tiêu kinh tế tuần hoàn của tỉnh là gì?'],
    ['chi tieu ktth cua tinh', 'chi tieu kinh tế tuần hoàn cua tinh'],
    ['nộp ở cua so 5 được không', 'nộp ở bộ phận tiếp nhận hồ sơ được không'],
    ['BA họp khi nào', 'ban an toàn họp khi nào'],
  ])('is written out: %s', (question, expanded) => {
    expect(expandTerms(question, entries).text).toBe(expanded);
  });

  it.each([
    ['where it is an ordinary word', 'ba người ký, bà nào ký'],
    ['inside a symbol', 'Quyết định 12-QĐ/KTTH nêu gì'],
    ['where it stands written out already', 'kinh tế tuần hoàn (KTTH) là gì'],
    ['where it has other diacritics', 'cưa số 5 hỏng'],
    ['where it is only explained', 'tổ 3K làm gì'],
  ])('is left as it is %s', (_name, question) => {
    expect(expandTerms(question, entries)).toEqual({ text: question, terms: [] });
  });

  it.each([
    ['KTTH là gì?', 'KTTH'],
    ['cho toi hoi ktth la viet tat cua tu gi a', 'KTTH'],
    ['Thế nào là “tổ 3K”?', 'tổ 3K'],
    ['to 3k nghia la gi', 'tổ 3K'],
    ['KTTH của tỉnh là gì?', null],
    ['Cửa số 5 ở đâu?', null],
  ])('is explained to who asks what it is: %s', (question, term) => {
    expect(definitionAsked(question, entries)?.term ?? null).toBe(term);
  });
});

describe('a line after /tudien', () => {
  it.each([
    ['', { type: 'list' }],
    ['KTTH', { type: 'show', term: 'KTTH' }],
    ['xóa KTTH', { type: 'remove', term: 'KTTH' }],
    [
      'thêm KTTH = kinh tế tuần hoàn',
      { type: 'set', term: 'KTTH', expansion: 'kinh tế tuần hoàn', meaning: null },
    ],
    [
      'sua ktth = kinh tế tuần hoàn: dùng lại chất thải: ít rác hơn',
      {
        type: 'set',
        term: 'ktth',
        expansion: 'kinh tế tuần hoàn',
        meaning: 'dùng lại chất thải: ít rác hơn',
      },
    ],
    ['thêm tổ 3K: không đơn thư', { type: 'set', term: 'tổ 3K', expansion: null, meaning: 'không đơn thư' }],
    ['thêm KTTH', { type: 'not-understood' }],
    ['thêm = gì đó', { type: 'not-understood' }],
    ['KTTH = kinh tế', { type: 'not-understood' }],
    [`thêm ${'a'.repeat(70)}: dài`, { type: 'too-long', what: 'term', most: 60 }],
  ])('%s', (line, request) => {
    expect(readGlossaryLine(line)).toEqual(request);
  });
});
