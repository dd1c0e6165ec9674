import { describe, expect, it } from 'vitest';
import { selfCorrected } from '../../text/self-corrected.ts';

describe('what people take back while they type', () => {
  it.each([
    ['họp 20/11 à nhầm 19/11 19h30 nhà văn hóa', 'họp 19/11 19h30 nhà văn hóa'],
    ['hop 20/11 a nham, 19/11', 'hop 19/11'],
    ['19/11 19h30 à không 20h nha van hoa', '19/11 20h nha van hoa'],
    ['từ 14h, à quên, 14h30 đến 16h', 'từ 14h30 đến 16h'],
    ['giao đc Lan thu đảng phí trước 30/11, à nhầm 28/11', 'giao đc Lan thu đảng phí trước 28/11'],
    ['có mặt 12/15 à quên 13/15', 'có mặt 13/15'],
    ['ngày 21/11 ghi nhầm rồi, phải là ngày 19/11', 'ngày 19/11'],
    ['không phải 21/11 mà 19/11', '19/11'],
    ['ko phai 21/11 ma la 19/11', '19/11'],
    ['20/11 nhầm 21/11 à nhầm 22/11', '22/11'],
  ])('%s', (typed, meant) => {
    expect(selfCorrected(typed)).toBe(meant);
  });

  it.each([
    'họp ngày 19/11 và 20/11',
    'từ 14h đến 16h, không nghỉ',
    'vắng 2 có phép, 1 không phép',
    'không phải họp ngày 21/11',
    'sửa 19/11 ghi nhầm của đồng chí Lan',
    '11 đồng ý, 1 không, 2/3',
    'tán thành 11/12, không 1/12',
    'chủ trì đc Lan à nhầm đc Hồng 19/11',
    'rà soát số liệu 6 tháng\nkhông 19/11',
  ])('leaves %s', (typed) => {
    expect(selfCorrected(typed)).toBe(typed);
  });

  it('reads long lines in no time', () => {
    const started = performance.now();
    selfCorrected('19/11 nhầm '.repeat(20_000) + ' '.repeat(50_000) + '19h khong '.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
