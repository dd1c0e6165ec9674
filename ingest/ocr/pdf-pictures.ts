import { PDFiumLibrary, type PDFiumDocument } from '@hyzyla/pdfium';
import { placedLetters, type LetterModule, type PlacedLetter } from './pdf-letters.ts';
import { unseenLines, type UnseenLine } from './pdf-unseen.ts';
import { partColours, type PagePicture } from './picture.ts';

/** The pages of one PDF as pictures; keeps the file open in PDFium until closed. */
export interface PdfPictures {
  pageCount: number;
  /** The longer side of a page in points; 0 for a page that cannot be opened. */
  longestSide(pageNo: number): number;
  /** Draws page `pageNo` (from 1), turned as the file says. */
  render(pageNo: number, dpi: number): Promise<PagePicture>;
  /** The same in colour, 4 bytes a pixel in the order red, green, blue, alpha. */
  renderColour(pageNo: number, dpi: number): Promise<{ data: Uint8Array; width: number; height: number }>;
  /** Lines of page `pageNo` that nobody sees, as `unseenLines` says. */
  unseenLines(pageNo: number): Promise<UnseenLine[]>;
  /** Every letter that page `pageNo` draws, with its place. */
  placedLetters(pageNo: number): PlacedLetter[];
  close(): void;
}

/** A page wider or higher than this is drawn with fewer dots an inch; a hostile page size must not fill the memory. */
const mostPixels = 24_000_000;

/** Opens a PDF for drawing. PDFium (WASM) draws CCITT, JBIG2 and JPEG 2000, which scanners write. */
export async function openPdfPictures(bytes: Uint8Array): Promise<PdfPictures> {
  const library = await (loaded ??= PDFiumLibrary.init());
  const document: PDFiumDocument = await library.loadDocument(bytes);
  const draw = async (
    pageNo: number,
    dpi: number,
  ): Promise<{ data: Uint8Array; width: number; height: number; dpi: number }> => {
    const page = document.getPage(pageNo - 1);
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const area = Math.max(1, originalWidth * originalHeight);
    const scale = Math.min(dpi / 72, Math.sqrt(mostPixels / area));
    const { data, width, height } = await page.render({
      scale,
      renderFormFields: false,
      render: ({ data: pixels }) => Promise.resolve(pixels),
    });
    return { data, width, height, dpi: scale * 72 };
  };
  // The library has no call for the colour and the place of letters; what it wraps has.
  const inside = (pageNo: number): { module: LetterModule; pageIdx: number } =>
    document.getPage(pageNo - 1) as unknown as { module: LetterModule; pageIdx: number };
  const sides = new Map<number, number>();
  return {
    pageCount: document.getPageCount(),
    longestSide(pageNo) {
      const known = sides.get(pageNo);
      if (known !== undefined) return known;
      const { originalWidth, originalHeight } = document.getPage(pageNo - 1).getOriginalSize();
      const side = Math.max(originalWidth, originalHeight);
      sides.set(pageNo, side);
      return side;
    },
    async render(pageNo, dpi) {
      const drawn = await draw(pageNo, dpi);
      return { ...partColours(drawn.data, drawn.width, drawn.height, 'rgba'), dpi: drawn.dpi };
    },
    renderColour: draw,
    unseenLines(pageNo) {
      const { module, pageIdx } = inside(pageNo);
      return unseenLines(module, pageIdx, async () => {
        const drawn = await draw(pageNo, 72);
        return partColours(drawn.data, drawn.width, drawn.height, 'rgba').grey;
      });
    },
    placedLetters(pageNo) {
      const { module, pageIdx } = inside(pageNo);
      return placedLetters(module, pageIdx);
    },
    close: () => document.destroy(),
  };
}

let loaded: Promise<PDFiumLibrary> | undefined;
