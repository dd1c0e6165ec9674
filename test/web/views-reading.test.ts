import { describe, expect, it } from 'vitest';
import type { DocumentSummary } from '../../rag/types.ts';
import { filterLedger, ledgerStateOf, sortLedger } from '../../web/views/documents-filter.ts';
import { linkTo, pageOf } from '../../web/views/page.ts';
import { dayOf, idOf, lineOf, numberOf } from '../../web/views/parameters.ts';
import { readStatisticsForm } from '../../web/views/statistics-form.ts';
import { dayStart, momentIn } from '../../web/views/view.ts';
import { symbolKey } from '../../text/symbols.ts';

const today = '2026-08-10';

describe('what an address says', () => {
  it('takes days as people write them and as addresses do, and no others', () => {
    expect(['5/8/2026', '05-08-2026', '2026-08-05'].map(dayOf)).toEqual(Array(3).fill('2026-08-05'));
    expect(['31/2/2026', '2026-13-01', 'hôm nay', '', undefined].map(dayOf)).toEqual(Array(5).fill(null));
  });

  it('counts nonsense as nothing said', () => {
    expect(idOf("' OR 1=1")).toBeNull();
    expect([numberOf('13', 1, 12), numberOf('-1', 1, 12), numberOf('1e1', 1, 12)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(lineOf('  hai\u0000 \n dòng ')).toBe('hai dòng');
    expect(lineOf('x'.repeat(5000))).toHaveLength(300);
  });

  it('keeps a page within those that there are', () => {
    expect(pageOf(3, 120)).toMatchObject({ page: 3, pages: 3, from: 100, to: 120 });
    expect(pageOf(99, 120).page).toBe(3);
    expect(pageOf(1, 0)).toMatchObject({ page: 1, pages: 1, from: 0, to: 0 });
  });

  it('leaves what is empty out of an address and escapes the rest', () => {
    expect(linkTo('/hop', { donvi: undefined, thang: '', nam: 2026, chu: 'a&b' })).toBe(
      '/hop?nam=2026&chu=a%26b',
    );
  });

  it('begins a day where the office is', () => {
    expect(dayStart({ timeZone: 'Asia/Ho_Chi_Minh' }, today)).toBe('2026-08-09T17:00:00.000Z');
    expect(momentIn({ timeZone: 'Asia/Ho_Chi_Minh' }, '2026-08-09T18:30:00.000Z')).toBe('10/8/2026 01:30');
  });
});

describe('the ledger', () => {
  const document = (symbol: string | null, title: string, issuedOn: string | null): DocumentSummary => ({
    id: title,
    symbol,
    symbolKey: symbol && symbolKey(symbol),
    typeName: symbol?.includes('KH') ? 'Kế hoạch' : 'Quy định',
    issuer: 'Tỉnh ủy Lâm Hạ',
    title,
    subject: null,
    issuedOn,
    kind: 'signed',
    fileName: 'a.txt',
    hasPages: false,
  });
  const documents = [
    document('9-QĐ/TU', 'Quy định về chế độ sinh hoạt', '2024-05-01'),
    document('10-KH/TU', 'Kế hoạch chuyển đổi số', '2025-02-03'),
    document(null, 'Bài viết về chuyển đổi', null),
  ];
  const all = { words: '', type: '', issuer: '', year: null };
  const titles = (found: readonly DocumentSummary[]) =>
    found.map(({ title }) => title.split(' ').slice(-2).join(' '));

  it('finds by symbol in any spelling and by words with and without diacritics, the last one unfinished', () => {
    expect(titles(filterLedger(documents, { ...all, words: '09-qd/tu' }))).toEqual(['sinh hoạt']);
    expect(titles(filterLedger(documents, { ...all, words: 'chuyển đổi' }))).toHaveLength(2);
    expect(titles(filterLedger(documents, { ...all, words: 'che do sin' }))).toEqual(['sinh hoạt']);
    expect(filterLedger(documents, { ...all, words: 'chuyển giao' })).toEqual([]);
  });

  it('narrows by type, year and body together', () => {
    expect(titles(filterLedger(documents, { ...all, type: 'Kế hoạch', year: 2025 }))).toEqual(['đổi số']);
    expect(filterLedger(documents, { ...all, type: 'Kế hoạch', year: 2024 })).toEqual([]);
    expect(filterLedger(documents, { ...all, issuer: 'Tỉnh ủy khác' })).toEqual([]);
  });

  it('sorts numbers as numbers and puts what has none last, whichever way', () => {
    expect(titles(sortLedger(documents, 'so'))).toEqual(['sinh hoạt', 'đổi số', 'chuyển đổi']);
    expect(titles(sortLedger(documents, '-so'))).toEqual(['đổi số', 'sinh hoạt', 'chuyển đổi']);
    expect(titles(sortLedger(documents, '-ngay'))).toEqual(['đổi số', 'sinh hoạt', 'chuyển đổi']);
  });

  it('tells what is changed in part from what is in force as it was', () => {
    expect(ledgerStateOf({ state: 'in-force' })).toBe('in-force');
    expect(
      ledgerStateOf({
        state: 'in-force',
        changes: [{ how: 'amended', parts: ['Điều 2'], by: null, from: null }],
      }),
    ).toBe('changed');
  });
});

describe('the form of counts', () => {
  const read = (fields: Record<string, string>) => readStatisticsForm(fields, today);
  const queryOf = (fields: Record<string, string>) => {
    const form = read(fields);
    if ('problem' in form) throw new Error(form.problem);
    return form;
  };

  it('is a plain total of members today where nothing is chosen', () => {
    expect(queryOf({})).toMatchObject({
      query: { measure: 'members', asOf: today, period: null, dimension: 'none', unitId: null },
      leftOut: [],
      assumed: null,
    });
  });

  it('takes the year so far as the period of a flow that has none, and says so', () => {
    const form = queryOf({ chitieu: 'admit' });
    expect(form.query.period).toEqual({ from: '2026-01-01', to: today });
    expect(form.assumed).toEqual({ from: '2026-01-01', to: today });
    expect(queryOf({ chitieu: 'admit', tu: '1/1/2025', den: '31/12/2025' })).toMatchObject({
      query: { period: { from: '2025-01-01', to: '2025-12-31' }, asOf: '2025-12-31' },
      assumed: null,
    });
  });

  it('names what does not go together and leaves it out', () => {
    expect(queryOf({ chitieu: 'organisations', theo: 'sex', gioi: 'female', buoc: 'year' })).toMatchObject({
      query: { measure: 'organisations', dimension: 'level', filter: {}, trend: null, period: null },
      leftOut: ['diễn biến qua thời gian', 'chia theo', 'điều kiện về người'],
    });
    expect(queryOf({ theo: 'sex', chia: 'sex' })).toMatchObject({
      query: { dimension: 'sex', split: 'none' },
      leftOut: ['chia tiếp theo'],
    });
    expect(queryOf({ chitieu: 'card_issue', theo: 'unit' })).toMatchObject({
      query: { dimension: 'unit' },
      leftOut: [],
    });
    expect(queryOf({ chitieu: 'card_issue', theo: 'age' })).toMatchObject({
      query: { dimension: 'none' },
      leftOut: ['chia theo'],
    });
  });

  it('never makes an impossible query of any combination that the form offers', () => {
    const measures = [
      'members',
      'organisations',
      'admit',
      'left',
      'badge',
      'card_reissue',
      'changes',
      'ratings',
    ];
    const dimensions = ['', 'sex', 'age', 'unit', 'level', 'badge'];
    let count = 0;
    const impossible: string[] = [];
    for (const chitieu of measures)
      for (const theo of dimensions)
        for (const chia of ['', 'sex', 'standing'])
          for (const buoc of ['', 'month', 'year'])
            for (const gioi of ['', 'female'])
              for (const tu of ['', '1/1/2024']) {
                const fields = { chitieu, theo, chia, buoc, gioi, tu, tuoitu: '30' };
                if ('problem' in read(fields)) impossible.push(JSON.stringify(fields));
                count++;
              }
    expect(impossible).toEqual([]);
    expect(count).toBe(1728);
  });

  it('refuses a day to come and a period that ends before it begins', () => {
    expect(read({ ngay: '11/8/2026' })).toEqual({ problem: 'future' });
    expect(read({ chitieu: 'left', tu: '1/6/2026', den: '1/5/2026' })).toEqual({ problem: 'turned' });
  });
});
