import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { checkFolder, FolderDamagedError } from '../../db/folder-check.ts';
import { readManifest } from '../../db/folder-manifest.ts';
import { finishRecovery, recoverFolder, untoldRecovery } from '../../db/folder-recovery.ts';
import { startOnFolder } from '../../db/folder-start.ts';
import { openPglite, type EmbeddedDatabase } from '../../db/pglite.ts';
import { SqlError } from '../../db/sql-error.ts';

/* Damage as disks, copies and people make it. Almost all of it is seen in the files, so almost nothing here opens a database. */

let root: string;
/** A folder that was closed in order, and the same as a killed process leaves it. */
let whole: string;
let crashed: string;
let dataDir: string;
let place: string;
/** Files of the table 'setting' and of its index, and a settled page that belongs to neither. */
let table: string;
const rows = 2000;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'capuy-damage-'));
  whole = join(root, 'whole');
  crashed = join(root, 'crashed');
  const snapshot = inject('databaseSnapshot');
  const db = await openPglite({ dataDir: whole, snapshot });
  await db.query(
    `INSERT INTO setting (name, value) SELECT n::text, repeat('x', 300) FROM generate_series(1, ${rows}) AS n`,
  );
  table = (await db.query<{ f: string }>("SELECT pg_relation_filepath('setting') AS f")).rows[0]?.f ?? '';
  await db.query('CHECKPOINT');
  await db.query("UPDATE setting SET value = 'true' WHERE name = '7'");
  // Killed while it makes an index, as a migration does: its file is newer than the log, and nothing owns it.
  const making = db.tx(async (t) => {
    await t.query('CREATE INDEX ON setting (name, value)');
    await cp(join(whole, 'postgres'), join(crashed, 'postgres'), { recursive: true });
    throw new Error('killed');
  });
  await expect(making).rejects.toThrow('killed');
  await db.close();
  // What a start before the crash had noted.
  await cp(join(whole, 'postgres.files.json'), join(crashed, 'postgres.files.json'));
}, 240_000);
afterAll(() => rm(root, { recursive: true, force: true }));

async function copyOf(from: string): Promise<void> {
  dataDir = join(root, 'copy');
  place = join(dataDir, 'postgres');
  await rm(dataDir, { recursive: true, force: true });
  await cp(from, dataDir, { recursive: true });
}

/** Damages the whole folder at `path`, looks, and puts back what was there: copying 50 MB for each damage takes longer. */
async function seenAfter(
  path: string,
  damage: (at: string) => Promise<unknown>,
): Promise<string | undefined> {
  const at = join(place, path);
  const kept = join(root, 'kept');
  await cp(at, kept, { recursive: true });
  try {
    await damage(at);
    return (await checkFolder(place, Infinity)).damage?.kind;
  } finally {
    await rm(at, { recursive: true, force: true });
    await rename(kept, at);
  }
}

const overwrite =
  (at: number, bytes: Buffer) =>
  async (path: string): Promise<void> => {
    const content = await readFile(path);
    bytes.copy(content, at);
    await writeFile(path, content);
  };
const gone = (path: string) => rm(path, { recursive: true });

