import {
  documentName,
  nearMissLead,
  noSuchUnit,
  unitContents,
  unitContentsHead,
  whichDocument,
} from '../../prompts/answers.ts';
import { addressesIn, placeOfSection, resolveAddress, type Address } from '../question/address.ts';
import { decide } from '../evidence/decide.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { LibrarySection } from '../library.ts';
import { valueTypes } from '../evidence/holds.ts';
import { meantDocuments } from './meant-documents.ts';
import { matterBeside } from '../question/question-matter.ts';
import { deniesItems, type Slice } from '../quoting/quote.ts';
import { stretchOf } from '../quoting/stretch.ts';
import type { DocumentSummary } from '../types.ts';
import { sourceLead } from './passages.ts';
import { labelsOf, nothingFound, type AskedQuestion, type Result, type Route } from './route.ts';

/** Looking a place up is as sure as the reading of the document's structure. */
const addressConfidence = 0.95;
/** A unit longer than this that holds others is shown by their headings. */
const longestUnit = 2400;
/** At most this many documents are looked through for an address that names none. */
const mostDocuments = 8;

/** "khoản 2 Điều 7 Quy định 08 nói gì": the place itself, in the named document or the one of the turn before. */
export const address: Route = async (asked) => {
  const { question } = asked;
  const addresses = addressesIn(question.text, question.hasDiacritics);
  const [first] = addresses;
  if (!first) return null;
  const meant = await meantDocuments(asked, addresses);
  const matter = matterBeside(question, addresses, meant.documents);
  if (meant.documents.length === 0 || meant.documents.length > 3)
    return matter.length === 0 ? chooseDocument(asked, first) : null;
  return matter.length === 0
    ? showPlaces(asked, addresses, meant.documents)
    : answerInside(asked, addresses, meant.documents);
};

interface Place {
  document: DocumentSummary;
  sections: readonly LibrarySection[];
}

/** The addressed units themselves, each document and each address. */
async function showPlaces(
  asked: AskedQuestion,
  addresses: readonly Address[],
  documents: readonly DocumentSummary[],
): Promise<Result | null> {
  const { filter, library, quoting } = asked;
  const slices: Slice[] = [];
  const absent: string[] = [];
  const missing: string[] = [];
  let parents: Slice[] = [];
  let table: { head: readonly string[]; rows: readonly (readonly string[])[] } | null = null;
  let contentsLead = '';
  for (const document of documents) {
    const sections = await library.sections(filter.viewer, document.id);
    if (!sections.some(({ label }) => label !== '')) continue;
    for (const one of addresses) {
      const resolved = resolveAddress(one, sections);
      if ('missing' in resolved) {
        const { missing: unit, inside, has } = resolved;
        const label = `${unit.word} ${unit.number}`;
        absent.push(noSuchUnit(label, documentName(document), inside?.label ?? null, has.map(labelOf)));
        missing.push(label);
        if (inside && parents.length === 0)
          parents = await stretchOf(library, filter.viewer, document.id, [inside.charFrom, inside.charTo]);
        continue;
      }
      for (const section of resolved.found) {
        const inner = contentsOf(section, sections);
        const isLong = section.charTo - section.charFrom > longestUnit && inner.length > 1;
        const all = await stretchOf(library, filter.viewer, document.id, [
          section.charFrom,
          isLong ? (inner[1] as LibrarySection).charFrom : section.charTo,
        ]);
        slices.push(
          ...(await withDenial(asked, document.id, section, sections)),
          ...all.map((slice) => at(slice, section, sections)),
        );
        if (isLong && table === null) {
          table = { head: unitContentsHead, rows: inner.map((one) => [labelOf(one), one.heading]) };
          contentsLead = unitContents(documentName(document), labelOf(section), inner.length);
        }
      }
    }
  }
  if (slices.length === 0 && absent.length === 0) return null;
  const base = { found: nothingFound, missing, confidence: addressConfidence };
  if (slices.length === 0)
    return {
      ...base,
      answer: {
        outcome: 'near-miss',
        lead: absent.join(' '),
        missing,
        quotes: await quoting.slices(parents),
      },
    };
  const quotes = await quoting.slices(slices);
  const lead = contentsLead === '' ? sourceLead(quotes) : contentsLead;
  return {
    ...base,
    answer: {
      outcome: 'answer',
      lead: [...absent, lead].join('\n'),
      quotes,
      ...(table && { table }),
    },
  };
}

