import { plain, type Paper, type PaperBlock } from '../../papers/paper.ts';
import {
  draftMark,
  recipientsTitle,
  toBeFilled,
  type BlockPlaceholder,
  type TextPlaceholder,
} from '../../prompts/papers.ts';
import { midSentence } from '../../prompts/papers-titles.ts';
import type { Template, TemplateLine, TemplatePiece } from './template.ts';
import { toRoman } from '../../text/roman.ts';

/** What a template is filled with. '' and an empty list: not known. */
export interface PaperValues {
  text: Readonly<Record<TextPlaceholder, string>>;
  blocks: Readonly<Record<BlockPlaceholder, readonly PaperBlock[]>>;
  /** In place of those of the template, where the meeting named its own. */
  recipients?: readonly string[];
}

/**
 * A template with its values: optional lines whose values are missing are left out, an optional heading goes with its
 * empty section, and what must stand there but is not known is a dotted line. Values are never read as markup.
 */
export function fillTemplate(template: Template, values: PaperValues, options: { isDraft: boolean }): Paper {
  const text = (pieces: readonly TemplatePiece[] | undefined): string =>
    (pieces ?? [])
      .map((piece) => (piece.type === 'value' ? values.text[piece.name] : wordsOf(piece)))
      .join('');
  const { head } = template;
  const upper = text(head.upper).trim();
  const recipients = values.recipients?.length
    ? marked(values.recipients)
    : template.recipients.map((line) => plain(text(line)));
  return {
    heading: {
      upper: upper === '' ? null : upper,
      body: text(head.body).trim() || toBeFilled,
      number: head.number ? text(head.number).trim() : null,
      placeAndDate: dotted(head.placeAndDate, values),
      mark: options.isDraft ? draftMark : null,
    },
    title: text(head.title),
    subject: (head.subject ? [filled(head.subject, values, 0, { isPlain: true })] : []).filter(
      (line) => line.trim() !== '',
    ),
    blocks: bodyBlocks(template.body, values),
    signatures: template.signatures.map(({ lines, name }) => ({
      lines: lines.map((line) => text(line).trim()).filter((line) => line !== ''),
      name: text(name).trim(),
    })),
    recipients: recipients.length === 0 ? null : { title: recipientsTitle, lines: recipients },
  };
}

/** Lines of a list as they are printed: a comma behind each, a full stop behind the last. */
const marked = (lines: readonly string[]): string[] =>
  lines.map((line, i) => plain(`${line}${i === lines.length - 1 ? '.' : ','}`));

const wordsOf = (piece: TemplatePiece): string => (piece.type === 'words' ? piece.text : '');
const dotted = (pieces: readonly TemplatePiece[] | undefined, values: PaperValues): string =>
  pieces ? filled(pieces, values, 0) : '';

/** A line with its values; what is missing is dotted. `section`: the number of the heading. */
function filled(
  pieces: readonly TemplatePiece[],
  values: PaperValues,
  section: number,
  options: { isPlain?: boolean } = {},
): string {
  let text = '';
  for (const piece of pieces) {
    if (piece.type === 'words') text += piece.text;
    else if (piece.type === 'section') text += toRoman(section);
    else {
      const value = values.text[piece.name];
      const worded = piece.name === 'title' && /[\p{L},]\s*$/u.test(text) ? midSentence(value) : value;
      text += value === '' ? toBeFilled : options.isPlain ? worded : plain(worded);
    }
  }
  return text;
}

/** Lines of one heading: itself and what stands below it; without heading at the beginning and behind '---'. */
interface Section {
  heading: Extract<TemplateLine, { type: 'heading' }> | null;
  lines: TemplateLine[];
}

function bodyBlocks(body: readonly TemplateLine[], values: PaperValues): PaperBlock[] {
  const sections: Section[] = [{ heading: null, lines: [] }];
  for (const line of body) {
    if (line.type === 'heading') sections.push({ heading: line, lines: [] });
    else if (line.type === 'end-of-section') sections.push({ heading: null, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  let count = 0;
  return sections.flatMap(({ heading, lines }, i): PaperBlock[] => {
    const blocks = sectionBlocks(lines, values);
    if (!heading) return blocks;
    const hasSubsections = (sections[i + 1]?.heading?.level ?? 0) > heading.level;
    if (blocks.length === 0 && heading.isOptional && !hasSubsections) return [];
    if (heading.pieces.some((piece) => piece.type === 'section')) count++;
    return [
      { type: 'heading', level: heading.level, text: filled(heading.pieces, values, count) },
      ...(blocks.length === 0 && !hasSubsections ? [paragraph(toBeFilled.repeat(3))] : blocks),
    ];
  });
}

function sectionBlocks(lines: readonly TemplateLine[], values: PaperValues): PaperBlock[] {
  const blocks: PaperBlock[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.type === 'block') {
      const held = values.blocks[line.name];
      const above = lines[i - 1];
      // A label that must stand there gets a line to be filled by hand.
      if (held.length === 0 && isLabel(above) && !above?.isOptional) blocks.push(paragraph(toBeFilled));
      blocks.push(...held);
      continue;
    }
    if (line.type !== 'text') continue;
    const below = lines[i + 1];
    const wanted = line.pieces.flatMap((piece) => (piece.type === 'value' ? [values.text[piece.name]] : []));
    const isLabelOfNothing =
      wanted.length === 0 && below?.type === 'block' && values.blocks[below.name].length === 0;
    if (line.isOptional && (isLabelOfNothing || wanted.some((value) => value === ''))) continue;
    blocks.push({ ...paragraph(filled(line.pieces, values, 0)), align: line.align });
  }
  return blocks;
}

const isLabel = (line: TemplateLine | undefined): boolean =>
  line?.type === 'text' && line.pieces.every((piece) => piece.type === 'words');

const paragraph = (text: string): Extract<PaperBlock, { type: 'paragraph' }> => ({
  type: 'paragraph',
  text,
});
