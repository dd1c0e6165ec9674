import { describe, expect, it } from 'vitest';
import { startGuided, answerGuided, type GuidedEnvironment } from '../../../meetings/entry/guided.ts';
import { parseAttendance } from '../../../meetings/entry/parse-attendance.ts';
import { parseMeetingLine } from '../../../meetings/entry/parse-meeting.ts';
import { looksLikeDraft, readDraft } from '../../../meetings/entry/read-draft.ts';
import { parseDays, unreadableDays } from '../../../text/day-ranges.ts';
import { findTimes } from '../../../text/times.ts';
import { fold } from '../../../text/normalise.ts';

const today = '2026-08-10';
const units = [
  { id: 'u1', name: 'Chi bộ Kế hoạch' },
  { id: 'u2', name: 'Đảng bộ xã Bản Sen' },
];
const environment: GuidedEnvironment = {
  today,
  matchUnits: (text) => {
    const key = fold(text).replace(/dang uy/u, 'dang bo');
    return key === '' ? [] : units.filter((unit) => fold(unit.name).includes(key));
  },
  units,
};
const enter = (line: string) => startGuided(parseMeetingLine(line, today), environment);
/** The fields that are asked for before the review. */
const asked = (line: string): string[] => {
  const { step, open = [] } = enter(line).state;
  return [step, ...open.map((one) => one.step)].filter((one) => one !== 'review');
};

describe('days as people type them', () => {
  it.each([
    ['22 và 23/7/2020', '2020-07-22', '2020-07-23'],
    ['từ 30/6 đến 02/7/2020', '2020-06-30', '2020-07-02'],
    ['22-23/7', '2026-07-22', '2026-07-23'],
    ['thường kỳ thứ 6 vừa rồi', '2026-08-07', null],
    ['tuần trước, thứ tư', '2026-08-05', null],
    ['cách đây 3 ngày', '2026-08-07', null],
    ['lần thứ 5, ngày 05/8/2026', '2026-08-05', null],
    ['5/1', '2026-01-05', null],
    ['25/12', '2026-12-25', null],
    ['hom wa', '2026-08-09', null],
  ])('%s', (typed, first, last) => {
    for (const text of [typed, fold(typed)])
      expect(parseDays(text, { today })).toMatchObject({ first, last });
  });

  it('tells digits that are no day and hours that are no hour', () => {
    expect(parseDays('31/4/2026', { today })).toBeNull();
    expect(unreadableDays('họp 31/4/2026')).toHaveLength(1);
    expect(findTimes('14h75 và 25h')).toMatchObject({ times: [], unreadable: [{}, {}] });
    expect(findTimes('từ 14h tới 16h 5/8').times.map(({ time }) => time)).toEqual(['14:00', '16:00']);
  });
});

