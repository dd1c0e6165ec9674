/** What a message of the terminal says: words, or files given as `@path` with the words around them. */
export interface ParsedLine {
  text: string;
  paths: string[];
}

/**
 * Finds `@path`, `@"path with spaces"` and `@'…'` at the beginning of the first line or after a space in it. `@` inside a
 * word (a mail address) is text, and so is all of the further lines, whose tabs part the cells of a pasted table.
 */
export function parseLine(message: string): ParsedLine {
  const paths: string[] = [];
  const [first = '', ...further] = message.split('\n');
  const text = first.replace(/(^|\s)@(?:"([^"]+)"|'([^']+)'|(\S+))/gu, (_match, before: string, a, b, c) => {
    paths.push((a ?? b ?? c) as string);
    return before;
  });
  const said = further.length === 0 || paths.length > 0 ? text.replace(/[ \t]+/gu, ' ') : text;
  return { text: [said, ...further].join('\n').trim(), paths };
}
