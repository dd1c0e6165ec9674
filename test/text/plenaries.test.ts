import { describe, expect, it } from 'vitest';
import { findPlenaries, isSamePlenary } from '../../text/plenaries.ts';

const read = (text: string) => findPlenaries(text).map(({ number, congress }) => [number, congress]);

describe('a plenary of the Central Committee', () => {
  it.each([
    ['Nghị quyết Trung ương 4 khóa XII', 4, 12],
    ['nghi quyet tw4 khoa 12', 4, 12],
    ['Kết luận Hội nghị Trung ương 5 (khoá XIII)', 5, 13],
    ['Hội nghị lần thứ tư Ban Chấp hành Trung ương Đảng khóa XII', 4, 12],
    ['Hội nghị lần thứ mười một Ban Chấp hành Trung ương khóa XI', 11, 11],
    ['Hội nghị Ban Chấp hành Trung ương lần thứ 6 khóa XIII', 6, 13],
    ['Nghị quyết Trung ương 8', 8, null],
  ])('is read: %s', (text, number, congress) => {
    expect(read(text)).toEqual([[number, congress]]);
  });

  it.each([
    'Hướng dẫn 06-HD/TW năm 2025 của Ban Tổ chức Trung ương',
    'Quy định của Trung ương năm 2022 về đảng viên',
    'Quy định 294-QĐ/TW',
    'Hội nghị lần thứ tư của Đảng ủy xã',
    'Trung ương 12/2024',
  ])('is not read where none is named: %s', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('is the same where one naming leaves the congress out, never of another congress', () => {
    expect(isSamePlenary({ number: 4, congress: 12 }, { number: 4, congress: null })).toBe(true);
    expect(isSamePlenary({ number: 4, congress: 12 }, { number: 4, congress: 11 })).toBe(false);
    expect(isSamePlenary({ number: 4, congress: 12 }, { number: 5, congress: 12 })).toBe(false);
  });
});
