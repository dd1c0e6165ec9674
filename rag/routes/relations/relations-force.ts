import type { DateOnly } from '../../../core/clock.ts';
import { partStatusLine, statusLine } from '../../../prompts/status.ts';
import * as words from '../../../prompts/relations.ts';
import { lastOfDays } from '../../validity/status.ts';
import { addressesIn, resolveAddress } from '../../question/address.ts';
import type { Quoted } from '../../quoting/quoting.ts';
import type { DocumentStatus, DocumentSummary, Passage } from '../../types.ts';
import { mostQuotes, statingQuotes, told, type Subject } from './relations-statements.ts';
import { widened, type PassageSlice } from './relations-sentence.ts';
import type { AskedQuestion, Result } from '../route.ts';

/** Whether a document, or the part of it that is named, holds on the asked day, until when, or from when. */
export async function forceOf(
  asked: AskedQuestion,
  subject: Subject,
  about: 'now' | 'end' | 'start',
): Promise<Result | null> {
  const { document } = subject;
  if (!document) return about === 'start' ? null : unkept(asked, subject);
  if (about === 'start') return start(asked, document, subject.name);
  const { library, filter, day } = asked;
  const part = about === 'now' ? await partOf(asked, document) : null;
  if (part) return partForce(asked, subject, part);
  const status = (await library.statuses(filter.viewer, [document.id], day)).get(document.id);
  if (!status) return null;
  const coming = await comingEnd(asked, subject, status);
  if (coming && about === 'end') return told(coming.lead, coming.quotes);
  const quotes = await reasonsOf(asked, subject, status);
  const [first] = quotes;
  if (!first) return null;
  if (coming && filter.asOf === undefined) {
    const lead = words.forceLead(subject.name, day, true, statusLine(status) ?? words.unknown);
    return told(`${lead}\n${coming.lead}`, [...coming.quotes, ...quotes].slice(0, mostQuotes));
  }
  if (about === 'end') return told(endLead(subject.name, status, await ownEnd(asked, document)), quotes);
  const isToday = filter.asOf === undefined;
  const lead = words.forceLead(subject.name, day, isToday, statusLine(status) ?? words.unknown);
  const today = isToday
    ? null
    : statusLine(first.passage.document.id === document.id ? first.status : await now(asked, document));
  return told(today === null ? lead : `${lead}\n${words.forceNow(today)}`, quotes);
}

/** A document that holds and that a kept one is to replace on a later day: when, by what, and where that stands. */
async function comingEnd(
  asked: AskedQuestion,
  { document, name, isSaid }: Subject,
  { state }: DocumentStatus,
): Promise<{ lead: string; quotes: Quoted[] } | null> {
  if (!document || state !== 'in-force') return null;
  const { library, filter, day } = asked;
  const last = (await library.statuses(filter.viewer, [document.id], lastOfDays)).get(document.id);
  if (last?.state !== 'replaced' || last.from === null || last.from <= day) return null;
  const { by, from } = last;
  const stated = isSaid.filter(({ source }) => source.id === by.documentId);
  const [first] = stated;
  const quotes = await statingQuotes(asked, stated);
  if (!first || quotes.length === 0) return null;
  return { lead: words.endsFrom(name, from, first.kind, words.documentName(first.source)), quotes };
}

/** The status today of a document that is asked about for another day. */
async function now({ quoting }: AskedQuestion, document: DocumentSummary): Promise<DocumentStatus> {
  const head = await quoting.head(document);
  return head?.status ?? { state: 'unclear' };
}

/** A document that is not kept: what others say that ended it. */
async function unkept(asked: AskedQuestion, subject: Subject): Promise<Result | null> {
  const ends = subject.isSaid.filter(
    ({ kind, targetParts }) => (kind === 'replaces' || kind === 'repeals') && targetParts.length === 0,
  );
  const [first] = ends;
  if (!first) return null;
  const quotes = await statingQuotes(asked, ends.slice(0, 1));
  const lead = words.relationsLead(subject.name, first.kind, 'in', [
    {
      name: words.documentName(first.source),
      isKept: true,
      parts: [],
      from: first.effectiveOn,
      isUnconfirmed: !first.isConfirmed,
    },
  ]);
  return quotes.length === 0 ? null : told(`${words.notKeptItself(subject.name)}\n${lead}`, quotes);
}

interface NamedPart {
  label: string;
  charFrom: number;
  charTo: number;
}

/** The part of the document that the question names: 'Điều 5 của … còn hiệu lực không'. */
async function partOf(
  { question, library, filter }: AskedQuestion,
  document: DocumentSummary,
): Promise<NamedPart | null> {
  const [address] = addressesIn(question.text, question.hasDiacritics);
  if (!address) return null;
  const resolved = resolveAddress(address, await library.sections(filter.viewer, document.id));
  const [section] = 'found' in resolved ? resolved.found : [];
  return section
    ? {
        label: question.text.slice(address.from, address.to),
        charFrom: section.charFrom,
        charTo: section.charTo,
      }
    : null;
}

