import { recordAudit } from '../../../access/audit-store.ts';
import type { Queryable } from '../../../db/database.ts';
import type { FileRef, FileStore } from '../../../db/file-store.ts';
import type { GuidedState } from '../../../meetings/entry/guided.ts';
import { getMeeting, latestDraftId, listMeetings } from '../../../meetings/record/meeting-store.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import type { TemplateFiles } from '../../../meetings/papers/template-files.ts';
import type { PdfMaker } from '../../../papers/pdf.ts';
import * as words from '../../../prompts/meetings.ts';
import * as openWords from '../../../prompts/meetings-open.ts';
import type { Block, CommandSpec, Outcome, SentFiles, TurnContext } from '../../types.ts';
import type { ReadNotes } from './meeting-notes.ts';
import { text } from './meeting-blocks.ts';

/*
 * What one concern of the meetings feature brings: its commands, the buttons it decides, the dialogues it continues and
 * the changes of a stored meeting that it proposes. `meetings.ts` is only the table of all parts.
 */

/** What all parts may use. */
export interface MeetingsDeps {
  files: FileStore;
  /** What papers are printed with. */
  papers: { templates: TemplateFiles; pdf: PdfMaker };
  /** Reads pasted notes with a model; absent where there is none. */
  readNotes?: ReadNotes;
  /** The text of a file that was sent, line by line; null where it cannot be read. Absent: files are not taken. */
  readFile?: (file: FileRef, signal: AbortSignal) => Promise<string | null>;
}

/** A dialogue in the middle of which a chat is: plain data; `mode` names the part that goes on with it. */
export interface OpenDialogue {
  mode: string;
}

/** A meeting that is being entered. */
export interface GuidedDialogue {
  mode: 'guided';
  state: GuidedState;
}

/** What people are told of an open dialogue. */
export interface Held {
  /** 'kết luận “Giao …”', in the middle of a sentence. */
  what: string;
  /** Something that was typed would be lost with it. */
  isUnsaved: boolean;
  /** 'Lưu' is all that is left to do. */
  canSave?: boolean;
  /** It can be shown again as a whole, by the verb 'again'. */
  canShow?: boolean;
  /** Any words may be meant for it; what they would be written down as. */
  kind?: string;
  /** A question may be meant for it too. */
  mayAsk?: boolean;
  /** Whether words answer it; any others pass it by. Absent: all that are no plain question. */
  answers?(input: string): boolean;
}

/** A command with what it does. */
export interface PartCommand extends CommandSpec {
  run(deps: MeetingsDeps, context: TurnContext, args: string): Promise<Outcome>;
  /** Files that were sent with this command as their caption. Absent: it takes none. */
  files?(deps: MeetingsDeps, context: TurnContext, sent: SentFiles): Promise<Outcome>;
}

/**
 * One kind of change of a stored meeting that waits for 'Lưu'; `type` names it in the kept dialogue. It is saved within
 * `changeMeeting`: the revision is looked at, and what it changed goes into the history.
 */
export interface ChangeHandler<C extends { type: string } = { type: string }> {
  /** Another line for the same thing: the waiting one (`pending`) is replaced, or what the line says of it is. */
  propose(context: TurnContext, meeting: Meeting, line: string, pending: C): Outcome | Promise<Outcome>;
  /** The waiting change over the meeting as it stands, after somebody else changed it. */
  show(meeting: Meeting, change: C): Block[];
  /**
   * Parts of the meeting that it stands on; what the same person saves in other parts between showing and 'Lưu' does not
   * touch it. Absent: on the whole meeting.
   */
  standsOn?: readonly string[];
  /** Said after it was saved. */
  saved(change: C): string;
  /** What it is, while something else is done. */
  held(change: C): Pick<Held, 'what' | 'kind'>;
  /** Shows one again that was not complete. Absent: `show`. */
  again?(meeting: Meeting, change: C): Outcome;
  write(t: Queryable, context: TurnContext, meeting: Meeting, change: C): Promise<void>;
}

/** One concern of the feature. Verbs, modes and types of change are unique among all parts. */
export interface MeetingPart {
  commands?: readonly PartCommand[];
  /** Buttons by verb: 'meetings:VERB:argument'. */
  choices?: Readonly<
    Record<string, (deps: MeetingsDeps, context: TurnContext, argument: string) => Promise<Outcome>>
  >;
  /** Text typed in the middle of a dialogue, by its mode; 'answer' and 'save' buttons arrive here as text. */
  dialogues?: Readonly<
    Record<string, (deps: MeetingsDeps, context: TurnContext, input: string) => Promise<Outcome>>
  >;
  /** What a dialogue holds, by its mode. */
  held?: Readonly<Record<string, (dialogue: never) => Held>>;
  /** Shows the open dialogue as a whole again, by its mode. */
  again?: Readonly<Record<string, (context: TurnContext) => Promise<Outcome>>>;
  /** Changes of a stored meeting, by type. */
  changes?: Readonly<Record<string, ChangeHandler<never>>>;
  /** Recognises a plain sentence as one of its commands. */
  recognise?(sentence: string): { name: string; args: string } | null;
}

/** The open dialogue of this chat, or null. */
export const openDialogue = <D extends OpenDialogue>(context: TurnContext): D | null =>
  (context.dialogue as D | null | undefined) ?? null;

/** One sentence. */
export const say = (content: string): Outcome => ({ blocks: [text(content)] });

/** The person's newest meeting that is still a draft. */
export async function currentDraft(context: TurnContext): Promise<Meeting | null> {
  const draftId = await latestDraftId(context.db, context.viewer);
  return draftId ? getMeeting(context.db, context.viewer, draftId) : null;
}

/** A meeting is being entered in this chat; commands that speak of 'the meeting' mean that one. */
export const isEntering = (context: TurnContext): boolean => openDialogue(context)?.mode === 'guided';

/**
 * Why a command has no meeting to work on: the one that is being entered is not saved, the latest one is closed, or there
 * is none at all.
 */
export async function noMeeting(context: TurnContext): Promise<Outcome> {
  const open = openDialogue<GuidedDialogue>(context);
  if (open?.mode === 'guided') {
    const { unit, head } = open.state.draft;
    return say(openWords.saveMeetingFirst(openWords.entries.meeting(unit?.name ?? '', head.heldOn ?? null)));
  }
  const statuses = ['waiting', 'approved'] as const;
  const [latest] = await listMeetings(context.db, context.viewer, { statuses, limit: 1 });
  if (!latest) return say(words.noDraft);
  const closed = latest.status === 'waiting' ? openWords.onlyWaiting : openWords.onlyLocked;
  return say(closed(latest.unitName, latest.heldOn));
}

/** The audit event of a change of a meeting, within its transaction. */
export const audit = (t: Queryable, context: TurnContext, action: string, meetingId: string) =>
  recordAudit(t, {
    at: context.now.toISOString(),
    accountId: context.account.id,
    action,
    entity: 'meeting',
    entityId: meetingId,
  });
