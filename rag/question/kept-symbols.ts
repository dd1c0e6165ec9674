import type { Question } from './analyse.ts';
import type { DocumentSummary } from '../types.ts';

/** Symbols of a question with the kept documents that each may mean. */
export type KeptSymbols = readonly {
  mention: { from: number; to: number };
  documents: readonly DocumentSummary[];
}[];

/**
 * The question with symbols typed in part made whole: 'thông tư 38' asks for 38/2024/TT-BGTVT where the store has no
 * other. What fits several documents stays as typed.
 */
export function withKeptSymbols(question: Question, named: KeptSymbols): Question {
  const keys = new Map(
    named.flatMap(({ mention, documents }): [number, string][] => {
      const [only] = new Set(documents.map(({ symbolKey }) => symbolKey));
      return documents.length === 1 && only ? [[mention.from, `sym:${only}`]] : [];
    }),
  );
  const isOpen = question.slots.some(
    ({ kind, key, from }) => kind === 'symbol' && keys.has(from) && keys.get(from) !== key,
  );
  if (!isOpen) return question;
  return {
    ...question,
    slots: question.slots.map((slot) =>
      slot.kind === 'symbol' ? { ...slot, key: keys.get(slot.from) ?? slot.key } : slot,
    ),
  };
}
