import { findDates } from '../text/dates.ts';
import { foldedTypeNamePattern } from '../text/document-types.ts';
import { fold, oneLine } from '../text/normalise.ts';
import { sentences } from '../text/sentences.ts';
import { findSymbols, type SymbolMention } from '../text/symbols.ts';
import type { DocumentMetadata, IngestWarning, NewRelation, Paragraph, RelationKind } from './types.ts';

/*
 * How a document says that it stands to others; wording of domain section 9.1. A status is made from this, so a claim
 * counts only where this document itself acts ('Quy định này thay thế …', 'Bãi bỏ …') and the other one is its direct
 * object: not a paper that the object only mentions, and not a part of one, which is an amendment.
 */

/** Where in a document relations are read. */
export interface RelationSource {
  paragraphs: readonly Paragraph[];
  bodyFrom: number;
  metadata: DocumentMetadata;
}

/** One claim in a sentence. */
interface Claim {
  kind: RelationKind;
  mention: SymbolMention;
}

const basis = /^\s*[-–*]?\s*can cu(?!\p{L})/u;
/** How many paragraphs after the head may hold the legal basis and the purpose. */
const preambleLength = 15;
const purposeLength = 8;

/** Relations to other documents, each kind once a target, with the sentence that states it. */
export function findRelations({ paragraphs, bodyFrom, metadata }: RelationSource): {
  relations: NewRelation[];
  warnings: IngestWarning[];
} {
  // A press item reports and a form asks; their words bind nobody.
  if (metadata.kind === 'news' || metadata.kind === 'other') return { relations: [], warnings: [] };
  const found = new Collected(metadata);
  const warnings = new Set<IngestWarning>();
  if (metadata.subject !== null) found.add(claimsOfSubject(metadata.subject), metadata.subject);
  let listed: { kind: RelationKind; lead: string } | null = null;
  for (const [index, { text }] of paragraphs.entries()) {
    const foldedText = fold(text);
    if (index < bodyFrom + preambleLength && basis.test(foldedText)) {
      found.add(
        named(text).map((mention) => ({ kind: 'based_on', mention })),
        text,
      );
      continue;
    }
    if (listed && isListItem(foldedText)) {
      found.add(firstObjects(text, listed.kind), `${listed.lead} ${text}`);
      continue;
    }
    listed = listOf(text);
    for (const { text: sentence } of sentences(text)) {
      if (/(?:quy dinh|huong dan|van ban)[^.]{0,60}trai voi[^.]{0,60}bai bo/u.test(fold(sentence))) {
        warnings.add('repeals-unnamed');
      }
      found.add(claimsOfSentence(sentence), sentence);
      if (index >= bodyFrom && index < bodyFrom + purposeLength)
        found.add(claimsOfPurpose(sentence), sentence);
    }
  }
  return { relations: found.relations(), warnings: [...warnings] };
}

class Collected {
  readonly #metadata: DocumentMetadata;
  readonly #found = new Map<string, NewRelation>();

  constructor(metadata: DocumentMetadata) {
    this.#metadata = metadata;
  }

  add(claims: readonly Claim[], sentence: string): void {
    const { symbolKey, issuedOn, effectiveOn } = this.#metadata;
    for (const { kind, mention } of claims) {
      if (mention.key === symbolKey && (mention.issuedOn === null || mention.issuedOn === issuedOn)) continue;
      const key = `${kind} ${mention.key}`;
      const known = this.#found.get(key);
      // The same document is cited with and without its date: the fullest form counts.
      if (known && (known.targetIssuedOn !== null || mention.issuedOn === null)) continue;
      this.#found.set(key, {
        kind,
        targetSymbol: mention.symbol,
        targetSymbolKey: mention.key,
        targetIssuedOn: mention.issuedOn,
        effectiveOn: kind === 'based_on' ? null : (dateOfEffect(sentence) ?? effectiveOn),
        sentence: known?.sentence ?? oneLine(sentence).slice(0, 1000),
        targetParts: [],
        targetTitle: null,
      });
    }
  }

  relations(): NewRelation[] {
    return [...this.#found.values()];
  }
}

