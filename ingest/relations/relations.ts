import type { DateOnly } from '../../core/clock.ts';
import { fold, oneLine } from '../../text/normalise.ts';
import { sentences } from '../../text/sentences.ts';
import { dateOfEffect, expiryOf, lastDayOf, tellsOwnTerm } from '../metadata/effect-dates.ts';
import { actsOf, mayAct, type Claim, type OwnDocument } from './relation-acts.ts';
import {
  amendmentItem,
  amendmentOpenedBy,
  isQuotingAfter,
  type OpenAmendment,
} from './relation-amendments.ts';
import { listItemOf, listOpenedBy, type OpenList } from './relation-lists.ts';
import { basesOf, foldedType, isBasis, purposesOfSentence, purposesOfSubject } from './relation-purposes.ts';
import type { DocumentMetadata, IngestWarning, NewRelation, Paragraph } from '../types.ts';

/*
 * How a document says that it stands to others; wording of domain section 9.1. Where it is read decides: the subject
 * line and the opening say why it was made, lines of the legal basis what it rests on, every sentence what it does.
 */

/** Where in a document relations are read. */
export interface RelationSource {
  paragraphs: readonly Paragraph[];
  bodyFrom: number;
  metadata: DocumentMetadata;
}

/** What is found about others, and about how long the document itself holds. */
export interface FoundRelations {
  relations: NewRelation[];
  warnings: IngestWarning[];
  /** From when and until when the document says that it holds; null where it does not. */
  effectiveOn: DateOnly | null;
  expiresOn: DateOnly | null;
}

/** How many paragraphs after the head the legal basis may begin, and how many may lie between its lines. */
const preambleLength = 40;
const basisGap = 15;
/** How many paragraphs after the head or the legal basis may name the purpose. */
const purposeLength = 8;

/** Relations to other documents, each kind once a target and its parts, with the sentence that states it. */
export function findRelations({ paragraphs, bodyFrom, metadata }: RelationSource): FoundRelations {
  // A press item reports and a form asks; their words bind nobody.
  if (metadata.kind === 'news' || metadata.kind === 'other')
    return { relations: [], warnings: [], effectiveOn: null, expiresOn: null };
  const found = new Collected(metadata);
  const document: OwnDocument = { typeName: foldedType(metadata.typeName) };
  const warnings = new Set<IngestWarning>();
  let effectiveOn: DateOnly | null = null;
  let expiresOn: DateOnly | null = null;
  let amendment: OpenAmendment | null = null;
  let isQuoting = false;
  if (metadata.subject !== null) {
    const { subject } = metadata;
    // A subject names its acts as orders do: 'Sửa đổi, bổ sung một số điều của …', 'về việc bãi bỏ …'.
    const order = subject.replace(/^\s*(?:(?:về|Về|V\/v)\s+(?:việc\s+)?|Nghị quyết\s+|Quyết định\s+)+/u, '');
    const acts = actsOf(order, document);
    amendment = amendmentOpenedBy(acts, oneLine(subject));
    found.add(acts, subject);
    found.add(purposesOfSubject(subject, document), subject);
  }
  const isAnnouncement = /^\s*(?:ve\s+)?(?:viec\s+)?cong bo(?!\p{L})/u.test(fold(metadata.subject ?? ''));
  let list: OpenList | null = null;
  let basisAt: number | null = null;
  for (const { index, text } of joined(paragraphs)) {
    const folded = fold(text);
    const wasQuoting = isQuoting;
    isQuoting = isQuotingAfter(text, wasQuoting);
    if (index < (basisAt === null ? bodyFrom + preambleLength : basisAt + basisGap) && isBasis(folded)) {
      const bases = basesOf(text);
      if (bases.length > 0) basisAt = index;
      found.add(bases, text);
      continue;
    }
    if (list) {
      const item = listItemOf(text, list, document);
      if (item !== 'closed') {
        found.add(item, `${list.lead} ${text}`);
        continue;
      }
    }
    const isPurpose = index >= bodyFrom && index < Math.max(bodyFrom, basisAt ?? 0) + purposeLength;
    list = null;
    // Most paragraphs do nothing to others; only those that may are cut into sentences.
    const mayTell = tellsOwnTerm(folded);
    if (!isPurpose && !mayTell && !mayAct(folded)) continue;
    list = isAnnouncement ? null : listOpenedBy(text, folded, document);
    if (amendment && !wasQuoting) {
      const item = amendmentItem(text, amendment, document);
      if (item.length > 0) {
        // What stands behind its colon is the new wording, or points of its own.
        list = null;
        found.add(item, `${amendment.lead}: ${text}`);
        continue;
      }
    }
    for (const { text: sentence } of sentences(text)) {
      const words = fold(sentence);
      if (/(?:quy dinh|huong dan|van ban)[^.]{0,60}trai voi[^.]{0,60}bai bo/u.test(words))
        warnings.add('repeals-unnamed');
      if (mayTell && tellsOwnTerm(words)) {
        effectiveOn ??= dateOfEffect(sentence, { issuedOn: metadata.issuedOn, effectiveOn: null });
        expiresOn ??= expiryOf(sentence);
      }
      const acts = actsOf(sentence, document);
      if (!wasQuoting) amendment = amendmentOpenedBy(acts, oneLine(sentence)) ?? amendment;
      found.add(acts, sentence);
      if (isPurpose) found.add(purposesOfSentence(sentence, document), sentence);
    }
  }
  return {
    relations: found.relations(metadata.effectiveOn ?? effectiveOn),
    warnings: [...warnings],
    effectiveOn,
    expiresOn,
  };
}

