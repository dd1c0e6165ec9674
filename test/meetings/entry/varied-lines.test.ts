import { describe, expect, it } from 'vitest';
import { judgeLine } from '../../../eval/meetings/meetings.ts';
import { variedLines } from '../../../eval/meetings/varied-lines.ts';
import { answerGuided, startGuided } from '../../../meetings/entry/guided.ts';
import { parseMeetingLine } from '../../../meetings/entry/parse-meeting.ts';

const today = '2026-08-10';
const units = [
  { id: 'u1', name: 'Chi bộ Kế hoạch' },
  { id: 'u2', name: 'Đảng bộ xã Bản Sen' },
];
const environment = {
  today,
  matchUnits: (text: string) =>
    units.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()) && text !== ''),
  units,
};
const enter = (line: string) => startGuided(parseMeetingLine(line, today), environment).state;
const asked = (line: string): string[] => {
  const { step, open = [] } = enter(line);
  return [step, ...open.map((one) => one.step)];
};

describe('a line as people type it', () => {
  it('is never kept otherwise than it says, whatever the order, the words and the slips', () => {
    const silent = variedLines(120, 41).filter((line) => judgeLine(line).verdict === 'silent');
    expect(silent.map(({ line }) => line)).toEqual([]);
  });

  it.each([
    // A word that nothing reads, beside the unit's name and in a clause of its own.
    ['chi bộ Kế hoạch Sở Nội vụ thường kỳ 5/8/2026 14h', 'unit'],
    ['chi bộ Kế hoạch thường kỳ 5/8/2026 14h, đ/c Sáu', 'chair'],
    ['chi bộ Kế hoạch thường kỳ 5/8/2026 14h, chủ trì Lê Văn Mẫu, đ/c Sáu cầm bút', 'minute-taker'],
    ['chi bộ Kế hoạch thường kỳ 5/8/2026 lúc 8', 'time'],
    ['chi bộ Kế hoạch thường kỳ rằm tháng 6 14h', 'date'],
    // A number that goes to no count.
    ['chi bộ Kế hoạch thường kỳ 5/8/2026, tổng 15 đv 13 có mặt vắng 2 có phép 4', 'attendance'],
  ])('what is not understood in “%s” is asked for under %s', (line, field) =>
    expect(asked(line)).toContain(field),
  );

  it('offers how it would read the words, to be taken with one answer', () => {
    const state = enter('chi bộ Kế hoạch thường kỳ 5/8/2026 14h, đ/c Sáu, thư ký Lê Văn Mẫu');
    expect(state).toMatchObject({ step: 'chair', offer: 'Sáu' });
    expect(answerGuided(state, state.offer ?? '', environment).state).toMatchObject({
      step: 'review',
      draft: { head: { chair: 'Sáu', minuteTaker: 'Lê Văn Mẫu' } },
    });
  });

  it.each([
    ['ông Bảy ct cô Mơ ghi bb', { chair: 'ông Bảy', minuteTaker: 'cô Mơ' }],
    ['ct ông Bảy tk cô Mơ', { chair: 'ông Bảy', minuteTaker: 'cô Mơ' }],
    ['bà Nguyễn Thị Sáu chủ trì', { chair: 'Nguyễn Thị Sáu' }],
  ])('tells who had which role by what stands beside it: %s', (typed, head) =>
    expect(enter(`chi bộ Kế hoạch thường kỳ 5/8/2026 14h, ${typed}`)).toMatchObject({
      step: 'review',
      draft: { head },
    }),
  );

  it.each([
    ['c.trì: Lê Văn Mẫu; t.ký: Trần Thị Bé', { chair: 'Lê Văn Mẫu', minuteTaker: 'Trần Thị Bé' }],
    ['ch.trì Lê Văn Mẫu, th.ký Trần Thị Bé', { chair: 'Lê Văn Mẫu', minuteTaker: 'Trần Thị Bé' }],
    ['bác Bảy cầm trịch', { chair: 'bác Bảy' }],
    ['Lê Văn Mẫu điều khiển', { chair: 'Lê Văn Mẫu' }],
    ['phòng họp trực tuyến tầng 1', { place: 'phòng họp trực tuyến tầng 1' }],
    ['tại hội trường trực tuyến xã', { place: 'hội trường trực tuyến xã' }],
    ['mời đ/c Lê Văn Tám dự', { guests: 'Lê Văn Tám' }],
    ['hết 2 tiếng', { startsAt: '14:00', endsAt: '16:00' }],
    ['mất 90 phút', { startsAt: '14:00', endsAt: '15:30' }],
  ])('“%s” is read as it is meant', (typed, head) => {
    const state = enter(`chi bộ Kế hoạch thường kỳ 5/8/2026 14h, ${typed}`);
    expect(state).toMatchObject({ step: 'review', draft: { head } });
    expect(state.draft.head.isOnline).toBeUndefined();
  });

  it.each([
    // Two people at one role: before and behind it, with the role twice, and one run of names between two roles.
    ['Lê Văn Nghị chủ trì Trần Thị Thắm', ['chair']],
    ['bác Năm chủ trì, bác Sáu chủ trì', ['chair']],
    ['anh Bình cùng chị Hoa chủ trì anh Nam', ['chair']],
    ['chủ trì Lê Bình Trần Hoa thư ký', ['chair', 'minute-taker']],
    // Nearly a length is none; why somebody was away is asked as with or without leave, and not kept.
    ['kéo dài gần 2 tiếng', ['time']],
    ['vắng 2 do đi công tác', ['attendance']],
    ['vắng 2 (1 ốm, 1 đi tập huấn)', ['attendance']],
    ['chưa chốt chỗ', ['place']],
    ['chủ trì Lâm, ghi Mẫn', ['minute-taker']],
  ])('“%s” is asked about, and nothing else', (typed, fields) =>
    expect(asked(`chi bộ Kế hoạch thường kỳ 5/8/2026 14h, ${typed}`)).toEqual(fields),
  );

  it.each([
    ['Ban TV Đảng ủy xã Bản Sen họp 5/8/2026 14h', 'standing'],
    ['chi bộ Kế hoạch sinh hoạt thường lệ 5/8/2026 14h', 'regular'],
    ['tụi em chi bộ Kế hoạch vừa rồi 5/8/2026 họp định kỳ khởi sự 14h tan 16h', 'regular'],
    ['chi bộ Kế hoạch hop thuonh ky nagy 5/8/2026 lcu 14h', 'regular'],
    ['UBKT Đảng ủy xã Bản Sen họp 5/8/2026 14h', 'inspection'],
  ])('nothing is asked of “%s”', (line, kind) =>
    expect(enter(line)).toMatchObject({ step: 'review', draft: { head: { kind, startsAt: '14:00' } } }),
  );

  it('tells who came to look into what', () => {
    const line = 'đoàn kiểm tra của UBKT Tỉnh ủy kiểm tra chi bộ Kế hoạch việc thu đảng phí, 14h 5/8/2026';
    expect(enter(line)).toMatchObject({
      step: 'review',
      draft: {
        unit: { id: 'u1' },
        head: {
          kind: 'visit',
          topic: 'việc thu đảng phí',
          participants: [{ body: 'đoàn kiểm tra của UBKT Tỉnh ủy' }, { body: 'chi bộ Kế hoạch' }],
        },
      },
    });
  });

  it('reads counts in the ways that people put them', () => {
    const read = (typed: string) =>
      enter(`chi bộ Kế hoạch thường kỳ 5/8/2026 14h, ${typed}`).draft.attendance;
    expect(read('39đv có mặt 36 vắng 3 (2 có phép 1 không)')).toMatchObject({
      total: 39,
      present: 36,
      absentWithReason: 2,
      absentWithoutReason: 1,
    });
    expect(read('dự họp 19 trên tổng số 21 đảng viên, vắng 2 (đều có lý do)')).toMatchObject({
      total: 21,
      present: 19,
    });
    expect(read('8 đồng chí dự đủ')).toMatchObject({ total: 8, present: 8 });
  });
});
