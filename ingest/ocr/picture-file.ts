import sharp, { type OutputInfo } from 'sharp';
import { evenLight } from './photograph.ts';
import { partColours, type PagePicture } from './picture.ts';

/** A picture with more pixels is refused: a bomb, or a plan that is no page. */
const mostPixels = 120_000_000;
/** The longer side of the copy that is read: an A4 page at a little over 200 dots an inch. */
const readingSide = 2600;
const smallestSide = 1400;

/** How many pages a picture file has; only TIFF has several. */
export async function countPictures(bytes: Uint8Array): Promise<number> {
  const { pages } = await sharp(bytes, { limitInputPixels: mostPixels }).metadata();
  return Math.max(1, pages ?? 1);
}

/**
 * Opens page `pageNo` (from 1) of a picture file for reading: upright as the camera noted it, brought to the size of a
 * scanned page.
 * @throws Error for a file that is no picture or too large
 */
export async function openPicture(bytes: Uint8Array, pageNo: number): Promise<PagePicture> {
  const source = sharp(bytes, { limitInputPixels: mostPixels, page: pageNo - 1 });
  const { width, height } = await source.metadata();
  const longest = Math.max(width, height);
  const wanted = longest > readingSide ? readingSide : Math.max(longest, Math.min(smallestSide, 2 * longest));
  const { data, info } = await source
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .resize({ width: wanted, height: wanted, fit: 'inside', kernel: wanted > longest ? 'cubic' : 'lanczos3' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = info.channels >= 3 ? data : await spread(data, info);
  const order = info.channels === 4 ? 'rgba' : 'rgb';
  const { grey, red } = partColours(pixels, info.width, info.height, order);
  return { grey: evenLight(grey), red, dpi: 200 };
}

/** One channel as three equal ones. */
async function spread(data: Buffer, info: OutputInfo): Promise<Buffer> {
  const { width, height, channels } = info;
  return sharp(data, { raw: { width, height, channels } }).toColourspace('srgb').raw().toBuffer();
}
