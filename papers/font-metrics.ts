/** Measures text with the advance widths of a TrueType font, so that labels can be wrapped before they are drawn. */
export interface FontMetrics {
  /** Width of `text` at `size`, in the unit of `size`. */
  widthOf(text: string, size: number): number;
}

/** Reads widths from the bytes of a TrueType file (tables head, hhea, hmtx and a format 4 cmap). */
export function readFontMetrics(font: Uint8Array): FontMetrics {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const entry = 12 + i * 16;
    tables.set(String.fromCharCode(...font.subarray(entry, entry + 4)), view.getUint32(entry + 8));
  }
  const at = (name: string): number => {
    const offset = tables.get(name);
    if (offset === undefined) throw new TypeError(`font without table ${name}`);
    return offset;
  };
  const unitsPerEm = view.getUint16(at('head') + 18);
  const metricCount = view.getUint16(at('hhea') + 34);
  const hmtx = at('hmtx');
  const glyphOf = readCharacterMap(view, at('cmap'));
  const widths = new Map<string, number>();
  const widthOfCharacter = (character: string): number => {
    const known = widths.get(character);
    if (known !== undefined) return known;
    const glyph = Math.min(glyphOf(character.codePointAt(0) ?? 0), metricCount - 1);
    const width = view.getUint16(hmtx + glyph * 4) / unitsPerEm;
    widths.set(character, width);
    return width;
  };
  return {
    widthOf(text, size) {
      let width = 0;
      for (const character of text) width += widthOfCharacter(character);
      return width * size;
    },
  };
}

function readCharacterMap(view: DataView, cmap: number): (codePoint: number) => number {
  let table = 0;
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const offset = cmap + view.getUint32(cmap + 4 + i * 8 + 4);
    if (view.getUint16(offset) === 4) table = offset;
  }
  if (table === 0) throw new TypeError('font without a format 4 character map');
  const segments = view.getUint16(table + 6) / 2;
  const ends = table + 14;
  const starts = ends + segments * 2 + 2;
  const deltas = starts + segments * 2;
  const offsets = deltas + segments * 2;
  return (codePoint) => {
    for (let i = 0; i < segments; i++) {
      if (codePoint > view.getUint16(ends + i * 2)) continue;
      const start = view.getUint16(starts + i * 2);
      if (codePoint < start) return 0;
      const delta = view.getUint16(deltas + i * 2);
      const offset = view.getUint16(offsets + i * 2);
      if (offset === 0) return (codePoint + delta) & 0xffff;
      const glyph = view.getUint16(offsets + i * 2 + offset + (codePoint - start) * 2);
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}
