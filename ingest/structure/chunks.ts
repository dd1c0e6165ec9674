import type { ChunkKind, NewChunk } from '../../rag/types.ts';
import { ancestry, contextOf, headingOf, locatorOf } from './chunk-place.ts';
import { isDashItem } from './markers.ts';
import { goesOnAsTable, type SectionNode, type Structure } from './structure.ts';
import { createTablePlaces, type TablePlace } from './table-place.ts';
import type { DocumentMetadata, Paragraph } from '../types.ts';
import { wholeLength, windowLength, windows } from './chunk-windows.ts';

/*
 * A chunk is the smallest unit that can be cited on its own. Chunks follow each other without a gap between their
 * paragraphs, so nothing of a document is ever out of reach of a question.
 */

/** An article or item whose parts are this small reads better in one piece. */
const smallWhole = 600;
const smallPart = 220;
/** Captions, bylines and other short lines are found together with the text beside them. */
const shortParagraph = 80;
/** Forms and other annexes are made of short lines that mean little alone. */
const formLength = 400;

/** A run of paragraphs that will be one chunk, or several if it is too long. */
export interface Unit {
  from: number;
  to: number;
  kind: ChunkKind;
  section: SectionNode | null;
  /** The sentence that introduces the list of which this is a later part. */
  lead?: string;
  /** Of rows of a table: its caption, unit and group, and the names of its columns as far as they are not printed. */
  table?: TablePlace;
}

/** Everything a chunk's context and locator are made from. */
export interface ChunkSource {
  text: string;
  paragraphs: readonly Paragraph[];
  structure: Structure;
  bodyFrom: number;
  metadata: DocumentMetadata;
  hasPages: boolean;
}

/** Cuts a document into chunks in reading order. */
export function buildChunks(source: ChunkSource): NewChunk[] {
  const units = new Cutter(source).cut();
  const chunks: NewChunk[] = [];
  for (const unit of units) {
    for (const piece of windows(unit, source)) {
      const { from, to } = piece;
      chunks.push({
        ordinal: chunks.length,
        sectionOrdinal: unit.section?.ordinal ?? null,
        kind: unit.kind,
        text: source.text.slice(from, to),
        context: contextOf(source, unit, piece),
        heading: headingOf(source, unit.section),
        locator: locatorOf(source, unit, piece),
        pageFrom: source.paragraphs[piece.firstParagraph]?.pageNo ?? 1,
        pageTo: source.paragraphs[piece.lastParagraph]?.pageNo ?? 1,
        charFrom: from,
        charTo: to,
      });
    }
  }
  return chunks;
}

class Cutter {
  readonly #source: ChunkSource;
  readonly #units: Unit[] = [];
  /** First paragraph of headings that wait for the text they name. */
  #pendingFrom: number | null = null;
  #pendingSection: SectionNode | null = null;
  #isPendingWide = false;
  /** True where what waits says something itself, so that it may be quoted if it must stand alone. */
  #isPendingText = false;

  constructor(source: ChunkSource) {
    this.#source = source;
  }