describe('a folder that was closed in order', { timeout: 240_000 }, () => {
  beforeAll(() => {
    dataDir = whole;
    place = join(whole, 'postgres');
  });

  it('is whole as it is, page by page', async () => {
    expect(await checkFolder(place, Infinity)).toEqual({
      damage: null,
      isShutDown: true,
      shorter: [],
      rest: [],
    });
  });

  it.each<[string, string, string, (path: string) => Promise<unknown>]>([
    ['its version is gone, and a new one would be begun over it', 'no-database', 'PG_VERSION', gone],
    ['everything is gone', 'no-database', '.', gone],
    ['its control file is torn', 'control', 'global/pg_control', (path) => truncate(path, 512)],
    [
      'bits of its control file turned',
      'control',
      'global/pg_control',
      overwrite(100, Buffer.from([1, 2, 3])),
    ],
    ['its log is gone', 'log', 'pg_wal', gone],
    ['its settings are gone', 'missing', 'postgresql.conf', gone],
    ['a table is gone', 'missing', 'TABLE', gone],
    [
      'a table lost its end at the bounds of a page',
      'shortened',
      'TABLE',
      (path) => truncate(path, 8 * 8192),
    ],
    ['a page of a table changed', 'page', 'TABLE', overwrite(3 * 8192 + 5000, Buffer.from('zz'))],
    [
      'a page was overwritten by another one',
      'page',
      'TABLE',
      async (path) => overwrite(3 * 8192, (await readFile(path)).subarray(0, 8192))(path),
    ],
    ['most of a page became zeros', 'page', 'TABLE', overwrite(3 * 8192, Buffer.alloc(8000))],
    [
      'what tells which transactions count is zeros',
      'changed',
      'pg_xact/0000',
      overwrite(0, Buffer.alloc(8192)),
    ],
  ])('is damaged where %s', async (_what, kind, path, damage) => {
    expect(await seenAfter(path.replace('TABLE', table), damage)).toBe(kind);
  });

  it('that does not open for want of room is not damaged, and nothing takes its place', async () => {
    await copyOf(whole);
    let asked = 0;
    const noRoom = () => Promise.reject(new SqlError({ message: 'no space left', sqlState: '53100' }));
    const start = startOnFolder(dataDir, {
      open: noRoom,
      openMemory: async () => ({ close: async () => {} }) as EmbeddedDatabase,
      isCopy: false,
      copies: async () => (asked++, []),
    });
    await expect(start).rejects.toMatchObject({ code: 'storage-full' });
    expect(asked).toBe(0);
    expect(await checkFolder(place, Infinity)).toMatchObject({ damage: null });
    [dataDir, place] = [whole, join(whole, 'postgres')];
  });

  it('of another version of PostgreSQL is not damaged, but not for this program', async () => {
    await expect(seenAfter('PG_VERSION', (path) => writeFile(path, '17\n'))).rejects.toMatchObject({
      code: 'storage-incompatible',
    });
  });

  it('without a copy of its data stops the start, and stays as it is', async () => {
    await copyOf(whole);
    await truncate(join(place, table), 8 * 8192);
    const before = await readdir(place, { recursive: true });
    await expect(openPglite({ dataDir })).rejects.toBeInstanceOf(FolderDamagedError);
    await expect(openPglite({ dataDir, copies: async () => [] })).rejects.toMatchObject({
      code: 'storage-damaged',
    });
    expect(await readdir(place, { recursive: true })).toEqual(before);
    expect(await readdir(dataDir)).not.toContain('postgres.restoring');
  });
});

describe('a folder that a killed process left', { timeout: 240_000 }, () => {
  beforeEach(() => copyOf(crashed));

  it('opens with everything that was acknowledged', async () => {
    expect(await checkFolder(place)).toMatchObject({ damage: null, isShutDown: false });
    const db = await openPglite({ dataDir });
    expect((await db.query("SELECT value FROM setting WHERE name = '7'")).rows).toEqual([{ value: 'true' }]);
    await db.close();
    // What the killed transaction left is known by then, and no page of it is looked at.
    const { orphans } = (await readManifest(place)) ?? { orphans: [] };
    expect(orphans).toHaveLength(1);
    await overwrite(100, Buffer.from('zz'))(join(place, orphans[0] ?? ''));
    expect(await checkFolder(place, Infinity)).toMatchObject({ damage: null, isShutDown: true });
  });

  it('has no rows taken from it without a word: a table that lost pages is seen when it is read', async () => {
    await truncate(join(place, table), 8 * 8192);
    await expect(openPglite({ dataDir })).rejects.toMatchObject({ damage: { kind: 'shortened' } });
  });
});

