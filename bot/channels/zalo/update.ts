import { z } from 'zod';
import { sha256 } from '../../../core/ids.ts';
import type { Address, Inbound } from '../../types.ts';

/** What an update came to. Nothing of it is an error: the platform sends more than we know, and our own messages too. */
export type Received = { type: 'event'; event: Inbound } | { type: 'ignored'; why: 'own' | 'unknown' };

/** What is known of the bot that receives. */
export interface Receiver {
  /** Part of every address and key; the same as long as the bot is. */
  account: string;
  /** From getMe; null until it was answered. */
  botId: string | null;
  /** As it is written in a mention; null until it is known. */
  botName: string | null;
}

export const zaloChannelId = 'zalo';

const text = z.string().optional();
const update = z.object({
  event_name: z.string(),
  message: z.object({
    from: z.object({ id: z.coerce.string(), is_bot: z.boolean().optional() }),
    chat: z.object({ id: z.coerce.string(), chat_type: text }),
    message_id: z.coerce.string().optional(),
    date: z.coerce.number().optional(),
    text,
    caption: text,
    photo: text,
    photo_url: text,
    voice_url: text,
  }),
});
/** Of a webhook as it is documented, and of getUpdates before `call` unwraps it. Others post the update bare. */
const envelope = z.object({ ok: z.literal(true), result: z.unknown() });

/**
 * Reads one update, in its envelope or bare. Images carry `photo` in the documentation and `photo_url` on the wire
 * (github.com/openclaw/openclaw, pull 51543); documents arrive as 'unsupported', with nothing in them.
 */
export function readUpdate(body: unknown, receiver: Receiver, receivedAt: Date): Received {
  const wrapped = envelope.safeParse(body);
  const parsed = update.safeParse(wrapped.success ? wrapped.data.result : body);
  if (!parsed.success) return { type: 'ignored', why: 'unknown' };
  const { event_name: name, message } = parsed.data;
  const { from, chat } = message;
  if (from.is_bot === true || from.id === receiver.botId) return { type: 'ignored', why: 'own' };

  const isGroup = chat.chat_type?.toUpperCase() === 'GROUP';
  const to: Address = { channel: zaloChannelId, account: receiver.account, chat: chat.id };
  const head = {
    key: `${zaloChannelId}:${receiver.account}:${message.message_id ?? `x${sha256(JSON.stringify(parsed.data)).slice(0, 24)}`}`,
    at: instantOf(message.date, receivedAt).toISOString(),
    senderId: from.id,
    to,
    isGroup,
  };
  const waiting = (ref: string, fileName: string, mime: string): Received => ({
    type: 'event',
    event: {
      ...head,
      type: 'remote-files',
      files: [{ ref, name: fileName, mime }],
      caption: message.caption ?? '',
    },
  });
  switch (name) {
    case 'message.text.received':
      return {
        type: 'event',
        event: {
          ...head,
          type: 'text',
          text: isGroup ? withoutMention(message.text ?? '', receiver.botName) : (message.text ?? ''),
        },
      };
    case 'message.image.received': {
      const url = message.photo_url ?? message.photo;
      if (url === undefined || url === '') break;
      return waiting(url, 'anh.jpg', 'image/jpeg');
    }
    case 'message.voice.received':
      if (!message.voice_url) break;
      return waiting(message.voice_url, 'ghi-am.aac', 'audio/aac');
    case 'message.sticker.received':
      return { type: 'event', event: { ...head, type: 'unsupported', what: 'sticker' } };
    case 'message.unsupported.received':
      return { type: 'event', event: { ...head, type: 'unsupported', what: 'file' } };
  }
  // A kind of message that came after this was written is answered; anything else is not said to us.
  return name.startsWith('message.')
    ? { type: 'event', event: { ...head, type: 'unsupported', what: name } }
    : { type: 'ignored', why: 'unknown' };
}

/** Milliseconds as documented; seconds, which some versions of the platform sent; else the time of arrival. */
function instantOf(date: number | undefined, receivedAt: Date): Date {
  if (date === undefined || !Number.isFinite(date) || date <= 0) return receivedAt;
  const instant = new Date(date < 100_000_000_000 ? date * 1000 : date);
  return Number.isNaN(instant.getTime()) ? receivedAt : instant;
}

/** In a group the bot is spoken to by '@name …'. */
function withoutMention(said: string, botName: string | null): string {
  if (botName === null) return said;
  const mention = `@${botName}`.toLowerCase();
  const trimmed = said.trimStart();
  return trimmed.toLowerCase().startsWith(mention) ? trimmed.slice(mention.length).trimStart() : said;
}
