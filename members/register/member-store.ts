import { newId } from '../../core/ids.ts';
import type { Viewer } from '../../core/viewer.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import type { CountedMember } from '../statistics/compute.ts';
import type { ImportBatch, MemberRow } from './member.ts';

/** What the caller says of an import; id and counts come from the import itself. */
export type BatchDraft = Omit<ImportBatch, 'id' | 'keptCount'>;

/**
 * Replaces the working copy by `rows`, in the caller's transaction: the whole register, or, where `batch.unitId` names
 * a unit, the members of that unit and all below it. Returns the batch; the caller adds the audit event.
 */
export async function importRegister(
  t: Queryable,
  rows: readonly MemberRow[],
  batch: BatchDraft,
): Promise<ImportBatch> {
  const saved: ImportBatch = { ...batch, id: newId(), keptCount: rows.length };
  if (batch.unitId === null) await t.query('DELETE FROM member');
  else
    await t.query(
      `WITH RECURSIVE below AS (
         SELECT id FROM org_unit WHERE id = $1
         UNION
         SELECT c.id FROM org_unit c JOIN below b ON c.parent_id = b.id
       )
       DELETE FROM member WHERE unit_id IN (SELECT id FROM below)`,
      [batch.unitId],
    );
  await t.query(
    `INSERT INTO import_batch (id, unit_id, file_name, listed_on, imported_at, imported_by, fields, kept_count,
                               rejected_count, is_demo)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      saved.id,
      saved.unitId,
      saved.fileName,
      saved.listedOn,
      saved.importedAt,
      saved.importedBy,
      json(saved.fields),
      saved.keptCount,
      saved.rejectedCount,
      saved.isDemo,
    ],
  );
  const batchSize = 100;
  for (let start = 0; start < rows.length; start += batchSize)
    await insertMembers(t, saved.id, rows.slice(start, start + batchSize));
  return saved;
}

async function insertMembers(t: Queryable, batchId: string, rows: readonly MemberRow[]): Promise<void> {
  const members = rows.map(({ badges, ...row }) => ({ id: newId(), batchId, badges, ...row }));
  await t.query(
    `INSERT INTO member (id, batch_id, unit_id, name, sex, birth_date, admission_decision_date,
       admission_ceremony_date, confirmation_date, standing, status, left_date, occupation_group, schooling,
       professional_level, theory_level, is_ethnic_minority, party_age_correction_months)
     SELECT r.id, r."batchId", r."unitId", r.name, r.sex, r."birthDate", r."admissionDecisionDate",
       r."admissionCeremonyDate", r."confirmationDate", r.standing, r.status, r."leftDate", r."occupationGroup",
       r.schooling, r."professionalLevel", r."theoryLevel", r."isEthnicMinority", r."partyAgeCorrectionMonths"
     FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "batchId" uuid, "unitId" uuid, name text, sex text,
       "birthDate" text, "admissionDecisionDate" text, "admissionCeremonyDate" text, "confirmationDate" text,
       standing text, status text, "leftDate" text, "occupationGroup" text, schooling text,
       "professionalLevel" text, "theoryLevel" text, "isEthnicMinority" boolean, "partyAgeCorrectionMonths" integer)`,
    [json(members)],
  );
  const badges = members.flatMap((member) =>
    member.badges.map((level) => ({ id: newId(), memberId: member.id, level })),
  );
  if (badges.length === 0) return;
  await t.query(
    `INSERT INTO member_event (id, member_id, kind, level)
     SELECT r.id, r."memberId", 'badge', r.level
     FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "memberId" uuid, level integer)`,
    [json(badges)],
  );
}

/**
 * What a count needs of each member of `unitIds` that the viewer may see: no names, no ids. An empty `unitIds` means
 * every unit the viewer may see.
 */
export async function listCountedMembers(
  db: Queryable,
  viewer: Viewer,
  unitIds: readonly string[],
): Promise<CountedMember[]> {
  const { rows } = await db.query<CountedRow>(
    `WITH RECURSIVE visible AS (
       SELECT id FROM org_unit WHERE $1::boolean OR id = ANY($2::uuid[])
       UNION
       SELECT c.id FROM org_unit c JOIN visible v ON c.parent_id = v.id
     )
     SELECT m.unit_id, m.sex, m.birth_date, m.admission_decision_date, m.admission_ceremony_date,
            m.confirmation_date, m.standing, m.status, m.left_date, m.theory_level, m.is_ethnic_minority
     FROM member m JOIN visible v ON v.id = m.unit_id
     WHERE $3::boolean OR m.unit_id = ANY($4::uuid[])`,
    [seesAllUnits(viewer), viewer.unitIds, unitIds.length === 0, unitIds],
  );
  return rows.map((row) => ({
    unitId: row.unit_id,
    sex: row.sex,
    birthDate: row.birth_date,
    admissionDate: row.admission_ceremony_date ?? row.admission_decision_date,
    confirmationDate: row.confirmation_date,
    standing: row.standing,
    status: row.status,
    leftDate: row.left_date,
    theoryLevel: row.theory_level,
    isEthnicMinority: row.is_ethnic_minority,
  }));
}

/** The imports that the members of these units come from, newest list first; empty `unitIds`: of the whole register. */
export async function listBatches(db: Queryable, unitIds: readonly string[]): Promise<ImportBatch[]> {
  const { rows } = await db.query<BatchRow>(
    `SELECT b.* FROM import_batch b
     WHERE EXISTS (SELECT 1 FROM member m WHERE m.batch_id = b.id AND ($1::boolean OR m.unit_id = ANY($2::uuid[])))
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

/** How many members the next import would replace: all, or those of `unitIds`. */
export async function countMembers(db: Queryable, unitIds: readonly string[] = []): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    'SELECT count(*)::integer AS n FROM member WHERE $1::boolean OR unit_id = ANY($2::uuid[])',
    [unitIds.length === 0, unitIds],
  );
  return rows[0]?.n ?? 0;
}

/** Removes members and imports of the demo data. */
export async function removeDemoMembers(t: Queryable): Promise<number> {
  const { affected } = await t.query(
    'DELETE FROM member WHERE batch_id IN (SELECT id FROM import_batch WHERE is_demo)',
  );
  await t.query('DELETE FROM import_batch WHERE is_demo');
  return affected;
}

interface CountedRow {
  unit_id: string;
  sex: CountedMember['sex'];
  birth_date: string | null;
  admission_decision_date: string | null;
  admission_ceremony_date: string | null;
  confirmation_date: string | null;
  standing: CountedMember['standing'];
  status: CountedMember['status'];
  left_date: string | null;
  theory_level: CountedMember['theoryLevel'];
  is_ethnic_minority: boolean | null;
}

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
  isDemo: row.is_demo,
});
