import type { DateOnly } from '../../core/clock.ts';
import type { Spent } from '../../llm/model.ts';
import { listUsage, type UsageCount } from '../../llm/usage-store.ts';
import * as words from '../../prompts/costs.ts';
import { addDays } from '../../text/calendar.ts';
import { fold } from '../../text/normalise.ts';
import type { Block, Feature, Outcome, TurnContext } from '../types.ts';

interface Deps {
  /** What today has used, also what is not written yet; null: no model is configured. */
  spentToday: (() => Spent | Promise<Spent>) | null;
  /** What one day may use; 0: no ceiling. */
  limits: { dailyTokens: number; dailyCost: number };
  /** Writes what is counted and not written yet, so that a table shows all of it. */
  flush?: () => Promise<void>;
}

/** '/chiphi': what models used by day and role, what for, and how near today is to its ceiling. For admins. */
export function createModelCostFeature(deps: Deps): Feature {
  return {
    id: 'model-cost',
    commands: [
      {
        name: 'chiphi',
        permission: 'accounts.manage',
        description: words.commandHelp.chiphi,
        example: words.commandExamples.chiphi,
      },
    ],
    async handle(context, request) {
      if (request.type !== 'command') return { blocks: [] };
      return showCosts(deps, context, daysAsked(request.args));
    },
  };
}

/** How many days are shown at most: as many as a table of a phone bears to be scrolled. */
const mostDays = 92;

/** '30 ngày', 'tháng', 'tuần'; default: seven days. */
function daysAsked(args: string): number {
  const said = fold(args);
  const days = Number(/(\d{1,3})/u.exec(said)?.[1] ?? 0);
  if (days > 0) return Math.min(days, mostDays);
  if (/thang/u.test(said)) return 30;
  return /hom nay/u.test(said) ? 1 : 7;
}

async function showCosts(deps: Deps, context: TurnContext, days: number): Promise<Outcome> {
  const to = context.today;
  const from = addDays(to, 1 - days);
  await deps.flush?.();
  const counts = await listUsage(context.db, from, to);
  if (counts.length === 0 && deps.spentToday === null) return say(words.noModel);
  const spent = await deps.spentToday?.();
  const today: Block[] = spent ? [{ type: 'text', text: words.ceiling(spent, deps.limits) }] : [];
  if (counts.length === 0) return { blocks: [...today, { type: 'text', text: words.nothingUsed(from, to) }] };
  return { blocks: [...today, ...tables(counts, from, to)] };
}

/** Both tables end with the sum of all calls, so that they agree with each other. */
function tables(counts: readonly UsageCount[], from: DateOnly, to: DateOnly): Block[] {
  const byDay = grouped(counts, ({ day, role }) => [day, role]);
  const byPurpose = grouped(counts, ({ purpose, model }) => [purpose, model]);
  const total = [words.total, '', ...figures(counts)];
  const guessed = counts.reduce((sum, one) => sum + one.estimatedCalls, 0);
  return [
    {
      type: 'table',
      title: words.title(from, to),
      head: [...words.byDayHead],
      rows: [
        ...byDay
          .reverse()
          .map(({ key: [day = '', role = ''], of }) => [day, words.roleName(role), ...figures(of)]),
        total,
      ],
      ...(guessed > 0 ? { note: words.estimated(guessed) } : {}),
    },
    {
      type: 'table',
      title: words.byPurposeTitle,
      head: [...words.byPurposeHead],
      rows: [
        ...byPurpose.map(({ key: [purpose = '', model = ''], of }) => [
          words.purposeName(purpose),
          model,
          ...figures(of),
        ]),
        total,
      ],
    },
  ];
}

function figures(counts: readonly UsageCount[]): string[] {
  const sum = (of: (one: UsageCount) => number): number => counts.reduce((all, one) => all + of(one), 0);
  return [
    words.count(sum((one) => one.calls)),
    words.count(sum((one) => one.promptTokens)),
    words.count(sum((one) => one.completionTokens)),
    words.cost(sum((one) => one.costMicros)),
  ];
}

function grouped(
  counts: readonly UsageCount[],
  keyOf: (one: UsageCount) => string[],
): { key: string[]; of: UsageCount[] }[] {
  const groups = new Map<string, { key: string[]; of: UsageCount[] }>();
  for (const one of counts) {
    const key = keyOf(one);
    const group = groups.get(key.join('\n')) ?? { key, of: [] };
    group.of.push(one);
    groups.set(key.join('\n'), group);
  }
  return [...groups.values()];
}

const say = (text: string): Outcome => ({ blocks: [{ type: 'text', text }] });
