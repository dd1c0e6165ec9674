import type { DateOnly } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { symbolKey } from '../../text/symbols.ts';

/** A draft that a meeting adopted. */
export interface AdoptedDraft {
  id: string;
  ordinal: number;
  title: string;
  /** Who makes it ready; '' where nobody was named. */
  finisher: string;
  /** Who signs it. */
  signer: string;
  dueOn: DateOnly | null;
  /** '' while it is not issued. */
  issuedSymbol: string;
  revision: number;
}

/** A draft with the meeting that adopted it. */
export interface DraftRow extends AdoptedDraft {
  meetingId: string;
  unitName: string;
  heldOn: DateOnly;
}

/** What a meeting agreed about a post, by role only. */
export interface PersonnelItem {
  id: string;
  ordinal: number;
  content: string;
}

const isVisible = `($1::boolean OR m.unit_id = ANY($2::uuid[])) AND m.status <> 'cancelled'`;

/** Adds adopted drafts behind those of the meeting. */
export async function insertDrafts(
  t: Queryable,
  meetingId: string,
  drafts: readonly Pick<AdoptedDraft, 'id' | 'title' | 'finisher' | 'signer' | 'dueOn'>[],
): Promise<void> {
  for (const draft of drafts) {
    await t.query(
      `INSERT INTO adopted_draft (id, meeting_id, ordinal, title, finisher, signer, due_on)
       SELECT $1::uuid, $2::uuid, coalesce(max(ordinal), 0) + 1, $3::text, $4::text, $5::text, $6::date
       FROM adopted_draft WHERE meeting_id = $2::uuid`,
      [draft.id, meetingId, draft.title, draft.finisher, draft.signer, draft.dueOn],
    );
  }
}

/** Adopted drafts that the viewer may see, newest meeting first: of one meeting, of some units, or only those not issued. */
export async function listDrafts(
  db: Queryable,
  viewer: Viewer,
  filter: { meetingId?: string; unitIds?: readonly string[]; isOpen?: boolean; before?: DateOnly } = {},
): Promise<DraftRow[]> {
  const { rows } = await db.query<DraftRow>(
    `SELECT a.id, a.ordinal, a.title, a.finisher, a.signer, a.due_on AS "dueOn", a.issued_symbol AS "issuedSymbol",
            a.revision, m.id AS "meetingId", u.name AS "unitName", m.held_on AS "heldOn"
     FROM adopted_draft a JOIN meeting m ON m.id = a.meeting_id JOIN org_unit u ON u.id = m.unit_id
     WHERE ${isVisible} AND ($3::uuid IS NULL OR m.id = $3::uuid) AND ($4::uuid[] IS NULL OR m.unit_id = ANY($4::uuid[]))
       AND (NOT $5::boolean OR a.issued_symbol = '') AND ($6::date IS NULL OR m.held_on < $6::date)
     ORDER BY m.held_on DESC, m.id, a.ordinal LIMIT 200`,
    [
      seesAllUnits(viewer),
      viewer.unitIds,
      filter.meetingId ?? null,
      filter.unitIds ?? null,
      filter.isOpen ?? false,
      filter.before ?? null,
    ],
  );
  return rows;
}

/** Writes under which symbol a draft was issued; false where somebody else has changed it since. */
export async function issueDraft(
  t: Queryable,
  draft: Pick<AdoptedDraft, 'id' | 'revision'>,
  symbol: string,
): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE adopted_draft SET issued_symbol = $3, issued_key = $4, revision = revision + 1 WHERE id = $1 AND revision = $2`,
    [draft.id, draft.revision, symbol, symbolKey(symbol) ?? ''],
  );
  return affected === 1;
}

/** Adds a personnel item behind those of the meeting. The caller has made sure that it names no person. */
export async function insertPersonnelItem(
  t: Queryable,
  meetingId: string,
  item: Pick<PersonnelItem, 'id' | 'content'>,
): Promise<void> {
  await t.query(
    `INSERT INTO personnel_item (id, meeting_id, ordinal, content)
     SELECT $1::uuid, $2::uuid, coalesce(max(ordinal), 0) + 1, $3::text FROM personnel_item WHERE meeting_id = $2::uuid`,
    [item.id, meetingId, item.content],
  );
}

/** The personnel items of a meeting that the viewer may see. There is no list across meetings. */
export async function listPersonnelItems(
  db: Queryable,
  viewer: Viewer,
  meetingId: string,
): Promise<PersonnelItem[]> {
  const { rows } = await db.query<PersonnelItem>(
    `SELECT i.id, i.ordinal, i.content FROM personnel_item i JOIN meeting m ON m.id = i.meeting_id
     WHERE ${isVisible} AND m.id = $3 ORDER BY i.ordinal`,
    [seesAllUnits(viewer), viewer.unitIds, meetingId],
  );
  return rows;
}
