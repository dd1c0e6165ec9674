import { describe, expect, it } from 'vitest';
import { splitItems } from '../../../meetings/follow-up/read-items.ts';
import { byRoleOnly, findPersonName, tellsReason } from '../../../meetings/follow-up/read-names.ts';
import { readComments, readCongress, readDrafts, readPlan } from '../../../meetings/follow-up/read-papers.ts';
import {
  asksForProposals,
  documentsToAmend,
  readParties,
  readProposalQuestion,
  readProposals,
} from '../../../meetings/follow-up/read-proposals.ts';
import {
  asksForTasks,
  readListLead,
  readNewDue,
  readTaskQuestion,
} from '../../../meetings/follow-up/read-tasks.ts';

const today = '2026-08-06'; // a Thursday

describe('questions for the task list', () => {
  it.each([
    ['', { state: 'open', who: '' }],
    ['quá hạn', { state: 'overdue', who: '' }],
    ['tre han cua van phong', { state: 'overdue', who: 'van phong' }],
    ['chi bộ thôn Đoài', { state: 'open', who: 'chi bộ thôn Đoài' }],
    ['dang uy xa van ha chua xong', { state: 'open', who: 'dang uy xa van ha' }],
    ['chủ trì Ban Tổ chức', { state: 'open', lead: 'Ban Tổ chức' }],
    ['ban to chuc chu tri', { state: 'open', lead: 'ban to chuc' }],
    ['đã xong', { state: 'done' }],
    ['không ghi thời hạn', { state: 'open', isUndated: true }],
    ['đến hạn tuần này', { state: 'open', due: { from: '2026-08-03', to: '2026-08-09' } }],
    ['den han hom nay', { due: { from: today, to: today } }],
    ['3 ngày tới', { due: { from: today, to: '2026-08-09' } }],
    ['trước 15/8', { due: { to: '2026-08-15' } }],
    ['34 ct tu', { state: 'all', basis: [{ key: '34|CT|TU' }] }],
    ['quá hạn theo 34-CT/TU', { state: 'overdue', basis: [{ symbol: '34-CT/TU' }] }],
  ])('%s', (typed, expected) => {
    expect(readTaskQuestion(typed, today)).toMatchObject(expected);
  });

  it.each([
    'nhiem vu nao qua han',
    'Nhiệm vụ nào đang quá hạn?',
    'việc gì đến hạn tuần này',
    'còn nhiệm vụ nào chưa xong',
    'chi bo hanh chinh con viec gi',
    'nhiệm vụ chưa hoàn thành của chi bộ thôn Đông',
  ])('"%s" asks for the list', (sentence) => expect(asksForTasks(sentence)).toBe(true));

  it.each([
    'nhiệm vụ của đảng viên là gì',
    'các nhiệm vụ trọng tâm 6 tháng cuối năm',
    'xử lý nhiệm vụ quá hạn như thế nào',
    'quy định về thời hạn hoàn thành nhiệm vụ',
    'hoàn thành tốt nhiệm vụ thì được xếp loại gì',
  ])('"%s" asks for something else', (sentence) => expect(asksForTasks(sentence)).toBe(false));

  it('reads who leads a pasted list', () => {
    expect(readListLead('Cấp ủy các tổ chức cơ sở đảng:\n- Làm một\n- Làm hai')).toEqual({
      lead: 'Cấp ủy các tổ chức cơ sở đảng',
      list: '- Làm một\n- Làm hai',
    });
    expect(readListLead('giao Văn phòng lập bảng: tên, ngày, hạn 15/8').lead).toBe('');
  });

  it('reads a new due date, or none', () => {
    expect(readNewDue('20/8', today)).toBe('2026-08-20');
    expect(readNewDue('không thời hạn', today)).toBeNull();
    expect(readNewDue('sớm nhất có thể', today)).toBeUndefined();
  });
});

describe('pasted lists', () => {
  it.each([
    ['1. Làm một.\n2) Làm hai;\n- Làm ba./.', ['Làm một', 'Làm hai', 'Làm ba']],
    ['1. Làm một. 2. Làm hai. 3. Làm ba', ['Làm một', 'Làm hai', 'Làm ba']],
    ['Làm một; làm hai', ['Làm một', 'làm hai']],
    ['Hoàn thành 2 việc của năm 2026. Báo cáo quý 3.', ['Hoàn thành 2 việc của năm 2026. Báo cáo quý 3']],
  ])('%j', (text, items) => expect(splitItems(text)).toEqual(items));
});

