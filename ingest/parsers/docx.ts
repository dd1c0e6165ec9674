import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import type { ParsedFile, ReadOptions } from '../types.ts';
import { createWordNumbering, numberingElements } from './word-numbering.ts';
import { createWordReader, wordElements } from './word-body.ts';
import { readWordStyles, styleElements } from './word-styles.ts';
import { descendantsOf, parseXml, textOf, type XmlElement } from './xml.ts';
import { openOfficeFile, type OfficeParts } from './zip.ts';

/**
 * Reads a Word file. Labels that Word counts by itself ('Điều 5.', 'a)') are written out, footnotes stand after their
 * paragraph, tracked changes are read as if accepted; comments and macros are left alone. Headers, footers, text boxes
 * and properties are given as marks too, for a stamp of secrecy.
 * @throws DocumentUnreadableError for a file that cannot be opened
 */
export async function parseDocx(
  bytes: Uint8Array,
  { isHiddenKept = false }: Pick<ReadOptions, 'isHiddenKept'> = {},
): Promise<ParsedFile> {
  try {
    const parts = await openOfficeFile(bytes);
    const main = await mainPart(parts);
    const body = await read(parts, main, wordElements);
    if (!body) throw new DocumentUnreadableError(unreadable.brokenWord);
    const folder = main.slice(0, main.lastIndexOf('/') + 1);
    const wordParts = {
      styles: readWordStyles(await read(parts, `${folder}styles.xml`, styleElements)),
      numbering: createWordNumbering(await read(parts, `${folder}numbering.xml`, new Set(numberingElements))),
      footnotes: await read(parts, `${folder}footnotes.xml`, wordElements),
      endnotes: await read(parts, `${folder}endnotes.xml`, wordElements),
    };
    const reader = createWordReader(wordParts, isHiddenKept);
    const lines = reader.read(body);
    return {
      pages: [lines],
      hasPages: false,
      marks: [...reader.textBoxes(), ...reader.hiddenText.marks(), ...(await readMarks(parts))],
      fields: {},
      warnings: [
        ...(reader.hasLegacyText() ? (['legacy-encoding'] as const) : []),
        ...reader.hiddenText.warnings(),
      ],
      hiddenText: reader.hiddenText.snippets(),
    };
  } catch (error) {
    if (error instanceof DocumentUnreadableError) throw error;
    throw new DocumentUnreadableError(unreadable.brokenWord, { cause: error });
  }
}

/** Usually 'word/document.xml'; some writers call it otherwise. */
async function mainPart(parts: OfficeParts): Promise<string> {
  const usual = 'word/document.xml';
  if (parts.names.includes(usual)) return usual;
  const relations = await parts.text('_rels/.rels');
  const target = /<Relationship\b(?=[^>]*\/officeDocument")[^>]*\bTarget="\/?([^"]+)"/u.exec(relations)?.[1];
  return target ?? usual;
}

async function read(
  parts: OfficeParts,
  name: string,
  withAttributes: ReadonlySet<string>,
): Promise<XmlElement | null> {
  const xml = await parts.text(name);
  return xml === '' ? null : parseXml(xml, withAttributes);
}

/** Text of headers, footers and properties: where a stamp stands that the body does not show. */
async function readMarks(parts: OfficeParts): Promise<string[]> {
  const marks: string[] = [];
  for (const name of parts.names) {
    const isEdge = /^word\/(?:header|footer)\d*\.xml$/u.test(name);
    if (!isEdge && !/^docProps\/(?:core|app|custom)\.xml$/u.test(name)) continue;
    const root = parseXml(await parts.text(name), new Set());
    const elements = isEdge ? descendantsOf(root, 'w:p') : (leavesOf(root) ?? []);
    marks.push(...elements.map((element) => textOf(element).trim()).filter((text) => text !== ''));
  }
  return marks;
}

/** Elements that hold text and no other elements. */
function leavesOf(element: XmlElement): XmlElement[] {
  const inner = element.children.filter((child): child is XmlElement => typeof child !== 'string');
  return inner.length === 0 ? [element] : inner.flatMap(leavesOf);
}
