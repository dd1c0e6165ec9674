import { html, nothing, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { chatPage as words } from '../../prompts/web.ts';
import { sourcePanel } from '../../prompts/web-chat.ts';
import { isPlainClick, wide } from './browser.ts';
import { centreOutlines } from './outlines.ts';

/* A source with its passage: beside the conversation where there is room, over all of a phone otherwise. */

export interface SourcePanel {
  /** The column beside the conversation; nothing where no source is open or the window is narrow. */
  view(): TemplateResult | typeof nothing;
  /** The window over a narrow page. */
  dialogView(): TemplateResult;
  readonly isBeside: boolean;
  open(path: string, opener?: HTMLElement): void;
  close(): void;
}

type Shown = { path: string; content: Element | null; problem: string | null };

/** `onSignedOut`: the server asks to sign in again. */
export function createSourcePanel(update: () => void, onSignedOut: () => void): SourcePanel {
  const panel = createRef<HTMLElement>();
  const dialog = createRef<HTMLDialogElement>();
  let shown: Shown | null = null;
  let opener: HTMLElement | null = null;

  function open(path: string, from?: HTMLElement): void {
    if (from) opener = from;
    shown = { path, content: null, problem: null };
    present();
    void fetchDocument(path).then((page) => {
      if (shown?.path !== path) return;
      if (page === 'signed-out') {
        close();
        return onSignedOut();
      }
      shown = { path, content: page && contentOf(page), problem: page ? null : sourcePanel.failed };
      present();
      const box = panel.value;
      if (!box) return;
      const passage = box.querySelector<HTMLElement>('#doan');
      centreOutlines(box);
      passage?.scrollIntoView({ block: 'center' });
      (passage ?? box).focus({ preventScroll: true });
    });
  }

  function present(): void {
    update();
    if (shown && !wide.matches && !dialog.value?.open) dialog.value?.showModal();
  }

  function close(): void {
    shown = null;
    dialog.value?.close();
    update();
    opener?.focus();
    opener = null;
  }

  // From one form to the other when the window is turned or drawn wider.
  wide.addEventListener('change', () => {
    dialog.value?.close();
    present();
  });

  /** Another document that the text leads to opens in the same place. */
  function onClick(event: MouseEvent): void {
    const link = (event.target as Element).closest('a');
    if (!link || link.target === '_blank' || !isPlainClick(event)) return;
    if (!link.pathname.startsWith('/nguon/') || link.pathname.endsWith('.png')) return;
    event.preventDefault();
    open(link.pathname + link.search);
  }

  const inside = ({ path, content, problem }: Shown): TemplateResult =>
    html`<div class="source-bar">
        <h2>${sourcePanel.title}</h2>
        <a class="button" href=${`${path}#doan`} target="_blank" rel="noopener">${sourcePanel.whole}</a>
        <button type="button" class="primary" @click=${close}>${words.close}</button>
      </div>
      <div class="source-text" tabindex="-1" @click=${onClick} ${ref(panel)}>
        ${content ?? html`<p class=${problem ? 'problem' : 'quiet'} role="status">${problem ?? sourcePanel.loading}</p>`}
      </div>`;

  return {
    view: () =>
      shown && wide.matches
        ? html`<aside
            class="source"
            aria-label=${sourcePanel.title}
            @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && close()}
          >
            ${inside(shown)}
          </aside>`
        : nothing,
    dialogView: () =>
      html`<dialog
        class="source full"
        aria-label=${sourcePanel.title}
        ${ref(dialog)}
        @cancel=${(event: Event) => {
          event.preventDefault();
          close();
        }}
      >
        ${shown && !wide.matches ? inside(shown) : nothing}
      </dialog>`,
    get isBeside() {
      return shown !== null && wide.matches;
    },
    open,
    close,
  };
}

/** What the source viewer shows, without its own bar: how it stands, then the text. */
function contentOf(page: Document): Element | null {
  const main = page.querySelector('main');
  if (!main) return null;
  const content = document.createElement('div');
  content.className = main.className;
  const standing = page.querySelector('.reader-bar .status');
  if (standing) content.append(document.importNode(standing, true));
  for (const child of main.childNodes) content.append(document.importNode(child, true));
  return content;
}

/** A page of ours as a tree; markup that `fetch` brought could not be parsed under the page's own policy. */
function fetchDocument(path: string): Promise<Document | 'signed-out' | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('GET', path);
    request.responseType = 'document';
    request.addEventListener('load', () =>
      resolve(request.status === 401 ? 'signed-out' : request.responseXML),
    );
    request.addEventListener('error', () => resolve(null));
    request.send();
  });
}
