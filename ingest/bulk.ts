import type { Clock, DateOnly } from '../core/clock.ts';
import { AppError, DocumentUnreadableError, toAppError } from '../core/errors.ts';
import { sha256 } from '../core/ids.ts';
import type { Scope } from '../core/viewer.ts';
import type { Database, Queryable } from '../db/database.ts';
import type { FileStore } from '../db/file-store.ts';
import { secretRefused, warningSentences } from '../prompts/ingest.ts';
import { fileNotReadable, notStored, versionLine } from '../prompts/ingest-command.ts';
import { isArchive } from './archive/archive.ts';
import { storeDocument } from './ingest.ts';
import { isFileNeeded } from './intake-ledger.ts';
import { findKeptFile, type KeptFile } from './intake-store.ts';
import type { Intake } from './intake.ts';
import type { ReadDocument, ReadProgress } from './types.ts';

/** What became of one file, or of one member of an archive; the shape of a line of 'capuy ingest --json'. */
export interface FileReport {
  file: string;
  state: 'stored' | 'known' | 'unreadable' | 'refused' | 'failed';
  symbol: string | null;
  type: string | null;
  issuedOn: DateOnly | null;
  issuer: string | null;
  subject: string | null;
  pages: number;
  scannedPages: number;
  /** Mean confidence of the scanned pages, 0 to 1; null where there is none. */
  confidence: number | null;
  chunks: number;
  relations: number;
  /** Sentences about kept documents that it is a copy or a version of. */
  duplicates: string[];
  warnings: string[];
  /** Why it was not stored, in a sentence; null where it was. */
  reason: string | null;
}

export interface BulkDeps {
  db: Database;
  files: FileStore;
  intake: Pick<Intake, 'inspect' | 'readBytes'>;
  clock: Clock;
  /** Called in the transaction that stores a document, for the audit trail. */
  stored?(t: Queryable, documentId: string, read: ReadDocument): Promise<void>;
}

export interface BulkOptions {
  scope: Scope;
  areRelationsConfirmed: boolean;
  /** Files read at the same time. */
  parallel: number;
  /** Ends the run between two files; what is being read is given up, and goes on in the next run. */
  signal: AbortSignal;
  /** The file that the order of the reports waits for, and its pages where it is read page by page. */
  onProgress?(file: string, pages: ReadProgress | null): void;
}

/** A file to take in: its name for the report, its own name, and its bytes. */
export interface BulkFile {
  path: string;
  name: string;
  load(): Promise<Uint8Array>;
}

/** A file that was read, or why not. */
type Outcome =
  | { path: string; bytes: Uint8Array; read: ReadDocument }
  | { path: string; kept: KeptFile }
  | { path: string; failure: Pick<FileReport, 'state' | 'reason'> };

/** Files that are read ahead of the one that is being stored; bounds what is held in memory. */
const readAhead = 3;

/**
 * Takes files in, one report a file (or a member of an archive) in the order of `sources`. Files are read side by side
 * and stored one after another, so that what counts as a copy of what does not depend on chance. What is kept already
 * is recognised by its bytes and not read again.
 */
export async function* takeInAll(
  deps: BulkDeps,
  sources: readonly BulkFile[],
  options: BulkOptions,
): AsyncGenerator<FileReport> {
  const { signal } = options;
  const progress = new Map<string, ReadProgress>();
  const running: { path: string; outcomes: Promise<Outcome[]> }[] = [];
  const slots = createSlots(options.parallel);
  let next = 0;
  const tell = (): void => {
    const first = running[0];
    if (first) options.onProgress?.(first.path, progress.get(first.path) ?? null);
  };
  const fill = (): void => {
    while (running.length < options.parallel + readAhead && next < sources.length && !signal.aborted) {
      const source = sources[next++] as BulkFile;
      const outcomes = slots(() =>
        readFileOrMembers(deps, source, signal, (pages) => {
          progress.set(source.path, pages);
          tell();
        }),
      );
      // Looked at in its turn; until then a failure is nobody's.
      outcomes.catch(() => undefined);
      running.push({ path: source.path, outcomes });
    }
  };
  for (fill(); running.length > 0; fill()) {
    const { path, outcomes } = running[0] as (typeof running)[number];
    tell();
    const settled = await outcomes.catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (!settled || signal.aborted) break;
    for (const outcome of settled) yield await conclude(deps, outcome, options);
    progress.delete(path);
    running.shift();
  }
  await Promise.allSettled(running.map(({ outcomes }) => outcomes));
}

