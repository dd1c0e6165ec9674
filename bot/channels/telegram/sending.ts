import { InputFile } from 'grammy';
import type { InlineKeyboardMarkup, MessageEntity } from 'grammy/types';
import type { FileStore } from '../../../db/file-store.ts';
import { fileGone } from '../../../prompts/telegram.ts';
import type { Address } from '../../types.ts';
import type { Part, WireBlock } from '../channel.ts';
import {
  isFormRefused,
  isMessageGone,
  isUnknownMethod,
  isUnmodified,
  toChannelError,
  type TelegramClients,
} from './api.ts';
import type { Growing } from './growing.ts';
import { captionOf, entitiesOf, keyboardOf, plainText, richBlocksOf, textWithLabels } from './render.ts';
import { isGroupAddress, messageOfKey, placeOf } from './update.ts';

/** Longest text and caption, in UTF-16 units after marks are read (Bot API, sendMessage and sendDocument). */
export const mostUnits = 4096;
const mostCaptionUnits = 1024;

interface SendingDeps {
  clients: TelegramClients;
  files: FileStore;
  growing: Growing;
  usesRich: boolean;
}

/** The topic of a chat, as calls name it. */
export const inThread = (thread: number | undefined): { message_thread_id?: number } =>
  thread === undefined ? {} : { message_thread_id: thread };

/**
 * Sends one part as one message and returns its number: in the place of what grew, as a reply where others talk too, as
 * a file, or as text. Throws what the client throws.
 */
export function createSending({ clients, files, growing, usesRich }: SendingDeps) {
  const { api, uploads } = clients;
  let hasRich = usesRich;

  /** @param key of the part: the key of the event it answers, '#1/' and its number */
  return async function send(address: Address, part: Part, key: string): Promise<number> {
    const { chat, thread } = placeOf(address);
    const [eventKey = '', number = ''] = key.split('#');
    const isFirst = number === '1/1';
    const grownId = isFirst ? await growing.settle(address, eventKey) : null;
    const messageId = isFirst && isGroupAddress(address) ? messageOfKey(key) : null;
    const place = {
      ...inThread(thread),
      ...(messageId === null
        ? {}
        : { reply_parameters: { message_id: messageId, allow_sending_without_reply: true } }),
    };
    const file = part.blocks.find((block) => block.type === 'file' || block.type === 'image');
    if (file) {
      const fileId = await sendFile(chat, part.text, file, place);
      await dropGrown(chat, grownId);
      return fileId;
    }

    const markup = keyboardOf(part.blocks);
    const options = { ...place, ...(markup ? { reply_markup: markup } : {}) };
    const richId = await sendRich(chat, part, options);
    if (richId !== null) {
      await dropGrown(chat, grownId);
      return richId;
    }
    const text = textWithLabels(part, mostUnits);
    const entities = entitiesOf(part);
    if (grownId !== null && (await hasReplaced(chat, grownId, text, entities, markup))) return grownId;
    try {
      return (await api.sendMessage(chat, text, { ...options, entities })).message_id;
    } catch (cause) {
      if (!isFormRefused(toChannelError(cause))) throw cause;
      // Marks and buttons are a help; the words matter.
      return (await api.sendMessage(chat, plainText(part, mostUnits), place)).message_id;
    }
  };

  /** What grew is said by another message now. */
  async function dropGrown(chat: number, grownId: number | null): Promise<void> {
    if (grownId !== null) await api.deleteMessage(chat, grownId).catch(() => undefined);
  }

  /** Null where text does as well, or has to: the server knows no rich messages, or refuses this one. */
  async function sendRich(chat: number, part: Part, options: object): Promise<number | null> {
    const blocks = hasRich ? richBlocksOf(part) : null;
    if (!blocks) return null;
    try {
      return (await api.sendRichMessage(chat, { blocks }, options)).message_id;
    } catch (cause) {
      const error = toChannelError(cause);
      if (isUnknownMethod(error)) hasRich = false;
      else if (error.kind !== 'invalid') throw error;
      return null;
    }
  }

  /** Puts the answer in the place of what grew; false where that is gone, and a new message has to say it. */
  async function hasReplaced(
    chat: number,
    messageId: number,
    text: string,
    entities: MessageEntity[],
    markup: InlineKeyboardMarkup = { inline_keyboard: [] },
  ): Promise<boolean> {
    try {
      await api.editMessageText(chat, messageId, text, { entities, reply_markup: markup });
      return true;
    } catch (cause) {
      const error = toChannelError(cause);
      if (isUnmodified(error)) return true;
      if (isMessageGone(error) || isFormRefused(error)) return false;
      throw error;
    }
  }

  async function sendFile(
    chat: number,
    text: string,
    { type, file }: Extract<WireBlock, { type: 'file' | 'image' }>,
    place: object,
  ): Promise<number> {
    const bytes = await files.read(file.sha256);
    if (!bytes) return (await api.sendMessage(chat, fileGone(file.name), place)).message_id;
    const options = { ...place, caption: captionOf(text, mostCaptionUnits) };
    const named = (): InputFile => new InputFile(bytes, wireName(file.name));
    if (type === 'image') {
      try {
        return (await uploads.sendPhoto(chat, named(), options)).message_id;
      } catch (cause) {
        // A picture of a shape that Telegram does not show as one goes as a file.
        if (!isFormRefused(toChannelError(cause))) throw cause;
      }
    }
    return (await uploads.sendDocument(chat, named(), options)).message_id;
  }
}

/** grammY puts names of files into a header as they are, where these characters would end them. */
const wireName = (name: string): string => name.replace(/["\\;\r\n]+/gu, '_');
