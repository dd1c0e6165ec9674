import type { DateOnly } from '../../../core/clock.ts';
import { topics, type DueItem } from '../../../meetings/calendar/due.ts';
import * as calendar from '../../../prompts/calendar.ts';
import * as words from '../../../prompts/reminders.ts';
import { daysBetween } from '../../../text/dates.ts';
import type { Block } from '../../types.ts';

/* What is due, as a message: data in, blocks out. */

/** Rows of one topic; the others are counted, and a command shows them all. */
const mostRows = 10;

/** The items as tables by topic. Marked internal: where only public content may leave, a sentence stands for them. */
export function dueBlocks(items: readonly DueItem[], today: DateOnly): Block[] {
  return topics.flatMap((topic): Block[] => {
    const own = items.filter((item) => item.topic === topic);
    if (own.length === 0) return [];
    const notes = [
      ...(own.length > mostRows ? [words.moreRows(own.length - mostRows)] : []),
      ...(topic === 'task' ? [words.seeTasks] : []),
      ...(topic === 'not-met' ? [words.seeNotMet] : []),
    ];
    return [
      {
        type: 'table',
        title: words.topicNames[topic] ?? topic,
        head: [...words.digestHead],
        rows: own.slice(0, mostRows).map((item) => [dayOf(item, today), lineOf(item)]),
        ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
        audience: 'internal',
      },
    ];
  });
}

/** The one message of the day. */
export const digestBlocks = (items: readonly DueItem[], today: DateOnly): Block[] => [
  { type: 'text', text: words.digestLead(today, items.length) },
  ...dueBlocks(items, today),
  { type: 'text', text: words.digestFoot },
];

/** What cannot wait for it. */
export const urgentBlocks = (items: readonly DueItem[], today: DateOnly): Block[] => [
  { type: 'text', text: words.urgentLead },
  ...dueBlocks(items, today),
];

function dayOf({ fact, day }: DueItem, today: DateOnly): string {
  if (fact.type === 'task') return words.taskDay(day, daysBetween(today, day));
  if (fact.type === 'cadence') return calendar.periodLabel(fact.standing.cadence.period, fact.standing.from);
  return words.dayText(day, daysBetween(today, day));
}

function lineOf({ fact }: DueItem): string {
  if (fact.type === 'task') return words.taskLine(fact.task);
  if (fact.type === 'cadence') {
    const { requirement, unitName, cadence, from, state } = fact.standing;
    const period = calendar.periodLabel(cadence.period, from);
    return calendar.cadenceFact(requirement, unitName, period, state === 'thematic-only');
  }
  const { plan } = fact;
  const name = calendar.planName(plan);
  switch (fact.type) {
    case 'meeting': {
      const where = [calendar.timeText(plan.startsAt, plan.endsAt), plan.place].filter(Boolean).join(', ');
      const materials =
        plan.materials.length > 0 ? ` ${words.hasMaterials(plan.materials.map(({ label }) => label))}` : '';
      return `${name}: ${where}.${materials}`;
    }
    case 'materials':
      return `${name}. ${words.noMaterials}`;
    case 'committee-first':
      return words.committeeFirst(name);
    case 'unlogged':
      return words.unlogged(name);
    case 'change':
      if (plan.state === 'cancelled') return words.cancelled(name);
      return plan.movedFrom === null
        ? words.changed(`${name}, ${calendar.timeText(plan.startsAt, plan.endsAt)}`)
        : words.moved(`${name}, ${calendar.timeText(plan.startsAt, plan.endsAt)}`, plan.movedFrom);
  }
}
