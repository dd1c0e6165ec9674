import type { SourceLine } from '../types.ts';

/** A footnote or endnote: its mark in the text and what it says. */
export interface Note {
  mark: string;
  lines: readonly SourceLine[];
}

/** Notes as plain lines: what they say is text of the document, but never opens a section. */
export const noteLines = (notes: readonly Note[]): SourceLine[] =>
  notes.flatMap(({ mark, lines }) =>
    lines.map((line, index): SourceLine =>
      line.hint === 'row'
        ? line
        : { text: index === 0 ? `${mark} ${line.text.trim()}` : line.text, hint: 'plain' },
    ),
  );
