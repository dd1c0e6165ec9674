import { z } from 'zod';
import { recordAudit } from '../../../access/audit-store.ts';
import { may } from '../../../access/permissions.ts';
import { localViewer } from '../../../core/viewer.ts';
import type { Queryable } from '../../../db/database.ts';
import { eventKinds } from '../../../members/events/event.ts';
import type { EventLine } from '../../../members/events/parse-event-line.ts';
import { countPersonEvents, findPerson, findPersonsNamed } from '../../../members/events/person-store.ts';
import type { NamedPerson } from '../../../members/events/person-store.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { subtreeIds } from '../../../members/units/units.ts';
import type { Unit } from '../../../members/units/units.ts';
import * as words from '../../../prompts/members-events.ts';
import { eventName } from '../../../prompts/members-register.ts';
import * as memberWords from '../../../prompts/members.ts';
import { isValidDate } from '../../../text/dates.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';

/* '/biendong' of one member by name: who is meant, and what would be saved of them. */

/** Id of the feature; actions of its buttons begin with it. */
export const id = 'member-events';

/** What travels in a button; checked again when it is pressed. */
export const draftSchema = z.strictObject({
  kind: z.enum(eventKinds),
  happenedOn: z.string().refine(isValidDate),
  unitId: z.uuid(),
  toUnitId: z.uuid().nullable(),
  level: z.int().nullable(),
  personId: z.uuid().nullable(),
  count: z.int().min(1),
  source: z.string().max(300).nullable(),
});
export type SavableDraft = z.infer<typeof draftSchema>;

/** Persons are told of to those who keep them, alone and inside: asked again here, whatever a channel did. */
export const maySeePersons = (context: TurnContext): boolean =>
  may(context.viewer.role, 'members.persons') &&
  context.viewer.ceiling === 'all' &&
  context.capabilities.ceiling === 'all' &&
  !context.isGroup;

/** Most bearers of one name that are shown. */
const mostNamed = 8;

/** Who is meant by a name: one to be confirmed, or several to choose from, told apart by unit and year of birth. */
export async function findNamed(
  context: TurnContext,
  units: readonly Unit[],
  { name, unitIds, event, source }: Extract<EventLine, { kind: 'person' }>,
): Promise<Outcome> {
  if (!maySeePersons(context)) return say(words.person.notHere);
  const named = await findPersonsNamed(context.db, context.viewer, name);
  const within = new Set(unitIds.flatMap((unitId) => subtreeIds(units, unitId)));
  const found = within.size === 0 ? named : named.filter((each) => within.has(each.unitId));
  const [only] = found;
  if (!only) return say(words.person.unknown(name));
  const draftOf = (person: NamedPerson): SavableDraft => ({
    ...event,
    unitId: person.unitId,
    personId: person.personId,
    count: 1,
    source,
  });
  if (found.length === 1) return confirmPerson(context, draftOf(only));
  return {
    blocks: [
      ...(found.length > mostNamed ? [text(words.person.more(found.length - mostNamed))] : []),
      {
        type: 'choices',
        id: 'which-person',
        prompt: words.person.which(name),
        isOnce: true,
        options: found.slice(0, mostNamed).map((person) => ({
          label: words.person.label(person.name, unitNameIn(units, person.unitId), person.birthYear),
          action: `${id}:person:${JSON.stringify(draftOf(person))}`,
        })),
      },
    ],
    write: (t) => recordLook(t, context, found.length),
  };
}

const recordLook = async (t: Queryable, context: TurnContext, count: number): Promise<void> => {
  await recordAudit(t, {
    ...who(context),
    action: 'persons.listed',
    entity: 'member_event',
    details: { count, channel: context.address.channel },
  });
};

const unitNameIn = (units: readonly Unit[], unitId: string | null): string =>
  units.find((each) => each.id === unitId)?.name ?? '';

/** What would be saved of one member, before it is saved. */
export async function confirmPerson(context: TurnContext, draft: SavableDraft): Promise<Outcome> {
  if (!maySeePersons(context) || draft.personId === null) return say(words.person.notHere);
  const { personId } = draft;
  const person = await findPerson(context.db, context.viewer, personId);
  if (!person) return say(words.draft.outOfScope);
  const units = await listUnits(context.db, context.viewer);
  const same = await countPersonEvents(context.db, { personId, kind: draft.kind, level: draft.level });
  return {
    blocks: [
      {
        type: 'table',
        title: words.draft.title,
        head: words.draft.head,
        audience: 'internal',
        rows: [
          [words.draft.kind, eventName(draft.kind, draft.level)],
          [words.person.row, words.person.named(person.name, person.birthYear)],
          [words.draft.unit, unitNameIn(units, person.unitId)],
          ...(draft.toUnitId === null ? [] : [[words.draft.to, unitNameIn(units, draft.toUnitId)]]),
          [
            words.draft.day,
            memberWords.timeWords({
              asOf: null,
              period: { type: 'day', from: draft.happenedOn, to: draft.happenedOn },
            }),
          ],
          ...(draft.source === null ? [] : [[words.draft.source, draft.source]]),
        ],
        ...(same > 0 ? { note: words.person.duplicate(same) } : {}),
      },
      {
        type: 'choices',
        id: 'save-event',
        prompt: words.draft.confirm,
        isOnce: true,
        options: [
          {
            label: words.draft.save,
            action: `${id}:save:${JSON.stringify({ ...draft, unitId: person.unitId })}`,
            style: 'primary',
          },
          { label: words.draft.discard, action: `${id}:discard:` },
        ],
      },
    ],
    write: (t) => recordLook(t, context, 1),
  };
}

/** On whose behalf and when, for what is kept and for the trail. */
export const who = (context: TurnContext) => ({
  at: context.now.toISOString(),
  accountId: context.account.id === localViewer.accountId ? null : context.account.id,
});

const text = (value: string): Block => ({ type: 'text', text: value });
const say = (value: string): Outcome => ({ blocks: [text(value)] });
