import { dateIn, type Clock } from '../core/clock.ts';
import { ModelCallError } from '../core/errors.ts';
import type { Spent, Usage, UsageHooks } from './model.ts';

/** What may be used on one calendar day; 0: no ceiling. Prices are per million tokens, in any one currency. */
export interface CeilingSettings {
  dailyTokens: number;
  dailyCost: number;
  prices: { chatInput: number; chatOutput: number; embedding: number };
}

/** The most that a call may use: what it sends, estimated, and the longest answer that it asks for. */
export type MostUse = Pick<Usage, 'kind' | 'promptTokens' | 'completionTokens'>;

/** Of the day's allowance, what work in the background may use up; the rest is kept for what people ask. */
const backgroundShare = 0.5;

/** Keeps count of the day's use. All clients of one office share one. */
export interface Ceiling {
  /**
   * Sets aside the most that a call may use before it begins, and returns what releases it: calls side by side cannot
   * overrun the allowance together.
   * @throws ModelCallError of kind `ceiling` when what is left of the day's allowance is less than that
   */
  reserve(most: MostUse, isBackground: boolean): Promise<() => void>;
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
  const reserved: Spent = { tokens: 0, cost: 0 };
  let own: Spent & { day: string } = { day: '', tokens: 0, cost: 0 };
  const today = (): Spent & { day: string } => {
    const day = dateIn(clock.now(), timeZone);
    if (own.day !== day) own = { day, tokens: 0, cost: 0 };
    return own;
  };
  const costOf = ({ kind, promptTokens, completionTokens }: MostUse): number =>
    kind === 'chat'
      ? (promptTokens * prices.chatInput + completionTokens * prices.chatOutput) / 1e6
      : kind === 'embedding'
        ? (promptTokens * prices.embedding) / 1e6
        : 0;

  return {
    async reserve(most, isBackground) {
      const tokens = most.promptTokens + most.completionTokens;
      const cost = costOf(most);
      if (dailyTokens > 0 || dailyCost > 0) {
        const spent = hooks.spentToday ? await hooks.spentToday() : today();
        const share = isBackground ? backgroundShare : 1;
        const isOver =
          (dailyTokens > 0 && spent.tokens + reserved.tokens + tokens > dailyTokens * share) ||
          (dailyCost > 0 && spent.cost + reserved.cost + cost > dailyCost * share);
        if (isOver) throw new ModelCallError("the day's allowance is used up", { kind: 'ceiling' });
      }
      reserved.tokens += tokens;
      reserved.cost += cost;
      let isReleased = false;
      return () => {
        if (isReleased) return;
        isReleased = true;
        reserved.tokens -= tokens;
        reserved.cost -= cost;
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
