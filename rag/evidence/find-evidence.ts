import type { Question, Slot } from '../question/analyse.ts';
import { checkEvidence } from './check-evidence.ts';
import { besideOf, penaltyOf, type Evidence } from './evidence.ts';
import { isDocumentSlot, isFilled } from './filled-slots.ts';
import { createGate } from './gate.ts';
import { createPreparer, rarityOf, type PreparedPassage } from './prepare.ts';
import { askedBlockKind, rankUnits, weigh, type RankedUnit } from './rank-units.ts';
import type { DocumentSummary, Hit, Retriever, SearchFilter } from '../types.ts';

/** What the store offers on one question. */
export interface Found {
  /** Checked candidates, best first. */
  evidence: readonly Evidence[];
  hits: readonly Hit[];
  /** Every unit of the hits by the ranker's score alone. */
  ranked: readonly RankedUnit[];
}

export interface EvidenceFinder {
  /** `named`: kept documents that the question names; they are read beside the best passages of all. */
  find(question: Question, filter: SearchFilter, named: readonly DocumentSummary[]): Promise<Found>;
}

/** How many passages are read for one question. */
const passageCount = 12;
/** How many of them may come from one document while others were found as well. */
const passagesOfDocument = 6;
/** How many ranked units are held against the question, and how many of one passage at most. */
const checkedUnits = 12;
const checkedOfPassage = 5;
/** How many candidates' documents are searched for what their passages leave open. */
const openDocuments = 3;
/** More than any document has passages that rank above its signature. */
const wholeDocument = 200;

/**
 * Creates the search for evidence over a retriever: passages, units, their rank and what each leaves open.
 * @param prepare remembers passages that were read before; default: of this finder alone
 */
