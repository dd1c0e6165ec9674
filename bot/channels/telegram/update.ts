import type { Message, MessageEntity, Update } from 'grammy/types';
import * as say from '../../../prompts/telegram.ts';
import type { Address, Inbound } from '../../types.ts';

/** Kinds of updates that are asked for; what is not asked for never arrives (Bot API, getUpdates). */
export const wantedUpdates = [
  'message',
  'callback_query',
  'my_chat_member',
  'stopped_message_generation',
] as const;

/** A posted body as an update, null where it is none. */
export const asUpdate = (body: unknown): Update | null =>
  typeof body === 'object' && body !== null && Number.isInteger((body as Partial<Update>).update_id)
    ? (body as Update)
    : null;

/** What is known of the bot that receives. */
export interface Receiver {
  /** Id of the bot: the part of the token before the colon. */
  account: string;
  /** Without '@'; null until getMe was answered. */
  username: string | null;
  /** Whether this is the name of a command of ours. */
  isCommand(name: string): boolean;
}

/** A file that waits at Telegram. */
export interface WaitingFile {
  id: string;
  name: string;
  mime: string;
  /** Null where Telegram does not say. */
  bytes: number | null;
}

type Head = Pick<Inbound, 'key' | 'at' | 'senderId' | 'to' | 'isGroup'>;

/** What an update comes to. */
export type Received =
  | { type: 'event'; event: Inbound }
  /** A button of `messageId` was pressed; `rows` are the buttons that it has now. */
  | { type: 'pressed'; event: Inbound; queryId: string; shown: PressedMessage | null }
  | { type: 'files'; head: Head; files: WaitingFile[]; caption: string; album: string | null }
  /** A group goes on under another id. */
  | { type: 'moved'; from: Address; to: Address }
  /** The bot was let in (again), or blocked or removed. */
  | { type: 'membership'; chat: number; isMember: boolean }
  | { type: 'ignored' };

/** The message under whose buttons one was pressed. */
export interface PressedMessage {
  chat: number;
  id: number;
  rows: { text: string; callback_data?: string; url?: string }[][];
}

export const telegramChannelId = 'telegram';
/** What the stop button under a growing answer carries; keys of options are longer. */
export const stopData = 'stop';

/** The chat of an address, and the topic in it. */
export function placeOf(address: Address): { chat: number; thread?: number } {
  const [chat, thread] = address.chat.split('/');
  return { chat: Number(chat), ...(thread === undefined ? {} : { thread: Number(thread) }) };
}

/** True for a group: its ids are negative. */
export const isGroupAddress = (address: Address): boolean => address.chat.startsWith('-');

/** Reads one update. Pure; what the assistant has nothing to do with is ignored. */
export function readUpdate(update: Update, receiver: Receiver): Received {
  if (update.message) return readMessage(update.update_id, update.message, receiver);
  if (update.callback_query) return readPress(update.update_id, update.callback_query, receiver);
  if (update.my_chat_member) {
    const { chat, new_chat_member: now } = update.my_chat_member;
    const isMember = now.status !== 'kicked' && now.status !== 'left';
    return { type: 'membership', chat: chat.id, isMember };
  }
  if (update.stopped_message_generation) {
    const { chat, message_thread_id: thread, draft_id: draft } = update.stopped_message_generation;
    const event: Inbound = {
      key: keyOf(receiver, update.update_id, `d${draft}`),
      at: '',
      senderId: String(chat.id),
      to: addressOf(receiver, chat.id, thread),
      isGroup: false,
      type: 'stop',
    };
    return { type: 'event', event };
  }
  return { type: 'ignored' };
}

/** Update numbers start anew after a quiet week (Bot API, Update), so a second number makes the key unique. */
const keyOf = (receiver: Receiver, updateId: number, second: string | number): string =>
  `${telegramChannelId}:${receiver.account}:${updateId}-${second}`;

