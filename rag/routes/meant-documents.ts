import { fold } from '../../text/normalise.ts';
import type { Address } from '../question/address.ts';
import type { Question } from '../question/analyse.ts';
import { factsOf } from '../question/facts.ts';
import { matterBeside } from '../question/question-matter.ts';
import type { AskedQuestion } from './route.ts';
import type { DocumentSummary } from '../types.ts';

/** The documents that a question is about, and what says so. */
export interface MeantDocuments {
  documents: readonly DocumentSummary[];
  by: 'symbol' | 'title' | 'turn' | 'nothing';
}

/** Titles this close in share are both meant. */
const titleMargin = 0.08;

/**
 * Named by symbol, else by title, else the document of the turn before where the question names none of another type.
 * `addresses` are left out of the reading of titles and types.
 */
export async function meantDocuments(
  asked: AskedQuestion,
  addresses: readonly Address[] = [],
): Promise<MeantDocuments> {
  const { question, library, filter, previous, resolution } = asked;
  const { named, titled: alike } = await resolution();
  const titled = alike.filter(({ document }) => !isOfOtherEvent(question, document));
  const bySymbol = named.flatMap(({ documents }) => documents);
  if (bySymbol.length > 0) return { documents: unique(bySymbol), by: 'symbol' };
  if (named.length > 0) return { documents: [], by: 'nothing' };
  const byNumber = await numberedDocuments(asked, addresses);
  if (byNumber.length > 0) return { documents: byNumber, by: 'symbol' };
  const [best] = titled;
  if (best) {
    const near = titled.filter(({ share }) => share >= best.share - titleMargin);
    return { documents: unique(near.map(({ document }) => document)), by: 'title' };
  }
  const described = await describedDocuments(asked, addresses);
  if (described.length > 0) return { documents: described, by: 'title' };
  const ids = previous?.documentIds ?? [];
  if (ids.length === 0) return { documents: [], by: 'nothing' };
  const all = await library.documents(filter.viewer);
  const known = ids.flatMap((id) => all.find((document) => document.id === id) ?? []);
  const type = documentWord.exec(fold(withoutAddresses(question.text, addresses)))?.[1];
  const fitting = known.filter(
    ({ typeName }) =>
      type === undefined || type === 'van ban' || type === 'tai lieu' || fold(typeName) === type,
  );
  return fitting.length > 0
    ? { documents: fitting.slice(0, 1), by: 'turn' }
    : { documents: [], by: 'nothing' };
}

/** What tells one meeting, term or stretch of time from the next of its kind. */
const eventKinds: ReadonlySet<string> = new Set(['ordinal', 'term', 'quarter', 'period']);

/** 'Hội nghị lần thứ 40' is not meant by a title that says 'lần thứ 19', however alike the rest is. */
function isOfOtherEvent({ slots }: Question, { title, subject }: DocumentSummary): boolean {
  const events = slots.filter(({ kind }) => eventKinds.has(kind));
  if (events.length === 0) return false;
  const stated = factsOf(`${title}\n${subject ?? ''}`, 'evidence');
  return events.some(
    (slot) => stated.some(({ kind }) => kind === slot.kind) && !stated.some(({ key }) => key === slot.key),
  );
}

/** Too few words to tell documents apart. */
const fewestWords = 3;
/** How many of the words beside an address may be in no title. */
const mostStrange = 0.2;

/** Documents found whose head holds nearly all words beside the address: 'Điều 3 quy chế làm việc của Ban Chấp hành'. */
async function describedDocuments(
  { question, found }: AskedQuestion,
  addresses: readonly Address[],
): Promise<DocumentSummary[]> {
  const words = matterBeside(question, addresses, []);
  if (words.length < fewestWords) return [];
  const { hits } = await found();
  const documents = unique(hits.map(({ passage }) => passage.document)).filter(
    (document) => !isOfOtherEvent(question, document),
  );
  const strange = documents.map((document) => matterBeside(question, addresses, [document]).length);
  const least = Math.min(...strange);
  if (least > words.length * mostStrange) return [];
  return documents.filter((_, i) => strange[i] === least);
}

function withoutAddresses(text: string, addresses: readonly Address[]): string {
  let rest = text;
  for (const { from, to } of [...addresses].reverse()) rest = `${rest.slice(0, from)} ${rest.slice(to)}`;
  return rest;
}

/** 'Quy định 17 quy định gì' beside an address: a type and a bare number, which elsewhere may be a count. */
async function numberedDocuments(
  { question, filter, library }: AskedQuestion,
  addresses: readonly Address[],
): Promise<DocumentSummary[]> {
  if (addresses.length === 0) return [];
  const match = numberedType.exec(fold(withoutAddresses(question.text, addresses)));
  if (!match) return [];
  const { named } = await library.resolve(filter.viewer, `${match[1]} so ${match[2]}`);
  return unique(named.flatMap(({ documents }) => documents));
}

const numberedType =
  /(?<!\p{L})(nghi quyet|chi thi|ket luan|quyet dinh|quy dinh|quy che|huong dan|thong bao|bao cao|ke hoach|chuong trinh|de an|to trinh|cong van|nghi dinh|thong tu|luat|thong tri)\s+(?:so\s+)?(\d{1,4})(?![\d/.-])/u;

/** 'quy định gì' asks; 'Quy định này' names. */
const documentWord =
  /(?<!\p{L})(van ban|tai lieu|nghi quyet|chi thi|ket luan|quyet dinh|quy che|huong dan|thong bao|bao cao|ke hoach|chuong trinh|de an|to trinh|cong van|nghi dinh|thong tu|luat)(?!\p{L})/u;

const unique = (documents: readonly DocumentSummary[]): DocumentSummary[] => [
  ...new Map(documents.map((document) => [document.id, document])).values(),
];
