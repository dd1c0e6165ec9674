/*
 * A paper as plain data: what `docx/` writes and what a chat can read aloud. All words come from
 * the caller. Texts may hold `**bold**` and `__italic__`, and line breaks; use `plain` for anything a person typed.
 */

/** A piece of text with one look. */
export interface Run {
  text: string;
  isBold?: boolean;
  isItalic?: boolean;
}

/** One thing below another on the page. */
export type PaperBlock =
  /** `align` default 'justify' with a first-line indent; other alignments have none. */
  | {
      type: 'paragraph';
      text: string;
      align?: 'justify' | 'left' | 'center' | 'right';
      isIndented?: boolean;
    }
  /** Level 1: 'I- ĐÁNH GIÁ', bold; 2: '1. ...', bold, indented; 3: italic bold. Never the last line of a page. */
  | { type: 'heading'; text: string; level: 1 | 2 | 3 }
  | PaperTable
  /** A chart: PNG bytes with its size in pixels; as wide as the text unless `widthMm` says less. */
  | {
      type: 'picture';
      png: Uint8Array;
      widthPx: number;
      heightPx: number;
      alt: string;
      caption?: string;
      widthMm?: number;
    }
  | { type: 'page-break' }
  /** A second heading inside one file: an addendum behind minutes, an appendix behind a report. */
  | { type: 'title'; lines: readonly string[] }
  /** Signatures in the middle of a file: those of minutes that an addendum follows. */
  | { type: 'signatures'; signatures: readonly Signature[] };

/** A table with borders; its head is repeated on every page. Cells may hold markup and line breaks. */
export interface PaperTable {
  type: 'table';
  /** Bold line above the table. */
  title?: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** Shares of the text's width, one a column; default: by the length of what the columns hold. */
  widths?: readonly number[];
  /** Default: numbers right, short words centred where every cell of the column is one, else left. */
  align?: readonly ('left' | 'center' | 'right')[];
  /** Rows printed bold: sums. */
  boldRows?: readonly number[];
  /** Small line in italics below: source, 'tính đến ngày'. */
  note?: string;
  /** Half points are not needed anywhere: size in points, default 13; wide tables take 11. */
  fontSize?: number;
}

/** Who signs: 'T/M CHI BỘ' (authority), 'BÍ THƯ' (position), the name below the space for signature and seal. */
export interface Signature {
  /** Bold lines above the space; the first is the authority or the role. */
  lines: readonly string[];
  /** '' leaves a dotted line to be filled by hand. */
  name: string;
}

/** A whole paper. */
export interface Paper {
  heading: {
    /** The body above, in regular capitals; null where there is none. */
    upper: string | null;
    /** The issuing body, in bold capitals. */
    body: string;
    /** 'Số 05-BB/CB', or 'Số        -BB/CB' while none was given; null prints no line. */
    number: string | null;
    /** 'Sông Lam, ngày 05 tháng 8 năm 2026'. */
    placeAndDate: string;
    /** 'DỰ THẢO' in a box under the date; null on papers that were approved. */
    mark: string | null;
  };
  /** 'BIÊN BẢN'; null for letters. */
  title: string | null;
  /** What it is about, centred below the title, one line each. */
  subject: readonly string[];
  blocks: readonly PaperBlock[];
  /** One: at the right, beside the recipients. Two: side by side, the recipients below. */
  signatures: readonly Signature[];
  /** 'Nơi nhận:' and its lines without dashes; null prints none. */
  recipients: { title: string; lines: readonly string[] } | null;
  /** Default 'portrait'; 'landscape' for wide tables. */
  orientation?: 'portrait' | 'landscape';
}

/** Text that a person typed, so that no character of it is read as markup. */
export const plain = (text: string): string => text.replace(/[*_\\]/gu, (sign) => `\\${sign}`);

/** The runs of a text with markup, one array a line. */
export function runsOf(text: string): Run[][] {
  return text.split('\n').map((line) => {
    const runs: Run[] = [];
    let isBold = false;
    let isItalic = false;
    let buffer = '';
    const flush = () => {
      if (buffer !== '')
        runs.push({
          text: buffer,
          ...(isBold ? { isBold } : {}),
          ...(isItalic ? { isItalic } : {}),
        });
      buffer = '';
    };
    for (let i = 0; i < line.length; i++) {
      const two = line.slice(i, i + 2);
      if (line[i] === '\\' && /[*_\\]/u.test(line[i + 1] ?? '')) buffer += line[++i];
      else if (two === '**' || two === '__') {
        flush();
        if (two === '**') isBold = !isBold;
        else isItalic = !isItalic;
        i++;
      } else buffer += line[i];
    }
    flush();
    return runs;
  });
}

/** The text without its markup, as a person reads it aloud. */
export const textOf = (text: string): string =>
  runsOf(text)
    .map((runs) => runs.map((run) => run.text).join(''))
    .join('\n');