describe('proposals', () => {
  it('take who proposes and whom from the line before them', () => {
    const read = readProposals(
      'Đảng ủy xã Vân Hạ đề xuất, kiến nghị với Thường trực Tỉnh ủy: 1. Cho sửa trụ sở. 2. Sửa đổi Quy định số 12-QĐ/TU.',
    );
    expect(read).toEqual([
      {
        content: 'Cho sửa trụ sở',
        proposer: 'Đảng ủy xã Vân Hạ',
        addressee: 'Thường trực Tỉnh ủy',
        basis: [],
      },
      {
        content: 'Sửa đổi Quy định số 12-QĐ/TU',
        proposer: 'Đảng ủy xã Vân Hạ',
        addressee: 'Thường trực Tỉnh ủy',
        basis: ['12-QĐ/TU'],
      },
    ]);
  });

  it.each([
    ['gửi Đảng ủy xã: cho sửa nhà văn hóa', '', 'Đảng ủy xã'],
    ['từ Chi bộ thôn Thượng gửi Đảng ủy xã: cho sửa nhà văn hóa', 'Chi bộ thôn Thượng', 'Đảng ủy xã'],
    ['kinh gui Dang uy xa: cho sua nha van hoa', '', 'Dang uy xa'],
  ])('take whom from words before the colon: %s', (line, proposer, addressee) => {
    expect(readProposals(line)).toMatchObject([{ proposer, addressee }]);
    expect(readProposals(line)[0]?.content).toMatch(/^cho s/u);
  });

  it('take the addressee from brackets or from who is asked', () => {
    expect(readProposals('Bố trí kinh phí số hóa (gửi Ban Tổ chức Tỉnh ủy)')).toMatchObject([
      { content: 'Bố trí kinh phí số hóa', addressee: 'Ban Tổ chức Tỉnh ủy' },
    ]);
    expect(readProposals('Đề nghị Tỉnh ủy chỉ đạo xây dựng quy chế phối hợp')).toMatchObject([
      { content: 'Đề nghị Tỉnh ủy chỉ đạo xây dựng quy chế phối hợp', addressee: 'Tỉnh ủy' },
    ]);
    expect(readParties('gửi Tỉnh ủy, từ Đảng ủy xã')).toEqual({
      addressee: 'Tỉnh ủy',
      proposer: 'Đảng ủy xã',
    });
    expect(readParties('bố trí kinh phí')).toBeNull();
  });

  it.each([
    ['mở', 'open', ''],
    ['chua tra loi', 'unanswered', ''],
    ['đã có chỉ đạo', 'directed', ''],
    ['gửi Tỉnh ủy còn mở', 'open', 'Tỉnh ủy'],
    ['12-QĐ/TU', 'all', ''],
    ['tất cả', 'all', ''],
  ])('are asked for: %s', (typed, name, who) => {
    expect(readProposalQuestion(typed)).toMatchObject({ name, who });
  });

  it.each([
    ['kien nghi chua tra loi', true],
    ['kiến nghị nào chưa được trả lời?', true],
    ['kiến nghị nào đã có chỉ đạo', true],
    ['Đảng ủy kiến nghị gì với Tỉnh ủy', false],
    ['thời hạn trả lời kiến nghị là bao lâu', false],
    ['kiến nghị của cử tri được giải quyết ra sao', false],
  ])('"%s" asks for the list: %s', (sentence, isAsked) => expect(asksForProposals(sentence)).toBe(isAsked));

  it('say which documents they would change', () => {
    expect(documentsToAmend('ban hành quy chế mới để thay thế Quy chế số 07-QC/TU, ngày 25/8/2021')).toEqual([
      { symbol: '07-QC/TU', act: 'replace' },
    ]);
    expect(documentsToAmend('sửa đổi, bổ sung một số điều của Quy định số 46-QĐ/TU')).toEqual([
      { symbol: '46-QĐ/TU', act: 'amend' },
    ]);
    expect(documentsToAmend('triển khai Chỉ thị số 34-CT/TU')).toEqual([]);
  });
});

