import { listHeads, type DocumentHead } from '../../../ingest/document-ledger-store.ts';
import { validityKinds } from '../../../ingest/relations/relation-store.ts';
import type { IngestWarning, NewRelation, ReadDocument } from '../../../ingest/types.ts';
import type { RelatedVersion } from '../../../ingest/versions/versions.ts';
import * as words from '../../../prompts/documents.ts';
import { places, warningSentences } from '../../../prompts/ingest.ts';
import { lowPageConfidence } from '../../../rag/quoting/scan-reading.ts';
import type { Block, Choice, TurnContext } from '../../types.ts';
import { id, text, type FileFacts, type Review } from './document-dialogue.ts';

const openingLength = 600;
/** Pictures of unsure pages that are offered as buttons; the others are listed. */
const mostPictures = 4;
/** Relations that are shown one by one; of more, those that a person put aside. */
const mostRelations = 30;

/** A relation that changes what holds, with the kept documents that it aims at. */
interface ValidityRelation {
  /** In `ReadDocument.relations`. */
  position: number;
  relation: NewRelation;
  targets: readonly DocumentHead[];
}

/** The relations of a read document that change what holds. */
export function validityRelations(read: ReadDocument, heads: readonly DocumentHead[]): ValidityRelation[] {
  // A draft or a news item announces a change, it does not make one.
  if (read.metadata.kind !== 'signed') return [];
  const known = new Map<string, DocumentHead[]>();
  for (const head of heads) {
    if (!head.symbolKey) continue;
    const same = known.get(head.symbolKey);
    if (same) same.push(head);
    else known.set(head.symbolKey, [head]);
  }
  return read.relations.flatMap((relation, position) => {
    if (!validityKinds.includes(relation.kind)) return [];
    const targets = (known.get(relation.targetSymbolKey) ?? []).filter((head) => isDateOf(relation, head));
    return [{ position, relation, targets }];
  });
}

const isDateOf = ({ targetIssuedOn }: NewRelation, { issuedOn }: DocumentHead): boolean =>
  targetIssuedOn === null || issuedOn === null || targetIssuedOn === issuedOn;

/** What a relation would do, in one sentence for each kept document that it aims at. */
export function relationEffects({ relation, targets }: ValidityRelation, read: ReadDocument): string[] {
  const { relationEffects: effects } = words;
  if (targets.length === 0) return [effects.none];
  const from = relation.effectiveOn ?? read.metadata.effectiveOn ?? read.metadata.issuedOn;
  return targets.map((target) => {
    const label = words.shortLabel(target.symbol, target.title, target.issuedOn);
    if (relation.kind === 'amends') return effects.amends(label, relation.targetParts, from);
    if (relation.kind === 'suspends') return effects.suspends(label, from, relation.effectiveUntil ?? null);
    return relation.targetParts.length > 0
      ? effects.parts(label, relation.targetParts, from)
      : effects.whole(label, from);
  });
}

/** Said in the preview, but nothing that a person has to settle before the file is stored. */
const onlyInformed: ReadonlySet<IngestWarning> = new Set<IngestWarning>([
  'ocr-used',
  'legacy-encoding',
  'wrong-extension',
]);

/** A read file in one line of the summary. */
export function factsOf(read: ReadDocument, versions: number): FileFacts {
  const { metadata } = read;
  const relations = validityRelations(read, []).length;
  const unsure = unsurePages(read).length;
  return {
    understood: words.shortLabel(
      [metadata.typeName, metadata.symbol].filter(Boolean).join(' '),
      metadata.title,
      metadata.issuedOn,
    ),
    notes: [
      ...read.warnings
        .filter((warning) => !onlyInformed.has(warning) && warning !== 'ocr-low-confidence')
        .map((warning) => warningSentences[warning]),
      ...(relations > 0 ? [words.notes.relation(relations)] : []),
      ...(versions > 0 ? [words.notes.version] : []),
      ...(unsure > 0 ? [words.notes.lowPages(unsure)] : []),
    ],
  };
}

const labelOfVersion = ({ symbol, title, issuedOn }: RelatedVersion): string =>
  words.shortLabel(symbol, title, issuedOn);

