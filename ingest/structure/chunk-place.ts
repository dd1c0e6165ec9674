import { context as contextWords, places } from '../../prompts/ingest.ts';
import { sentences } from '../../text/sentences.ts';
import { shorten } from '../metadata/news.ts';
import type { Piece } from './chunk-windows.ts';
import type { ChunkSource, Unit } from './chunks.ts';
import type { SectionNode } from './structure.ts';

/* How a chunk is placed in words: its context line, the heading above it, and the place that people cite. */

export function ancestry(sections: readonly SectionNode[], section: SectionNode | null): SectionNode[] {
  const path: SectionNode[] = [];
  for (let at = section; at; at = at.parentOrdinal === null ? null : (sections[at.parentOrdinal] ?? null))
    path.unshift(at);
  return path;
}

const longestTitle = 220;
const longestHeading = 160;

/** Type, symbol, date, issuer, title and the headings above, as far as the chunk itself does not print them. */
export function contextOf(
  { metadata, structure, paragraphs }: ChunkSource,
  unit: Unit,
  piece: Piece,
): string {
  const path = ancestry(structure.sections, unit.section)
    .filter((section) => section.form !== 'closing' && section.form !== 'table')
    .flatMap((section) => {
      const isPrinted =
        section.paragraphFrom >= piece.firstParagraph &&
        section.paragraphFrom <= piece.lastParagraph &&
        !piece.isLater;
      if (isPrinted) return [];
      if (section.heading === '' && section !== unit.section) {
        // A clause without a name is known to its points by its introducing words.
        return [shorten(paragraphs[section.paragraphFrom]?.text ?? '', longestHeading)];
      }
      if (section.heading === '') return section.label === '' ? [] : [section.label];
      const label =
        section.label === '' || section.heading.startsWith(section.label) ? '' : `${section.label}. `;
      return [`${label}${shorten(section.heading, longestHeading)}`];
    });
  const lead = unit.table
    ? ''
    : (unit.lead ?? (piece.isLater ? firstSentence(paragraphs[unit.from]?.text ?? '') : ''));
  return contextWords({
    typeName: metadata.typeName,
    symbol: metadata.symbol,
    issuedOn: metadata.issuedOn,
    issuedIn: metadata.issuedIn,
    issuer: metadata.issuer,
    place: metadata.kind === 'news' ? metadata.place : null,
    title: shorten(metadata.subject ?? metadata.title, longestTitle),
    // The names of the columns come last: retrieval finds them there.
    path: [...path, ...(lead === '' ? [] : [shorten(lead, longestTitle)]), ...tableWords(unit, piece)],
  });
}

function tableWords({ table }: Unit, piece: Piece): string[] {
  if (!table) return [];
  const columns = table.areColumnsPrinted && !piece.isLater ? [] : [table.columns];
  return [...table.titles.map((title) => shorten(title, longestTitle)), ...columns].filter(
    (words) => words !== '',
  );
}

/** Shown shortened, so no more of a paragraph is read than a long sentence has; pages of text may come without a break. */
const firstSentence = (text: string): string => sentences(text.slice(0, 2000))[0]?.text ?? '';

export function headingOf({ structure, paragraphs }: ChunkSource, section: SectionNode | null): string {
  const named = ancestry(structure.sections, section).findLast((node) => node.heading !== '');
  if (!named) return '';
  if (named.headingParagraphs === 1)
    return shorten(paragraphs[named.paragraphFrom]?.text ?? named.heading, 300);
  return shorten(named.label === '' ? named.heading : `${named.label}. ${named.heading}`, 300);
}

/** The place in words: article, clause, point; or item; or heading; or the part of the document; then the page. */
export function locatorOf(source: ChunkSource, unit: Unit, piece: Piece): string {
  const { structure, hasPages, paragraphs, bodyFrom } = source;
  const path = ancestry(structure.sections, unit.section);
  const words: string[] = [];
  const annex = path
    .filter((section) => section.level === 'annex')
    .map((section) => section.label || shorten(section.heading, 60));
  words.push(...annex);
  const article = path.find((section) => section.form === 'article');
  if (article) {
    words.push(
      article.label,
      ...path
        .slice(path.indexOf(article) + 1)
        .filter((node) => node.label !== '')
        .map((node) => node.label),
    );
  } else words.push(...itemWords(path));
  const points = pointsOf(source, unit, piece);
  if (points !== null && !words.includes(points)) words.push(points);
  const last = path.at(-1);
  if (last?.form === 'closing') words.push(last.label);
  else if (unit.kind === 'table') {
    words.push(places.table);
    if (unit.table?.rows) words.push(places.rows(...unit.table.rows));
  }
  if (words.length === 0) {
    if (unit.to <= bodyFrom) words.push(source.metadata.kind === 'news' ? places.headline : places.head);
    else if (unit.from >= structure.endingFrom) words.push(places.ending);
    else if (path.length > 0 && last && last.heading !== '')
      words.push(places.section(shorten(last.heading, 60)));
    else if (structure.sections.some((section) => section.form !== 'closing' && section.number !== ''))
      words.push(places.preamble);
  }
  if (words.length === 0 || last?.form === 'caps' || last?.form === 'format') {
    words.push(places.paragraph(Math.max(1, unit.from - bodyFrom + 1)));
  }
  if (hasPages)
    words.push(
      places.page(
        paragraphs[piece.firstParagraph]?.pageNo ?? 1,
        paragraphs[piece.lastParagraph]?.pageNo ?? 1,
      ),
    );
  return words.join(', ');
}

/** 'mục II.1', 'mục 9.3.2', 'mục 3, điểm a'; chapters and headings stand in only where nothing is numbered below them. */
function itemWords(path: readonly SectionNode[]): string[] {
  const numbered = path.filter((section) => section.number !== '' && section.level !== 'annex');
  const decimal = numbered.findLast((section) => section.form === 'decimal');
  const counted = numbered.filter((section) => ['roman', 'letter', 'number'].includes(section.form));
  const words: string[] = [];
  if (decimal) words.push(places.item(decimal.number));
  else if (counted.length > 0) words.push(places.item(counted.map((section) => section.number).join('.')));
  else {
    const wide = numbered.findLast((section) => ['part', 'chapter', 'muc'].includes(section.form));
    if (wide) words.push(wide.label);
  }
  words.push(...numbered.filter((section) => section.form === 'point').map((section) => section.label));
  return words;
}

/** The points that a window of a list holds: 'điểm d-g'. */
function pointsOf({ structure }: ChunkSource, unit: Unit, piece: Piece): string | null {
  if (unit.kind !== 'list' || unit.lead === undefined || !unit.section) return null;
  const inside = unit.section.children
    .map((ordinal) => structure.sections[ordinal])
    .filter((child): child is SectionNode => child?.form === 'point')
    .filter(
      (child) => child.paragraphFrom >= piece.firstParagraph && child.paragraphFrom <= piece.lastParagraph,
    );
  const first = inside[0];
  const last = inside.at(-1);
  if (!first || !last) return null;
  return places.point(first === last ? first.number : `${first.number}-${last.number}`);
}
