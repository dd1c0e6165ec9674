import { nextMessageId, wireMessage, type BotState, type ShownMessage } from './telegram-methods.ts';
import type { UpdateContent } from './telegram-updates.ts';

/** Who writes, and where. Default: the first person, in the private chat with the bot. */
export interface Place {
  chat?: number;
  from?: number;
  thread?: number;
  /** The message of the bot that is replied to. */
  replyTo?: number;
}

/** What people can do; each returns the number of the update, with which it can be delivered again. */
export interface Typing {
  /** The first person, whose private chat has the same number. */
  chat: number;
  /** Opens a private chat (a positive number) or a group (a negative one). */
  open(chat: number): number;
  say(text: string, place?: Place): number;
  /** Presses the button with this label in what the chat shows, the latest first. */
  press(label: string, place?: Place): number;
  /** Sends any callback data, as an old message may. */
  pressKey(data: string, place?: Place): number;
  sendDocument(file: { name: string; bytes: Buffer; mime?: string }, caption?: string, place?: Place): number;
  /** Photos, as Telegram keeps them: JPEG without names. Several make an album. */
  sendPhotos(photos: readonly Buffer[], caption?: string, place?: Place): number[];
  sendVoice(bytes: Buffer, place?: Place): number;
  /** A message of any other kind: 'sticker', 'location', … */
  sendOther(kind: string, place?: Place): number;
  membership(chat: number, status: 'member' | 'kicked' | 'left'): number;
  migration(from: number, to: number): number;
  /** Presses the stop button of a draft. */
  stopDraft(draftId: number, place?: Place): number;
}

/** The people at the other end of `state`, whose updates go to `add`. */
export function createTyping(state: BotState, add: (content: UpdateContent) => number): Typing {
  const first = 1001;
  let nextFile = 1;
  let nextAlbum = 1;
  let nextPress = 1;
  state.messages.set(first, []);

  const wireChat = (chat: number): Record<string, unknown> =>
    chat > 0
      ? { id: chat, type: 'private', first_name: `Người ${chat}` }
      : { id: chat, type: 'supergroup', title: 'Nhóm' };
  const person = (id: number): Record<string, unknown> => ({
    id,
    is_bot: false,
    first_name: `Người ${id}`,
    language_code: 'vi',
  });
  const at = (place: Place): { chat: number; from: number } => {
    const chat = place.chat ?? place.from ?? first;
    if (!state.messages.has(chat)) state.messages.set(chat, []);
    return { chat, from: place.from ?? (chat > 0 ? chat : first) };
  };
  const shownOf = (chat: number, id: number): ShownMessage =>
    state.messages.get(chat)?.find((one) => one.message_id === id) ?? {
      message_id: id,
      entities: [],
      buttons: [],
      edits: 0,
    };

  function message(content: Record<string, unknown>, place: Place = {}): number {
    const { chat, from } = at(place);
    return add({
      message: {
        message_id: nextMessageId(state, chat),
        date: 1_770_000_000,
        from: person(from),
        chat: wireChat(chat),
        ...(place.thread === undefined ? {} : { message_thread_id: place.thread, is_topic_message: true }),
        ...(place.replyTo === undefined
          ? {}
          : { reply_to_message: wireMessage(state, chat, shownOf(chat, place.replyTo)) }),
        ...content,
      },
    });
  }

  const kept = (bytes: Buffer): Record<string, unknown> => {
    const id = `file${nextFile++}`;
    state.files.set(`documents/${id}`, bytes);
    return { file_id: id, file_unique_id: id, file_size: bytes.length };
  };
  const captioned = (caption: string): Record<string, unknown> =>
    caption === '' ? {} : { caption, caption_entities: entitiesOf(caption, state.bot.username) };

  function pressIn(data: string, shown: ShownMessage, place: Place): number {
    const { chat, from } = at(place);
    const id = `press${nextPress++}`;
    state.callbacks.add(id);
    return add({
      callback_query: {
        id,
        from: person(from),
        chat_instance: '1',
        message: {
          ...wireMessage(state, chat, shown),
          ...(shown.thread === undefined ? {} : { message_thread_id: shown.thread, is_topic_message: true }),
        },
        data,
      },
    });
  }

  return {
    chat: first,
    open(chat) {
      return at({ chat }).chat;
    },
    say: (text, place) => message({ text, entities: entitiesOf(text, state.bot.username) }, place),
    press(label, place = {}) {
      const { chat } = at(place);
      for (const shown of [...(state.messages.get(chat) ?? [])].reverse()) {
        const button = shown.buttons.flat().find(({ text }) => text === label);
        if (button?.callback_data !== undefined) return pressIn(button.callback_data, shown, place);
      }
      const all = (state.messages.get(chat) ?? []).flatMap(({ buttons }) =>
        buttons.flat().map(({ text }) => text),
      );
      throw new Error(`no button '${label}' among: ${all.join(', ')}`);
    },
    pressKey: (data, place = {}) => pressIn(data, shownOf(at(place).chat, 0), place),
    sendDocument: ({ name, bytes, mime }, caption = '', place) =>
      message(
        {
          document: { ...kept(bytes), file_name: name, ...(mime ? { mime_type: mime } : {}) },
          ...captioned(caption),
        },
        place,
      ),
    sendPhotos(photos, caption = '', place) {
      const album = photos.length > 1 ? { media_group_id: `album${nextAlbum++}` } : {};
      return photos.map((bytes, index) =>
        message(
          {
            photo: [
              { ...kept(bytes.subarray(0, 1)), width: 90, height: 120 },
              { ...kept(bytes), width: 960, height: 1280 },
            ],
            ...album,
            ...(index === 0 ? captioned(caption) : {}),
          },
          place,
        ),
      );
    },
    sendVoice: (bytes, place) =>
      message({ voice: { ...kept(bytes), duration: 3, mime_type: 'audio/ogg' } }, place),
    sendOther: (kind, place) => message({ [kind]: {} }, place),
    membership: (chat, status) =>
      add({
        my_chat_member: {
          chat: wireChat(chat),
          from: person(chat > 0 ? chat : first),
          date: 1_770_000_000,
          old_chat_member: { user: person(state.bot.id), status: status === 'member' ? 'kicked' : 'member' },
          new_chat_member: { user: person(state.bot.id), status },
        },
      }),
    migration: (from, to) => message({ migrate_to_chat_id: to }, { chat: from }),
    stopDraft(draftId, place = {}) {
      const { chat } = at(place);
      return add({ stopped_message_generation: { chat: wireChat(chat), draft_id: draftId } });
    },
  };
}

/** The entities that Telegram finds in a text by itself, as far as bots look at them. */
function entitiesOf(text: string, username: string): Record<string, unknown>[] {
  const command = /^\/[a-z0-9_]+(?:@\w+)?/iu.exec(text);
  return [
    ...(command ? [{ type: 'bot_command', offset: 0, length: command[0].length }] : []),
    ...[...text.matchAll(new RegExp(`@${username}`, 'giu'))]
      .filter(() => !command?.[0].includes('@'))
      .map((match) => ({ type: 'mention', offset: match.index, length: match[0].length })),
  ];
}
