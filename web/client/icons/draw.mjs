/*
 * Draws the icons of the installed page out of favicon.svg, next to this file: `node web/client/icons/draw.mjs`. Phones
 * cut a maskable icon to a shape of their own, so there the sign stands smaller on a ground that fills the square.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { Resvg } from '@resvg/resvg-js';

/** Size in pixels, and whether the edges may be cut off. */
export const icons = [
  { name: 'icon-192.png', size: 192, isMaskable: false },
  { name: 'icon-512.png', size: 512, isMaskable: false },
  { name: 'icon-maskable-512.png', size: 512, isMaskable: true },
  { name: 'icon-apple-180.png', size: 180, isMaskable: true },
];

/** The PNG of one icon. */
export async function draw({ size, isMaskable }) {
  const svg = await readFile(new URL('../favicon.svg', import.meta.url), 'utf8');
  const inside = svg.replace(/^<svg[^>]*>|<\/svg>\s*$/g, '');
  const drawn = isMaskable
    ? `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#9b1c1c"/><g transform="translate(8 8) scale(0.75)">${inside}</g></svg>`
    : svg;
  return new Resvg(drawn, { fitTo: { mode: 'width', value: size } }).render().asPng();
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  for (const icon of icons) await writeFile(new URL(icon.name, import.meta.url), await draw(icon));
