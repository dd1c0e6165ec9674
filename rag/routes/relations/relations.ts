import type { DateOnly } from '../../../core/clock.ts';
import { statusLine } from '../../../prompts/answers.ts';
import * as words from '../../../prompts/relations.ts';
import { fold } from '../../../text/normalise.ts';
import { addressesIn } from '../../question/address.ts';
import type { Quoted } from '../../quoting/quoting.ts';
import { isChange } from '../../validity/status.ts';
import type { DocumentRelation, DocumentSummary, RelationKind } from '../../types.ts';
import { forceOf } from './relations-force.ts';
import { nameSpans } from './relations-names.ts';
import { mayAskRelation, readRelationQuestion, type RelationQuestion } from './relations-question.ts';
import {
  mostQuotes,
  relationConfidence,
  statementsOf,
  statingQuotes,
  subjectOf,
  told,
  type Statement,
  type Subject,
} from './relations-statements.ts';
import { subjectsOf } from './relations-subjects.ts';
import { nothingFound, type AskedQuestion, type Result, type Route } from '../route.ts';

/**
 * How documents stand to each other, from what they say: 'văn bản nào thay thế …', '… căn cứ văn bản nào', '… còn hiệu
 * lực không', '… có hiệu lực từ khi nào', chains of replacements. Each statement is quoted where it stands.
 */
export const relations: Route = async (asked) => {
  const { question, resolution } = asked;
  if (!mayAskRelation(fold(question.text))) return null;
  const resolved = await resolution();
  const titled = resolved.titled.slice(0, 2).map(({ document }) => document);
  const spans = nameSpans(question.text, resolved, titled);
  const isUnnamed = spans.length === 0;
  const read = readRelationQuestion(question.text, isUnnamed ? pronounSpan(question.text) : spans);
  if (!read) return null;
  const subjects = await subjectsOf(asked, isUnnamed);
  const [subject] = subjects;
  if (!subject) return null;
  switch (read.asks) {
    case 'others':
      return read.isOfParts
        ? partsOf(asked, subject, subjects[1] ?? null, read.direction)
        : others(asked, subject, read);
    case 'between':
      return subjects[1] ? between(asked, subject, subjects[1], read.kinds) : null;
    case 'force':
      return forceOf(asked, subject, read.about);
    case 'chain':
      return chain(asked, subject);
    case 'related':
      return related(asked, subject);
  }
};

/** 'văn bản này', 'nó': means the document of the turn before. */
function pronounSpan(text: string): { from: number; to: number }[] {
  const match =
    /(?<!\p{L})(?:(?:van ban|nghi quyet|chi thi|ket luan|quyet dinh|quy che|quy dinh|huong dan|thong bao|ke hoach|chuong trinh|de an|luat|nghi dinh|thong tu) (?:nay|do|tren|ay)|no)(?!\p{L})/u.exec(
      fold(text),
    );
  return match ? [{ from: match.index, to: match.index + match[0].length }] : [];
}

async function others(
  asked: AskedQuestion,
  subject: Subject,
  read: Extract<RelationQuestion, { asks: 'others' }>,
): Promise<Result | null> {
  const { question, quoting } = asked;
  const { direction, typeName, kinds } = read;
  const all = await statementsOf(asked, subject, direction);
  const ofKind = all.filter(({ relation }) => kinds.includes(relation.kind));
  const ofType = ofKind.filter(({ document, relation }) => isOfType(document, relation, typeName));
  const part = addressesIn(question.text, question.hasDiacritics)[0];
  const ofPart = part
    ? ofType.filter(({ relation }) => touches(relation, question.text.slice(part.from, part.to)))
    : ofType;
  // The asked word comes first: 'thay thế' where that is said, what comes near it otherwise.
  const [kind = ofPart[0]?.relation.kind] = kinds.filter((one) =>
    ofPart.some(({ relation }) => relation.kind === one),
  );
  if (kind === undefined) return noOthers(asked, subject, read);
  const chosen = ofPart.filter(({ relation }) => sameGroup(relation.kind, kind));
  const groups = [...new Set(chosen.map(({ relation }) => relation.kind))];
  const lead = groups
    .map((group) =>
      words.relationsLead(
        subject.name,
        group,
        direction,
        merged(chosen.filter(({ relation }) => relation.kind === group).map(({ other }) => other)),
      ),
    )
    .join('\n');
  const quotes = await statingQuotes(
    asked,
    chosen.map(({ relation }) => relation),
  );
  if (quotes.length === 0) return null;
  const heads: Quoted[] = [];
  // What is told of another document is shown at its head too, as far as there is room.
  if (direction === 'out')
    for (const { document } of chosen) {
      const head =
        document && quotes.length + heads.length < mostQuotes ? await quoting.head(document) : null;
      if (head) heads.push(head);
    }
  return told(subject.document ? lead : `${words.notKeptItself(subject.name)}\n${lead}`, [
    ...quotes,
    ...heads,
  ]);
}

