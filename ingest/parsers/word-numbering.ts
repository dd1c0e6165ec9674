/*
 * Word keeps automatic numbers outside the text: a paragraph names a list and a level, the list says how a level is
 * written ("Điều %1.", "%1)"), and the reader counts. Here the labels are counted and written into the paragraphs,
 * so that a parser which knows no lists sees 'Điều 5. …'.
 */

interface Level {
  start: number;
  format: string;
  text: string;
}

/** The other parts of the Word file that numbering needs; '' where the file has none. */
export interface NumberingParts {
  numbering: string;
  styles: string;
}

/** `document.xml` with every automatic label as text at the start of its paragraph, and no list marks left. */
export function spellOutNumbering(xml: string, parts: NumberingParts): string {
  const lists = readLists(parts.numbering);
  if (lists.size === 0) return xml;
  const byStyle = readStyles(parts.styles);
  const counters = new Map<string, number[]>();
  return xml.replace(/<w:p[ >](?:(?!<w:p[ >])[\s\S])*?<\/w:p>/gu, (paragraph) => {
    const own = readReference(paragraph);
    const style = /<w:pStyle w:val="([^"]*)"/u.exec(paragraph)?.[1];
    const reference = own ?? (style === undefined ? undefined : byStyle.get(style));
    if (!reference || reference.listId === '0' || !hasText(paragraph)) return paragraph;
    const levels = lists.get(reference.listId);
    const level = levels?.[reference.level];
    if (!levels || !level) return paragraph;
    const label = nextLabel(levels, reference, counters);
    return withLabel(paragraph, label);
  });
}

interface Reference {
  listId: string;
  level: number;
}

const hasText = (paragraph: string): boolean => /<w:t(?: [^>]*)?>[^<]*\S/u.test(paragraph);

function readReference(xml: string): Reference | undefined {
  const properties = /<w:numPr>([\s\S]*?)<\/w:numPr>/u.exec(xml)?.[1];
  const listId = properties && /<w:numId w:val="(\d+)"/u.exec(properties)?.[1];
  if (!listId) return undefined;
  return { listId, level: Number(/<w:ilvl w:val="(\d+)"/u.exec(properties)?.[1] ?? '0') };
}

function readStyles(xml: string): Map<string, Reference> {
  const found = new Map<string, Reference>();
  for (const [style, id] of xml.matchAll(/<w:style [^>]*w:styleId="([^"]*)"[\s\S]*?<\/w:style>/gu)) {
    const reference = readReference(style);
    if (reference && id !== undefined) found.set(id, reference);
  }
  return found;
}

function readLists(xml: string): Map<string, Level[]> {
  const abstract = new Map<string, Level[]>();
  for (const [list, id] of xml.matchAll(
    /<w:abstractNum [^>]*w:abstractNumId="(\d+)"[\s\S]*?<\/w:abstractNum>/gu,
  )) {
    const levels: Level[] = [];
    for (const [level, index] of list.matchAll(/<w:lvl [^>]*w:ilvl="(\d+)"[\s\S]*?<\/w:lvl>/gu)) {
      levels[Number(index)] = {
        start: Number(/<w:start w:val="(\d+)"/u.exec(level)?.[1] ?? '1'),
        format: /<w:numFmt w:val="([^"]*)"/u.exec(level)?.[1] ?? 'decimal',
        text: decodeEntities(/<w:lvlText [^>]*w:val="([^"]*)"/u.exec(level)?.[1] ?? ''),
      };
    }
    if (id !== undefined) abstract.set(id, levels);
  }
  const lists = new Map<string, Level[]>();
  for (const [list, id] of xml.matchAll(/<w:num [^>]*w:numId="(\d+)"[\s\S]*?<\/w:num>/gu)) {
    const base = abstract.get(/<w:abstractNumId w:val="(\d+)"/u.exec(list)?.[1] ?? '');
    if (!base || id === undefined) continue;
    const levels = base.map((level) => ({ ...level }));
    for (const [override, index] of list.matchAll(
      /<w:lvlOverride w:ilvl="(\d+)"[\s\S]*?<\/w:lvlOverride>/gu,
    )) {
      const start = /<w:startOverride w:val="(\d+)"/u.exec(override)?.[1];
      const level = levels[Number(index)];
      if (level && start !== undefined) level.start = Number(start);
    }
    lists.set(id, levels);
  }
  return lists;
}

function nextLabel(
  levels: readonly Level[],
  { listId, level }: Reference,
  counters: Map<string, number[]>,
): string {
  const counts = counters.get(listId) ?? [];
  counters.set(listId, counts);
  for (let above = 0; above < level; above++) counts[above] ??= levels[above]?.start ?? 1;
  counts[level] = counts[level] === undefined ? (levels[level]?.start ?? 1) : counts[level] + 1;
  counts.length = level + 1;
  const { text = '', format = '' } = levels[level] ?? {};
  if (format === 'none') return '';
  if (format === 'bullet') return '-';
  return text.replace(/%(\d)/gu, (_, digit: string) => {
    const index = Number(digit) - 1;
    return written(counts[index] ?? 1, index === level ? format : (levels[index]?.format ?? 'decimal'));
  });
}

/** Vietnamese lists count a, b, c, d, đ, e, g: Word's own letters have no đ, and the text must say what Word prints. */
function written(count: number, format: string): string {
  switch (format) {
    case 'lowerLetter':
      return String.fromCharCode(97 + ((count - 1) % 26)).repeat(Math.ceil(count / 26));
    case 'upperLetter':
      return String.fromCharCode(65 + ((count - 1) % 26)).repeat(Math.ceil(count / 26));
    case 'upperRoman':
      return roman(count);
    case 'lowerRoman':
      return roman(count).toLowerCase();
    case 'decimalZero':
      return String(count).padStart(2, '0');
    default:
      return String(count);
  }
}

function roman(value: number): string {
  const steps: readonly (readonly [number, string])[] = [
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ];
  let rest = value;
  let letters = '';
  for (const [size, letter] of steps) {
    while (rest >= size) {
      letters += letter;
      rest -= size;
    }
  }
  return letters;
}

/** Takes the paragraph out of its list, also out of one that its style names, and puts the label before its text. */
function withLabel(paragraph: string, label: string): string {
  const outside = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>';
  const bare = paragraph.replace(/<w:numPr>[\s\S]*?<\/w:numPr>/u, '').replace('<w:pPr>', `<w:pPr>${outside}`);
  if (label === '') return bare;
  const run = `<w:r><w:t xml:space="preserve">${encodeEntities(label)} </w:t></w:r>`;
  const end = bare.indexOf('</w:pPr>');
  const at = end >= 0 ? end + '</w:pPr>'.length : bare.indexOf('>') + 1;
  return bare.slice(0, at) + run + bare.slice(at);
}

const encodeEntities = (text: string): string =>
  text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;');

const decodeEntities = (text: string): string =>
  text
    .replace(/&lt;/gu, '<')
    .replace(/&gt;/gu, '>')
    .replace(/&quot;/gu, '"')
    .replace(/&#(\d+);/gu, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&amp;/gu, '&');
