import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import type { ParsedFile, ReadOptions } from '../types.ts';
import { createOpenDocumentReader, openDocumentElements } from './odt-body.ts';
import { descendantsOf, parseXml, textOf, type XmlElement } from './xml.ts';
import { openOfficeFile, type OfficeParts } from './zip.ts';

/**
 * Reads an OpenDocument text or spreadsheet (.odt, .ods): numbers of lists are counted, footnotes stand after their
 * paragraph, deleted text and comments are left out. Headers, footers, text boxes and properties are marks too.
 * @throws DocumentUnreadableError for a file that cannot be opened
 */
export async function parseOdt(
  bytes: Uint8Array,
  { isHiddenKept = false }: Pick<ReadOptions, 'isHiddenKept'> = {},
): Promise<ParsedFile> {
  try {
    const parts = await openOfficeFile(bytes);
    // An encrypted document keeps its parts, but as noise.
    if (/<manifest:encryption-data/u.test(await parts.text('META-INF/manifest.xml')))
      throw new DocumentUnreadableError(unreadable.encryptedOffice);
    const content = await read(parts, 'content.xml');
    const styles = await read(parts, 'styles.xml');
    const meta = await read(parts, 'meta.xml');
    if (!content) throw new DocumentUnreadableError(unreadable.brokenOpenDocument);
    const reader = createOpenDocumentReader([styles, content], isHiddenKept);
    const lines = reader.read(content);
    const edges = styles ? descendantsOf(styles, 'style:header', 'style:footer', 'style:header-first') : [];
    const properties = meta ? descendantsOf(meta, 'dc:title', 'dc:subject', 'dc:description') : [];
    return {
      pages: [lines],
      hasPages: false,
      marks: [
        ...reader.textBoxes(),
        ...reader.hiddenText.marks(),
        ...edges.flatMap((edge) => descendantsOf(edge, 'text:p', 'text:h').map(textOf)),
        ...properties.map(textOf),
      ].filter((mark) => mark.trim() !== ''),
      fields: {},
      warnings: [
        ...(reader.hasLegacyText() ? (['legacy-encoding'] as const) : []),
        ...reader.hiddenText.warnings(),
      ],
      hiddenText: reader.hiddenText.snippets(),
    };
  } catch (error) {
    if (error instanceof DocumentUnreadableError) throw error;
    throw new DocumentUnreadableError(unreadable.brokenOpenDocument, { cause: error });
  }
}

async function read(parts: OfficeParts, name: string): Promise<XmlElement | null> {
  const xml = await parts.text(name);
  return xml === '' ? null : parseXml(xml, openDocumentElements);
}
