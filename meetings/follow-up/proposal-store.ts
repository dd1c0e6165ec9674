import type { DateOnly } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import type { NewProposal, Proposal, ProposalStatus } from './proposal.ts';
import { basisKeysOf } from './task.ts';

/** Where proposals were raised: at a meeting, or by a unit on a day. */
export type ProposalOrigin = { meetingId: string } | { unitId: string; raisedOn: DateOnly };

/** Inserts proposals behind those of the same meeting, in their order. */
export async function insertProposals(
  t: Queryable,
  proposals: readonly (NewProposal & { id: string })[],
  origin: ProposalOrigin,
  by: { accountId: string | null; at: string },
): Promise<void> {
  const [meetingId, unitId, raisedOn] =
    'meetingId' in origin ? [origin.meetingId, null, null] : [null, origin.unitId, origin.raisedOn];
  for (const proposal of proposals) {
    await t.query(
      `INSERT INTO proposal (id, meeting_id, unit_id, raised_on, ordinal, content, proposer, addressee, status, basis,
                             basis_keys, created_by, created_at)
       SELECT $1::uuid, $2::uuid, $3::uuid, $4::date, coalesce(max(ordinal), 0) + 1, $5::text, $6::text, $7::text,
              'raised', $8::jsonb, $9::jsonb, $10::uuid, $11::timestamptz
       FROM proposal
       WHERE CASE WHEN $2::uuid IS NULL THEN unit_id = $3::uuid AND raised_on = $4::date ELSE meeting_id = $2::uuid END`,
      [
        proposal.id,
        meetingId,
        unitId,
        raisedOn,
        proposal.content,
        proposal.proposer,
        proposal.addressee,
        json(proposal.basis),
        json(basisKeysOf(proposal.basis)),
        by.accountId,
        by.at,
      ],
    );
  }
}

// $1: sees every unit, $2: units of the viewer.
const visibleProposals = `FROM proposal p LEFT JOIN meeting m ON m.id = p.meeting_id
  JOIN org_unit u ON u.id = coalesce(m.unit_id, p.unit_id)
  WHERE ($1::boolean OR u.id = ANY($2::uuid[])) AND (m.id IS NULL OR m.status <> 'cancelled')`;
const columns = `p.id, p.ordinal, p.meeting_id AS "meetingId", u.id AS "unitId", u.name AS "unitName",
  coalesce(m.held_on, p.raised_on) AS "raisedOn", p.content, p.proposer, p.addressee, p.status, p.opinion,
  p.opinion_by AS "opinionBy", p.directive, p.directive_by AS "directiveBy", p.directive_on AS "directiveOn", p.reply,
  p.reply_by AS "replyBy", p.replied_on AS "repliedOn", p.basis, p.basis_keys AS "basisKeys", p.revision`;

/** Which proposals to list. What is absent does not narrow. */
export interface ProposalFilter {
  statuses?: readonly ProposalStatus[];
  meetingId?: string;
  unitIds?: readonly string[];
  basisKeys?: readonly string[];
  before?: DateOnly;
  limit?: number;
}

/** Proposals that the viewer may see, oldest first, those of a meeting in their order; `total` counts beyond the limit (20). */
export async function findProposals(
  db: Queryable,
  viewer: Viewer,
  filter: ProposalFilter = {},
): Promise<{ proposals: Proposal[]; total: number }> {
  const { rows } = await db.query<Proposal & { total: number }>(
    `SELECT ${columns}, count(*) OVER () AS total ${visibleProposals}
       AND ($3::text[] IS NULL OR p.status = ANY($3::text[]))
       AND ($4::uuid IS NULL OR p.meeting_id = $4::uuid)
       AND ($5::uuid[] IS NULL OR u.id = ANY($5::uuid[]))
       AND ($6::text[] IS NULL OR p.basis_keys ?| $6::text[])
       AND ($7::date IS NULL OR coalesce(m.held_on, p.raised_on) < $7::date)
     ORDER BY coalesce(m.held_on, p.raised_on), u.name, p.ordinal, p.id LIMIT $8`,
    [
      seesAllUnits(viewer),
      viewer.unitIds,
      filter.statuses ?? null,
      filter.meetingId ?? null,
      filter.unitIds ?? null,
      filter.basisKeys ?? null,
      filter.before ?? null,
      filter.limit ?? 20,
    ],
  );
  return { proposals: rows.map(({ total: _, ...proposal }) => proposal), total: rows[0]?.total ?? 0 };
}

/** One proposal that the viewer may see, or null. */
export async function getProposal(db: Queryable, viewer: Viewer, id: string): Promise<Proposal | null> {
  const { rows } = await db.query<Proposal>(`SELECT ${columns} ${visibleProposals} AND p.id = $3`, [
    seesAllUnits(viewer),
    viewer.unitIds,
    id,
  ]);
  return rows[0] ?? null;
}

/** What becomes of a proposal; what is absent stays. */
export type ProposalChange = { status: ProposalStatus } & Partial<
  Pick<
    Proposal,
    'opinion' | 'opinionBy' | 'directive' | 'directiveBy' | 'directiveOn' | 'reply' | 'replyBy' | 'repliedOn'
  >
>;

/** Changes a proposal as it was at `revision`; false where somebody else has changed it since. */
export async function changeProposal(
  t: Queryable,
  proposal: Pick<Proposal, 'id' | 'revision'>,
  change: ProposalChange,
): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE proposal SET revision = revision + 1, status = $3,
       opinion = coalesce($4::text, opinion), opinion_by = coalesce($5::text, opinion_by),
       directive = coalesce($6::text, directive), directive_by = coalesce($7::text, directive_by),
       directive_on = coalesce($8::date, directive_on),
       reply = coalesce($9::text, reply), reply_by = coalesce($10::text, reply_by),
       replied_on = coalesce($11::date, replied_on)
     WHERE id = $1 AND revision = $2`,
    [
      proposal.id,
      proposal.revision,
      change.status,
      change.opinion ?? null,
      change.opinionBy ?? null,
      change.directive ?? null,
      change.directiveBy ?? null,
      change.directiveOn ?? null,
      change.reply ?? null,
      change.replyBy ?? null,
      change.repliedOn ?? null,
    ],
  );
  return affected === 1;
}
