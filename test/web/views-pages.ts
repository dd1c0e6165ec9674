import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createFeedbackFeature } from '../../bot/features/ask/feedback.ts';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/database.ts';
import { findTasks } from '../../meetings/follow-up/task-store.ts';
import { openTestDatabase } from '../support/database.ts';
import { openViewsOffice, type ViewsOffice } from './views-office.ts';

/** The office of the views behind a server on loopback. */
export interface Views {
  readonly db: Database;
  readonly office: ViewsOffice;
  readonly url: string;
  get(path: string): Promise<Answer>;
  post(path: string, fields: Record<string, string>): Promise<Answer>;
  /** The task of which these are words. */
  taskOf(words: string): Promise<Task>;
  /** Lets somebody say of an answer that it is wrong, and why. */
  addRemark(): Promise<{ answer: string; account: string }>;
  /** What the trail says that was done to a row, in order. */
  actions(entityId: string): Promise<string[]>;
}

type Task = Awaited<ReturnType<typeof findTasks>>['tasks'][number];

interface Answer {
  status: number;
  html: string;
}

/** What is to be read of a page, without its marks. */
export const plain = (html: string): string => html.replace(/<[^>]*>/gu, ' ').replace(/\s+/gu, ' ');

/** Opens one office for the tests of a file, which see what those before them changed; each begins as administrator. */
export function useViews(): Views {
  let db: Database;
  let office: ViewsOffice;
  let server: { url: string; close(): Promise<void> };
  beforeAll(async () => {
    db = await openTestDatabase();
    const questions = { path: '', add: () => Promise.resolve(0) };
    const retriever = { search: () => Promise.resolve([]) };
    office = await openViewsOffice(db, [createFeedbackFeature({ questions, retriever })]);
    server = await office.web.listen();
  });
  afterAll(async () => {
    await server.close();
    await office.close();
    await db.close();
  });
  beforeEach(() => office.become('admin'));

  const ask = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(server.url + path, {
      ...init,
      headers: { cookie: 'capuy_session=any', origin: server.url },
    });
    return { status: response.status, html: (await response.text()).replace(/\s+/gu, ' ') };
  };
  return {
    get db() {
      return db;
    },
    get office() {
      return office;
    },
    get url() {
      return server.url;
    },
    get: (path) => ask(path),
    post: (path, fields) => ask(path, { method: 'POST', body: new URLSearchParams(fields) }),
    async taskOf(words) {
      const { tasks } = await findTasks(db, office.viewer(), { state: 'all', today: '2026-08-10' });
      const found = tasks.find(({ content }) => content.includes(words));
      if (!found) throw new Error(`no task ${words}`);
      return found;
    },
    async addRemark() {
      const [turn, answer, account] = [newId(), newId(), newId()];
      await db.query(
        `INSERT INTO conversation_turn (id, lane, account_id, question, understood, asked_at)
         VALUES ($1, 'web:main:x', $2, 'Nhà văn hóa <do> ai quản lý?', '{}', '2026-08-09T01:00:00Z')`,
        [turn, account],
      );
      await db.query(
        `INSERT INTO answer (id, turn_id, outcome, explanation, created_at) VALUES ($1, $2, 'answer', '{}', '2026-08-09T01:00:00Z')`,
        [answer, turn],
      );
      await db.query(
        `INSERT INTO feedback (answer_id, account_id, verdict, at, remark) VALUES ($1, $2, 'wrong', '2026-08-09T02:00:00Z', 'Đúng ra là Điều 2')`,
        [answer, account],
      );
      return { answer, account };
    },
    actions: async (entityId) =>
      (
        await db.query<{ action: string }>(
          'SELECT action FROM audit_event WHERE entity_id = $1 ORDER BY at, action',
          [entityId],
        )
      ).rows.map(({ action }) => action),
  };
}
