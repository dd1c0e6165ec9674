import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { recordAudit } from '../access/audit-store.ts';
import { webAddress, type WebChannel } from '../bot/channels/web/channel.ts';
import { listConversations, renameConversation } from '../bot/conversation-store.ts';
import { endDialogue } from '../bot/dialogue-store.ts';
import { eraseChat, isAnswering } from '../bot/inbox-store.ts';
import { eraseRepliesIn } from '../bot/outbox-store.ts';
import { laneOf } from '../bot/types.ts';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../db/database.ts';
import { refusals } from '../prompts/web.ts';
import { conversations as words } from '../prompts/web-chat.ts';
import { eraseTurnsIn } from '../rag/kept/answer-store.ts';
import { cleanText, oneLine } from '../text/normalise.ts';
import { chatId } from './chat-routes.ts';
import { shortTitle, titleOf } from './conversation-title.ts';
import { searchHistory } from './history-search.ts';
import type { SignedIn, WebEnv } from './session.ts';
import type { ConversationEntry } from './wire.ts';

interface ConversationDeps {
  db: Database;
  channel: WebChannel;
  clock: Clock;
}

/** Conversations that the page lists; older ones are found by searching. */
const mostListed = 200;
/** Longest search, in characters. */
const longestQuery = 200;

const titleBody = z.object({ title: z.string().max(1000) });

/**
 * `GET /api/conversations`, `PATCH` and `DELETE /api/conversations/:id`, `GET /api/search?q=`: the person's own
 * conversations, by the account of the session alone. A conversation begins with its first message.
 */
export function conversationRoutes(deps: ConversationDeps): Hono<WebEnv> {
  const { db, channel } = deps;
  const app = new Hono<WebEnv>();

  app.get('/conversations', async (c) => {
    const rows = await listConversations(db, c.var.person.accountId, mostListed);
    const conversations: ConversationEntry[] = rows.map((row) => ({
      id: row.id,
      title: titleOf(row),
      at: row.at,
    }));
    return c.json({ conversations });
  });

  app.patch('/conversations/:id', bodyLimit({ maxSize: 16 * 1024 }), async (c) => {
    const id = chatId.safeParse(c.req.param('id'));
    const body = titleBody.safeParse(await c.req.json().catch(() => null));
    if (!id.success || !body.success) return c.json({ problem: refusals.invalid }, 400);
    const title = shortTitle(cleanText(body.data.title));
    const { accountId } = c.var.person;
    const isKnown = await db.tx(async (t) => {
      const found = await renameConversation(t, { accountId, id: id.data, title: title || null });
      if (found) await audit(t, c.var.person, 'conversation.rename', id.data);
      return found;
    });
    if (!isKnown) return c.json({ problem: words.gone }, 404);
    channel.publish(webAddress(accountId, id.data), { type: 'changed' });
    return c.json({ title });
  });

  app.delete('/conversations/:id', async (c) => {
    const id = chatId.safeParse(c.req.param('id'));
    if (!id.success) return c.json({ problem: refusals.invalid }, 400);
    const { accountId } = c.var.person;
    const address = webAddress(accountId, id.data);
    const lane = laneOf(address);
    const outcome = await db.tx(async (t) => {
      if (await isAnswering(t, lane)) return 'busy';
      if (!(await renameConversation(t, { accountId, id: id.data, title: null }))) return 'gone';
      await eraseChat(t, lane);
      await eraseRepliesIn(t, lane);
      await eraseTurnsIn(t, lane);
      await endDialogue(t, lane);
      await audit(t, c.var.person, 'conversation.delete', id.data);
      return 'deleted';
    });
    if (outcome === 'busy') return c.json({ problem: words.busy }, 409);
    if (outcome === 'gone') return c.json({ problem: words.gone }, 404);
    channel.publish(address, { type: 'changed' });
    return c.body(null, 204);
  });

  app.get('/search', async (c) => {
    const query = oneLine(cleanText(c.req.query('q') ?? '')).slice(0, longestQuery);
    const found = await searchHistory(db, c.var.person.accountId, query);
    return c.json({ found });
  });

  const audit = (t: Parameters<typeof recordAudit>[0], person: SignedIn, action: string, id: string) =>
    recordAudit(t, {
      at: deps.clock.now().toISOString(),
      accountId: person.accountId,
      action,
      entity: 'conversation',
      entityId: id,
    });
  return app;
}
