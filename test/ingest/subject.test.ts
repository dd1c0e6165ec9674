import { describe, expect, it } from 'vitest';
import { readDocument } from '../../ingest/ingest.ts';

const directive = (
  type: string,
  subject: string,
  body: string,
): Promise<{ metadata: { subject: string | null } }> =>
  readDocument(
    Buffer.from(
      [
        'TỈNH ỦY SÔNG VÂN',
        '*',
        'Số 07-KH/TU',
        'ĐẢNG CỘNG SẢN VIỆT NAM',
        'Sông Vân, ngày 05 tháng 5 năm 2026',
        type,
        subject,
        body,
        '1. Các đảng ủy trực thuộc báo cáo trước ngày 30/6/2026.',
        'T/M BAN THƯỜNG VỤ',
        'Lê Văn Mẫu',
      ].join('\n\n'),
    ),
    'ke-hoach.txt',
  );

describe('the subject', () => {
  it('may say what is carried out', async () => {
    const { metadata } = await directive(
      'KẾ HOẠCH',
      'thực hiện Chỉ thị số 08-CT/TU về chuyển đổi số',
      'Thực hiện Chỉ thị số 08-CT/TU, ngày 05/3/2026, Ban Thường vụ Tỉnh ủy xây dựng kế hoạch như sau:',
    );
    expect(metadata.subject).toBe('thực hiện Chỉ thị số 08-CT/TU về chuyển đổi số');
  });

  it.each([
    'Trước tình hình mưa bão, Ban Thường vụ Tỉnh ủy chỉ thị:',
    'Công tác này còn nhiều hạn chế.',
    'Ban Chấp hành họp ngày 26/12/2025, thảo luận và quyết nghị:',
  ])('ends before the first sentence of the body: %s', async (body) => {
    const { metadata } = await directive('CHỈ THỊ', 'về phòng, chống thiên tai mùa mưa bão', body);
    expect(metadata.subject).toBe('về phòng, chống thiên tai mùa mưa bão');
  });
});
