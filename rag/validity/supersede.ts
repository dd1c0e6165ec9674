import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import { fold } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import type { Question } from '../question/analyse.ts';
import { asksFormer } from '../question/as-of.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Library } from '../library.ts';
import type { DocumentStatus, DocumentSummary, PartStatus } from '../types.ts';

/** The question wants what is to hold: then it is not held back for what holds today. */
const asksComing =
  /(?<!\p{L})(?:sap|se|(?:moi|vua) (?:duoc )?ban hanh|(?:quy dinh|quy che|huong dan|van ban) moi(?! nhat))(?!\p{L})/u;

/** How many of the best candidates are followed to what replaced them. */
const followed = 3;

/** What a choice between old and new text needs. */
export interface StandingDeps {
  library: Library;
  viewer: Viewer;
  day: DateOnly;
  /** Documents that the question names: what they say is asked for, whether or not it still holds. */
  named: readonly DocumentSummary[];
  /** Looks for evidence in these documents alone. */
  seek(documentIds: readonly string[]): Promise<readonly Evidence[]>;
}

/**
 * Evidence without what no longer holds, where something that still holds answers as fully: people ask for the rule
 * that holds. What replaced the best candidates is read even where the search did not bring it. What stands in a
 * document that the question names, and everything where it asks about the past, stays.
 */
export async function standing(
  question: Question,
  evidence: readonly Evidence[],
  { library, viewer, day, named, seek }: StandingDeps,
): Promise<readonly Evidence[]> {
  if (asksFormer(question.text)) return evidence;
  const wantsComing = asksComing.test(fold(question.text));
  const namedIds = new Set(named.map(({ id }) => id));
  const statuses = new Map<string, DocumentStatus>();
  const look = async (some: readonly Evidence[]): Promise<void> => {
    const ids = [...new Set(some.map(documentIdOf))].filter((id) => !statuses.has(id));
    for (const [id, status] of await library.statuses(viewer, ids, day)) statuses.set(id, status);
  };
  const partsOf = async ({ ranked: { passage, unit } }: Evidence): Promise<readonly PartStatus[]> => {
    const { charFrom, document } = passage.passage;
    if (!isPartlyChanged(statuses.get(document.id))) return [];
    const place = { documentId: document.id, charFrom: charFrom + unit.from, charTo: charFrom + unit.to };
    return library.partsAt(viewer, place, day);
  };
  await look(evidence);
  const heirs = new Set<string>();
  for (const one of evidence.slice(0, followed)) {
    const id = documentIdOf(one);
    if (namedIds.has(id)) continue;
    for (const heir of heirsOf(statuses.get(id), await partsOf(one))) heirs.add(heir);
  }
  for (const one of evidence) if (isFull(one)) heirs.delete(documentIdOf(one));
  const brought = heirs.size === 0 ? [] : await seek([...heirs]);
  await look(brought);
  const all =
    brought.length === 0
      ? evidence
      : [...evidence.filter((one) => !brought.some((other) => isSameUnit(one, other))), ...brought].sort(
          (a, b) => b.ranked.score - a.ranked.score,
        );
  const parts = new Map<Evidence, readonly PartStatus[]>();
  for (const one of all) parts.set(one, await partsOf(one));
  const isOver = (one: Evidence): boolean =>
    ['replaced', 'not-yet', 'expired'].includes(statuses.get(documentIdOf(one))?.state ?? '') ||
    isEnded(parts.get(one));
  const successors = new Map<Evidence, Evidence>();
  for (const one of all) {
    const changes = parts.get(one) ?? [];
    if (namedIds.has(documentIdOf(one))) continue;
    const status = statuses.get(documentIdOf(one));
    const after = new Set(heirsOf(status, changes));
    // What will hold only later is the answer to no question about today while something holds.
    const isFree = isEnded(changes) || (status?.state === 'not-yet' && !wantsComing);
    if (after.size === 0 && !isFree) continue;
    // An ended part, or a later rule, gives way to anything that stands and answers; what was replaced to its successor.
    const successor = all.find(
      (other) =>
        other !== one &&
        (after.has(documentIdOf(other)) || (isFree && !isOver(other))) &&
        answersAsWell(other, one),
    );
    if (successor) successors.set(one, successor);
  }
  return ownFirst(succeeded(all, successors), namedIds);
}

