import type { History, SaidMessage } from '../wire.ts';
import { request } from './api.ts';
import { newId, storageOrNull, wait } from './browser.ts';
import { connect, type Connection, type ConnectionState } from './connection.ts';
import * as chats from './conversation.ts';
import { createOutgoing, type Outgoing, type OutgoingContent } from './outgoing.ts';
import { upload } from './upload.ts';

/** What the page does when something happens in the conversation. */
interface OpenChatOptions {
  /** Something is to be shown: 'new' stands at the end of the conversation, 'own' there too, said by the person. */
  onChange(what: 'same' | 'new' | 'own'): void;
  /** The conversation has been read and stands before the person. */
  onLoaded(): void;
  /** Something happened in a conversation of the person, this one too; `isReply` where the assistant spoke. */
  onActivity(chat: string, isReply: boolean): void;
  /** A conversation got another name or was deleted. */
  onConversationsChanged(): void;
}

/** The conversation that this window shows, in step with the server. */
export interface OpenChat {
  readonly id: string;
  readonly chat: chats.Conversation;
  readonly connection: ConnectionState;
  /** True for a moment after a lost connection is back. */
  readonly isResumed: boolean;
  /** How much of a file has left, from 0 to 1, while it is being sent. */
  readonly sentShare: ReadonlyMap<string, number>;
  open(id: string): void;
  say(text: string): void;
  press(key: string, label: string): void;
  /** Several files go one by one, each with its own progress and its own refusal, and belong together. */
  sendFiles(files: readonly File[], caption: string): void;
  stop(): void;
  /** Reads the stretch before; true where there was one. */
  loadOlder(length?: number): Promise<boolean>;
  /** The server has asked to sign in again. */
  signedOut(): void;
  /** Opens the connection at once: the window is looked at, or the network is back. */
  wake(): void;
}

const longestWaitMs = 15_000;

export function createOpenChat(options: OpenChatOptions): OpenChat {
  let id = '';
  let chat = chats.emptyConversation;
  let connection: ConnectionState = 'opening';
  let isResumed = false;
  let stream: Connection | undefined;
  const sentShare = new Map<string, number>();

  const outgoing = createOutgoing({
    onDelivery(itemId, delivery, problem) {
      change(chats.withDelivery(chat, itemId, delivery, problem));
      if (delivery === 'sent') options.onActivity(id, false);
    },
    onRefused: (itemId, refused) => change(chats.withRefused(chat, itemId, refused)),
    onSignedOut: () => become('signed-out'),
    storage: storageOrNull(),
    fetch: (...parameters) => fetch(...parameters),
    upload,
    onProgress(itemId, share) {
      sentShare.set(itemId, share);
      options.onChange('same');
    },
    wait,
  });

  function change(next: chats.Conversation, what: 'same' | 'new' | 'own' = 'same'): void {
    if (next === chat) return;
    chat = next;
    options.onChange(what);
  }

  function become(next: ConnectionState): void {
    const wasLost = connection === 'lost' || connection === 'replaced';
    connection = next;
    isResumed = next === 'open' && wasLost;
    if (next === 'open') {
      // What grew when the connection was lost is told again if it still grows.
      change({ ...chat, growing: null });
      if (wasLost) void catchUp(id);
      outgoing.wake();
    }
    if (isResumed)
      setTimeout(() => {
        isResumed = false;
        options.onChange('same');
      }, 4000);
    options.onChange('same');
  }

  /** What happened meanwhile and is told only once: what other windows said, which answers came to an end. */
  async function catchUp(of: string): Promise<void> {
    const history = await readHistory(of);
    if (history && id === of) change(chats.withCaughtUp(chat, history), 'new');
    options.onConversationsChanged();
  }

  async function readHistory(of: string, query = ''): Promise<History | null> {
    const answer = await request<History>(`/api/history?chat=${of}${query}`);
    if (!answer.ok && answer.status === 401 && id === of) become('signed-out');
    return answer.ok ? answer.body : null;
  }

  /** History first, then what comes after it; while the server is away, again and again. */
  async function start(of: string): Promise<void> {
    for (let waitMs = 1000; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      const history = await readHistory(of);
      if (id !== of || connection === 'signed-out') return;
      if (history) {
        change(chats.withHistory(chat, history));
        break;
      }
      become('lost');
      await wait(waitMs);
      if (id !== of) return;
    }
    options.onLoaded();
    outgoing.wake();
    stream = connect({
      chat: of,
      lastSeq: () => chat.lastSeq,
      onReply(reply) {
        change(chats.withReply(chat, reply), 'new');
        options.onActivity(of, true);
      },
      onSaid(message) {
        change(chats.withSaid(chat, message, 'sent'), 'new');
        options.onActivity(of, false);
      },
      onGrowing: (text) => change(chats.withGrowing(chat, text), 'new'),
      onEnded: (itemId) => change(chats.withEnded(chat, itemId)),
      onElsewhere: options.onActivity,
      onChanged: options.onConversationsChanged,
      onState: become,
    });
  }

  function dispatch(content: OutgoingContent): void {
    const item: Outgoing = { ...content, id: newId(), chat: id };
    change(chats.withSaid(chat, bubbleOf(item), 'sending'), 'own');
    outgoing.send(item);
  }

  return {
    get id() {
      return id;
    },
    get chat() {
      return chat;
    },
    get connection() {
      return connection;
    },
    get isResumed() {
      return isResumed;
    },
    sentShare,
    open(next) {
      if (next === id) return;
      stream?.close();
      stream = undefined;
      id = next;
      chat = chats.emptyConversation;
      for (const item of outgoing.pendingIn(next)) chat = chats.withSaid(chat, bubbleOf(item), 'waiting');
      if (connection !== 'signed-out') connection = 'opening';
      isResumed = false;
      options.onChange('same');
      void start(next);
    },
    say: (text) => dispatch({ kind: 'messages', text }),
    press(key, label) {
      change(chats.withPressed(chat, key));
      dispatch({ kind: 'choices', key, label });
    },
    sendFiles(files, caption) {
      if (files.length === 1) return dispatch({ kind: 'files', caption, files });
      const batch = newId();
      for (const file of files)
        dispatch({ kind: 'files', caption: '', files: [file], batch: { id: batch, isEnd: false } });
      dispatch({ kind: 'files', caption, files: [], batch: { id: batch, isEnd: true } });
    },
    stop() {
      change(chats.withStop(chat));
      void request('/api/stop', 'POST', { id: newId(), chat: id });
    },
    async loadOlder(length) {
      if (!chat.older) return false;
      const of = id;
      const { said, reply } = chat.older;
      const older = await readHistory(of, `&said=${said}&reply=${reply}${length ? `&length=${length}` : ''}`);
      if (!older || id !== of) return false;
      change(chats.withOlder(chat, older));
      return true;
    },
    signedOut: () => become('signed-out'),
    wake: () => stream?.wake(),
  };
}

/** What a message looks like before the server has it. */
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
