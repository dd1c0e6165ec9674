import { describe, expect, it } from 'vitest';
import type { Meeting, MeetingKind } from '../../../meetings/meeting.ts';
import { withAddenda } from '../../../meetings/papers/addenda.ts';
import {
  committeeName,
  committeeOffice,
  defaultIssuer,
  headingOf,
  signerName,
} from '../../../meetings/papers/body-names.ts';
import { buildPaper, templateNameOf } from '../../../meetings/papers/build-paper.ts';
import { termOn, symbolOf, usualTermOn } from '../../../meetings/papers/numbering.ts';
import type { PaperKind } from '../../../meetings/papers/paper-kinds.ts';
import { noExtras, type MeetingExtras } from '../../../meetings/papers/paper-values.ts';
import { readSeriesChange } from '../../../meetings/papers/read-series.ts';
import { createTemplateFiles } from '../../../meetings/papers/template-files.ts';
import { textOf, type Paper, type PaperBlock } from '../../../papers/paper.ts';
import { meetingTitle } from '../../../prompts/papers-titles.ts';
import { cellMeeting } from './fixture.ts';

const templates = createTemplateFiles('/nowhere');
const wordsOf = (blocks: readonly PaperBlock[]): string =>
  blocks
    .map((block) => {
      if (block.type === 'paragraph' || block.type === 'heading') return textOf(block.text);
      if (block.type === 'title') return block.lines.join('\n');
      if (block.type === 'signatures') return block.signatures.map((one) => one.name).join(' / ');
      if (block.type !== 'table') return '';
      return [block.head, ...block.rows, [block.note ?? '']]
        .map((row) => row.map(textOf).join(' | '))
        .join('\n');
    })
    .join('\n');

async function make(
  kind: PaperKind,
  change: Partial<Meeting> = {},
  extras: Partial<MeetingExtras> = {},
  symbol: string | null = null,
): Promise<Paper> {
  const meeting = { ...cellMeeting, ...change };
  const { template } = await templates.load(templateNameOf(kind, meeting));
  const number = { symbol, issuer: 'CB', placeName: 'Bến Đò', issuedOn: meeting.heldOn };
  return buildPaper(
    { kind, meeting, extras: { ...noExtras, ...extras }, number, isDraft: symbol === null },
    template,
  );
}

