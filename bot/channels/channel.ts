import type { AppError } from '../../core/errors.ts';
import type { Address, Block, Capabilities, Inbound } from '../types.ts';

/** A block as it leaves: choices carry opaque keys, never actions. */
export type WireBlock =
  | Exclude<Block, { type: 'choices' }>
  | {
      type: 'choices';
      id: string;
      prompt?: string;
      /** False: the options have no numbers, because a number typed now is an answer of its own. */
      isNumbered?: boolean;
      options: { label: string; key: string; position: number; style?: 'primary' | 'danger' }[];
    };

/** One wire message, made by `degrade` within the channel's capabilities. Text is never empty. */
export interface Part {
  text: string;
  /** The blocks themselves, for channels that render them (markup 'html'); `text` says the same in plain words. */
  blocks: readonly WireBlock[];
}

/** What a channel knows after sending: the wire ids. */
export interface Receipt {
  ids: string[];
}

/** The core's side of a channel. */
export interface Sink {
  /** Commits the event to the inbox before it resolves; only then may the channel acknowledge. */
  accept(event: Inbound): Promise<'new' | 'duplicate'>;
}

/** What the dispatcher knows of a sending failure. 'unknown-delivery': the part may or may not have arrived. */
export type DeliveryFailure = 'rate' | 'gone' | 'auth' | 'invalid' | 'transient' | 'unknown-delivery';

/** A way to talk to people. It parses, renders and sends; it never decides. */
export interface Channel {
  readonly id: string;
  /**
   * True where the channel signs people in itself (a web session, the machine's own terminal): `senderId` is then the
   * id of an account. Elsewhere it is the sender's id on the wire, and has to be paired with an account first.
   */
  signsIn?: boolean;
  capabilities(address: Address): Capabilities;
  /** Receives until `signal` aborts; absent where requests arrive over HTTP routes. */
  run?(sink: Sink, signal: AbortSignal): Promise<void>;
  /** Sends one part. `seq` is the outbox number, increasing within the lane; `key` is unique for the part. */
  send(address: Address, part: Part, options: { seq: number; key: string }): Promise<Receipt>;
  /** True where the receiver drops a part that it already has (by `seq`), so that resending is harmless. Default false. */
  dropsRepeats?: boolean;
  /** The turn of the event with this key is over and everything it said has been sent, or it had nothing to say. */
  turnEnded?(address: Address, eventKey: string): void;
  /** Shows text that is still growing; the sent parts replace it. */
  live?(address: Address, text: string): void;
  health(): Promise<{ ok: boolean; detail?: string }>;
  /** How the dispatcher should treat a failed `send`. */
  failureOf?(error: AppError): DeliveryFailure;
}
