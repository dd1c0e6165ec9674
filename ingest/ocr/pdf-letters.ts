import type { TextModule } from './pdf-unseen.ts';

/** What is asked of PDFium about where letters stand; pointers are numbers. */
export interface LetterModule extends TextModule {
  _FPDFText_GetCharOrigin(textPage: number, index: number, x: number, y: number): number;
  _FPDFText_GetLooseCharBox(textPage: number, index: number, box: number): number;
  _FPDFText_IsGenerated(textPage: number, index: number): number;
}

/** A letter or blank that the file draws: its origin and the box of its advance, in units of the page. */
export interface PlacedLetter {
  text: string;
  x: number;
  y: number;
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/** A page of a book has four thousand letters; a hostile one must not keep the reader busy. */
const mostLetters = 40_000;
/** PDFium's sign for a hyphen at the end of a line. */
const hyphen = 2;

/** Every letter of a page with its place, in the order of the file; blanks that PDFium adds by itself are left out. */
export function placedLetters(module: LetterModule, page: number): PlacedLetter[] {
  const textPage = module._FPDFText_LoadPage(page);
  if (!textPage) return [];
  const room = module.wasmExports.malloc(32);
  try {
    const letters: PlacedLetter[] = [];
    const count = Math.min(module._FPDFText_CountChars(textPage), mostLetters);
    for (let index = 0; index < count; index++) {
      if (module._FPDFText_IsGenerated(textPage, index) === 1) continue;
      const code = module._FPDFText_GetUnicode(textPage, index) & 0x1f_ff_ff;
      if (!module._FPDFText_GetCharOrigin(textPage, index, room, room + 8)) continue;
      if (!module._FPDFText_GetLooseCharBox(textPage, index, room + 16)) continue;
      const view = new DataView(module.HEAPU8.buffer, room, 32);
      letters.push({
        text: code === hyphen ? '-' : String.fromCodePoint(Math.min(code, 0x10_ff_ff)),
        x: view.getFloat64(0, true),
        y: view.getFloat64(8, true),
        left: view.getFloat32(16, true),
        top: view.getFloat32(20, true),
        right: view.getFloat32(24, true),
        bottom: view.getFloat32(28, true),
      });
    }
    return letters;
  } finally {
    module.wasmExports.free(room);
    module._FPDFText_ClosePage(textPage);
  }
}
