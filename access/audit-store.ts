import { newId } from '../core/ids.ts';
import { localViewer } from '../core/viewer.ts';
import { json } from '../db/database.ts';
import type { Queryable } from '../db/database.ts';

/** Something that was done. `details` holds ids, counts and names of fields: never texts, names of people or secrets. */
export interface AuditEvent {
  /** When, as ISO string. */
  at: string;
  /** Who; null for the system itself or for a command on the office's own machine. */
  accountId: string | null;
  /** What, noun-verb: 'meeting.log', 'document.ingest', 'account.disable'. */
  action: string;
  /** The kind of thing it was done to, and which. */
  entity: string;
  entityId?: string | null;
  details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

/** Adds an event to the trail; in the transaction of the change itself, so that neither is there without the other. */
export async function recordAudit(t: Queryable, event: AuditEvent): Promise<void> {
  await t.query(
    `INSERT INTO audit_event (id, at, account_id, action, entity, entity_id, details)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      newId(),
      event.at,
      event.accountId === localViewer.accountId ? null : event.accountId,
      event.action,
      event.entity,
      event.entityId ?? null,
      json(event.details ?? {}),
    ],
  );
}

/** The trail of one thing, oldest first. */
export async function auditTrail(db: Queryable, entity: string, entityId: string): Promise<AuditEvent[]> {
  const { rows } = await db.query<AuditEvent>(
    `SELECT at, account_id AS "accountId", action, entity, entity_id AS "entityId", details
     FROM audit_event WHERE entity = $1 AND entity_id = $2 ORDER BY at, id`,
    [entity, entityId],
  );
  return rows;
}

/** What one account did, the latest first, at most `limit`. */
export async function auditOf(db: Queryable, accountId: string, limit: number): Promise<AuditEvent[]> {
  const { rows } = await db.query<AuditEvent>(
    `SELECT at, account_id AS "accountId", action, entity, entity_id AS "entityId", details
     FROM audit_event WHERE account_id::text = $1 ORDER BY at DESC, id LIMIT $2`,
    [accountId, limit],
  );
  return rows;
}

/** Every look at a list of persons since `since`, the latest first: who, which list, how many. */
export async function listLooks(
  db: Queryable,
  since: string,
  limit: number,
): Promise<(AuditEvent & { name: string | null })[]> {
  const { rows } = await db.query<AuditEvent & { name: string | null }>(
    `SELECT e.at, e.account_id AS "accountId", e.action, e.entity, e.entity_id AS "entityId", e.details, a.name
     FROM audit_event e LEFT JOIN account a ON a.id = e.account_id
     WHERE e.action = 'persons.listed' AND e.at >= $1 ORDER BY e.at DESC, e.id LIMIT $2`,
    [since, limit],
  );
  return rows;
}

/** Which events of the trail to list; what is absent does not narrow. */
export interface AuditFilter {
  /** Null: what the system or the office's own machine did. */
  accountId?: string | null;
  /** First parts of the action's name: 'meeting', 'task'. */
  kinds?: readonly string[];
  /** ISO instants; `before` itself is outside. */
  since?: string;
  before?: string;
}

/** Events of the trail, the latest first, with the name of who did it; `total` counts beyond the page. */
export async function listAudit(
  db: Queryable,
  filter: AuditFilter,
  page: { limit: number; offset: number },
): Promise<{ events: (AuditEvent & { name: string | null })[]; total: number }> {
  const where = `($1::boolean OR e.account_id IS NOT DISTINCT FROM $2::uuid)
    AND ($3::text[] IS NULL OR split_part(e.action, '.', 1) = ANY($3::text[]))
    AND ($4::timestamptz IS NULL OR e.at >= $4::timestamptz) AND ($5::timestamptz IS NULL OR e.at < $5::timestamptz)`;
  const values = [
    filter.accountId === undefined,
    filter.accountId ?? null,
    filter.kinds ?? null,
    filter.since ?? null,
    filter.before ?? null,
  ];
  const counted = await db.query<{ n: number }>(
    `SELECT count(*) AS n FROM audit_event e WHERE ${where}`,
    values,
  );
  const { rows } = await db.query<AuditEvent & { name: string | null }>(
    `SELECT e.at, e.account_id AS "accountId", e.action, e.entity, e.entity_id AS "entityId", e.details, a.name
     FROM audit_event e LEFT JOIN account a ON a.id = e.account_id
     WHERE ${where} ORDER BY e.at DESC, e.id LIMIT $6 OFFSET $7`,
    [...values, page.limit, page.offset],
  );
  return { events: rows, total: counted.rows[0]?.n ?? 0 };
}
