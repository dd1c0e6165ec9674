import { dateIn, type Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Viewer } from '../core/viewer.ts';
import type { Account } from '../access/account-store.ts';
import { lowerRole } from '../access/permissions.ts';
import { viewerFor } from '../access/viewer.ts';
import type { Database } from '../db/database.ts';
import * as say from '../prompts/channels.ts';
import { heardAs, heardToConfirm, sendAsHeard } from '../prompts/voice.ts';
import { cleanText } from '../text/normalise.ts';
import type { Accounts, Sender } from './accounts.ts';
import { findActionKey, type ActionKey } from './action-key-store.ts';
import type { Channel } from './channels/channel.ts';
import type { ChatState } from './chat-state-store.ts';
import { setChatRole } from './chat-role-store.ts';
import type { Dialogue } from './dialogue-store.ts';
import type { OpenEvent } from './inbox-store.ts';
import { linkCodeIn, pairingCodeIn } from './pairing.ts';
import {
  besidePrefix,
  route,
  sayPrefix,
  type ChoiceProblem,
  type HereEvent,
  type Route,
  type RouterInput,
} from './router.ts';
import type { Block, Feature, Inbound, Outcome, PairingLink, TurnContext, Waiting } from './types.ts';

/*
 * One turn: a committed event becomes a decision (reading only), and the decision becomes one transaction that holds
 * the feature's change, the reply, what its options stand for, the dialogue's state and the mark that the event is
 * done. Whatever happens in between, the event is either answered once or still open.
 */

export interface TurnDeps {
  db: Database;
  features: readonly Feature[];
  channels: ReadonlyMap<string, Channel>;
  accounts: Accounts;
  clock: Clock;
  timeZone: string;
  /** Chats in which something was said by this process, so that the database is not asked each time. */
  known: Set<string>;
  /** What is known of a chat. */
  stateOf(lane: string): Promise<ChatState>;
  /** Where the web page is reached, for what can only be done there; absent where only this machine reaches it. */
  publicUrl?: string;
}

/** What a turn will do; nothing of it has happened yet. */
export interface Decision {
  account: Account | null;
  feature: Feature | null;
  outcome: Outcome;
  /** The option that was pressed, if any. */
  used: ActionKey | null;
  /** Feature id of the dialogue that was open in the chat, whoever opened it. */
  openDialogue: string | null;
  /** True where the open dialogue ends with this turn, whatever the feature says. */
  endsDialogue: boolean;
  /** True where the open dialogue holds what would be lost: the dialogue of another feature does not take its place. */
  keepsDialogue?: boolean;
}

const saying = (text: string): Outcome => ({ blocks: [{ type: 'text', text }] });

