import type { Attendance } from '../meeting.ts';

/** One sum that must hold: `left` terms against `right` terms, in the order in which people read them. */
export interface AttendanceSum {
  name: 'membership' | 'attendance' | 'present' | 'part' | 'negative';
  /** Signed terms; a negative one is subtracted. */
  left: readonly Term[];
  right: readonly Term[];
  leftSum: number;
  rightSum: number;
  /**
   * Default '='. 'at-most': the left sum may not be more than the right one. 'open': the total was not told; `left` is what
   * was, and nothing stands against it.
   */
  relation?: 'at-most' | 'open';
}

interface Term {
  field: keyof Attendance;
  value: number;
}

/**
 * The sums an attendance must satisfy: full + probationary = total (where the split is given), and
 * total − exempt − temporarily out + those of the two who came + temporarily in = present + absent with + without reason + of unknown reason.
 * Where nobody told the total there is nothing to hold the second against: it lists what was told, `relation` 'open'.
 */
export function attendanceSums(attendance: Attendance): AttendanceSum[] {
  const term = termsOf(attendance);
  const isOpen = attendance.total === null;
  const split = [attendance.official, attendance.probationary].filter((count) => count !== null);
  const membership =
    split.length > (isOpen ? 1 : 0)
      ? [sumOf('membership', [term('total')], [term('official'), term('probationary')])]
      : [];
  if (isOpen) {
    const told = fields.filter(
      (field) => attendance[field] || (field === 'present' && attendance[field] === 0),
    );
    return [
      ...membership,
      {
        ...sumOf(
          'attendance',
          told.map((field) => term(field)),
          [],
        ),
        relation: 'open',
      },
    ];
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
  return [...membership, sumOf('attendance', obliged.filter(isTold), counted.filter(isTold))];
}

/** What does not hold: sums, counts below nothing, and parts that are more than their whole. Empty when it adds up. */
export function attendanceProblems(attendance: Attendance): AttendanceSum[] {
  return [
    ...attendanceSums(attendance).filter(
      ({ name, relation, leftSum, rightSum }) =>
        relation !== 'open' &&
        (leftSum !== rightSum || (name === 'attendance' && attendance.present === null)),
    ),
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

/** All who were absent: with a reason, without one, and those of whom nobody said it; null where none were told of and the total is open. */
export function absentOf(attendance: Attendance): number | null {
  const told =
    attendance.absentWithReason + attendance.absentWithoutReason + (attendance.absentUnexplained ?? 0);
  return attendance.total === null && told === 0 ? null : told;
}

/** How many should have come and did; null where the total or those present are not known. */
export function turnoutOf(attendance: Attendance): { present: number; obliged: number } | null {
  const { total, present } = attendance;
  if (total === null || present === null) return null;
  return { present, obliged: present + (absentOf(attendance) ?? 0) };
}

/** '14/16', those of whom came by those who should have; '14' where nobody told how many there are. */
export function turnoutText(attendance: Attendance): string {
  const turnout = turnoutOf(attendance);
  return turnout ? `${turnout.present}/${turnout.obliged}` : String(attendance.present ?? '?');
}

/**
 * An attendance whose total was open, with the total that was told later: those present follow where they were open too,
 * and who is neither present nor accounted for was absent, nobody having said how.
 */
export function withTotal(
  known: Attendance,
  told: Pick<Attendance, 'official' | 'probationary'> & { total: number },
): Attendance {
  const { exempt, temporaryOut, temporaryIn, exemptPresent = 0, temporaryOutPresent = 0 } = known;
  const obliged = told.total - (exempt - exemptPresent) - (temporaryOut - temporaryOutPresent) + temporaryIn;
  const absent = absentOf(known) ?? 0;
  const probationary = told.probationary ?? known.probationary;
  const attendance: Attendance = {
    ...known,
    total: told.total,
    probationary: probationary ?? (told.official === null ? null : told.total - told.official),
    official: told.official ?? (probationary === null ? null : told.total - probationary),
    present: known.present ?? obliged - absent,
  };
  const gap = obliged - absent - (attendance.present ?? 0);
  return gap > 0 ? { ...attendance, absentUnexplained: (known.absentUnexplained ?? 0) + gap } : attendance;
}
