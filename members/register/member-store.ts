import { newId } from '../../core/ids.ts';
import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import type { KnownPerson } from './compare-lists.ts';
import type { ImportBatch, MemberRow } from './member.ts';
import { raiseRegisterVersion } from './version-store.ts';

/** A row of `member` to be written. */
export interface VersionDraft {
  personId: string;
  holdsFrom: string | null;
  absentOn: string | null;
  row: MemberRow;
}

/** Adds an import. */
export async function saveBatch(t: Queryable, batch: ImportBatch): Promise<void> {
  await t.query(
    `INSERT INTO import_batch (id, unit_id, file_name, listed_on, imported_at, imported_by, fields, kept_count,
                               rejected_count, joined_count, left_count, changed_count, is_demo)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      batch.id,
      batch.unitId,
      batch.fileName,
      batch.listedOn,
      batch.importedAt,
      batch.importedBy,
      json(batch.fields),
      batch.keptCount,
      batch.rejectedCount,
      batch.joinedCount,
      batch.leftCount,
      batch.changedCount,
      batch.isDemo,
    ],
  );
}

/** Adds rows of a list. `onProgress` hears how many are written. */
export async function insertVersions(
  t: Queryable,
  batchId: string,
  versions: readonly VersionDraft[],
  onProgress?: (written: number) => void,
): Promise<void> {
  // Arrays of one column each: a third of the text of rows with names, and read by the database in half the time.
  const batchSize = 4000;
  for (let start = 0; start < versions.length; start += batchSize) {
    const part = versions.slice(start, start + batchSize);
    const column = (read: (version: VersionDraft) => string | null) => part.map((each) => read(each) ?? '');
    await t.query(
      `INSERT INTO member (id, person_id, batch_id, holds_from, absent_on, unit_id, name, sex, birth_date,
         admission_decision_date, admission_ceremony_date, confirmation_date, standing, status, left_date,
         occupation_group, schooling, professional_level, theory_level, is_ethnic_minority, badges,
         party_age_correction_months)
       SELECT id, person_id, $1::uuid, NULLIF(holds_from, '')::date, NULLIF(absent_on, '')::date, unit_id, name,
         NULLIF(sex, ''), NULLIF(birth, ''), NULLIF(decision, ''), NULLIF(ceremony, ''), NULLIF(confirmation, ''),
         standing, status, NULLIF(left_on, ''), NULLIF(occupation, ''), NULLIF(schooling, ''),
         NULLIF(professional, ''), NULLIF(theory, ''), NULLIF(minority, '')::boolean, badges::jsonb, months
       FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[],
         $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[],
         $18::text[], $19::text[], $20::text[], $21::text[], $22::integer[])
         AS r (id, person_id, holds_from, absent_on, unit_id, name, sex, birth, decision, ceremony, confirmation,
           standing, status, left_on, occupation, schooling, professional, theory, minority, badges, months)`,
      [
        batchId,
        part.map(() => newId()),
        column((each) => each.personId),
        column((each) => each.holdsFrom),
        column((each) => each.absentOn),
        column(({ row }) => row.unitId),
        column(({ row }) => row.name),
        column(({ row }) => row.sex),
        column(({ row }) => row.birthDate),
        column(({ row }) => row.admissionDecisionDate),
        column(({ row }) => row.admissionCeremonyDate),
        column(({ row }) => row.confirmationDate),
        column(({ row }) => row.standing),
        column(({ row }) => row.status),
        column(({ row }) => row.leftDate),
        column(({ row }) => row.occupationGroup),
        column(({ row }) => row.schooling),
        column(({ row }) => row.professionalLevel),
        column(({ row }) => row.theoryLevel),
        column(({ row }) => (row.isEthnicMinority === null ? null : String(row.isEthnicMinority))),
        column(({ row }) => json(row.badges)),
        part.map(({ row }) => row.partyAgeCorrectionMonths),
      ],
    );
    onProgress?.(Math.min(start + batchSize, versions.length));
  }
  await raiseRegisterVersion(t, 'persons');
}

/** Ends rows: from `on` they no longer hold. */
export async function closeVersions(t: Queryable, ids: readonly string[], on: string): Promise<void> {
  const batchSize = 5000;
  for (let start = 0; start < ids.length; start += batchSize)
    await t.query('UPDATE member SET holds_until = $2 WHERE id = ANY($1::uuid[])', [
      ids.slice(start, start + batchSize),
      on,
    ]);
  if (ids.length > 0) await raiseRegisterVersion(t, 'persons');
}

/**
 * Takes back what a list of the same day said before, so that a list that was put right replaces it and does not stand
 * beside it: its rows go, those that it ended hold again. Returns the persons whom it brought, under their ids.
 */
export async function undoListsOf(
  t: Queryable,
  on: string,
  unitIds: readonly string[] | null,
): Promise<KnownPerson[]> {
  const { rows } = await t.query<KnownRow>(
    `DELETE FROM member m USING import_batch b
     WHERE b.id = m.batch_id AND b.listed_on = $1::date AND m.holds_until IS NULL
       AND ($2::boolean OR m.unit_id = ANY($3::uuid[]))
     RETURNING m.id, m.person_id, false AS has_later_events, ${knownColumns}`,
    [on, unitIds === null, unitIds ?? []],
  );
  await t.query(
    `UPDATE member m SET holds_until = NULL
     WHERE m.holds_until = $1::date
       AND ($2::boolean OR m.unit_id = ANY($3::uuid[]) OR m.person_id = ANY($4::uuid[]))
       AND NOT EXISTS (SELECT 1 FROM member n WHERE n.person_id = m.person_id AND n.holds_until IS NULL)`,
    [on, unitIds === null, unitIds ?? [], rows.map((row) => row.person_id)],
  );
  return rows.map(toKnown);
}

/** Removes imports of one day for one scope that have no rows left. */
export async function removeEmptyBatches(t: Queryable, on: string, unitId: string | null): Promise<void> {
  await t.query(
    `DELETE FROM import_batch b WHERE b.listed_on = $1::date AND b.unit_id IS NOT DISTINCT FROM $2::uuid
       AND NOT EXISTS (SELECT 1 FROM member m WHERE m.batch_id = b.id)`,
    [on, unitId],
  );
}

const knownColumns = `m.unit_id, m.name, m.sex, m.birth_date, m.admission_decision_date, m.admission_ceremony_date,
  m.confirmation_date, m.standing, m.status, m.left_date, m.occupation_group, m.schooling, m.professional_level,
  m.theory_level, m.is_ethnic_minority, m.badges, m.party_age_correction_months`;

/** Everyone whom the register has at present, with names: only for comparing with a new list. */
export async function listPresentPersons(t: Queryable): Promise<KnownPerson[]> {
  const { rows } = await t.query<KnownRow>(
    `SELECT m.id, m.person_id, ${knownColumns}, EXISTS (
       SELECT 1 FROM member_event e JOIN import_batch b ON b.id = m.batch_id
       WHERE e.person_id = m.person_id AND e.happened_on > b.listed_on
         AND e.kind IN ('transfer', 'transfer_in', 'transfer_out', 'exempt', 'exempt_end')) AS has_later_events
     FROM member m WHERE m.holds_until IS NULL`,
  );
  return rows.map(toKnown);
}

/** All imports, oldest list first; of two lists of one day the later import last. */
export async function listAllBatches(db: Queryable): Promise<ImportBatch[]> {
  const { rows } = await db.query<BatchRow>('SELECT * FROM import_batch ORDER BY listed_on, imported_at, id');
  return rows.map(toBatch);
}

/** The imports that the present members of these units come from, newest list first; empty `unitIds`: of the whole register. */
export async function listBatches(db: Queryable, unitIds: readonly string[]): Promise<ImportBatch[]> {
  const { rows } = await db.query<BatchRow>(
    `SELECT b.* FROM import_batch b
     WHERE EXISTS (SELECT 1 FROM member m WHERE m.batch_id = b.id AND m.holds_until IS NULL
                     AND ($1::boolean OR m.unit_id = ANY($2::uuid[])))
     ORDER BY b.listed_on DESC, b.imported_at DESC`,
    [unitIds.length === 0, unitIds],
  );
  return rows.map(toBatch);
}

/** Ids of units that have members of their own, for recognising questions about the office's own people. */
export async function listUnitIdsWithMembers(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ unit_id: string }>('SELECT DISTINCT unit_id FROM member');
  return rows.map((row) => row.unit_id);
}

/** How many members the register has at present: all, or those of `unitIds`. */
export async function countMembers(db: Queryable, unitIds: readonly string[] = []): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM member
     WHERE holds_until IS NULL AND ($1::boolean OR unit_id = ANY($2::uuid[]))`,
    [unitIds.length === 0, unitIds],
  );
  return rows[0]?.n ?? 0;
}

