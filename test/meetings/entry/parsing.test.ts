import { describe, expect, it } from 'vitest';
import { attendanceProblems, attendanceSums } from '../../../meetings/record/attendance.ts';
import { parseAttendance } from '../../../meetings/entry/parse-attendance.ts';
import { parseDecision } from '../../../meetings/entry/parse-decision.ts';
import { parseMeetingLine } from '../../../meetings/entry/parse-meeting.ts';
import { parseVote } from '../../../meetings/entry/parse-vote.ts';
import { arithmetic } from '../../../prompts/meetings.ts';
import { fold } from '../../../text/normalise.ts';

const today = '2026-08-10';

describe('one line of /hop', () => {
  const line = 'chi bộ Văn phòng thường kỳ 5/8/2026 14h-15h40 chủ trì Lê Văn Mẫu, thư ký Trần Thị Ví Dụ';

  it('gives unit, kind, date, times, chair and minute-taker', () => {
    expect(parseMeetingLine(line, today)).toMatchObject({
      unitText: 'chi bộ Văn phòng',
      head: {
        kind: 'regular',
        heldOn: '2026-08-05',
        startsAt: '14:00',
        endsAt: '15:40',
        chair: 'Lê Văn Mẫu',
        minuteTaker: 'Trần Thị Ví Dụ',
      },
      agenda: [],
    });
  });

  it('reads the same without diacritics', () => {
    const folded = parseMeetingLine(fold(line), today);
    expect(folded.unitText).toBe('chi bo van phong');
    expect(folded.head).toMatchObject({
      kind: 'regular',
      heldOn: '2026-08-05',
      startsAt: '14:00',
      endsAt: '15:40',
    });
  });

  it.each([
    ['hôm qua chi bộ Một họp chuyên đề lúc 8 giờ', 'chi bộ Một', 'thematic', '2026-08-09'],
    ['họp chi ủy chi bộ Hai ngày 3/8', 'chi bộ Hai', 'committee', '2026-08-03'],
    ['Đại hội chi bộ Ba, ngày 01 tháng 8 năm 2026', 'chi bộ Ba', 'congress', '2026-08-01'],
  ])('%s', (text, unitText, kind, heldOn) => {
    const parsed = parseMeetingLine(text, today);
    expect(parsed.unitText).toBe(unitText);
    expect(parsed.head).toMatchObject({ kind, heldOn });
  });

  it('splits the agenda at semicolons and keeps the name of the room', () => {
    const parsed = parseMeetingLine(
      'chi bộ Một thường kỳ 5/8/2026 tại phòng họp số 2, nội dung: kiểm điểm tháng 7; bàn nhiệm vụ tháng 8',
      today,
    );
    expect(parsed.head.place).toBe('phòng họp số 2');
    expect(parsed.agenda).toEqual(['kiểm điểm tháng 7', 'bàn nhiệm vụ tháng 8']);
  });

  it.each([
    `${line}, tổng 17, miễn 1, có mặt 14, vắng có lý do 2`,
    `${line}; điểm danh: tổng số 17, được miễn 1, có mặt 14, vắng 2 có lý do`,
    'chi bộ Văn phòng thường kỳ 5/8/2026 14h-15h40, tổng 17 miễn 1 có mặt 14 vắng có lý do 2, chủ trì Lê Văn Mẫu, thư ký Trần Thị Ví Dụ',
  ])('takes the attendance out of the line: %s', (typed) => {
    for (const text of [typed, fold(typed)]) {
      const { attendance, head, unitText } = parseMeetingLine(text, today);
      expect(attendance).toMatchObject({ total: 17, exempt: 1, present: 14, absentWithReason: 2 });
      expect(fold(unitText)).toBe('chi bo van phong');
      expect(fold(head.minuteTaker ?? '')).toBe('tran thi vi du');
    }
  });

  it.each([
    ['có mặt 14/17, vắng có lý do 3', { total: 17, present: 14, absentWithReason: 3 }],
    ['có mặt 17/17', { total: 17, present: 17, absentWithReason: 0 }],
  ])('takes how many of how many out of the line: %s', (typed, expected) => {
    const { attendance, head } = parseMeetingLine(`${line}, ${typed}`, today);
    expect(attendance).toMatchObject(expected);
    expect(head.minuteTaker).toBe('Trần Thị Ví Dụ');
  });

  it('leaves numbers of the agenda where they are', () => {
    const parsed = parseMeetingLine(
      `${line}, nội dung: công nhận chính thức 2 đồng chí; tổng kết năm`,
      today,
    );
    expect(parsed.attendance).toBeUndefined();
    expect(parsed.agenda).toEqual(['công nhận chính thức 2 đồng chí', 'tổng kết năm']);
  });
});

