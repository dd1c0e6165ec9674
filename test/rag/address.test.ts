import { describe, expect, it } from 'vitest';
import { addressesIn, placeOfSection, resolveAddress } from '../../rag/question/address.ts';
import type { LibrarySection } from '../../rag/library.ts';
import { fold } from '../../text/normalise.ts';

const read = (text: string): string[] =>
  addressesIn(text, fold(text) !== text.toLowerCase()).map(({ units }) =>
    units.map(({ kind, number }) => `${kind} ${number}`).join(' > '),
  );

describe('an address in a question', () => {
  it.each([
    ['khoản 2 Điều 7 Quy định 08 nói gì', ['article 7 > clause 2']],
    ['Điều 7, khoản 2, điểm a', ['article 7 > clause 2 > point a']],
    ['dieu 5 quy dinh gi', ['article 5']],
    ['phần II mục 3', ['part ii > heading 3']],
    ['mục 3 của phần II', ['part ii > heading 3']],
    ['mục III.2 báo cáo', ['heading iii.2']],
    ['mục 2 mục III', ['heading iii > heading 2']],
    ['khoản 1 và 3 Điều 4', ['article 4 > clause 1', 'article 4 > clause 3']],
    ['Điều 3, Điều 5', ['article 3', 'article 5']],
    ['Điều 2 đến 4', ['article 2', 'article 3', 'article 4']],
    ['phần thứ hai', ['part thu hai']],
    ['phụ lục I', ['annex i']],
    ['Chương VI', ['chapter vi']],
    ['điểm đ khoản 1 Điều 3', ['article 3 > clause 1 > point đ']],
  ])('is read from its widest unit inwards: %s', (text, wanted) => expect(read(text)).toEqual(wanted));

  it.each([
    '3 điều cần làm',
    'mức 3 của phí',
    'được 5 điểm',
    'phân 2 lô đất',
    'Quyết định số 7-QĐ/TU',
    'khoản chi 2 triệu',
    'mục tiêu 2025',
    'kỷ niệm chương vì sự nghiệp',
    'ky niem chuong vi su nghiep',
  ])('is not seen in other words: %s', (text) => expect(read(text)).toEqual([]));
});

/** Sections nested as given: [level, label, depth]. */
function tree(...rows: [level: string, label: string, depth: number, heading?: string][]): LibrarySection[] {
  const sections: LibrarySection[] = rows.map(([level, label, depth, heading = ''], ordinal) => {
    const parent = rows.slice(0, ordinal).findLastIndex((other) => other[2] < depth);
    const next = rows.findIndex((other, i) => i > ordinal && other[2] <= depth);
    return {
      ordinal,
      parentOrdinal: parent < 0 ? null : parent,
      level,
      label,
      heading,
      charFrom: ordinal * 10,
      charTo: (next < 0 ? rows.length : next) * 10,
    };
  });
  return sections;
}
const rules = tree(
  ['chapter', 'Chương I', 0],
  ['article', 'Điều 1', 1],
  ['clause', 'khoản 1', 2],
  ['clause', 'khoản 2', 2],
  ['point', 'điểm a', 3],
  ['article', 'Điều 2', 1],
);
const report = tree(
  ['heading', 'I', 0],
  ['item', '1', 1],
  ['item', '2', 1],
  ['heading', 'II', 0],
  ['item', '1', 1],
);

describe('an address is looked up', () => {
  const lookUp = (text: string, sections: readonly LibrarySection[]) =>
    resolveAddress(addressesIn(text, true)[0]!, sections);
  const found = (text: string, sections: readonly LibrarySection[]): string[] => {
    const resolved = lookUp(text, sections);
    return 'found' in resolved ? resolved.found.map((one) => placeOfSection(one, sections)) : [];
  };

  it.each([
    ['điểm a khoản 2 Điều 1', rules, ['Điều 1, khoản 2, điểm a']],
    ['Chương I', rules, ['Chương I']],
    ['chương 1', rules, ['Chương I']],
    ['phần II mục 1', report, ['mục II.1']],
    ['mục II.1', report, ['mục II.1']],
    ['phần thứ hai', report, ['mục II']],
    ['mục 2', report, ['mục I.2']],
    ['mục 1', report, ['mục I.1', 'mục II.1']],
  ] as const)('%s', (text, sections, wanted) => expect(found(text, sections)).toEqual(wanted));

  it('and what is not there is told with what is', () => {
    const resolved = lookUp('khoản 5 Điều 1', rules);
    expect('missing' in resolved && resolved.missing.number).toBe('5');
    expect('missing' in resolved && resolved.inside?.label).toBe('Điều 1');
    expect('missing' in resolved && resolved.has.map(({ label }) => label)).toEqual(['khoản 1', 'khoản 2']);
  });

  it('so that điểm đ is not điểm d', () => {
    const points = tree(['article', 'Điều 1', 0], ['point', 'điểm d', 1], ['point', 'điểm đ', 1]);
    expect(found('điểm đ Điều 1', points)).toEqual(['Điều 1, điểm đ']);
    expect(found('điểm d Điều 1', points)).toEqual(['Điều 1, điểm d']);
  });

  it('so that an article number is never taken for a clause', () =>
    expect('missing' in lookUp('Điều 3', rules)).toBe(true));
});