describe('a line about a meeting', () => {
  it.each([
    [
      'BCH Đảng ủy xã Bản Sen họp lần thứ 19 (mở rộng) 5/8/2026',
      { kind: 'executive', sessionNo: 19, isExtended: true },
    ],
    ['Thường trực Đảng ủy xã Bản Sen họp 5/8/2026', { kind: 'permanent' }],
    ['UBKT Đảng ủy xã Bản Sen họp phiên thứ 3, 5/8/2026', { kind: 'inspection', sessionNo: 3 }],
    ['Đảng ủy xã Bản Sen sơ kết 6 tháng đầu năm, 5/8/2026', { kind: 'review', topic: '6 tháng đầu năm' }],
    ['BTV Đảng ủy xã Bản Sen duyệt đại hội chi bộ thôn Bắc 5/8/2026', { kind: 'congress-approval' }],
    [
      'Đại hội Đảng bộ xã Bản Sen lần thứ IV, 5 và 6/8/2026',
      { kind: 'congress', sessionNo: 4, endsOn: '2026-08-06' },
    ],
    ['chi bộ Kế hoạch họp trực tuyến thường kỳ 5/8/2026', { kind: 'regular', isOnline: true }],
    [
      'chi bộ Kế hoạch sinh hoạt chuyên đề tiết kiệm điện 5/8/2026',
      { kind: 'thematic', topic: 'tiết kiệm điện' },
    ],
  ])('tells the kind and what belongs to it: %s', (line, head) => {
    const turn = enter(line);
    expect(turn.state.step).toBe('review');
    expect(turn.state.draft.head).toMatchObject(head);
  });

  it('puts who took part in their capacity', () => {
    const { draft } = enter(
      'BTV Đảng ủy xã Bản Sen làm việc với đoàn công tác của tỉnh 5/8/2026, các đ/c Lê Văn Mẫu, Bí thư; Trần Thị Ví Dụ, Phó Bí thư đồng chủ trì',
    ).state;
    expect(draft.head.chair).toBe('Lê Văn Mẫu, Bí thư');
    expect(draft.head.participants).toEqual([
      { capacity: 'delegation', name: '', position: '', body: 'đoàn công tác của tỉnh' },
      { capacity: 'co-chair', name: 'Trần Thị Ví Dụ', position: 'Phó Bí thư', body: '' },
    ]);
  });

  it.each([
    ['chi bộ Kế hoạch thường kỳ 5/8/2026 25h', ['time']],
    ['chi bộ Kế hoạch thường kỳ 31/4/2026 14h', ['date']],
    ['chi bộ Kế hoạch thường kỳ thứ hai 5/8/2026', ['date']],
    ['chi bộ Kế hoạch thường kỳ 5/8/2026 lúc 3h', ['time']],
    ['chi bộ Kế hoạch thường kỳ 5/8/2026, chủ trì, thư ký Trần Thị Ví Dụ', ['chair']],
    ['chi bộ Kế hoạch thường kỳ 5/8/2026, tổng 20, có mặt 17, vắng 2', ['attendance']],
    ['chi bộ Kế hoạch 5/8/2026', ['kind']],
    ['chi bộ Kế hoạch thường kỳ và chuyên đề 5/8/2026', ['kind']],
    ['chi bộ Kế hạch thường kỳ 5/8/2026', ['unit']],
    ['chi bộ Kế hoạch thường kỳ 5/12/2026', ['date']],
    ['chi bộ Kế hoạch thường kỳ 31/4/2026 25h', ['date', 'time']],
  ])('is asked about exactly what is unclear: %s', (line, fields) => {
    expect(asked(line)).toEqual(fields);
    expect(asked(fold(line))).toEqual(fields);
  });

  it('keeps names and counts apart', () => {
    const { draft } = enter('chi bộ Kế hoạch thường kỳ 5/8/2026, thư ký Trần Thị Ví Dụ, 15/15').state;
    expect(draft.head.minuteTaker).toBe('Trần Thị Ví Dụ');
    expect(draft.attendance).toMatchObject({ total: 15, present: 15 });
  });

  it.each([
    ['UBKT Đảng ủy xã Bản Sen kiểm tra chi bộ thôn Bắc 5/8/2026', 'chi bộ thôn Bắc', undefined],
    ['Đảng ủy xã Bản Sen giám sát Hợp tác xã Tân Lập về thu chi 5/8/2026', 'Hợp tác xã Tân Lập', 'thu chi'],
  ])('gives a visit to the body that made it: %s', (line, host, topic) => {
    const { draft } = enter(line).state;
    expect(draft.unit?.id).toBe('u2');
    expect(draft.head).toMatchObject({ kind: 'visit', participants: [{ capacity: 'host', body: host }] });
    expect(draft.head.topic).toBe(topic);
  });

  it('takes no word that is spelt as one for a slip in another', () => {
    const { draft } = enter(
      'chi bo Ke hoach chuyen de hien dat lam duong noi dong 5/8/2026, KL: lap du toan truoc 20/7; bao cao cu tri',
    ).state;
    expect(draft.head.topic).toBe('hien dat lam duong noi dong');
    expect(draft.conclusions).toEqual(['lap du toan truoc 20/7', 'bao cao cu tri']);
  });

  it.each([
    ['từ 7h30 ngày 4/8 đến 11h ngày 5/8/2026', { heldOn: '2026-08-04', endsOn: '2026-08-05' }],
    ['5/8/2026 8h30, chủ trì Lê Văn Mẫu, kết thúc 10h', { startsAt: '08:30', endsAt: '10:00' }],
    ['5/8/2026 7h30-9h tối', { startsAt: '19:30', endsAt: '21:00' }],
    ['5/8/2026 8h-2h chiều', { startsAt: '08:00', endsAt: '14:00' }],
  ])('tells from when to when: %s', (when, head) => {
    const { state } = enter(`chi bộ Kế hoạch thường kỳ ${when}`);
    expect(state).toMatchObject({ step: 'review', draft: { head } });
  });

  it.each([
    'chutri Lê Văn Mẫu',
    'chủ chì Lê Văn Mẫu',
    'chur trif Lê Văn Mẫu',
    'chủ trìi: Lê Văn Mẫu',
    'do Lê Văn Mẫu chủ trì',
  ])('is read with a slip in a label: %s', (typed) => {
    expect(enter(`chi bộ Kế hoạch thường kỳ 5/8/2026 14h, ${typed}`).state).toMatchObject({
      step: 'review',
      draft: { head: { chair: 'Lê Văn Mẫu' } },
    });
  });

  it('makes a plan of a day to come where the words, a whole date or the person say so', () => {
    expect(enter('chi bộ Kế hoạch sẽ họp thường kỳ thứ sáu tuần tới 14h').state).toMatchObject({
      step: 'review',
      draft: { isPlanned: true, head: { heldOn: '2026-08-21' } },
    });
    expect(enter('chi bộ Kế hoạch thường kỳ 20/8/2026').state).toMatchObject({
      step: 'review',
      draft: { isPlanned: true, head: { heldOn: '2026-08-20' } },
    });
    const open = enter('chi bộ Kế hoạch thường kỳ ngày 20');
    expect(open).toMatchObject({ problem: { type: 'date-in-future' }, state: { draft: { head: {} } } });
    expect(answerGuided(open.state, 'dự kiến', environment).state).toMatchObject({
      step: 'review',
      draft: { isPlanned: true, head: { heldOn: '2026-08-20' } },
    });
  });
});

