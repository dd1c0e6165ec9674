import { DocumentUnreadableError } from '../core/errors.ts';
import { sha256 } from '../core/ids.ts';
import { unreadable } from '../prompts/ingest.ts';
import { buildChunks } from './structure/chunks.ts';
import { detectFormat, type Format } from './detect.ts';
import { correctMetadata } from './metadata/corrections.ts';
import { readMetadata } from './metadata/metadata.ts';
import { placeWords } from './place-words.ts';
import { findRelations } from './relations/relations.ts';
import { repairText } from './repair.ts';
import { refuseSecret, secrecyEvidence } from './secrecy.ts';
import { buildStructure } from './structure/structure.ts';
import type { Corrections, IngestWarning, ParsedFile, ReadDocument, ReadOptions, Section } from './types.ts';

/** Loaded when first needed: the Word and PDF libraries take a quarter of a second each. */
const parsers: Readonly<Record<Format, (bytes: Uint8Array, options: ReadOptions) => Promise<ParsedFile>>> = {
  pdf: async (bytes, options) => (await import('./parsers/pdf.ts')).parsePdf(bytes, options),
  image: async (bytes, options) => (await import('./parsers/image.ts')).parseImage(bytes, options),
  docx: async (bytes, options) => (await import('./parsers/docx.ts')).parseDocx(bytes, options),
  doc: async (bytes, options) => (await import('./parsers/doc.ts')).parseDoc(bytes, options),
  xlsx: async (bytes) => (await import('./parsers/xlsx.ts')).parseXlsx(bytes),
  pptx: async (bytes) => (await import('./parsers/pptx.ts')).parsePptx(bytes),
  odt: async (bytes, options) => (await import('./parsers/odt.ts')).parseOdt(bytes, options),
  rtf: async (bytes, options) => (await import('./parsers/rtf.ts')).parseRtf(bytes, options),
  html: async (bytes, options) => (await import('./parsers/html.ts')).parseHtml(bytes, options),
  markdown: async (bytes) => (await import('./parsers/markdown.ts')).parseMarkdown(bytes),
  text: async (bytes) => (await import('./parsers/text.ts')).parseText(bytes),
};

/**
 * Reads a file to the end: pages, metadata, sections, chunks, relations. Touches no storage, so a preview, an
 * evaluation and the real thing read alike. `corrections` are what a person has set right in the preview; `options`
 * matter to files with scanned pages.
 * @throws DocumentUnreadableError with a sentence for people; AppError 'document-secret' before anything is derived
 */
export async function readDocument(
  bytes: Uint8Array,
  fileName: string,
  corrections: Corrections = {},
  options: ReadOptions = {},
): Promise<ReadDocument> {
  const { format, mediaType, isNameWrong } = await detectFormat(bytes, fileName);
  const { isHiddenKept = false } = corrections;
  const file = await parsers[format](bytes, { ...options, isHiddenKept });
  refuseSecret(secrecyEvidence(fileName, file, null));
  const repaired = repairText(file);
  const { text, pages, paragraphs } = repaired;
  if (!/[\p{L}\p{N}]/u.test(text)) throw new DocumentUnreadableError(unreadable.noText);
  const found = readMetadata({
    text,
    paragraphs,
    fields: file.fields,
    fileName,
    isScan: (file.scans?.length ?? 0) > 0,
  });
  const { bodyFrom, closings } = found;
  const metadata = correctMetadata(found.metadata, corrections);
  const warnings = found.warnings.filter((warning) => !isSettled(warning, corrections));
  // Pages and marks were looked at above; what they say of the document may carry a mark too.
  refuseSecret(
    secrecyEvidence(fileName, { ...file, pages: [], marks: [] }, metadata.subject ?? metadata.title),
  );
  const structure = buildStructure(paragraphs, bodyFrom, closings);
  const chunks = buildChunks({ text, paragraphs, structure, bodyFrom, metadata, hasPages: file.hasPages });
  const {
    relations,
    warnings: relationWarnings,
    effectiveOn,
    expiresOn,
  } = findRelations({ paragraphs, bodyFrom, metadata });
  return {
    fileName,
    fileSha256: sha256(bytes),
    textSha256: sha256(text),
    mediaType,
    hasPages: file.hasPages,
    text,
    pages,
    metadata: {
      ...metadata,
      // What a person has said stands, also where they said that there is none.
      effectiveOn:
        corrections.effectiveOn === undefined ? (metadata.effectiveOn ?? effectiveOn) : metadata.effectiveOn,
      expiresOn,
    },
    sections: structure.sections.map(
      ({ ordinal, parentOrdinal, level, label, heading, charFrom, charTo }): Section => ({
        ordinal,
        parentOrdinal,
        level,
        label,
        heading,
        charFrom,
        charTo,
      }),
    ),
    chunks,
    relations,
    warnings: [
      ...new Set<IngestWarning>([
        ...(isNameWrong ? (['wrong-extension'] as const) : []),
        ...file.warnings,
        ...warnings,
        ...relationWarnings,
      ]),
    ],
    ...(file.hiddenText?.length ? { hiddenText: file.hiddenText } : {}),
    scans: placeWords(repaired, file.scans ?? []),
  };
}

/** A person has looked at what the warning is about. */
const isSettled = (warning: IngestWarning, corrections: Corrections): boolean =>
  (corrections.issuedOn !== undefined &&
    ['no-date', 'year-inferred', 'date-from-file', 'date-from-body', 'date-without-day'].includes(warning)) ||
  (corrections.symbol !== undefined && ['no-symbol', 'symbol-from-file-name'].includes(warning)) ||
  (corrections.typeName !== undefined && warning === 'type-guessed');
