import { places } from '../../prompts/ingest.ts';
import { fold } from '../../text/normalise.ts';
import type { Closing } from '../metadata/closing.ts';
import { isOnlyStamp } from '../metadata/lookalike.ts';
import {
  capitalHeadingRank,
  isAllCaps,
  isDashItem,
  readMarker,
  romanValue,
  startsUnit,
  type Marker,
} from './markers.ts';
import type { Paragraph, Section, SectionLevel } from '../types.ts';
import { enclosureNote, findEnclosures, type Enclosure } from './enclosures.ts';
import {
  ending,
  formula,
  isContentsLine,
  isNameLike,
  mottoes,
  newsTail,
  runningHeads,
} from './heading-lines.ts';
import { endOfQuote } from './quoted-text.ts';

/** A section with what chunking needs to know about it. Ranges of paragraphs are [from, to). */
export interface SectionNode extends Section {
  rank: number;
  form: Marker['form'] | 'caps' | 'format' | 'closing' | 'table';
  /** The number or letter alone. */
  number: string;
  paragraphFrom: number;
  paragraphTo: number;
  /** How many opening paragraphs only name the section. */
  headingParagraphs: number;
  children: number[];
}

/** The section tree, and for every paragraph the section that holds it directly. */
export interface Structure {
  sections: SectionNode[];
  /** Ordinal of the innermost section, or null for the head, the preamble and the ending. */
  owners: (number | null)[];
  /** The first paragraph after the last section that belongs to none: 'Quy định này có hiệu lực …'. */
  endingFrom: number;
}

const endingZone = 12;

/** A row that does not begin a table of its own. */
export const goesOnAsTable = (paragraph: Paragraph | undefined): boolean =>
  paragraph?.hint === 'row' && paragraph.isTableStart !== true;

/** Builds the section tree of the body. Head and closing parts are given by metadata. */
export function buildStructure(
  paragraphs: readonly Paragraph[],
  bodyFrom: number,
  closings: readonly Closing[],
): Structure {
  const builder = new Builder(paragraphs, bodyFrom);
  const closingAt = new Map(closings.map((closing) => [closing.from, closing]));
  const firstClosing = closings[0]?.from ?? paragraphs.length;
  const enclosures = findEnclosures(paragraphs, bodyFrom, firstClosing);
  let endingFrom = paragraphs.length;
  for (let index = bodyFrom; index < paragraphs.length;) {
    const closing = closingAt.get(index);
    const enclosure = enclosures.get(index);
    if (closing) {
      builder.addClosing(closing);
      index = closing.to;
    } else if (enclosure) index = builder.addEnclosure(index, enclosure);
    else if (
      index < firstClosing &&
      index >= firstClosing - endingZone &&
      index > bodyFrom + 2 &&
      ending.test(paragraphs[index]?.text ?? '') &&
      !builder.isNamedOnly(index) &&
      !closesLater(paragraphs, index, firstClosing)
    ) {
      builder.popAll();
      endingFrom = Math.min(endingFrom, index);
      index = builder.addText(index);
    } else index = builder.add(index, firstClosing);
  }
  return { ...builder.finish(), endingFrom };
}

/** A numbered unit between here and the closing parts shows that this is not yet the end. */
const closesLater = (paragraphs: readonly Paragraph[], index: number, to: number): boolean =>
  paragraphs
    .slice(index, to)
    .some((paragraph) => paragraph.hint !== 'plain' && readMarker(paragraph.text) !== null);

class Builder {
  readonly #paragraphs: readonly Paragraph[];
  readonly #sections: SectionNode[] = [];
  readonly #owners: (number | null)[];
  #stack: SectionNode[] = [];
  /** Inside an amended text: its numbers are those of another document. */
  #quoteUntil = -1;

  /** The head in one folded line: the formula before the first article repeats the issuing body and the title. */
  readonly #head: string;
  readonly #runningHeads: ReadonlySet<string>;

