import type { Database } from '../db/database.ts';
import { moveChatRole } from './chat-role-store.ts';
import { moveDialogue } from './dialogue-store.ts';
import { moveEvents } from './inbox-store.ts';
import { moveReplies } from './outbox-store.ts';
import { laneOf, type Address } from './types.ts';

/**
 * A chat goes on under another id (a group that became a supergroup): what is unanswered or unsent there, what its options stand for,
 * its dialogue and what is allowed in it follow. Harmless when called twice.
 */
export async function moveChat(db: Database, fromLane: string, to: Address): Promise<void> {
  const lane = laneOf(to);
  if (lane === fromLane) return;
  await db.tx(async (t) => {
    await moveEvents(t, fromLane, to);
    await moveReplies(t, fromLane, to);
    await moveDialogue(t, fromLane, lane);
    await moveChatRole(t, fromLane, lane);
  });
}
