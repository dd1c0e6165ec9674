import type { DateOnly } from '../../core/clock.ts';
import type { Queryable } from '../../db/database.ts';
import { standingsAt } from '../validity/validity-store.ts';
import { isStillSo, standingOf } from './curated.ts';
import { listCuratedInUse, type CuratedAnswer } from './curated-store.ts';

/**
 * The approved answers in use of which a source no longer stands as it did at approval. Asked in the transaction that
 * stores a document, so that what that document replaces or amends is given up together with it; a change that begins
 * on a later day is noticed when the answer is next asked for.
 */
export async function curatedOutOfForce(t: Queryable, day: DateOnly): Promise<CuratedAnswer[]> {
  const inUse = await listCuratedInUse(t);
  const citations = inUse.flatMap((answer) => answer.citations.map((citation) => ({ answer, citation })));
  const standings = await standingsAt(
    t,
    citations.map(({ citation }) => citation),
    day,
  );
  const ended = new Set<CuratedAnswer>();
  for (const [at, { answer, citation }] of citations.entries()) {
    const now = standings[at];
    if (!now || !isStillSo(citation.standing, standingOf(now))) ended.add(answer);
  }
  return [...ended];
}
