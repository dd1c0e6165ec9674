import type { Viewer } from '../../../core/viewer.ts';
import type { DateOnly } from '../../../core/clock.ts';
import type { FileRef, FileStore } from '../../../db/file-store.ts';
import type { Intake } from '../../../ingest/intake.ts';
import type { Corrections } from '../../../ingest/types.ts';
import type { DocumentStatus } from '../../../rag/types.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import type { EditField } from './document-corrections.ts';

/* What the files of the documents feature share: its name, what it is given, and the state between two messages. */

/** Owner of the actions of its options. */
export const id = 'documents';

/** What the feature works with besides the turn. */
export interface Deps {
  files: FileStore;
  intake: Pick<Intake, 'read'>;
  /** What the kept documents say about the force of these documents; absent: the ledger says nothing of it. */
  statuses?(
    viewer: Viewer,
    documentIds: readonly string[],
    day: DateOnly,
  ): Promise<ReadonlyMap<string, DocumentStatus>>;
  /** A picture (PNG) of a page of a file that was read from its pictures; absent: no pictures are offered. */
  drawPage?(
    bytes: Uint8Array,
    mediaType: string,
    pageNo: number,
    rotation: 0 | 90 | 180 | 270,
  ): Promise<Uint8Array>;
}

/** A file that was received and is not stored yet. */
export interface WaitingFile {
  file: FileRef;
  /** What the summary says of it; null while it is being read. */
  facts: FileFacts | null;
}

/** A read file in one line of the summary. */
export interface FileFacts {
  understood: string;
  /** What should be looked at before it is stored; empty: nothing. */
  notes: string[];
}

/** What a person has said so far about the file that they look at. */
export interface Review {
  corrections: Corrections;
  /** What the next message answers. */
  asking: EditField | 'units' | null;
  unitIds: string[];
  /** Positions in `ReadDocument.relations` of those that are not right. */
  rejected: number[];
  /** The kept document that this is a new version of, 'other' for a document of its own, null: not said. */
  version: string | null;
  /** Hashes of pictures that were made to be looked at. */
  pictures: string[];
}

/** Plain data: what was read is read again from the kept file. */
export interface DocumentDialogue {
  files: WaitingFile[];
  /** Hash of the file that is looked at; null where all are listed. */
  current: string | null;
  review: Review;
  /** Sentences about files of an upload that is not complete yet. */
  pending: string[];
}

export const emptyReview: Review = {
  corrections: {},
  asking: null,
  unitIds: [],
  rejected: [],
  version: null,
  pictures: [],
};

export const noDialogue: DocumentDialogue = { files: [], current: null, review: emptyReview, pending: [] };

/** The open dialogue, or an empty one. */
export const dialogueOf = (context: TurnContext): DocumentDialogue =>
  (context.dialogue as DocumentDialogue | null | undefined) ?? noDialogue;

/** The state to save: none where nothing waits. */
export const orNone = (dialogue: DocumentDialogue): DocumentDialogue | null =>
  dialogue.files.length === 0 && dialogue.pending.length === 0 ? null : dialogue;

export const text = (content: string): Block => ({ type: 'text', text: content });
export const say = (content: string): Outcome => ({ blocks: [text(content)] });

/** The file that is looked at. */
export const currentFile = (dialogue: DocumentDialogue): FileRef | null =>
  dialogue.files.find(({ file }) => file.sha256 === dialogue.current)?.file ?? null;

/** The dialogue without a file that is stored, dropped or refused. */
export const without = (dialogue: DocumentDialogue, sha256: string): DocumentDialogue => ({
  ...dialogue,
  files: dialogue.files.filter(({ file }) => file.sha256 !== sha256),
  ...(dialogue.current === sha256 ? { current: null, review: emptyReview } : {}),
});
