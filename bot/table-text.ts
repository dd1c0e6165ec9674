/** Narrowest a column may become before the table is written as lines instead. */
const leastColumnWidth = 8;
const columnGap = '  ';

/** A number as people write it: '1.234', '12,5 %', '-3', empty or a dash. */
const numberCell = /^(?:[-+]?\d[\d.,]*\s?%?|[-–—.…]*)$/u;

/**
 * The table as lines of equal-width characters, numbers to the right, long cells wrapped; null where it cannot be
 * made to fit into `maxWidth` characters.
 */
export function alignTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  maxWidth: number,
): string[] | null {
  const count = Math.max(head.length, ...rows.map((row) => row.length));
  if (count === 0) return [];
  const cellsOf = (row: readonly string[]): string[] => Array.from({ length: count }, (_, i) => row[i] ?? '');
  const table = [cellsOf(head), ...rows.map(cellsOf)];
  const widths = fitWidths(
    Array.from({ length: count }, (_, i) => Math.max(1, ...table.map((row) => widthOf(row[i] as string)))),
    maxWidth - columnGap.length * (count - 1),
  );
  if (!widths) return null;
  const isNumeric = widths.map(
    (_, i) =>
      rows.length > 0 && rows.every((row) => numberCell.test(row[i] ?? '')) && rows.some((row) => row[i]),
  );

  const lines = table.flatMap((row) => {
    const cells = row.map((cell, i) => wrap(cell, widths[i] as number));
    const height = Math.max(...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((cell, i) => pad(cell[line] ?? '', widths[i] as number, isNumeric[i] as boolean))
        .join(columnGap)
        .trimEnd(),
    );
  });
  const headHeight = Math.max(...cellsOf(head).map((cell, i) => wrap(cell, widths[i] as number).length));
  const rule = widths.map((width) => '─'.repeat(width)).join(columnGap);
  return head.length === 0
    ? lines.slice(headHeight)
    : [...lines.slice(0, headHeight), rule, ...lines.slice(headHeight)];
}

/** The table as 'label: value' lines: the first column names the row, each other filled cell follows on its line. */
export function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.flatMap((row) => {
    const [first = '', ...rest] = row;
    const values = rest
      .map((cell, i) => ({ cell, label: head[i + 1] ?? '' }))
      .filter(({ cell }) => cell !== '');
    if (values.length === 0) return [`- ${first}`];
    // Two columns read as one line; more get a line each below the name of the row.
    if (values.length === 1 && rest.length === 1) return [`- ${first}: ${values[0]?.cell}`];
    return [`- ${first}`, ...values.map(({ cell, label }) => (label ? `  ${label}: ${cell}` : `  ${cell}`))];
  });
}

/** Shrinks the widest columns until all fit; null where they would become unreadable. */
function fitWidths(widths: readonly number[], room: number): number[] | null {
  const fitted = [...widths];
  let excess = fitted.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = fitted.indexOf(Math.max(...fitted));
    if ((fitted[widest] as number) <= leastColumnWidth) return null;
    fitted[widest] = (fitted[widest] as number) - 1;
    excess--;
  }
  return fitted;
}

/** Characters as a terminal counts them: combining marks take no room. */
const widthOf = (text: string): number => [...text.replace(/\p{M}/gu, '')].length;

function pad(text: string, width: number, isRight: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return isRight ? blanks + text : text + blanks;
}

/** Lines of at most `width` characters, split between words, inside a word only where it is longer than a line. */
function wrap(cell: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of cell.split(' ')) {
    let rest = word;
    if (line !== '' && widthOf(line) + 1 + widthOf(rest) <= width) {
      line += ` ${rest}`;
      continue;
    }
    if (line !== '') lines.push(line);
    while (widthOf(rest) > width) {
      const characters = [...rest];
      lines.push(characters.slice(0, width).join(''));
      rest = characters.slice(width).join('');
    }
    line = rest;
  }
  return [...lines, line];
}