const named = (text: string): SymbolMention[] =>
  findSymbols(text).filter((mention) => mention.form !== 'number-only' || mention.typeCode !== null);

const type = `(?:${foldedTypeNamePattern}|van ban)`;
const ownSubject = new RegExp(String.raw`(?<!\p{L})${type} nay(?!\p{L})`, 'u');
const label = String.raw`^\s*(?:dieu \d+\s*[.:]\s*|\d+(?:\.\d+)*[.)]\s*|\p{L}[.)]\s*|[-–+*]\s*)?`;

/** Verbs with the document they act on behind them. */
const verbs: readonly { kind: RelationKind; pattern: RegExp }[] = [
  { kind: 'replaces', pattern: /(?<!\p{L})thay the(?: cho)?(?!\p{L})/gu },
  { kind: 'repeals', pattern: /(?<!\p{L})(?:bai bo|huy bo)(?!\p{L})/gu },
  {
    kind: 'amends',
    pattern:
      /(?<!\p{L})(?:sua doi,? (?:va )?bo sung|dieu chinh,? (?:va )?bo sung|sua doi|bo sung|dieu chinh)(?!\p{L})/gu,
  },
];
/** 'đã được sửa đổi theo', 'đề nghị thay thế', 'để bãi bỏ': somebody else's act, or none yet. */
const notOwnAct = /(?:duoc|bi|da|se|de nghi|de|nham|khong|chua|xem xet|truoc khi|khi)\s+$/u;
/** A part of a document; changing it leaves the rest in force. */
const part =
  /(?<!\p{L})(?:khoan|diem|dieu|muc|chuong|phan|cum tu|tu|doan|phu luc|mau|bieu|tieu muc|mot so|mot phan|noi dung|ten)(?!\p{L})/u;
const direct = new RegExp(
  String.raw`^(?:\s|toan bo|cac|nhung|doi voi|:)*${type}?(?:\s+lien tich)?\s*(?:so\s*)?:?\s*$`,
  'u',
);
/** What joins a further object to a list. */
const joined = new RegExp(
  String.raw`(?:[,;]|(?<!\p{L})va|(?<!\p{L})cung)\s+(?:cac\s+)?${type}(?:\s+\p{L}+){0,8}\s*(?:so\s*)?:?\s*$`,
  'u',
);
const describes = /(?:sua doi|bo sung|kem theo|theo|thi hanh|chi tiet)[^;]*$/u;

function claimsOfSentence(sentence: string): Claim[] {
  const folded = fold(sentence);
  const ownAt = folded.search(ownSubject);
  const startsWithVerb = new RegExp(
    `${label}(?:bai bo|huy bo|thay the|sua doi|bo sung|dieu chinh)(?!\\p{L})`,
    'u',
  ).test(folded);
  const claims: Claim[] = [...expiring(sentence, folded)];
  if (ownAt < 0 && !startsWithVerb) return claims;
  const mentions = named(sentence);
  for (const { kind, pattern } of verbs) {
    for (const verb of folded.matchAll(pattern)) {
      const isFirst = startsWithVerb && new RegExp(`${label}$`, 'u').test(folded.slice(0, verb.index));
      const isOwn = ownAt >= 0 && ownAt < verb.index;
      if ((!isOwn && !isFirst) || notOwnAct.test(folded.slice(0, verb.index))) continue;
      // 'Nghị định A sửa đổi Nghị định B': the nearest document before the verb is its subject, unless a new part begins.
      const subject = mentions.findLast((mention) => mention.to <= verb.index);
      if (subject && subject.from > ownAt && !/(?:[;,]|(?<!\p{L})va)\s*$/u.test(folded.slice(0, verb.index)))
        continue;
      claims.push(...objectsBehind(folded, verb.index + verb[0].length, kind, mentions));
    }
  }
  return strongest(claims);
}