const isOpen = /(?:[\p{L}\p{N},]|\s(?:của|và|số|ngày))\s*$/u;
const leadsOn = /(?:,|(?<!\p{L})(?:của|và|số|ngày|tháng|năm|các|về|tại|theo|từ))\s*$/u;
const startsItem =
  /^\s*(?:[-–+*•|(#]|\d+(?:\.\d+)*[.)]|\p{L}[.)]|(?:Điều|Chương|Mục|Phần|Phụ lục|Căn cứ|CĂN CỨ)\s)/u;

/** Paragraphs with the lines joined that a page or a line break has parted in the middle of a sentence. */
function* joined(paragraphs: readonly Paragraph[]): Generator<{ index: number; text: string }> {
  for (let index = 0; index < paragraphs.length; index++) {
    const from = index;
    let { text } = paragraphs[index]!;
    for (let next = paragraphs[index + 1]; next && index - from < 8; next = paragraphs[index + 1]) {
      const goesOn =
        text.length > 40 &&
        paragraphs[index]!.hint === undefined &&
        next.hint === undefined &&
        isOpen.test(text.slice(-12)) &&
        (/^\s*\p{Ll}/u.test(next.text) || leadsOn.test(text.slice(-12))) &&
        !startsItem.test(next.text) &&
        text !== text.toUpperCase() &&
        !(/,\s*$/u.test(text.slice(-12)) && isBasis(fold(text)));
      if (!goesOn) break;
      text = `${text} ${next.text}`;
      index++;
    }
    yield { index: from, text };
  }
}

class Collected {
  readonly #metadata: DocumentMetadata;
  readonly #found = new Map<string, NewRelation>();

  constructor(metadata: DocumentMetadata) {
    this.#metadata = metadata;
  }

  add(claims: readonly Claim[], sentence: string): void {
    const { symbolKey, issuedOn } = this.#metadata;
    for (const { kind, reference, parts } of claims) {
      const isOwn = reference.key !== '' && reference.key === symbolKey;
      if (isOwn && (reference.issuedOn === null || reference.issuedOn === issuedOn)) continue;
      const name = reference.key || fold(reference.symbol);
      const key = `${kind} ${name} ${parts.map(fold).join(';')}`;
      const known = this.#found.get(key);
      // The same document is cited with and without its date: the fullest form counts.
      if (known && (known.targetIssuedOn !== null || reference.issuedOn === null)) continue;
      if (this.#isCovered(kind, name)) continue;
      const own = { issuedOn, effectiveOn: null };
      this.#found.set(key, {
        kind,
        targetSymbol: reference.symbol,
        targetSymbolKey: reference.key,
        targetIssuedOn: reference.issuedOn,
        effectiveOn: kind === 'based_on' ? null : dateOfEffect(sentence, own),
        sentence: known?.sentence ?? oneLine(sentence).slice(0, 1000),
        targetParts: [...parts],
        targetTitle: reference.title,
        ...(kind === 'suspends' && { effectiveUntil: lastDayOf(sentence) }),
      });
    }
  }

  /** A document that this one replaces is not also what it carries out; what it details it does not also implement. */
  #isCovered(kind: NewRelation['kind'], name: string): boolean {
    const stronger: Partial<Record<NewRelation['kind'], readonly NewRelation['kind'][]>> = {
      implements: ['continues', 'details', 'replaces', 'repeals'],
    };
    return (stronger[kind] ?? []).some((other) => this.#found.has(`${other} ${name} `));
  }

  /** With the document's own day where the sentence names none. */
  relations(effectiveOn: DateOnly | null): NewRelation[] {
    return [...this.#found.values()].map((relation) =>
      relation.kind === 'based_on'
        ? relation
        : { ...relation, effectiveOn: relation.effectiveOn ?? effectiveOn },
    );
  }
}
