import { ChannelError } from '../../../core/errors.ts';

const hourMs = 3_600_000;

/** Consultation messages may be sent for so long after the person last wrote … */
const openMs = 7 * 24 * hourMs;
/** … cost nothing for so long … */
const freeMs = 48 * hourMs;
/** … and up to this number without an answer. */
const freeMessages = 8;

/**
 * Whether a message may leave now. An answer may as long as the window is open, so that nothing that was asked for is
 * held back; what the office says of its own accord is held back where it would cost money.
 * @throws ChannelError 'gone' where it may not
 */
export function assertWindow(
  { heardAt, sent }: { heardAt: string | null; sent: number },
  { now, isAnswer }: { now: Date; isAnswer: boolean },
): void {
  const silentMs = heardAt === null ? Number.POSITIVE_INFINITY : now.getTime() - Date.parse(heardAt);
  if (silentMs > openMs) throw new ChannelError('gone', 'the zalo oa consultation window is closed (7 days)');
  if (!isAnswer && (silentMs > freeMs || sent >= freeMessages))
    throw new ChannelError('gone', 'a zalo oa message would cost money (48 hours, 8 messages)');
}
