import { describe, expect, it } from 'vitest';
import { findEventKind } from '../../../members/events/event-words.ts';
import { parseEventLine } from '../../../members/events/parse-event-line.ts';
import { parseEvents } from '../../../members/events/parse-events.ts';
import { resolvePersons } from '../../../members/events/resolve-persons.ts';
import type { KnownPerson } from '../../../members/register/compare-lists.ts';
import type { Unit } from '../../../members/units/units.ts';
import { unitNamed } from '../../support/units.ts';

const unit = (id: string, name: string): Unit => unitNamed(name, { id, level: 'cell' });
const units = [
  unit('dong', 'Chi bộ thôn Đông'),
  unit('doai', 'Chi bộ thôn Đoài'),
  unit('vp', 'Chi bộ Văn phòng'),
];
const today = '2026-08-01';
const line = (text: string, ownUnitIds: string[] = []) => parseEventLine(text, { units, today, ownUnitIds });

describe('the kind of an event in words', () => {
  it.each([
    ['Kết nạp đảng viên mới', 'admit'],
    ['công nhận đảng viên chính thức', 'confirm'],
    ['chuyen chinh thuc', 'confirm'],
    ['Chuyển sinh hoạt đảng chính thức đi', 'transfer_out'],
    ['Tiếp nhận đảng viên', 'transfer_in'],
    ['chuyển nội bộ', 'transfer'],
    ['Tặng Huy hiệu 40 năm', 'badge'],
    ['Cấp lại thẻ bị mất', 'card_reissue'],
    ['phat the dang vien', 'card_issue'],
    ['Miễn công tác và sinh hoạt', 'exempt'],
    ['Khai trừ', 'leave'],
    ['Từ trần', 'other_out'],
  ])('%s is %s', (words, kind) => {
    expect(findEventKind(words)?.kind).toBe(kind);
  });

  it('a temporary attendance is no event', () => {
    expect(findEventKind('Chuyển sinh hoạt tạm thời đi')).toBeNull();
  });
});

describe('an event in one line', () => {
  it('reads kind, number, unit, day and source in any order, without diacritics too', () => {
    expect(line('kết nạp 3 đồng chí chi bộ thôn Đông ngày 15/6/2026, nguồn: QĐ 12')).toEqual({
      kind: 'draft',
      source: 'QĐ 12',
      draft: {
        kind: 'admit',
        happenedOn: '2026-06-15',
        unitId: 'dong',
        toUnitId: null,
        level: null,
        personId: null,
        count: 3,
      },
    });
    expect(line('15/6/2026 chi bo thon dong 03 chuyen di')).toMatchObject({
      draft: { kind: 'transfer_out', unitId: 'dong', count: 3 },
    });
  });

  it('does not take the level of a badge for the number', () => {
    expect(line('huy hieu 40 nam tuoi dang 2 dong chi chi bo van phong 19/5/2026')).toMatchObject({
      draft: { kind: 'badge', level: 40, count: 2 },
    });
    expect(line('huy hiệu 35 năm 1 chi bộ văn phòng 19/5/2026')).toEqual({ kind: 'missing', what: 'level' });
  });

  it('knows from where to where', () => {
    expect(line('chuyển nội bộ 2 từ chi bộ thôn Đoài đến chi bộ Văn phòng 1/7/2026')).toMatchObject({
      draft: { kind: 'transfer', unitId: 'doai', toUnitId: 'vp', count: 2 },
    });
  });

  it('asks for what is missing and refuses what has not happened', () => {
    expect(line('3 đồng chí chi bộ thôn Đông 1/7/2026')).toEqual({ kind: 'missing', what: 'kind' });
    expect(line('kết nạp chi bộ thôn Đông 1/7/2026')).toEqual({ kind: 'missing', what: 'count' });
    expect(line('kết nạp 3 chi bộ thôn Đông')).toEqual({ kind: 'missing', what: 'day' });
    expect(line('kết nạp 3 chi bộ thôn Đông tháng 6/2026')).toEqual({ kind: 'missing', what: 'day' });
    expect(line('kết nạp 3 ngày 1/7/2026')).toEqual({ kind: 'missing', what: 'unit' });
    expect(line('kết nạp 3 chi bộ thôn Đông 1/9/2026')).toEqual({ kind: 'future', day: '2026-09-01' });
  });

  it('takes the only unit of the person where none is named, and asks where several fit', () => {
    expect(line('kết nạp 3 ngày 1/7/2026', ['vp'])).toMatchObject({ draft: { unitId: 'vp' } });
    expect(line('kết nạp 3 chi bộ thôn ngày 1/7/2026')).toMatchObject({ kind: 'which-unit' });
  });
});