  cut(): Unit[] {
    const { paragraphs, structure, bodyFrom, metadata } = this.#source;
    if (bodyFrom > 0) {
      this.#units.push({
        from: 0,
        to: bodyFrom,
        kind: metadata.kind === 'news' ? 'heading' : 'paragraph',
        section: null,
      });
    }
    let index = bodyFrom;
    while (index < paragraphs.length) {
      const root = this.#rootAt(index);
      if (root) {
        this.#section(root);
        index = root.paragraphTo;
      } else {
        let to = index + 1;
        while (to < paragraphs.length && structure.owners[to] === null) to += 1;
        this.#flow(index, to, null);
        index = to;
      }
    }
    this.#flushPending(paragraphs.length);
    return this.#units;
  }

  #rootAt(index: number): SectionNode | null {
    const { sections, owners } = this.#source.structure;
    let owner = owners[index] ?? null;
    if (owner === null) return null;
    let section = sections[owner] ?? null;
    while (section && section.parentOrdinal !== null) {
      owner = section.parentOrdinal;
      section = sections[owner] ?? null;
    }
    return section;
  }

  #section(section: SectionNode): void {
    const { sections } = this.#source.structure;
    if (section.form === 'closing') {
      this.#push({
        from: section.paragraphFrom,
        to: section.paragraphTo,
        kind: section.level as ChunkKind,
        section,
      });
      return;
    }
    if (section.form === 'table') {
      this.#table(section);
      return;
    }
    if (this.#isWhole(section)) {
      const isList = section.children.length > 0 || this.#hasDashes(section);
      const kind = isList ? 'list' : section.number === '' ? 'paragraph' : 'clause';
      this.#push({ from: section.paragraphFrom, to: section.paragraphTo, kind, section });
      return;
    }
    let index = section.paragraphFrom;
    if (section.headingParagraphs > 0) {
      this.#wait(section);
      index += section.headingParagraphs;
    }
    const children = section.children.map((ordinal) => sections[ordinal] as SectionNode);
    const points = children.filter((child) => child.form === 'point');
    if (points.length > 0 && points.length === children.length) {
      this.#list(section, index, children);
      return;
    }
    for (const child of children) {
      const isLead =
        child.paragraphFrom === index + 1 && /:\s*$/u.test(this.#source.paragraphs[index]?.text ?? '');
      // An introducing line says nothing alone: it goes before the first of what it introduces.
      if (isLead && child.form !== 'table' && child.form !== 'closing') this.#waitForItems(section, index);
      else if (child.paragraphFrom > index) this.#flow(index, child.paragraphFrom, section);
      this.#section(child);
      index = child.paragraphTo;
    }
    if (section.paragraphTo > index) this.#flow(index, section.paragraphTo, section);
  }

  /** A numbered unit with its points, or an article of a few short clauses, is cited as one. */
  #isWhole(section: SectionNode): boolean {
    const { sections } = this.#source.structure;
    if (
      section.number === '' ||
      ['part', 'chapter', 'annex', 'muc', 'form', 'roman', 'letter'].includes(section.form)
    ) {
      return false;
    }
    const length = section.charTo - section.charFrom;
    const children = section.children.map((ordinal) => sections[ordinal] as SectionNode);
    if (children.some((child) => child.form === 'table')) return false;
    const isFlat = children.every((child) => child.form === 'point' && child.children.length === 0);
    if (isFlat) {
      const own = section.paragraphTo - section.paragraphFrom - section.headingParagraphs;
      // A named section with several paragraphs of prose is cited by paragraph.
      const isProse =
        children.length === 0 && section.headingParagraphs > 0 && own > 1 && !this.#hasDashes(section);
      return length <= wholeLength && (!isProse || length <= smallWhole);
    }
    return (
      length <= smallWhole &&
      children.every((child) => child.children.length === 0 && child.charTo - child.charFrom <= smallPart)
    );
  }

  #hasDashes(section: SectionNode): boolean {
    return this.#source.paragraphs
      .slice(section.paragraphFrom, section.paragraphTo)
      .some(({ text }) => isDashItem(text));
  }

  /** Points of a long clause: as many as fit a window, each window with the sentence that introduces them. */
  #list(section: SectionNode, from: number, children: readonly SectionNode[]): void {
    const first = children[0]?.paragraphFrom ?? from;
    let start = from;
    let leadFrom = from;
    // Prose before the last introducing line stands for itself.
    if (first - from > 1) {
      this.#flow(from, first - 1, section);
      start = leadFrom = first - 1;
    }
    const lead = first > leadFrom ? (this.#source.paragraphs[first - 1]?.text ?? '') : '';
    let isFirst = true;
    const push = (to: number): void => {
      if (to <= start) return;
      this.#push({ from: start, to, kind: 'list', section, ...(isFirst || lead === '' ? {} : { lead }) });
      isFirst = false;
      start = to;
    };
    for (const child of children) {
      if (child.paragraphFrom > start && this.#length(start, child.paragraphTo) > windowLength)
        push(child.paragraphFrom);
      if (child.charTo - child.charFrom > wholeLength) {
        // A point with a list of its own is a unit by itself.
        push(child.paragraphFrom);
        this.#push({
          from: child.paragraphFrom,
          to: child.paragraphTo,
          kind: 'list',
          section: child,
          ...(lead === '' ? {} : { lead }),
        });
        start = child.paragraphTo;
      }
    }
    push(section.paragraphTo);
  }

  /** Running text: an introducing line with its dashes, a legal basis, or a paragraph each. */
  #flow(from: number, to: number, section: SectionNode | null): void {
    const { paragraphs } = this.#source;
    let index = from;
    while (index < to) {
      const text = paragraphs[index]?.text ?? '';
      if (paragraphs[index]?.hint === 'row') {
        let end = index + 1;
        while (end < to && goesOnAsTable(paragraphs[end])) end += 1;
        this.#rows(index, end, section);
        index = end;
        continue;
      }
      let end = index + 1;
      const isBasis = isBasisLine(text);
      const introduces = /:\s*$/u.test(text);
      while (end < to) {
        const next = paragraphs[end]?.text ?? '';
        const belongs = isBasis ? isBasisLine(next) : (introduces || isDashItem(text)) && isDashItem(next);
        if (!belongs) break;
        end += 1;
      }
      if (end - index > 1) this.#items(index, end, introduces, section);
      else {
        // Short lines wait for the paragraph after them; the lines of a form stay together.
        const enough = this.#isInAnnex(section) ? formLength : shortParagraph;
        while (
          end < to &&
          this.#length(index, end) < enough &&
          !this.#opensList(end) &&
          paragraphs[end]?.hint !== 'row'
        )
          end += 1;
        this.#push({ from: index, to: end, kind: 'paragraph', section });
      }
      index = end;
    }
  }

  #isInAnnex(section: SectionNode | null): boolean {
    const path = ancestry(this.#source.structure.sections, section);
    return path.some((node) => node.level === 'annex') && !path.some((node) => node.form === 'article');
  }

  #opensList(index: number): boolean {
    const text = this.#source.paragraphs[index]?.text ?? '';
    return isDashItem(text) || isBasisLine(text) || /:\s*$/u.test(text);
  }

  /** A list that fits stays whole; a longer one is cut between items, and every later part knows its lead-in. */
  #items(from: number, to: number, introduces: boolean, section: SectionNode | null): void {
    const kind: ChunkKind = 'list';
    if (this.#length(from, to) <= wholeLength) {
      this.#push({ from, to, kind, section });
      return;
    }
    const lead = introduces ? (this.#source.paragraphs[from]?.text ?? '') : '';
    let start = from;
    for (let index = from + (introduces ? 2 : 1); index <= to; index++) {
      if (index < to && this.#length(start, index + 1) <= windowLength) continue;
      this.#push({
        from: start,
        to: index,
        kind,
        section,
        ...(start === from || lead === '' ? {} : { lead }),
      });
      start = index;
    }
    if (start < to) this.#push({ from: start, to, kind, section, ...(lead === '' ? {} : { lead }) });
  }

  #table(section: SectionNode): void {
    this.#rows(section.paragraphFrom, section.paragraphTo, section);
  }

  /** Rows in groups that fit a window; the head is printed with the first and known to all. */
  #rows(from: number, to: number, section: SectionNode | null): void {
    const { paragraphs, bodyFrom } = this.#source;
    const place = createTablePlaces(paragraphs, from, to, bodyFrom);
    let start = from;
    for (let index = from + 1; index <= to; index++) {
      // A head says nothing without a row below it.
      const isHeadOnly = start === from && index <= from + place.headRows;
      if (index < to && (isHeadOnly || this.#length(start, index + 1) <= windowLength)) continue;
      this.#push({ from: start, to: index, kind: 'table', section, table: place.of(start, index) });
      start = index;
    }
  }

  #length(from: number, to: number): number {
    const { paragraphs } = this.#source;
    return (paragraphs[to - 1]?.to ?? 0) - (paragraphs[from]?.from ?? 0);
  }

  /** Headings of chapters and the like make a chunk of their own; the name of an article or item goes before its text. */
  #wait(section: SectionNode): void {
    const isWide = ['part', 'chapter', 'annex', 'muc', 'form', 'format', 'letter'].includes(section.form);
    if (this.#pendingFrom !== null && this.#isPendingWide && !isWide)
      this.#flushPending(section.paragraphFrom);
    this.#pendingFrom ??= section.paragraphFrom;
    this.#pendingSection ??= section;
    this.#isPendingWide ||= isWide;
  }

  #waitForItems(section: SectionNode, index: number): void {
    if (this.#pendingFrom !== null && this.#isPendingWide) this.#flushPending(index);
    this.#pendingFrom ??= index;
    this.#pendingSection ??= section;
    this.#isPendingText = true;
  }

  #flushPending(to: number): void {
    if (this.#pendingFrom === null) return;
    const kind = this.#isPendingText ? 'paragraph' : 'heading';
    this.#units.push({ from: this.#pendingFrom, to, kind, section: this.#pendingSection });
    this.#pendingFrom = null;
    this.#pendingSection = null;
    this.#isPendingWide = false;
    this.#isPendingText = false;
  }

  #push(unit: Unit): void {
    if (this.#pendingFrom !== null) {
      const isTooLong = this.#length(this.#pendingFrom, unit.to) > wholeLength + 300;
      if (
        this.#isPendingWide ||
        unit.kind === 'table' ||
        unit.kind === 'recipients' ||
        unit.kind === 'signature' ||
        isTooLong
      ) {
        this.#flushPending(unit.from);
      } else {
        this.#units.push({ ...unit, from: this.#pendingFrom });
        this.#pendingFrom = null;
        this.#pendingSection = null;
        this.#isPendingText = false;
        return;
      }
    }
    this.#units.push(unit);
  }
}

const isBasisLine = (text: string): boolean => /^[-–*]?\s*(?:Căn cứ|Xét|Theo đề nghị)(?!\p{L})/iu.test(text);
