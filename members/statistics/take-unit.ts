import type { PhraseReader } from './phrase-reader.ts';
import { longestLine, words } from './phrase-reader.ts';
import { findUnitMention, looseUnitKey, matchUnits, unitKey, unitKeys } from '../units/units.ts';
import type { Unit } from '../units/units.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';

/** Words with which a unit's name begins. */
export const unitKinds =
  'chi bo|cb|cbcs|dang bo|db|dbcs|dang uy|duk|du(?= (?:xa|phuong|dac khu|khoi|tinh|cac co quan|ccq))|chi uy|to dang|don vi|tinh uy|thanh uy|huyen uy';
const kindAhead = new RegExp(`(?<![\\p{L}\\p{N}])(?:${unitKinds})(?![\\p{L}\\p{N}])`, 'gu');
const bareKind = new RegExp(
  `^(?:${unitKinds}|chi bo co so|dang bo co so|dang bo bo phan|chi bo truc thuoc)$`,
  'u',
);
/** Before a kind of unit, these make it a quantity or a split, not a name. */
const notANameAfter = /(?:theo|tung|moi|cac|bao nhieu|bn|may|so|so luong|\d)\s+$/u;

/** The speaker's own unit. */
const own = words(
  '(chi bo|dang bo|don vi|co quan|to dang|dang uy|chi uy|xa|phuong|truong|thon|cb|db) (?:toi|minh|ta|em|chung toi|chung ta|chung em|nay|nha|cua toi|cua minh|cua chung toi|cua chung ta|cua ta|cua em)',
);

export type TakenUnit =
  | { kind: 'none' }
  /** `isAnySize`: 'đảng bộ', 'đơn vị', which may be all that the speaker sees. */
  | { kind: 'own'; typed: string; isAnySize: boolean }
  | { kind: 'found'; units: Unit[]; typed: string; to: number }
  /** Words that begin like a unit's name, from the offset on; they are still in the line. */
  | { kind: 'unknown'; from: number };

/** Where words after a unit's name begin. */
const afterName =
  /(?<!\p{L})(?:(?:hien )?co(?= (?:bao nhieu|bn|may|tong|so|dang vien|dv|\d))|hien(?= (?:co|nay))|bao nhieu|bn|dang vien|dv|theo)(?!\p{L}).*$/u;

/** `name` up to where other words begin. */
export const untilOtherWords = (name: string): string =>
  name.slice(0, fold(cleanText(name)).replace(afterName, '').length).trim();

/**
 * Takes the unit that a line names out of it: a whole name anywhere, or else words after 'chi bộ', 'đảng bộ', … that
 * stand inside some unit's name (with reach 'any-order', in any order). A unit named together with one above it is that
 * unit there ('Thôn 1 ở phường Trần Phú'), unless `isOneOfTwo` units of a comparison. Words that begin like a unit's name and match none are left in place and reported.
 */