describe('minutes of a cell', () => {
  it('say all that was logged, with the sums, and nothing that was not', async () => {
    const paper = await make('minutes', {}, { rating: { level: 'good', score: 92.5 } });
    expect(paper.heading).toEqual({
      upper: 'Đảng ủy xã Bến Đò',
      body: 'Chi bộ thôn Đồng Rộc',
      number: 'Số          -BB/CB',
      placeAndDate: 'Bến Đò, ngày 05 tháng 8 năm 2026',
      mark: 'DỰ THẢO',
    });
    expect(paper.subject).toEqual(['Sinh hoạt chi bộ thường kỳ tháng 8 năm 2026']);
    const words = wordsOf(paper.blocks);
    for (const said of [
      'Thời gian bắt đầu: 14 giờ 00, ngày 05/8/2026',
      'Chủ trì: Lê Văn Mẫu, Bí thư chi bộ',
      'Tổng số | 17',
      '17 (tổng số) - 1 (miễn) = 16; 14 (có mặt) + 2 (vắng có lý do) = 16',
      '1. Đánh giá kết quả tháng 7',
      'Các ý kiến thống nhất với dự thảo.',
      '1. Giao đồng chí Phó Bí thư hoàn thiện báo cáo',
      '1 | Hoàn thiện báo cáo | đồng chí Phó Bí thư | Tổ đảng số 2 | 15/8/2026',
      'Nghị quyết tháng 8: tán thành 13, không tán thành 0, ý kiến khác 1; cơ sở tính 14, cần quá nửa: 8',
      'Tốt (92,5 điểm)',
      'Cuộc họp kết thúc lúc 15 giờ 40 cùng ngày',
    ])
      expect(words).toContain(said);
    expect(words).not.toContain('KIẾN NGHỊ');
    expect(words).not.toContain('Khách mời');
    expect(paper.signatures).toEqual([
      { lines: ['THƯ KÝ'], name: 'Trần Thị Ví Dụ' },
      { lines: ['CHỦ TRÌ'], name: 'Lê Văn Mẫu' },
    ]);
  });

  it('that were approved carry their number and no mark of a draft', async () => {
    const { heading } = await make('minutes', {}, {}, '05-BB/CB');
    expect(heading).toMatchObject({ number: 'Số 05-BB/CB', mark: null });
  });

  it('name what earlier meetings left open, as it stood on their own day', async () => {
    const task = { kind: 'task', who: 'Văn phòng', heldOn: '2026-07-05', status: '', result: '' } as const;
    const carried: MeetingExtras['carried'] = [
      { ...task, content: 'Rà soát hồ sơ', dueOn: '2026-07-20', isDone: true, result: 'đủ 12 bộ' },
      { ...task, content: 'Sửa nhà văn hóa', dueOn: '2026-08-04', isDone: false },
      { ...task, content: 'Lập danh sách', who: '', dueOn: null, isDone: false },
      { ...task, kind: 'proposal', content: 'Cấp máy tính', dueOn: null, isDone: false, status: 'raised' },
      { ...task, kind: 'draft', content: 'Báo cáo quý', dueOn: null, isDone: false },
    ];
    const words = wordsOf((await make('minutes', {}, { carried, moreCarried: 4 })).blocks);
    for (const said of [
      'I- VIỆC TỪ CÁC CUỘC HỌP TRƯỚC',
      '1 | Rà soát hồ sơ (cuộc họp ngày 05/7/2026) | Văn phòng | 20/7/2026 | Đã xong: đủ 12 bộ',
      '| 04/8/2026 | Quá hạn',
      '| Chưa nêu | Không ghi | Đang thực hiện',
      'Kiến nghị: Cấp máy tính (cuộc họp ngày 05/7/2026) | Văn phòng |  | Chưa trả lời',
      'Dự thảo: Báo cáo quý (cuộc họp ngày 05/7/2026) | Văn phòng |  | Chưa ban hành',
      'Còn 4 việc khác',
      'II- NỘI DUNG VÀ DIỄN BIẾN',
    ])
      expect(words).toContain(said);
    expect(wordsOf((await make('minutes')).blocks)).not.toContain('CUỘC HỌP TRƯỚC');
  });

  it('leave room for what nobody told, and invent nothing', async () => {
    const words = wordsOf(
      (
        await make('minutes', {
          attendance: null,
          endsAt: null,
          place: '',
          decisions: [],
          tasks: [],
          votes: [],
        })
      ).blocks,
    );
    expect(words).toMatch(/Địa điểm: \.{5}/u);
    expect(words).toMatch(/Thành phần dự họp:\n\.{5}/u);
    expect(words).toMatch(/KẾT LUẬN CỦA NGƯỜI CHỦ TRÌ\n\.{5}/u);
    expect(words).toContain('kết thúc lúc ..........');
    expect(words).not.toMatch(/Không có|NHIỆM VỤ\n/u);
  });

  it('print conclusions under the headings that the chair gave them, each heading once', async () => {
    const one = (ordinal: number, section: string) => ({
      id: String(ordinal),
      ordinal,
      text: `giao việc số ${ordinal}`,
      basis: [],
      section,
    });
    const decisions = [one(1, 'Về đảng viên'), one(2, 'Về đảng viên'), one(3, 'Về quỹ')];
    expect(wordsOf((await make('minutes', { decisions })).blocks)).toContain(
      'Về đảng viên\n1. Giao việc số 1\n2. Giao việc số 2\nVề quỹ\n3. Giao việc số 3',
    );
  });

  it('print who came where nobody told how many there are, and no sum', async () => {
    const counts = cellMeeting.attendance as NonNullable<typeof cellMeeting.attendance>;
    const attendance = { ...counts, total: null, official: null, probationary: null };
    const words = wordsOf((await make('minutes', { attendance })).blocks);
    expect(words).toContain('Tổng số | chưa ghi');
    expect(words).toContain('Có mặt | 14');
    expect(words).toContain('tổng số chưa ghi nên chưa đối chiếu được');
    expect(words).not.toMatch(/null|= 16/u);
  });
});

