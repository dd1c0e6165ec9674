import { describe, expect, it } from 'vitest';
import type { MemoryDocument } from '../../rag/search/retriever-memory.ts';
import { symbolKey } from '../../text/symbols.ts';
import { ask, document, shown } from './small-office.ts';

const rule = (id: string, symbol: string, issuedOn: string, days: number, fee: string): MemoryDocument =>
  document(id, { title: 'Quy định về cho mượn hồ sơ lưu trữ', symbol, typeName: 'Quy định', issuedOn }, [
    `Điều 4. Thời hạn cho mượn hồ sơ lưu trữ không quá ${days} ngày làm việc.`,
    `Điều 5. Phí sao một trang hồ sơ lưu trữ là ${fee} đồng.`,
    'Điều 6. Người mượn ký sổ theo dõi tại phòng đọc.',
  ]);
const first = rule('first', '08-QĐ/TU', '2019-03-12', 5, '1.000');
const second: MemoryDocument = {
  ...rule('second', '12-QĐ/TU', '2023-06-01', 10, '2.000'),
  effectiveOn: '2023-07-01',
  relations: [
    {
      targetSymbolKey: symbolKey('08-QĐ/TU') as string,
      targetIssuedOn: '2019-03-12',
      effectiveOn: '2023-07-01',
    },
  ],
};
const report = document(
  'report',
  {
    title: 'Báo cáo công tác lưu trữ năm 2021',
    symbol: '77-BC/TU',
    typeName: 'Báo cáo',
    issuedOn: '2021-12-20',
  },
  ['Năm 2021, kho lưu trữ phục vụ 340 lượt người mượn hồ sơ.', 'Kho lưu trữ được sửa mái trong quý 3.'],
);
const office = [first, second, report];
const asked = async (question: string) => {
  const answered = await ask(office, question);
  return { ...shown(answered), answer: answered.answer, filters: answered.explanation.filters };
};

describe('a question about a day', () => {
  it.each([
    'Tại thời điểm 15/3/2021, thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?',
    'Năm 2021, thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?',
    'Thời hạn cho mượn hồ sơ lưu trữ năm 2021 là bao nhiêu ngày làm việc?',
    'Trước ngày 01/7/2023, thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?',
    'Khi Quy định 08-QĐ/TU còn hiệu lực, thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?',
    'Trước khi có Quy định 12-QĐ/TU, thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?',
    'Theo quy định cũ, thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?',
    'tai thoi diem 15/3/2021 thoi han cho muon ho so luu tru la bao nhieu ngay lam viec',
  ])('is answered by what held then: %s', async (question) => {
    const { outcome, documents } = await asked(question);
    expect({ outcome, documents }).toEqual({ outcome: 'answer', documents: ['first'] });
  });

  it.each([
    'Thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?',
    'Hiện nay thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?',
    'Năm 2024, thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?',
    'Từ ngày 01/7/2023, thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?',
  ])('is answered by what holds where it means that: %s', async (question) => {
    const { outcome, documents } = await asked(question);
    expect({ outcome, documents }).toEqual({ outcome: 'answer', documents: ['second'] });
  });

  it('names the day, and how the text held then and holds today', async () => {
    const { lead, answer, filters } = await asked(
      'Tại thời điểm 15/3/2021, thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?',
    );
    expect(lead).toMatch(/^Theo quy định có hiệu lực tại ngày 15\/3\/2021:\n/u);
    expect(filters).toEqual(['2021-03-15']);
    expect(answer).toMatchObject({
      quotes: [
        {
          status: { state: 'replaced', by: { documentId: 'second' } },
          then: { day: '2021-03-15', status: { state: 'in-force' } },
        },
      ],
    });
  });

  it('is not answered by text that did not hold then', async () => {
    const { outcome, lead } = await asked(
      'Tại thời điểm 15/3/2015, phí sao một trang hồ sơ là bao nhiêu đồng?',
    );
    expect(outcome).toBe('near-miss');
    expect(lead).toContain('15/3/2015');
  });

  it('is answered by what counted the year, where the year belongs to the matter', async () => {
    const { outcome, documents, lead } = await asked('Năm 2021 kho lưu trữ phục vụ bao nhiêu lượt người?');
    expect({ outcome, documents }).toEqual({ outcome: 'answer', documents: ['report'] });
    expect(lead).not.toContain('có hiệu lực tại ngày');
  });

  it('is not answered by a figure of another year', async () => {
    const { outcome } = await asked('Năm 2019 kho lưu trữ phục vụ bao nhiêu lượt người mượn hồ sơ?');
    expect(['near-miss', 'refusal']).toContain(outcome);
  });
});

