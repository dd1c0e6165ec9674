import { recordAudit } from '../../../access/audit-store.ts';
import { may } from '../../../access/permissions.ts';
import { localViewer } from '../../../core/viewer.ts';
import { dueBadges, dueProbations, nextAwardDay, probationHorizon } from '../../../members/due/due-badges.ts';
import { listDuePersons } from '../../../members/due/due-store.ts';
import { listHolidays } from '../../../members/due/holiday-store.ts';
import { addWorkingDays, byDay } from '../../../members/due/working-days.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { matchUnits, subtreeIds } from '../../../members/units/units.ts';
import type { Unit } from '../../../members/units/units.ts';
import * as words from '../../../prompts/members-due.ts';
import * as memberWords from '../../../prompts/members.ts';
import { addMonths, findPeriods, formatDate } from '../../../text/dates.ts';
import { cleanText, fold } from '../../../text/normalise.ts';
import type { Block, Feature, Outcome, TurnContext } from '../../types.ts';

const id = 'due';

/** Most persons in one reply: the rest unit by unit. */
const mostRows = 100;

/** '/denhan': the only two lists of persons, for those who keep them, each look on the audit trail. */
export function createDueFeature(): Feature {
  return {
    id,
    commands: [
      {
        name: 'denhan',
        permission: 'members.persons',
        description: words.commandHelp,
        example: words.example,
      },
    ],
    async handle(context, request) {
      // Asked again here, whatever a channel or a dispatcher did: persons stay among those who may see them.
      const isAllowed = may(context.viewer.role, 'members.persons') && context.viewer.ceiling === 'all';
      if (context.isGroup || context.capabilities.ceiling !== 'all' || !isAllowed) return say(words.notHere);
      const args = request.type === 'command' ? cleanText(request.args) : '';
      const list = words.whichList(args);
      if (list === null) return say(words.usage);
      const [period] = findPeriods(args, context.today);
      const units = await listUnits(context.db, context.viewer);
      const rest = fold(period ? args.slice(0, period.span.from) + ' ' + args.slice(period.span.to) : args)
        .replace(words.ownWords, ' ')
        .trim();
      const found = rest === '' ? [] : matchUnits(units, rest);
      const [unit] = found;
      if (rest !== '' && !unit) return say(memberWords.unknownUnit(rest));
      if (found.length > 1) return which(found, list, period?.to ?? null, rest);
      const day = period?.to ?? null;
      return list === 'badges'
        ? badges(context, units, unit ?? null, day ?? nextAwardDay(context.today), words.asksForEarly(args))
        : probations(context, units, unit ?? null, day ?? probationHorizon(context.today));
    },
  };
}

function which(
  found: readonly Unit[],
  list: 'badges' | 'probation',
  day: string | null,
  typed: string,
): Outcome {
  const kind = list === 'badges' ? 'huy hieu' : 'du bi';
  return {
    blocks: [
      {
        type: 'choices',
        id: 'which-unit',
        prompt: memberWords.whichUnit(typed),
        options: found.slice(0, 10).map((unit) => ({
          label: unit.name,
          action: `say:/denhan ${kind} ${day === null ? '' : formatDate(day)} ${unit.name}`,
        })),
      },
    ],
  };
}

