import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/database.ts';
import { waitingFeedback } from '../../rag/kept/feedback-store.ts';
import type { Opinion } from '../../web/wire.ts';
import { openTestDatabase } from '../support/database.ts';
import { createClient } from './client.ts';
import { openOffice, type Office, type Script } from './office.ts';

let db: Database;
let office: Office;
let client: ReturnType<typeof createClient>;
let answerId: string;
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  await office?.close();
  answerId = newId();
  // What the feature of questions does, as far as it matters here: it keeps the answer and offers what to say of it.
  const script: Script = async (context) => {
    const turnId = newId();
    await context.db.query(
      `INSERT INTO conversation_turn (id, lane, account_id, question, understood, asked_at) VALUES ($1, $2, $3, 'hỏi', '{}', $4)`,
      [turnId, context.lane, context.account.id, context.now.toISOString()],
    );
    await context.db.query(
      `INSERT INTO answer (id, turn_id, outcome, explanation, created_at) VALUES ($1, $2, 'answer', '{}', $3)`,
      [answerId, turnId, context.now.toISOString()],
    );
    return [
      { type: 'text', text: 'đáp' },
      {
        type: 'choices',
        id: 'answer',
        isOnce: false,
        options: [
          { label: 'Cả điều', action: 'ask:article:1:0' },
          { label: 'Đúng', action: `ask:verdict:right:${answerId}` },
          { label: 'Sai', action: `ask:verdict:wrong:${answerId}` },
        ],
      },
    ];
  };
  office = await openOffice(db, script, {}, 'ask');
  client = createClient(office.web, office.sessions.cookieFor('Hạnh'));
  await client.say('a', 'hỏi');
  await office.dispatcher.idle();
});
afterAll(async () => {
  await office.close();
  await db.close();
});

const opinion = async (): Promise<Opinion | undefined> =>
  (await client.history()).messages
    .flatMap((message) => (message.kind === 'reply' ? message.blocks : []))
    .flatMap((block) => (block.type === 'choices' && block.opinion ? [block.opinion] : []))[0];
const give = (body: object, as = client) => as.postJson('/api/opinions', { answerId, ...body });

describe('what a person thinks of an answer', () => {
  it('is said with one press, changed, and stands there when the page is opened again', async () => {
    const before = await opinion();
    expect(before).toMatchObject({ answerId, given: null, hasRemark: false });
    expect(before?.keys).toHaveLength(2);
    expect((await give({ verdict: 'right' })).status).toBe(200);
    expect(await opinion()).toMatchObject({ given: 'right' });
    await give({ verdict: 'wrong' });
    expect(await opinion()).toMatchObject({ given: 'wrong', hasRemark: false });
    // No turn of the chat: nothing is said and nothing answered.
    expect((await client.history()).messages).toHaveLength(2);
  });

  it('waits for an admin with the words that were added', async () => {
    await give({ verdict: 'incomplete' });
    expect((await give({ remark: '  còn thiếu \n khoản 2 ' })).status).toBe(200);
    expect(await opinion()).toMatchObject({ given: 'incomplete', hasRemark: true });
    const { item, total } = await waitingFeedback(db, 0);
    expect(total).toBe(1);
    expect(item).toMatchObject({
      answerId,
      verdict: 'incomplete',
      remark: 'còn thiếu khoản 2',
      question: 'hỏi',
    });
  });

  it('is taken of one’s own answers alone, and of nothing else', async () => {
    const other = createClient(office.web, office.sessions.cookieFor('Bình'));
    expect((await give({ verdict: 'wrong' }, other)).status).toBe(404);
    expect((await give({ verdict: 'maybe' })).status).toBe(400);
    expect((await give({ remark: 'chưa đánh giá' })).status).toBe(404);
    expect((await give({ verdict: 'wrong', answerId: newId() })).status).toBe(404);
    await give({ verdict: 'wrong' });
    expect((await give({ remark: ' \u200b ' })).status).toBe(400);
    expect(await waitingFeedback(db, 0)).toMatchObject({ total: 1, item: { remark: null } });
  });
});
