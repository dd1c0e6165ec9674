import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPglite } from '../../db/pglite.ts';
import { randomNumbers } from '../random.ts';
import { directive } from './flows.ts';
import { startProgram, type ProgramPlace } from './program.ts';
import { findHalves, readState } from './state-store.ts';
import { createTally, type AnomalyFigures, type AnomalyOptions } from './tally.ts';

/*
 * Files whose names are traps: each is told of exactly once, kept or refused with a reason, taken in once however often the
 * folder is, and nothing is written anywhere else.
 */

const utf8 = (name: string): Buffer => Buffer.from(name);
const traps: readonly Buffer[] = [
  utf8('-rf.txt'),
  utf8('--yes.txt'),
  utf8('hai\ndòng.txt'),
  utf8('thẻ\tcột.txt'),
  utf8('\u001b[31mđỏ.txt'),
  utf8('"ngoặc" \'kép\'.txt'),
  utf8('$(touch bi-lua).txt'),
  utf8('`touch bi-lua`.txt'),
  utf8('a;touch bi-lua;.txt'),
  utf8('%00%2e%2e%2f.txt'),
  utf8('..%5C..%5Cngoai.txt'),
  utf8('\\\\may\\chia-se.txt'),
  utf8('CON.txt'),
  utf8('.an.txt'),
  utf8('cuối có dấu cách .txt'),
  utf8('\u202etxt.exe.txt'),
  utf8('👨‍👩‍👧‍👦.txt'),
  utf8('Chỉ thị.txt'.normalize('NFC')),
  utf8('Chỉ thị.txt'.normalize('NFD')),
  utf8(`${'d'.repeat(250)}.txt`),
  utf8('<script>alert(1)</script>'.replaceAll('/', '_').concat('.txt')),
  utf8('{{7*7}}${7*7}.txt'),
  utf8('@trieu-goi.txt'),
  utf8('không đuôi'),
  utf8('nhiều.chấm..trong...tên.txt'),
  Buffer.from([0xff, 0xfe, 0x80, 0x2e, 0x74, 0x78, 0x74]),
  Buffer.concat([Buffer.from([0xc3, 0x28]), utf8('.txt')]),
];

/** Of a name that is taken for a document's: files without an ending and hidden ones are left aside. */
const isDocument = (name: string): boolean => name.endsWith('.txt') && !name.startsWith('.');

/** Ingests a folder of such files twice in each run. */
export async function nameFiles(
  place: ProgramPlace,
  template: string,
  options: AnomalyOptions,
): Promise<AnomalyFigures> {
  const tally = createTally('names', options);
  const random = randomNumbers(options.seed);
  for (let run = 0; run < options.runs; run++) {
    const problem = (kind: 'lost' | 'doubled' | 'unexplained', what: string): void =>
      tally.problem(kind, run, what);
    const dataDir = join(options.folder, 'office');
    await rm(options.folder, { recursive: true, force: true });
    const incoming = join(options.folder, 'den');
    await mkdir(incoming, { recursive: true });
    await cp(template, dataDir, { recursive: true });
    const chosen = traps.filter(() => options.runs === 1 || random() < 0.7);
    for (const [index, name] of chosen.entries())
      await writeFile(Buffer.concat([utf8(`${incoming}/`), name]), directive((index % 90) + 1, 3));
    tally.run();
    tally.fault(chosen.length);
    const before = await everyName(options.folder);
    const documents = (await readdir(incoming)).filter(isDocument);
    let stored = 0;
    for (const time of ['first', 'second']) {
      const ingest = startProgram(place, ['ingest', incoming, '--yes', '--json'], { dataDir });
      const code = await ingest.ended;
      if (code !== 0 && code !== 1)
        problem('unexplained', `ended with ${code}: ${ingest.errors().slice(0, 300)}`);
      const reports = ingest.lines().filter((line) => line.startsWith('{'));
      const files = reports.map((line) => JSON.parse(line) as { file?: string; state?: string });
      const names = files.flatMap(({ file }) => (file === undefined ? [] : [file]));
      const told = new Set(names.map((name) => name.slice(incoming.length + 1)));
      for (const name of documents)
        if (!told.has(name)) problem('lost', `nothing is told of ${JSON.stringify(name)} the ${time} time`);
      if (new Set(names).size < names.length) problem('doubled', `a file is told of twice the ${time} time`);
      const fresh = files.filter(({ state }) => state === 'stored').length;
      if (time === 'first') tally.acknowledged(fresh);
      else if (fresh > 0) problem('doubled', `${fresh} files are stored a second time`);
      const db = await openPglite({ dataDir: join(dataDir, 'database') });
      try {
        for (const half of await findHalves(db)) problem('unexplained', half);
        const kept = (await readState(db)).get('document')?.length ?? 0;
        if (time === 'first') stored = kept;
        else if (kept !== stored) problem('doubled', `${stored} documents became ${kept}`);
      } finally {
        await db.close();
      }
    }
    const outside = (await everyName(options.folder)).filter((name) => !before.includes(name));
    if (outside.length > 0) problem('unexplained', `files that nobody asked for: ${outside.join(', ')}`);
    options.print(`names ${run}: ${chosen.length} files, ${stored} documents\n`);
  }
  return tally.figures();
}

/** Names below the folder, but for what the office keeps inside. */
async function everyName(folder: string): Promise<string[]> {
  const all = await readdir(folder);
  const incoming = await readdir(join(folder, 'den'));
  const office = await readdir(join(folder, 'office'));
  const usual = new Set(['database', 'files', 'search.index', 'evaluation', 'mau-van-ban', 'libreoffice']);
  return [...all, ...incoming, ...office.filter((name) => !usual.has(name))];
}
