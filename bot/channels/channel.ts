import type { AppError, DeliveryFailure } from '../../core/errors.ts';
import type { Role } from '../../core/viewer.ts';
import type { Address, Block, Capabilities, Confined, Inbound, RemoteFiles } from '../types.ts';
import type { TakenFiles } from './remote-files.ts';

export type { DeliveryFailure };

/** A block as it leaves: choices carry opaque keys, never actions. */
export type WireBlock =
  | Exclude<Block, { type: 'choices' }>
  | ({
      type: 'choices';
      id: string;
      prompt?: string;
      /** False: the options have no numbers, because a number typed now is an answer of its own. */
      isNumbered?: boolean;
      options: { label: string; key: string; position: number; style?: 'primary' | 'danger' }[];
    } & Confined);

/**
 * What stands out in a text: words in bold; a quotation, without its source; columns that need characters of one width.
 * `from` and `to` (excluded) are UTF-16 units of the text; spans come in the order of `from` and never cross.
 */
export interface Span {
  kind: 'bold' | 'quote' | 'columns';
  from: number;
  to: number;
}

/** One wire message, made by `degrade` within the channel's capabilities. Text is never empty. */
export interface Part {
  text: string;
  /** What stands out in `text`, for markup 'entities' and 'zalo'; empty elsewhere. */
  spans: readonly Span[];
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
  /** A chat goes on under another id: what is open there follows it. Harmless when called twice. */
  moved?(from: Address, to: Address): Promise<void>;
}

/** Where a provider delivers events over HTTP. The path is the channel's own and tells no secret. */
export interface Webhook {
  /** Below '/kenh/': 'telegram'. */
  path: string;
  /** Longest body that is read, in bytes. Default 1 MiB. */
  maxBytes?: number;
  /** Checks the secret, accepts into the sink and only then answers; never throws for what a stranger may send. */
  handle(request: Request): Promise<Response>;
}

/** A way to talk to people. It parses, renders and sends; it never decides. */
export interface Channel {
  readonly id: string;
  /**
   * True where the channel signs people in itself (a web session, the machine's own terminal): `senderId` is then the
   * id of an account. Elsewhere it is the sender's id on the wire, and has to be paired with an account first.
   */
  signsIn?: boolean;
  capabilities(address: Address): Capabilities;
  /**
   * Receives until `signal` aborts, through every outage of its provider; absent where requests arrive over HTTP.
   * A running process calls it only while no other process receives for the same `pollsAs`.
   */
  run?(sink: Sink, signal: AbortSignal): Promise<void>;
  /** What only one process at a time may poll, without telling it: 'telegram:123456' (the token's public part). */
  pollsAs?: string;
  /** The provider's way in, where this channel is set to be called. */
  webhook?(sink: Sink): Webhook;
  /**
   * Sends one part as one wire message. `seq` is the outbox number, increasing within the lane; `key` is unique for the
   * part. Tries once: repeating, waiting and order are the outbox's.
   * @throws ChannelError
   */
  send(address: Address, part: Part, options: { seq: number; key: string }): Promise<Receipt>;
  /**
   * Fetches what a 'remote-files' event tells of and takes it over like an upload (`takeRemoteFiles`).
   * @throws ChannelError 'transient' where the provider does not answer now
   */
  fetchFiles?(waiting: RemoteFiles, options: { signal: AbortSignal; role: Role }): Promise<TakenFiles>;
  /** True where the receiver drops a part that it already has (by `seq`), so that resending is harmless. Default false. */
  dropsRepeats?: boolean;
  /** Where an account can be told something although nobody wrote there; absent where a person has to begin a chat. */
  addressOf?(accountId: string): Address;
  /** An address that opens a chat here and sends this pairing code; null while it is not known. */
  pairingLink?(code: string): string | null;
  /** The turn of the event with this key is over and everything it said has been sent, or it had nothing to say. */
  turnEnded?(address: Address, eventKey: string): void;
  /** Shows the answer to `eventKey` as far as it has grown; the sent parts replace it. */
  live?(address: Address, text: string, eventKey: string): void;
  health(): Promise<{ ok: boolean; detail?: string }>;
  /** How a failed `send` is to be treated where it throws something else than a `ChannelError`. */
  failureOf?(error: AppError): DeliveryFailure;
}
