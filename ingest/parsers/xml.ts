import { Parser } from 'saxen';

/** An element of an office file. Names carry the prefixes of `namespaces`, whatever the file itself calls them. */
export interface XmlElement {
  name: string;
  /** Empty for elements whose attributes say nothing that is read; see `parseXml`. */
  attrs: Readonly<Record<string, string>>;
  children: (XmlElement | string)[];
}

/** Word, Excel, PowerPoint and OpenDocument, in their transitional and strict editions. */
const namespaces: Readonly<Record<string, string>> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main': 'x',
  'http://purl.oclc.org/ooxml/spreadsheetml/main': 'x',
  'http://schemas.openxmlformats.org/presentationml/2006/main': 'p',
  'http://purl.oclc.org/ooxml/presentationml/main': 'p',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'urn:schemas-microsoft-com:vml': 'v',
  'urn:oasis:names:tc:opendocument:xmlns:office:1.0': 'office',
  'urn:oasis:names:tc:opendocument:xmlns:text:1.0': 'text',
  'urn:oasis:names:tc:opendocument:xmlns:table:1.0': 'table',
  'urn:oasis:names:tc:opendocument:xmlns:style:1.0': 'style',
  'urn:oasis:names:tc:opendocument:xmlns:drawing:1.0': 'draw',
  'urn:oasis:names:tc:opendocument:xmlns:presentation:1.0': 'presentation',
  'urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0': 'fo',
  'http://purl.org/dc/elements/1.1/': 'dc',
};

/** Deeper than any real document; what lies below is left out, so that no walker exhausts the stack. */
const deepest = 250;

/**
 * Reads XML into a tree. Entities that a file declares itself are never expanded; attributes are kept for elements of
 * `withAttributes` only, because reading them is half the work.
 * @throws Error where the text is not well-formed
 */
export function parseXml(xml: string, withAttributes: ReadonlySet<string>): XmlElement {
  const root: XmlElement = { name: '', attrs: {}, children: [] };
  const open: XmlElement[] = [root];
  let skipped = 0;
  const parser = new Parser().ns(namespaces);
  parser.on('openTag', (name, attributes, decode) => {
    if (skipped > 0 || open.length > deepest) {
      skipped += 1;
      return;
    }
    const element: XmlElement = {
      name,
      attrs: withAttributes.has(name) ? decodeAll(attributes(), decode) : none,
      children: [],
    };
    (open.at(-1) as XmlElement).children.push(element);
    open.push(element);
  });
  parser.on('closeTag', () => {
    if (skipped > 0) skipped -= 1;
    else open.pop();
  });
  parser.on('text', (text, decode) => {
    if (skipped === 0) (open.at(-1) as XmlElement).children.push(decode(text));
  });
  parser.on('cdata', (text) => {
    if (skipped === 0) (open.at(-1) as XmlElement).children.push(text);
  });
  parser.on('warn', () => undefined);
  parser.parse(xml.startsWith('\uFEFF') ? xml.slice(1) : xml);
  return root;
}

const none: Readonly<Record<string, string>> = {};

function decodeAll(
  attributes: Record<string, string>,
  decode: (text: string) => string,
): Record<string, string> {
  const decoded: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) decoded[name] = decode(value);
  return decoded;
}

/** The child elements, optionally of one name. */
export const childrenOf = (element: XmlElement | undefined, name?: string): XmlElement[] =>
  (element?.children ?? []).filter(
    (child): child is XmlElement => typeof child !== 'string' && (name === undefined || child.name === name),
  );

/** The first child of that name. */
export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child): child is XmlElement => typeof child !== 'string' && child.name === name);

/** Every element of one of these names below `element`, in document order. */
export function descendantsOf(element: XmlElement, ...names: string[]): XmlElement[] {
  const found: XmlElement[] = [];
  const wanted = new Set(names);
  const visit = (at: XmlElement): void => {
    for (const child of at.children) {
      if (typeof child === 'string') continue;
      if (wanted.has(child.name)) found.push(child);
      visit(child);
    }
  };
  visit(element);
  return found;
}

/** All text below an element. */
export const textOf = (element: XmlElement): string =>
  element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
