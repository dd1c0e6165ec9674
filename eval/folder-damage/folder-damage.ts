import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkFolder } from '../../db/folder-check.ts';
import { readManifest } from '../../db/folder-manifest.ts';
import { openPglite } from '../../db/pglite.ts';
import { printer, printFigures, readCommand, wrongUse } from '../command.ts';
import { addPair, checkpoint, createPairs } from '../power-cut/pairs-store.ts';
import { randomNumbers } from '../random.ts';

/** What came of the damages; times in milliseconds. */
export interface FolderDamageFigures {
  damages: number;
  /** Seen before the database was opened. */
  found: number;
  /** Not seen: the kind and the file of each. */
  missed: string[];
  /** Looks at the folder without any damage, and how many of them saw one all the same. */
  looks: number;
  falseAlarms: number;
  megabytes: number;
  /** One look at every page, the median. */
  lookMs: number;
}

const usage = 'usage: capuy eval folder-damage [--damages 200] [--rows 20000] [--seed 1] [--json]\n';

/** What disks, copies and people do to a file; false where the file is the same afterwards. */
const damages: Readonly<Record<string, (path: string, random: () => number) => boolean>> = {
  'a bit turned': (path, random) =>
    changed(path, (bytes) => {
      const at = Math.floor(random() * bytes.length);
      bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8));
    }),
  'a sector of zeros': (path, random) =>
    changed(path, (bytes) => {
      const at = Math.floor((random() * bytes.length) / 512) * 512;
      bytes.fill(0, at, at + 512);
    }),
  'a sector of something else': (path, random) =>
    changed(path, (bytes) => {
      const at = Math.floor((random() * bytes.length) / 512) * 512;
      for (let one = at; one < Math.min(at + 512, bytes.length); one++)
        bytes[one] = Math.floor(random() * 256);
    }),
  'two pages exchanged': (path, random) =>
    changed(path, (bytes) => {
      const pages = Math.floor(bytes.length / 8192);
      if (pages < 2) return;
      const one = Math.floor(random() * pages);
      const other = (one + 1 + Math.floor(random() * (pages - 1))) % pages;
      const kept = Buffer.from(bytes.subarray(one * 8192, (one + 1) * 8192));
      bytes.copy(bytes, one * 8192, other * 8192, (other + 1) * 8192);
      kept.copy(bytes, other * 8192);
    }),
  'cut short': (path, random) => {
    const { size } = statSync(path);
    if (size === 0) return false;
    truncateSync(path, Math.floor(random() * size));
    return true;
  },
  gone: (path) => {
    rmSync(path);
    return true;
  },
};

/** Changes a file; false where it is the same afterwards, which is no damage. */
function changed(path: string, change: (bytes: Buffer) => void): boolean {
  const before = readFileSync(path);
  if (before.length === 0) return false;
  const after = Buffer.from(before);
  change(after);
  if (after.equals(before)) return false;
  writeFileSync(path, after);
  return true;
}

/** `capuy eval folder-damage`: files of a closed database are damaged at random; each damage must be seen, and nothing else. */
export async function evaluateFolderDamage(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const command = readCommand(args, {
    damages: { ...text, default: '200' },
    rows: { ...text, default: '20000' },
    seed: { ...text, default: '1' },
  });
  if (!command) return wrongUse(usage);
  const { damages: count, rows, seed, json } = command.values;
  const folder = mkdtempSync(join(tmpdir(), 'capuy-folder-damage-'));
  try {
    const options = { damages: Number(count), rows: Number(rows), seed: Number(seed), print: printer(json) };
    const figures = await damageAtRandom(folder, options);
    printFigures(figures);
    return figures.missed.length + figures.falseAlarms === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fills a database below `folder`, closes it, and damages one file after another. */
export async function damageAtRandom(
  folder: string,
  options: { damages: number; rows: number; seed: number; snapshot?: string; print(line: string): void },
): Promise<FolderDamageFigures> {
  const random = randomNumbers(options.seed);
  const { snapshot } = options;
  const db = await openPglite({ dataDir: folder, ...(snapshot === undefined ? {} : { snapshot }) });
  await createPairs(db);
  await db.tx(async (t) => {
    for (let id = 1; id <= options.rows; id++)
      await addPair(t, id, 'x'.repeat(1 + Math.floor(random() * 600)), random);
  });
  await checkpoint(db);
  await db.close();
  const place = join(folder, 'postgres');
  const manifest = await readManifest(place);
  if (!manifest) throw new Error('the closed folder has no manifest');
  // What must be as it was. The maps of free space, settings and the unused rest of the log may be anything.
  const files = [
    ...Object.keys(manifest.sizes).filter((file) => statSync(join(place, file)).size > 0),
    ...Object.keys(manifest.digests),
    'global/pg_control',
  ];
  const figures: FolderDamageFigures = {
    ...{ damages: 0, found: 0, missed: [], looks: 0, falseAlarms: 0, lookMs: 0 },
    megabytes: Math.round(sizeOf(place) / 1e6),
  };
  const times: number[] = [];
  // A folder of another version of PostgreSQL is refused, and so is one whose PG_VERSION says so by a turned bit.
  const isSeen = (): Promise<boolean> =>
    checkFolder(place, Infinity).then(
      ({ damage }) => damage !== null,
      () => true,
    );
  const kept = join(folder, 'kept');
  const kinds = Object.entries(damages);
  while (figures.damages < options.damages) {
    const file = files[Math.floor(random() * files.length)] as string;
    const [kind, damage] = kinds[Math.floor(random() * kinds.length)] as (typeof kinds)[number];
    cpSync(join(place, file), kept);
    const isDamaged = damage(join(place, file), random);
    if (isDamaged) {
      figures.damages++;
      if (await isSeen()) figures.found++;
      else figures.missed.push(`${kind}: ${file}`);
      cpSync(kept, join(place, file));
    }
    // Now and then, and at the end, without damage.
    if (!isDamaged || (figures.damages % 20 !== 0 && figures.damages < options.damages)) continue;
    figures.looks++;
    const begun = performance.now();
    if (await isSeen()) figures.falseAlarms++;
    times.push(performance.now() - begun);
    options.print(`${figures.damages} damages, ${figures.found} found\n`);
  }
  times.sort((a, b) => a - b);
  return { ...figures, lookMs: Math.round(times[Math.floor(times.length / 2)] ?? 0) };
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