describe('the attendance split', () => {
  it('tells full and probationary members present, and the exempt who came', () => {
    const line =
      'tổng 17 (chính thức 15, dự bị 2), miễn 2 (1 có mặt), có mặt 14 (chính thức 12, dự bị 2), vắng 2 (1 có lý do, 1 không lý do)';
    expect(parseAttendance(line).attendance).toMatchObject({
      official: 15,
      probationary: 2,
      exempt: 2,
      exemptPresent: 1,
      present: 14,
      presentOfficial: 12,
      presentProbationary: 2,
      absentWithReason: 1,
      absentWithoutReason: 1,
    });
  });

  it('is asked back where reasons and absences are not the same people', () => {
    expect(parseAttendance('tổng 17, vắng 2, có lý do 3').unclear).toEqual(['absence-reason']);
    // Of the third nobody said it.
    expect(parseAttendance('tổng 17, vắng 3, có lý do 2').attendance).toMatchObject({
      present: 14,
      absentWithReason: 2,
      absentUnexplained: 1,
    });
  });
});

describe('corrections in the dialogue', () => {
  it('take the value in one go and return to where the person was', () => {
    const review = enter('chi bộ Kế hoạch thường kỳ 5/8/2026').state;
    expect(answerGuided(review, 'sửa chủ trì: Lê Văn Mẫu', environment).state).toMatchObject({
      step: 'review',
      draft: { head: { chair: 'Lê Văn Mẫu' } },
    });
    expect(
      answerGuided(review, 'thư ký Trần Thị Ví Dụ, 14h-16h', environment).state.draft.head,
    ).toMatchObject({
      minuteTaker: 'Trần Thị Ví Dụ',
      endsAt: '16:00',
    });
    const begun = startGuided(parseMeetingLine('', today), environment);
    const atTime = ['Chi bộ Kế hoạch', 'thường kỳ', 'hôm qua'].reduce(
      (turn, answer) => answerGuided(turn.state, answer, environment),
      begun,
    );
    const corrected = answerGuided(atTime.state, 'sửa ngày: 5/8/2026', environment).state;
    expect(corrected).toMatchObject({ step: 'time', draft: { head: { heldOn: '2026-08-05' } } });
  });
});

describe('a draft of minutes', () => {
  const minutes = `ĐẢNG BỘ XÃ BẢN SEN
CHI BỘ KẾ HOẠCH
BIÊN BẢN
Sinh hoạt chi bộ thường kỳ tháng 8 năm 2026
1. Thời gian: 14 giờ, ngày 05 tháng 8 năm 2026
2. Địa điểm: Phòng họp số 1
3. Chủ trì: đồng chí Lê Văn Mẫu - Bí thư chi bộ
4. Thư ký: đồng chí Trần Thị Ví Dụ
5. Thành phần:
- Tổng số đảng viên: 17 đồng chí
- Có mặt: 15 đồng chí
- Vắng có lý do: 2 đồng chí
II. Nội dung
- Kiểm điểm tháng 7
- Nhiệm vụ tháng 8
III. Thảo luận
Đồng chí Nguyễn Văn Thử phát biểu nhất trí.
IV. Kết luận của chủ trì
1. Giao chi ủy lập kế hoạch, hạn 20/8
Hội nghị kết thúc lúc 15 giờ 40 cùng ngày.`;

  it('is read into fields by rules, without what people said', () => {
    expect(looksLikeDraft(minutes)).toBe(true);
    const draft = readDraft(minutes, environment);
    expect(draft?.turn.state).toMatchObject({
      step: 'review',
      draft: {
        unit: { id: 'u1' },
        head: {
          kind: 'regular',
          heldOn: '2026-08-05',
          startsAt: '14:00',
          endsAt: '15:40',
          place: 'Phòng họp số 1',
          chair: 'Lê Văn Mẫu, Bí thư chi bộ',
          minuteTaker: 'Trần Thị Ví Dụ',
        },
        attendance: { total: 17, present: 15, absentWithReason: 2 },
        agenda: ['Kiểm điểm tháng 7', 'Nhiệm vụ tháng 8'],
        conclusions: ['Giao chi ủy lập kế hoạch, hạn 20/8'],
      },
    });
    expect(JSON.stringify(draft)).not.toContain('Thử');
    for (const { source } of draft?.found ?? [])
      expect(fold(minutes)).toContain(fold(source.split(';')[0] ?? ''));
  });

  it('leaves counts out that do not add up', () => {
    const draft = readDraft(minutes.replace('Có mặt: 15', 'Có mặt: 12'), environment);
    expect(draft?.leftOut).toEqual(['attendance']);
    expect(draft?.turn.state.draft.attendance).toBeNull();
  });

  it('takes who met, when and under whom from a forwarded note', () => {
    const note = `Sáng 30/7, Ban Thường vụ Đảng ủy xã Bản Sen làm việc với Đảng ủy Khối để nghe báo cáo. Đồng chí Lê Văn Mẫu - Bí thư Đảng ủy chủ trì cuộc làm việc.
Cùng dự có các đồng chí: Trần Thị Ví Dụ - Phó Bí thư.
Đồng chí Bí thư ghi nhận kết quả.`;
    expect(readDraft(note, environment)?.turn.state.draft).toMatchObject({
      unit: { id: 'u2' },
      head: { kind: 'working', heldOn: '2026-07-30', chair: 'Lê Văn Mẫu, Bí thư Đảng ủy' },
    });
  });
});

