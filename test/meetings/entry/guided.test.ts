import { describe, expect, it } from 'vitest';
import { answerGuided, startGuided } from '../../../meetings/entry/guided.ts';
import type { GuidedEnvironment, GuidedState, Turn } from '../../../meetings/entry/guided.ts';
import { parseMeetingLine } from '../../../meetings/entry/parse-meeting.ts';
import { fold } from '../../../text/normalise.ts';

const units = [
  { id: 'u1', name: 'Chi bộ Văn phòng' },
  { id: 'u2', name: 'Chi bộ Thôn Đông' },
  { id: 'u3', name: 'Chi bộ Thôn Đoài' },
];
const environment: GuidedEnvironment = {
  today: '2026-08-10',
  matchUnits: (text) => units.filter((unit) => fold(unit.name).includes(fold(text))),
};

/** Answers in turn; the state goes through JSON between answers, as it does in the database. */
function talk(turn: Turn, ...answers: string[]): Turn {
  return answers.reduce(
    (current, answer) =>
      answerGuided(JSON.parse(JSON.stringify(current.state)) as GuidedState, answer, environment),
    turn,
  );
}
const start = (line = '') => startGuided(parseMeetingLine(line, environment.today), environment);

describe('the guided dialogue', () => {
  it('asks only which unit is meant where the line says the rest', () => {
    const open = start('chi bộ thôn thường kỳ 5/8/2026 14h-15h40, tổng 17, có mặt 17');
    expect(open).toMatchObject({ problem: { type: 'unit-ambiguous' }, state: { step: 'unit' } });
    expect(talk(open, 'chi bộ thôn đoài').state).toMatchObject({
      step: 'review',
      draft: {
        unit: { id: 'u3' },
        head: { kind: 'regular', startsAt: '14:00' },
        attendance: { present: 17 },
      },
    });
    // What is wrong with the rest is asked for next, and nothing else.
    expect(talk(start('chi bộ thôn thường kỳ 5/8/2026 25h'), 'chi bộ thôn đoài')).toMatchObject({
      state: { step: 'time' },
      problem: { type: 'unread' },
    });
  });

  it('takes counts out of one line, and asks for them again where they do not add up', () => {
    const line = 'chi bộ văn phòng thường kỳ 5/8/2026, tổng 17, miễn 1, vắng có lý do 2, có mặt';
    expect(start(`${line} 14`).state).toMatchObject({
      step: 'review',
      draft: { attendance: { total: 17, exempt: 1, present: 14 } },
    });
    const refused = start(`${line} 13`);
    expect(refused).toMatchObject({
      state: { step: 'attendance', draft: { unit: { id: 'u1' }, attendance: null } },
      problem: { type: 'attendance-sum', sums: [{ leftSum: 16, rightSum: 15 }] },
    });
    expect(talk(refused, 'tổng 17, miễn 1, có mặt 14, vắng có lý do 2').state).toMatchObject({
      step: 'review',
      draft: { head: { kind: 'regular' }, attendance: { present: 14 } },
    });
  });

  it('asks step by step and saves at the end', () => {
    const turn = talk(
      start(),
      'chi bộ văn phòng',
      '1',
      'hôm qua',
      '14h-15h40',
      'Phòng họp số 1',
      'Lê Văn Mẫu',
      'bỏ qua',
      'tổng 17, miễn 1, có mặt 14, vắng có lý do 2',
      'Kiểm điểm tháng 7; Nhiệm vụ tháng 8',
      'xong',
      'Giao chi ủy theo dõi, hạn 15/8',
      'xong',
    );
    expect(turn).toMatchObject({ type: 'ask', state: { step: 'review' } });
    expect(turn.state.draft).toMatchObject({
      unit: { id: 'u1' },
      head: {
        kind: 'regular',
        heldOn: '2026-08-09',
        startsAt: '14:00',
        endsAt: '15:40',
        chair: 'Lê Văn Mẫu',
      },
      attendance: { present: 14 },
      agenda: ['Kiểm điểm tháng 7', 'Nhiệm vụ tháng 8'],
      conclusions: ['Giao chi ủy theo dõi, hạn 15/8'],
    });
    expect(talk(turn, 'lưu').type).toBe('save');
  });

  it('asks again for a name where the answer begins with a number', () => {
    const asked = talk(start(), 'chi bộ văn phòng', 'thường kỳ', 'hôm qua', '14h', 'Phòng họp số 1');
    expect(talk(asked, '14h-15h')).toMatchObject({
      state: { step: 'chair' },
      problem: { type: 'name-unreadable' },
    });
    expect(talk(asked, 'Lê Văn Mẫu, bí thư chi bộ 2').state.draft.head.chair).toBe(
      'Lê Văn Mẫu, bí thư chi bộ 2',
    );
    expect(talk(asked, 'Lê Văn Mẫu', '???')).toMatchObject({ problem: { type: 'name-unreadable' } });
  });

  it('enters at the review when one line says enough', () => {
    expect(start('chi bộ Văn phòng thường kỳ 5/8/2026').state.step).toBe('review');
  });

  it('enters at the first required field that the line leaves out', () => {
    expect(start('chi bộ Văn phòng 5/8/2026').state.step).toBe('kind');
    expect(start('thường kỳ 5/8/2026').state.step).toBe('unit');
  });

  it('offers the units that a name may mean', () => {
    const turn = start('chi bộ thôn thường kỳ 5/8/2026');
    expect(turn).toMatchObject({ type: 'ask', problem: { type: 'unit-ambiguous' } });
    expect(turn.state.candidates.map((unit) => unit.id)).toEqual(['u2', 'u3']);
    expect(talk(turn, 'Chi bộ Thôn Đoài').state.draft.unit?.id).toBe('u3');
  });

  it('goes back, and keeps what was said', () => {
    const turn = talk(start(), 'chi bộ văn phòng', 'thường kỳ', 'lùi', 'lùi');
    expect(turn.state.step).toBe('unit');
    expect(turn.state.draft.head.kind).toBe('regular');
  });

  it('corrects one field from the review and returns there', () => {
    const turn = talk(start('chi bộ Văn phòng thường kỳ 5/8/2026'), 'sửa ngày', '4/8/2026');
    expect(turn.state.step).toBe('review');
    expect(turn.state.draft.head.heldOn).toBe('2026-08-04');
  });

  it.each([
    ['unit', [], 'không có đơn vị này', 'unit-unknown'],
    ['kind', ['chi bộ văn phòng'], 'gì đó', 'kind-unknown'],
    ['date', ['chi bộ văn phòng', '1'], 'lúc nào đó', 'date-unreadable'],
    ['date', ['chi bộ văn phòng', '1'], '12/8/2026', 'date-in-future'],
    ['time', ['chi bộ văn phòng', '1', 'hôm qua'], '15h-14h', 'time-order'],
    [
      'attendance',
      ['chi bộ văn phòng', '1', 'hôm qua', 'bỏ qua', 'bỏ qua', 'bỏ qua', 'bỏ qua'],
      'tổng 17 có mặt 10 vắng có lý do 2',
      'attendance-sum',
    ],
  ])('stays at %s after an answer it cannot take', (step, before, answer, problem) => {
    const turn = talk(start(), ...before, answer);
    expect(turn).toMatchObject({ type: 'ask', state: { step }, problem: { type: problem } });
  });

  it('does not skip what a meeting needs', () => {
    expect(talk(start(), 'bỏ qua')).toMatchObject({ state: { step: 'unit' }, problem: { type: 'required' } });
  });
});
