import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../db/open.ts';
import { countRows } from '../db/table-counts.ts';
import { runIngest } from './ingest-run.ts';
import { paper } from './office-papers.ts';

const usage =
  'usage: capuy eval bulk [--documents N] [--json]\n' +
  '  takes N generated papers (default 10000) in twice with `capuy ingest`, in a store of its own on the embedded database:\n' +
  '  time, memory of all processes together, and whether the second run changed any number of rows\n';

/** `capuy eval bulk`. Returns the exit code: 1 where the second run changed the rows. */
export async function evaluateBulk(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { documents: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
  });
  const count = Number(values.documents);
  if (!Number.isInteger(count) || count < 1) {
    process.stderr.write(usage);
    return 2;
  }
  const folder = await mkdtemp(join(tmpdir(), 'capuy-bulk-'));
  try {
    const papers = join(folder, 'papers');
    const megabytes = (await writePapers(papers, count)) / 1024 ** 2;
    const data = join(folder, 'data');
    const first = await runIngest(papers, data);
    const rows = await rowsOf(data);
    const second = await runIngest(papers, data);
    const rowsAgain = await rowsOf(data);
    const changed = Object.keys(rowsAgain).filter((table) => rows[table] !== rowsAgain[table]);
    const figures = {
      documents: count,
      megabytes: Math.round(megabytes * 10) / 10,
      first,
      second,
      rows: Object.fromEntries(Object.entries(rows).filter(([, n]) => n > 0)),
      changedTables: changed,
    };
    if (!values.json) {
      process.stdout.write(`${count} papers, ${figures.megabytes} MB of text\n`);
      for (const [name, run] of [
        ['first', first],
        ['second', second],
      ] as const) {
        process.stdout.write(
          `${name}: ${run.seconds} s, ${run.documentsPerSecond} documents/s, ${run.cpuSeconds ?? '?'} s of processor time, peak ${run.peakMb ?? '?'} MB, ${JSON.stringify(run.states)}\n`,
        );
      }
      process.stdout.write(
        changed.length === 0 ? 'same rows in every table\n' : `changed: ${changed.join(', ')}\n`,
      );
    }
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    return changed.length === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writePapers(folder: string, count: number): Promise<number> {
  let bytes = 0;
  for (let index = 0; index < count; index++) {
    const inside = join(folder, String(Math.floor(index / 500)).padStart(3, '0'));
    if (index % 500 === 0) await mkdir(inside, { recursive: true });
    const { name, text } = paper(index);
    bytes += Buffer.byteLength(text);
    await writeFile(join(inside, name), text);
  }
  return bytes;
}

async function rowsOf(data: string): Promise<Record<string, number>> {
  const db = await openDatabase({ dataDir: join(data, 'database') });
  try {
    return await countRows(db);
  } finally {
    await db.close();
  }
}
