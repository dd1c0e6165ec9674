import { describe, expect, it } from 'vitest';
import { checkNotes, isNotes } from '../../../meetings/entry/check-notes.ts';
import type { GuidedEnvironment } from '../../../meetings/entry/guided.ts';
import type { NotesReading } from '../../../meetings/entry/notes-schema.ts';
import { parseDecision } from '../../../meetings/entry/parse-decision.ts';

const notes = `Họp chi bộ Trạm Y tế Bến Đò thường kỳ, ngày 5/8/2026, từ 14h đến 15h30
địa điểm: phòng họp tầng 2. Đồng chí Lê Thị Mẫu chủ trì, đồng chí Trần Văn Ví ghi chép.
Chi bộ có 12 đảng viên, dự họp 10, vắng 2 có lý do.
Bàn việc chuẩn bị kết nạp quần chúng ưu tú.
Việc rà soát hồ sơ để đồng chí Nguyễn Thị Dụ lo, xong trước 20/8.
Kết luận: thống nhất tăng mức ủng hộ quỹ lên 50.000 đồng.`;

const environment: GuidedEnvironment = {
  today: '2026-08-10',
  matchUnits: (text) => (/trạm y tế/iu.test(text) ? [{ id: 'u1', name: 'Chi bộ Trạm Y tế Bến Đò' }] : []),
};
const nothing: NotesReading = {
  unit: null,
  kind: null,
  date: null,
  startsAt: null,
  endsAt: null,
  place: null,
  chair: null,
  minuteTaker: null,
  attendance: null,
  agenda: [],
  conclusions: [],
};
const [first = '', second = '', counts = '', agenda = '', task = '', conclusion = ''] = notes.split('\n');
const at = <T>(value: T, source: string) => ({ value, source });
const noCounts = {
  total: null,
  official: null,
  probationary: null,
  present: null,
  absentWithReason: null,
  absentWithoutReason: null,
  exempt: null,
};
const right: NotesReading = {
  unit: at('chi bộ Trạm Y tế Bến Đò', first),
  kind: at('regular', first),
  date: at('2026-08-05', first),
  startsAt: at('14:00', 'từ 14h đến 15h30'),
  endsAt: at('15:30', 'từ 14h đến 15h30'),
  place: at('phòng họp tầng 2', second),
  chair: at('Lê Thị Mẫu', 'Đồng chí Lê Thị Mẫu chủ trì'),
  minuteTaker: at('Trần Văn Ví', second),
  attendance: at({ ...noCounts, total: 12, present: 10, absentWithReason: 2 }, counts),
  agenda: [at('chuẩn bị kết nạp quần chúng ưu tú', agenda)],
  conclusions: [
    at({ content: 'rà soát hồ sơ', lead: 'đồng chí Nguyễn Thị Dụ', due: '2026-08-20' }, task),
    at({ content: 'thống nhất tăng mức ủng hộ quỹ', lead: null, due: null }, conclusion),
  ],
};
const read = (changes: Partial<NotesReading>) => checkNotes(notes, { ...nothing, ...changes }, environment);

describe('notes that a model read', () => {
  it('become a draft at its review, every field with its sentence', () => {
    const draft = checkNotes(notes, right, environment);
    expect(draft?.leftOut).toEqual([]);
    expect(draft?.turn.state.step).toBe('review');
    expect(draft?.turn.state.draft).toMatchObject({
      unit: { id: 'u1' },
      head: {
        kind: 'regular',
        heldOn: '2026-08-05',
        startsAt: '14:00',
        endsAt: '15:30',
        chair: 'Lê Thị Mẫu',
      },
      attendance: { total: 12, present: 10, absentWithReason: 2 },
      agenda: ['chuẩn bị kết nạp quần chúng ưu tú'],
    });
    expect(draft?.found).toContainEqual({
      step: 'chair',
      value: 'Lê Thị Mẫu',
      source: 'Đồng chí Lê Thị Mẫu chủ trì',
    });
    expect(draft?.found).toHaveLength(12);
  });

  it('give a task with who does it and by when, which the rules alone did not read', () => {
    expect(parseDecision(task, '2026-08-05').task?.lead).not.toBe('đồng chí Nguyễn Thị Dụ');
    const [line = '', plain] = checkNotes(notes, right, environment)?.turn.state.draft.conclusions ?? [];
    expect(parseDecision(line, '2026-08-05').task).toMatchObject({
      lead: 'đồng chí Nguyễn Thị Dụ',
      dueOn: '2026-08-20',
    });
    expect(plain).toBe(conclusion);
  });

  it('ask for what they do not say', () => {
    expect(read({ unit: right.unit, kind: right.kind })?.turn.state.step).toBe('date');
    expect(read({ date: right.date })?.turn.state.step).toBe('unit');
  });

  it.each<[string, Partial<NotesReading>]>([
    ['a sentence that is not there', { chair: at('Lê Thị Mẫu', 'Bí thư Lê Thị Mẫu điều hành phiên họp') }],
    ['a name that its sentence does not hold', { chair: at('Phạm Văn Bịa', second) }],
    ['another day than its sentence', { date: at('2026-08-06', first) }],
    ['a day that no calendar has', { date: at('2026-02-31', first) }],
    ['another time', { startsAt: at('13:00', first) }],
    ['another kind', { kind: at('congress', first) }],
    ['counts that were not written', { attendance: at({ ...noCounts, total: 15, present: 13 }, counts) }],
    ['no sentence', { place: at('phòng họp tầng 2', '') }],
  ])('leave out a field with %s', (_what, changes) => {
    const draft = checkNotes(notes, { ...nothing, unit: right.unit, ...changes }, environment);
    expect(draft?.leftOut).toEqual([
      Object.keys(changes)[0] === 'startsAt' ? 'time' : Object.keys(changes)[0],
    ]);
    expect(draft?.found).toHaveLength(1);
  });

  it.each([
    ['somebody else', { content: 'rà soát hồ sơ', lead: 'đồng chí Phạm Văn Bịa', due: '2026-08-20' }],
    ['another day', { content: 'rà soát hồ sơ', lead: 'đồng chí Nguyễn Thị Dụ', due: '2026-08-21' }],
    ['other work', { content: 'mua sắm thiết bị', lead: 'đồng chí Nguyễn Thị Dụ', due: '2026-08-20' }],
  ])('keep the sentence itself where the model gives the task to %s', (_what, value) => {
    const draft = read({ conclusions: [at(value, task)] });
    expect(draft?.turn.state.draft.conclusions).toEqual([task]);
  });

  it('come to nothing where nothing holds', () => {
    expect(read({})).toBeNull();
    expect(read({ unit: at('Chi bộ Bịa Đặt', 'không có trong ghi chép') })).toBeNull();
  });

  it('are several lines or a long one, not the line of a command', () => {
    expect(isNotes(notes)).toBe(true);
    expect(isNotes('chi bộ văn phòng thường kỳ 5/8/2026 14h-15h40 chủ trì A, thư ký B')).toBe(false);
  });
});
