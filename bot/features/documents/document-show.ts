import type { FileRef } from '../../../db/file-store.ts';
import { findRelatedVersions } from '../../../ingest/versions/versions.ts';
import * as words from '../../../prompts/documents.ts';
import type { Block, Choice, Outcome, TurnContext, Waiting } from '../../types.ts';
import { emptyReview, id, orNone, text, without } from './document-dialogue.ts';
import type { Deps, DocumentDialogue, Review, WaitingFile } from './document-dialogue.ts';
import { previewBlocks } from './document-preview.ts';
import { dropFile, readAgain } from './document-reading.ts';
import { unitsOf } from './document-units.ts';

/* What is shown of the files that wait: one by its preview, several in one table. */

/** Whether nothing of a file has to be looked at before it is stored. */
export const isClean = ({ facts }: WaitingFile): boolean => facts !== null && facts.notes.length === 0;

/** The summary of what waits and what can be done with it. */
export function batchBlocks(dialogue: DocumentDialogue, isRest = false): Block[] {
  const { files } = dialogue;
  const clean = files.filter(isClean).length;
  const options: Choice[] = [
    ...(clean > 0
      ? [
          {
            label: words.batchButtons.saveClean(clean),
            action: `${id}:save-clean`,
            style: 'primary' as const,
          },
        ]
      : []),
    { label: words.batchButtons.each, action: `${id}:each` },
    { label: words.batchButtons.dropAll, action: `${id}:drop-all`, style: 'danger' },
  ];
  return [
    {
      type: 'table',
      title: isRest ? words.batchTitleLeft(files.length) : words.batchTitle(files.length),
      head: [...words.batchHeads],
      rows: files.map((one) => [
        one.file.name,
        one.facts?.understood ?? '',
        one.facts ? words.noteCount(one.facts.notes) : '',
        one.facts === null
          ? words.batchStates.reading
          : isClean(one)
            ? words.batchStates.clean
            : words.batchStates.look,
      ]),
      ...(clean > 0 ? { note: words.batchScope } : {}),
      audience: 'internal',
    },
    { type: 'choices', id: 'document-batch', options },
  ];
}

/**
 * What an open preview or summary holds, for whoever asks or does something else meanwhile. The files stay in the ledger
 * whatever happens to the dialogue. Null where nothing waits, or where the next words are the value that was asked for.
 */
export function waitingOf({ files, current, review }: DocumentDialogue): Waiting | null {
  if (files.length === 0 || review.asking !== null) return null;
  const option = current === null ? 'each' : 'back';
  const label = current === null ? words.batchButtons.each : words.lookAgain;
  return {
    isUnsaved: false,
    blocks: [
      {
        type: 'choices',
        id: 'documents-waiting',
        prompt: words.stillWaiting(files.length),
        options: [{ label, action: `${id}:${option}` }],
      },
    ],
  };
}

/**
 * Shows what waits: one file by its preview, several in one table. `isTold`: the sentences say already that the reading
 * goes on.
 */
export async function present(
  deps: Deps,
  context: TurnContext,
  dialogue: DocumentDialogue,
  sentences: readonly string[] = [],
  isTold = false,
): Promise<Outcome> {
  const lead = sentences.length > 0 ? [text(sentences.join('\n\n'))] : [];
  const ready = dialogue.files.filter(({ facts }) => facts !== null);
  const [only] = ready;
  if (!only) {
    const names = dialogue.files.map(({ file }) => file.name);
    if (names.length > 0 && !isTold) lead.push(text(words.allGoOn(names)));
    // Nothing to decide yet, so the chat is free; the ends of the readings come back by themselves.
    return { blocks: lead, dialogue: null };
  }
  if (dialogue.current !== null) {
    return { blocks: [...lead, text(words.moreWaiting(dialogue.files.length - 1))], dialogue };
  }
  if (ready.length > 1 || dialogue.files.length > 1) {
    return { blocks: [...lead, ...batchBlocks(dialogue)], dialogue };
  }
  const shown = await showFile(deps, context, dialogue, only.file);
  return { ...shown, blocks: [...lead, ...shown.blocks] };
}

/** Shows the preview of a waiting file and makes it the one that is looked at. */
export async function showFile(
  deps: Deps,
  context: TurnContext,
  open: DocumentDialogue,
  file: FileRef,
  { review = emptyReview, isShort = false }: { review?: Review; isShort?: boolean } = {},
): Promise<Outcome> {
  const read = await readAgain(deps, context, file, review);
  if (typeof read === 'string') {
    const rest = await next(deps, context, without(open, file.sha256));
    return {
      ...rest,
      blocks: [text(read), ...rest.blocks],
      write: (t) => dropFile(deps, context, t, file.sha256),
    };
  }
  const files = open.files.some((one) => one.file.sha256 === file.sha256)
    ? open.files
    : [...open.files, { file, facts: { understood: '', notes: [] } }];
  const units = await unitsOf(context, review.unitIds);
  const blocks = await previewBlocks(context, read, {
    review,
    versions: await findRelatedVersions(context.db, context.viewer, read),
    units: units.map((unit) => unit.name),
    waiting: files.length - 1,
    isShort,
    hasPictures: deps.drawPage !== undefined,
  });
  return { blocks, dialogue: { ...open, files, current: file.sha256, review } };
}

/** Goes on with what is left: the next preview while files are gone through one by one, otherwise what waits. */
export async function next(deps: Deps, context: TurnContext, left: DocumentDialogue): Promise<Outcome> {
  const following = left.files.find(({ facts }) => facts !== null);
  if (!following)
    return left.files.length > 0 ? present(deps, context, left) : { blocks: [], dialogue: orNone(left) };
  return showFile(deps, context, { ...left, current: null, review: emptyReview }, following.file);
}