describe('a name in a line', () => {
  it.each([
    ['thư ký Lã Thị Xoan', { minuteTaker: 'Lã Thị Xoan' }],
    ['thư ký là Trần Thị B', { minuteTaker: 'Trần Thị B' }],
    ['thư ký Phùng Văn Sáng, 19h30', { minuteTaker: 'Phùng Văn Sáng', startsAt: '19:30' }],
    ['chủ trì Lê Văn Chiều, 19h30', { chair: 'Lê Văn Chiều', startsAt: '19:30' }],
    ['Chủ nhiệm Tô Thị Ngần chủ trì', { chair: 'Tô Thị Ngần, Chủ nhiệm' }],
    ['Trưởng ban Đoàn Văn Thử chủ trì', { chair: 'Đoàn Văn Thử, Trưởng ban' }],
  ])('keeps the syllables that are words of another kind: %s', (said, expected) => {
    const line = `họp thường kỳ 3/8/2026, ${said}`;
    expect(parseMeetingLine(line, '2026-08-10').head).toMatchObject(expected);
  });
});

describe('attendance', () => {
  it('is read in either order of word and number, with and without diacritics', () => {
    const expected = {
      total: 17,
      official: 15,
      probationary: 2,
      exempt: 1,
      temporaryIn: 0,
      temporaryOut: 0,
      present: 14,
      absentWithReason: 2,
      absentWithoutReason: 0,
    };
    for (const line of [
      'tong 17 chinh thuc 15 du bi 2 mien 1 co mat 14 vang co ly do 2',
      'Tổng số: 17; chính thức: 15; dự bị: 02; miễn: 1; có mặt: 14; vắng 2 có lý do',
      '17 tổng số, 15 chính thức, 2 dự bị, 1 miễn, 14 có mặt, 2 vắng có lý do',
    ]) {
      expect(parseAttendance(line)).toEqual({ attendance: expected, unclear: [] });
    }
  });

  it.each(['100% có mặt', 'tổng 17, có mặt 100%'])('takes a share for no count: %s', (line) => {
    expect(parseAttendance(line).attendance).toBeNull();
  });

  it.each([
    ['35/37 vắng 2 có lý do', { total: 37, present: 35, absentWithReason: 2 }],
    ['có mặt 35/37 đảng viên, vắng có lý do 2', { total: 37, present: 35, absentWithReason: 2 }],
    ['35/37 đồng chí có mặt; 2 vắng có lý do', { total: 37, present: 35, absentWithReason: 2 }],
    ['vắng có lý do 2/37', { total: 37, present: 35, absentWithReason: 2 }],
    ['13 có mặt, 2 vắng có lý do, tổng 15', { total: 15, present: 13, absentWithReason: 2 }],
    ['17/17', { total: 17, present: 17 }],
  ])('is read as people write how many of how many: %s', (typed, expected) => {
    for (const text of [typed, fold(typed)]) {
      expect(parseAttendance(text).attendance).toMatchObject(expected);
    }
  });

  it('adds up when the parts equal the total, and says which sum does not', () => {
    const good = parseAttendance('tong 17 chinh thuc 15 du bi 2 mien 1 co mat 14 vang co ly do 2').attendance;
    expect(good && attendanceProblems(good)).toEqual([]);
    const bad = parseAttendance('tong 17 chinh thuc 15 du bi 2 mien 1 co mat 13 vang co ly do 2').attendance;
    expect(
      bad && attendanceProblems(bad).map(({ name, leftSum, rightSum }) => [name, leftSum, rightSum]),
    ).toEqual([['attendance', 16, 15]]);
    const split = parseAttendance('tong 17 chinh thuc 14 du bi 2 co mat 17').attendance;
    expect(split && attendanceProblems(split).map((sum) => sum.name)).toEqual(['membership']);
  });

  it('counts members who are here for a while and not those who are elsewhere', () => {
    const { attendance } = parseAttendance(
      'tong 20 tam thoi den 2 tam thoi di 1 co mat 18 vang khong ly do 3',
    );
    expect(attendance && attendanceSums(attendance).at(-1)).toMatchObject({ leftSum: 21, rightSum: 21 });
  });

  it('is kept with an open total where nobody told how many there are, and completed when somebody does', () => {
    const { attendance: open = null } = parseAttendance('có mặt 14 đồng chí');
    expect(open).toMatchObject({ total: null, present: 14 });
    expect(open && attendanceProblems(open)).toEqual([]);
    expect(open && attendanceSums(open).map(arithmetic)).toEqual([
      'có mặt 14; tổng số chưa ghi nên chưa đối chiếu được',
    ]);
    for (const later of ['tổng 17', 'tong so 17 dang vien', '17', '17 đảng viên'])
      expect(parseAttendance(later, open).attendance).toMatchObject({
        total: 17,
        present: 14,
        absentUnexplained: 3,
      });
    expect(parseAttendance('chính thức 15, dự bị 2', open).attendance).toMatchObject({
      total: 17,
      official: 15,
    });
    const short = parseAttendance('tổng 12', open).attendance;
    expect(short && attendanceProblems(short).map(({ name }) => name)).toEqual(['attendance']);
    expect(parseAttendance('tổng 17').unclear).toEqual(['present']);
  });

  it('keeps absences with their reasons where nobody told who came', () => {
    const { attendance: open = null } = parseAttendance('vắng 2 có phép, 1 không phép, miễn 1');
    expect(open).toMatchObject({
      total: null,
      present: null,
      exempt: 1,
      absentWithReason: 2,
      absentWithoutReason: 1,
    });
    expect(parseAttendance('tổng 20', open).attendance).toMatchObject({ total: 20, present: 16 });
    expect(parseAttendance('vắng 2').unclear).toEqual(['total']);
  });

  it('keeps the total that was told before when only who came is told again', () => {
    const { attendance: known } = parseAttendance('tổng 17 chính thức 15 dự bị 2 miễn 1 có mặt 13');
    expect(known).toMatchObject({ present: 13, absentUnexplained: 3 });
    expect(parseAttendance('có mặt 14', known).attendance).toMatchObject({
      total: 17,
      official: 15,
      exempt: 1,
      present: 14,
      absentUnexplained: 2,
    });
    expect(parseAttendance('vắng có lý do 2', known).attendance).toMatchObject({
      present: 13,
      absentWithReason: 2,
      absentUnexplained: 1,
    });
    expect(parseAttendance('vắng có lý do 4', known)).toEqual({ attendance: null, unclear: ['total'] });
  });

  it('derives those present from the absences but never guesses the reason of an absence', () => {
    expect(parseAttendance('tong 12 vang co ly do 1').attendance?.present).toBe(11);
    expect(parseAttendance('tong 12 co mat 11 vang 1').attendance).toMatchObject({
      absentWithReason: 0,
      absentWithoutReason: 0,
      absentUnexplained: 1,
    });
    expect(parseAttendance('tong 12').unclear).toEqual(['present']);
    expect(parseAttendance('đông đủ').unclear).toEqual(['no-number']);
  });
});

