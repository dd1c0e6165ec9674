import { fold } from '../../text/normalise.ts';
import { sentences } from '../../text/sentences.ts';
import { isReadable } from './document-brief-reading.ts';
import { tasksOf, type TextSlice } from './document-brief-tasks.ts';
import type { LibrarySection } from '../library.ts';
import type { Passage } from '../types.ts';

/** A line of a summary: a verbatim slice of a passage, and which of the fixed parts it stands in. */
export interface BriefLine extends TextSlice {
  part: 'signer' | 'scope' | 'content' | 'task' | 'effect' | 'replaced';
  passage: Passage;
  /** The slice was cut behind this many of its characters to fit; 0: it is whole. */
  isCut: boolean;
}

/** The summary of one document; `left` counts its sections that did not fit. */
export type Brief =
  | { type: 'brief'; lines: readonly BriefLine[]; left: number }
  | { type: 'unreadable' }
  | { type: 'unstructured' };

/** A phone shows about a dozen short rows. */
const mostContent = 7;
const mostTasks = 3;
const longestLine = 180;

/** Takes the fixed parts of a summary from a document; nothing is put into words anew. Pure. */
export function briefOf(sections: readonly LibrarySection[], passages: readonly Passage[]): Brief {
  if (!isReadable(passages)) return { type: 'unreadable' };
  const outline = outlineOf(sections);
  if (outline.length === 0) return { type: 'unstructured' };
  const content = outline.flatMap((section) => contentLine(section, passages) ?? []);
  if (content.length === 0) return { type: 'unstructured' };
  const scope = firstMatch(passages, scopeSentence, 'scope');
  const effect = firstMatch(passages, effectSentence, 'effect', true);
  const replaced = firstMatch(passages, replacedSentence, 'replaced', true);
  const tasks = tasksOf(passages)
    .filter(({ when }) => when !== null)
    .slice(0, mostTasks)
    .map(({ passage, whole }) => cut({ part: 'task', passage, ...whole }));
  return {
    type: 'brief',
    lines: unique([
      ...signerLine(passages),
      ...scope,
      ...content.slice(0, mostContent),
      ...tasks,
      ...effect,
      ...replaced,
    ]),
    left: Math.max(0, content.length - mostContent),
  };
}

/** The sections that a document divides into: its widest level of which there are at least two. */
function outlineOf(sections: readonly LibrarySection[]): readonly LibrarySection[] {
  const body = sections.filter(({ level }) => !['recipients', 'signature', 'table', 'annex'].includes(level));
  let parents: readonly (number | null)[] = [null];
  for (let depth = 0; depth < 3; depth++) {
    const level = body.filter(({ parentOrdinal }) => parents.includes(parentOrdinal));
    if (level.length >= 2) return level;
    parents = level.map(({ ordinal }) => ordinal);
  }
  // A regulation whose articles stand at the top of one part.
  return body.length >= 2 ? body.filter(({ level }) => level === body[0]!.level) : [];
}

/** The heading of a section, or the first sentence of one that has none. */
function contentLine(section: LibrarySection, passages: readonly Passage[]): BriefLine | null {
  const passage = passages.find(
    ({ charFrom, charTo }) => charFrom <= section.charFrom && charTo > section.charFrom,
  );
  if (!passage) return null;
  const start = section.charFrom - passage.charFrom;
  const end = Math.min(passage.text.length, section.charTo - passage.charFrom);
  const own = passage.text.slice(start, end);
  const heading = section.heading.trim();
  const at = heading === '' ? -1 : own.indexOf(heading);
  if (at >= 0 && at <= longestMark)
    return cut({ part: 'content', passage, ...slice(own, start, 0, at + heading.length) });
  const [first] = sentences(own);
  return first ? cut({ part: 'content', passage, ...slice(own, start, first.from, first.to) }) : null;
}

/** 'Chương III' and its like stand before the heading, perhaps on a line of their own. */
const longestMark = 40;

const own =
  '(?:quy dinh|quy che|huong dan|ke hoach|quyet dinh|nghi dinh|thong tu|luat|bo luat|nghi quyet|chi thi|ket luan|chuong trinh|de an|phap lenh) nay';
const scopeSentence = new RegExp(
  String.raw`(?<!\p{L})(?:${own} (?:quy dinh|dieu chinh|huong dan|ap dung))(?!\p{L})`,
  'u',
);
const effectSentence = new RegExp(
  String.raw`(?<!\p{L})(?:${own} (?:chinh thuc )?(?:co hieu luc|duoc pho bien|het hieu luc)|co hieu luc (?:thi hanh )?(?:ke )?tu ngay|duoc pho bien den)(?!\p{L})`,
  'u',
);
const replacedSentence =
  /(?<!\p{L})(?:(?:thay the|bai bo|huy bo)(?: cho)?(?: cac| toan bo| mot so| nhung)? (?:(?:quy dinh|quy che|huong dan|ke hoach|quyet dinh|nghi dinh|thong tu|luat|nghi quyet|chi thi|ket luan|chuong trinh|van ban)(?! nay)).{0,60}\d|so \d\S* .{0,120}het hieu luc)/u;

/** The first whole sentence that says it, outside the head, the recipients and tables; `isLast`: from the end. */
function firstMatch(
  passages: readonly Passage[],
  pattern: RegExp,
  part: BriefLine['part'],
  isLast = false,
): BriefLine[] {
  for (const passage of isLast ? [...passages].reverse() : passages) {
    if (!['clause', 'list', 'paragraph'].includes(passage.kind)) continue;
    if (!pattern.test(fold(passage.text))) continue;
    const found = sentences(passage.text).find(
      ({ text }) => text.length >= shortestSentence && pattern.test(fold(text)),
    );
    if (found) return [cut({ part, passage, text: found.text, from: found.from, to: found.to })];
  }
  return [];
}

/** Shorter is a heading. */
const shortestSentence = 24;

/** The office and the name under the document. */
function signerLine(passages: readonly Passage[]): BriefLine[] {
  const passage = passages.find(({ kind }) => kind === 'signature');
  if (!passage) return [];
  const { text } = passage;
  const from = /\S/u.exec(text)?.index ?? 0;
  const to = text.trimEnd().length;
  return to > from && to - from <= longestLine
    ? [{ part: 'signer', passage, text: text.slice(from, to), from, to, isCut: false }]
    : [];
}

function slice(own: string, offset: number, from: number, to: number): TextSlice {
  const start = from + (/^\s*/u.exec(own.slice(from, to))?.[0].length ?? 0);
  const text = own.slice(start, to).trimEnd();
  return { text, from: offset + start, to: offset + start + text.length };
}

/** A long line ends behind the last clause, or word, that fits. */
function cut(line: Omit<BriefLine, 'isCut'>): BriefLine {
  if (line.text.length <= longestLine) return { ...line, isCut: false };
  const head = line.text.slice(0, longestLine);
  const clause = Math.max(head.lastIndexOf(', '), head.lastIndexOf('; '));
  const end = clause > longestLine / 2 ? clause : head.lastIndexOf(' ');
  return { ...line, text: line.text.slice(0, end), to: line.from + end, isCut: true };
}

/** A sentence serves one part only: the first that takes it. */
function unique(lines: readonly BriefLine[]): BriefLine[] {
  const seen = new Set<string>();
  return lines.filter(({ passage, from }) => {
    const key = `${passage.id} ${from}`;
    return !seen.has(key) && seen.add(key);
  });
}
