import { fold, oneLine } from '../../text/normalise.ts';
import { typeCodeOf, typeNames as namesOfCode, type SymbolMention } from '../../text/symbols.ts';
import { typeNames } from '../../prompts/ingest.ts';
import { findClosings, readClosing, readPersonName, type Closing } from './closing.ts';
import { issuerOf } from './issuer.ts';
import { readLetterhead, type Letterhead } from './letterhead.ts';
import { isAllCaps, readMarker } from '../structure/markers.ts';
import { isNews, readNews } from './news.ts';
import { readStatedFields } from './stated-fields.ts';
import { trueCase } from './true-case.ts';
import type { DocumentMetadata, IngestWarning, Paragraph } from '../types.ts';
import { findOwnSymbol } from './own-symbol.ts';
import { findDate, findEffectiveDate } from './document-dates.ts';
import { titleOf } from './title-sentence.ts';
import { composeTitle, subjectFrom } from './document-title.ts';
import type { MetadataSource } from './metadata-source.ts';

/** What reading the head and the closing parts gives. */
export interface ReadMetadata {
  metadata: DocumentMetadata;
  /** The first paragraph after letterhead and title. */
  bodyFrom: number;
  closings: Closing[];
  warnings: IngestWarning[];
}

/**
 * Reads what identifies a document, from its own words before anything else: letterhead, stated particulars, title,
 * closing parts; the file name comes last and is said so.
 */
export function readMetadata(source: MetadataSource): ReadMetadata {
  const head = readLetterhead(source.paragraphs);
  if (!head.isOfficial && isNews(source.paragraphs, source.fields) && !titleOf(source)) return ofNews(source);
  return ofOfficial(source, head);
}

function ofNews(source: MetadataSource): ReadMetadata {
  const news = readNews(source.paragraphs, source.fields);
  const warnings: IngestWarning[] = [];
  if (news.isYearInferred) warnings.push('year-inferred');
  if (news.isDateFromFile) warnings.push('date-from-file');
  if (news.issuedIn) warnings.push('date-without-day');
  else if (!news.issuedOn) warnings.push('no-date');
  return {
    metadata: {
      symbol: null,
      symbolKey: null,
      number: null,
      typeCode: null,
      typeName: typeNames.news,
      issuerCode: null,
      issuer: news.press,
      title: news.headline,
      subject: null,
      issuedOn: news.issuedOn,
      issuedIn: news.issuedIn,
      effectiveOn: null,
      place: news.place,
      signer: null,
      authorityLine: null,
      recipients: [],
      kind: 'news',
    },
    bodyFrom: news.headlineParagraphs,
    closings: [],
    warnings,
  };
}

function ofOfficial(source: MetadataSource, head: Letterhead): ReadMetadata {
  const { text, paragraphs } = source;
  const warnings: IngestWarning[] = [];
  const stated = readStatedFields(paragraphs, source.fields);
  // A title sentence completes a head without subject or date; it must speak of the same document.
  const sentence =
    head.symbol === null || head.issuedOn === null || head.subject === null ? titleOf(source) : null;
  const title = head.symbol === null || sentence?.mention.key === head.symbol.key ? sentence : null;
  const closings = findClosings(paragraphs, head.bodyFrom);
  const closing = readClosing(paragraphs, closings);

  const annex = annexOnly(source, head);
  const symbol = annex ? null : findOwnSymbol(source, head, stated['symbol'], title, warnings);
  const typeName = annex?.typeName ?? findType(text, head, symbol, stated['type'], warnings);
  const isForm = symbol === null && (text.match(/……|_____|(?:\.\s?){5,}|…\s?\/\s?…/gu)?.length ?? 0) >= 6;
  if (isForm) warnings.push('form');
  const issuedOn = annex ? null : findDate(source, head, stated['date'], title, symbol, closings, warnings);
  const issuedIn = issuedOn === null ? head.issuedIn : null;
  const statedIssuer = stated['issuer'] ?? title?.issuer ?? null;
  const issuer = issuerOf({
    bodies: head.bodies,
    closing,
    statedIssuer,
    text,
    typeName,
    subject: head.subject,
    issuerCode: symbol?.issuerCode ?? null,
    ofBody: head.ofBody,
    hasLetterhead: head.isOfficial,
  });
  const rawSubject =
    annex?.subject ??
    head.subject ??
    title?.subject ??
    stated['title'] ??
    subjectFrom(source.fields['title']);
  const subject =
    rawSubject === null ? null : oneLine(isAllCaps(rawSubject) ? trueCase(rawSubject, text) : rawSubject);
  if (head.isLimited) warnings.push('circulation-limited');
  if (symbol === null && !isForm && !warnings.includes('no-symbol')) warnings.push('no-symbol');

  const bodyFrom =
    head.bodyFrom > 0 ? head.bodyFrom : (annex?.bodyFrom ?? (title && title.paragraph === 0 ? 1 : 0));
  const shownType = isForm ? typeNames.form : typeName;
  return {
    metadata: {
      symbol: symbol?.symbol ?? null,
      symbolKey: symbol?.key ?? null,
      number: symbol === null ? null : Number(/^\d+/u.exec(symbol.number)?.[0] ?? '') || null,
      typeCode: symbol?.typeCode ?? typeCodeOf(typeName),
      typeName: shownType,
      issuerCode: symbol?.issuerCode ?? null,
      issuer,
      title: composeTitle(isForm ? (head.typeName ?? '') : typeName, subject, source),
      subject,
      issuedOn,
      issuedIn,
      effectiveOn: annex ? null : findEffectiveDate(text, stated['effective'], issuedOn),
      place: head.place,
      // Some sites write the office there.
      signer: closing.signer ?? readPersonName(stated['signer'] ?? ''),
      authorityLine: closing.authorityLine ?? closing.office,
      recipients: closing.recipients,
      kind: kindOf(head, symbol, isForm || annex !== null),
      term: findTerm(subject, paragraphs.slice(0, bodyFrom + 1)),
      isCopy: head.isCopy,
    },
    bodyFrom,
    closings,
    warnings,
  };
}