describe('minutes of other meetings', () => {
  const extras: Partial<MeetingExtras> = {
    proposals: [
      {
        content: 'Lập trang tin',
        proposer: 'Đảng ủy A',
        addressee: 'Thường trực B',
        directive: '',
        isDirectedUnknown: true,
      },
    ],
    drafts: [{ title: 'Báo cáo sơ kết', finisher: 'Văn phòng', signer: 'Thường trực', dueOn: null }],
    personnel: ['Một Ủy viên Ban Thường vụ thôi tham gia Ban Chấp hành'],
    comments: [{ section: 'Chỉ tiêu', content: 'Rà soát lại', body: 'Ban Thường vụ' }],
    congressDates: [
      { name: 'lần thứ XX', term: '2025-2030', startsOn: '2026-09-22', endsOn: '2026-09-23', place: '' },
    ],
  };
  it.each<[MeetingKind, string, RegExp]>([
    ['committee', 'Họp chi ủy tháng 8 năm 2026', /Người ghi biên bản/u],
    [
      'executive',
      'Hội nghị Ban Chấp hành lần thứ 19 (mở rộng)',
      /DỰ THẢO ĐƯỢC THÔNG QUA\n1\. Báo cáo sơ kết; giao Văn phòng/u,
    ],
    ['standing', 'Hội nghị Ban Thường vụ lần thứ 19 (mở rộng)', /CÁN BỘ\n1\. Một Ủy viên Ban Thường vụ/u],
    ['review', 'Hội nghị sơ kết, tổng kết', /KẾT LUẬN/u],
    ['working', 'Buổi làm việc', /1 \| Lập trang tin \| Đảng ủy A \| Thường trực B \| Đã có chỉ đạo/u],
    ['visit', 'Buổi khảo sát, kiểm tra', /Đoàn làm việc: đồng chí Phạm Văn Thử, Trưởng đoàn/u],
    [
      'congress-approval',
      'Duyệt đại hội',
      /Chỉ tiêu \| Rà soát lại \| Ban Thường vụ[^]*từ ngày 22\/9\/2026 đến ngày 23\/9\/2026/u,
    ],
    ['congress', 'Đại hội lần thứ 19', /Đoàn Chủ tịch: Lê Văn Mẫu[^]*Đại hội bế mạc lúc 15 giờ 40/u],
  ])('%s', async (kind, title, said) => {
    const paper = await make(
      'minutes',
      {
        kind,
        unitName: 'Đảng bộ xã Bến Đò',
        parentName: 'Đảng bộ tỉnh Sông Lam',
        sessionNo: 19,
        isExtended: kind !== 'congress',
        participants: [{ capacity: 'delegation', name: 'Phạm Văn Thử', position: 'Trưởng đoàn', body: '' }],
      },
      extras,
    );
    expect(paper.subject).toEqual([title]);
    expect(wordsOf(paper.blocks)).toMatch(said);
  });
});

describe('papers beside the minutes', () => {
  it('a resolution names its basis, its month and who signs on whose behalf', async () => {
    const paper = await make('resolution', {}, {}, '08-NQ/CB');
    expect(paper.title).toBe('NGHỊ QUYẾT');
    expect(paper.subject).toEqual(['Lãnh đạo thực hiện nhiệm vụ tháng 8 năm 2026']);
    expect(wordsOf(paper.blocks)).toMatch(/Căn cứ văn bản số 08-CT\/TU;[^]*CHI BỘ QUYẾT NGHỊ/u);
    expect(paper.signatures).toEqual([{ lines: ['T/M CHI BỘ', 'BÍ THƯ'], name: 'Lê Văn Mẫu' }]);
  });

  it('a conclusion and a notice carry conclusions and tasks', async () => {
    for (const kind of ['conclusion', 'notice'] as const) {
      const paper = await make(kind, {
        kind: 'standing',
        unitName: 'Đảng bộ xã Bến Đò',
        chair: 'Lê Văn Mẫu, Phó Bí thư',
      });
      expect(wordsOf(paper.blocks)).toMatch(/1\. Giao đồng chí Phó Bí thư[^]*Hoàn thiện báo cáo \|/u);
      expect(paper.signatures[0]?.lines).toEqual(['T/M BAN THƯỜNG VỤ', 'PHÓ BÍ THƯ']);
    }
  });

  it('go to whom the meeting named, else to whom the template names; minutes stay', async () => {
    const recipients = ['Thường trực Đảng ủy', 'Các chi bộ trực thuộc', 'Lưu Văn phòng'];
    const paper = await make('conclusion', { kind: 'standing', recipients });
    expect(paper.recipients?.lines).toEqual([
      'Thường trực Đảng ủy,',
      'Các chi bộ trực thuộc,',
      'Lưu Văn phòng.',
    ]);
    expect((await make('conclusion', { kind: 'standing' })).recipients?.lines).toContain('Lưu Văn phòng.');
    expect((await make('minutes', { recipients })).recipients?.lines).toEqual(['Lưu hồ sơ chi bộ.']);
  });

  it('an invitation says when, where and about what, with the papers to read', async () => {
    const paper = await make('invitation', { status: 'planned' }, { materials: ['Báo cáo số 22-BC/ĐU'] });
    expect(wordsOf(paper.blocks)).toMatch(
      /Thời gian: 14 giờ 00, ngày 05\/8\/2026\nĐịa điểm: Nhà văn hóa thôn[^]*1\. Đánh giá kết quả tháng 7[^]*Tài liệu: Báo cáo số 22-BC\/ĐU/u,
    );
  });

  it('an addendum stands behind the locked words, under signatures of its own', async () => {
    const content = await make('minutes', {}, {}, '05-BB/CB');
    const added = {
      id: '1',
      ordinal: 1,
      dated: '2026-08-20',
      text: 'Sửa thời hạn thành 20/8/2026.',
      confirmedByName: 'Ngô Văn Thử',
    };
    const paper = withAddenda({ content, symbol: '05-BB/CB', issuedOn: '2026-08-05' }, [added]);
    expect(paper.blocks.slice(0, content.blocks.length)).toEqual(content.blocks);
    expect(wordsOf(paper.blocks.slice(content.blocks.length))).toMatch(
      /^Trần Thị Ví Dụ \/ Lê Văn Mẫu\n\nPHỤ LỤC BỔ SUNG SỐ 01\ncủa Biên bản số 05-BB\/CB ngày 05 tháng 8 năm 2026\nNgày 20\/8\/2026, [^]*Sửa thời hạn/u,
    );
    expect(paper.signatures.at(-1)?.name).toBe('Ngô Văn Thử');
  });
});