async function badges(
  context: TurnContext,
  units: readonly Unit[],
  unit: Unit | null,
  awardDay: string,
  includesEarly: boolean,
): Promise<Outcome> {
  const persons = await listDuePersons(context.db, context.viewer, {
    unitIds: unit ? subtreeIds(units, unit.id) : null,
    isProbationary: false,
    // The first level is 30 years, at most one year early.
    decidedBefore: addMonths(awardDay, -29 * 12),
  });
  const { due, withoutDay } = dueBadges(persons, awardDay, includesEarly);
  const nameOf = unitNames(units);
  const sums = new Map<number, number>();
  for (const { level, isEarly } of due) if (!isEarly) sums.set(level, (sums.get(level) ?? 0) + 1);
  return answer(context, {
    list: 'badges',
    day: awardDay,
    unit,
    count: due.length,
    title: words.badges.title(awardDay, unit?.name ?? words.everywhere),
    head: words.badges.head,
    rows: due.map((each) => [
      each.name,
      nameOf(each.unitId),
      words.badges.level(each.level, each.isEarly),
      formatDate(each.reachedOn),
    ]),
    none: words.badges.none(awardDay),
    notes: [
      ...(sums.size > 0 ? [words.badges.sums([...sums])] : []),
      words.badges.note,
      ...(includesEarly ? [words.badges.early] : []),
      ...(withoutDay > 0 ? [words.withoutDay(withoutDay)] : []),
    ],
  });
}

async function probations(
  context: TurnContext,
  units: readonly Unit[],
  unit: Unit | null,
  until: string,
): Promise<Outcome> {
  const persons = await listDuePersons(context.db, context.viewer, {
    unitIds: unit ? subtreeIds(units, unit.id) : null,
    isProbationary: true,
    decidedBefore: '',
  });
  const entered = await listHolidays(context.db);
  const holidays = byDay(entered);
  const { due, withoutDay } = dueProbations(persons, until, (endsOn) => addWorkingDays(endsOn, 30, holidays));
  const nameOf = unitNames(units);
  const late = due.filter((each) => each.considerBy < context.today).length;
  const years = new Set(due.map((each) => each.considerBy.slice(0, 4)));
  const missing = [...years]
    .filter((year) => !entered.some((holiday) => holiday.day.startsWith(year)))
    .sort();
  return answer(context, {
    list: 'probation',
    day: until,
    unit,
    count: due.length,
    title: words.probation.title(until, unit?.name ?? words.everywhere),
    head: words.probation.head,
    rows: due.map((each) => [
      each.name,
      nameOf(each.unitId),
      formatDate(each.admittedOn),
      formatDate(each.endsOn),
      formatDate(each.considerBy),
    ]),
    none: words.probation.none(until),
    notes: [
      ...(late > 0 ? [words.probation.late(late)] : []),
      words.probation.note,
      ...missing.map(words.probation.holidays),
      ...(withoutDay > 0 ? [words.withoutDay(withoutDay)] : []),
    ],
  });
}

/** A list of persons as an answer, with the look at it on the audit trail in the same transaction. */
function answer(
  context: TurnContext,
  found: {
    list: 'badges' | 'probation';
    day: string;
    unit: Unit | null;
    count: number;
    title: string;
    head: string[];
    rows: string[][];
    none: string;
    notes: readonly string[];
  },
): Outcome {
  const rows = found.rows.slice(0, mostRows);
  const hidden = found.rows.length - rows.length;
  const table: Block = {
    type: 'table',
    title: found.title,
    head: found.head,
    rows,
    ...(hidden > 0 ? { note: words.more(hidden) } : {}),
    audience: 'internal',
  };
  const notes = found.count === 0 ? [found.none, ...found.notes] : [...found.notes, words.audited];
  return {
    blocks: [...(found.count > 0 ? [table] : []), { type: 'text', text: notes.join('\n') }],
    async write(t) {
      await recordAudit(t, {
        at: context.now.toISOString(),
        accountId: context.account.id === localViewer.accountId ? null : context.account.id,
        action: 'persons.listed',
        entity: found.list === 'badges' ? 'due_badges' : 'due_probation',
        entityId: found.unit?.id ?? null,
        details: { day: found.day, count: found.count, channel: context.address.channel },
      });
    },
  };
}

const unitNames = (units: readonly Unit[]): ((id: string) => string) => {
  const names = new Map(units.map((unit) => [unit.id, unit.name]));
  return (unitId) => names.get(unitId) ?? '';
};
const say = (text: string): Outcome => ({ blocks: [{ type: 'text', text }] });
