/** What a line of the terminal says: words, or files given as `@path` with the words around them. */
export interface ParsedLine {
  text: string;
  paths: string[];
}

/**
 * Finds `@path`, `@"path with spaces"` and `@'…'` at the beginning of the line or after a space. `@` inside a word
 * (a mail address) is text.
 */
export function parseLine(line: string): ParsedLine {
  const paths: string[] = [];
  const text = line.replace(/(^|\s)@(?:"([^"]+)"|'([^']+)'|(\S+))/gu, (_match, before: string, a, b, c) => {
    paths.push((a ?? b ?? c) as string);
    return before;
  });
  return { text: text.replace(/[ \t]+/gu, ' ').trim(), paths };
}
