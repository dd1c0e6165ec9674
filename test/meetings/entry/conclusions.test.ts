import { describe, expect, it } from 'vitest';
import { parseDecision } from '../../../meetings/entry/parse-decision.ts';
import {
  conclusionLine,
  isPaste,
  readConclusionLine,
  readConclusions,
} from '../../../meetings/entry/read-conclusions.ts';

const paste = `KẾT LUẬN
Sau khi nghe các ý kiến, đồng chí chủ trì kết luận như sau:
I. VỀ KẾT QUẢ 6 THÁNG ĐẦU NĂM
Hội nghị đánh giá các chi bộ đã hoàn thành
cơ bản nhiệm vụ.
II. Nhiệm vụ 6 tháng cuối năm
1. Giao Văn phòng hoàn thiện báo cáo sơ kết, hạn 15/8.
2. Ban Tổ chức chủ trì thực hiện các việc sau:
- Rà soát quy hoạch chi ủy, xong trước 30/9;
- Hướng dẫn các chi bộ chuẩn bị đại hội.
3. Về phát triển đảng viên
a) Các chi bộ tạo nguồn ít nhất 01 quần chúng ưu tú
b) Giao Đoàn xã giới thiệu 05 đoàn viên trước ngày 20/8; giao Hội Phụ nữ giới thiệu 02 hội viên.
Nơi nhận:
- Các chi bộ,
T/M BAN CHẤP HÀNH`;

describe('a paste of conclusions', () => {
  it('becomes its points one by one, each under its heading and with who was told', () => {
    expect(readConclusions(paste).conclusions.map(conclusionLine)).toEqual([
      '[VỀ KẾT QUẢ 6 THÁNG ĐẦU NĂM] Hội nghị đánh giá các chi bộ đã hoàn thành cơ bản nhiệm vụ.',
      '[Nhiệm vụ 6 tháng cuối năm] Giao Văn phòng hoàn thiện báo cáo sơ kết, hạn 15/8.',
      '[Nhiệm vụ 6 tháng cuối năm] Ban Tổ chức: rà soát quy hoạch chi ủy, xong trước 30/9',
      '[Nhiệm vụ 6 tháng cuối năm] Ban Tổ chức: hướng dẫn các chi bộ chuẩn bị đại hội.',
      '[Nhiệm vụ 6 tháng cuối năm: Về phát triển đảng viên] Các chi bộ tạo nguồn ít nhất 01 quần chúng ưu tú',
      '[Nhiệm vụ 6 tháng cuối năm: Về phát triển đảng viên] Giao Đoàn xã giới thiệu 05 đoàn viên trước ngày 20/8',
      '[Nhiệm vụ 6 tháng cuối năm: Về phát triển đảng viên] giao Hội Phụ nữ giới thiệu 02 hội viên.',
    ]);
    const tasks = readConclusions(paste).conclusions.map(
      ({ text }) => parseDecision(text, '2026-08-05').task,
    );
    expect(tasks.map((task) => task && [task.lead, task.dueOn])).toEqual([
      null,
      ['Văn phòng', '2026-08-15'],
      ['Ban Tổ chức', '2026-09-30'],
      ['Ban Tổ chức', null],
      null,
      ['Đoàn xã', '2026-08-20'],
      ['Hội Phụ nữ', null],
    ]);
  });

  it('loses no word: what is no conclusion is given back', () => {
    const { conclusions, leftOut } = readConclusions(paste);
    expect(leftOut).toEqual([
      'Sau khi nghe các ý kiến, đồng chí chủ trì kết luận như sau:',
      'Nơi nhận:',
      'Các chi bộ,',
      'T/M BAN CHẤP HÀNH',
    ]);
    const told = [...conclusions.map(conclusionLine), ...leftOut].join(' ').toLocaleLowerCase('vi');
    for (const word of paste.split(/[\s:;,.()-]+/u).filter((one) => /^\p{L}{3,}$/u.test(one)))
      // Said once for its list: 'chủ trì thực hiện các việc sau'.
      if (!'KẾT LUẬN chủ trì thực hiện các việc sau'.includes(word))
        expect(told).toContain(word.toLocaleLowerCase('vi'));
  });

  it('ends where the signatures begin, and not at what an officer is to do', () => {
    const points = ['Bí thư chỉ đạo chung', 'Thư ký hoàn thiện biên bản trước 10/8', 'Văn phòng tổng hợp'];
    const signed = ['Thư ký Lê Thị Hoa', 'BÍ THƯ CHI BỘ'];
    const { conclusions, leftOut } = readConclusions(['Chi ủy rà soát sổ', ...points, ...signed].join('\n'));
    expect(conclusions.map(({ text }) => text)).toEqual(['Chi ủy rà soát sổ', ...points]);
    expect(leftOut).toEqual(signed);
  });

  it('that gives two people something is two, however it joins them', () => {
    const two = 'giao dc Hong thu dang phi truoc 30/11 va giao dc Lan don kho xong 15/12';
    expect(isPaste(two)).toBe(true);
    expect(readConclusions(two).conclusions.map(({ text }) => text)).toEqual(two.split(' va '));
    expect(isPaste('Giao Văn phòng chuẩn bị họp giao ban và giao ban hằng tuần vào thứ hai')).toBe(false);
    expect(isPaste('Thống nhất chủ trương và giao Văn phòng rà soát hồ sơ')).toBe(false);
  });

  it('may come in one line, with dashes, or without diacritics', () => {
    const one =
      '1. Giao Văn phòng làm báo cáo, hạn 15/8. 2. Giao Ban Tổ chức rà soát quy hoạch. 3. Các chi bộ nộp đảng phí.';
    expect(readConclusions(one).conclusions).toHaveLength(3);
    const dashes =
      '- vp: hoan thien bao cao truoc 15/8\n- chi uy tong hop y kien\n- d/c Hoa thu dang phi truoc 10/8';
    expect(readConclusions(dashes).conclusions.map(({ text }) => text)).toEqual(
      dashes.split('\n').map((line) => line.slice(2)),
    );
  });

  it.each([
    '1 giao Van phong hoan thien bao cao, han 15/8',
    'giao Văn phòng hoàn thiện báo cáo theo Chỉ thị số 34-CT/TU, hạn 15/8/2026',
    'Thống nhất chủ trương. Phấn đấu xong trước 30/8.',
  ])('is not what one conclusion is: %s', (line) => expect(isPaste(line)).toBe(false));

  it('keeps its heading through the dialogue, and takes no other bracket for one', () => {
    const one = { section: 'Về công tác cán bộ', text: 'Giao chi ủy rà soát' };
    expect(readConclusionLine(conclusionLine(one))).toEqual(one);
    expect(readConclusionLine('Giao chi ủy [tổ 2] rà soát')).toEqual({
      section: '',
      text: 'Giao chi ủy [tổ 2] rà soát',
    });
  });
});
