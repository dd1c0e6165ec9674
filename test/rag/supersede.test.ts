import { describe, expect, it } from 'vitest';
import { symbolKey } from '../../text/symbols.ts';
import { ask, document } from './small-office.ts';

const rule = (id: string, symbol: string, issuedOn: string, minutes: number) =>
  document(
    id,
    {
      title: 'Quy định về chế độ sinh hoạt chi bộ',
      symbol,
      typeName: 'Quy định',
      issuedOn,
    },
    [
      `Thời gian một buổi sinh hoạt thường kỳ không ít hơn ${minutes} phút.`,
      'Chi bộ sinh hoạt thường kỳ mỗi tháng một lần.',
      'Tài liệu gửi đảng viên trước buổi họp.',
    ],
  );
const replaced = rule('old', '12-QĐ/TU', '2021-03-15', 60);
const current = {
  ...rule('new', '27-QĐ/TU', '2024-01-10', 90),
  effectiveOn: '2024-02-01',
  relations: [
    {
      targetSymbolKey: symbolKey('12-QĐ/TU') as string,
      targetIssuedOn: '2021-03-15',
      effectiveOn: '2024-02-01',
    },
  ],
};
const office = [replaced, current];
const cited = async (question: string) => {
  const { answer } = await ask(office, question);
  return 'quotes' in answer ? answer.quotes.map((quote) => quote.passage.document.id) : [];
};

describe('a rule that was replaced', () => {
  const question = 'Một buổi sinh hoạt thường kỳ của chi bộ không ít hơn bao nhiêu phút?';

  it('gives way to the rule that holds, typed with and without diacritics', async () => {
    expect(await cited(question)).toEqual(['new']);
    expect(await cited('mot buoi sinh hoat thuong ky cua chi bo khong it hon bao nhieu phut')).toEqual([
      'new',
    ]);
  });

  it('is quoted when the question names it, with what replaced it', async () => {
    const { answer } = await ask(office, `Theo Quy định 12-QĐ/TU, ${question.toLowerCase()}`);
    expect(answer).toMatchObject({
      quotes: [
        { passage: { document: { id: 'old' } }, status: { state: 'replaced', by: { documentId: 'new' } } },
      ],
    });
  });

  it('is quoted when the question is about what held before', async () => {
    expect(await cited(`Trước đây ${question.toLowerCase()}`)).toContain('old');
  });

  it.each([
    'Một buổi sinh hoạt thường kỳ của chi bộ cụ thể không ít hơn bao nhiêu phút?',
    'Trước khi họp chi bộ, căn cứ quy định cụ thể nào: một buổi sinh hoạt thường kỳ không ít hơn bao nhiêu phút?',
    'huong dan cu the mot buoi sinh hoat thuong ky cua chi bo khong it hon bao nhieu phut',
  ])('is not asked for by words that only sound like it: %s', async (text) => {
    expect(await cited(text)).not.toContain('old');
  });

  it('stays the answer while the new one does not hold yet', async () => {
    const coming = { ...current, effectiveOn: '2025-07-01', relations: [] };
    const { answer } = await ask([replaced, coming], question);
    expect(answer).toMatchObject({ outcome: 'answer', quotes: [{ passage: { document: { id: 'old' } } }] });
  });

  it('is quoted, with its status, where the new one does not say', async () => {
    const silent = { ...current, chunks: current.chunks.slice(1) };
    const { answer } = await ask([replaced, silent], question);
    expect(answer).toMatchObject({
      quotes: [{ passage: { document: { id: 'old' } }, status: { state: 'replaced' } }],
    });
  });
});

