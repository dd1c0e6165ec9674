import { newSecret } from '../../../core/ids.ts';
import * as common from '../../../prompts/meetings.ts';
import * as words from '../../../prompts/meetings-open.ts';
import { selfCorrected } from '../../../text/self-corrected.ts';
import type { Block, Choice, FeatureRequest, Outcome, TurnContext, Waiting } from '../../types.ts';
import { id, text } from './meeting-blocks.ts';
import { say, type Held, type OpenDialogue } from './meeting-part.ts';

/*
 * Several entries of one chat side by side: the one in front takes what is typed, the unsaved ones behind it wait until
 * they are saved or dropped. Each has a name, which the buttons under it carry, so that 'Lưu' saves what stands above it
 * and nothing else.
 *
 *   /noidung A ─► A            /bieuquyet B ─► B, A            'Lưu' under B ─► A, with its reminder
 *                              'Lưu' under A ─► B              'bỏ' ─► A
 */

/** The entry in front, and those behind it, the latest first. */
export interface Entries {
  front: Entry | null;
  behind: Entry[];
}

/** A dialogue with its name; dialogues that an earlier release left have none. */
export interface Entry extends OpenDialogue {
  entry?: string;
  /** What a typed line has just taken the place of. */
  replaced?: Entry;
}

/** What is said of a dialogue, by its mode. */
export type HeldOf = (dialogue: OpenDialogue) => Held | null;

/** Verbs of buttons that go on with the entry that they stand under. */
const ownVerbs: ReadonlySet<string> = new Set([
  'answer',
  'save',
  'discard',
  'pause',
  'addunit',
  'both',
  'again',
]);
/** More than these at once are a mistake. */
const mostBehind = 5;

/** What a kept dialogue holds. */
export function entriesOf(dialogue: unknown): Entries {
  if (dialogue === undefined || dialogue === null) return { front: null, behind: [] };
  const { behind = [], ...front } = dialogue as Entry & { behind?: Entry[] };
  return { front, behind };
}

const kept = ({ front, behind }: Entries): unknown =>
  front === null ? null : behind.length === 0 ? front : { ...front, behind };

/** What is left without the entry in front; null where nothing is. */
export const withoutFront = (dialogue: unknown): unknown => kept(next(entriesOf(dialogue).behind));

const next = ([front, ...behind]: readonly Entry[]): Entries => ({ front: front ?? null, behind });

const isUnsaved = (entry: Entry | null, heldOf: HeldOf): entry is Entry =>
  entry !== null && heldOf(entry)?.isUnsaved === true;

const action = (entry: Entry, verb: string, argument = ''): string =>
  `${id}:of:${entry.entry ?? ''}:${verb}:${argument}`;

/** What the entry in front holds, for whoever does something else in the chat; null where nothing is open. */
export function waitingOf(dialogue: unknown, heldOf: HeldOf): Waiting | null {
  const { front, behind } = entriesOf(dialogue);
  const held = front ? heldOf(front) : null;
  if (!front || !held) return null;
  const others = behind.flatMap((entry) => heldOf(entry)?.what ?? []);
  const options: Choice[] = [
    ...(held.canSave
      ? [{ label: common.buttons.save, action: action(front, 'save'), style: 'primary' as const }]
      : []),
    ...(held.canShow ? [{ label: words.buttons.again, action: action(front, 'again') }] : []),
    { label: common.buttons.discard, action: action(front, 'discard') },
  ];
  return {
    isUnsaved: held.isUnsaved || behind.length > 0,
    blocks: [
      {
        type: 'choices',
        id: 'unsaved',
        // Not a text of its own: where all options come last, it stays with its buttons.
        prompt: held.isUnsaved ? words.stillUnsaved(held.what, others) : words.stillAsked(held.what),
        options,
        isOnce: true,
      },
    ],
    ...(held.kind === undefined
      ? {}
      : {
          takes: {
            question: words.whichMeant(held.kind),
            label: words.writeAs(held.kind),
            action: action(front, 'answer'),
            ...(held.mayAsk ? { mayAsk: true } : {}),
          },
        }),
    ...(held.answers ? { answers: held.answers } : {}),
  };
}

/** A request whose typed words say what was meant, without what was taken back in the middle. */
export function asMeant(request: FeatureRequest): FeatureRequest {
  if (request.type === 'text') return { ...request, text: selfCorrected(request.text) };
  return request.type === 'command' ? { ...request, args: selfCorrected(request.args) } : request;
}

/** A request for one of the entries, which is in front now; null where that entry is over. */
export interface Addressed {
  entries: Entries;
  request: FeatureRequest;
  /** It goes on with the entry in front; otherwise it may open another. */
  isContinuing: boolean;
}

/** Finds the entry that a request is for. */
export function address(entries: Entries, request: FeatureRequest): Addressed | null {
  if (request.type === 'text') return { entries, request, isContinuing: entries.front !== null };
  if (request.type !== 'choice') return { entries, request, isContinuing: false };
  const own = /^of:([^:]*):(.*)$/su.exec(request.action);
  const asked = own?.[2] ?? request.action;
  const isContinuing = ownVerbs.has(asked.split(':', 1)[0] ?? '');
  // A button of an earlier release has no name: it goes on with what is open.
  if (!own) return isContinuing && entries.front === null ? null : { entries, request, isContinuing };
  const all = entries.front ? [entries.front, ...entries.behind] : [];
  const found = all.find(({ entry = '' }) => entry === own[1]);
  if (!found) return null;
  return {
    entries: { front: found, behind: all.filter((one) => one !== found) },
    request: { type: 'choice', action: asked },
    isContinuing,
  };
}

/**
 * The outcome with every entry in its place: what a command opens comes before what is unsaved, what ends lets the next
 * one come to the front with its reminder, and buttons carry the name of their entry.
 */
