import { findDates } from '../text/dates.ts';
import { fold, oneLine } from '../text/normalise.ts';
import { sentences } from '../text/sentences.ts';
import { findSymbols, type SymbolMention } from '../text/symbols.ts';
import type { DocumentMetadata, IngestWarning, NewRelation, Paragraph, RelationKind } from './types.ts';

/*
 * How a document says that it stands to others: wording of domain section 9.1. Only sentences in which this document
 * itself acts count: 'Quy định này thay thế …', 'Bãi bỏ …', not a report that some other paper was replaced.
 */

interface Rule {
  kind: RelationKind;
  /** Over folded text; the target stands behind it, or before it where `isBefore`. */
  pattern: RegExp;
  isBefore?: boolean;
}

const rules: readonly Rule[] = [
  { kind: 'replaces', pattern: /(?<!de |duoc |bi |se )(?<!moi de )thay the(?:\s+cho)?(?!\p{L})/u },
  { kind: 'repeals', pattern: /(?<!\p{L})(?:bai bo|huy bo)(?!\p{L})/u },
  { kind: 'repeals', pattern: /(?<!\p{L})(?:deu\s+)?(?:bai bo|het hieu luc)(?!\p{L})/u, isBefore: true },
  {
    kind: 'amends',
    pattern: /(?<!\p{L})(?:sua doi|dieu chinh|bo sung)(?:,?\s*(?:va\s+)?bo sung)?(?!\p{L})/u,
  },
  {
    kind: 'details',
    pattern: /(?<!\p{L})(?:cu the hoa|quy dinh chi tiet|huong dan thi hanh|huong dan thuc hien)(?!\p{L})/u,
  },
  { kind: 'continues', pattern: /(?<!\p{L})tiep tuc (?:trien khai )?thuc hien(?!\p{L})/u },
  { kind: 'implements', pattern: /(?<!\p{L})(?:trien khai )?(?:thuc hien|thi hanh)(?!\p{L})/u },
];

const basis = /^\s*[-–*]?\s*can cu(?!\p{L})/u;
const ownSubject =
  /(?<!\p{L})(?:quy dinh|quy che|quyet dinh|nghi quyet|ket luan|chi thi|huong dan|thong tu|thong bao|ke hoach|chuong trinh|luat|nghi dinh|de an|van ban) nay(?!\p{L})/u;
/** Kinds that a subject line states about the whole document. */
const inSubject: ReadonlySet<RelationKind> = new Set([
  'amends',
  'repeals',
  'details',
  'continues',
  'implements',
  'replaces',
]);

/** Where in a document relations are read. */
export interface RelationSource {
  paragraphs: readonly Paragraph[];
  bodyFrom: number;
  metadata: DocumentMetadata;
}

