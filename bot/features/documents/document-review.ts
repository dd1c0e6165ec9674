import type { FileRef } from '../../../db/file-store.ts';
import { findRelatedVersions } from '../../../ingest/versions/versions.ts';
import * as words from '../../../prompts/documents.ts';
import { fileGone } from '../../../prompts/ingest.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import { dropAll, saveClean } from './document-batch.ts';
import { correctionFrom, readTyped, type EditField } from './document-corrections.ts';
import { currentFile, id, say, text } from './document-dialogue.ts';
import type { Deps, DocumentDialogue, Review } from './document-dialogue.ts';
import { validityRelations } from './document-preview.ts';
import { readAgain } from './document-reading.ts';
import { drop, save } from './document-saving.ts';
import { batchBlocks, next, showFile } from './document-show.ts';
import { askUnits, unitsNamed } from './document-units.ts';

/* What a person does with the file that they look at: set right, choose, store, drop. */

/** An option of the preview or of the summary was chosen. */
export async function reviewPressed(
  deps: Deps,
  context: TurnContext,
  open: DocumentDialogue,
  verb: string,
  argument: string,
): Promise<Outcome> {
  switch (verb) {
    case 'save-clean':
      return saveClean(deps, context, open);
    case 'drop-all':
      return dropAll(deps, context, open);
    case 'each':
      return next(deps, context, open);
  }
  const file = currentFile(open);
  if (!file)
    return open.files.length > 0 ? { blocks: batchBlocks(open), dialogue: open } : say(words.nothingWaiting);
  const { review } = open;
  const again = (change: Partial<Review>): Promise<Outcome> =>
    showFile(deps, context, open, file, { review: { ...review, asking: null, ...change }, isShort: true });
  switch (verb) {
    case 'save':
      return save(
        deps,
        context,
        open,
        file,
        argument === 'public' || argument === 'units' ? argument : 'internal',
      );
    case 'edit':
      return argument === '' ? askField(open) : ask(open, argument as EditField);
    case 'back':
      return again({});
    case 'units':
      return askUnits(context, open);
    case 'unit':
      return again({ unitIds: toggled(review.unitIds, argument) });
    case 'relation': {
      const [word, position] = argument.split(':');
      return again({ rejected: withPosition(review.rejected, Number(position), word === 'keep') });
    }
    case 'hidden': {
      const corrections = { ...review.corrections, isHiddenKept: argument === 'keep' };
      const change = { ...review, asking: null, corrections };
      // What belongs to the document now is looked at as a whole before it is stored.
      return showFile(deps, context, open, file, { review: change, isShort: false });
    }
    case 'version':
      return again({ version: argument });
    case 'picture':
      return picture(deps, context, open, file, Number(argument));
    default:
      return drop(deps, context, open, file);
  }
}

const toggled = (ids: readonly string[], one: string): string[] =>
  ids.includes(one) ? ids.filter((other) => other !== one) : [...ids, one];

const withPosition = (rejected: readonly number[], position: number, isRight: boolean): number[] =>
  isRight ? rejected.filter((other) => other !== position) : [...new Set([...rejected, position])];

const askField = (open: DocumentDialogue): Outcome => ({
  blocks: [
    {
      type: 'choices',
      id: 'document-edit',
      prompt: words.editPrompt,
      options: Object.entries(words.editButtons).map(([action, label]) => ({
        label,
        action: `${id}:${action}`,
      })),
    },
  ],
  dialogue: open,
});

const ask = (open: DocumentDialogue, field: EditField): Outcome => ({
  blocks: [text(words.fieldQuestions[field])],
  dialogue: { ...open, review: { ...open.review, asking: field } },
});