describe('a time that is told by a document', () => {
  const changing: MemoryDocument = {
    ...document(
      'amending',
      { title: 'Quy định sửa đổi', symbol: '15-QĐ/TU', typeName: 'Quy định', issuedOn: '2021-05-10' },
      ['Sửa đổi Điều 4 như sau: "Điều 4. Thời hạn cho mượn hồ sơ lưu trữ không quá 7 ngày làm việc."'],
    ),
    effectiveOn: '2021-06-01',
    relations: [
      {
        kind: 'amends',
        targetSymbolKey: symbolKey('08-QĐ/TU') as string,
        targetIssuedOn: '2019-03-12',
        targetParts: ['Điều 4'],
        effectiveOn: '2021-06-01',
      },
    ],
  };
  const replacing = { targetSymbolKey: symbolKey('15-QĐ/TU') as string, targetIssuedOn: '2021-05-10' };
  const both: MemoryDocument = {
    ...second,
    relations: [...(second.relations ?? []), { ...replacing, effectiveOn: '2023-07-01' }],
  };
  const amended = [first, changing, both, report];

  it.each([
    [
      'Trước khi sửa Quy định 08-QĐ/TU, thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày?',
      'first',
      '2021-05-31',
    ],
    [
      'Trước khi sửa đổi, theo Quy định 08-QĐ/TU thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày?',
      'first',
      '2021-05-31',
    ],
    [
      'Trước khi bị Quy định 15-QĐ/TU sửa, thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày?',
      'first',
      '2021-05-31',
    ],
    [
      'truoc khi co quy dinh 12-qd/tu thi phi sao mot trang ho so luu tru la bao nhieu dong',
      'first',
      '2023-06-30',
    ],
    [
      'Sau khi Quy định 12-QĐ/TU có hiệu lực, thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày?',
      'second',
      '2023-07-01',
    ],
  ])('is answered by what held at that edge: %s', async (question, documentId, day) => {
    const answered = await ask(amended, question);
    expect(shown(answered)).toMatchObject({ outcome: 'answer', documents: [documentId] });
    expect(answered.explanation.filters).toEqual([day]);
  });

  it('asks the document that tells it, not another that held then', async () => {
    const rival = { ...rule('rival', '30-QĐ/TU', '2018-01-01', 3, '9.000') };
    const answered = await ask(
      [...amended, rival],
      'Khi Quy định 08-QĐ/TU còn hiệu lực, phí sao một trang hồ sơ lưu trữ là bao nhiêu đồng?',
    );
    expect(shown(answered)).toMatchObject({ outcome: 'answer', documents: ['first'] });
  });
});

