import { beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../core/ids.ts';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import type { Database, Queryable } from '../../db/database.ts';
import { countRows } from '../../db/table-counts.ts';
import {
  getDocument,
  listDocuments,
  listIncomingRelations,
  listOutline,
  listRelations,
} from '../../ingest/document-ledger-store.ts';
import { deleteDemoDocuments, deleteDocument, type StoreOptions } from '../../ingest/document-store.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import type { ReadDocument } from '../../ingest/types.ts';
import { lastAnswer, saveAnswer, type KeptExplanation } from '../../rag/kept/answer-store.ts';
import { openSet, saveEmbeddings } from '../../rag/search/embedding-store.ts';
import type { Understood } from '../../rag/question/follow-up.ts';
import { describeEachDatabase, emptyTables } from '../support/database.ts';
import { bytesOf, newsItem, partyPlan, stateDecision } from './fixtures.ts';

const options: StoreOptions = { scope: 'internal', by: null, now: new Date('2026-03-02T01:00:00Z') };
const secretary: Viewer = { accountId: 'a', role: 'secretary', unitIds: ['u1'], ceiling: 'all' };
const overMessenger: Viewer = { ...secretary, ceiling: 'public' };
const tables = ['document', 'page', 'section', 'chunk', 'document_relation'];

const read = (text: string, name = 'a.txt'): Promise<ReadDocument> => readDocument(bytesOf(text), name);
/** Long enough for several statements a table. */
const manyItems = (count: number): string =>
  `${stateDecision}\n${Array.from({ length: count }, (_, index) => `Điều ${index + 10}. Việc ${index}\nNội dung việc thứ ${index} của ${'xã '.repeat(60)}.`).join('\n')}`;

describeEachDatabase('the document store', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(() => emptyTables(db));

  const counts = async (): Promise<number[]> => {
    const found: number[] = [];
    for (const table of tables) {
      const { rows } = await db.query<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`);
      found.push(rows[0]?.n ?? -1);
    }
    return found;
  };
  const version = async (): Promise<number> => {
    const { rows } = await db.query<{ version: number }>('SELECT version FROM corpus_version');
    return Number(rows[0]?.version);
  };

  it('keeps a document whole: head, pages, sections, relations and chunks as they were read', async () => {
    const document = await read(manyItems(250));
    const { documentId, state } = await storeDocument(db, document, options);
    expect(state).toBe('stored');
    expect(await counts()).toEqual([
      1,
      document.pages.length,
      document.sections.length,
      document.chunks.length,
      document.relations.length,
    ]);
    const { rows } = await db.query<{ text: string; char_from: number; char_to: number }>(
      'SELECT text, char_from, char_to FROM chunk WHERE document_id = $1 ORDER BY ordinal',
      [documentId],
    );
    for (const row of rows) expect(document.text.slice(row.char_from, row.char_to)).toBe(row.text);
    expect(await getDocument(db, localViewer, documentId)).toMatchObject({
      symbol: '21/2024/QĐ-UBND',
      issuedOn: '2024-09-05',
      effectiveOn: '2024-09-20',
      recipients: ['Như Điều 3', 'Lưu: VT, KGVX'],
      chunkCount: document.chunks.length,
      scope: 'internal',
    });
    expect((await listRelations(db, documentId)).map(({ kind }) => kind)).toEqual([
      'based_on',
      'based_on',
      'repeals',
      'replaces',
    ]);
    expect((await listOutline(db, localViewer, documentId)).map(({ label }) => label)).toContain('Chương I');
  });

  it('recognises the same file and the same text in another file, and writes nothing', async () => {
    const first = await storeDocument(db, await read(partyPlan), options);
    const before = [await counts(), await version()];
    const again = await storeDocument(db, await read(partyPlan, 'khac.txt'), options);
    const reformatted = await storeDocument(db, await read(`${partyPlan}\n\n\n`), options);
    expect([again, reformatted]).toMatchObject([
      { state: 'known', documentId: first.documentId },
      { state: 'known', documentId: first.documentId },
    ]);
    expect([await counts(), await version()]).toEqual(before);
  });

  it('stores the same file once when two people send it at the same moment', async () => {
    const document = await read(partyPlan);
    const results = await Promise.all([
      storeDocument(db, document, options),
      storeDocument(db, document, options),
    ]);
    expect(results.map(({ state }) => state).sort()).toEqual(['known', 'stored']);
    expect((await counts())[0]).toBe(1);
  });

  it('keeps a second document of the same number, type and date, and says so', async () => {
    await storeDocument(db, await read(partyPlan), options);
    const changed = await storeDocument(
      db,
      await read(partyPlan.replace('1.250.000.000', '1.300.000.000')),
      options,
    );
    expect(changed).toMatchObject({ state: 'stored', warnings: ['possible-duplicate'] });
  });

  it('leaves nothing behind whichever statement fails', async () => {
    const document = await read(manyItems(120));
    const before = await version();
    let statements = 0;
    const failingAt = (n: number): Database => ({
      ...db,
      tx: (work) =>
        db.tx((t) => {
          let count = 0;
          const counting: Queryable = {
            query: (sql, params) => {
              count += 1;
              statements = Math.max(statements, count);
              if (count === n) throw new Error('the process dies here');
              return t.query(sql, params);
            },
          };
          return work(counting);
        }),
    });
    await storeDocument(failingAt(-1), document, options);
    await db.tx(async (t) => {
      const { entries } = await listDocuments(t, localViewer);
      for (const { id } of entries) await deleteDocument(t, id);
    });
    expect(statements).toBeGreaterThan(8);
    for (let n = 1; n <= statements; n++) {
      await expect(storeDocument(failingAt(n), document, options)).rejects.toThrow('dies here');
      expect(await counts()).toEqual([0, 0, 0, 0, 0]);
    }
    expect(await version()).toBe(before + 2);
    expect((await storeDocument(db, document, options)).state).toBe('stored');
  });

  it('shows each viewer what is theirs, also in the count', async () => {
    await storeDocument(db, await read(partyPlan), options);
    await storeDocument(db, await read(newsItem), { ...options, scope: 'public' });
    const ofUnit = await storeDocument(db, await read(stateDecision), {
      ...options,
      scope: 'units',
      scopeUnitIds: ['u2'],
    });
    const titles = async (viewer: Viewer): Promise<[number, number]> => {
      const { entries, total } = await listDocuments(db, viewer);
      return [entries.length, total];
    };
    expect(await titles(localViewer)).toEqual([3, 3]);
    expect(await titles(secretary)).toEqual([2, 2]);
    expect(await titles({ ...secretary, unitIds: ['u2'] })).toEqual([3, 3]);
    expect(await titles(overMessenger)).toEqual([1, 1]);
    expect(await getDocument(db, secretary, ofUnit.documentId)).toBeNull();
    expect(await listOutline(db, secretary, ofUnit.documentId)).toEqual([]);
  });

  it('finds what other documents say about one, by symbol and date', async () => {
    const old =
      'ỦY BAN NHÂN DÂN\nTỈNH LÂM HẠ\nSố: 09/2016/QĐ-UBND\nLâm Hạ, ngày 12 tháng 4 năm 2016\nQUYẾT ĐỊNH\nvề nhà văn hóa thôn\nĐiều 1. Phạm vi.';
    const target = await storeDocument(db, await read(old), options);
    await storeDocument(db, await read(stateDecision), options);
    const document = await getDocument(db, localViewer, target.documentId);
    if (!document) throw new Error('the document is there');
    expect(await listIncomingRelations(db, localViewer, document)).toMatchObject([
      { kind: 'replaces', sourceSymbol: '21/2024/QĐ-UBND', effectiveOn: '2024-09-20' },
    ]);
    expect(await listIncomingRelations(db, localViewer, { ...document, issuedOn: '2011-04-12' })).toEqual([]);
    expect(await listIncomingRelations(db, overMessenger, document)).toEqual([]);
  });

  it('removes a document with all that belongs to it, and demo documents alone', async () => {
    const { documentId } = await storeDocument(db, await read(partyPlan), options);
    await storeDocument(db, await read(newsItem), { ...options, isDemo: true });
    const before = await version();
    expect(await db.tx((t) => deleteDemoDocuments(t))).toBe(1);
    expect((await counts())[0]).toBe(1);
    expect(await db.tx((t) => deleteDocument(t, documentId))).toBe(true);
    expect(await counts()).toEqual([0, 0, 0, 0, 0]);
    expect(await db.tx((t) => deleteDocument(t, documentId))).toBe(false);
    expect(await version()).toBeGreaterThan(before);
  });

  it('removes with a document the answers that quote it, its vectors and its sketch, and no answer from another', async () => {
    const gone = await storeDocument(db, await read(partyPlan), options);
    const stays = await storeDocument(db, await read(stateDecision), options);
    const chunkOf = async (documentId: string): Promise<string> => {
      const { rows } = await db.query<{ id: string }>(
        'SELECT id FROM chunk WHERE document_id = $1 ORDER BY ordinal LIMIT 1',
        [documentId],
      );
      return rows[0]?.id ?? '';
    };
    const accountId = localViewer.accountId;
    const set = await db.tx((t) => openSet(t, { model: 'm', form: 'plain/1', dimensions: 2 }, options.now));
    for (const [i, documentId] of [gone.documentId, stays.documentId].entries()) {
      const chunkId = await chunkOf(documentId);
      await saveEmbeddings(db, set.id, [{ chunkId, vector: [1, 0] }]);
      await saveAnswer(db, {
        id: newId(),
        turnId: newId(),
        lane: `lane ${i}`,
        accountId,
        understood: { question: 'hỏi' } as Understood,
        outcome: 'answer',
        explanation: {} as KeptExplanation,
        shown: { lead: 'Theo:' },
        citations: [{ chunkId, quote: 'trích', charFrom: 0, charTo: 5, emphasis: [] }],
        at: '2026-03-02T02:00:00Z',
      });
    }
    await db.tx((t) => deleteDocument(t, gone.documentId));
    expect(await lastAnswer(db, 'lane 0', accountId)).toBeNull();
    expect(await lastAnswer(db, 'lane 1', accountId)).not.toBeNull();
    const rows = await countRows(db);
    expect(rows).toMatchObject({
      answer: 1,
      citation: 1,
      chunk_embedding: 1,
      document_sketch: 1,
      document: 1,
      conversation_turn: 2,
    });
  });

  it('leaves what others say of a removed document open, and meets it again when it comes back', async () => {
    const old =
      'ỦY BAN NHÂN DÂN\nTỈNH LÂM HẠ\nSố: 09/2016/QĐ-UBND\nLâm Hạ, ngày 12 tháng 4 năm 2016\nQUYẾT ĐỊNH\nvề nhà văn hóa thôn\nĐiều 1. Phạm vi.';
    await storeDocument(db, await read(stateDecision), options);
    const incoming = async (): Promise<number> => {
      const { documentId } = await storeDocument(db, await read(old), options);
      const document = await getDocument(db, localViewer, documentId);
      const found = document ? await listIncomingRelations(db, localViewer, document) : [];
      await db.tx((t) => deleteDocument(t, documentId));
      return found.length;
    };
    const relations = (await countRows(db))['document_relation'];
    expect(await incoming()).toBe(1);
    expect((await countRows(db))['document_relation']).toBe(relations);
    expect(await incoming()).toBe(1);
  });

  it('keeps the places of words on scanned pages in a few digits each', async () => {
    const document = await read(partyPlan);
    const box = { x0: 0.123456, y0: 0.2, x1: 0.3, y1: 0.25 };
    const { documentId } = await storeDocument(
      db,
      {
        ...document,
        scans: [
          {
            pageNo: 1,
            rotation: 90,
            confidence: 0.87654,
            words: [{ from: 0, to: 4, confidence: 0.9999, box }],
          },
        ],
      },
      options,
    );
    const { rows } = await db.query('SELECT scan FROM page WHERE document_id = $1', [documentId]);
    expect(rows).toEqual([
      { scan: { rotation: 90, confidence: 0.877, words: [[0, 4, 1, 0.1235, 0.2, 0.3, 0.25]] } },
    ]);
  });
});
