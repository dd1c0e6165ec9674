import { describe, expect, it } from 'vitest';
import { asking } from '../../text/asking.ts';

describe('words typed in the middle of an entry', () => {
  it.each([
    'Chi bộ phải tổ chức lễ kết nạp trong bao nhiêu ngày làm việc kể từ ngày nhận quyết định?',
    'chi bo phai to chuc le ket nap trong bao nhieu ngay',
    'Chi bộ sinh hoạt thường kỳ mấy lần trong một tháng',
    'Ai có thẩm quyền khai trừ đảng viên',
    'đảng viên dự bị có được biểu quyết không',
    'Quy định 294 có hiệu lực từ ngày nào',
    'cho tôi hỏi thời hạn nộp đảng phí',
    'thế nào là nghị quyết chuyên đề',
    'Tổ chức đảng là gì',
    'Tổ chức lễ kết nạp trong bao nhiêu ngày?',
    'Chi bộ Văn phòng có bao nhiêu đảng viên',
    'tra cứu quy định về thẻ đảng',
    'xếp loại chi bộ gồm những gì',
    'hỏi về thẻ đảng viên',
    'chi bo hop o dau',
    'dang vien du bi co duoc bieu quyet khong',
    'tối thiểu bao nhieu ngày',
  ])('ask: %s', (line) => {
    expect(asking(line)).toBe('plainly');
  });

  it.each([
    'Làm rõ vì sao chỉ tiêu chưa đạt',
    'Phân tích vì sao thu đảng phí chậm',
    'Tìm nguồn kết nạp đảng viên trong thanh niên',
    'Báo cáo rõ đã hoàn thành bao nhiêu phần việc',
    'Giao Văn phòng rà soát hồ sơ?',
    'khi nào có kết quả thì báo cáo chi bộ',
    'thời hạn tổ chức lễ kết nạp',
    'ho so ket nap gom giay to nao',
    'còn điều 3',
    'làm gì nữa',
    'cảm ơn đồng chí',
  ])('may ask or tell: %s', (line) => {
    expect(asking(line)).toBe('perhaps');
  });

  it.each([
    'Giao Văn phòng hoàn thiện báo cáo, hạn 15/12/2026',
    'Giao chi ủy báo cáo rõ vì sao chậm, hạn 15/12',
    'Thống nhất chuyển sinh hoạt đảng cho 02 đồng chí',
    'Kiểm điểm việc thực hiện nghị quyết tháng 10; nhiệm vụ tháng 11',
    'tổng 17 chính thức 15 dự bị 2, có mặt 15, vắng không',
    'có mặt đủ, vắng không',
    '14 đồng ý, 2 không đồng ý, không có ý kiến 0',
    '39đv có mặt 36 vắng 3 (2 có phép 1 không)',
    'lưu',
    'không',
    'Phòng họp số 2',
    'hội nghị sơ kết 9 tháng đầu năm 2023',
    'hoi nghi ban chap hanh lan thu 5 mo rong',
    'Hội trường tầng 2',
    'Khách sạn Ba Sao',
    'đồng chí Lê Thị Chưa',
    'Chi bộ có kế hoạch sửa chữa trụ sở, đã hoàn thành việc sửa chữa',
    'Nêu ở đầu biên bản',
    'Trang bị máy năm 2026 cho văn phòng',
    'Lê Văn Mẫu, Bí thư chi bộ',
    '14h-15h40',
    'Chi bộ không có ý kiến khác',
    'Đồng chí Bí thư phụ trách chung',
    'Sửa thời hạn nhiệm vụ số 2 thành 20/8/2026',
  ])('tell: %s', (line) => {
    expect(asking(line)).toBe('no');
  });
});
