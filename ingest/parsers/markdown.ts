import { fold, oneLine } from '../../text/normalise.ts';
import type { ParsedFile, SourceLine } from '../types.ts';
import { decodeText } from './text.ts';

/** Reads Markdown: headings keep their depth, tables their rows; emphasis, links and escapes become plain text. */
export function parseMarkdown(bytes: Uint8Array): ParsedFile {
  const { text, isLegacy } = decodeText(bytes);
  const { fields, body } = splitFrontMatter(text);
  const lines: SourceLine[] = [];
  let isSeparate = false;
  const rawLines = body
    .split(/\r\n?|\n/u)
    // A break inside a table cell stays inside its row.
    .flatMap((line) => (/^\s*\|.*\|\s*$/u.test(line) ? [line] : line.split(/<br\s*\/?>/iu)));
  for (const raw of rawLines) {
    const line = readLine(raw);
    if (line === null) isSeparate = true;
    else {
      lines.push({ ...line, ...(isSeparate ? { isSeparate } : {}) });
      isSeparate = false;
    }
  }
  return {
    pages: [unwrapLayoutTables(lines)],
    hasPages: false,
    marks: [],
    fields,
    warnings: isLegacy ? ['legacy-encoding'] : [],
  };
}

function readLine(raw: string): SourceLine | null {
  const line = raw.replace(/\u00a0|&nbsp;/gu, ' ').trim();
  if (line === '' || /^(?:```|~~~)/u.test(line)) return null;
  if (/^(?:[-*_]\s*){3,}$/u.test(line)) return null;
  if (/^\|.*\|$/u.test(line)) {
    if (/^\|(?:\s*:?-+:?\s*\|)+$/u.test(line)) return null;
    const cells = line.slice(1, -1).split(/(?<!\\)\|/u);
    return {
      text: `| ${cells.map((cell) => oneLine(plain(cell.replace(/<br\s*\/?>/giu, ' ')))).join(' | ')} |`,
      hint: 'row',
    };
  }
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/u.exec(line);
  if (heading) {
    const text = plain(heading[2] ?? '');
    return text === '' ? null : { text, hint: 'heading', level: heading[1]?.length ?? 1 };
  }
  const text = plain(line.replace(/^(?:>\s*)+/u, '').replace(/^[*+]\s+/u, '- '));
  return text === '' ? null : { text };
}

/** Text without inline marks. Escapes are taken out last, so that an escaped star is not read as emphasis. */
function plain(text: string): string {
  return text
    .replace(/!\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/\[([^\]]+)\]\((?:[^()]|\([^)]*\))*\)/gu, '$1')
    .replace(/(?<!\\)\*\*(\s*)(.*?)(\s*)(?<!\\)\*\*/gu, '$1$2$3')
    .replace(/(?<![\\\p{L}\p{N}])__(\S.*?)__(?![\p{L}\p{N}])/gu, '$1')
    .replace(/(?<![\\*])\*(?![\s*])([^*]*?[^\s*\\])\*(?!\*)/gu, '$1')
    .replace(/(?<![\\\p{L}\p{N}_])_(?![\s_])([^_]*?[^\s_\\])_(?![\p{L}\p{N}_])/gu, '$1')
    .replace(/`([^`]+)`/gu, '$1')
    .replace(/<\/?(?:b|i|u|em|strong|span|sup|sub|p|div|center|font)\b[^>]*>/giu, '')
    .replace(/&lt;/gu, '<')
    .replace(/&gt;/gu, '>')
    .replace(/&quot;/gu, '"')
    .replace(/&amp;/gu, '&')
    .replace(/\\([\\`*_{}[\]()#+\-.!|>~])/gu, '$1')
    .trim();
}

/** A table of one row has no data under its head: converters leave a signature or a letterhead so. */
function unwrapLayoutTables(lines: readonly SourceLine[]): SourceLine[] {
  return lines.flatMap((line, index) => {
    const isAlone =
      line.hint === 'row' && lines[index - 1]?.hint !== 'row' && lines[index + 1]?.hint !== 'row';
    if (!isAlone) return [line];
    return line.text
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '')
      .map((text): SourceLine => ({ text, isSeparate: true }));
  });
}

/** 'key: value' pairs between two '---' lines; lists and nesting are passed over. */
function splitFrontMatter(text: string): { fields: Record<string, string>; body: string } {
  const match = /^\uFEFF?\s*---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/u.exec(text);
  if (!match) return { fields: {}, body: text.replace(/^\uFEFF/u, '') };
  const fields: Record<string, string> = {};
  for (const line of (match[1] ?? '').split(/\r?\n/u)) {
    const pair = /^([\p{L}\p{N}_ -]+?)\s*:\s*(.+)$/u.exec(line);
    if (!pair) continue;
    const value = (pair[2] ?? '').trim().replace(/^(["'])(.*)\1$/u, '$2');
    if (value !== '' && value !== '>' && value !== '|')
      fields[fold(pair[1] ?? '').replace(/[\s_-]+/gu, '-')] = value;
  }
  return { fields, body: text.slice(match[0].length) };
}