describe('what is kept of personnel', () => {
  it.each([
    [
      'Cho đồng chí Trần Văn Ví Dụ - Phó Bí thư Đảng ủy, thôi tham gia Ban Chấp hành vì lý do sức khỏe',
      'Cho Phó Bí thư Đảng ủy, thôi tham gia Ban Chấp hành',
    ],
    ['giới thiệu Lê Thị Mẫu vào chi ủy', 'giới thiệu vào chi ủy'],
    ['cho dong chi le van mau thoi giu chuc bi thu', 'cho thoi giu chuc bi thu'],
  ])('%s', (typed, kept) => {
    expect(findPersonName(typed)).not.toBeNull();
    expect(byRoleOnly(typed)).toBe(kept);
    expect(findPersonName(kept)).toBeNull();
    expect(tellsReason(kept)).toBe(false);
  });

  it.each([
    'Bầu bổ sung một Phó Bí thư Đảng ủy xã Vân Hạ',
    'Đoàn Thanh niên Cộng sản Hồ Chí Minh giới thiệu Bí thư',
    'Kiện toàn Ban Chấp hành Đảng bộ huyện Lê Chân',
    'đồng chí Bí thư chi bộ thôi nhiệm vụ',
    'Sở Y tế thay Phó Giám đốc',
  ])('"%s" names nobody', (typed) => expect(findPersonName(typed)).toBeNull());
});

describe('papers of a congress', () => {
  it('comments hold section and body until others are named', () => {
    expect(
      readComments(
        'Ý kiến của Ban Thường vụ Tỉnh ủy:\n- phần Đánh giá: bám sát thực tiễn\n- nêu rõ tồn tại\n- phần Chỉ tiêu: chặt chẽ hơn (Văn phòng Tỉnh ủy)',
      ),
    ).toEqual([
      { section: 'Đánh giá', content: 'Bám sát thực tiễn', body: 'Ban Thường vụ Tỉnh ủy' },
      { section: 'Đánh giá', content: 'Nêu rõ tồn tại', body: 'Ban Thường vụ Tỉnh ủy' },
      { section: 'Chỉ tiêu', content: 'Chặt chẽ hơn', body: 'Văn phòng Tỉnh ủy' },
    ]);
  });

  it('comments whose body stands before them without more words', () => {
    expect(readComments('Ban Tổ chức Tỉnh ủy: phần Nhân sự: rà soát; phần Chỉ tiêu: rõ hơn')).toEqual([
      { section: 'Nhân sự', content: 'Rà soát', body: 'Ban Tổ chức Tỉnh ủy' },
      { section: 'Chỉ tiêu', content: 'Rõ hơn', body: 'Ban Tổ chức Tỉnh ủy' },
    ]);
  });

  it('two agreed days of one congress', () => {
    expect(
      readCongress(
        'Đảng bộ xã Vân Hạ lần thứ XX, nhiệm kỳ 2025 - 2030, trong hai ngày 22 và 23/7/2025',
        today,
      ),
    ).toEqual({
      unit: 'Đảng bộ xã Vân Hạ',
      name: 'lần thứ XX',
      term: '2025-2030',
      startsOn: '2025-07-22',
      endsOn: '2025-07-23',
    });
    expect(readCongress('Đảng bộ xã Vân Hạ lần thứ XX', today)).toBeNull();
  });

  it('adopted drafts with who finishes and who signs', () => {
    const finisher = { finisher: 'Văn phòng Đảng ủy', signer: 'Thường trực Đảng ủy', dueOn: '2026-08-15' };
    expect(
      readDrafts(
        'thông qua các dự thảo Báo cáo sơ kết; Báo cáo kiểm tra, giám sát; giao Văn phòng Đảng ủy hoàn thiện, trình Thường trực Đảng ủy ký ban hành, hạn 15/8',
        today,
      ),
    ).toEqual([
      { title: 'Báo cáo sơ kết', ...finisher },
      { title: 'Báo cáo kiểm tra, giám sát', ...finisher },
    ]);
  });

  it('drafts that several finish together', () => {
    const [draft] = readDrafts(
      'Báo cáo sơ kết; giao Văn phòng Đảng ủy Khối phối hợp với các Ban hoàn thiện, trình Thường trực ký ban hành',
      today,
    );
    expect(draft).toMatchObject({ finisher: 'Văn phòng Đảng ủy Khối, các Ban', signer: 'Thường trực' });
  });

  it('a plan with the directive that it carries out', () => {
    expect(readPlan('chi bo thon doai: 05-KH/CB ngay 2/5/2026 thuc hien 34 ct tu', today)).toEqual({
      unit: 'chi bo thon doai',
      plan: '05-KH/CB',
      directive: { symbol: '34-CT/TU', key: '34|CT|TU' },
      issuedOn: '2026-05-02',
    });
    expect(readPlan('chi bộ thôn Đoài đã có kế hoạch', today)).toBeNull();
  });
});