function kindOf(head: Letterhead, symbol: SymbolMention | null, isBare: boolean): DocumentMetadata['kind'] {
  if (head.isDraft) return 'draft';
  const isSigned = head.isOfficial || symbol !== null || head.hasDateLine;
  return isBare || !isSigned ? 'other' : 'signed';
}

/** A file with nothing but an annex: what it is annexed to has number and date, the annex has none of its own. */
function annexOnly(
  { paragraphs, text }: MetadataSource,
  head: Letterhead,
): { typeName: string; subject: string | null; bodyFrom: number } | null {
  const first = paragraphs[0]?.text ?? '';
  if (head.hasSymbolLine || head.hasDateLine || readMarker(first)?.form !== 'annex') return null;
  const names: string[] = [];
  let to = 1;
  for (; to < paragraphs.length && names.length < 4; to++) {
    const line = paragraphs[to]?.text ?? '';
    if (!isAllCaps(line) || readMarker(line) !== null) break;
    names.push(line);
  }
  const rest = readMarker(first)?.rest ?? '';
  const subject = [...(rest === '' ? [] : [rest]), ...names].join(' ');
  return {
    typeName: typeNames.annex,
    subject: subject === '' ? null : isAllCaps(subject) ? trueCase(subject, text) : subject,
    bodyFrom: 0,
  };
}

/** 'nhiệm kỳ 2025 - 2030' in the title or the lines of the head. */
function findTerm(subject: string | null, head: readonly Paragraph[]): string | null {
  for (const text of [subject ?? '', ...head.map((paragraph) => paragraph.text)]) {
    const match = /nhiem\s+ky\s*:?\s*(\d{4})\s*[-–—]\s*(\d{4})/u.exec(fold(text.slice(0, 400)));
    if (match && Number(match[2]) - Number(match[1]) > 0 && Number(match[2]) - Number(match[1]) <= 6)
      return `${match[1]}-${match[2]}`;
  }
  return null;
}

function findType(
  text: string,
  head: Letterhead,
  symbol: SymbolMention | null,
  stated: string | undefined,
  warnings: IngestWarning[],
): string {
  if (head.typeName !== null) return head.typeName;
  if (symbol?.typeName) return symbol.typeName;
  const statedName = /^\p{L}+(?:\s\p{L}+){0,2}/u.exec(stated ?? '')?.[0];
  for (let words = statedName?.split(' ') ?? []; words.length > 0; words = words.slice(0, -1))
    if (typeCodeOf(words.join(' ')) !== null) return words.join(' ');
  if (symbol?.form === 'letter') return typeNames.letter;
  if (symbol?.typeCode) {
    // QĐ is quyết định and quy định: the document calls itself by one of them.
    const [first = typeNames.unknown, ...others] = namesOfCode(symbol.typeCode);
    const uses = (name: string): number => text.split(`${name} này`).length;
    const best = [first, ...others].sort((a, b) => uses(b) - uses(a))[0] ?? first;
    if (others.length > 0) warnings.push('type-guessed');
    return best;
  }
  return typeNames.unknown;
}
