import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { longestRemark } from '../bot/features/ask/feedback-verdict.ts';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../db/database.ts';
import { refusals } from '../prompts/web.ts';
import { opinions as words } from '../prompts/web-chat.ts';
import { ownAnswer } from '../rag/kept/answer-store.ts';
import { saveFeedback, saveRemark, verdicts } from '../rag/kept/feedback-store.ts';
import { cleanText, oneLine } from '../text/normalise.ts';
import type { WebEnv } from './session.ts';

const body = z.union([
  z.object({ answerId: z.uuid(), verdict: z.enum(verdicts) }),
  z.object({ answerId: z.uuid(), remark: z.string().max(4000) }),
]);

/**
 * `POST /api/opinions`: what the person thinks of an answer that was given to them, and a line of their own about one
 * that was not right; what the buttons of the answer do too, without a turn of the chat. Admins find both in '/gopy'.
 */
export function feedbackRoutes({ db, clock }: { db: Database; clock: Clock }): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.post('/opinions', bodyLimit({ maxSize: 16 * 1024 }), async (c) => {
    const said = body.safeParse(await c.req.json().catch(() => null));
    if (!said.success) return c.json({ problem: refusals.invalid }, 400);
    const { accountId } = c.var.person;
    const { answerId } = said.data;
    if (!(await ownAnswer(db, answerId, accountId))) return c.json({ problem: words.gone }, 404);
    if ('verdict' in said.data) {
      const { verdict } = said.data;
      const at = clock.now().toISOString();
      await db.tx((t) => saveFeedback(t, { answerId, accountId, verdict, at }));
      return c.json({});
    }
    const text = oneLine(cleanText(said.data.remark)).slice(0, longestRemark);
    if (text === '') return c.json({ problem: words.empty }, 400);
    const isKept = await db.tx((t) => saveRemark(t, { answerId, accountId, text }));
    return isKept ? c.json({}) : c.json({ problem: words.gone }, 404);
  });
  return app;
}
