import { describe, expect, it } from 'vitest';
import type { MemoryDocument } from '../../rag/search/retriever-memory.ts';
import { symbolKey } from '../../text/symbols.ts';
import { ask, document, shown } from './small-office.ts';

const carrying =
  'Thực hiện Chỉ thị số 41-CT/TU ngày 04/3/2024 của Ban Thường vụ Tỉnh ủy, Đảng ủy xây dựng kế hoạch như sau:';
const plan: MemoryDocument = {
  ...document(
    'plan',
    {
      title: 'Kế hoạch phòng cháy ở trụ sở',
      symbol: '27-KH/ĐU',
      typeName: 'Kế hoạch',
      issuedOn: '2024-04-20',
    },
    [
      'KẾ HOẠCH phòng cháy ở trụ sở, số 27-KH/ĐU ngày 20/4/2024.',
      `${carrying}\n1. Mỗi quý tập một lần.`,
      'Hồ sơ diễn tập lập theo Hướng dẫn số 09-HD/VPTU ngày 11/01/2024.',
    ],
  ),
  relations: [
    {
      kind: 'implements',
      targetSymbol: '41-CT/TU',
      targetSymbolKey: symbolKey('41-CT/TU') as string,
      targetIssuedOn: '2024-03-04',
      sentence: carrying,
    },
    {
      kind: 'based_on',
      targetSymbol: '07-NQ/TU',
      targetSymbolKey: symbolKey('07-NQ/TU') as string,
      sentence: 'Căn cứ Nghị quyết số 07-NQ/TU;',
    },
  ],
};
const directive = document(
  'directive',
  {
    title: 'Chỉ thị về phòng cháy',
    symbol: '41-CT/TU',
    typeName: 'Chỉ thị',
    issuedOn: '2024-03-04',
    issuer: 'Ban Thường vụ Tỉnh ủy',
  },
  [
    'CHỈ THỊ về phòng cháy, số 41-CT/TU ngày 04/3/2024 của Ban Thường vụ Tỉnh ủy.',
    '1. Kiểm tra bình chữa cháy trước ngày 15/6/2024.',
    '2. Mỗi trụ sở có ít nhất 12 bình chữa cháy.',
  ],
);
const guide = document(
  'guide',
  {
    title: 'Hướng dẫn lập hồ sơ diễn tập',
    symbol: '09-HD/VPTU',
    typeName: 'Hướng dẫn',
    issuedOn: '2024-01-11',
  },
  ['HƯỚNG DẪN lập hồ sơ diễn tập, số 09-HD/VPTU.', 'Hồ sơ diễn tập nộp trong 20 ngày kể từ ngày diễn tập.'],
);
const other = document(
  'other',
  { title: 'Chỉ thị về trực Tết', symbol: '55-CT/TU', typeName: 'Chỉ thị', issuedOn: '2024-01-05' },
  ['CHỈ THỊ về trực Tết, số 55-CT/TU.', 'Mỗi trụ sở có ít nhất 3 người trực.'],
);
const office = [plan, directive, guide, other];
const reply = async (question: string, documents = office) => shown(await ask(documents, question));

describe('a question over two documents', () => {
  it.each([
    [
      'Chỉ thị mà Kế hoạch 27-KH/ĐU thực hiện yêu cầu mỗi trụ sở có ít nhất bao nhiêu bình chữa cháy?',
      ['plan', 'directive'],
      '12 bình',
    ],
    [
      'chi thi ma ke hoach 27-KH/DU thuc hien yeu cau moi tru so co it nhat bao nhieu binh chua chay',
      ['plan', 'directive'],
      '12 bình',
    ],
    ['Kế hoạch thực hiện Chỉ thị 41-CT/TU quy định mỗi quý tập mấy lần?', ['plan', 'plan'], 'tập một lần'],
    [
      'Theo hướng dẫn mà Kế hoạch 27-KH/ĐU dẫn chiếu, hồ sơ diễn tập nộp trong bao nhiêu ngày?',
      ['plan', 'guide'],
      '20 ngày',
    ],
    [
      'Thời hạn nộp hồ sơ diễn tập mà Kế hoạch 27-KH/ĐU dẫn chiếu là bao nhiêu ngày?',
      ['plan', 'guide'],
      '20 ngày',
    ],
    [
      'Hướng dẫn được Kế hoạch 27-KH/ĐU nhắc tới quy định hồ sơ diễn tập nộp trong bao nhiêu ngày?',
      ['plan', 'guide'],
      '20 ngày',
    ],
    [
      'huong dan duoc dan chieu trong ke hoach 27-kh/du quy dinh ho so dien tap nop trong bao nhieu ngay',
      ['plan', 'guide'],
      '20 ngày',
    ],
  ])('quotes both ends: %s', async (question, documents, value) => {
    const result = await reply(question);
    expect(result.outcome).toBe('answer');
    expect(result.documents).toEqual(documents);
    expect(result.quotes.at(-1)).toContain(value);
  });

  it('names both documents', async () => {
    const { lead } = await reply('Chỉ thị mà Kế hoạch 27-KH/ĐU thực hiện là văn bản nào?');
    expect(lead).toMatch(/Kế hoạch 27-KH\/ĐU ngày 20\/4\/2024 thực hiện Chỉ thị 41-CT\/TU ngày 04\/3\/2024/u);
  });

  it('says that the other document is not kept, and quotes what names it', async () => {
    const { outcome, lead, documents } = await reply(
      'Nghị quyết làm căn cứ ban hành Kế hoạch 27-KH/ĐU đề ra mấy chỉ tiêu?',
      [
        {
          ...plan,
          chunks: [
            ...plan.chunks,
            {
              ...plan.chunks[0]!,
              ordinal: 3,
              text: 'Căn cứ Nghị quyết số 07-NQ/TU;',
              charFrom: 900,
              charTo: 931,
            },
          ],
        },
        directive,
      ],
    );
    expect(outcome).toBe('near-miss');
    expect(lead).toContain('07-NQ/TU');
    expect(lead).toContain('chưa có trong kho');
    expect(documents).toEqual(['plan']);
  });

  it('is not answered from a document that stands in no such relation', async () => {
    const { outcome, documents } = await reply(
      'Chỉ thị mà Kế hoạch 27-KH/ĐU thực hiện yêu cầu mấy người trực?',
    );
    expect(outcome === 'answer' && documents.includes('other')).toBe(false);
  });
});
