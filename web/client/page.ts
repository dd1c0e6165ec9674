import { html, nothing, render, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { createRef, ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import {
  chatPage as words,
  fileSize,
  messageTime,
  productName,
  recorder as recorderWords,
  signIn,
  tooLargeFile,
} from '../../prompts/web.ts';
import type { History, SaidMessage } from '../wire.ts';
import { renderBlock, renderText, type BlockActions, type Enlarged } from './blocks.ts';
import { connect, type Connection, type ConnectionState } from './connection.ts';
import * as chats from './conversation.ts';
import { droppedFiles } from './dropped-files.ts';
import { createOutgoing, type Outgoing } from './outgoing.ts';
import { canRecord, startRecording, type Recording } from './recorder.ts';
import { sizeButtons } from './size-buttons.ts';
import { applyTextSize } from './text-size.ts';
import { batchView, uploadState, type BatchItem } from './uploads.ts';
import { upload } from './upload.ts';

/* The chat page: one state, one view of it, and what happens on a click. Rendered by Lit into the light DOM. */

const root = document.getElementById('app') as HTMLElement;
const personName = root.dataset['name'] ?? '';
const maxUploadMb = Number(root.dataset['maxUploadMb']);
const canHear = root.dataset['canHear'] === 'yes' && canRecord();
const log = createRef<HTMLElement>();
const question = createRef<HTMLTextAreaElement>();
const filePicker = createRef<HTMLInputElement>();
const lightbox = createRef<HTMLDialogElement>();

let chat = chats.emptyConversation;
let connection: ConnectionState = 'opening';
let isResumed = false;
/** False while the past is put in: a screen reader should not read it all out. */
let isAnnouncing = false;
let isDropping = false;
let attached: readonly File[] = [];
let notice = '';
let recording: Recording | null = null;
let enlarged: Enlarged | null = null;
const expanded = new Set<string>();
/** How much of a file has left, from 0 to 1, while it is being sent. */
const sentShare = new Map<string, number>();

applyTextSize();
root.replaceChildren();

const outgoing = createOutgoing({
  onDelivery: (id, delivery, problem) => change(chats.withDelivery(chat, id, delivery, problem)),
  onRefused: (id, refused) => change(chats.withRefused(chat, id, refused)),
  onSignedOut: () => becomeConnection('signed-out'),
  storage: storageOrNull(),
  fetch: (...parameters) => fetch(...parameters),
  upload,
  onProgress(id, share) {
    sentShare.set(id, share);
    update();
  },
  wait,
});
for (const item of outgoing.restored) chat = chats.withSaid(chat, bubbleOf(item), 'waiting');

let stream: Connection | undefined;

/** History first, then what comes after it; while the server is away, again and again. */
async function start(): Promise<void> {
  for (let waitMs = 1000; !chat.isLoaded; waitMs = Math.min(waitMs * 2, 15_000)) {
    const history = await loadHistory('');
    if (history) {
      change(chats.withHistory(chat, history));
      break;
    }
    if (connection === 'signed-out') return;
    becomeConnection('lost');
    await wait(waitMs);
  }
  toEnd();
  announceAgain();
  outgoing.wake();
  stream = connect({
    lastSeq: () => chat.lastSeq,
    onReply: (reply) => withScroll(() => change(chats.withReply(chat, reply))),
    onSaid: (message) => withScroll(() => change(chats.withSaid(chat, message, 'sent'))),
    onGrowing: (text) => withScroll(() => change(chats.withGrowing(chat, text))),
    onEnded: (id) => change(chats.withEnded(chat, id)),
    onState: becomeConnection,
  });
}

function change(next: chats.Conversation): void {
  if (next === chat) return;
  chat = next;
  update();
}

function becomeConnection(next: ConnectionState): void {
  const wasLost = connection === 'lost' || connection === 'replaced';
  connection = next;
  isResumed = next === 'open' && wasLost;
  if (isResumed) {
    setTimeout(() => {
      isResumed = false;
      update();
    }, 4000);
  }
  if (next === 'open') outgoing.wake();
  update();
}

async function loadHistory(query: string): Promise<History | null> {
  const response = await fetch(`/api/history${query}`).catch(() => null);
  if (response?.status === 401) becomeConnection('signed-out');
  return response?.ok ? ((await response.json()) as History) : null;
}

// What the person does

function say(text: string): void {
  const id = newId();
  dispatch({ id, kind: 'messages', text });
}

function submit(): void {
  const box = question.value as HTMLTextAreaElement;
  const text = box.value.trim();
  if (text === '' && attached.length === 0) return box.focus();
  if (attached.length > 0) {
    sendFiles(attached, text);
    attached = [];
  } else say(text);
  box.value = '';
  notice = '';
  grow(box);
  update();
}

/** Several files go one by one, each with its own progress and its own refusal, and belong together. */
function sendFiles(files: readonly File[], caption: string): void {
  if (files.length === 1) return dispatch({ id: newId(), kind: 'files', caption, files });
  const id = newId();
  for (const file of files)
    dispatch({ id: newId(), kind: 'files', caption: '', files: [file], batch: { id, isEnd: false } });
  dispatch({ id: newId(), kind: 'files', caption, files: [], batch: { id, isEnd: true } });
}

function dispatch(item: Outgoing): void {
  change(chats.withSaid(chat, bubbleOf(item), 'sending'));
  toEnd();
  outgoing.send(item);
}

function stop(): void {
  change(chats.withStop(chat));
  void fetch('/api/stop', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id: newId() }),
  }).catch(() => undefined);
}

