import { addDays, findDates } from '../../text/dates.ts';
import { fold, oneLine } from '../../text/normalise.ts';
import {
  findLooseSymbols,
  findSymbols,
  typeCodeOf,
  typeNames as namesOfCode,
  type SymbolMention,
} from '../../text/symbols.ts';
import { typeNames } from '../../prompts/ingest.ts';
import { findClosings, readClosing, readPersonName, type Closing } from './closing.ts';
import { issuerOf } from './issuer.ts';
import { readDateLine, readLetterhead, type Letterhead } from './letterhead.ts';
import { isAllCaps, readMarker } from '../structure/markers.ts';
import { isNews, readNews } from './news.ts';
import { readStatedFields } from './stated-fields.ts';
import { trueCase } from './true-case.ts';
import type { Corrections, DocumentMetadata, IngestWarning, Paragraph } from '../types.ts';

/** What reading the head and the closing parts gives. */
export interface ReadMetadata {
  metadata: DocumentMetadata;
  /** The first paragraph after letterhead and title. */
  bodyFrom: number;
  closings: Closing[];
  warnings: IngestWarning[];
}

/** Everything metadata is read from. */
export interface MetadataSource {
  text: string;
  paragraphs: readonly Paragraph[];
  fields: Readonly<Record<string, string>>;
  fileName: string;
  /** True where the words were read from pictures: digits may then be mistaken. */
  isScan?: boolean;
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

/** A title sentence in the opening: 'Kết luận số 69-KL/TW ngày 11/01/2024 của Bộ Chính trị về …'. */
interface TitleSentence {
  mention: SymbolMention;
  issuer: string | null;
  subject: string | null;
  paragraph: number;
}

function titleOf({
  paragraphs,
  fields,
}: Pick<MetadataSource, 'paragraphs' | 'fields'>): TitleSentence | null {
  const candidates = [
    ...paragraphs.slice(0, 3).map(({ text }, index) => ({ text, paragraph: index })),
    ...(fields['title'] ? [{ text: fields['title'], paragraph: -1 }] : []),
  ];
  const heading = candidates
    .map(({ text, paragraph }) => ({ text, paragraph, mention: findSymbols(text)[0] }))
    .find(
      ({ text, mention }) =>
        mention &&
        mention.form !== 'number-only' &&
        mention.typeName !== null &&
        // The symbol opens the line, after its type word alone, and is what the line is about.
        typeCodeOf(oneLine(text.slice(0, mention.from).replace(/s[ốo]\s*:?\s*$/iu, ''))) !== null,
    );
  if (!heading?.mention) return null;
  // The fullest sentence about the same document within the opening gives date, issuer and subject.
  const fullest = candidates
    .flatMap(({ text, paragraph }) =>
      findSymbols(text)
        .filter((mention) => mention.key === heading.mention?.key)
        .map((mention) => ({ mention, paragraph, rest: text.slice(mention.to) })),
    )
    .sort((a, b) => Number(b.mention.issuedOn !== null) - Number(a.mention.issuedOn !== null))[0];
  const rest = fullest?.rest ?? '';
  const issuer =
    /^[^\p{L}]*(?:(?:ban hành\s+)?\(?ngày\s+[^)\p{L}]*(?:tháng\s+\d+\s+năm\s+\d+)?\)?[\s,]*)?của\s+(.{3,80}?)(?=\s+(?:về|ban hành|quy định|hướng dẫn|phê duyệt|tại)(?!\p{L})|[,.;(]|$)/u.exec(
      rest,
    )?.[1];
  const subject = /(?:^|\s)((?:về|ban hành|quy định|hướng dẫn|phê duyệt|kết luận)\s.+)$/iu.exec(rest)?.[1];
  return {
    mention: fullest?.mention ?? heading.mention,
    issuer: issuer ?? null,
    subject: subject?.replace(/[.\s]+$/u, '') ?? null,
    paragraph: heading.paragraph,
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

function findOwnSymbol(
  source: MetadataSource,
  head: Letterhead,
  stated: string | undefined,
  title: TitleSentence | null,
  warnings: IngestWarning[],
): SymbolMention | null {
  if (head.symbol)
    return source.isScan ? heldAgainstFileName(head.symbol, source.fileName, warnings) : head.symbol;
  const inField = stated === undefined ? undefined : findSymbols(stated)[0];
  if (inField && inField.form !== 'number-only') return inField;
  if (title) return title.mention;
  // An empty number line is a draft or a form: its file name would be a guess about a number not yet given.
  if (head.hasSymbolLine) return null;
  const inName = symbolInFileName(source.fileName);
  if (inName && head.isOfficial) {
    warnings.push('symbol-from-file-name');
    return inName;
  }
  return null;
}

/** 'Nghị định 151-2024-NĐ-CP.docx', '153-tb-vpcp.signed.pdf': slashes cannot stand in file names. */
function symbolInFileName(fileName: string): SymbolMention | null {
  const name = fileName.replace(/(?:\.signed)?\.[^.]*$/u, '').replace(/[_\s]+/gu, ' ');
  const forms = [
    name,
    name.replace(/(\d+)-(\d{4})-(\p{Lu})/u, '$1/$2/$3'),
    name.replace(/(\d+)-(\p{Lu}[\p{L}]*)-(\p{Lu}+)(?!.*-)/u, '$1-$2/$3'),
  ];
  for (const form of forms) {
    const mention = findSymbols(form)[0];
    if (mention && mention.form !== 'number-only' && mention.form !== 'letter') return mention;
  }
  // In small letters only a type and a body that are known make a symbol of it.
  const typed = findLooseSymbols(name.replace(/-/gu, ' ')).find(
    ({ form, typeCode, issuerCode }) => form !== 'number-only' && form !== 'letter' && typeCode && issuerCode,
  );
  return typed && /^\d/u.test(name) ? typed : null;
}

/**
 * A number read from a picture against the one that people gave the file: where a single digit differs ('209/QĐ-TTg' in
 * '299-ttg.pdf') recognition is the likelier to have erred. Either way the difference is shown.
 */
function heldAgainstFileName(
  symbol: SymbolMention,
  fileName: string,
  warnings: IngestWarning[],
): SymbolMention {
  const named = /^(\d{1,5})(?=[^\d])[-_ .]?(.*)$/u.exec(fileName.replace(/(?:\.signed)?\.[^.]*$/u, ''));
  const digits = (named?.[1] ?? '').replace(/^0+/u, '');
  if (named === null || digits === symbol.number || digits.length !== symbol.number.length) return symbol;
  const differing = [...digits].filter((digit, index) => digit !== symbol.number.charAt(index)).length;
  const tail = fold(named[2] ?? '').split(/[-_ .]/u);
  const issuers = fold(symbol.issuerCode ?? '').split('-');
  if (differing !== 1 || !tail.some((part) => part.length >= 2 && issuers.includes(part))) return symbol;
  warnings.push('symbol-differs-from-file-name');
  const corrected = findSymbols(symbol.symbol.replace(/^\d+/u, digits.padStart(2, '0')))[0];
  return corrected ? { ...symbol, ...corrected, typeName: symbol.typeName } : symbol;
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

function findDate(
  source: MetadataSource,
  head: Letterhead,
  stated: string | undefined,
  title: TitleSentence | null,
  symbol: SymbolMention | null,
  closings: readonly Closing[],
  warnings: IngestWarning[],
): string | null {
  if (head.issuedOn !== null) return head.issuedOn;
  const inTitle = title?.mention.issuedOn ?? symbol?.issuedOn;
  if (inTitle) return inTitle;
  const inField = stated === undefined ? null : readFieldDate(stated);
  if (inField !== null) {
    if (source.fields['date'] === stated) warnings.push('date-from-file');
    return inField;
  }
  // Laws state at their end when they were passed; conclusions open with the day of their meeting.
  // A day left open for the pen is unknown; a day that the text speaks of would be another one.
  const passed = /thông qua ngày[^.]{6,40}/iu.exec(source.text.slice(-3000))?.[0];
  const passedOn = passed === undefined ? null : (findDates(passed)[0]?.date ?? null);
  if (passedOn !== null) return passedOn;
  const signature = closings.find(({ kind }) => kind === 'signature');
  if (!head.hasDateLine && signature) {
    // Notices and applications set place and date over the signature.
    for (const { text } of source.paragraphs.slice(
      Math.max(head.bodyFrom, signature.from - 3),
      signature.from,
    )) {
      const line = readDateLine(text);
      // '… có hiệu lực từ ngày 01 tháng 7 năm 2022' is no place and date.
      const isPlaced = line?.place != null && line.place.split(' ').length <= 5;
      if (line?.issuedOn && (isPlaced || /^[^\p{L}]*ngày/iu.test(text))) return line.issuedOn;
    }
  }
  // The day that a numbered document speaks of first is that of its meeting or its cause.
  if (head.hasDateLine || symbol !== null) {
    warnings.push(head.issuedIn === null ? 'no-date' : 'date-without-day');
    return null;
  }
  for (const { text } of source.paragraphs.slice(head.bodyFrom, head.bodyFrom + 2)) {
    const mention = findDates(text)[0];
    if (mention?.date && mention.from <= 20) {
      warnings.push('date-from-body');
      return mention.date;
    }
  }
  warnings.push('no-date');
  return null;
}

function readFieldDate(value: string): string | null {
  const iso = /\d{4}-\d{2}-\d{2}/u.exec(value)?.[0];
  return iso ?? findDates(value)[0]?.date ?? null;
}

/**
 * 'Quy định này … có hiệu lực thi hành từ ngày 01/7/2025', 'kể từ ngày ký', 'từ ngày được Quốc hội thông qua', 'sau 45 ngày
 * kể từ ngày ký'. Folded, because recognition loses marks. Days of work and days from the gazette cannot be counted here.
 */
function findEffectiveDate(text: string, stated: string | undefined, issuedOn: string | null): string | null {
  const folded = fold(text);
  const after =
    /nay\s[^.]{0,160}?hieu luc(?: thi hanh)?,?\s*sau\s+(\d{1,3})\s*(?:\([^)]*\)\s*)?ngay,?\s*ke tu ngay\s+(?:ky|ban hanh|thong qua|duoc)/u.exec(
      folded,
    )?.[1];
  if (after !== undefined) return issuedOn === null ? null : addDays(issuedOn, Number(after));
  const clause =
    /nay(?:\s+duoc|\s+co|,|\s)[^.]{0,160}?hieu luc(?: thi hanh)?,?\s*(?:ke )?tu\s+(ngay\s+(?:ky|duoc|ban hanh|thong qua)|ngay\s+\d[^;]{4,40}|\d[^;]{4,30})/u.exec(
      folded,
    )?.[1];
  if (clause !== undefined) {
    if (/^ngay\s+(?:ky|duoc|ban hanh|thong qua)/u.test(clause)) return issuedOn;
    const date = findDates(clause)[0]?.date;
    if (date) return date;
  }
  return stated === undefined ? null : readFieldDate(stated);
}

/** The subject in a page title: '… về việc …' behind type and symbol, or the title itself. */
function subjectFrom(title: string | undefined): string | null {
  if (title === undefined) return null;
  const mention = findSymbols(title)[0];
  if (!mention) return title;
  const rest = title.slice(mention.to).replace(/^[\s,:–-]*(?:\(?ngày\s+[\d/.\s-]+\)?)?[\s,:–-]*/u, '');
  return /\p{L}/u.test(rest) ? rest : null;
}

/** Metadata with what a person has corrected; a symbol brings its number, type and issuer code along. */
export function correctMetadata(found: DocumentMetadata, corrections: Corrections): DocumentMetadata {
  const metadata = { ...found, ...corrections };
  const mention = corrections.symbol ? (findSymbols(corrections.symbol)[0] ?? null) : null;
  if (mention) {
    metadata.symbolKey = mention.key;
    metadata.number = Number(/^\d+/u.exec(mention.number)?.[0] ?? '') || null;
    metadata.issuerCode = mention.issuerCode;
    metadata.typeCode = mention.typeCode ?? found.typeCode;
    if (corrections.typeName === undefined && mention.typeName !== null) metadata.typeName = mention.typeName;
    // What a press item reports on is not what it is: whoever gives it a number takes it for the document itself.
    if (found.kind === 'news' || found.kind === 'other') metadata.kind = 'signed';
  }
  if (corrections.issuedOn) metadata.issuedIn = null;
  if (corrections.subject !== undefined || metadata.typeName !== found.typeName) {
    metadata.title = metadata.subject === null ? found.title : joinTitle(metadata.typeName, metadata.subject);
  }
  return metadata;
}

const openingVerbs =
  /^(?:Về|Ban hành|Quy định|Phê duyệt|Sửa đổi|Bổ sung|Triển khai|Thực hiện|Tổ chức|Thi hành|Hướng dẫn|Tăng cường|Đẩy mạnh|Một số|Thành lập|Kiện toàn|Thay đổi|Điều chỉnh|Công nhận|Công bố)(?!\p{L})/u;

function composeTitle(typeName: string, subject: string | null, source: MetadataSource): string {
  if (subject === null) {
    const first = source.paragraphs.find(({ text }) => text.length > 8)?.text ?? source.fileName;
    return typeName === '' || typeName === typeNames.unknown ? oneLine(first).slice(0, 160) : typeName;
  }
  return joinTitle(typeName, subject);
}

function joinTitle(typeName: string, subject: string): string {
  if (fold(subject).startsWith(fold(typeName)) || typeName === typeNames.unknown) return subject;
  const lowered = openingVerbs.test(subject) ? subject.charAt(0).toLowerCase() + subject.slice(1) : subject;
  return `${typeName} ${lowered}`.trim();
}