/** The objects of a verb that ends at `from`. */
function objectsBehind(
  folded: string,
  from: number,
  kind: RelationKind,
  mentions: readonly SymbolMention[],
): Claim[] {
  const behind = mentions.filter((mention) => mention.from >= from);
  const [first] = behind;
  if (!first) return [];
  const gap = folded.slice(from, first.from);
  // Another verb, or the end of the clause, lies between.
  if (/[.;]\s|(?<!\p{L})(?:thay the|bai bo|het hieu luc|can cu)(?!\p{L})/u.test(gap) || gap.length > 260)
    return [];
  const isWhole = kind !== 'amends' && direct.test(gap);
  if (!isWhole && kind !== 'amends' && !part.test(gap)) return [];
  if (
    kind === 'amends' &&
    /(?<!\p{L})(?:theo|tai|quy dinh cua)\s+\S+(?:\s+\S+){0,3}\s*$/u.test(gap) &&
    !part.test(gap)
  )
    return [];
  const objectKind = isWhole ? kind : 'amends';
  const claims: Claim[] = [{ kind: objectKind, mention: first }];
  for (let index = 1; index < behind.length; index++) {
    const mention = behind[index] as SymbolMention;
    const between = folded.slice(behind[index - 1]?.to ?? 0, mention.from);
    const isListed = joined.test(between) && !describes.test(between) && !/\.\s/u.test(between);
    if (!isListed) break;
    claims.push({ kind: objectKind, mention });
  }
  return claims;
}

/** 'Luật A số … và Luật B số … hết hiệu lực kể từ ngày …': the objects stand before the verb. */
function expiring(sentence: string, folded: string): Claim[] {
  const at = folded.search(/(?<!\p{L})(?:het hieu luc|(?:deu|duoc|bi) bai bo)(?!\p{L})/u);
  if (at < 0) return [];
  const whole = objectsBefore(
    folded.slice(0, at),
    named(sentence).filter((mention) => mention.to <= at),
    0,
  );
  if (whole.length > 0) return whole;
  const from = folded.lastIndexOf(';', at) + 1;
  return from === 0
    ? []
    : objectsBefore(
        folded.slice(0, at),
        named(sentence).filter((mention) => mention.from >= from && mention.to <= at),
        from,
      );
}

function objectsBefore(folded: string, mentions: readonly SymbolMention[], from: number): Claim[] {
  const [first] = mentions;
  if (!first) return [];
  const opening = folded.slice(from, first.from);
  const isObject = new RegExp(
    `${label}(?:cac\\s+)?${type}(?:\\s+\\p{L}+){0,10}\\s*(?:so\\s*)?:?\\s*$`,
    'u',
  ).test(opening);
  const isPart =
    part.test(opening.replace(new RegExp(label, 'u'), '')) && new RegExp(`${type}`, 'u').test(opening);
  if (!isObject && !isPart) return [];
  const kind: RelationKind = isPart && !isObject ? 'amends' : 'repeals';
  const claims: Claim[] = [{ kind, mention: first }];
  for (let index = 1; index < mentions.length; index++) {
    const mention = mentions[index] as SymbolMention;
    const between = folded.slice(mentions[index - 1]?.to ?? 0, mention.from);
    if (joined.test(between) && !describes.test(between)) claims.push({ kind, mention });
  }
  return claims;
}

/** A subject line speaks of the whole document: 'Sửa đổi, bổ sung một số điều của …', 'về thực hiện Chỉ thị số …'. */
function claimsOfSubject(subject: string): Claim[] {
  const folded = fold(subject);
  const mentions = named(subject);
  const acts = verbs.flatMap(({ kind, pattern }) =>
    [...folded.matchAll(pattern)]
      .slice(0, 1)
      .flatMap((verb) => objectsBehind(folded, verb.index + verb[0].length, kind, mentions)),
  );
  return strongest([...acts, ...purposes(folded, mentions)]);
}

