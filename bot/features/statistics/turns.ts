import { seesAllUnits } from '../../../core/viewer.ts';
import type { Outcome, TurnContext } from '../../types.ts';

/* What the files of this feature share about a turn. */

/** Id of the feature; actions of its buttons begin with it. */
export const id = 'statistics';

/** Units that 'chi bộ tôi' may mean; none for who sees all. */
export const ownUnitIds = (context: TurnContext): readonly string[] =>
  seesAllUnits(context.viewer) ? [] : context.viewer.unitIds;

/** Where only public content may leave, figures stand in confined blocks alone. */
export const isOpenChannel = (context: TurnContext): boolean => context.capabilities.ceiling === 'public';

/** One sentence. */
export const say = (text: string): Outcome => ({ blocks: [{ type: 'text', text }] });
