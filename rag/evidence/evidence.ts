import type { Question, Slot } from '../question/analyse.ts';
import { holdsType, valueTypes } from './holds.ts';
import type { PreparedUnit } from './prepare.ts';
import type { RankedUnit } from './rank-units.ts';
import type { GateFeature } from './gate-weights.ts';

/** Something asked for that the evidence does not give. */
export interface Missing {
  /**
   * A slot of the question, what is counted, the value itself, the decision asked about, the body that is asked about
   * where the sentence is about another, or words left unsaid.
   */
  kind: Slot['kind'] | 'counted' | 'value' | 'predicate' | 'subject' | 'words';
  /** In the person's words; for 'value' the question type, worded in `prompts/`. */
  label: string;
  slot?: Slot;
}

/** A candidate answer held against the question. */
export interface Evidence {
  ranked: RankedUnit;
  missing: readonly Missing[];
  /** Ranges of the asked value in the passage text. */
  values: readonly [number, number][];
  /** How sure it is that this answers the question, 0..1. */
  confidence: number;
  /** How well the passage fits the question, what it lacks left aside, 0..1: whether it is worth showing at all. */
  relevance: number;
  features: Readonly<Record<GateFeature, number>>;
}

/** The units that belong to a candidate: lead-in, itself, its items. */
export function blockOf({ passage, unit, beside }: RankedUnit): PreparedUnit[] {
  const at = (index: number): PreparedUnit => passage.units[index] as PreparedUnit;
  return [
    ...(unit.lead === null ? [] : [at(unit.lead)]),
    unit,
    ...unit.items.map(at),
    ...(beside === undefined ? [] : [at(beside)]),
  ];
}

/**
 * The sentence before or after in the same paragraph that holds the value or the reason which `ranked` lacks: "… họp
 * phiên thứ 15. Đồng chí … chủ trì." answers who only with both.
 */
export function besideOf(question: Question, { passage, unit, index }: RankedUnit): number | null {
  const isReason = question.type === 'reason';
  if (!isReason && !valueTypes.has(question.type) && question.type !== 'place') return null;
  if (unit.kind !== 'sentence' || holdsType(question, unit) >= 0.6) return null;
  for (const at of [index + 1, index - 1]) {
    const other = passage.units[at];
    if (!other || other.line !== unit.line || other.kind !== 'sentence') continue;
    if (holdsType(question, other) < 1 || (isReason && at < index)) continue;
    // Another sentence's person need not be the one who is asked for: it must share the matter.
    if (question.type === 'person' && !sharesMatter(question, unit, other)) continue;
    return at;
  }
  return null;
}

/** The neighbour says a pair of the question that the unit itself does not. */
const sharesMatter = (question: Question, unit: PreparedUnit, other: PreparedUnit): boolean =>
  question.pairs.some((pair) => other.pairs.has(pair) && !unit.pairs.has(pair));

/** What a candidate loses for each thing it lacks, in the ranker's scale. */
const penalties = { slot: 2.5, value: 2.5, other: 1 } as const;

/** What a candidate's score loses for everything it lacks. */
export const penaltyOf = (missing: readonly Missing[]): number =>
  missing.reduce(
    (sum, entry) =>
      sum +
      (entry.slot
        ? penalties.slot
        : entry.kind === 'value' || entry.kind === 'subject'
          ? penalties.value
          : penalties.other),
    0,
  );
