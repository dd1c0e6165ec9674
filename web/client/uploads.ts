import { html, nothing, type TemplateResult } from 'lit';
import { messageTime, uploads as words } from '../../prompts/web.ts';
import type { Item, SaidItem } from './conversation.ts';

/* Several files that were sent together: one list, each file with how far it has come. */

/** The messages of one upload: its files, and at its end the words about them. */
export interface BatchItem {
  kind: 'batch';
  id: string;
  domKey: string;
  items: SaidItem[];
}

/** One list for the whole upload. `share`: how much of a file has left, by the id of its message. */
export function batchView({ items, domKey }: BatchItem, share: ReadonlyMap<string, number>): TemplateResult {
  const files = items.filter((item) => !item.batch?.isEnd);
  const caption = items.find((item) => item.batch?.isEnd && item.text !== '')?.text;
  const last = items.at(-1) as SaidItem;
  return html`<article class="said batch" id=${domKey} tabindex="-1">
    <h2>${words.title(files.length)}</h2>
    ${caption ? html`<p class="words">${caption}</p>` : nothing}
    <ul tabindex="0" aria-live="off" aria-label=${words.listLabel(files.length)}>
      ${files.map((item) => fileView(item, share.get(item.id)))}
    </ul>
    <time class="quiet" datetime=${last.at}>${messageTime(new Date(last.at))}</time>
  </article>`;
}

function fileView(item: SaidItem, share: number | undefined): TemplateResult {
  const isUnderWay = item.delivery === 'sending' && share !== undefined && share < 1;
  const problem = item.problem ?? item.batch?.refused?.sentence;
  return html`<li class=${isRefused(item) ? 'refused' : item.delivery}>
    <span class="file-name">${item.text}</span>
    <span class="quiet">${stateOf(item, share)}</span>
    ${
      isUnderWay
        ? html`<progress max="1" .value=${share} aria-label=${words.progressOf(item.text)}></progress>`
        : nothing
    }
    ${problem ? html`<span class="delivery">${problem}</span>` : nothing}
  </li>`;
}

/** Refused on the way, or after a look at it. */
const isRefused = ({ delivery, batch }: SaidItem): boolean =>
  delivery === 'refused' || batch?.refused?.isAll === true;

function stateOf(item: SaidItem, share: number | undefined): string {
  if (isRefused(item)) return words.refused;
  switch (item.delivery) {
    case 'sent':
      return words.received;
    case 'refused':
      return words.refused;
    case 'waiting':
      return words.later;
    case 'sending':
      if (share === undefined) return words.waiting;
      return share < 1 ? words.sending(Math.floor(share * 100)) : words.checking;
  }
}

/** Said while files of the last upload are still on their way; null otherwise. */
export function uploadState(items: readonly Item[]): string | null {
  const last = items.findLast((item): item is SaidItem => item.kind === 'said' && item.batch !== undefined);
  if (!last) return null;
  const files = items.filter(
    (item): item is SaidItem =>
      item.kind === 'said' && item.batch?.id === last.batch?.id && !item.batch?.isEnd,
  );
  const done = files.filter(({ delivery }) => delivery === 'sent' || delivery === 'refused').length;
  return done < files.length ? words.underWay(done, files.length) : null;
}
