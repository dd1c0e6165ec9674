import type { Clock } from '../core/clock.ts';

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
  admit(sender: string): Admission;
}

const windowMs = 60_000;

/** Limits within this process. A person who is refused hears it once a minute, so that refusing is no flood either. */
export function createRateLimits({ perMinute, perMinuteAll }: MessageLimits, clock: Clock): RateLimits {
  const ofSender = new Map<string, { admitted: number[]; toldAt: number }>();
  const ofAll: number[] = [];
  let sweptAt = 0;

  function sweep(now: number): void {
    if (now - sweptAt < windowMs) return;
    sweptAt = now;
    for (const [sender, { admitted, toldAt }] of ofSender)
      if ((admitted.at(-1) ?? 0) <= now - windowMs && toldAt <= now - windowMs) ofSender.delete(sender);
  }

  return {
    admit(sender) {
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
