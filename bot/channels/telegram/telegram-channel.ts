import type { InlineKeyboardMarkup, Update } from 'grammy/types';
import type { Clock } from '../../../core/clock.ts';
import { ChannelError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/logger.ts';
import * as say from '../../../prompts/telegram.ts';
import { pause as pauseInRealTime, type Pause } from '../../pause.ts';
import type { Address, Capabilities, CommandSpec } from '../../types.ts';
import type { Channel, Sink } from '../channel.ts';
import { fetchRemote, RemoteTooLargeError } from '../fetch-remote.ts';
import { takeRemoteFiles, type RemoteFilesDeps } from '../remote-files.ts';
import { secretWebhook } from '../secret-webhook.ts';
import { createTyping } from '../typing.ts';
import { createAlbums } from './albums.ts';
import { isUnknownMethod, toChannelError, type TelegramClients } from './api.ts';
import { registerCommands } from './commands.ts';
import { createGrowing, type GrowingText } from './growing.ts';
import { persist, poll } from './receiving.ts';
import { entitiesOf } from './render.ts';
import { createSending, inThread, mostUnits } from './sending.ts';
import {
  asUpdate,
  isGroupAddress,
  messageOfKey,
  placeOf,
  readUpdate,
  stopData,
  telegramChannelId,
  wantedUpdates,
  type PressedMessage,
  type Receiver,
} from './update.ts';
import { isReadable } from './update-shape.ts';

/** What a Telegram bot works with. */
export interface TelegramDeps extends RemoteFilesDeps {
  clients: TelegramClients;
  /** Id of the bot: the token's public part. */
  account: string;
  /** 'poll': updates are fetched. 'webhook': Telegram posts them to `url`, with `secret` in a header. */
  mode: { type: 'poll' } | { type: 'webhook'; url: string; secret: string };
  ceiling: Capabilities['ceiling'];
  /** Commands of all features, asked for when they are registered. */
  commands: () => readonly CommandSpec[];
  /** Tables as rich messages, growing answers as drafts: where the server knows them. Default false. */
  usesRich?: boolean;
  usesDrafts?: boolean;
  clock: Clock;
  logger: Logger;
  pause?: Pause;
}

/** Bots are handed files up to this size, and may send them up to that (Bot API, getFile and sendDocument). */
export const mostBytesIn = 20 * 1024 * 1024;
const mostBytesOut = 50 * 1024 * 1024;
const mostPhotoBytes = 10 * 1024 * 1024;
/** More buttons than this make nobody's choice easier. */
const mostButtons = 24;
/** Characters of one width that a telephone shows in a line. */
const tableWidth = 34;
const typingEveryMs = 4500;
/** Of the note that is shown when a button is pressed (Bot API, answerCallbackQuery). */
const mostToastUnits = 200;

/** Telegram as a channel. Nothing is called before `run`, and what cannot be reached is tried until it can. */
export function createTelegramChannel(deps: TelegramDeps): Channel {
  const { clients, clock, logger, mode } = deps;
  const { api } = clients;
  const pause = deps.pause ?? pauseInRealTime;
  const receiver: Receiver = {
    account: deps.account,
    username: null,
    isCommand: (name) =>
      deps.commands().some((spec) => spec.name === name || (spec.aliases?.includes(name) ?? false)),
  };
  /** What health tells: the latest thing that went wrong, until something works again. */
  let trouble: string | null = 'not connected yet';
  /** Private chats that blocked the bot while we run. */
  const blocked = new Set<number>();
  const capabilities: Capabilities = {
    maxTextLength: mostUnits,
    markup: 'entities',
    hasButtons: true,
    maxButtons: mostButtons,
    hasTables: true,
    maxTableWidth: tableWidth,
    canSendFiles: true,
    fileLimit: { bytes: mostBytesOut },
    imageLimit: { bytes: mostPhotoBytes },
    sendsFilesApart: true,
    announcesItself: true,
    live: 'push',
    ceiling: deps.ceiling,
  };
  const stopMarkup: InlineKeyboardMarkup = {
    inline_keyboard: [[{ text: say.stopButton, callback_data: stopData }]],
  };
  const typing = createTyping({
    show: async (address) => {
      const { chat, thread } = placeOf(address);
      await api.sendChatAction(chat, 'typing', inThread(thread));
    },
    everyMs: typingEveryMs,
    pause,
  });
  const growing = createGrowing({
    clock,
    pause,
    wire: {
      async post(address, shown) {
        const { chat, thread } = placeOf(address);
        const options = { ...inThread(thread), reply_markup: stopMarkup, disable_notification: true };
        return (await api.sendMessage(chat, shown.text, { ...options, entities: entitiesOf(shown) }))
          .message_id;
      },
      async edit(address, messageId, shown) {
        const options = { reply_markup: stopMarkup, entities: entitiesOf(shown) };
        await api.editMessageText(placeOf(address).chat, messageId, shown.text, options);
      },
      async remove(address, messageId) {
        await api.deleteMessage(placeOf(address).chat, messageId);
      },
      ...(deps.usesDrafts
        ? {
            async draft(address: Address, draftId: number, shown: GrowingText) {
              const { chat, thread } = placeOf(address);
              const options = { ...inThread(thread), can_stop: true, entities: entitiesOf(shown) };
              await api.sendMessageDraft(chat, draftId, shown.text, options);
            },
          }
        : {}),
    },
  });
  const send = createSending({ clients, files: deps.files, growing, usesRich: deps.usesRich ?? false });
  let sinkNow: Sink | null = null;
  const albums = createAlbums({
    say: async (end) => void (await sinkNow?.accept(end)),
    pause,
  });

  /** Commits what an update says; resolves only when it is kept or nothing is to be kept. */
  async function take(sink: Sink, update: Update): Promise<void> {
    sinkNow = sink;
    if (!isReadable(update)) {
      logger.warn({ channel: telegramChannelId, update: update.update_id }, 'an update cannot be read');
      return;
    }
    const received = readUpdate(update, receiver);
    const at = clock.now().toISOString();
    switch (received.type) {
      case 'event': {
        const event = { ...received.event, at: received.event.at || at };
        blocked.delete(placeOf(event.to).chat);
        if ((await sink.accept(event)) === 'new' && event.type !== 'stop') typing.begin(event.to, event.key);
        return;
      }
      case 'pressed': {
        const event = { ...received.event, at };
        const outcome = await sink.accept(event);
        if (outcome === 'new' && event.type !== 'stop') typing.begin(event.to, event.key);
        // The button turns until it is answered; that it was pressed is kept already, so nothing waits for this.
        void showPressed(received.queryId, event, received.shown);
        return;
      }
      case 'files': {
        const { head, files, caption, album } = received;
        const waiting = files.map(({ id, name, mime }) => ({ ref: id, name, mime }));
        const batch = album === null ? {} : { batch: { id: album, isEnd: false } };
        const event = {
          ...head,
          at: head.at || at,
          type: 'remote-files' as const,
          files: waiting,
          caption,
          ...batch,
        };
        if ((await sink.accept(event)) === 'new') typing.begin(event.to, event.key);
        if (album !== null)
          albums.note(album, { updateId: update.update_id, messageId: messageOfKey(head.key) ?? 0, head });
        return;
      }
      case 'moved':
        await sink.moved?.(received.from, received.to);
        return;
      case 'membership':
        if (received.isMember) blocked.delete(received.chat);
        else blocked.add(received.chat);
        return;
      case 'ignored':
        return;
    }
  }

  /** Answers the press with what was chosen, and marks it under the message where only the one who pressed sees it. */
  async function showPressed(
    queryId: string,
    event: { isGroup: boolean; type: string; actionKey?: string },
    shown: PressedMessage | null,
  ): Promise<void> {
    const label = shown?.rows.flat().find((button) => button.callback_data === event.actionKey)?.text;
    const isMarked = label?.startsWith(say.chosenMark) ?? false;
    const bare = isMarked ? label?.slice(say.chosenMark.length) : label;
    const toast = bare === undefined ? {} : { text: say.chosen(bare).slice(0, mostToastUnits) };
    try {
      await api.answerCallbackQuery(queryId, toast);
      if (!shown || bare === undefined || isMarked || event.isGroup) return;
      const rows = shown.rows.map((row) =>
        row.map((button) => ({
          ...button,
          text: markedLabel(button.text, button.callback_data === event.actionKey),
        })),
      );
      await api.editMessageReplyMarkup(shown.chat, shown.id, {
        reply_markup: { inline_keyboard: rows as InlineKeyboardMarkup['inline_keyboard'] },
      });
    } catch (cause) {
      // Too old, or pressed twice: what was chosen is answered in any case.
      logger.debug({ channel: telegramChannelId, err: toChannelError(cause) }, 'a press was not shown');
    }
  }

  /** True where nobody but an administrator can help. */
  function note(what: string, error: ChannelError | null): boolean {
    if (!error) {
      trouble = null;
      return false;
    }
    trouble = `${what}: ${error.kind}`;
    const fields = { channel: telegramChannelId, what, kind: error.kind, err: error };
    if (error.kind === 'auth' || (what === 'getMe' && isUnknownMethod(error))) {
      logger.error(fields, 'telegram refuses the token; the channel stops until the next start');
      return true;
    }
    logger.warn(fields, 'telegram is not reached');
    // Menus are a help: what is refused once is refused always.
    return what === 'setMyCommands' && error.kind === 'invalid';
  }

  async function learnName(): Promise<void> {
    if (receiver.username === null) receiver.username = (await api.getMe()).username;
  }

  async function run(sink: Sink, signal: AbortSignal): Promise<void> {
    sinkNow = sink;
    const receiving = {
      api,
      polls: clients.polls,
      pause,
      take: (update: Update) => take(sink, update),
      firstOpen: albums.firstOpen,
      note,
    };
    if (!(await persist(receiving, 'getMe', signal, learnName))) return;
    logger.info({ channel: telegramChannelId, mode: mode.type }, 'telegram connected');
    // Receiving does not wait for the menus, and goes on without them.
    const registered = persist(receiving, 'setMyCommands', signal, () =>
      registerCommands(api, deps.commands()),
    );
    if (mode.type === 'poll') await poll(receiving, signal);
    else {
      await persist(receiving, 'setWebhook', signal, () =>
        api.setWebhook(mode.url, { secret_token: mode.secret, allowed_updates: wantedUpdates }),
      );
      await aborted(signal);
    }
    await registered;
  }

  return {
    id: telegramChannelId,
    capabilities: () => capabilities,
    async run(sink, signal) {
      try {
        await run(sink, signal);
      } finally {
        await albums.close();
        growing.stop();
        typing.stop();
      }
    },
    ...(mode.type === 'poll' ? { pollsAs: `${telegramChannelId}:${deps.account}` } : {}),
    ...(mode.type === 'webhook'
      ? {
          webhook: (sink: Sink) =>
            secretWebhook({
              channel: telegramChannelId,
              header: 'x-telegram-bot-api-secret-token',
              secret: mode.secret,
              read: asUpdate,
              async take(update) {
                await learnName();
                await take(sink, update);
              },
              logger,
            }),
        }
      : {}),
    async send(address, part, { key }) {
      const { chat } = placeOf(address);
      if (blocked.has(chat)) throw new ChannelError('gone', 'the bot is blocked in this chat');
      try {
        const id = await send(address, part, key);
        growing.forget(address, key.split('#')[0] ?? '');
        return { ids: [String(id)] };
      } catch (cause) {
        const error = toChannelError(cause);
        if (error.kind === 'gone' && !isGroupAddress(address)) blocked.add(chat);
        throw error;
      }
    },
    async fetchFiles(waiting, options) {
      const taken = await takeRemoteFiles(deps, waiting, openFile, options);
      const { batch } = waiting;
      return batch && 'type' in taken && taken.type === 'files' ? { ...taken, batch } : taken;
    },
    live: (address, text, eventKey) => growing.show(address, eventKey, text),
    turnEnded(address, eventKey) {
      typing.end(address, eventKey);
      growing.end(address, eventKey);
    },
    // Telegram sends what stands behind 'start' as '/start CODE' (Bot API, deep linking).
    pairingLink: (code) =>
      receiver.username === null
        ? null
        : `https://t.me/${receiver.username}?start=${encodeURIComponent(code)}`,
    health: () => Promise.resolve(trouble === null ? { ok: true } : { ok: false, detail: trouble }),
  };

  async function openFile({ ref }: { ref: string }, signal: AbortSignal) {
    const path = await api.getFile(ref).then(
      (file) => file.file_path,
      (cause: unknown) => {
        const error = toChannelError(cause);
        if (/file is too big/iu.test(error.message)) throw new RemoteTooLargeError();
        throw error.kind === 'unknown-delivery' ? new ChannelError('transient', error.message) : error;
      },
    );
    if (path === undefined) throw new ChannelError('invalid', 'Telegram does not say where a file is');
    const url = clients.fileUrl(path);
    const limits = { hosts: [new URL(url).host], maxBytes: deps.maxBytes, agent: clients.agent };
    return fetchRemote(url, limits, signal);
  }
}

/** Only one button of a message carries the mark: the latest. */
const markedLabel = (label: string, isChosen: boolean): string => {
  const bare = label.startsWith(say.chosenMark) ? label.slice(say.chosenMark.length) : label;
  return isChosen ? say.chosenMark + bare : bare;
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** The part of a token that is no secret: what stands before the colon. */
export const botOfToken = (token: string): string => token.slice(0, token.indexOf(':'));
