import { placeOfSection } from '../question/address.ts';
import { valueTypes } from '../evidence/holds.ts';
import type { LibrarySection } from '../library.ts';
import { sectionAsked } from './matching-section.ts';
import { meantDocuments } from './meant-documents.ts';
import type { Slice } from '../quoting/quote.ts';
import { stretchOf } from '../quoting/stretch.ts';
import type { DocumentSummary } from '../types.ts';
import { sourceLead } from './passages.ts';
import { nothingFound, type AskedQuestion, type Route } from './route.ts';

const sectionConfidence = 0.85;
/** How many of the nearest documents are looked through where the question names none. */
const mostDocuments = 2;

/** "Báo cáo nêu những hạn chế nào": the section with that heading, from its lead-in to its last item. */
export const list: Route = async (asked) => {
  const { question, filter, library, quoting } = asked;
  if (!asksForContent(asked)) return null;
  const meant = await meantDocuments(asked);
  const isNamed = meant.by === 'symbol' || meant.by === 'title';
  const documents = (isNamed ? meant.documents : await nearest(asked)).slice(0, isNamed ? 3 : mostDocuments);
  const outlines = await Promise.all(documents.map(({ id }) => library.sections(filter.viewer, id)));
  const found: { document: DocumentSummary; section: LibrarySection; slices: Slice[] }[] = [];
  for (const [i, document] of documents.entries()) {
    const sections = outlines[i] ?? [];
    const best = sectionAsked(question, sections, document);
    if (!best) continue;
    const { section } = best;
    const place = placeOfSection(section, sections);
    const slices = await stretchOf(library, filter.viewer, document.id, [section.charFrom, section.charTo]);
    found.push({
      document,
      section,
      slices: slices.map((slice, i) =>
        i === 0 && place !== '' ? { ...slice, passage: { ...slice.passage, locator: place } } : slice,
      ),
    });
    if (!isNamed) break;
  }
  if (found.length === 0) return null;
  const quotes = await quoting.slices(found.flatMap(({ slices }) => slices));
  return {
    answer: { outcome: 'answer', lead: sourceLead(quotes), quotes },
    found: isNamed ? nothingFound : await asked.found(),
    missing: [],
    confidence: sectionConfidence,
  };
};

/** Several things or the content of something are asked for, not one value. */
const asksForContent = ({ question }: AskedQuestion): boolean =>
  (question.wantsList || ['definition', 'which', 'manner'].includes(question.type)) &&
  !valueTypes.has(question.type) &&
  !['place', 'yes-no', 'reason'].includes(question.type);

async function nearest(asked: AskedQuestion): Promise<DocumentSummary[]> {
  const { hits } = await asked.found();
  return [...new Map(hits.map(({ passage }) => [passage.document.id, passage.document])).values()];
}