async function partForce(asked: AskedQuestion, subject: Subject, part: NamedPart): Promise<Result | null> {
  const { library, filter, day, quoting } = asked;
  const { document, name } = subject;
  if (!document) return null;
  const { charFrom, charTo } = part;
  const status = (await library.statuses(filter.viewer, [document.id], day)).get(document.id) ?? {
    state: 'unclear',
  };
  const changes = await library.partsAt(filter.viewer, { documentId: document.id, charFrom, charTo }, day);
  const state =
    status.state === 'in-force' && changes.length > 0
      ? changes.map(partStatusLine).join('; ')
      : (statusLine(status.state === 'in-force' ? { state: 'in-force' } : status) ?? words.unknown);
  const ids = new Set(changes.flatMap(({ by }) => (by ? [by.documentId] : [])));
  const stating = await statingQuotes(
    asked,
    subject.isSaid.filter(({ source }) => ids.has(source.id)),
  );
  const [passage] = await library.passages(filter.viewer, document.id, { charFrom, charTo });
  const own = passage ? await quoting.verbatim([sliceWithin(passage, charFrom, charTo)]) : [];
  const lead = words.forceLead(`${part.label} của ${name}`, day, filter.asOf === undefined, state);
  return told(lead, [...stating, ...own].slice(0, 3));
}

const sliceWithin = (passage: Passage, charFrom: number, charTo: number): PassageSlice => ({
  passage,
  from: Math.max(0, charFrom - passage.charFrom),
  to: Math.min(passage.text.length, charTo - passage.charFrom),
});

/** The quotations that a status rests on: what ended or changed the document, else its own words of force or its head. */
async function reasonsOf(asked: AskedQuestion, subject: Subject, status: DocumentStatus): Promise<Quoted[]> {
  const { document } = subject;
  const by =
    status.state === 'replaced' || status.state === 'suspended'
      ? [status.by.documentId]
      : status.state === 'in-force'
        ? (status.changes ?? []).flatMap((change) => (change.by ? [change.by.documentId] : []))
        : [];
  const stated = subject.isSaid.filter(({ source }) => by.includes(source.id));
  const quotes = await statingQuotes(asked, stated);
  if (quotes.length > 0 || !document) return quotes;
  const own = await forceClause(asked, document);
  if (own) return asked.quoting.verbatim([own]);
  const head = await asked.quoting.head(document);
  return head
    ? [head]
    : asked.quoting.verbatim((await firstPassage(asked, document)).map((passage) => ({ passage })));
}

const firstPassage = async (
  { library, filter }: AskedQuestion,
  document: DocumentSummary,
): Promise<Passage[]> => (await library.passages(filter.viewer, document.id)).slice(0, 1);

function endLead(name: string, status: DocumentStatus, ownLastDay: DateOnly | null): string {
  if (status.state === 'replaced') {
    const lead = status.from ? words.endedOn(name, status.from) : '';
    return `${lead}${lead ? ' ' : `${name}: `}${capitalised(statusLine(status) ?? '', lead !== '')}.`;
  }
  if (status.state === 'expired') return words.ownLastDay(name, status.on);
  if (ownLastDay !== null) return words.ownLastDay(name, ownLastDay);
  return `${name}: ${statusLine(status) ?? words.unknown}. ${words.stillOpen}`;
}

const capitalised = (text: string, isWanted: boolean): string =>
  isWanted ? text.charAt(0).toUpperCase() + text.slice(1) : text;

const ownEnd = async (
  { library, filter }: AskedQuestion,
  { id }: DocumentSummary,
): Promise<DateOnly | null> => (await library.terms(filter.viewer, id))?.expiresOn ?? null;

/** '… có hiệu lực từ khi nào': its own clause of force, else the day of issue, said as what it is. */
async function start(asked: AskedQuestion, document: DocumentSummary, name: string): Promise<Result | null> {
  const terms = await asked.library.terms(asked.filter.viewer, document.id);
  const clause = await forceClause(asked, document);
  const day = terms?.effectiveOn ?? document.issuedOn;
  if (day === null) return null;
  const head = clause ? null : await asked.quoting.head(document);
  const quotes = clause ? await asked.quoting.verbatim([clause]) : head ? [head] : [];
  if (quotes.length === 0) return null;
  return told(words.startsOn(name, day, clause !== null || terms?.effectiveOn != null), quotes);
}

/** Where a document says from when it holds: '… này có hiệu lực (thi hành) từ ngày …'. */
async function forceClause(
  { library, filter }: AskedQuestion,
  document: DocumentSummary,
): Promise<PassageSlice | null> {
  const passages = await library.passages(filter.viewer, document.id);
  for (const passage of [...passages].reverse()) {
    const match =
      /(?:này|nầy)(?:[^.;\n]{0,80}?)có hiệu lực(?:\s+thi\s+hành)?\s+(?:kể\s+)?(?:từ|sau|vào)?/iu.exec(
        passage.text,
      ) ?? /(?:có|phát sinh) hiệu lực(?:\s+thi\s+hành)?\s+(?:kể\s+)?từ\s+ngày/iu.exec(passage.text);
    if (match) return widened(passage, match.index, match.index + match[0].length);
  }
  return null;
}