/** Relations to other documents, each kind once a target, with the sentence that states it. */
export function findRelations({ paragraphs, bodyFrom, metadata }: RelationSource): {
  relations: NewRelation[];
  warnings: IngestWarning[];
} {
  // A press item reports; its words bind nobody.
  if (metadata.kind === 'news' || metadata.kind === 'other') return { relations: [], warnings: [] };
  const found = new Map<string, NewRelation>();
  const warnings = new Set<IngestWarning>();
  const add = (kind: RelationKind, mention: SymbolMention, sentence: string): void => {
    if (
      mention.key === metadata.symbolKey &&
      (mention.issuedOn === null || mention.issuedOn === metadata.issuedOn)
    )
      return;
    const key = `${kind} ${mention.key}`;
    const known = found.get(key);
    if (known && (known.targetIssuedOn !== null || mention.issuedOn === null)) return;
    found.set(key, {
      kind,
      targetSymbol: mention.symbol,
      targetSymbolKey: mention.key,
      targetIssuedOn: mention.issuedOn,
      effectiveOn: kind === 'based_on' ? null : (dateOfEffect(sentence) ?? metadata.effectiveOn),
      sentence: known?.sentence ?? oneLine(sentence).slice(0, 1000),
    });
  };
  if (metadata.subject !== null) {
    for (const { kind, mention } of inSentence(metadata.subject))
      if (inSubject.has(kind)) add(kind, mention, metadata.subject);
  }
  for (const [index, { text }] of paragraphs.entries()) {
    const isPreamble = index < bodyFrom + 15;
    if (isPreamble && basis.test(fold(text))) {
      for (const mention of namedDocuments(text)) add('based_on', mention, text);
      continue;
    }
    for (const sentence of sentences(text)) {
      const folded = fold(sentence.text);
      if (/(?:quy dinh|huong dan|van ban)[^.]{0,60}trai voi[^.]{0,60}bai bo/u.test(folded))
        warnings.add('repeals-unnamed');
      const isOwn =
        ownSubject.test(folded) || /^(?:\d+\.\s*)?(?:bai bo|thay the|sua doi)(?!\p{L})/u.test(folded);
      if (isOwn) {
        for (const { kind, mention } of inSentence(sentence.text))
          if (kind === 'replaces' || kind === 'repeals' || kind === 'amends' || kind === 'details')
            add(kind, mention, sentence.text);
        for (const mention of expiring(sentence.text)) add('repeals', mention, sentence.text);
      } else if (/het hieu luc/u.test(folded)) {
        for (const mention of expiring(sentence.text)) add('repeals', mention, sentence.text);
      }
      if (index >= bodyFrom && index < bodyFrom + 8 && /^(?:de |nham |thuc hien|trien khai)/u.test(folded)) {
        for (const { kind, mention } of inSentence(sentence.text))
          if (kind === 'implements' || kind === 'details') add(kind, mention, sentence.text);
      }
    }
  }
  return { relations: [...found.values()], warnings: [...warnings] };
}

const namedDocuments = (text: string): SymbolMention[] =>
  findSymbols(text).filter((mention) => mention.form !== 'number-only' || mention.typeCode !== null);

/** Each document with the nearest verb before it; a verb reaches over a list of symbols, not over a full stop. */
function inSentence(sentence: string): { kind: RelationKind; mention: SymbolMention }[] {
  const folded = fold(sentence);
  const verbs = rules
    .filter((rule) => !rule.isBefore)
    .flatMap((rule) =>
      [...folded.matchAll(new RegExp(rule.pattern.source, 'gu'))].map((match) => ({
        kind: rule.kind,
        at: match.index,
      })),
    )
    .sort((a, b) => a.at - b.at);
  const result: { kind: RelationKind; mention: SymbolMention }[] = [];
  for (const mention of namedDocuments(sentence)) {
    const verb = verbs.findLast((candidate) => candidate.at < mention.from);
    if (!verb) continue;
    const between = folded.slice(verb.at, mention.from);
    // What another body decided about a third paper lies behind a 'của … về'.
    if (/[.;]\s/u.test(between) && verb.kind !== 'replaces' && verb.kind !== 'repeals') continue;
    const isStronger = verbs.find(
      (candidate) =>
        candidate.at < mention.from && candidate.kind === 'continues' && verb.at - candidate.at < 14,
    );
    result.push({ kind: isStronger ? 'continues' : verb.kind, mention });
  }
  return result;
}

/** 'Luật A số … và Luật B số … hết hiệu lực kể từ ngày Luật này có hiệu lực'. */
function expiring(sentence: string): SymbolMention[] {
  const at = fold(sentence).search(/(?:het hieu luc|duoc bai bo|bi bai bo|deu bai bo)(?!\p{L})/u);
  if (at < 0) return [];
  const before = namedDocuments(sentence).filter((mention) => mention.to <= at);
  // 'đã được sửa đổi, bổ sung theo Luật số …' only describes the one that expires.
  return before.filter(
    (mention) => !/(?:sua doi|bo sung)[^;]{0,120}$/u.test(fold(sentence.slice(0, mention.from))),
  );
}

function dateOfEffect(sentence: string): string | null {
  const clause = /hiệu lực(?: thi hành)?,?\s*(?:kể )?từ\s+ngày\s+(\d[^.;]{4,40})/u.exec(sentence)?.[1];
  return clause === undefined ? null : (findDates(clause)[0]?.date ?? null);
}
