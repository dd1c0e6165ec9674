import { html, nothing, render, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { chatPage as words, productName, signIn } from '../../prompts/web.ts';
import { conversations as listWords } from '../../prompts/web-chat.ts';
import type { Found } from '../wire.ts';
import { newId, veryWide, wide } from './browser.ts';
import { createChatLog, type Place } from './chat-log.ts';
import { createComposer } from './composer.ts';
import { createConversations, pathOf } from './conversations.ts';
import { createLightbox } from './lightbox.ts';
import { createOpenChat } from './open-chat.ts';
import { createOpinions } from './opinions.ts';
import { canRecord } from './recorder.ts';
import { sizeButtons } from './size-buttons.ts';
import { createSourcePanel } from './source-panel.ts';
import { stateLine } from './state-line.ts';
import { applyTextSize } from './text-size.ts';

/* The chat page: its parts, each with a state of its own, and the frame around them. Rendered by Lit into the light DOM. */

const root = document.getElementById('app') as HTMLElement;
const personName = root.dataset['name'] ?? '';
const views = JSON.parse(root.dataset['views'] ?? '[]') as { path: string; title: string }[];
const drawer = createRef<HTMLDialogElement>();

/** Where to go once the conversation stands there. */
let awaited: Place | null = null;

applyTextSize();
root.replaceChildren();

const open = createOpenChat({
  onChange(what) {
    if (what === 'new') log.follow(update);
    else update();
    if (what === 'own') log.toEnd();
  },
  onLoaded() {
    log.toEnd();
    log.announceSoon();
    if (awaited) void log.reveal(awaited);
    awaited = null;
  },
  onActivity: (id, isReply) => conversations.note(id, isReply),
  onConversationsChanged: () => void conversations.load(),
});
const log = createChatLog({
  open,
  opinions: createOpinions(update),
  personName,
  update,
  actions: {
    press(key, label) {
      open.press(key, label);
      // The pressed button is switched off now; the focus must not fall to nowhere.
      composer.focus();
    },
    enlarge: (image) => lightbox.show(image),
    openSource: (path, opener) => source.open(path, opener),
  },
});
const composer = createComposer({
  open,
  maxUploadMb: Number(root.dataset['maxUploadMb']),
  canHear: root.dataset['canHear'] === 'yes' && canRecord(),
  update,
});
const lightbox = createLightbox(update);
const source = createSourcePanel(update, open.signedOut);
const conversations = createConversations({
  current: () => open.id,
  open: (id) => goTo(id),
  openNew: () => goTo(newId()),
  openPlace: goToPlace,
  onRemoved(id) {
    if (id === open.id) goTo(newId());
  },
  update,
});

/** Opens a conversation, with an address of its own, so that 'back' leads to the one before. */
function goTo(id: string, place: Place | null = null): void {
  if (id !== open.id) {
    history.pushState(null, '', pathOf(id));
    turnTo(id, place);
  }
  closeDrawer();
  if (!place) composer.focus();
}

function turnTo(id: string, place: Place | null = null): void {
  awaited = place;
  composer.turnTo(open.id, id);
  source.close();
  log.silence();
  conversations.seen(id);
  open.open(id);
}

function goToPlace(found: Found): void {
  const place: Place = found.said === undefined ? { reply: found.reply ?? 0 } : { said: found.said };
  if (found.chat !== open.id) return goTo(found.chat, place);
  closeDrawer();
  void log.reveal(place);
}

const idInAddress = (): string | null => {
  const id = new URLSearchParams(location.search).get('cuoc');
  return id !== null && /^(?:main|[0-9a-z]{16,40})$/u.test(id) ? id : null;
};
window.addEventListener('popstate', () => {
  const id = idInAddress();
  if (id !== null && id !== open.id) turnTo(id);
});

const wake = (): void => {
  if (document.visibilityState === 'visible' && open.connection !== 'replaced') open.wake();
};
document.addEventListener('visibilitychange', wake);
window.addEventListener('online', wake);
wide.addEventListener('change', closeDrawer);
veryWide.addEventListener('change', update);

function closeDrawer(): void {
  drawer.value?.close();
  update();
}

/** The list stands beside the conversation where a source leaves it the room, else behind a button. */
const isListBeside = (): boolean => (source.isBeside ? veryWide.matches : wide.matches);

// What it looks like

function update(): void {
  render(view(), root);
}

const side = (): TemplateResult =>
  html`${conversations.view()}
    <nav class="views" aria-label=${listWords.menu}>
      ${views.map(({ path, title }) => html`<a href=${path}>${title}</a>`)}
      <a href="/phien">${listWords.sessions}</a>
      <form method="post" action="/ra"><button class="tool">${signIn.signOut}</button></form>
    </nav>`;

function view(): TemplateResult {
  const isBeside = isListBeside();
  return html`
    <a class="skip" href="#cau-hoi">${words.skipToQuestion}</a>
    <header class="bar">
      ${
        isBeside
          ? nothing
          : html`<button
              type="button"
              class="tool menu"
              aria-label=${listWords.open}
              @click=${() => drawer.value?.showModal()}
            >
              <span aria-hidden="true">☰</span>
            </button>`
      }
      <h1><img src="/favicon.svg" alt="" width="32" height="32" /><span>${productName}</span></h1>
      <span class="person">${personName}</span>
      ${sizeButtons()}
      <button type="button" class="tool" @click=${() => open.say(words.helpCommand)}>${words.help}</button>
    </header>
    ${isBeside ? html`<div class="side">${side()}</div>` : nothing}
    <main>${log.view()}</main>
    <footer>
      <div role="status" class="state-line">${stateLine(open, composer.isRecording)}</div>
      ${composer.view()}
    </footer>
    ${source.view()} ${composer.dropView()} ${lightbox.view()} ${source.dialogView()}
    ${conversations.dialogView()}
    <dialog
      class="side drawer"
      aria-label=${listWords.open}
      ${ref(drawer)}
      @click=${(event: Event) => event.target === drawer.value && closeDrawer()}
    >
      ${
        isBeside
          ? nothing
          : html`<button type="button" class="close" @click=${closeDrawer}>${words.close}</button> ${side()}`
      }
    </dialog>
  `;
}

// At the end, when everything above is there.
const first = idInAddress() ?? root.dataset['chat'] ?? newId();
history.replaceState(null, '', pathOf(first));
open.open(first);
void conversations.load();
composer.focus();
