import { dateParts, addMonths } from '../../../text/dates.ts';
import { cadenceStandings, notMet, type CadenceStanding } from '../../../meetings/calendar/cadence.ts';
import { cadenceChanges, heldMeetings } from '../../../meetings/calendar/cadence-store.ts';
import { listPlans } from '../../../meetings/calendar/plan-store.ts';
import type { PlannedMeeting } from '../../../meetings/calendar/plan.ts';
import type { CalendarRequest } from '../../../meetings/calendar/read-plan.ts';
import { subtreeIds } from '../../../members/units/units.ts';
import * as words from '../../../prompts/calendar.ts';
import { formatDate } from '../../../text/dates.ts';
import { dayWithName } from '../../../prompts/reminders.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import { button, choices, say, text, unitsNamed, unitsToday } from './calendar-parts.ts';

/* What the calendar shows: meetings to come, one of them, and who has not met. */

/** Rows of a list in chat; the page of the year has them all. */
const mostRows = 20;

/** Meetings to come, and those of the last two weeks that nobody logged; or those planned within some days. */
export async function upcoming(
  context: TurnContext,
  within: { from: string; to: string } | null = null,
): Promise<Outcome> {
  const { today } = context;
  const recent = new Date(Date.parse(`${today}T00:00:00Z`) - 14 * 86_400_000).toISOString().slice(0, 10);
  const from = within?.from ?? recent;
  const plans = (await listPlans(context.db, context.viewer, { from, limit: 200 })).filter(
    ({ state, heldOn }) =>
      (state === 'cancelled' ? heldOn >= today : state === 'planned') &&
      (within === null || heldOn <= within.to),
  );
  const links: Block = choices('calendar-more', [
    button(words.buttons.notMet, 'not-met:'),
    button(words.buttons.ics, 'file:'),
    button(words.buttons.year, `year:${dateParts(today).year}`),
  ]);
  if (plans.length === 0) {
    const none = within === null ? words.noUpcoming : words.noPlansWithin(within.from, within.to);
    return { blocks: [text(`${none} ${words.howToPlan}`), links] };
  }
  return {
    blocks: [
      {
        type: 'table',
        title: within === null ? words.upcomingTitle : words.plansWithin(within.from, within.to),
        head: [...words.upcomingHead],
        rows: plans
          .slice(0, mostRows)
          .map((plan) => [
            `${dayWithName(plan.heldOn)}, ${words.timeText(plan.startsAt, plan.endsAt)}`,
            words.planName(plan),
            plan.place,
            plan.materials.map(({ label }) => label).join('; '),
            plan.state === 'planned' && plan.heldOn < today
              ? words.passedNote
              : (words.stateNames[plan.state] ?? plan.state),
          ]),
        note: words.howToPlan,
        audience: 'internal',
      },
      choices(
        'calendar-open',
        plans
          .slice(0, 6)
          .map((plan) => button(`${formatDate(plan.heldOn)}, ${plan.unitName}`, `open:${plan.id}`)),
        words.whichPlan,
      ),
      links,
    ],
  };
}

/** One plan with all its fields. */
export const planTable = (plan: PlannedMeeting, title?: string): Block => ({
  type: 'table',
  title: title ?? words.planName(plan),
  head: [],
  rows: [
    [words.fields.unit, plan.unitName],
    [words.fields.kind, words.kindText(plan)],
    ...(plan.topic ? [[words.fields.topic, plan.topic]] : []),
    [words.fields.date, dayWithName(plan.heldOn)],
    [words.fields.time, words.timeText(plan.startsAt, plan.endsAt)],
    [words.fields.place, plan.place || words.notGiven],
    ...(plan.chair ? [[words.fields.chair, plan.chair]] : []),
    ...(plan.minuteTaker ? [[words.fields.minuteTaker, plan.minuteTaker]] : []),
    ...(plan.guests ? [[words.fields.guests, plan.guests]] : []),
    [words.fields.agenda, plan.agenda.join('; ') || words.notGiven],
    [words.fields.materials, plan.materials.map(({ label }) => label).join('; ') || words.notGiven],
    [words.fields.state, words.stateNames[plan.state] ?? plan.state],
  ],
  audience: 'internal',
});

