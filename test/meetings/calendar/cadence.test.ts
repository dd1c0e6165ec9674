import { describe, expect, it } from 'vitest';
import {
  cadenceOf,
  cadenceStandings,
  notMet,
  periodAround,
  type CadenceChange,
  type CadenceUnit,
  type HeldMeeting,
} from '../../../meetings/calendar/cadence.ts';
import { parseMeetingLine } from '../../../meetings/entry/parse-meeting.ts';
import { meetingKinds } from '../../../meetings/meeting.ts';
import { asMeetingLine } from '../../../prompts/calendar.ts';
import { holidaysOf, workingDays } from '../../../meetings/calendar/days-off.ts';

const unit = (id: string, level = 'cell', more: Partial<CadenceUnit> = {}): CadenceUnit => ({
  id,
  name: id,
  level,
  validFrom: null,
  validTo: null,
  ...more,
});
const held = (unitId: string, heldOn: string, more: Partial<HeldMeeting> = {}): HeldMeeting => ({
  id: `${unitId} ${heldOn}`,
  unitId,
  kind: 'regular',
  heldOn,
  startsAt: null,
  endsAt: null,
  ...more,
});
const change = (more: Partial<CadenceChange>): CadenceChange => ({
  unitId: null,
  level: null,
  requirement: 'thematic',
  times: 1,
  period: 'half',
  ruleRef: '12-QĐ/ĐU',
  effectiveFrom: '2026-01-01',
  ...more,
});

