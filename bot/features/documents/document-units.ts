import { listUnits } from '../../../members/units/unit-store.ts';
import { existsOn, matchUnits, type Unit } from '../../../members/units/units.ts';
import * as words from '../../../prompts/documents.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { id, text, type DocumentDialogue } from './document-dialogue.ts';

/* Which units a document is for. */

const mostButtons = 12;

/** The units with these ids that the person may see. */
export async function unitsOf(context: TurnContext, unitIds: readonly string[]): Promise<Unit[]> {
  if (unitIds.length === 0) return [];
  return (await listUnits(context.db, context.viewer)).filter((unit) => unitIds.includes(unit.id));
}

const currentUnits = async (context: TurnContext): Promise<Unit[]> =>
  (await listUnits(context.db, context.viewer)).filter((unit) => existsOn(unit, context.today));

/** Asks for the units by buttons; the next message may name them instead. */
export async function askUnits(context: TurnContext, open: DocumentDialogue): Promise<Outcome> {
  const units = await currentUnits(context);
  if (units.length === 0) return { blocks: [text(words.noUnits)], dialogue: open };
  return {
    blocks: [
      {
        type: 'choices',
        id: 'document-units',
        prompt: words.askUnits,
        options: units
          .slice(0, mostButtons)
          .map((unit) => ({ label: unit.name, action: `${id}:unit:${unit.id}` })),
      },
    ],
    dialogue: { ...open, review: { ...open.review, asking: 'units' } },
  };
}

/** The units that `said` names, parted by commas, or the sentence why they cannot be told. */
export async function unitsNamed(context: TurnContext, said: string): Promise<Unit[] | string> {
  const units = await currentUnits(context);
  if (units.length === 0) return words.noUnits;
  const chosen: Unit[] = [];
  for (const part of said.split(/[,;]/u)) {
    const name = part.trim();
    if (name === '') continue;
    const found = matchUnits(units, name);
    const [only] = found;
    if (!only) return words.unitNotFound(name);
    if (found.length > 1)
      return words.unitAmbiguous(
        name,
        found.slice(0, 5).map((unit) => unit.name),
      );
    chosen.push(only);
  }
  return chosen;
}
