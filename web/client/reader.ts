import { html, render } from 'lit';
import { sizeButtons } from './size-buttons.ts';
import { applyTextSize } from './text-size.ts';

/*
 * The source viewer works without this; here come the text size, a scroll that leaves room above the passage, and the
 * outlined lines in the middle of what is seen of the page's picture.
 */

applyTextSize();
const sizes = document.getElementById('sizes');
if (sizes) render(html`${sizeButtons()}`, sizes);
document.getElementById('doan')?.scrollIntoView({ block: 'center' });

for (const sheet of document.querySelectorAll('.sheet')) {
  const toOutline = (): void => {
    const lines = sheet.querySelector('.tint')?.getBoundingClientRect();
    const seen = sheet.getBoundingClientRect();
    if (lines) sheet.scrollTop += (lines.top + lines.bottom) / 2 - (seen.top + seen.bottom) / 2;
  };
  toOutline();
  // A picture of another shape than a sheet of paper has its height only now.
  sheet.querySelector('img')?.addEventListener('load', toOutline);
}
