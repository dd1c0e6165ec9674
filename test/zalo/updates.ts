/*
 * Updates that the double cannot make, as the platform sends them. People and texts are made up; each shape names where
 * it was recorded or documented.
 */

const from = { id: '6ede9afa66b88fe6d6a9', display_name: 'Nguyễn An', is_bot: false };
const chat = { id: '6ede9afa66b88fe6d6a9', chat_type: 'PRIVATE' };

/** Text in the documented envelope of a webhook. Source: docs.zaloplatforms.com/docs/BOT, "setWebhook", sample payload. */
export const textInEnvelope = {
  ok: true,
  result: {
    event_name: 'message.text.received',
    message: { from, chat, text: 'Xin chào', message_id: '2d758cb5e222177a4e35', date: 1_750_316_131_602 },
  },
};

/** The same bare, as it is posted. Source: github.com/openclaw/crabline, src/servers/zalo, webhook delivery. */
export const textBare = textInEnvelope.result;

/** A picture with `photo`. Source: docs.zaloplatforms.com/docs/BOT, list of webhook events. */
export const imageDocumented = (url: string) => ({
  ok: true,
  result: {
    event_name: 'message.image.received',
    message: {
      from,
      chat,
      photo: url,
      caption: 'trang 1',
      message_id: 'b1f08e6c1e5af404ad4b',
      date: 1_750_316_131_700,
    },
  },
});

/** A picture with `photo_url`. Source: github.com/openclaw/openclaw, pull 51543, sanitised payload of a live bot. */
export const imageOnTheWire = (url: string) => ({
  event_name: 'message.image.received',
  message: {
    date: 1_774_086_023_728,
    chat: { chat_type: 'PRIVATE', id: chat.id },
    caption: '',
    message_id: 'a27be10fbd3b506e0921',
    message_type: 'CHAT_PHOTO',
    from: { id: from.id, is_bot: false, display_name: 'Nguyễn An' },
    photo_url: url,
  },
});

/** Spoken words. Source: docs.zaloplatforms.com/docs/BOT, list of webhook events (`voice_url`). */
export const voice = (url: string) => ({
  event_name: 'message.voice.received',
  message: { from, chat, voice_url: url, message_id: '8d1f2f3c1c0bf655af1a', date: 1_750_316_131_800 },
});

/** A sticker. Source: docs.zaloplatforms.com/docs/BOT, list of webhook events (`sticker`, `url`). */
export const sticker = {
  event_name: 'message.sticker.received',
  message: {
    from,
    chat,
    sticker: '0e078a2fb66a5f34067b',
    url: 'https://zalo-api.zadn.vn/s.png',
    message_id: '5f2d8cb5e222177a4e36',
    date: 1_750_316_131_900,
  },
};

/** A document, or anything of a protected sender: nothing is said of it. Source: docs.zaloplatforms.com/docs/BOT, events. */
export const unsupported = {
  event_name: 'message.unsupported.received',
  message: { from, chat, message_id: '77758cb5e222177a4e37', date: 1_750_316_132_000 },
};

/** What the bot said itself, posted back to it. Source: github.com/nextlevelbuilder/goclaw, internal/channels/zalo/bot. */
export const ownMessage = {
  event_name: 'message.text.received',
  message: {
    from: { id: '1459232241454765289', display_name: 'Bot Trợ lý', is_bot: true },
    chat,
    text: 'Đã ghi nhận.',
    message_id: '99958cb5e222177a4e38',
    date: 1_750_316_132_100,
  },
};

/** In a group the bot sees what mentions it. Source: github.com/openclaw/crabline, `chat_type` GROUP. */
export const inGroup = {
  event_name: 'message.text.received',
  message: {
    from,
    chat: { id: 'group-7', chat_type: 'GROUP' },
    text: '@bot.crabline có bao nhiêu chi bộ?',
    message_id: '33358cb5e222177a4e39',
    date: 1_750_316_132_200,
  },
};
