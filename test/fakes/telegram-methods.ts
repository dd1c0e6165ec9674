import type { Call } from './telegram-server.ts';

/*
 * What the Bot API answers to each method, and what the people's screens show afterwards. Limits and sentences of the
 * refusals are those of core.telegram.org/bots/api and of the server's source (tdlib/telegram-bot-api).
 */

export interface Entity {
  type: string;
  offset: number;
  length: number;
}

export interface Button {
  text: string;
  callback_data?: string;
  url?: string;
}

/** A message of the bot as its chat shows it now. */
export interface ShownMessage {
  message_id: number;
  text?: string;
  caption?: string;
  entities: Entity[];
  /** Rows of buttons. */
  buttons: Button[][];
  document?: { name: string; bytes: Buffer };
  photo?: { name: string; bytes: Buffer };
  rich?: unknown;
  replyTo?: number;
  thread?: number;
  /** How often it was edited. */
  edits: number;
}

export interface BotState {
  bot: { id: number; username: string };
  keeps: boolean;
  messages: Map<number, ShownMessage[]>;
  /** Contents by path, for downloads. */
  files: Map<string, Buffer>;
  /** Commands by scope and language: 'default/vi'. */
  commands: Map<string, { command: string; description: string }[]>;
  /** Presses that are not answered yet. */
  callbacks: Set<string>;
  blocked: Set<number>;
  migrated: Map<number, number>;
  nextMessageId: Map<number, number>;
  hasDrafts: boolean;
  hasRich: boolean;
}

export type Answer =
  { result: unknown } | { code: number; description: string; parameters?: Record<string, number> };

const refused = (reason: string): Answer => ({ code: 400, description: `Bad Request: ${reason}` });

/** Next id of a message in a chat: ids count up in each chat, whoever writes. */
export function nextMessageId(state: BotState, chat: number): number {
  const id = (state.nextMessageId.get(chat) ?? 0) + 1;
  state.nextMessageId.set(chat, id);
  return id;
}

/** Answers one call of the bot. */
export function answerCall(state: BotState, call: Call): Answer {
  const { payload } = call;
  switch (call.method) {
    case 'getMe':
      return {
        result: {
          id: state.bot.id,
          is_bot: true,
          first_name: 'Trợ lý',
          username: state.bot.username,
          can_join_groups: true,
          can_read_all_group_messages: true,
          supports_inline_queries: false,
        },
      };
    case 'sendMessage':
      return inChat(state, payload, (chat) => {
        const problem = textProblem(payload['text'], payload['entities'], payload['parse_mode'], 1, 4096);
        return problem ?? shownIn(state, chat, payload, { text: payload['text'] as string });
      });
    case 'sendRichMessage':
      if (!state.hasRich) return { code: 404, description: 'Not Found' };
      return inChat(state, payload, (chat) =>
        shownIn(state, chat, payload, { text: '', rich: payload['rich_message'] }),
      );
    case 'sendMessageDraft':
      if (!state.hasDrafts) return { code: 404, description: 'Not Found' };
      return inChat(state, payload, (chat) => (chat > 0 ? { result: true } : refused('PEER_ID_INVALID')));
    case 'sendDocument':
    case 'sendPhoto':
      return inChat(state, payload, (chat) => sendFile(state, chat, call));
    case 'editMessageText':
    case 'editMessageReplyMarkup':
      return inChat(state, payload, (chat) => edit(state, chat, call));
    case 'deleteMessage':
      return inChat(state, payload, (chat) => {
        const kept = state.messages.get(chat) ?? [];
        const index = kept.findIndex((one) => one.message_id === payload['message_id']);
        if (index < 0) return refused('message to delete not found');
        kept.splice(index, 1);
        return { result: true };
      });
    case 'sendChatAction':
      return inChat(state, payload, () => ({ result: true }));
    case 'answerCallbackQuery': {
      if (!state.callbacks.delete(String(payload['callback_query_id'])))
        return refused('query is too old and response timeout expired or query ID is invalid');
      if (String(payload['text'] ?? '').length > 200) return refused('MESSAGE_TOO_LONG');
      return { result: true };
    }
    case 'getFile': {
      const path = `documents/${String(payload['file_id'])}`;
      const bytes = state.files.get(path);
      if (!bytes) return refused('wrong file_id or the file is temporarily unavailable');
      if (bytes.length > 20 * 1024 * 1024) return refused('file is too big');
      return {
        result: {
          file_id: payload['file_id'],
          file_unique_id: 'u',
          file_size: bytes.length,
          file_path: path,
        },
      };
    }
    case 'setMyCommands':
      return setCommands(state, payload);
    default:
      return { code: 404, description: 'Not Found' };
  }
}

/** Goes on with the chat of the call unless it is not there any more. */
function inChat(state: BotState, payload: Call['payload'], goOn: (chat: number) => Answer): Answer {
  const chat = Number(payload['chat_id']);
  const migratedTo = state.migrated.get(chat);
  if (migratedTo !== undefined)
    return {
      code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: migratedTo },
    };
  if (state.blocked.has(chat)) return { code: 403, description: 'Forbidden: bot was blocked by the user' };
  if (!state.messages.has(chat)) return refused('chat not found');
  return goOn(chat);
}

