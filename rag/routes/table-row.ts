import type { Question } from '../question/analyse.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { blockOf } from '../evidence/evidence.ts';
import { valueTypes } from '../evidence/holds.ts';
import { excepted } from '../evidence/table-choice.ts';
import { cellsIn, isRowNamed } from '../evidence/table-rows.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { sourceLead } from './passages.ts';
import type { Route } from './route.ts';
import { rowOfRange, untoldRow } from './table-told.ts';

/** A row this far behind the best candidate may still be the one that the question names. */
const rowMargin = 6;
/** Fewer words of a row's name are said by chance. */
const fewestWords = 2;

/**
 * "Xe buýt … tối đa bao nhiêu?": the row that has the asked thing in its name, not one that only excepts it ('trừ xe
 * buýt') or a sentence about the whole.
 */
export const tableRow: Route = async (asked) => {
  const { question, quoting } = asked;
  if (question.type === 'yes-no' || question.type === 'reason') return null;
  const found = await asked.found();
  const byRange = await rowOfRange(asked, found);
  if (byRange) return byRange;
  const row = namedRow(question, found.evidence);
  if (row === null) return untoldRow(asked, found);
  const quotes = await quoting.of(question, [row]);
  return {
    answer: { outcome: 'answer', lead: sourceLead(quotes), quotes },
    found,
    missing: [],
    confidence: Math.max(row.confidence, found.evidence[0]?.confidence ?? 0),
  };
};

/** The row that the question names, where another candidate ranks before it; null where none does. */
export function namedRow(question: Question, evidence: readonly Evidence[]): Evidence | null {
  const [best] = evidence;
  if (!best) return null;
  const usable = evidence.filter(
    (one) =>
      one.ranked.unit.kind === 'row' &&
      one.missing.length === 0 &&
      best.ranked.score - one.ranked.score <= rowMargin,
  );
  const fits = usable.map((one) => ({ one, fit: rowFit(question, one.ranked.unit.text) }));
  if (best.ranked.unit.kind === 'row') {
    if (!valueTypes.has(question.type) || best.missing.length > 0) return entryOf(question, fits, best);
    const own = rowFit(question, best.ranked.unit.text).words;
    const better = fits
      .filter(
        ({ one, fit }) =>
          one.ranked.passage.passage.id === best.ranked.passage.passage.id &&
          one.values.length > 0 &&
          fit.words > own &&
          fit.words >= fewestWords,
      )
      .sort((a, b) => b.fit.words - a.fit.words);
    return better[0]?.one ?? null;
  }
  const whole = fits.find(
    ({ one, fit }) =>
      fit.isWhole &&
      one.values.length > 0 &&
      valueTypes.has(question.type) &&
      !says(best, fit.name) &&
      fit.words >= fewestWords,
  );
  return whole?.one ?? entryOf(question, fits, best);
}

interface RowFit {
  /** Words of the row's name that the question says in a row, from the first. */
  words: number;
  /** It says all of them. */
  isWhole: boolean;
  name: readonly string[];
}

/** How the question says the name of a row, the best of several that one row covers ('Xe buýt; xe mô tô'). */
export function rowFit(question: Question, row: string): RowFit {
  const cell = cellsIn(row, 0).find(({ text }) => /\p{L}/u.test(text))?.text ?? '';
  const said = ` ${question.words.join(' ')} `;
  let best: RowFit = { words: 0, isWhole: false, name: [] };
  for (const part of cell.replace(excepted, ' ').split(';')) {
    const name = foldedSyllables(part);
    let words = name.length;
    while (words > 0 && !said.includes(` ${name.slice(0, words).join(' ')} `)) words -= 1;
    if (words > best.words) best = { words, isWhole: words === name.length, name };
  }
  return best;
}

/** An entry of two cells, 'Số Tờ trình | 06/TTr-X': whatever is asked of what its first cell names is the second. */
function entryOf(
  question: Question,
  fits: readonly { one: Evidence; fit: RowFit }[],
  best: Evidence,
): Evidence | null {
  for (const { one, fit } of fits) {
    const { unit } = one.ranked;
    const cells = cellsIn(unit.text, unit.from);
    const [, value] = cells;
    if (cells.length !== 2 || !value || value.text === '') continue;
    const isNamed = fit.isWhole && fit.words >= fewestWords;
    if (!isNamed && !isRowNamed(question, unit.text, [])) continue;
    if (one !== best && says(best, fit.name) && best.ranked.unit.kind !== 'row') continue;
    return { ...one, values: [[value.from, value.to]] };
  }
  return null;
}

const says = (one: Evidence, name: readonly string[]): boolean =>
  name.length > 0 &&
  blockOf(one.ranked).some((unit) => ` ${unit.sequence.join(' ')} `.includes(` ${name.join(' ')} `));
