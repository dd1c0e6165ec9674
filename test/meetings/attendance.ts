import type { Attendance } from '../../meetings/meeting.ts';

/** Who came to a meeting of so many full members: all of them, but for what `counts` says. */
export const attendanceOf = (members: number, counts: Partial<Attendance>): Attendance => ({
  total: members,
  official: members,
  probationary: 0,
  exempt: 0,
  temporaryIn: 0,
  temporaryOut: 0,
  present: members,
  absentWithReason: 0,
  absentWithoutReason: 0,
  ...counts,
});
