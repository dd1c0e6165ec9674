import type { ReplyMessage, SaidMessage } from '../wire.ts';

/** 'lost': being rebuilt by itself; 'replaced': other windows took over; 'signed-out': the session is over. */
export type ConnectionState = 'opening' | 'open' | 'lost' | 'replaced' | 'signed-out';

interface ConnectionOptions {
  /** The conversation that is followed. */
  chat: string;
  /** The newest outbox number that the page has; the stream starts after it. */
  lastSeq(): number;
  onReply(reply: ReplyMessage): void;
  onSaid(message: SaidMessage): void;
  onGrowing(text: string): void;
  onEnded(id: string): void;
  /** Something happened in another conversation of the person. */
  onElsewhere(chat: string, isReply: boolean): void;
  /** A conversation got another name or was deleted. */
  onChanged(): void;
  onState(state: ConnectionState): void;
}

/** The event stream of the page. Reopens itself; replies that were missed come first. */
export interface Connection {
  /** Opens again at once: the window is looked at, or the network is back. */
  wake(): void;
  /** Ends it for good: another conversation is opened. */
  close(): void;
}

const longestWaitMs = 15_000;

export function connect(options: ConnectionOptions): Connection {
  let source: EventSource | null = null;
  let state: ConnectionState = 'opening';
  let timer: number | undefined;
  let waitMs = 1000;
  let isClosed = false;

  const become = (next: ConnectionState): void => {
    if (next === state || isClosed) return;
    state = next;
    options.onState(next);
  };

  function open(): void {
    clearTimeout(timer);
    source?.close();
    const stream = new EventSource(`/api/events?chat=${options.chat}&after=${options.lastSeq()}`);
    source = stream;
    const listen = <T>(name: string, handle: (data: T) => void): void =>
      stream.addEventListener(name, (event) => {
        if (!isClosed) handle(JSON.parse((event as MessageEvent<string>).data) as T);
      });
    stream.addEventListener('open', () => {
      waitMs = 1000;
      become('open');
    });
    stream.addEventListener('error', () => {
      become('lost');
      // The browser retries a broken stream by itself, but gives up for good on an error page of a proxy.
      if (stream.readyState === EventSource.CLOSED) void retry(stream);
    });
    listen('reply', options.onReply);
    listen('said', options.onSaid);
    listen<{ text: string }>('growing', ({ text }) => options.onGrowing(text));
    listen<{ id: string }>('ended', ({ id }) => options.onEnded(id));
    listen<{ chat: string; isReply: boolean }>('elsewhere', ({ chat, isReply }) =>
      options.onElsewhere(chat, isReply),
    );
    listen('changed', () => options.onChanged());
    listen<{ reason: 'replaced' | 'signed-out' }>('bye', ({ reason }) => {
      stream.close();
      become(reason);
    });
  }

  async function retry(failed: EventSource): Promise<void> {
    const response = await fetch(`/api/history?chat=${options.chat}`, { method: 'HEAD' }).catch(() => null);
    if (source !== failed || isClosed) return;
    if (response?.status === 401) return become('signed-out');
    timer = window.setTimeout(open, waitMs);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  }

  open();
  return {
    wake() {
      if (state !== 'open' && state !== 'signed-out' && !isClosed) open();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}
