import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { recordAudit } from '../../access/audit-store.ts';
import { readSetting } from '../../access/setting-store.ts';
import type { Config } from '../../config.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import type { DateOnly } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { localViewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { compareWithRegister, importRegister } from '../../members/register/import-register.ts';
import type { ListDifference } from '../../members/register/import-register.ts';
import { countMembers, removeDueNames } from '../../members/register/member-store.ts';
import { registerFields } from '../../members/register/member.ts';
import { parseRegister } from '../../members/register/parse-register.ts';
import { registerColumnNames } from '../../members/register/register-columns.ts';
import type { RegisterColumn } from '../../members/register/register-columns.ts';
import type { RegisterPreview } from '../../members/register/register-preview.ts';
import { retentionOf, retentionSetting } from '../../members/register/retention.ts';
import { differenceSheet, rejectedSheet } from '../../members/register/rejected-sheet.ts';
import { headerKey } from '../../members/tables/columns.ts';
import { listUnits, saveUnits } from '../../members/units/unit-store.ts';
import { matchUnits, subtreeIds } from '../../members/units/units.ts';
import type { Unit } from '../../members/units/units.ts';
import { openOffice } from '../../office.ts';
import { writeWorkbook } from '../../papers/workbook.ts';
import * as say from '../../prompts/members-register.ts';
import { importPreview as words } from '../../prompts/members.ts';
import { isValidDate, parseDate } from '../../text/dates.ts';
import { fail, isConfirmed, openTable, print, progressLine, writePrivateFile } from '../terminal.ts';

const options = {
  unit: { type: 'string' },
  date: { type: 'string' },
  column: { type: 'string', multiple: true, default: [] as string[] },
  'create-units': { type: 'boolean', default: false },
  add: { type: 'boolean', default: false },
  rejected: { type: 'string' },
  report: { type: 'string' },
  yes: { type: 'boolean', default: false },
} as const;

/** `capuy members import FILE`: shows what would be kept, dropped and changed, then saves a dated copy of the register. */
export async function importMembers(args: string[], config: Config): Promise<number> {
  const parsed = readArgs(args);
  const [path] = parsed?.positionals ?? [];
  if (!parsed || path === undefined) return fail(say.usageMembers, 2);
  const { unit: unitName, date, yes, add } = parsed.values;
  const columns = readColumns(parsed.values.column);
  if (typeof columns === 'string') return fail(columns, 2);

  const now = systemClock.now();
  const today = dateIn(now, config.TZ);
  const given = date === undefined ? today : toDate(date, today);
  if (given === null || given > today) return fail(words.badDate(date ?? ''), 2);
  const line = progressLine();
  line.show(say.progress.reading(basename(path)));
  const sheets = await openTable(path);
  if (sheets === null) return 1;

  const office = await openOffice(config);
  try {
    const units = await listUnits(office.db, localViewer);
    const scope = unitName === undefined ? null : onlyUnit(units, unitName);
    if (typeof scope === 'string') return fail(scope, 1);
    const scopeIds = scope === null ? [] : subtreeIds(units, scope.id);
    const inScope = new Set(scopeIds);
    const preview = parseRegister(sheets, {
      units: scope === null ? units : units.filter((unit) => inScope.has(unit.id)),
      today,
      defaultUnitId: scope?.id ?? null,
      createsUnits: parsed.values['create-units'],
      columns,
      onProgress: (rows) => line.show(say.progress.rows(rows)),
    });
    line.clear();
    // A long list takes as much room again as what is read from it.
    sheets.length = 0;
    if (preview.kind === 'no-header') return fail(words.noHeaderMembers, 1);
    // The day asked for counts, then the one that the list itself states.
    const listedOn = date === undefined ? (preview.statedOn ?? today) : given;
    const { created, rows } = withNewUnits(preview, scope);
    const draft = { unitId: scope?.id ?? null, listedOn, fields: preview.fields };
    const before = await countMembers(office.db, scopeIds);
    const difference = before > 0 ? await compareWithRegister(office.db, rows, draft, add) : noDifference;
    if (difference === null) return fail(say.older(listedOn), 1);
    print([
      ...describe(preview, parsed.values['create-units']),
      ...(before > 0 ? describeDifference(difference) : [say.difference.first]),
      ...(add ? [] : [words.replaces(rows.length, before, scope?.name ?? null)]),
      words.listedOn(listedOn),
    ]);
    if (!(await writeRejected(preview, parsed.values.rejected))) return 1;
    if (rows.length === 0) return fail(words.nothing, 1);
    if (!yes && !(await isConfirmed())) return fail(words.notSaved, preview.rejected.length > 0 ? 1 : 0);

    const saved = await office.db.tx(async (t) => {
      await saveUnits(t, created);
      const done = await importRegister(
        t,
        rows,
        {
          ...draft,
          fileName: basename(path),
          importedAt: now.toISOString(),
          importedBy: null,
          rejectedCount: preview.rejected.length,
          isDemo: false,
        },
        { isAddition: add, onProgress: (written, total) => line.show(say.progress.saving(written, total)) },
      );
      // Names whose time is over go with the next list, if nobody asked for it before.
      await removeDueNames(t, retentionOf(await readSetting(t, retentionSetting), today).before);
      await recordAudit(t, {
        at: now.toISOString(),
        accountId: null,
        action: 'members.imported',
        entity: 'import_batch',
        entityId: done.batch.id,
        details: {
          kept: done.batch.keptCount,
          rejected: done.batch.rejectedCount,
          joined: done.batch.joinedCount,
          left: done.batch.leftCount,
          changed: done.batch.changedCount,
          fields: [...preview.fields],
          droppedColumns: preview.dropped.length,
        },
      });
      return done;
    });
    line.clear();
    print([words.savedMembers(saved.batch.keptCount, saved.batch.listedOn)]);
    const isReported =
      parsed.values.report === undefined ||
      (await writeReport(
        office.db,
        saved.difference,
        [...units, ...created],
        listedOn,
        parsed.values.report,
      ));
    return preview.rejected.length > 0 || !isReported ? 1 : 0;
  } finally {
    line.clear();
    await office.close();
  }
}

