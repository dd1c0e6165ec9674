import { may, type Permission } from '../access/permissions.ts';
import type { Role } from '../core/viewer.ts';
import { cleanText, fold, normalise, oneLine } from '../text/normalise.ts';
import { editDistanceAtMostOne } from '../text/similarity.ts';
import type { ActionKey, PendingChoices } from './action-key-store.ts';
import { asking } from '../text/asking.ts';
import type { CommandSpec, Feature, FeatureRequest, Inbound, SentFiles, Waiting } from './types.ts';

/*
 * Which feature a message is for, decided from plain data alone. In this order:
 *
 *   option pressed ─┐
 *   stop word ──────┤            /command ── else open dialogue ── else 'tro giup' as a whole message
 *   number, label ──┘ latest     ── else a sentence that a feature recognises ── else the fallback feature
 *                     options
 *
 * A question in the middle of a dialogue that says what it holds passes it by; what may be either is asked about.
 */

/** What can be routed: files that waited at the provider are here by then. */
export type HereEvent = Exclude<Inbound, { type: 'remote-files' }>;

/** What the router may know. */
export interface RouterInput {
  event: HereEvent;
  features: readonly Feature[];
  /** The role that counts here; in a group it may be lower than `ownRole`. */
  role: Role;
  ownRole: Role;
  accountId: string;
  /** What the pressed option stands for; null where it is unknown in this chat. Only read for choices. */
  pressed: ActionKey | null;
  pending: PendingChoices;
  /** Feature of the dialogue that this person has open in this chat. */
  dialogueFeature: string | null;
  /** What that dialogue holds, where its feature says so. */
  waiting?: Waiting | null;
  /** ISO instant. */
  now: string;
}

/** Why an option cannot be used. */
export type ChoiceProblem = 'unknown' | 'expired' | 'used' | 'of-other';

/** Where the message goes. */
export type Route =
  | { type: 'feature'; feature: Feature; request: FeatureRequest; used: ActionKey | null }
  | { type: 'job'; feature: Feature; jobId: string }
  | { type: 'stop' }
  | { type: 'choice-problem'; problem: ChoiceProblem }
  | { type: 'choice-out-of-range'; count: number }
  | { type: 'unknown-command'; typed: string; nearest: string[]; args: string }
  | { type: 'not-permitted'; permission: Permission; isOnlyInGroup: boolean }
  /** Heard in a recording, and more than a question: the person has to say that it was meant. */
  | { type: 'heard'; text: string }
  /** Words that may be meant for the open dialogue or not. */
  | { type: 'either'; text: string; takes: NonNullable<Waiting['takes']> }
  | { type: 'unsupported' }
  | { type: 'files-not-taken' }
  | { type: 'nothing' };

/** Decides where a message goes. */
export function route(input: RouterInput): Route {
  const { event } = input;
  switch (event.type) {
    case 'stop':
      return { type: 'stop' };
    case 'unsupported':
      return { type: 'unsupported' };
    case 'choice':
      return input.pressed
        ? routePressed(input, input.pressed)
        : { type: 'choice-problem', problem: 'unknown' };
    case 'files':
      return routeFiles(input, event);
    case 'text':
      return event.isHeard
        ? routeHeard(input, cleanText(event.text).trim())
        : routeText(input, cleanText(event.text).trim());
    case 'job': {
      const feature = input.features.find(({ jobs }) => jobs?.kinds.includes(event.kind));
      return feature ? { type: 'job', feature, jobId: event.jobId } : { type: 'nothing' };
    }
  }
}

function routeText(input: RouterInput, text: string): Route {
  const option = optionMeant(input, text);
  if (option === 'out-of-range') {
    return {
      type: 'choice-out-of-range',
      count: input.pending.options.filter((one) => one.position > 0).length,
    };
  }
  if (option) return routePressed(input, option);
  if (isStopWord(text)) return { type: 'stop' };
  return routeSaid(input, text, null);
}

/** Words of a recording may ask about documents; whatever else they may mean is first shown to the person. */
function routeHeard(input: RouterInput, text: string): Route {
  const target = routeText(input, text);
  const isQuestion =
    target.type === 'feature' &&
    target.feature.isFallback === true &&
    target.request.type === 'text' &&
    target.used === null &&
    input.dialogueFeature === null;
  // What this person may not do in any case needs no word of theirs.
  return isQuestion || target.type === 'not-permitted' ? target : { type: 'heard', text };
}