describe('how often a unit has to meet', () => {
  it('follows the rule that was in force on the day', () => {
    expect(cadenceOf(unit('a'), 'thematic', '2025-09-30')?.ruleRef).toBe('12-HD/BTCTW');
    expect(cadenceOf(unit('a'), 'thematic', '2025-10-28')?.ruleRef).toBe('42-HD/BTCTW');
    expect(cadenceOf(unit('a', 'group'), 'regular', '2025-06-30')).toBeNull();
    expect(cadenceOf(unit('a', 'group'), 'regular', '2025-07-01')).toMatchObject({
      times: 1,
      period: 'month',
    });
  });

  it('takes the office’s word for a unit before that for its level, and both before the shipped rule', () => {
    const changes = [
      change({ level: 'cell', period: 'year' }),
      change({ unitId: 'a', period: 'half' }),
      change({ unitId: 'b', times: 0 }),
      change({ effectiveFrom: '2027-01-01', times: 2, period: 'quarter' }),
    ];
    const of = (id: string, on = '2026-08-01', level = 'cell') =>
      cadenceOf(unit(id, level), 'thematic', on, changes);
    expect(of('a')).toMatchObject({ period: 'half', isChanged: true });
    expect(of('b')).toBeNull();
    expect(of('c')).toMatchObject({ period: 'year' });
    expect(of('d', '2026-08-01', 'grassroots_cell')).toMatchObject({ period: 'quarter', times: 1 });
    expect(of('d', '2027-02-01', 'grassroots_cell')).toMatchObject({ period: 'quarter', times: 2 });
    expect(of('e', '2027-02-01', 'upper_grassroots')).toBeNull();
  });

  it('divides the year into months, quarters and halves', () => {
    expect(periodAround('2028-02-10', 'month')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(periodAround('2026-12-31', 'quarter')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
    expect(periodAround('2026-06-30', 'half')).toEqual({ from: '2026-01-01', to: '2026-06-30' });
  });
});

describe('who has not met', () => {
  const standings = (meetings: HeldMeeting[], on: string, today: string, units = [unit('a')]) =>
    cadenceStandings({ units, held: meetings, requirement: 'regular', on, today });
  const stateOf = (meetings: HeldMeeting[], on = '2026-07-10', today = '2026-08-10') =>
    standings(meetings, on, today)[0]?.state;

  it('is a unit without a regular meeting once the month is over, and not yet one while it runs', () => {
    expect(stateOf([])).toBe('missing');
    expect(stateOf([], '2026-07-10', '2026-07-31')).toBe('not-yet');
    expect(stateOf([held('a', '2026-06-30'), held('a', '2026-08-01')])).toBe('missing');
    expect(stateOf([held('a', '2026-07-31')])).toBe('met');
  });

  it('is a unit that held only a thematic meeting, unless it was long enough to be both', () => {
    const thematic = (endsAt: string | null) =>
      stateOf([held('a', '2026-07-05', { kind: 'thematic', startsAt: '14:00', endsAt })]);
    expect(thematic('15:59')).toBe('thematic-only');
    expect(thematic('16:00')).toBe('met');
    expect(thematic(null)).toBe('thematic-only');
  });

  it('is no unit that had ended or was only just founded', () => {
    const units = [
      unit('ended', 'cell', { validTo: '2026-06-30' }),
      unit('new', 'cell', { validFrom: '2026-07-20' }),
      unit('older', 'cell', { validFrom: '2026-07-02' }),
      unit('ends later', 'cell', { validTo: '2026-07-31' }),
    ];
    expect(notMet(standings([], '2026-07-10', '2026-08-10', units)).map((one) => one.unitId)).toEqual([
      'older',
      'ends later',
    ]);
  });

  it('is no cell without a chi ủy: only those are asked that held such a meeting within a year', () => {
    const meetings = [held('a', '2026-03-02', { kind: 'committee' })];
    const found = cadenceStandings({
      units: [unit('a'), unit('b')],
      held: meetings,
      requirement: 'committee',
      on: '2026-07-10',
      today: '2026-08-10',
    });
    expect(found.map(({ unitId, state }) => [unitId, state])).toEqual([['a', 'missing']]);
  });
});

describe('days off', () => {
  it('hold Tết by the Vietnamese calendar, and a day in lieu of each holiday on a weekend', () => {
    const days = holidaysOf(2026);
    expect([...days].filter(([, name]) => name === 'tet').map(([day]) => day)).toEqual([
      '2026-02-16',
      '2026-02-17',
      '2026-02-18',
      '2026-02-19',
      '2026-02-20',
    ]);
    // Giỗ Tổ 2026 is a Sunday.
    expect(days.get('2026-04-27')).toBe('in-lieu');
    expect(holidaysOf(2030).has('2030-02-02')).toBe(true);
    expect([...holidaysOf(2030)].filter(([, name]) => name === 'in-lieu').length).toBeGreaterThan(0);
  });

  it('are passed over backwards and forwards, with what the office changed', () => {
    const shipped = workingDays();
    expect(shipped.before('2026-02-23')).toBe('2026-02-13');
    expect(shipped.onOrAfter('2026-02-14')).toBe('2026-02-23');
    const own = workingDays([
      { day: '2026-02-14', name: '', isOff: false },
      { day: '2026-02-23', name: 'Hội xuân', isOff: true },
    ]);
    expect(own.before('2026-02-23')).toBe('2026-02-14');
    expect(own.onOrAfter('2026-02-16')).toBe('2026-02-24');
    expect(own.nameOf('2026-02-23')).toEqual({ name: 'Hội xuân' });
  });

  it('never hang on a list that closes the office for good', () => {
    const changes = Array.from({ length: 800 }, (_, i) => ({
      day: new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10),
      name: '',
      isOff: true,
    }));
    expect(workingDays(changes).onOrAfter('2025-01-01')).toBe('2026-01-02');
  });
});

describe('a plan that was held', () => {
  it.each(meetingKinds)('becomes a line that is read as the same meeting: %s', (kind) => {
    const plan = {
      kind,
      unitName: 'Chi bộ Văn phòng Đảng ủy',
      heldOn: '2026-08-05',
      startsAt: '14:00',
      endsAt: '15:40',
      place: 'hội trường tầng 2',
      topic: kind === 'thematic' ? 'Tiết kiệm, chống lãng phí' : '',
      sessionNo: kind === 'executive' ? 5 : null,
      isExtended: kind === 'executive',
      isOnline: false,
      chair: 'Lê Văn Mẫu, Bí thư chi bộ',
      minuteTaker: 'Trần Thị Ví Dụ',
      guests: '',
      agenda: ['Kiểm điểm tháng 7', 'Thông qua nghị quyết tháng 8'],
    };
    const read = parseMeetingLine(asMeetingLine(plan).replace(/^\/hop /u, ''), '2026-08-06');
    const { heldOn, startsAt, endsAt, place, chair, minuteTaker, agenda } = plan;
    expect(read.unitText).toBe(plan.unitName);
    expect(read.head).toMatchObject({ kind, heldOn, startsAt, endsAt, place, chair, minuteTaker });
    expect(read.agenda).toEqual(agenda);
    expect(read.unclear ?? []).toEqual([]);
    if (kind === 'executive') expect(read.head).toMatchObject({ sessionNo: 5, isExtended: true });
    if (kind === 'thematic') expect(read.head.topic).toBe(plan.topic);
  });
});
