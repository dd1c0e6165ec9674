import { dayMs } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { newSecret } from '../core/ids.ts';
import type { Queryable } from '../db/database.ts';
import * as say from '../prompts/channels.ts';
import { addActionKeys, groupOf, type ActionKey } from './action-key-store.ts';
import type { WireBlock } from './channels/channel.ts';
import type { OpenEvent } from './inbox-store.ts';
import { addReplies, lanesSpokenIn, type OpenReply } from './outbox-store.ts';
import { besidePrefix, sayPrefix } from './router.ts';
import type { Decision, TurnDeps } from './turn.ts';
import type { Block, Capabilities, Feature } from './types.ts';

/* The reply of a turn, as its transaction keeps it: opaque keys for options, marks of what may leave the house. */

/** What a turn says, to whom and with which means. */
export interface Said {
  item: OpenEvent;
  decision: Decision;
  blocks: readonly Block[];
  capabilities: Capabilities;
  /** It leaves as soon as it is committed. */
  isLeaving: boolean;
}

interface SayDeps extends Pick<TurnDeps, 'features' | 'known'> {
  owner: string | null;
}

/**
 * Adds what turns say to the outbox, with what its options stand for; in their order, null where there is nothing to say.
 * @throws AppError where an option names no feature
 */
export async function sayAll(
  deps: SayDeps,
  t: Queryable,
  turns: readonly Said[],
  at: Date,
): Promise<(OpenReply | null)[]> {
  const saying = turns.flatMap((turn) => {
    const blocks = turn.blocks.filter((block) => block.type !== 'choices' || block.options.length > 0);
    return blocks.length === 0 ? [] : [{ turn, blocks }];
  });
  const isFirst = await firstIn(
    deps,
    t,
    saying.map(({ turn }) => turn),
  );
  const keyed = saying.map(({ turn, blocks }) => {
    const { item, decision, capabilities } = turn;
    const isDialogueOpen = decision.outcome.dialogue !== undefined && decision.outcome.dialogue !== null;
    const notice: Block[] = isFirst(turn)
      ? [{ type: 'text', text: say.automationNotice, audience: 'public' }]
      : [];
    const { wire, options } = withKeys(
      [...notice, ...marked(decision, blocks, capabilities)],
      isDialogueOpen,
    );
    for (const { action } of options) assertAction(deps.features, action);
    const { key, to } = item.event;
    const reply = { key: `${key}#1`, address: to, replyTo: key, blocks: wire, isLeaving: turn.isLeaving };
    return { turn, reply, options };
  });
  const replies = await addReplies(
    t,
    keyed.map(({ reply }) => reply),
    at.toISOString(),
    deps.owner,
  );
  await addActionKeys(
    t,
    keyed.flatMap(({ turn, options }, index) => keysOf(turn, replies[index] as OpenReply, options, at)),
  );
  const replyOf = new Map(keyed.map(({ turn }, index) => [turn, replies[index] as OpenReply]));
  return turns.map((turn) => replyOf.get(turn) ?? null);
}

const keysOf = (
  { item, decision }: Said,
  reply: OpenReply,
  options: readonly KeyedOption[],
  at: Date,
): ActionKey[] =>
  options.map(({ blockId, isOnce, ...option }) => ({
    ...option,
    lane: item.lane,
    accountId: decision.account?.id ?? null,
    group: groupOf(reply.seq, blockId, isOnce),
    createdAt: at.toISOString(),
    expiresAt: new Date(at.getTime() + (isOnce ? onceLifetimeMs : lifetimeMs)).toISOString(),
    usedAt: null,
  }));

/** Whether a turn says the first words of its chat, on channels where people cannot know whom they write to. */
async function firstIn(
  { known }: SayDeps,
  t: Queryable,
  turns: readonly Said[],
): Promise<(turn: Said) => boolean> {
  const lanes = turns
    .filter(({ item, capabilities }) => capabilities.announcesItself && !known.has(item.lane))
    .map(({ item }) => item.lane);
  if (lanes.length === 0) return () => false;
  const spoken = await lanesSpokenIn(t, lanes);
  const first = new Set(lanes.filter((lane) => !spoken.has(lane)));
  return ({ item }) => first.has(item.lane);
}

/**
 * The blocks with the mark that lets them leave over a channel for public content: sentences of the conversation itself,
 * and what a feature says whose every word comes from what the viewer may see there.
 */
function marked(
  { feature }: Decision,
  blocks: readonly Block[],
  { ceiling }: Capabilities,
): readonly Block[] {
  if (ceiling === 'all' || (feature !== null && feature.audience !== 'public')) return blocks;
  return blocks.map((block): Block => ({ audience: 'public', ...block }));
}

/** How long options can be pressed: a confirmation for a day, anything else for a week. */
const onceLifetimeMs = dayMs;
const lifetimeMs = 7 * dayMs;

type KeyedOption = Pick<ActionKey, 'key' | 'action' | 'label' | 'position'> & {
  blockId: string;
  isOnce: boolean;
};

/** Puts an opaque key in the place of every action. Numbers run through the whole reply, so that each is said once. */
function withKeys(
  blocks: readonly Block[],
  isDialogueOpen: boolean,
): { wire: WireBlock[]; options: KeyedOption[] } {
  const options: KeyedOption[] = [];
  let numbered = 0;
  let unnumbered = 0;
  const wire = blocks.map((block): WireBlock => {
    if (block.type !== 'choices') return block;
    const isOnce = block.isOnce ?? isDialogueOpen;
    const keyed = block.options.map(({ label, action, style }) => {
      // 9 bytes are 12 characters: within every channel's limit for what a button may carry.
      const key = newSecret(9);
      const position = block.isNumbered === false ? -++unnumbered : ++numbered;
      options.push({ key, action, label, position, blockId: block.id, isOnce });
      return { label, key, position, ...(style ? { style } : {}) };
    });
    return {
      type: 'choices',
      id: block.id,
      ...(block.prompt === undefined ? {} : { prompt: block.prompt }),
      ...(block.isNumbered === undefined ? {} : { isNumbered: block.isNumbered }),
      ...(block.audience === undefined ? {} : { audience: block.audience }),
      options: keyed,
    };
  });
  return { wire, options };
}

/** @throws AppError where no feature would understand the action: a mistake that must not wait for the press */
function assertAction(features: readonly Feature[], action: string): void {
  const owner = action.slice(0, action.indexOf(':'));
  if (owner === sayPrefix || owner === besidePrefix || features.some((feature) => feature.id === owner))
    return;
  throw new AppError('internal', `an option names no known feature: '${owner}'`);
}
