import { recordAudit } from '../../../access/audit-store.ts';
import {
  countSameEvents,
  listEnteredEvents,
  removeEnteredEvent,
  saveEvents,
} from '../../../members/events/event-store.ts';
import { findEventKind } from '../../../members/events/event-words.ts';
import { movementOf } from '../../../members/events/movement.ts';
import { parseEventLine } from '../../../members/events/parse-event-line.ts';
import { findPerson } from '../../../members/events/person-store.ts';
import { readRegister } from '../../../members/register/columnar-store.ts';
import { lastListDay } from '../../../members/register/columnar-stock.ts';
import { dayNumber, unitMask } from '../../../members/register/columnar.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { findUnitMention, matchUnits, subtreeIds } from '../../../members/units/units.ts';
import type { Unit } from '../../../members/units/units.ts';
import * as words from '../../../prompts/members-events.ts';
import { eventName } from '../../../prompts/members-register.ts';
import * as memberWords from '../../../prompts/members.ts';
import { findPeriods } from '../../../text/dates.ts';
import { cleanText } from '../../../text/normalise.ts';
import { confirmPerson, draftSchema, findNamed, id, maySeePersons, who } from './person-events.ts';
import type { SavableDraft } from './person-events.ts';
import type { Block, Feature, Outcome, TurnContext } from '../../types.ts';

/** '/biendong': what happened to members, by number and day; and the movement of a period. */
export function createMemberEventsFeature(): Feature {
  return {
    id,
    commands: [
      {
        name: 'biendong',
        aliases: ['bd'],
        permission: 'observations.write',
        description: words.commandHelp,
        example: words.example,
      },
    ],
    async handle(context, request) {
      if (request.type === 'choice') return choose(context, request.action);
      const args = request.type === 'command' ? request.args.trim() : '';
      if (words.asksToRemove(args)) return listEntered(context);
      const units = await listUnits(context.db, context.viewer);
      if (units.length === 0) return say(memberWords.noUnits);
      const period = findPeriods(args, context.today).find(({ from, to }) => from !== to);
      if (args === '' || (period && !findEventKind(args))) return movement(context, units, args);
      return enter(context, units, args);
    },
  };
}

async function enter(context: TurnContext, units: readonly Unit[], args: string): Promise<Outcome> {
  const line = parseEventLine(args, {
    units,
    today: context.today,
    ownUnitIds: context.viewer.unitIds,
  });
  if (line.kind === 'missing') return say(words.missingSentence(line.what));
  if (line.kind === 'future') return say(words.futureDay(line.day));
  if (line.kind === 'counted-only') return say(words.person.countedOnly);
  if (line.kind === 'person') return findNamed(context, units, line);
  const { source } = line;
  const chosen =
    line.kind === 'which-unit'
      ? line.units.slice(0, 8)
      : units.filter((unit) => unit.id === line.draft.unitId);
  const same = line.kind === 'draft' ? await countSameEvents(context.db, line.draft) : 0;
  const isListed = line.kind === 'draft' && (await isInList(context, line.draft));
  const nameOf = (unitId: string | null) => units.find((unit) => unit.id === unitId)?.name ?? '';
  const { draft } = line;
  const rows = [
    [words.draft.kind, eventName(draft.kind, draft.level)],
    [words.draft.count, words.draft.people(draft.count)],
    [words.draft.unit, line.kind === 'draft' ? nameOf(draft.unitId) : words.draft.whichUnit(line.typed)],
    ...(draft.toUnitId === null ? [] : [[words.draft.to, nameOf(draft.toUnitId)]]),
    [
      words.draft.day,
      memberWords.timeWords({
        asOf: null,
        period: { type: 'day', from: draft.happenedOn, to: draft.happenedOn },
      }),
    ],
    ...(source === null ? [] : [[words.draft.source, source]]),
  ];
  return {
    blocks: [
      {
        type: 'table',
        title: words.draft.title,
        head: words.draft.head,
        rows,
        ...(same > 0 ? { note: words.draft.duplicate(same) } : isListed ? { note: words.draft.inList } : {}),
      },
      {
        type: 'choices',
        id: 'save-event',
        prompt: words.draft.confirm,
        isOnce: true,
        options: [
          ...chosen.map((unit) => ({
            label: chosen.length === 1 ? words.draft.save : words.draft.saveFor(unit.name),
            action: `${id}:save:${JSON.stringify({ ...draft, unitId: unit.id, source } satisfies Record<keyof SavableDraft, unknown>)}`,
            ...(chosen.length === 1 ? { style: 'primary' as const } : {}),
          })),
          { label: words.draft.discard, action: `${id}:discard:` },
        ],
      },
    ],
  };
}

/** Whether a list of that day or later has such an event person by person, so that the number will not count beside it. */
async function isInList(
  context: TurnContext,
  { kind, unitId, happenedOn }: { kind: string; unitId: string; happenedOn: string },
): Promise<boolean> {
  if (kind !== 'admit' && kind !== 'confirm') return false;
  const { columns } = await readRegister(context.db, context.viewer);
  return lastListDay(columns, columns.unitIndex.get(unitId) ?? -1) >= dayNumber(happenedOn);
}

