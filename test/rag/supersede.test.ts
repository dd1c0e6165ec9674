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
  replaces: [
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

  it('is quoted, with its status, where the new one does not say', async () => {
    const silent = { ...current, chunks: current.chunks.slice(1) };
    const { answer } = await ask([replaced, silent], question);
    expect(answer).toMatchObject({
      quotes: [{ passage: { document: { id: 'old' } }, status: { state: 'replaced' } }],
    });
  });
});
