import { plain, type PaperBlock, type PaperTable } from '../../papers/paper.ts';
import { arithmetic } from '../../prompts/meetings.ts';
import * as carriedWords from '../../prompts/papers-carried.ts';
import * as words from '../../prompts/papers.ts';
import { meetingTitle } from '../../prompts/papers-titles.ts';
import { absentOf, attendanceSums } from '../record/attendance.ts';
import type { Attendance, Capacity, Meeting, Vote } from '../meeting.ts';
import { committeeOffice, headingOf, signerName } from './body-names.ts';
import type { PaperValues } from './fill-template.ts';
import { isCellMeeting, type PaperKind } from './paper-kinds.ts';

/** What belongs to a meeting and is kept beside it. */
export interface MeetingExtras {
  proposals: readonly {
    content: string;
    proposer: string;
    addressee: string;
    directive: string;
    /** Directed, but what was directed is not known. */
    isDirectedUnknown: boolean;
  }[];
  drafts: readonly { title: string; finisher: string; signer: string; dueOn: string | null }[];
  /** By role only. */
  personnel: readonly string[];
  comments: readonly { section: string; content: string; body: string }[];
  congressDates: readonly { name: string; term: string; startsOn: string; endsOn: string; place: string }[];
  rating: { level: string; score: number | null } | null;
  materials: readonly string[];
  /** What the unit brought from its earlier meetings; those that this meeting ticked off first. */
  carried: readonly CarriedLine[];
  /** Open items beyond those in `carried`. */
  moreCarried: number;
}

/** One matter of an earlier meeting as the minutes of a later one name it. */
export interface CarriedLine {
  kind: 'task' | 'proposal' | 'draft';
  content: string;
  /** Who leads, answers or finishes it; '' where nobody was named. */
  who: string;
  dueOn: string | null;
  /** The day of the earlier meeting. */
  heldOn: string;
  /** Ticked off by this meeting; what came of it in `result`. */
  isDone: boolean;
  result: string;
  /** Of a proposal: how far it has come. */
  status: string;
}

/** A meeting to which nothing else belongs. */
export const noExtras: MeetingExtras = {
  proposals: [],
  drafts: [],
  personnel: [],
  comments: [],
  congressDates: [],
  rating: null,
  materials: [],
  carried: [],
  moreCarried: 0,
};

/** Number, day and place of a paper. */
export interface PaperNumber {
  /** '05-BB/CB'; null while none was given. */
  symbol: string | null;
  issuer: string;
  typeCode: string;
  placeName: string;
  /** The day under which the paper is dated. */
  issuedOn: string;
}

/** Everything a template can ask for about one meeting. */
export function valuesOf(
  meeting: Meeting,
  extras: MeetingExtras,
  number: PaperNumber,
  paper: PaperKind = 'minutes',
): PaperValues {
  const m = meeting;
  const heading = headingOf(m);
  const inCapacity = (capacity: Capacity): string =>
    m.participants
      .filter((one) => one.capacity === capacity)
      .map(words.participant)
      .join('; ');
  const office = committeeOffice(m.chair);
  const [year = '', month = ''] = m.heldOn.split('-');
  const { attendance } = m;
  return {
    // Minutes stay with who keeps them; invitations go to who is invited.
    recipients: paper === 'minutes' || paper === 'invitation' ? [] : m.recipients,
    text: {
      upper: heading.upper,
      unit: heading.body,
      unitName: heading.body,
      number: number.symbol
        ? words.numberLine(number.symbol)
        : words.blankNumber(number.typeCode, number.issuer),
      placeName: number.placeName,
      longDate: words.longDate(number.issuedOn),
      date: words.due(m.heldOn),
      month: String(Number(month)),
      nextMonth: String((Number(month) % 12) + 1),
      year,
      title: meetingTitle(m),
      begins: words.momentOf(m.startsAt, m.heldOn),
      ends: m.endsAt === null ? '' : words.hours(m.endsAt),
      days: m.endsOn && m.endsOn !== m.heldOn ? words.spanOfDays(m.heldOn, m.endsOn) : '',
      place: m.place,
      form: m.isOnline ? words.online : '',
      topic: m.topic,
      chair: m.chair,
      chairs: inCapacity('co-chair'),
      minuteTaker: m.minuteTaker,
      guests: guestsOf(m, inCapacity('guest')),
      delegation: inCapacity('delegation'),
      hosts: inCapacity('host'),
      presenters: inCapacity('presenter'),
      press: inCapacity('press'),
      total: countText(attendance?.total),
      present: countText(attendance?.present),
      absent: countText(attendance ? absentOf(attendance) : null),
      rating: extras.rating ? words.ratingLine(extras.rating.level, extras.rating.score) : '',
      closing: words.closing(m),
      authority: paper === 'resolution' ? words.ofCell : (words.authorities[m.kind] ?? ''),
      chairPosition:
        office === 'vice-secretary' ? words.viceSecretary : office === 'secretary' ? words.secretary : '',
      chairName: signerName(m.chair),
      takerName: signerName(m.minuteTaker),
      materials: extras.materials.join('; '),
      issuerName: words.bodies[m.kind] ?? heading.body,
      resolutionSubject: words.resolutionSubject(m),
    },
    blocks: {
      attendance: attendance ? [attendanceTable(attendance, isCellMeeting(m.kind))] : [],
      agenda: m.agenda.flatMap(({ title, discussion }, i) => [
        discussion.trim() === ''
          ? paragraph(`${i + 1}. ${capital(title)}`)
          : { type: 'heading' as const, level: 2 as const, text: plain(`${i + 1}. ${capital(title)}`) },
        ...discussion
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map(paragraph),
      ]),
      agendaTitles: m.agenda.map(({ title }, i) => paragraph(`${i + 1}. ${capital(title)}`)),
      conclusions: m.decisions.flatMap(({ text, section = '' }, i) => [
        ...(section !== '' && section !== m.decisions[i - 1]?.section
          ? [{ type: 'heading' as const, level: 2 as const, text: plain(section) }]
          : []),
        ...text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map((line, l) => paragraph(l === 0 ? `${i + 1}. ${capital(unnumbered(line))}` : line)),
      ]),
      tasks: m.tasks.length === 0 ? [] : [taskTable(m)],
      votes: m.votes.map((vote) => paragraph(words.voteSentence({ ...vote, needed: neededOf(vote) }))),
      carried: extras.carried.length === 0 ? [] : [carriedTable(extras, m.heldOn)],
      proposals: extras.proposals.length === 0 ? [] : [proposalTable(extras.proposals)],
      drafts: extras.drafts.map((draft, i) => paragraph(`${i + 1}. ${words.draftLine(draft)}.`)),
      personnel: extras.personnel.map((item, i) => paragraph(`${i + 1}. ${capital(item)}`)),
      comments: extras.comments.length === 0 ? [] : [commentTable(extras.comments)],
      congressDates: extras.congressDates.map((one) => paragraph(words.congressLine(one))),
      basis: [...new Set(m.decisions.flatMap(({ basis }) => basis))].map((symbol) =>
        paragraph(words.basisLine(symbol)),
      ),
    },
  };
}