/** A text that is no answer to options: typed, or what an option with 'say:' stands for. */
function routeSaid(input: RouterInput, text: string, used: ActionKey | null): Route {
  const { features } = input;
  if (text.startsWith('/')) {
    const command = parseCommand(features, text);
    if (command) return routeCommand(input, command, used);
    const [, typed = '', args = ''] = /^\/\s*([^\s@]*)\S*\s*(.*)$/su.exec(text) ?? [];
    return { type: 'unknown-command', typed, nearest: nearestCommands(features, input.role, typed), args };
  }
  const open = features.find((feature) => feature.id === input.dialogueFeature);
  const asks = open && input.waiting ? asking(text) : 'no';
  const takes = input.waiting?.takes;
  const isPassedBy = input.waiting?.answers?.(text) === false;
  if (open && !isPassedBy && (asks !== 'plainly' || takes?.mayAsk)) {
    const isElse = (): boolean =>
      parseBareCommand(features, text) !== null || features.some((feature) => feature.recognise?.(text));
    const isEither = takes && !isConfirmation(text) && (asks !== 'no' || isElse());
    return isEither ? { type: 'either', text, takes } : toFeature(input, open, { type: 'text', text }, used);
  }
  return routeFresh(input, text, used);
}

/** Words of the buttons under an entry, which are never more than that. */
const isConfirmation = (text: string): boolean =>
  /^(?:luu|bo|co|khong|ok|dung|dong y|xac nhan|khong luu|bo qua|xong)$/u.test(fold(bareWords(text)));

/** As if no dialogue were open. */
function routeFresh(input: RouterInput, text: string, used: ActionKey | null): Route {
  const { features } = input;
  const bare = parseBareCommand(features, text);
  if (bare) return routeCommand(input, bare, used);
  for (const feature of features) {
    const recognised = feature.recognise?.(text);
    if (!recognised) continue;
    // A sentence that the person may not have answered by this feature may still be a question about documents.
    const spec = specOf(feature, recognised.name);
    if (spec && !may(input.role, spec.permission)) continue;
    return { type: 'feature', feature, request: { type: 'command', ...recognised }, used };
  }
  const fallback = features.find((feature) => feature.isFallback);
  return fallback ? toFeature(input, fallback, { type: 'text', text }, used) : { type: 'nothing' };
}

function routePressed(input: RouterInput, option: ActionKey): Route {
  if (option.accountId !== null && option.accountId !== input.accountId) {
    return { type: 'choice-problem', problem: 'of-other' };
  }
  if (option.usedAt !== null && option.group.endsWith('!'))
    return { type: 'choice-problem', problem: 'used' };
  if (Date.parse(option.expiresAt) <= Date.parse(input.now))
    return { type: 'choice-problem', problem: 'expired' };
  const colon = option.action.indexOf(':');
  const owner = option.action.slice(0, colon);
  const rest = option.action.slice(colon + 1);
  if (owner === sayPrefix) return routeSaid(input, rest, option);
  if (owner === besidePrefix) return routeFresh(input, rest, option);
  const feature = input.features.find((one) => one.id === owner);
  if (!feature) return { type: 'choice-problem', problem: 'unknown' };
  return toFeature(input, feature, { type: 'choice', action: rest }, option);
}

/** Owner of actions that stand for something typed. */
export const sayPrefix = 'say';
/** The same, past the dialogue that is open. */
export const besidePrefix = 'beside';

function routeFiles(input: RouterInput, event: SentFiles): Route {
  const { files, refused, batch } = event;
  const caption = cleanText(event.caption).trim();
  const request: FeatureRequest = {
    type: 'files',
    files,
    caption,
    ...(refused ? { refused } : {}),
    ...(batch ? { batch } : {}),
  };
  const command = parseCommand(input.features, caption);
  if (command) {
    const refusal = refusalOf(input, command.spec.permission);
    return refusal ?? { type: 'feature', feature: command.feature, request, used: null };
  }
  const taker = input.features.find((feature) => feature.takesFiles);
  return taker ? toFeature(input, taker, request, null) : { type: 'files-not-taken' };
}

function routeCommand(input: RouterInput, command: ParsedCommand, used: ActionKey | null): Route {
  const { feature, spec, args } = command;
  return (
    refusalOf(input, spec.permission) ?? {
      type: 'feature',
      feature,
      request: { type: 'command', name: spec.name, args },
      used,
    }
  );
}

/** To a feature without naming a command: allowed where at least one of its commands is. */
function toFeature(
  input: RouterInput,
  feature: Feature,
  request: FeatureRequest,
  used: ActionKey | null,
): Route {
  const permissions = feature.commands.map((command) => command.permission);
  const [least] = permissions;
  if (least !== undefined && !permissions.some((permission) => may(input.role, permission))) {
    return refusalOf(input, least) as Route;
  }
  return { type: 'feature', feature, request, used };
}

function refusalOf(input: RouterInput, permission: Permission): Route | null {
  if (may(input.role, permission)) return null;
  return { type: 'not-permitted', permission, isOnlyInGroup: may(input.ownRole, permission) };
}

