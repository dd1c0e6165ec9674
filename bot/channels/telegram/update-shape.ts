import { z } from 'zod';

/*
 * The fields of an update that are read (core.telegram.org/bots/api#update), and nothing of the others. An update that is
 * not of this shape can never be read, however often it comes: it must not hold up those behind it.
 */

const optional = z.string().optional();
const id = z.number().int();
const person = z.looseObject({ id, is_bot: z.boolean().optional() });
const chat = z.looseObject({ id, type: z.string() });
const file = z.looseObject({
  file_id: z.string(),
  file_name: optional,
  mime_type: optional,
  file_size: z.number().optional(),
});
const entity = z
  .looseObject({
    type: z.string(),
    offset: z.number(),
    length: z.number(),
    user: z.looseObject({ id }).optional(),
  })
  .refine(({ type, user }) => type !== 'text_mention' || user !== undefined);
const inTopic = { message_thread_id: id.optional(), is_topic_message: z.boolean().optional() };
const message = z.looseObject({
  ...{ message_id: id, date: z.number(), chat, from: person.optional(), ...inTopic },
  ...{ text: optional, caption: optional, media_group_id: optional },
  ...{ entities: z.array(entity).optional(), caption_entities: z.array(entity).optional() },
  ...{ photo: z.array(file).optional(), document: file.optional() },
  ...{ voice: file.optional(), audio: file.optional() },
  migrate_to_chat_id: id.optional(),
  reply_to_message: z.looseObject({ from: person.optional() }).optional(),
});
const button = z.looseObject({ text: z.string(), callback_data: optional });
const shown = z.looseObject({
  ...{ message_id: id, chat, ...inTopic },
  reply_markup: z.looseObject({ inline_keyboard: z.array(z.array(button)) }).optional(),
});
const update = z.looseObject({
  update_id: id,
  message: message.optional(),
  callback_query: z
    .looseObject({ id: z.string(), from: person, data: optional, message: shown.optional() })
    .optional(),
  my_chat_member: z.looseObject({ chat, new_chat_member: z.looseObject({ status: z.string() }) }).optional(),
  stopped_message_generation: z
    .looseObject({ chat: z.looseObject({ id }), message_thread_id: id.optional(), draft_id: z.number() })
    .optional(),
});

/** False where a field that is read is missing or of another type. */
export const isReadable = (body: unknown): boolean => update.safeParse(body).success;
