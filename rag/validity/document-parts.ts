import { fold, oneLine } from '../../text/normalise.ts';

/** A section with its place in the document text. */
export interface PlacedSection {
  ordinal: number;
  parentOrdinal: number | null;
  label: string;
  charFrom: number;
  charTo: number;
}

const unit =
  /(?<word>gach dau dong|tieu muc|bieu mau|phu luc|tiet|diem|khoan|dieu|muc|chuong|phan|bieu|mau)(?: so)? (?<label>[^\s]+|thu \S+)/gu;

/**
 * Where a part stands that a provision names ('khoản 2 Điều 7', 'mục 3 Phần II'): the ranges of the sections that it
 * means, read from the widest word inwards. Empty where the document has no such section.
 */
export function rangesOfPart(part: string, sections: readonly PlacedSection[]): [from: number, to: number][] {
  const levels = [...oneLine(fold(part)).matchAll(unit)]
    .map((match) => ({ word: match.groups!['word']!, label: match.groups!['label']! }))
    .reverse();
  if (levels.length === 0) return [];
  let found: readonly PlacedSection[] = sections;
  for (const [depth, { word, label }] of levels.entries()) {
    const isMeant = (section: PlacedSection): boolean => {
      const own = fold(section.label).replace(/ so (?=\S+$)/u, ' ');
      // Items carry their bare number: 'mục 3' is the section '3', 'điểm 2.3' the section '2.3'.
      return own === `${word} ${label}` || (own === label && !['dieu', 'khoan', 'chuong'].includes(word));
    };
    const next: PlacedSection[] = found.flatMap((section) =>
      depth === 0
        ? isMeant(section)
          ? [section]
          : []
        : sections.filter(
            (inner) =>
              inner.ordinal !== section.ordinal &&
              inner.charFrom >= section.charFrom &&
              inner.charTo <= section.charTo &&
              isMeant(inner),
          ),
    );
    found = next;
  }
  // An attached paper numbers anew: the first of a name is meant unless the part says in which annex.
  const [first] = [...found].sort((a, b) => a.charFrom - b.charFrom);
  return first ? [[first.charFrom, first.charTo]] : [];
}