/** Reads what is needed, finds the feature and lets it answer. Changes nothing. */
export async function decide(
  deps: TurnDeps,
  item: OpenEvent,
  signal: AbortSignal,
  hurry?: AbortSignal,
): Promise<Decision> {
  const { db, features, accounts, clock } = deps;
  const { event, lane } = item;
  const channel = channelOf(deps, event.to.channel);
  // Work in the background is done for an account, wherever it was asked for.
  const isAccount = event.type === 'job' || (channel.signsIn ?? false);
  const sender: Sender = { channel: channel.id, id: event.senderId, isAccount };
  const [found, { role: chatRole, dialogue: saved, pending, hasSpoken }, pressed] = await Promise.all([
    accounts.find(db, sender),
    deps.stateOf(lane),
    event.type === 'choice' ? findActionKey(db, event.actionKey, lane) : null,
  ]);
  if (hasSpoken) deps.known.add(lane);
  // What is allowed in a chat is the least of what the person and the chat are.
  const account =
    found && chatRole && !isAccount ? { ...found, role: lowerRole(found.role, chatRole) } : found;
  const decision: Decision = {
    account,
    feature: null,
    outcome: { blocks: [] },
    used: null,
    openDialogue: null,
    endsDialogue: false,
  };
  if (!account) return { ...decision, outcome: offerPairing(deps, item, sender) };
  const linkCode = event.type === 'text' && !sender.isAccount ? linkCodeIn(event.text) : null;
  if (linkCode !== null) return { ...decision, outcome: pairing(deps, item, sender, linkCode) };

  const owner = features.find((feature) => feature.id === saved?.feature);
  const isOutdated = saved !== null && (!owner || versionOf(owner) !== saved.version);
  // In a group the dialogue belongs to who opened it; what others say is not an answer to it.
  const dialogue = saved && !isOutdated && saved.accountId === account.id ? saved : null;
  decision.openDialogue = saved && !isOutdated ? saved.feature : null;
  decision.endsDialogue = isOutdated;
  if (isOutdated && event.type === 'text' && !cleanText(event.text).trimStart().startsWith('/')) {
    return { ...decision, outcome: saying(say.dialogueOutdated) };
  }

  const waiting = (dialogue && owner?.waiting?.(dialogue.state)) ?? null;
  decision.keepsDialogue = waiting?.isUnsaved ?? false;
  const capabilities = channel.capabilities(event.to);
  const viewer = viewerFor(account, capabilities.ceiling, event.isGroup);
  const here = await fetched(channel, event, { signal, role: viewer.role });
  if ('problem' in here) return { ...decision, outcome: saying(here.problem) };
  const now = clock.now();
  const input: RouterInput = {
    event: here,
    features,
    role: viewer.role,
    ownRole: account.role,
    accountId: account.id,
    pressed,
    pending,
    dialogueFeature: dialogue?.feature ?? null,
    waiting,
    now: now.toISOString(),
  };
  const target = route(input);
  if (target.type === 'stop') {
    const left = dialogue && owner?.afterStop ? owner.afterStop(dialogue.state) : null;
    if (owner && left !== null) return { ...decision, feature: owner, outcome: stopOne(owner, left) };
    return { ...decision, outcome: stopDialogue(dialogue), endsDialogue: isOutdated || dialogue !== null };
  }
  if (target.type === 'either') return { ...decision, outcome: askWhich(target) };
  if (target.type === 'heard') return { ...decision, outcome: confirmHeard(target.text) };
  if (target.type === 'unknown-command') return { ...decision, outcome: offerNearest(target) };
  if (target.type !== 'feature' && target.type !== 'job')
    return { ...decision, outcome: sayingWhere(sentenceOf(target), target, deps.publicUrl) };

  const { feature } = target;
  // Not even asked: a change must not be confirmed by somebody who was not shown it.
  if (target.type === 'feature' && capabilities.ceiling !== 'all' && feature.audience !== 'public')
    return { ...decision, outcome: withWebPage(say.onlyOnWeb, deps.publicUrl) };
  const context: TurnContext = {
    db,
    viewer,
    account: { id: account.id, name: account.name },
    address: event.to,
    lane,
    isGroup: event.isGroup,
    isSignedIn: isAccount,
    capabilities,
    now,
    today: dateIn(now, deps.timeZone),
    signal,
    ...(hurry ? { hurry } : {}),
    live(text) {
      if (capabilities.live === 'push' && !signal.aborted) channel.live?.(event.to, text, event.key);
    },
    pairingLinks: (code) => pairingLinks([...deps.channels.values()], code),
    dialogue: dialogue?.feature === feature.id ? dialogue.state : undefined,
    isElsewhere: decision.openDialogue !== null && decision.openDialogue !== feature.id,
  };
  const outcome =
    target.type === 'feature'
      ? await feature.handle(context, target.request)
      : ((await feature.jobs?.ended(context, target.jobId)) ?? { blocks: [] });
  // Whoever goes on with the dialogue has it before their eyes.
  const isBeside = target.type === 'feature' && !(feature === owner && target.request.type !== 'command');
  const isOpenStill = isBeside && outcome.dialogue === undefined && capabilities.ceiling === 'all';
  const reminder = isOpenStill && waiting ? reminderOf(waiting) : [];
  const blocks: Block[] = [
    ...(isOutdated ? [{ type: 'text' as const, text: say.dialogueOutdated }] : []),
    ...(isHeard(here) ? [{ type: 'text' as const, text: heardAs(here.text) }] : []),
    ...outcome.blocks,
    ...reminder,
  ];
  const used = target.type === 'feature' ? target.used : null;
  const { write } = outcome;
  if (!write || reminder.length === 0) return { ...decision, feature, used, outcome: { ...outcome, blocks } };
  const writeAndRemind: Outcome['write'] = async (t) => {
    const written = await write(t);
    return written ? [...written, ...reminder] : undefined;
  };
  return { ...decision, feature, used, outcome: { ...outcome, blocks, write: writeAndRemind } };
}

/** What a dialogue holds, said at the end of what else was done. It is the person's own, whatever the feature may show. */
export const reminderOf = ({ blocks }: Waiting): Block[] =>
  blocks.map((block): Block =>
    block.type === 'choices'
      ? { isOnce: true, ...block, audience: 'internal' }
      : { ...block, audience: 'internal' },
  );

/** The addresses at which a pairing code can be used, of the channels that have one now. */
export const pairingLinks = (channels: readonly Channel[], code: string): PairingLink[] =>
  channels.flatMap(({ id, pairingLink }) => {
    const url = pairingLink?.(code) ?? null;
    return url === null ? [] : [{ channel: id, url }];
  });

/** Version of the state that a feature's dialogue has now. */
export const versionOf = (feature: Feature): number => feature.dialogueVersion ?? 1;

/** @throws AppError where no such channel runs */
export function channelOf(deps: Pick<TurnDeps, 'channels'>, id: string): Channel {
  const channel = deps.channels.get(id);
  if (!channel) throw new AppError('channel-unavailable', `no channel '${id}' is running`);
  return channel;
}

