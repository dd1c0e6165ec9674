import type { Viewer } from '../../core/viewer.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { listCountEvents } from '../events/event-store.ts';
import { listUnitTree } from '../units/unit-store.ts';
import { createColumnBuilder } from './build-columns.ts';
import { dayNumber } from './columnar.ts';
import type { ListDay, RegisterColumns, RegisterView } from './columnar.ts';
import { listAllBatches } from './member-store.ts';
import { countPersonRows, readPersonPages } from './person-pages-store.ts';
import { registerVersion } from './version-store.ts';
import type { RegisterVersion } from './version-store.ts';

interface Held {
  version: RegisterVersion;
  columns: Promise<RegisterColumns>;
}

/** One copy for each database of this process, given back with the database. */
const held = new WeakMap<Queryable, Held>();

/**
 * The register as the viewer may see it, from memory; read again when a list, an event or a unit has changed since. The
 * filter by viewer is computed in the query and travels with the view: every count goes through `view.visible`. Not to
 * be called inside a transaction.
 */
export async function readRegister(db: Queryable, viewer: Viewer): Promise<RegisterView> {
  const columns = await readColumns(db);
  if (seesAllUnits(viewer)) return { columns, visible: new Uint8Array(columns.unitIds.length).fill(1) };
  const { rows } = await db.query<{ id: string }>(
    `WITH RECURSIVE visible AS (
       SELECT id FROM org_unit WHERE id = ANY($1::uuid[])
       UNION
       SELECT c.id FROM org_unit c JOIN visible v ON c.parent_id = v.id
     )
     SELECT id FROM visible`,
    [viewer.unitIds],
  );
  const visible = new Uint8Array(columns.unitIds.length);
  for (const { id } of rows) {
    const index = columns.unitIndex.get(id);
    if (index !== undefined) visible[index] = 1;
  }
  return { columns, visible };
}

/**
 * Takes the register into memory ahead of the first question, which waits for the same reading if it comes earlier.
 * `signal` ends the reading when the process does.
 */
export async function warmRegister(db: Queryable, signal?: AbortSignal): Promise<void> {
  await readColumns(db, signal);
}

async function readColumns(db: Queryable, signal?: AbortSignal): Promise<RegisterColumns> {
  const version = await registerVersion(db);
  const known = held.get(db);
  if (known?.version.persons === version.persons && known.version.counts === version.counts)
    return known.columns;
  const entry: Held = { version, columns: readAgain(db, known, version, signal) };
  held.set(db, entry);
  entry.columns.catch(() => {
    if (held.get(db) === entry) held.delete(db);
  });
  return entry.columns;
}

/** Reads what has changed since `known`; once more where it changed while it was read, so that no two states mix. */
async function readAgain(
  db: Queryable,
  known: Held | undefined,
  version: RegisterVersion,
  signal?: AbortSignal,
): Promise<RegisterColumns> {
  // Events without a person come by command, one at a time: the persons need not be read again for them.
  const columns =
    known?.version.persons === version.persons
      ? await withCounts(db, await known.columns, version)
      : await load(db, version, signal);
  const now = await registerVersion(db);
  if (now.persons === version.persons && now.counts === version.counts) return columns;
  return readAgain(db, { version, columns: Promise.resolve(columns) }, now, signal);
}

const nameOf = ({ persons, counts }: RegisterVersion): string => `${persons}.${counts}`;

async function withCounts(
  db: Queryable,
  before: RegisterColumns,
  version: RegisterVersion,
): Promise<RegisterColumns> {
  return { ...before, version: nameOf(version), counts: await listCountEvents(db, before.unitIndex) };
}

async function load(db: Queryable, version: RegisterVersion, signal?: AbortSignal): Promise<RegisterColumns> {
  const tree = await listUnitTree(db);
  const unitIds = tree.map((unit) => unit.id);
  const unitIndex = new Map(unitIds.map((id, index) => [id, index]));
  const parentOf = new Map(tree.map((unit) => [unit.id, unit.parentId]));
  const lists = (await listAllBatches(db)).map((batch): ListDay => ({
    id: batch.id,
    listedOn: batch.listedOn,
    day: dayNumber(batch.listedOn),
    importedAt: batch.importedAt,
    fields: batch.fields,
    covers: Uint8Array.from(unitIds, (id) => Number(isBelow(id, batch.unitId, parentOf))),
  }));
  const { versions, events } = await countPersonRows(db);
  const builder = createColumnBuilder(unitIds, versions + events * 2);
  for await (const page of readPersonPages(db, versions)) {
    signal?.throwIfAborted();
    builder.add(page.versions, page.events);
  }
  const counts = await listCountEvents(db, unitIndex);
  return builder.finish({ version: nameOf(version), counts, lists });
}

function isBelow(id: string, top: string | null, parentOf: ReadonlyMap<string, string | null>): boolean {
  if (top === null) return true;
  const seen = new Set<string>();
  for (let at: string | null = id; at !== null && !seen.has(at); at = parentOf.get(at) ?? null) {
    if (at === top) return true;
    seen.add(at);
  }
  return false;
}