async function readFileOrMembers(
  deps: BulkDeps,
  { path, name, load }: BulkFile,
  signal: AbortSignal,
  onProgress: (pages: ReadProgress) => void,
): Promise<Outcome[]> {
  signal.throwIfAborted();
  const bytes = await load().catch(() => null);
  if (!bytes) return [{ path, failure: { state: 'failed', reason: fileNotReadable } }];
  if (!(await isArchive(bytes, name))) return [await readOne(deps, path, name, bytes, signal, onProgress)];
  const { accepted, refused } = await deps.intake.inspect(bytes, name);
  const outcomes: Outcome[] = [];
  for (const member of accepted) {
    // Sharing the bytes of the file means that it was no archive after all.
    const at = member.bytes === bytes ? path : `${path}/${member.name}`;
    outcomes.push(await readOne(deps, at, member.name, member.bytes, signal, onProgress));
  }
  for (const member of refused) {
    const at = member.name === name ? path : `${path}/${member.name}`;
    const state = member.code === 'document-secret' ? 'refused' : 'unreadable';
    outcomes.push({ path: at, failure: { state, reason: member.sentence } });
  }
  return outcomes;
}

async function readOne(
  deps: BulkDeps,
  path: string,
  name: string,
  bytes: Uint8Array,
  signal: AbortSignal,
  onProgress: (pages: ReadProgress) => void,
): Promise<Outcome> {
  const kept = await findKeptFile(deps.db, { fileSha256: sha256(bytes) });
  if (kept) return { path, kept };
  try {
    const state = await deps.intake.readBytes(bytes, name, { signal, onProgress });
    if (state.state === 'read') return { path, bytes, read: state.read };
    throw new AppError('internal', 'a reading without an end');
  } catch (error) {
    if (signal.aborted) throw error;
    return { path, failure: failureOf(error) };
  }
}

function failureOf(error: unknown): Pick<FileReport, 'state' | 'reason'> {
  if (error instanceof DocumentUnreadableError) return { state: 'unreadable', reason: error.sentence };
  const known = toAppError(error);
  if (known.code === 'document-secret') return { state: 'refused', reason: secretRefused };
  return { state: 'failed', reason: notStored(known) };
}

async function conclude(deps: BulkDeps, outcome: Outcome, options: BulkOptions): Promise<FileReport> {
  const { path } = outcome;
  if ('failure' in outcome) return failed(path, outcome.failure);
  if ('kept' in outcome) return reportKept(path, outcome.kept);
  const { bytes, read } = outcome;
  try {
    // The file first: a crash in between leaves a file without a document, never a document without its file.
    await deps.files.put(bytes, read.fileName, read.mediaType);
    const { scope, areRelationsConfirmed } = options;
    const result = await deps.db.tx(async (t) => {
      const now = deps.clock.now();
      const kept = await storeDocument(t, read, { scope, by: null, now, areRelationsConfirmed });
      if (kept.state === 'stored') await deps.stored?.(t, kept.documentId, read);
      return kept;
    });
    // The same text in another file: its document has a file of its own, and this one is not needed.
    if (result.state === 'known') {
      const kept = await findKeptFile(deps.db, { documentId: result.documentId });
      if (!(await isFileNeeded(deps.db, read.fileSha256))) await deps.files.remove(read.fileSha256);
      return kept
        ? reportKept(path, kept)
        : failed(path, {
            state: 'failed',
            reason: notStored(new AppError('not-found', 'the document of the same text')),
          });
    }
    const { metadata, scans } = read;
    return {
      file: path,
      state: 'stored',
      symbol: metadata.symbol,
      type: metadata.typeName,
      issuedOn: metadata.issuedOn,
      issuer: metadata.issuer,
      subject: metadata.subject ?? metadata.title,
      pages: read.pages.length,
      scannedPages: scans.length,
      confidence: scans.length === 0 ? null : mean(scans.map(({ confidence }) => confidence)),
      chunks: read.chunks.length,
      relations: read.relations.length,
      duplicates: result.related.map(({ kind, symbol, title, issuedOn, similarity }) =>
        versionLine(kind, symbol ?? title, issuedOn, similarity),
      ),
      warnings: result.warnings.map((warning) => warningSentences[warning]),
      reason: null,
    };
  } catch (error) {
    return failed(path, failureOf(error));
  }
}

/** The report on a file that is kept already, out of what is kept. */
const reportKept = (path: string, kept: KeptFile): FileReport => ({
  file: path,
  state: 'known',
  symbol: kept.symbol,
  type: kept.typeName,
  issuedOn: kept.issuedOn,
  issuer: kept.issuer,
  subject: kept.subject ?? kept.title,
  pages: kept.pages,
  scannedPages: kept.scannedPages,
  confidence: kept.confidence,
  chunks: kept.chunks,
  relations: kept.relations,
  duplicates: [],
  warnings: kept.warnings.map((warning) => warningSentences[warning]),
  reason: null,
});

/** A refusal in the fields that a stored file has; its sentence stands among the warnings too, where it always stood. */
const failed = (file: string, { state, reason }: Pick<FileReport, 'state' | 'reason'>): FileReport => ({
  file,
  state,
  symbol: null,
  type: null,
  issuedOn: null,
  issuer: null,
  subject: null,
  pages: 0,
  scannedPages: 0,
  confidence: null,
  chunks: 0,
  relations: 0,
  duplicates: [],
  warnings: reason === null ? [] : [reason],
  reason,
});

const mean = (values: readonly number[]): number =>
  Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1000) / 1000;

/** Runs at most `count` of the given works at a time, first come, first served. */
function createSlots(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
