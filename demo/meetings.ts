import type { DateOnly } from '../core/clock.ts';
import type { NewPlan } from '../meetings/calendar/plan.ts';
import type { GuidedState } from '../meetings/entry/guided.ts';
import type { RatingLevel } from '../meetings/ratings/criteria.ts';
import { addMonths, dateParts, formatDate } from '../text/dates.ts';
import { createDraw } from './draw.ts';

const themes = [
  'Nâng cao chất lượng sinh hoạt chi bộ',
  'Chuyển đổi số trong công việc của chi bộ',
  'Tiết kiệm, chống lãng phí tại cơ quan',
  'Trách nhiệm nêu gương của đảng viên',
];
const works = [
  (due: string) =>
    `Giao chi ủy tổng hợp kết quả thực hiện nghị quyết tháng, báo cáo đảng ủy trước ngày ${due}`,
  (due: string) => `Giao đồng chí phó bí thư rà soát danh sách đảng viên, hạn ${due}`,
  (due: string) => `Giao chi ủy phổ biến Quy định số 27-QĐ/TU đến đảng viên, hạn ${due}`,
  (due: string) => `Phân công tổ thư ký chuẩn bị tài liệu sinh hoạt chuyên đề, hạn ${due}`,
  () => 'Giao chi ủy theo dõi việc dùng biên bản điện tử',
];

/**
 * The last twelve monthly meetings of one cell before `today`, with a thematic one each quarter: what a year of
 * logging leaves behind. Names are fictional.
 */
export function makeDemoMeetings(
  cell: { key: string; id: string; name: string; members: number },
  today: DateOnly,
): GuidedState[] {
  const draw = createDraw(`${cell.key}/meetings`);
  const start = `${today.slice(0, 8)}04`;
  const months = Array.from({ length: 12 }, (_, i) => addMonths(start, i - 11)).filter((day) => day < today);
  return months.map((heldOn) => {
    const { month, year } = dateParts(heldOn);
    const isThematic = month % 3 === 0;
    const absentWithReason = draw.between(0, 2);
    const absentWithoutReason = draw.chance(0.15) ? 1 : 0;
    const exempt = cell.members > 35 ? 2 : 0;
    const due = formatDate(addMonths(heldOn, 1).replace(/..$/u, '01'));
    return {
      step: 'review',
      candidates: [],
      isCorrecting: false,
      draft: {
        unit: { id: cell.id, name: cell.name },
        head: {
          kind: isThematic ? 'thematic' : 'regular',
          heldOn,
          startsAt: '14:00',
          endsAt: isThematic ? '16:05' : '15:35',
          place: 'Phòng họp của chi bộ',
          chair: 'Lê Văn Mẫu, Bí thư chi bộ',
          minuteTaker: 'Trần Thị Ví Dụ, Phó Bí thư chi bộ',
        },
        attendance: {
          total: cell.members,
          official: cell.members - 1,
          probationary: 1,
          exempt,
          temporaryIn: 0,
          temporaryOut: 0,
          present: cell.members - exempt - absentWithReason - absentWithoutReason,
          absentWithReason,
          absentWithoutReason,
        },
        agenda: [
          `Kiểm điểm việc thực hiện nghị quyết tháng ${month === 1 ? 12 : month - 1}`,
          isThematic ? `Chuyên đề: ${draw.pick(themes)}` : `Thảo luận nhiệm vụ tháng ${month}/${year}`,
        ],
        conclusions: [
          draw.pick(works)(due),
          `Thống nhất nhiệm vụ tháng ${month}/${year} theo dự thảo của chi ủy`,
        ],
      },
    };
  });
}

/** The next monthly meeting of a cell after `today`, with what is to be read before it. */
export function makeDemoPlan(cell: { key: string; id: string }, today: DateOnly): NewPlan {
  const draw = createDraw(`${cell.key}/plans`);
  const next = addMonths(`${today.slice(0, 8)}04`, 1);
  const { month, year } = dateParts(next);
  return {
    unitId: cell.id,
    kind: 'regular',
    topic: '',
    sessionNo: null,
    isExtended: false,
    isOnline: false,
    heldOn: next,
    startsAt: '14:00',
    endsAt: null,
    place: 'Phòng họp của chi bộ',
    chair: 'Lê Văn Mẫu, Bí thư chi bộ',
    minuteTaker: 'Trần Thị Ví Dụ, Phó Bí thư chi bộ',
    guests: '',
    agenda: ['Kiểm điểm việc thực hiện nghị quyết tháng trước', `Thảo luận nhiệm vụ tháng ${month}/${year}`],
    // Some have not been posted yet: those are told of.
    materials: draw.chance(0.6) ? [{ label: `Dự thảo nghị quyết tháng ${month}`, documentId: null }] : [],
  };
}

/** How a demo meeting was rated: better the more came; the newest are not rated yet (null). */
export function makeDemoRating(
  { draft }: GuidedState,
  today: DateOnly,
): { level: RatingLevel; score: number } | null {
  const { attendance, head } = draft;
  if (!attendance || !head.heldOn || addMonths(head.heldOn, 1) > today) return null;
  const absent = attendance.absentWithReason + 3 * attendance.absentWithoutReason;
  return absent === 0
    ? { level: 'good', score: 96 }
    : absent < 3
      ? { level: 'good', score: 92 - absent }
      : { level: 'fair', score: 88 - 2 * absent };
}