/** Rows of the past whose names are due to be taken away: those that ended before `before`. */
export async function countDueNames(db: Queryable, before: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    'SELECT count(*)::integer AS n FROM member WHERE holds_until < $1::date AND name IS NOT NULL',
    [before],
  );
  return rows[0]?.n ?? 0;
}

/** Takes the names out of rows that ended before `before`; counts of their time stay what they are. */
export async function removeDueNames(t: Queryable, before: string): Promise<number> {
  const { affected } = await t.query(
    'UPDATE member SET name = NULL WHERE holds_until < $1::date AND name IS NOT NULL',
    [before],
  );
  return affected;
}

/** Removes every row of every list in these units (null: all), and imports that are left without rows. */
export async function forgetMembers(t: Queryable, unitIds: readonly string[] | null): Promise<number> {
  const { affected } = await t.query('DELETE FROM member WHERE $1::boolean OR unit_id = ANY($2::uuid[])', [
    unitIds === null,
    unitIds ?? [],
  ]);
  await t.query(
    'DELETE FROM import_batch b WHERE NOT EXISTS (SELECT 1 FROM member m WHERE m.batch_id = b.id)',
  );
  if (affected > 0) await raiseRegisterVersion(t, 'persons');
  return affected;
}

/** Removes members and imports of the demo data. */
export async function removeDemoMembers(t: Queryable): Promise<number> {
  const { affected } = await t.query(
    'DELETE FROM member WHERE batch_id IN (SELECT id FROM import_batch WHERE is_demo)',
  );
  await t.query('DELETE FROM import_batch WHERE is_demo');
  if (affected > 0) await raiseRegisterVersion(t, 'persons');
  return affected;
}

