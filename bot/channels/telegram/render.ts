import type { InlineKeyboardButton, InlineKeyboardMarkup, InputRichBlock, MessageEntity } from 'grammy/types';
import type { Part, Span, WireBlock } from '../channel.ts';
import { sourceLine } from '../../../prompts/channels.ts';
import { splitPoint } from '../../markup.ts';

type Choices = Extract<WireBlock, { type: 'choices' }>;

/** The longest row of buttons that telephones still show whole, in characters of all its labels. */
const widestRow = 26;
/** Buttons in a row at most. */
const mostInRow = 4;
/** Quotations up to this many characters are shown whole; a longer one unfolds when it is touched. */
const longestUnfolded = 280;

/** What stands out in a part, as Telegram marks it: offsets in UTF-16 units on both sides (Bot API, MessageEntity). */
export function entitiesOf({ text, spans }: Pick<Part, 'text' | 'spans'>): MessageEntity[] {
  return spans.flatMap((span) => {
    const { offset, length } = withoutBlanks(text, span);
    return length > 0 ? [{ type: kindOf(span, length), offset, length } as MessageEntity] : [];
  });
}

function kindOf(span: Span, length: number): MessageEntity['type'] {
  switch (span.kind) {
    case 'bold':
      return 'bold';
    case 'columns':
      return 'pre';
    case 'quote':
      return length > longestUnfolded ? 'expandable_blockquote' : 'blockquote';
  }
}

/** Telegram cuts blanks off the ends of entities itself; a span of nothing else is none. */
function withoutBlanks(text: string, { from, to }: Span): { offset: number; length: number } {
  const inside = text.slice(from, to);
  const lead = inside.length - inside.trimStart().length;
  return { offset: from + lead, length: inside.trim().length };
}

/** The buttons of a part; each carries the opaque key of its option and nothing else. */
export function keyboardOf(blocks: readonly WireBlock[]): InlineKeyboardMarkup | undefined {
  const choices = blocks.filter((block): block is Choices => block.type === 'choices');
  const rows = choices.flatMap(({ options }) => rowsOf(options));
  return rows.length > 0 ? { inline_keyboard: rows } : undefined;
}

/** A longer label is cut by telephones, so the text says it whole and the button shows its number. */
const longestLabel = 48;

/** The text of a part with every label that its button cannot show whole, as far as there is room. */
export function textWithLabels({ text, blocks }: Part, room: number): string {
  const lines = blocks
    .filter((block): block is Choices => block.type === 'choices')
    .flatMap(({ options }) => options.filter(({ label }) => labelOf(label).length > longestLabel))
    .map(({ label, position }) => `${leadOf(position)}${labelOf(label)}`);
  const whole = [text, ...lines].join('\n');
  return whole.length <= room ? whole : text;
}

const labelOf = (label: string): string => label.replaceAll('**', '').trim();
const leadOf = (position: number): string => (position > 0 ? `${position}. ` : '- ');

/** What a button shows. */
function shownLabel(label: string, position: number): string {
  const whole = labelOf(label);
  if (whole.length <= longestLabel) return whole;
  const lead = leadOf(position);
  const end = splitPoint(whole, 0, longestLabel - lead.length - 2);
  return `${lead}${whole.slice(0, end).trimEnd()} …`;
}

/** Short labels share a row, so that yes and no stand side by side; a long one has a row of its own. */
function rowsOf(options: Choices['options']): InlineKeyboardButton[][] {
  const rows: InlineKeyboardButton[][] = [];
  let width = 0;
  for (const { label, key, style, position } of options) {
    const text = shownLabel(label, position) || key;
    const button: InlineKeyboardButton = { text, callback_data: key, ...(style ? { style } : {}) };
    const row = rows.at(-1);
    width += text.length;
    if (row && row.length < mostInRow && width <= widestRow) row.push(button);
    else {
      rows.push([button]);
      width = text.length;
    }
  }
  return rows;
}

/** Columns of a table in a rich message at most (Bot API, Rich Message Limits). */
const mostColumns = 20;

/** The part as a rich message; null where it has no table, or one that is split or too wide: text does as well. */
export function richBlocksOf({ blocks }: Part): InputRichBlock[] | null {
  if (!blocks.some((block) => block.type === 'table')) return null;
  const rich: InputRichBlock[] = [];
  for (const block of blocks) {
    if (block.type === 'table') {
      if (block.head.length > mostColumns) return null;
      const cell = (text: string, isHeader: boolean) => ({
        text: isHeader ? text : plain(text),
        ...(isHeader ? { is_header: true as const } : {}),
        align: /^[\d.,%+−-]+$/u.test(text) ? ('right' as const) : ('left' as const),
        valign: 'top' as const,
      });
      rich.push({
        type: 'table',
        cells: [
          block.head.map((text) => cell(text, true)),
          ...block.rows.map((row) => row.map((text) => cell(text, false))),
        ],
        is_bordered: true,
        ...(block.title ? { caption: plain(block.title) } : {}),
      });
      if (block.note) rich.push({ type: 'paragraph', text: plain(block.note) });
    } else if (block.type === 'quote') {
      const credit = [sourceLine(block.source), block.status, block.warning].filter(Boolean).join(' · ');
      rich.push({ type: 'expandable_blockquote', text: block.text, credit });
    } else if (block.type === 'text') {
      for (const text of block.text.split(/\n{2,}/u)) rich.push({ type: 'paragraph', text: boldRuns(text) });
    } else if (block.type === 'link') {
      rich.push({ type: 'paragraph', text: `${block.label}: ${block.url}` });
    } else if (block.type === 'choices') {
      if (block.prompt) rich.push({ type: 'paragraph', text: plain(block.prompt) });
    } else return null;
  }
  return rich;
}

const plain = (text: string): string => text.replaceAll('**', '');

/** '**bold**' as runs of rich text. */
const boldRuns = (text: string): (string | { type: 'bold'; text: string })[] =>
  text.split(/\*\*(?=\S)([^*\n]*[^*\s])\*\*/u).flatMap((run, index) => {
    if (run === '') return [];
    return [index % 2 === 1 ? { type: 'bold' as const, text: run } : run];
  });

/** The part in words alone: options as a numbered list, as far as there is room. */
export function plainText({ text, blocks }: Part, room: number): string {
  const lines = blocks
    .filter((block): block is Choices => block.type === 'choices')
    .flatMap(({ options }) => options.map(({ label, position }) => leadOf(position) + labelOf(label)));
  const whole = [text, ...lines].join('\n');
  return whole.length <= room ? whole : text;
}

/** A caption within Telegram's limit, cut between words where it is longer. */
export function captionOf(text: string, room: number): string {
  if (text.length <= room) return text;
  return `${text.slice(0, splitPoint(text, 0, room - 2)).trimEnd()} …`;
}