/** The entry in front is dropped; what waits behind it is not. */
const stopOne = (owner: Feature, left: unknown): Outcome => {
  const waiting = owner.waiting?.(left) ?? null;
  return {
    blocks: [{ type: 'text', text: say.stoppedDialogue }, ...(waiting ? reminderOf(waiting) : [])],
    dialogue: left,
  };
};

/** Asks whether words are meant for the open dialogue, which stays as it is. */
const askWhich = ({ text, takes }: Extract<Route, { type: 'either' }>): Outcome => ({
  blocks: [
    { type: 'text', text: takes.question },
    {
      type: 'choices',
      id: 'either',
      isOnce: true,
      options: [
        { label: takes.label, action: `${takes.action}${text}` },
        { label: say.isQuestion, action: `${besidePrefix}:${text}` },
      ],
    },
  ],
});

function stopDialogue(dialogue: Dialogue | null): Outcome {
  return saying(dialogue ? say.stoppedDialogue : say.nothingToStop);
}

/** All that an unknown sender gets: the request to pair, or the link itself where a right code was sent. */
function offerPairing(deps: TurnDeps, item: OpenEvent, sender: Sender): Outcome {
  if (sender.isAccount) return saying(say.accountDisabled);
  const code = item.event.type === 'text' ? pairingCodeIn(item.event.text) : null;
  return code === null ? saying(say.pairingRequest) : pairing(deps, item, sender, code);
}

function pairing(deps: TurnDeps, { lane }: OpenEvent, sender: Sender, code: string): Outcome {
  return {
    blocks: [],
    async write(t) {
      const now = deps.clock.now();
      const account = await deps.accounts.pair(t, sender, code, now);
      // Whoever has a code has signed in elsewhere: the chat may do again what its person may.
      if (account) await setChatRole(t, { lane, role: null, by: account.id, at: now.toISOString() });
      return saying(account ? say.paired(account.name) : say.pairingRefused).blocks;
    },
  };
}

/** A mistyped command with the ones it may have meant, which run with the same words when they are chosen. */
function offerNearest({ typed, nearest, args }: Extract<Route, { type: 'unknown-command' }>): Outcome {
  const options = nearest.map((name) => ({
    label: `/${name}`,
    action: `${sayPrefix}:${`/${name} ${args}`.trim()}`,
  }));
  return {
    blocks: [
      { type: 'text', text: say.unknownCommand(typed) },
      { type: 'choices', id: 'nearest', prompt: say.nearestCommands, options },
    ],
  };
}

const isHeard = (event: HereEvent): event is HereEvent & { type: 'text' } =>
  event.type === 'text' && event.isHeard === true;

/** What was heard, with the option to have it said. */
const confirmHeard = (text: string): Outcome => ({
  blocks: [
    { type: 'text', text: `${heardAs(text)}\n${heardToConfirm}` },
    {
      type: 'choices',
      id: 'heard',
      isOnce: true,
      options: [{ label: sendAsHeard, action: `${sayPrefix}:${text}`, style: 'primary' }],
    },
  ],
});

/** The event with its files here, or a sentence why they are not. Only now: nothing of a stranger's is ever fetched. */
async function fetched(
  channel: Channel,
  event: Inbound,
  options: { signal: AbortSignal; role: Viewer['role'] },
): Promise<HereEvent | { problem: string }> {
  if (event.type !== 'remote-files') return event;
  if (!channel.fetchFiles) return { problem: say.filesNotTaken };
  const taken = await channel.fetchFiles(event, options);
  if ('problem' in taken) return taken;
  const { key, at, senderId, to, isGroup } = event;
  return { key, at, senderId, to, isGroup, ...taken };
}

/** What cannot be taken here can be sent on the web page, where it is. */
function sayingWhere(sentence: string, target: Route, publicUrl: string | undefined): Outcome {
  const isElsewhere = target.type === 'unsupported' || target.type === 'files-not-taken';
  return isElsewhere ? withWebPage(sentence, publicUrl) : saying(sentence);
}

const withWebPage = (sentence: string, publicUrl: string | undefined): Outcome => ({
  blocks: [
    { type: 'text', text: sentence },
    ...(publicUrl === undefined ? [] : [{ type: 'link' as const, label: say.webPage, url: publicUrl }]),
  ],
});

const choiceSentences: Readonly<Record<ChoiceProblem, string>> = {
  unknown: say.choiceUnknown,
  expired: say.choiceExpired,
  used: say.choiceUsed,
  'of-other': say.choiceOfOther,
};

function sentenceOf(
  target: Exclude<Route, { type: 'feature' | 'job' | 'stop' | 'heard' | 'either' | 'unknown-command' }>,
): string {
  switch (target.type) {
    case 'choice-problem':
      return choiceSentences[target.problem];
    case 'choice-out-of-range':
      return say.choiceOutOfRange(target.count);
    case 'not-permitted':
      return target.isOnlyInGroup ? say.notInGroup : say.notPermitted;
    case 'unsupported':
      return say.unsupportedMessage;
    case 'files-not-taken':
      return say.filesNotTaken;
    case 'nothing':
      return say.nothingUnderstood;
  }
}
