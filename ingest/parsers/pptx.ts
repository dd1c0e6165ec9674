import { DocumentUnreadableError } from '../../core/errors.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { convertLegacy, isLegacyFont } from '../legacy-encoding.ts';
import type { IngestWarning, ParsedFile, SourceLine } from '../types.ts';
import { linesOfTable, type TableCell } from './table.ts';
import { childOf, childrenOf, descendantsOf, parseXml, textOf, type XmlElement } from './xml.ts';
import { openOfficeFile, type OfficeParts } from './zip.ts';

const elements: ReadonlySet<string> = new Set(['p:sldId', 'p:sld', 'p:ph', 'a:tc', 'a:latin', 'a:pPr']);

/**
 * Reads a presentation: a slide is a page, its title a heading, its notes the last lines of the page. Hidden slides are
 * left out; their text may still carry a mark.
 * @throws DocumentUnreadableError for a file that cannot be opened
 */
export async function parsePptx(bytes: Uint8Array): Promise<ParsedFile> {
  try {
    const parts = await openOfficeFile(bytes);
    const slides = await slidePaths(parts);
    if (slides.length === 0) throw new DocumentUnreadableError(unreadable.brokenSlides);
    const marks: string[] = [];
    const pages: SourceLine[][] = [];
    const state = { hasLegacy: false };
    for (const path of slides) {
      const root = parseXml(await parts.text(path), elements);
      const slide = childOf(root, 'p:sld') ?? root;
      const lines = slideLines(slide, marks, state);
      if (slide.attrs['show'] === '0') {
        marks.push(...lines.map((line) => line.text));
        continue;
      }
      pages.push([...lines, ...(await notesOf(parts, path, state))]);
    }
    const core = await parts.text('docProps/core.xml');
    if (core !== '')
      marks.push(...descendantsOf(parseXml(core, elements), 'dc:title', 'dc:subject').map(textOf));
    const warnings: IngestWarning[] = state.hasLegacy ? ['legacy-encoding'] : [];
    return { pages, hasPages: true, marks, fields: {}, warnings };
  } catch (error) {
    if (error instanceof DocumentUnreadableError) throw error;
    throw new DocumentUnreadableError(unreadable.brokenSlides, { cause: error });
  }
}

interface Reading {
  hasLegacy: boolean;
}

/** The slides in the order in which they are shown. */
async function slidePaths(parts: OfficeParts): Promise<string[]> {
  const presentation = parseXml(await parts.text('ppt/presentation.xml'), elements);
  const targets = await relationsOf(parts, 'ppt/presentation.xml');
  return descendantsOf(presentation, 'p:sldId').flatMap(
    ({ attrs }) => targets.find(({ id }) => id === attrs['r:id'])?.path ?? [],
  );
}

interface Relation {
  id: string;
  type: string;
  path: string;
}

async function relationsOf(parts: OfficeParts, path: string): Promise<Relation[]> {
  const at = path.lastIndexOf('/');
  const folder = path.slice(0, at);
  const xml = await parts.text(`${folder}/_rels/${path.slice(at + 1)}.rels`);
  return [...xml.matchAll(/<Relationship\b[^>]*>/gu)].flatMap(([relation]) => {
    const id = /\bId="([^"]+)"/u.exec(relation)?.[1];
    const target = /\bTarget="([^"]+)"/u.exec(relation)?.[1];
    const type = /\bType="[^"]*\/([A-Za-z]+)"/u.exec(relation)?.[1] ?? '';
    return id && target ? [{ id, type, path: resolvePath(folder, target) }] : [];
  });
}

function resolvePath(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const path = folder.split('/');
  for (const part of target.split('/')) {
    if (part === '..') path.pop();
    else if (part !== '.') path.push(part);
  }
  return path.join('/');
}

/** Placeholders whose text repeats on every slide: a footer, the day, the number. */
const running = new Set(['ftr', 'dt', 'sldNum', 'hdr']);