/** 'Thực hiện Chỉ thị số …, Ban Thường vụ xây dựng kế hoạch …': why the document was made. */
function claimsOfPurpose(sentence: string): Claim[] {
  const folded = fold(sentence);
  if (!/^\s*(?:de|nham|thuc hien|trien khai|quan triet|cu the hoa|tiep tuc)(?!\p{L})/u.test(folded))
    return [];
  return purposes(folded, named(sentence)).slice(0, 3);
}

const purposeVerbs: readonly { kind: RelationKind; pattern: RegExp }[] = [
  {
    kind: 'details',
    pattern:
      /(?<!\p{L})(?:cu the hoa|quy dinh chi tiet|huong dan thi hanh|huong dan thuc hien|chi tiet thi hanh)(?!\p{L})/u,
  },
  { kind: 'continues', pattern: /(?<!\p{L})tiep tuc (?:trien khai )?(?:thuc hien|thi hanh)(?!\p{L})/u },
  {
    kind: 'implements',
    pattern: /(?<!\p{L}|tiep tuc |trien khai |huong dan )(?:trien khai )?(?:thuc hien|thi hanh)(?!\p{L})/u,
  },
];

function purposes(folded: string, mentions: readonly SymbolMention[]): Claim[] {
  return purposeVerbs.flatMap(({ kind, pattern }) => {
    const verb = pattern.exec(folded);
    if (!verb) return [];
    const first = mentions.find((mention) => mention.from >= verb.index + verb[0].length);
    if (!first || /[.;]\s/u.test(folded.slice(verb.index, first.from)) || first.from - verb.index > 200)
      return [];
    return [{ kind, mention: first }];
  });
}

/** 'Các văn bản sau đây hết hiệu lực: a) … b) …': the items are the objects. */
function listOf(text: string): { kind: RelationKind; lead: string } | null {
  const folded = fold(text).trim();
  if (!folded.endsWith(':') || named(text).length > 0) return null;
  if (
    part.test(
      folded.replace(new RegExp(label, 'u'), '').replace(/(?:mot phan|toan bo)?\s*(?:cac\s+)?van ban/u, ''),
    )
  )
    return null;
  if (/(?:het hieu luc|bai bo|huy bo)/u.test(folded)) return { kind: 'repeals', lead: text };
  return /thay the/u.test(folded) ? { kind: 'replaces', lead: text } : null;
}

const isListItem = (folded: string): boolean => /^(?:\p{L}\)|[-–+*]|\d+[.)])\s*\S/u.test(folded);

/** The documents that an item of such a list opens with. */
function firstObjects(text: string, kind: RelationKind): Claim[] {
  const folded = fold(text);
  return objectsBefore(folded, named(text).slice(0, 1), 0).map((claim) => ({
    kind: claim.kind === 'amends' ? 'amends' : kind,
    mention: claim.mention,
  }));
}

/** Of several claims about one document the one that ends more of it counts. */
function strongest(claims: readonly Claim[]): Claim[] {
  const order: readonly RelationKind[] = [
    'replaces',
    'repeals',
    'amends',
    'details',
    'continues',
    'implements',
    'based_on',
  ];
  const best = new Map<string, Claim>();
  for (const claim of claims) {
    const known = best.get(claim.mention.key);
    if (!known || order.indexOf(claim.kind) < order.indexOf(known.kind)) best.set(claim.mention.key, claim);
  }
  return [...best.values()];
}

function dateOfEffect(sentence: string): string | null {
  const clause = /hiệu lực(?: thi hành)?,?\s*(?:kể )?từ\s+ngày\s+(\d[^.;]{4,40})/u.exec(sentence)?.[1];
  return clause === undefined ? null : (findDates(clause)[0]?.date ?? null);
}
