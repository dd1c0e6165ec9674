/*
 * How letters, paragraphs and rows of a .doc look, out of the bytes that say so (MS-DOC 2.4 to 2.6): blocks of looks by
 * their place in the file, styles, and lists of single modifiers.
 */

/** Cells of a row from left to right. */
export interface RowFormat {
  cells: { right: number; isMergedRight: boolean; isMergedDown: boolean }[];
}

/** A look that holds for [from, to) of the file. */
export interface Look {
  from: number;
  to: number;
  properties: Buffer;
  style: number;
}

/** What a style says of letters, and the style that it stands on. */
export interface Style {
  base: number;
  letters: Buffer | null;
}

/** The look that holds at a place of the file; `looks` in their order. */
export function lookAt(looks: readonly Look[], place: number): Look | undefined {
  let low = 0;
  let high = looks.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const look = looks[middle] as Look;
    if (place < look.from) high = middle - 1;
    else if (place >= look.to) low = middle + 1;
    else return look;
  }
  return undefined;
}

/** The looks of one block of 512 bytes. */
export function looksOfBlock(block: Buffer, areParagraphs: boolean): Look[] {
  const count = block.readUInt8(511);
  const width = areParagraphs ? 13 : 1;
  if ((count + 1) * 4 + count * width > 511) return [];
  return Array.from({ length: count }, (_, index): Look => {
    const from = block.readUInt32LE(index * 4);
    const to = block.readUInt32LE(index * 4 + 4);
    const at = block.readUInt8((count + 1) * 4 + index * width) * 2;
    if (at === 0) return { from, to, properties: Buffer.alloc(0), style: 0 };
    if (!areParagraphs) {
      const size = block.readUInt8(at);
      return { from, to, properties: block.subarray(at + 1, at + 1 + size), style: 0 };
    }
    const half = block.readUInt8(at);
    const whole =
      half === 0
        ? block.subarray(at + 2, at + 2 + 2 * block.readUInt8(at + 1))
        : block.subarray(at + 1, at + 2 * half);
    const style = whole.length >= 2 ? whole.readUInt16LE(0) : 0;
    return { from, to, properties: whole.subarray(2), style };
  });
}

/** One entry of the style sheet; `baseSize`: bytes before its name. */
export function readStyle(style: Buffer, baseSize: number): Style {
  const kind = style.readUInt16LE(2) & 0x0f;
  const base = style.readUInt16LE(2) >> 4;
  // The name, counted, with a zero behind it.
  let at = baseSize;
  at += 2 + style.readUInt16LE(at) * 2 + 2;
  // A paragraph style says first how paragraphs look, then how their letters do.
  const skipped = kind === 1 ? 1 : 0;
  for (let index = 0; index <= skipped; index++) {
    if (at + 2 > style.length) return { base, letters: null };
    const size = style.readUInt16LE(at);
    const content = style.subarray(at + 2, at + 2 + size);
    if (index === skipped) return { base, letters: kind <= 2 ? content : null };
    at += 2 + size + (size % 2);
  }
  return { base, letters: null };
}

/** Sizes of what follows a modifier, by the upper bits of its code; 0 where the size comes first. */
const operandSizes = [1, 1, 2, 4, 2, 2, 0, 3];

/** The single property modifiers of a list. */
export function* modifiers(list: Buffer): Generator<{ code: number; operand: Buffer }> {
  let at = 0;
  while (at + 3 <= list.length) {
    const code = list.readUInt16LE(at);
    at += 2;
    let size = operandSizes[code >> 13] ?? 1;
    if (size === 0) {
      // The definition of a table is longer than a byte can say.
      if (code === 0xd608 && at + 2 <= list.length) {
        size = list.readUInt16LE(at) - 1;
        at += 2;
      } else {
        size = list.readUInt8(at);
        at += 1;
      }
    }
    const operand = list.subarray(at, at + size);
    if (operand.length < size || size < 0) return;
    yield { code, operand };
    at += size;
  }
}

/** sprmTDefTable: the number of cells, the edges between them, and twenty bytes a cell. */
export function rowFormat(operand: Buffer): RowFormat {
  const count = Math.min(64, operand[0] ?? 0);
  const cells: RowFormat['cells'] = [];
  for (let index = 0; index < count; index++) {
    const edge = 1 + (index + 1) * 2;
    if (edge + 2 > operand.length) break;
    const at = 1 + (count + 1) * 2 + index * 20;
    const flags = at + 2 <= operand.length ? operand.readUInt16LE(at) : 0;
    cells.push({
      right: operand.readInt16LE(edge),
      isMergedRight: (flags & 3) === 2,
      isMergedDown: ((flags >> 5) & 3) === 1,
    });
  }
  return { cells };
}