/** The message that the event with this key was, for replies to it; null where it was none. */
export function messageOfKey(key: string): number | null {
  const match = /^telegram:\d+:\d+-(\d+)(?:#|$)/u.exec(key);
  return match ? Number(match[1]) : null;
}

const addressOf = (receiver: Receiver, chat: number, thread?: number): Address => ({
  channel: telegramChannelId,
  account: receiver.account,
  chat: thread === undefined ? String(chat) : `${chat}/${thread}`,
});

/** Empty where the number is no time. */
function instantOf(seconds: number): string {
  const instant = new Date(seconds * 1000);
  return Number.isNaN(instant.getTime()) ? '' : instant.toISOString();
}

function readPress(
  updateId: number,
  query: NonNullable<Update['callback_query']>,
  receiver: Receiver,
): Received {
  const { message, data, from, id } = query;
  if (!message || data === undefined) return { type: 'ignored' };
  const { chat } = message;
  const thread =
    'is_topic_message' in message && message.is_topic_message ? message.message_thread_id : undefined;
  const event: Inbound = {
    key: keyOf(receiver, updateId, `p${id}`),
    at: '',
    senderId: String(from.id),
    to: addressOf(receiver, chat.id, thread),
    isGroup: chat.type !== 'private',
    ...(data === stopData ? { type: 'stop' } : { type: 'choice', actionKey: data }),
  };
  const rows = 'reply_markup' in message ? message.reply_markup?.inline_keyboard : undefined;
  const shown = rows ? { chat: chat.id, id: message.message_id, rows: rows as PressedMessage['rows'] } : null;
  return { type: 'pressed', event, queryId: id, shown };
}

function readMessage(updateId: number, message: Message, receiver: Receiver): Received {
  const { chat, from } = message;
  if (message.migrate_to_chat_id !== undefined)
    return {
      type: 'moved',
      from: addressOf(receiver, chat.id),
      to: addressOf(receiver, message.migrate_to_chat_id),
    };
  if (!from || from.is_bot || chat.type === 'channel') return { type: 'ignored' };
  const isGroup = chat.type !== 'private';
  const said = spokenTo(message, receiver, isGroup);
  if (said === null) return { type: 'ignored' };
  const head: Head = {
    key: keyOf(receiver, updateId, message.message_id),
    at: instantOf(message.date),
    senderId: String(from.id),
    to: addressOf(receiver, chat.id, message.is_topic_message ? message.message_thread_id : undefined),
    isGroup,
  };
  if (message.text !== undefined) return { type: 'event', event: { ...head, type: 'text', text: said } };
  const files = filesOf(message);
  if (files.length > 0)
    return { type: 'files', head, files, caption: said, album: message.media_group_id ?? null };
  const what = unreadable.find((kind) => kind in message);
  if (what !== undefined) return { type: 'event', event: { ...head, type: 'unsupported', what } };
  return { type: 'ignored' };
}

/** Kinds of messages that nothing can be made of; all others without words or files are notes of Telegram's own. */
const unreadable = [
  'sticker',
  'video',
  'video_note',
  'animation',
  'location',
  'venue',
  'contact',
  'poll',
  'dice',
  'game',
  'story',
  'paid_media',
  'live_photo',
  'checklist',
  'rich_message',
] as const;

function filesOf(message: Message): WaitingFile[] {
  const { photo, document, voice, audio, animation, message_id: id } = message;
  // An animation comes as a document too.
  if (animation) return [];
  const largest = photo?.at(-1);
  if (largest) return [waiting(largest.file_id, say.photoName(id), 'image/jpeg', largest.file_size)];
  if (document)
    return [
      waiting(
        document.file_id,
        document.file_name ?? say.documentName(id),
        document.mime_type,
        document.file_size,
      ),
    ];
  if (voice)
    return [waiting(voice.file_id, say.voiceName(id), voice.mime_type ?? 'audio/ogg', voice.file_size)];
  if (audio)
    return [
      waiting(
        audio.file_id,
        audio.file_name ?? say.voiceName(id),
        audio.mime_type ?? 'audio/mpeg',
        audio.file_size,
      ),
    ];
  return [];
}

const waiting = (id: string, name: string, mime?: string, bytes?: number): WaitingFile => ({
  id,
  name,
  mime: mime ?? 'application/octet-stream',
  bytes: bytes ?? null,
});

/**
 * What is said to the bot, without its name: in private everything, in a group only what mentions it, answers it or is
 * one of its commands. Null where it is not spoken to.
 */
function spokenTo(message: Message, receiver: Receiver, isGroup: boolean): string | null {
  const text = message.text ?? message.caption ?? '';
  const entities = message.entities ?? message.caption_entities ?? [];
  const bare = withoutName(text, entities, receiver);
  if (bare.isForOther) return isGroup ? null : text;
  if (!isGroup) return bare.text;
  const isAnswer = String(message.reply_to_message?.from?.id ?? '') === receiver.account;
  const command = /^\/(\w+)/u.exec(bare.text)?.[1];
  const isCommand = command !== undefined && receiver.isCommand(command.toLowerCase());
  return bare.isNamed || isAnswer || isCommand ? bare.text : null;
}

/** Takes '@bot' out: mentions, and the end of '/hop@bot'. */
function withoutName(
  text: string,
  entities: readonly MessageEntity[],
  { account, username }: Receiver,
): { text: string; isNamed: boolean; isForOther: boolean } {
  const own = username === null ? null : `@${username.toLowerCase()}`;
  let result = text;
  let isNamed = false;
  let isForOther = false;
  // From the end, so that the offsets before it hold.
  for (const entity of [...entities].sort((a, b) => b.offset - a.offset)) {
    const { offset, length } = entity;
    const words = text.slice(offset, offset + length);
    if (entity.type === 'bot_command') {
      const at = words.indexOf('@');
      if (at < 0) continue;
      if (words.slice(at).toLowerCase() !== own) {
        if (offset === 0) isForOther = true;
        continue;
      }
      isNamed = true;
      result = result.slice(0, offset + at) + result.slice(offset + length);
    } else if (
      (entity.type === 'mention' && words.toLowerCase() === own) ||
      (entity.type === 'text_mention' && String(entity.user.id) === account)
    ) {
      isNamed = true;
      result = result.slice(0, offset).trimEnd() + result.slice(offset + length).replace(/^[\s,:]*/u, ' ');
    }
  }
  return { text: isNamed ? result.trim() : result, isNamed, isForOther };
}
