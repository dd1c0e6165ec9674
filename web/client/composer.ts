import { html, nothing, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { chatPage as words, fileSize, recorder as recorderWords, tooLargeFile } from '../../prompts/web.ts';
import { isWaiting } from './conversation.ts';
import { droppedFiles } from './dropped-files.ts';
import type { OpenChat } from './open-chat.ts';
import { startRecording, type Recording } from './recorder.ts';

/* The box that questions are typed in, with files that go with them and the microphone. */

interface ComposerOptions {
  open: OpenChat;
  maxUploadMb: number;
  canHear: boolean;
  update(): void;
}

export interface Composer {
  view(): TemplateResult;
  /** Shown over the page while files are dragged across it. */
  dropView(): TemplateResult | typeof nothing;
  readonly isRecording: boolean;
  /** Not on a phone: its keyboard would cover half the page. */
  focus(): void;
  /** Keeps what is typed for the conversation `from`, and brings back what was typed for `to`. */
  turnTo(from: string, to: string): void;
}

export function createComposer({ open, maxUploadMb, canHear, update }: ComposerOptions): Composer {
  const question = createRef<HTMLTextAreaElement>();
  const filePicker = createRef<HTMLInputElement>();
  const drafts = new Map<string, string>();
  let attached: readonly File[] = [];
  let notice = '';
  let recording: Recording | null = null;
  let isDropping = false;

  function submit(): void {
    const box = question.value as HTMLTextAreaElement;
    const text = box.value.trim();
    if (text === '' && attached.length === 0) return box.focus();
    if (attached.length > 0) {
      open.sendFiles(attached, text);
      attached = [];
    } else open.say(text);
    box.value = '';
    notice = '';
    grow(box);
    update();
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
    if (file) open.sendFiles([file], '');
    else if (ending) notice = recorderWords.nothing;
    update();
    focus();
  }

  function cancelRecording(): void {
    recording?.cancel();
    recording = null;
    update();
    focus();
  }

  function focus(): void {
    if (window.matchMedia('(pointer: fine)').matches) question.value?.focus();
  }

  function onKey(event: KeyboardEvent): void {
    // While an input method composes a letter (Telex, VNI), Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  }

  function setDropping(next: boolean): void {
    if (next === isDropping) return;
    isDropping = next;
    update();
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

  const attachedView = (): TemplateResult =>
    html`<ul class="attached" tabindex="0" aria-label=${words.attachedCount(attached.length)}>
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
    </ul>`;

  const recorderButtons = (): TemplateResult =>
    recording
      ? html`<button type="button" class="secondary" @click=${cancelRecording}>
            ${recorderWords.cancel}
          </button>
          <button type="button" class="secondary" @click=${() => void finishRecording()}>
            ${recorderWords.finish}
          </button>`
      : html`<button type="button" class="secondary speak" @click=${() => void record()}>
          ${recorderWords.start}
        </button>`;

  const view = (): TemplateResult =>
    html`<form
      class="composer"
      @submit=${(event: Event) => {
        event.preventDefault();
        submit();
      }}
    >
      ${notice ? html`<p class="problem" role="alert">${notice}</p>` : nothing}
      ${attached.length > 0 ? attachedView() : nothing}
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
          isWaiting(open.chat)
            ? html`<button type="button" class="secondary stop" @click=${open.stop}>${words.stop}</button>`
            : nothing
        }
        <button type="submit" class="primary">${words.send}</button>
      </div>
      <p id="goi-y-phim" class="quiet keys">${words.keysHint}</p>
    </form>`;

  return {
    view,
    dropView: () =>
      isDropping ? html`<div class="drop" aria-hidden="true">${words.dropHere}</div>` : nothing,
    get isRecording() {
      return recording !== null;
    },
    focus,
    turnTo(from, to) {
      const box = question.value;
      if (!box) return;
      drafts.set(from, box.value);
      box.value = drafts.get(to) ?? '';
      attached = [];
      notice = '';
      grow(box);
    },
  };
}

/** The box grows with the text; the style sheet holds it at a third of the window. */
function grow(box: HTMLTextAreaElement): void {
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
}