  constructor(paragraphs: readonly Paragraph[], bodyFrom: number) {
    this.#head = fold(
      paragraphs
        .slice(0, bodyFrom)
        .map(({ text }) => text)
        .join(' '),
    );
    this.#paragraphs = paragraphs;
    this.#runningHeads = runningHeads(paragraphs);
    this.#owners = paragraphs.map(() => null);
  }

  finish(): { sections: SectionNode[]; owners: (number | null)[] } {
    for (const section of [...this.#sections].reverse()) {
      for (const child of section.children)
        section.paragraphTo = Math.max(section.paragraphTo, this.#sections[child]?.paragraphTo ?? 0);
      section.charTo = this.#paragraphs[section.paragraphTo - 1]?.to ?? section.charTo;
      this.#settleHeading(section);
    }
    return { sections: this.#sections, owners: this.#owners };
  }

  /** True right after 'Điều 9. Hiệu lực': what follows is its text, whatever it says. */
  isNamedOnly(index: number): boolean {
    const section = this.#stack.at(-1);
    return (
      section !== undefined &&
      section.paragraphTo === index &&
      section.headingParagraphs > 0 &&
      section.paragraphFrom + section.headingParagraphs === index &&
      !/[.;:]$/u.test(section.heading)
    );
  }

  popAll(): void {
    this.#stack = this.#stack.filter((section) => section.level === 'annex');
  }

  /** Takes one paragraph, or several where they belong together; returns the next index. */
  add(index: number, firstClosing: number): number {
    const paragraph = this.#paragraphs[index] as Paragraph;
    if (paragraph.hint === 'row') return this.#addTable(index);
    if (paragraph.hint === 'plain' || index <= this.#quoteUntil || isContentsLine(paragraph.text))
      return this.addText(index);
    const marker = this.#accept(readMarker(paragraph.text));
    if (marker) return this.#addMarked(index, marker);
    this.#quoteUntil = Math.max(this.#quoteUntil, endOfQuote(this.#paragraphs, index));
    if (this.#standsBesideText(paragraph)) return this.addText(index);
    if (paragraph.hint === 'heading')
      return this.#addUnnumbered(index, 'format', 0.5 + 0.1 * (paragraph.level ?? 1));
    const isTail = newsTail.test(paragraph.text);
    if (
      isTail ||
      (isAllCaps(paragraph.text) && this.#isHeadingInCapitals(paragraph.text, index, firstClosing))
    ) {
      return this.#addUnnumbered(index, 'caps', isTail ? 0.6 : capitalHeadingRank);
    }
    return this.addText(index);
  }

  addText(index: number): number {
    this.#own(index, index + 1);
    return index + 1;
  }

  addClosing({ kind, from, to }: Closing): void {
    this.popAll();
    this.#open(
      { level: kind, rank: 9, form: 'closing', number: '', label: places[kind], heading: '' },
      from,
      to,
    );
    this.#stack.pop();
  }

  addEnclosure(from: number, { to, typeName }: Enclosure): number {
    this.#stack = [];
    const heading = this.#paragraphs
      .slice(from, to)
      .filter(({ text }) => !enclosureNote.test(text))
      .map(({ text }) => text)
      .join(' ');
    const label = typeName === '' ? '' : places.enclosed(typeName, this.#countEnclosed(typeName));
    const section = this.#open(
      { level: 'annex', rank: 0, form: 'annex', number: '', label, heading },
      from,
      to,
    );
    section.headingParagraphs = to - from;
    return to;
  }

  /** Which one of its type the next enclosure is, from 1: two lists must not have one place. */
  #countEnclosed(typeName: string): number {
    const label = places.enclosed(typeName, 1);
    return 1 + this.#sections.filter((section) => section.label.startsWith(label)).length;
  }

  /** Roman numbers and letters count on; one out of turn is an initial or a reference. */
  #accept(marker: Marker | null): Marker | null {
    if (!marker || (marker.form !== 'roman' && marker.form !== 'letter')) return marker;
    const value = marker.form === 'roman' ? romanValue(marker.number) : 'ABCDĐEGH'.indexOf(marker.number) + 1;
    if (value === 1) return marker;
    const previous = [...this.#sections].reverse().find((section) => section.form === marker.form);
    const before = previous
      ? previous.form === 'roman'
        ? romanValue(previous.number)
        : 'ABCDĐEGH'.indexOf(previous.number) + 1
      : 0;
    return value > before && value <= before + 3 ? marker : null;
  }

  #addMarked(index: number, marker: Marker): number {
    this.#closeTo(marker.rank, this.#paragraphs[index]?.level);
    const inArticle = this.#stack.some((section) => section.form === 'article');
    const isClause = inArticle && (marker.form === 'number' || marker.form === 'decimal');
    const level: SectionLevel = isClause ? 'clause' : marker.level;
    const section = this.#open(
      {
        level,
        rank: marker.rank,
        form: marker.form,
        number: marker.number,
        label: labelOf(marker, isClause),
        heading: marker.rest,
      },
      index,
      index + 1,
    );
    const formatLevel = this.#paragraphs[index]?.level;
    if (formatLevel !== undefined) this.#formatLevels.set(section, formatLevel);
    let next = index + 1;
    const takesName =
      ['part', 'chapter', 'muc', 'article', 'annex', 'form'].includes(marker.form) && marker.rest === '';
    if (takesName || marker.form === 'annex') next = this.#absorbName(section, next, takesName);
    section.headingParagraphs = next - index;
    this.#quoteUntil = Math.max(this.#quoteUntil, endOfQuote(this.#paragraphs, index));
    return next;
  }

  readonly #formatLevels = new WeakMap<SectionNode, number>();

  /** The name of a chapter or annex stands on the lines below its number; a note of enclosure belongs to it too. */
  #absorbName(section: SectionNode, from: number, takesName: boolean): number {
    let to = from;
    const names: string[] = [];
    for (; to < this.#paragraphs.length && to - from < 4; to++) {
      const { text, hint } = this.#paragraphs[to] as Paragraph;
      if (hint === 'row') break;
      if (enclosureNote.test(text)) continue;
      if (startsUnit(text) || text.length > 250 || !takesName) break;
      const isName = isAllCaps(text) || (names.length === 0 && !/[.;:]$/u.test(text) && text.length <= 160);
      if (!isName || (names.length > 0 && !isAllCaps(names[0] ?? ''))) break;
      names.push(text);
    }
    if (names.length > 0) section.heading = names.join(' ');
    this.#own(from, to);
    return to;
  }

  #addUnnumbered(index: number, form: 'caps' | 'format', rank: number): number {
    const { text, level } = this.#paragraphs[index] as Paragraph;
    let to = index + 1;
    // A heading in capitals may take two lines.
    if (form === 'caps') {
      while (to < this.#paragraphs.length && to - index < 3) {
        const next = this.#paragraphs[to] as Paragraph;
        if (next.hint || !isAllCaps(next.text) || readMarker(next.text) || formula.test(next.text)) break;
        if (this.#standsBesideText(next)) break;
        to += 1;
      }
    }
    const heading = this.#paragraphs
      .slice(index, to)
      .map((paragraph) => paragraph.text)
      .join(' ');
    this.#closeTo(rank, level);
    const section = this.#open(
      { level: 'heading', rank, form, number: '', label: '', heading: to - index > 1 ? heading : text },
      index,
      to,
    );
    if (level !== undefined) this.#formatLevels.set(section, level);
    section.headingParagraphs = to - index;
    return to;
  }

  #addTable(index: number): number {
    let to = index + 1;
    while (to < this.#paragraphs.length && goesOnAsTable(this.#paragraphs[to])) to += 1;
    this.#open({ level: 'table', rank: 20, form: 'table', number: '', label: '', heading: '' }, index, to);
    this.#stack.pop();
    return to;
  }

  #repeatsHead(text: string): boolean {
    return this.#sections.length === 0 && this.#head.includes(fold(text));
  }

  /** What a stamp or every page prints over the text names none of it. */
  #standsBesideText({ text }: Paragraph): boolean {
    return isOnlyStamp(text) || this.#runningHeads.has(fold(text));
  }

  /** 'BỘ TRƯỞNG, CHỦ NHIỆM VĂN PHÒNG CHÍNH PHỦ' above 'Căn cứ …' says who decides, not what follows. */
  #isAuthority(index: number): boolean {
    const isFirst = this.#sections.every(({ level }) => level === 'annex');
    return isFirst && /^can cu(?!\p{L})/u.test(fold(this.#paragraphs[index + 1]?.text ?? ''));
  }

  #isHeadingInCapitals(text: string, index: number, firstClosing: number): boolean {
    if (text.length > 200 || /[;,:]$/u.test(text) || formula.test(text) || isDashItem(text)) return false;
    if ((text.match(/\p{L}{2,}/gu)?.length ?? 0) < 2) return false;
    if (mottoes.test(text) || this.#repeatsHead(text) || this.#isAuthority(index)) return false;
    // Names and offices in capitals surround a signature, and a letterhead inside a form opens with them.
    if (index >= firstClosing && index < firstClosing + 8) return false;
    const previous = this.#sections.findLast((section) => section.form === 'closing');
    if (previous && index - previous.paragraphTo < 3) return false;
    return !this.#paragraphs
      .slice(index + 1, index + 4)
      .some((next) => mottoes.test(next.text) || /^Số\s*:/u.test(next.text));
  }

  /** Closes what the new unit cannot lie in. Headings that the format marks nest by their own depth. */
  #closeTo(rank: number, formatLevel: number | undefined): void {
    const isFormat = rank < 1.5 && rank >= 0.5 && formatLevel !== undefined;
    if (isFormat) {
      const holder = this.#stack.findLastIndex(
        (section) => (this.#formatLevels.get(section) ?? 99) < formatLevel,
      );
      this.#stack = this.#stack.slice(0, holder + 1);
      return;
    }
    while ((this.#stack.at(-1)?.rank ?? -1) >= rank) this.#stack.pop();
  }

  #open(
    given: Pick<SectionNode, 'level' | 'rank' | 'form' | 'number' | 'label' | 'heading'>,
    from: number,
    to: number,
  ): SectionNode {
    const parent = this.#stack.at(-1);
    const section: SectionNode = {
      ...given,
      ordinal: this.#sections.length,
      parentOrdinal: parent?.ordinal ?? null,
      charFrom: this.#paragraphs[from]?.from ?? 0,
      charTo: this.#paragraphs[to - 1]?.to ?? 0,
      paragraphFrom: from,
      paragraphTo: to,
      headingParagraphs: 0,
      children: [],
    };
    parent?.children.push(section.ordinal);
    this.#sections.push(section);
    this.#stack.push(section);
    this.#own(from, to);
    return section;
  }

  #own(from: number, to: number): void {
    const section = this.#stack.at(-1);
    for (let index = from; index < to; index++) this.#owners[index] = section?.ordinal ?? null;
    if (section) section.paragraphTo = Math.max(section.paragraphTo, to);
  }

  /** A line names its section only if it reads like a name and something follows in the section. */
  #settleHeading(section: SectionNode): void {
    if (section.form === 'closing' || section.form === 'table' || section.headingParagraphs === 0) return;
    const hasMore = section.paragraphTo > section.paragraphFrom + section.headingParagraphs;
    const isFixed = ['part', 'chapter', 'muc', 'annex', 'form', 'caps', 'format'].includes(section.form);
    if (isFixed) return;
    if (section.headingParagraphs > 1 || (hasMore && isNameLike(section.heading, section.form))) return;
    section.heading = '';
    section.headingParagraphs = 0;
  }
}

function labelOf(marker: Marker, isClause: boolean): string {
  switch (marker.form) {
    case 'article':
      return places.article(marker.number);
    case 'number':
    case 'decimal':
      return isClause ? places.clause(marker.number) : marker.number;
    case 'point':
      return places.point(marker.number);
    default:
      return marker.printed;
  }
}
