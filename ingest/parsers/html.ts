import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { oneLine } from '../../text/normalise.ts';
import { collectHiddenText, hiddenByStyle, type HiddenText } from '../hidden-text.ts';
import type { ParsedFile, ReadOptions, SourceLine } from '../types.ts';
import { linesOfTable, type TableCell } from './table.ts';
import { decodeText } from './text.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const blocks = new Set(
  (
    'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);
const skipped = new Set(
  'head script style noscript template svg math iframe object embed nav select button input textarea canvas video audio'.split(
    ' ',
  ),
);

/** Deeper than any real document; a hostile file must not exhaust the stack. */
const deepest = 200;

/** Reads a web page: the article where the page marks one, otherwise everything but navigation. */
export function parseHtml(
  bytes: Uint8Array,
  { isHiddenKept = false }: Pick<ReadOptions, 'isHiddenKept'> = {},
): ParsedFile {
  const { text, isLegacy } = decodeText(bytes);
  const root = parse(limitDepth(text));
  const fields = fieldsOf(root);
  const body = mainElement(root) ?? root;
  // Pages of the press hide menus and dialogues in every corner.
  const hidden = collectHiddenText(40);
  return {
    pages: [linesOfHtml(body, 0, { hidden, isHiddenKept })],
    hasPages: false,
    marks: hidden.marks(),
    fields,
    warnings: [...(isLegacy ? (['legacy-encoding'] as const) : []), ...hidden.warnings()],
    hiddenText: hidden.snippets(),
  };
}

/** Elements that are closed by the next of their kind or need no end: they do not nest by being opened. */
const unnested = new Set(
  'p li td th tr dt dd option br hr img input meta link col area base source wbr embed thead tbody tfoot'.split(
    ' ',
  ),
);

/**
 * Drops tags nested deeper than any real page. The parser looks through all open elements at every tag, so a hostile
 * file of half a megabyte of '<div>' would keep it busy for minutes.
 */
function limitDepth(html: string): string {
  let depth = 0;
  let dropped = 0;
  return html.replace(/<(\/?)([a-z][a-z0-9]*)(?=[\s/>])[^>]*>/giu, (tag, slash: string, rawName: string) => {
    if (unnested.has(rawName.toLowerCase()) || tag.endsWith('/>')) return tag;
    if (slash === '') {
      if (depth < deepest) {
        depth += 1;
        return tag;
      }
      dropped += 1;
      return '';
    }
    if (dropped > 0) {
      dropped -= 1;
      return '';
    }
    depth = Math.max(0, depth - 1);
    return tag;
  });
}

/** Where text that nobody sees goes, and whether it is read all the same. */
interface Unseen {
  hidden: HiddenText;
  isHiddenKept: boolean;
}

function linesOfHtml(
  root: Node | DefaultTreeAdapterTypes.Document,
  from: number,
  unseen: Unseen,
): SourceLine[] {
  const lines: SourceLine[] = [];
  let current = '';
  let heading = 0;
  const flush = (): void => {
    if (current.trim() !== '')
      lines.push({ text: current, ...(heading ? { hint: 'heading' as const, level: heading } : {}) });
    current = '';
  };
  const walk = (node: Node | DefaultTreeAdapterTypes.Document, depth: number): void => {
    if (node.nodeName === '#text') {
      current += (node as DefaultTreeAdapterTypes.TextNode).value.replace(/[\n\r\f]+/gu, ' ');
      return;
    }
    if (!('childNodes' in node) || depth > deepest) return;
    const name = node.nodeName;
    if (skipped.has(name)) return;
    const hiding = 'attrs' in node ? hidingOf(node) : null;
    if (hiding !== null) {
      unseen.hidden.add(textOf(node as Element, depth));
      unseen.hidden.endLine();
      // What takes no room is a menu or a dialogue, no part of what is printed.
      if (!unseen.isHiddenKept || hiding === 'removed') return;
    }
    if (name === 'br') {
      flush();
      return;
    }
    if (name === 'table') {
      flush();
      if (depth <= deepest) lines.push(...linesOfTable(tableRows(node as Element, depth, unseen)));
      return;
    }
    const isBlock = blocks.has(name);
    if (isBlock) flush();
    const level = /^h([1-6])$/u.exec(name)?.[1];
    if (level) heading = Number(level);
    if (name === 'li') current += itemMark(node as Element);
    for (const child of node.childNodes) walk(child, depth + 1);
    if (isBlock) flush();
    if (level) heading = 0;
  };
  walk(root, from);
  flush();
  return lines;
}

const hidingOf = (element: Element): 'removed' | 'unseen' | null =>
  element.attrs.some(({ name }) => name === 'hidden')
    ? 'removed'
    : (hiddenByStyle(attribute(element, 'style')) ?? (isWhiteFont(element) ? 'unseen' : null));

const isWhiteFont = (element: Element): boolean =>
  element.tagName === 'font' && hiddenByStyle(`color:${attribute(element, 'color')}`) !== null;

/** The mark of a list item, where the text does not bring its own. */
function itemMark(item: Element): string {
  const text = oneLine(textOf(item, 0));
  if (/^(?:[-–•*+]|\d{1,3}[.)]|\p{L}[.)]|(?:Điều|Chương|Mục|Phần|[IVX]+)(?!\p{L}))/u.test(text)) return '';
  const list = item.parentNode;
  if (list?.nodeName !== 'ol') return '- ';
  const items = list.childNodes.filter((node) => node.nodeName === 'li');
  const start = Number((list as Element).attrs.find((attribute) => attribute.name === 'start')?.value ?? '1');
  return `${start + items.indexOf(item)}. `;
}

