import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { ChannelError } from '../../../core/errors.ts';
import { createBackOff } from '../back-off.ts';
import type { Pause } from '../../pause.ts';
import { pollSeconds, toChannelError } from './api.ts';
import { wantedUpdates } from './update.ts';
import { isReadable } from './update-shape.ts';

/** What receiving needs of the channel. */
export interface ReceivingDeps {
  api: Api;
  /** Waits long enough for a poll. */
  polls: Api;
  pause: Pause;
  /** Keeps what an update says; resolves once it is committed. */
  take(update: Update): Promise<void>;
  /** Number of the first update that must be delivered again if we die now; null: none. */
  firstOpen(): number | null;
  /** It works (null), or what does not. True: nobody but an administrator can help. */
  note(what: string, error: ChannelError | null): boolean;
}

/** After another poller took over: often enough to take turns, rarely enough to leave it its work, in milliseconds. */
const contestedMs = 30_000;
/** While an album may still grow. */
const openAlbumMs = 300;

/** Repeats `action` until it works or `signal` aborts; true where it worked, false where going on makes no sense. */
export async function persist(
  { pause, note }: Pick<ReceivingDeps, 'pause' | 'note'>,
  what: string,
  signal: AbortSignal,
  action: (signal: AbortSignal) => Promise<unknown>,
): Promise<boolean> {
  const backOff = createBackOff(pause);
  while (!signal.aborted) {
    try {
      await action(signal);
      note(what, null);
      return true;
    } catch (cause) {
      if (signal.aborted) return false;
      const error = toChannelError(cause);
      if (note(what, error)) return false;
      await backOff.wait(signal, error.retryAfterMs);
    }
  }
  return false;
}

/**
 * Long polling. An update is confirmed by asking for the ones after it (Bot API, getUpdates), and that is only asked
 * once it is committed; chats are worked on side by side, each in its order.
 */
export async function poll(deps: ReceivingDeps, signal: AbortSignal): Promise<void> {
  const { api, polls, pause, note } = deps;
  const backOff = createBackOff(pause);
  let offset = 0;
  while (!signal.aborted) {
    const open = deps.firstOpen();
    let updates: Update[];
    try {
      updates = await withSignal(signal, (own) =>
        polls.getUpdates(
          {
            offset: open ?? offset,
            timeout: open === null ? pollSeconds : 0,
            allowed_updates: wantedUpdates,
          },
          own,
        ),
      );
      note('getUpdates', null);
      backOff.reset();
    } catch (cause) {
      if (signal.aborted) return;
      const error = toChannelError(cause);
      if (note('getUpdates', error)) return;
      if (isWebhookSet(error)) {
        if (!(await persist(deps, 'deleteWebhook', signal, () => api.deleteWebhook()))) return;
        continue;
      }
      await backOff.wait(signal, isContested(error) ? contestedMs : error.retryAfterMs);
      continue;
    }
    const fresh = updates.filter((update) => update.update_id >= offset);
    // Until it is kept nothing after it is asked for: it would be confirmed.
    if (!(await persist(deps, 'inbox', signal, () => takeAll(deps, fresh)))) return;
    const last = updates.at(-1);
    if (last) offset = Math.max(offset, last.update_id + 1);
    if (deps.firstOpen() !== null && fresh.length === 0) await pause(openAlbumMs, signal);
  }
}

/** Chats side by side, each in its order. */
async function takeAll({ take }: ReceivingDeps, updates: readonly Update[]): Promise<void> {
  const chats = new Map<number, Promise<void>>();
  for (const update of updates) {
    const chat = isReadable(update) ? chatOf(update) : 0;
    const before = chats.get(chat) ?? Promise.resolve();
    chats.set(
      chat,
      before.then(() => take(update)),
    );
  }
  await Promise.all(chats.values());
}

const chatOf = ({ message, callback_query: press, my_chat_member: member }: Update): number =>
  message?.chat.id ?? press?.message?.chat.id ?? member?.chat.id ?? 0;

const isWebhookSet = (error: ChannelError): boolean => /409 .*webhook is active/iu.test(error.message);
const isContested = (error: ChannelError): boolean => /: 409 /u.test(error.message);

/**
 * A call that ends with `signal`. Clients leave their listeners on a signal that is used again and again, so each
 * call gets one of its own.
 */
async function withSignal<T>(signal: AbortSignal, call: (own: never) => Promise<T>): Promise<T> {
  const own = new AbortController();
  const abort = (): void => own.abort();
  signal.addEventListener('abort', abort);
  try {
    if (signal.aborted) own.abort();
    return await call(own.signal as never);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
