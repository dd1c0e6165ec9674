import { html, type TemplateResult } from 'lit';
import { chatPage as words } from '../../prompts/web.ts';
import { changeTextSize } from './text-size.ts';

/** Two buttons that make the text larger and smaller. */
export const sizeButtons = (): TemplateResult => html`
  <button
    type="button"
    class="tool"
    aria-label=${words.smaller}
    title=${words.smaller}
    @click=${() => changeTextSize(-1)}
  >
    <span class="letter-small" aria-hidden="true">A</span>
  </button>
  <button
    type="button"
    class="tool"
    aria-label=${words.larger}
    title=${words.larger}
    @click=${() => changeTextSize(1)}
  >
    <span class="letter-large" aria-hidden="true">A</span>
  </button>
`;
