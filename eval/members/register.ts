import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../../core/ids.ts';
import { localViewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { openDatabase } from '../../db/open.ts';
import { saveEvents } from '../../members/events/event-store.ts';
import { parseEvents } from '../../members/events/parse-events.ts';
import { resolvePersons } from '../../members/events/resolve-persons.ts';
import { ageOf, badgeOf, standingOf, stockRows } from '../../members/register/columnar-stock.ts';
import { flowsOf } from '../../members/register/columnar-flow.ts';
import { readRegister } from '../../members/register/columnar-store.ts';
import { codes, dayNumber, unitMask } from '../../members/register/columnar.ts';
import type { RegisterColumns } from '../../members/register/columnar.ts';
import { importRegister } from '../../members/register/import-register.ts';
import { listPresentPersons } from '../../members/register/member-store.ts';
import { parseRegister } from '../../members/register/parse-register.ts';
import { readTable } from '../../members/tables/read-table.ts';
import { parseUnits } from '../../members/units/parse-units.ts';
import { listUnits, saveUnits } from '../../members/units/unit-store.ts';
import { subtreeIds } from '../../members/units/units.ts';
import type { Unit } from '../../members/units/units.ts';
import { printer, printFigures, readCommand, wrongUse } from '../command.ts';
import { randomNumbers } from '../random.ts';
import { recountFlow, recountStock } from './naive-recount.ts';
import { eventsCsv, membersCsv, membersXlsx, unitsCsv } from './register-files.ts';
import { makeRegister } from './register-generator.ts';
import type { MadeRegister } from './register-generator.ts';

const usage =
  'Cách dùng: npx capuy eval register [--present 74127] [--organisations 817] [--questions 200] [--seed 7] [--xlsx] [--server URL] [--json]\n';

/**
 * `capuy eval register`: generates a province with ten years of events, imports its lists as an office would, and
 * compares counts as of random dates and flows of random periods with a naive recount of the facts. Times in seconds,
 * memory as the highest of this process, generator and recount included.
 */
export async function evaluateRegister(args: string[]): Promise<number> {
  const parsed = readCommand(args, {
    present: { type: 'string', default: '74127' },
    organisations: { type: 'string', default: '817' },
    questions: { type: 'string', default: '200' },
    seed: { type: 'string', default: '7' },
    xlsx: { type: 'boolean', default: false },
    server: { type: 'string' },
  });
  if (!parsed || parsed.positionals.length > 0) return wrongUse(usage);
  const { values } = parsed;
  const print = printer(values.json);
  const seed = Number(values.seed);
  const made = makeRegister({
    present: Number(values.present),
    organisations: Number(values.organisations),
    seed,
  });
  const folder = await mkdtemp(join(tmpdir(), 'capuy-register-'));
  const db = await openDatabase(
    values.server ? { databaseUrl: values.server } : { dataDir: join(folder, 'data') },
  );
  try {
    const times = await importAll(db, made, values.xlsx, folder);
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    print(
      `Imported ${made.units.length} units in ${times.unitsSeconds} s, ${made.persons.length} members in ${times.membersSeconds} s, ${times.eventCount} events in ${times.eventsSeconds} s.\n`,
    );
    const started = startWatch();
    const { columns } = await readRegister(db, localViewer);
    const load = started();
    const compared = await compare(db, made, Number(values.questions), seed);
    print(
      `Columns of ${columns.length} stays in ${load.clock} s; ${compared.wrong} of ${compared.counts} counts differ.\n`,
    );
    printFigures({
      units: made.units.length,
      members: made.persons.length,
      present: Number(values.present),
      ...times,
      wholeImportSeconds: round(times.unitsSeconds + times.membersSeconds + times.eventsSeconds),
      wholeImportCpuSeconds: round(times.unitsCpuSeconds + times.membersCpuSeconds + times.eventsCpuSeconds),
      importMemoryMb: memory,
      loadSeconds: load.clock,
      loadCpuSeconds: load.cpu,
      stays: columns.length,
      ...compared,
      peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    });
    return compared.wrong === 0 ? 0 : 1;
  } finally {
    await db.close();
    await rm(folder, { recursive: true });
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Seconds by the clock and of processor time (all threads of this process) since the start of the watch. */
function startWatch(): () => { clock: number; cpu: number } {
  const started = performance.now();
  const used = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(used);
    return { clock: round((performance.now() - started) / 1000), cpu: round((user + system) / 1e6) };
  };
}

export async function importAll(db: Database, made: MadeRegister, isXlsx: boolean, folder: string) {
  const today = made.listedOn;
  const at = `${made.listedOn}T01:00:00.000Z`;
  let elapsed = startWatch();
  const read = async (text: string | Buffer, name: string) => {
    const path = join(folder, name);
    await writeFile(path, text);
    elapsed = startWatch();
    return readTable(Buffer.from(text), name);
  };
  const unitSheets = await read(unitsCsv(made), 'units.csv');
  const parsedUnits = parseUnits(unitSheets, { units: [], today, newId });
  if (parsedUnits.kind !== 'preview') throw new Error('no header in the list of units');
  await db.tx((t) => saveUnits(t, parsedUnits.created));
  const unitsTime = elapsed();

  const sheets = isXlsx
    ? await read(await membersXlsx(made), 'members.xlsx')
    : await read(membersCsv(made), 'members.csv');
  const units = await listUnits(db, localViewer);
  const preview = parseRegister(sheets, { units, today, defaultUnitId: null, createsUnits: false });
  if (preview.kind !== 'preview') throw new Error('no header in the list of members');
  await db.tx((t) =>
    importRegister(t, preview.rows, {
      unitId: null,
      fileName: 'members',
      listedOn: made.listedOn,
      importedAt: at,
      importedBy: null,
      fields: preview.fields,
      rejectedCount: preview.rejected.length,
      isDemo: false,
    }),
  );
  const membersTime = elapsed();

  const eventSheets = await read(eventsCsv(made), 'events.csv');
  const events = parseEvents(eventSheets, { units, today });
  if (events.kind !== 'preview') throw new Error('no header in the list of events');
  const { drafts, rejected } = resolvePersons(events.rows, await listPresentPersons(db));
  await db.tx((t) => saveEvents(t, drafts, { source: null, importId: newId(), by: null, at }));
  const eventsTime = elapsed();
  return {
    unitsSeconds: unitsTime.clock,
    membersSeconds: membersTime.clock,
    eventsSeconds: eventsTime.clock,
    unitsCpuSeconds: unitsTime.cpu,
    membersCpuSeconds: membersTime.cpu,
    eventsCpuSeconds: eventsTime.cpu,
    eventCount: drafts.length,
    rejectedMembers: preview.rejected.length,
    rejectedEvents: rejected.length + events.rejected.length,
  };
}

async function compare(db: Database, made: MadeRegister, questions: number, seed: number) {
  const random = randomNumbers(seed + 1);
  const units = await listUnits(db, localViewer);
  const byName = new Map(units.map((unit) => [unit.name, unit]));
  const indexOf = new Map(made.units.map((unit, index) => [byName.get(unit.name)?.id ?? '', index]));
  const day = (): string => {
    const from = Date.parse(made.since);
    const span = (Date.parse(made.listedOn) - from) / 86_400_000;
    return new Date(from + Math.floor(random() * (span + 1)) * 86_400_000).toISOString().slice(0, 10);
  };
  let counts = 0;
  let wrong = 0;
  let slowest = 0;
  for (let n = 0; n < questions; n++) {
    const unit = units[Math.floor(random() * units.length)] as Unit;
    // Every third question is about everything.
    const ids = n % 3 === 0 ? units.map((each) => each.id) : subtreeIds(units, unit.id);
    const inside = new Set(ids.map((id) => indexOf.get(id) ?? -1));
    const [a, b] = [day(), day()];
    const [from, to] = a < b ? [a, b] : [b, a];
    const started = performance.now();
    const view = await readRegister(db, localViewer);
    const mask = unitMask(view, ids);
    const stock = stockOf(view.columns, mask, to);
    const flow = flowOf(view.columns, mask, { from, to });
    slowest = Math.max(slowest, performance.now() - started);
    const expected = { ...recountStock(made, inside, to), ...recountFlow(made, inside, from, to) };
    for (const [key, value] of Object.entries({ ...stock, ...flow })) {
      counts++;
      if (expected[key as keyof typeof expected] !== value) wrong++;
    }
  }
  return { questions, counts, wrong, slowestMs: Math.round(slowest) };
}

function stockOf(columns: RegisterColumns, mask: Uint8Array, asOf: string) {
  const day = dayNumber(asOf);
  const rows = stockRows(columns, mask, asOf);
  const count = (test: (row: number) => boolean): number =>
    rows.reduce((sum, row) => sum + Number(test(row)), 0);
  return {
    total: rows.length,
    female: count((row) => columns.sex[row] === codes.sex('female')),
    probationary: count((row) => standingOf(columns, row, day) === codes.standing('probationary')),
    exempt: count((row) => columns.status[row] === codes.status('exempt')),
    under31: count((row) => {
      const age = ageOf(columns.birth[row] ?? 0, day);
      return age >= 0 && age <= 30;
    }),
    badge40: count((row) => hasDatedBadge(columns, row, 40, day)),
  };
}

/** Undated badges of the list are left out: the recount knows only stated days. */
function hasDatedBadge(columns: RegisterColumns, row: number, level: number, day: number): boolean {
  if (badgeOf(columns, row, day) === 0) return false;
  const person = columns.person[row] ?? 0;
  const end = columns.badgeStart[person + 1] ?? 0;
  for (let at = columns.badgeStart[person] ?? 0; at < end; at++)
    if (
      columns.badgeLevel[at] === level &&
      columns.badgeIsDated[at] === 1 &&
      (columns.badgeDay[at] ?? 0) <= day
    )
      return true;
  return false;
}

function flowOf(columns: RegisterColumns, mask: Uint8Array, period: { from: string; to: string }) {
  const flows = flowsOf(columns, mask, period);
  const count = (kind: keyof typeof flows): number => flows[kind].rows.length;
  return {
    admit: count('admit'),
    confirm: count('confirm'),
    transfer_in: count('transfer_in'),
    transfer_out: count('transfer_out'),
    left: count('left'),
    badge: count('badge'),
  };
}
