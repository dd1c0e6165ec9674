import { recordAudit } from '../../access/audit-store.ts';
import { newId } from '../../core/ids.ts';
import type { Queryable } from '../../db/database.ts';
import { saveUnits } from '../../members/units/unit-store.ts';
import { levelFromName, type Unit } from '../../members/units/units.ts';
import type { TurnContext } from '../types.ts';

/* A unit that somebody of the office named and no list holds: made in the middle of something else, with its audit event. */

/** A unit by its name alone, not yet kept; its level is read from the name. */
export const newUnit = (name: string): Unit => ({
  id: newId(),
  parentId: null,
  name,
  shortName: null,
  level: levelFromName(name, null) ?? 'upper_grassroots',
  aliases: [],
  validFrom: null,
  validTo: null,
  successorIds: [],
  isDemo: false,
});

/** Keeps it. The caller has made sure that the person sees all units: one stands above others' scopes. */
export async function keepUnit(t: Queryable, context: TurnContext, unit: Unit): Promise<void> {
  await saveUnits(t, [unit]);
  await recordAudit(t, {
    at: context.now.toISOString(),
    accountId: context.account.id,
    action: 'unit.created',
    entity: 'org_unit',
    entityId: unit.id,
  });
}