export function takeUnit(
  reader: PhraseReader,
  units: readonly Unit[],
  reach: 'in-order' | 'any-order' = 'any-order',
  isOneOfTwo = false,
): TakenUnit {
  if (reader.text.length > longestLine) return { kind: 'none' };
  const named = takeNamedUnit(reader, units, isOneOfTwo);
  if (named) return named;
  const mine = reader.take(own);
  if (mine) {
    const typed = reader.text.slice(mine.index, mine.index + mine[0].length);
    return { kind: 'own', typed, isAnySize: /^(?:dang bo|db|dang uy|don vi|co quan)$/u.test(mine[1] ?? '') };
  }
  let unknown: number | null = null;
  for (const match of reader.rest().matchAll(kindAhead)) {
    const from = match.index;
    if (notANameAfter.test(reader.rest().slice(0, from))) continue;
    const run = /^[^|,;:=()?!\n]*/u.exec(reader.rest().slice(from))?.[0] ?? '';
    const places = syllables(run).slice(0, 16);
    const taken = (end: number, found: Unit[]): TakenUnit => {
      reader.cut(from, from + end);
      return { kind: 'found', units: found, typed: reader.text.slice(from, from + end), to: from + end };
    };
    // The whole name first, also with its words in another order; only then shorter and shorter beginnings of it.
    const name = untilOtherWords(run);
    if (syllables(name).length > 2) {
      const found = matchUnits(units, name, reach);
      if (found.length > 0) return taken(name.length, found);
    }
    for (let length = places.length; length > 0; length--) {
      const end = places[length - 1]?.to ?? 0;
      if (bareKind.test(run.slice(0, end))) break;
      const found = matchUnits(units, run.slice(0, end), 'in-order');
      if (found.length > 0) return taken(end, found);
    }
    if (!bareKind.test(run.trim())) unknown ??= from;
  }
  const tail = tailMention(reader, units);
  if (tail && (unknown === null || tail.from >= unknown)) {
    reader.cut(tail.from, tail.to);
    return { kind: 'found', units: tail.units, typed: reader.text.slice(tail.from, tail.to), to: tail.to };
  }
  return unknown === null ? { kind: 'none' } : { kind: 'unknown', from: unknown };
}

const ofKind: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:^|[^\p{L}])(?:chi bo|cb|chi uy)\s+$/u, /^chi bo /u],
  [/(?:^|[^\p{L}])(?:dang bo|db|dang uy)\s+$/u, /^dang bo /u],
];
/** Another place or body of the same name: 'ấp Đồng Tâm' is not 'thôn Đồng Tâm'. */
const otherKind =
  /(?:^|[^\p{L}])(?:xa|phuong|thon|ap|ban|to|tdp|khu|khu pho|khoi|khoi pho|xom|buon|lang|pho|duong|huyen|tinh|thanh pho|tp|truong|phong|cong ty|hop tac xa|htx|benh vien|tram|hoi|doan|ten|ho ten|ong|ba|(?<!(?:giup|gium|dum|ho|cho) )(?:anh|chi|em|co|chu|bac)|dong chi|d\/c)\s+$/u;

/**
 * A unit by the last words of its name, two at least, behind 'chi bộ' or 'đảng bộ' or typed as a name: 'Đồng Tâm' for
 * 'Chi bộ thôn Đồng Tâm'. All that end so: 'Bình An' may be a commune and a school. Never a part of a longer name.
 */
function tailMention(reader: PhraseReader, units: readonly Unit[]): Mention | null {
  const text = reader.rest();
  const places = syllables(text);
  const isMixed = reader.text !== reader.text.toUpperCase();
  const isCapital = (at: number): boolean => {
    const place = places[at];
    return place !== undefined && /^\p{Lu}/u.test(reader.text.slice(place.from, place.to));
  };
  const joins = (at: number): boolean =>
    /^ +$/u.test(text.slice(places[at]?.to ?? 0, places[at + 1]?.from ?? 0));
  for (let length = Math.min(places.length, 5); length > 1; length--)
    for (let from = 0; from + length <= places.length; from++) {
      const run = places.slice(from, from + length);
      const start = run[0]?.from ?? 0;
      const end = run.at(-1)?.to ?? 0;
      const before = text.slice(0, start);
      const ahead = /(?<!\p{L})\p{L}+ ?\p{L}+\s+$/u.exec(before);
      const isCounted = ahead !== null && notANameAfter.test(before.slice(0, ahead.index));
      const kind = isCounted ? undefined : ofKind.find(([pattern]) => pattern.test(before));
      const isName = isMixed && run.every((_, index) => isCapital(from + index));
      const isJoined = run.slice(1).every((_, index) => joins(from + index));
      if (!isJoined || (!kind && !isName) || otherKind.test(before)) continue;
      const last = from + length - 1;
      const goesOn =
        joins(last) && (/^\d/u.test(places[last + 1]?.folded ?? '') || (isMixed && isCapital(last + 1)));
      const isMiddle = !kind && from > 1 && joins(from - 1) && isCapital(from - 1);
      if (goesOn || isMiddle) continue;
      const wanted = unitKey(run.map((place) => place.folded).join(' '));
      const found = units.filter((unit) =>
        unitKeys(unit).some(
          (key) => key.endsWith(` ${wanted}`) && (kind === undefined || kind[1].test(looseUnitKey(key))),
        ),
      );
      const opensAt = kind
        ? before.length - (/\p{L}[\p{L} ]*$/u.exec(kindTyped(before, kind[0]))?.[0].length ?? 0)
        : start;
      if (found.length > 0) return { units: found, from: opensAt, to: end };
    }
  return null;
}
const kindTyped = (before: string, kind: RegExp): string => kind.exec(before)?.[0] ?? '';

