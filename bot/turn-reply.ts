import { AppError } from '../core/errors.ts';
import { newSecret } from '../core/ids.ts';
import type { Queryable } from '../db/database.ts';
import * as say from '../prompts/channels.ts';
import type { WireBlock } from './channels/channel.ts';
import type { OpenEvent } from './inbox-store.ts';
import {
  addActionKeys,
  addReply,
  groupOf,
  hasSpoken,
  type ActionKey,
  type OpenReply,
} from './outbox-store.ts';
import { sayPrefix } from './router.ts';
import type { Decision, TurnDeps } from './turn.ts';
import type { Block, Capabilities, Feature } from './types.ts';

/* The reply of a turn, as its transaction keeps it: opaque keys for options, marks of what may leave the house. */

/** What a turn says, to whom and with which means. */
interface Said {
  item: OpenEvent;
  decision: Decision;
  blocks: readonly Block[];
  at: Date;
  capabilities: Capabilities;
}

/**
 * Adds what is said to the outbox, with what its options stand for. Null where there is nothing to say.
 * @throws AppError where an option names no feature, or the channel does not run
 */
export async function sayIn(
  deps: Pick<TurnDeps, 'features' | 'known'>,
  t: Queryable,
  { item, decision, blocks, at, capabilities }: Said,
): Promise<OpenReply | null> {
  const said = blocks.filter((block) => block.type !== 'choices' || block.options.length > 0);
  if (said.length === 0) return null;
  const isDialogueOpen = decision.outcome.dialogue !== undefined && decision.outcome.dialogue !== null;
  const notice = await firstNotice(deps, t, item, capabilities);
  const { wire, options } = withKeys([...notice, ...marked(decision, said, capabilities)], isDialogueOpen);
  for (const { action } of options) assertAction(deps.features, action);
  const reply = await addReply(
    t,
    { key: `${item.event.key}#1`, address: item.event.to, replyTo: item.event.key, blocks: wire },
    at.toISOString(),
  );
  await addActionKeys(
    t,
    options.map(({ blockId, isOnce, ...option }) => ({
      ...option,
      lane: item.lane,
      accountId: decision.account?.id ?? null,
      group: groupOf(reply.seq, blockId, isOnce),
      createdAt: at.toISOString(),
      expiresAt: new Date(at.getTime() + (isOnce ? onceLifetimeMs : lifetimeMs)).toISOString(),
      usedAt: null,
    })),
  );
  return reply;
}

/** What the first reply of a chat says before all else, on channels where people cannot know whom they write to. */
async function firstNotice(
  deps: Pick<TurnDeps, 'known'>,
  t: Queryable,
  { lane }: OpenEvent,
  { announcesItself }: Capabilities,
): Promise<Block[]> {
  if (!announcesItself || deps.known.has(lane) || (await hasSpoken(t, lane))) return [];
  return [{ type: 'text', text: say.automationNotice, audience: 'public' }];
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

const dayMs = 24 * 60 * 60 * 1000;
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
  if (owner === sayPrefix || features.some((feature) => feature.id === owner)) return;
  throw new AppError('internal', `an option names no known feature: '${owner}'`);
}
