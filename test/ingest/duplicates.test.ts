import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { deleteDocument, type StoreOptions } from '../../ingest/document-store.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import { packMinima, similarityOf, sketchOf, unpackMinima } from '../../ingest/versions/sketch.ts';
import type { PageScan, ReadDocument } from '../../ingest/types.ts';
import { findRelatedVersions } from '../../ingest/versions/versions.ts';
import { addNoise } from '../../eval/ingest/ingest-noise.ts';
import { paper } from '../../eval/office-papers.ts';
import { describeEachDatabase, emptyTables } from '../support/database.ts';
import { bytesOf, newsItem, partyPlan, stateDecision } from './fixtures.ts';

const options: StoreOptions = { scope: 'internal', by: null, now: new Date('2026-03-02T01:00:00Z') };
const read = (text: string, name = 'a.txt'): Promise<ReadDocument> => readDocument(bytesOf(text), name);

/** What recognition at 200 dpi makes of a page: about 2 % of the letters wrong. */
const noise = { diacritics: 0.02, shapes: 0.012, spaces: 0.03, joins: 0.005, rubbish: 0 };
const aScan: PageScan = { pageNo: 1, rotation: 0, confidence: 0.9, words: [] };
/** The text as a recogniser reads it from paper. */
async function scanOf(text: string, seed: number): Promise<ReadDocument> {
  return { ...(await read(addNoise(text, seed, noise), `quet-${seed}.txt`)), scans: [aScan] };
}

describe('a sketch', () => {
  it('estimates the share of runs that two texts have in common, and survives storing', () => {
    const words = Array.from({ length: 600 }, (_, i) => `tu${(i * 7919) % 1000}`);
    const whole = sketchOf(words.join(' '));
    expect(similarityOf(whole, { ...whole, minima: unpackMinima(packMinima(whole.minima)) })).toBe(1);
    // Half of the words are others: a third of all runs is common.
    const half = sketchOf([...words.slice(0, 300), ...words.slice(300).map((word) => `${word}x`)].join(' '));
    expect(similarityOf(whole, half)).toBeGreaterThan(0.2);
    expect(similarityOf(whole, half)).toBeLessThan(0.46);
    expect(similarityOf(sketchOf(partyPlan), sketchOf(newsItem))).toBeLessThan(0.1);
    expect(similarityOf(sketchOf(''), sketchOf(''))).toBe(0);
  });
});

