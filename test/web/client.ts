import type { Web } from '../../web/server.ts';
import type { History } from '../../web/wire.ts';
import { readEvents } from './event-reader.ts';

const origin = 'http://127.0.0.1:3000';

/** An id as the page makes them. */
export const idOf = (name: string): string => name.padEnd(32, '0');

/** A browser without a page: one person's cookie, and an origin of our own. */
export function createClient(web: Web, cookie = '') {
  const request = (path: string, init: RequestInit = {}) =>
    web.app.request(origin + path, {
      ...init,
      headers: { cookie, ...(init.headers as Record<string, string>) },
    });
  const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    request(path, { method: 'POST', body, headers: { origin, ...headers } });
  return {
    get: request,
    post,
    postJson: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      post(path, JSON.stringify(body), { 'content-type': 'application/json', ...headers }),
    say: (id: string, text: string) =>
      post('/api/messages', JSON.stringify({ id: idOf(id), text }), { 'content-type': 'application/json' }),
    upload(id: string, files: File[], caption = '') {
      const form = new FormData();
      form.set('id', idOf(id));
      form.set('caption', caption);
      for (const file of files) form.append('files', file);
      return post('/api/files', form);
    },
    history: async (query = ''): Promise<History> =>
      (await request(`/api/history${query}`)).json() as Promise<History>,
    events: async (lastEventId = 0) =>
      readEvents(await request('/api/events', { headers: { 'last-event-id': String(lastEventId) } })),
  };
}
