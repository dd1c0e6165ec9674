import { html, nothing, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { messageTime } from '../../prompts/web.ts';
import { conversations as words } from '../../prompts/web-chat.ts';
import type { ConversationEntry, Found } from '../wire.ts';
import { request } from './api.ts';
import { isPlainClick } from './browser.ts';
import { emphasise } from './rich-text.ts';

/* The list of the person's conversations: opened, begun, named, deleted, and searched. */

interface ConversationsOptions {
  /** The conversation that this window shows. */
  current(): string;
  open(id: string): void;
  openNew(): void;
  openPlace(place: Found): void;
  /** This window's conversation is gone. */
  onRemoved(id: string): void;
  update(): void;
}

export interface Conversations {
  view(): TemplateResult;
  /** Asks before deleting. */
  dialogView(): TemplateResult;
  load(): Promise<void>;
  /** Something happened in a conversation; `isReply` where the assistant spoke. */
  note(id: string, isReply: boolean): void;
  seen(id: string): void;
}

const reloadAfterMs = 300;
const searchAfterMs = 250;

export const pathOf = (id: string): string => `/?cuoc=${id}`;

export function createConversations(options: ConversationsOptions): Conversations {
  const { update } = options;
  const dialog = createRef<HTMLDialogElement>();
  const nameBox = createRef<HTMLInputElement>();
  const searchBox = createRef<HTMLInputElement>();
  let entries: readonly ConversationEntry[] | null = null;
  const unread = new Set<string>();
  let opened: string | null = null;
  let renaming: string | null = null;
  let removing: ConversationEntry | null = null;
  let problem = '';
  let found: { query: string; places: readonly Found[] } | null = null;
  let reloadTimer: number | undefined;
  let searchTimer: number | undefined;

  async function load(): Promise<void> {
    const answer = await request<{ conversations: ConversationEntry[] }>('/api/conversations');
    if (!answer.ok) return;
    entries = answer.body.conversations;
    update();
  }

  function loadSoon(): void {
    clearTimeout(reloadTimer);
    reloadTimer = window.setTimeout(() => void load(), reloadAfterMs);
  }

  function searchSoon(): void {
    clearTimeout(searchTimer);
    searchTimer = window.setTimeout(() => void search(), searchAfterMs);
  }

  async function search(): Promise<void> {
    clearTimeout(searchTimer);
    const query = searchBox.value?.value.trim() ?? '';
    if (query === '') found = null;
    else {
      const answer = await request<{ found: Found[] }>(`/api/search?q=${encodeURIComponent(query)}`);
      // What was typed meanwhile is searched for on its own.
      if (query !== searchBox.value?.value.trim()) return;
      if (answer.ok) found = { query, places: answer.body.found };
      problem = answer.ok ? '' : words.failed;
    }
    update();
  }

  async function rename(entry: ConversationEntry): Promise<void> {
    const answer = await request(`/api/conversations/${entry.id}`, 'PATCH', {
      title: nameBox.value?.value ?? '',
    });
    problem = answer.ok ? '' : (answer.problem ?? words.failed);
    if (answer.ok) renaming = opened = null;
    await load();
    update();
    focusEntry(entry.id);
  }

  async function remove(): Promise<void> {
    const entry = removing;
    if (!entry) return;
    const answer = await request(`/api/conversations/${entry.id}`, 'DELETE');
    problem = answer.ok ? '' : (answer.problem ?? words.failed);
    if (answer.ok) {
      opened = null;
      found = null;
      if (searchBox.value) searchBox.value.value = '';
    }
    closeDialog();
    await load();
    if (answer.ok) options.onRemoved(entry.id);
  }

  function closeDialog(): void {
    const entry = removing;
    dialog.value?.close();
    removing = null;
    update();
    if (entry) focusEntry(entry.id);
  }

  /** After something was done with an entry the focus must not fall to nowhere. */
  function focusEntry(id: string): void {
    document.querySelector<HTMLElement>(`[data-conversation="${id}"] > a`)?.focus();
  }

  const entryView = (entry: ConversationEntry): TemplateResult => {
    const isCurrent = entry.id === options.current();
    const isOpened = opened === entry.id;
    return html`<li data-conversation=${entry.id} class=${isCurrent ? 'current' : ''}>
      <a
        href=${pathOf(entry.id)}
        aria-current=${isCurrent ? 'page' : nothing}
        @click=${(event: MouseEvent) => {
          if (!isPlainClick(event)) return;
          event.preventDefault();
          options.open(entry.id);
        }}
      >
        <span class="title">${entry.title}</span>
        <span class="quiet">
          ${unread.has(entry.id) ? html`<span class="unread">${words.unread}</span>` : nothing}
          <time datetime=${entry.at}>${messageTime(new Date(entry.at))}</time>
        </span>
      </a>
      <button
        type="button"
        class="tool more"
        aria-label=${words.moreOf(entry.title)}
        title=${words.more}
        aria-expanded=${isOpened ? 'true' : 'false'}
        @click=${() => {
          opened = isOpened ? null : entry.id;
          renaming = null;
          update();
        }}
      >
        ⋯
      </button>
      ${isOpened ? (renaming === entry.id ? renameForm(entry) : entryButtons(entry)) : nothing}
    </li>`;
  };

  const entryButtons = (entry: ConversationEntry): TemplateResult =>
    html`<div class="entry-tools">
      <button
        type="button"
        aria-label=${words.renameOf(entry.title)}
        @click=${() => {
          renaming = entry.id;
          update();
          nameBox.value?.select();
        }}
      >
        ${words.rename}
      </button>
      <button
        type="button"
        class="danger"
        aria-label=${words.removeOf(entry.title)}
        @click=${() => {
          removing = entry;
          update();
          dialog.value?.showModal();
        }}
      >
        ${words.remove}
      </button>
    </div>`;

  const renameForm = (entry: ConversationEntry): TemplateResult =>
    html`<form
      class="entry-tools"
      @submit=${(event: Event) => {
        event.preventDefault();
        void rename(entry);
      }}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        // Or the drawer around it would close as well.
        event.preventDefault();
        renaming = null;
        update();
        focusEntry(entry.id);
      }}
    >
      <label class="hidden" for="ten-moi">${words.newName}</label>
      <input id="ten-moi" maxlength="80" autocomplete="off" .value=${entry.title} ${ref(nameBox)} />
      <button type="submit" class="primary">${words.save}</button>
      <button
        type="button"
        @click=${() => {
          renaming = null;
          update();
          focusEntry(entry.id);
        }}
      >
        ${words.cancel}
      </button>
    </form>`;

  const placeView = (place: Found): TemplateResult => {
    const title = entries?.find((entry) => entry.id === place.chat)?.title;
    return html`<li>
      <a
        href=${pathOf(place.chat)}
        @click=${(event: MouseEvent) => {
          if (!isPlainClick(event)) return;
          event.preventDefault();
          options.openPlace(place);
        }}
      >
        <span class="snippet"
          >${emphasise(place.snippet, place.marks).map((run) =>
            run.isStrong ? html`<mark>${run.text}</mark>` : run.text,
          )}</span
        >
        <span class="quiet"
          >${place.said === undefined ? words.ofReply : words.ofYou}${title ? ` · ${title}` : ''} ·
          <time datetime=${place.at}>${messageTime(new Date(place.at))}</time></span
        >
      </a>
    </li>`;
  };

  const listView = (): TemplateResult | typeof nothing => {
    if (found)
      return html`<p class="quiet" role="status">
          ${found.places.length > 0 ? words.found(found.places.length) : words.foundNone}
        </p>
        <ul class="found">
          ${found.places.map(placeView)}
        </ul>`;
    if (!entries) return nothing;
    return entries.length > 0
      ? html`<ul>
          ${entries.map(entryView)}
        </ul>`
      : html`<p class="quiet">${words.none}</p>`;
  };

  return {
    view: () =>
      html`<button type="button" class="new" @click=${options.openNew}>${words.fresh}</button>
        <form
          role="search"
          @submit=${(event: Event) => {
            event.preventDefault();
            void search();
          }}
        >
          <label class="hidden" for="tim">${words.search}</label>
          <input
            id="tim"
            type="search"
            maxlength="200"
            autocomplete="off"
            placeholder=${words.searchPlaceholder}
            @input=${searchSoon}
            ${ref(searchBox)}
          />
        </form>
        ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
        <nav class="conversations" aria-label=${words.title}>${listView()}</nav>`,
    dialogView: () =>
      html`<dialog
        class="ask"
        aria-labelledby="hoi-xoa"
        ${ref(dialog)}
        @cancel=${(event: Event) => {
          event.preventDefault();
          closeDialog();
        }}
      >
        <p id="hoi-xoa">${removing ? words.removeAsk(removing.title) : nothing}</p>
        <div class="ask-buttons">
          <button type="button" class="danger" @click=${() => void remove()}>${words.removeConfirm}</button>
          <button type="button" class="primary" autofocus @click=${closeDialog}>${words.keep}</button>
        </div>
      </dialog>`,
    load,
    note(id, isReply) {
      if (isReply && id !== options.current()) unread.add(id);
      loadSoon();
    },
    seen: (id) => void unread.delete(id),
  };
}
