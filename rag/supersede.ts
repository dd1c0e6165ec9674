import { fold } from '../text/normalise.ts';
import type { Evidence } from './evidence.ts';
import type { DocumentStatus } from './types.ts';

/** The question wants what held before: 'trước đây', 'quy định cũ', 'trước khi sửa đổi'. */
const asksThePast =
  /(?<!\p{L})(?:truoc day|truoc kia|truoc khi|cu|hoi truoc|da het hieu luc|thay the)(?!\p{L})/u;

/** Evidence with what has happened by the day to the part of its document that it stands in. */
export interface DatedEvidence {
  evidence: Evidence;
  /** Whether that part was repealed, replaced or suspended. */
  isEnded: boolean;
}

/**
 * Evidence without what stands in a part that has ended, where something that still holds answers as fully; a question
 * about the past, or one that names the document, keeps it.
 */
export function withoutEndedParts(
  question: string,
  dated: readonly DatedEvidence[],
  named: ReadonlySet<string>,
): readonly Evidence[] {
  const hasStanding = dated.some(({ evidence, isEnded }) => !isEnded && evidence.missing.length === 0);
  if (!hasStanding || asksThePast.test(fold(question))) return dated.map(({ evidence }) => evidence);
  return dated
    .filter(({ evidence, isEnded }) => !isEnded || named.has(evidence.ranked.passage.passage.document.id))
    .map(({ evidence }) => evidence);
}

/**
 * Evidence without what a superseded document says where the document that replaced it answers as fully: people ask
 * for the rule that holds. A document that the question names, or a question about the past, keeps its evidence.
 *
 * @param statuses by document id, on the day that the question is about
 * @param named ids of documents that the question names
 */
export function withoutSuperseded(
  question: string,
  evidence: readonly Evidence[],
  statuses: ReadonlyMap<string, DocumentStatus>,
  named: ReadonlySet<string>,
): readonly Evidence[] {
  if (asksThePast.test(fold(question))) return evidence;
  const documentOf = (one: Evidence): string => one.ranked.passage.passage.document.id;
  const full = new Set(evidence.filter((one) => one.missing.length === 0).map(documentOf));
  return evidence.filter((one) => {
    const id = documentOf(one);
    const status = statuses.get(id);
    return named.has(id) || status?.state !== 'replaced' || !full.has(status.by.documentId);
  });
}
