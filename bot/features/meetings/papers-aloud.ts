import { textOf, type Paper, type PaperBlock } from '../../../papers/paper.ts';
import type { Block } from '../../types.ts';
import { text } from './meeting-blocks.ts';

/* A paper as it is read aloud: the same data that is printed, as blocks of a chat. */

/** Heading, title, body and who signs, in the order of the page. */
export function paperBlocks(paper: Paper): Block[] {
  const { heading } = paper;
  const head = [
    heading.upper,
    `**${heading.body}**`,
    heading.number?.replace(/ {3,}/gu, ' ..... '),
    heading.placeAndDate,
    heading.mark,
  ];
  const title = [paper.title === null ? '' : `**${paper.title}**`, ...paper.subject.map(spoken)];
  return [
    text(lines(head)),
    text(lines(title)),
    ...bodyOf(paper.blocks),
    ...(paper.signatures.length > 0 ? [text(signers(paper.signatures))] : []),
    ...(paper.recipients
      ? [text(lines([paper.recipients.title, ...paper.recipients.lines.map((line) => `- ${textOf(line)}`)]))]
      : []),
  ];
}

const lines = (parts: readonly (string | null | undefined)[]): string =>
  parts.filter((part): part is string => Boolean(part)).join('\n');

const signers = (signatures: Paper['signatures']): string =>
  signatures
    .map(({ lines: above, name }) => `${above.join(', ')}${name === '' ? '' : `: ${name}`}`)
    .join('\n');

/** Paragraphs in a row are one message; tables stay tables. */
function bodyOf(blocks: readonly PaperBlock[]): Block[] {
  const said: Block[] = [];
  let open: string[] = [];
  const flush = () => {
    if (open.length > 0) said.push(text(open.join('\n')));
    open = [];
  };
  for (const block of blocks) {
    switch (block.type) {
      case 'paragraph':
        open.push(spoken(block.text));
        break;
      case 'heading':
        flush();
        open.push(`**${textOf(block.text)}**`);
        break;
      case 'title':
        flush();
        open.push(...block.lines.map((line) => `**${textOf(line)}**`));
        break;
      case 'signatures':
        flush();
        said.push(text(signers(block.signatures)));
        break;
      case 'table': {
        flush();
        const title = block.title === undefined ? {} : { title: textOf(block.title) };
        const note = block.note === undefined ? {} : { note: textOf(block.note) };
        said.push({
          type: 'table',
          ...title,
          head: block.head.map(textOf),
          rows: block.rows.map((row) => row.map((cell) => textOf(cell).trim())),
          ...note,
        });
        break;
      }
      case 'picture':
      case 'page-break':
        flush();
    }
  }
  flush();
  return said;
}

/** Bold stays bold in chat; italics have no sign there. */
const spoken = (line: string): string => {
  const words = textOf(line);
  const label = /^\*\*([^*]+)\*\*/u.exec(line)?.[1];
  return label !== undefined && words.startsWith(label) ? `**${label}**${words.slice(label.length)}` : words;
};
