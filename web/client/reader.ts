import { html, render } from 'lit';
import { centreOutlines } from './outlines.ts';
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
centreOutlines(document);
