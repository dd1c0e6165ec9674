import { newId } from '../../../core/ids.ts';
import { addVote } from '../../../meetings/record/record-store.ts';
import { readVote, readVoteCorrection } from '../../../meetings/record/read-vote.ts';
import { prepareVote } from '../../../meetings/record/vote.ts';
import type { PreparedVote, ToldVote } from '../../../meetings/record/vote.ts';
import { votingBodies } from '../../../meetings/meeting.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import * as meetingWords from '../../../prompts/meetings.ts';
import * as open from '../../../prompts/meetings-open.ts';
import * as words from '../../../prompts/meetings-votes.ts';
import { fold } from '../../../text/normalise.ts';
import type { Outcome } from '../../types.ts';
import { askOn, propose } from './edit-confirm.ts';
import { text } from './meeting-blocks.ts';
import {
  audit,
  currentDraft,
  isEntering,
  noMeeting,
  say,
  type ChangeHandler,
  type MeetingPart,
} from './meeting-part.ts';

/* '/bieuquyet': counts only, judged by the rule of the day over a base that the secretary confirms. */

interface VoteChange {
  type: 'vote';
  told: ToldVote;
  /** Set while a question is open; `VoteChange` of a question cannot be saved. */
  isOpen?: true;
}

function proposeVote(meeting: Meeting, told: ToldVote): Outcome {
  const change: VoteChange = { type: 'vote', told };
  const prepared = prepareVote(meeting, told);
  if (prepared.type !== 'judged') return askFor(meeting, change, prepared);
  const isHalf = prepared.vote.threshold === 'more-than-half';
  return propose(
    meeting,
    change,
    [text(words.judged(prepared))],
    [
      isHalf
        ? { label: words.buttons.twoThirds, answer: 'hai phan ba' }
        : { label: words.buttons.half, answer: 'qua nua' },
    ],
  );
}

function askFor(
  meeting: Meeting,
  change: VoteChange,
  prepared: Exclude<PreparedVote, { type: 'judged' }>,
): Outcome {
  switch (prepared.type) {
    case 'ask-body':
      return askOn(
        meeting,
        change,
        words.askBody,
        votingBodies.map((body) => ({ label: words.bodyNames[body] ?? body, answer: bodyAnswers[body] })),
      );
    case 'ask-stage':
      return askOn(meeting, change, words.askStage(prepared.matter), [
        { label: words.stageNames.propose, answer: 'de nghi' },
        { label: words.stageNames.decide, answer: 'quyet dinh' },
      ]);
    case 'no-base': {
      const ask = prepared.body === 'delegate-congress' ? words.needsDelegates : words.needsNumbers;
      return askOn(meeting, change, ask(prepared.missing, prepared.isTotalOpen), []);
    }
    case 'base-too-small': {
      const { terms, base } = prepared.votingBase;
      return askOn(meeting, change, words.baseTooSmall(terms, base), []);
    }
    case 'exceeds-base':
      return askOn(
        meeting,
        change,
        words.exceedsBase(prepared.cast, prepared.base, prepared.votingBase?.terms ?? null),
        [],
      );
    case 'exceeds-present':
      return askOn(meeting, change, words.exceedsPresent(prepared.cast, prepared.present), []);
  }
}

/** Answers that `readVoteCorrection` reads. */
const bodyAnswers = {
  'delegate-congress': 'dai hoi dai bieu',
  members: 'dang vien',
  committee: 'cap uy',
} as const;

const voteChange: ChangeHandler<VoteChange> = {
  propose: (_context, meeting, line, { told }) => {
    const anew = readVote(line);
    // A line with votes replaces the counts; what was told of the base before stays unless it is told again.
    if (anew) {
      const numbers = { ...told.numbers, ...anew.numbers };
      const { subject, stage, body } = anew;
      return proposeVote(meeting, {
        ...anew,
        numbers,
        subject: subject || told.subject,
        matter: subject ? anew.matter : told.matter,
        stage: stage ?? told.stage,
        body: body ?? told.body,
      });
    }
    const correction = readVoteCorrection(line);
    if (!correction) return say(words.tell);
    const isBaseRetold = correction.base !== undefined;
    const hasNumbers = Object.keys(correction.numbers).length > 0;
    return proposeVote(meeting, {
      ...told,
      ...correction,
      base: isBaseRetold ? (correction.base ?? null) : hasNumbers ? null : told.base,
      numbers: { ...told.numbers, ...correction.numbers },
    });
  },
  show: (meeting, { told }) => {
    const prepared = prepareVote(meeting, told);
    return prepared.type === 'judged' ? [text(words.judged(prepared))] : [];
  },
  standsOn: ['attendance', 'heldOn', 'kind', 'unitId'],
  held: ({ told }) => ({ what: open.entries.vote(told.subject) }),
  again: (meeting, { told }) => proposeVote(meeting, told),
  saved: () => meetingWords.voteSaved,
  write: async (t, context, meeting, { told }) => {
    const prepared = prepareVote(meeting, told);
    // Judged when it was shown, over this same revision.
    if (prepared.type !== 'judged')
      throw new Error(`a vote that cannot be judged was saved: ${prepared.type}`);
    const confirmed = { confirmedBy: context.account.id, confirmedAt: context.now.toISOString() };
    await addVote(t, meeting.id, {
      ...prepared.vote,
      id: newId(),
      count: { ...prepared.count, ...confirmed },
    });
    await audit(t, context, 'meeting.vote-saved', meeting.id);
  },
};

/** Votes of a draft. */
export const votePart: MeetingPart = {
  commands: [
    {
      name: 'bieuquyet',
      permission: 'meetings.write',
      description: meetingWords.commandHelp.bieuquyet,
      run: async (_deps, context, args) => {
        const meeting = await currentDraft(context);
        if (!meeting || isEntering(context)) return noMeeting(context);
        const told = readVote(args);
        return told ? proposeVote(meeting, told) : say(words.tell);
      },
    },
  ],
  recognise: (sentence) => {
    const said = sentence.trim();
    const start = /^(?:ket qua )?bieu quyet(?!\p{L})\s*:?\s*/u.exec(fold(said))?.[0].length ?? 0;
    const told = start > 0 && !said.endsWith('?') ? readVote(said.slice(start)) : null;
    return told ? { name: 'bieuquyet', args: said.slice(start) } : null;
  },
  changes: { vote: voteChange },
};
