import { toAppError, ChannelError } from '../../../core/errors.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Logger } from '../../../core/logger.ts';
import type { FileRef } from '../../../db/file-store.ts';
import type { Pause } from '../../pause.ts';
import type { Capabilities } from '../../types.ts';
import { createBackOff } from '../back-off.ts';
import type { Channel, Part, Sink, WireBlock } from '../channel.ts';
import { fetchRemote } from '../fetch-remote.ts';
import { takeRemoteFiles, type RemoteFilesDeps } from '../remote-files.ts';
import { secretWebhook } from '../secret-webhook.ts';
import { createTyping } from '../typing.ts';
import { mostUnits, type BotInfo, type TextStyle, type ZaloClient } from './client.ts';
import { readUpdate, zaloChannelId, type Receiver } from './update.ts';

/** What a Zalo bot works with. */
export interface ZaloDeps extends RemoteFilesDeps {
  client: ZaloClient;
  /** Part of addresses: the token's public part. */
  account: string;
  /** 'poll': updates are fetched. 'webhook': the platform posts them to `url`, with `secret` in a header. */
  mode: { type: 'poll' } | { type: 'webhook'; url: string; secret: string };
  ceiling: Capabilities['ceiling'];
  /** Hosts that pictures may be fetched from. */
  mediaHosts: readonly string[];
  /** An address that opens a file without signing in, for a while; absent where nothing of ours can be reached from outside. */
  linkTo?: ((file: FileRef) => string) | undefined;
  clock: Clock;
  logger: Logger;
  pause?: Pause;
}

/** How long one poll stays open, in seconds; the platform's own default. */
const pollSeconds = 30;
const typingEveryMs = 4500;
/** After another poller took over. */
const contestedPauseMs = 30_000;

/**
 * The Zalo Bot Platform as a channel: text with numbered choices, pictures by address. The platform has no buttons, no
 * files, no editing, and getUpdates hands each update out once, so it is committed before the next is asked for.
 */
