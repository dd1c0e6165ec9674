import { html, nothing, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { chatPage as words } from '../../prompts/web.ts';
import { pictures } from '../../prompts/web-chat.ts';
import type { Enlarged } from './blocks.ts';

/* A picture over the whole window: fitted into it at first, then as large as wanted, moved about by scrolling. */

export interface Lightbox {
  view(): TemplateResult;
  show(image: Enlarged): void;
}

/** Widths in percent of the window; the first is as it fits. */
const steps = [0, 100, 150, 200, 300, 400] as const;

export function createLightbox(update: () => void): Lightbox {
  const dialog = createRef<HTMLDialogElement>();
  const sheet = createRef<HTMLElement>();
  let image: Enlarged | null = null;
  let step = 0;

  /** Keeps the middle of what is seen in the middle. */
  function zoomTo(next: number): void {
    const box = sheet.value;
    if (!box) return;
    const x = (box.scrollLeft + box.clientWidth / 2) / box.scrollWidth;
    const y = (box.scrollTop + box.clientHeight / 2) / box.scrollHeight;
    step = Math.min(Math.max(next, 0), steps.length - 1);
    update();
    box.scrollLeft = x * box.scrollWidth - box.clientWidth / 2;
    box.scrollTop = y * box.scrollHeight - box.clientHeight / 2;
  }

  function onKey(event: KeyboardEvent): void {
    const by = { '+': 1, '=': 1, '-': -1, '0': -steps.length }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    zoomTo(step + by);
  }

  function onWheel(event: WheelEvent): void {
    // Ctrl and the wheel, which is also what two fingers on a touchpad send.
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoomTo(step + (event.deltaY < 0 ? 1 : -1));
  }

  return {
    view: () =>
      html`<dialog
        class="lightbox"
        aria-label=${image?.alt ?? ''}
        ${ref(dialog)}
        @keydown=${onKey}
        @wheel=${onWheel}
        @click=${(event: Event) => event.target === dialog.value && dialog.value?.close()}
      >
        <div class="lightbox-bar">
          <button type="button" class="primary" autofocus @click=${() => dialog.value?.close()}>
            ${words.close}
          </button>
          <button type="button" ?disabled=${step === 0} @click=${() => zoomTo(step - 1)}>
            ${pictures.smaller}
          </button>
          <button type="button" ?disabled=${step === steps.length - 1} @click=${() => zoomTo(step + 1)}>
            ${pictures.larger}
          </button>
          <span role="status" class="quiet"
            >${step === 0 ? pictures.fitted : pictures.zoomed(steps[step] ?? 0)}</span
          >
          ${
            image?.original
              ? html`<a class="button" href=${image.original} target="_blank" rel="noopener"
                  >${words.wholePage}</a
                >`
              : nothing
          }
        </div>
        <div
          class="lightbox-sheet"
          data-zoom=${steps[step]}
          tabindex="0"
          role="region"
          aria-label=${pictures.sheet}
          ${ref(sheet)}
        >
          ${image ? html`<img class=${image.original ? 'lines' : ''} src=${image.url} alt=${image.alt} />` : nothing}
        </div>
      </dialog>`,
    show(next) {
      image = next;
      step = 0;
      update();
      dialog.value?.showModal();
    },
  };
}
