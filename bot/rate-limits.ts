import type { Clock } from '../core/clock.ts';
import type { Database } from '../db/database.ts';
import { takeOne, tellOnce } from './rate-store.ts';

/** How many messages are taken in a minute. */
export interface MessageLimits {
  /** Of one person. */
  perMinute: number;
  /** Of everybody together. */
  perMinuteAll: number;
}

/** What is done with a message: answered; refused with a sentence that says so; or, after that sentence, left alone. */
export type Admission = { type: 'admitted' } | { type: 'refused'; waitSeconds: number } | { type: 'left' };

/** Decides for each message by those of the last minute that were admitted. */
export interface RateLimits {
  admit(sender: string): Promise<Admission>;
}

const windowMs = 60_000;

/** Limits that hold for all processes on a database together. Told once a minute too, whichever process tells it. */
export function createSharedRateLimits(db: Database, { perMinute, perMinuteAll }: MessageLimits): RateLimits {
  return {
    async admit(sender) {
      const isOwn = !(await takeOne(db, sender, perMinute));
      if (!isOwn && (await takeOne(db, everybody, perMinuteAll))) return { type: 'admitted' };
      const full = isOwn ? { name: sender, perMinute } : { name: everybody, perMinute: perMinuteAll };
      const seconds = await tellOnce(db, sender, full);
      return seconds === null
        ? { type: 'left' }
        : { type: 'refused', waitSeconds: Math.max(1, Math.ceil(seconds)) };
    },
  };
}

/** No sender is called so: theirs are 'channel:id'. */
const everybody = 'all';

/** Limits within this process, which holds its own count. A person who is refused hears it once a minute, so that refusing is no flood either. */
export function createRateLimits({ perMinute, perMinuteAll }: MessageLimits, clock: Clock): RateLimits {
  const ofSender = new Map<string, { admitted: number[]; toldAt: number }>();
  const ofAll: number[] = [];
  let sweptAt = 0;
  let lastAt = 0;

  function sweep(now: number): void {
    // The clock was put back: by the new time nobody has sent anything yet.
    if (now < lastAt) {
      ofSender.clear();
      ofAll.length = 0;
      sweptAt = now;
    }
    lastAt = now;
    if (now - sweptAt < windowMs) return;
    sweptAt = now;
    for (const [sender, { admitted, toldAt }] of ofSender)
      if ((admitted.at(-1) ?? 0) <= now - windowMs && toldAt <= now - windowMs) ofSender.delete(sender);
  }

  return {
    async admit(sender) {
      const now = clock.now().getTime();
      sweep(now);
      const known = ofSender.get(sender) ?? { admitted: [], toldAt: -windowMs };
      ofSender.set(sender, known);
      for (const times of [known.admitted, ofAll]) while ((times[0] ?? now) <= now - windowMs) times.shift();
      const isOwn = known.admitted.length >= perMinute;
      if (!isOwn && ofAll.length < perMinuteAll) {
        known.admitted.push(now);
        ofAll.push(now);
        return { type: 'admitted' };
      }
      if (now - known.toldAt < windowMs) return { type: 'left' };
      known.toldAt = now;
      const oldest = (isOwn ? known.admitted[0] : ofAll[0]) ?? now;
      return { type: 'refused', waitSeconds: Math.max(1, Math.ceil((oldest + windowMs - now) / 1000)) };
    },
  };
}
