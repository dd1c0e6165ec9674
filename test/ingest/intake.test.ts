import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { AppError, DocumentUnreadableError } from '../../core/errors.ts';
import { silentLogger } from '../../core/logger.ts';
import { localViewer, type Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { createFileStore, type FileRef, type FileStore } from '../../db/file-store.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import {
  addReadingJob,
  createIntake,
  dropJob,
  listIntake,
  retryJob,
  type FileReader,
  type Intake,
  type ReadingJob,
} from '../../ingest/intake.ts';
import { loadScannedPages } from '../../ingest/intake-store.ts';
import type { ReadOptions, ScannedPage } from '../../ingest/types.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { bytesOf, partyPlan } from './fixtures.ts';

let db: Database;
let folder: string;
let files: FileStore;
let now: Date;
const open: Intake[] = [];

beforeAll(async () => {
  db = await openTestDatabase();
  return () => db.close();
});
beforeEach(async () => {
  await emptyTables(db);
  folder = await mkdtemp(join(tmpdir(), 'intake-'));
  files = createFileStore(folder);
  now = new Date('2026-05-04T01:00:00Z');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((intake) => intake.close()));
  await rm(folder, { recursive: true });
});

/** Recognises a file as so many scanned pages, one whenever `step` is called; the text is that of the file. */
class SlowRecogniser implements FileReader {
  readonly pagesRead: number[] = [];
  #waiting: (() => void)[] = [];
  #credit = 0;
  failAt: { page: number; error: Error } | null = null;
  readonly pageCount: number;
  constructor(pageCount: number) {
    this.pageCount = pageCount;
  }

  step(pages = 1): void {
    for (let i = 0; i < pages; i++) {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#credit += 1;
    }
  }

  async read(bytes: Uint8Array, name: string, corrections: object, options: ReadOptions) {
    for (let pageNo = 1; pageNo <= this.pageCount; pageNo++) {
      if (options.knownPages?.has(pageNo)) continue;
      await new Promise<void>((resolve, reject) => {
        if (options.signal?.aborted) return reject(options.signal.reason as Error);
        if (this.#credit > 0) {
          this.#credit -= 1;
          return resolve();
        }
        this.#waiting.push(resolve);
        options.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error));
      });
      if (this.failAt?.page === pageNo) throw this.failAt.error;
      this.pagesRead.push(pageNo);
      await options.onPage?.(scannedPage(pageNo));
      options.onProgress?.({ done: pageNo, total: this.pageCount });
    }
    return readDocument(bytes, name, corrections);
  }
  inspect = (bytes: Uint8Array, name: string) =>
    Promise.resolve({ accepted: [{ name, bytes, mime: 'text/plain' }], refused: [] });
  close = () => Promise.resolve();
}

const scannedPage = (pageNo: number): ScannedPage => ({
  pageNo,
  rotation: 0,
  confidence: 0.9,
  engine: 'none',
  lines: [{ text: `trang ${pageNo}` }],
  words: [{ text: 'trang', confidence: 0.9, box: { x0: 0.1, y0: 0.1, x1: 0.2, y1: 0.12 } }],
});

function intakeWith(reader: FileReader): Intake {
  const intake = createIntake({ db, files, reader, clock: { now: () => now }, logger: silentLogger });
  open.push(intake);
  return intake;
}
const keep = (text = partyPlan, name = 'ke-hoach.txt'): Promise<FileRef> =>
  files.put(bytesOf(text), name, 'text/plain');
const address = { channel: 'web', account: 'main', chat: 'a' };
const addJob = (file: FileRef): Promise<string> =>
  addReadingJob(db, { file, lane: 'web:main:a', address, accountId: localViewer.accountId, now });
const pagesKept = async ({ sha256 }: FileRef): Promise<number[]> => [
  ...(await loadScannedPages(db, sha256)).keys(),
];
const states = async (viewer: Viewer = localViewer) =>
  (await listIntake(db, viewer)).map(({ state }) => state);