describe('a conclusion', () => {
  it('becomes a task with lead, cooperating units and deadline', () => {
    const parsed = parseDecision(
      'Giao Văn phòng hoàn thiện báo cáo theo Chỉ thị số 34-CT/TU, phối hợp với Ban Tổ chức, hạn 15/8',
      '2026-08-05',
    );
    expect(parsed.basis).toEqual(['34-CT/TU']);
    expect(parsed.task).toMatchObject({
      content: 'Hoàn thiện báo cáo theo Chỉ thị số 34-CT/TU',
      lead: 'Văn phòng',
      cooperating: ['Ban Tổ chức'],
      dueOn: '2026-08-15',
    });
  });

  it('is read the same without diacritics', () => {
    expect(parseDecision('giao van phong hoan thien bao cao, han 15/8', '2026-08-05').task).toMatchObject({
      lead: 'van phong',
      dueOn: '2026-08-15',
    });
  });

  it.each([
    ['Giao đồng chí Phó Bí thư rà soát danh sách, hạn 15/9', 'đồng chí Phó Bí thư', 'Rà soát danh sách'],
    ['giao dong chi pho bi thu ra soat danh sach, han 15/9', 'dong chi pho bi thu', 'Ra soat danh sach'],
    ['Phân công tổ thư ký chuẩn bị tài liệu', 'tổ thư ký', 'Chuẩn bị tài liệu'],
    ['Giao chi bộ Tổng hợp rà soát hồ sơ', 'chi bộ Tổng hợp', 'Rà soát hồ sơ'],
    ['Giao đồng chí Nguyễn Văn Lâm thu đảng phí', 'đồng chí Nguyễn Văn Lâm', 'Thu đảng phí'],
    [
      'Giao đồng chí Phó Bí thư Thường trực xây dựng kế hoạch',
      'đồng chí Phó Bí thư Thường trực',
      'Xây dựng kế hoạch',
    ],
    ['Yêu cầu các chi bộ trực thuộc gửi báo cáo', 'các chi bộ trực thuộc', 'Gửi báo cáo'],
    ['Giao đoàn kiểm tra số 2 lập biên bản', 'đoàn kiểm tra số 2', 'Lập biên bản'],
    ['GIAO VĂN PHÒNG HOÀN THIỆN BÁO CÁO', 'VĂN PHÒNG', 'HOÀN THIỆN BÁO CÁO'],
    ['Giao Văn phòng Hoàn thiện tài liệu', 'Văn phòng', 'Hoàn thiện tài liệu'],
    ['Đề nghị các chi bộ gửi báo cáo', 'các chi bộ', 'Gửi báo cáo'],
  ])('tells the names of people and bodies from the work: %s', (line, lead, content) => {
    expect(parseDecision(line, '2026-08-05').task).toMatchObject({ lead, content });
  });

  it('without lead and date stays a conclusion, and no deadline is invented', () => {
    expect(parseDecision('Thống nhất đánh giá tháng 7 hoàn thành nhiệm vụ', '2026-08-05').task).toBeNull();
    expect(parseDecision('Giao chi ủy theo dõi việc thực hiện', '2026-08-05').task).toMatchObject({
      lead: 'chi ủy',
      dueOn: null,
    });
  });

  it.each([
    ['Tiếp tục duy trì giao ban hằng tuần.', null],
    ['Nâng cao chất lượng tham mưu, đáp ứng yêu cầu nhiệm vụ trong tình hình mới.', null],
    ['Ghi nhận các đề nghị của chi bộ thôn Đông', null],
    ['Phân công đ/c Hoa kiểm tra sổ, xong trong tháng 9', { lead: 'đ/c Hoa', dueOn: '2026-09-30' }],
    ['Văn phòng: hoàn thiện báo cáo, hạn 15/8', { lead: 'Văn phòng', dueOn: '2026-08-15' }],
    [
      'Đề nghị các chi bộ nộp đảng phí trước ngày 25 hằng tháng',
      { lead: 'các chi bộ', dueOn: null, content: 'Nộp đảng phí trước ngày 25 hằng tháng' },
    ],
    ['Chi bộ thôn Đoài kiện toàn chi ủy trước 15/9', { lead: 'Chi bộ thôn Đoài', dueOn: '2026-09-15' }],
    [
      'Các đồng chí đảng ủy viên phụ trách chi bộ tăng cường dự sinh hoạt',
      { lead: 'Các đồng chí đảng ủy viên phụ trách chi bộ', content: 'Tăng cường dự sinh hoạt' },
    ],
  ])('names who is given what, and nobody where nobody is given anything: %s', (line, task) => {
    const read = parseDecision(line, '2026-08-05').task;
    if (task === null) expect(read).toBeNull();
    else expect(read).toMatchObject(task);
  });

  it('does not take the date of a document for a deadline', () => {
    const parsed = parseDecision('Giao Văn phòng phổ biến Chỉ thị số 34-CT/TU, ngày 20/4/2024', '2026-08-05');
    expect(parsed.task?.dueOn).toBeNull();
  });

  it.each([
    'Đánh giá cao kết quả thực hiện nhiệm vụ trong tháng 7',
    'Chi bộ đã thu đủ đảng phí đến ngày 31/7',
    'Thống nhất số liệu báo cáo tính đến ngày 30/6/2026',
    'Phê bình việc nộp đảng phí chậm trong tháng 6/2026',
  ])('takes what is told of days that are over for no deadline: %s', (line) => {
    expect(parseDecision(line, '2026-08-05').task).toBeNull();
  });

  it.each([
    ['Giao Văn phòng báo cáo trong tháng 1', '2026-12-20', '2027-01-31'],
    ['Giao Văn phòng báo cáo trong tháng 9', '2026-08-05', '2026-09-30'],
    ['Giao Văn phòng số hóa hồ sơ, xong trong tháng 3', '2026-08-05', '2027-03-31'],
    ['Giao Văn phòng trực đến ngày 5/1', '2026-12-20', '2027-01-05'],
  ])('takes a month or day to come for one: %s', (line, heldOn, dueOn) => {
    expect(parseDecision(line, heldOn).task?.dueOn).toBe(dueOn);
  });

  it('takes a deadline at the turn of the year for the next one', () => {
    expect(parseDecision('Giao Văn phòng tổng hợp trước ngày 15/1', '2026-12-20').task?.dueOn).toBe(
      '2027-01-15',
    );
  });
});