/** A question about something inside the addressed unit; null where the unit does not say, so that all is searched. */
async function answerInside(
  asked: AskedQuestion,
  addresses: readonly Address[],
  documents: readonly DocumentSummary[],
): Promise<Result | null> {
  const { question, filter, library, finder, quoting } = asked;
  const places: Place[] = [];
  for (const document of documents) {
    const sections = await library.sections(filter.viewer, document.id);
    for (const one of addresses) {
      const resolved = resolveAddress(one, sections);
      if ('found' in resolved) places.push({ document, sections: resolved.found });
    }
  }
  if (places.length === 0) {
    const hasUnits = await Promise.all(
      documents.map(async (document) =>
        (await library.sections(filter.viewer, document.id)).some(({ level }) => level === 'article'),
      ),
    );
    return hasUnits.some(Boolean) ? showPlaces(asked, addresses, documents) : null;
  }
  // The place is found already; that the sentence repeats its number is not asked for.
  const asking = { ...question, slots: question.slots.filter(({ kind }) => kind !== 'reference') };
  const found = await finder.find(
    asking,
    { ...filter, documentIds: places.map(({ document }) => document.id) },
    [],
  );
  const inside = found.evidence.filter((one) => places.some((place) => standsIn(one, place)));
  const decision = decide(asking, inside);
  if (decision.outcome !== 'answer' && decision.outcome !== 'correction') {
    const shown = await showPlaces(asked, addresses, documents);
    if (shown?.answer.outcome !== 'answer') return shown;
    if (!valueTypes.has(question.type) && question.type !== 'yes-no') return shown;
    const missing = labelsOf([{ kind: 'value', label: question.type }]);
    return {
      ...shown,
      missing,
      confidence: inside[0]?.confidence ?? 0,
      answer: { outcome: 'near-miss', lead: nearMissLead(missing), missing, quotes: shown.answer.quotes },
    };
  }
  const quotes = await quoting.of(asking, decision.chosen);
  return {
    answer: { outcome: 'answer', lead: sourceLead(quotes), quotes },
    found: { ...found, evidence: inside },
    missing: labelsOf(inside[0]?.missing ?? []),
    confidence: inside[0]?.confidence ?? 0,
  };
}

const standsIn = ({ ranked }: Evidence, { document, sections }: Place): boolean => {
  const { passage } = ranked.passage;
  const at = passage.charFrom + ranked.unit.from;
  return (
    passage.document.id === document.id &&
    sections.some(({ charFrom, charTo }) => at >= charFrom && at < charTo)
  );
};

/** The documents nearest to the question that have the addressed unit, to choose from. */
async function chooseDocument(asked: AskedQuestion, first: Address): Promise<Result | null> {
  const { filter, day, library } = asked;
  const documents: DocumentSummary[] = [];
  const nearest = await nearestDocuments(asked);
  for (const document of nearest.slice(0, mostDocuments)) {
    const resolved = resolveAddress(first, await library.sections(filter.viewer, document.id));
    if ('found' in resolved) documents.push(document);
  }
  const [only] = documents;
  if (!only) return null;
  const statuses = await library.statuses(
    filter.viewer,
    documents.map(({ id }) => id),
    day,
  );
  const unit = [...first.units]
    .reverse()
    .map(({ word, number }) => `${word} ${number}`)
    .join(' ');
  return {
    answer: {
      outcome: 'candidates',
      lead: whichDocument(unit),
      documents: documents.map((document) => ({
        ...document,
        status: statuses.get(document.id) ?? { state: 'unclear' },
      })),
      quotes: [],
    },
    found: nothingFound,
    missing: [],
    confidence: addressConfidence,
  };
}

async function nearestDocuments(asked: AskedQuestion): Promise<DocumentSummary[]> {
  const { hits } = await asked.found();
  return [...new Map(hits.map(({ passage }) => [passage.document.id, passage.document])).values()];
}

/** The units right inside a section, with names to show. */
const contentsOf = (section: LibrarySection, all: readonly LibrarySection[]): LibrarySection[] =>
  all.filter((inner) => inner.parentOrdinal === section.ordinal && inner.label !== '');

/** The lead-in of an item, where it forbids or denies what the item names; nothing else has to stand with it. */
async function withDenial(
  { filter, library }: AskedQuestion,
  documentId: string,
  section: LibrarySection,
  sections: readonly LibrarySection[],
): Promise<Slice[]> {
  const parent = sections.find(({ ordinal }) => ordinal === section.parentOrdinal);
  const first = sections.find(({ parentOrdinal }) => parentOrdinal === parent?.ordinal);
  if (!parent || !first) return [];
  const [above] = await stretchOf(library, filter.viewer, documentId, [parent.charFrom, first.charFrom]);
  const lead = /[^\n.;]*:\s*$/u.exec(above?.text ?? '');
  if (!above || !lead || !deniesItems(lead[0])) return [];
  const text = lead[0].trim();
  const from = above.charFrom + above.text.indexOf(text, lead.index);
  return [{ ...above, text, charFrom: from, charTo: from + text.length }];
}

/** A slice with the place of the unit that it is, not of the first passage of it. */
function at(slice: Slice, section: LibrarySection, sections: readonly LibrarySection[]): Slice {
  const place = placeOfSection(section, sections);
  if (place === '' || slice.charFrom !== section.charFrom) return slice;
  const page = /, tr\. .*$/u.exec(slice.passage.locator)?.[0] ?? '';
  return { ...slice, passage: { ...slice.passage, locator: place + page } };
}

/** 'Điều 5', 'mục 2' */
const labelOf = ({ label }: LibrarySection): string =>
  /^[\dIVXA-H.]+$/u.test(label) ? `mục ${label}` : label;
