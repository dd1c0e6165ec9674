import { findAccount } from '../../../access/account-store.ts';
import { viewerFor } from '../../../access/viewer.ts';
import { dateIn, timeIn, type Clock, type DateOnly } from '../../../core/clock.ts';
import type { Logger } from '../../../core/logger.ts';
import type { Database } from '../../../db/database.ts';
import { recipientsOf, type DueItem } from '../../../meetings/calendar/due.ts';
import { gatherDue, officeDays } from '../../../meetings/calendar/gather.ts';
import { wasAnyPlanChanged } from '../../../meetings/calendar/plan-store.ts';
import { isDigestTime, maySend } from '../../../meetings/calendar/reminder-settings.ts';
import {
  forgetTold,
  remindedPeople,
  takeItems,
  takeRound,
  type Reminded,
} from '../../../meetings/calendar/reminder-store.ts';
import { addNotice, openReplies, type OpenReply } from '../../outbox-store.ts';
import { latestPrivateChats } from '../../recipient-store.ts';
import type { Address } from '../../types.ts';
import { digestBlocks, urgentBlocks } from './reminder-blocks.ts';

/*
 * Reminders leave by a worker that looks every minute. What is due is computed from the data and stored nowhere before
 * it is told, so nothing can get lost; what is told is noted in the transaction that puts the message into the outbox,
 * under keys that only one of several processes can take, so nothing is told twice:
 *
 *   compute ── take the day and the items ── message into the outbox ── commit ── send
 *      killed here: the next look computes the same              killed here: the outbox row is sent by the next look
 */

export interface ReminderDeps {
  db: Database;
  clock: Clock;
  logger: Logger;
  /** Default Asia/Ho_Chi_Minh. */
  timeZone?: string;
  /** Channels that this process sends over; somebody whose last chat is on another is told in their last one here. */
  channels: readonly { id: string; dropsRepeats?: boolean }[];
  /** Hands a committed message to the delivery. */
  deliver(reply: OpenReply): void;
  /** Between two looks. Default 60 000. */
  everyMs?: number;
}

/** Tells people what is due for as long as it runs. */
export interface ReminderWorker {
  start(): void;
  /** One look: tells what is due now. Returns how many messages it put into the outbox. */
  look(): Promise<number>;
  /** Resolves when the look that is under way has ended. */
  stop(): Promise<void>;
}

const dayMs = 24 * 60 * 60 * 1000;
/** How long what was told is remembered: longer than anything can stay due. */
const rememberedDays = 800;
/** A committed reminder that nobody sent for so long was left by a process that died. */
const orphanedMs = 2 * 60_000;
const keyHead = 'reminder:';
/** A change of a plan is told for some days (`due.ts`); a weekend may lie between. */
const changeMs = 7 * dayMs;