/** Something was typed while files wait. */
export async function reviewTyped(
  deps: Deps,
  context: TurnContext,
  open: DocumentDialogue,
  said: string,
): Promise<Outcome> {
  if (open.files.length === 0) return say(words.nothingWaiting);
  const typed = readTyped(said);
  const file = currentFile(open);
  if (typed?.type === 'save-clean' || typed?.type === 'each' || typed?.type === 'drop-all') {
    return reviewPressed(deps, context, open, typed.type, '');
  }
  if (!file) return { blocks: [text(words.chooseInBatch), ...batchBlocks(open)], dialogue: open };
  const { review } = open;
  const again = (change: Partial<Review>): Promise<Outcome> =>
    showFile(deps, context, open, file, { review: { ...review, asking: null, ...change }, isShort: true });
  // The answer to a question is the value itself; only words that cannot be one are taken for something else.
  if (review.asking !== null && review.asking !== 'units' && typed?.type !== 'drop') {
    const value = typed?.type === 'field' && typed.field === review.asking ? typed.value : said;
    const correction = correctionFrom(review.asking, value, context.today);
    if (!correction) return { blocks: [text(words.notUnderstood[review.asking])], dialogue: open };
    return again({ corrections: { ...review.corrections, ...correction } });
  }
  switch (typed?.type) {
    case 'field': {
      const correction = correctionFrom(typed.field, typed.value, context.today);
      if (!correction) return { blocks: [text(words.notUnderstood[typed.field])], dialogue: open };
      return again({ corrections: { ...review.corrections, ...correction } });
    }
    case 'save':
      if (typed.scope === 'units' && review.unitIds.length === 0) return askUnits(context, open);
      return save(
        deps,
        context,
        open,
        file,
        typed.scope === 'chosen' ? (review.unitIds.length > 0 ? 'units' : 'internal') : typed.scope,
      );
    case 'units':
      return chooseUnits(context, open, typed.value, again);
    case 'relation':
      return relationTyped(deps, context, open, file, typed.number, typed.isRight, again);
    case 'version': {
      if (!typed.isNewer) return again({ version: 'other' });
      const read = await readAgain(deps, context, file, review);
      const [closest] =
        typeof read === 'string' ? [] : await findRelatedVersions(context.db, context.viewer, read);
      return closest
        ? again({ version: closest.documentId })
        : { blocks: [text(words.noVersion)], dialogue: open };
    }
    case 'drop':
      return drop(deps, context, open, file);
    default:
      if (review.asking === 'units') return chooseUnits(context, open, said, again);
      return showHint(deps, context, open, file);
  }
}

async function showHint(
  deps: Deps,
  context: TurnContext,
  open: DocumentDialogue,
  file: FileRef,
): Promise<Outcome> {
  const shown = await showFile(deps, context, open, file, { review: open.review, isShort: true });
  return { ...shown, blocks: [text(words.chooseOrEdit), ...shown.blocks.slice(-1)] };
}

/** Units by name instead of by button. */
async function chooseUnits(
  context: TurnContext,
  open: DocumentDialogue,
  said: string,
  again: (change: Partial<Review>) => Promise<Outcome>,
): Promise<Outcome> {
  const units = await unitsNamed(context, said);
  if (typeof units === 'string') return { blocks: [text(units)], dialogue: open };
  return again({ unitIds: units.map((unit) => unit.id) });
}

/** 'bỏ quan hệ 2': numbers are those of the preview. */
async function relationTyped(
  deps: Deps,
  context: TurnContext,
  open: DocumentDialogue,
  file: FileRef,
  number: number,
  isRight: boolean,
  again: (change: Partial<Review>) => Promise<Outcome>,
): Promise<Outcome> {
  const read = await readAgain(deps, context, file, open.review);
  const relation = typeof read === 'string' ? undefined : validityRelations(read, [])[number - 1];
  if (!relation) return { blocks: [text(words.noSuchRelation(number))], dialogue: open };
  return again({ rejected: withPosition(open.review.rejected, relation.position, isRight) });
}

async function picture(
  deps: Deps,
  context: TurnContext,
  open: DocumentDialogue,
  file: FileRef,
  pageNo: number,
): Promise<Outcome> {
  const read = await readAgain(deps, context, file, open.review);
  const bytes = await deps.files.read(file.sha256);
  if (typeof read === 'string' || !bytes) return { blocks: [text(fileGone)], dialogue: open };
  const scan = read.scans.find((one) => one.pageNo === pageNo);
  const drawn = scan && (await deps.drawPage?.(bytes, read.mediaType, pageNo, scan.rotation));
  if (!drawn) return { blocks: [text(words.noPicture)], dialogue: open };
  const kept = await deps.files.put(drawn, `trang-${pageNo}.png`, 'image/png');
  const { review } = open;
  const shown = await showFile(deps, context, open, file, {
    review: { ...review, asking: null, pictures: [...new Set([...review.pictures, kept.sha256])] },
    isShort: true,
  });
  const image: Block = {
    type: 'image',
    file: kept,
    alt: words.pageAlt(file.name, pageNo),
    audience: 'internal',
  };
  return { ...shown, blocks: [image, ...shown.blocks.slice(-1)] };
}
