/* The small markup of replies: `**bold**`, line breaks, lines that start with '- ', and indented lines under those. */

export interface Run {
  text: string;
  isStrong: boolean;
}
export type RichBlock = { type: 'paragraph'; lines: Run[][] } | { type: 'list'; items: Run[][][] };

/** Text as paragraphs and lists, each of lines; a blank line ends a paragraph. Unpaired `**` stays as typed. */
export function parseRichText(text: string): RichBlock[] {
  const blocks: RichBlock[] = [];
  let isOpen = false;
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      isOpen = false;
      continue;
    }
    const last = isOpen ? blocks.at(-1) : undefined;
    const item = /^\s*- (.*)$/u.exec(line)?.[1];
    if (item !== undefined) {
      if (last?.type === 'list') last.items.push([parseRuns(item)]);
      else blocks.push({ type: 'list', items: [[parseRuns(item)]] });
    } else if (last?.type === 'list' && /^\s{2}/u.test(line)) last.items.at(-1)?.push(parseRuns(line.trim()));
    else if (last?.type === 'paragraph') last.lines.push(parseRuns(line));
    else blocks.push({ type: 'paragraph', lines: [parseRuns(line)] });
    isOpen = true;
  }
  return blocks;
}

function parseRuns(line: string): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (const match of line.matchAll(/\*\*(?=\S)(.+?)(?<=\S)\*\*/gu)) {
    if (match.index > from) runs.push({ text: line.slice(from, match.index), isStrong: false });
    runs.push({ text: match[1] as string, isStrong: true });
    from = match.index + match[0].length;
  }
  if (from < line.length) runs.push({ text: line.slice(from), isStrong: false });
  return runs;
}

/** `text` cut at the ranges to be emphasised; ranges out of bounds or overlapping are trimmed. */
export function emphasise(text: string, ranges: readonly (readonly [number, number])[] = []): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const first = Math.max(start, from);
    const last = Math.min(end, text.length);
    if (last <= first) continue;
    if (first > from) runs.push({ text: text.slice(from, first), isStrong: false });
    runs.push({ text: text.slice(first, last), isStrong: true });
    from = last;
  }
  if (from < text.length) runs.push({ text: text.slice(from), isStrong: false });
  return runs;
}
