import { inBatches } from '../core/batches.ts';
import { AppError } from '../core/errors.ts';
import type { Queryable } from '../db/database.ts';
import * as say from '../prompts/channels.ts';
import { useActionKey } from './action-key-store.ts';
import type { Channel } from './channels/channel.ts';
import { endDialogue, saveDialogue, setDialogueAside, takeDialogueUp } from './dialogue-store.ts';
import { markAllDone, type OpenEvent } from './inbox-store.ts';
import { addNotice, type OpenReply } from './outbox-store.ts';
import { sayAll, type Said } from './turn-reply.ts';
import { channelOf, reminderOf, versionOf, type Decision, type TurnDeps } from './turn.ts';
import type { Block, Outcome } from './types.ts';

/* The second half of a turn: what was decided happens, in one transaction, and is then sent. */

export interface CommitDeps extends TurnDeps {
  /** Names this process in claims; null where it is the only one. */
  owner: string | null;
  /** True where a reply to this chat leaves as soon as it is committed, because nothing is before it. */
  leavesAtOnce(lane: string, channel: Channel): boolean;
}

/** A decided turn. */
export interface Turn {
  item: OpenEvent;
  decision: Decision;
  /** Code of the error that the decision words, if it does. */
  failure: string | null;
}

/** What a committed turn has to send. */
export interface Committed {
  /** Null where there is nothing to say or where the event was answered before. */
  reply: OpenReply | null;
  /** Messages to other chats. */
  notices: OpenReply[];
}

const nothing: Committed = { reply: null, notices: [] };

/**
 * Does what was decided and returns what is to be sent. Turns of different chats that end at the same time share one
 * transaction; one whose feature changes something has its own, so that nobody else waits for it or fails with it.
 */
export function createCommit(deps: CommitDeps): (turn: Turn) => Promise<Committed> {
  const together = inBatches((turns: readonly Turn[]) => deps.db.tx((t) => commitAll(deps, t, turns)));
  return async (turn) => {
    const committed = turn.decision.outcome.write
      ? ((await deps.db.tx((t) => commitAll(deps, t, [turn])))[0] as Committed)
      : await together(turn);
    if (committed.reply) deps.known.add(turn.item.lane);
    return committed;
  };
}

async function commitAll(deps: CommitDeps, t: Queryable, turns: readonly Turn[]): Promise<Committed[]> {
  const at = deps.clock.now();
  const marked = await markAllDone(
    t,
    turns.map(({ item, failure }) => ({ seq: item.seq, at: at.toISOString(), failure })),
  );
  const said = new Map<Turn, Said>();
  const notices = new Map<Turn, OpenReply[]>();
  for (const [index, turn] of turns.entries()) {
    if (!marked[index]) continue;
    const { item, decision } = turn;
    const { outcome, used } = decision;
    if (used && !(await useActionKey(t, used, at.toISOString())))
      throw new AppError('conflict', 'the option was used meanwhile', { isRetryable: true });
    const written = await outcome.write?.(t);
    const { before, after } = await changeDialogue(deps, t, item.lane, decision, at);
    const channel = channelOf(deps, item.event.to.channel);
    said.set(turn, {
      item,
      decision,
      blocks: [...before, ...(written ?? outcome.blocks), ...after],
      capabilities: channel.capabilities(item.event.to),
      isLeaving: deps.leavesAtOnce(item.lane, channel),
    });
    notices.set(turn, await addNotices(t, outcome.notices ?? [], at));
  }
  const replies = await sayAll(deps, t, [...said.values()], at);
  const replyOf = new Map([...said.keys()].map((turn, index) => [turn, replies[index] ?? null]));
  return turns.map((turn) => {
    const told = notices.get(turn);
    return told ? { reply: replyOf.get(turn) ?? null, notices: told } : nothing;
  });
}

async function addNotices(
  t: Queryable,
  notices: NonNullable<Outcome['notices']>,
  at: Date,
): Promise<OpenReply[]> {
  const added: OpenReply[] = [];
  for (const { key, to, blocks } of notices) {
    // Options would need a person who may press them; a notice only tells.
    const wire = blocks.filter((block) => block.type !== 'choices');
    const notice = await addNotice(t, { key, address: to, blocks: wire }, at.toISOString());
    if (notice) added.push(notice);
  }
  return added;
}

/** Saves, ends or leaves the dialogue; returns what has to be said about it before and after the reply. */
async function changeDialogue(
  deps: Pick<TurnDeps, 'features'>,
  t: Queryable,
  lane: string,
  decision: Decision,
  at: Date,
): Promise<{ before: Block[]; after: Block[] }> {
  const { feature, account, outcome, openDialogue } = decision;
  if (feature && account && outcome.dialogue !== undefined && outcome.dialogue !== null) {
    const state = {
      accountId: account.id,
      feature: feature.id,
      version: versionOf(feature),
      state: outcome.dialogue,
    };
    const isReplaced = openDialogue !== null && openDialogue !== feature.id;
    const isKept = isReplaced && decision.keepsDialogue === true;
    if (isKept) await setDialogueAside(t, lane);
    await saveDialogue(t, lane, state, at.toISOString());
    const note = isKept ? say.dialogueKept : say.dialogueReplaced;
    return { before: isReplaced ? [{ type: 'text', text: note }] : [], after: [] };
  }
  const isOwnEnd = outcome.dialogue === null && openDialogue !== null && openDialogue === feature?.id;
  if (!isOwnEnd && !decision.endsDialogue) return { before: [], after: [] };
  await endDialogue(t, lane);
  const again = await takeDialogueUp(t, lane);
  const owner = deps.features.find(
    ({ id, dialogueVersion = 1 }) => id === again?.feature && dialogueVersion === again.version,
  );
  const waiting = again?.accountId === account?.id ? owner?.waiting?.(again?.state) : null;
  return { before: [], after: waiting ? reminderOf(waiting) : [] };
}