it('shares one reading between all who ask for the file, and reads it once', async () => {
  const reader = new SlowRecogniser(3);
  const intake = intakeWith(reader);
  const file = await keep();
  const seen: number[] = [];
  const first = intake.read(file, {}, { onProgress: ({ done }) => seen.push(done) });
  const second = intake.read(file);
  reader.step(3);
  const results = await Promise.all([first, second]);
  expect(results.map(({ state }) => state)).toEqual(['read', 'read']);
  expect(reader.pagesRead).toEqual([1, 2, 3]);
  expect(seen).toEqual([1, 2, 3]);
  expect(await intake.read(file)).toMatchObject({ read: { metadata: { symbol: '45-KH/BTCTU' } } });
  expect(reader.pagesRead).toHaveLength(3);
});

it('reads on when patience is over, and the next who asks gets what was read meanwhile', async () => {
  const reader = new SlowRecogniser(2);
  const intake = intakeWith(reader);
  const file = await keep();
  expect(await intake.read(file, {}, { patienceMs: 0 })).toEqual({
    state: 'reading',
    progress: { done: 0, total: 0 },
  });
  reader.step(2);
  expect(await intake.read(file)).toMatchObject({ state: 'read' });
  expect(reader.pagesRead).toEqual([1, 2]);
});

it('ends the reading with the last who waits for it, and keeps the pages that are read', async () => {
  const reader = new SlowRecogniser(3);
  const intake = intakeWith(reader);
  const file = await keep();
  const stop = new AbortController();
  const reading = intake.read(
    file,
    {},
    { signal: stop.signal, onProgress: () => stop.abort(new Error('dừng')) },
  );
  reader.step();
  await expect(reading).rejects.toThrow('dừng');
  expect(await pagesKept(file)).toEqual([1]);
});

it('goes on after a kill at the page where it stopped, tells the end once, and doubles nothing', async () => {
  const file = await keep();
  await addJob(file);
  const told: ReadingJob[] = [];
  const onDone = async (job: ReadingJob): Promise<void> => void told.push(job);

  // The first process reads two of four pages; then it is gone without a word.
  const killed = new SlowRecogniser(4);
  const first = intakeWith(killed);
  await first.start(onDone);
  killed.step(2);
  await expect.poll(() => pagesKept(file)).toEqual([1, 2]);
  await expect
    .poll(() => listIntake(db, localViewer))
    .toMatchObject([{ state: 'reading', progress: { done: 2, total: 4 } }]);
  open.splice(0);

  const reader = new SlowRecogniser(4);
  reader.step(4);
  const second = intakeWith(reader);
  await second.start(onDone);
  await second.idle();
  expect(reader.pagesRead).toEqual([3, 4]);
  expect(told).toMatchObject([{ state: 'done', payload: { file: { sha256: file.sha256 }, address } }]);
  expect(await states()).toEqual(['ready']);

  const result = await second.read(file);
  if (result.state !== 'read') throw new Error('not read');
  await storeDocument(db, result.read, { scope: 'internal', by: null, now });
  expect(await states()).toEqual([]);
  expect(await pagesKept(file)).toEqual([]);
  await first.close();
});

it('removes a file in which a mark of secrecy turns up late: pages, name and bytes', async () => {
  const reader = new SlowRecogniser(3);
  reader.failAt = { page: 3, error: new AppError('document-secret', 'marked') };
  const intake = intakeWith(reader);
  const file = await keep(partyPlan, 'ke-hoach-mat.txt');
  await addJob(file);
  reader.step(3);
  await intake.start(async () => undefined);
  await intake.idle();
  expect(await pagesKept(file)).toEqual([]);
  expect(await files.read(file.sha256)).toBeNull();
  const ledger = await listIntake(db, localViewer);
  expect(ledger).toMatchObject([{ state: 'refused', file: null, failure: 'document-secret' }]);
  const { rows } = await db.query<{ row: string }>('SELECT job::text AS row FROM job');
  expect(JSON.stringify(rows)).not.toContain('ke-hoach-mat');
  expect(JSON.stringify(rows)).not.toContain(file.sha256);
  expect(await retryJob(db, ledger[0]?.jobId ?? '', now)).toBe(false);
});