describe('a word that may be of two things', () => {
  it.each([
    // A place or the unit that is visited.
    ['Đảng ủy xã Bản Sen khảo sát tại chi bộ Kế hoạch 5/8/2026 14h', 'place'],
    // Counts of which one is missing.
    ['chi bộ Kế hoạch thường kỳ 5/8/2026 14h, vắng 02 đ/c', 'attendance'],
    // Two days, or a meeting that was put off.
    ['chi bộ Kế hoạch thường kỳ tối qua, hoãn, chuyển sang 12/8 19h', 'date'],
    // Another matter behind the unit's name.
    ['Chi bộ Kế hoạch chuẩn bị đại hội, họp chi ủy 3/8/2026 16h30', 'agenda'],
    // What it was about, or how it was held.
    ['chi bộ Kế hoạch sinh hoạt chuyên đề dịch vụ công trực tuyến 5/8/2026 14h', 'kind'],
    // A regular meeting, or a congress.
    ['chi bộ Kế hoạch họp thường kỳ, đại hội 5/8/2026 14h', 'kind'],
    ['chi bộ Kế hoạch thường kỳ 5/8/2026 14h, dong chi pho bi thu ghi bien ban', 'minute-taker'],
  ])('is asked for: %s', (line, field) => expect(asked(line)).toContain(field));

  it('is no event and no name where it stands inside other words', () => {
    expect(enter('chi bộ Kế hoạch họp đột xuất 5/8/2026 15h bàn việc sắp xếp phòng làm việc')).toMatchObject({
      state: { step: 'review', draft: { head: { kind: 'other', topic: 'sắp xếp phòng làm việc' } } },
    });
    expect(
      enter('Ủy ban Kiểm tra Đảng ủy xã Bản Sen họp 7/8/2026 8h, đồng chí Hà Thị Nga, Chủ nhiệm, chủ trì')
        .state.draft.head,
    ).toMatchObject({ chair: 'Hà Thị Nga, Chủ nhiệm' });
    expect(
      enter('chi bộ Kế hoạch thường kỳ 5/8/2026 14h, Vi Văn Kiên và Lò Thị Đôi chủ trì').state.draft.head,
    ).toMatchObject({ chair: 'Vi Văn Kiên', participants: [{ capacity: 'co-chair', name: 'Lò Thị Đôi' }] });
  });

  it.each([
    [
      'tại hội trường tầng 2, chi bộ Kế hoạch thường kỳ ngay 5 14h30',
      '2026-08-05',
      '14:30',
      'hội trường tầng 2',
    ],
    [
      'cb Kế hoạch sh thường kỳ 5/8, 8h tới 9h45, tại hội trường tầng 2',
      '2026-08-05',
      '08:00',
      'hội trường tầng 2',
    ],
    [
      'chi bộ Kế hoạch thường kỳ mùng 5/8 lúc 8 rưỡi hội trường tầng 2',
      '2026-08-05',
      '08:30',
      'hội trường tầng 2',
    ],
  ])('%s', (line, heldOn, startsAt, place) =>
    expect(enter(line).state).toMatchObject({
      step: 'review',
      draft: { unit: { id: 'u1' }, head: { kind: 'regular', heldOn, startsAt, place } },
    }),
  );
});