function attach(files: Iterable<File> | null): void {
  const limit = maxUploadMb * 1024 * 1024;
  notice = '';
  for (const file of files ?? []) {
    if (file.size > limit) notice = tooLargeFile(file.name, maxUploadMb);
    else attached = [...attached, file];
  }
  update();
  question.value?.focus();
}

async function record(): Promise<void> {
  notice = '';
  try {
    recording = await startRecording(() => void finishRecording());
  } catch {
    notice = recorderWords.refused;
  }
  update();
}

async function finishRecording(): Promise<void> {
  const ending = recording;
  recording = null;
  update();
  const file = await ending?.finish();
  if (file) sendFiles([file], '');
  else if (ending) notice = recorderWords.nothing;
  update();
  focusQuestion();
}

function cancelRecording(): void {
  recording?.cancel();
  recording = null;
  update();
  focusQuestion();
}

async function loadOlder(): Promise<void> {
  if (!chat.older) return;
  const older = await loadHistory(`?said=${chat.older.said}&reply=${chat.older.reply}`);
  const box = log.value;
  if (!older || !box) return;
  isAnnouncing = false;
  update();
  // What the person was reading stays where it was.
  const fromEnd = box.scrollHeight - box.scrollTop;
  change(chats.withOlder(chat, older));
  box.scrollTop = box.scrollHeight - fromEnd;
  announceAgain();
}

function announceAgain(): void {
  setTimeout(() => {
    isAnnouncing = true;
    update();
  }, 300);
}

const actions: Omit<BlockActions, 'isBusy'> = {
  press(key, label) {
    change(chats.withPressed(chat, key));
    dispatch({ id: newId(), kind: 'choices', key, label });
    // The pressed button is switched off now; the focus must not fall to nowhere.
    focusQuestion();
  },
  enlarge(image) {
    enlarged = image;
    update();
    lightbox.value?.showModal();
  },
  toggle(id) {
    if (!expanded.delete(id)) expanded.add(id);
    update();
  },
  isPressed: (key) => chat.pressed.has(key),
  isExpanded: (id) => expanded.has(id),
};

function onKey(event: KeyboardEvent): void {
  // While an input method composes a letter (Telex, VNI), Enter belongs to it.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  submit();
}

