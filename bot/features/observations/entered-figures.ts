import type { DateOnly } from '../../../core/clock.ts';
import { seesAllUnits } from '../../../core/viewer.ts';
import type { Queryable } from '../../../db/database.ts';
import { findIndicator } from '../../../members/observations/indicators.ts';
import type { ObservationDraft } from '../../../members/observations/observation.ts';
import { listObservations } from '../../../members/observations/observation-store.ts';
import { parseObservationQuery } from '../../../members/observations/parse-observation-query.ts';
import { parseObservation } from '../../../members/observations/parse-observation.ts';
import { usualPeriods } from '../../../members/statistics/meanings.ts';
import type { StatisticsPeriod } from '../../../members/statistics/statistics-query.ts';
import type { Unit } from '../../../members/units/units.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import * as words from '../../../prompts/members.ts';
import * as figureWords from '../../../prompts/members-figures.ts';
import * as counts from '../../../prompts/members-statistics.ts';
import { addDays } from '../../../text/calendar.ts';
import { fold } from '../../../text/normalise.ts';
import type { Block, Choice, Outcome, TurnContext } from '../../types.ts';
import { keepUnit, newUnit } from '../new-unit.ts';
import { draftTable, observationBlocks } from './figure-blocks.ts';
import { approveFigures, draftFigure } from './keep-figures.ts';
import { unitLabel } from '../statistics/statistics-choices.ts';
import { id, isOpenChannel, ownUnitIds, say } from '../statistics/turns.ts';

/* '/solieu': figures that reports state, one at a time; several at once are in `figures.ts`. */

interface FigureDeps {
  /** Takes up a figure, and perhaps a unit, that the transaction has saved. */
  noteSaved(t: Queryable): Promise<void>;
}

/** Figures that reports state: the latest of each unit, or those of a time. */
export async function showFigures(context: TurnContext, args: string): Promise<Outcome> {
  const units = await listUnits(context.db, context.viewer);
  const asked = parseObservationQuery(args, { units, today: context.today, ownUnitIds: ownUnitIds(context) });
  if (asked.kind === 'unknown-words') return say(words.unknownWords(asked.words, 'solieu'));
  const { time, indicator, qualifier, unitIds } = asked;
  const period = time?.period && !time.isUntil ? { from: time.period.from, to: time.period.to } : null;
  const found = await listObservations(context.db, context.viewer, {
    indicator,
    qualifier,
    unitIds,
    until: period === null && time !== null ? time.asOf : null,
    period,
    limit: 30,
  });
  // One unit and one indicator: the latest figure answers; older ones follow only when all are asked for.
  const newest = indicator !== null ? latestOfEachUnit(found) : found;
  const blocks = observationBlocks(newest, isOpenChannel(context));
  const drafts = newest.filter((each) => each.status === 'draft');
  const [draft] = drafts;
  if (draft && drafts.length === 1 && seesAllUnits(context.viewer))
    blocks.push({
      type: 'choices',
      id: 'approve',
      isOnce: true,
      options: [{ label: words.entry.approve, action: `${id}:approve:${draft.id}` }],
    });
  return { blocks };
}

