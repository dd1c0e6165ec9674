import { recordAudit } from '../../../access/audit-store.ts';
import { localViewer } from '../../../core/viewer.ts';
import type { Queryable } from '../../../db/database.ts';
import * as words from '../../../prompts/curated.ts';
import { agreeInAccents, isStillSo, questionKey, standingOf } from '../../../rag/kept/curated.ts';
import { findCurated, withdrawCurated, type CuratedAnswer } from '../../../rag/kept/curated-store.ts';
import type { Quote } from '../../../rag/types.ts';
import type { Block, TurnContext } from '../../types.ts';
import { text } from './ask-blocks.ts';
import { quotesOf, type Standing } from './ask-sources.ts';

/* The approved answer to a question, as long as its sources say what they said when it was approved. */

/** What was found for a question. */
export interface CuratedFound {
  /** In use, with everything it quotes visible to who asks; null: the question is answered anew. */
  answer: CuratedAnswer | null;
  quotes: readonly Quote[];
  /** Approved answers whose sources have changed: to be withdrawn with this turn. */
  stale: readonly CuratedAnswer[];
}

/** Looks for an approved answer to `question`. Sources are compared as the office sees them, shown as the viewer does. */
export async function findCuratedAnswer(
  context: TurnContext,
  standing: Standing | undefined,
  question: string,
): Promise<CuratedFound> {
  const key = questionKey(question);
  const candidates = key === null ? [] : await findCurated(context.db, key);
  const stale: CuratedAnswer[] = [];
  for (const candidate of candidates) {
    if (!agreeInAccents(candidate.question, question)) continue;
    if (!(await hasSameStanding(context, standing, candidate))) {
      stale.push(candidate);
      continue;
    }
    const quotes = await quotesOf(context, standing, candidate.citations);
    if (quotes.length === candidate.citations.length) return { answer: candidate, quotes, stale };
  }
  return { answer: null, quotes: [], stale };
}

/** Whether every source is there and stands as it did. */
export async function hasSameStanding(
  context: Pick<TurnContext, 'db' | 'today'>,
  standing: Standing | undefined,
  answer: Pick<CuratedAnswer, 'citations'>,
): Promise<boolean> {
  const office = { db: context.db, today: context.today, viewer: localViewer };
  const now = await quotesOf(office, standing, answer.citations);
  return (
    now.length > 0 &&
    now.length === answer.citations.length &&
    now.every((quote, at) => {
      const { passage, charFrom, charTo, text: quoted } = quote;
      // A document that was read anew may keep its passages' ids only where their words are the same.
      const slice = passage.text.slice(charFrom - passage.charFrom, charTo - passage.charFrom);
      return slice === quoted && isStillSo(answer.citations[at]?.standing ?? '', standingOf(quote));
    })
  );
}

/** The words above an approved answer, and its own. */
export const curatedLead = (answer: CuratedAnswer): Block[] => [
  text(words.approvedNote(answer.approvedByName, answer.approvedAt.slice(0, 10))),
  text(answer.lead),
  ...(answer.computed === null ? [] : [text(answer.computed)]),
];

/** Takes answers out of use whose sources have changed; nobody's act, so the event names nobody. */
export async function withdrawStale(
  t: Queryable,
  stale: readonly Pick<CuratedAnswer, 'id'>[],
  at: string,
): Promise<void> {
  for (const { id } of stale) {
    if (!(await withdrawCurated(t, id, { reason: 'changed', at, by: null }))) continue;
    await recordAudit(t, {
      at,
      accountId: null,
      action: 'curated.expire',
      entity: 'curated_answer',
      entityId: id,
    });
  }
}
