/*
 * Events of an Official Account, without the fields that the double signs in. Shapes: developers.zalo.me, "Webhook",
 * samples of user_send_text, user_send_image, user_send_file, follow and user_seen_message; people and words are made up.
 */

const sender = { id: '246845883529197922' };
const recipient = { id: '388613280878808645' };
const head = { user_id_by_app: '552177279717587730', sender, recipient };

export const text = (said: string, id = '96d3cdf3af150460909', from = sender.id) => ({
  ...head,
  sender: { id: from },
  event_name: 'user_send_text',
  message: { text: said, msg_id: id },
});

export const image = (url: string) => ({
  ...head,
  event_name: 'user_send_image',
  message: {
    attachments: [{ payload: { thumbnail: url, url }, type: 'image' }],
    text: 'trang 1',
    msg_id: 'b4d3cdf3af150460910',
  },
});

export const file = (url: string, name: string) => ({
  ...head,
  event_name: 'user_send_file',
  message: {
    attachments: [{ payload: { size: '6134', name, checksum: '6ac5', type: 'docx', url }, type: 'file' }],
    msg_id: 'c5d3cdf3af150460911',
  },
});

export const sticker = {
  ...head,
  event_name: 'user_send_sticker',
  message: {
    attachments: [{ payload: { id: 'abc', url: 'https://zalo-api.zadn.vn/s' }, type: 'sticker' }],
    msg_id: 'd6',
  },
};

export const nothingSaid = [
  { ...head, event_name: 'user_seen_message', message: { msg_ids: ['a'] } },
  { ...head, event_name: 'user_received_message', message: { msg_id: 'a' } },
  { app_id: '1', follower: sender, event_name: 'follow', oa_id: recipient.id },
  { app_id: '1', follower: sender, event_name: 'unfollow', oa_id: recipient.id },
  {
    ...head,
    sender: recipient,
    recipient: sender,
    event_name: 'oa_send_text',
    message: { text: 'Đã ghi.', msg_id: 'e' },
  },
  { ...head, event_name: 'user_send_group_text', message: { text: 'xin chào', msg_id: 'f' } },
];
