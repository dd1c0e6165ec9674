import * as words from '../../../prompts/relations.ts';
import { targetsAmong, withoutCopies } from '../../validity/document-relations.ts';
import type { Quoted } from '../../quoting/quoting.ts';
import { isChange } from '../../validity/status.ts';
import type { DocumentRelation, DocumentSummary } from '../../types.ts';
import { placeOfSentence, type PassageSlice } from './relations-sentence.ts';
import { nothingFound, type AskedQuestion, type Result } from '../route.ts';

/** What documents say of each other is read, not guessed. */
export const relationConfidence = 0.9;
/** How many statements are quoted. */
export const mostQuotes = 3;

/** The document that a question is about: kept, or only named by others. */
export interface Subject {
  document: DocumentSummary | null;
  /** With symbol and date. */
  name: string;
  says: readonly DocumentRelation[];
  isSaid: readonly DocumentRelation[];
}

export async function subjectOf(
  { library, filter }: Pick<AskedQuestion, 'library' | 'filter'>,
  document: DocumentSummary,
): Promise<Subject> {
  const { says, isSaid } = await library.relations(filter.viewer, document);
  return { document, name: words.documentName(document), says, isSaid };
}

/** One statement with the document at its other end. */
export interface Statement {
  relation: DocumentRelation;
  document: DocumentSummary | null;
  other: words.OtherWords;
}

/** The statements of one direction, each with the document at the other end. */
export async function statementsOf(
  { library, filter }: Pick<AskedQuestion, 'library' | 'filter'>,
  subject: Subject,
  direction: 'in' | 'out',
): Promise<Statement[]> {
  const heads = direction === 'out' && subject.says.length > 0 ? await library.documents(filter.viewer) : [];
  return withoutCopies(direction === 'in' ? subject.isSaid : subject.says).map((relation) => {
    const document = direction === 'in' ? relation.source : (targetsAmong(relation, heads)[0] ?? null);
    return {
      relation,
      document,
      other: {
        name: document
          ? words.documentName(document)
          : words.namedOnly(relation.targetSymbol, relation.targetIssuedOn),
        isKept: document !== null,
        parts: relation.targetParts,
        from: isChange(relation.kind) ? relation.effectiveOn : null,
        isUnconfirmed: isChange(relation.kind) && !relation.isConfirmed,
      },
    };
  });
}

/** The sentences that state these relations, quoted where they stand. */
export async function statingQuotes(
  { library, filter, quoting }: Pick<AskedQuestion, 'library' | 'filter' | 'quoting'>,
  stated: readonly DocumentRelation[],
): Promise<Quoted[]> {
  const places: PassageSlice[] = [];
  for (const { source, sentence } of stated) {
    const place = placeOfSentence(sentence, await library.passages(filter.viewer, source.id));
    if (!place || places.some((one) => one.passage.id === place.passage.id && one.from === place.from))
      continue;
    places.push(place);
    if (places.length === mostQuotes) break;
  }
  return quoting.verbatim(places);
}

export const told = (lead: string, quotes: readonly Quoted[]): Result => ({
  answer: { outcome: 'answer', lead, quotes },
  found: nothingFound,
  missing: [],
  confidence: relationConfidence,
  isAboutForce: true,
});
