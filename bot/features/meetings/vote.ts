import { newId } from '../../../core/ids.ts';
import { judge } from '../../../meetings/record/log.ts';
import { addVote } from '../../../meetings/record/record-store.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import { parseVote, type ParsedVote } from '../../../meetings/entry/parse-vote.ts';
import * as words from '../../../prompts/meetings.ts';
import type { Outcome } from '../../types.ts';
import { propose } from './edit-confirm.ts';
import { text } from './meeting-blocks.ts';
import { audit, currentDraft, say, type ChangeHandler, type MeetingPart } from './meeting-part.ts';

/* '/bieuquyet': counts only, judged by the rule of the day. */

interface VoteChange {
  type: 'vote';
  parsed: ParsedVote;
}

function proposeVote(meeting: Meeting, line: string): Outcome {
  const parsed = parseVote(line);
  if (!parsed) return say(words.tellVote);
  const judged = judge(meeting, parsed);
  if (judged.type === 'no-base') return say(words.voteNeedsBase);
  if (judged.type === 'exceeds-base') return say(words.voteExceedsBase(judged.cast, judged.base));
  const lines = [
    words.confirmVote,
    words.voteResult({ ...judged.vote, needed: judged.needed }),
    ...(judged.votingBase ? [words.voteArithmetic(judged.votingBase)] : []),
    ...(judged.isOfficialAssumed ? [words.officialAssumed] : []),
  ];
  return propose(meeting, { type: 'vote', parsed } as VoteChange, [text(lines.join('\n'))]);
}

const voteChange: ChangeHandler<VoteChange> = {
  propose: (_context, meeting, line) => proposeVote(meeting, line),
  saved: () => words.voteSaved,
  write: async (t, context, meeting, { parsed }) => {
    const judged = judge(meeting, parsed);
    if (judged.type === 'judged') await addVote(t, meeting.id, { ...judged.vote, id: newId() });
    await audit(t, context, 'meeting.vote-saved', meeting.id);
  },
};

/** Votes of a draft. */
export const votePart: MeetingPart = {
  commands: [
    {
      name: 'bieuquyet',
      permission: 'meetings.write',
      description: words.commandHelp.bieuquyet,
      run: async (_deps, context, args) => {
        const meeting = await currentDraft(context);
        return meeting ? proposeVote(meeting, args) : say(words.noDraft);
      },
    },
  ],
  changes: { vote: voteChange },
};
