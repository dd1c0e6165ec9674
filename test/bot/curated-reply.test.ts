import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findCuratedAnswer } from '../../bot/features/ask/curated-reply.ts';
import type { Standing } from '../../bot/features/ask/ask-sources.ts';
import type { TurnContext } from '../../bot/types.ts';
import { newId } from '../../core/ids.ts';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import { questionKey, standingOf } from '../../rag/kept/curated.ts';
import { saveCurated } from '../../rag/kept/curated-store.ts';
import { statusOfDocument } from '../../rag/validity/validity-store.ts';
import type { PartStatus } from '../../rag/types.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { bytesOf, stateDecision } from '../ingest/fixtures.ts';

/* Who gets an approved answer, and what takes it out of use. */

const question = 'Quyết định này áp dụng đối với đơn vị nào?';
let db: Database;
let parts: PartStatus[];
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const standing: Standing = {
  statuses: async (viewer, ids, day) =>
    new Map(
      await Promise.all(ids.map(async (id) => [id, await statusOfDocument(db, viewer, id, day)] as const)),
    ),
  partsAt: () => Promise.resolve(parts),
};
const asked = (viewer: Viewer, text = question) =>
  findCuratedAnswer({ db, viewer, today: '2026-03-02' } as TurnContext, standing, text);

const cadre: Viewer = { accountId: newId(), role: 'cadre', unitIds: [], ceiling: 'all' };

beforeEach(async () => {
  await emptyTables(db);
  parts = [];
  const { documentId } = await storeDocument(db, await readDocument(bytesOf(stateDecision), 'a.txt'), {
    scope: 'internal',
    by: null,
    now: new Date('2026-03-01T01:00:00Z'),
  });
  const { rows } = await db.query<{ id: string; text: string; char_from: number; char_to: number }>(
    `SELECT id, text, char_from, char_to FROM chunk WHERE document_id = $1 AND kind <> 'heading' ORDER BY ordinal LIMIT 1`,
    [documentId],
  );
  const [chunk] = rows;
  if (!chunk) throw new Error('nothing was stored');
  await saveCurated(db, {
    id: newId(),
    question,
    questionKey: questionKey(question) ?? '',
    lead: 'Theo quyết định:',
    computed: null,
    approvedBy: null,
    approvedByName: 'Quản trị',
    approvedAt: '2026-03-01T02:00:00.000Z',
    citations: [
      {
        documentId,
        chunkId: chunk.id,
        quote: chunk.text,
        charFrom: chunk.char_from,
        charTo: chunk.char_to,
        emphasis: [],
        standing: standingOf({ status: await statusOfDocument(db, localViewer, documentId, '2026-03-02') }),
      },
    ],
  });
});

describe('an approved answer', () => {
  it('is for who may see its source; for others it is searched anew and stays in use', async () => {
    expect((await asked(cadre)).answer?.lead).toBe('Theo quyết định:');
    const outside = await asked({ ...cadre, ceiling: 'public' });
    expect(outside).toEqual({ answer: null, quotes: [], stale: [] });
    await db.query("UPDATE document SET scope = 'units', scope_unit_ids = '[\"u1\"]'");
    expect((await asked(cadre)).answer).toBeNull();
    expect((await asked({ ...cadre, unitIds: ['u1'] })).answer?.lead).toBe('Theo quyết định:');
  });

  it('is for no other question', async () => {
    expect((await asked(cadre, 'Quyết định này áp dụng đối với đơn vị 12 nào?')).answer).toBeNull();
  });

  it('goes once the part that it cites is amended', async () => {
    parts = [
      { part: 'Điều 1', how: 'amended', by: { documentId: newId(), symbol: null, title: 'b' }, from: null },
    ];
    const found = await asked(cadre);
    expect(found.answer).toBeNull();
    expect(found.stale.map((one) => one.question)).toEqual([question]);
  });

  it('goes once its passage reads otherwise', async () => {
    await db.query("UPDATE chunk SET text = 'x' || text");
    expect((await asked(cadre)).stale).toHaveLength(1);
  });
});