function readArgs(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch {
    return null;
  }
}

const toDate = (typed: string, today: DateOnly): DateOnly | null =>
  isValidDate(typed) ? typed : (parseDate(typed, today)?.date ?? null);

/** 'TIÊU ĐỀ=TRƯỜNG' of the command line by header; a sentence where one is not understood. */
function readColumns(typed: readonly string[]): Map<string, RegisterColumn | null> | string {
  const columns = new Map<string, RegisterColumn | null>();
  for (const each of typed) {
    const cut = each.lastIndexOf('=');
    const header = headerKey(each.slice(0, Math.max(0, cut)));
    const field = each.slice(cut + 1).trim();
    const known = registerColumnNames.find((name) => name.toLowerCase() === field.toLowerCase());
    if (header === '' || (known === undefined && !say.isLeaveOut(field)))
      return `${say.badColumn(each)}\n${say.columnNames(registerFields)}`;
    columns.set(header, known ?? null);
  }
  return columns;
}

/** Shows and keeps what was not taken; false where the file cannot be written. */
async function writeRejected(preview: RegisterPreview, path: string | undefined): Promise<boolean> {
  const { rejected } = preview;
  if (rejected.length === 0) return true;
  if (path === undefined) {
    print([say.rejectedFile.hint]);
    return true;
  }
  if (!(await writePrivateFile(path, await writeWorkbook([rejectedSheet(rejected)])))) return false;
  print([say.rejectedFile.saved(path, rejected.length)]);
  return true;
}

/** Writes who joined, left and changed; a look at persons, so it is on the audit trail. */
async function writeReport(
  db: Database,
  difference: ListDifference,
  units: readonly Unit[],
  listedOn: DateOnly,
  path: string,
): Promise<boolean> {
  const bytes = await writeWorkbook([differenceSheet(difference, units, listedOn)]);
  if (!(await writePrivateFile(path, bytes))) return false;
  await db.tx((t) =>
    recordAudit(t, {
      at: systemClock.now().toISOString(),
      accountId: null,
      action: 'persons.listed',
      entity: 'list_difference',
      details: {
        joined: difference.joined.length,
        left: difference.left.length,
        changed: difference.changed.length,
      },
    }),
  );
  print([say.difference.reportSaved(path)]);
  return true;
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

const noDifference: ListDifference = { joined: [], left: [], changed: [], unchanged: 0 };

function describeDifference({ joined, left, changed, unchanged }: ListDifference): string[] {
  const byField = new Map<string, number>();
  for (const { fields } of changed)
    for (const field of fields) byField.set(field, (byField.get(field) ?? 0) + 1);
  return [
    say.difference.counts(joined.length, left.length, changed.length, unchanged),
    ...(byField.size > 0 ? [say.difference.fields([...byField].sort((a, b) => b[1] - a[1]))] : []),
  ];
}

function describe(preview: RegisterPreview, createsUnits: boolean): string[] {
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
    say.columnHint,
    ...(rejected.length > 0 ? [words.rejected(rejected)] : []),
    ...(hasUnknownUnits && !createsUnits ? [words.createUnitsHint] : []),
    ...(lines.length > 0 ? [words.notices(lines)] : []),
    ...(preview.newUnits.length > 0 ? [words.newUnits(preview.newUnits)] : []),
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
  const rows =
    ids.size === 0
      ? preview.rows
      : preview.rows.map((row) => ({ ...row, unitId: ids.get(row.unitId) ?? row.unitId }));
  return { created, rows };
}