it('says on the ledger why a file could not be read, and reads it again when asked to', async () => {
  const reader = new SlowRecogniser(1);
  reader.failAt = { page: 1, error: new DocumentUnreadableError('Tệp bị hỏng.') };
  reader.step(2);
  const intake = intakeWith(reader);
  const job = await addJob(await keep());
  await intake.start(async () => undefined);
  await intake.idle();
  expect(await listIntake(db, localViewer)).toMatchObject([
    { state: 'failed', failure: 'document-unreadable', reason: 'Tệp bị hỏng.' },
  ]);
  reader.failAt = null;
  expect(await retryJob(db, job, now)).toBe(true);
  await intake.idle();
  expect(await states()).toEqual(['ready']);
});

it('drops a file with its pages, unless another chat waits for the same file', async () => {
  const reader = new SlowRecogniser(1);
  reader.step();
  const intake = intakeWith(reader);
  const file = await keep();
  const [first, second] = [await addJob(file), await addJob(file)];
  await intake.start(async () => undefined);
  await intake.idle();
  expect(await dropJob(db, first, now)).toBeNull();
  expect(await pagesKept(file)).toEqual([1]);
  expect(await dropJob(db, second, now)).toBe(file.sha256);
  expect(await pagesKept(file)).toEqual([]);
  expect(await dropJob(db, second, now)).toBeNull();
  expect(await states()).toEqual(['dropped', 'dropped']);
});

it('shows the ledger to administrators and to the sender, and nowhere that only public content may reach', async () => {
  await addJob(await keep());
  const other: Viewer = { accountId: 'b', role: 'secretary', unitIds: [], ceiling: 'all' };
  expect(await states()).toEqual(['waiting']);
  expect(await states(other)).toEqual([]);
  expect(await states({ ...other, accountId: localViewer.accountId })).toEqual(['waiting']);
  expect(await states({ ...localViewer, ceiling: 'public' })).toEqual([]);
});

it('removes what was left at the preview a week ago, and nothing that is stored, open or new', async () => {
  const send = async (file: FileRef, day: number): Promise<void> => {
    const event = { key: `web:main:${day}:${file.name}`, type: 'files', files: [file], caption: '' };
    await db.query(
      `INSERT INTO inbox (key, lane, event, received_at, done_at) VALUES ($1, 'web:main:a', $2::jsonb, $3, $3)`,
      [event.key, JSON.stringify(event), new Date(now.getTime() - day * 86_400_000).toISOString()],
    );
  };
  const [left, stored, looked, recent] = await Promise.all(
    ['bo-quen', 'da-luu', 'dang-xem', 'moi'].map((name) => keep(`${partyPlan}\n${name}`, `${name}.txt`)),
  );
  if (!left || !stored || !looked || !recent) throw new Error('four files');
  for (const file of [left, stored, looked]) await send(file, 8);
  await send(recent, 6);
  await storeDocument(db, await readDocument(bytesOf(`${partyPlan}\nda-luu`), stored.name), {
    scope: 'internal',
    by: null,
    now,
  });
  await db.query(
    `INSERT INTO wizard_state (lane, account_id, feature, version, state, updated_at)
     VALUES ('web:main:a', $1, 'documents', 1, $2::jsonb, $3)`,
    [localViewer.accountId, JSON.stringify({ file: looked }), now.toISOString()],
  );
  await intakeWith(new SlowRecogniser(1)).tidy();
  const kept = await Promise.all([left, stored, looked, recent].map(({ sha256 }) => files.read(sha256)));
  expect(kept.map((bytes) => bytes !== null)).toEqual([false, true, true, true]);
});