async function choose(context: TurnContext, action: string): Promise<Outcome> {
  const colon = action.indexOf(':');
  const argument = action.slice(colon + 1);
  switch (action.slice(0, colon)) {
    case 'person':
      return confirmPerson(context, draftSchema.parse(JSON.parse(argument)));
    case 'save':
      return save(context, draftSchema.parse(JSON.parse(argument)));
    case 'remove':
      return {
        blocks: [],
        async write(t) {
          const isRemoved = await removeEnteredEvent(t, context.viewer, argument);
          if (isRemoved)
            await recordAudit(t, {
              ...who(context),
              action: 'event.removed',
              entity: 'member_event',
              entityId: argument,
            });
          return [text(isRemoved ? words.taken.removed : words.taken.gone)];
        },
      };
    default:
      return say(words.draft.discarded);
  }
}

async function save(context: TurnContext, { source, ...draft }: SavableDraft): Promise<Outcome> {
  const units = await listUnits(context.db, context.viewer);
  const unit = units.find((each) => each.id === draft.unitId);
  const isKnownTarget = draft.toUnitId === null || units.some((each) => each.id === draft.toUnitId);
  // The scope may have changed since the button was shown.
  if (!unit || !isKnownTarget) return say(words.draft.outOfScope);
  if (draft.personId !== null) {
    const person = maySeePersons(context)
      ? await findPerson(context.db, context.viewer, draft.personId)
      : null;
    if (person?.unitId !== draft.unitId) return say(words.draft.outOfScope);
  }
  return {
    blocks: [text(words.draft.saved(draft.kind, draft.level, draft.count, unit.name, draft.happenedOn))],
    async write(t) {
      const { at, accountId } = who(context);
      await saveEvents(t, [draft], { source, importId: null, by: accountId, at });
      await recordAudit(t, {
        ...who(context),
        action: 'event.entered',
        entity: 'org_unit',
        entityId: unit.id,
        details: {
          kind: draft.kind,
          on: draft.happenedOn,
          count: draft.count,
          ...(draft.personId === null ? {} : { personId: draft.personId }),
        },
      });
    },
  };
}

async function listEntered(context: TurnContext): Promise<Outcome> {
  const entered = await listEnteredEvents(context.db, context.viewer, { unitIds: null, limit: 10 });
  if (entered.length === 0) return say(words.taken.none);
  const lines = entered.map((entry) => ({ id: entry.id, line: words.taken.line(entry) }));
  return {
    blocks: [
      text(`**${words.taken.title}**\n${lines.map(({ line }) => `- ${line}`).join('\n')}`),
      {
        type: 'choices',
        id: 'remove-event',
        prompt: words.taken.prompt,
        isOnce: true,
        options: lines.map(({ id: eventId, line }) => ({
          label: words.taken.remove(line),
          action: `${id}:remove:${eventId}`,
        })),
      },
    ],
  };
}

async function movement(context: TurnContext, units: readonly Unit[], typed: string): Promise<Outcome> {
  const args = cleanText(typed);
  const period = findPeriods(args, context.today).find(({ from, to }) => from !== to);
  const from = period?.from ?? `${context.today.slice(0, 4)}-01-01`;
  const to = period && period.to < context.today ? period.to : context.today;
  const rest = words.withoutLeadIns(
    period ? args.slice(0, period.span.from) + ' ' + args.slice(period.span.to) : args,
  );
  const named = findUnitMention(units, rest)?.units ?? (rest.trim() === '' ? [] : matchUnits(units, rest));
  const [unit] = named;
  if (rest.trim() !== '' && !unit) return say(memberWords.unknownUnit(rest.trim()));
  if (named.length > 1)
    return {
      blocks: [
        {
          type: 'choices',
          id: 'which-unit',
          prompt: memberWords.whichUnit(rest.trim()),
          options: named.slice(0, 10).map((each) => ({
            label: each.name,
            action: `say:${words.movement.question(each.name, from, to)}`,
          })),
        },
      ],
    };
  const view = await readRegister(context.db, context.viewer);
  const mask = unitMask(view, unit ? subtreeIds(units, unit.id) : null);
  const found = movementOf(view.columns, mask, { from, to });
  const ins = found.ins.reduce((sum, { count }) => sum + count, 0);
  const outs = found.outs.reduce((sum, { count }) => sum + count, 0);
  const shown = (rows: readonly { kind: string; count: number }[], label: (kind: string) => string) =>
    rows
      .filter(({ count }, index) => count > 0 || index === 0)
      .map(({ kind, count }) => [label(kind), memberWords.number(count)]);
  const label = words.movement.period(from, to);
  return {
    blocks: [
      {
        type: 'table',
        title: words.movement.title(unit?.name ?? words.movement.everywhere, label),
        head: words.movement.head,
        rows: [
          [words.movement.opening(found.openedOn), memberWords.number(found.opening)],
          ...shown(found.ins, words.movement.inRow),
          ...shown(found.outs, words.movement.outRow),
          [words.movement.closing(to), memberWords.number(found.closing)],
          ...found.others.map(({ kind, level, count }) => [
            words.movement.other(kind, level),
            memberWords.number(count),
          ]),
        ],
      },
      text(
        found.gap === 0
          ? words.movement.balanced(found.opening, ins, outs, found.closing)
          : words.movement.gap(found.opening, ins, outs, found.closing, found.gap),
      ),
    ],
  };
}

const text = (value: string): Block => ({ type: 'text', text: value });
const say = (value: string): Outcome => ({ blocks: [text(value)] });
