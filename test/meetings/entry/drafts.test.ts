import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { withNotes } from '../../../bot/features/meetings/meeting-notes.ts';
import type { GuidedEnvironment } from '../../../meetings/entry/guided.ts';
import { looksLikeDraft, readDraft } from '../../../meetings/entry/read-draft.ts';
import type { UnitLevel } from '../../../members/units/units.ts';
import { matchUnits } from '../../../members/units/units.ts';
import { unitNamed } from '../../support/units.ts';

/* Drafts of minutes in six hands: a form filled in, a notice of a conclusion, a phone, a mail, a clerk's notes, a session. */

const named: readonly (readonly [string, UnitLevel])[] = [
  ['Đảng bộ xã Hòa Lạc Sơn', 'upper_grassroots'],
  ['Chi bộ Văn phòng Đảng ủy', 'cell'],
  ['Chi bộ Trường Tiểu học Sông Ngân', 'cell'],
  ['Chi bộ ấp Bàu Trâm', 'cell'],
  ['Đảng bộ các cơ quan Đảng tỉnh Vân Giang', 'upper_grassroots'],
];
const units = named.map(([name, level]) => unitNamed(name, { level }));
const environment: GuidedEnvironment = {
  today: '2026-08-20',
  matchUnits: (text) => matchUnits(units, text).map(({ id, name }) => ({ id, name })),
  units: units.map(({ id, name }) => ({ id, name })),
};
const read = async (name: string) => {
  const text = await readFile(new URL(`../../fixtures/drafts/${name}.txt`, import.meta.url), 'utf8');
  const draft = readDraft(text, environment);
  if (!draft) throw new Error(`nothing was read of ${name}`);
  return { ...draft, ...draft.turn.state.draft, text, step: draft.turn.state.step };
};