describe('names in a heading', () => {
  it.each([
    ['Đảng bộ tỉnh Sông Lam', 'Tỉnh ủy Sông Lam', 'TU'],
    ['Đảng bộ huyện Tân Kỳ', 'Huyện ủy Tân Kỳ', 'HU'],
    ['Đảng bộ Khối các cơ quan tỉnh', 'Đảng ủy Khối các cơ quan tỉnh', 'ĐUK'],
    ['Đảng bộ xã Bến Đò', 'Đảng ủy xã Bến Đò', 'ĐU'],
    ['Chi bộ thôn Đồng Rộc', 'Chi bộ thôn Đồng Rộc', 'CB'],
  ])('%s issues as %s with %s', (unit, committee, code) => {
    expect(committeeName(unit)).toBe(committee);
    expect(defaultIssuer(unit)).toBe(code);
  });

  it('of a congress are the organisation, not its committee', () => {
    const unit = { unitName: 'Đảng bộ xã Bến Đò', parentName: null };
    expect(headingOf({ ...unit, kind: 'congress' }).body).toBe('Đảng bộ xã Bến Đò');
    expect(headingOf({ ...unit, kind: 'executive' }).body).toBe('Đảng ủy xã Bến Đò');
  });

  it('of who signs are the name alone, with the office that was told', () => {
    expect(signerName('đồng chí Lê Văn Mẫu - Bí thư')).toBe('Lê Văn Mẫu');
    expect(committeeOffice('Lê Văn Mẫu, Phó Bí thư Thường trực')).toBe('vice-secretary');
    expect(committeeOffice('Lê Văn Mẫu')).toBeNull();
  });

  it('of a meeting begin small inside a sentence and keep what was typed as its title', () => {
    expect(meetingTitle({ ...cellMeeting, title: 'Hội nghị chuyên môn' })).toBe('Hội nghị chuyên môn');
    expect(meetingTitle({ ...cellMeeting, kind: 'working', topic: 'với Đảng ủy Công an' })).toBe(
      'Buổi làm việc với Đảng ủy Công an',
    );
    const host = { capacity: 'host', name: '', position: '', body: 'Thường trực Tỉnh ủy' } as const;
    expect(meetingTitle({ ...cellMeeting, kind: 'working', participants: [host] })).toBe(
      'Buổi làm việc với Thường trực Tỉnh ủy',
    );
  });
});

describe('numbers of papers', () => {
  it('have two digits and begin anew with each term, whose first day an office may set', () => {
    expect(symbolOf(5, 'BB', 'CB')).toBe('05-BB/CB');
    expect(symbolOf(112, 'TB', 'ĐU')).toBe('112-TB/ĐU');
    expect(usualTermOn('2025-06-30').name).toBe('2020-2025');
    expect(usualTermOn('2025-07-01').name).toBe('2025-2030');
    const own = { name: '2025-2030', startsOn: '2025-05-15' };
    expect(termOn([own], '2025-05-14').name).toBe('2020-2025');
    expect(termOn([own], '2025-05-15')).toEqual(own);
    expect(termOn([own, { name: '2030-2035', startsOn: '2030-06-01' }], '2031-01-01').name).toBe('2030-2035');
  });

  const nothing = { next: null, issuer: null, placeName: null, term: null };
  it.each([
    ['BB tiếp 12', { next: { typeCode: 'BB', number: 12 } }],
    ['so tiep theo', null],
    ['nq tiep theo la 7', { next: { typeCode: 'NQ', number: 7 } }],
    ['ký hiệu CBVP, địa danh Sông Lam', { issuer: 'CBVP', placeName: 'Sông Lam' }],
    ['ky hieu duk', { issuer: 'DUK' }],
    ['địa danh Bến Đò; TB tiếp 3', { placeName: 'Bến Đò', next: { typeCode: 'TB', number: 3 } }],
    ['nhiệm kỳ 2025-2030 từ 15/5/2025', { term: { name: '2025-2030', startsOn: '2025-05-15' } }],
    ['BB tiếp 0', null],
    ['12-BB/CB', null],
    ['', null],
  ])('are set by a line: %s', (typed, expected) => {
    expect(readSeriesChange(typed, '2026-08-05')).toEqual(expected && { ...nothing, ...expected });
  });
});
