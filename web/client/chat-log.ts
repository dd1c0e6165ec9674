import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { createRef, ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { chatPage as words, messageTime } from '../../prompts/web.ts';
import { renderBlock, renderText, type BlockActions } from './blocks.ts';
import * as chats from './conversation.ts';
import type { OpenChat } from './open-chat.ts';
import type { Opinions } from './opinions.ts';
import { batchView, type BatchItem } from './uploads.ts';

/* The conversation itself: what was said and answered, and where it is scrolled to. */

interface ChatLogOptions {
  open: OpenChat;
  personName: string;
  update(): void;
  actions: Pick<BlockActions, 'press' | 'enlarge' | 'openSource'>;
  opinions: Opinions;
}

export interface ChatLog {
  view(): TemplateResult;
  /** Does `work`, which shows something new, and follows it if the end was in view. */
  follow(work: () => void): void;
  toEnd(): void;
  /** The past has been put in: from now on a screen reader says what is new. */
  announceSoon(): void;
  /** Another conversation: nothing of it is said aloud until it stands there. */
  silence(): void;
  /** Brings a message into view, older stretches with it where they are needed; false where it is not there. */
  reveal(place: Place): Promise<boolean>;
}

/** A message: the id of what was said, or the number of a reply. */
export interface Place {
  said?: string;
  reply?: number;
}

/** A place far back is looked for in stretches of this many messages, this many times. */
const stretch = 200;
const mostStretches = 50;

export function createChatLog({ open, personName, update, actions, opinions }: ChatLogOptions): ChatLog {
  const log = createRef<HTMLElement>();
  const expanded = new Set<string>();
  let isAnnouncing = false;
  let revealed = '';

  const blockActions: Omit<BlockActions, 'isBusy'> = {
    ...actions,
    opinion: opinions.view,
    toggle(id) {
      if (!expanded.delete(id)) expanded.add(id);
      update();
    },
    isPressed: (key) => open.chat.pressed.has(key),
    isExpanded: (id) => expanded.has(id),
  };

  async function loadOlder(): Promise<void> {
    const box = log.value;
    if (!box) return;
    isAnnouncing = false;
    // What the person was reading stays where it was.
    const fromEnd = box.scrollHeight - box.scrollTop;
    if (await open.loadOlder()) box.scrollTop = box.scrollHeight - fromEnd;
    announceSoon();
  }

  function announceSoon(): void {
    setTimeout(() => {
      isAnnouncing = true;
      update();
    }, 300);
  }

  /** Follows new content, but never past the beginning of what is new. */
  function follow(work: () => void): void {
    const box = log.value;
    if (!box) return work();
    const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
    work();
    if (!isAtEnd) return;
    const last = [...box.querySelectorAll<HTMLElement>('.said')].at(-1);
    const top = last ? last.offsetTop - box.offsetTop - 12 : box.scrollHeight;
    box.scrollTop = Math.min(box.scrollHeight, Math.max(top, 0));
  }

  function itemView(item: Shown): TemplateResult {
    if (item.kind === 'batch') return batchView(item, open.sentShare);
    const isRevealed = item.domKey === revealed;
    if (item.kind === 'said') return html`${guard([item, isRevealed], () => saidView(item, isRevealed))}`;
    if (item.kind === 'growing') return replyArticle(renderText(item.text), null, item.domKey, false);
    const isBusy = chats.isWaiting(open.chat);
    // Only a block that can change is rendered again when something else on the page does.
    const choices = item.blocks.flatMap((block) =>
      block.type === 'choices' ? block.options.map(({ key }) => key) : [],
    );
    const changing =
      choices.length > 0 ? `${isBusy} ${choices.map((key) => open.chat.pressed.has(key)).join()}` : '';
    const folds = item.blocks.map((_, i) => expanded.has(`${item.domKey}-${i}`)).join();
    const said = item.blocks
      .flatMap((block) =>
        block.type === 'choices' && block.opinion ? [opinions.stateOf(block.opinion.answerId)] : [],
      )
      .join();
    const body = guard([item, changing, folds, said], () =>
      item.blocks.map((block, i) => renderBlock(block, `${item.domKey}-${i}`, { ...blockActions, isBusy })),
    );
    return replyArticle(body, item.at, item.domKey, isRevealed);
  }

  const emptyView = (): TemplateResult =>
    html`<section class="empty">
      <h2>${words.greeting} ${personName}</h2>
      <p>${words.emptyLead}</p>
      <p id="vi-du">${words.emptyExamples}</p>
      <div class="choices" role="group" aria-labelledby="vi-du">
        ${open.chat.examples.map(
          (example) =>
            html`<button type="button" class="choice" @click=${() => open.say(example)}>${example}</button>`,
        )}
      </div>
    </section>`;

  return {
    view: () =>
      html`<div
        class="log"
        role="log"
        aria-live=${isAnnouncing ? 'polite' : 'off'}
        aria-label=${words.logLabel}
        tabindex="0"
        ${ref(log)}
      >
        ${
          open.chat.older
            ? html`<button type="button" class="plain older" @click=${() => void loadOlder()}>
                ${words.older}
              </button>`
            : nothing
        }
        ${open.chat.isLoaded && open.chat.items.length === 0 ? emptyView() : nothing}
        ${repeat(shownItems(open.chat), (item) => item.domKey, itemView)}
      </div>`,
    follow,
    toEnd() {
      const box = log.value;
      if (box) box.scrollTop = box.scrollHeight;
    },
    announceSoon,
    silence() {
      isAnnouncing = false;
      revealed = '';
    },
    async reveal(place) {
      const find = (): chats.Item | undefined =>
        open.chat.items.find((item) =>
          item.kind === 'said' ? item.id === place.said : item.seq === place.reply,
        );
      isAnnouncing = false;
      for (let i = 0; !find() && i < mostStretches; i++) if (!(await open.loadOlder(stretch))) break;
      announceSoon();
      const item = find();
      if (!item) return false;
      revealed = item.kind === 'said' && item.batch ? `batch-${item.batch.id}` : item.domKey;
      update();
      const article = document.getElementById(revealed);
      article?.scrollIntoView({ block: 'center' });
      article?.focus({ preventScroll: true });
      return true;
    },
  };
}

type Shown = chats.Item | { kind: 'growing'; text: string; domKey: string } | BatchItem;

/** The items in order, those of one upload as one. */
function shownItems(chat: chats.Conversation): Shown[] {
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

/** Growing and finished replies share this template, so that the finished one takes over the element. */
const replyArticle = (body: unknown, at: string | null, id: string, isRevealed: boolean): TemplateResult =>
  html`<article class=${isRevealed ? 'reply revealed' : 'reply'} id=${id} tabindex="-1">
    <h2 class="hidden">${words.assistant}</h2>
    ${body} ${at ? html`<time class="quiet" datetime=${at}>${messageTime(new Date(at))}</time>` : nothing}
  </article>`;

function saidView(item: chats.SaidItem, isRevealed: boolean): TemplateResult {
  const state = { sending: words.sending, waiting: words.waitingToSend, refused: words.refused, sent: '' }[
    item.delivery
  ];
  return html`<article
    class=${`said ${item.delivery} ${isRevealed ? 'revealed' : ''}`}
    id=${item.domKey}
    tabindex="-1"
  >
    <h2 class="hidden">${words.you}</h2>
    <p class="words">${item.text}</p>
    ${
      state
        ? html`<p class="delivery">${state}${item.problem ? html`: ${item.problem}` : nothing}</p>`
        : html`<time class="quiet" datetime=${item.at}>${messageTime(new Date(item.at))}</time>`
    }
  </article>`;
}
