import { newId } from '../../core/ids.ts';
import type { DateOnly } from '../../core/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { Queryable } from '../../db/database.ts';
import { listUnitTree } from '../units/unit-store.ts';
import { changedFields, matchPersons, withKnownFields } from './compare-lists.ts';
import type { ComparedField, KnownPerson, Match } from './compare-lists.ts';
import type { ImportBatch, MemberRow } from './member.ts';
import {
  closeVersions,
  insertVersions,
  listAllBatches,
  listPresentPersons,
  removeEmptyBatches,
  saveBatch,
  undoListsOf,
} from './member-store.ts';
import type { VersionDraft } from './member-store.ts';

/** What the caller says of an import; id and counts come from the import itself. */
export type BatchDraft = Omit<ImportBatch, 'id' | 'keptCount' | 'joinedCount' | 'leftCount' | 'changedCount'>;

/** How a list differs from the one before it, by person. Names are for those who may see persons, counts for all. */
export interface ListDifference {
  joined: readonly MemberRow[];
  left: readonly KnownPerson[];
  changed: readonly { row: MemberRow; known: KnownPerson; fields: readonly ComparedField[] }[];
  unchanged: number;
}

/** An import that is saved. */
export interface SavedImport {
  batch: ImportBatch;
  difference: ListDifference;
}

/** What a list would change, without saving anything. Null where it is older than a list of the same units. */
export async function compareWithRegister(
  db: Queryable,
  rows: readonly MemberRow[],
  batch: Pick<BatchDraft, 'unitId' | 'listedOn' | 'fields'>,
  isAddition = false,
): Promise<ListDifference | null> {
  const scope = await scopeOf(db, batch.unitId, batch.listedOn);
  if (scope.newest !== null && scope.newest > batch.listedOn) return null;
  return differenceOf(planOf(rows, batch, await listPresentPersons(db), scope, isAddition));
}

/**
 * Takes in a list as a dated copy, in the caller's transaction: the whole register or, where `batch.unitId` names a
 * unit, that unit and all below it. Persons who are in the copy before keep their id; what the new list says otherwise
 * holds from its day on, so figures of earlier days stay what they were. A list of the same day and units replaces the
 * one before. The caller adds the audit event. `onProgress` hears rows written.
 * @throws AppError 'conflict' where a later list of the same units is there already
 */
export async function importRegister(
  t: Queryable,
  rows: readonly MemberRow[],
  batch: BatchDraft,
  options: {
    onProgress?: (written: number, total: number) => void;
    /** The rows come on top of the list of the same day: nobody is missing because they are not in them. Default false. */
    isAddition?: boolean;
  } = {},
): Promise<SavedImport> {
  const { onProgress, isAddition = false } = options;
  const scope = await scopeOf(t, batch.unitId, batch.listedOn);
  if (scope.newest !== null && scope.newest > batch.listedOn)
    throw new AppError('conflict', 'a later list of these units is there already');
  const replaced = isAddition
    ? []
    : await undoListsOf(t, batch.listedOn, scope.unitIds === null ? null : [...scope.unitIds]);
  if (!isAddition) await removeEmptyBatches(t, batch.listedOn, batch.unitId);
  const plan = planOf(rows, batch, await listPresentPersons(t), scope, isAddition);
  reuseIds(plan, replaced);
  const difference = differenceOf(plan);
  const saved: ImportBatch = {
    ...batch,
    id: newId(),
    keptCount: rows.length,
    joinedCount: plan.isFirst ? 0 : difference.joined.length,
    leftCount: difference.left.length,
    changedCount: difference.changed.length,
  };
  await saveBatch(t, saved);
  await closeVersions(t, plan.closed, batch.listedOn);
  await insertVersions(t, saved.id, plan.drafts, (written) => onProgress?.(written, plan.drafts.length));
  return { batch: saved, difference };
}

/** The units that a list covers, and what covered them before. */
interface Scope {
  /** Null: every unit. */
  unitIds: ReadonlySet<string> | null;
  /** Day of the newest list that shares a unit with this one. */
  newest: DateOnly | null;
  /** Day of the newest list before this one that covered a unit; null where none did. */
  coveredOn(unitId: string): DateOnly | null;
}

