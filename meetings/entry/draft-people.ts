import { fold } from '../../text/normalise.ts';
import type { MeetingKind } from '../meeting.ts';
import { attendanceProblems, turnoutText } from '../record/attendance.ts';
import type { NotedField } from './check-notes.ts';
import type { DraftLine } from './draft-sections.ts';
import { sentencesOf, type Note } from './draft-story.ts';
import type { GuidedEnvironment } from './guided.ts';
import { parseAttendance } from './parse-attendance.ts';
import { parseMeetingLine, type ParsedMeeting } from './parse-meeting.ts';
import { personLine, readPeople } from './read-people.ts';

/* Who led a meeting, who wrote, who was invited and how many were there, by the lines of a draft's head. */

/** A sentence, or a part behind a semicolon, that begins with a label of its own. */
const anotherLabel = /[.;]\s+(?=\p{Lu}[^.;:\d]{2,40}:)/u;

/** Chair, minute-taker and guests. */
export function readPersons(
  lines: readonly DraftLine[],
  { today }: GuidedEnvironment,
  head: ParsedMeeting['head'],
  note: Note,
  leftOut: Set<NotedField['step']>,
): void {
  const take = (line: DraftLine | undefined, step: 'chair' | 'minute-taker'): boolean => {
    if (!line?.value) return false;
    // 'Chủ trì: A, bí thư. Thư ký: B.' on one line: who stands behind the next label is found by its sentence below.
    const [own = ''] = line.value.split(anotherLabel);
    const { people, rest } = readPeople(own.replace(/[.]+$/u, ''));
    const [first, ...others] = people;
    if (!first || rest.length > 0) {
      leftOut.add(step);
      return false;
    }
    if (step === 'chair') {
      head.chair = personLine(first);
      if (others.length > 0) {
        const chairs = others.map((one) => ({ capacity: 'co-chair' as const, ...one, body: '' }));
        head.participants = [...(head.participants ?? []), ...chairs];
      }
    } else head.minuteTaker = people.map(personLine).join('; ');
    note(step, people.map(personLine).join('; '), line.text);
    return true;
  };
  const chair = lines.find(({ label }) => /^(?:nguoi )?(?:dong )?chu (?:tri|toa)/u.test(label));
  const taker = lines.find(({ label }) => /^(?:nguoi )?(?:thu ky|ghi bien ban)/u.test(label));
  const hasChair = take(chair, 'chair');
  const hasTaker = take(taker, 'minute-taker');
  for (const line of hasChair && hasTaker ? [] : lines.filter(({ section }) => section === 'head')) {
    for (const sentence of sentencesOf(line.text)) {
      if (!/chu (?:tri|toa)|thu ky|ghi bien ban/u.test(fold(sentence))) continue;
      const parsed = parseMeetingLine(sentence, today);
      const isOpen = (field: string): boolean => parsed.unclear?.some((one) => one.field === field) ?? false;
      if (!head.chair && parsed.head.chair && !isOpen('chair')) {
        head.chair = parsed.head.chair;
        const chairs = (parsed.head.participants ?? []).filter(({ capacity }) => capacity === 'co-chair');
        if (chairs.length > 0) head.participants = [...(head.participants ?? []), ...chairs];
        note('chair', [head.chair, ...chairs.map(personLine)].join('; '), sentence);
      }
      if (!head.chair) {
        const [, who = '', as = ''] =
          /^(.{4,120}?)[\s,;(–-]+(chủ trì|chủ tọa|chu tri|chu toa)[\s;.,)]*$/iu.exec(sentence) ?? [];
        const { people, rest } = readPeople(who.replace(/\s*[-–]\s*trưởng đoàn$/iu, ''));
        const [one] = people;
        if (as !== '' && one && people.length === 1 && rest.length === 0) {
          head.chair = personLine(one);
          note('chair', head.chair, sentence);
        }
      }
      if (!head.minuteTaker && parsed.head.minuteTaker && !isOpen('minute-taker')) {
        head.minuteTaker = parsed.head.minuteTaker;
        note('minute-taker', head.minuteTaker, sentence);
      }
    }
  }
  const guests = lines.find(
    ({ label, value }) =>
      /^(?:khach moi|dai bieu(?: khach)? moi|dai bieu|cung (?:tham )?du|tham du|du hop)/u.test(label) &&
      value !== '',
  );
  const others =
    /(?:^|[.;]\s+)(?:(?:cùng |còn )?(?:tham dự|dự họp|dự)\s+(?:còn\s+)?(?:có|gồm)|(?:khách )?mời(?: dự)?\s*:)\s*:?\s*(?:các đồng chí\s*:\s*)?(.+)$/iu;
  const told = lines
    .filter(({ section }) => section === 'head')
    .flatMap(({ text }) => sentencesOf(text))
    .find((sentence) => others.test(sentence));
  const named = told === undefined ? '' : (others.exec(told)?.[1] ?? '').replace(/[.;]+$/u, '');
  if (!guests && told !== undefined && named !== '' && !/\d+\s*\/\s*\d+/u.test(named)) {
    head.guests = named;
    note('guests', named, told);
  }
  if (guests && !/^(?:khong(?: co)?|0)\.?$/u.test(fold(guests.value))) {
    head.guests = guests.value.replace(/[.]+$/u, '');
    note('guests', head.guests, guests.text);
  }
}

