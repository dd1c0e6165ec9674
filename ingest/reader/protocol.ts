import type { Corrections, PageBox, ReadDocument, ReadOptions, ReadProgress, ScannedPage } from '../types.ts';

/*
 * What the assistant and its reader process say to each other. Plain data only; a message never holds text of a file
 * outside the fields that are meant for it.
 */

/** One file that may be kept, taken out of what was sent. */
export interface AcceptedFile {
  /** The member's own name inside an archive or e-mail, without folders; the given name for a file by itself. */
  name: string;
  bytes: Uint8Array;
  /** The media type by content. */
  mime: string;
}

/** One file that is not kept, and why. */
export interface RefusedFile {
  /** As in `AcceptedFile`; replaced by a neutral word where the name itself carries a mark of secrecy. */
  name: string;
  /** Vietnamese, shown as it is. */
  sentence: string;
  code: 'document-unreadable' | 'document-secret';
}

/** What became of a file, or of the members of an archive, before anything of it was kept. */
export interface Inspection {
  accepted: AcceptedFile[];
  refused: RefusedFile[];
}

/** Which picture of a page is wanted. */
export interface PageView {
  /** Degrees that the page is turned clockwise to stand upright, as `PageScan.rotation` says. */
  rotation: 0 | 90 | 180 | 270;
  /** The part of the page, in fractions of the page as the file holds it; absent: the whole page. */
  box?: PageBox;
  /** Width of the picture in pixels. */
  widthPx: number;
}

/** What is asked of the reader process. */
export type Request =
  | {
      action: 'read';
      bytes: Uint8Array;
      fileName: string;
      corrections: Corrections;
      knownPages: ReadonlyMap<number, ScannedPage> | undefined;
      isOcrAllowed: boolean | undefined;
      scanLimit: number | undefined;
      /** True where the asker wants each scanned page as it is read; the reading then waits until it is taken. */
      wantsPages: boolean;
    }
  | { action: 'inspect'; bytes: Uint8Array; fileName: string }
  | { action: 'pageImage'; bytes: Uint8Array; mediaType: string; pageNo: number; view: PageView };

/** To the process. */
export type ToChild =
  | { kind: 'request'; id: number; request: Request }
  | { kind: 'page-taken'; id: number }
  | { kind: 'abort'; id: number };

/** An error as it crosses: code and sentence, never what was read. */
export interface Failure {
  code: string;
  /** Present for files that cannot be read. */
  sentence?: string;
  page?: number;
  /** Class and places in our code of an error that nobody expected; its message may quote the file and stays behind. */
  at?: string;
}

/** From the process. An accepted file whose bytes are those that were sent comes back without them. */
export type FromChild =
  | { kind: 'ready' }
  | { kind: 'taken'; id: number }
  | { kind: 'page'; id: number; page: ScannedPage }
  | { kind: 'progress'; id: number; progress: ReadProgress }
  | { kind: 'done'; id: number; result: unknown; rssBytes: number }
  | { kind: 'failed'; id: number; failure: Failure; rssBytes: number };

/** What a module of work offers to the process; the tests have hostile ones of their own. */
export interface ReaderWork {
  read(
    bytes: Uint8Array,
    fileName: string,
    corrections: Corrections,
    options: ReadOptions,
  ): Promise<ReadDocument>;
  inspect(
    bytes: Uint8Array,
    fileName: string,
    options: { signal: AbortSignal; onProgress(progress: ReadProgress): void },
  ): Promise<Inspection>;
  pageImage(bytes: Uint8Array, mediaType: string, pageNo: number, view: PageView): Promise<Uint8Array>;
}