describeEachDatabase('copies and versions', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(() => emptyTables(db));

  const store = async (document: ReadDocument, more: Partial<StoreOptions> = {}) =>
    storeDocument(db, document, { ...options, ...more });
  const kindsFor = async (document: ReadDocument, viewer: Viewer = localViewer): Promise<string[]> =>
    (await findRelatedVersions(db, viewer, document)).map(({ kind }) => kind);
  const versionsOf = async (): Promise<Record<string, string | null>> => {
    const { rows } = await db.query<{ name: string; before: string | null }>(
      `SELECT d.file_name AS name, b.file_name AS before FROM document d LEFT JOIN document b ON b.id = d.version_of`,
    );
    return Object.fromEntries(rows.map(({ name, before }) => [name, before]));
  };

  it('knows the same file and the same text', async () => {
    const document = await read(partyPlan);
    await store(document);
    expect(await kindsFor(document)).toEqual(['same-file']);
    expect(await kindsFor(await read(`${partyPlan}\n\n`, 'b.txt'))).toEqual(['same-text']);
    expect(await kindsFor(await read(newsItem))).toEqual([]);
  });

  it('recognises a scan of a kept document and a second scan of the same paper, and says so when it is stored', async () => {
    for (const [seed, text] of [partyPlan, stateDecision, paper(3).text, paper(9).text].entries()) {
      await emptyTables(db);
      await store(await read(text));
      expect(await kindsFor(await scanOf(text, seed))).toEqual(['near-duplicate']);
      const { warnings } = await store(await scanOf(text, seed + 50));
      expect(warnings).toContain('near-duplicate');
      expect(new Set(await kindsFor(await scanOf(text, seed + 90)))).toEqual(new Set(['near-duplicate']));
    }
  });

  it('takes a corrected figure for a new version, and another text of the same number and day for a namesake', async () => {
    await store(await read(partyPlan));
    expect(await kindsFor(await read(partyPlan.replace('1.250.000.000', '1.520.000.000')))).toEqual([
      'new-version',
    ]);
    const head = partyPlan.slice(0, partyPlan.indexOf('Thực hiện Chỉ thị'));
    const other = `${head}${'Tổ chức hội diễn văn nghệ quần chúng tại các thôn, bản trong dịp nghỉ lễ của tỉnh nhà.\n'.repeat(8)}`;
    expect(await kindsFor(await read(other.replace('số hóa hồ sơ đảng viên', 'hội diễn')))).toEqual([
      'namesake',
    ]);
  });

  it('takes papers of one template for what they are: different documents', async () => {
    const template = Array.from({ length: 60 }, (_, i) => paper(i * 7));
    for (const { text, name } of template) {
      const { related } = await store(await read(text, name));
      expect(related).toEqual([]);
    }
    const scan = await scanOf(template[20]?.text ?? '', 7);
    expect(await findRelatedVersions(db, localViewer, scan)).toMatchObject([
      { kind: 'near-duplicate', symbol: template[20]?.symbol },
    ]);
  });

  const draftOf = (text: string): string =>
    `DỰ THẢO LẦN 2\n${text.replace(/Số \d+-/u, 'Số      -').replace(/ngày \d+ tháng (\d+)/u, 'ngày      tháng $1')}`.replace(
      'đối khớp với cơ sở dữ liệu',
      'so sánh cẩn thận với cơ sở dữ liệu quốc gia',
    );

  it('lets a draft yield to its signed document, whichever comes first', async () => {
    const draft = await read(draftOf(partyPlan), 'du-thao.txt');
    expect(draft.metadata.kind).toBe('draft');
    const signed = await read(partyPlan, 'ky.txt');
    await store(draft);
    expect(await kindsFor(signed)).toEqual(['signed-of']);
    await store(signed);
    expect(await versionsOf()).toEqual({ 'du-thao.txt': null, 'ky.txt': 'du-thao.txt' });

    await emptyTables(db);
    await store(signed);
    expect(await kindsFor(draft)).toEqual(['draft-of']);
    await store(draft);
    expect(await versionsOf()).toEqual({ 'du-thao.txt': null, 'ky.txt': 'du-thao.txt' });
    const { rows } = await db.query(`SELECT version_from FROM document WHERE file_name = 'ky.txt'`);
    expect(rows).toEqual([{ version_from: '2025-03-15' }]);
  });

  it('keeps the old version beside the new one, and joins the chain where one of its links is removed', async () => {
    const texts = ['1.250.000.000', '1.300.000.000', '1.400.000.000'];
    const ids: string[] = [];
    for (const [i, amount] of texts.entries()) {
      const document = await read(partyPlan.replace('1.250.000.000', amount), `lan-${i + 1}.txt`);
      const before = ids.at(-1);
      const { documentId } = await store(
        document,
        before ? { asVersionOf: before, versionFrom: `2025-0${i + 3}-01` } : {},
      );
      ids.push(documentId);
    }
    expect(await versionsOf()).toEqual({
      'lan-1.txt': null,
      'lan-2.txt': 'lan-1.txt',
      'lan-3.txt': 'lan-2.txt',
    });
    await deleteDocument(db, ids[1] as string);
    expect(await versionsOf()).toEqual({ 'lan-1.txt': null, 'lan-3.txt': 'lan-1.txt' });
  });

  it('tells a viewer nothing of documents that are not theirs to see', async () => {
    await store(await read(partyPlan));
    const outsider: Viewer = { accountId: 'a', role: 'secretary', unitIds: [], ceiling: 'public' };
    expect(await kindsFor(await read(partyPlan), outsider)).toEqual([]);
    expect(await kindsFor(await scanOf(partyPlan, 1), outsider)).toEqual([]);
  });
});
