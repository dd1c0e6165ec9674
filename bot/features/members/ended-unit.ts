import { listObservations } from '../../../members/observations/observation-store.ts';
import { stockRows } from '../../../members/register/columnar-stock.ts';
import { readRegister } from '../../../members/register/columnar-store.ts';
import { unitMask } from '../../../members/register/columnar.ts';
import { subtreeIds } from '../../../members/units/units.ts';
import type { Unit } from '../../../members/units/units.ts';
import { endedUnit as words } from '../../../prompts/members-units.ts';
import { addDays } from '../../../text/dates.ts';
import type { Outcome, TurnContext } from '../../types.ts';

/**
 * The answer to a question about a unit that no longer exists on the day asked about: that it ended, when, its last
 * figure and who follows it. Never a count of that day, which would mix it with its successors. Null: it exists.
 */
export async function endedUnit(
  context: Pick<TurnContext, 'db' | 'viewer'>,
  units: readonly Unit[],
  unit: Unit,
  asOf: string,
): Promise<Outcome | null> {
  const lastDay = unit.validTo;
  if (lastDay === null || lastDay >= asOf) return null;
  const view = await readRegister(context.db, context.viewer);
  const ids = subtreeIds(units, unit.id);
  const counted = stockRows(view.columns, unitMask(view, ids), lastDay).length;
  const [stated] = await listObservations(context.db, context.viewer, {
    indicator: 'members',
    unitIds: [unit.id],
    until: lastDay,
    limit: 1,
  });
  const successors = units.filter((each) => unit.successorIds.includes(each.id));
  const lines = [
    words.ended(unit.name, addDays(lastDay, 1)),
    ...(counted > 0 ? [words.lastCount(counted, lastDay)] : []),
    ...(stated
      ? [words.lastStated(stated.value, stated.asOf ?? stated.period?.to ?? lastDay, stated.source)]
      : []),
    ...(counted === 0 && !stated ? [words.noFigures] : []),
    successors.length > 0 ? words.successors(successors.map((each) => each.name)) : words.noSuccessor,
  ];
  return {
    blocks: [
      { type: 'text', text: lines.join('\n') },
      {
        type: 'choices',
        id: 'ended-unit',
        options: [
          ...(counted > 0
            ? [
                {
                  label: words.lastFigures(lastDay),
                  action: `say:${words.questionOfDay(unit.name, lastDay)}`,
                },
              ]
            : []),
          ...successors.slice(0, 6).map((each) => ({
            label: words.askSuccessor(each.name),
            action: `say:/thongke ${each.name}`,
          })),
        ],
      },
    ],
  };
}
