import { cleanText, fold } from '../../text/normalise.ts';
import {
  blockPlaceholders,
  sectionPlaceholder,
  templateHead,
  templateParts,
  textPlaceholders,
  type BlockPlaceholder,
  type TextPlaceholder,
} from '../../prompts/papers.ts';

/*
 * Templates of papers: text files that an office edits. Four parts ('[đầu trang]', '[nội dung]', '[người ký]', '[nơi
 * nhận]'), placeholders in braces, '?' before a line that is left out where something in it is not known, '#' before a
 * heading, '^' before a centred line, '---' where a section ends, '//' before a note. Names are read without regard to case and diacritics.
 */

/** A piece of a line: words as they stand (markup included), or a placeholder. */
export type TemplatePiece =
  { type: 'words'; text: string } | { type: 'value'; name: TextPlaceholder } | { type: 'section' };

/** One line of the body. */
export type TemplateLine = {
  isOptional: boolean;
} & (
  | { type: 'text'; pieces: readonly TemplatePiece[]; align: 'justify' | 'center' }
  | { type: 'heading'; level: 1 | 2 | 3; pieces: readonly TemplatePiece[] }
  | { type: 'block'; name: BlockPlaceholder }
  | { type: 'end-of-section' }
);

export type TemplateHeadField = keyof typeof templateHead;

/** A template that can be filled. */
export interface Template {
  head: Readonly<Partial<Record<TemplateHeadField, readonly TemplatePiece[]>>>;
  body: readonly TemplateLine[];
  signatures: readonly {
    lines: readonly (readonly TemplatePiece[])[];
    name: readonly TemplatePiece[];
  }[];
  recipients: readonly (readonly TemplatePiece[])[];
}

/** Why a template cannot be used; `line` counts from 1, 0 where no line is to blame. */
export interface TemplateFault {
  line: number;
  problem:
    | 'unknown-placeholder'
    | 'unclosed-brace'
    | 'block-among-words'
    | 'unknown-part'
    | 'outside-parts'
    | 'unknown-head'
    | 'missing-part'
    | 'missing-title'
    | 'no-signature';
  /** What is written there. */
  found: string;
}

const byFolded = <Key extends string>(names: Readonly<Record<Key, string>>): Map<string, Key> =>
  new Map((Object.keys(names) as Key[]).map((key) => [nameOf(names[key]), key]));
const nameOf = (text: string): string => fold(text).replace(/\s+/gu, ' ').trim();

const textNames = byFolded<TextPlaceholder>(textPlaceholders);
const blockNames = byFolded<BlockPlaceholder>(blockPlaceholders);
const partNames = byFolded<keyof typeof templateParts>(templateParts);
const headNames = byFolded<TemplateHeadField>(templateHead);

