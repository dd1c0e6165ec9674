import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSetting } from '../../access/setting-store.ts';
import { checkBackup, createBackup } from '../../backup/backup.ts';
import { moveToFolder, moveToServer } from '../../backup/move.ts';
import { readConfig } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { silentLogger } from '../../core/logger.ts';
import { compareRows } from '../../eval/backup/compare-rows-store.ts';
import { killBackups, killRestores, runCapuy } from '../../eval/backup/kill-rounds.ts';
import { readItems, scoreItem, spreadDocs, type AnswerItem } from '../../eval/answers.ts';
import { printer, printFigures, readCommand, round, wrongUse } from '../../eval/command.ts';
import { filesUnder } from '../../eval/documents.ts';
import { importAll } from '../../eval/members/register.ts';
import { makeRegister } from '../../eval/members/register-generator.ts';
import { paper } from '../../eval/office-papers.ts';
import { randomNumbers } from '../../eval/random.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import { openOffice, type Office } from '../../office.ts';
import { createAnswerer } from '../../rag/answer.ts';
import { createRetriever } from '../../rag/search/retriever.ts';

const usage =
  'usage: capuy eval backup [QUESTIONS.jsonl --docs DIR…] [--chunks 40000] [--members 74127] [--organisations 817]\n' +
  '                         [--database postgres://…/EMPTY] [--kills 0] [--seed 1] [--json]\n' +
  '  backs up an office of this size, restores it, moves it to the server and back, and asks the same questions each time;\n' +
  '  without QUESTIONS those of eval/gold; --kills: backups and restores that are killed at random moments\n';

const gold = (path: string): string => fileURLToPath(new URL(`../../eval/gold/${path}`, import.meta.url));
const clock = { now: () => new Date('2026-06-01T03:00:00.000Z') };