/** Each superseded candidate gives its rank and its sureness to its successor: the matter was found through it. */
function succeeded(
  evidence: readonly Evidence[],
  successors: ReadonlyMap<Evidence, Evidence>,
): readonly Evidence[] {
  if (successors.size === 0) return evidence;
  const placed = new Set<Evidence>();
  const kept: Evidence[] = [];
  for (const one of evidence) {
    let last = one;
    for (let next = successors.get(last); next && next !== one; next = successors.get(last)) last = next;
    if (placed.has(last)) continue;
    placed.add(last);
    kept.push(
      last === one
        ? one
        : {
            ...last,
            confidence: Math.max(last.confidence, one.confidence),
            relevance: Math.max(last.relevance, one.relevance),
            ranked: { ...last.ranked, score: Math.max(last.ranked.score, one.ranked.score) },
          },
    );
  }
  return kept;
}

/**
 * What a named document says itself comes before what others say of it ('… bãi bỏ Quy định 13 về hội thi' answers nothing
 * about the contest), where it answers as well.
 */
function ownFirst(evidence: readonly Evidence[], namedIds: ReadonlySet<string>): readonly Evidence[] {
  const [first] = evidence;
  if (!first || namedIds.size === 0 || namedIds.has(documentIdOf(first))) return evidence;
  const own = evidence.find((one) => namedIds.has(documentIdOf(one)) && answersAsWell(one, first));
  if (!own) return evidence;
  const score = Math.max(own.ranked.score, first.ranked.score);
  return [{ ...own, ranked: { ...own.ranked, score } }, ...evidence.filter((one) => one !== own)];
}

/** A text that holds may be this much less sure than one that does not, and still be the answer. */
const sureShare = 0.4;
/** Sentences that share this much of their words are versions of each other. */
const sameWords = 0.5;

/** Whether what still holds leaves no more of the question open, and is about as sure or says it in like words. */
const answersAsWell = (one: Evidence, superseded: Evidence): boolean =>
  one.missing.length <= superseded.missing.length &&
  (one.confidence >= sureShare * superseded.confidence || likeness(one, superseded) >= sameWords);

function likeness(a: Evidence, b: Evidence): number {
  const [x, y] = [a, b].map(({ ranked }) => new Set(foldedSyllables(ranked.unit.text))) as [
    Set<string>,
    Set<string>,
  ];
  const shared = [...x].filter((word) => y.has(word)).length;
  return shared / Math.max(1, x.size + y.size - shared);
}

/** The documents that speak in place of a document, or of a part of it. */
function heirsOf(status: DocumentStatus | undefined, parts: readonly PartStatus[]): string[] {
  if (status?.state === 'replaced')
    return [status.by, status.now].flatMap((heir) => (heir ? [heir.documentId] : []));
  return parts.flatMap(({ by }) => (by ? [by.documentId] : []));
}

const isFull = (one: Evidence): boolean => one.missing.length === 0;

const isEnded = (parts: readonly PartStatus[] = []): boolean => parts.some(({ how }) => how !== 'amended');

const isPartlyChanged = (status: DocumentStatus | undefined): boolean =>
  status?.state === 'in-force' && status.changes !== undefined;

const isSameUnit = (a: Evidence, b: Evidence): boolean =>
  a.ranked.passage.passage.id === b.ranked.passage.passage.id && a.ranked.unit.from === b.ranked.unit.from;

const documentIdOf = (evidence: Evidence): string => evidence.ranked.passage.passage.document.id;