const paragraph = (text: string): PaperBlock => ({ type: 'paragraph', text: plain(text) });
/** The numbers are the paper's own. */
const unnumbered = (text: string): string => text.replace(/^\s*\d{1,2}\s*[.)]\s+/u, '');
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

/** The least number in favour; votes of earlier releases do not keep it. */
const neededOf = (vote: Vote): number =>
  vote.count?.needed ??
  (vote.threshold === 'two-thirds' ? Math.ceil((2 * vote.base) / 3) : Math.floor(vote.base / 2) + 1);

/** What nobody told is left to be filled in by hand. */
const countText = (count: number | null | undefined): string =>
  (count ?? null) === null ? '' : String(count);

function attendanceTable(counts: Attendance, isCell: boolean): PaperTable {
  const rows = (Object.keys(words.attendanceRows) as (keyof Attendance)[]).flatMap((field) => {
    const value = counts[field] ?? null;
    const isAlwaysShown = field === 'total' || field === 'present';
    if (!isAlwaysShown && !value) return [];
    return [{ field, cells: [words.attendanceRows[field] ?? field, String(value ?? words.countOpen)] }];
  });
  return {
    type: 'table',
    head: isCell ? words.attendanceHead : words.memberHead,
    rows: rows.map(({ cells }) => cells),
    widths: [110, 55],
    align: ['left', 'center'],
    boldRows: rows.flatMap(({ field }, i) => (field === 'total' || field === 'present' ? [i] : [])),
    note: words.check(attendanceSums(counts).map(arithmetic).join('. ')),
  };
}

const taskTable = (meeting: Meeting): PaperTable => ({
  type: 'table',
  head: words.tasksHead,
  rows: meeting.tasks.map((task, i) => [
    String(i + 1),
    plain(task.content),
    plain(task.lead) || words.noLead,
    plain(task.cooperating.join(', ')),
    task.dueOn ? words.due(task.dueOn) : words.noDue,
  ]),
  widths: [11, 68, 31, 29, 26],
  align: ['center', 'left', 'left', 'left', 'center'],
});

const carriedTable = ({ carried, moreCarried }: MeetingExtras, heldOn: string): PaperTable => ({
  type: 'table',
  head: carriedWords.head,
  rows: carried.map((one, i) => [
    String(i + 1),
    plain(carriedWords.content(one)),
    plain(one.who) || (one.kind === 'task' ? words.noLead : ''),
    one.dueOn ? words.due(one.dueOn) : one.kind === 'task' ? words.noDue : '',
    plain(carriedWords.state(one, heldOn)),
  ]),
  widths: [11, 66, 34, 26, 28],
  align: ['center', 'left', 'left', 'center', 'left'],
  ...(moreCarried > 0 ? { note: carriedWords.more(moreCarried) } : {}),
});

const proposalTable = (proposals: MeetingExtras['proposals']): PaperTable => ({
  type: 'table',
  head: words.proposalsHead,
  rows: proposals.map((one, i) => [
    String(i + 1),
    plain(one.content),
    plain(one.proposer),
    plain(one.addressee),
    plain(one.directive) || (one.isDirectedUnknown ? words.directedUnknown : ''),
  ]),
  widths: [11, 56, 30, 30, 38],
  align: ['center', 'left', 'left', 'left', 'left'],
});

const commentTable = (comments: MeetingExtras['comments']): PaperTable => ({
  type: 'table',
  head: words.commentsHead,
  rows: comments.map((one, i) => [
    String(i + 1),
    plain(one.section) || words.wholePaper,
    plain(one.content),
    plain(one.body),
  ]),
  widths: [11, 36, 80, 38],
  align: ['center', 'left', 'left', 'left'],
});

/** What was typed of the guests, and those of them that it does not name. */
function guestsOf(m: Meeting, listed: string): string {
  const guests = m.participants.filter(({ capacity }) => capacity === 'guest');
  const isTold =
    m.guests !== '' && guests.every(({ name, body }) => m.guests.includes(name) && m.guests.includes(body));
  return isTold ? m.guests : [m.guests, listed].filter((part) => part !== '').join('; ');
}