/** One plan, its papers and what can be done with it. */
export function planBlocks(plan: PlannedMeeting): Block[] {
  const links: Block[] = plan.materials.flatMap(({ label, documentId }) =>
    documentId === null ? [] : [{ type: 'link' as const, label, url: `/nguon/${documentId}` }],
  );
  const options =
    plan.state === 'held'
      ? [
          {
            label: words.buttons.open,
            action: `meetings:open:${plan.meetingId ?? ''}`,
            style: 'primary' as const,
          },
        ]
      : plan.state === 'cancelled'
        ? [button(words.buttons.restore, `restore:${plan.id}`)]
        : [
            {
              label: words.buttons.log,
              action: `say:${words.asMeetingLine(plan)}`,
              style: 'primary' as const,
            },
            button(words.buttons.move, `edit:move/${plan.id}`),
            button(words.buttons.change, `edit:change/${plan.id}`),
            button(words.buttons.materials, `edit:materials/${plan.id}`),
            { label: words.buttons.invitation, action: `meetings:paper:invitation:p:${plan.id}` },
            button(words.buttons.cancel, `cancel:${plan.id}`, 'danger'),
          ];
  return [planTable(plan), ...links, choices('calendar-plan', options)];
}

/** 'Chi bộ nào chưa họp tháng này': who is asked of, who has not met, and what they have arranged. */
export async function whoHasNotMet(
  context: TurnContext,
  { requirement, on, unitText }: Extract<CalendarRequest, { type: 'not-met' }>,
): Promise<Outcome> {
  const { db, viewer, today } = context;
  const all = await unitsToday(context);
  let units = all;
  if (unitText !== '') {
    const [root, other] = unitsNamed(all, [unitText]);
    if (!root) return say(words.unitUnknown(unitText));
    if (!other) {
      const below = new Set(subtreeIds(all, root.id));
      units = all.filter((unit) => below.has(unit.id));
    }
  }
  const [changes, held] = await Promise.all([
    cadenceChanges(db),
    heldMeetings(db, viewer, addMonths(on, -24), addMonths(on, 12)),
  ]);
  const standings = cadenceStandings({ units, changes, held, requirement, on, today });
  const [first] = standings;
  const label = words.periodLabel(first?.cadence.period ?? 'month', first?.from ?? on);
  if (!first) return say(words.nobodyAsked(requirement, label));
  const missing = notMet(standings);
  const source = `${words.cadenceSource(ruleText(first))} ${words.fromMeetings}`;
  if (missing.length === 0) return say(`${words.allMet(standings.length, requirement, label)} ${source}`);
  const plans = await listPlans(db, viewer, { from: first.from, to: first.to, states: ['planned'] });
  const byName = [...missing].sort((a, b) => a.unitName.localeCompare(b.unitName, 'vi', { numeric: true }));
  return {
    blocks: [
      text(words.notMetLead(missing.length, standings.length, requirement, label)),
      {
        type: 'table',
        title: words.notMetTitle(requirement, label),
        head: [...words.notMetHead],
        rows: byName.map((standing) => [
          standing.unitName,
          words.standingText(standing.state, standing.held.length, standing.needed),
          plannedDay(standing, plans, today),
        ]),
        note: source,
      },
    ],
  };
}

export const ruleText = ({ cadence }: Pick<CadenceStanding, 'cadence'>): string =>
  cadence.ruleRef || words.ownRule;

function plannedDay(standing: CadenceStanding, plans: readonly PlannedMeeting[], today: string): string {
  const plan = plans.find(
    ({ unitId, kind, heldOn }) =>
      unitId === standing.unitId && standing.cadence.kinds.includes(kind) && heldOn >= today,
  );
  return plan ? formatDate(plan.heldOn) : standing.to < today ? '' : words.noPlan;
}
