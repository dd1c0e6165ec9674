import { readPayload, serveOnLoopback } from '../loopback.ts';

/*
 * As much of Telegram's, Zalo's and an Official Account's interfaces as it takes to send messages, on one loopback server:
 * everything asked of it works. What arrived is kept by chat.
 */

/** One message of the assistant that arrived. */
export interface ArrivedMessage {
  channel: 'telegram' | 'zalo' | 'zalo-oa';
  chat: string;
  text: string;
}

export interface ProviderDouble {
  root: string;
  arrived: ArrivedMessage[];
  close(): Promise<void>;
}

/** Starts the double on a free port. `keeps`: whether what arrives is remembered. Default true. */
export async function startProviders({ keeps = true } = {}): Promise<ProviderDouble> {
  const arrived: ArrivedMessage[] = [];
  let next = 1;
  const note = (channel: ArrivedMessage['channel'], chat: unknown, text: unknown): string => {
    if (keeps) arrived.push({ channel, chat: String(chat), text: String(text) });
    return String(next++);
  };

  function answer(path: string, payload: Record<string, unknown>): object {
    if (path.endsWith('/v4/oa/access_token'))
      return { access_token: `access-${next}`, refresh_token: `refresh-${next++}`, expires_in: '90000' };
    if (path.startsWith('/v')) {
      const to = payload['recipient'] as { user_id?: string } | undefined;
      const said = payload['message'] as { text?: string } | undefined;
      return { error: 0, message: 'Success', data: { message_id: note('zalo-oa', to?.user_id, said?.text) } };
    }
    const [, bot, method = ''] = /^\/(?:tg\/)?bot([^/]+)\/(\w+)$/u.exec(path) ?? [];
    const isTelegram = path.startsWith('/tg/');
    if (method === 'getMe')
      return {
        ok: true,
        result: isTelegram
          ? { id: Number(bot?.split(':')[0]), is_bot: true, first_name: 'Bot', username: 'capuy_bot' }
          : { id: 'bot', account_name: 'bot.capuy', can_join_groups: false },
      };
    if (method === 'getWebhookInfo') return { ok: true, result: { url: 'https://office.example/kenh' } };
    if (method !== 'sendMessage') return { ok: true, result: true };
    const id = note(isTelegram ? 'telegram' : 'zalo', payload['chat_id'], payload['text']);
    const chat = { id: Number(payload['chat_id']), type: 'private' };
    return { ok: true, result: isTelegram ? { message_id: Number(id), date: 0, chat } : { message_id: id } };
  }

  const server = await serveOnLoopback((request, response) => {
    void readPayload(request).then(
      (payload) => {
        const body = JSON.stringify(answer(new URL(request.url ?? '/', 'http://double').pathname, payload));
        response.writeHead(200, { 'content-type': 'application/json' }).end(body);
      },
      () => response.destroy(),
    );
  });
  return { ...server, arrived };
}
