import { logDecision } from '../../../meetings/record/log.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import { parseDecision, type ParsedDecision } from '../../../meetings/entry/parse-decision.ts';
import * as words from '../../../prompts/meetings.ts';
import type { Block, Outcome } from '../../types.ts';
import { propose } from './edit-confirm.ts';
import { text } from './meeting-blocks.ts';
import { audit, currentDraft, say, type ChangeHandler, type MeetingPart } from './meeting-part.ts';

/* '/ketluan': a conclusion of the chair, with the task in it. */

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

function proposeDecision(meeting: Meeting, line: string): Outcome {
  const parsed = parseDecision(line, meeting.heldOn);
  return propose(meeting, { type: 'decision', parsed } as DecisionChange, shownDecision(parsed));
}

const decisionChange: ChangeHandler<DecisionChange> = {
  propose: (_context, meeting, line) => proposeDecision(meeting, line),
  show: (_meeting, { parsed }) => shownDecision(parsed),
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
        const meeting = await currentDraft(context);
        if (!meeting) return say(words.noDraft);
        return args.trim() === '' ? say(words.tellDecision) : proposeDecision(meeting, args);
      },
    },
  ],
  changes: { decision: decisionChange },
};