describe('a rule in an article that was repealed', () => {
  const question = 'Phí thuê hội trường một buổi là bao nhiêu?';
  const statute = document(
    'statute',
    {
      title: 'Quy định về nhà văn hóa',
      symbol: '18-QĐ/TU',
      typeName: 'Quy định',
      issuedOn: '2021-06-22',
    },
    [
      'Phí thuê hội trường một buổi là 200.000 đồng.',
      'Nhà văn hóa mở cửa từ 7 giờ đến 21 giờ.',
      'Ban chủ nhiệm giữ chìa khóa.',
    ],
  );
  const repealed = {
    ...statute,
    sections: statute.chunks.map(({ ordinal, charFrom, charTo }) => ({
      ordinal,
      parentOrdinal: null,
      level: 'article',
      heading: '',
      label: `Điều ${ordinal + 5}`,
      charFrom,
      charTo,
    })),
  };
  const change = {
    ...document(
      'change',
      { title: 'Quy định về phí ở cơ sở', symbol: '40-QĐ/TU', typeName: 'Quy định', issuedOn: '2024-09-10' },
      ['Phí thuê hội trường một buổi là 350.000 đồng.', 'Điều 5 Quy định số 18-QĐ/TU hết hiệu lực.'],
    ),
    relations: [
      {
        kind: 'repeals' as const,
        targetSymbolKey: symbolKey('18-QĐ/TU') as string,
        targetIssuedOn: '2021-06-22',
        targetParts: ['Điều 5'],
        effectiveOn: '2024-10-01',
      },
    ],
  };
  const silent = { ...change, chunks: change.chunks.slice(1) };

  it('gives way to the rule that holds', async () => {
    const { answer } = await ask([repealed, change], question);
    expect(answer).toMatchObject({ quotes: [{ passage: { document: { id: 'change' } } }] });
  });

  it('is quoted with what became of the article where nothing else answers, the document being in force', async () => {
    const { answer } = await ask([repealed, silent], question);
    expect(answer).toMatchObject({
      quotes: [
        {
          passage: { document: { id: 'statute' } },
          status: { state: 'in-force' },
          partStatus: [{ part: 'Điều 5', how: 'repealed', by: { documentId: 'change' }, from: '2024-10-01' }],
        },
      ],
    });
  });

  it('says nothing beside an article that stands', async () => {
    const { answer } = await ask([repealed, silent], 'Nhà văn hóa mở cửa từ mấy giờ đến mấy giờ?');
    expect(answer).toMatchObject({ quotes: [{ status: { state: 'in-force' } }] });
    expect('quotes' in answer && answer.quotes[0]).not.toHaveProperty('partStatus');
  });
});

describe('a document that is named', () => {
  const contest = document(
    'contest',
    {
      title: 'Quy định về hội thi tuyên truyền',
      symbol: '33-QĐ/TU',
      typeName: 'Quy định',
      issuedOn: '2020-04-11',
    },
    ['Hội thi tuyên truyền cấp tỉnh tổ chức vào tháng 9 hằng năm.', 'Mỗi huyện cử 3 thí sinh.'],
  );
  const ending = {
    ...document(
      'ending',
      {
        title: 'Quyết định bãi bỏ Quy định số 33-QĐ/TU về hội thi tuyên truyền',
        symbol: '60-QĐ/TU',
        typeName: 'Quyết định',
        issuedOn: '2024-08-17',
      },
      ['Bãi bỏ Quy định số 33-QĐ/TU, ngày 11/4/2020 về tổ chức hội thi tuyên truyền từ ngày 01/9/2024.'],
    ),
    relations: [
      {
        kind: 'repeals' as const,
        targetSymbolKey: symbolKey('33-QĐ/TU') as string,
        targetIssuedOn: '2020-04-11',
        effectiveOn: '2024-09-01',
      },
    ],
  };

  it('is quoted before what others say of it, with its status', async () => {
    const { answer } = await ask(
      [contest, ending],
      'Quy định 33-QĐ/TU tổ chức hội thi tuyên truyền vào tháng nào?',
    );
    const [first] = 'quotes' in answer ? answer.quotes : [];
    expect(first).toMatchObject({
      passage: { document: { id: 'contest' } },
      status: { state: 'replaced', how: 'repealed' },
    });
  });
});
