import type { Question } from '../question/analyse.ts';
import type { Evidence, Missing } from './evidence.ts';
import { gateFeatures, lexicalOf, type GateView } from './gate-features.ts';
import { gateBias, gateWeights, type GateFeature } from './gate-weights.ts';
import { openWordsOf } from './gate-words.ts';
import type { PreparedPassage, Rarity } from './prepare.ts';
import type { RankedUnit, Weighing } from './rank-units.ts';

/** Says how sure it is that a candidate answers the question. */
export type Gate = (
  ranked: RankedUnit,
  missing: readonly Missing[],
) => Pick<Evidence, 'confidence' | 'relevance' | 'features'>;

/** What is counted as lacking and has no part in `relevance`. */
const lacking: ReadonlySet<GateFeature> = new Set(['slotsMissing', 'valueMissing', 'otherMissing']);
const names = Object.keys(gateWeights) as GateFeature[];

/**
 * The gate for one question over the passages found: a logistic of `gateWeights` over what the search thought of a
 * candidate's passage, how it stands out, and what of the question the candidate leaves open.
 */
export function createGate(
  question: Question,
  passages: readonly PreparedPassage[],
  rarity: Rarity,
  weighing: Weighing,
): Gate {
  const view: GateView = {
    passages,
    rarity,
    weighing,
    openWords: openWordsOf(question, passages),
    lexical: new Map(passages.map((passage) => [passage, lexicalOf(passage, weighing)])),
  };
  return (ranked, missing) => {
    const features = gateFeatures(ranked, missing, view);
    let fit = gateBias;
    let lack = 0;
    for (const name of names) {
      if (lacking.has(name)) lack += gateWeights[name] * features[name];
      else fit += gateWeights[name] * features[name];
    }
    return { confidence: logistic(fit + lack), relevance: logistic(fit), features };
  };
}

const logistic = (sum: number): number => 1 / (1 + Math.exp(-sum));