const unsurePages = (read: ReadDocument): number[] =>
  read.scans.filter((scan) => scan.confidence < lowPageConfidence).map((scan) => scan.pageNo);

/** What the preview shows besides the document itself. */
export interface PreviewParts {
  review: Review;
  versions: readonly RelatedVersion[];
  /** Names of the chosen units. */
  units: readonly string[];
  /** Files that wait behind this one. */
  waiting: number;
  /** Only what can change: the fields, relations and buttons. */
  isShort: boolean;
  hasPictures: boolean;
}

/** What was understood of a file: the fields, what it would change, what to look at, how it begins, what can be done. */
export async function previewBlocks(
  context: TurnContext,
  read: ReadDocument,
  parts: PreviewParts,
): Promise<Block[]> {
  const { review, versions } = parts;
  const blocks: Block[] = [fieldTable(read, parts)];
  const relations = validityRelations(read, await listHeads(context.db, context.viewer));
  if (relations.length > 0) blocks.push(text(relationText(read, relations, review)));
  if (versions.length > 0) {
    const chosen = versions.find((version) => version.documentId === review.version);
    blocks.push(
      text(
        [
          words.versionTitle,
          ...versions.map((one) => `- ${words.versionLine(labelOfVersion(one), one.kind, one.similarity)}`),
          ...(chosen ? [words.versionChosen(labelOfVersion(chosen))] : []),
          ...(review.version === 'other' ? [words.versionOther] : []),
        ].join('\n'),
      ),
    );
  }
  if (!parts.isShort) {
    const unsure = unsurePages(read);
    const sentences: string[] = read.warnings
      // The pages are named in its place.
      .filter((warning) => warning !== 'ocr-low-confidence' || unsure.length === 0)
      .map((warning) => warningSentences[warning]);
    if (unsure.length > 0) sentences.push(words.lowPages(unsure));
    if (sentences.length > 0) blocks.push(text(words.checkThese(sentences)));
    blocks.push(...hiddenTextBlocks(read, review.corrections.isHiddenKept ?? false), opening(read));
  }
  if (parts.waiting > 0) blocks.push(text(words.moreWaiting(parts.waiting)));
  blocks.push(previewChoices(read, relations, parts));
  return blocks;
}

function fieldTable(read: ReadDocument, { units }: PreviewParts): Block {
  const { metadata, pages, scans } = read;
  const { fieldNames } = words;
  const dayOf = (date: string | null | undefined): string | null =>
    date ? words.dateText(date, null) : null;
  const rows: [string, string | null][] = [
    [fieldNames.type, metadata.typeName],
    [fieldNames.symbol, metadata.symbol ?? words.unknownValue],
    [fieldNames.date, words.dateText(metadata.issuedOn, metadata.issuedIn)],
    [fieldNames.issuer, metadata.issuer ?? words.unknownValue],
    [fieldNames.subject, metadata.subject ?? metadata.title],
    [fieldNames.effective, dayOf(metadata.effectiveOn)],
    [fieldNames.expires, dayOf(metadata.expiresOn)],
    [fieldNames.term, metadata.term ?? null],
    [fieldNames.copy, metadata.isCopy === true ? words.certifiedCopy : null],
    [fieldNames.signer, metadata.signer],
    [fieldNames.extent, words.extent(pages.length, read.hasPages, read.chunks.length)],
    [fieldNames.scan, scans.length > 0 ? words.scanShare(scans.length, pages.length) : null],
    [fieldNames.scope, units.length > 0 ? words.scopeText('units', units) : null],
  ];
  return {
    type: 'table',
    title: words.previewTitle(read.fileName),
    head: [words.columnHeads.field, words.columnHeads.value],
    rows: rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    audience: 'internal',
  };
}

function relationText(read: ReadDocument, relations: readonly ValidityRelation[], review: Review): string {
  const shown = shownRelations(relations, review);
  const left = relations.length - shown.length;
  return [
    words.relationsToCheck(relations.length),
    ...shown.map(({ number, ...one }) => {
      const { relation, position } = one;
      const name = words.relationText({
        kind: relation.kind,
        symbol:
          relation.targetTitle && relation.targetSymbol === '' ? relation.targetTitle : relation.targetSymbol,
        date: relation.targetIssuedOn,
        parts: relation.targetParts,
      });
      const effects = review.rejected.includes(position)
        ? [words.relationEffects.rejected]
        : relationEffects(one, read);
      return [words.relationSentence(number, name, relation.sentence), ...effects].join('\n');
    }),
    ...(left > 0 ? [words.moreRelations(left, mostRelations + 1)] : []),
  ].join('\n\n');
}