describe('recovery from a copy', { timeout: 240_000 }, () => {
  const copy = { name: 'capuy-1.bak', madeAt: '2026-03-01T17:00:00.000Z' };
  const good = {
    ...copy,
    async fill(db: EmbeddedDatabase) {
      await db.script('CREATE TABLE kept (n integer)');
      await db.query('INSERT INTO kept VALUES (41)');
    },
  };
  const copies = async () => [{ ...copy, fill: async () => {} }];
  const now = () => new Date('2026-03-02T01:00:00.000Z');
  const damage = { kind: 'page', file: 'base/5/1' } as const;

  it('puts the copy in the place of the damaged folder, which is kept, and leaves a report', async () => {
    await copyOf(whole);
    await truncate(join(place, table), 8 * 8192);
    const db = await openPglite({
      dataDir,
      snapshot: inject('databaseSnapshot'),
      copies: async () => [good],
    });
    expect((await db.query('SELECT n FROM kept')).rows).toEqual([{ n: 41 }]);
    await db.close();
    const report = await untoldRecovery(dataDir);
    expect(report).toMatchObject({
      damage: { kind: 'shortened', file: table },
      copy: { name: 'capuy-1.bak' },
    });
    expect(await readFile(join(dataDir, report?.aside ?? '', 'PG_VERSION'), 'utf8')).toBe('18\n');
  }, 240_000);

  it('that is killed between any two steps is gone through to its end by the next start', async () => {
    const names = async () => (await readdir(dataDir)).filter((name) => !name.endsWith('.sock')).sort();
    dataDir = join(root, 'steps');
    place = join(dataDir, 'postgres');
    const files = { 'postgres/PG_VERSION': 'old', 'postgres.restoring/PG_VERSION': 'new' };
    const note = {
      foundAt: now().toISOString(),
      damage,
      aside: 'postgres.damaged-2026-03-02',
      copy: await copies(),
    };
    const steps: (() => Promise<unknown>)[] = [
      () => rename(place, join(dataDir, note.aside)),
      () => rename(join(dataDir, 'postgres.restoring'), place),
    ];
    for (let done = 0; done <= steps.length; done++) {
      await rm(dataDir, { recursive: true, force: true });
      for (const [file, content] of Object.entries(files)) await writeDeep(join(dataDir, file), content);
      await writeFile(join(dataDir, 'recovery.new.json'), JSON.stringify(note));
      for (const step of steps.slice(0, done)) await step();
      await finishRecovery(dataDir);
      await finishRecovery(dataDir);
      expect(await names()).toEqual(['postgres', 'postgres.damaged-2026-03-02', 'recovery.json']);
      expect(await readFile(join(place, 'PG_VERSION'), 'utf8')).toBe('new');
      expect(await readFile(join(dataDir, note.aside, 'PG_VERSION'), 'utf8')).toBe('old');
    }
  });

  it('that was killed while the copy was being put back begins anew, and never uses half a copy', async () => {
    await rm(dataDir, { recursive: true, force: true });
    await writeDeep(join(dataDir, 'postgres', 'PG_VERSION'), 'old');
    await writeDeep(join(dataDir, 'postgres.restoring', 'half'), 'half');
    const seen: string[][] = [];
    await recoverFolder(dataDir, damage, {
      now,
      copies,
      // Stands for PGlite: what it is given must be empty.
      async open(at) {
        seen.push(await readdir(at).catch(() => []));
        await writeDeep(join(at, 'PG_VERSION'), 'new');
        return { close: async () => {} } as EmbeddedDatabase;
      },
    });
    expect(seen).toEqual([[]]);
    expect((await readdir(dataDir)).sort()).toEqual([
      'postgres',
      'postgres.damaged-2026-03-02',
      'recovery.json',
    ]);
  });

  it('takes the next copy where one cannot be put back, and nothing of the first', async () => {
    await rm(dataDir, { recursive: true, force: true });
    await writeDeep(join(dataDir, 'postgres', 'PG_VERSION'), 'old');
    const tried: string[] = [];
    await recoverFolder(dataDir, damage, {
      now,
      copies: async () => [
        { ...copy, name: 'spoilt', fill: () => Promise.reject(new Error('damaged too')) },
        { ...copy, fill: async () => {} },
      ],
      async open(at) {
        tried.push(String(await readdir(at).catch(() => 'new')));
        await writeDeep(join(at, `PG_VERSION-${tried.length}`), 'x');
        return { close: async () => {} } as EmbeddedDatabase;
      },
    });
    expect(tried).toEqual(['new', 'new']);
    expect(await readdir(place)).toEqual(['PG_VERSION-2']);
    expect(await untoldRecovery(dataDir)).toMatchObject({ copy });
  });

  it('stays as it is where there is no room for the copy, and says so', async () => {
    await rm(dataDir, { recursive: true, force: true });
    await writeDeep(join(dataDir, 'postgres', 'PG_VERSION'), 'old');
    const full = new SqlError({ message: 'no space left', sqlState: '53100' });
    const recovering = recoverFolder(dataDir, damage, {
      now,
      copies: async () => [{ ...copy, fill: () => Promise.reject(full) }],
      open: async () => ({ close: async () => {} }) as EmbeddedDatabase,
    });
    await expect(recovering).rejects.toBe(full);
    expect(await readdir(dataDir)).toEqual(['postgres']);
  });

  it('a second damage on the same day takes another name', async () => {
    await rm(dataDir, { recursive: true, force: true });
    const open = async (at: string) => {
      await writeDeep(join(at, 'PG_VERSION'), 'new');
      return { close: async () => {} } as EmbeddedDatabase;
    };
    for (let time = 0; time < 2; time++) {
      await writeDeep(join(dataDir, 'postgres', 'PG_VERSION'), 'old');
      await recoverFolder(dataDir, damage, { now, copies, open });
    }
    expect(await readdir(dataDir)).toEqual(
      expect.arrayContaining(['postgres.damaged-2026-03-02', 'postgres.damaged-2026-03-02-2']),
    );
  });
});

async function writeDeep(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