document.addEventListener('dragover', (event) => {
  if (!event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  setDropping(true);
});
document.addEventListener('dragleave', (event) => {
  // Leaving the window, not just one of its elements.
  if (event.relatedTarget === null) setDropping(false);
});
document.addEventListener('drop', (event) => {
  if (!event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  setDropping(false);
  void droppedFiles(event.dataTransfer).then(attach);
});
function setDropping(next: boolean): void {
  if (next === isDropping) return;
  isDropping = next;
  update();
}
const wake = (): void => {
  if (document.visibilityState === 'visible' && connection !== 'replaced') stream?.wake();
};
document.addEventListener('visibilitychange', wake);
window.addEventListener('online', wake);

// What it looks like

function update(): void {
  render(view(), root);
}

function view(): TemplateResult {
  return html`
    <a class="skip" href="#cau-hoi">${words.skipToQuestion}</a>
    <header class="bar">
      <h1><img src="/favicon.svg" alt="" width="32" height="32" /><span>${productName}</span></h1>
      <span class="person">${personName}</span>
      ${sizeButtons()}
      ${
        root.dataset['hasCalendar'] === 'yes'
          ? html`<a class="tool" href="/lich" aria-label=${words.calendar}
              >${words.calendarShort}<span>${words.calendarRest}</span></a
            >`
          : nothing
      }
      <button type="button" class="tool" @click=${() => say(words.helpCommand)}>${words.help}</button>
      <form method="post" action="/ra"><button class="tool">${signIn.signOut}</button></form>
    </header>
    <main>
      <div
        class="log"
        role="log"
        aria-live=${isAnnouncing ? 'polite' : 'off'}
        aria-label=${words.logLabel}
        tabindex="0"
        ${ref(log)}
      >
        ${
          chat.older
            ? html`<button type="button" class="plain older" @click=${() => void loadOlder()}>
                ${words.older}
              </button>`
            : nothing
        }
        ${chat.isLoaded && chat.items.length === 0 ? emptyView() : nothing}
        ${repeat(shownItems(), (item) => item.domKey, itemView)}
      </div>
    </main>
    <footer>
      <div role="status" class="state">${stateView()}</div>
      ${composer()}
    </footer>
    ${isDropping ? html`<div class="drop" aria-hidden="true">${words.dropHere}</div>` : nothing}
    <dialog
      class=${enlarged?.original ? 'lightbox fitted' : 'lightbox'}
      aria-label=${enlarged?.alt ?? ''}
      ${ref(lightbox)}
      @click=${() => lightbox.value?.close()}
    >
      <button type="button" class="primary" autofocus>${words.close}</button>
      ${
        enlarged?.original
          ? html`<a class="button" href=${enlarged.original} target="_blank" rel="noopener"
              >${words.wholePage}</a
            >`
          : nothing
      }
      ${enlarged ? html`<img src=${enlarged.url} alt=${enlarged.alt} />` : nothing}
    </dialog>
  `;
}

type Shown = chats.Item | { kind: 'growing'; text: string; domKey: string } | BatchItem;

/** The items in order, those of one upload as one. */
function shownItems(): Shown[] {
  const shown: Shown[] = [];
  for (const item of chat.items) {
    if (item.kind !== 'said' || item.batch === undefined) {
      shown.push(item);
      continue;
    }
    const { id } = item.batch;
    const known = shown.find((one): one is BatchItem => one.kind === 'batch' && one.id === id);
    if (known) known.items.push(item);
    else shown.push({ kind: 'batch', id, domKey: `batch-${id}`, items: [item] });
  }
  return chat.growing ? [...shown, { kind: 'growing', ...chat.growing }] : shown;
}

function itemView(item: Shown): TemplateResult {
  if (item.kind === 'batch') return batchView(item, sentShare);
  if (item.kind === 'said') return html`${guard([item], () => saidView(item))}`;
  if (item.kind === 'growing') return replyArticle(renderText(item.text), null);
  const isBusy = chats.isWaiting(chat);
  // Only a block that can change is rendered again when something else on the page does.
  const choices = item.blocks.flatMap((block) =>
    block.type === 'choices' ? block.options.map(({ key }) => key) : [],
  );
  const changing =
    choices.length > 0 ? `${isBusy} ${choices.map((key) => chat.pressed.has(key)).join()}` : '';
  const open = item.blocks.map((_, i) => expanded.has(`${item.domKey}-${i}`)).join();
  const body = guard([item, changing, open], () =>
    item.blocks.map((block, i) => renderBlock(block, `${item.domKey}-${i}`, { ...actions, isBusy })),
  );
  return replyArticle(body, item.at);
}

/** Growing and finished replies share this template, so that the finished one takes over the element. */
const replyArticle = (body: unknown, at: string | null): TemplateResult =>
  html`<article class="reply">
    <h2 class="hidden">${words.assistant}</h2>
    ${body} ${at ? html`<time class="quiet" datetime=${at}>${messageTime(new Date(at))}</time>` : nothing}
  </article>`;

function saidView(item: chats.SaidItem): TemplateResult {
  const state = { sending: words.sending, waiting: words.waitingToSend, refused: words.refused, sent: '' }[
    item.delivery
  ];
  return html`<article class=${`said ${item.delivery}`}>
    <h2 class="hidden">${words.you}</h2>
    <p class="words">${item.text}</p>
    ${
      state
        ? html`<p class="delivery">${state}${item.problem ? html`: ${item.problem}` : nothing}</p>`
        : html`<time class="quiet" datetime=${item.at}>${messageTime(new Date(item.at))}</time>`
    }
  </article>`;
}

const emptyView = (): TemplateResult =>
  html`<section class="empty">
    <h2>${words.greeting} ${personName}</h2>
    <p>${words.emptyLead}</p>
    <p id="vi-du">${words.emptyExamples}</p>
    <div class="choices" role="group" aria-labelledby="vi-du">
      ${chat.examples.map(
        (example) =>
          html`<button type="button" class="choice" @click=${() => say(example)}>${example}</button>`,
      )}
    </div>
  </section>`;

function stateView(): TemplateResult | typeof nothing {
  if (connection === 'signed-out') {
    return html`<p class="banner">${words.signedOut} <a href="/vao">${words.signInAgain}</a></p>`;
  }
  if (connection === 'replaced') {
    return html`<p class="banner">
      ${words.replaced}
      <button type="button" class="plain" @click=${() => stream?.wake()}>${words.resume}</button>
    </p>`;
  }
  if (connection === 'lost') return html`<p class="banner">${words.lost}</p>`;
  if (isResumed) return html`<p class="banner good">${words.resumed}</p>`;
  const uploading = uploadState(chat.items);
  if (uploading) return html`<p class="thinking">${uploading}</p>`;
  if (recording) return html`<p class="thinking">${recorderWords.recording}</p>`;
  if (chats.isWaiting(chat) && !chat.growing) return html`<p class="thinking">${words.thinking}</p>`;
  return nothing;
}

const composer = (): TemplateResult =>
  html`<form
    class="composer"
    @submit=${(event: Event) => {
      event.preventDefault();
      submit();
    }}
  >
    ${notice ? html`<p class="problem" role="alert">${notice}</p>` : nothing}
    ${
      attached.length > 0
        ? html`<ul class="attached" tabindex="0" aria-label=${words.attachedCount(attached.length)}>
            ${attached.map(
              (file) =>
                html`<li>
                  <span class="file-name">${file.name}</span>
                  <span class="quiet">${fileSize(file.size)}</span>
                  <button
                    type="button"
                    class="plain"
                    aria-label=${`${words.remove} ${file.name}`}
                    @click=${() => {
                      attached = attached.filter((other) => other !== file);
                      update();
                    }}
                  >
                    ${words.remove}
                  </button>
                </li>`,
            )}
          </ul>`
        : nothing
    }
    <div class="row">
      <label class="hidden" for="cau-hoi">${words.questionLabel}</label>
      <textarea
        id="cau-hoi"
        rows="1"
        maxlength="16000"
        placeholder=${words.questionPlaceholder}
        aria-describedby="goi-y-phim"
        enterkeyhint="send"
        @keydown=${onKey}
        @input=${(event: InputEvent) => grow(event.currentTarget as HTMLTextAreaElement)}
        @paste=${(event: ClipboardEvent) => {
          const files = event.clipboardData?.files;
          if (!files || files.length === 0) return;
          event.preventDefault();
          attach(files);
        }}
        ${ref(question)}
      ></textarea>
      <input
        type="file"
        multiple
        class="hidden"
        tabindex="-1"
        aria-hidden="true"
        ${ref(filePicker)}
        @change=${(event: Event) => {
          const picker = event.currentTarget as HTMLInputElement;
          attach(picker.files);
          picker.value = '';
        }}
      />
      <button type="button" class="secondary attach" @click=${() => filePicker.value?.click()}>
        ${words.attach}
      </button>
      ${canHear ? recorderButtons() : nothing}
      ${
        chats.isWaiting(chat)
          ? html`<button type="button" class="secondary stop" @click=${stop}>${words.stop}</button>`
          : nothing
      }
      <button type="submit" class="primary">${words.send}</button>
    </div>
    <p id="goi-y-phim" class="quiet keys">${words.keysHint}</p>
  </form>`;

const recorderButtons = (): TemplateResult =>
  recording
    ? html`<button type="button" class="secondary" @click=${cancelRecording}>${recorderWords.cancel}</button>
        <button type="button" class="secondary" @click=${() => void finishRecording()}>
          ${recorderWords.finish}
        </button>`
    : html`<button type="button" class="secondary speak" @click=${() => void record()}>
        ${recorderWords.start}
      </button>`;

/** The box grows with the text; the style sheet holds it at a third of the window. */
function grow(box: HTMLTextAreaElement): void {
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
}

// Where the page is scrolled to

/** Follows new content if the end was in view, but never past the beginning of what is new. */
function withScroll(work: () => void): void {
  const box = log.value;
  if (!box) return work();
  const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  work();
  if (!isAtEnd) return;
  const last = [...box.querySelectorAll<HTMLElement>('.said')].at(-1);
  const top = last ? last.offsetTop - box.offsetTop - 12 : box.scrollHeight;
  box.scrollTop = Math.min(box.scrollHeight, Math.max(top, 0));
}

function toEnd(): void {
  const box = log.value;
  if (box) box.scrollTop = box.scrollHeight;
}

// Small things

function bubbleOf(item: Outgoing): SaidMessage {
  const text =
    item.kind === 'messages'
      ? item.text
      : item.kind === 'choices'
        ? item.label
        : [item.caption, ...item.files.map((file) => file.name)].filter(Boolean).join('\n');
  const batch = item.kind === 'files' && item.batch ? { batch: item.batch } : {};
  return { kind: 'said', id: item.id, at: new Date().toISOString(), text, isWaiting: true, ...batch };
}

/** 128 random bits; `crypto.randomUUID` is missing where the office serves plain http. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** Not on a phone: its keyboard would cover half the page. */
function focusQuestion(): void {
  if (window.matchMedia('(pointer: fine)').matches) question.value?.focus();
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function storageOrNull(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

// At the end, when everything above is there.
update();
void start();
focusQuestion();
