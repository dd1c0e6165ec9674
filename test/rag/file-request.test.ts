import { describe, expect, it } from 'vitest';
import { readFileRequest } from '../../rag/kept/file-request.ts';

describe('a request for the file of a document', () => {
  it.each([
    ['gửi tôi Chỉ thị 05', 'Chỉ thị 05'],
    ['Gửi cho tôi Chỉ thị 998-CT/TU với', 'Chỉ thị 998-CT/TU'],
    ['cho xin file nghị quyết về chuyển đổi số', 'nghị quyết về chuyển đổi số'],
    ['cho toi xin tep quy dinh 27 voi a', 'quy dinh 27'],
    ['Đồng chí gửi giúp tôi bản PDF của Quy định 27-QĐ/TU nhé', 'Quy định 27-QĐ/TU'],
    ['tải về file kế hoạch 62', 'kế hoạch 62'],
    ['xin bản word của báo cáo tháng 10', 'báo cáo tháng 10'],
    ['gửi tôi file', ''],
  ])('%s', (message, asked) => {
    expect(readFileRequest(message)).toBe(asked);
  });
});

describe('a question is none', () => {
  it.each([
    'Gửi báo cáo cho Tỉnh ủy trước ngày nào?',
    'Hồ sơ xin chuyển sinh hoạt đảng gồm những gì?',
    'cho tôi biết Chỉ thị 05 nói gì',
    'Cho xin ý kiến về nghị quyết này',
    'Tải trọng của xe là bao nhiêu?',
    'Cần bao nhiêu bản sao văn bản?',
    'Toàn văn Điều 5 Quy định 27',
    'Tệp dữ liệu phải lưu bao lâu?',
    'chuyển công tác thì làm gì',
  ])('%s', (message) => {
    expect(readFileRequest(message)).toBeNull();
  });
});