function latestOfEachUnit<T extends { unitId: string; indicator: string; qualifier: string | null }>(
  found: readonly T[],
): T[] {
  const seen = new Set<string>();
  return found.filter((each) => {
    const key = `${each.unitId}|${each.indicator}|${each.qualifier}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Of a figure that lacks only its day or period: the usual ones to choose from, the line as it was typed. */
function askWhen(context: TurnContext, line: string): Outcome {
  const { today } = context;
  const periods = usualPeriods(today);
  const isFlow = findIndicator(fold(line))?.indicator.kind === 'flow';
  const times: { asOf: DateOnly; period: StatisticsPeriod | null }[] = isFlow
    ? periods.map((period) => ({ asOf: period.to, period }))
    : [...new Set([today, addDays(`${today.slice(0, 7)}-01`, -1), ...periods.map(({ to }) => to)])].map(
        (asOf) => ({
          asOf,
          period: null,
        }),
      );
  const source = /[,;]?\s*(?:nguồn|nguon)\s*:.*$/isu.exec(line);
  const head = source ? line.slice(0, source.index) : line;
  return {
    blocks: [
      {
        type: 'choices',
        id: 'figure-time',
        prompt: figureWords.whenOfFigure,
        options: times.map((time) => ({
          label: counts.capital(counts.timeOf(time)),
          action: `say:/solieu nhap ${head.trim()}, ${counts.timeOf(time)}${source?.[0] ?? ''}`,
        })),
      },
    ],
  };
}

/** '/solieu nhap': one figure, shown before it is kept. */
export async function enterFigure(context: TurnContext, line: string): Promise<Outcome> {
  const units = await listUnits(context.db, context.viewer);
  const reading = parseObservation(line, { units, today: context.today, ownUnitIds: ownUnitIds(context) });
  const saveFor = (draft: ObservationDraft, unit: Unit): Choice => ({
    label: words.entry.saveFor(unitLabel(unit, units)),
    action: `${id}:save:${JSON.stringify({ ...draft, unitId: unit.id, newUnitName: null })}`,
  });
  switch (reading.kind) {
    case 'missing':
      return reading.pieces.length === 1 && reading.pieces[0] === 'time'
        ? askWhen(context, line)
        : say(words.entry.missing(reading.pieces));
    case 'wrong-sum':
      return say(words.wrongSum(reading.parts, reading.sum, reading.value));
    case 'several-figures':
      return say(words.entry.severalFigures);
    case 'unknown-words':
      return say(words.unknownWords(reading.words, 'solieuNhap'));
    case 'draft':
      return confirm(draftTable(reading.draft, reading.unitName), [
        { label: words.entry.save, action: `${id}:save:${JSON.stringify(reading.draft)}`, style: 'primary' },
      ]);
    case 'which-unit':
      return confirm(
        draftTable(reading.draft, words.whichUnit(reading.typed)),
        reading.candidates.slice(0, 8).map((unit) => saveFor(reading.draft, unit)),
      );
    case 'new-unit': {
      const name = words.unitNameFromTyping(reading.typed);
      const draft = { ...reading.draft, newUnitName: name };
      const candidates = reading.candidates.slice(0, 5).map((unit) => saveFor(reading.draft, unit));
      // A unit stands above others' scopes, so only the office adds one.
      if (!seesAllUnits(context.viewer))
        return candidates.length === 0
          ? say(words.entry.onlyOfficeAddsUnits)
          : confirm(draftTable(reading.draft, words.entry.notInList(name)), candidates);
      return confirm(draftTable(draft, words.entry.newUnit(name)), [
        {
          label: words.entry.createAndSave(name),
          action: `${id}:save:${JSON.stringify(draft)}`,
          style: 'primary',
        },
        ...candidates,
      ]);
    }
  }
}

const confirm = (draft: Block, options: Choice[]): Outcome => ({
  blocks: [
    draft,
    {
      type: 'choices',
      id: 'save-figure',
      prompt: words.entry.confirm,
      isOnce: true,
      options: [...options, { label: words.entry.discard, action: `${id}:discard:` }],
    },
  ],
});

/** Keeps a figure that was shown, with its unit where that is new. */
export async function saveFigure(
  { noteSaved }: FigureDeps,
  context: TurnContext,
  draft: ObservationDraft,
): Promise<Outcome> {
  const units = await listUnits(context.db, context.viewer);
  const known = units.find((unit) => unit.id === draft.unitId);
  const name = known?.name ?? draft.newUnitName;
  // The scope may have changed since the button was shown.
  if (name === null || (!known && !seesAllUnits(context.viewer))) return say(words.entry.onlyOfficeAddsUnits);
  return {
    blocks: [],
    async write(t) {
      const unit = known ?? newUnit(name);
      if (!known) await keepUnit(t, context, unit);
      const observationId = await draftFigure(t, context, { ...draft, unitId: unit.id });
      await noteSaved(t);
      return [
        {
          type: 'text',
          text: words.entry.saved(words.indicatorName(draft.indicator, draft.qualifier), unit.name),
        },
        ...(seesAllUnits(context.viewer)
          ? [
              {
                type: 'choices' as const,
                id: 'approve',
                isOnce: true,
                options: [{ label: words.entry.approve, action: `${id}:approve:${observationId}` }],
              },
            ]
          : []),
      ];
    },
  };
}

/** Approving reaches across units: the organisation board and those above. */
export function approveFigure(context: TurnContext, observationId: string): Outcome {
  if (!seesAllUnits(context.viewer)) return say(words.entry.alreadyApproved);
  return {
    blocks: [],
    async write(t) {
      const isDone = (await approveFigures(t, context, [observationId])) > 0;
      return [{ type: 'text', text: isDone ? words.entry.approved : words.entry.alreadyApproved }];
    },
  };
}
