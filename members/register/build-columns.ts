import type { EventKind } from '../events/event.ts';
import { admissionOf, ColumnRows } from './column-rows.ts';
import { always, dayNumber, never } from './columnar.ts';
import type { CountEvent, ListDay, Reason, RegisterColumns } from './columnar.ts';
import type { MemberRow, MemberStatus, PartialDate } from './member.ts';

/** A row of `member`: one person as one list has them, without the name. */
export interface VersionRow extends Omit<MemberRow, 'name'> {
  personId: string;
  holdsFrom: PartialDate | null;
  holdsUntil: PartialDate | null;
  absentOn: PartialDate | null;
  /** Day of the list that the row comes from: its unit and status are those at the end of that day. */
  listedOn: PartialDate;
}

/** An event of one person. */
export interface PersonEvent {
  personId: string;
  kind: EventKind;
  happenedOn: PartialDate;
  unitId: string;
  toUnitId: string | null;
  level: number | null;
}

/** What the columns are made of; versions and events in the order of persons, and of time for one person. */
export interface ColumnSource {
  version: string;
  unitIds: readonly string[];
  versions: readonly VersionRow[];
  events: readonly PersonEvent[];
  counts: readonly CountEvent[];
  lists: readonly ListDay[];
}

/** A stretch of time in one unit with one status. */
interface Piece {
  unit: string;
  status: MemberStatus;
  from: number;
  until: number;
  began: Reason;
  ended: Reason;
}

interface Stay extends Piece {
  row: VersionRow;
}

/** Makes the columns from lists and events: each list row as far as it holds, moved and cut by the events in that time. */
export function buildColumns(source: ColumnSource): RegisterColumns {
  const builder = createColumnBuilder(source.unitIds, source.versions.length + source.events.length * 2);
  builder.add(source.versions, source.events);
  return builder.finish(source);
}

/** Makes columns of persons that come page by page. */
export interface ColumnBuilder {
  /** Adds persons whole: all rows and events of each, in the order of persons, and of time for one person. */
  add(versions: readonly VersionRow[], events: readonly PersonEvent[]): void;
  finish(rest: Pick<ColumnSource, 'version' | 'counts' | 'lists'>): RegisterColumns;
}

/** `size`: how many stays there may be. */
export function createColumnBuilder(unitIds: readonly string[], size: number): ColumnBuilder {
  const unitIndex = new Map(unitIds.map((id, index) => [id, index]));
  const rows = new ColumnRows(size + 16);
  const badgeStart: number[] = [0];
  const badges: { level: number; day: number; isDated: boolean }[] = [];
  let person = 0;
  return {
    add(versions, events) {
      let at = 0;
      let eventAt = 0;
      while (at < versions.length) {
        const personId = versions[at]?.personId ?? '';
        const end = endOf(versions, at);
        while (eventAt < events.length && (events[eventAt]?.personId ?? '') < personId) eventAt++;
        const firstEvent = eventAt;
        while (eventAt < events.length && events[eventAt]?.personId === personId) eventAt++;
        const own = events.slice(firstEvent, eventAt);
        const known = withLaterDates(versions.slice(at, end), own);
        for (const stay of staysOf(known, own)) rows.add(stay, person, unitIndex.get(stay.unit) ?? 0);
        badges.push(...badgesOf(known, own));
        badgeStart.push(badges.length);
        person++;
        at = end;
      }
    },
    finish: ({ version, counts, lists }) => ({
      version,
      unitIds,
      unitIndex,
      ...rows.columns(),
      badgeStart: Int32Array.from(badgeStart),
      badgeLevel: Uint8Array.from(badges, (badge) => badge.level),
      badgeDay: Int32Array.from(badges, (badge) => badge.day),
      badgeIsDated: Uint8Array.from(badges, (badge) => Number(badge.isDated)),
      counts: [...counts].sort((a, b) => a.day - b.day),
      lists,
    }),
  };
}

function endOf(versions: readonly VersionRow[], start: number): number {
  let end = start + 1;
  while (end < versions.length && versions[end]?.personId === versions[start]?.personId) end++;
  return end;
}