function slideLines(slide: XmlElement, marks: string[], state: Reading): SourceLine[] {
  const titles: SourceLine[] = [];
  const lines: SourceLine[] = [];
  const visit = (container: XmlElement): void => {
    for (const child of childrenOf(container)) {
      if (child.name === 'p:sp') {
        const type = placeholderOf(child);
        const own = descendantsOf(child, 'a:p')
          .map((paragraph) => paragraphText(paragraph, state))
          .filter((text) => text.trim() !== '');
        if (running.has(type ?? '')) marks.push(...own);
        else if (type === 'title' || type === 'ctrTitle')
          titles.push({ text: own.join(' '), hint: 'heading', level: 1 });
        else
          lines.push(...own.flatMap((text) => text.split('\n').map((line): SourceLine => ({ text: line }))));
        if (type === null) marks.push(...own);
      } else if (child.name === 'p:graphicFrame') lines.push(...tablesIn(child, state));
      else if (child.name === 'p:grpSp' || child.name === 'mc:AlternateContent' || child.name === 'mc:Choice')
        visit(child);
    }
  };
  const tree = descendantsOf(slide, 'p:spTree')[0];
  if (tree) visit(tree);
  return [...titles.filter((line) => line.text.trim() !== ''), ...lines];
}

/** The kind of a placeholder, 'body' where it does not say; null for a free shape. */
function placeholderOf(shape: XmlElement): string | null {
  const placeholder = descendantsOf(shape, 'p:ph')[0];
  return placeholder ? (placeholder.attrs['type'] ?? 'body') : null;
}

function paragraphText(paragraph: XmlElement, state: Reading): string {
  let text = '';
  for (const child of childrenOf(paragraph)) {
    if (child.name === 'a:br') text += '\n';
    if (child.name === 'a:tab') text += '\t';
    if (child.name !== 'a:r' && child.name !== 'a:fld') continue;
    const run = childOf(child, 'a:t');
    if (!run) continue;
    const font = childOf(childOf(child, 'a:rPr'), 'a:latin')?.attrs['typeface'];
    const own = textOf(run);
    const shown = font !== undefined && isLegacyFont(font) ? convertLegacy(own, { font }) : own;
    if (shown !== own) state.hasLegacy = true;
    text += shown;
  }
  const properties = childOf(paragraph, 'a:pPr');
  const hasBullet = childOf(properties, 'a:buChar') !== undefined;
  return hasBullet && text.trim() !== '' && !/^\s*[-–•*+]/u.test(text) ? `- ${text}` : text;
}

function tablesIn(frame: XmlElement, state: Reading): SourceLine[] {
  return descendantsOf(frame, 'a:tbl').flatMap((table) => {
    const rows = childrenOf(table, 'a:tr').map((row) =>
      childrenOf(row, 'a:tc').flatMap((cell): TableCell[] => {
        // Places that a neighbour covers are in the file too.
        if (cell.attrs['hMerge'] === '1' || cell.attrs['vMerge'] === '1') return [];
        return [
          {
            lines: descendantsOf(cell, 'a:p')
              .map((paragraph) => ({ text: paragraphText(paragraph, state) }))
              .filter((line) => line.text.trim() !== ''),
            columnSpan: Number(cell.attrs['gridSpan'] ?? '1'),
            rowSpan: Number(cell.attrs['rowSpan'] ?? '1'),
            isHead: false,
          },
        ];
      }),
    );
    return linesOfTable(rows);
  });
}

/** What the speaker notes below the slide; the picture of the slide and its number are left out. */
async function notesOf(parts: OfficeParts, slide: string, state: Reading): Promise<SourceLine[]> {
  const notes = (await relationsOf(parts, slide)).find(({ type }) => type === 'notesSlide');
  if (!notes) return [];
  const root = parseXml(await parts.text(notes.path), elements);
  return descendantsOf(root, 'p:sp')
    .filter((shape) => placeholderOf(shape) === 'body')
    .flatMap((shape) => descendantsOf(shape, 'a:p'))
    .map((paragraph): SourceLine => ({ text: paragraphText(paragraph, state), hint: 'plain' }))
    .filter((line) => line.text.trim() !== '');
}
