import { dateIn, type Clock } from '../core/clock.ts';
import { ModelCallError } from '../core/errors.ts';
import type { Spent, Usage, UsageHooks } from './model.ts';

/** What may be used on one calendar day; 0: no ceiling. Prices are per million tokens, in any one currency. */
export interface CeilingSettings {
  dailyTokens: number;
  dailyCost: number;
  prices: { chatInput: number; chatOutput: number; embedding: number };
}

/** Of the day's allowance, what work in the background may use up; the rest is kept for what people ask. */
const backgroundShare = 0.5;

/** Keeps count of the day's use. All clients of one office share one. */
export interface Ceiling {
  /**
   * Sets `tokens`, an estimate, aside for a call that begins, and returns what releases them.
   * @throws ModelCallError of kind `ceiling` when the day's allowance is used up or set aside
   */
  reserve(tokens: number, isBackground: boolean): Promise<() => void>;
  /** Counts what a call used and tells whoever keeps the counters. */
  count(usage: Usage): void;
}

/** The ceiling of `settings`; days begin at midnight in `timeZone`. */
export function createCeiling(
  settings: CeilingSettings,
  hooks: UsageHooks,
  clock: Clock,
  timeZone: string,
): Ceiling {
  const { dailyTokens, dailyCost, prices } = settings;
  let reserved = 0;
  let own: Spent & { day: string } = { day: '', tokens: 0, cost: 0 };
  const today = (): Spent & { day: string } => {
    const day = dateIn(clock.now(), timeZone);
    if (own.day !== day) own = { day, tokens: 0, cost: 0 };
    return own;
  };
  const costOf = ({ kind, promptTokens, completionTokens }: Usage): number =>
    kind === 'chat'
      ? (promptTokens * prices.chatInput + completionTokens * prices.chatOutput) / 1e6
      : kind === 'embedding'
        ? (promptTokens * prices.embedding) / 1e6
        : 0;

  return {
    async reserve(tokens, isBackground) {
      if (dailyTokens > 0 || dailyCost > 0) {
        const spent = hooks.spentToday ? await hooks.spentToday() : today();
        const share = isBackground ? backgroundShare : 1;
        const isOver =
          (dailyTokens > 0 && spent.tokens + reserved >= dailyTokens * share) ||
          (dailyCost > 0 && spent.cost >= dailyCost * share);
        if (isOver) throw new ModelCallError("the day's allowance is used up", { kind: 'ceiling' });
      }
      reserved += tokens;
      let isReleased = false;
      return () => {
        if (!isReleased) reserved -= tokens;
        isReleased = true;
      };
    },
    count(usage) {
      const cost = costOf(usage);
      const spent = today();
      spent.tokens += usage.promptTokens + usage.completionTokens;
      spent.cost += cost;
      hooks.onUsage?.({ ...usage, cost });
    },
  };
}
