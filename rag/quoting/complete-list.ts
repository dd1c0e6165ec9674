import type { Viewer } from '../../core/viewer.ts';
import type { Question } from '../question/analyse.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { valueTypes } from '../evidence/holds.ts';
import type { Library, LibrarySection } from '../library.ts';
import type { Slice } from './quote.ts';
import { stretchOf } from './stretch.ts';

/**
 * Whether a list is asked for as a whole: the question says so, or an item of it was found by its lead-in alone ("Cơ
 * quan nào quyết định …?" under 'Cơ quan quyết định … gồm:'), so that every other item answers as well.
 */
export function asksForWholeList(question: Question, { ranked: { passage, unit } }: Evidence): boolean {
  if (question.wantsList) return true;
  const lead = unit.lead === null || unit.kind === 'row' ? undefined : passage.units[unit.lead];
  if (!lead || valueTypes.has(question.type) || !open.has(question.type) || !lead.text.endsWith(':'))
    return false;
  const byLead = question.content.filter((word) => lead.words.has(word));
  return (
    byLead.length >= question.content.length * saidByLead &&
    // Single words are said by chance, two in a row are not.
    (question.hasDiacritics
      ? [...question.exactPairs].every((pair) => lead.exactPairs.has(pair) || !unit.exactPairs.has(pair))
      : question.pairs.every((pair) => lead.pairs.has(pair) || !unit.pairs.has(pair)))
  );
}

/** Questions that what stands in a list may answer. */
const open: ReadonlySet<string> = new Set(['which', 'list', 'place', 'other']);
/** Share of the question's words that a lead-in must say. */
const saidByLead = 0.6;

/** A list goes on at most this far; beyond it the structure was read wrong. */
const longestList = 20_000;

/**
 * A quotation that introduces a list, with the whole list: down to its last item where the items stand in passages of
 * their own. Any other quotation as it is.
 */
export async function withWholeList(
  library: Pick<Library, 'passages' | 'sections'>,
  viewer: Viewer,
  question: Question,
  evidence: Evidence,
  slice: Slice,
): Promise<Slice> {
  const { unit, passage } = evidence.ranked;
  const { passage: own } = passage;
  if (own.kind === 'table' || own.kind === 'signature' || own.kind === 'recipients') return slice;
  const lead = unit.items.length > 0 || unit.text.endsWith(':') ? unit : passage.units[unit.lead ?? -1];
  if (!lead || (lead !== unit && !asksForWholeList(question, evidence)) || !lead.text.endsWith(':'))
    return slice;
  const reachesEnd = slice.charTo >= own.charTo - 1;
  if (!reachesEnd) return slice;
  const to = await endOfList(library, viewer, own.document.id, own.charFrom + lead.to, slice.charTo);
  if (to <= slice.charTo || to - slice.charFrom > longestList) return slice;
  const [whole] = await stretchOf(library, viewer, own.document.id, [slice.charFrom, to]);
  return whole && whole.charTo > slice.charTo
    ? { ...whole, passage: slice.passage, emphasis: slice.emphasis }
    : slice;
}

/** Where the items end that follow a lead-in: with the last sibling of the first numbered section after it. */
async function endOfList(
  library: Pick<Library, 'passages' | 'sections'>,
  viewer: Viewer,
  documentId: string,
  leadEnd: number,
  known: number,
): Promise<number> {
  const sections = await library.sections(viewer, documentId);
  const first = sections.find(
    ({ charFrom, level }) => charFrom >= leadEnd && charFrom - leadEnd <= 3 && isItem(level),
  );
  if (first) return lastSibling(first, sections);
  // Dashed items are no sections: they go on while passages begin with a dash in the same section.
  const passages = await library.passages(viewer, documentId, {
    charFrom: leadEnd,
    charTo: leadEnd + longestList,
  });
  let to = known;
  const start = passages.find(({ charTo }) => charTo >= known);
  for (const passage of passages) {
    if (passage.charFrom < known) continue;
    const follows = passage.charFrom - to <= 3 && passage.sectionOrdinal === (start?.sectionOrdinal ?? null);
    if (!follows || !/^\s*[-–—+•*▪]\s*\S/u.test(passage.text)) break;
    to = passage.charTo;
  }
  return to;
}

const isItem = (level: string): boolean => ['clause', 'point', 'item', 'table'].includes(level);

function lastSibling(first: LibrarySection, sections: readonly LibrarySection[]): number {
  let last = first;
  if (first.level === 'table') return first.charTo;
  for (const section of sections) {
    if (section.ordinal <= first.ordinal || section.parentOrdinal !== first.parentOrdinal) continue;
    if (section.level !== first.level) break;
    last = section;
  }
  return last.charTo;
}