/** Relations with their numbers: all that a person could look at one by one. */
const shownRelations = (
  relations: readonly ValidityRelation[],
  { rejected }: Review,
): (ValidityRelation & { number: number })[] =>
  relations
    .map((one, index) => ({ ...one, number: index + 1 }))
    .filter(({ number, position }) => number <= mostRelations || rejected.includes(position));

/** Text that does not show in the file: as data to be seen, never as something said by the assistant. */
function hiddenTextBlocks(read: ReadDocument, isKept: boolean): Block[] {
  const hidden = read.hiddenText ?? [];
  if (hidden.length === 0) return [];
  // Snippets are short and few, so all are shown: the one that matters may be the last.
  return [
    text(isKept ? words.hiddenTextKept : words.hiddenTextTitle),
    sourceQuote(read, hidden.join('\n'), words.hiddenTextPlace),
  ];
}

const opening = (read: ReadDocument): Block =>
  sourceQuote(read, read.text.slice(0, openingLength).trim(), places.head);

const sourceQuote = (read: ReadDocument, content: string, locator: string): Block => ({
  type: 'quote',
  text: content,
  source: {
    symbol: read.metadata.symbol,
    issuedOn: read.metadata.issuedOn,
    title: read.metadata.title,
    locator,
    file: read.fileName,
  },
  audience: 'internal',
});

function previewChoices(
  read: ReadDocument,
  relations: readonly ValidityRelation[],
  { review, versions, units, hasPictures }: PreviewParts,
): Block {
  const isLimited = read.warnings.includes('circulation-limited');
  const { previewButtons } = words;
  const options: Choice[] = [
    ...(units.length > 0
      ? [{ label: words.saveForUnits(units), action: `${id}:save:units`, style: 'primary' as const }]
      : []),
    {
      label: previewButtons['save:internal'],
      action: `${id}:save:internal`,
      ...(units.length > 0 ? {} : { style: 'primary' as const }),
    },
    ...(isLimited ? [] : [{ label: previewButtons['save:public'], action: `${id}:save:public` }]),
    { label: previewButtons.units, action: `${id}:units` },
    { label: previewButtons.edit, action: `${id}:edit` },
    ...((read.hiddenText ?? []).length > 0
      ? [
          review.corrections.isHiddenKept
            ? { label: words.hiddenButtons.leave, action: `${id}:hidden:leave` }
            : { label: words.hiddenButtons.keep, action: `${id}:hidden:keep` },
        ]
      : []),
    ...shownRelations(relations, review).map(({ position, number }) =>
      review.rejected.includes(position)
        ? { label: words.relationButtons.keep(number), action: `${id}:relation:keep:${position}` }
        : { label: words.relationButtons.reject(number), action: `${id}:relation:reject:${position}` },
    ),
    ...versions
      .filter((version) => version.documentId !== review.version)
      .map((version) => ({
        label: words.versionButtons.newer(labelOfVersion(version)),
        action: `${id}:version:${version.documentId}`,
      })),
    ...(versions.length > 0 && review.version !== 'other'
      ? [{ label: words.versionButtons.other, action: `${id}:version:other` }]
      : []),
    ...(hasPictures ? pagesToShow(read) : []).map((page) => ({
      label: words.pageButton(page),
      action: `${id}:picture:${page}`,
    })),
    { label: previewButtons.drop, action: `${id}:drop`, style: 'danger' },
  ];
  return { type: 'choices', id: 'document-preview', options };
}

/** The unsure pages of a scan, or its first page where all were read well. */
function pagesToShow(read: ReadDocument): number[] {
  const unsure = unsurePages(read);
  const [first] = read.scans;
  return unsure.length > 0 ? unsure.slice(0, mostPictures) : first ? [first.pageNo] : [];
}