/** Reads a template; every fault at once, so that one look at the file mends it. */
export function parseTemplate(
  source: string,
): { type: 'template'; template: Template } | { type: 'faults'; faults: TemplateFault[] } {
  const faults: TemplateFault[] = [];
  const head: Partial<Record<TemplateHeadField, readonly TemplatePiece[]>> = {};
  const body: TemplateLine[] = [];
  const signatures: Template['signatures'][number][] = [];
  const recipients: (readonly TemplatePiece[])[] = [];
  const seen = new Set<string>();
  let part: keyof typeof templateParts | null = null;

  const lines = source
    .replace(/^\uFEFF/u, '')
    .normalize('NFC')
    .split(/\r\n|\r|\n/u);
  for (const [i, raw] of lines.entries()) {
    const line = raw.trim();
    const at = i + 1;
    const pieces = (text: string): TemplatePiece[] => piecesOf(text, at, faults);
    if (line === '' || line.startsWith('//')) continue;
    const named = /^\[(.+)\]$/u.exec(line)?.[1];
    if (named !== undefined) {
      part = partNames.get(nameOf(named)) ?? null;
      if (part === null) faults.push({ line: at, problem: 'unknown-part', found: line });
      else seen.add(part);
      continue;
    }
    switch (part) {
      case 'head': {
        const colon = line.indexOf(':');
        const field = headNames.get(nameOf(colon < 0 ? line : line.slice(0, colon)));
        if (field === undefined || colon < 0) faults.push({ line: at, problem: 'unknown-head', found: line });
        else head[field] = pieces(line.slice(colon + 1).trim());
        break;
      }
      case 'body':
        body.push(bodyLine(line, pieces));
        break;
      case 'signatures': {
        const equals = line.lastIndexOf('=');
        const above = equals < 0 ? line : line.slice(0, equals);
        signatures.push({
          lines: above.split('|').map((text) => pieces(text.trim())),
          name: equals < 0 ? [] : pieces(line.slice(equals + 1).trim()),
        });
        break;
      }
      case 'recipients':
        recipients.push(pieces(line.replace(/^[-–•]\s*/u, '')));
        break;
      case null:
        // Lines of a part that is not known are not blamed again.
        if (seen.size === 0 && !faults.some(({ problem }) => problem === 'unknown-part'))
          faults.push({ line: at, problem: 'outside-parts', found: line });
    }
  }
  if (!seen.has('body') || body.length === 0)
    faults.push({ line: 0, problem: 'missing-part', found: `[${templateParts.body}]` });
  if (!seen.has('head')) faults.push({ line: 0, problem: 'missing-part', found: `[${templateParts.head}]` });
  else if (!head.title) faults.push({ line: 0, problem: 'missing-title', found: templateHead.title });
  if (signatures.length === 0)
    faults.push({ line: 0, problem: 'no-signature', found: templateParts.signatures });
  return faults.length > 0
    ? { type: 'faults', faults }
    : { type: 'template', template: { head, body, signatures, recipients } };
}

function bodyLine(line: string, pieces: (text: string) => TemplatePiece[]): TemplateLine {
  if (/^-{3,}$/u.test(line)) return { type: 'end-of-section', isOptional: false };
  const isOptional = line.startsWith('?');
  const rest = (isOptional ? line.slice(1) : line).trim();
  const block = blockNames.get(nameOf(/^\{([^{}]*)\}$/u.exec(rest)?.[1] ?? ''));
  if (block !== undefined) return { type: 'block', name: block, isOptional };
  const [, marks] = /^(#{1,3})(?!#)/u.exec(rest) ?? [];
  if (marks)
    return {
      type: 'heading',
      level: marks.length as 1 | 2 | 3,
      pieces: pieces(rest.slice(marks.length).trim()),
      isOptional,
    };
  const isCentred = rest.startsWith('^');
  return {
    type: 'text',
    align: isCentred ? 'center' : 'justify',
    pieces: pieces((isCentred ? rest.slice(1) : rest).trim()),
    isOptional,
  };
}

function piecesOf(text: string, line: number, faults: TemplateFault[]): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let rest = text;
  for (;;) {
    const open = rest.search(/[{}]/u);
    if (open < 0) break;
    const close = rest.indexOf('}', open);
    const inner = rest.slice(open + 1, close);
    if (rest[open] === '}' || close < 0 || inner.includes('{')) {
      faults.push({ line, problem: 'unclosed-brace', found: text });
      return pieces;
    }
    if (open > 0) pieces.push({ type: 'words', text: rest.slice(0, open) });
    const name = nameOf(inner);
    const value = textNames.get(name);
    if (name === nameOf(sectionPlaceholder)) pieces.push({ type: 'section' });
    else if (value !== undefined) pieces.push({ type: 'value', name: value });
    else
      faults.push({
        line,
        problem: blockNames.has(name) ? 'block-among-words' : 'unknown-placeholder',
        found: `{${cleanText(inner).trim()}}`,
      });
    rest = rest.slice(close + 1);
  }
  if (rest !== '') pieces.push({ type: 'words', text: rest });
  return pieces;
}
