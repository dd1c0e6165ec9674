import type { RefusedUpload } from '../wire.ts';
import type { Delivery } from './conversation.ts';

/** A request that must arrive once: the server knows the id, so sending it again is harmless. */
export type Outgoing = OutgoingContent & {
  id: string;
  /** The conversation that it belongs to. */
  chat: string;
};

/** What it says. */
export type OutgoingContent =
  | { kind: 'messages'; text: string }
  | { kind: 'choices'; key: string; label: string }
  | {
      kind: 'files';
      caption: string;
      files: readonly File[];
      /** The upload that the files are part of; `isEnd` with the last message of it, which brings none. */
      batch?: { id: string; isEnd: boolean };
    };

interface OutgoingOptions {
  onDelivery(id: string, delivery: Delivery, problem?: string): void;
  /** Files arrived, but not all of what they hold is kept. */
  onRefused?(id: string, refused: RefusedUpload): void;
  onSignedOut(): void;
  /** Keeps unsent words over a reload of the page; files cannot be kept. */
  storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  fetch: typeof fetch;
  /** Sends files with word of how much has left; without it they go by `fetch`. */
  upload?(path: string, form: FormData, onProgress: (share: number) => void): Promise<Response>;
  onProgress?(id: string, share: number): void;
  wait(milliseconds: number): Promise<void>;
}

/** Sends one after the other, in the order of typing, and again with the same id until the server has it. */
export interface OutgoingQueue {
  send(item: Outgoing): void;
  /** Tries at once what is waiting: the connection is back. */
  wake(): void;
  /** What of a conversation is not sent yet, that of an earlier page of this window too. */
  pendingIn(chat: string): readonly Outgoing[];
}

const storageName = 'capuy-unsent';
const longestWaitMs = 15_000;

export function createOutgoing(options: OutgoingOptions): OutgoingQueue {
  const queue: Outgoing[] = restore(options.storage);
  let isBusy = false;
  let wakeUp = (): void => {};

  async function pump(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    let waitMs = 1000;
    for (let item = queue[0]; item; item = queue[0]) {
      options.onDelivery(item.id, 'sending');
      const response = await post(item, options).catch(() => null);
      if (response?.status === 401) {
        options.onDelivery(item.id, 'waiting');
        options.onSignedOut();
        break;
      }
      if (response && isFinal(response.status)) {
        queue.shift();
        keep();
        if (response.ok) {
          const refused = await refusedOf(response);
          if (refused) options.onRefused?.(item.id, refused);
          options.onDelivery(item.id, 'sent');
        } else options.onDelivery(item.id, 'refused', await problemOf(response));
        waitMs = 1000;
        continue;
      }
      options.onDelivery(item.id, 'waiting');
      await Promise.race([options.wait(waitMs), new Promise<void>((resolve) => (wakeUp = resolve))]);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    }
    isBusy = false;
  }

  function keep(): void {
    try {
      options.storage?.setItem(storageName, JSON.stringify(queue.filter((item) => item.kind !== 'files')));
    } catch {
      // A full or forbidden storage costs only the comfort of surviving a reload.
    }
  }

  return {
    pendingIn: (chat) => queue.filter((item) => item.chat === chat),
    send(item) {
      queue.push(item);
      keep();
      void pump();
    },
    wake() {
      wakeUp();
      void pump();
    },
  };
}

/** Taken, or refused for good; everything else is tried again. */
const isFinal = (status: number): boolean => status < 500 && status !== 408 && status !== 429;

function post(item: Outgoing, options: OutgoingOptions): Promise<Response> {
  const send = options.fetch;
  if (item.kind !== 'files') {
    const { kind, ...body } = item;
    return send(`/api/${kind}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
  const form = new FormData();
  form.set('id', item.id);
  form.set('chat', item.chat);
  form.set('caption', item.caption);
  if (item.batch) {
    form.set('batch', item.batch.id);
    if (item.batch.isEnd) form.set('end', '1');
  }
  for (const file of item.files) form.append('files', file);
  return options.upload
    ? options.upload('/api/files', form, (share) => options.onProgress?.(item.id, share))
    : send('/api/files', { method: 'POST', body: form });
}

const problemOf = async (response: Response): Promise<string> => {
  const body = (await response.json().catch(() => null)) as { problem?: unknown } | null;
  return typeof body?.problem === 'string' ? body.problem : '';
};

const refusedOf = async (response: Response): Promise<RefusedUpload | undefined> =>
  ((await response.json().catch(() => null)) as { refused?: RefusedUpload } | null)?.refused;

function restore(storage: OutgoingOptions['storage']): Outgoing[] {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(storageName) ?? '[]');
    return Array.isArray(kept)
      ? (kept as Outgoing[]).map((item) => ({ ...item, chat: item.chat ?? 'main' }))
      : [];
  } catch {
    return [];
  }
}