export function createZaloChannel(deps: ZaloDeps): Channel {
  const { client, clock, logger, linkTo } = deps;
  const capabilities: Capabilities = {
    maxTextLength: mostUnits,
    markup: 'zalo',
    hasButtons: false,
    hasTables: false,
    takesDocuments: false,
    canSendFiles: false,
    canSendImages: linkTo !== undefined,
    imageLimit: { bytes: 10_000_000, types: ['image/png', 'image/jpeg'] },
    sendsFilesApart: true,
    announcesItself: true,
    live: 'none',
    ceiling: deps.ceiling,
  };
  const receiver: Receiver = { account: deps.account, botId: null, botName: null };
  /** What health tells: the latest thing that went wrong, until something works again. */
  let trouble: string | null = 'not connected yet';
  const typing = createTyping({
    show: (address) => client.sendTyping(address.chat),
    everyMs: typingEveryMs,
    ...(deps.pause ? { pause: deps.pause } : {}),
  });

  /** Commits what an update says; resolves only when it is kept or nothing is to be kept. */
  async function take(sink: Sink, body: unknown): Promise<void> {
    const received = readUpdate(body, receiver, clock.now());
    if (received.type === 'ignored') return;
    const { event } = received;
    if ((await sink.accept(event)) === 'new') typing.begin(event.to, event.key);
  }

  function know(bot: BotInfo): void {
    receiver.botId = bot.id;
    receiver.botName = bot.name;
    trouble = null;
    logger.info({ channel: zaloChannelId, canJoinGroups: bot.canJoinGroups }, 'zalo bot connected');
  }

  /** Tries until it works, `signal` aborts or the token is refused; true where it worked. */
  async function persist(what: string, signal: AbortSignal, action: () => Promise<void>): Promise<boolean> {
    const backOff = createBackOff(deps.pause);
    for (;;) {
      if (signal.aborted) return false;
      try {
        await action();
        trouble = null;
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        if (!noteTrouble(what, error)) return false;
        await backOff.wait(signal, retryAfterOf(error));
      }
    }
  }

  /** False where going on makes no sense: nobody but an administrator can help. */
  function noteTrouble(what: string, error: unknown): boolean {
    const known = toAppError(error);
    const kind = known instanceof ChannelError ? known.kind : 'internal';
    trouble = `${what}: ${kind}`;
    const fields = { channel: zaloChannelId, what, kind, err: known };
    if (kind === 'auth') {
      logger.error(fields, 'zalo refuses the token; the channel stops until the next start');
      return false;
    }
    logger.warn(fields, 'zalo is not reached');
    return true;
  }

  /** Polling and a webhook exclude each other; one that somebody sets meanwhile is taken away again. */
  async function poll(sink: Sink, signal: AbortSignal): Promise<void> {
    for (let isRefused = true; isRefused; isRefused = await pollUntilRefused(sink, signal)) {
      const isReady = await persist('start', signal, async () => {
        know(await client.getMe(signal));
        if ((await client.webhookUrl(signal)) !== null) await client.deleteWebhook(signal);
      });
      if (!isReady) return;
    }
  }

  /** Takes updates until `signal` aborts or nothing helps: false; true where polling itself is refused. */
  async function pollUntilRefused(sink: Sink, signal: AbortSignal): Promise<boolean> {
    const backOff = createBackOff(deps.pause);
    while (!signal.aborted) {
      let update: unknown;
      try {
        update = await client.getUpdate(pollSeconds, signal);
        backOff.reset();
        trouble = null;
      } catch (error) {
        if (signal.aborted || !noteTrouble('getUpdates', error)) return false;
        await backOff.wait(signal, isContested(error) ? contestedPauseMs : retryAfterOf(error));
        if (error instanceof ChannelError && error.kind === 'invalid') return true;
        continue;
      }
      // There is no second delivery: while it cannot be kept, nothing else is asked for.
      if (update !== null) await persist('inbox', signal, () => take(sink, update));
    }
    return false;
  }

  async function register(mode: { url: string; secret: string }, signal: AbortSignal): Promise<void> {
    await persist('start', signal, async () => {
      know(await client.getMe(signal));
      await client.setWebhook(mode.url, mode.secret, signal);
    });
    await aborted(signal);
  }

  const { mode } = deps;
  return {
    id: zaloChannelId,
    capabilities: () => capabilities,
    async run(sink, signal) {
      try {
        await (mode.type === 'poll' ? poll(sink, signal) : register(mode, signal));
      } finally {
        typing.stop();
      }
    },
    ...(mode.type === 'poll' ? { pollsAs: `${zaloChannelId}:${deps.account}` } : {}),
    ...(mode.type === 'webhook'
      ? {
          webhook: (sink: Sink) =>
            secretWebhook({
              channel: zaloChannelId,
              header: 'x-bot-api-secret-token',
              secret: mode.secret,
              // setWebhook tries the address out with a request that need not say anything.
              read: (body) => ({ body }),
              take: ({ body }) => take(sink, body),
              logger,
            }),
        }
      : {}),
    async send(address, part) {
      const image = imageOf(part);
      const id =
        image && linkTo
          ? await client.sendPhoto(address.chat, linkTo(image.file), clipped(part.text))
          : await client.sendMessage(address.chat, whole(part.text), stylesOf(part));
      return { ids: [id] };
    },
    fetchFiles: (event, options) =>
      takeRemoteFiles(
        deps,
        event,
        (file, signal) => fetchRemote(file.ref, { hosts: deps.mediaHosts, maxBytes: deps.maxBytes }, signal),
        options,
      ),
    turnEnded: (address, eventKey) => typing.end(address, eventKey),
    health: () => Promise.resolve(trouble === null ? { ok: true } : { ok: false, detail: trouble }),
  };
}

const imageOf = (part: Part): Extract<WireBlock, { type: 'image' }> | undefined =>
  part.blocks.find((block) => block.type === 'image');

/** @throws ChannelError where the core made something that the platform would refuse */
function whole(text: string): string {
  if (text.trim() !== '' && text.length <= mostUnits) return text;
  throw new ChannelError('invalid', `a zalo message of ${text.length} units`);
}

const clipped = (caption: string): string => caption.slice(0, mostUnits);

const styleOf = { bold: 'b', quote: 'i', columns: null } as const;

/**
 * Bold words stay bold and quotations stand in italics. Where they overlap, one run has both: runs that cross are not
 * documented. `parse_mode` is never used, it would read people's words as marks too.
 */
function stylesOf({ spans }: Part): TextStyle[] {
  const styled = spans.filter(({ kind }) => styleOf[kind] !== null);
  const borders = [...new Set(styled.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  return borders.slice(0, -1).flatMap((start, index) => {
    const end = borders[index + 1] as number;
    const kinds = styled
      .filter(({ from, to }) => from <= start && end <= to)
      .map(({ kind }) => styleOf[kind]);
    const st = [...new Set(kinds)].filter((style) => style !== null);
    return st.length === 0 ? [] : [{ start, len: end - start, st }];
  });
}

const retryAfterOf = (error: unknown): number =>
  error instanceof ChannelError ? (error.retryAfterMs ?? 0) : 0;

const isContested = (error: unknown): boolean =>
  error instanceof ChannelError && error.message.includes('(409)');

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** The part of a token that is no secret: what stands before the colon. */
export const accountOfToken = (token: string): string => /^([\w-]+):/u.exec(token)?.[1] ?? 'main';