/** The first step of `takeUnit`: a unit by its whole name, or by what stands behind its kind. */
export function takeNamedUnit(
  reader: PhraseReader,
  units: readonly Unit[],
  isOneOfTwo: boolean,
): Extract<TakenUnit, { kind: 'found' }> | null {
  const whole = mentionIn(units, reader.rest());
  if (!whole) return null;
  const mention = withoutCounted(reader.rest(), whole);
  reader.cut(mention.from, mention.to);
  const place = isOneOfTwo ? null : takePlace(reader, units, mention);
  const { from, to } = place ?? mention;
  return {
    kind: 'found',
    units: place?.units ?? mention.units,
    typed: reader.text.slice(Math.min(from, mention.from), Math.max(to, mention.to)),
    to: mention.to,
  };
}

const countsBefore = /(?<!\p{L})(?:bao nhieu|bn|may|so luong)\s+$/u;
const opensWithKind = new RegExp(`^(?:${unitKinds})\\s+(?=\\S)`, 'u');
/** In 'bao nhiêu chi bộ Tổ dân phố 5', 'chi bộ' is what is counted and the rest is where. */
function withoutCounted(text: string, mention: Mention): Mention {
  if (!countsBefore.test(text.slice(0, mention.from))) return mention;
  const kind = opensWithKind.exec(text.slice(mention.from, mention.to))?.[0] ?? '';
  return { ...mention, from: mention.from + kind.length };
}

interface Mention {
  units: Unit[];
  from: number;
  to: number;
}

const mentionIn = (units: readonly Unit[], text: string): Mention | null =>
  findUnitMention(units, text) ?? coreMention(units, text);

/** The unit that two mentions name together, one below the other; null where the second says nothing of the first. */
function takePlace(reader: PhraseReader, units: readonly Unit[], first: Mention): Mention | null {
  const second =
    mentionIn(units, reader.rest()) ??
    shortMention(units, reader.rest(), first.units) ??
    tailMention(reader, units);
  if (!second) return null;
  const below = (upper: readonly Unit[], lower: readonly Unit[]): Unit[] =>
    lower.filter((each) => upper.some((one) => one.id !== each.id && isUnder(units, each, one.id)));
  const lower = below(first.units, second.units);
  const found = lower.length > 0 ? lower : below(second.units, first.units);
  if (found.length === 0) return null;
  reader.cut(second.from, second.to);
  return { ...second, units: found };
}

function isUnder(units: readonly Unit[], unit: Unit, aboveId: string): boolean {
  const byId = unitsById(units);
  for (let at = unit.parentId, steps = 0; at !== null && steps < 20; steps++) {
    if (at === aboveId) return true;
    at = byId.get(at)?.parentId ?? null;
  }
  return false;
}

const byIdKnown = new WeakMap<readonly Unit[], Map<string, Unit>>();
function unitsById(units: readonly Unit[]): Map<string, Unit> {
  let known = byIdKnown.get(units);
  if (!known) byIdKnown.set(units, (known = new Map(units.map((unit) => [unit.id, unit]))));
  return known;
}

