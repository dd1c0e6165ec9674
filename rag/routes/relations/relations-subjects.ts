import * as words from '../../../prompts/relations.ts';
import { foldedSyllables } from '../../../text/syllables.ts';
import type { Question } from '../../question/analyse.ts';
import { meantDocuments } from '../meant-documents.ts';
import type { DocumentSummary } from '../../types.ts';
import { subjectOf, type Subject } from './relations-statements.ts';
import type { AskedQuestion } from '../route.ts';

/** What the question is about, first named first; several documents of one symbol are left to who lists them. */
export async function subjectsOf(asked: AskedQuestion, isUnnamed: boolean): Promise<Subject[]> {
  const { question, library, filter, resolution } = asked;
  const { named } = await resolution();
  const found: Subject[] = [];
  for (const { mention, documents } of named) {
    const one = saidWith(question, withoutDocumentCopies(documents));
    if (one.length > 1) return [];
    const [document] = one;
    if (document) {
      found.push(await subjectOf(asked, document));
      continue;
    }
    const isSaid = await library.relationsNaming(filter.viewer, mention);
    if (isSaid.length === 0) return [];
    const [first] = isSaid;
    const date = first?.targetIssuedOn ?? mention.issuedOn;
    found.push({
      document: null,
      name: words.namedOnly(first?.targetSymbol ?? mention.symbol, date),
      says: [],
      isSaid,
    });
  }
  if (found.length > 0) return found;
  const meant = await meantDocuments(asked);
  if (meant.by === 'nothing' || (meant.by === 'turn' && !isUnnamed)) return [];
  const documents = withoutDocumentCopies(meant.documents);
  const [document] = documents;
  return document && documents.length === 1 ? [await subjectOf(asked, document)] : [];
}

/** The scan beside the Word file is the same document. */
function withoutDocumentCopies(documents: readonly DocumentSummary[]): DocumentSummary[] {
  const seen = new Set<string>();
  return documents.filter(({ id, symbolKey, issuedOn }) => {
    const key = symbolKey === null ? id : `${symbolKey} ${issuedOn ?? ''}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Among several documents of one symbol the one whose subject the question says: '08-CT/TU về chuyển đổi số'. */
function saidWith(question: Question, documents: readonly DocumentSummary[]): readonly DocumentSummary[] {
  if (documents.length < 2) return documents;
  const asked = pairsOf(foldedSyllables(question.text));
  const said = documents.map(
    ({ subject, title }) =>
      [...pairsOf(foldedSyllables(subject ?? title))].filter((pair) => asked.has(pair)).length,
  );
  const most = Math.max(...said);
  return most === 0 ? documents : documents.filter((_, at) => said[at] === most);
}

const pairsOf = (syllables: readonly string[]): Set<string> =>
  new Set(syllables.slice(1).map((word, at) => `${syllables[at]} ${word}`));
