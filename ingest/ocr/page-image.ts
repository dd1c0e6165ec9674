import sharp, { type Sharp } from 'sharp';
import { AppError } from '../../core/errors.ts';
import type { PageBox } from '../types.ts';
import { openPdfPictures } from './pdf-pictures.ts';

/** Which picture of a page is wanted; as the reader process is asked for it. */
export interface ImageView {
  /** Degrees that the page is turned clockwise to stand upright. */
  rotation: 0 | 90 | 180 | 270;
  /** The part of the page, in fractions of the page as the file holds it; absent: the whole page. */
  box?: PageBox;
  /** Width of the picture in pixels. */
  widthPx: number;
}

const widest = 2400;
/** A part of a page is never drawn finer than this; scans have no more to show. */
const finestDpi = 300;

/**
 * The picture of a page, or of a part of it, upright, as JPEG.
 * @throws AppError 'not-found' for a page that the file does not have
 */
export async function pageImage(
  bytes: Uint8Array,
  mediaType: string,
  pageNo: number,
  { rotation, box, widthPx }: ImageView,
): Promise<Uint8Array> {
  const width = Math.max(16, Math.min(widest, Math.round(widthPx)));
  const page =
    mediaType === 'application/pdf' ? await drawPdf(bytes, pageNo, width, box) : openFile(bytes, pageNo);
  const info = await page.toBuffer({ resolveWithObject: true });
  const { width: fullWidth, height: fullHeight, channels } = info.info;
  const raw = { width: fullWidth, height: fullHeight, channels };
  let part = sharp(info.data, { raw });
  if (box) {
    const left = Math.min(fullWidth - 1, Math.max(0, Math.floor(box.x0 * fullWidth)));
    const top = Math.min(fullHeight - 1, Math.max(0, Math.floor(box.y0 * fullHeight)));
    part = part.extract({
      left,
      top,
      width: Math.max(1, Math.min(fullWidth - left, Math.ceil((box.x1 - box.x0) * fullWidth))),
      height: Math.max(1, Math.min(fullHeight - top, Math.ceil((box.y1 - box.y0) * fullHeight))),
    });
  }
  const upright = await part.rotate(rotation).png({ compressionLevel: 1 }).toBuffer();
  return sharp(upright)
    .resize({ width, withoutEnlargement: false, kernel: 'cubic' })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 82 })
    .toBuffer();
}

async function drawPdf(
  bytes: Uint8Array,
  pageNo: number,
  width: number,
  box: PageBox | undefined,
): Promise<Sharp> {
  const pdf = await openPdfPictures(bytes);
  try {
    if (pageNo < 1 || pageNo > pdf.pageCount) throw new AppError('not-found', 'no such page');
    const share = box ? Math.max(0.05, Math.min(box.x1 - box.x0, box.y1 - box.y0)) : 1;
    const side = Math.max(1, pdf.longestSide(pageNo));
    const dpi = Math.min((finestDpi * 842) / side, (72 * 1.5 * width) / (side * share));
    const { data, width: drawnWidth, height } = await pdf.renderColour(pageNo, Math.max(20, dpi));
    return sharp(data, { raw: { width: drawnWidth, height, channels: 4 } })
      .removeAlpha()
      .raw();
  } finally {
    pdf.close();
  }
}

function openFile(bytes: Uint8Array, pageNo: number): Sharp {
  return sharp(bytes, { limitInputPixels: 100_000_000, page: pageNo - 1 })
    .autoOrient()
    .removeAlpha()
    .raw();
}
