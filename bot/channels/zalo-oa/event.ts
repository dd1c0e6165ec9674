import { z } from 'zod';
import { sha256 } from '../../../core/ids.ts';
import type { Address, Inbound } from '../../types.ts';

export const oaChannelId = 'zalo-oa';

/** Before the key of an option in what a button says. */
export const choicePrefix = '#chon:';

const optional = z.string().optional();
const attachment = z.object({
  type: optional,
  payload: z.object({ url: optional, name: optional, type: optional }).optional(),
});
const hook = z.object({
  event_name: z.string(),
  timestamp: z.union([z.string(), z.number()]).optional(),
  sender: z.object({ id: z.coerce.string() }),
  message: z.object({
    msg_id: z.coerce.string().optional(),
    message_id: z.coerce.string().optional(),
    text: optional,
    attachments: z.array(attachment).optional(),
  }),
});

/** Names for what comes without one. */
const namesOf: Readonly<Record<string, { name: string; mime: string }>> = {
  user_send_image: { name: 'anh.jpg', mime: 'image/jpeg' },
  user_send_audio: { name: 'ghi-am.aac', mime: 'audio/aac' },
  user_send_file: { name: 'tep', mime: 'application/octet-stream' },
};
const mostFiles = 10;

/**
 * Reads what an Official Account posts; null for what nobody said to us (our own messages, receipts, followers come and
 * go). Buttons come back as the text that they say. `account` is the app's id.
 */
export function readEvent(body: unknown, account: string, receivedAt: Date): Inbound | null {
  const parsed = hook.safeParse(body);
  if (!parsed.success) return null;
  const { event_name: name, sender, message, timestamp } = parsed.data;
  // 'user_send_group_…' belongs to a product of its own; 'anonymous_…' has no one who could be linked.
  if (!/^user_send_(?!group)/u.test(name)) return null;
  const to: Address = { channel: oaChannelId, account, chat: sender.id };
  const id = message.msg_id ?? message.message_id ?? `x${sha256(JSON.stringify(parsed.data)).slice(0, 24)}`;
  const head = {
    key: `${oaChannelId}:${account}:${id}`,
    at: instantOf(timestamp, receivedAt),
    senderId: sender.id,
    to,
    isGroup: false,
  };
  const text = message.text ?? '';
  if (name === 'user_send_text' || name === 'user_send_link') {
    const key = text.trim();
    return key.startsWith(choicePrefix)
      ? { ...head, type: 'choice', actionKey: key.slice(choicePrefix.length) }
      : { ...head, type: 'text', text };
  }
  const usual = namesOf[name];
  const files = (usual ? (message.attachments ?? []) : []).flatMap(({ payload }) =>
    payload?.url && usual ? [{ ...usual, ref: payload.url, ...named(payload.name) }] : [],
  );
  if (files.length === 0) return { ...head, type: 'unsupported', what: name };
  return { ...head, type: 'remote-files', files: files.slice(0, mostFiles), caption: text };
}

/** A name without anything that leads elsewhere. */
function named(name: string | undefined): { name: string } | undefined {
  const safe = name
    ?.split(/[/\\]/u)
    .at(-1)
    // eslint-disable-next-line no-control-regex -- finding them is the point
    ?.replace(/[\u0000-\u001F\u007F]/gu, '')
    .trim()
    .slice(0, 200);
  return safe ? { name: safe } : undefined;
}

function instantOf(timestamp: string | number | undefined, receivedAt: Date): string {
  const instant = new Date(Number(timestamp ?? Number.NaN));
  return (Number.isNaN(instant.getTime()) || instant.getTime() <= 0 ? receivedAt : instant).toISOString();
}
