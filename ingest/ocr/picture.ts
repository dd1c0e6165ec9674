/*
 * Pictures of pages as plain arrays: one byte a pixel, 0 black to 255 white, row by row. Everything here is arithmetic
 * on them; decoding and encoding stand in picture-file.ts, rendering of PDF pages in pdf-pictures.ts.
 */

/** A grey picture. */
export interface GreyPicture {
  data: Uint8Array;
  width: number;
  height: number;
}

/** A page's picture parted into what is written and what is stamped. */
export interface PagePicture {
  /** The page without what is red: seals and stamps would make the words below them unreadable. */
  grey: GreyPicture;
  /** What is red, black on white; null where hardly anything is. */
  red: GreyPicture | null;
  /** Dots an inch, as far as known; else as if the page were as wide as A4. */
  dpi: number;
}

/** Order of the colours in a pixel. */
export type ColourOrder = 'rgb' | 'rgba';

/** A share of red pixels below this is noise of the scanner. */
const fewestRed = 0.0004;

/** Parts a colour picture into writing and red stamps. Transparent pixels are white. */
export function partColours(
  pixels: Uint8Array,
  width: number,
  height: number,
  order: ColourOrder,
): { grey: GreyPicture; red: GreyPicture | null } {
  const channels = order === 'rgb' ? 3 : 4;
  const grey = new Uint8Array(width * height);
  const red = new Uint8Array(width * height).fill(255);
  let reds = 0;
  for (let at = 0, from = 0; at < grey.length; at++, from += channels) {
    let r = pixels[from] as number;
    let g = pixels[from + 1] as number;
    let b = pixels[from + 2] as number;
    if (channels === 4) {
      const alpha = pixels[from + 3] as number;
      if (alpha < 255) {
        const white = 255 - alpha;
        r = ((r * alpha) / 255 + white) | 0;
        g = ((g * alpha) / 255 + white) | 0;
        b = ((b * alpha) / 255 + white) | 0;
      }
    }
    const darker = g < b ? g : b;
    if (r > 110 && r - darker > 60 && r - g > 40 && r - b > 20) {
      // Red ink over white paper is as light as its red channel; over black writing it is dark in every channel.
      red[at] = darker;
      grey[at] = r > 170 ? 255 : r;
      reds += 1;
    } else grey[at] = (77 * r + 150 * g + 29 * b) >> 8;
  }
  const isStamped = reds > fewestRed * grey.length && reds < 0.3 * grey.length;
  return {
    grey: { data: grey, width, height },
    red: isStamped ? { data: red, width, height } : null,
  };
}

/** Turns a picture clockwise by quarters. */
export function turn(picture: GreyPicture, degrees: 0 | 90 | 180 | 270): GreyPicture {
  const { data, width, height } = picture;
  if (degrees === 0) return picture;
  const turned = new Uint8Array(data.length);
  if (degrees === 180) {
    for (let from = 0, to = data.length - 1; to >= 0; from++, to--) turned[to] = data[from] as number;
    return { data: turned, width, height };
  }
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from++) {
      const to = degrees === 90 ? x * height + (height - 1 - y) : (width - 1 - x) * height + y;
      turned[to] = data[from] as number;
    }
  }
  return { data: turned, width: height, height: width };
}

/** A copy smaller by a whole factor; each pixel is the mean of a square. */
export function shrink(picture: GreyPicture, factor: number): GreyPicture {
  if (factor <= 1) return picture;
  const width = Math.floor(picture.width / factor);
  const height = Math.floor(picture.height / factor);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy++) {
        const row = (y * factor + dy) * picture.width + x * factor;
        for (let dx = 0; dx < factor; dx++) sum += picture.data[row + dx] as number;
      }
      data[y * width + x] = sum / (factor * factor);
    }
  }
  return { data, width, height };
}

/** Where a point of the new picture lies in the old one. */
export type Mapping = (x: number, y: number) => readonly [x: number, y: number];