const ofTwoBodies: ReadonlySet<MeetingKind | undefined> = new Set(['working', 'visit', 'congress-approval']);

/** Counts among the lines of who was there, as far as they add up. */
export function attendanceOf(
  lines: readonly DraftLine[],
  kind: MeetingKind | undefined,
  note: Note,
  leftOut: Set<NotedField['step']>,
): ParsedMeeting['attendance'] | null {
  const counted = lines
    .filter(({ section }) => section === 'head')
    .flatMap(({ text }) => sentencesOf(text))
    .filter((sentence) => {
      const folded = fold(sentence);
      return (
        /\d/u.test(folded) &&
        /(?:tong so|dang vien|co mat|vang|du hop|(?:^|[,;:(.]\s*)du\s*:?\s*\d|mien sinh hoat|mien cong tac|si so|quan so|chinh thuc|(?<!\p{L})dv \d)/u.test(
          folded,
        ) &&
        !/(?:ket nap|phan cong|chi tieu|nghi quyet|ke hoach|nhiem vu|tan thanh|bieu quyet)/u.test(folded) &&
        !/(?:^|\s)so:? \d+\s*-/u.test(folded) &&
        // At a session of two levels 'cùng 20/26 đảng viên của chi bộ' counts the one that was met.
        (!ofTwoBodies.has(kind) || /(?:tong so|co mat|vang)/u.test(folded)) &&
        folded.length < 240
      );
    })
    // Who was away why, and who else was asked to come, is not counted.
    .map((sentence) =>
      sentence.replace(/\s*(?:khách mời|mời)\s*:.*$/iu, '').replace(/(\d)\s*:\s*[^\d;)]+/gu, '$1'),
    );
  if (counted.length === 0) return null;
  const source = counted
    .join('; ')
    .replace(/trong đó:?/giu, '')
    .replace(/[.](?=;|\s|$)/gu, '');
  const tries = [source, ...counted].map((text) => ({ text, attendance: parseAttendance(text).attendance }));
  const right = tries.filter(
    ({ attendance: one }) => one !== null && attendanceProblems(one).length === 0 && one.present !== 0,
  );
  // One sentence of several may tell less than all of them together: it counts only where it tells the total.
  const told = right.find(({ text, attendance: one }) => text === source || one?.total !== null);
  if (!told?.attendance) {
    leftOut.add('attendance');
    return null;
  }
  note('attendance', turnoutText(told.attendance), told.text);
  return told.attendance;
}