/** The facts of a person as they stand in a row. */
interface FactRow {
  unit_id: string;
  sex: MemberRow['sex'];
  birth_date: string | null;
  admission_decision_date: string | null;
  admission_ceremony_date: string | null;
  confirmation_date: string | null;
  standing: MemberRow['standing'];
  status: MemberRow['status'];
  left_date: string | null;
  occupation_group: MemberRow['occupationGroup'];
  schooling: MemberRow['schooling'];
  professional_level: MemberRow['professionalLevel'];
  theory_level: MemberRow['theoryLevel'];
  is_ethnic_minority: boolean | null;
  badges: number[] | null;
  party_age_correction_months: number;
}

interface KnownRow extends FactRow {
  id: string;
  person_id: string;
  name: string | null;
  has_later_events: boolean;
}

/** Most people have no badge yet: one list for all of them. */
const noBadges: readonly number[] = [];

const toFacts = (row: FactRow): Omit<MemberRow, 'name'> => ({
  unitId: row.unit_id,
  sex: row.sex,
  birthDate: row.birth_date,
  admissionDecisionDate: row.admission_decision_date,
  admissionCeremonyDate: row.admission_ceremony_date,
  confirmationDate: row.confirmation_date,
  standing: row.standing,
  status: row.status,
  leftDate: row.left_date,
  occupationGroup: row.occupation_group,
  schooling: row.schooling,
  professionalLevel: row.professional_level,
  theoryLevel: row.theory_level,
  isEthnicMinority: row.is_ethnic_minority,
  badges: row.badges ?? noBadges,
  partyAgeCorrectionMonths: row.party_age_correction_months,
});

const toKnown = (row: KnownRow): KnownPerson => ({
  versionId: row.id,
  personId: row.person_id,
  row: { name: row.name, ...toFacts(row) },
  hasLaterEvents: row.has_later_events,
});

interface BatchRow {
  id: string;
  unit_id: string | null;
  file_name: string;
  listed_on: string;
  imported_at: string;
  imported_by: string | null;
  fields: ImportBatch['fields'];
  kept_count: number;
  rejected_count: number;
  joined_count: number;
  left_count: number;
  changed_count: number;
  is_demo: boolean;
}

const toBatch = (row: BatchRow): ImportBatch => ({
  id: row.id,
  unitId: row.unit_id,
  fileName: row.file_name,
  listedOn: row.listed_on,
  importedAt: row.imported_at,
  importedBy: row.imported_by,
  fields: row.fields,
  keptCount: row.kept_count,
  rejectedCount: row.rejected_count,
  joinedCount: row.joined_count,
  leftCount: row.left_count,
  changedCount: row.changed_count,
  isDemo: row.is_demo,
});