/** A short name ('Tổng hợp', 'Thôn 1') of a unit below one that is named beside it. */
function shortMention(units: readonly Unit[], text: string, above: readonly Unit[]): Mention | null {
  const places = syllables(text);
  const cores = coresOf(units);
  for (let length = Math.min(places.length, 4); length > 1; length--)
    for (let from = 0; from + length <= places.length; from++) {
      const run = places.slice(from, from + length);
      const found = (cores.get(unitKey(run.map((place) => place.folded).join(' '))) ?? []).filter((each) =>
        above.some((one) => isUnder(units, each, one.id)),
      );
      if (found.length > 0) return { units: found, from: run[0]?.from ?? 0, to: run.at(-1)?.to ?? 0 };
    }
  return null;
}

const afterProvince =
  '(?= ?(?:$|[,?.:;|])| (?:hien|co|theo|den|tinh|bao|nam|trong|la|nu|chinh|du bi|tren|duoi|tu|ket nap|da|dang|so voi|cuoi|dau|quy|thang)(?!\\p{L}))';
const wholeProvince = words(
  `(?:toan|ca) (?:dang bo )?(?:tinh|thanh pho)|(?<=(?:nhat|\\|) )tinh(?= ?(?:$|[,?.:;|])| (?:nam|quy|thang|theo)(?!\\p{L}))|(?:dang bo tinh|tinh uy|dang bo thanh pho|thanh uy)${afterProvince}|(?:cua|trong|o|thuoc|tren dia ban) tinh${afterProvince}|(?:tinh|tinh ta|tinh minh)(?= (?:hien )?co (?:duoc |tat ca )?(?:bao nhieu|bn|may))`,
);

/**
 * A place or body that a unit's name goes on with after its kind: 'xã Bình An' for 'Đảng bộ xã Bình An'. Three syllables
 * at least, or two with a number, because shorter ones ('Văn phòng') stand in sentences about other things. 'Toàn tỉnh' is the unit at the top.
 */
function coreMention(
  units: readonly Unit[],
  text: string,
): { units: Unit[]; from: number; to: number } | null {
  const places = syllables(text);
  const cores = coresOf(units);
  for (let length = Math.min(places.length, 12); length > 1; length--)
    for (let from = 0; from + length <= places.length; from++) {
      const run = places.slice(from, from + length);
      const key = unitKey(run.map((place) => place.folded).join(' '));
      // 'TDP 5', 'thôn 1' are places; two other syllables stand in sentences about other things.
      if (length === 2 && !/^\p{L}[\p{L} ]* \d+\p{L}?$/u.test(key)) continue;
      const found = cores.get(key);
      if (found) return { units: found, from: run[0]?.from ?? 0, to: run.at(-1)?.to ?? 0 };
    }
  const top = wholeProvince.exec(text);
  const provinces = top ? units.filter((unit) => unit.level === 'provincial') : [];
  return top && provinces.length > 0
    ? { units: provinces, from: top.index, to: top.index + top[0].length }
    : null;
}

const coresKnown = new WeakMap<readonly Unit[], Map<string, Unit[]>>();
function coresOf(units: readonly Unit[]): Map<string, Unit[]> {
  const known = coresKnown.get(units);
  if (known) return known;
  const cores = new Map<string, Unit[]>();
  for (const unit of units)
    for (const key of unitKeys(unit)) {
      const core = key.replace(
        /^(?:dang bo co so|chi bo co so|dang bo bo phan|chi bo truc thuoc|dang bo|chi bo|to dang) /u,
        '',
      );
      if (core === key || !core.includes(' ')) continue;
      cores.set(core, [...(cores.get(core) ?? []), unit]);
    }
  coresKnown.set(units, cores);
  return cores;
}

/** Whether a line speaks of the speaker's own unit: 'chi bộ tôi', 'đơn vị mình'. */
export const mentionsOwnUnit = (text: string): boolean => own.test(fold(cleanText(text)));