function tableRows(table: Element, depth: number, unseen: Unseen): TableCell[][] {
  const rows: TableCell[][] = [];
  const visit = (element: Element, isInHead: boolean): void => {
    for (const child of element.childNodes) {
      if (child.nodeName === 'tr') {
        const cells = (child as Element).childNodes.filter(
          (cell): cell is Element => cell.nodeName === 'td' || cell.nodeName === 'th',
        );
        rows.push(
          cells.map((cell) => ({
            lines: linesOfHtml(cell, depth + 1, unseen),
            columnSpan: spanOf(cell, 'colspan'),
            rowSpan: spanOf(cell, 'rowspan'),
            isHead: isInHead || cell.nodeName === 'th',
          })),
        );
      } else if (/^t(?:head|body|foot)$/u.test(child.nodeName))
        visit(child as Element, child.nodeName === 'thead');
    }
  };
  visit(table, false);
  return rows;
}

const spanOf = (cell: Element, name: string): number => Number.parseInt(attribute(cell, name), 10) || 1;

function textOf(node: Node, depth: number): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
  if (!('childNodes' in node) || depth > deepest || skipped.has(node.nodeName)) return '';
  return node.childNodes.map((child) => textOf(child, depth + 1)).join('');
}

/** Elements in document order, without recursion. */
function* elements(root: DefaultTreeAdapterTypes.Document): Generator<Element> {
  const stack: Node[] = [...root.childNodes].reverse();
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!('childNodes' in node)) continue;
    if ('tagName' in node) yield node;
    stack.push(...[...node.childNodes].reverse());
  }
}

const attribute = (element: Element, name: string): string =>
  element.attrs.find((candidate) => candidate.name === name)?.value ?? '';

/** The marked article, if it holds most of the page's paragraphs. */
function mainElement(root: DefaultTreeAdapterTypes.Document): Element | null {
  let best: Element | null = null;
  let bestLength = 0;
  let total = 0;
  for (const element of elements(root)) {
    if (element.tagName === 'body') total = textOf(element, 0).length;
    const isMain =
      element.tagName === 'article' ||
      element.tagName === 'main' ||
      attribute(element, 'role') === 'main' ||
      attribute(element, 'itemprop') === 'articleBody';
    if (!isMain) continue;
    const { length } = textOf(element, 0);
    // The innermost of nearly equal ones: <main> often holds the article and its side columns.
    if (length > bestLength || (best && length > bestLength * 0.8)) {
      best = element;
      bestLength = length;
    }
  }
  return bestLength > total * 0.4 ? best : null;
}

/** Title, description and dates that the page states about itself. */
function fieldsOf(root: DefaultTreeAdapterTypes.Document): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const element of elements(root)) {
    if (element.tagName === 'title' && !fields['title']) fields['title'] = oneLine(textOf(element, 0));
    if (element.tagName === 'meta') {
      const name = (attribute(element, 'property') || attribute(element, 'name')).toLowerCase();
      const content = oneLine(attribute(element, 'content'));
      if (content === '') continue;
      if (name === 'og:title') fields['title'] = content;
      if (name === 'og:site_name') fields['site'] = content;
      if (name === 'article:published_time' || name === 'pubdate' || name === 'date')
        fields['date'] ??= content;
    }
  }
  return fields;
}
