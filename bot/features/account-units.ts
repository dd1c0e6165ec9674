import { z } from 'zod';
import type { AccountEntry } from '../../access/account-store.ts';
import { changeAccountUnits } from '../../access/accounts.ts';
import { findUnits } from '../../members/units/unit-store.ts';
import * as words from '../../prompts/accounts.ts';
import { accounts as pageWords } from '../../prompts/web-views-office.ts';
import type { Outcome, TurnContext } from '../types.ts';
import { confirming, enabledEntry, saying, text } from './account-replies.ts';

/* '/taikhoan giao' and '/taikhoan bogiao': units are given to an account and taken from it, one at a time. */

type UnitChange = 'give-unit' | 'take-unit';

/** What waits behind the button. */
export const pendingUnit = z.object({ id: z.string(), unitId: z.string() });

/** The unit that is meant, or what to say where it is none or several. */
export async function oneUnit(
  context: TurnContext,
  typed: string,
): Promise<{ id: string; name: string } | Outcome> {
  const [unit, ...others] = await findUnits(context.db, context.viewer, typed);
  if (!unit) return saying(words.unitNotFound(typed));
  if (others.length === 0) return unit;
  const names = [unit, ...others].map((one) => one.name);
  return saying(words.unitAmbiguous(typed, names));
}

/** The units of the account after the change. */
const unitsAfter = (entry: AccountEntry, unitId: string, verb: UnitChange): string[] => [
  ...entry.ownUnitIds.filter((one) => one !== unitId),
  ...(verb === 'give-unit' ? [unitId] : []),
];

/** Shows what the change of units comes to, and asks; or says why it is none. */
export function proposeUnit(
  entry: AccountEntry,
  unit: { id: string; name: string },
  verb: UnitChange,
): Outcome {
  const isGiving = verb === 'give-unit';
  if (entry.role === 'office' || entry.role === 'admin') return saying(words.seesAllUnits(entry.name));
  if (isGiving === entry.ownUnitIds.includes(unit.id))
    return saying(words.unitUnchanged(entry.name, unit.name, isGiving));
  if (entry.role === 'secretary' && unitsAfter(entry, unit.id, verb).length === 0)
    return saying(pageWords.needsUnit);
  const sentence = isGiving ? pageWords.confirmGive : pageWords.confirmTake;
  const pending: z.infer<typeof pendingUnit> = { id: entry.id, unitId: unit.id };
  return confirming(sentence(entry.name, unit.name), {
    label: words.buttons.save,
    action: `account:${verb}:${JSON.stringify(pending)}`,
    style: 'primary',
  });
}

/** Makes the change, if the account is still as it has to be for it. */
export function changeUnits(
  context: TurnContext,
  { id: accountId, unitId }: z.infer<typeof pendingUnit>,
  verb: UnitChange,
): Outcome {
  return {
    blocks: [],
    async write(t) {
      const entry = await enabledEntry(t, accountId);
      const unitIds = entry ? unitsAfter(entry, unitId, verb) : [];
      if (!entry) return [text(words.changedMeanwhile)];
      if (entry.role === 'secretary' && unitIds.length === 0) return [text(pageWords.needsUnit)];
      await changeAccountUnits(t, { accountId, unitIds }, context.account.id, context.now);
      return [text(pageWords.unitsChanged)];
    },
  };
}