/*
 * Stop words with their diacritics, or with none at all: "đúng" and "dùng" fold to the same letters as "dừng" and must
 * not stop anything.
 */
const stopPattern =
  /^\/?(?:(?:dừng|ngừng|hủy)(?: lại| bỏ)?|thôi|(?:dung|ngung|huy)(?: lai| bo)?|thoi|stop)$/u;

/** True where the whole message says to stop. */
export const isStopWord = (text: string): boolean => stopPattern.test(bareWords(normalise(text)));

/** Lower case, one line, without punctuation at the end. */
const bareWords = (text: string): string =>
  oneLine(text)
    .toLowerCase()
    .replace(/[\s.!?…]+$/u, '');

/** The option that a number or a label means; null where the text means none. */
function optionMeant(input: RouterInput, text: string): ActionKey | 'out-of-range' | null {
  const { pending, accountId, dialogueFeature } = input;
  const options = pending.options.filter(
    (option) => option.accountId === null || option.accountId === accountId,
  );
  // In a dialogue only the question just asked counts; an older list must not swallow an answer.
  if (options.length === 0 || (dialogueFeature !== null && !pending.isLastReply)) return null;

  const said = fold(bareWords(cleanText(text)));
  const digits = /^(?:so |chon |chon so |#)?(\d{1,2})[.)]?$/u.exec(said)?.[1];
  if (digits !== undefined) {
    const numbered = options.filter((option) => option.position > 0);
    if (numbered.length === 0) return null;
    const chosen = numbered.find((option) => option.position === Number(digits));
    if (chosen) return chosen;
    return pending.isLastReply && dialogueFeature === null ? 'out-of-range' : null;
  }
  // A label may be an ordinary word ("nguồn"), so it counts only right after the options were shown.
  if (!pending.isLastReply) return null;
  const typed = bareWords(cleanText(text));
  // 'dừng' with its marks is no 'Đúng'.
  const isOther = (label: string): boolean => isStopWord(typed) && fold(typed) !== typed && label !== typed;
  return (
    options.find((option) => {
      const label = bareWords(plainLabel(option.label));
      return fold(label) === said && !isOther(label);
    }) ?? null
  );
}

const plainLabel = (label: string): string => cleanText(label).replaceAll('**', '');

interface ParsedCommand {
  feature: Feature;
  spec: CommandSpec;
  args: string;
}

/** Most words of a command name written apart: '/thống kê', '/tra cứu văn bản'. */
const mostNameWords = 4;

/** '/hop …', '/họp …', '/thống kê …', '/hop@bot …'; null where no command has this name. */
export function parseCommand(features: readonly Feature[], text: string): ParsedCommand | null {
  if (!text.startsWith('/')) return null;
  return parseName(features, text.slice(1).trimStart(), mostNameWords);
}

/**
 * A command without its slash: the whole message is its name ('trợ giúp'), or the first word is a name of several
 * syllables written together ('thongke chi bộ'), which no Vietnamese sentence starts with.
 */
function parseBareCommand(features: readonly Feature[], text: string): ParsedCommand | null {
  const whole = parseName(features, bareWords(text), mostNameWords);
  if (whole && whole.args === '') return whole;
  const [first = ''] = text.split(/\s/u, 1);
  return first.length >= 6 ? parseName(features, text, 1) : null;
}

function parseName(features: readonly Feature[], text: string, mostWords: number): ParsedCommand | null {
  const words = [...text.matchAll(/\S+/gu)].slice(0, mostWords);
  for (let count = words.length; count > 0; count--) {
    const last = words[count - 1] as RegExpExecArray;
    const name = fold(
      words
        .slice(0, count)
        .map((word) => word[0].replace(/@[\w.]+$/u, ''))
        .join(''),
    ).replace(/[:,]$/u, '');
    for (const feature of features) {
      const spec = specOf(feature, name);
      if (spec) return { feature, spec, args: text.slice(last.index + last[0].length).trim() };
    }
  }
  return null;
}

const specOf = (feature: Feature, name: string): CommandSpec | undefined =>
  feature.commands.find((spec) => spec.name === name || spec.aliases?.includes(name));

/** Up to three commands of this role whose names are one slip away, or share their beginning with what was typed. */
function nearestCommands(features: readonly Feature[], role: Role, typed: string): string[] {
  const name = fold(cleanText(typed));
  const isNear = (known: string): boolean =>
    editDistanceAtMostOne(known, name) ||
    (name.length >= 2 && (known.startsWith(name) || name.startsWith(known)));
  return features
    .flatMap((feature) => feature.commands)
    .filter((spec) => may(role, spec.permission))
    .filter((spec) => [spec.name, ...(spec.aliases ?? [])].some(isNear))
    .map((spec) => spec.name)
    .slice(0, 3);
}
