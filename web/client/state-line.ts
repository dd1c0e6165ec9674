import { html, nothing, type TemplateResult } from 'lit';
import { chatPage as words, recorder as recorderWords } from '../../prompts/web.ts';
import { isWaiting } from './conversation.ts';
import type { OpenChat } from './open-chat.ts';
import { uploadState } from './uploads.ts';

/** One line about the connection, files on their way, or the answer that is awaited. */
export function stateLine(open: OpenChat, isRecording: boolean): TemplateResult | typeof nothing {
  const { chat, connection } = open;
  if (connection === 'signed-out') {
    return html`<p class="banner">${words.signedOut} <a href="/vao">${words.signInAgain}</a></p>`;
  }
  if (connection === 'replaced') {
    return html`<p class="banner">
      ${words.replaced}
      <button type="button" class="plain" @click=${open.wake}>${words.resume}</button>
    </p>`;
  }
  if (connection === 'lost') return html`<p class="banner">${words.lost}</p>`;
  if (open.isResumed) return html`<p class="banner good">${words.resumed}</p>`;
  const uploading = uploadState(chat.items);
  if (uploading) return html`<p class="thinking">${uploading}</p>`;
  if (isRecording) return html`<p class="thinking">${recorderWords.recording}</p>`;
  if (isWaiting(chat) && !chat.growing) return html`<p class="thinking">${words.thinking}</p>`;
  return nothing;
}
