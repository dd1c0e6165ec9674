import type { ModelCallError } from '../core/errors.ts';
import { toModelError, wordsOf } from './errors.ts';

/**
 * Parts of the protocol that servers in use lack, each with how a refusal names it. The order is that in which they are
 * suspected where a refusal names nothing.
 */
const abilities = {
  stream_options: /stream_options|include_usage/iu,
  json_schema: /json_schema|response_format|structured output|guided|grammar/iu,
  json_object: /json_object|response_format/iu,
  tools: /\btools?\b|tool_choice|function[ _-]?call/iu,
  max_tokens: /max_tokens/iu,
  max_completion_tokens: /max_completion_tokens/iu,
  temperature: /temperature/iu,
  encoding_format: /encoding_format/iu,
  system: /system (?:role|message|prompt)|role[^a-z]{1,20}system|only user and assistant roles/iu,
  stream: /\bstream(?:ing|ed)?\b/iu,
  /** An answer in one piece: some gateways only stream. */
  whole: /stream (?:must|has to|should) be|only (?:supports? )?stream|non-?stream/iu,
} as const satisfies Record<string, RegExp>;
export type Ability = keyof typeof abilities;

/** What one model behind one endpoint was found to lack; kept for the process. */
export interface Abilities {
  lacks(ability: Ability): boolean;
  learn(ability: Ability): void;
  /** The call with these parts was accepted: a later refusal that names none of them is about something else. */
  prove(used: Iterable<Ability>): void;
  isProven(ability: Ability): boolean;
  missing(): readonly Ability[];
}

/** Nothing is known yet: everything is tried. */
export function createAbilities(): Abilities {
  const missing = new Set<Ability>();
  const proven = new Set<Ability>();
  return {
    lacks: (ability) => missing.has(ability),
    learn: (ability) => void missing.add(ability),
    prove(used) {
      for (const ability of used) proven.add(ability);
    },
    isProven: (ability) => proven.has(ability),
    missing: () => [...missing],
  };
}

/**
 * Calls `attempt`, leaving out what the endpoint refuses, until it is accepted; what had to be left out is remembered
 * only then. `usedBy` says which parts a request has that leaves out `without`.
 * @throws ModelCallError the refusal, where there is nothing left to leave out
 */
export async function adapt<T>(
  known: Abilities,
  usedBy: (without: ReadonlySet<Ability>) => readonly Ability[],
  attempt: (without: ReadonlySet<Ability>) => Promise<T>,
): Promise<T> {
  const without = new Set(known.missing());
  for (;;) {
    const used = usedBy(without);
    try {
      const result = await attempt(without);
      for (const ability of without) known.learn(ability);
      known.prove(used);
      return result;
    } catch (error) {
      const refusal = toModelError(error);
      const culprit = suspect(refusal, used, known);
      if (!culprit) throw refusal;
      without.add(culprit);
    }
  }
}

/** Which part of the request a refusal is about. */
function suspect(error: ModelCallError, used: readonly Ability[], known: Abilities): Ability | undefined {
  const { kind, status } = error;
  // Some servers answer 500 or 501 to what they do not know; then they must name it.
  if (kind !== 'rejected' && kind !== 'overloaded') return undefined;
  const words = wordsOf(error);
  const inOrder = (Object.keys(abilities) as Ability[]).filter((ability) => used.includes(ability));
  const named = inOrder.find((ability) => abilities[ability].test(words));
  if (named) return named;
  return status === 400 || status === 422 ? inOrder.find((ability) => !known.isProven(ability)) : undefined;
}