export function createReminderWorker(deps: ReminderDeps): ReminderWorker {
  const { db, clock, logger } = deps;
  const zone = deps.timeZone ?? 'Asia/Ho_Chi_Minh';
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<number> | null = null;
  let sweptOn: DateOnly | null = null;

  async function lookOnce(): Promise<number> {
    const now = clock.now();
    const today = dateIn(now, zone);
    const time = timeIn(now, zone);
    await sendOrphans(now);
    const days = await officeDays(db);
    const isDayOff = days.isOff(today);
    const people = await remindedPeople(db, today);
    const awake = people.filter(({ settings }) => maySend(settings, time, isDayOff));
    if (awake.length === 0) return 0;
    const isWaiting = (person: Reminded): boolean =>
      !person.isDone && isDigestTime(person.settings, time, isDayOff);
    // Most looks find every digest told and no plan changed; they end here.
    const since = new Date(now.getTime() - changeMs).toISOString();
    const isChanged = await wasAnyPlanChanged(db, since);
    if (!awake.some(isWaiting) && !isChanged) return 0;
    if (sweptOn !== today) {
      await forgetTold(db, new Date(now.getTime() - rememberedDays * dayMs).toISOString());
      sweptOn = today;
    }
    const chats = new Map(
      (
        await latestPrivateChats(
          db,
          deps.channels.map(({ id }) => id),
        )
      ).map(({ accountId, address }) => [accountId, address]),
    );
    // Who never wrote cannot be told, and waits all day.
    if (!awake.some((person) => isWaiting(person) && chats.has(person.accountId)) && !isChanged) return 0;
    const { items, parentOf } = await gatherDue(db, today, days);
    // Whoever is told of what is decided among all who take care of it, awake or not.
    const itemsOf = new Map<string, DueItem[]>();
    for (const item of items)
      for (const accountId of recipientsOf(item, people, parentOf)) {
        const own = itemsOf.get(accountId);
        if (own) own.push(item);
        else itemsOf.set(accountId, [item]);
      }
    let count = 0;
    for (const person of awake) {
      const address = chats.get(person.accountId);
      if (!address) continue;
      const own = (itemsOf.get(person.accountId) ?? []).filter(
        ({ topic }) => !person.settings.muted.includes(topic),
      );
      const isDigest = isWaiting(person);
      const told = isDigest ? own : own.filter(({ isUrgent }) => isUrgent);
      if (!isDigest && told.length === 0) continue;
      try {
        const reply = await tell(person, address, told, { isDigest, today, now });
        if (!reply) continue;
        count++;
        deps.deliver(reply);
      } catch (error) {
        // The others are told; this one by the next look.
        logger.error({ account: person.accountId, err: error }, 'a reminder could not be written');
      }
    }
    return count;
  }

  /** One message in one transaction, or nothing where another process took it or there is nothing new. */
  async function tell(
    person: Reminded,
    address: Address,
    items: readonly DueItem[],
    { isDigest, today, now }: { isDigest: boolean; today: DateOnly; now: Date },
  ): Promise<OpenReply | null> {
    const { accountId } = person;
    const account = await findAccount(db, accountId);
    if (!account) return null;
    const viewer = viewerFor(account, 'all', false);
    if (viewer.role === 'cadre') return null;
    const at = now.toISOString();
    return db.tx(async (t) => {
      if (isDigest && !(await takeRound(t, accountId, today))) return null;
      const taken = new Set(
        items.length === 0
          ? []
          : await takeItems(
              t,
              accountId,
              items.map(({ key }) => key),
              at,
            ),
      );
      const news = items.filter(({ key }) => taken.has(key));
      const [first] = news;
      if (!first) return null;
      const key = isDigest
        ? `${keyHead}${accountId}:${today}`
        : `${keyHead}${accountId}:${today}:${first.key}`;
      const blocks = (isDigest ? digestBlocks(news, today) : urgentBlocks(news, today)).filter(
        (block) => block.type !== 'choices',
      );
      return addNotice(t, { key, address, blocks }, at);
    });
  }

  /**
   * Sends what a process committed and did not live to send. Only where the receiver drops repeats: elsewhere a process
   * that is merely slow would be overtaken, so it waits for the next start, as every reply does.
   */
  async function sendOrphans(now: Date): Promise<void> {
    const safe = new Set(deps.channels.filter(({ dropsRepeats }) => dropsRepeats).map(({ id }) => id));
    const before = new Date(now.getTime() - orphanedMs).toISOString();
    for (const reply of await openReplies(db, { keyHead, before }))
      if (safe.has(reply.address.channel)) deps.deliver(reply);
  }

  function look(): Promise<number> {
    looking ??= lookOnce().finally(() => (looking = null));
    return looking;
  }

  return {
    look,
    start() {
      const run = (): void =>
        void look().catch((error: unknown) =>
          logger.error({ err: error }, 'reminders could not be computed'),
        );
      timer = setInterval(run, deps.everyMs ?? 60_000);
      // The worker alone is no reason for the process to live on.
      timer.unref();
      run();
    },
    async stop() {
      clearInterval(timer);
      await looking?.catch(() => undefined);
    },
  };
}
