import type { Attendance } from '../meeting.ts';

/** One sum that must hold: `left` terms against `right` terms, in the order in which people read them. */
export interface AttendanceSum {
  name: 'membership' | 'attendance';
  /** Signed terms; a negative one is subtracted. */
  left: readonly Term[];
  right: readonly Term[];
  leftSum: number;
  rightSum: number;
}

interface Term {
  field: keyof Attendance;
  value: number;
}

/**
 * The sums an attendance must satisfy: full + probationary = total (where the split is given), and
 * total − exempt − temporarily out + temporarily in = present + absent with + without reason.
 */
export function attendanceSums(attendance: Attendance): AttendanceSum[] {
  const term = (field: keyof Attendance, sign = 1): Term => ({
    field,
    value: sign * (attendance[field] ?? 0),
  });
  const sums: AttendanceSum[] = [];
  if (attendance.official !== null || attendance.probationary !== null) {
    sums.push(sumOf('membership', [term('total')], [term('official'), term('probationary')]));
  }
  const obliged = [term('total'), term('exempt', -1), term('temporaryOut', -1), term('temporaryIn')];
  const counted = [term('present'), term('absentWithReason'), term('absentWithoutReason')];
  sums.push(sumOf('attendance', obliged.filter(isTold), counted.filter(isTold)));
  return sums;
}

/** The sums that do not hold; empty when the attendance adds up. */
export function attendanceProblems(attendance: Attendance): AttendanceSum[] {
  return attendanceSums(attendance).filter((sum) => sum.leftSum !== sum.rightSum);
}

// A term of zero says nothing in a sum that people read, except the total and those present.
const isTold = (term: Term): boolean =>
  term.field === 'total' || term.field === 'present' || term.value !== 0;

function sumOf(name: AttendanceSum['name'], left: readonly Term[], right: readonly Term[]): AttendanceSum {
  const add = (terms: readonly Term[]) => terms.reduce((sum, { value }) => sum + value, 0);
  return { name, left, right, leftSum: add(left), rightSum: add(right) };
}
