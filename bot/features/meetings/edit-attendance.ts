import { attendanceProblems, attendanceSums } from '../../../meetings/record/attendance.ts';
import { addAgendaItem, saveAttendance } from '../../../meetings/record/record-store.ts';
import type { Attendance, Meeting } from '../../../meetings/meeting.ts';
import { parseAttendance } from '../../../meetings/entry/parse-attendance.ts';
import * as words from '../../../prompts/meetings.ts';
import * as open from '../../../prompts/meetings-open.ts';
import { asking } from '../../../text/asking.ts';
import { fold } from '../../../text/normalise.ts';
import type { Block, Outcome } from '../../types.ts';
import { propose } from './edit-confirm.ts';
import { text } from './meeting-blocks.ts';
import { fillEntered } from './guided-entry.ts';
import { audit, currentDraft, noMeeting, say, type ChangeHandler, type MeetingPart } from './meeting-part.ts';

/* '/diemdanh' and '/noidung' of the meeting that is being logged. */

interface AttendanceChange {
  type: 'attendance';
  attendance: Attendance;
}

const shownAttendance = (attendance: Attendance): Block[] => [
  text(`${words.confirmAttendance}\n${words.attendanceAddsUp(attendanceSums(attendance))}`),
  ...(attendance.total === null ? [text(words.askTotal(attendance.present !== null))] : []),
];

function proposeAttendance(meeting: Meeting, line: string): Outcome {
  const { attendance, unclear } = parseAttendance(line, meeting.attendance);
  if (!attendance) return say(words.attendanceUnclear(unclear));
  const problems = attendanceProblems(attendance);
  if (problems.length > 0) return say(words.sumsDoNotHold(problems));
  return propose(
    meeting,
    { type: 'attendance', attendance } as AttendanceChange,
    shownAttendance(attendance),
  );
}

const attendanceChange: ChangeHandler<AttendanceChange> = {
  propose: (_context, meeting, line) => proposeAttendance(meeting, line),
  show: (_meeting, { attendance }) => shownAttendance(attendance),
  standsOn: ['attendance'],
  held: ({ attendance }) => ({
    what: open.entries.attendance(words.attendanceAddsUp(attendanceSums(attendance))),
  }),
  saved: ({ attendance }) => words.attendanceSaved(words.attendanceAddsUp(attendanceSums(attendance))),
  write: async (t, context, meeting, { attendance }) => {
    await saveAttendance(t, meeting.id, attendance);
    await audit(t, context, 'meeting.attendance-saved', meeting.id);
  },
};

interface AgendaChange {
  type: 'agenda';
  titles: string[];
}

const shownAgenda = ({ titles }: AgendaChange): Block[] => [text(words.confirmAgenda(titles))];

/** Several items are parted by semicolons. */
function proposeAgendaItem(meeting: Meeting, line: string): Outcome {
  const titles = line
    .split(/\s*;\s*/u)
    .map((title) => title.trim())
    .filter((title) => title !== '');
  const change: AgendaChange = { type: 'agenda', titles };
  return propose(meeting, change, shownAgenda(change));
}

const agendaChange: ChangeHandler<AgendaChange> = {
  propose: (_context, meeting, line) => proposeAgendaItem(meeting, line),
  show: (_meeting, change) => shownAgenda(change),
  standsOn: [],
  held: ({ titles }) => ({ what: open.entries.agenda(titles), kind: open.kinds.agenda }),
  saved: () => words.agendaSaved,
  write: async (t, context, meeting, { titles }) => {
    for (const title of titles) await addAgendaItem(t, meeting.id, title);
    await audit(t, context, 'meeting.agenda-added', meeting.id);
  },
};

/** Attendance and agenda of a draft. */
export const attendancePart: MeetingPart = {
  commands: [
    {
      name: 'diemdanh',
      permission: 'meetings.write',
      description: words.commandHelp.diemdanh,
      run: async (_deps, context, args) => {
        const entered = await fillEntered(context, 'attendance', args);
        if (entered) return entered;
        const meeting = await currentDraft(context);
        return meeting ? proposeAttendance(meeting, args) : noMeeting(context);
      },
    },
    {
      name: 'noidung',
      permission: 'meetings.write',
      description: words.commandHelp.noidung,
      run: async (_deps, context, args) => {
        const entered = await fillEntered(context, 'agenda', args);
        if (entered) return entered;
        const meeting = await currentDraft(context);
        if (!meeting) return noMeeting(context);
        if (args.trim() === '') return say(words.tellAgendaItem);
        return proposeAgendaItem(meeting, args);
      },
    },
  ],
  // 'điểm danh tổng 10 có mặt 7 vắng 3'
  recognise: (sentence) => {
    const said = sentence.trim();
    const start = /^diem danh\s*:?\s+(?=.*\d)/u.exec(fold(said))?.[0].length ?? 0;
    const isTold = start > 0 && asking(said) === 'no' && parseAttendance(said.slice(start), null).attendance;
    return isTold ? { name: 'diemdanh', args: said.slice(start) } : null;
  },
  choices: {
    tell: (_deps, _context, argument) =>
      Promise.resolve(say(argument === 'diemdanh' ? words.questions.attendance : words.tellDecision)),
  },
  changes: { attendance: attendanceChange, agenda: agendaChange },
};