describe('a list of events', () => {
  const head = [
    'Loại biến động',
    'Ngày',
    'Họ và tên',
    'Ngày sinh',
    'Chi bộ',
    'Từ đơn vị',
    'Đến đơn vị',
    'Số lượng',
    'Số CCCD',
  ];
  const read = (...rows: (string | null)[][]) => {
    const preview = parseEvents([{ name: 'bd', rows: [head, ...rows] }], { units, today });
    if (preview.kind !== 'preview') throw new Error('no header');
    return preview;
  };

  it('keeps who left the Party as a number without a name', () => {
    const { rows, dropped } = read([
      'Khai trừ',
      '1/3/2026',
      'Trần Kín',
      '1970',
      'Chi bộ thôn Đông',
      null,
      null,
      null,
      '012345678901',
    ]);
    expect(rows).toMatchObject([{ kind: 'leave', person: null, count: 1, unitId: 'dong' }]);
    expect(JSON.stringify({ rows, dropped })).not.toMatch(/Kín|0123/u);
    expect(dropped).toEqual([{ header: 'Số CCCD', reason: 'sensitive' }]);
  });

  it('takes a transfer between two known units as a move, else as coming or going', () => {
    expect(
      read(
        ['Chuyển đi', '1/3/2026', 'A', null, null, 'Chi bộ thôn Đông', 'Chi bộ Văn phòng', null, null],
        ['Chuyển đi', '1/3/2026', 'A', null, 'Chi bộ thôn Đông', null, 'tỉnh khác', null, null],
      ).rows.map((row) => [row.kind, row.unitId, row.toUnitId]),
    ).toEqual([
      ['transfer', 'dong', 'vp'],
      ['transfer_out', 'dong', null],
    ]);
  });

  it('says of each row why it is not taken', () => {
    const { rejected } = read(
      ['Biểu dương', '1/3/2026', 'A', null, 'Chi bộ thôn Đông', null, null, null, null],
      ['Kết nạp', '2026', 'A', null, 'Chi bộ thôn Đông', null, null, null, null],
      ['Kết nạp', '1/3/2027', 'A', null, 'Chi bộ thôn Đông', null, null, null, null],
      ['Kết nạp', '1/3/2026', null, null, 'Chi bộ Xa', null, null, '3', null],
      ['Huy hiệu', '1/3/2026', 'A', null, null, null, null, null, null],
    );
    expect(rejected.map((row) => row.reason.code)).toEqual([
      'no-kind',
      'bad-date',
      'future-date',
      'unknown-unit',
      'no-badge-level',
    ]);
  });

  it('finds the person by name and birth, and says where there is none or several', () => {
    const known = (personId: string, name: string, birthDate: string, unitId: string) =>
      ({
        versionId: personId,
        personId,
        hasLaterEvents: false,
        row: { name, birthDate, unitId },
      }) as KnownPerson;
    const persons = [
      known('1', 'Lê Thị Hai', '1980-02-02', 'dong'),
      known('2', 'Lê Thị Hai', '1990-01-01', 'vp'),
      known('3', 'Ngô Ba', '1970-01-01', 'vp'),
    ];
    const row = (name: string, birth: string | null, chiBo: string | null) => [
      'Chuyển đi',
      '1/3/2026',
      name,
      birth,
      chiBo,
      null,
      null,
      null,
      null,
    ];
    const { rows } = read(
      row('LE THI HAI', '1980', null),
      row('Lê Thị Hai', null, 'Chi bộ Văn phòng'),
      row('Lê Thị Hai', null, null),
      row('Ngô Ba', '1971', null),
    );
    const { drafts, rejected } = resolvePersons(rows, persons);
    expect(drafts.map((draft) => [draft.personId, draft.unitId])).toEqual([
      ['1', 'dong'],
      ['2', 'vp'],
    ]);
    expect(rejected.map((each) => each.reason.code)).toEqual(['several-persons', 'unknown-person']);
  });
});
