import { describe, expect, it } from 'vitest';
import { DocumentDirectory, meantBy } from '../../rag/search/resolver.ts';
import { document } from './small-office.ts';

const resolution = (id: string, typeName: string, symbol: string, issuedOn: string, title: string) =>
  document(id, { typeName, symbol, issuedOn, title }, []).summary;
const heads = [
  resolution(
    'xi-4',
    'Nghị quyết',
    '12-NQ/TW',
    '2012-01-16',
    'Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XI về một số vấn đề xây dựng Đảng',
  ),
  resolution(
    'xii-4',
    'Nghị quyết',
    '04-NQ/TW',
    '2016-10-30',
    'Nghị quyết Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XII về tăng cường xây dựng, chỉnh đốn Đảng',
  ),
  resolution(
    'xii-4-kl',
    'Kết luận',
    '10-KL/TW',
    '2016-11-02',
    'Kết luận Hội nghị Trung ương 4 khóa XII về kinh tế',
  ),
  resolution(
    'xii-5',
    'Nghị quyết',
    '10-NQ/TW',
    '2017-06-03',
    'Nghị quyết Hội nghị lần thứ năm Ban Chấp hành Trung ương Đảng khóa XII về kinh tế tư nhân',
  ),
];
const directory = new DocumentDirectory(heads);
const meant = (text: string): string[] =>
  meantBy({
    named: directory.named(text),
    titled: directory.titled(text, () => 1),
    described: null,
    latest: null,
  }).map(({ id }) => id);

describe('a document that is named by its plenary', () => {
  it.each([
    'Nghị quyết Trung ương 4 khóa XII nói gì về suy thoái?',
    'nghi quyet tw 4 khoa 12',
    'Nghị quyết Hội nghị lần thứ 4 Ban Chấp hành Trung ương khóa XII về tăng cường xây dựng, chỉnh đốn Đảng',
  ])('is found, and none of another congress, plenary or type: %s', (text) => {
    expect(meant(text)).toEqual(['xii-4']);
  });

  it('is any of that number where no congress is said', () => {
    expect(meant('Nghị quyết Trung ương 4').sort()).toEqual(['xi-4', 'xii-4']);
  });

  it('is none where no such plenary is kept, whatever else the title says', () => {
    expect(meant('Nghị quyết Trung ương 6 khóa XII về tăng cường xây dựng, chỉnh đốn Đảng')).toEqual([]);
  });
});