async function scopeOf(db: Queryable, unitId: string | null, listedOn: DateOnly): Promise<Scope> {
  const tree = await listUnitTree(db);
  const parentOf = new Map(tree.map((unit) => [unit.id, unit.parentId]));
  const batches = await listAllBatches(db);
  const isBelow = (id: string, top: string | null): boolean => {
    if (top === null) return true;
    const seen = new Set<string>();
    for (let at: string | null = id; at !== null && !seen.has(at); at = parentOf.get(at) ?? null) {
      if (at === top) return true;
      seen.add(at);
    }
    return false;
  };
  const unitIds =
    unitId === null ? null : new Set(tree.map((unit) => unit.id).filter((id) => isBelow(id, unitId)));
  const days = new Map<string, DateOnly | null>();
  const touching = batches.filter(
    (batch) =>
      unitId === null ||
      batch.unitId === null ||
      isBelow(batch.unitId, unitId) ||
      isBelow(unitId, batch.unitId),
  );
  return {
    unitIds,
    newest: touching.reduce<DateOnly | null>(
      (newest, { listedOn }) => (newest === null || listedOn > newest ? listedOn : newest),
      null,
    ),
    coveredOn(id) {
      let day = days.get(id);
      if (day === undefined) {
        day =
          batches.filter((batch) => batch.listedOn < listedOn && isBelow(id, batch.unitId)).at(-1)
            ?.listedOn ?? null;
        days.set(id, day);
      }
      return day;
    },
  };
}

interface Plan {
  matches: readonly Match[];
  drafts: (VersionDraft & { known: KnownPerson | null; changed: readonly ComparedField[] })[];
  closed: string[];
  left: KnownPerson[];
  unchanged: number;
  isFirst: boolean;
}

function planOf(
  rows: readonly MemberRow[],
  batch: Pick<BatchDraft, 'listedOn' | 'fields'>,
  present: readonly KnownPerson[],
  scope: Scope,
  isAddition = false,
): Plan {
  const inScope = (person: KnownPerson): boolean => scope.unitIds?.has(person.row.unitId) ?? true;
  const matches = matchPersons(rows, present);
  const plan: Plan = { matches, drafts: [], closed: [], left: [], unchanged: 0, isFirst: true };
  const found = new Set<KnownPerson>();
  for (const { row, known } of matches) {
    if (!known) {
      const before = scope.coveredOn(row.unitId);
      if (before !== null) plan.isFirst = false;
      plan.drafts.push({
        personId: newId(),
        holdsFrom: before === null ? null : batch.listedOn,
        absentOn: before,
        row,
        known: null,
        changed: [],
      });
      continue;
    }
    plan.isFirst = false;
    found.add(known);
    const whole = withKnownFields(row, known.row, batch.fields);
    const changed = changedFields(whole, known.row);
    if (changed.length === 0 && !known.hasLaterEvents) {
      plan.unchanged++;
      continue;
    }
    plan.closed.push(known.versionId);
    plan.drafts.push({
      personId: known.personId,
      holdsFrom: batch.listedOn,
      absentOn: null,
      row: whole,
      known,
      changed,
    });
  }
  for (const person of present) {
    if (isAddition || found.has(person) || !inScope(person)) continue;
    plan.closed.push(person.versionId);
    // Those who had left already are no longer news.
    if (person.row.status !== 'left') plan.left.push(person);
  }
  return plan;
}

/** Gives persons of a list that this one replaces their ids again, so that what happened to them stays with them. */
function reuseIds(plan: Plan, replaced: readonly KnownPerson[]): void {
  if (replaced.length === 0) return;
  const fresh = plan.drafts.filter((draft) => draft.known === null);
  const matches = matchPersons(
    fresh.map((draft) => draft.row),
    replaced,
  );
  matches.forEach(({ known }, index) => {
    const draft = fresh[index];
    if (known && draft) draft.personId = known.personId;
  });
}

const differenceOf = (plan: Plan): ListDifference => ({
  joined: plan.drafts.filter((draft) => draft.known === null).map((draft) => draft.row),
  left: plan.left,
  changed: plan.drafts.flatMap(({ row, known, changed }) =>
    known && changed.length > 0 ? [{ row, known, fields: changed }] : [],
  ),
  unchanged: plan.unchanged,
});
