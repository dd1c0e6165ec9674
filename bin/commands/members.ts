import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { recordAudit } from '../../access/audit-store.ts';
import { openOffice } from '../../office.ts';
import type { Config } from '../../config.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { localViewer } from '../../core/viewer.ts';
import { importRegister } from '../../members/register/import-register.ts';
import { countMembers } from '../../members/register/member-store.ts';
import { parseRegister } from '../../members/register/parse-register.ts';
import type { RegisterPreview } from '../../members/register/register-preview.ts';
import { readTable } from '../../members/tables/read-table.ts';
import { UnreadableTableError } from '../../members/tables/sheet.ts';
import type { Sheet } from '../../members/tables/sheet.ts';
import { listUnits, saveUnits } from '../../members/units/unit-store.ts';
import { matchUnits, subtreeIds } from '../../members/units/units.ts';
import type { Unit } from '../../members/units/units.ts';
import { importPreview as words, unreadable } from '../../prompts/members.ts';
import { isValidDate, parseDate } from '../../text/dates.ts';

const options = {
  unit: { type: 'string' },
  date: { type: 'string' },
  'create-units': { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
} as const;

/** `capuy members import FILE`: shows what would be kept and dropped, then replaces the working copy of the register. */
export async function run(args: string[], config: Config): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch {
    parsed = null;
  }
  const [verb, path] = parsed?.positionals ?? [];
  if (!parsed || verb !== 'import' || path === undefined) return fail(words.usageMembers, 2);
  const { unit: unitName, date, yes, 'create-units': createsUnits } = parsed.values;

  const now = systemClock.now();
  const today = dateIn(now, config.TZ);
  const given =
    date === undefined ? today : isValidDate(date) ? date : (parseDate(date, today)?.date ?? null);
  if (given === null || given > today) return fail(words.badDate(date ?? ''), 2);
  const sheets = await openTable(path);
  if (sheets === null) return 1;

  const office = await openOffice(config);
  try {
    const units = await listUnits(office.db, localViewer);
    const scope = unitName === undefined ? null : onlyUnit(units, unitName);
    if (typeof scope === 'string') return fail(scope, 1);
    const scopeIds = scope === null ? [] : subtreeIds(units, scope.id);
    const preview = parseRegister(sheets, {
      units: scope === null ? units : units.filter((unit) => scopeIds.includes(unit.id)),
      today,
      defaultUnitId: scope?.id ?? null,
      createsUnits,
    });
    if (preview.kind === 'no-header') return fail(words.noHeaderMembers, 1);
    // The day asked for counts, then the one that the list itself states.
    const listedOn = date === undefined ? (preview.statedOn ?? today) : given;
    const before = await countMembers(office.db, scopeIds);
    print([...describe(preview, createsUnits, before, scope), words.listedOn(listedOn)]);
    if (preview.rows.length === 0) return fail(words.nothing, 1);
    if (!yes && !(await isConfirmed())) return fail(words.notSaved, preview.rejected.length > 0 ? 1 : 0);

    const { created, rows } = withNewUnits(preview, scope);
    const batch = await office.db.tx(async (t) => {
      await saveUnits(t, created);
      const { batch: saved } = await importRegister(t, rows, {
        unitId: scope?.id ?? null,
        fileName: basename(path),
        listedOn,
        importedAt: now.toISOString(),
        importedBy: null,
        fields: preview.fields,
        rejectedCount: preview.rejected.length,
        isDemo: false,
      });
      await recordAudit(t, {
        at: now.toISOString(),
        accountId: null,
        action: 'members.imported',
        entity: 'import_batch',
        entityId: saved.id,
        details: {
          kept: saved.keptCount,
          rejected: saved.rejectedCount,
          replaced: before,
          fields: [...preview.fields],
          droppedColumns: preview.dropped.length,
        },
      });
      return saved;
    });
    print([words.savedMembers(batch.keptCount, batch.listedOn)]);
    return preview.rejected.length > 0 ? 1 : 0;
  } finally {
    await office.close();
  }
}

/** The sheets of a file on this machine; null after saying why it cannot be read. */
export async function openTable(path: string): Promise<Sheet[] | null> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) {
    fail(words.noSuchFile(path), 1);
    return null;
  }
  try {
    return await readTable(bytes, basename(path));
  } catch (error) {
    if (!(error instanceof UnreadableTableError)) throw error;
    fail(unreadable[error.reason] ?? error.reason, 1);
    return null;
  }
}

/** Asks on the terminal; where nobody can answer, the answer is no. */
export async function isConfirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return words.isYes(await terminal.question(words.question));
  } finally {
    terminal.close();
  }
}

function onlyUnit(units: readonly Unit[], typed: string): Unit | string {
  const found = matchUnits(units, typed);
  const [only] = found;
  if (!only) return words.unknownUnit(typed);
  return found.length > 1
    ? words.severalUnits(
        typed,
        found.map((unit) => unit.name),
      )
    : only;
}

function describe(
  preview: RegisterPreview,
  createsUnits: boolean,
  before: number,
  scope: Unit | null,
): string[] {
  const { notices, rejected } = preview;
  const lines = [
    ...words.unread(notices.unread),
    ...(notices.officialWithoutDate > 0 ? [words.officialWithoutDate(notices.officialWithoutDate)] : []),
    ...(notices.withoutAdmission > 0 ? [words.withoutAdmission(notices.withoutAdmission)] : []),
    ...(notices.admittedUnder18 > 0 ? [words.admittedUnder18(notices.admittedUnder18)] : []),
    ...(preview.fields.some((field) => field === 'confirmationDate' || field === 'standing')
      ? []
      : [words.noConfirmationColumn]),
  ];
  const hasUnknownUnits = rejected.some((row) => row.reason.code === 'unknown-unit');
  return [
    words.kept(preview.columns),
    words.dropped(preview.dropped),
    ...(rejected.length > 0 ? [words.rejected(rejected)] : []),
    ...(hasUnknownUnits && !createsUnits ? [words.createUnitsHint] : []),
    ...(lines.length > 0 ? [words.notices(lines)] : []),
    ...(preview.newUnits.length > 0 ? [words.newUnits(preview.newUnits)] : []),
    words.replaces(preview.rows.length, before, scope?.name ?? null),
  ];
}

/** Gives the planned units their ids and the rows the ids of their units. */
function withNewUnits(preview: RegisterPreview, scope: Unit | null) {
  const ids = new Map(preview.newUnits.map((unit) => [unit.key, newId()]));
  const created: Unit[] = preview.newUnits.map((unit) => ({
    id: ids.get(unit.key) ?? newId(),
    parentId: scope?.id ?? null,
    name: unit.name,
    shortName: null,
    level: unit.level,
    aliases: [],
    validFrom: null,
    validTo: null,
    successorIds: [],
    isDemo: false,
  }));
  return {
    created,
    rows: preview.rows.map((row) => ({ ...row, unitId: ids.get(row.unitId) ?? row.unitId })),
  };
}

const print = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

function fail(sentence: string, code: number): number {
  process.stderr.write(`${sentence.trimEnd()}\n`);
  return code;
}
