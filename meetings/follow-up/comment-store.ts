import type { DateOnly } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';

/** What became of a comment on congress papers: nothing yet, taken up, taken up in part, or kept with an explanation. */
export type CommentStatus = 'open' | 'accepted' | 'partly' | 'explained';

/** A comment on a section of congress papers. From a body, never from a person. */
export interface PaperComment {
  id: string;
  ordinal: number;
  /** 'Đánh giá kết quả nhiệm kỳ'; '' for the papers as a whole. */
  section: string;
  content: string;
  /** Whose comment it is: 'Ban Thường vụ Tỉnh ủy'. */
  body: string;
  status: CommentStatus;
  resolution: string;
  resolvedOn: DateOnly | null;
  revision: number;
  meetingId: string;
  unitName: string;
  heldOn: DateOnly;
}

/** Adds comments behind those of the meeting. */
export async function insertComments(
  t: Queryable,
  meetingId: string,
  comments: readonly Pick<PaperComment, 'id' | 'section' | 'content' | 'body'>[],
): Promise<void> {
  for (const comment of comments) {
    await t.query(
      `INSERT INTO paper_comment (id, meeting_id, ordinal, section, content, body, status)
       SELECT $1::uuid, $2::uuid, coalesce(max(ordinal), 0) + 1, $3::text, $4::text, $5::text, 'open'
       FROM paper_comment WHERE meeting_id = $2::uuid`,
      [comment.id, meetingId, comment.section, comment.content, comment.body],
    );
  }
}

const visibleComments = `SELECT c.id, c.ordinal, c.section, c.content, c.body, c.status, c.resolution,
    c.resolved_on AS "resolvedOn", c.revision, m.id AS "meetingId", u.name AS "unitName", m.held_on AS "heldOn"
  FROM paper_comment c JOIN meeting m ON m.id = c.meeting_id JOIN org_unit u ON u.id = m.unit_id
  WHERE ($1::boolean OR m.unit_id = ANY($2::uuid[])) AND m.status <> 'cancelled'`;

/** Comments that the viewer may see: of one meeting, of some units, or only those without a resolution. */
export async function listComments(
  db: Queryable,
  viewer: Viewer,
  filter: { meetingId?: string; unitIds?: readonly string[]; isOpen?: boolean } = {},
): Promise<PaperComment[]> {
  const { rows } = await db.query<PaperComment>(
    `${visibleComments} AND ($3::uuid IS NULL OR m.id = $3::uuid)
       AND ($4::uuid[] IS NULL OR m.unit_id = ANY($4::uuid[])) AND (NOT $5::boolean OR c.status = 'open')
     ORDER BY m.held_on DESC, m.id, c.ordinal LIMIT 500`,
    [
      seesAllUnits(viewer),
      viewer.unitIds,
      filter.meetingId ?? null,
      filter.unitIds ?? null,
      filter.isOpen ?? false,
    ],
  );
  return rows;
}

/** One comment that the viewer may see, or null. */
export async function getComment(db: Queryable, viewer: Viewer, id: string): Promise<PaperComment | null> {
  const { rows } = await db.query<PaperComment>(`${visibleComments} AND c.id = $3`, [
    seesAllUnits(viewer),
    viewer.unitIds,
    id,
  ]);
  return rows[0] ?? null;
}

/** Writes what became of a comment; false where somebody else has changed it since. */
export async function resolveComment(
  t: Queryable,
  comment: Pick<PaperComment, 'id' | 'revision'>,
  resolution: { status: CommentStatus; resolution: string; resolvedOn: DateOnly },
): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE paper_comment SET status = $3, resolution = $4, resolved_on = $5, revision = revision + 1
     WHERE id = $1 AND revision = $2`,
    [comment.id, comment.revision, resolution.status, resolution.resolution, resolution.resolvedOn],
  );
  return affected === 1;
}
