import type { DateOnly } from '../../../core/clock.ts';
import { ratingLevels, type RatingLevel } from '../../../meetings/ratings/criteria.ts';
import { quarterPeriod, rollUp } from '../../../meetings/ratings/quarter.ts';
import { monthRatings, quarterRatings } from '../../../meetings/ratings/rating-store.ts';
import { checkQuarter } from '../../../meetings/ratings/read-rating.ts';
import type { ReadRating } from '../../../meetings/ratings/read-rating.ts';
import { listObservations } from '../../../members/observations/observation-store.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { matchUnits, subtreeIds } from '../../../members/units/units.ts';
import * as words from '../../../prompts/meetings-ratings.ts';
import { addMonths } from '../../../text/calendar.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import { text } from './meeting-blocks.ts';
import { say } from './meeting-part.ts';

/* The quarter's table: what units reported, with empty cells where a level was not told, and the rated meetings counted. */

/** The tables of a quarter, of everything the person may see or of one unit with all below. */
export async function quarterOutcome(
  context: TurnContext,
  { year, quarter, unitText }: Extract<ReadRating, { type: 'quarter' }>,
): Promise<Outcome> {
  const units = await listUnits(context.db, context.viewer);
  const named = unitText === '' ? [] : matchUnits(units, unitText);
  if (unitText !== '' && named.length === 0) return say(words.unitNotFound(unitText));
  const within = named.length > 0 ? new Set(named.flatMap((unit) => subtreeIds(units, unit.id))) : null;
  const isMeant = (unitId: string): boolean => within?.has(unitId) ?? true;

  const period = quarterPeriod({ year, quarter });
  const entered = await quarterRatings(context.db, context.viewer, { year, quarter });
  const observed = (await observedRatings(context, period)).filter(
    ({ unitId, measure }) => !entered.some((one) => one.unitId === unitId && one.measure === measure),
  );
  const reported = [...entered, ...observed].filter((one) => isMeant(one.unitId));
  const meetings = (await monthRatings(context.db, context.viewer, period)).filter((one) =>
    isMeant(one.unitId),
  );
  const blocks: Block[] = [];
  if (reported.length > 0) {
    blocks.push({
      type: 'table',
      title: words.quarterTitle(quarter, year),
      head: [...words.quarterHead],
      rows: reported.map(({ unitName, numbers, measure, total, source }) =>
        words.quarterRow(unitName, numbers, measure, total, source || words.reported),
      ),
    });
    for (const { measure, numbers, total } of reported) {
      const { missing, sum } = checkQuarter(measure, numbers, total);
      if (missing.length > 0) blocks.push(text(words.missingLevels(missing, sum, measure)));
    }
  }
  if (meetings.length > 0) blocks.push(meetingTable(units, meetings, { year, quarter, from: period.from }));
  return blocks.length > 0 ? { blocks } : say(words.noQuarter(quarter, year));
}

/** Ratings of the quarter that were kept as reported figures ('/solieu nhap xếp loại sinh hoạt chi bộ …'). */
async function observedRatings(
  context: TurnContext,
  period: { from: DateOnly; to: DateOnly },
): Promise<Omit<Awaited<ReturnType<typeof quarterRatings>>[number], 'year' | 'quarter'>[]> {
  const found = await listObservations(context.db, context.viewer, {
    ...{ indicator: 'meeting_rating' as const, period, limit: 200 },
  });
  return found
    .filter(({ isWithheld }) => isWithheld !== true)
    .map(({ unitId, unitName, valueUnit, value, breakdown, source }) => {
      const of = (level: RatingLevel): number | null =>
        breakdown.find(({ label }) => label === level)?.value ?? null;
      const measure = valueUnit === 'percent' ? 'share' : 'count';
      return {
        ...{ unitId, unitName, measure, source, total: measure === 'count' ? value : null },
        numbers: { good: of('good'), fair: of('fair'), average: of('average'), weak: of('weak') },
      };
    });
}

function meetingTable(
  units: readonly { id: string; name: string }[],
  meetings: Parameters<typeof rollUp>[0],
  { year, quarter, from }: { year: number; quarter: number; from: string },
): Block {
  const names = new Map(units.map((unit) => [unit.id, unit.name]));
  const rolled = rollUp(meetings, from).sort((a, b) =>
    (names.get(a.unitId) ?? '').localeCompare(names.get(b.unitId) ?? '', 'vi', { numeric: true }),
  );
  const rows = rolled.map(({ unitId, months, counts, unrated }) => [
    names.get(unitId) ?? '',
    ...months.map((levels) =>
      levels.map((level) => (level ? words.levelName(level) : words.notRated)).join('; '),
    ),
    ...ratingLevels.map((level) => String(counts[level])),
    String(unrated),
  ]);
  const sum = (pick: (one: (typeof rolled)[number]) => number): string =>
    String(rolled.reduce((all, one) => all + pick(one), 0));
  const totals = [
    ...ratingLevels.map((level) => sum(({ counts }) => counts[level])),
    sum(({ unrated }) => unrated),
  ];
  return {
    type: 'table',
    title: words.meetingsTitle(quarter, year),
    head: words.meetingsHead([from, addMonths(from, 1), addMonths(from, 2)]),
    rows: rows.length > 1 ? [...rows, [words.allUnits, '', '', '', ...totals]] : rows,
    note: words.meetingsNote,
  };
}
