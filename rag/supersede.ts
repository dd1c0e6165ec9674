import type { DateOnly } from '../core/clock.ts';
import type { Viewer } from '../core/viewer.ts';
import { fold } from '../text/normalise.ts';
import type { Question } from './analyse.ts';
import type { Evidence } from './evidence.ts';
import type { Library } from './library.ts';
import type { DocumentStatus, DocumentSummary, PartStatus } from './types.ts';

/** The question wants what held before: 'trước đây', 'quy định cũ', 'trước khi sửa đổi'. */
const asksThePast =
  /(?<!\p{L})(?:truoc day|truoc kia|truoc khi|cu|hoi truoc|da het hieu luc|thay the)(?!\p{L})/u;

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
  if (asksThePast.test(fold(question.text))) return evidence;
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
  const brought = heirs.size === 0 ? [] : (await seek([...heirs])).filter(isFull);
  await look(brought);
  const all =
    brought.length === 0
      ? evidence
      : [...evidence.filter((one) => !brought.some((other) => isSameUnit(one, other))), ...brought].sort(
          (a, b) => b.ranked.score - a.ranked.score,
        );
  const current = withoutSuperseded(all, statuses, namedIds);
  const parts = await Promise.all(current.map(partsOf));
  // An ended part goes where anything that stands answers; an amended one only where the amendment itself does.
  const full = new Set(current.filter((one, at) => isFull(one) && !isEnded(parts[at])).map(documentIdOf));
  return current.filter((one, at) => {
    if (namedIds.has(documentIdOf(one))) return true;
    if (isEnded(parts[at]) && full.size > 0) return false;
    return !(parts[at] ?? []).some(({ by }) => by !== null && full.has(by.documentId));
  });
}

/** Without what a replaced document says where one that came after it answers as fully. */
function withoutSuperseded(
  evidence: readonly Evidence[],
  statuses: ReadonlyMap<string, DocumentStatus>,
  named: ReadonlySet<string>,
): readonly Evidence[] {
  const full = new Set(evidence.filter(isFull).map(documentIdOf));
  return evidence.filter((one) => {
    const id = documentIdOf(one);
    const status = statuses.get(id);
    if (named.has(id) || status?.state !== 'replaced') return true;
    return ![status.by, status.now].some((heir) => heir && full.has(heir.documentId));
  });
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