describe('a draft of minutes', () => {
  it('in the form of a cell gives every field, and leaves the vote to its command', async () => {
    const draft = await read('1-bien-ban-chi-bo');
    expect(looksLikeDraft(draft.text)).toBe(true);
    expect(draft).toMatchObject({
      step: 'review',
      unit: { name: 'Chi bộ Trường Tiểu học Sông Ngân' },
      head: {
        kind: 'regular',
        heldOn: '2026-08-04',
        startsAt: '14:00',
        endsAt: '16:10',
        place: 'phòng họp Hội đồng Trường Tiểu học Sông Ngân',
        chair: 'Lương Thị Hạnh Mẫu, Bí thư Chi bộ, Hiệu trưởng',
        minuteTaker: 'Phan Quốc Ví, Chi ủy viên',
      },
      attendance: {
        total: 21,
        official: 19,
        probationary: 2,
        present: 18,
        presentOfficial: 16,
        absentWithReason: 2,
        absentWithoutReason: 1,
      },
      leftOut: [],
    });
    expect(draft.head.guests).toContain('Trịnh Bá Dụ');
    expect(draft.agenda).toHaveLength(3);
    expect(draft.conclusions).toEqual([
      'Chi bộ cơ bản hoàn thành nhiệm vụ tháng 7.',
      'Phân công đồng chí Phan Quốc Ví hoàn thiện kế hoạch năm học mới, trình chi ủy trước ngày 20/8/2026.',
      'Đánh giá đảng viên quý III: giao các tổ đảng chuẩn bị, xong trong tháng 9.',
      'Giao Công đoàn phối hợp với Đoàn Thanh niên tổ chức trung thu cho học sinh.',
    ]);
    expect(draft.untaken).toMatchObject([{ section: 'votes', lines: [expect.stringContaining('16/16')] }]);
    // Why somebody was away and who said what are not read.
    expect(JSON.stringify(draft.turn)).not.toMatch(/thai sản|Bùi Thị Một|phổ cập/u);
  });

  it.each(['1-bien-ban-chi-bo', '5-ghi-chep-bch', '6-bien-ban-lam-viec'])(
    'that lost its line breaks gives the same fields: %s',
    async (name) => {
      const { text, unit, head, attendance, agenda, conclusions, step } = await read(name);
      const folded = text.replace(/\s+/gu, ' ').trim();
      expect(looksLikeDraft(folded)).toBe(looksLikeDraft(text));
      const draft = readDraft(folded, environment)?.turn.state;
      expect({ ...draft?.draft, step: draft?.step }).toMatchObject({
        ...{ unit, head, attendance, agenda, conclusions, step },
      });
    },
  );

  it('pasted as one line without marks gives when, where and who', () => {
    const line =
      'bien ban sinh hoat chi bo ap bau tram thuong ky thang 8 thoi gian: 14h den 16h ngay 5/8/2026 dia diem: nha van hoa ap ' +
      'chu tri: dong chi Le Hung Mau thu ky: dong chi Vo Thi Sau Vi co mat: 20/26 dang vien, vang co ly do: 6 ' +
      'noi dung: - thu dang phi quy 3 - lam duong lien ap ket luan: 1. giao dong chi Vi thu dang phi xong truoc 20/8 2. cac to hop dan';
    expect(looksLikeDraft(line)).toBe(true);
    expect(readDraft(line, environment)?.turn.state).toMatchObject({
      draft: {
        head: {
          kind: 'regular',
          ...{ heldOn: '2026-08-05', startsAt: '14:00', endsAt: '16:00', place: 'nha van hoa ap' },
          ...{ chair: 'Le Hung Mau', minuteTaker: 'Vo Thi Sau Vi' },
        },
        attendance: { total: 26, present: 20, absentWithReason: 6 },
        agenda: ['thu dang phi quy 3', 'lam duong lien ap'],
        conclusions: ['giao dong chi Vi thu dang phi xong truoc 20/8', 'cac to hop dan'],
      },
    });
  });

  it('as a notice of a conclusion keeps its sections, and takes no symbol for a count', async () => {
    const draft = await read('2-thong-bao-ket-luan');
    expect(looksLikeDraft(draft.text)).toBe(true);
    expect(draft).toMatchObject({
      unit: { name: 'Đảng bộ các cơ quan Đảng tỉnh Vân Giang' },
      head: {
        kind: 'standing',
        sessionNo: 17,
        heldOn: '2026-08-10',
        place: 'phòng họp tầng 3',
        chair: 'Đoàn Vĩnh Mẫu, Bí thư Đảng ủy',
      },
      attendance: null,
    });
    expect(draft.conclusions.map((line) => /^\[[^\]]+\] \S+ \S+ \S+ \S+/u.exec(line)?.[0])).toEqual([
      '[Về sơ kết công tác 6 tháng đầu năm] Thống nhất với dự',
      '[Về chuẩn bị đại hội chi bộ] Giao Ban Tổ chức',
      '[Về chuẩn bị đại hội chi bộ] Giao Ban Tổ chức',
      '[Về chuẩn bị đại hội chi bộ] Ủy ban Kiểm tra',
      '[Về công tác cán bộ] Đồng ý về chủ',
    ]);
  });

  it('typed on a phone gives what it says, and asks for the kind that it does not', async () => {
    const draft = await read('3-ghi-nhanh-dien-thoai');
    expect(draft).toMatchObject({
      step: 'kind',
      unit: { name: 'Chi bộ ấp Bàu Trâm' },
      head: { heldOn: '2026-08-06', startsAt: '19:30', endsAt: '21:00', place: 'nha van hoa ap' },
      attendance: { total: 26, present: 22, absentWithReason: 3, absentWithoutReason: 1 },
      agenda: ['thu đảng phí q3', 'làm đường liên ấp', 'giới thiệu 1 quần chúng'],
    });
    expect(draft.conclusions).toHaveLength(3);
  });

  it('in a mail is read behind the greeting, from its own sentence', async () => {
    expect(await read('4-email-van-phong')).toMatchObject({
      step: 'review',
      unit: { name: 'Chi bộ Văn phòng Đảng ủy' },
      head: {
        kind: 'thematic',
        topic: 'Nâng cao chất lượng tham mưu',
        heldOn: '2026-08-13',
        startsAt: '13:30',
        endsAt: '15:45',
        place: 'phòng 205',
        minuteTaker: 'Hồ Ngọc Ví',
      },
      attendance: { total: 14, present: 13, absentWithReason: 1 },
      agenda: [
        'Nghe báo cáo chuyên đề do đồng chí Kiều Dụ trình bày',
        'Thảo luận về quy trình xử lý văn bản',
      ],
      conclusions: [
        'Bộ phận tổng hợp: rà soát quy trình xử lý văn bản, hoàn thành trước 31/8/2026',
        'Đ/c Ví: tổng hợp ý kiến góp ý, gửi chi ủy ngày 17/8',
        'Từ tháng 9 áp dụng quy trình mới.',
      ],
    });
  });

  it('as notes of a committee keeps who chaired, who was invited, and tasks under their heading', async () => {
    const draft = await read('5-ghi-chep-bch');
    expect(draft).toMatchObject({
      step: 'review',
      unit: { name: 'Đảng bộ xã Hòa Lạc Sơn' },
      head: {
        kind: 'executive',
        sessionNo: 6,
        isExtended: true,
        startsAt: '08:00',
        endsAt: '11:20',
        participants: [{ capacity: 'co-chair', name: 'Lý Thị Hoa Ví' }],
        guests: 'trưởng các đoàn thể, bí thư 12 chi bộ',
      },
      attendance: { total: 27, present: 25, absentWithReason: 2 },
      agenda: ['Báo cáo sơ kết 6 tháng', 'Dự thảo nghị quyết chuyên đề chuyển đổi số'],
    });
    expect(draft.conclusions).toHaveLength(5);
    expect(draft.conclusions.filter((line) => line.startsWith('[Nhiệm vụ 6 tháng cuối năm]'))).toHaveLength(
      3,
    );
  });

  it('of a session of two bodies belongs to the one that met the other, whose members are not its own', async () => {
    const draft = await read('6-bien-ban-lam-viec');
    expect(draft).toMatchObject({
      unit: { name: 'Đảng bộ xã Hòa Lạc Sơn' },
      head: {
        kind: 'working',
        chair: 'Nông Thế Mẫu, Bí thư Đảng ủy xã',
        participants: [{ capacity: 'host', body: 'Chi bộ ấp Bàu Trâm' }],
        endsAt: '10:30',
      },
      attendance: null,
      untaken: [
        { section: 'proposals', lines: ['- Cho sửa chữa nhà văn hóa ấp.', '- Hỗ trợ máy tính cho chi bộ.'] },
      ],
    });
    expect(draft.conclusions).toHaveLength(3);
  });

  it('with the chair and the minute-taker on one line gives each what follows their own label', () => {
    const draft = readDraft(
      [
        'BIÊN BẢN',
        'Sinh hoạt chi bộ thường kỳ tháng 8/2026',
        'Chi bộ ấp Bàu Trâm',
        'Thời gian: 14 giờ 00, ngày 05 tháng 8 năm 2026.',
        'Địa điểm: phòng họp số 2.',
        'Chủ trì: Lê Văn Mẫu, bí thư. Thư ký: Trần Thị Ví Dụ.',
        'Tổng số đảng viên 17, có mặt 15, vắng có lý do 2.',
      ].join('\n'),
      environment,
    );
    expect(draft?.turn.state.draft.head).toMatchObject({
      heldOn: '2026-08-05',
      chair: 'Lê Văn Mẫu, bí thư',
      minuteTaker: 'Trần Thị Ví Dụ',
    });
    expect(draft?.turn.state.draft.head.participants ?? []).toEqual([]);
    // What was read is shown as people write it.
    const told = withNotes(draft!, { blocks: [] }).blocks?.find(({ type }) => type === 'table');
    expect(told).toMatchObject({ rows: expect.arrayContaining([expect.arrayContaining(['05/8/2026'])]) });
  });
});