/** Which parts a document changes, or which of its own were changed: every kind of change, with its parts and day. */
async function partsOf(
  asked: AskedQuestion,
  subject: Subject,
  other: Subject | null,
  direction: 'in' | 'out',
): Promise<Result | null> {
  const stated = (await statementsOf(asked, subject, direction)).filter(
    ({ relation, document }) =>
      isChange(relation.kind) &&
      (other === null ||
        (other.document ? document?.id === other.document.id : isSameTarget(relation, other))),
  );
  const named = stated.filter(({ relation }) => relation.targetParts.length > 0);
  const chosen = named.length > 0 ? named : stated;
  if (chosen.length === 0) return null;
  const lead = [...new Set(chosen.map(({ relation }) => relation.kind))]
    .map((kind) =>
      words.relationsLead(
        subject.name,
        kind,
        direction,
        merged(chosen.filter(({ relation }) => relation.kind === kind).map(({ other: told }) => told)),
      ),
    )
    .join('\n');
  const quotes = await statingQuotes(
    asked,
    chosen.map(({ relation }) => relation),
  );
  return quotes.length === 0 ? null : told(lead, quotes);
}

/** Purposes are told together: 'thực hiện' is asked of whatever carries out, details or goes on with. */
const sameGroup = (a: RelationKind, b: RelationKind): boolean =>
  a === b || (!isChange(a) && !isChange(b) && a !== 'based_on' && b !== 'based_on');

/** Parts of one document that are stated apart, told together. */
function merged(others: readonly words.OtherWords[]): words.OtherWords[] {
  const found = new Map<string, words.OtherWords>();
  for (const other of others) {
    const key = `${other.name} ${other.from ?? ''}`;
    const known = found.get(key);
    if (!known) found.set(key, other);
    else if (known.parts.length > 0 && other.parts.length > 0)
      found.set(key, { ...known, parts: [...new Set([...known.parts, ...other.parts])] });
    else found.set(key, { ...known, parts: [] });
  }
  return [...found.values()];
}

function isOfType(
  document: DocumentSummary | null,
  { targetSymbol }: DocumentRelation,
  typeName: string | null,
): boolean {
  if (typeName === null) return true;
  if (document)
    return fold(document.typeName) === fold(typeName) || fold(document.typeName).startsWith(fold(typeName));
  return !/^\p{L}/u.test(targetSymbol) || fold(targetSymbol).startsWith(fold(typeName));
}

/** Whether a relation speaks of a part: of itself, of what holds it, or of the whole document. */
function touches({ targetParts }: DocumentRelation, part: string): boolean {
  const wanted = ` ${fold(part)} `;
  return (
    targetParts.length === 0 ||
    targetParts.some((one) => ` ${fold(one)} `.includes(wanted) || wanted.includes(` ${fold(one)} `))
  );
}

/** Nothing stands in that relation. Only where that says something: of what changes what holds, of a kept document. */
async function noOthers(
  asked: AskedQuestion,
  { document, name }: Subject,
  { kinds, direction, isYesNo }: Extract<RelationQuestion, { asks: 'others' }>,
): Promise<Result | null> {
  const [kind] = kinds;
  if (!document || kind === undefined || !isChange(kind)) return null;
  // What was not read as a relation may still stand in the text.
  if (!isYesNo && (await asked.decision()).outcome === 'answer') return null;
  const head = await asked.quoting.head(document);
  const quotes = head ? [head] : [];
  const lead = words.noRelation(name, kind, direction);
  if (isYesNo && head) return told(lead, quotes);
  return {
    answer: { outcome: 'near-miss', lead, missing: [words.missingRelation], quotes },
    found: nothingFound,
    missing: [words.missingRelation],
    confidence: relationConfidence,
    isAboutForce: true,
  };
}

