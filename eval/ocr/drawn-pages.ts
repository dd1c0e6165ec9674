import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import sharp from 'sharp';

/* Small pages of made-up documents, drawn with the font that is shipped: for tests and measurements of what reads scans. */

const require = createRequire(import.meta.url);
const font = require.resolve('@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf');

/** How a page is drawn. */
export interface Drawing {
  /** In pixels; width 1000 and as high as its lines need unless said otherwise. */
  width?: number;
  height?: number;
  size?: number;
  /** Degrees, clockwise. */
  turn?: number;
  /** A word in red letters in the upper left corner. */
  stamp?: string;
}

/** Lines of text on a white page, as PNG. */
export async function drawPage(lines: readonly string[], drawing: Drawing = {}): Promise<Buffer> {
  const { width = 1000, height = 120 + lines.length * 62, size = 34, turn = 0, stamp } = drawing;
  const texts = lines.map(
    (line, index) =>
      `<text x="90" y="${100 + index * 62}" font-size="${size}" fill="#111">${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`,
  );
  const mark = stamp
    ? `<rect x="80" y="${height - 110}" width="220" height="74" fill="none" stroke="#d01010" stroke-width="4"/>` +
      `<text x="110" y="${height - 52}" font-size="52" fill="#d01010">${stamp}</text>`
    : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>${texts.join('')}${mark}</svg>`;
  const png = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: 'Be Vietnam Pro' },
  })
    .render()
    .asPng();
  return turn === 0 ? Buffer.from(png) : sharp(png).rotate(turn, { background: '#ffffff' }).png().toBuffer();
}

/** A PDF whose pages are pictures, or text in a standard font (ASCII only), or a picture with text over it. */
export async function makePicturePdf(
  pages: readonly { picture?: Buffer; text?: readonly string[] }[],
): Promise<Uint8Array> {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  const add = (head: string, data?: Buffer): number => {
    offsets.push(parts.reduce((sum, part) => sum + part.length, 0));
    const number = offsets.length;
    parts.push(Buffer.from(`${number} 0 obj\n${head}\n`));
    if (data) parts.push(Buffer.from('stream\n'), data, Buffer.from('\nendstream\n'));
    parts.push(Buffer.from('endobj\n'));
    return number;
  };
  const fontNo = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const kids: number[] = [];
  // Objects of a page: picture, content, page; the tree comes last and its number is known beforehand.
  const treeNo = 2 + pages.reduce((sum, page) => sum + (page.picture ? 3 : 2), 0);
  for (const { picture, text = [] } of pages) {
    let content = '';
    let resources = `/Font << /F1 ${fontNo} 0 R >>`;
    if (picture) {
      const { data, info } = await sharp(picture).jpeg({ quality: 92 }).toBuffer({ resolveWithObject: true });
      const pictureNo = add(
        `<< /Type /XObject /Subtype /Image /Width ${info.width} /Height ${info.height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${data.length} >>`,
        data,
      );
      resources += ` /XObject << /Im ${pictureNo} 0 R >>`;
      const height = (500 * info.height) / info.width;
      content += `q 500 0 0 ${height} 40 ${780 - height} cm /Im Do Q\n`;
    }
    content += text
      .map((line, index) => `BT /F1 11 Tf 1 0 0 1 60 ${740 - index * 15} Tm (${line}) Tj ET`)
      .join('\n');
    const contentNo = add(`<< /Length ${Buffer.byteLength(content)} >>`, Buffer.from(content));
    kids.push(
      add(
        `<< /Type /Page /Parent ${treeNo} 0 R /MediaBox [0 0 600 800] /Resources << ${resources} >> /Contents ${contentNo} 0 R >>`,
      ),
    );
  }
  const pagesNo = add(
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`,
  );
  const rootNo = add(`<< /Type /Catalog /Pages ${pagesNo} 0 R >>`);
  const start = parts.reduce((sum, part) => sum + part.length, 0);
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${offsets.length + 1} /Root ${rootNo} 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return new Uint8Array(Buffer.concat(parts));
}
