import type { Attendance } from '../meeting.ts';

/** One sum that must hold: `left` terms against `right` terms, in the order in which people read them. */
export interface AttendanceSum {
  name: 'membership' | 'attendance' | 'present' | 'part' | 'negative';
  /** Signed terms; a negative one is subtracted. */
  left: readonly Term[];
  right: readonly Term[];
  leftSum: number;
  rightSum: number;
  /** Default '='. 'at-most': the left sum may not be more than the right one. */
  relation?: 'at-most';
}

interface Term {
  field: keyof Attendance;
  value: number;
}

/**
 * The sums an attendance must satisfy: full + probationary = total (where the split is given), and
 * total − exempt − temporarily out + those of the two who came + temporarily in = present + absent with + without reason + of unknown reason.
 */
export function attendanceSums(attendance: Attendance): AttendanceSum[] {
  const term = termsOf(attendance);
  const sums: AttendanceSum[] = [];
  if (attendance.official !== null || attendance.probationary !== null) {
    sums.push(sumOf('membership', [term('total')], [term('official'), term('probationary')]));
  }
  const obliged = [
    term('total'),
    term('exempt', -1),
    term('exemptPresent'),
    term('temporaryOut', -1),
    term('temporaryOutPresent'),
    term('temporaryIn'),
  ];
  const counted = [
    term('present'),
    term('absentWithReason'),
    term('absentWithoutReason'),
    term('absentUnexplained'),
  ];
  sums.push(sumOf('attendance', obliged.filter(isTold), counted.filter(isTold)));
  return sums;
}

/** What does not hold: sums, counts below nothing, and parts that are more than their whole. Empty when it adds up. */
export function attendanceProblems(attendance: Attendance): AttendanceSum[] {
  return [
    ...attendanceSums(attendance).filter((sum) => sum.leftSum !== sum.rightSum),
    ...negatives(attendance),
    ...parts(attendance).filter((sum) => sum.leftSum > sum.rightSum),
    ...presentSplit(attendance),
  ];
}

const fields: readonly (keyof Attendance)[] = [
  'total',
  'official',
  'probationary',
  'exempt',
  'temporaryIn',
  'temporaryOut',
  'present',
  'absentWithReason',
  'absentWithoutReason',
  'absentUnexplained',
  'exemptPresent',
  'temporaryOutPresent',
  'presentOfficial',
  'presentProbationary',
  'absentWithReasonOfficial',
];

const negatives = (attendance: Attendance): AttendanceSum[] =>
  fields
    .filter((field) => (attendance[field] ?? 0) < 0)
    .map((field) => sumOf('negative', [{ field, value: attendance[field] ?? 0 }], []));

/** Counts that are part of others; what was not told is not compared. */
function parts(attendance: Attendance): AttendanceSum[] {
  const term = termsOf(attendance);
  const part = (left: readonly (keyof Attendance)[], right: keyof Attendance): AttendanceSum[] =>
    left.every((field) => (attendance[field] ?? null) === null) || (attendance[right] ?? null) === null
      ? []
      : [
          {
            ...sumOf('part', left.map((field) => term(field)).filter(isTold), [term(right)]),
            relation: 'at-most',
          },
        ];
  return [
    ...part(['exemptPresent'], 'exempt'),
    ...part(['temporaryOutPresent'], 'temporaryOut'),
    ...part(['exempt', 'temporaryOut'], 'total'),
    ...part(['absentWithReasonOfficial'], 'absentWithReason'),
    ...part(['presentOfficial'], attendance.official === null ? 'total' : 'official'),
    ...part(['presentProbationary'], attendance.probationary === null ? 'total' : 'probationary'),
    ...part(['presentOfficial', 'presentProbationary'], 'present'),
  ];
}

/** Those present who are neither full nor probationary members of the unit take part here for a while. */
function presentSplit(attendance: Attendance): AttendanceSum[] {
  const { presentOfficial, presentProbationary } = attendance;
  if ((presentOfficial ?? null) === null || (presentProbationary ?? null) === null) return [];
  const term = termsOf(attendance);
  const counted = [term('presentOfficial'), term('presentProbationary'), term('temporaryIn')];
  const sum = sumOf('present', [term('present')], counted.filter(isTold));
  return sum.leftSum > sum.rightSum ? [{ ...sum, relation: 'at-most' }] : [];
}

const termsOf =
  (attendance: Attendance) =>
  (field: keyof Attendance, sign = 1): Term => ({ field, value: sign * (attendance[field] ?? 0) });

// A term of zero says nothing in a sum that people read, except the total and those present.
const isTold = (term: Term): boolean =>
  term.field === 'total' || term.field === 'present' || term.value !== 0;

function sumOf(name: AttendanceSum['name'], left: readonly Term[], right: readonly Term[]): AttendanceSum {
  const add = (terms: readonly Term[]) => terms.reduce((sum, { value }) => sum + value, 0);
  return { name, left, right, leftSum: add(left), rightSum: add(right) };
}

/** All who were absent: with a reason, without one, and those of whom nobody said it. */
export const absentOf = (attendance: Attendance): number =>
  attendance.absentWithReason + attendance.absentWithoutReason + (attendance.absentUnexplained ?? 0);