/** Dates that a list did not have yet are taken from a later one, or from an event: a day is a fact once it is known. */
function withLaterDates(versions: readonly VersionRow[], events: readonly PersonEvent[]): VersionRow[] {
  if (versions.length === 1 && events.length === 0) return [...versions];
  const byEvent = (kind: EventKind) => events.find((event) => event.kind === kind)?.happenedOn ?? null;
  const filled: VersionRow[] = [];
  let later = null as VersionRow | null;
  for (const row of [...versions].reverse()) {
    const next = later;
    later = {
      ...row,
      admissionDecisionDate: row.admissionDecisionDate ?? next?.admissionDecisionDate ?? null,
      admissionCeremonyDate:
        row.admissionCeremonyDate ??
        next?.admissionCeremonyDate ??
        (row.admissionDecisionDate === null ? byEvent('admit') : null),
      confirmationDate: row.confirmationDate ?? next?.confirmationDate ?? byEvent('confirm'),
      leftDate: row.leftDate ?? (next?.status === 'left' ? next.leftDate : null),
    };
    filled.unshift(later);
  }
  return filled;
}

function staysOf(versions: readonly VersionRow[], events: readonly PersonEvent[]): Stay[] {
  const stays: Stay[] = [];
  versions.forEach((row, index) => {
    const window = windowOf(row, index > 0 ? (versions[index - 1] ?? null) : null, events);
    const leaving = dayNumber(row.leftDate);
    if (row.status === 'left' && leaving === 0) return;
    const end = leaving > 0 && leaving < window.until ? leaving : window.until;
    const endedBy: Reason = leaving > 0 && leaving <= window.until ? 'left' : window.ended;
    const moving = events.filter((event) => {
      const day = dayNumber(event.happenedOn);
      return movingKinds.has(event.kind) && day > window.from && day < end;
    });
    const pieces = piecesOf(row, moving, { ...window, until: end, ended: endedBy });
    const admission = admissionOf(row);
    for (const piece of pieces) {
      if (admission > piece.from) {
        if (admission >= piece.until) continue;
        piece.from = admission;
        piece.began = 'admit';
      }
      if (piece.from < piece.until) stays.push({ ...piece, row });
    }
  });
  join(stays, events);
  return stays;
}

const movingKinds: ReadonlySet<EventKind> = new Set([
  'transfer',
  'transfer_in',
  'transfer_out',
  'exempt',
  'exempt_end',
]);

interface Window {
  from: number;
  until: number;
  began: Reason;
  ended: Reason;
}

/** The time for which a row of a list holds. */
function windowOf(row: VersionRow, before: VersionRow | null, events: readonly PersonEvent[]): Window {
  const until = row.holdsUntil === null ? never : dayNumber(row.holdsUntil);
  const ended: Reason = row.holdsUntil === null ? 'open' : 'list';
  if (row.holdsFrom === null) return { from: always, until, began: 'open', ended };
  const listed = dayNumber(row.holdsFrom);
  if (row.absentOn === null || before?.holdsUntil === row.holdsFrom)
    return { from: listed, until, began: 'list', ended };
  // New in this list: since when, an event or the admission may say.
  const absent = dayNumber(row.absentOn);
  const isBetween = (day: number) => day > absent && day <= listed;
  const arrival = events.find(
    (event) => event.kind === 'transfer_in' && isBetween(dayNumber(event.happenedOn)),
  );
  if (arrival) return { from: dayNumber(arrival.happenedOn), until, began: 'transfer_in', ended };
  const admission = admissionOf(row);
  return isBetween(admission)
    ? { from: admission, until, began: 'admit', ended }
    : { from: listed, until, began: 'list', ended };
}