function textProblem(
  value: unknown,
  entities: unknown,
  parseMode: unknown,
  least: number,
  most: number,
): Answer | null {
  const text = typeof value === 'string' ? value : '';
  if (text.trim().length < least) return refused('message text is empty');
  if (text.length > most)
    return refused(most === 4096 ? 'message is too long' : 'message caption is too long');
  if (parseMode === 'HTML' && /<[^>]*$|<(?!\/?(?:b|i|u|s|a|code|pre|blockquote|tg-)\b)/u.test(text))
    return refused("can't parse entities: Unsupported start tag");
  for (const entity of (entities as Entity[] | undefined) ?? []) {
    const end = entity.offset + entity.length;
    const isInside = entity.offset >= 0 && entity.length > 0 && end <= text.length;
    const isWhole = [entity.offset, end].every((at) => !/^[\uDC00-\uDFFF]/.test(text.slice(at, at + 1)));
    if (!isInside || !isWhole) return refused('ENTITY_BOUNDS_INVALID');
  }
  return null;
}

function keyboardOf(payload: Call['payload']): Button[][] | Answer {
  const markup = payload['reply_markup'] as { inline_keyboard?: Button[][] } | undefined;
  const rows = markup?.inline_keyboard ?? [];
  for (const button of rows.flat()) {
    if (!button.text) return refused('Text buttons are unallowed in the inline keyboard');
    if (button.callback_data !== undefined) {
      const bytes = Buffer.byteLength(button.callback_data);
      if (bytes < 1 || bytes > 64) return refused('BUTTON_DATA_INVALID');
    } else if (!/^https?:\/\/[^/]*\.[^/]+|^https?:\/\/\d|^tg:/u.test(button.url ?? ''))
      return refused('BUTTON_URL_INVALID');
  }
  return rows;
}

function shownIn(
  state: BotState,
  chat: number,
  payload: Call['payload'],
  content: Pick<ShownMessage, 'text' | 'caption' | 'document' | 'photo' | 'rich'>,
): Answer {
  const buttons = keyboardOf(payload);
  if (!Array.isArray(buttons)) return buttons;
  const replyTo = (payload['reply_parameters'] as { message_id?: number } | undefined)?.message_id;
  const thread = payload['message_thread_id'];
  const message: ShownMessage = {
    message_id: nextMessageId(state, chat),
    ...content,
    entities: (payload['entities'] ?? payload['caption_entities'] ?? []) as Entity[],
    buttons,
    edits: 0,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(typeof thread === 'number' ? { thread } : {}),
  };
  if (state.keeps) state.messages.get(chat)?.push(message);
  return { result: wireMessage(state, chat, message) };
}

/** The message as it goes over the wire. */
export const wireMessage = (
  state: BotState,
  chat: number,
  message: ShownMessage,
): Record<string, unknown> => ({
  message_id: message.message_id,
  date: 0,
  from: { id: state.bot.id, is_bot: true, first_name: 'Trợ lý', username: state.bot.username },
  chat: { id: chat, type: chat > 0 ? 'private' : 'supergroup' },
  ...(message.text === undefined ? {} : { text: message.text }),
  ...(message.caption === undefined ? {} : { caption: message.caption }),
  ...(message.buttons.length > 0 ? { reply_markup: { inline_keyboard: message.buttons } } : {}),
});

function sendFile(state: BotState, chat: number, call: Call): Answer {
  const { payload, files } = call;
  const kind = call.method === 'sendDocument' ? 'document' : 'photo';
  const caption = payload['caption'];
  if (caption !== undefined) {
    const problem = textProblem(caption, payload['caption_entities'], payload['parse_mode'], 0, 1024);
    if (problem) return problem;
  }
  const attached = /^attach:\/\/(.+)$/u.exec(String(payload[kind] ?? ''))?.[1] ?? kind;
  const file = files.get(attached);
  if (!file) return refused(`there is no ${kind} in the request`);
  if (file.bytes.length === 0) return refused('file must be non-empty');
  const most = kind === 'photo' ? 10 : 50;
  if (file.bytes.length > most * 1024 * 1024) return { code: 413, description: 'Request Entity Too Large' };
  if (kind === 'photo' && !/^(?:\x89PNG|\xFF\xD8)/u.test(file.bytes.subarray(0, 4).toString('latin1')))
    return refused('IMAGE_PROCESS_FAILED');
  return shownIn(state, chat, payload, {
    ...(caption === undefined ? {} : { caption: String(caption) }),
    [kind]: file,
  });
}

function edit(state: BotState, chat: number, call: Call): Answer {
  const { payload } = call;
  const message = state.messages.get(chat)?.find((one) => one.message_id === payload['message_id']);
  // A run that keeps nothing lets every edit pass.
  if (!state.keeps) return { result: true };
  if (!message) return refused('message to edit not found');
  const buttons = keyboardOf(payload);
  if (!Array.isArray(buttons)) return buttons;
  const before = JSON.stringify([message.text, message.entities, message.buttons]);
  if (call.method === 'editMessageText') {
    if (message.text === undefined) return refused('there is no text in the message to edit');
    const problem = textProblem(payload['text'], payload['entities'], payload['parse_mode'], 1, 4096);
    if (problem) return problem;
    const entities = (payload['entities'] ?? []) as Entity[];
    if (before === JSON.stringify([payload['text'], entities, buttons])) return notModified;
    Object.assign(message, { text: payload['text'], entities, buttons });
  } else {
    if (before === JSON.stringify([message.text, message.entities, buttons])) return notModified;
    message.buttons = buttons;
  }
  message.edits++;
  return { result: wireMessage(state, chat, message) };
}

const notModified = refused(
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
);

function setCommands(state: BotState, payload: Call['payload']): Answer {
  const commands = payload['commands'] as { command: string; description: string }[];
  if (commands.length > 100) return refused('BOT_COMMANDS_TOO_MUCH');
  for (const { command, description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/u.test(command)) return refused('BOT_COMMAND_INVALID');
    if (description.length < 1 || description.length > 256) return refused('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  const scope = (payload['scope'] as { type?: string } | undefined)?.type ?? 'default';
  state.commands.set(`${scope}/${String(payload['language_code'] ?? '')}`, commands);
  return { result: true };
}
