import { describe, expect, it } from 'vitest';
import { isFollowUp, rewriteFollowUp } from '../../rag/question/follow-up.ts';

describe('a follow-up', () => {
  it.each([
    'Còn chi bộ cơ sở thì sao?',
    'thế năm 2022?',
    'Văn bản đó ban hành ngày nào?',
    'con quy 3',
    'Trong đó có mấy nữ?',
  ])('is recognised: %s', (message) => expect(isFollowUp(message)).toBe(true));

  it.each([
    'Thế nào là đảng viên dự bị?',
    'Con riêng được thừa kế không?',
    'Đảng bộ huyện có bao nhiêu chi bộ?',
    'Vay vốn cần giấy tờ gì?',
    '34-CT/TU',
    'Chỉ tiêu là gì?',
  ])('is not seen in a question of its own: %s', (message) => expect(isFollowUp(message)).toBe(false));
});

describe('a follow-up is completed', () => {
  it.each([
    ['Năm 2023 kết nạp bao nhiêu đảng viên?', 'thế năm 2022?', 'năm 2022 kết nạp bao nhiêu đảng viên'],
    ['Quý 2 năm 2023 có bao nhiêu chi bộ tốt?', 'Còn quý 3?', 'quý 3 năm 2023 có bao nhiêu chi bộ tốt'],
    ['Huyện có bao nhiêu đảng bộ cơ sở?', 'Còn chi bộ cơ sở thì sao?', 'Huyện có bao nhiêu chi bộ cơ sở'],
    [
      'Tặng bao nhiêu Huy hiệu 30 năm tuổi Đảng?',
      'Thế huy hiệu 40 năm?',
      'Tặng bao nhiêu Huy hiệu 40 năm tuổi Đảng',
    ],
    [
      'Tỷ lệ chi bộ xếp loại Tốt quý 2 là bao nhiêu?',
      'còn loại Khá?',
      'Tỷ lệ chi bộ xếp loại Khá quý 2 là bao nhiêu',
    ],
    ['Ai ký Chỉ thị 12-CT/TU?', 'Văn bản đó ban hành ngày nào?', 'Chỉ thị 12-CT/TU ban hành ngày nào'],
    ['Chỉ thị 12-CT/TU ban hành ngày nào?', 'Còn kế hoạch 8-KH/HU?', 'kế hoạch 8-KH/HU ban hành ngày nào'],
    [
      'Tài liệu hội nghị Ban Chấp hành gửi trước mấy ngày?',
      'Thế tài liệu hội nghị Ban Thường vụ?',
      'tài liệu hội nghị Ban Thường vụ gửi trước mấy ngày',
    ],
    ['Tệp ảnh thẻ không quá bao nhiêu MB?', 'Còn độ phân giải?', 'độ phân giải tệp ảnh thẻ là bao nhiêu'],
    ['Kết quả loại Khá quý 2 thế nào?', 'còn Trung bình?', 'Kết quả loại Trung bình quý 2 thế nào'],
    ['Điều 4 Quy định 9-QĐ/TU nói gì?', 'điều tiếp theo?', 'Điều 5 Quy định 9-QĐ/TU quy định gì'],
    ['điểm c Điều 4 Quy định 9-QĐ/TU?', 'điểm tiếp theo?', 'điểm d Điều 4 Quy định 9-QĐ/TU quy định gì'],
    ['điểm d Điều 4 Quy định 9-QĐ/TU?', 'điểm tiếp theo?', 'điểm đ Điều 4 Quy định 9-QĐ/TU quy định gì'],
    ['Điều 4 Quy định 9-QĐ/TU nói gì?', 'khoản 2?', 'khoản 2 Điều 4 Quy định 9-QĐ/TU quy định gì'],
    [
      'Nghị quyết 12-NQ/HU đặt mục tiêu diện tích rừng đến 2027 bao nhiêu?',
      'còn năm 2035 thì diện tích rừng bao nhiêu',
      'nghị quyết 12-nq/hu đặt mục tiêu diện tích rừng đến năm 2035 bao nhiêu',
    ],
    [
      'Xe ben đi vào bãi chợ bị phạt bao nhiêu?',
      'Còn người gánh hàng đi vào bãi chợ?',
      'người gánh hàng đi vào bãi chợ bị phạt bao nhiêu',
    ],
    [
      'Năm 2023 huyện Khe Vàng kết nạp bao nhiêu đảng viên?',
      'còn huyện Thạch Lưu thì kết nạp bao nhiêu?',
      'năm 2023 huyện thạch lưu kết nạp bao nhiêu đảng viên',
    ],
    ['Chi bộ họp mấy lần một tháng?', 'thế đảng ủy họp mấy lần', 'đảng ủy họp mấy lần một tháng'],
    ['so dang vien nam 2023 la bao nhieu', 'con nam 2024', 'so dang vien nam 2024 la bao nhieu'],
  ])('%s + %s', (previous, message, complete) => {
    expect(rewriteFollowUp(message, { question: previous }).toLowerCase()).toBe(complete.toLowerCase());
  });
});