/** `capuy eval backup`. Exit code 1 where a row, a reply or a killed copy is not what it has to be. */
export async function evaluate(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const command = readCommand(spreadDocs(args), {
    docs: { ...text, multiple: true, default: [] as string[] },
    chunks: { ...text, default: '40000' },
    members: { ...text, default: '74127' },
    organisations: { ...text, default: '817' },
    database: text,
    kills: { ...text, default: '0' },
    seed: { ...text, default: '1' },
  });
  if (!command || command.positionals.length > 1) return wrongUse(usage);
  const { values, positionals } = command;
  const [chunks, members, organisations, kills, seed] = [
    values.chunks,
    values.members,
    values.organisations,
    values.kills,
    values.seed,
  ].map(Number) as [number, number, number, number, number];
  if (![chunks, members, organisations, kills, seed].every((one) => Number.isInteger(one) && one >= 0))
    return wrongUse(usage);
  const [file = gold('province.jsonl')] = positionals;
  const docs = positionals.length === 0 ? [gold('documents')] : values.docs;
  const items = await readItems(file);
  const print = printer(values.json);
  const folder = await mkdtemp(join(tmpdir(), 'capuy-eval-backup-'));
  try {
    const dataDir = join(folder, 'first');
    const first = await openOffice(readConfig({ CAPUY_DATA_DIR: dataDir }));
    const filled = await fill(first, { docs, chunks, members, organisations, seed, folder });
    print(`${filled.chunks} chunks of ${filled.documents} documents, ${filled.members} members\n`);
    const before = await askAll(first, items);
    const online = await backUpOnline(first, join(folder, 'online.capuy'));
    print(
      `online: ${online.seconds} s, ${online.megabytes} MB, another statement waited ${online.longestWaitMs} ms at most\n`,
    );
    await first.close();

    const path = join(folder, 'office.capuy');
    const backup = await runCapuy(['backup', path], { CAPUY_DATA_DIR: dataDir });
    const checkFrom = performance.now();
    const checked = await checkBackup(path);
    const checkSeconds = secondsSince(checkFrom);
    const restoredDir = join(folder, 'second');
    await mkdir(restoredDir);
    const restore = await runCapuy(['restore', path], { CAPUY_DATA_DIR: restoredDir });
    const sealed = await runCapuy(['backup', join(folder, 'sealed.capuy')], {
      CAPUY_DATA_DIR: dataDir,
      CAPUY_BACKUP_PASSPHRASE: 'a passphrase to measure with',
    });
    print(
      `backup ${round(backup.seconds, 1)} s, check ${checkSeconds} s, restore ${round(restore.seconds, 1)} s\n`,
    );

    const rows = await inBoth(dataDir, restoredDir, compareRows);
    const second = await openOffice(readConfig({ CAPUY_DATA_DIR: restoredDir }));
    const afterRestore = differing(before, await askAll(second, items));
    await second.close();
    print(
      `${rows.rows} rows of ${rows.tables} tables, ${rows.different.length} tables differ; ${afterRestore} of ${items.length} replies differ\n`,
    );

    const moved = values.database
      ? await moveAround(restoredDir, values.database, folder, before, items)
      : null;
    if (moved) print(`to the server ${moved.toServerSeconds} s, back ${moved.backSeconds} s\n`);

    const random = randomNumbers(seed);
    const settings = { CAPUY_DATA_DIR: dataDir };
    const killed =
      kills === 0
        ? null
        : {
            backups: await killBackups({ kills, folder, settings, usualMs: backup.seconds * 1000, random }),
            restores: await killRestores({
              kills,
              folder,
              backup: path,
              usualMs: restore.seconds * 1000,
              random,
              isWhole: async (killedDir) =>
                (await inBoth(dataDir, killedDir, compareRows)).different.length === 0,
            }),
          };
    const figures = {
      ...filled,
      questions: items.length,
      online,
      backup: { seconds: round(backup.seconds, 1), peakMb: backup.peakMb },
      encrypted: { seconds: round(sealed.seconds, 1), peakMb: sealed.peakMb },
      megabytes: round((await stat(path)).size / 1e6, 1),
      rows: Object.values(checked.end.tables).reduce((sum, { rows: n }) => sum + n, 0),
      checkSeconds,
      restore: { seconds: round(restore.seconds, 1), peakMb: restore.peakMb },
      verified: rows,
      repliesDifferent: afterRestore,
      moved,
      killed,
    };
    printFigures(figures);
    const isGood =
      backup.code === 0 &&
      restore.code === 0 &&
      sealed.code === 0 &&
      rows.different.length + afterRestore === 0 &&
      (moved === null ||
        moved.differentTables.length + moved.repliesDifferent + moved.repliesDifferentBack === 0) &&
      (killed === null ||
        (killed.backups.halves + killed.restores.halves === 0 && killed.restores.repaired === kills));
    return isGood ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const secondsSince = (from: number): number => round((performance.now() - from) / 1000, 1);

interface Wanted {
  docs: readonly string[];
  chunks: number;
  members: number;
  organisations: number;
  seed: number;
  folder: string;
}

/** The documents that are asked about, office papers up to the number of chunks, and a register; files are kept. */
async function fill({ db, files }: Office, wanted: Wanted) {
  const counts = { documents: 0, chunks: 0 };
  const keep = async (bytes: Buffer, name: string): Promise<void> => {
    // A file that is not taken in is no part of what is measured.
    const read = await readDocument(bytes, name).catch(() => null);
    if (!read) return;
    const { state } = await storeDocument(db, read, {
      scope: 'public',
      by: null,
      now: clock.now(),
      areRelationsConfirmed: true,
    });
    if (state === 'known') return;
    await files.put(bytes, name, 'application/octet-stream');
    counts.documents += 1;
    counts.chunks += read.chunks.length;
  };
  for (const folder of wanted.docs)
    for (const path of await filesUnder(folder)) await keep(await readFile(path), basename(path));
  for (let n = 0; counts.chunks < wanted.chunks; n++) {
    const { name, text } = paper(n);
    await keep(Buffer.from(text), name);
  }
  if (wanted.members === 0) return { ...counts, members: 0 };
  const made = makeRegister({
    present: wanted.members,
    organisations: wanted.organisations,
    seed: wanted.seed,
  });
  await importAll(db, made, false, wanted.folder);
  return { ...counts, members: made.persons.length };
}

/** Every reply in full, sources and explanation included, as text. */
async function askAll({ db }: Office, items: readonly AnswerItem[]): Promise<string[]> {
  const retriever = createRetriever({ db, logger: silentLogger });
  const answerer = createAnswerer({ library: retriever, clock });
  const replies: string[] = [];
  for (const item of items) replies.push(JSON.stringify((await scoreItem(item, answerer)).answered));
  await retriever.close();
  return replies;
}

const differing = (a: readonly string[], b: readonly string[]): number =>
  a.filter((reply, index) => reply !== b[index]).length;

/** Backs up while something else asks the database all the time, and tells how long that had to wait. */
async function backUpOnline(office: Office, path: string) {
  let isOver = false;
  let longest = 0;
  const asking = (async () => {
    for (;;) {
      const from = performance.now();
      await readSetting(office.db, 'asked all the time');
      longest = Math.max(longest, performance.now() - from);
      if (isOver) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const from = performance.now();
  const { sizeBytes } = await createBackup({ ...office, clock: systemClock }, path).finally(
    () => (isOver = true),
  );
  const seconds = secondsSince(from);
  await asking;
  return { seconds, megabytes: round(sizeBytes / 1e6, 1), longestWaitMs: Math.round(longest) };
}

async function inBoth<T>(
  one: string,
  other: string,
  work: (a: Office['db'], b: Office['db']) => Promise<T>,
): Promise<T> {
  const a = await openOffice(readConfig({ CAPUY_DATA_DIR: one }));
  const b = await openOffice(readConfig({ CAPUY_DATA_DIR: other }));
  try {
    return await work(a.db, b.db);
  } finally {
    await a.close();
    await b.close();
  }
}

/** From the folder to the server and back, asking on each side. */
async function moveAround(
  dataDir: string,
  databaseUrl: string,
  folder: string,
  before: readonly string[],
  items: readonly AnswerItem[],
) {
  const options = { clock: systemClock };
  const from = performance.now();
  await moveToServer({ dataDir, databaseUrl, backupPath: join(folder, 'to-server.capuy') }, options);
  const toServerSeconds = secondsSince(from);
  const onServer = await openOffice(readConfig({ CAPUY_DATA_DIR: dataDir, DATABASE_URL: databaseUrl }));
  const original = await openOffice(readConfig({ CAPUY_DATA_DIR: join(folder, 'first') }));
  const compared = await compareRows(original.db, onServer.db);
  await original.close();
  const repliesDifferent = differing(before, await askAll(onServer, items));
  await onServer.close();
  const backFrom = performance.now();
  await moveToFolder({ dataDir, databaseUrl, backupPath: join(folder, 'back.capuy') }, options);
  const backSeconds = secondsSince(backFrom);
  const back = await openOffice(readConfig({ CAPUY_DATA_DIR: dataDir }));
  const repliesDifferentBack = differing(before, await askAll(back, items));
  await back.close();
  return {
    toServerSeconds,
    rows: compared.rows,
    differentTables: compared.different,
    repliesDifferent,
    backSeconds,
    repliesDifferentBack,
  };
}
