import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { webAddress, type LaneEvent } from '../bot/channels/web/channel.ts';
import type { Logger } from '../core/logger.ts';
import { refusals } from '../prompts/web.ts';
import { chatId, keyPrefixOf, transcriptOf, type ChatDeps } from './chat-routes.ts';
import { sessionToken, type WebEnv, type WebSessions } from './session.ts';
import { idOf, readReplies } from './transcript.ts';

interface EventDeps extends Pick<ChatDeps, 'db' | 'links' | 'clock' | 'channel'> {
  sessions: WebSessions;
  logger: Logger;
  /** Ends every stream when the server stops. */
  closing: AbortSignal;
  pingMs: number;
}

/** Open streams of one person. A browser has six connections to one host; each window needs one besides its stream. */
const maxStreams = 3;
const batchSize = 50;

/** What a stream tells: all of its own conversation, and of the others only that something happened there. */
type StreamEvent = LaneEvent | { type: 'elsewhere'; chat: string; isReply: boolean };

/**
 * `GET /api/events?chat=ID&after=SEQ`: the replies of one conversation as server-sent events, and word of what happens
 * in the person's other conversations.
 *
 * ```
 *   outbox row committed ──► channel.send ──► wake ──► read rows after the last sent ──► `reply`, id: seq
 *   page reconnects with Last-Event-ID ─────────────► read rows after it ─────────────► the same
 * ```
 * Replies are always read from the outbox in order of `seq`, whatever woke the stream, so a page that comes back
 * gets each one exactly once. Other events carry no id: they are lost with the connection, and a page that comes back
 * reads the history again.
 */
export function eventRoutes(deps: EventDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const openStreams = new Map<string, (() => void)[]>();

  app.get('/events', (c) => {
    const person = c.var.person;
    const token = sessionToken(c) ?? '';
    const chat = chatId.safeParse(c.req.query('chat'));
    if (!chat.success) return c.json({ problem: refusals.invalid }, 400);
    const lastEventId = c.req.header('last-event-id') ?? c.req.query('after');
    let lastSeq = Math.max(0, Number.parseInt(lastEventId ?? '0', 10) || 0);

    const response = streamSSE(
      c,
      async (stream) => {
        const pending: StreamEvent[] = [];
        let wake = (): void => {};
        let isOver = false;
        let isReplaced = false;
        const end = (): void => {
          isOver = true;
          wake();
        };
        const makeRoom = (): void => {
          isReplaced = true;
          end();
        };
        const hear = (event: StreamEvent): void => {
          pending.push(event);
          wake();
        };
        const unfollow = deps.channel.follow(person.accountId, (event, inChat) => {
          if (event.type === 'changed' || event.type === 'look') hear(event);
          else if (inChat === chat.data) hear(event);
          else if (event.type === 'sent' || event.type === 'said')
            hear({ type: 'elsewhere', chat: inChat, isReply: event.type === 'sent' });
        });
        const growing = deps.channel.growing(webAddress(person.accountId, chat.data));
        if (growing !== undefined) hear({ type: 'growing', text: growing });
        stream.onAbort(end);
        deps.closing.addEventListener('abort', end);
        const streams = openStreams.get(person.accountId) ?? [];
        openStreams.set(person.accountId, streams);
        streams.push(makeRoom);
        if (streams.length > maxStreams) streams.shift()?.();

        const sendReplies = async (): Promise<void> => {
          for (;;) {
            const replies = await readReplies(transcriptOf(deps, person, chat.data), lastSeq, batchSize);
            for (const reply of replies) {
              await stream.writeSSE({ event: 'reply', id: String(reply.seq), data: JSON.stringify(reply) });
              lastSeq = reply.seq;
            }
            if (replies.length < batchSize) return;
          }
        };

        try {
          await stream.write('retry: 1500\n\n');
          await sendReplies();
          while (!isOver && !stream.aborted) {
            const event = pending.shift();
            if (event) {
              await forward(event);
              continue;
            }
            const isPing = await new Promise<boolean>((resolve) => {
              const timer = setTimeout(() => resolve(true), deps.pingMs);
              wake = () => {
                clearTimeout(timer);
                resolve(false);
              };
            });
            if (isPing) await rest();
          }
          if (isReplaced)
            await stream.writeSSE({ event: 'bye', data: JSON.stringify({ reason: 'replaced' }) });
        } finally {
          unfollow();
          deps.closing.removeEventListener('abort', end);
          const index = streams.indexOf(makeRoom);
          if (index >= 0) streams.splice(index, 1);
          if (streams.length === 0) openStreams.delete(person.accountId);
        }

        async function forward(event: StreamEvent): Promise<void> {
          switch (event.type) {
            case 'sent':
              if (event.seq <= lastSeq) return;
              // Who was signed out elsewhere a moment ago reads nothing more.
              if (await isSignedIn()) await sendReplies();
              return;
            case 'look':
              if (pending.some((later) => later.type === 'look')) return;
              if (await isSignedIn()) await sendReplies();
              return;
            case 'growing':
              // Only the newest state matters; a slow connection skips the ones between.
              if (pending.some((later) => later.type === 'growing')) return;
              await stream.writeSSE({ event: 'growing', data: JSON.stringify({ text: event.text }) });
              return;
            case 'ended': {
              const id = idOf(event.eventKey, keyPrefixOf(person.accountId));
              await stream.writeSSE({ event: 'ended', data: JSON.stringify({ id }) });
              return;
            }
            case 'said':
              await stream.writeSSE({ event: 'said', data: JSON.stringify(event.message) });
              return;
            case 'elsewhere': {
              const { chat: inChat, isReply } = event;
              await stream.writeSSE({ event: 'elsewhere', data: JSON.stringify({ chat: inChat, isReply }) });
              return;
            }
            case 'changed':
              await stream.writeSSE({ event: 'changed', data: '{}' });
          }
        }

        async function isSignedIn(): Promise<boolean> {
          if (await deps.sessions.find(token)) return true;
          await stream.writeSSE({ event: 'bye', data: JSON.stringify({ reason: 'signed-out' }) });
          isOver = true;
          return false;
        }

        /** Nothing happened for a while: keep proxies from closing, and see what another process may have written. */
        async function rest(): Promise<void> {
          if (!(await isSignedIn())) return;
          await stream.write(': \n\n');
          await sendReplies();
        }
      },
      (error) => {
        deps.logger.error({ err: error }, 'event stream failed');
        return Promise.resolve();
      },
    );
    response.headers.set('Cache-Control', 'no-store');
    response.headers.set('X-Accel-Buffering', 'no');
    return response;
  });
  return app;
}
