import { recordAudit } from '../../../access/audit-store.ts';
import type { Queryable } from '../../../db/database.ts';
import * as open from '../../../prompts/meetings-open.ts';
import * as words from '../../../prompts/meetings-tasks.ts';
import { fold } from '../../../text/normalise.ts';
import type { Block, Choice, Outcome, TurnContext } from '../../types.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { openDialogue, say, type MeetingPart } from './meeting-part.ts';

/*
 * One way for every change of what follows from a meeting: a question where something is missing, the change shown,
 * 'Lưu' or another line, and one transaction with its audit event.
 */

/** What a line was read as, with how it is shown; or why it was not taken. */
export type ReadChange<C> =
  | { change: C; blocks: Block[] }
  /** Another line may be typed, unless it `isOver`: what it is about is missing. */
  | { problem: Block[]; isOver?: boolean };

/** One kind of change. `target` is the id of the row that changes, or of where a new one goes; '' where there is none. */
export interface FollowUpChange<C = unknown> {
  /** What is asked where nothing was typed yet; absent: there is nothing to ask. */
  ask?: string;
  /** The question may be passed over with 'Bỏ qua': the line is empty then. */
  isOptional?: boolean;
  /** `before` is the change that waits for 'Lưu', where the line may only add to it. */
  read(context: TurnContext, target: string, line: string, before: C | null): Promise<ReadChange<C>>;
  /** Null where somebody else has changed the row since it was shown. */
  write(t: Queryable, context: TurnContext, target: string, change: C): Promise<Block[] | null>;
  audit: { action: string; entity: string };
}

interface FollowUpDialogue {
  mode: 'follow-up';
  type: string;
  target: string;
  /** Waiting for 'Lưu'; absent while the value is asked for. */
  change?: unknown;
}

type Changes = Readonly<Record<string, FollowUpChange>>;

/** A change among others: what it keeps between two messages is its own business, plain data that only it reads. */
export const followUpChange = <C>(change: FollowUpChange<C>): FollowUpChange =>
  change as unknown as FollowUpChange;

/** Begins a change: asks where `line` is null and there is something to ask, else shows it for 'Lưu'. */
export async function beginChange(
  context: TurnContext,
  type: string,
  change: FollowUpChange,
  target: string,
  line: string | null = null,
): Promise<Outcome> {
  if (line === null && change.ask !== undefined) {
    const dialogue: FollowUpDialogue = { mode: 'follow-up', type, target };
    const options: Choice[] = [
      ...(change.isOptional
        ? [{ label: words.buttons.skip, action: `${id}:answer:${words.buttons.skip}` }]
        : []),
      { label: words.buttons.discard, action: `${id}:discard:` },
    ];
    return { blocks: [text(change.ask), choices('ask', options)], dialogue };
  }
  return show(context, type, change, target, line ?? '', null);
}

async function show(
  context: TurnContext,
  type: string,
  change: FollowUpChange,
  target: string,
  line: string,
  before: unknown,
): Promise<Outcome> {
  const read = await change.read(context, target, line, before);
  if ('problem' in read) {
    const open: FollowUpDialogue = {
      mode: 'follow-up',
      type,
      target,
      ...(before === null ? {} : { change: before }),
    };
    return { blocks: read.problem, dialogue: read.isOver ? null : open };
  }
  const dialogue: FollowUpDialogue = { mode: 'follow-up', type, target, change: read.change };
  return {
    blocks: [
      ...read.blocks,
      choices('confirm', [
        { label: words.buttons.save, action: `${id}:save:`, style: 'primary' },
        { label: words.buttons.discard, action: `${id}:discard:` },
      ]),
    ],
    dialogue,
  };
}

/** The dialogue over all kinds of change, and a button 'change-TYPE:target' for each. */
export function followUpPart(changes: Changes): MeetingPart {
  return {
    choices: Object.fromEntries(
      Object.entries(changes).map(([type, change]) => [
        `change-${type}`,
        (_deps, context, target) => beginChange(context, type, change, target),
      ]),
    ),
    held: {
      'follow-up': ({ type, change }: FollowUpDialogue) => ({
        what: open.followUp(type.split('-', 1)[0] ?? ''),
        isUnsaved: change !== undefined,
        canSave: change !== undefined,
        ...(type.startsWith('comment') ? { kind: open.followUp('comment'), mayAsk: true } : {}),
      }),
    },
    dialogues: {
      'follow-up': async (_deps, context, input) => {
        const dialogue = openDialogue<FollowUpDialogue>(context);
        const handler = dialogue ? changes[dialogue.type] : undefined;
        if (!dialogue || !handler) return say(words.notFound);
        const word = fold(input.trim()).replace(/[.!]+$/u, '');
        if (/^(?:bo|khong luu|bo khong luu|bo, khong luu)$/u.test(word))
          return { blocks: [text(words.discarded)], dialogue: null };
        const isWaiting = dialogue.change !== undefined;
        if (isWaiting && /^(?:luu|dong y|ok|dung|co|xac nhan)$/u.test(word))
          return saveChange(context, handler, dialogue.target, dialogue.change);
        const line = handler.isOptional && /^(?:bo qua|khong|khong co)$/u.test(word) ? '' : input;
        return show(context, dialogue.type, handler, dialogue.target, line, dialogue.change ?? null);
      },
    },
  };
}

/** Saves a change that was shown and agreed to, with its audit event. */
export function saveChange(
  context: TurnContext,
  handler: FollowUpChange,
  target: string,
  change: unknown,
): Outcome {
  return {
    blocks: [],
    dialogue: null,
    write: async (t) => {
      const blocks = await handler.write(t, context, target, change);
      if (!blocks) return [text(words.changedByOther)];
      await recordAudit(t, {
        at: context.now.toISOString(),
        accountId: context.account.id,
        action: handler.audit.action,
        entity: handler.audit.entity,
        // A target may name a second row behind a comma.
        entityId: target === '' ? null : (target.split(',')[0] ?? null),
      });
      return blocks;
    },
  };
}

/** Who changes, and when. */
export const byOf = (context: TurnContext): { accountId: string; at: string } => ({
  accountId: context.account.id,
  at: context.now.toISOString(),
});

/** A short label of a button. */
export const shorten = (content: string, most = 56): string =>
  content.length > most ? `${content.slice(0, most - 1).trimEnd()}…` : content;