/** 'Kế hoạch … có thực hiện Chỉ thị … không' */
async function between(
  asked: AskedQuestion,
  subject: Subject,
  other: Subject,
  kinds: readonly RelationKind[],
): Promise<Result | null> {
  const [kind] = kinds;
  if (kind === undefined || !subject.document) return null;
  const statement = (await statementsOf(asked, subject, 'out')).find(
    ({ relation, document }) =>
      kinds.includes(relation.kind) &&
      (other.document
        ? document?.id === other.document.id
        : other.isSaid.includes(relation) || isSameTarget(relation, other)),
  );
  if (statement) {
    const quotes = await statingQuotes(asked, [statement.relation]);
    if (quotes.length > 0)
      return told(words.relationYes(subject.name, statement.relation.kind, other.name), quotes);
  }
  const head = await asked.quoting.head(subject.document);
  return head ? told(words.relationNo(subject.name, kind, other.name), [head]) : null;
}

const isSameTarget = (relation: DocumentRelation, { isSaid }: Subject): boolean =>
  isSaid.some(
    ({ targetSymbolKey }) => targetSymbolKey !== '' && targetSymbolKey === relation.targetSymbolKey,
  );

/** How many steps of a chain are followed in each direction. */
const longestChain = 12;

/** Everything before and after a document that was replaced or repealed, oldest first, with its status. */
async function chain(asked: AskedQuestion, subject: Subject): Promise<Result | null> {
  const { library, filter, day } = asked;
  if (!subject.document) return null;
  const seen = new Set([subject.document.id]);
  const stated: DocumentRelation[] = [];
  const walk = async (start: Subject, direction: 'in' | 'out'): Promise<DocumentSummary[]> => {
    const found: DocumentSummary[] = [];
    let here: Subject | null = start;
    while (here && found.length < longestChain) {
      const steps: Statement[] = (await statementsOf(asked, here, direction)).filter(
        ({ relation, document }) =>
          (relation.kind === 'replaces' || relation.kind === 'repeals') &&
          relation.targetParts.length === 0 &&
          document !== null &&
          !seen.has(document.id),
      );
      const next: Statement | undefined = steps[0];
      if (!next?.document) break;
      seen.add(next.document.id);
      found.push(next.document);
      stated.push(next.relation);
      here = await subjectOf(asked, next.document);
    }
    return found;
  };
  const earlier = await walk(subject, 'out');
  const later = await walk(subject, 'in');
  const documents = [...earlier.reverse(), subject.document, ...later];
  if (documents.length === 1) return null;
  const statuses = await library.statuses(
    filter.viewer,
    documents.map(({ id }) => id),
    day,
  );
  const quotes = await statingQuotes(asked, stated);
  if (quotes.length === 0) return null;
  const result = told(words.chainLead(subject.name), quotes);
  const rows = documents.map((document) => [
    `${document.typeName} ${document.symbol ?? document.title}`,
    dateText(document.issuedOn),
    statusLine(statuses.get(document.id) ?? { state: 'unclear' }) ?? '',
  ]);
  return {
    ...result,
    answer: { ...result.answer, table: { head: [...words.chainHead], rows } } as Result['answer'],
  };
}

/** Everything that a document stands in relation with, by kind. */
async function related(asked: AskedQuestion, subject: Subject): Promise<Result | null> {
  const lines: string[] = [];
  const stated: DocumentRelation[] = [];
  for (const direction of ['out', 'in'] as const) {
    const all = await statementsOf(asked, subject, direction);
    for (const kind of new Set(all.map(({ relation }) => relation.kind))) {
      const some = all.filter(({ relation }) => relation.kind === kind);
      lines.push(words.relatedLine(kind, direction, merged(some.map(({ other }) => other))));
      stated.push(...some.map(({ relation }) => relation));
    }
  }
  const quotes = await statingQuotes(asked, stated);
  return quotes.length === 0 ? null : told([words.relatedLead(subject.name), ...lines].join('\n'), quotes);
}

const dateText = (day: DateOnly | null): string => (day === null ? '' : words.dayText(day));
