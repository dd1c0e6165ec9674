import { describe, expect, it } from 'vitest';
import type { MemoryDocument } from '../../rag/search/retriever-memory.ts';
import { differencesOf } from '../../rag/routes/versions-difference.ts';
import { symbolKey } from '../../text/symbols.ts';
import { ask, document, shown } from './small-office.ts';

const withArticles = (made: MemoryDocument): MemoryDocument => ({
  ...made,
  sections: made.chunks.map(({ ordinal, charFrom, charTo, text }) => ({
    ordinal,
    parentOrdinal: null,
    level: 'article',
    heading: '',
    label: /^Điều \d+/u.exec(text)?.[0] ?? `đoạn ${ordinal}`,
    charFrom,
    charTo,
  })),
});
const title = 'Quy định về cho mượn hồ sơ lưu trữ';
const old = withArticles(
  document('old', { title, symbol: '08-QĐ/TU', typeName: 'Quy định', issuedOn: '2019-03-12' }, [
    'Điều 4. Thời hạn cho mượn hồ sơ không quá 5 ngày làm việc. Người mượn ký sổ theo dõi. Hồ sơ gốc không cho mượn.',
    'Điều 5. Phí sao một trang là 1.000 đồng.',
  ]),
);
const current: MemoryDocument = {
  ...withArticles(
    document('current', { title, symbol: '12-QĐ/TU', typeName: 'Quy định', issuedOn: '2023-06-01' }, [
      'Điều 4. Thời hạn cho mượn hồ sơ không quá 10 ngày làm việc. Người mượn ký sổ theo dõi. Được mượn bản số hóa qua mạng nội bộ.',
      'Điều 5. Phí sao một trang là 1.000 đồng.',
    ]),
  ),
  relations: [
    {
      targetSymbol: '08-QĐ/TU',
      targetSymbolKey: symbolKey('08-QĐ/TU') as string,
      targetIssuedOn: '2019-03-12',
      effectiveOn: '2023-07-01',
      sentence: 'Quy định này thay thế Quy định số 08-QĐ/TU ngày 12/3/2019.',
    },
  ],
};
const office = [old, current];

describe('two versions of a text', () => {
  it.each([
    'Điều 4 của Quy định 12-QĐ/TU khác gì Điều 4 cũ?',
    'Điều 4 Quy định 08-QĐ/TU và Điều 4 Quy định 12-QĐ/TU khác nhau thế nào?',
    'Quy định 08-QĐ/TU và Quy định 12-QĐ/TU khác nhau gì về thời hạn cho mượn hồ sơ?',
    'Thời hạn cho mượn hồ sơ ở Quy định 08-QĐ/TU và 12-QĐ/TU khác nhau thế nào?',
  ])('stand side by side, what was added and dropped in words: %s', async (question) => {
    const answered = await ask(office, question);
    expect(shown(answered)).toMatchObject({ outcome: 'answer', documents: ['old', 'current'] });
    const table = answered.answer.outcome === 'answer' ? answered.answer.table : undefined;
    expect(table?.head).toEqual(['Thay đổi', 'Cũ (08-QĐ/TU)', 'Mới (12-QĐ/TU)']);
    expect(table?.rows.map(([how]) => how)).toEqual(['Sửa; bỏ “5”; thêm “10”', 'Bỏ', 'Thêm']);
  });

  it.each([
    'Quy định mới về cho mượn hồ sơ lưu trữ có gì khác quy định cũ?',
    'thoi han cho muon ho so bay gio so voi truoc day khac nhau the nao',
    'Cho mượn hồ sơ trước và sau khi sửa thay đổi thế nào?',
  ])('stand side by side where the matter alone tells which: %s', async (question) => {
    const answered = await ask(office, question);
    expect(shown(answered)).toMatchObject({ outcome: 'answer', documents: ['old', 'current'] });
    expect(answered.answer).toHaveProperty('table');
  });

  it('are said to be the same where nothing changed', async () => {
    const { outcome, lead } = shown(
      await ask(office, 'Điều 5 của Quy định 12-QĐ/TU có gì mới so với quy định cũ?'),
    );
    expect(outcome).toBe('answer');
    expect(lead).toContain('giữ nguyên');
  });

  it('may be an article and the text that an amendment gives it', async () => {
    const change: MemoryDocument = {
      ...document(
        'change',
        { title: 'Quyết định sửa đổi', symbol: '40-QĐ/TU', typeName: 'Quyết định', issuedOn: '2024-05-06' },
        ['Điều 1. Sửa đổi Điều 5 Quy định số 12-QĐ/TU như sau:\n“Điều 5. Phí sao một trang là 3.000 đồng.”'],
      ),
      relations: [
        {
          kind: 'amends',
          targetSymbol: '12-QĐ/TU',
          targetSymbolKey: symbolKey('12-QĐ/TU') as string,
          targetParts: ['Điều 5'],
          sentence: 'Sửa đổi Điều 5 Quy định số 12-QĐ/TU như sau:',
        },
      ],
    };
    const answered = await ask([...office, change], 'Điều 5 Quy định 12-QĐ/TU được sửa thế nào?');
    expect(shown(answered).documents).toEqual(['current', 'change']);
    expect(answered.answer).toMatchObject({
      table: {
        rows: [
          ['Sửa; bỏ “1.000”; thêm “3.000”', /1\.000/u, /3\.000/u].map((cell) =>
            typeof cell === 'string' ? cell : (expect.stringMatching(cell) as string),
          ),
        ],
      },
    });
  });

  it('are not looked for where two amounts are compared', async () => {
    const { answer } = await ask(office, 'Phí sao một trang so với năm ngoái thế nào?');
    expect(answer).not.toHaveProperty('table');
  });
});

describe('differences of two texts', () => {
  it('do not count another number in front of the same words', () => {
    expect(differencesOf('3. Nộp trong 5 ngày.', '4. Nộp trong 5 ngày.')).toEqual([
      { how: 'kept', before: '3. Nộp trong 5 ngày.', after: '4. Nộp trong 5 ngày.' },
    ]);
  });

  it('tell sentences that came, went and were reworded apart', () => {
    expect(
      differencesOf(
        'Một việc giữ nguyên. Nộp trong 5 ngày. Việc này bỏ đi.',
        'Một việc giữ nguyên. Nộp trong 7 ngày. Có thêm điều mới.',
      ),
    ).toEqual([
      { how: 'kept', before: 'Một việc giữ nguyên.', after: 'Một việc giữ nguyên.' },
      {
        how: 'changed',
        before: 'Nộp trong 5 ngày.',
        after: 'Nộp trong 7 ngày.',
        dropped: ['5'],
        added: ['7'],
      },
      { how: 'dropped', before: 'Việc này bỏ đi.' },
      { how: 'added', after: 'Có thêm điều mới.' },
    ]);
  });
});