export function createEvidenceFinder(retriever: Retriever, prepare = createPreparer()): EvidenceFinder {
  /** The signature or recipients block that the question asks for; its own words would never find it. */
  async function askedBlocks(
    question: Question,
    filter: SearchFilter,
    documents: readonly DocumentSummary[],
  ): Promise<Hit[]> {
    const kind = askedBlockKind(question);
    if (kind === null || documents.length === 0) return [];
    const all = await retriever.search({
      text: question.searchText,
      filter: { ...filter, documentIds: documents.map((document) => document.id) },
      k: wholeDocument,
    });
    return all.filter((hit) => hit.passage.kind === kind);
  }

  async function searchAll(
    question: Question,
    filter: SearchFilter,
    named: readonly DocumentSummary[],
  ): Promise<Hit[]> {
    const text = question.searchText;
    const isInside = named.length > 0 && named.length <= 3;
    const documentIds = named.map((document) => document.id);
    const [best, inside] = await Promise.all([
      retriever.search({ text, filter, k: 2 * passageCount }),
      isInside ? retriever.search({ text, filter: { ...filter, documentIds }, k: 4 }) : [],
    ]);
    const hits = spread(best);
    const blocks = await askedBlocks(
      question,
      filter,
      named.length > 0 ? named : distinctDocuments(hits).slice(0, 2),
    );
    const known = new Set(hits.map((hit) => hit.passage.id));
    for (const hit of blocks)
      if (!known.has(hit.passage.id)) hits.push({ ...hit, score: (hits[0]?.score ?? 1) * 0.8 });
    if (!isInside) return hits;
    for (const hit of hits) known.add(hit.passage.id);
    return [...hits, ...inside.filter((hit) => !known.has(hit.passage.id))].sort((a, b) => b.score - a.score);
  }

  /** Looks in the rest of a candidate's document for the day, place or event that its passage leaves open. */
  async function documentStates(
    question: Question,
    candidates: readonly RankedUnit[],
    read: readonly PreparedPassage[],
    filter: SearchFilter,
  ): Promise<(documentId: string, slot: Slot) => boolean> {
    const slots = question.slots.filter(isDocumentSlot);
    const states = (passage: PreparedPassage, slot: Slot, candidate: RankedUnit): boolean => {
      const [unit] = passage.units;
      return unit !== undefined && isFilled(question, slot, { ...candidate, passage, unit, index: 0 });
    };
    const stated = new Set<string>();
    const asked = new Set<string>();
    const documents = new Set<string>();
    const looks: (() => Promise<void>)[] = [];
    for (const candidate of candidates) {
      const { document } = candidate.passage.passage;
      for (const slot of slots) {
        const key = `${document.id} ${slot.key}`;
        if (asked.has(key) || isFilled(question, slot, candidate)) continue;
        if (!documents.has(document.id) && documents.size >= openDocuments) continue;
        asked.add(key);
        if (
          read.some(
            (passage) => passage.passage.document.id === document.id && states(passage, slot, candidate),
          )
        ) {
          stated.add(key);
          continue;
        }
        documents.add(document.id);
        looks.push(async () => {
          const hits = await retriever.search({
            text: searchTextOf(slot),
            filter: { ...filter, documentIds: [document.id] },
            k: 4,
          });
          if (hits.some((hit, rank) => states(prepare(hit, rank), slot, candidate))) stated.add(key);
        });
      }
    }
    // Together: each would wait for the database on its own.
    await Promise.all(looks.map((look) => look()));
    return (documentId, slot) => stated.has(`${documentId} ${slot.key}`);
  }

  return {
    async find(question, filter, named) {
      const hits = await searchAll(question, filter, named);
      const rarity = rarityOf(retriever.statistics(filter.viewer));
      const weighing = weigh(question, rarity);
      const passages = hits.map((hit, rank) => prepare(hit, rank));
      const ranked = rankUnits(question, passages, weighing);
      const candidates = diverse(ranked.filter((one) => one.unit.kind !== 'heading'));
      const states = await documentStates(question, candidates, passages, filter);
      const gate = createGate(question, passages, rarity, weighing);
      const evidence = candidates
        .map((candidate): Evidence => {
          const next = besideOf(question, candidate);
          const one = next === null ? candidate : { ...candidate, beside: next };
          const { missing, values } = checkEvidence(question, one, rarity, states);
          const fit = gate(one, missing);
          return { ranked: { ...one, score: one.score - penaltyOf(missing) }, missing, values, ...fit };
        })
        .sort((a, b) => b.ranked.score - a.ranked.score);
      return { evidence, hits, ranked };
    },
  };
}

export function distinctDocuments(hits: readonly Hit[]): DocumentSummary[] {
  return [...new Map(hits.map((hit) => [hit.passage.document.id, hit.passage.document])).values()];
}

/** The best passages, so that one long document does not crowd out the rest. */
function spread(hits: readonly Hit[]): Hit[] {
  const counts = new Map<string, number>();
  const within = new Set<Hit>();
  for (const hit of hits) {
    const { id } = hit.passage.document;
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    if (count <= passagesOfDocument) within.add(hit);
  }
  const first = hits.filter((hit) => within.has(hit)).slice(0, passageCount);
  const left = hits.filter((hit) => !within.has(hit)).slice(0, passageCount - first.length);
  const kept = new Set([...first, ...left]);
  return hits.filter((hit) => kept.has(hit));
}

/** The best units, so that one long passage does not crowd out the rest. */
function diverse(ranked: readonly RankedUnit[]): RankedUnit[] {
  const counts = new Map<string, number>();
  const kept: RankedUnit[] = [];
  for (const one of ranked) {
    const { id } = one.passage.passage;
    const count = (counts.get(id) ?? 0) + 1;
    if (count > checkedOfPassage) continue;
    counts.set(id, count);
    kept.push(one);
    if (kept.length >= checkedUnits) break;
  }
  return kept;
}

/** What to search a document for, to see whether it states the slot anywhere. */
function searchTextOf(slot: Slot): string {
  const value = slot.key.slice(slot.key.indexOf(':') + 1);
  return `${slot.label} ${value.split('-').reverse().join(' ')}`;
}
