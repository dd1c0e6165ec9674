import type { DateOnly } from '../../core/clock.ts';
import type { Queryable } from '../../db/database.ts';
import { insertComments } from '../../meetings/follow-up/comment-store.ts';
import { saveCongressDate } from '../../meetings/follow-up/congress-store.ts';
import { savePlan } from '../../meetings/follow-up/directive-plan-store.ts';
import { changeProposal, insertProposals } from '../../meetings/follow-up/proposal-store.ts';
import { changeTask, insertTask } from '../../meetings/follow-up/task-store.ts';
import { insertMeeting } from '../../meetings/record/meeting-store.ts';
import type { Unit } from '../../members/units/units.ts';
import { saveUnits } from '../../members/units/unit-store.ts';
import { addDays, addMonths } from '../../text/dates.ts';
import { randomNumbers } from '../random.ts';

/** The day on which the year is looked at: its last. */
export const today: DateOnly = '2026-12-28';
const firstMonth: DateOnly = '2026-01-01';

const bodies = ['Văn phòng', 'chi ủy', 'Ban Tổ chức', 'Ủy ban Kiểm tra', 'Đoàn Thanh niên', 'Tổ công tác số'];
const works = [
  'hoàn thiện báo cáo tháng',
  'rà soát danh sách đảng viên',
  'chuẩn bị sinh hoạt chuyên đề',
  'tổng hợp kết quả thực hiện nghị quyết',
  'theo dõi việc học tập nghị quyết',
];
/** Symbols that tasks rest on; a third of the tasks name one. */
export const symbols: readonly string[] = Array.from({ length: 30 }, (_, i) => `${i + 10}-CT/TU`);

/** An id that repeats with its number. */
const idOf = (kind: number, n: number): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;
const accountId = idOf(9, 1);

/** How much the year holds. */
export interface YearSize {
  units: number;
  tasks: number;
  proposals: number;
}

/** The cells of the year, under six committees, and the units above them. */
function makeUnits(count: number): { units: Unit[]; cells: Unit[] } {
  const unit = (n: number, name: string, level: Unit['level'], parentId: string | null): Unit => ({
    id: idOf(1, n),
    parentId,
    name,
    shortName: null,
    level,
    aliases: [],
    validFrom: null,
    validTo: null,
    successorIds: [],
    isDemo: false,
  });
  const above = unit(0, 'Đảng bộ các cơ quan tỉnh Hòa Giang', 'upper_grassroots', null);
  const committees = Array.from({ length: 6 }, (_, i) =>
    unit(i + 1, `Đảng bộ Sở Thử nghiệm ${i + 1}`, 'grassroots_committee', above.id),
  );
  const cells = Array.from({ length: count }, (_, i) =>
    unit(i + 10, `Chi bộ Phòng ${i + 1}`, 'cell', (committees[i % 6] as Unit).id),
  );
  return { units: [above, ...committees, ...cells], cells };
}

/**
 * Stores a year: every cell meets once a month (a tenth of the meetings on a theme, some too short), with tasks of which
 * two thirds are done by now, proposals in all states, comments, congress days and plans. Returns the units.
 */
export async function storeYear(t: Queryable, size: YearSize): Promise<Unit[]> {
  const random = randomNumbers(20260101);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const { units, cells } = makeUnits(size.units);
  await saveUnits(t, units);
  const meetings: { id: string; heldOn: DateOnly }[] = [];
  for (const [c, cell] of cells.entries()) {
    for (let month = 0; month < 12; month++) {
      const heldOn = addDays(addMonths(firstMonth, month), 2 + Math.floor(random() * 20));
      const id = idOf(2, c * 12 + month);
      const absent = Math.floor(random() * 4);
      await insertMeeting(
        t,
        {
          id,
          unitId: cell.id,
          kind: month % 3 === 2 && random() < 0.3 ? 'thematic' : 'regular',
          title: '',
          heldOn,
          startsAt: '14:00',
          endsAt: random() < 0.1 ? '15:10' : '15:40',
          place: '',
          chair: 'Bí thư chi bộ',
          minuteTaker: '',
          guests: '',
          endsOn: null,
          sessionNo: null,
          isExtended: false,
          isOnline: false,
          topic: '',
          participants: [],
          attendance: {
            total: 20,
            official: 19,
            probationary: 1,
            exempt: 0,
            temporaryIn: 0,
            temporaryOut: 0,
            present: 20 - absent,
            absentWithReason: absent,
            absentWithoutReason: 0,
          },
          agenda: [],
        },
        { accountId, at: `${heldOn}T08:00:00.000Z` },
      );
      meetings.push({ id, heldOn });
    }
  }
  for (let n = 0; n < size.tasks; n++) {
    const meeting = meetings[n % meetings.length] as (typeof meetings)[number];
    const id = idOf(3, n);
    const dueOn = random() < 0.2 ? null : addDays(meeting.heldOn, 10 + Math.floor(random() * 60));
    await insertTask(
      t,
      {
        id,
        content: `${pick(works)} số ${n}`,
        lead: random() < 0.3 ? pick(cells).name : pick(bodies),
        cooperating: random() < 0.3 ? [pick(bodies)] : [],
        dueOn,
        basis: random() < 0.33 ? [pick(symbols)] : [],
        doneAt: null,
      },
      { meetingId: meeting.id },
    );
    if (random() < 0.66)
      await changeTask(
        t,
        { id, revision: 0 },
        { doneAt: `${meeting.heldOn}T09:00:00.000Z`, result: 'đã xong' },
      );
  }
  for (let n = 0; n < size.proposals; n++) {
    const meeting = pick(meetings);
    const id = idOf(4, n);
    const content = random() < 0.3 ? `sửa đổi Quy định số ${n % 50}-QĐ/TU` : `cho chủ trương việc số ${n}`;
    await insertProposals(
      t,
      [{ id, content, proposer: 'Chi ủy', addressee: pick(bodies), basis: [] }],
      { meetingId: meeting.id },
      { accountId, at: `${meeting.heldOn}T08:00:00.000Z` },
    );
    const status = pick(['raised', 'raised', 'opinion', 'directed-unknown', 'directed', 'answered'] as const);
    if (status !== 'raised') await changeProposal(t, { id, revision: 0 }, { status });
  }
  for (const [n, cell] of cells.entries()) {
    const meetingId = idOf(2, n * 12);
    const startsOn = addDays('2026-03-01', n);
    const congress = { id: idOf(5, n), unitId: cell.id, meetingId, name: 'lần thứ X', term: '2025-2030' };
    await saveCongressDate(t, { ...congress, startsOn, endsOn: startsOn, place: '' });
    const comments = Array.from({ length: 5 }, (_, i) => ({
      id: idOf(6, n * 5 + i),
      section: `Phần ${i + 1}`,
      content: 'nêu rõ hơn kết quả',
      body: 'Ban Thường vụ Đảng ủy',
    }));
    await insertComments(t, meetingId, comments);
    if (random() < 0.5) continue;
    const directive = symbols[0] as string;
    const plan = { id: idOf(7, n), unitId: cell.id, directive, directiveKey: '10|CT|TU' };
    await savePlan(t, { ...plan, plan: `${n + 1}-KH/CB`, planKey: `${n + 1}|KH|CB`, issuedOn: null });
  }
  return units;
}
