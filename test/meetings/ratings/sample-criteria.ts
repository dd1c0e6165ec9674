import type { CriteriaSet } from '../../../meetings/ratings/criteria.ts';
import { readCriteria } from '../../../meetings/ratings/read-criteria.ts';

/** Criteria as an office pastes them. */
export const pasted = `
1. Đảng viên dự họp trên 85%, không vắng không lý do: 20 điểm, bắt buộc
2. Thời gian từ 90 phút: 20 điểm (bắt buộc)
- Chuẩn bị nội dung: 25 điểm
- Số đảng viên phát biểu: 15,5 điểm
Ghi biên bản đầy đủ: 19,5đ
Tốt từ 90, đủ điểm các mục bắt buộc
Khá: 70
Trung bình từ 50 điểm
Kém từ 0
(đã thống nhất)`;

/** What is read from them. */
export const sampleCriteria: CriteriaSet = { name: 'Mẫu', source: '', ...readCriteria(pasted) };
