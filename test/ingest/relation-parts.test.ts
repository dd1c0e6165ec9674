import { describe, expect, it } from 'vitest';
import { dateOfEffect, expiryOf, lastDayOf, tellsOwnTerm } from '../../ingest/metadata/effect-dates.ts';
import { readParts } from '../../ingest/relations/relation-parts.ts';
import { rangesOfPart } from '../../rag/validity/document-parts.ts';
import { fold } from '../../text/normalise.ts';

const parts = (text: string): string[] => readParts(text, fold(text), 0)?.parts ?? [];

describe('parts of a document', () => {
  it.each([
    ['Điều 5', ['Điều 5']],
    [
      'khoản 2 Điều 7, điểm b khoản 1 Điều 12 và Điều 19',
      ['khoản 2 Điều 7', 'điểm b khoản 1 Điều 12', 'Điều 19'],
    ],
    ['Khoản 3, khoản 4 Điều 9 của Quyết định', ['khoản 3 Điều 9', 'khoản 4 Điều 9']],
    ['các điều 12, 13 và 14', ['Điều 12', 'Điều 13', 'Điều 14']],
    ['điểm a, b khoản 2 Điều 3', ['điểm a khoản 2 Điều 3', 'điểm b khoản 2 Điều 3']],
    ['từ Điều 5 đến Điều 8', ['Điều 5', 'Điều 6', 'Điều 7', 'Điều 8']],
    ['Chương II và Phụ lục III', ['Chương II', 'Phụ lục III']],
    ['mục 3 và mục 5 Phần II', ['mục 3 Phần II', 'mục 5 Phần II']],
    ['Phụ lục số 02', ['Phụ lục số 02']],
    ['Điều lệ Đảng', []],
    ['điều động 5 cán bộ', []],
  ])('are read as people cite each of them: %s', (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  const section = (ordinal: number, label: string, charFrom: number, charTo: number) => ({
    ordinal,
    parentOrdinal: null,
    label,
    charFrom,
    charTo,
  });
  const sections = [
    section(0, 'Điều 1', 0, 100),
    section(1, 'khoản 2', 40, 100),
    section(2, 'Điều 2', 101, 200),
    section(3, 'khoản 2', 150, 200),
    section(4, 'II', 201, 300),
    section(5, '3', 250, 300),
    section(6, 'Điều 2', 400, 500),
  ];

  it.each([
    ['Điều 2', [[101, 200]]],
    ['khoản 2 Điều 2', [[150, 200]]],
    ['mục 3 Phần II', [[250, 300]]],
    ['khoản 9 Điều 2', []],
    ['Điều 20', []],
  ])('are found among the sections of their document: %s', (part, expected) => {
    expect(rangesOfPart(part, sections)).toEqual(expected);
  });
});

describe('days of effect', () => {
  const own = { issuedOn: '2025-05-20', effectiveOn: null };
  it.each([
    ['Quy định này có hiệu lực kể từ ngày ký.', '2025-05-20'],
    ['Thông tư này có hiệu lực sau 45 ngày kể từ ngày ký.', '2025-07-04'],
    ['Nghị định này có hiệu lực sau 02 tháng kể từ ngày ban hành.', '2025-07-20'],
    ['Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2025.', '2025-07-01'],
    ['Quyết định số 5-QĐ/TU bị bãi bỏ kể từ ngày 15/11/2025.', '2025-11-15'],
    ['Quyết định số 5-QĐ/TU hết hiệu lực từ ngày Quyết định này có hiệu lực.', null],
  ])('are read off the sentence: %s', (sentence, expected) => {
    expect(dateOfEffect(sentence, own)).toBe(expected);
  });

  it('have a last one where the document or a suspension names it', () => {
    expect(expiryOf('Nghị quyết này có hiệu lực từ ngày 01/8/2025 đến hết ngày 31/12/2030.')).toBe(
      '2030-12-31',
    );
    expect(expiryOf('Kế hoạch này được thực hiện từ ngày 01/4/2025 đến hết ngày 31/12/2025.')).toBe(
      '2025-12-31',
    );
    expect(
      expiryOf('Kế hoạch này thực hiện theo hai đợt: đợt một đến hết ngày 30/6/2025, đợt hai sau đó.'),
    ).toBeNull();
    expect(expiryOf('Quyết định này có hiệu lực từ ngày ký.')).toBeNull();
    expect(expiryOf('Giấy phép này có giá trị đến ngày 31/12/2030.')).toBeNull();
    expect(lastDayOf('Ngưng hiệu lực Điều 8 đến trước ngày 01/01/2026.')).toBe('2025-12-31');
  });

  it.each([
    ['3. Kế hoạch này thực hiện từ ngày 01/4/2025.', true],
    ['Hướng dẫn này thay thế Hướng dẫn số 7-HD/VPTU, ngày 22/9/2023 và thực hiện từ ngày 15/4/2025.', true],
    ['Quy định này có hiệu lực kể từ ngày ký.', true],
    ['Đơn vị báo cáo kết quả thực hiện từ ngày 01/4/2025.', false],
    ['Các chi bộ thực hiện Kế hoạch này; việc chấm điểm áp dụng từ ngày 01/4/2025.', false],
  ])('are looked for where a document speaks of itself: %s', (sentence, expected) => {
    expect(tellsOwnTerm(fold(sentence))).toBe(expected);
  });
});