/** Draws a new picture whose every pixel is looked up in the old one, between its pixels; outside is white. */
export function redraw(picture: GreyPicture, width: number, height: number, source: Mapping): GreyPicture {
  const { data } = picture;
  const drawn = new Uint8Array(width * height).fill(255);
  const lastX = picture.width - 1;
  const lastY = picture.height - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [sx, sy] = source(x, y);
      if (sx < 0 || sy < 0 || sx >= lastX || sy >= lastY) continue;
      const x0 = sx | 0;
      const y0 = sy | 0;
      const fx = sx - x0;
      const fy = sy - y0;
      const at = y0 * picture.width + x0;
      const top = (data[at] as number) * (1 - fx) + (data[at + 1] as number) * fx;
      const low =
        (data[at + picture.width] as number) * (1 - fx) + (data[at + picture.width + 1] as number) * fx;
      drawn[y * width + x] = top * (1 - fy) + low * fy + 0.5;
    }
  }
  return { data: drawn, width, height };
}

/** Turns a picture by a few degrees, clockwise for positive angles, on a sheet that is large enough for all of it. */
export function tilt(picture: GreyPicture, degrees: number): { picture: GreyPicture; toSource: Mapping } {
  const angle = (degrees * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const width = Math.ceil(picture.width * cos + picture.height * Math.abs(sin));
  const height = Math.ceil(picture.height * cos + picture.width * Math.abs(sin));
  const toSource: Mapping = (x, y) => {
    const dx = x - width / 2;
    const dy = y - height / 2;
    return [dx * cos + dy * sin + picture.width / 2, -dx * sin + dy * cos + picture.height / 2];
  };
  return { picture: redraw(picture, width, height, toSource), toSource };
}

/** The grey level that parts ink from paper best (Otsu 1979), and how far apart both are. */
export function inkThreshold(picture: GreyPicture): { level: number; ink: number; paper: number } {
  const counts = new Uint32Array(256);
  for (const value of picture.data) counts[value] = (counts[value] as number) + 1;
  const total = picture.data.length;
  let sum = 0;
  for (let value = 0; value < 256; value++) sum += value * (counts[value] as number);
  let best = { level: 128, ink: 0, paper: 255 };
  let bestSpread = -1;
  let below = 0;
  let belowSum = 0;
  for (let value = 0; value < 255; value++) {
    below += counts[value] as number;
    belowSum += value * (counts[value] as number);
    if (below === 0 || below === total) continue;
    const ink = belowSum / below;
    const paper = (sum - belowSum) / (total - below);
    const spread = below * (total - below) * (paper - ink) ** 2;
    if (spread > bestSpread) {
      bestSpread = spread;
      best = { level: value + 1, ink, paper };
    }
  }
  return best;
}

/**
 * A copy for reading: specks softened by their neighbours, ink black and paper white. Measured on pages with scanner's
 * grain it takes a quarter off the wrong letters.
 */
export function cleanForReading(picture: GreyPicture): GreyPicture {
  const { data, width, height } = picture;
  const { ink, paper } = inkThreshold(picture);
  const spread = paper - ink;
  if (spread < 20) return picture;
  const black = ink + 0.1 * spread;
  const white = paper - 0.15 * spread;
  const levels = new Uint8Array(256);
  for (let value = 0; value < 256; value++)
    levels[value] = Math.max(0, Math.min(255, ((value - black) / (white - black)) * 255));
  const clean = new Uint8Array(data.length).fill(255);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      const near =
        (data[at - 1] as number) +
        (data[at + 1] as number) +
        (data[at - width] as number) +
        (data[at + width] as number);
      const far =
        (data[at - width - 1] as number) +
        (data[at - width + 1] as number) +
        (data[at + width - 1] as number) +
        (data[at + width + 1] as number);
      clean[at] = levels[(6 * (data[at] as number) + 2 * near + far / 2 + 8) >> 4] as number;
    }
  }
  return { data: clean, width, height };
}
