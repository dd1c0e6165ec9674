import type { Queryable } from '../../../db/database.ts';
import * as words from '../../../prompts/curated.ts';
import { curatedOutOfForce } from '../../../rag/kept/curated-standing.ts';
import type { Block, TurnContext } from '../../types.ts';
import { withdrawStale } from '../ask/curated-reply.ts';
import { text } from './document-dialogue.ts';

/**
 * Takes approved answers out of use, in the transaction that stores a document, whose sources it replaced or changed;
 * returns what is said of that to who stored it.
 */
export async function withdrawOutOfForce(
  t: Queryable,
  { now, today }: Pick<TurnContext, 'now' | 'today'>,
): Promise<Block[]> {
  const stale = await curatedOutOfForce(t, today);
  await withdrawStale(t, stale, now.toISOString());
  return stale.length === 0 ? [] : [text(words.withdrawnBySource(stale.map(({ question }) => question)))];
}
