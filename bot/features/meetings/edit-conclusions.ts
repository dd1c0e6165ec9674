import { logDecision } from '../../../meetings/record/log.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import { parseDecision, type ParsedDecision } from '../../../meetings/entry/parse-decision.ts';
import { isPaste, readConclusions } from '../../../meetings/entry/read-conclusions.ts';
import * as words from '../../../prompts/meetings.ts';
import * as open from '../../../prompts/meetings-open.ts';
import { parseDate } from '../../../text/dates.ts';
import { fold } from '../../../text/normalise.ts';
import type { Block, Outcome } from '../../types.ts';
import { propose } from './edit-confirm.ts';
import { text } from './meeting-blocks.ts';
import { fillEntered } from './guided-entry.ts';
import { audit, currentDraft, noMeeting, say, type ChangeHandler, type MeetingPart } from './meeting-part.ts';

/* '/ketluan': a conclusion of the chair with the task in it, or a paste of many with their headings. */

interface DecisionChange {
  type: 'decision';
  parsed: ParsedDecision;
}

const shownDecision = (parsed: ParsedDecision): Block[] => {
  const lines = [
    words.confirmDecision,
    `“${parsed.text}”`,
    ...(parsed.task ? [`- ${words.taskLine(parsed.task)}`] : []),
    ...words.decisionFlags(parsed.task),
  ];
  return [text(lines.join('\n'))];
};

interface DecisionsChange {
  type: 'decisions';
  read: { section: string; parsed: ParsedDecision }[];
  leftOut: string[];
}

/** A paste beyond this is no conclusion of one meeting. */
const mostConclusions = 60;

const countsOf = ({ read }: DecisionsChange) => ({
  conclusions: read.length,
  tasks: read.filter(({ parsed }) => parsed.task !== null).length,
});

/** Every conclusion in its order under its heading, each with its task. */
function shownDecisions(change: DecisionsChange): Block[] {
  const tasks = change.read.flatMap(({ parsed }) => parsed.task ?? []);
  const lines = change.read.flatMap(({ section, parsed }, i) => [
    ...(section !== '' && section !== change.read[i - 1]?.section ? [`**${section}**`] : []),
    `${i + 1}. ${parsed.text}`,
    ...(parsed.task ? [`   → ${words.taskLine(parsed.task)}`] : []),
  ]);
  const flags = words.decisionsFlags({
    withoutLead: tasks.filter(({ lead }) => lead === '').length,
    withoutDue: tasks.filter(({ dueOn }) => dueOn === null).length,
  });
  return [
    text([words.confirmDecisions(countsOf(change)), ...lines].join('\n')),
    text(
      [
        ...(change.leftOut.length > 0 ? [words.notConclusions(change.leftOut)] : []),
        ...flags,
        words.retype,
      ].join('\n'),
    ),
  ];
}

function proposeDecisions(meeting: Meeting, paste: string): Outcome {
  const { conclusions, leftOut } = readConclusions(paste);
  if (conclusions.length > mostConclusions)
    return say(words.tooManyConclusions(conclusions.length, mostConclusions));
  const read = conclusions.map((one) => ({
    section: one.section,
    parsed: parseDecision(one.text, meeting.heldOn),
  }));
  const change: DecisionsChange = { type: 'decisions', read, leftOut };
  return propose(meeting, change, shownDecisions(change));
}

const decisionsChange: ChangeHandler<DecisionsChange> = {
  propose: (_context, meeting, line) => proposeDecision(meeting, line),
  show: (_meeting, change) => shownDecisions(change),
  standsOn: ['heldOn'],
  held: ({ read }) => ({ what: open.entries.conclusions(read.length), kind: open.kinds.conclusion }),
  saved: (change) => words.decisionsSaved(countsOf(change)),
  write: async (t, context, meeting, { read }) => {
    for (const { section, parsed } of read) await logDecision(t, meeting.id, parsed, section);
    await audit(t, context, 'meeting.decision-saved', meeting.id);
  },
};

function proposeDecision(meeting: Meeting, line: string): Outcome {
  if (isPaste(line)) return proposeDecisions(meeting, line);
  const parsed = parseDecision(line, meeting.heldOn);
  return propose(meeting, { type: 'decision', parsed } as DecisionChange, shownDecision(parsed));
}

/** 'thứ sáu tuần sau', 'hạn 20/8': the answer to a task without a deadline, and no conclusion of its own. */
function isOnlyDay(line: string, heldOn: string): boolean {
  const said = line.trim();
  const lead = /^(?:(?:han|truoc|den|xong|la)(?: ngay)? )*/u.exec(fold(said))?.[0].length ?? 0;
  const day = parseDate(said.slice(lead), heldOn, { prefer: 'future' });
  return day !== null && day.from === 0 && day.to >= said.length - lead;
}

const decisionChange: ChangeHandler<DecisionChange> = {
  propose: (_context, meeting, line, { parsed }) => {
    const isOpen = parsed.task?.dueOn === null && isOnlyDay(line, meeting.heldOn);
    return proposeDecision(meeting, isOpen ? words.withDeadline(parsed.text, line.trim()) : line);
  },
  show: (_meeting, { parsed }) => shownDecision(parsed),
  standsOn: ['heldOn'],
  held: ({ parsed }) => ({ what: open.entries.conclusion(parsed.text), kind: open.kinds.conclusion }),
  saved: ({ parsed }) => words.decisionSaved(parsed.task !== null),
  write: async (t, context, meeting, { parsed }) => {
    await logDecision(t, meeting.id, parsed);
    await audit(t, context, 'meeting.decision-saved', meeting.id);
  },
};

/** Conclusions of a draft. */
export const conclusionPart: MeetingPart = {
  commands: [
    {
      name: 'ketluan',
      permission: 'meetings.write',
      description: words.commandHelp.ketluan,
      run: async (_deps, context, args) => {
        const entered = await fillEntered(context, 'conclusions', args);
        if (entered) return entered;
        const meeting = await currentDraft(context);
        if (!meeting) return noMeeting(context);
        return args.trim() === '' ? say(words.tellDecision) : proposeDecision(meeting, args);
      },
    },
  ],
  changes: { decision: decisionChange, decisions: decisionsChange },
};
