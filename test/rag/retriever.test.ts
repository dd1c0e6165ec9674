import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../core/ids.ts';
import { silentLogger } from '../../core/logger.ts';
import { localViewer } from '../../core/viewer.ts';
import { json } from '../../db/database.ts';
import { deleteChunks, raiseCorpusVersion, readCorpusVersion, saveChunks } from '../../rag/chunk-store.ts';
import {
  loadArticle,
  loadDocuments,
  loadNeighbours,
  loadPassages,
  loadSection,
  loadSource,
  visibleDocumentIds,
} from '../../rag/search/passage-store.ts';
import { createRetriever } from '../../rag/search/retriever.ts';
import { describeEachDatabase, emptyTables } from '../support/database.ts';
import type { Logger } from '../../core/logger.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Database, Queryable } from '../../db/database.ts';
import type { DenseSearch } from '../../rag/search/embedding-search.ts';
import type { NewChunk } from '../../rag/types.ts';

const filter = { viewer: localViewer };

describeEachDatabase('the retriever over the store', (open) => {
  let db: Database;
  let folder: string;
  beforeAll(async () => {
    db = await open();
    folder = await mkdtemp(join(tmpdir(), 'capuy-retriever-'));
  });
  beforeEach(async () => {
    await emptyTables(db);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  const chunk = (ordinal: number, text: string, more: Partial<NewChunk> = {}): NewChunk => ({
    ordinal,
    sectionOrdinal: null,
    kind: 'clause',
    text,
    context: '',
    heading: '',
    locator: `đoạn ${ordinal + 1}`,
    pageFrom: 1,
    pageTo: 1,
    charFrom: ordinal * 100,
    charTo: ordinal * 100 + text.length,
    ...more,
  });

  interface Head {
    scope: string;
    units: string[];
    symbol: string | null;
    key: string | null;
    issuedOn: string | null;
  }

  async function addDocument(chunks: readonly NewChunk[], head: Partial<Head> = {}): Promise<string> {
    const id = newId();
    const { scope = 'public', units = [], symbol = null, key = null, issuedOn = null } = head;
    await db.tx(async (t) => {
      await t.query(
        `INSERT INTO document (id, symbol, symbol_key, type_name, title, issued_on, kind, scope, scope_unit_ids, file_name,
           file_sha256, text_sha256, media_type, page_count, has_pages, ingested_at)
         VALUES ($1, $2, $3, 'Quy định', $4, $5, 'signed', $6, $7, 'a.txt', $8, $8, 'text/plain', 1, false, $9)`,
        [
          id,
          symbol,
          key,
          `Văn bản ${symbol ?? id}`,
          issuedOn,
          scope,
          json(units),
          id,
          '2026-01-01T00:00:00Z',
        ],
      );
      await saveChunks(t, id, chunks);
    });
    return id;
  }

  const textsOf = async (
    retriever: ReturnType<typeof createRetriever>,
    text: string,
    viewer: Viewer = localViewer,
  ): Promise<string[]> =>
    (await retriever.search({ text, filter: { viewer } })).map(({ passage }) => passage.text);

  it('finds a document from the moment it is stored, and not any more once it is removed', async () => {
    const retriever = createRetriever({ db, logger: silentLogger });
    expect(await textsOf(retriever, 'đảng phí')).toEqual([]);
    const id = await addDocument([chunk(0, 'Mức đảng phí hằng tháng.'), chunk(1, 'Chi bộ họp.')]);
    expect(await textsOf(retriever, 'dang phi')).toEqual(['Mức đảng phí hằng tháng.']);
    expect(retriever.statistics(localViewer).passageCount).toBe(2);
    await db.tx((t) => deleteChunks(t, id));
    expect(await textsOf(retriever, 'đảng phí')).toEqual([]);
    expect(retriever.statistics(localViewer).passageCount).toBe(0);
  });

  it('looks at the store once for an answer; what changes meanwhile is for the next', async () => {
    let looks = 0;
    const counting: Queryable = {
      query(sql, params) {
        if (sql.includes('corpus_version')) looks++;
        return db.query(sql, params);
      },
    };
    await addDocument([chunk(0, 'Đảng phí nộp hằng tháng.')]);
    const retriever = createRetriever({ db: counting, logger: silentLogger });
    await retriever.refresh();
    looks = 0;
    const settled = await retriever.settled();
    await addDocument([chunk(0, 'Đảng phí nộp hằng quý.')]);
    for (let times = 0; times < 3; times++) {
      const hits = await settled.search({ text: 'đảng phí', filter });
      expect(hits.map(({ passage }) => passage.text)).toEqual(['Đảng phí nộp hằng tháng.']);
      await settled.statuses(localViewer, [hits[0]!.passage.document.id], '2026-01-01');
      await settled.sections(localViewer, hits[0]!.passage.document.id);
    }
    expect(looks).toBe(1);
    const next = await retriever.settled();
    expect(await next.search({ text: 'đảng phí', filter })).toHaveLength(2);
  });

  it('takes up a document whose chunks were written anew', async () => {
    const id = await addDocument([chunk(0, 'bản cũ')]);
    const retriever = createRetriever({ db, logger: silentLogger });
    expect(await textsOf(retriever, 'bản')).toEqual(['bản cũ']);
    await db.tx(async (t) => {
      await deleteChunks(t, id);
      await saveChunks(t, id, [chunk(0, 'bản mới')]);
    });
    expect(await textsOf(retriever, 'bản')).toEqual(['bản mới']);
  });

  it('does not see what a transaction that failed would have stored', async () => {
    const retriever = createRetriever({ db, logger: silentLogger });
    const id = await addDocument([chunk(0, 'chi bộ')]);
    const before = await readCorpusVersion(db);
    await expect(
      db.tx(async (t) => {
        await saveChunks(t, id, [chunk(1, 'chi bộ hai')]);
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(await readCorpusVersion(db)).toBe(before);
    expect(await textsOf(retriever, 'chi bộ')).toEqual(['chi bộ']);
  });

  it('stores more chunks than go into one statement, in order, with every field', async () => {
    const chunks = Array.from({ length: 230 }, (_, at) =>
      chunk(at, `đoạn "số" ${at}, {a,b}\\n`, {
        sectionOrdinal: at % 3 === 0 ? null : at,
        heading: 'Điều 1',
        context: 'Quy định',
      }),
    );
    const id = await addDocument(chunks);
    const { rows } = await db.query<{ id: string }>(
      'SELECT id FROM chunk WHERE document_id = $1 ORDER BY ordinal',
      [id],
    );
    const loaded = await loadPassages(
      db,
      localViewer,
      rows.map((row) => row.id),
    );
    expect(loaded.map(({ id: _id, document: _document, ...rest }) => rest)).toEqual(chunks);
  });

  it('indexes every chunk of documents small and large', async () => {
    for (const size of [3, 1100, 2]) {
      await addDocument(Array.from({ length: size }, (_, at) => chunk(at, `mục ${at} của ${size}`)));
    }
    const retriever = createRetriever({ db, logger: silentLogger });
    await retriever.refresh();
    expect(retriever.statistics(localViewer).passageCount).toBe(1105);
    expect(retriever.statistics(localViewer).passageFrequency('1100')).toBe(1100);
    expect(await textsOf(retriever, 'mục 1099 của 1100')).toContain('mục 1099 của 1100');
  });

  it('filters by scope in the search and in every way to a passage', async () => {
    const units = ['0b0f6a52-0000-4000-8000-000000000001'];
    const ids = {
      public: await addDocument([chunk(0, 'họp công khai')]),
      internal: await addDocument([chunk(0, 'họp nội bộ')], { scope: 'internal' }),
      units: await addDocument([chunk(0, 'họp đơn vị')], { scope: 'units', units }),
    };
    const retriever = createRetriever({ db, logger: silentLogger });
    const viewers: [Viewer, string[]][] = [
      [{ accountId: 'a', role: 'cadre', unitIds: [], ceiling: 'all' }, ['public', 'internal']],
      [{ accountId: 'a', role: 'cadre', unitIds: units, ceiling: 'all' }, ['public', 'internal', 'units']],
      [{ accountId: 'a', role: 'office', unitIds: [], ceiling: 'all' }, ['public', 'internal', 'units']],
      [{ accountId: 'a', role: 'admin', unitIds: units, ceiling: 'public' }, ['public']],
    ];
    for (const [viewer, names] of viewers) {
      const expected = names.map((name) => ids[name as keyof typeof ids]).sort();
      const hits = await retriever.search({ text: 'họp', filter: { viewer } });
      expect(hits.map(({ passage }) => passage.document.id).sort()).toEqual(expected);
      expect((await visibleDocumentIds(db, viewer)).sort()).toEqual(expected);
      const heads = await loadDocuments(db, viewer, Object.values(ids));
      expect(heads.map(({ id }) => id).sort()).toEqual(expected);
      for (const id of Object.values(ids)) {
        expect((await loadSource(db, viewer, id)) !== null).toBe(expected.includes(id));
      }
    }
    const [secret] = await retriever.search({ text: 'họp đơn vị', filter });
    const outsider = viewers[0]![0];
    expect(await loadPassages(db, outsider, [secret!.passage.id])).toEqual([]);
    expect(await loadNeighbours(db, outsider, secret!.passage)).toEqual([]);
  });

  it('takes up a change of scope when the corpus version is raised', async () => {
    const id = await addDocument([chunk(0, 'họp')]);
    const retriever = createRetriever({ db, logger: silentLogger });
    const viewer: Viewer = { ...localViewer, ceiling: 'public' };
    expect(await textsOf(retriever, 'họp', viewer)).toEqual(['họp']);
    await db.tx(async (t) => {
      await t.query("UPDATE document SET scope = 'internal' WHERE id = $1", [id]);
      await raiseCorpusVersion(t);
    });
    expect(await textsOf(retriever, 'họp', viewer)).toEqual([]);
  });

  it('opens sections, articles, neighbours and the whole text at a place', async () => {
    const id = await addDocument([
      chunk(0, 'Điều 1', { sectionOrdinal: 0 }),
      chunk(1, 'khoản 1', { sectionOrdinal: 1 }),
      chunk(2, 'khoản 2', { sectionOrdinal: 2 }),
      chunk(3, 'phần ký'),
    ]);
    const sections = [
      [0, null, 'article', 0, 290],
      [1, 0, 'clause', 100, 190],
      [2, 0, 'clause', 200, 290],
    ];
    for (const [ordinal, parent, level, from, to] of sections) {
      await db.query(
        `INSERT INTO section (document_id, ordinal, parent_ordinal, level, label, heading, char_from, char_to)
         VALUES ($1, $2, $3, $4, '', '', $5, $6)`,
        [id, ordinal ?? null, parent ?? null, level ?? null, from ?? null, to ?? null],
      );
    }
    await db.query('INSERT INTO page (document_id, page_no, char_from, text) VALUES ($1, 1, 0, $2)', [
      id,
      'toàn văn',
    ]);
    const retriever = createRetriever({ db, logger: silentLogger });
    const [hit] = await retriever.search({ text: 'khoản 2', filter });
    const texts = (passages: readonly { text: string }[]) => passages.map((passage) => passage.text);
    expect(texts(await loadArticle(db, localViewer, hit!.passage))).toEqual(['Điều 1', 'khoản 1', 'khoản 2']);
    expect(texts(await loadSection(db, localViewer, id, 2))).toEqual(['khoản 2']);
    expect(texts(await loadNeighbours(db, localViewer, hit!.passage))).toEqual([
      'khoản 1',
      'khoản 2',
      'phần ký',
    ]);
    expect((await loadSource(db, localViewer, id))?.pages).toEqual([
      { pageNo: 1, charFrom: 0, text: 'toàn văn' },
    ]);
    expect(await loadSource(db, localViewer, newId())).toBeNull();
    expect(await loadSource(db, localViewer, 'no id')).toBeNull();
  });

  it('searches as of a day by the replacements that kept documents state', async () => {
    await addDocument([chunk(0, 'mức cũ')], { symbol: '07-QĐ/TU', key: '7|QD|TU', issuedOn: '2020-01-01' });
    const next = await addDocument([chunk(0, 'mức mới')], { issuedOn: '2024-01-01' });
    await db.tx(async (t) => {
      await t.query(
        `INSERT INTO document_relation (id, source_id, kind, target_symbol, target_symbol_key, effective_on, sentence)
         VALUES ($1, $2, 'replaces', '07-QĐ/TU', '7|QD|TU', '2024-02-01', 'thay thế')`,
        [newId(), next],
      );
      await raiseCorpusVersion(t);
    });
    const retriever = createRetriever({ db, logger: silentLogger });
    const at = async (asOf: string) =>
      (await retriever.search({ text: 'mức', filter: { ...filter, asOf } })).map(
        ({ passage }) => passage.text,
      );
    expect(await at('2023-01-01')).toEqual(['mức cũ']);
    expect(await at('2025-01-01')).toEqual(['mức mới']);
    const { named } = await retriever.resolve(localViewer, '7 qd tu');
    const id = named[0]!.documents[0]!.id;
    expect((await retriever.statuses(localViewer, [id], '2025-01-01')).get(id)).toMatchObject({
      state: 'replaced',
      from: '2024-02-01',
    });
  });

  it('starts from its image, takes up what changed since, and does without a broken one', async () => {
    const imagePath = join(folder, newId());
    await addDocument([chunk(0, 'chi bộ một')]);
    const gone = await addDocument([chunk(0, 'chi bộ hai')]);
    const first = createRetriever({ db, logger: silentLogger, imagePath });
    await first.refresh();
    await first.close();
    expect((await stat(imagePath)).size).toBeGreaterThan(0);

    await db.tx((t) => deleteChunks(t, gone));
    await addDocument([chunk(0, 'chi bộ ba')]);
    const added: unknown[] = [];
    const logger: Logger = { ...silentLogger, info: (fields) => added.push(fields['added']) };
    const second = createRetriever({ db, logger, imagePath });
    expect((await textsOf(second, 'chi bộ')).sort()).toEqual(['chi bộ ba', 'chi bộ một']);
    // One was read from the store, the other came from the image.
    expect(added).toEqual([1]);
    await second.close();

    await writeFile(imagePath, 'CAPUYIX broken');
    const third = createRetriever({ db, logger: silentLogger, imagePath });
    expect((await textsOf(third, 'chi bộ')).sort()).toEqual(['chi bộ ba', 'chi bộ một']);
    await third.close();
    expect((await readdir(folder)).filter((name) => name.length > 36)).toEqual([]);
  });

  it('answers searches that come together while the index is being built', async () => {
    for (let at = 0; at < 5; at++) await addDocument([chunk(0, `chi bộ ${at}`)]);
    const retriever = createRetriever({ db, logger: silentLogger });
    const all = await Promise.all(Array.from({ length: 8 }, () => textsOf(retriever, 'chi bộ')));
    for (const texts of all) expect(texts).toHaveLength(5);
  });

  it('fuses with a search by meaning inside the filter, and goes on with words when that fails', async () => {
    const near = await addDocument([chunk(0, 'hội nghị định kỳ')]);
    const hidden = await addDocument([chunk(0, 'bí mật')], { scope: 'internal' });
    await addDocument([chunk(0, 'chi bộ họp')]);
    const { rows } = await db.query<{ id: string; document_id: string }>('SELECT id, document_id FROM chunk');
    const idOf = (documentId: string) => rows.find((row) => row.document_id === documentId)!.id;
    let isBroken = false;
    const dense: DenseSearch = {
      async search() {
        if (isBroken) return { hits: [], gap: 'failed' };
        return {
          hits: [hidden, near].map((documentId) => ({ id: idOf(documentId), documentId, score: 0.9 })),
        };
      },
    };
    const retriever = createRetriever({ db, logger: silentLogger, dense });
    const viewer: Viewer = { ...localViewer, ceiling: 'public' };
    expect((await textsOf(retriever, 'họp', viewer)).sort()).toEqual(['chi bộ họp', 'hội nghị định kỳ']);
    isBroken = true;
    expect(await textsOf(retriever, 'họp', viewer)).toEqual(['chi bộ họp']);
  });
});