describe('text that does not hold yet', () => {
  const question = 'Thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?';
  const coming: MemoryDocument = {
    ...second,
    effectiveOn: '2025-07-01',
    relations: second.relations?.map((one) => ({ ...one, effectiveOn: '2025-07-01' })) ?? [],
  };

  it('leaves the answer to what holds, which says by what and when it is replaced', async () => {
    const answered = await ask([first, coming], question);
    expect(shown(answered)).toMatchObject({ outcome: 'answer', documents: ['first'] });
    expect(answered.answer.lead).toMatch(/từ ngày 01\/7\/2025.*Quy định 12-QĐ\/TU ngày 01\/6\/2023/u);
  });

  it('is given where it is asked for', async () => {
    expect(shown(await ask([first, coming], `Theo quy định mới, ${question}`)).documents).toContain('second');
    expect(shown(await ask([first, coming], `Từ ngày 01/7/2025, ${question}`)).documents).toEqual(['second']);
  });

  it('is said to be so, not to hold no more', async () => {
    const answered = await ask(
      [{ ...first, effectiveOn: '2025-07-01' }],
      'Phí sao một trang hồ sơ lưu trữ là bao nhiêu đồng?',
    );
    expect(answered.answer.lead).toMatch(/^Chỉ văn bản chưa có hiệu lực .*01\/7\/2025/u);
    expect(answered.answer.lead).not.toContain('hết hiệu lực');
  });

  it('is said to be suspended where it is', async () => {
    const pause: MemoryDocument = {
      ...document(
        'pause',
        { title: 'Quyết định tạm ngưng', symbol: '40-QĐ/TU', typeName: 'Quyết định', issuedOn: '2025-01-10' },
        ['Tạm ngưng thực hiện Quy định số 08-QĐ/TU đến hết ngày 30/6/2025.'],
      ),
      relations: [
        {
          kind: 'suspends',
          targetSymbolKey: symbolKey('08-QĐ/TU') as string,
          targetIssuedOn: '2019-03-12',
          effectiveUntil: '2025-06-30',
          effectiveOn: '2025-01-10',
        },
      ],
    };
    const answered = await ask([first, pause], 'Phí sao một trang hồ sơ lưu trữ là bao nhiêu đồng?');
    expect(answered.answer.lead).toMatch(/^Chỉ văn bản đang tạm ngưng .*30\/6\/2025/u);
  });
});

describe('a plan that says until when it holds', () => {
  it('is the rule of its time', async () => {
    const trial: MemoryDocument = {
      ...document(
        'trial',
        {
          title: 'Kế hoạch thí điểm đọc hồ sơ qua mạng',
          symbol: '29-KH/TU',
          typeName: 'Kế hoạch',
          issuedOn: '2023-03-01',
        },
        ['Phòng đọc thí điểm cho mỗi người đọc qua mạng không quá 04 hồ sơ.'],
      ),
      expiresOn: '2023-12-31',
    };
    const answered = await ask(
      [...office, trial],
      'Tháng 8/2023, mỗi người được đọc qua mạng tối đa mấy hồ sơ?',
    );
    expect(shown(answered)).toMatchObject({ outcome: 'answer', documents: ['trial'] });
  });
});

describe('text that no longer holds', () => {
  it('is said to be all that answers, with the name of what replaced it', async () => {
    const silent = { ...second, chunks: second.chunks.slice(0, 1) };
    const answered = await ask([first, silent], 'Phí sao một trang hồ sơ lưu trữ là bao nhiêu đồng?');
    expect(shown(answered)).toMatchObject({ outcome: 'answer', documents: ['first'] });
    expect(answered.answer.lead).toMatch(
      /^Chỉ văn bản đã hết hiệu lực .* Quy định 12-QĐ\/TU ngày 01\/6\/2023/u,
    );
  });

  it('gives way to its replacement even where many old versions crowd the search', async () => {
    const versions = Array.from({ length: 14 }, (_, at): MemoryDocument => {
      const of = rule(`v${at}`, `${20 + at}-QĐ/TU`, `${2001 + at}-02-10`, at + 2, `${at + 3}00`);
      return at === 0
        ? of
        : {
            ...of,
            relations: [
              {
                targetSymbolKey: symbolKey(`${19 + at}-QĐ/TU`) as string,
                targetIssuedOn: `${2000 + at}-02-10`,
              },
            ],
          };
    });
    const answered = await ask(versions, 'Thời hạn cho mượn hồ sơ lưu trữ là bao nhiêu ngày làm việc?');
    expect(shown(answered).documents).toEqual(['v13']);
  });
});
