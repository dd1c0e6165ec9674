import { recordAudit } from '../../../access/audit-store.ts';
import { newId } from '../../../core/ids.ts';
import { signerName } from '../../../meetings/papers/body-names.ts';
import { addAddendum, getPaper, listAddenda } from '../../../meetings/papers/paper-store.ts';
import { getMeeting } from '../../../meetings/record/meeting-store.ts';
import * as open from '../../../prompts/meetings-open.ts';
import * as words from '../../../prompts/papers-chat.ts';
import { fold } from '../../../text/normalise.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { openDialogue, say, type Held } from './meeting-part.ts';
import { pickMeeting } from './papers-pick.ts';

/* '/phuluc': the only way in which locked minutes change. The text is echoed, confirmed, dated and kept for good. */

/** An addendum that waits for 'Lưu'. */
interface AddendumDialogue {
  mode: 'addendum';
  meetingId: string;
  paperId: string;
  text: string;
}

/** Proposes an addendum to the newest locked minutes. */
export async function proposeAddendum(context: TurnContext, args: string): Promise<Outcome> {
  if (args.trim() === '') return say(words.tellAddendum);
  const picked = await pickMeeting(context, '', {
    statuses: ['approved'],
    verb: 'open',
    none: words.nothingLocked,
  });
  return 'outcome' in picked ? picked.outcome : propose(context, picked.meeting.id, args.trim());
}

async function propose(context: TurnContext, meetingId: string, typed: string): Promise<Outcome> {
  const meeting = await getMeeting(context.db, context.viewer, meetingId);
  if (!meeting) return say(words.meetingNotFound);
  const paper = await getPaper(context.db, context.viewer, { meetingId }, 'minutes');
  if (meeting.status !== 'approved' || !paper) return say(words.nothingLocked);
  const ordinal = (await listAddenda(context.db, paper.id)).length + 1;
  const { unitName: unit, heldOn: date, chair } = meeting;
  const dialogue: AddendumDialogue = { mode: 'addendum', meetingId, paperId: paper.id, text: typed };
  return {
    blocks: [
      text(
        words.confirmAddendum({
          symbol: paper.symbol,
          unit,
          date,
          ordinal,
          day: context.today,
          text: typed,
          chair,
        }),
      ),
      choices('addendum', [
        { label: words.buttons.save, action: `${id}:save:`, style: 'primary' },
        { label: words.buttons.discard, action: `${id}:discard:` },
      ]),
    ],
    dialogue,
  };
}

/** What an open addendum holds. */
export const heldAddendum = (dialogue: AddendumDialogue): Held => ({
  what: open.entries.addendum(dialogue.text),
  isUnsaved: true,
  canSave: true,
  kind: open.kinds.addendum,
});

/** 'Lưu' keeps it, 'bỏ' drops it, anything else is another wording of it. */
export async function goOnWithAddendum(context: TurnContext, input: string): Promise<Outcome> {
  const dialogue = openDialogue<AddendumDialogue>(context);
  if (!dialogue) return say(words.tellAddendum);
  const said = fold(input.trim());
  if (/^(?:bo|khong|khong luu)$/u.test(said)) return { blocks: [text(words.discarded)], dialogue: null };
  if (!/^(?:luu|dong y|ok|dung|co)$/u.test(said)) return propose(context, dialogue.meetingId, input.trim());
  const paper = await getPaper(context.db, context.viewer, { meetingId: dialogue.meetingId }, 'minutes');
  const meeting = await getMeeting(context.db, context.viewer, dialogue.meetingId);
  if (!paper || !meeting) return { blocks: [text(words.meetingNotFound)], dialogue: null };
  const by = { accountId: context.account.id, at: context.now.toISOString() };
  return {
    blocks: [],
    dialogue: null,
    write: async (t) => {
      const ordinal = await addAddendum(
        t,
        paper.id,
        {
          id: newId(),
          dated: context.today,
          text: dialogue.text,
          confirmedByName: signerName(meeting.chair),
        },
        by,
      );
      await recordAudit(t, {
        at: by.at,
        accountId: by.accountId,
        action: 'minutes.addendum-added',
        entity: 'paper',
        entityId: paper.id,
        details: { ordinal },
      });
      return [
        text(words.addendumSaved(ordinal)),
        choices('issued', [
          { label: words.buttons.docx, action: `${id}:minutes:${meeting.id}`, style: 'primary' },
        ]),
      ];
    },
  };
}
