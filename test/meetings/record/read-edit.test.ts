import { describe, expect, it } from 'vitest';
import { readEdit } from '../../../meetings/record/read-edit.ts';

describe('a correction that says what it was as well', () => {
  it.each([
    ['chủ trì đ/c Bình thành đ/c Minh', 'đ/c Minh'],
    ['chu tri dc Binh thanh dc Minh', 'dc Minh'],
    ['ngay 18/11 thanh 17/11', '17/11'],
    ['giờ bắt đầu 14h thành 15h', '15h'],
    ['địa điểm phòng 2 thành phòng 3', 'phòng 3'],
    ['thu ky tu dc Yen sang dc Hoa', 'dc Hoa'],
  ])('%s', (line, value) => expect(readEdit(line)?.value).toBe(value));

  it.each([
    ['chủ trì Lê Thành Công', 'Lê Thành Công'],
    ['chu tri dc Thanh dc Minh', 'dc Thanh dc Minh'],
    ['chu tri Nguyen Binh Thanh', 'Nguyen Binh Thanh'],
    ['địa điểm Hội trường Thành ủy', 'Hội trường Thành ủy'],
    ['kết luận 2 giao Văn phòng hoàn thành báo cáo', 'giao Văn phòng hoàn thành báo cáo'],
  ])('is not %s', (line, value) => expect(readEdit(line)?.value).toBe(value));
});
