import { html, render } from 'lit';
import { sizeButtons } from './size-buttons.ts';
import { applyTextSize } from './text-size.ts';

/* The source viewer works without this; here come the text size and a scroll that leaves room above the passage. */

applyTextSize();
const sizes = document.getElementById('sizes');
if (sizes) render(html`${sizeButtons()}`, sizes);
document.getElementById('doan')?.scrollIntoView({ block: 'center' });
