import { cancelPlan, changePlan, getPlan } from '../../../meetings/calendar/plan-store.ts';
import type { PlannedMeeting } from '../../../meetings/calendar/plan.ts';
import * as words from '../../../prompts/calendar.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { planBlocks, planTable } from './calendar-list.ts';
import { audit, button, by, choices, end, say, text, type CalendarDialogue } from './calendar-parts.ts';
import { findMaterials, planNotes, saveChoices, withChange } from './calendar-plan.ts';

/* Moving a meeting of the calendar, changing it and cancelling it; nothing is saved before it was looked at. */

/** Opens one plan. */
export async function openPlan(context: TurnContext, planId: string): Promise<Outcome> {
  const plan = await getPlan(context.db, context.viewer, planId);
  return plan ? { blocks: planBlocks(plan) } : say(words.planNotFound);
}

/** A plan that may still be changed, or the sentence why not. */
async function openForChange(context: TurnContext, planId: string): Promise<PlannedMeeting | Outcome> {
  const plan = await getPlan(context.db, context.viewer, planId);
  if (!plan) return end(words.planNotFound);
  if (plan.state === 'held') return end(words.alreadyHeld);
  return plan;
}
const isOutcome = (value: PlannedMeeting | Outcome): value is Outcome => 'blocks' in value;

/** 'Dời', 'Sửa', 'Thêm tài liệu': asks for the new words. */
export async function startEdit(context: TurnContext, argument: string): Promise<Outcome> {
  const [field = '', planId = ''] = argument.split('/');
  const plan = await openForChange(context, planId);
  if (isOutcome(plan)) return plan;
  if (field !== 'move' && field !== 'change' && field !== 'materials') return say(words.planNotFound);
  const question = { move: words.tellMove, change: words.tellChange, materials: words.tellMaterials }[field];
  return {
    blocks: [text(`${words.planName(plan)}, ${words.planWhen(plan)}.\n${question}`)],
    dialogue: { mode: 'edit', planId, field } satisfies CalendarDialogue,
  };
}

/** The new words, shown in the plan before they are saved. */
export async function edit(
  context: TurnContext,
  dialogue: Extract<CalendarDialogue, { mode: 'edit' }>,
  input: string,
): Promise<Outcome> {
  const plan = await openForChange(context, dialogue.planId);
  if (isOutcome(plan)) return plan;
  const again = (sentence: string): Outcome => ({ blocks: [text(sentence)], dialogue });
  let changed: PlannedMeeting;
  if (dialogue.field === 'materials') {
    const named = input
      .split(';')
      .map((one) => one.trim())
      .filter(Boolean);
    const found = await findMaterials(context, named);
    const known = new Set(plan.materials.map(({ label }) => label));
    changed = {
      ...plan,
      materials: [...plan.materials, ...found.filter(({ label }) => !known.has(label))],
    };
  } else {
    const read = withChange(plan, input, context.today);
    if ('problem' in read)
      return again(
        read.problem === words.nothingToChange && dialogue.field === 'move'
          ? words.dateUnreadable
          : read.problem,
      );
    changed = read.plan;
  }
  const notes = changed.heldOn === plan.heldOn ? [] : await planNotes(context, changed);
  return {
    blocks: [planTable(changed, words.confirmChange), ...notes.map(text), saveChoices()],
    dialogue: { mode: 'save-edit', plan: changed, notes } satisfies CalendarDialogue,
  };
}

/** 'Lưu' of a change; refused where somebody else changed the plan since it was read. */
export async function saveEdit(context: TurnContext, plan: PlannedMeeting): Promise<Outcome> {
  const seen = await getPlan(context.db, context.viewer, plan.id);
  if (!seen) return end(words.planNotFound);
  return {
    blocks: [],
    dialogue: null,
    write: async (t) => {
      if (!(await changePlan(t, plan, by(context)))) return [text(words.changedMeanwhile)];
      await audit(t, context, 'plan.changed', 'planned-meeting', plan.id, {
        moved: plan.heldOn !== seen.heldOn,
        revision: plan.revision + 1,
      });
      return [text(words.savedChange)];
    },
  };
}

/** 'Hủy cuộc họp này': asks once more. */
export async function startCancel(context: TurnContext, planId: string): Promise<Outcome> {
  const plan = await openForChange(context, planId);
  if (isOutcome(plan)) return plan;
  return {
    blocks: [
      text(words.confirmCancel(words.planName(plan), words.planWhen(plan))),
      choices('calendar-cancel', [
        button(words.confirmCancelButton, 'save:', 'danger'),
        button(words.keepButton, 'discard:'),
      ]),
    ],
    dialogue: { mode: 'cancel', planId, revision: plan.revision } satisfies CalendarDialogue,
  };
}

/** Cancels a plan, or takes that back. */
export async function setCancelled(
  context: TurnContext,
  planId: string,
  isCancelled: boolean,
  revision?: number,
): Promise<Outcome> {
  const plan = await openForChange(context, planId);
  if (isOutcome(plan)) return plan;
  return {
    blocks: [],
    dialogue: null,
    write: async (t) => {
      const read = { id: plan.id, revision: revision ?? plan.revision };
      if (!(await cancelPlan(t, read, isCancelled, by(context)))) return [text(words.changedMeanwhile)];
      await audit(t, context, isCancelled ? 'plan.cancelled' : 'plan.restored', 'planned-meeting', plan.id);
      return [text(isCancelled ? words.cancelledPlan : words.restoredPlan)];
    },
  };
}
