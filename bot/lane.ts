import { isStopWord } from './router.ts';
import type { OpenEvent } from './inbox-store.ts';
import type { Inbound } from './types.ts';

/** A chat whose events are answered one after another. */
export interface Lane {
  name: string;
  queue: OpenEvent[];
  /** The turn that is being decided, and who asked for it. */
  running: { controller: AbortController; hurry: AbortController; senderId: string } | null;
  /** What is or was in the queue: another process may know of the same events. */
  taken: Set<number>;
  /** False until it is known that no other process works on the chat. */
  isHeld: boolean;
  /** The event whose sender was told last that it is answered later. */
  toldAt?: number;
}

/** A running turn is aborted with it. */
export const stoppedByPerson = Symbol('stopped by the person');

export const isStop = (event: Inbound): boolean =>
  event.type === 'stop' || (event.type === 'text' && isStopWord(event.text.trim()));

/** A command or the press of a button: who sends one waits for something to be done. */
export const isCommandLike = (event: Inbound): boolean =>
  event.type === 'choice' || (event.type === 'text' && event.text.trimStart().startsWith('/'));

/** In a group nobody stops somebody else's answer. */
export const isFromSame = (senderId: string, event: Inbound): boolean =>
  !event.isGroup || event.senderId === senderId;
