import { recordAudit } from '../../../access/audit-store.ts';
import { localViewer } from '../../../core/viewer.ts';
import type { Queryable } from '../../../db/database.ts';
import {
  approveObservation,
  saveObservation,
  type SavableObservation,
} from '../../../members/observations/observation-store.ts';
import type { TurnContext } from '../../types.ts';

/* Keeping and approving reported figures, each with its audit event, in the transaction of the reply. */

/** Who did it; null: on the office's own machine. */
export const enteredBy = (context: TurnContext): string | null =>
  context.account.id === localViewer.accountId ? null : context.account.id;

/** Keeps a figure as a draft and returns its id; `from`: the document and sentence that it was suggested from. */
export async function draftFigure(
  t: Queryable,
  context: TurnContext,
  draft: SavableObservation,
  from?: { documentId: string; sentence: string },
): Promise<string> {
  const entry = { by: enteredBy(context), at: context.now.toISOString() };
  const observationId = await saveObservation(t, draft, { ...entry, ...(from ? { from } : {}) });
  await audit(t, context, 'observation.drafted', observationId);
  return observationId;
}

/** Approves drafts; returns how many were drafts. */
export async function approveFigures(
  t: Queryable,
  context: TurnContext,
  observationIds: readonly string[],
): Promise<number> {
  let count = 0;
  for (const observationId of observationIds) {
    if (!(await approveObservation(t, observationId))) continue;
    count++;
    await audit(t, context, 'observation.approved', observationId);
  }
  return count;
}

const audit = (t: Queryable, context: TurnContext, action: string, entityId: string): Promise<void> =>
  recordAudit(t, {
    at: context.now.toISOString(),
    accountId: enteredBy(context),
    action,
    entity: 'observation',
    entityId,
  });
