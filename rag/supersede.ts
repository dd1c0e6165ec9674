import type { DateOnly } from '../core/clock.ts';
import type { Viewer } from '../core/viewer.ts';
import { fold } from '../text/normalise.ts';
import type { Question } from './analyse.ts';
import type { Evidence } from './evidence.ts';
import type { Library } from './library.ts';
import type { DocumentStatus, DocumentSummary } from './types.ts';

/** The question wants what held before: 'trước đây', 'quy định cũ', 'trước khi sửa đổi'. */
const asksThePast =
  /(?<!\p{L})(?:truoc day|truoc kia|truoc khi|cu|hoi truoc|da het hieu luc|thay the)(?!\p{L})/u;

/**
 * Evidence without what no longer holds, where something that still holds answers as fully: people ask for the rule
 * that holds. What stands in a document that the question names, and everything where it asks about the past, stays.
 */
export async function standing(
  question: Question,
  evidence: readonly Evidence[],
  {
    library,
    viewer,
    day,
    named,
  }: { library: Library; viewer: Viewer; day: DateOnly; named: readonly DocumentSummary[] },
): Promise<readonly Evidence[]> {
  if (asksThePast.test(fold(question.text))) return evidence;
  const statuses = await library.statuses(viewer, [...new Set(evidence.map(documentIdOf))], day);
  const namedIds = new Set(named.map(({ id }) => id));
  const current = withoutSuperseded(evidence, statuses, namedIds);
  const isPartlyChanged = [...statuses.values()].some(
    (status) => status.state === 'in-force' && status.changes,
  );
  if (!isPartlyChanged) return current;
  const isEnded = await Promise.all(
    current.map(async ({ ranked: { passage, unit } }) => {
      const { charFrom, document } = passage.passage;
      const place = { documentId: document.id, charFrom: charFrom + unit.from, charTo: charFrom + unit.to };
      return (await library.partsAt(viewer, place, day)).some(({ how }) => how !== 'amended');
    }),
  );
  const hasStanding = current.some((one, at) => !isEnded[at] && one.missing.length === 0);
  return hasStanding ? current.filter((one, at) => !isEnded[at] || namedIds.has(documentIdOf(one))) : current;
}

/** Without what a replaced document says where the one that replaced it answers as fully. */
function withoutSuperseded(
  evidence: readonly Evidence[],
  statuses: ReadonlyMap<string, DocumentStatus>,
  named: ReadonlySet<string>,
): readonly Evidence[] {
  const full = new Set(evidence.filter((one) => one.missing.length === 0).map(documentIdOf));
  return evidence.filter((one) => {
    const id = documentIdOf(one);
    const status = statuses.get(id);
    return named.has(id) || status?.state !== 'replaced' || !full.has(status.by.documentId);
  });
}

const documentIdOf = (evidence: Evidence): string => evidence.ranked.passage.passage.document.id;