export function keepEntries(
  { entries, request, isContinuing }: Addressed,
  outcome: Outcome,
  { context, heldOf }: { context: Pick<TurnContext, 'dialogue'>; heldOf: HeldOf },
): Outcome {
  const { front, behind } = entries;
  const opened = outcome.dialogue as Entry | null | undefined;
  if (opened === undefined) {
    const isMoved = (context.dialogue as Entry | undefined)?.entry !== front?.entry;
    return named(isMoved ? { ...outcome, dialogue: kept(entries) } : outcome, front);
  }
  if (opened === null) {
    // What a command could not open ends nothing that is open.
    if (!isContinuing && isUnsaved(front, heldOf)) return { ...outcome, dialogue: undefined };
    const dialogue = kept(next(behind));
    return adding({ ...outcome, dialogue }, waitingOf(dialogue, heldOf)?.blocks ?? []);
  }
  const isSame =
    isContinuing || (front !== null && opened.entry !== undefined && opened.entry === front.entry);
  if (!isSame) return openAnother(entries, outcome, opened, heldOf);
  const entry: Entry = { ...opened, entry: front?.entry ?? newSecret(6) };
  delete entry.replaced;
  const isTyped =
    request.type === 'text' || (request.type === 'choice' && request.action.startsWith('answer:'));
  const before = isTyped && front ? placeTaken(front, entry, heldOf) : null;
  if (!before) return named({ ...outcome, dialogue: kept({ front: entry, behind }) }, entry);
  const old: Entry = { ...before.entry, entry: newSecret(6) };
  delete old.replaced;
  const whole: Entry = { ...entry, replaced: old };
  const option = { label: words.buttons.keepBoth, action: action(whole, 'both') };
  return named(
    {
      ...outcome,
      blocks: [text(words.takesPlaceOf(before.what)), ...withOption(outcome.blocks, option)],
      dialogue: kept({ front: whole, behind }),
    },
    whole,
  );
}

/** The entry whose words were typed anew, and not only corrected in a part. */
function placeTaken(front: Entry, entry: Entry, heldOf: HeldOf): { entry: Entry; what: string } | null {
  const before = heldOf(front);
  const after = heldOf(entry);
  const isFree = before?.kind !== undefined && before.isUnsaved && after?.isUnsaved === true;
  return isFree && before.what !== after.what ? { entry: front, what: before.what } : null;
}

function openAnother(entries: Entries, outcome: Outcome, opened: Entry, heldOf: HeldOf): Outcome {
  const { front, behind } = entries;
  const entry: Entry = { ...opened, entry: newSecret(6) };
  delete entry.replaced;
  if (!isUnsaved(front, heldOf))
    return named({ ...outcome, dialogue: kept({ front: entry, behind }) }, entry);
  const waiting = [front, ...behind];
  const whats = waiting.flatMap((one) => heldOf(one)?.what ?? []);
  if (waiting.length > mostBehind)
    return {
      blocks: [text(words.tooManyOpen(whats)), ...(waitingOf(kept(entries), heldOf)?.blocks ?? [])],
    };
  const held = { ...outcome, dialogue: kept({ front: entry, behind: waiting }) };
  return named({ ...held, blocks: [text(words.heldBack(whats[0] ?? '')), ...held.blocks] }, entry);
}

/** What is said under a button whose entry is not the open one any more. */
export const entryGone = ({ isElsewhere }: Pick<TurnContext, 'isElsewhere'>): Outcome =>
  say(isElsewhere ? words.entryAside : words.entryOver);

/** 'Giữ cả hai': the words that were typed over wait behind the new ones. */
export function keepBoth(entries: Entries, heldOf: HeldOf): Outcome {
  const { replaced, ...front } = entries.front ?? { mode: '' };
  if (!replaced) return { blocks: [text(words.entryOver)] };
  const dialogue = kept({ front, behind: [replaced, ...entries.behind] });
  return { blocks: [text(words.keptBoth), ...(waitingOf(dialogue, heldOf)?.blocks ?? [])], dialogue };
}

const withOption = (blocks: readonly Block[], option: Choice): Block[] => {
  const last = blocks.findLastIndex(({ type }) => type === 'choices');
  return blocks.map((block, i) =>
    i === last && block.type === 'choices' ? { ...block, options: [...block.options, option] } : block,
  );
};

/** With more blocks at the end, whether or not the change of the outcome has blocks of its own. */
export function adding(outcome: Outcome, more: readonly Block[]): Outcome {
  const { write } = outcome;
  const blocks = [...outcome.blocks, ...more];
  if (!write || more.length === 0) return { ...outcome, blocks };
  return {
    ...outcome,
    blocks,
    write: async (t) => {
      const written = await write(t);
      return written ? [...written, ...more] : undefined;
    },
  };
}

/** The buttons that go on with the entry carry its name. */
function named(outcome: Outcome, entry: Entry | null): Outcome {
  if (entry?.entry === undefined) return outcome;
  const start = `${id}:`;
  const mark = (option: Choice): Choice => {
    const asked = option.action.startsWith(start) ? option.action.slice(start.length) : '';
    return ownVerbs.has(asked.split(':', 1)[0] ?? '')
      ? { ...option, action: `${start}of:${entry.entry}:${asked}` }
      : option;
  };
  const all = (blocks: readonly Block[]): Block[] =>
    blocks.map((block) =>
      block.type === 'choices' ? { ...block, options: block.options.map(mark) } : block,
    );
  const { write } = outcome;
  return {
    ...outcome,
    blocks: all(outcome.blocks),
    ...(write
      ? {
          write: async (t) => {
            const written = await write(t);
            return written ? all(written) : undefined;
          },
        }
      : {}),
  };
}
