import type { GreyPicture } from './picture.ts';

/** What is asked of PDFium about the letters of a page; pointers are numbers. */
export interface TextModule {
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(textPage: number): void;
  _FPDFText_CountChars(textPage: number): number;
  _FPDFText_GetUnicode(textPage: number, index: number): number;
  _FPDFText_GetTextObject(textPage: number, index: number): number;
  _FPDFTextObj_GetTextRenderMode(object: number): number;
  _FPDFText_GetFillColor(
    textPage: number,
    index: number,
    red: number,
    green: number,
    blue: number,
    alpha: number,
  ): number;
  _FPDFText_GetCharBox(
    textPage: number,
    index: number,
    left: number,
    right: number,
    bottom: number,
    top: number,
  ): number;
  _FPDFPage_CountObjects(page: number): number;
  _FPDFPage_GetObject(page: number, index: number): number;
  _FPDFPageObj_GetType(object: number): number;
  wasmExports: { malloc(size: number): number; free(pointer: number): void };
  HEAPU8: Uint8Array;
}

/** A line that nobody sees, with the middle of each of its letters that are no blanks, in units of the page. */
export interface UnseenLine {
  text: string;
  letters: readonly { x: number; y: number }[];
}

const image = 3;
const inkless = 3;
/** A page of a book has four thousand letters; a hostile one must not keep the reader busy. */
const mostLetters = 40_000;
/** Colours that differ from white by less are not seen on it; the same on the drawn page. */
const whitest = 248;
const darkGround = 200;

/**
 * The lines of a page whose letters are drawn without ink, or in white where the drawn page is white too. Letters without
 * ink on a page with a picture are what a scanner lays under it, and are passed over. `picture` draws the page, a pixel a
 * point, and is asked only where there are white letters.
 */
export async function unseenLines(
  module: TextModule,
  page: number,
  picture: () => Promise<GreyPicture>,
): Promise<UnseenLine[]> {
  const textPage = module._FPDFText_LoadPage(page);
  if (!textPage) return [];
  const room = module.wasmExports.malloc(32);
  try {
    const isScan = hasImage(module, page);
    let drawn: GreyPicture | null = null;
    const lines: UnseenLine[] = [];
    let line = '';
    let letters: { x: number; y: number }[] = [];
    const endLine = (): void => {
      if (line !== '') lines.push({ text: line, letters });
      line = '';
      letters = [];
    };
    const count = Math.min(module._FPDFText_CountChars(textPage), mostLetters);
    for (let index = 0; index < count; index++) {
      const letter = String.fromCodePoint(module._FPDFText_GetUnicode(textPage, index) & 0x1f_ff_ff);
      if (letter === '\n' || letter === '\r') {
        endLine();
        continue;
      }
      const object = module._FPDFText_GetTextObject(textPage, index);
      // Blanks between words are often no letters of the file.
      const isBlank = letter.trim() === '';
      if (!object) {
        if (isBlank && line !== '') line += ' ';
        continue;
      }
      const mode = module._FPDFTextObj_GetTextRenderMode(object);
      let isUnseen = mode === inkless && !isScan;
      if (mode !== inkless && isWhiteLetter(module, textPage, index, room)) {
        drawn ??= await picture();
        isUnseen = isBlank || isOnWhite(module, textPage, index, room, drawn);
      }
      if (!isUnseen) continue;
      line += letter;
      const box = isBlank ? null : boxOf(module, textPage, index, room);
      if (box) letters.push({ x: (box.left + box.right) / 2, y: (box.bottom + box.top) / 2 });
    }
    endLine();
    return lines;
  } finally {
    module.wasmExports.free(room);
    module._FPDFText_ClosePage(textPage);
  }
}

function hasImage(module: TextModule, page: number): boolean {
  const count = Math.min(module._FPDFPage_CountObjects(page), mostLetters);
  for (let index = 0; index < count; index++)
    if (module._FPDFPageObj_GetType(module._FPDFPage_GetObject(page, index)) === image) return true;
  return false;
}

function isWhiteLetter(module: TextModule, textPage: number, index: number, room: number): boolean {
  if (!module._FPDFText_GetFillColor(textPage, index, room, room + 4, room + 8, room + 12)) return false;
  const colour = new DataView(module.HEAPU8.buffer, room, 12);
  return [0, 4, 8].every((at) => colour.getUint32(at, true) >= whitest);
}

/** Where a letter stands; null where the file does not tell. */
function boxOf(
  module: TextModule,
  textPage: number,
  index: number,
  room: number,
): { left: number; right: number; bottom: number; top: number } | null {
  if (!module._FPDFText_GetCharBox(textPage, index, room, room + 8, room + 16, room + 24)) return null;
  const box = new DataView(module.HEAPU8.buffer, room, 32);
  const [left, right, bottom, top] = [0, 8, 16, 24].map((at) => box.getFloat64(at, true)) as [
    number,
    number,
    number,
    number,
  ];
  return { left, right, bottom, top };
}

/** The letter does not change the picture, so what is dark around it is its ground. */
function isOnWhite(
  module: TextModule,
  textPage: number,
  index: number,
  room: number,
  drawn: GreyPicture,
): boolean {
  const box = boxOf(module, textPage, index, room);
  if (!box) return true;
  const { left, right, bottom, top } = box;
  const x0 = Math.max(0, Math.floor(left));
  const x1 = Math.min(drawn.width - 1, Math.ceil(right));
  const y0 = Math.max(0, Math.floor(drawn.height - top));
  const y1 = Math.min(drawn.height - 1, Math.ceil(drawn.height - bottom));
  for (let y = y0; y <= y1; y++)
    for (let x = x0; x <= x1; x++) if ((drawn.data[y * drawn.width + x] ?? 255) < darkGround) return false;
  return true;
}