/** A row's time in pieces: from the day of its list forward and backward through what moved the person. */
function piecesOf(row: VersionRow, moving: readonly PersonEvent[], window: Window): Piece[] {
  const listed = dayNumber(row.listedOn);
  const earlier = moving.filter((event) => dayNumber(event.happenedOn) <= listed);
  const later = moving.filter((event) => dayNumber(event.happenedOn) > listed);
  // Of someone who left, the list does not say the status before.
  const lastSaid = earlier.filter(({ kind }) => kind === 'exempt' || kind === 'exempt_end').at(-1);
  const status: MemberStatus =
    row.status !== 'left' ? row.status : lastSaid?.kind === 'exempt' ? 'exempt' : 'active';
  const pieces: Piece[] = [];

  let open: Piece | null = {
    unit: row.unitId,
    status,
    from: window.from,
    until: window.until,
    began: window.began,
    ended: window.ended,
  };
  for (const event of [...earlier].reverse()) {
    const day = dayNumber(event.happenedOn);
    const { before, began } = undone(event, open);
    if (open) pieces.unshift({ ...open, from: day, began });
    open = before && { ...before, from: window.from, until: day, began: window.began };
  }
  if (open) pieces.unshift(open);

  let last: Piece | null = pieces.at(-1) ?? null;
  for (const event of later) {
    const day = dayNumber(event.happenedOn);
    const next: Piece | null = happened(event, last, day, window);
    if (next === last) continue;
    if (last) {
      last.until = day;
      last.ended = endOfKind(event.kind);
    }
    if (next) pieces.push(next);
    last = next;
  }
  return pieces;
}

/** What was before an event, seen from the piece after it; null: the person was not here. */
function undone(event: PersonEvent, after: Piece | null): { before: Piece | null; began: Reason } {
  const base = after ?? {
    unit: event.unitId,
    status: 'active' as MemberStatus,
    from: always,
    until: never,
    began: 'open' as Reason,
    ended: 'open' as Reason,
  };
  switch (event.kind) {
    case 'transfer_in':
      return { before: null, began: 'transfer_in' };
    case 'transfer_out':
      return { before: { ...base, unit: event.unitId, ended: 'transfer_out' }, began: 'list' };
    case 'transfer':
      return { before: { ...base, unit: event.unitId, ended: 'transfer' }, began: 'transfer' };
    case 'exempt':
      return { before: { ...base, status: 'active', ended: 'same' }, began: 'same' };
    default:
      return { before: { ...base, status: 'exempt', ended: 'same' }, began: 'same' };
  }
}

/** What is after an event; the same piece where nothing changes. */
function happened(event: PersonEvent, last: Piece | null, day: number, window: Window): Piece | null {
  const opened = (unit: string, status: MemberStatus, began: Reason): Piece => ({
    unit,
    status,
    from: day,
    until: window.until,
    began,
    ended: window.ended,
  });
  switch (event.kind) {
    case 'transfer_out':
      return null;
    case 'transfer_in':
      return last ?? opened(event.unitId, 'active', 'transfer_in');
    case 'transfer':
      return opened(event.toUnitId ?? event.unitId, last?.status ?? 'active', 'transfer');
    default: {
      const status: MemberStatus = event.kind === 'exempt' ? 'exempt' : 'active';
      return last === null || last.status === status ? last : opened(last.unit, status, 'same');
    }
  }
}

const endOfKind = (kind: EventKind): Reason =>
  kind === 'transfer_out' ? 'transfer_out' : kind === 'transfer' ? 'transfer' : 'same';

/** Says of stays that follow on each other why, and of the last which event ended it. */
function join(stays: readonly Stay[], events: readonly PersonEvent[]): void {
  stays.forEach((stay, index) => {
    const next = stays[index + 1];
    if (next && next.from === stay.until && stay.ended !== 'transfer') {
      const reason: Reason = next.unit === stay.unit ? 'same' : 'list';
      stay.ended = reason;
      next.began = reason;
    } else if (stay.ended === 'left' || stay.ended === 'list') {
      const out = events.find(
        (event) => event.kind === 'transfer_out' && dayNumber(event.happenedOn) === stay.until,
      );
      if (out) stay.ended = 'transfer_out';
    }
  });
}

function badgesOf(
  versions: readonly VersionRow[],
  events: readonly PersonEvent[],
): { level: number; day: number; isDated: boolean }[] {
  const found = new Map<number, { level: number; day: number; isDated: boolean }>();
  for (const event of events)
    if (event.kind === 'badge' && event.level !== null)
      found.set(event.level, { level: event.level, day: dayNumber(event.happenedOn), isDated: true });
  for (const row of versions)
    for (const level of row.badges) {
      if (found.has(level)) continue;
      const decision = row.admissionDecisionDate ?? row.admissionCeremonyDate;
      const reached = decision === null ? never : dayNumber(decision) + level * 10_000;
      found.set(level, { level, day: Math.min(reached, dayNumber(row.listedOn)), isDated: false });
    }
  return [...found.values()].sort((a, b) => a.day - b.day);
}
