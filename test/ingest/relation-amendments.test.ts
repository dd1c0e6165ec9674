import { describe, expect, it } from 'vitest';
import { isQuotingAfter } from '../../ingest/relations/relation-amendments.ts';
import { readDocument } from '../../ingest/ingest.ts';
import { bytesOf } from './fixtures.ts';

const changes = async (...lines: string[]): Promise<string[]> => {
  const head = 'TỈNH ỦY LÂM HẠ\nSố 61-QĐ/TU\nLâm Hạ, ngày 3 tháng 7 năm 2025\nQUY ĐỊNH\n';
  const { relations } = await readDocument(bytesOf(head + lines.join('\n')), 'a.txt');
  return relations.map(
    ({ kind, targetSymbol, targetParts }) =>
      `${kind} ${targetSymbol}${targetParts.length > 0 ? ` (${targetParts.join('; ')})` : ''}`,
  );
};
const subject = 'sửa đổi, bổ sung một số điều của Quy định số 12-QĐ/TU, ngày 3/4/2019 về công tác thi đua';
const lead = 'Điều 1. Sửa đổi, bổ sung một số điều của Quy định số 12-QĐ/TU, ngày 3/4/2019';
const end = 'Điều 2. Quy định này có hiệu lực kể từ ngày ký.';

describe('an amendment that names its document once', () => {
  it('acts on the parts that each item names', async () => {
    expect(
      await changes(
        subject,
        lead,
        '1. Sửa đổi khoản 2 Điều 3 như sau:',
        '"2. Mức thưởng là 500.000 đồng."',
        '2. Bổ sung Điều 5a vào sau Điều 5 như sau:',
        '“Điều 5a. Quỹ thi đua do Văn phòng quản lý.”',
        '3. Bãi bỏ khoản 4 Điều 9.',
        end,
      ),
    ).toEqual([
      'amends 12-QĐ/TU',
      'amends 12-QĐ/TU (khoản 2 Điều 3)',
      expect.stringMatching(/^amends 12-QĐ\/TU \(Điều 5a/u),
      'repeals 12-QĐ/TU (khoản 4 Điều 9)',
    ]);
  });

  it('places a point under the article of its item', async () => {
    expect(
      await changes(
        subject,
        lead,
        '1. Sửa đổi, bổ sung Điều 7 như sau:',
        'a) Sửa đổi khoản 1 như sau:',
        '“1. Họp mỗi quý một lần.”',
        'b) Bãi bỏ khoản 3.',
        end,
      ),
    ).toEqual([
      'amends 12-QĐ/TU',
      'amends 12-QĐ/TU (Điều 7)',
      'amends 12-QĐ/TU (khoản 1 Điều 7)',
      'repeals 12-QĐ/TU (khoản 3 Điều 7)',
    ]);
  });

  it('reads nothing in the new wording, and nothing of what it does to itself', async () => {
    expect(
      await changes(
        subject,
        lead,
        '1. Sửa đổi Điều 8 như sau:',
        '“Điều 8. Thẩm quyền',
        '1. Bãi bỏ Điều 2 khi hết nhiệm kỳ.',
        '2. Sửa đổi khoản 4 Điều 6 do Hội đồng quyết định.”',
        '2. Bãi bỏ Điều 3 Quy định này sau khi sơ kết.',
        end,
      ),
    ).toEqual(['amends 12-QĐ/TU', 'amends 12-QĐ/TU (Điều 8)']);
  });

  it('is looked for only below a document that is amended', async () => {
    expect(
      await changes(
        'về công tác thi đua',
        'Điều 1. Việc sửa đổi được thực hiện như sau:',
        '1. Sửa đổi Điều 3 khi cần.',
        end,
      ),
    ).toEqual([]);
  });

  it('leaves an item with a document of its own to that document', async () => {
    expect(
      await changes(subject, lead, '1. Bãi bỏ Điều 4 Quy định số 20-QĐ/TU, ngày 6/6/2020.', end),
    ).toEqual(['amends 12-QĐ/TU', 'repeals 20-QĐ/TU (Điều 4)']);
  });
});

describe('quotation marks over paragraphs', () => {
  it('stay open until they are closed, whatever their form', () => {
    expect(isQuotingAfter('“Điều 3. Mức chi', false)).toBe(true);
    expect(isQuotingAfter('1. Mức một;', true)).toBe(true);
    expect(isQuotingAfter('2. Mức hai.”', true)).toBe(false);
    expect(isQuotingAfter('"2. Mức hai."', false)).toBe(false);
    expect(isQuotingAfter('cụm từ “một” bằng cụm từ “hai”', false)).toBe(false);
  });
});