describe('a vote', () => {
  it.each([
    ['2 tan thanh 13 khong 0 khac 1', { subject: '2', inFavour: 13, against: 0, other: 1, base: null }],
    [
      'Thông qua nghị quyết: tán thành 12, không tán thành 2, ý kiến khác 0',
      { inFavour: 12, against: 2, other: 0 },
    ],
    ['kế hoạch năm: 14/14 tán thành', { subject: 'kế hoạch năm', inFavour: 14, against: 0, base: 14 }],
    ['Bầu bí thư: tán thành 13/14', { subject: 'Bầu bí thư', inFavour: 13, base: 14 }],
    [
      '33 phiếu tán thành, 1 phiếu không tán thành, 1 ý kiến khác',
      { subject: '', inFavour: 33, against: 1, other: 1, base: null },
    ],
    [
      '12/15 đồng chí đồng ý, 3 không đồng ý, cần 2/3',
      { inFavour: 12, against: 3, base: 15, threshold: 'two-thirds' },
    ],
    ['kết nạp đ/c Vân: 11 đồng ý 1 không', { subject: 'kết nạp đ/c Vân', inFavour: 11, against: 1 }],
    ['ket nap dc Van 11 dong y 1 khong dong y', { subject: 'ket nap dc Van', inFavour: 11, against: 1 }],
    ['bầu bổ sung: 10 tán thành 2 không tán thành 1 khác', { inFavour: 10, against: 2, other: 1 }],
    ['không đồng ý 2 đồng ý 10', { inFavour: 10, against: 2 }],
    ['tán thành 13, 1 không', { inFavour: 13, against: 1 }],
    ['nghị quyết: 12/12 đồng ý 100%', { inFavour: 12, against: 0, base: 12 }],
    ['đồng ý 9 tổng 14 hai phần ba', { inFavour: 9, against: 0, base: 14, threshold: 'two-thirds' }],
  ])('%s', (line, expected) => {
    expect(parseVote(line)).toMatchObject(expected);
  });

  it('is nothing without a number in favour', () => {
    expect(parseVote('nhất trí cao')).toBeNull();
    expect(parseVote('nghị quyết tháng 12 nhất trí 100%')).toBeNull();
  });
});
