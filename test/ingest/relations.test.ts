import { describe, expect, it } from 'vitest';
import { readDocument } from '../../ingest/ingest.ts';
import { bytesOf, newsItem, partyPlan, stateDecision } from './fixtures.ts';

const relations = async (text: string): Promise<string[]> =>
  (await readDocument(bytesOf(text), 'a.txt')).relations.map(
    ({ kind, targetSymbol, targetIssuedOn, targetParts }) =>
      `${kind} ${targetSymbol}${targetIssuedOn ? ` ${targetIssuedOn}` : ''}${
        targetParts.length > 0 ? ` (${targetParts.join('; ')})` : ''
      }`,
  );
const decision = (sentence: string): string =>
  `TỈNH ỦY LÂM HẠ\nSố 50-QĐ/TU\nLâm Hạ, ngày 1 tháng 6 năm 2025\nQUY ĐỊNH\nvề công tác thi đua\nĐiều 1. Phạm vi áp dụng.\nĐiều 2. ${sentence}`;

describe('relations', () => {
  it('are read from basis, replacement and partial repeal, each with its sentence and date', async () => {
    const { relations: found } = await readDocument(bytesOf(stateDecision), 'a.txt');
    expect(
      found.map(({ kind, targetSymbol, targetIssuedOn, targetParts }) => [
        kind,
        targetSymbol,
        targetIssuedOn,
        targetParts,
      ]),
    ).toEqual([
      ['based_on', 'Luật Tổ chức chính quyền địa phương', '2015-06-19', []],
      ['based_on', '77/2019/NĐ-CP', '2019-10-10', []],
      ['replaces', '09/2016/QĐ-UBND', '2016-04-12', []],
      ['repeals', '30/2018/QĐ-UBND', '2018-05-03', ['khoản 2 Điều 4']],
    ]);
    const replacement = found.find(({ kind }) => kind === 'replaces');
    expect(replacement?.effectiveOn).toBe('2024-09-20');
    expect(replacement?.sentence).toContain('thay thế Quyết định số 09/2016/QĐ-UBND');
  });

  it('tell what a plan is made for', async () => {
    expect(await relations(partyPlan)).toEqual(['implements 12-CT/TU 2025-02-10']);
  });

  it.each([
    [
      'Quy định này thay thế Quy định số 12-QĐ/TU, ngày 3/4/2019 và Quy định số 20-QĐ/TU.',
      ['replaces 12-QĐ/TU 2019-04-03', 'replaces 20-QĐ/TU'],
    ],
    ['Bãi bỏ Quyết định số 7-QĐ/TU ngày 5/6/2020.', ['repeals 07-QĐ/TU 2020-06-05']],
    [
      'Quy định số 12-QĐ/TU, ngày 3/4/2019 hết hiệu lực kể từ ngày Quy định này có hiệu lực.',
      ['repeals 12-QĐ/TU 2019-04-03'],
    ],
    [
      'Sửa đổi, bổ sung một số điều của Quy chế số 5-QC/TU ngày 1/2/2021 đã được sửa đổi theo Quy chế số 9-QC/TU.',
      ['amends 05-QC/TU 2021-02-01'],
    ],
    [
      'Quy định này thay thế Phụ lục I ban hành kèm theo Quyết định số 8-QĐ/TU.',
      ['replaces 08-QĐ/TU (Phụ lục I)'],
    ],
    ['Khoản 3 Điều 4 Quy định số 12-QĐ/TU hết hiệu lực.', ['repeals 12-QĐ/TU (khoản 3 Điều 4)']],
    [
      'Các văn bản sau đây hết hiệu lực:\na) Quy định số 12-QĐ/TU ngày 3/4/2019;\nb) Quyết định số 20-QĐ/TU sửa đổi Quy định số 12-QĐ/TU.',
      ['repeals 12-QĐ/TU 2019-04-03', 'repeals 20-QĐ/TU'],
    ],
  ])('count where this document acts: %s', async (sentence, expected) => {
    expect(await relations(decision(sentence))).toEqual(expected);
  });

  it.each([
    'Đề nghị Tỉnh ủy ban hành quy chế mới để thay thế Quy chế số 7-QC/TU, ngày 25/8/2021.',
    'Hồ sơ đã nộp theo Quy định số 12-QĐ/TU đã được thay thế bởi Quy định số 20-QĐ/TU thì tiếp tục giải quyết.',
    'Trước khi bãi bỏ Quyết định số 7-QĐ/TU phải lấy ý kiến các đảng ủy.',
    'Thực hiện tốt Luật thực hiện dân chủ cơ sở.',
  ])('are not made of what others did or might do: %s', async (sentence) => {
    expect(await relations(decision(sentence))).toEqual([]);
  });

  it('of a repeal that names nothing are flagged, not guessed', async () => {
    const read = await readDocument(
      bytesOf(decision('Các quy định trước đây trái với nội dung Quy định này đều bãi bỏ.')),
      'a.txt',
    );
    expect(read.relations).toEqual([]);
    expect(read.warnings).toContain('repeals-unnamed');
  });

  it('are never taken from the press', async () => {
    expect(await relations(`${newsItem}\nQuy định này thay thế Quy định số 12-QĐ/TU.`)).toEqual([]);
  });
});
